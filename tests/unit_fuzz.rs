//! A short run of mutated files through every reader and importer, with a fresh seed that is printed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails here"
)]

use std::time::Duration;

use journeys::fuzz;

#[test]
fn no_mutated_file_stops_or_hangs_a_reader() {
    let seed = fastrand::u64(..);
    println!("seed {seed}");
    for parser in fuzz::PARSERS {
        let name = parser.0;
        let report = fuzz::run(parser, seed, u64::MAX, Duration::from_millis(1_500));
        println!(
            "{name:<8} {:>7} inputs, {:>7} read, longest {:?}",
            report.inputs, report.read, report.longest
        );
        assert!(report.inputs > 0 && report.panics.is_empty(), "{name}, seed {seed}: {:?}", report.panics);
    }
}
