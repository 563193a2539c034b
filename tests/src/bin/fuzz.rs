//! `cargo xtask fuzz`: mutated files for each reader and importer, as many as asked. Refuses to know how they are made.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use journeys::fuzz;

/// Where parsers and their libraries stopped, and how often.
static STOPS: Mutex<BTreeMap<String, u64>> = Mutex::new(BTreeMap::new());

/// The end of a path is enough.
fn short(path: &str) -> String {
    let steps: Vec<&str> = path.split('/').collect();
    steps[steps.len().saturating_sub(4)..].join("/")
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let value = |name: &str| words.iter().position(|word| word == name).and_then(|at| words.get(at + 1));
    let number = |name: &str| value(name).and_then(|word| word.parse::<u64>().ok());
    let seed = number("--seed").unwrap_or_else(|| fastrand::u64(..));
    let inputs =
        number("--inputs").unwrap_or(if number("--seconds").is_some() { u64::MAX } else { 1_000_000 });
    let time = number("--seconds").map_or(Duration::MAX, Duration::from_secs);
    let only = value("--only");
    println!("seed {seed}");
    std::panic::set_hook(Box::new(|stop| {
        let place = stop.location().map(|place| format!("{}:{}", short(place.file()), place.line()));
        if let Ok(mut stops) = STOPS.lock() {
            *stops.entry(place.unwrap_or_default()).or_default() += 1;
        }
    }));
    let mut sound = true;
    for parser in fuzz::PARSERS.into_iter().filter(|parser| only.is_none_or(|only| only == parser.0)) {
        let clock = Instant::now();
        let report = fuzz::run(parser, seed, inputs, time);
        let seconds = clock.elapsed().as_secs_f64();
        #[allow(clippy::cast_precision_loss, reason = "a rate to look at")]
        let rate = report.inputs as f64 / seconds;
        println!(
            "{:<10} {:>8} inputs in {seconds:.0} s ({rate:.0}/s), {} read, {} kept, {} panics, no hang (longest {:?}), regions {} of {} in {}",
            parser.0,
            report.inputs,
            report.read,
            report.kept,
            report.panics.len(),
            report.longest,
            report.regions.0,
            report.regions.1,
            parser.3.join(" and ")
        );
        // Those that the importer itself catches stand here and not among the panics.
        for (place, times) in STOPS.lock().map(|mut stops| std::mem::take(&mut *stops)).unwrap_or_default() {
            println!("  stopped at {place}: {times} times");
        }
        for panic in &report.panics {
            println!("  {panic}");
        }
        sound &= report.panics.is_empty();
    }
    if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
