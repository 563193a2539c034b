//! Programs of others that judge the papers: a Python environment under `target/`, pinned, and Debian's tools. Knows which
//! and where; what they judge by is in `tests/verifier/judge_papers.py` and, for pdf.js, in `open_papers.mjs` beside it.

use std::path::PathBuf;

use crate::node::Node;
use crate::step::{Outcome, Steps, at, command, must, target};

/// Versions are pinned: a judge that changes its mind is looked at by a person first.
const PINNED: [&str; 2] = ["pyhanko==0.38.0", "page-validation==0.11.0"];
/// The Debian packages of the other judges, and of Python's environments.
pub const DEBIAN: [&str; 4] = ["qpdf", "openssl", "poppler-utils", "python3-venv"];

/// Every kind of paper, unsigned, signed once and twice, before every judge. `changes` random bits of each signed one are
/// turned over, and must be noticed by our own check, by pdfsig and by pyHanko. Of the interface's packages pdf.js is there.
pub fn judge(steps: &mut Steps, node: &Node, changes: u32) -> Outcome {
    let python = steps.run("Judges: set-up", environment)?;
    let papers = target().join("judges").join("papers");
    steps.run("Judges: papers", || {
        drop(std::fs::remove_dir_all(&papers));
        std::fs::create_dir_all(&papers).map_err(at(&papers))?;
        // As a part of the whole workspace, so that what the other tests built is used.
        let words = ["test", "--workspace", "--lib", "--", "papers_can_be", "any_change_of_a_byte"];
        let mut tests = command("cargo", &words);
        must(tests.env("PORTFOLIO_PAPERS", &papers).env("PORTFOLIO_CHANGES", changes.to_string()))
    })?;
    steps.run("Judges: pdf.js", || must(node.script(&["tests/verifier/open_papers.mjs"]).arg(&papers)))?;
    steps.run("Judges: verdict", || {
        let mut judges = command(python, &["tests/verifier/judge_papers.py"]);
        must(judges.arg(&papers).args(["--changes", &changes.to_string()]))
    })
}

/// Python with the judges in it.
fn environment() -> Outcome<PathBuf> {
    python("judges", &PINNED)
}

/// Python with these packages in it, under `target/NAME/`; made once.
pub fn python(name: &str, pinned: &[&str]) -> Outcome<PathBuf> {
    let home = target().join(name).join("python");
    let python = home.join("bin").join("python");
    let ready = home.join(pinned.join("+"));
    if !ready.is_file() {
        must(command("python3", &["-m", "venv"]).arg(&home))?;
        let mut install =
            command(&python, &["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
        must(install.args(pinned))?;
        std::fs::write(&ready, "").map_err(at(&ready))?;
    }
    Ok(python)
}
