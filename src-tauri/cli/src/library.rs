//! The verbs of the unit library: reading a unit from a file needs no centre file; bringing it in does.

use portfolio::api::Session;
use portfolio::error::Failure;
use portfolio::reading::{self, Options, Read, Source};
use portfolio::unit::draft::{self, UnitDraft};
use serde_json::{Value, json};

use crate::args::{Qualification, QualificationFacts, Unit, UnitImport, UnitSet};
use crate::run::absolute;
use crate::{say, usage};

fn read(import: &UnitImport) -> Result<Read, Failure> {
    let options = Options {
        name: None,
        sheet: reading::sheet_options(import.sheet.clone(), None),
        number: import.number.clone(),
        ticket: None,
    };
    Ok(reading::read(Source::File(&absolute(&import.file)), &options)?)
}

/// Whether a person only looks: nothing is to be accepted, and it is not our own JSON without a defect in plain words.
pub fn only_reads(import: &UnitImport, json: bool) -> Result<bool, Failure> {
    if import.accept {
        return Ok(false);
    }
    if json {
        return Ok(true);
    }
    let read = read(import)?;
    Ok(read.own.is_empty() || !read.clean())
}

/// Says what was recognised.
pub fn show(import: &UnitImport, json: bool) -> Result<(), Failure> {
    let read = read(import)?;
    if json {
        return say::answer(true, "unit.import", &contract(&read));
    }
    let view = reading::shown(None, read)?;
    say::answer(false, "unit.read", &view)?;
    tell!("→ Nothing is changed yet. Add --accept to bring it in; proposed places stay marked as proposed.");
    Ok(())
}

/// The first unit with its own fields, as programs read it; further units and qualifications beside it.
fn contract(read: &Read) -> Value {
    let mut units = read.reading.units.iter().map(|unit| json!(unit));
    let mut data =
        units.next().unwrap_or_else(|| json!(portfolio::unit::import::proposal::Proposal::default()));
    if let Some(fields) = data.as_object_mut() {
        fields.insert("format".into(), json!(read.reading.format));
        fields.insert("furtherUnits".into(), units.collect());
        fields.insert("qualifications".into(), json!(read.reading.qualifications));
        if let Some(Value::Array(defects)) = fields.get_mut("defects") {
            defects.extend(read.reading.defects.iter().map(|defect| json!(defect)));
        }
    }
    data
}

/// Brings in what was recognised; answers with the units as listed.
pub fn import(session: &mut Session, import: &UnitImport) -> Result<Vec<Value>, Failure> {
    let read = read(import)?;
    if read.drafts.is_empty() {
        let why = read.reading.defects.first().map(|defect| format!(": {}", defect.message));
        return Err(usage(format!("{} holds no unit{}", read.name, why.unwrap_or_default())));
    }
    let several = read.drafts.len() > 1;
    if several && (import.handle.is_some() || import.as_reissue_of.is_some()) {
        let message = format!(
            "{} holds {} units: --handle and --as-reissue-of are for one",
            read.name,
            read.drafts.len()
        );
        return Err(usage(message));
    }
    let plain = import.handle.is_none() && import.source.is_none() && import.as_reissue_of.is_none();
    if !read.own.is_empty() && plain {
        return read.own.iter().map(|text| session.call("unit.import", json!({ "text": text }))).collect();
    }
    read.drafts.into_iter().map(|draft| save(session, import, draft)).collect()
}

fn save(session: &mut Session, import: &UnitImport, mut draft: UnitDraft) -> Result<Value, Failure> {
    draft::place_proposed(&mut draft);
    if let Some(source) = &import.source {
        let known = ["awarding-organisation", "third-party", "centre", "unknown"];
        if !known.contains(&source.as_str()) {
            return Err(usage(format!("{source:?} is not one of {}", known.join(", "))));
        }
        draft.source.kind.clone_from(source);
    }
    if let Some(unit) = draft.unit.clone().filter(|_| import.as_reissue_of.is_none()) {
        // A file that says it is a unit of this library would put its words in force for everybody.
        if let Ok(known) = session.call("unit.show", json!({ "unit": unit })) {
            let title = known["summary"]["title"].as_str().unwrap_or_default().to_owned();
            let handle = known["summary"]["handle"].as_str().unwrap_or_default().to_owned();
            let message = format!(
                "{title} is in the library already; add --as-reissue-of {handle} to make this its next issue"
            );
            return Err(usage(message));
        }
    }
    let mut draft = json!(draft);
    if let Some(unit) = &import.as_reissue_of {
        draft = session.call("unit.match", json!({ "unit": unit, "draft": draft }))?;
    }
    if let Some(handle) = &import.handle {
        draft["handle"] = json!(handle);
    }
    session.call("unit.save", json!({ "draft": draft }))
}

/// The command of a verb about units.
pub fn unit_command(unit: &Unit) -> Result<(&'static str, Value), Failure> {
    Ok(match unit {
        Unit::List => ("unit.list", json!({})),
        Unit::Show { unit } => ("unit.show", json!({"unit": unit})),
        Unit::Import(_) => return Err(usage("this verb is no command".into())),
        Unit::Export { units, format, out, qualification } => {
            let format: portfolio::unit::export::Format = format.parse()?;
            let request = json!({
                "units": units, "format": format, "file": absolute(out), "qualification": qualification,
            });
            ("unit.export", request)
        }
        Unit::Revisions { unit } => ("unit.revisions", json!({"unit": unit})),
        Unit::Diff { unit, from, to } => ("unit.diff", json!({"unit": unit, "from": from, "to": to})),
        Unit::Confirm { unit, source, date, revision } => {
            ("unit.confirm", json!({"unit": unit, "source": source, "date": date, "revision": revision}))
        }
        Unit::Unconfirm { unit, reason, revision } => {
            ("unit.unconfirm", json!({"unit": unit, "reason": reason, "revision": revision}))
        }
        Unit::Reissue { unit, learners, keep_decisions } => {
            ("unit.reissue", json!({"unit": unit, "learners": learners, "keepDecisions": keep_decisions}))
        }
    })
}

/// The command of a verb about qualifications.
pub fn qualification_command(
    session: &mut Session,
    verb: &Qualification,
) -> Result<(&'static str, Value), Failure> {
    Ok(match verb {
        Qualification::List => ("qualification.list", json!({})),
        Qualification::Show { qualification } => {
            ("qualification.show", json!({ "qualification": qualification }))
        }
        Qualification::Add(facts) => ("qualification.save", json!({ "says": says(facts) })),
        Qualification::Import { file, number } => {
            let request = json!({ "file": absolute(file), "number": number });
            let read = session.call("unit.read", request)?;
            let found = read["reading"]["qualifications"].as_array().cloned().unwrap_or_default();
            let [stated] = found.as_slice() else {
                return Err(usage(format!(
                    "{} holds {} qualifications {number}",
                    file.display(),
                    found.len()
                )));
            };
            return register(session, stated);
        }
        Qualification::Check { qualification, units } => {
            ("qualification.check", json!({"qualification": qualification, "units": units}))
        }
    })
}

fn says(facts: &QualificationFacts) -> Value {
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    let mut groups = Vec::new();
    if !facts.mandatory.is_empty() {
        groups.push(json!({ "name": "Mandatory", "mandatory": true, "units": facts.mandatory }));
    }
    if !facts.optional.is_empty() {
        let credits = facts.optional_credits;
        groups.push(json!({ "name": "Optional", "mandatory": false, "minimumCredits": credits, "units": facts.optional }));
    }
    json!({
        "number": text(&facts.number), "title": facts.title, "level": text(&facts.level),
        "awardingOrganisation": text(&facts.board), "framework": "", "status": "", "operationalStartDate": "",
        "operationalEndDate": text(&facts.operational_end), "certificationEndDate": text(&facts.certification_end),
        "minimumCredits": facts.minimum_credits, "groups": groups, "levelRules": [], "source": "typed in",
    })
}

/// Facts of the register over what the centre has recorded: groups and rules stay as they are.
fn register(session: &mut Session, stated: &Value) -> Result<(&'static str, Value), Failure> {
    let number = say::text(&stated["number"]);
    let known = one(session, &number).ok();
    let mut says = known.as_ref().map_or_else(
        || json!({ "groups": [], "levelRules": [], "framework": "", "source": "" }),
        |known| known["says"].clone(),
    );
    let fields = [
        ("number", "number"),
        ("title", "title"),
        ("level", "level"),
        ("awardingOrganisation", "owner"),
        ("status", "status"),
        ("operationalStartDate", "operationalStartDate"),
        ("operationalEndDate", "operationalEndDate"),
        ("certificationEndDate", "certificationEndDate"),
    ];
    for (ours, theirs) in fields {
        says[ours] = json!(say::text(&stated[theirs]));
    }
    for figure in ["credits", "glh", "tqt"] {
        says[figure] = stated[figure].clone();
    }
    says["source"] = json!("register file");
    let id = known.map(|known| known["id"].clone());
    Ok(("qualification.save", json!({ "qualification": id, "says": says })))
}

fn one(session: &mut Session, name: &str) -> Result<Value, Failure> {
    let all = session.call("qualification.list", json!({}))?;
    let fits = |q: &&Value| {
        [&q["id"], &q["says"]["number"], &q["says"]["title"]]
            .iter()
            .any(|v| say::text(v).eq_ignore_ascii_case(name))
    };
    let found = all.as_array().into_iter().flatten().find(fits).cloned();
    found.ok_or_else(|| usage(format!("there is no qualification called {name:?}")))
}

/// The command of a verb about sets of units.
pub fn set_command(session: &mut Session, verb: &UnitSet) -> Result<(&'static str, Value), Failure> {
    Ok(match verb {
        UnitSet::List => ("unitSet.list", json!({})),
        UnitSet::Save { name, units, qualification } => {
            let all = session.call("unitSet.list", json!({}))?;
            let same = |s: &&Value| say::text(&s["name"]).eq_ignore_ascii_case(name);
            let known = all.as_array().into_iter().flatten().find(same).map(|s| s["id"].clone());
            let request = json!({"set": known, "name": name, "units": units, "qualification": qualification});
            ("unitSet.save", request)
        }
        UnitSet::Drop { set } => ("unitSet.drop", json!({"set": set})),
    })
}
