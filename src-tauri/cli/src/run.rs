//! From verbs to commands of the core.

#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "verbs are split over functions, each of which names its own"
)]

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc;
use std::time::Duration;

use portfolio::api::Session;
use portfolio::error::{Failure, Sort};
use portfolio::evidence::method::Method;
use portfolio::evidence::settle::Timing;
use serde_json::{Value, json};

use crate::args::{Action, Cli, Crosswalk, Evidence, Journal, Learner, LearnerUnit, Unit, Verb};
use crate::{
    assess, bench, centre, corpus, crosswalk, inked, items, library, nos, papers, people, reading, say,
    search, standing, stdio, story, suggest, suggestions, usage,
};

/// Runs the verb and says the answer.
///
/// A paper that is not as it was signed is an answer and no failure of the command, but it has the exit code of one.
pub fn run(cli: &Cli) -> Result<ExitCode, Failure> {
    let folder = cli.workspace.clone().unwrap_or_else(Session::default_folder);
    match &cli.verb {
        Verb::Bench { folder: work, thousands, only, peers } => {
            return bench::bench(work, *thousands, *only, peers.as_deref()).map(|()| ExitCode::SUCCESS);
        }
        Verb::Corpus { folder } => return corpus::corpus(folder).map(|()| ExitCode::SUCCESS),
        Verb::SuggestionsScore { folder, each } => {
            return suggestions::suggestions(folder, *each).map(|()| ExitCode::SUCCESS);
        }
        Verb::SampleStory { folder: story_folder, out, open_only } => {
            let paper = story::play(&folder, story_folder, out, *open_only)?;
            return say::answer(cli.json, "sample-story", &paper).map(|()| ExitCode::SUCCESS);
        }
        // Reading a unit needs no centre file.
        Verb::Unit(Unit::Import(import)) if library::only_reads(import, cli.json)? => {
            return library::show(import, cli.json).map(|()| ExitCode::SUCCESS);
        }
        _other => {}
    }
    let mut session = Session::open(&folder)?;
    if let Some(person) = &cli.as_person {
        session.act_as(person)?;
    }
    match &cli.verb {
        Verb::Stdio => stdio::serve(session)?,
        Verb::Watch { settle } => watch(&mut session, *settle, cli.json)?,
        Verb::Scan { .. } => {
            let (name, request) = command(&mut session, &cli.verb)?;
            return reading::read(&mut session, name, request, cli.json);
        }
        Verb::Crosswalk(Crosswalk::Accept(wanted)) => crosswalk::accept(&mut session, wanted, cli.json)?,
        Verb::Search(wanted) => search::search(&mut session, wanted, cli.json)?,
        Verb::Text(verb) => search::text(&mut session, verb, cli.json)?,
        Verb::Map { .. } => crosswalk::map(&mut session, &cli.verb, cli.json)?,
        Verb::Unit(Unit::Import(import)) => {
            say::answer(cli.json, "unit.list", &library::import(&mut session, import)?)?;
        }
        verb => {
            let (name, request) = command(&mut session, verb)?;
            let answer = session.call(name, request)?;
            let bad = name == "verify" && answer["good"] == false;
            let code = if bad { Sort::Integrity as u8 } else { 0 };
            say::answer_with(cli.json, name, &answer, code)?;
            return Ok(ExitCode::from(code));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn watch(session: &mut Session, settle: Option<u64>, json: bool) -> Result<(), Failure> {
    let (sender, seen) = mpsc::channel();
    if let Some(time) = settle {
        session.settle_within(Timing::within(Duration::from_millis(time)));
    }
    session.watch_with(move |one| {
        // Nobody listens any more only when the program ends.
        let _ = sender.send(one);
    })?;
    if !session.is_watching() {
        let message = "another program watches this centre file already".into();
        let hint = Some("Close it, or let it watch: one is enough.".into());
        return Err(Failure { code: "busy".into(), message, hint, sort: Sort::Failed });
    }
    say::line(json, &json!({"watching": true}), "watching; Ctrl+C ends");
    for one in seen {
        match one.book {
            Some(book) => say::line(
                json,
                &json!({"learner": book.to_string(), "seen": one.line}),
                &format!("{book}: {}", one.line),
            ),
            None => say::line(json, &json!({"state": one.line}), &one.line),
        }
    }
    Ok(())
}

/// The command that a verb stands for.
#[allow(clippy::too_many_lines, reason = "a table: a line for each verb")]
pub fn command(session: &mut Session, verb: &Verb) -> Result<(&'static str, Value), Failure> {
    Ok(match verb {
        Verb::Init { centre, number } => ("centre.init", json!({"name": centre, "number": number})),
        Verb::Person(person) => people::command(person)?,
        Verb::Root(root) => people::root(root)?,
        Verb::Centre(centre) => centre::command(centre)?,
        Verb::Standing(verb) => standing::command(verb)?,
        Verb::Inked(verb) => inked::command(verb)?,
        Verb::Crosswalk(links) => crosswalk::command(links)?,
        Verb::Nos(standards) => nos::command(standards)?,
        Verb::SideBySide { learner, left, right } => {
            ("links.sideBySide", json!({"learner": learner, "left": left, "right": right}))
        }
        Verb::Unit(unit) => library::unit_command(unit)?,
        Verb::Qualification(qualification) => library::qualification_command(session, qualification)?,
        Verb::UnitSet(set) => library::set_command(session, set)?,
        Verb::Learner(learner) => learner_command(learner),
        Verb::Scan { learner, number } => ("scan", json!({"learner": learner, "number": number})),
        Verb::Evidence(evidence) => evidence_command(evidence)?,
        Verb::Witness(witness) => items::witness_command(witness),
        Verb::Currency { months } => items::currency_command(months)?,
        Verb::Attempts { learner, unit, code } => {
            ("criterion.attempts", json!({"learner": learner, "unit": unit, "code": code}))
        }
        Verb::Suggest(suggestion) => suggest::command(suggestion),
        Verb::Decide(wanted) => assess::decide(wanted)?,
        Verb::Criterion { learner, unit, code } => {
            ("criterion.history", json!({"learner": learner, "unit": unit, "code": code}))
        }
        Verb::Work { learner } => ("work.list", json!({"learner": learner})),
        Verb::Declaration(declaration) => assess::declaration(declaration)?,
        Verb::Phrase(phrase) => assess::phrase(phrase),
        Verb::Map { .. }
        | Verb::Unmap { .. }
        | Verb::SignOff { .. }
        | Verb::SignPaper { .. }
        | Verb::Reopen { .. } => assess_command(session, verb)?,
        Verb::Sample { .. }
        | Verb::Finding { .. }
        | Verb::Action(_)
        | Verb::VerifySample { .. }
        | Verb::Samples { .. } => sample_command(verb)?,
        Verb::Undo { learner } => ("undo", json!({"learner": learner})),
        Verb::Redo { learner } => ("redo", json!({"learner": learner})),
        Verb::History { learner } => ("history.show", json!({"learner": learner})),
        Verb::Matrix { .. } | Verb::Print { .. } => papers::command(verb)?,
        Verb::Journal(Journal::Export { file, learner }) => {
            ("journal.export", json!({"file": absolute(file), "learner": learner}))
        }
        Verb::Journal(Journal::Admit { file }) => ("journal.admit", json!({"file": absolute(file)})),
        Verb::Check => ("check", json!({})),
        Verb::Verify { file } => ("verify", json!({"file": absolute(file)})),
        Verb::Search(_)
        | Verb::Text(_)
        | Verb::Watch { .. }
        | Verb::Stdio
        | Verb::SampleStory { .. }
        | Verb::Corpus { .. }
        | Verb::SuggestionsScore { .. }
        | Verb::Bench { .. } => {
            return Err(usage("this verb is no command".into()));
        }
    })
}

fn learner_command(learner: &Learner) -> (&'static str, Value) {
    match learner {
        Learner::Add(facts) => (
            "learner.add",
            json!({
                "name": facts.name, "folder": facts.folder.as_deref().map(absolute), "units": facts.unit, "unitSet": facts.unit_set, "uln": facts.uln,
                "registrationNumber": facts.registration_number, "registrationDate": facts.registration_date,
                "start": facts.start, "plannedEnd": facts.planned_end, "employer": facts.employer, "site": facts.site,
                "assessor": facts.assessor, "iv": facts.iv,
            }),
        ),
        Learner::Change(facts) => (
            "learner.change",
            json!({
                "learner": facts.learner, "name": facts.name, "uln": facts.uln,
                "registrationNumber": facts.registration_number, "registrationDate": facts.registration_date,
                "start": facts.start, "plannedEnd": facts.planned_end, "employer": facts.employer, "site": facts.site,
                "assessor": facts.assessor, "iv": facts.iv,
            }),
        ),
        Learner::List => ("learner.list", json!({})),
        Learner::Show { learner } => ("learner.show", json!({"learner": learner})),
        Learner::Folder { learner, folder } => {
            ("learner.folder", json!({"learner": learner, "folder": absolute(folder)}))
        }
        Learner::Erasure { learner } => ("learner.erasure", json!({"learner": learner})),
        Learner::Erase { learner, name, because, early } => (
            "learner.erase",
            json!({"learner": learner, "name": name, "ground": because.name(), "early": early}),
        ),
        Learner::Erased => ("learner.erased", json!({})),
        Learner::Unit(LearnerUnit::Add { learner, unit, unit_set }) => {
            ("learner.unitAdd", json!({"learner": learner, "units": unit, "unitSet": unit_set}))
        }
        Learner::Unit(LearnerUnit::Withdraw { learner, unit, reason, date }) => (
            "learner.unitWithdraw",
            json!({"learner": learner, "unit": unit, "reason": reason, "date": date}),
        ),
    }
}

fn evidence_command(evidence: &Evidence) -> Result<(&'static str, Value), Failure> {
    Ok(match evidence {
        Evidence::List { learner } => ("evidence.list", json!({"learner": learner})),
        Evidence::Accept { learner, evidence, together, title, method, shown } => {
            let method = method.as_deref().map(method_of).transpose()?;
            let request = json!({
                "learner": learner, "evidence": evidence, "together": together, "title": title, "method": method,
                "shown": (!shown.is_empty()).then_some(shown),
            });
            ("evidence.accept", request)
        }
        Evidence::SetAside { learner, evidence, reason } => {
            ("evidence.setAside", json!({"learner": learner, "evidence": evidence, "reason": reason}))
        }
        Evidence::Describe(wanted) => items::describe_command(wanted)?,
        Evidence::InSitu(wanted) => items::in_situ_command(wanted)?,
        Evidence::Replace(wanted) => items::replace_command(wanted),
        Evidence::Unreplace(item) => ("evidence.unreplace", items::about(item)),
        Evidence::Replacement(item) => ("evidence.replacement", items::about(item)),
        Evidence::SettleVersion { item, version } => {
            let mut request = items::about(item);
            request["version"] = json!(version);
            ("evidence.settleVersion", request)
        }
        Evidence::Versions(item) => ("evidence.versions", items::about(item)),
        Evidence::Compare(wanted) => items::compare_command(wanted),
        Evidence::Same { learner } => ("evidence.same", json!({"learner": learner})),
    })
}

fn assess_command(session: &mut Session, verb: &Verb) -> Result<(&'static str, Value), Failure> {
    Ok(match verb {
        Verb::Map { learner, evidence, unit, codes, also, at, method } => {
            let method = method.as_deref().map(method_of).transpose()?;
            let evidence = references(evidence);
            let also = assess::also(also)?;
            let request = json!({
                "learner": learner, "unit": unit, "evidence": evidence, "codes": codes, "also": also, "place": at,
                "method": method,
            });
            ("map", request)
        }
        Verb::Unmap { learner, link, unit, codes } => {
            let mappings = match (unit, codes) {
                (Some(unit), Some(codes)) => links(session, learner, link, unit, codes)?,
                (None, None) => vec![link.clone()],
                (Some(_), None) | (None, Some(_)) => {
                    return Err(usage("name EVIDENCE UNIT CODES, or one link".into()));
                }
            };
            ("unmap", json!({"learner": learner, "mappings": mappings}))
        }
        Verb::SignOff { learner, unit, passphrase_file, feedback } => {
            let password = passphrase(passphrase_file)?;
            // Whoever types the verb says what it confirms: its help names it, and so do the words that are signed.
            let request = json!({
                "learner": learner, "unit": unit, "password": password, "feedback": feedback, "vacsr": true,
            });
            ("signOff.sign", request)
        }
        Verb::SignPaper { learner, unit, passphrase_file } => {
            let password = passphrase(passphrase_file)?;
            ("paper.sign", json!({"learner": learner, "unit": unit, "password": password}))
        }
        Verb::Reopen { learner, unit, reason } => {
            ("signOff.reopen", json!({"learner": learner, "unit": unit, "reason": reason}))
        }
        _other => return Err(usage("not a verb of assessment".into())),
    })
}

fn sample_command(verb: &Verb) -> Result<(&'static str, Value), Failure> {
    Ok(match verb {
        Verb::Sample { learner, unit, codes } => {
            let codes = (!codes.is_empty()).then(|| codes.join(","));
            ("sample.make", json!({"learner": learner, "unit": unit, "codes": codes}))
        }
        Verb::Finding { sample, code, judgement, reason, due, learner } => {
            let request = json!({
                "learner": learner, "sample": sample, "code": code, "judgement": judgement.to_lowercase(),
                "reason": reason, "due": due,
            });
            ("finding.make", request)
        }
        Verb::Action(Action::Answer(note)) => {
            ("action.answer", json!({"action": note.id, "note": note.note}))
        }
        Verb::Action(Action::TakeBack(note)) => {
            ("finding.withdraw", json!({"finding": note.id, "reason": note.note}))
        }
        Verb::Action(Action::Close(note)) => ("action.close", json!({"action": note.id, "note": note.note})),
        Verb::VerifySample { sample, passphrase_file, learner } => {
            let password = passphrase(passphrase_file)?;
            ("sample.verify", json!({"learner": learner, "sample": sample, "password": password}))
        }
        Verb::Samples { learner } => ("sampling.show", json!({"learner": learner})),
        _other => return Err(usage("not a verb of sampling".into())),
    })
}

/// Links of an item to codes, found through the portfolio as shown.
fn links(
    session: &mut Session,
    learner: &str,
    evidence: &str,
    unit: &str,
    codes: &str,
) -> Result<Vec<String>, Failure> {
    let view = session.call("learner.show", json!({"learner": learner}))?;
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    let list = |v: &Value, key: &str| v[key].as_array().cloned().unwrap_or_default();
    let wanted: Vec<&str> = codes.split([',', ' ']).filter(|c| !c.is_empty()).collect();
    let mut found = Vec::new();
    for shown in
        list(&view, "units").iter().filter(|u| text(&u["handle"]) == unit || text(&u["unit"]) == unit)
    {
        for row in list(shown, "outcomes").iter().flat_map(|o| list(o, "rows")) {
            for link in list(&row, "links") {
                let named = text(&link["reference"]).eq_ignore_ascii_case(evidence)
                    || text(&link["evidence"]) == evidence;
                if named && wanted.contains(&text(&row["code"]).as_str()) {
                    found.push(text(&link["mapping"]));
                }
            }
        }
    }
    if found.is_empty() {
        Err(usage(format!("{evidence} is not mapped to {codes} of {unit}")))
    } else {
        Ok(found)
    }
}

/// "E001,E002" are two references; a file name may hold commas, so only references are split.
fn references(evidence: &str) -> Vec<String> {
    let is_reference = |p: &str| {
        p.strip_prefix(['E', 'e']).is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
    };
    let parts: Vec<&str> = evidence.split(',').map(str::trim).collect();
    if parts.iter().all(|p| is_reference(p)) {
        parts.into_iter().map(str::to_owned).collect()
    } else {
        vec![evidence.to_owned()]
    }
}

pub fn method_of(text: &str) -> Result<Method, Failure> {
    let known: Vec<&str> = Method::ALL.iter().map(|m| m.code()).collect();
    Method::parse(text).ok_or_else(|| usage(format!("{text:?} is not one of {}", known.join(" "))))
}

/// The first line of a file that holds a signing password.
pub fn passphrase(file: &Path) -> Result<String, Failure> {
    Ok(text(file)?.trim_end_matches(['\r', '\n']).to_owned())
}

fn text(file: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(file).map_err(|e| Failure {
        code: "disk".into(),
        message: format!("could not read {}: {e}", file.display()),
        hint: None,
        sort: Sort::Failed,
    })
}

/// The core takes no relative paths: it does not know where a person stands.
pub fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}
