//! Debian and Ubuntu packages: which are missing, and installing them only as somebody who may.
//! Prints every command before it runs.

use std::io::{IsTerminal, Write, stdin, stdout};
use std::process::Command;

use crate::judges;
use crate::machine::For;
use crate::node::Node;
use crate::step::{Outcome, answer, command, must};

const WINDOW: [&str; 2] = ["pkg-config", "libwebkit2gtk-4.1-dev"];
const TESTS: [&str; 5] = ["xvfb", "webkit2gtk-driver", "dbus", "poppler-utils", "python3"];
/// With it Node comes from the Python package index, checked against its hash.
const NODE: [&str; 1] = ["python3-venv"];

/// Installs what is missing, or says what to type.
pub fn install(purpose: For, node: &Node) -> Outcome {
    let mut wanted = WINDOW.to_vec();
    if purpose == For::Tests {
        wanted.extend(TESTS);
        wanted.extend(judges::DEBIAN);
    }
    if node.is_missing() {
        wanted.extend(NODE);
    }
    wanted.sort_unstable();
    wanted.dedup();
    let Some(missing) = missing(&wanted) else {
        println!(
            "   This is not Debian or Ubuntu. Needed, under the names they have there:\n   {}",
            wanted.join(" ")
        );
        return Ok(());
    };
    if missing.is_empty() {
        println!("   All system packages are there ({})", wanted.join(" "));
        return Ok(());
    }
    let commands = commands(&missing);
    println!("   Missing system packages. To install them:");
    for line in &commands {
        println!("     {line}");
    }
    let rights = rights()?;
    for line in &commands {
        must(&mut rights.command(line))?;
    }
    Ok(())
}

/// Those of `wanted` that dpkg does not have installed; `None` where there is no dpkg.
fn missing(wanted: &[&'static str]) -> Option<Vec<&'static str>> {
    answer("dpkg-query", &["--version"])?;
    let is_installed = |package: &str| {
        answer("dpkg-query", &["-W", "-f=${db:Status-Status}\n", package])
            .is_some_and(|states| states.lines().any(|state| state == "installed"))
    };
    Some(wanted.iter().copied().filter(|package| !is_installed(package)).collect())
}

fn commands(missing: &[&str]) -> [String; 2] {
    let packages = missing.join(" ");
    [
        "apt-get update".to_owned(),
        format!("apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=400 {packages}"),
    ]
}

/// Who may install packages here.
enum Rights {
    Root,
    Sudo,
}

impl Rights {
    fn command(&self, line: &str) -> Command {
        let mut words: Vec<&str> = line.split(' ').collect();
        let program = match self {
            Rights::Root => words.remove(0),
            Rights::Sudo => {
                words.insert(0, "DEBIAN_FRONTEND=noninteractive");
                "sudo"
            }
        };
        let mut command = command(program, &words);
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    }
}

/// Root installs; anybody else is asked on a terminal; without a terminal the commands stay printed and that is all.
fn rights() -> Outcome<Rights> {
    if answer("id", &["-u"]).as_deref() == Some("0") {
        return Ok(Rights::Root);
    }
    let by_hand = "Install them with the commands above as root, then start again.";
    if !stdin().is_terminal() || !stdout().is_terminal() {
        return Err(format!("System packages are missing, and there is no terminal to ask on. {by_hand}"));
    }
    if answer("sudo", &["--version"]).is_none() {
        return Err(format!("System packages are missing, and there is no sudo here. {by_hand}"));
    }
    print!("   Run them now through sudo? [y/N] ");
    stdout().flush().map_err(|error| error.to_string())?;
    let mut reply = String::new();
    stdin().read_line(&mut reply).map_err(|error| error.to_string())?;
    match reply.trim() {
        "y" | "Y" | "yes" => Ok(Rights::Sudo),
        _ => Err(format!("Nothing was installed. {by_hand}")),
    }
}
