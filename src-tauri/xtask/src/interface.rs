//! The interface's packages and its build, done again only when what they come from changed.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::node::Node;
use crate::step::{Outcome, Steps, at, must, root, target};

/// Installs the interface's packages as the lock file names them.
pub fn install(steps: &mut Steps, node: &Node) -> Outcome {
    let lock = ui().join("package-lock.json");
    let wanted = fs::read_to_string(&lock).map_err(at(&lock))?;
    unless_done(steps, "Interface: packages", &ui().join("node_modules/.bin"), &wanted, || {
        npm(node, &["ci", "--no-audit", "--no-fund"])
    })
}

/// Builds the interface that the program carries.
pub fn build(steps: &mut Steps, node: &Node) -> Outcome {
    let mut hash = DefaultHasher::new();
    fingerprint(&ui(), &mut hash)?;
    unless_done(steps, "Interface: build", &ui().join("dist/assets"), &hash.finish().to_string(), || {
        npm(node, &["run", "build"])
    })
}

/// Runs npm in the interface's folder.
pub fn npm(node: &Node, words: &[&str]) -> Outcome {
    must(node.npm(words).current_dir(ui()))
}

fn ui() -> PathBuf {
    root().join("ui")
}

/// Does `work` unless `result` exists and came from the same `source`.
fn unless_done(
    steps: &mut Steps,
    name: &str,
    result: &Path,
    source: &str,
    work: impl FnOnce() -> Outcome,
) -> Outcome {
    let stamps = target().join("xtask");
    let stamp = stamps.join(name.replace(": ", "-").to_lowercase());
    if result.exists() && fs::read_to_string(&stamp).is_ok_and(|done| done == source) {
        println!("\n── {name}: as before");
        return Ok(());
    }
    steps.run(name, work)?;
    fs::create_dir_all(&stamps).map_err(at(&stamps))?;
    fs::write(&stamp, source).map_err(at(&stamp))
}

/// Names and contents of all that the interface is made from, in a fixed order.
fn fingerprint(folder: &Path, hash: &mut DefaultHasher) -> Outcome {
    let entries = fs::read_dir(folder).map_err(at(folder))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.ends_with("node_modules") || path.ends_with("dist") {
            continue;
        }
        path.hash(hash);
        if path.is_dir() {
            fingerprint(&path, hash)?;
        } else {
            fs::read(&path).map_err(at(&path))?.hash(hash);
        }
    }
    Ok(())
}
