//! Links between boards in a terminal: listing, proposing, accepting, and what mapping offers to the learner's other units.

use portfolio::api::Session;
use portfolio::error::Failure;
use portfolio::unit::link::Relation;
use serde_json::{Value, json};

use crate::args::{AcceptLink, Crosswalk, Verb};
use crate::run::{absolute, command as command_of};
use crate::say::{self, list, text};
use crate::usage;

/// The command that a verb about links stands for.
pub fn command(links: &Crosswalk) -> Result<(&'static str, Value), Failure> {
    Ok(match links {
        Crosswalk::List { unit, other } => ("links.list", json!({"unit": unit, "other": other})),
        Crosswalk::Propose { from, to } => ("links.propose", json!({"from": from, "to": to})),
        Crosswalk::Drop { link, reason } => ("links.drop", json!({"link": link, "reason": reason})),
        Crosswalk::Import { file } => ("links.import", json!({"file": absolute(file)})),
        Crosswalk::Export { file, unit, other } => {
            ("links.export", json!({"out": absolute(file), "unit": unit, "other": other}))
        }
        Crosswalk::Accept(_) => return Err(usage("accepting links is several commands".into())),
    })
}

/// Accepts proposals by their numbers, or states one link.
pub fn accept(session: &mut Session, wanted: &AcceptLink, json: bool) -> Result<(), Failure> {
    let requests = match (&wanted.from, &wanted.to) {
        (Some(from), Some(to)) => vec![stated(wanted, from, to)?],
        (None, None) => proposed(session, wanted)?,
        (Some(_), None) | (None, Some(_)) => return Err(usage("name both --from and --to".into())),
    };
    let mut made = Vec::new();
    for request in requests {
        made.push(session.call("links.save", request)?);
    }
    say::answer(json, "links.list", &made)
}

fn stated(wanted: &AcceptLink, from: &str, to: &str) -> Result<Value, Failure> {
    let relation = wanted.relation.as_deref().ok_or_else(|| usage("say the --relation".into()))?;
    Ok(json!({
        "link": wanted.link, "from": end(from)?, "to": end(to)?, "relation": relation_of(relation)?,
        "beyondFrom": wanted.beyond_from, "beyondTo": wanted.beyond_to, "source": wanted.source,
    }))
}

/// A side as typed: UNIT:CODE.
pub fn end(typed: &str) -> Result<Value, Failure> {
    let (unit, row) = typed.rsplit_once(':').ok_or_else(|| usage(format!("{typed:?} is not UNIT:CODE")))?;
    Ok(json!({"unit": unit, "row": row}))
}

/// A relation as typed.
pub fn relation_of(word: &str) -> Result<Relation, Failure> {
    Relation::parse(word)
        .ok_or_else(|| usage(format!("{word:?} is not one of exact, close, broader, narrower, related")))
}

/// Requests for the proposals of these numbers. Every number is looked up before the first link is made.
fn proposed(session: &mut Session, wanted: &AcceptLink) -> Result<Vec<Value>, Failure> {
    let [from, to, numbers @ ..] = wanted.proposals.as_slice() else {
        return Err(usage("name FROM TO and the numbers of proposals, or --from and --to".into()));
    };
    let relation = wanted.relation.as_deref().map(relation_of).transpose()?;
    let proposals = session.call("links.propose", json!({"from": from, "to": to}))?;
    let mut requests = Vec::new();
    for typed in numbers.iter().flat_map(|n| n.split(',')).filter(|n| !n.is_empty()) {
        let number = typed.trim().parse::<usize>().ok().and_then(|n| n.checked_sub(1));
        let found = number.and_then(|n| proposals.get(n));
        let p = found.ok_or_else(|| usage(format!("there is no proposal {typed} from {from} to {to}")))?;
        if !p["existing"].is_null() && wanted.link.is_none() {
            return Err(usage(format!("proposal {typed} is linked already: {}", text(&p["existing"]))));
        }
        let side = |side: &Value| json!({"unit": side["unit"], "row": side["row"]});
        let beyond = |own: &Option<String>, proposed: &Value| own.clone().unwrap_or_else(|| text(proposed));
        requests.push(json!({
            "link": wanted.link, "from": side(&p["from"]), "to": side(&p["to"]),
            "relation": relation.map_or_else(|| p["relation"].clone(), |r| json!(r)),
            "beyondFrom": beyond(&wanted.beyond_from, &p["beyondFrom"]),
            "beyondTo": beyond(&wanted.beyond_to, &p["beyondTo"]),
            "source": wanted.source.clone().unwrap_or_else(|| reason(p)),
        }));
    }
    if requests.is_empty() { Err(usage("name the numbers of proposals".into())) } else { Ok(requests) }
}

/// Why a proposal was made, as the source of the link: the points that both speak to, else the words.
fn reason(proposal: &Value) -> String {
    let points = list(&proposal["through"], |t| format!("{} {}", text(&t["standard"]), text(&t["point"])));
    if points.is_empty() {
        "proposed from the texts".into()
    } else {
        format!("both linked to {}", points.join(", "))
    }
}

/// Maps, then says what the learner's other units could use of it. The answer to a program carries the offers too.
pub fn map(session: &mut Session, verb: &Verb, json: bool) -> Result<(), Failure> {
    let (name, request) = command_of(session, verb)?;
    let mut answer = session.call(name, request.clone())?;
    let mut mapped = vec![(request["unit"].clone(), request["codes"].clone())];
    mapped.extend(
        request["also"].as_array().into_iter().flatten().map(|m| (m["unit"].clone(), m["codes"].clone())),
    );
    let mut offers = Vec::new();
    for (unit, codes) in mapped {
        let asked = json!({
            "learner": request["learner"], "unit": unit, "codes": codes, "evidence": request["evidence"],
        });
        // The mapping is done; where offers cannot be worked out, that is said and nothing is taken back.
        match session.call("links.offers", asked) {
            Ok(found) => offers.extend(found.as_array().cloned().unwrap_or_default()),
            Err(failure) => {
                if let Some(warnings) = answer["warnings"].as_array_mut() {
                    warnings.push(json!(format!("no offers to other units: {}", failure.message)));
                }
            }
        }
    }
    if json {
        answer["offers"] = json!(offers);
        return say::answer(true, name, &answer);
    }
    say::answer(false, name, &answer)?;
    let learner = text(&request["learner"]);
    for offer in offers.iter().filter(|o| o["mapped"] == false) {
        offered(&learner, offer).iter().for_each(|line| tell!("{line}"));
    }
    Ok(())
}

/// "also fits OCR (unconfirmed), level 4, third-party text: 1.1 (close)", the difference, and how to take it up.
fn offered(learner: &str, offer: &Value) -> Vec<String> {
    let (other, here) = (origin(offer), origin(&offer["here"]));
    let mut lines = vec![format!(
        "also fits {} {} ({}): {other}",
        text(&offer["board"]),
        text(&offer["code"]),
        text(&offer["relation"]),
    )];
    lines.push(format!("    {} asks further: {}", asker(&offer["board"]), or_nothing(&offer["otherAsks"])));
    let this = &offer["here"];
    lines.push(format!(
        "    {} {} ({here}) asks further: {}",
        text(&this["board"]),
        text(&this["code"]),
        or_nothing(&offer["thisAsks"])
    ));
    let place = offer["place"].as_str().map(|p| format!(" --at {}", quoted(p))).unwrap_or_default();
    lines.push(format!(
        "    map with: portfolio map {} {} {} {}{place} --method {}",
        quoted(learner),
        quoted(&text(&offer["reference"])),
        text(&offer["handle"]),
        quoted(&text(&offer["code"])),
        text(&offer["method"])
    ));
    lines
}

/// A word for a shell: quoted where it holds more than plain letters.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// Who asks further: the board by its name, or the unit whose board is not stated (names begin with a capital).
fn asker(board: &Value) -> String {
    let board = text(board);
    if board.chars().next().is_none_or(char::is_lowercase) {
        "The unit without a board".into()
    } else {
        board
    }
}

fn or_nothing(value: &Value) -> String {
    let said = text(value);
    if said.is_empty() { "nothing that is recorded".into() } else { said }
}

/// Where a side comes from: "level 4 (of the qualification), third-party text, board unconfirmed".
fn origin(side: &Value) -> String {
    let level = text(&side["level"]);
    let level = if level.is_empty() { "level not stated".into() } else { format!("level {level}") };
    let confirmed = if side["boardConfirmed"] == true { "" } else { ", board unconfirmed" };
    format!("{level}, {}{confirmed}", text(&side["source"]))
}

fn side(side: &Value) -> String {
    let changed = if side["textUnrecorded"] == true {
        " (made for which words is not recorded)"
    } else if side["textChanged"] == true {
        " (text changed since)"
    } else {
        ""
    };
    format!("{} {}{changed}", text(&side["handle"]), text(&side["code"]))
}

/// Links in words.
pub fn links(data: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    for link in data.as_array().into_iter().flatten() {
        let key = if link["oneKey"] == true { "one key" } else { "asks first" };
        lines.push(format!(
            "{}  {} {} {}  [{key}; {}; {}]",
            text(&link["link"]),
            side(&link["from"]),
            text(&link["relation"]),
            side(&link["to"]),
            text(&link["source"]),
            text(&link["by"])
        ));
        for (who, from) in [("from", "beyondFrom"), ("to", "beyondTo")] {
            let beyond = text(&link[from]);
            if !beyond.is_empty() {
                lines.push(format!("    {} asks further: {beyond}", asker(&link[who]["board"])));
            }
        }
        if link["disputed"] == true {
            lines.push(format!("    in dispute: {}", text(&link["dispute"])));
        }
    }
    lines
}

/// Proposals with the numbers by which they are accepted.
pub fn proposals(data: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    for (i, p) in data.as_array().into_iter().flatten().enumerate() {
        let known = if p["existing"].is_null() { "" } else { "  (linked already)" };
        lines.push(format!(
            "{:3}  {} {} {}  {:.0}%{known}",
            i + 1,
            side(&p["from"]),
            text(&p["relation"]),
            side(&p["to"]),
            p["score"].as_f64().unwrap_or_default() * 100.0
        ));
        lines.extend(list(&p["through"], through));
        lines.push(format!("     both say: {}", list(&p["why"], text).join(", ")));
        lines.push(format!("     only {}: {}", text(&p["from"]["board"]), or_nothing(&p["beyondFrom"])));
        lines.push(format!("     only {}: {}", text(&p["to"]["board"]), or_nothing(&p["beyondTo"])));
    }
    lines
}

/// "both speak to P3 of INVCS042 (Run the service tasks of a team): the first close, the second broader".
fn through(through: &Value) -> String {
    format!(
        "     both speak to {} of {} ({}): the first {}, the second {}",
        text(&through["point"]),
        text(&through["standard"]),
        text(&through["title"]),
        text(&through["from"]),
        text(&through["to"]),
    )
}

/// What became of links taken in.
pub fn taken(data: &Value) -> Vec<String> {
    let mut lines = vec![format!("{} taken, {} known before", data["taken"], data["known"])];
    lines.extend(list(&data["problems"], |p| format!("note: {}", text(p))));
    lines
}

/// What was written.
pub fn written(data: &Value) -> Vec<String> {
    let mut lines = vec![format!("{} links, {} bytes", data["links"], data["bytes"])];
    lines.extend(list(&data["leftOut"], |p| format!("note: left out: {}", text(p))));
    lines
}

/// Two units, row beside row.
pub fn side_by_side(data: &Value) -> Vec<String> {
    let head =
        |side: &Value| format!("{} [{}, {}]", text(&side["title"]), text(&side["board"]), origin(side));
    let mut lines = vec![head(&data["left"]), head(&data["right"])];
    let cell = |cell: &Value| {
        let links = list(&cell["links"], |l| format!("{} {}", text(&l["reference"]), text(&l["place"])));
        if cell.is_null() {
            return "–".into();
        }
        format!("{} {} {}", text(&cell["code"]), text(&cell["state"]), links.join(", ")).trim_end().to_owned()
    };
    for row in data["rows"].as_array().into_iter().flatten() {
        let relation = if row["relation"].is_null() { "not linked".into() } else { text(&row["relation"]) };
        lines.push(format!("  {:36} {relation:12} {}", cell(&row["left"]), cell(&row["right"])));
    }
    lines.push(text(&data["summary"]));
    lines
}
