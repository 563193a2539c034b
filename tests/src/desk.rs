//! A desk of its own for one test: X server, D-Bus session and WebKitWebDriver, gone when the test is.
//! Knows nothing of what the window shows; that is [`crate::window`].

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::ClientBuilder;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

use crate::window::Window;

const NEEDED: [&str; 4] = ["Xvfb", "dbus-run-session", "setpriv", "WebKitWebDriver"];
const PATIENCE: Duration = Duration::from_secs(60);

/// Tells a test's program where its session bus is, and becomes the driver.
const DRIVER: &str =
    r#"printf %s "$DBUS_SESSION_BUS_ADDRESS" > "$1" && exec setpriv --pdeathsig TERM WebKitWebDriver "$2""#;

/// A running desk. Start it inside the test that uses it: its programs end with the thread that started them.
pub struct Desk {
    // Dropped in this order: the driver ends the window before the screen goes.
    _driver: Group,
    _screen: Group,
    port: u16,
    display: String,
    home: tempfile::TempDir,
}

impl Desk {
    /// A fresh desk, or `None` when this computer lacks a program for it: that is said on the terminal, and where
    /// `CI` or `PORTFOLIO_REQUIRE_WINDOW` is set it fails the test.
    pub fn start() -> Option<Desk> {
        let missing: Vec<&str> = NEEDED.into_iter().filter(|program| !is_on_path(program)).collect();
        if !missing.is_empty() {
            say_cannot_run(&missing);
            return None;
        }
        let home = tempfile::tempdir().expect("a temporary folder");
        let (screen, display) = start_screen();
        fs::create_dir(home.path().join("run")).expect("a run folder");
        let port = free_port();
        let driver = start_driver(home.path(), &display, port);
        Some(Desk { _driver: driver, _screen: screen, port, display, home })
    }

    /// A folder that is the test's own and goes with the desk.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// The next file dialogs answer with `path` (debug builds only).
    pub fn will_pick(&self, path: &Path) {
        fs::write(picker(self.home()), path.to_str().expect("a Unicode path")).expect("the picker's answer");
    }

    /// The next file dialogs are cancelled.
    pub fn will_cancel(&self) {
        fs::write(picker(self.home()), "").expect("the picker's answer");
    }

    /// Opens the program `app` and takes hold of its window.
    pub async fn open(&self, app: &Path, words: &[&str]) -> Window {
        let capabilities = json!({ "webkitgtk:browserOptions": { "binary": app, "args": words } });
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities.as_object().expect("an object").clone())
            .connect(&format!("http://127.0.0.1:{}", self.port))
            .await;
        Window::of(client.unwrap_or_else(|error| panic!("No window: {error}\n{}", self.log())))
    }

    /// Opens the program `app` on the centre file of this desk, which lies in `workspace` in its home.
    pub async fn at_work(&self, app: &str) -> Window {
        let workspace = self.home().join("workspace");
        self.open(Path::new(app), &["--workspace", workspace.to_str().expect("a Unicode path")]).await
    }

    /// A command that runs at this desk beside the driven window: same display, same session bus, same folders.
    pub fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        at_desk(&mut command, self.home(), &self.display);
        let bus = fs::read_to_string(self.home().join("bus")).expect("the session bus address");
        command.env("DBUS_SESSION_BUS_ADDRESS", bus);
        command
    }

    /// What the driver and the program wrote on their terminal.
    pub fn log(&self) -> String {
        fs::read_to_string(self.home().join("driver.log")).unwrap_or_default()
    }
}

fn say_cannot_run(missing: &[&str]) {
    let text = format!(
        "window tests: cannot run here: {} missing. On Debian: apt-get install xvfb dbus webkit2gtk-driver",
        missing.join(", ")
    );
    let required = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    assert!(!required("CI") && !required("PORTFOLIO_REQUIRE_WINDOW"), "{text}");
    // Not a print macro: those are swallowed when a test passes.
    let _ = writeln!(std::io::stderr(), "\n{text}\n");
}

fn is_on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

fn start_screen() -> (Group, String) {
    let mut screen = Command::new("setpriv")
        .args(["--pdeathsig", "TERM", "Xvfb", "-displayfd", "1", "-screen", "0", "1440x1000x24"])
        .args(["-nolisten", "tcp", "-noreset"])
        .process_group(0)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("Xvfb starts");
    let mut number = String::new();
    BufReader::new(screen.stdout.take().expect("Xvfb's output"))
        .read_line(&mut number)
        .expect("a display number");
    (Group(screen), format!(":{}", number.trim()))
}

fn start_driver(home: &Path, display: &str, port: u16) -> Group {
    let log = File::create(home.join("driver.log")).expect("a log");
    let mut driver = Command::new("setpriv");
    driver.args(["--pdeathsig", "TERM", "dbus-run-session", "--", "sh", "-c", DRIVER, "driver"]);
    driver.arg(home.join("bus")).arg(format!("--port={port}"));
    at_desk(&mut driver, home, display);
    driver.process_group(0).stdin(Stdio::null());
    driver.stdout(log.try_clone().expect("the log again")).stderr(log);
    let driver = Group(driver.spawn().expect("WebKitWebDriver starts"));
    let start = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(start.elapsed() < PATIENCE, "WebKitWebDriver does not listen");
        std::thread::sleep(Duration::from_millis(20));
    }
    driver
}

/// Everything a program keeps goes into the test's home; the person's own folders and session stay untouched.
fn at_desk(command: &mut Command, home: &Path, display: &str) {
    for (name, folder) in [
        ("HOME", ""),
        ("XDG_DATA_HOME", "data"),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_CACHE_HOME", "cache"),
        ("XDG_RUNTIME_DIR", "run"),
    ] {
        command.env(name, home.join(folder));
    }
    command.env("DISPLAY", display).env_remove("WAYLAND_DISPLAY").env_remove("DBUS_SESSION_BUS_ADDRESS");
    command.env("GDK_BACKEND", "x11").env("NO_AT_BRIDGE", "1").env("LIBGL_ALWAYS_SOFTWARE", "1");
    command.env("TAURI_WEBVIEW_AUTOMATION", "true").env_remove("WEBKIT_DISABLE_DMABUF_RENDERER");
    command.env("PORTFOLIO_TEST_PICKER", format!("@{}", picker(home).display()));
}

fn picker(home: &Path) -> PathBuf {
    home.join("picker")
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port").port()
}

/// A program and all that it started, ended together.
struct Group(Child);

impl Group {
    fn signal(&self, signal: i32) {
        // SAFETY: kill(2) on the process group that this value created and has not yet waited for.
        #[allow(unsafe_code)]
        unsafe {
            libc::kill(-self.0.id().cast_signed(), signal);
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.signal(libc::SIGTERM);
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(2) && matches!(self.0.try_wait(), Ok(None)) {
            std::thread::sleep(Duration::from_millis(20));
        }
        self.signal(libc::SIGKILL);
        let _ = self.0.wait();
    }
}
