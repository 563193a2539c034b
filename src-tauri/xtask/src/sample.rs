//! The sample learner: a fresh copy of the folder, and the program on it, in the window or in the terminal.
//! What happens to the learner is the command line's hidden verb `sample-story`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::interface;
use crate::machine::{self, For};
use crate::step::{Outcome, Steps, at, cargo, command, must, root, target};

/// Which part of the sample learner's story is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Story {
    /// Up to the point where a person goes on in the window.
    Beginning,
    /// To the signed PDF.
    Whole,
}

/// Opens the program on the sample learner; without a display does the same job in the terminal.
pub fn run(steps: &mut Steps) -> Outcome {
    if !machine::has_display() {
        println!("There is no display here: the same job in the terminal, without the window.");
        machine::prepare(steps, For::Terminal)?;
        steps.run("Build", || cargo(&["build", "--package", "portfolio-cli"]))?;
        return tell(steps, Story::Whole).map(drop);
    }
    let node = machine::prepare(steps, For::Window)?;
    interface::install(steps, &node)?;
    interface::build(steps, &node)?;
    steps.run("Build", || cargo(&["build", "--workspace", "--all-targets"]))?;
    let workspace = tell(steps, Story::Beginning)?;
    println!(
        "\nThe window is open on the sample learner. What you do there stays in {}",
        workspace.display()
    );
    steps.run("Portfolio Mapper", || {
        must(command(machine::built("portfolio-mapper"), &["--workspace"]).arg(&workspace))
    })
}

/// Writes pictures of every screen, light and dark, and of the PDF's pages.
pub fn screens(steps: &mut Steps) -> Outcome {
    let node = machine::prepare(steps, For::Tests)?;
    interface::install(steps, &node)?;
    interface::build(steps, &node)?;
    let folder = target().join("screens");
    empty(&folder)?;
    steps.run("Screens", || {
        let mut tests = command("cargo", &["test", "--workspace", "--test", "screens", "--test", "preview"]);
        must(tests.env("PORTFOLIO_SCREENS_DIR", &folder).env("PORTFOLIO_REQUIRE_WINDOW", "1"))
    })?;
    steps.run("Build", || cargo(&["build", "--workspace", "--all-targets"]))?;
    tell(steps, Story::Whole)?;
    steps.run("Paper", || pages(&home(), &folder))?;
    println!("\nPictures are in {}", folder.display());
    Ok(())
}

/// Prepares a fresh copy and tells the story on it. Answers the workspace.
fn tell(steps: &mut Steps, story: Story) -> Outcome<PathBuf> {
    let workspace = home().join("workspace");
    steps.run("Sample learner", || {
        empty(&home())?;
        let source = root().join("fixtures/sample-learner");
        copy(&source.join("evidence"), &home().join("evidence"))?;
        let mut portfolio = command(machine::built("portfolio"), &["--workspace"]);
        portfolio.arg(&workspace).arg("sample-story").arg(source).arg("--out").arg(home());
        if story == Story::Beginning {
            portfolio.arg("--open-only");
        }
        must(&mut portfolio)
    })?;
    Ok(workspace)
}

fn home() -> PathBuf {
    target().join("sample")
}

fn empty(folder: &Path) -> Outcome {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(at(folder))?;
    }
    fs::create_dir_all(folder).map_err(at(folder))
}

fn copy(from: &Path, to: &Path) -> Outcome {
    fs::create_dir_all(to).map_err(at(to))?;
    for entry in fs::read_dir(from).map_err(at(from))? {
        let source = entry.map_err(at(from))?.path();
        let copied = to.join(source.file_name().unwrap_or_default());
        if source.is_dir() {
            copy(&source, &copied)?;
        } else {
            fs::copy(&source, &copied).map_err(at(&source))?;
        }
    }
    Ok(())
}

/// Every page of every PDF in `from`, as pictures.
fn pages(from: &Path, to: &Path) -> Outcome {
    for entry in fs::read_dir(from).map_err(at(from))? {
        let pdf = entry.map_err(at(from))?.path();
        if pdf.extension().is_some_and(|extension| extension == "pdf") {
            let mut draw = command("pdftoppm", &["-r", "100", "-png"]);
            let name = pdf.file_stem().unwrap_or_default().to_string_lossy().replace(' ', "-");
            must(draw.arg(&pdf).arg(to.join(format!("paper-{name}"))))?;
        }
    }
    Ok(())
}
