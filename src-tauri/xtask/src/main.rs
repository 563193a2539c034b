//! `cargo xtask`: sets a fresh machine up, runs the program, tests it. The standard library only, so that it builds
//! in a second and before anything else is there. Knows the steps and their order; the program's own work is the
//! command line's.

mod debian;
mod fuzz;
mod interface;
mod judges;
mod machine;
mod node;
mod sample;
mod step;

use std::process::ExitCode;

use step::{Outcome, Steps};

const USAGE: &str = "\
cargo xtask run        set up, build, and open the program on a fresh copy of the sample learner
                       (without a display: do the same job in the terminal and say where the PDF is)
cargo xtask test       set up, then every check: format, lints, interface, tests, window tests
cargo xtask screens    write pictures of every screen and of the PDF's pages to target/screens
cargo xtask bench      measure against the figures the project aims at (a release build)
                       --thousands N: of files that are read (1; twenty times as many are read again), --only reading|papers|text
cargo xtask churn      equality of record and folder over many file operations, floods while the watcher is frozen,
                       hostile names, how soon a file is on record (a release build); parts: equality frozen names
                       moved closed; --seed X, --operations N, --burst N, --times N, --files N, --names N
cargo xtask corpus     read every unit text of fixtures/unit-texts/corpus and print precision, recall and each miss
cargo xtask suggestions  rank the labelled documents of fixtures/suggestions and print precision and recall beside two plain ways
cargo xtask judges     let programs of others judge the papers and their signatures (2,000 changes each)
cargo xtask fuzz       give mutated files to every reader and importer, and print what they reach
                       --inputs N (1,000,000 each), --seconds S each, --seed X, --only PARSER
cargo xtask fixtures   make the sample learner's files anew
cargo xtask help       this";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    if std::env::var_os(fuzz::WRAPS).is_some() {
        return fuzz::compile(&words);
    }
    let verb: fn(&mut Steps) -> Outcome = match words.as_slice() {
        ["run"] => sample::run,
        ["test"] => test,
        ["screens"] => sample::screens,
        ["corpus"] => corpus,
        ["suggestions"] => suggestions,
        ["judges"] => judges,
        ["fixtures"] => fixtures,
        ["bench", rest @ ..] => {
            let mut steps = Steps::default();
            let outcome = bench(&mut steps, rest);
            return steps.close(outcome);
        }
        ["churn", rest @ ..] => {
            let mut steps = Steps::default();
            let outcome = churn(&mut steps, rest);
            return steps.close(outcome);
        }
        ["fuzz", rest @ ..] => {
            let mut steps = Steps::default();
            let outcome = fuzz::run(&mut steps, rest);
            return steps.close(outcome);
        }
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprintln!("xtask does not know \"{}\".\n\n{USAGE}", words.join(" "));
            return ExitCode::from(2);
        }
    };
    let mut steps = Steps::default();
    let outcome = verb(&mut steps);
    steps.close(outcome)
}

/// Every check there is, quick ones first. Set-up included.
fn test(steps: &mut Steps) -> Outcome {
    let node = machine::prepare(steps, machine::For::Tests)?;
    steps.run("Format", || step::cargo(&["fmt", "--all", "--check"]))?;
    interface::install(steps, &node)?;
    steps.run("Interface: types", || interface::npm(&node, &["run", "check"]))?;
    steps.run("Interface: tests", || interface::npm(&node, &["run", "test"]))?;
    interface::build(steps, &node)?;
    steps
        .run("Lints", || step::cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))?;
    steps.run("Build", || step::cargo(&["build", "--workspace", "--all-targets"]))?;
    steps.run("Tests, with the real window", || {
        let mut tests = step::command("cargo", &["test", "--workspace", "--all-targets"]);
        if cfg!(target_os = "linux") {
            tests.env("PORTFOLIO_REQUIRE_WINDOW", "1");
        }
        step::must(&mut tests)
    })?;
    if cfg!(target_os = "linux") { judges::judge(steps, &node, 5) } else { Ok(()) }
}

/// The judges alone, with the number of changes that a release is held to.
fn judges(steps: &mut Steps) -> Outcome {
    let node = machine::prepare(steps, machine::For::Tests)?;
    interface::install(steps, &node)?;
    judges::judge(steps, &node, 2_000)
}

/// Programs that papers are measured beside, as Python packages; pinned, so that figures can be compared.
const PEERS: [&str; 4] = ["typst==0.15.2", "weasyprint==70.0", "openpyxl==3.1.5", "pyhanko==0.38.0"];

/// The measurements themselves are the command line's hidden verb `bench`; those that need a watcher are `churn`'s.
fn bench(steps: &mut Steps, words: &[&str]) -> Outcome {
    let peers = steps.run("Peers: set-up", || judges::python("peers", &PEERS))?;
    steps.run("Measure", || {
        let run =
            ["run", "--release", "--package", "portfolio-cli", "--", "bench", "--folder", "target/bench"];
        step::must(step::command("cargo", &[&run, words].concat()).arg("--peers").arg(&peers))
    })?;
    if words.contains(&"--only") {
        return Ok(());
    }
    churn(steps, &["frozen"])?;
    churn(steps, &["moved"])?;
    churn(steps, &["closed"])
}

/// Chance in folders, by the program of the tests.
fn churn(steps: &mut Steps, words: &[&str]) -> Outcome {
    steps.run("Build", || {
        step::cargo(&["build", "--release", "--package", "portfolio-cli", "--package", "journeys", "--bins"])
    })?;
    steps.run("Chance in folders", || step::must(&mut step::command("target/release/churn", words)))
}

/// How well unit texts are read: the command line's hidden verb `corpus`.
fn corpus(steps: &mut Steps) -> Outcome {
    steps.run("Corpus", || {
        step::cargo(&["run", "--package", "portfolio-cli", "--", "corpus", "fixtures/unit-texts/corpus"])
    })
}

/// How good suggestions are: the command line's hidden verb `suggestions-score`.
fn suggestions(steps: &mut Steps) -> Outcome {
    steps.run("Suggestions", || {
        step::cargo(&["run", "--package", "portfolio-cli", "--", "suggestions-score", "fixtures/suggestions"])
    })
}

/// The sample learner's files are made by a script beside them; needs what its first lines say.
fn fixtures(steps: &mut Steps) -> Outcome {
    steps.run("Sample learner", || {
        step::must(&mut step::command("python3", &["fixtures/sample-learner/make.py"]))
    })
}
