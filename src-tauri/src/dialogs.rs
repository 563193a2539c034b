//! Native dialogs. The page gets a token and a short label for what a person picked, never the path.

use std::path::{Path, PathBuf};

use portfolio::error::Failure;
use serde::Serialize;
use tauri::{AppHandle, Manager, Wry};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};

use crate::desk::{Kind, failure, off_the_main_thread};

/// Endings of the files that a unit can be read from, by the words that a person knows them under.
const UNIT_FILES: [(&str, &[&str]); 4] = [
    ("Documents", &["pdf", "docx", "odt", "html", "htm", "xhtml", "txt", "md", "text"]),
    ("Spreadsheets", &["xlsx", "xlsm", "xls", "ods", "csv", "tsv"]),
    ("Unit texts", &["json"]),
    ("Frameworks (CASE, Mahara, Moodle)", &["json", "matrix", "csv"]),
];

/// What was picked: a token for later requests and the last part of the name for people.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Picked {
    token: String,
    label: String,
}

/// Asks for a folder; `None` when the person closed the dialog.
#[tauri::command]
pub async fn pick_folder(app: AppHandle, title: String) -> Result<Option<Picked>, Failure> {
    pick(app, Kind::Folder, title, None, FileDialogBuilder::blocking_pick_folder).await
}

/// Asks for a file. `kind` narrows the list: "unit" to what a unit can be read from, "links" to files of links, "standard" to
/// files of standards, "register" to register files, "paper" to PDFs, "page" to scans, "picture" to logos and
/// signatures, "key" to keys of other issuers, "history" to history files; any other kind shows all files.
#[tauri::command]
pub async fn pick_file(app: AppHandle, title: String, kind: String) -> Result<Option<Picked>, Failure> {
    pick(app, Kind::File, title, None, move |dialog| match kind.as_str() {
        "unit" => for_units(dialog).blocking_pick_file(),
        "paper" => dialog.add_filter("PDF", &["pdf"]).blocking_pick_file(),
        "links" => dialog.add_filter("Links between boards", &["json", "csv"]).blocking_pick_file(),
        "standard" => dialog.add_filter("Standards", &["json", "csv", "tsv", "txt"]).blocking_pick_file(),
        "page" => {
            dialog.add_filter("Scans and photographs", &["pdf", "png", "jpg", "jpeg"]).blocking_pick_file()
        }
        "picture" => dialog.add_filter("Pictures (PNG, JPEG)", &["png", "jpg", "jpeg"]).blocking_pick_file(),
        "key" => dialog.add_filter("Keys (PKCS#12)", &["p12", "pfx"]).blocking_pick_file(),
        "history" => dialog.add_filter("History files", &["jsonl"]).blocking_pick_file(),
        "register" => dialog.add_filter("Register file", &["csv"]).blocking_pick_file(),
        _other => dialog.blocking_pick_file(),
    })
    .await
}

/// Asks where to save; `suggested` is the proposed file name.
#[tauri::command]
pub async fn pick_save(app: AppHandle, title: String, suggested: String) -> Result<Option<Picked>, Failure> {
    let name = file_name_only(&suggested);
    pick(app, Kind::Save, title, Some(name), FileDialogBuilder::blocking_save_file).await
}

/// Everything that a unit can be read from comes first, then each sort by itself, then all files: the core says by the
/// bytes what a file is.
fn for_units(dialog: FileDialogBuilder<Wry>) -> FileDialogBuilder<Wry> {
    let mut all: Vec<&str> = UNIT_FILES.iter().flat_map(|(_, endings)| endings.iter().copied()).collect();
    all.sort_unstable();
    all.dedup();
    let dialog = dialog.add_filter("All that can be read", &all);
    let dialog =
        UNIT_FILES.iter().fold(dialog, |dialog, (words, endings)| dialog.add_filter(*words, endings));
    dialog.add_filter("All files", &["*"])
}

async fn pick(
    app: AppHandle,
    kind: Kind,
    title: String,
    name: Option<String>,
    ask: impl FnOnce(FileDialogBuilder<Wry>) -> Option<FilePath> + Send + 'static,
) -> Result<Option<Picked>, Failure> {
    let dialog = worded(&app, &title, name.as_deref());
    off_the_main_thread(app, move |desk| {
        let path = match answer_of_a_test(name.as_deref()) {
            Some(answer) => answer,
            None => ask(dialog).map(FilePath::into_path).transpose().map_err(|_| elsewhere())?,
        };
        Ok(path.map(|path| Picked { label: label(&path), token: desk.remember(kind, path) }))
    })
    .await
}

fn worded(app: &AppHandle, title: &str, name: Option<&str>) -> FileDialogBuilder<Wry> {
    let mut dialog = app.dialog().file().set_title(title);
    if let Some(window) = app.get_webview_window("main") {
        dialog = dialog.set_parent(&window);
    }
    match name {
        Some(name) => dialog.set_file_name(name),
        None => dialog,
    }
}

fn elsewhere() -> Failure {
    let hint = Some("Choose a place on this computer.".to_owned());
    failure("usage", "That place is not a folder or file of this computer.".to_owned(), hint)
}

fn label(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// A suggested name may not steer the dialog to another folder.
fn file_name_only(name: &str) -> String {
    let odd = |c: char| c.is_control() || "/\\:*?\"<>|".contains(c);
    let plain: String = name.chars().map(|c| if odd(c) { '-' } else { c }).collect();
    plain.trim_matches(['.', ' ']).to_owned()
}

/// In debug builds a test answers the dialog: `PORTFOLIO_TEST_PICKER` is a path, or `@` and a file that holds one
/// (an empty file closes the dialog). A folder answers a question where to save with the suggested name in it.
#[cfg(debug_assertions)]
fn answer_of_a_test(suggested: Option<&str>) -> Option<Option<PathBuf>> {
    let set = std::env::var("PORTFOLIO_TEST_PICKER").ok()?;
    let answer = match set.strip_prefix('@') {
        Some(file) => std::fs::read_to_string(file).unwrap_or_default().trim().to_owned(),
        None => set,
    };
    let path = PathBuf::from(&answer);
    let path = match suggested {
        Some(name) if path.is_dir() => path.join(name),
        Some(_) | None => path,
    };
    Some((!answer.is_empty()).then_some(path))
}

/// A released program asks only people.
#[cfg(not(debug_assertions))]
fn answer_of_a_test(_: Option<&str>) -> Option<Option<PathBuf>> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suggested_name_stays_a_name() {
        for (name, plain) in [
            ("Matrix J. Smith.pdf", "Matrix J. Smith.pdf"),
            ("../../etc/passwd", "-..-etc-passwd"),
            ("C:\\x\ny.pdf", "C--x-y.pdf"),
        ] {
            assert_eq!(file_name_only(name), plain);
        }
    }
}
