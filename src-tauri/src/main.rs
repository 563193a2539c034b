//! The desktop program: one window over the portfolio core.
//! Knows how to open the window and where the workspace is; knows no rule of assessment and no SQL.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod desk;
mod dialogs;
mod outside;
mod preview;

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use desk::Desk;
use portfolio::Session;
use tauri::webview::PageLoadEvent;
use tauri::{AppHandle, Manager, Url, WebviewWindow, WebviewWindowBuilder};
use tauri_plugin_dialog::DialogExt;
use tauri_plugin_window_state::StateFlags;

const USAGE: &str = "Usage: portfolio-mapper [--workspace DIR]\n\n\
    Opens the window on the workspace in DIR (default: your data folder).\n\
    The same work in a terminal: portfolio --help";

/// A page that has not said "ready" so long after it was loaded is shown all the same. A hidden window paints no
/// frames, so a page that waits for one would wait for ever.
const READY_BY: Duration = Duration::from_millis(300);

fn main() -> ExitCode {
    if let Some(code) = portfolio::extract::run_if_asked() {
        return code;
    }
    let asked = match ask(std::env::args().skip(1)) {
        Ok(asked) => asked,
        Err(unknown) => {
            complain(&format!("portfolio-mapper does not know \"{unknown}\".\n\n{USAGE}"));
            return ExitCode::from(2);
        }
    };
    let folder = match asked {
        Asked::Window { workspace } => workspace.unwrap_or_else(Session::default_folder),
        Asked::Usage => return say(USAGE),
        Asked::Version => return say(concat!("portfolio-mapper ", env!("CARGO_PKG_VERSION"))),
    };
    if let Err(missing) = prepare_graphics() {
        complain(missing);
        return ExitCode::FAILURE;
    }
    let begun = Instant::now();
    match open_window(&folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            start_again(&error, begun);
            complain(&format!("The window could not be opened: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// Whoever closes the window and opens the program at once finds the window before still closing: its name is taken, and it answers
/// nobody any more. The program then starts anew in its own place, some times; it comes back from here where it does not.
#[cfg(target_os = "linux")]
fn start_again(error: &tauri::Error, begun: Instant) {
    use std::os::unix::process::CommandExt;
    const TRIED: &str = "PORTFOLIO_MAPPER_STARTS";
    const MOST: u32 = 20;
    const REST: Duration = Duration::from_millis(250);
    // One that is there and does not answer is another matter, and was waited for already.
    const AT_ONCE: Duration = Duration::from_secs(5);
    let is_closing =
        matches!(error, tauri::Error::PluginInitialization(plugin, _) if plugin == "single-instance");
    let tried = std::env::var(TRIED).ok().and_then(|tried| tried.parse().ok()).unwrap_or(0_u32);
    if !is_closing || tried >= MOST || begun.elapsed() > AT_ONCE {
        return;
    }
    std::thread::sleep(REST);
    let Ok(own) = std::env::current_exe() else { return };
    let mut again = std::process::Command::new(own);
    // What cannot be started anew is told as it was.
    let _cannot =
        again.args(std::env::args_os().skip(1)).env(TRIED, tried.saturating_add(1).to_string()).exec();
}

/// Elsewhere a window that is closing has given its name back.
#[cfg(not(target_os = "linux"))]
const fn start_again(_error: &tauri::Error, _begun: Instant) {}

/// Says why there is no window, where it is seen: on Windows and macOS nobody has a terminal open.
fn complain(words: &str) {
    eprintln!("{words}");
    #[cfg(any(windows, target_os = "macos"))]
    rfd::MessageDialog::new()
        .set_level(rfd::MessageLevel::Error)
        .set_title("Portfolio Mapper")
        .set_description(words)
        .show();
}

fn say(text: &str) -> ExitCode {
    match writeln!(std::io::stdout(), "{text}") {
        // Whoever closed the pipe has read enough.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => ExitCode::FAILURE,
        Ok(()) | Err(_) => ExitCode::SUCCESS,
    }
}

/// What the command line asks for.
#[derive(Debug, PartialEq)]
enum Asked {
    Window { workspace: Option<PathBuf> },
    Usage,
    Version,
}

fn ask(mut words: impl Iterator<Item = String>) -> Result<Asked, String> {
    let mut workspace = None;
    while let Some(word) = words.next() {
        match word.as_str() {
            "--help" | "-h" => return Ok(Asked::Usage),
            "--version" | "-V" => return Ok(Asked::Version),
            "--workspace" => workspace = Some(words.next().ok_or(word)?.into()),
            // The macOS Finder of some versions passes a process number.
            other if other.starts_with("-psn_") => {}
            other => workspace = Some(other.strip_prefix("--workspace=").ok_or(other)?.into()),
        }
    }
    Ok(Asked::Window { workspace })
}

fn open_window(folder: &Path) -> tauri::Result<()> {
    let here = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let ours = here.clone();
    tauri::Builder::default()
        // Must stay the first plugin: a second start ends here, before it opens the workspace.
        .plugin(tauri_plugin_single_instance::init(move |app, words, cwd| {
            second_start(app, &ours, words, &cwd)
        }))
        .plugin(tauri_plugin_dialog::init())
        .plugin(
            tauri_plugin_window_state::Builder::new()
                .with_state_flags(StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED)
                .build(),
        )
        .register_asynchronous_uri_scheme_protocol("evidence", preview::answer)
        .invoke_handler(tauri::generate_handler![
            desk::call,
            desk::stop_reading,
            desk::stop_printing,
            desk::printing,
            dialogs::pick_folder,
            dialogs::pick_file,
            dialogs::pick_save,
            outside::open_evidence,
            outside::reveal_evidence,
            outside::open_paper,
            outside::reveal_paper,
            window_ready,
            zoom,
        ])
        .setup(move |app| {
            app.manage(Desk::open(&here));
            desk::tell_changes(app.handle().clone())?;
            build_window(app.handle())?;
            Ok(())
        })
        .run(tauri::generate_context!())
}

/// The window stays hidden until its page says that something is drawn: no white flash, no jump to the stored place.
fn build_window(app: &AppHandle) -> tauri::Result<()> {
    for config in &app.config().app.windows {
        WebviewWindowBuilder::from_config(app, config)?
            .on_navigation(is_our_page)
            .on_page_load(|window, load| {
                if load.event() == PageLoadEvent::Finished {
                    std::thread::spawn(move || {
                        std::thread::sleep(READY_BY);
                        show(&window);
                    });
                }
            })
            .build()?;
    }
    Ok(())
}

/// The page has drawn something: the window may be seen.
#[tauri::command]
fn window_ready(window: WebviewWindow) {
    show(&window);
}

/// Draws everything `percent` as large, the layout with it, as far as the screens are made for.
#[tauri::command]
fn zoom(window: WebviewWindow, percent: u16) {
    if let Err(error) = window.set_zoom(f64::from(percent.clamp(80, 200)) / 100.0) {
        eprintln!("The window could not be drawn at another size: {error}");
    }
}

fn show(window: &WebviewWindow) {
    if let (false, Err(error)) = (window.is_visible().unwrap_or(false), window.show()) {
        eprintln!("The window could not be shown: {error}");
    }
}

/// The window shows the program's own pages and never follows a link out of them.
fn is_our_page(url: &Url) -> bool {
    matches!(
        (url.scheme(), url.host_str()),
        ("tauri", Some("localhost")) | ("http" | "https", Some("tauri.localhost"))
    )
}

/// Somebody started the program again: bring the open window forward, and say so if another workspace was meant.
fn second_start(app: &AppHandle, ours: &Path, words: Vec<String>, cwd: &str) {
    if let Some(window) = app.get_webview_window("main")
        && let Err(error) = window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus())
    {
        eprintln!("The window could not be brought forward: {error}");
    }
    if let Ok(Asked::Window { workspace: Some(other) }) = ask(words.into_iter().skip(1))
        && Path::new(cwd).join(&other) != ours
    {
        let text = format!(
            "Portfolio Mapper is open on {}.\nClose this window first to open {}.",
            ours.display(),
            other.display()
        );
        app.dialog().message(text).title("Portfolio Mapper").show(|_| {});
    }
}

/// Answers what is missing when there is nowhere to draw a window.
#[cfg(target_os = "linux")]
fn prepare_graphics() -> Result<(), &'static str> {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if !set("DISPLAY") && !set("WAYLAND_DISPLAY") {
        return Err("There is no display here, so no window can be opened.\n\
                    The same work in a terminal: portfolio --help");
    }
    // Cures blank windows on some graphics drivers, but makes a driven window's screenshot wait for ever.
    if !set("WEBKIT_DISABLE_DMABUF_RENDERER") && !set("TAURI_WEBVIEW_AUTOMATION") {
        // SAFETY: first thing in main, while this is the only thread.
        #[allow(unsafe_code)]
        unsafe {
            std::env::set_var("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
        }
    }
    Ok(())
}

/// Windows and macOS always have a display and need nothing set.
#[cfg(not(target_os = "linux"))]
fn prepare_graphics() -> Result<(), &'static str> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(words: &[&str]) -> Result<Asked, String> {
        ask(words.iter().map(|word| (*word).to_owned()))
    }

    #[test]
    fn the_command_line_is_one_folder_or_a_refusal() {
        let window = |dir: &str| Ok(Asked::Window { workspace: Some(dir.into()) });
        assert_eq!(asked(&[]), Ok(Asked::Window { workspace: None }));
        assert_eq!(asked(&["--workspace", "W"]), window("W"));
        assert_eq!(asked(&["--workspace=W"]), window("W"));
        assert_eq!(asked(&["-psn_0_1", "--workspace", "W"]), window("W"));
        assert_eq!(asked(&["--help"]), Ok(Asked::Usage));
        assert_eq!(asked(&["--version"]), Ok(Asked::Version));
        assert_eq!(asked(&["--workspace"]), Err("--workspace".to_owned()));
        assert_eq!(asked(&["W"]), Err("W".to_owned()));
    }

    #[test]
    fn the_window_follows_no_link() {
        for (url, ours) in [
            ("tauri://localhost/index.html", true),
            ("http://tauri.localhost/", true),
            ("evidence://localhost/l/e/0", false),
            ("https://example.org/", false),
            ("file:///etc/passwd", false),
        ] {
            assert_eq!(is_our_page(&url.parse().unwrap()), ours, "{url}");
        }
    }
}
