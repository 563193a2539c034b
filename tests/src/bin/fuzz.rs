//! `cargo xtask fuzz`: mutated files for each reader and importer, as many as asked. Refuses to know how they are made.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use journeys::fuzz;

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
        for panic in &report.panics {
            println!("  {panic}");
        }
        sound &= report.panics.is_empty();
    }
    if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
