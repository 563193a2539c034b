//! `evidence://localhost/<learner>/<evidence>/<part>`: the bytes of a known file, looked up by ids in the core; with a
//! further `/<SHA-256>` those of one version of it.
//! No path ever comes from the page, no file is answered in a form that could run, and nothing is kept by the web view. What is
//! answered is what was read into the records, or a refusal in words.

use portfolio::disk::Opened;
use portfolio::error::{Failure, Sort};
use tauri::http::header::{self, HeaderName, HeaderValue};
use tauri::http::{Method, Request, Response, StatusCode};
use tauri::{Manager, Runtime, UriSchemeContext, UriSchemeResponder};

use crate::desk::{Desk, failure};

/// The most that one answer to a range holds.
const RANGE_LIMIT: u64 = 1 << 20;
/// The most that is answered whole; a longer file is read by ranges.
const WHOLE_LIMIT: u64 = 64 << 20;

/// The page's own origin, the only one that may read evidence.
#[cfg(not(windows))]
const OUR_PAGE: HeaderValue = HeaderValue::from_static("tauri://localhost");
#[cfg(windows)]
const OUR_PAGE: HeaderValue = HeaderValue::from_static("http://tauri.localhost");

/// Media types that are answered as they are. Whatever else the core names is answered as bytes without meaning.
const KNOWN: [&str; 25] = [
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "image/jpeg",
    "image/png",
    "image/gif",
    "image/webp",
    "image/bmp",
    "image/tiff",
    "image/heic",
    "image/avif",
    "audio/mpeg",
    "audio/mp4",
    "audio/wav",
    "audio/ogg",
    "audio/flac",
    "audio/aac",
    "video/mp4",
    "video/webm",
    "video/quicktime",
    "video/ogg",
    "video/3gpp",
    "message/rfc822",
    "text/plain",
    "text/csv",
];

/// Answers one request of the page, off the main thread.
pub fn answer<R: Runtime>(
    context: UriSchemeContext<'_, R>,
    request: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    let app = context.app_handle().clone();
    tauri::async_runtime::spawn_blocking(move || {
        responder.respond(Answer::to(&app.state::<Desk>(), &request).into_response(request.method()));
    });
}

/// What goes back: a status, the type and bytes of the file, and which bytes of how many they are.
struct Answer {
    status: StatusCode,
    media_type: &'static str,
    part: Option<String>,
    bytes: Vec<u8>,
}

impl Answer {
    fn to(desk: &Desk, request: &Request<Vec<u8>>) -> Answer {
        if request.method() != Method::GET && request.method() != Method::HEAD {
            return Answer::nothing(StatusCode::METHOD_NOT_ALLOWED);
        }
        let Some((learner, evidence, part, version)) = ids(request.uri().path()) else {
            return Answer::nothing(StatusCode::NOT_FOUND);
        };
        let range = request.headers().get(header::RANGE).and_then(|value| value.to_str().ok());
        let found = desk.evidence(learner, evidence, part, version);
        let answer = found.and_then(|file| {
            let mut open = file.open()?;
            // By its bytes: a picture with the name of a document is a picture.
            let media_type = harmless(file.media_type_of(&mut open));
            read(open, media_type, range)
        });
        answer.unwrap_or_else(|failure| Answer::refused(&failure))
    }

    /// The page is told why there is nothing and which way out there is; where it asked for what is not on record, nothing.
    fn refused(failure: &Failure) -> Answer {
        let status = match failure.code.as_str() {
            "evidenceNotAsRead" | "evidenceChanged" => StatusCode::CONFLICT,
            _ => StatusCode::NOT_FOUND,
        };
        let told = failure.sort == Sort::Refused;
        let bytes = if told { serde_json::to_vec(failure).unwrap_or_default() } else { Vec::new() };
        Answer { bytes, ..Answer::nothing(status) }
    }

    fn nothing(status: StatusCode) -> Answer {
        Answer { status, media_type: "text/plain", part: None, bytes: Vec::new() }
    }

    fn into_response(self, method: &Method) -> Response<Vec<u8>> {
        let length = self.bytes.len();
        let mut response = Response::new(if *method == Method::HEAD { Vec::new() } else { self.bytes });
        *response.status_mut() = self.status;
        let fixed: [(HeaderName, HeaderValue); 7] = [
            (header::CONTENT_TYPE, HeaderValue::from_static(self.media_type)),
            (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
            (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'")),
            (header::ACCESS_CONTROL_ALLOW_ORIGIN, OUR_PAGE),
            (
                header::ACCESS_CONTROL_EXPOSE_HEADERS,
                HeaderValue::from_static("accept-ranges, content-length, content-range"),
            ),
            (header::ACCEPT_RANGES, HeaderValue::from_static("bytes")),
        ];
        let headers = response.headers_mut();
        headers.extend(fixed);
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        if let Some(part) = self.part.and_then(|part| HeaderValue::from_str(&part).ok()) {
            headers.insert(header::CONTENT_RANGE, part);
        }
        response
    }
}

/// Learner, evidence, part and version from `/<learner>/<evidence>/<part>` or `…/<part>/<version>`; `None` for anything else.
fn ids(path: &str) -> Option<(&str, &str, usize, Option<&str>)> {
    let is_id = |id: &&str| {
        !id.is_empty() && id.len() <= 100 && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let mut names = path.strip_prefix('/')?.split('/');
    let (learner, evidence, part) = (names.next()?, names.next()?, names.next()?);
    let version = names.next();
    let all = names.next().is_none() && [learner, evidence, part].iter().chain(&version).all(is_id);
    all.then_some((learner, evidence, part.parse().ok()?, version))
}

/// A type that the web view shows and never runs: HTML and SVG arrive as the text they are written in.
fn harmless(media_type: &'static str) -> &'static str {
    match media_type {
        "text/html" | "image/svg+xml" | "application/xhtml+xml" | "text/xml" | "application/xml" => {
            "text/plain"
        }
        known if KNOWN.contains(&known) => known,
        _ => "application/octet-stream",
    }
}

fn read(mut file: Opened, media_type: &'static str, range: Option<&str>) -> Result<Answer, Failure> {
    let length = file.stat.size;
    let Some(range) = range else {
        if length > WHOLE_LIMIT {
            return Ok(Answer::nothing(StatusCode::PAYLOAD_TOO_LARGE));
        }
        let bytes = bytes_of(&mut file, 0, length)?;
        return Ok(Answer { status: StatusCode::OK, media_type, part: None, bytes });
    };
    let Some((first, last)) = asked(range, length) else {
        let part = Some(format!("bytes */{length}"));
        return Ok(Answer { part, ..Answer::nothing(StatusCode::RANGE_NOT_SATISFIABLE) });
    };
    let bytes = bytes_of(&mut file, first, last - first + 1)?;
    let part = Some(format!("bytes {first}-{last}/{length}"));
    Ok(Answer { status: StatusCode::PARTIAL_CONTENT, media_type, part, bytes })
}

/// Exactly `count` bytes of a file that held still while they were read.
fn bytes_of(file: &mut Opened, first: u64, count: u64) -> Result<Vec<u8>, Failure> {
    let bytes = file.bytes(first, count).map_err(failed)?;
    if file.stat_again().map_err(failed)? == file.stat {
        return Ok(bytes);
    }
    Err(failed("it is being written"))
}

fn failed(why: impl ToString) -> Failure {
    let hint = Some("Read the folder again.".to_owned());
    Failure { sort: Sort::Refused, ..failure("evidenceNotAsRead", why.to_string(), hint) }
}

/// First and last byte that a `Range` header asks for, at most [`RANGE_LIMIT`] of them (RFC 9110 §14.1.2, one range).
fn asked(range: &str, length: u64) -> Option<(u64, u64)> {
    let end = length.checked_sub(1)?;
    let (from, to) = range.strip_prefix("bytes=")?.split_once('-')?;
    let (first, last) = match (from, to) {
        ("", tail) => (length.saturating_sub(tail.parse::<u64>().ok().filter(|count| *count > 0)?), end),
        (from, "") => (from.parse().ok()?, end),
        (from, to) => (from.parse().ok()?, to.parse::<u64>().ok()?.min(end)),
    };
    (first <= last).then(|| (first, last.min(first.saturating_add(RANGE_LIMIT - 1))))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use journeys::people::Story;
    use portfolio::disk;

    use super::*;

    #[test]
    fn a_range_is_answered_inside_the_file_and_inside_the_limit() {
        let long = 10 * RANGE_LIMIT;
        for (range, length, answer) in [
            ("bytes=0-0", 10, Some((0, 0))),
            ("bytes=2-", 10, Some((2, 9))),
            ("bytes=2-99", 10, Some((2, 9))),
            ("bytes=-3", 10, Some((7, 9))),
            ("bytes=-99", 10, Some((0, 9))),
            ("bytes=0-", long, Some((0, RANGE_LIMIT - 1))),
            ("bytes=10-", 10, None),
            ("bytes=5-4", 10, None),
            ("bytes=-0", 10, None),
            ("bytes=0-", 0, None),
            ("bytes=0-1,3-4", 10, None),
            ("bytes=-", 10, None),
            ("lines=0-1", 10, None),
            ("bytes=18446744073709551615-", 10, None),
        ] {
            assert_eq!(asked(range, length), answer, "{range} of {length}");
        }
    }

    #[test]
    fn only_ids_are_looked_up() {
        assert_eq!(ids("/learner-1/E0aF/2"), Some(("learner-1", "E0aF", 2, None)));
        assert_eq!(ids("/learner-1/E0aF/2/0aFF"), Some(("learner-1", "E0aF", 2, Some("0aFF"))));
        for path in [
            "",
            "/",
            "/a/b",
            "/a/b/c",
            "/a/b/0/",
            "/a/../0",
            "/a/b%2f/0",
            "/a//0",
            "//b/0",
            "/é/b/0",
            "/a/b/-1",
            "/a/b/0/..",
            "/a/b/0/c/d",
        ] {
            assert_eq!(ids(path), None, "{path}");
        }
    }

    #[test]
    fn nothing_arrives_in_a_form_that_could_run() {
        assert_eq!(harmless("text/html"), "text/plain");
        assert_eq!(harmless("image/svg+xml"), "text/plain");
        assert_eq!(harmless("application/javascript"), "application/octet-stream");
        assert_eq!(harmless("application/pdf"), "application/pdf");
    }

    /// What stands in the program's configuration is what the page is held to.
    #[test]
    fn the_page_may_run_nothing_foreign_and_touch_no_file() {
        let config: serde_json::Value = serde_json::from_str(include_str!("../tauri.conf.json")).unwrap();
        let policy = config["app"]["security"]["csp"].as_str().unwrap();
        assert!(!policy.contains("unsafe-") && !policy.contains('*'), "{policy}");
        for (directive, sources) in [
            ("default-src", "'self'"),
            ("script-src", "'self'"),
            ("style-src", "'self'"),
            ("object-src", "'none'"),
            ("frame-src", "'none'"),
            ("form-action", "'none'"),
            ("base-uri", "'self'"),
        ] {
            let said = policy.split("; ").find_map(|one| one.strip_prefix(directive)).map(str::trim);
            assert_eq!(said, Some(sources), "{directive}");
        }
        let schemes: Vec<&str> = policy.split([' ', ';']).filter(|source| source.contains(':')).collect();
        let ours =
            ["data:", "blob:", "evidence:", "http://evidence.localhost", "ipc:", "http://ipc.localhost"];
        assert!(schemes.iter().all(|scheme| ours.contains(scheme)), "{schemes:?}");
        assert_eq!(config["app"]["security"]["capabilities"], serde_json::json!(["main"]));
        assert!(config["app"]["security"]["assetProtocol"].is_null());
        let may: serde_json::Value = serde_json::from_str(include_str!("../capabilities/main.json")).unwrap();
        let events = ["core:event:allow-listen", "core:event:allow-unlisten"];
        assert_eq!(may["permissions"], serde_json::json!(events), "to hear events, and nothing else");
        let manifest = include_str!("../Cargo.toml");
        for plugin in ["tauri-plugin-fs", "tauri-plugin-shell", "tauri-plugin-http"] {
            assert!(!manifest.contains(plugin), "{plugin}");
        }
    }

    /// Told apart for the page: 409 for bytes that are not those on record any more, with the way out in words.
    #[test]
    fn what_took_the_place_of_a_file_is_refused_with_the_way_out() {
        let mut story = Story::with_evidence();
        let shown = story.show();
        let (learner, item) = (shown["learner"]["id"].as_str().unwrap(), &shown["evidence"][0]);
        let file = story.folder().join(item["parts"][0]["fileName"].as_str().unwrap());
        let desk = Desk::open(&story.workspace());
        let get = |range: &str| {
            let address = format!("evidence://localhost/{learner}/{}/0", item["id"].as_str().unwrap());
            Answer::to(&desk, &Request::get(address).header("Range", range).body(Vec::new()).unwrap())
        };
        assert_eq!(get("bytes=0-3").status, StatusCode::PARTIAL_CONTENT);
        std::fs::write(&file, "another file altogether").unwrap();
        let refused = get("bytes=0-3");
        assert_eq!((refused.status, refused.media_type), (StatusCode::CONFLICT, "text/plain"));
        let said: serde_json::Value = serde_json::from_slice(&refused.bytes).unwrap();
        assert_eq!(said["code"], "evidenceNotAsRead");
        assert!(said["hint"].as_str().unwrap().starts_with("Read the folder again"), "{said}");
    }

    #[test]
    fn whole_and_part_of_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, b"0123456789").unwrap();
        let read = |path: &Path, media, range| read(disk::open_evidence(path).unwrap(), media, range);
        let whole = read(&path, "text/plain", None).unwrap();
        assert_eq!((whole.status, whole.bytes.as_slice()), (StatusCode::OK, b"0123456789".as_slice()));
        let part = read(&path, "text/plain", Some("bytes=2-4")).unwrap();
        assert_eq!((part.status, part.part.as_deref()), (StatusCode::PARTIAL_CONTENT, Some("bytes 2-4/10")));
        let response = part.into_response(&Method::GET);
        assert_eq!(response.body(), b"234");
        assert_eq!(response.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert_eq!(
            read(&path, "text/plain", Some("bytes=10-")).unwrap().status,
            StatusCode::RANGE_NOT_SATISFIABLE
        );

        let long = folder.path().join("long");
        std::fs::File::create(&long).unwrap().set_len(WHOLE_LIMIT + 1).unwrap();
        assert_eq!(read(&long, "video/mp4", None).unwrap().status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(read(&long, "video/mp4", Some("bytes=0-")).unwrap().bytes.len() as u64, RANGE_LIMIT);
    }
}
