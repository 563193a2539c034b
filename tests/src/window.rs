//! Hands and eyes on the real window: click, type, press, wait, look. Waits for what should come, never for a time.

use std::future::Future;
use std::time::{Duration, Instant};

use fantoccini::actions::{
    InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction,
};
use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_secs(20);
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// Calls a command of the program as the page does and answers `[value]` or `[null, failure]`.
const INVOKE: &str = "const [name, words, done] = arguments;
    window.__TAURI_INTERNALS__.invoke(name, words).then(v => done([v]), e => done([null, e]))";

/// The window of the program under test.
pub struct Window {
    client: Client,
}

impl Window {
    pub(crate) fn of(client: Client) -> Window {
        Window { client }
    }

    /// The WebDriver session, for what has no verb here.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The page's title.
    pub async fn title(&self) -> String {
        self.client.title().await.expect("a title")
    }

    /// The first element that `css` names, as soon as it is there.
    pub async fn find(&self, css: &str) -> Element {
        let found = self.client.wait().at_most(PATIENCE).for_element(Locator::Css(css)).await;
        match found {
            Ok(element) => element,
            Err(error) => panic!("{css} did not appear: {error}\n{}", self.text().await),
        }
    }

    /// Clicks the first element that `css` names.
    pub async fn click(&self, css: &str) {
        let element = self.find(css).await;
        // As a person would, scroll until its middle can be seen: WebKitWebDriver is content with a corner.
        let scroll = "const e = document.querySelector(arguments[0]), r = e.getBoundingClientRect(), \
                      over = document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2); \
                      if (!over || !e.contains(over)) e.scrollIntoView({ block: 'center' });";
        self.script(scroll, vec![json!(css)]).await;
        if let Err(error) = element.click().await {
            // What lies over it, or where it is, tells more than the driver does.
            let why = "const e = document.querySelector(arguments[0]), r = e.getBoundingClientRect(), \
                       over = document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2); \
                       return JSON.stringify(r) + ' under ' + (over ? over.outerHTML.slice(0, 200) : 'nothing')";
            let why = self.script(why, vec![json!(css)]).await;
            panic!("{css} cannot be clicked: {error}; it is at {why}\n{}", self.text().await);
        }
    }

    /// Types `text` into the field that `css` names, after what stands there.
    pub async fn type_text(&self, css: &str, text: &str) {
        let element = self.find(css).await;
        element.send_keys(text).await.unwrap_or_else(|error| panic!("{css} takes no text: {error}"));
    }

    /// Presses keys where the focus is. Chords are divided by spaces: `"2 . 3 Enter"`, `"Control+Shift+z"`.
    pub async fn press(&self, chords: &str) {
        let mut keys = KeyActions::new("keyboard".to_owned());
        for chord in chords.split_whitespace() {
            let values: Vec<char> = parts_of(chord).into_iter().map(key).collect();
            for value in &values {
                keys = keys.then(KeyAction::Down { value: *value });
            }
            for value in values.iter().rev() {
                keys = keys.then(KeyAction::Up { value: *value });
            }
        }
        self.client
            .perform_actions(keys)
            .await
            .unwrap_or_else(|error| panic!("{chords} cannot be pressed: {error}"));
    }

    /// Presses the left button at the first of `points`, moves through the others and lets go there. Each point is an
    /// element and how far across and down in it, from 0 to 1.
    pub async fn drag(&self, points: &[(&str, f64, f64)]) {
        let spot = "const r = document.querySelector(arguments[0]).getBoundingClientRect(); \
                    return [Math.round(r.x + r.width * arguments[1]), Math.round(r.y + r.height * arguments[2])]";
        let mut hand = MouseActions::new("mouse".to_owned());
        for (at, (css, across, down)) in points.iter().enumerate() {
            self.find(css).await;
            let found = self.script(spot, vec![json!(css), json!(across), json!(down)]).await;
            let pixel = |i: usize| found[i].as_i64().unwrap_or_default();
            let to =
                PointerAction::MoveTo { duration: Some(LOOK_AGAIN), x: pixel(0) as f64, y: pixel(1) as f64 };
            hand = hand.then(to);
            if at == 0 {
                hand = hand.then(PointerAction::Down { button: MOUSE_BUTTON_LEFT });
            }
        }
        hand = hand.then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        self.client.perform_actions(hand).await.unwrap_or_else(|error| panic!("{points:?}: {error}"));
    }

    /// Waits until `script` answers something that is not false, null, 0 or empty, and gives it.
    pub async fn wait_script(&self, script: &str, arguments: Vec<Value>) -> Value {
        let start = Instant::now();
        loop {
            let answer = self.script(script, arguments.clone()).await;
            let no = answer.is_null() || [json!(false), json!(0), json!(""), json!([])].contains(&answer);
            if !no {
                return answer;
            }
            assert!(start.elapsed() < PATIENCE, "never: {script}\nThe page says:\n{}", self.text().await);
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// All text that can be seen on the page.
    pub async fn text(&self) -> String {
        let text = self.script("return document.body ? document.body.innerText : ''", vec![]).await;
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until `text` can be seen on the page.
    pub async fn wait_text(&self, text: &str) {
        if !until(async || self.text().await.contains(text)).await {
            panic!("\"{text}\" did not appear. The page says:\n{}", self.text().await);
        }
    }

    /// Waits until `text` cannot be seen on the page any more.
    pub async fn wait_no_text(&self, text: &str) {
        if !until(async || !self.text().await.contains(text)).await {
            panic!("\"{text}\" stayed. The page says:\n{}", self.text().await);
        }
    }

    /// Waits until nothing that `css` names is on the page any more.
    pub async fn wait_gone(&self, css: &str) {
        let count = "return document.querySelectorAll(arguments[0]).length";
        if !until(async || self.script(count, vec![json!(css)]).await == 0).await {
            panic!("{css} stayed. The page says:\n{}", self.text().await);
        }
    }

    /// Runs JavaScript in the page and answers what it returns.
    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.client.execute(script, arguments).await.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// Calls one of the shell's commands as the page would; a failure comes back as `Err`.
    pub async fn invoke(&self, name: &str, words: Value) -> Result<Value, Value> {
        let answer = self.client.execute_async(INVOKE, vec![json!(name), words]).await;
        let answer = answer.unwrap_or_else(|error| panic!("{name}: {error}"));
        match answer.as_array().map(Vec::as_slice) {
            Some([value]) => Ok(value.clone()),
            Some([_, failure]) => Err(failure.clone()),
            _ => panic!("{name} answered {answer}"),
        }
    }

    /// Calls a command of the core as the page would.
    pub async fn call(&self, name: &str, request: Value) -> Result<Value, Value> {
        self.invoke("call", json!({ "name": name, "request": request })).await
    }

    /// The window's picture as PNG, once something is painted: the page answers before its first frame is there.
    pub async fn picture(&self) -> Vec<u8> {
        let start = Instant::now();
        loop {
            let png = self.client.screenshot().await.expect("a picture of the window");
            if !is_flat(&png) {
                return png;
            }
            assert!(
                start.elapsed() < PATIENCE,
                "The window stays blank. The page says:\n{}",
                self.text().await
            );
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Pictures of the window in light and dark for whoever wants to look (`PORTFOLIO_SCREENS_DIR`), light again afterwards.
    pub async fn shown_in_both(&self, name: &str) {
        let Some(folder) = std::env::var_os("PORTFOLIO_SCREENS_DIR") else { return };
        for theme in ["light", "dark"] {
            let dress = "document.documentElement.dataset.theme = arguments[0]";
            self.script(dress, vec![json!(theme)]).await;
            let bytes = self.settled_picture().await;
            let file = std::path::Path::new(&folder).join(format!("{name}-{theme}.png"));
            std::fs::write(file, bytes).unwrap();
        }
        self.script("document.documentElement.dataset.theme = 'light'", vec![]).await;
    }

    /// The window's picture once it stays the same: nothing is loading any more.
    pub async fn settled_picture(&self) -> Vec<u8> {
        let start = Instant::now();
        let mut last = self.picture().await;
        loop {
            tokio::time::sleep(LOOK_AGAIN * 4).await;
            let now = self.picture().await;
            if now == last || start.elapsed() > PATIENCE {
                return now;
            }
            last = now;
        }
    }

    /// Opens a place inside the program, as a reload there would: `"matrix/<learner>/<unit>"`.
    pub async fn go(&self, place: &str) {
        self.script(
            "window.left = true; location.hash = '#/' + arguments[0]; location.reload()",
            vec![json!(place)],
        )
        .await;
        let arrived = "return document.readyState === 'complete' && !window.left";
        if !until(async || self.client.execute(arrived, vec![]).await.is_ok_and(|yes| yes == true)).await {
            panic!("{place} did not load");
        }
    }

    /// Makes the window `width` × `height` pixels large.
    pub async fn resize(&self, width: u32, height: u32) {
        self.client.set_window_size(width, height).await.expect("another size");
    }

    /// Closes the window and with it the program.
    pub async fn close(self) {
        self.client.close().await.expect("the window closes");
    }
}

async fn until<F: Future<Output = bool>>(seen: impl Fn() -> F) -> bool {
    let start = Instant::now();
    while !seen().await {
        if start.elapsed() > PATIENCE {
            return false;
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
    true
}

/// `Control+Shift+z` in its keys; a lone `+` is the plus key.
fn parts_of(chord: &str) -> Vec<&str> {
    match chord.strip_suffix('+') {
        Some("") => vec!["+"],
        Some(held) => held.split('+').filter(|part| !part.is_empty()).chain(["+"]).collect(),
        None => chord.split('+').collect(),
    }
}

fn key(name: &str) -> char {
    let key = match name {
        "Enter" => Key::Enter,
        "Escape" => Key::Escape,
        "Tab" => Key::Tab,
        "Backspace" => Key::Backspace,
        "Delete" => Key::Delete,
        "Space" => return ' ',
        "Control" | "Ctrl" => Key::Control,
        "Shift" => Key::Shift,
        "Alt" => Key::Alt,
        "ArrowUp" => Key::Up,
        "ArrowDown" => Key::Down,
        "ArrowLeft" => Key::Left,
        "ArrowRight" => Key::Right,
        "Home" => Key::Home,
        "End" => Key::End,
        "PageUp" => Key::PageUp,
        "PageDown" => Key::PageDown,
        "F1" => Key::F1,
        "F2" => Key::F2,
        "F5" => Key::F5,
        "F6" => Key::F6,
        letter => {
            return letter
                .chars()
                .next()
                .filter(|_| letter.chars().count() == 1)
                .unwrap_or_else(|| panic!("no key {name}"));
        }
    };
    char::from(key)
}

/// One colour packs to a 640th of its three bytes a pixel (measured, WebKitGTK 2.50); a line of text already takes twice that.
fn is_flat(png: &[u8]) -> bool {
    let side = |at: usize| {
        png.get(at..at + 4).and_then(|four| four.try_into().ok()).map_or(0, u32::from_be_bytes) as usize
    };
    let (width, height) = (side(16), side(20));
    png.len() < 500 + width * height * 3 / 550
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chords_fall_into_keys() {
        assert_eq!(parts_of("Control+Shift+z"), ["Control", "Shift", "z"]);
        assert_eq!(parts_of("Control++"), ["Control", "+"]);
        assert_eq!(parts_of("+"), ["+"]);
        assert_eq!(key("Space"), ' ');
    }
}
