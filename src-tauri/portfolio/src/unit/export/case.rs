//! 1EdTech CASE 1.1 packages: our ids are the identifiers, links between boards are associations. What CASE has no field for
//! stands in `CFDocument.extensions.assessorSpec`, which other programs pass over. Addresses are `urn:uuid:…`: a valid URI that
//! nothing offline can be fetched from.

use serde_json::{Map, Value, json};

use super::{Material, derived_id};
use crate::error::Result;
use crate::journal::entry::Moment;
use crate::unit::export::links::LinkRow;
use crate::unit::import::case::EXTENSION;
use crate::unit::link::Relation;
use crate::unit::spec::UnitSpec;

/// The package.
pub fn write(material: &Material<'_>, now: Moment) -> Result<Vec<u8>> {
    let mut package = Package { time: now.iso(), ..Package::default() };
    let alone = if let [unit] = material.units { Some(unit) } else { None };
    let document = alone.map_or_else(|| derived_id(&material.ids()), |unit| unit.text.id.clone());
    for (n, unit) in material.units.iter().enumerate() {
        let top = if alone.is_some() { document.clone() } else { package.unit(unit, &document, n + 1) };
        package.statements(unit, &top)?;
    }
    for link in material.links {
        package.link(link);
    }
    let mut head = json!({
        "identifier": document, "uri": urn(&document), "caseVersion": "1.1",
        "creator": material.board(), "publisher": material.board(),
        "title": material.title(), "language": material.language(), "adoptionStatus": "Private Draft",
        "lastChangeDateTime": package.time,
        "extensions": { EXTENSION: { "format": "assessor-spec/1", "units": package.heads, "items": package.facts, "links": package.beyond } },
    });
    if let Some(unit) = alone {
        let full: Value = serde_json::from_slice(&unit.canonical)?;
        if let Some(aim) = full.pointer("/unit/aim").filter(|aim| aim.is_string()) {
            head["description"] = aim.clone();
        }
        if let Some(revision) = full.get("revision").filter(|r| r.as_str().is_some_and(|r| !r.is_empty())) {
            head["version"] = revision.clone();
        }
    }
    let whole = json!({"CFDocument": head, "CFItems": package.items, "CFAssociations": package.associations});
    let mut bytes = serde_json::to_vec_pretty(&whole)?;
    bytes.push(b'\n');
    Ok(bytes)
}

#[derive(Default)]
struct Package {
    time: String,
    items: Vec<Value>,
    associations: Vec<Value>,
    heads: Map<String, Value>,
    facts: Map<String, Value>,
    beyond: Map<String, Value>,
}

impl Package {
    fn unit(&mut self, unit: &UnitSpec, document: &str, order: usize) -> String {
        let code = unit.text.unit.number.clone().or_else(|| unit.text.unit.urn.clone()).unwrap_or_default();
        let id = unit.text.id.clone();
        self.item(&id, &code, &unit.text.unit.title, "Unit", None);
        self.child((&id, &code), (document, "document"), order);
        id
    }

    fn statements(&mut self, unit: &UnitSpec, top: &str) -> Result<()> {
        let mut full: Value = serde_json::from_slice(&unit.canonical)?;
        let list = |value: &mut Value, key: &str| match value.get_mut(key).map(Value::take) {
            Some(Value::Array(items)) => items,
            Some(_) | None => Vec::new(),
        };
        let outcomes = list(&mut full, "outcomes");
        for (n, mut outcome) in outcomes.into_iter().enumerate() {
            let criteria = list(&mut outcome, "criteria");
            let code = text(&outcome, "code").to_owned();
            let id = self.statement(&mut outcome, "Learning Outcome");
            self.child((&id, &code), (top, &unit.text.unit.title), n + 1);
            for (n, mut criterion) in criteria.into_iter().enumerate() {
                let inner = text(&criterion, "code").to_owned();
                let child = self.statement(&mut criterion, "Assessment Criterion");
                self.child((&child, &inner), (&id, &code), n + 1);
            }
        }
        let after = unit.text.outcomes.len();
        for (n, mut criterion) in list(&mut full, "unassignedCriteria").into_iter().enumerate() {
            let code = text(&criterion, "code").to_owned();
            let id = self.statement(&mut criterion, "Assessment Criterion");
            self.child((&id, &code), (top, &unit.text.unit.title), after + n + 1);
        }
        if let Some(map) = full.as_object_mut() {
            // An empty list keeps the head readable as a text of its own.
            map.insert("outcomes".into(), json!([]));
            map.remove("unassignedCriteria");
        }
        self.heads.insert(unit.text.id.clone(), full);
        Ok(())
    }

    /// An outcome or criterion: what CASE has a field for goes there, the rest is kept beside.
    fn statement(&mut self, value: &mut Value, kind: &str) -> String {
        let (id, code) = (text(value, "id").to_owned(), text(value, "code").to_owned());
        let notes = value.get("amplification").and_then(Value::as_str).map(str::to_owned);
        self.item(&id, &code, text(value, "text"), kind, notes.as_deref());
        if let Some(map) = value.as_object_mut() {
            for key in ["id", "code", "text", "criteria", "amplification"] {
                map.remove(key);
            }
            map.retain(|_, v| !v.is_null() && !v.as_array().is_some_and(Vec::is_empty));
        }
        if value.as_object().is_some_and(|map| !map.is_empty()) {
            self.facts.insert(id.clone(), value.take());
        }
        id
    }

    fn item(&mut self, id: &str, code: &str, words: &str, kind: &str, notes: Option<&str>) {
        let mut item = json!({
            "identifier": id, "uri": urn(id), "fullStatement": words, "CFItemType": kind, "lastChangeDateTime": self.time,
        });
        if !code.is_empty() {
            item["humanCodingScheme"] = json!(code);
        }
        if let Some(notes) = notes {
            item["notes"] = json!(notes);
        }
        self.items.push(item);
    }

    fn child(
        &mut self,
        (child, child_title): (&str, &str),
        (parent, parent_title): (&str, &str),
        order: usize,
    ) {
        let id = self.associate("isChildOf", (child, child_title), (parent, parent_title));
        if let Some(last) = self.associations.last_mut().filter(|a| a["identifier"] == *id) {
            last["sequenceNumber"] = json!(order);
        }
    }

    fn link(&mut self, link: &LinkRow) {
        let kind = match link.relation {
            Relation::Exact => "exactMatchOf",
            Relation::Related => "isRelatedTo",
            Relation::Close => "ext:close",
            Relation::Broader => "ext:broader",
            Relation::Narrower => "ext:narrower",
        };
        let title = |end: &super::links::LinkEnd| format!("{} {}", end.handle, end.code).trim().to_owned();
        let (from, to) = (title(&link.from), title(&link.to));
        let id = self.associate(kind, (&link.from.criterion, &from), (&link.to.criterion, &to));
        let (beyond_from, beyond_to, source) = (&link.beyond_from, &link.beyond_to, &link.source);
        if !(beyond_from.is_empty() && beyond_to.is_empty() && source.is_empty()) {
            self.beyond
                .insert(id, json!({"beyondFrom": beyond_from, "beyondTo": beyond_to, "source": source}));
        }
    }

    fn associate(&mut self, kind: &str, from: (&str, &str), to: (&str, &str)) -> String {
        let id = derived_id(&[kind, from.0, to.0]);
        let node = |(id, title): (&str, &str)| json!({"title": if title.is_empty() { id } else { title }, "identifier": id, "uri": urn(id)});
        self.associations.push(json!({
            "identifier": id, "uri": urn(&id), "associationType": kind,
            "originNodeURI": node(from), "destinationNodeURI": node(to), "lastChangeDateTime": self.time,
        }));
        id
    }
}

fn urn(id: &str) -> String {
    format!("urn:uuid:{id}")
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}
