//! Native dialogs. The page gets a token and a short label for what a person picked, never the path.

use std::io::Read;
use std::path::{Path, PathBuf};

use portfolio::error::Failure;
use serde::Serialize;
use tauri::{AppHandle, Manager, Wry};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};

use crate::desk::{Kind, failure, off_the_main_thread};

/// The longest unit text that is read; the largest real ones have some tens of kilobytes.
const UNIT_FILE_LIMIT: u64 = 4 << 20;

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

/// Asks for a file. `kind` "unit" narrows the list to unit texts; any other kind shows all files.
#[tauri::command]
pub async fn pick_file(app: AppHandle, title: String, kind: String) -> Result<Option<Picked>, Failure> {
    pick(app, Kind::File, title, None, move |dialog| match kind.as_str() {
        "unit" => dialog.add_filter("JSON", &["json"]).blocking_pick_file(),
        _ => dialog.blocking_pick_file(),
    })
    .await
}

/// Asks where to save; `suggested` is the proposed file name.
#[tauri::command]
pub async fn pick_save(app: AppHandle, title: String, suggested: String) -> Result<Option<Picked>, Failure> {
    let name = file_name_only(&suggested);
    pick(app, Kind::Save, title, Some(name), FileDialogBuilder::blocking_save_file).await
}

/// The text of a unit file that was picked, so that the page can show it before it is taken over.
#[tauri::command]
pub async fn read_unit_file(app: AppHandle, token: String) -> Result<String, Failure> {
    off_the_main_thread(app, move |desk| unit_text(&desk.picked(&token, Kind::File)?)).await
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

fn unit_text(path: &Path) -> Result<String, Failure> {
    let name = label(path);
    let mut text = String::new();
    let read =
        std::fs::File::open(path).and_then(|file| file.take(UNIT_FILE_LIMIT + 1).read_to_string(&mut text));
    match read {
        Ok(length) if length as u64 <= UNIT_FILE_LIMIT => Ok(text),
        Ok(_) => Err(failure("usage", format!("\"{name}\" is longer than any unit text (4 MiB)."), None)),
        Err(error) => Err(failure("usage", format!("\"{name}\" cannot be read as text: {error}"), None)),
    }
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

    #[test]
    fn a_unit_file_is_text_of_a_sensible_length() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("unit.json");
        std::fs::write(&file, "{}").unwrap();
        assert_eq!(unit_text(&file).unwrap(), "{}");
        std::fs::write(&file, [0xff, 0xfe]).unwrap();
        assert!(unit_text(&file).unwrap_err().message.contains("unit.json"));
        std::fs::File::create(&file).unwrap().set_len(UNIT_FILE_LIMIT + 1).unwrap();
        assert!(unit_text(&file).unwrap_err().message.contains("4 MiB"));
    }
}
