//! Opening evidence and papers in other programs, by id. The page never learns where a file lies,
//! and a file that would run as a program is shown in its folder instead of being opened.

use std::path::{Path, PathBuf};

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

/// Opens one file of an evidence item in the program that the computer uses for it.
#[tauri::command]
pub async fn open_evidence(
    app: AppHandle,
    learner: String,
    evidence: String,
    part: usize,
) -> Result<(), Failure> {
    off_the_main_thread(app, move |desk| open(&evidence_path(desk, &learner, &evidence, part)?)).await
}

/// Shows one file of an evidence item in its folder.
#[tauri::command]
pub async fn reveal_evidence(
    app: AppHandle,
    learner: String,
    evidence: String,
    part: usize,
) -> Result<(), Failure> {
    off_the_main_thread(app, move |desk| reveal(&evidence_path(desk, &learner, &evidence, part)?)).await
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

fn evidence_path(desk: &Desk, learner: &str, evidence: &str, part: usize) -> Result<PathBuf, Failure> {
    desk.ask(|session| session.evidence_file(learner, evidence, part)).map(|file| file.path)
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
        let hint = Some("Use \"Show in folder\" and decide there.".to_owned());
        return Err(failure(
            "notOpened",
            format!("\"{}\" might run as a program, so it is not opened.", name(path)),
            hint,
        ));
    }
    tauri_plugin_opener::open_path(path, None::<&str>).map_err(|error| {
        let hint = Some("Is there a program for this kind of file on this computer?".to_owned());
        failure("notOpened", format!("\"{}\" could not be opened: {error}", name(path)), hint)
    })
}

fn reveal(path: &Path) -> Result<(), Failure> {
    tauri_plugin_opener::reveal_item_in_dir(path).map_err(|error| {
        failure("notOpened", format!("\"{}\" could not be shown: {error}", name(path)), None)
    })
}

fn is_shown_not_run(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    SHOWN.contains(&extension.as_str())
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
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
