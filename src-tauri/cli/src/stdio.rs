//! JSON lines: one request a line on standard input, one answer a line on standard output. The interface's development
//! server and the tests speak it.

use std::io::{BufRead, ErrorKind, Write};

use portfolio::api::Session;
use portfolio::error::{Failure, Sort};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Request {
    id: Value,
    name: String,
    #[serde(default)]
    request: Value,
}

/// Serves until the input ends.
pub fn serve(mut session: Session) -> Result<(), Failure> {
    session.return_to_desk();
    let input = std::io::stdin().lock();
    let mut output = std::io::stdout().lock();
    for line in input.lines() {
        let line = line.map_err(|e| broken(&e))?;
        if line.trim().is_empty() {
            continue;
        }
        let answer = match serde_json::from_str::<Request>(&line) {
            Ok(request) => answer(&mut session, request),
            Err(error) => {
                json!({"id": null, "ok": false, "error": {"code": "usage", "message": error.to_string(), "hint": null}})
            }
        };
        match writeln!(output, "{answer}").and_then(|()| output.flush()) {
            // Whoever asked has gone: nothing is left to serve.
            Err(gone) if gone.kind() == ErrorKind::BrokenPipe => return Ok(()),
            written => written.map_err(|e| broken(&e))?,
        }
    }
    Ok(())
}

fn answer(session: &mut Session, request: Request) -> Value {
    let body = if request.request.is_null() { json!({}) } else { request.request };
    if request.name == "watch.start" {
        return match session.watch() {
            Ok(()) => json!({"id": request.id, "ok": true, "data": session.is_watching()}),
            Err(failure) => json!({"id": request.id, "ok": false, "error": failure}),
        };
    }
    if request.name == "change.stamp" {
        return json!({"id": request.id, "ok": true, "data": session.change_stamp()});
    }
    match session.call(&request.name, body) {
        Ok(data) => json!({"id": request.id, "ok": true, "data": data}),
        Err(failure) => json!({"id": request.id, "ok": false, "error": failure}),
    }
}

fn broken(error: &std::io::Error) -> Failure {
    Failure { code: "stdio".into(), message: error.to_string(), hint: None, sort: Sort::Failed }
}
