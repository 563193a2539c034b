//! Competency frameworks in 1EdTech CASE 1.0 and 1.1 packages: the document, items, and associations of one JSON file.
//! Tolerant of what servers leave out or add; loops among the items are refused by name. Pure; refuses to know the library.

use std::collections::BTreeMap;

use serde_json::Value;

use super::checks::{defect, look_over};
use super::proposal::{Defect, DefectKind, Identity, LineUse, Proposal, RawLine, Reading, StatedLink};
use super::tree::{Forest, MOST_NODES, Node, Role};
use crate::error::{Error, Result};

/// Largest package, in bytes.
pub const LARGEST: usize = 64 << 20;

/// Our own name inside `CFDocument.extensions`.
pub const EXTENSION: &str = "assessorSpec";

/// Reads a package.
pub fn read(bytes: &[u8]) -> Result<Reading> {
    if bytes.len() > LARGEST {
        return Err(Error::UnitText(format!("it is larger than {} MB", LARGEST >> 20)));
    }
    let (text, _) = super::delimited::decode(bytes);
    let package: Value =
        serde_json::from_str(&text).map_err(|e| Error::UnitText(format!("it is not JSON: {e}")))?;
    let document = package.get("CFDocument").filter(|d| d.is_object());
    let document =
        document.ok_or_else(|| Error::UnitText("it is not a CASE package: it has no CFDocument".into()))?;
    let mut reading = Reading { format: version(document).into(), ..Reading::default() };
    let items = list(&package, "CFItems", &mut reading.defects)?;
    let associations = list(&package, "CFAssociations", &mut reading.defects)?;
    let ours = document.get("extensions").and_then(|e| e.get(EXTENSION));
    let mut package = Package { document, ours, at: BTreeMap::new(), forest: Forest::default(), reading };
    package.items(items);
    package.hierarchy(associations)?;
    package.links(associations);
    Ok(package.finish())
}

fn version(document: &Value) -> &'static str {
    let has = |key| document.get(key).is_some();
    if has("caseVersion") || has("extensions") || has("frameworkType") {
        "CASE 1.1 package"
    } else {
        "CASE 1.0 package"
    }
}

fn list<'a>(package: &'a Value, name: &str, defects: &mut Vec<Defect>) -> Result<&'a [Value]> {
    match package.get(name) {
        Some(Value::Array(items)) if items.len() > MOST_NODES => Err(Error::UnitText(format!(
            "its list {name} has {} entries; at most {MOST_NODES} are read",
            items.len()
        ))),
        Some(Value::Array(items)) => Ok(items),
        None | Some(Value::Null) => Ok(&[]),
        Some(_) => {
            defects.push(defect(DefectKind::BadValue, format!("{name} is not a list"), name));
            Ok(&[])
        }
    }
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).map(str::trim).unwrap_or_default()
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

struct Package<'a> {
    document: &'a Value,
    /// What our own export added.
    ours: Option<&'a Value>,
    /// Position of an item by its identifier.
    at: BTreeMap<&'a str, usize>,
    forest: Forest,
    reading: Reading,
}

impl<'a> Package<'a> {
    fn say(&mut self, kind: DefectKind, message: String, place: impl Into<String>) {
        self.reading.defects.push(defect(kind, message, place));
    }

    fn items(&mut self, items: &'a [Value]) {
        for (n, item) in items.iter().enumerate() {
            let place = format!("item {}", n + 1);
            let (id, words) = (text(item, "identifier"), text(item, "fullStatement"));
            if words.is_empty() {
                self.say(
                    DefectKind::BadValue,
                    format!("the item {id:?} has no fullStatement and was not taken"),
                    place,
                );
                continue;
            }
            if id.is_empty() {
                self.say(DefectKind::BadValue, "the item has no identifier".into(), place.clone());
            } else if self.at.insert(id, self.forest.nodes.len()).is_some() {
                self.say(
                    DefectKind::DuplicateCode,
                    format!("the identifier {id} stands twice"),
                    place.clone(),
                );
            }
            let node = Node {
                id: id.parse::<uuid::Uuid>().is_ok().then(|| id.to_owned()),
                code: text(item, "humanCodingScheme").to_owned(),
                text: words.to_owned(),
                more: some(text(item, "notes")),
                role: role(text(item, "CFItemType")),
                place,
                children: Vec::new(),
            };
            self.forest.nodes.push(node);
        }
    }

    /// Who stands under whom: the child is the origin, the parent the destination.
    fn hierarchy(&mut self, associations: &'a [Value]) -> Result<()> {
        let document = text(self.document, "identifier");
        let mut pairs = Vec::new();
        let mut tops: Vec<(i64, usize)> = Vec::new();
        let mut under: BTreeMap<usize, Vec<(i64, usize)>> = BTreeMap::new();
        let mut placed = vec![false; self.forest.nodes.len()];
        for (n, association) in associations.iter().enumerate() {
            if kind(association) != "isChildOf" {
                continue;
            }
            let place = format!("association {}", n + 1);
            let (child, parent) = (end(association, "originNodeURI"), end(association, "destinationNodeURI"));
            let Some(&at) = self.at.get(child) else {
                self.say(
                    DefectKind::BadValue,
                    format!("it places the item {child:?}, which is not in the package"),
                    place,
                );
                continue;
            };
            // Entries without a number keep the order of the file, after those that have one.
            let order = association.get("sequenceNumber").and_then(Value::as_i64).unwrap_or(i64::MAX);
            let parent_at = self.at.get(parent).copied();
            if let Some(parent_at) = parent_at {
                pairs.push((at, parent_at));
            }
            if placed[at] {
                let code = self.forest.nodes[at].code.clone();
                self.say(
                    DefectKind::NotKept,
                    format!("the item {code} stands under two others; it is shown once"),
                    place,
                );
                continue;
            }
            match parent_at {
                Some(parent_at) => under.entry(parent_at).or_default().push((order, at)),
                None if parent == document => tops.push((order, at)),
                None => {
                    self.say(
                        DefectKind::BadValue,
                        format!("the parent {parent:?} is not in the package"),
                        place,
                    );
                    continue;
                }
            }
            placed[at] = true;
        }
        self.forest.refuse_loops(&pairs)?;
        for (parent, mut children) in under {
            children.sort_by_key(|(order, _)| *order);
            self.forest.nodes[parent].children = children.into_iter().map(|(_, at)| at).collect();
        }
        tops.sort_by_key(|(order, _)| *order);
        self.forest.roots = tops.into_iter().map(|(_, at)| at).collect();
        self.strays(&placed);
        Ok(())
    }

    fn strays(&mut self, placed: &[bool]) {
        let strays: Vec<usize> = (0..placed.len()).filter(|at| !placed[*at]).collect();
        if !strays.is_empty() && !self.forest.roots.is_empty() {
            let message = format!("{} items stand under nothing; they are shown at the end", strays.len());
            self.say(DefectKind::Other, message, "");
        }
        self.forest.roots.extend(strays);
    }

    fn links(&mut self, associations: &'a [Value]) {
        let mut others: BTreeMap<&str, usize> = BTreeMap::new();
        for association in associations {
            let relation = match kind(association) {
                "isChildOf" => continue,
                "exactMatchOf" => "exact",
                "isRelatedTo" | "isPeerOf" => "related",
                "ext:close" => "close",
                "ext:broader" => "broader",
                "ext:narrower" => "narrower",
                other => {
                    *others.entry(other).or_default() += 1;
                    continue;
                }
            };
            let id = text(association, "identifier");
            let beyond = self.ours.and_then(|o| o.get("links")).and_then(|l| l.get(id));
            let beyond = |key| beyond.map(|b| text(b, key)).unwrap_or_default().to_owned();
            self.reading.links.push(StatedLink {
                from: end(association, "originNodeURI").to_owned(),
                to: end(association, "destinationNodeURI").to_owned(),
                relation: relation.into(),
                beyond_to: beyond("beyondTo"),
                beyond_from: beyond("beyondFrom"),
            });
        }
        for (name, count) in others {
            self.say(
                DefectKind::NotKept,
                format!("{count} associations of the type {name:?} have no place here"),
                "",
            );
        }
    }

    fn finish(mut self) -> Reading {
        let mut units = self.forest.units(&self.base());
        let alone = units.len() == 1
            && self.forest.roots.iter().all(|at| self.forest.nodes[*at].role != Some(Role::Unit));
        for (n, unit) in units.iter_mut().enumerate() {
            let node = self.forest.roots.get(n).map(|at| &self.forest.nodes[*at]).filter(|_| !alone);
            self.own(unit, node);
            look_over(unit);
        }
        if units.len() > 1 {
            let title = some(text(self.document, "title"));
            self.reading
                .qualifications
                .push(super::proposal::QualificationFacts { title, ..Default::default() });
        }
        self.reading.units = units;
        self.lines();
        self.reading
    }

    fn base(&self) -> Proposal {
        let (publisher, creator) = (text(self.document, "publisher"), text(self.document, "creator"));
        let mut base = Proposal::default();
        base.unit.title = text(self.document, "title").to_owned();
        base.unit.aim = some(text(self.document, "description"));
        base.awarding_organisation.name = if publisher.is_empty() { creator } else { publisher }.to_owned();
        base.source.kind = "unknown".into();
        base.source.notes = some(text(self.document, "notes"));
        base
    }

    /// Identity of the unit, and what our own export put beside it.
    fn own(&self, unit: &mut Proposal, node: Option<&Node>) {
        let id =
            node.map_or_else(|| text(self.document, "identifier"), |n| n.id.as_deref().unwrap_or_default());
        let head = self.ours.and_then(|o| o.get("units")).and_then(|u| u.get(id));
        let file = head.and_then(|head| super::json::file(head).ok());
        match file {
            Some(file) => {
                let mut full = super::json::head(&file);
                (full.outcomes, full.unassigned_criteria) =
                    (std::mem::take(&mut unit.outcomes), std::mem::take(&mut unit.unassigned_criteria));
                (full.left_over, full.defects) =
                    (std::mem::take(&mut unit.left_over), std::mem::take(&mut unit.defects));
                // The words of the package itself count: another program may have changed them.
                full.unit.title = std::mem::take(&mut unit.unit.title);
                *unit = full;
            }
            None if id.parse::<uuid::Uuid>().is_ok() => {
                unit.identity = Some(Identity {
                    unit: id.to_owned(),
                    revision: text(self.document, "version").to_owned(),
                    language: text(self.document, "language").to_owned(),
                    ..Identity::default()
                });
            }
            None => {}
        }
        let Some(items) = self.ours.and_then(|o| o.get("items")) else { return };
        for outcome in &mut unit.outcomes {
            if let Some(kept) = outcome.id.as_deref().and_then(|id| items.get(id)) {
                set(&mut outcome.code_origin, text(kept, "codeOrigin"));
                outcome.inferred = kept.get("inferred").and_then(Value::as_bool).unwrap_or_default();
            }
            for criterion in &mut outcome.criteria {
                if let Some(kept) = criterion.id.as_deref().and_then(|id| items.get(id)) {
                    set(&mut criterion.code_origin, text(kept, "codeOrigin"));
                    set(&mut criterion.assignment, text(kept, "assignment"));
                }
            }
        }
    }

    fn lines(&mut self) {
        for node in &self.forest.nodes {
            let used = match node.role {
                Some(Role::Unit) => LineUse::Title,
                Some(Role::Outcome) => LineUse::Outcome,
                Some(Role::Criterion) => LineUse::Criterion,
                None if node.children.is_empty() => LineUse::Criterion,
                None => LineUse::Outcome,
            };
            self.reading.lines.push(RawLine {
                place: node.place.clone(),
                text: format!("{} {}", node.code, node.text).trim().to_owned(),
                used,
                unit: None,
                code: some(&node.code),
            });
        }
    }
}

fn set(slot: &mut String, text: &str) {
    if !text.is_empty() {
        text.clone_into(slot);
    }
}

fn kind(association: &Value) -> &str {
    text(association, "associationType")
}

/// Identifier of one end: in a package an object with an identifier, in some older files the bare address.
fn end<'a>(association: &'a Value, key: &str) -> &'a str {
    match association.get(key) {
        Some(Value::String(uri)) => uri.rsplit(['/', ':']).next().unwrap_or_default(),
        Some(node) => {
            let id = text(node, "identifier");
            if id.is_empty() { text(node, "uri").rsplit(['/', ':']).next().unwrap_or_default() } else { id }
        }
        None => "",
    }
}

fn role(kind: &str) -> Option<Role> {
    let kind = kind.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|w| kind.contains(w));
    match () {
        () if says(&["criteri"]) => Some(Role::Criterion),
        () if says(&["outcome"]) => Some(Role::Outcome),
        () if says(&["unit", "module"]) => Some(Role::Unit),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn id(n: u32) -> String {
        format!("6f1c0000-0000-5000-8000-{n:012}")
    }

    fn item(n: u32, code: &str, words: &str) -> Value {
        json!({"identifier": id(n), "uri": format!("https://case.example.org/{}", id(n)), "CFDocumentURI": {"title": "x"},
            "humanCodingScheme": code, "fullStatement": words, "extension": {"odd": true}})
    }

    fn child(child: u32, parent: u32, order: Option<i64>) -> Value {
        let mut association = json!({"associationType": "isChildOf", "originNodeURI": {"identifier": id(child)}, "destinationNodeURI": {"identifier": id(parent)}});
        if let Some(order) = order {
            association["sequenceNumber"] = json!(order);
        }
        association
    }

    fn package(items: Vec<Value>, associations: Vec<Value>) -> Vec<u8> {
        json!({"CFDocument": {"identifier": id(1), "title": "Mend a wall", "creator": "Example Board", "CFPackageURI": {}},
            "CFItems": items, "CFAssociations": associations})
        .to_string()
        .into_bytes()
    }

    #[test]
    fn a_package_of_1_0_is_read_in_its_order() {
        let items =
            vec![item(2, "1", "Plan"), item(3, "1.2", "Do"), item(4, "1.1", "Say"), item(5, "2", "Build")];
        let links = vec![child(3, 2, Some(2)), child(4, 2, Some(1)), child(2, 1, None), child(5, 1, None)];
        let reading = read(&package(items, links)).unwrap();
        assert_eq!(reading.format, "CASE 1.0 package");
        let unit = &reading.units[0];
        let codes: Vec<&str> = unit.outcomes[0].criteria.iter().map(|c| c.code.as_str()).collect();
        assert_eq!((codes, unit.outcomes[1].text.as_str()), (vec!["1.1", "1.2"], "Build"));
        assert_eq!(unit.outcomes[0].criteria[0].id, Some(id(4)));
        assert_eq!(
            (unit.unit.title.as_str(), unit.awarding_organisation.name.as_str()),
            ("Mend a wall", "Example Board")
        );
        assert_eq!(unit.identity.as_ref().unwrap().unit, id(1));
        assert_eq!(reading.defects, []);
    }

    #[test]
    fn missing_lists_are_empty_lists() {
        let reading = read(br#"{"CFDocument":{"title":"Mend"}}"#).unwrap();
        assert_eq!(reading.units[0].defects.iter().filter(|d| d.kind == DefectKind::NoOutcomes).count(), 1);
        let reading = read(&json!({"CFDocument": {"title": "Mend"}, "CFItems": [item(2, "1", "Plan")], "CFAssociations": null}).to_string().into_bytes()).unwrap();
        assert_eq!(reading.units[0].outcomes[0].text, "Plan");
        assert!(read(br#"{"CFItems":[]}"#).unwrap_err().to_string().contains("no CFDocument"));
    }

    #[test]
    fn a_loop_is_refused_by_name() {
        let items = vec![item(2, "1", "Plan"), item(3, "1.1", "Say"), item(4, "1.2", "Do")];
        let links = vec![child(2, 1, None), child(3, 2, None), child(4, 3, None), child(3, 4, None)];
        let said = read(&package(items, links)).unwrap_err().to_string();
        assert!(
            said.contains("in a circle: 1.2 \"Do\" under 1.1 \"Say\"")
                || said.contains("in a circle: 1.1 \"Say\" under 1.2 \"Do\""),
            "{said}"
        );
    }

    #[test]
    fn what_points_nowhere_is_said() {
        let items = vec![item(2, "1", "Plan"), item(3, "1.1", "Say"), json!({"identifier": id(9)})];
        let links = vec![
            child(2, 1, None),
            child(3, 2, None),
            child(7, 2, None),
            child(3, 1, None),
            json!({"associationType": "precedes"}),
        ];
        let reading = read(&package(items, links)).unwrap();
        let kinds: Vec<DefectKind> = reading.defects.iter().map(|d| d.kind).collect();
        assert_eq!(
            kinds,
            [DefectKind::BadValue, DefectKind::BadValue, DefectKind::NotKept, DefectKind::NotKept]
        );
        assert_eq!(reading.defects[1].place, "association 3");
    }

    #[test]
    fn relations_between_criteria_are_links() {
        let relation = |kind: &str| json!({"associationType": kind, "originNodeURI": {"identifier": id(3)}, "destinationNodeURI": format!("urn:uuid:{}", id(8))});
        let kinds = ["exactMatchOf", "isRelatedTo", "isPeerOf", "ext:close", "ext:broader", "ext:narrower"];
        let reading = read(&package(vec![item(3, "1", "Plan")], kinds.map(relation).into())).unwrap();
        let got: Vec<&str> = reading.links.iter().map(|l| l.relation.as_str()).collect();
        assert_eq!(got, ["exact", "related", "related", "close", "broader", "narrower"]);
        assert_eq!((&reading.links[0].from, &reading.links[0].to), (&id(3), &id(8)));
    }

    #[test]
    fn types_place_units_and_criteria() {
        let mut unit = item(2, "U1", "Mend");
        unit["CFItemType"] = json!("Unit");
        let mut criterion = item(4, "1.1", "Say");
        criterion["CFItemType"] = json!("Assessment Criterion");
        let reading = read(&package(
            vec![unit, item(3, "1", "Plan"), criterion],
            vec![child(2, 1, None), child(3, 2, None), child(4, 2, None)],
        ))
        .unwrap();
        let unit = &reading.units[0];
        assert_eq!(
            (unit.unit.title.as_str(), unit.outcomes.len(), unit.unassigned_criteria.len()),
            ("Mend", 1, 1)
        );
        assert_eq!(unit.identity.as_ref().unwrap().unit, id(2));
    }
}
