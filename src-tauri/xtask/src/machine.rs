//! What a machine must have before anything is built: room, Rust's own tools, system libraries, Node.

use std::path::{Path, PathBuf};

use crate::debian;
use crate::node::{self, Node};
use crate::step::{Outcome, Steps, answer, command, must, root, target};

/// What the machine is made ready for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// Building and opening the window.
    Window,
    /// All checks, the driven window included.
    Tests,
    /// The command line alone: no window, no interface.
    Terminal,
}

/// Gigabytes for a first build, with air. Measured on Debian 12: 2.2 for all programs and tests, about 1 for clippy's own
/// check of them, 0.2 for the interface's packages, 0.7 for the system libraries, 0.2 for Node where it is missing.
const ROOM_COLD: u64 = 6;
/// What a rebuild may add.
const ROOM_WARM: u64 = 1;

/// Makes everything ready that is not in the repository, except the interface's own packages.
pub fn prepare(steps: &mut Steps, purpose: For) -> Outcome<Node> {
    steps.run("Set-up", || {
        room()?;
        let node = if purpose == For::Terminal { Node::none() } else { node::find() };
        system_libraries(purpose, &node)?;
        if purpose == For::Tests {
            rust_tools()?;
        }
        node.or_install()
    })
}

fn room() -> Outcome {
    // xtask itself already lies under `target`, so that folder says nothing.
    let needed = if built("portfolio").exists() { ROOM_WARM } else { ROOM_COLD };
    match free_gigabytes(&root()) {
        Some(free) if free < needed => Err(format!(
            "{free} GB are free on this disk, but the build needs about {needed} GB. Make room and start again."
        )),
        Some(free) => {
            println!("   {free} GB free on this disk ({needed} GB needed)");
            Ok(())
        }
        None => {
            println!("   The free room on this disk is not known here; the build needs about {needed} GB.");
            Ok(())
        }
    }
}

/// Whole gigabytes free where `folder` is; `None` where there is no `df`.
fn free_gigabytes(folder: &Path) -> Option<u64> {
    let table = answer("df", &["-Pk", folder.to_str()?])?;
    table
        .lines()
        .nth(1)?
        .split_whitespace()
        .nth(3)?
        .parse::<u64>()
        .ok()
        .map(|kilobytes| kilobytes / (1 << 20))
}

fn system_libraries(purpose: For, node: &Node) -> Outcome {
    if purpose == For::Terminal {
        return Ok(());
    }
    if cfg!(target_os = "linux") {
        return debian::install(purpose, node);
    }
    if cfg!(windows) {
        println!(
            "   Windows: the window needs the WebView2 runtime (part of Windows 10 and 11) and, to build, the"
        );
        println!("   \"Desktop development with C++\" workload of the Visual Studio Build Tools.");
    } else {
        println!("   macOS: to build, the command line tools are needed (xcode-select --install).");
    }
    if purpose == For::Tests {
        println!("   The window tests run on Linux only; everything else is tested here.");
        if answer("python3", &["--version"]).is_none() {
            println!("   Python 3 is missing: the tests that compare with the Python verifier need it.");
        }
    }
    Ok(())
}

fn rust_tools() -> Outcome {
    for (component, probe) in [("rustfmt", ["fmt", "--version"]), ("clippy", ["clippy", "--version"])] {
        if answer("cargo", &probe).is_none() {
            must(&mut command("rustup", &["component", "add", component]))?;
        }
    }
    Ok(())
}

/// Whether a window could be opened here.
pub fn has_display() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

/// A program of this workspace after a debug build.
pub fn built(name: &str) -> PathBuf {
    target().join("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}
