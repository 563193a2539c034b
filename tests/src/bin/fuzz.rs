//! `cargo xtask fuzz`: mutated files for each reader and importer, as many as asked. Refuses to know how they are made.

use std::process::ExitCode;
use std::time::Duration;

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
    for (name, kind, depth) in
        fuzz::PARSERS.iter().filter(|(name, _, _)| only.is_none_or(|only| only == name))
    {
        let report = fuzz::run(*kind, *depth, seed, inputs, time);
        println!(
            "{name:<8} {:>9} inputs, {:>9} read, {} panics, longest {:?}",
            report.inputs,
            report.read,
            report.panics.len(),
            report.longest
        );
        for panic in &report.panics {
            println!("  {panic}");
        }
        sound &= report.panics.is_empty();
    }
    if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
