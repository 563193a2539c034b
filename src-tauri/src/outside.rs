//! Opening evidence and papers in other programs, by id. The page never learns where a file lies,
//! and a file that would run as a program is shown in its folder instead of being opened.

use std::path::{Path, PathBuf};

use portfolio::disk;
use portfolio::error::Failure;
use serde_json::json;
use tauri::AppHandle;

use crate::desk::{Desk, failure, off_the_main_thread};

/// Kinds of file that other programs show and do not run. Evidence comes from outside: what is not here is not opened.
const SHOWN: [&str; 56] = [
    "pdf", "doc", "docx", "odt", "rtf", "txt", "md", "csv", "tsv", "log", "xls", "xlsx", "ods", "ppt",
    "pptx", "pps", "ppsx", "odp", "pages", "numbers", "key", "eml", "msg", "ics", "vcf", "jpg", "jpeg",
    "png", "gif", "bmp", "tif", "tiff", "webp", "heic", "heif", "avif", "mp3", "m4a", "wav", "ogg", "oga",
    "opus", "flac", "aac", "wma", "amr", "mp4", "m4v", "mov", "webm", "avi", "mkv", "mpg", "mpeg", "wmv",
    "3gp",
];

/// Opens one file of an evidence item, or one of its versions by SHA-256, in the program that the computer uses for it.
#[tauri::command]
pub async fn open_evidence(
    app: AppHandle,
    learner: String,
    evidence: String,
    part: usize,
    version: Option<String>,
) -> Result<(), Failure> {
    off_the_main_thread(app, move |desk| open(&to_open(desk, &learner, &evidence, part, version.as_deref())?))
        .await
}

/// Shows one file of an evidence item in its folder.
#[tauri::command]
pub async fn reveal_evidence(
    app: AppHandle,
    learner: String,
    evidence: String,
    part: usize,
) -> Result<(), Failure> {
    off_the_main_thread(app, move |desk| reveal(&to_reveal(desk, &learner, &evidence, part)?)).await
}

/// Opens an issued paper by its id.
#[tauri::command]
pub async fn open_paper(app: AppHandle, paper: String) -> Result<(), Failure> {
    off_the_main_thread(app, move |desk| open(&paper_path(desk, &paper)?)).await
}

/// Shows an issued paper in its folder.
#[tauri::command]
pub async fn reveal_paper(app: AppHandle, paper: String) -> Result<(), Failure> {
    off_the_main_thread(app, move |desk| reveal(&paper_path(desk, &paper)?)).await
}

/// The file in the learner's folder, else a copy of the kept one that has its ending.
fn to_open(
    desk: &Desk,
    learner: &str,
    evidence: &str,
    part: usize,
    version: Option<&str>,
) -> Result<PathBuf, Failure> {
    let file = desk.evidence(learner, evidence, part, version)?;
    if !is_shown(&file.ending) {
        return Err(would_run(file.name()));
    }
    file.for_another_program()
}

/// The file in the learner's folder, and never the program's own copies.
fn to_reveal(desk: &Desk, learner: &str, evidence: &str, part: usize) -> Result<PathBuf, Failure> {
    desk.evidence(learner, evidence, part, None)?.in_folder()
}

fn paper_path(desk: &Desk, paper: &str) -> Result<PathBuf, Failure> {
    let answer = desk.ask(|session| session.call("paper.path", json!({ "paper": paper })))?;
    answer
        .as_str()
        .map(PathBuf::from)
        .ok_or_else(|| failure("notFound", "That paper is not kept here.".to_owned(), None))
}

fn open(path: &Path) -> Result<(), Failure> {
    if !is_shown_not_run(path) {
        return Err(would_run(&name(path)));
    }
    tauri_plugin_opener::open_path(disk::plain(path), None::<&str>).map_err(|error| {
        let hint = Some("Is there a program for this kind of file on this computer?".to_owned());
        failure("notOpened", format!("\"{}\" could not be opened: {error}", name(path)), hint)
    })
}

fn reveal(path: &Path) -> Result<(), Failure> {
    tauri_plugin_opener::reveal_item_in_dir(disk::plain(path)).map_err(|error| {
        failure("notOpened", format!("\"{}\" could not be shown: {error}", name(path)), None)
    })
}

fn is_shown_not_run(path: &Path) -> bool {
    is_shown(&path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase())
}

fn is_shown(ending: &str) -> bool {
    SHOWN.contains(&ending)
}

fn would_run(name: &str) -> Failure {
    let hint = Some("Use \"Show in folder\" and decide there.".to_owned());
    failure("notOpened", format!("\"{name}\" might run as a program, so it is not opened."), hint)
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use journeys::people::{OCR, Story};

    use super::*;

    #[test]
    fn a_paper_is_found_by_its_id_and_only_where_it_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::open(folder.path());
        desk.ask(|session| session.call("centre.init", json!({ "name": "Northgate", "number": "1" })))
            .unwrap();
        let id = format!("inked-{}", "a".repeat(64));
        let kept = folder.path().join("inked").join(format!("{}.png", "a".repeat(64)));
        assert!(paper_path(&desk, &id).is_err());
        std::fs::create_dir(kept.parent().unwrap()).unwrap();
        std::fs::write(&kept, b"x").unwrap();
        assert_eq!(paper_path(&desk, &id).unwrap(), kept);
        for stray in ["inked-../portfolio", "../portfolio.db", "drawn-../../x", ""] {
            assert!(paper_path(&desk, stray).is_err(), "{stray}");
        }
    }

    /// What a decision relied on is kept under its hash, which has no ending and lies in a folder of ours: neither reaches
    /// another program.
    #[test]
    fn a_judged_file_is_opened_under_its_ending_and_shown_only_in_the_learners_folder() {
        let mut story = Story::begin();
        story.file("Plan.txt", "Three people serve at the counter.");
        story.file("start.sh", "echo no");
        story.on("scan", json!({ "number": true }));
        story.ada().maps("Plan", OCR, "1.1", "");
        story.ada().decides(OCR, "1.1", "met", "");
        let desk = Desk::open(&story.workspace());
        let shown = story.show();
        let learner = shown["learner"]["id"].as_str().unwrap().to_owned();
        let id = |name: &str| {
            let all = shown["evidence"].as_array().unwrap();
            let item = all.iter().find(|e| e["parts"][0]["fileName"] == name).unwrap();
            (item["id"].as_str().unwrap().to_owned(), item["parts"][0]["kept"] == true)
        };
        let ((plan, kept), (script, _)) = (id("Plan.txt"), id("start.sh"));
        assert!(kept, "the decision keeps a copy");

        let there = story.folder().canonicalize().unwrap().join("Plan.txt");
        assert_eq!(to_open(&desk, &learner, &plan, 0, None).unwrap().canonicalize().unwrap(), there);
        assert_eq!(to_reveal(&desk, &learner, &plan, 0).unwrap().canonicalize().unwrap(), there);
        let refused = to_open(&desk, &learner, &script, 0, None).unwrap_err();
        assert_eq!(refused.message, "\"start.sh\" might run as a program, so it is not opened.");

        std::fs::remove_file(&there).unwrap();
        story.scan();
        let copy = to_open(&desk, &learner, &plan, 0, None).unwrap();
        assert!(is_shown_not_run(&copy), "{copy:?}");
        assert!(name(&copy).starts_with("Plan (kept copy ") && name(&copy).ends_with(").txt"), "{copy:?}");
        assert!(std::fs::metadata(&copy).unwrap().permissions().readonly());
        assert_eq!(std::fs::read(&copy).unwrap(), b"Three people serve at the counter.");
        assert_eq!(to_open(&desk, &learner, &plan, 0, None).unwrap(), copy, "made once");
        assert_eq!(to_reveal(&desk, &learner, &plan, 0).unwrap_err().code, "onlyKeptCopy");
    }

    #[test]
    fn what_would_run_is_not_opened() {
        for (file, opened) in [
            ("report.pdf", true),
            ("REPORT.DOCX", true),
            ("report.pdf.exe", false),
            ("macro.docm", false),
            ("page.html", false),
            ("start.desktop", false),
            ("run", false),
        ] {
            assert_eq!(is_shown_not_run(Path::new(file)), opened, "{file}");
        }
    }
}
