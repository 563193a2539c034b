//! Portfolios made up by chance: units of several boards, evidence with every kind of place, decisions, samples, and texts that
//! nobody should type but somebody will. Each is recorded through the public door, and what was said is kept here as plain data,
//! so that a test can ask whether a paper says the same. Refuses to know what papers look like.

use std::collections::BTreeSet;

use fastrand::Rng;
use portfolio::api::Session;
use serde_json::{Value, json};

use crate::people::{PASSWORD, Story, each, pick, text};

mod says;
pub use says::{DAYS, METHODS, day, long_words, name, says, words};

/// A person of the centre.
#[derive(Debug, Clone)]
pub struct Person {
    /// Name.
    pub name: String,
    /// Initials as the program gave them.
    pub initials: String,
}

/// Everything that was recorded of one learner.
#[derive(Debug, Clone)]
pub struct Invented {
    /// The centre.
    pub centre: String,
    /// Its number.
    pub centre_number: String,
    /// The learner's name.
    pub learner: String,
    /// ULN, registration number, registration date, start; empty = not recorded.
    pub facts: [String; 4],
    /// The assessor.
    pub assessor: Person,
    /// Another assessor.
    pub other: Person,
    /// The IV.
    pub iv: Person,
    /// Units in the order in which they were taken.
    pub units: Vec<Unit>,
    /// Numbered items.
    pub items: Vec<Item>,
    /// Title, file and reason of what is not evidence.
    pub aside: Vec<(String, String, String)>,
    /// Witnesses whom an item names, by name.
    pub witnesses: Vec<Witness>,
    /// Words that the learner declared; empty = not declared.
    pub declared: String,
    /// On which day.
    pub declared_on: i64,
    /// Today, as a day of the story.
    pub today: i64,
    /// What the IV sampled, by unit.
    pub samples: Vec<Sample>,
}

/// A sample of the IV, which nobody signs.
#[derive(Debug, Clone)]
pub struct Sample {
    /// "S001".
    pub number: String,
    /// The unit's place.
    pub unit: usize,
    /// On which day.
    pub on: i64,
    /// The unit was signed off before.
    pub summative: bool,
    /// Each criterion that was looked at, with the IV's word on it and why; none = not a word.
    pub rows: Vec<(String, Option<(&'static str, String)>)>,
}

/// A witness.
#[derive(Debug, Clone, Default)]
pub struct Witness {
    /// Name.
    pub name: String,
    /// Job.
    pub role: String,
    /// How they stand to the learner.
    pub relation: String,
    /// What they count as, as printed.
    pub status: &'static str,
    /// What they know of the occupation.
    pub competence: String,
    /// How they can be reached.
    pub contact: String,
}

/// A unit.
#[derive(Debug, Clone, Default)]
pub struct Unit {
    /// Handle.
    pub handle: String,
    /// Title.
    pub title: String,
    /// The board's number, URN, level, credit, GLH; empty = not stated.
    pub numbers: [String; 5],
    /// Board as printed, without "(unconfirmed)".
    pub board: String,
    /// OCR says candidate.
    pub candidate: bool,
    /// Title, number and level of the qualification; empty = not stated.
    pub qualification: [String; 3],
    /// Where the text comes from, as printed.
    pub source: String,
    /// Issue; empty = not stated.
    pub issue: String,
    /// Not the board's own text, or not confirmed as that.
    pub indicative: bool,
    /// It is said to be the board's own, and nobody has confirmed it.
    pub unconfirmed: bool,
    /// Its outcomes.
    pub outcomes: Vec<Outcome>,
    /// Signed on that day with this feedback and these words.
    pub signed: Option<(i64, String, String)>,
    /// Withdrawn on that day.
    pub withdrawn: Option<i64>,
    /// What stands in the way of a claim, as the unit's status says it.
    pub obstacles: Vec<String>,
}

/// A learning outcome.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// Number.
    pub code: String,
    /// Text.
    pub text: String,
    /// Its criteria, or itself.
    pub rows: Vec<Row>,
}

/// What is decided: a criterion, or an outcome without one.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Number.
    pub code: String,
    /// The number with the marks that the key explains.
    pub marked: String,
    /// Text.
    pub text: String,
    /// An outcome without a criterion.
    pub whole: bool,
    /// What is put forward.
    pub links: Vec<Link>,
    /// What the last decision was made on, and is put forward no more.
    pub gone: Vec<Link>,
    /// What was decided last.
    pub decision: Option<Decision>,
    /// What was decided before, each with the links as they were relied on then.
    pub earlier: Vec<(Decision, Vec<Link>)>,
    /// The IV's mark, as printed.
    pub mark: String,
}

/// A link.
#[derive(Debug, Clone)]
pub struct Link {
    /// Number of the item.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// Place as printed; empty = none given.
    pub place: String,
    /// Letters of the method.
    pub method: &'static str,
    /// The decision rests on it.
    pub relied: bool,
    /// It came after the last decision.
    pub came: bool,
    /// It was put forward when something was decided, and is no more.
    pub withdrawn: bool,
}

/// A decision.
#[derive(Debug, Clone, Default)]
pub struct Decision {
    /// As the command calls it.
    pub outcome: &'static str,
    /// Reason, certificate, what is still needed: as printed under the criterion.
    pub said: String,
    /// The reason alone.
    pub reason: String,
    /// Feedback.
    pub feedback: String,
    /// What is still needed.
    pub needed: String,
    /// By which day.
    pub due: Option<i64>,
    /// Day of judgement.
    pub on: i64,
    /// Day of recording.
    pub recorded: i64,
    /// Initials of who decided.
    pub initials: String,
    /// Who decided: another may have the same initials.
    pub by: String,
}

/// An item of evidence.
#[derive(Debug, Clone, Default)]
pub struct Item {
    /// Number.
    pub reference: String,
    /// Title.
    pub title: String,
    /// Its own method.
    pub method: &'static str,
    /// Name, size and SHA-256 of its file; none where it is kept where it is.
    pub file: Option<(String, usize, String)>,
    /// Where it is kept, as printed.
    pub kept: String,
    /// Day on which it was produced.
    pub produced: Option<i64>,
    /// Author.
    pub author: String,
    /// Route, as printed.
    pub route: &'static str,
    /// Day on which the route was stated.
    pub route_on: i64,
    /// Witness: name and job.
    pub witness: Option<(String, String)>,
    /// Items that it takes the place of: number and title.
    pub replaces: Vec<String>,
    /// The item that takes its place.
    pub replaced_by: String,
    /// Pages; 0 = not recorded.
    pub pages: i64,
    /// Duration, as printed.
    pub duration: &'static str,
    /// Personal data of others are in it.
    pub third_party: bool,
    /// Its redacted copy: number and title.
    pub redacted: String,
    /// What was said about the use of AI.
    pub ai_use: String,
    /// Day on which it was taken up.
    pub added: i64,
    /// Samples that looked at it, as printed.
    pub sampled: Vec<String>,
}

impl Item {
    /// Number and title.
    pub fn named(&self) -> String {
        format!("{} {}", self.reference, self.title)
    }
}

impl Decision {
    /// Whether the criterion is achieved.
    pub fn met(&self) -> bool {
        ["met", "rpl", "creditTransfer"].contains(&self.outcome)
    }
}

impl Row {
    /// Whether it is achieved.
    pub fn met(&self) -> bool {
        self.decision.as_ref().is_some_and(Decision::met)
    }

    /// What was put forward when the last decision was made.
    pub fn then(&self) -> Vec<Link> {
        self.links.iter().filter(|link| !link.came).chain(&self.gone).cloned().collect()
    }

    /// Whether the decision rests on some of what was put forward, so that the rest is said to be left out.
    pub fn rests(&self) -> bool {
        self.links.iter().chain(&self.gone).any(|link| link.relied)
    }

    /// Whether nothing is put forward and it is not achieved.
    pub fn gap(&self) -> bool {
        self.links.is_empty() && !self.met()
    }
}

impl Unit {
    /// All rows.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.outcomes.iter().flat_map(|outcome| &outcome.rows)
    }

    fn row(&mut self, code: &str) -> &mut Row {
        let rows = self.outcomes.iter_mut().flat_map(|outcome| &mut outcome.rows);
        rows.into_iter().find(|row| row.code == code).expect("a row of the unit")
    }

    fn codes(&self) -> Vec<String> {
        self.rows().map(|row| row.code.clone()).collect()
    }
}

/// Who makes it up.
pub struct Inventor {
    rng: Rng,
    story: Story,
    made: Invented,
    used: BTreeSet<String>,
}

impl Inventor {
    /// A portfolio of this seed. `story` is bare: no centre stands in it yet.
    pub fn portfolio(seed: u64, story: Story) -> (Invented, Story) {
        let mut rng = Rng::with_seed(seed);
        let people: Vec<String> = (0..3).map(|at| name(&mut rng, at)).collect();
        let person = |at: usize| Person { name: people[at].clone(), initials: String::new() };
        let made = Invented {
            centre: says(&mut rng, 1, 6),
            centre_number: if rng.bool() { rng.u32(10_000..99_999).to_string() } else { String::new() },
            learner: name(&mut rng, 3),
            facts: Default::default(),
            assessor: person(0),
            other: person(1),
            iv: person(2),
            units: Vec::new(),
            items: Vec::new(),
            aside: Vec::new(),
            witnesses: Vec::new(),
            declared: String::new(),
            declared_on: 0,
            today: 0,
            samples: Vec::new(),
        };
        let mut inventor = Inventor { rng, story, made, used: BTreeSet::new() };
        inventor.begins();
        inventor.takes_units();
        inventor.takes_evidence();
        inventor.passes();
        inventor.maps();
        inventor.passes();
        inventor.decides();
        inventor.declares_and_signs();
        inventor.samples();
        inventor.withdraws();
        inventor.passes();
        inventor.asks_for_obstacles();
        (inventor.made, inventor.story)
    }

    fn chance(&mut self, percent: u8) -> bool {
        self.rng.u8(..100) < percent
    }

    fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.rng.usize(..of.len())].clone()
    }

    fn passes(&mut self) {
        let days = self.rng.i64(0..9);
        self.story.days_pass(days);
        self.made.today += days;
    }

    fn sits(&mut self, name: &str) {
        let session: &mut Session = self.story.session();
        session.act_as(name).unwrap_or_else(|failure| panic!("{name:?}: {}", failure.message));
    }

    fn does(&mut self, command: &str, mut request: Value) -> Value {
        request["learner"] = json!(self.made.learner);
        self.story.call(command, request)
    }

    fn begins(&mut self) {
        let centre = json!({ "name": self.made.centre, "number": self.made.centre_number });
        self.story.call("centre.init", centre);
        for (at, role) in ["assessor", "assessor", "iv"].into_iter().enumerate() {
            let who = [&self.made.assessor, &self.made.other, &self.made.iv][at].name.clone();
            let said =
                self.story.call("person.add", json!({ "name": who, "roles": [role], "password": PASSWORD }));
            let initials = text(&said["initials"]);
            [&mut self.made.assessor, &mut self.made.other, &mut self.made.iv][at].initials = initials;
        }
        let who = self.made.assessor.name.clone();
        self.sits(&who);
        let maybe = |inventor: &mut Inventor, text: &str| {
            if inventor.chance(70) { text.to_owned() } else { String::new() }
        };
        self.made.facts = [
            maybe(self, "9904817269"),
            maybe(self, "R&D/10<417>"),
            maybe(self, "2026-01-05"),
            maybe(self, "2026-02-28"),
        ];
        let [uln, number, registered, start] = &self.made.facts;
        let folder = self.story.folder().to_owned();
        let request = json!({
            "name": self.made.learner, "folder": folder, "units": [], "uln": uln, "registrationNumber": number,
            "registrationDate": registered, "start": start, "assessor": self.made.assessor.name, "iv": self.made.iv.name,
        });
        self.story.call("learner.add", request);
    }

    fn takes_units(&mut self) {
        for at in 0..self.rng.usize(0..4) {
            let (unit, file, confirm) = says::unit(&mut self.rng, at);
            self.story.call("unit.import", json!({ "text": file.to_string() }));
            if confirm {
                self.story.call("unit.confirm", json!({ "unit": unit.handle, "source": "Issue 3, page 41" }));
            }
            self.does("learner.unitAdd", json!({ "unit": unit.handle }));
            self.made.units.push(unit);
        }
    }

    fn takes_evidence(&mut self) {
        let count = if self.chance(8) { self.rng.usize(19..40) } else { self.rng.usize(0..9) };
        for at in 0..count {
            let name = says::file_name(&mut self.rng, at);
            let content = format!("{at} {}", long_words(&mut self.rng));
            self.story.file(&name, &content);
        }
        self.does("scan", json!({}));
        let listed = self.does("evidence.list", json!({}));
        for file in each(&listed) {
            self.takes(file);
        }
        self.witnesses();
        for _ in 0..self.rng.usize(0..3) {
            self.in_situ();
        }
        self.describes();
    }

    fn takes(&mut self, file: &Value) {
        let part = &file["parts"][0];
        let (id, folder, name) = (text(&file["id"]), text(&part["folder"]), text(&part["fileName"]));
        let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
        if self.chance(12) {
            let reason = says(&mut self.rng, 1, 8);
            self.does("evidence.setAside", json!({ "evidence": [id], "reason": reason }));
            self.made.aside.push((text(&file["title"]), path, reason.trim().to_owned()));
            return;
        }
        let title = if self.chance(70) { says(&mut self.rng, 1, 9) } else { text(&file["title"]) };
        let method = self.one(&METHODS).0;
        let accept = json!({ "evidence": [id], "title": title, "method": method });
        self.does("evidence.accept", accept);
        let bytes = std::fs::read(self.story.folder().join(&path)).expect("the file is there");
        let sha256 = portfolio::journal::id::Hash::of(&bytes).to_string();
        let reference = self.reference(&id);
        self.made.items.push(Item {
            reference,
            title: title.trim().to_owned(),
            method,
            file: Some((path, bytes.len(), sha256)),
            added: self.made.today,
            ..Item::default()
        });
    }

    fn reference(&mut self, id: &str) -> String {
        let listed = self.does("evidence.list", json!({}));
        text(&pick(&listed, "id", id)["reference"])
    }

    fn in_situ(&mut self) {
        let (title, kept) = (says(&mut self.rng, 1, 6), says(&mut self.rng, 2, 9));
        let method = self.one(&METHODS).0;
        let seen = self.chance(60);
        let by = self.made.assessor.name.clone();
        let mut request = json!({ "title": title, "kept": kept, "method": method });
        if seen {
            request["seenBy"] = json!(by);
            request["seenOn"] = json!(day(self.made.today).iso);
        }
        self.does("evidence.inSitu", request);
        let seen =
            if seen { format!(", seen by {by} on {}", day(self.made.today).short) } else { String::new() };
        let listed = self.does("evidence.list", json!({}));
        let known: BTreeSet<&str> = self.made.items.iter().map(|item| item.reference.as_str()).collect();
        let new = each(&listed)
            .filter_map(|item| item["reference"].as_str())
            .find(|number| !known.contains(number));
        let reference = new.expect("a number").to_owned();
        self.made.items.push(Item {
            reference,
            title: title.trim().to_owned(),
            method,
            kept: format!("kept at: {}{seen}", kept.trim()),
            added: self.made.today,
            ..Item::default()
        });
    }

    fn witnesses(&mut self) {
        for at in 0..self.rng.usize(0..3) {
            let witness = Witness {
                name: name(&mut self.rng, 10 + at),
                role: self.maybe(1, 4),
                relation: self.maybe(1, 5),
                status: self.one(&["", "expert witness", "occupational expert", "other witness"]),
                competence: self.maybe(2, 12),
                contact: self.maybe(1, 4),
            };
            let Witness { name, role, relation, status, competence, contact } = &witness;
            let request = json!({
                "name": name, "role": role, "relation": relation, "status": status, "competence": competence,
                "contact": contact,
            });
            self.story.call("witness.save", request);
            self.made.witnesses.push(witness);
        }
    }

    fn maybe(&mut self, least: usize, most: usize) -> String {
        if self.chance(60) { says(&mut self.rng, least, most).trim().to_owned() } else { String::new() }
    }

    fn describes(&mut self) {
        for at in 0..self.made.items.len() {
            if self.chance(50) {
                continue;
            }
            let mut request = json!({ "evidence": self.made.items[at].reference });
            if self.chance(60) {
                let produced = self.made.today - self.rng.i64(0..DAYS);
                request["produced"] = json!(day(produced).iso);
                self.made.items[at].produced = Some(produced);
            }
            if self.chance(60) {
                let author = says(&mut self.rng, 1, 4).trim().to_owned();
                request["author"] = json!(author);
                self.made.items[at].author = author;
            }
            if self.chance(60) {
                let (typed, printed) =
                    self.one(&[("observed", "observed"), ("e-mail", "e-mail"), ("witness", "witness")]);
                request["route"] = json!(typed);
                self.made.items[at].route = printed;
                self.made.items[at].route_on = self.made.today;
            }
            if !self.made.witnesses.is_empty() && self.chance(60) {
                let witnesses = self.made.witnesses.clone();
                let witness = self.one(&witnesses);
                request["witness"] = json!(witness.name);
                self.made.items[at].witness = Some((witness.name, witness.role));
            }
            self.says_what_is_in_it(at, &mut request);
            if request.as_object().is_some_and(|said| said.len() > 1) {
                self.does("evidence.describe", request);
            }
        }
        self.replaces();
        let named: BTreeSet<String> =
            self.made.items.iter().filter_map(|item| item.witness.clone()).map(|(name, _)| name).collect();
        self.made.witnesses.retain(|witness| named.contains(&witness.name));
        self.made.witnesses.sort_by(|one, other| one.name.cmp(&other.name));
    }

    fn says_what_is_in_it(&mut self, at: usize, request: &mut Value) {
        if self.chance(30) {
            self.made.items[at].pages = self.rng.i64(1..400);
            request["pages"] = json!(self.made.items[at].pages);
        }
        if self.chance(30) {
            let (typed, printed) =
                self.one(&[("12:30", "0:12:30"), ("1:02:03", "1:02:03"), ("45", "0:00:45")]);
            request["duration"] = json!(typed);
            self.made.items[at].duration = printed;
        }
        if self.chance(30) {
            request["thirdParty"] = json!(true);
            self.made.items[at].third_party = true;
        }
        let twin = self.rng.usize(..self.made.items.len());
        if twin != at && self.chance(30) {
            request["redacted"] = json!(self.made.items[twin].reference);
            self.made.items[at].redacted = self.made.items[twin].named();
        }
        if self.chance(30) {
            let said = says(&mut self.rng, 1, 9).trim().to_owned();
            request["aiUse"] = json!(said);
            self.made.items[at].ai_use = said;
        }
    }

    /// Some items take the place of earlier ones.
    fn replaces(&mut self) {
        for at in 1..self.made.items.len() {
            if !self.chance(15) {
                continue;
            }
            let (old, new) = (&self.made.items[at - 1], &self.made.items[at]);
            let request = json!({ "replaces": old.reference, "evidence": new.reference });
            let (former, later) = (old.named(), new.named());
            self.does("evidence.replace", request);
            self.made.items[at - 1].replaced_by = later;
            self.made.items[at].replaces.push(former);
        }
    }

    fn maps(&mut self) {
        if self.made.items.is_empty() {
            return;
        }
        for at in 0..self.made.units.len() {
            let handle = self.made.units[at].handle.clone();
            for code in self.made.units[at].codes() {
                for _ in 0..self.rng.usize(0..5) {
                    self.maps_one(at, &handle, &code);
                }
            }
        }
    }

    fn maps_one(&mut self, at: usize, handle: &str, code: &str) {
        let items = self.made.items.clone();
        let item = self.one(&items);
        let (typed, place) = says::place(&mut self.rng);
        if !self.used.insert(format!("{handle} {code} {} {place}", item.reference)) {
            return;
        }
        let method = if self.chance(60) { item.method } else { self.one(&METHODS).0 };
        let mut request =
            json!({ "unit": handle, "evidence": [item.reference], "codes": code, "method": method });
        if !typed.is_empty() {
            request["place"] = json!(typed);
        }
        self.does("map", request);
        self.puts_forward(at, code, &item, (method, place), false);
    }

    fn puts_forward(
        &mut self,
        at: usize,
        code: &str,
        item: &Item,
        (method, place): (&'static str, String),
        came: bool,
    ) {
        let (reference, title) = (item.reference.clone(), item.title.clone());
        // What came after a decision is no part of what it rests on.
        let link = Link { reference, title, place, method, relied: !came, came, withdrawn: false };
        self.made.units[at].row(code).links.push(link);
    }

    /// After decisions more comes: an item that was not there before, perhaps in place of another; something is put forward no more;
    /// and some of it is decided again.
    fn comes_later(&mut self, at: usize, to_sign: bool) {
        self.passes();
        for code in self.made.units[at].codes() {
            if self.made.units[at].row(&code).decision.is_none() {
                continue;
            }
            // What is signed rests on what still stands.
            if !to_sign && self.chance(12) {
                self.is_put_forward_no_more(at, &code);
            }
            let came = self.chance(30) && self.brings(at, &code);
            if came && self.chance(40) {
                self.passes();
                self.decides_one(at, &code, to_sign);
            }
        }
    }

    /// Something new for a row; false where there is nothing that was not brought for it before.
    fn brings(&mut self, at: usize, code: &str) -> bool {
        let row = self.made.units[at].row(code);
        let earlier = row.earlier.iter().flat_map(|(_, links)| links);
        let known: BTreeSet<String> =
            earlier.chain(&row.links).chain(&row.gone).map(|link| link.reference.clone()).collect();
        let relied: Vec<String> =
            row.links.iter().filter(|link| link.relied).map(|link| link.reference.clone()).collect();
        let new = self.made.items.iter().filter(|item| !known.contains(&item.reference));
        let new: Vec<Item> = new.cloned().collect();
        if new.is_empty() {
            return false;
        }
        let item = self.one(&new);
        let (typed, place) = says::place(&mut self.rng);
        let handle = self.made.units[at].handle.clone();
        self.used.insert(format!("{handle} {code} {} {place}", item.reference));
        let mut request =
            json!({ "unit": handle, "evidence": [item.reference], "codes": code, "method": item.method });
        if !typed.is_empty() {
            request["place"] = json!(typed);
        }
        self.does("map", request);
        self.puts_forward(at, code, &item, (item.method, place), true);
        if self.chance(50) {
            self.is_resubmitted(&relied, &item.reference);
        }
        true
    }

    /// The new item takes the place of one that was judged, where neither is said of another yet.
    fn is_resubmitted(&mut self, judged: &[String], new: &str) {
        let place = |reference: &str| self.made.items.iter().position(|item| item.reference == reference);
        let old = judged.iter().filter_map(|reference| place(reference));
        let (Some(old), Some(new)) = (old.min(), place(new)) else { return };
        // One that comes later in the list takes the place of one before it, so that nothing goes round in a circle.
        if old >= new || !self.made.items[old].replaced_by.is_empty() {
            return;
        }
        let (former, later) = (self.made.items[old].named(), self.made.items[new].named());
        let (replaces, evidence) =
            (self.made.items[old].reference.clone(), self.made.items[new].reference.clone());
        self.does("evidence.replace", json!({ "replaces": replaces, "evidence": evidence }));
        self.made.items[old].replaced_by = later;
        self.made.items[new].replaces.push(former);
        self.made.items[new].replaces.sort();
    }

    /// A decision rested on it, or left it out; now nobody puts it forward.
    fn is_put_forward_no_more(&mut self, at: usize, code: &str) {
        let links = self.made.units[at].row(code).links.clone();
        if links.is_empty() {
            return;
        }
        let link = self.one(&links);
        let chosen = self.shown_link(at, code, &link);
        self.does("unmap", json!({ "mappings": [chosen] }));
        let same = |other: &Link| other.reference == link.reference && other.place == link.place;
        let row = self.made.units[at].row(code);
        row.links.retain(|other| !same(other));
        row.gone.push(Link { withdrawn: true, ..link.clone() });
        let earlier = row.earlier.iter_mut().flat_map(|(_, links)| links);
        earlier.filter(|other| same(other)).for_each(|other| other.withdrawn = true);
    }

    /// Id of a link as the portfolio shows it.
    fn shown_link(&mut self, at: usize, code: &str, link: &Link) -> String {
        let links = self.shown_links(at, code);
        let same = |shown: &&Value| {
            let place = shown["place"].as_str().unwrap_or_default();
            shown["reference"] == link.reference.as_str() && place == link.place
        };
        text(&links.iter().find(same).expect("the link is shown")["mapping"])
    }

    fn shown_links(&mut self, at: usize, code: &str) -> Vec<Value> {
        let shown = self.does("learner.show", json!({}));
        let unit = pick(&shown["units"], "handle", &self.made.units[at].handle);
        let rows =
            each(&unit["outcomes"]).flat_map(|outcome| each(&outcome["rows"]).cloned().collect::<Vec<_>>());
        each(&pick(&rows.collect(), "code", code)["links"]).cloned().collect()
    }

    fn decides(&mut self) {
        for at in 0..self.made.units.len() {
            // Some units are decided to the end, some in part, some not at all.
            let (share, to_sign) =
                self.one(&[(0, false), (40, false), (80, false), (100, true), (100, true)]);
            for code in self.made.units[at].codes() {
                if self.chance(share) {
                    if self.chance(15) {
                        self.decides_one(at, &code, false);
                    }
                    self.decides_one(at, &code, to_sign);
                }
                if self.chance(10) {
                    self.passes();
                }
            }
            self.comes_later(at, to_sign);
        }
    }

    fn outcome(&mut self, to_sign: bool, mapped: bool) -> &'static str {
        match (to_sign, mapped) {
            (true, true) => self.one(&["met", "met", "met", "rpl"]),
            (true, false) => self.one(&["rpl", "creditTransfer"]),
            (false, true) => self.one(&["met", "met", "partiallyMet", "notYetMet", "rpl", "creditTransfer"]),
            (false, false) => self.one(&["notYetMet", "partiallyMet", "rpl"]),
        }
    }

    fn decides_one(&mut self, at: usize, code: &str, to_sign: bool) {
        let handle = self.made.units[at].handle.clone();
        let row = self.made.units[at].row(code);
        let before = row.decision.clone().map(|decision| (decision, row.then()));
        let mapped = !row.links.is_empty();
        let outcome = self.outcome(to_sign, mapped);
        // Both sit at the desk in turn, but whoever signs decides alone where a unit is to be signed.
        let who =
            if to_sign || self.chance(70) { self.made.assessor.clone() } else { self.made.other.clone() };
        self.sits(&who.name);
        let mut decision = Decision {
            outcome,
            on: self.made.today - self.rng.i64(0..5),
            recorded: self.made.today,
            initials: who.initials.clone(),
            by: who.name.clone(),
            ..Decision::default()
        };
        let reason = if decision.met() && (mapped || outcome != "rpl") && self.chance(40) {
            String::new()
        } else {
            says(&mut self.rng, 1, 40)
        };
        decision.reason = reason.trim().to_owned();
        let mut parts = vec![decision.reason.clone()];
        let mut request = json!({
            "unit": handle, "codes": code, "outcome": outcome, "reason": reason, "date": day(decision.on).iso,
        });
        if outcome == "creditTransfer" {
            let (number, board) =
                (says(&mut self.rng, 1, 2).trim().to_owned(), says(&mut self.rng, 1, 3).trim().to_owned());
            let on = day(decision.on - 30);
            request["certificate"] = json!({ "number": number, "awardingOrganisation": board, "date": on.iso, "urn": "M/506/2898" });
            parts.push(format!(
                "Certificate {number} ({board}, M/506/2898) of {}, seen by {}.",
                on.short, who.name
            ));
        }
        if self.chance(40) {
            decision.feedback = says(&mut self.rng, 2, 30).trim().to_owned();
            request["feedback"] = json!(decision.feedback);
        }
        if !decision.met() {
            self.needs(&mut decision, &mut request, &mut parts);
        }
        let row = self.made.units[at].row(code);
        row.gone.clear();
        row.links.iter_mut().for_each(|link| link.came = false);
        if mapped && outcome == "met" && self.chance(25) {
            self.relies(at, code, &mut request);
        } else {
            self.made.units[at].row(code).links.iter_mut().for_each(|link| link.relied = true);
        }
        parts.retain(|part| !part.is_empty());
        decision.said = parts.join(" ");
        self.does("decide", request);
        let row = self.made.units[at].row(code);
        row.decision = Some(decision);
        row.earlier.extend(before);
        let assessor = self.made.assessor.name.clone();
        self.sits(&assessor);
    }

    fn needs(&mut self, decision: &mut Decision, request: &mut Value, parts: &mut Vec<String>) {
        if self.chance(60) {
            let due = self.made.today + self.rng.i64(0..20);
            decision.due = Some(due);
            request["due"] = json!(day(due).iso);
        }
        if self.chance(60) {
            decision.needed = says(&mut self.rng, 2, 20).trim().to_owned();
            request["needed"] = json!(decision.needed);
        }
        let by = decision.due.map(|due| format!(" by {}", day(due).short)).unwrap_or_default();
        match (decision.needed.is_empty(), by.is_empty()) {
            (true, true) => {}
            (true, false) => parts.push(format!("To be resubmitted{by}.")),
            (false, _) => parts.push(format!("Still needed{by}: {}", decision.needed)),
        }
    }

    /// The decision rests on one of the links alone.
    fn relies(&mut self, at: usize, code: &str, request: &mut Value) {
        let links = self.shown_links(at, code);
        let chosen = self.one(&links);
        request["reliedOn"] = json!([chosen["mapping"]]);
        let same = |link: &Link| {
            let place = chosen["place"].as_str().unwrap_or_default();
            chosen["reference"] == link.reference.as_str() && place == link.place
        };
        let row = self.made.units[at].row(code);
        row.links.iter_mut().for_each(|link| link.relied = same(link));
        assert_eq!(row.links.iter().filter(|link| link.relied).count(), 1, "{chosen} among {:?}", row.links);
    }

    fn declares_and_signs(&mut self) {
        if self.made.units.is_empty() || self.chance(30) {
            return;
        }
        self.made.declared = says(&mut self.rng, 5, 40).trim().to_owned();
        self.made.declared_on = self.made.today;
        let words = self.made.declared.clone();
        self.does("declaration.record", json!({ "route": "signed", "words": words }));
        for at in 0..self.made.units.len() {
            let leaves = self.chance(20);
            let unit = &self.made.units[at];
            let own = unit
                .rows()
                .all(|row| row.decision.as_ref().is_some_and(|d| d.initials == self.made.assessor.initials));
            // What a decision relied on and was taken away since is decided again first.
            let stands = unit.rows().all(|row| row.met() && row.gone.is_empty());
            if !stands || !own || leaves {
                continue;
            }
            let handle = unit.handle.clone();
            let view = self.does("signOff.show", json!({ "unit": handle }));
            let feedback = says(&mut self.rng, 0, 30).trim().to_owned();
            let sign = json!({ "unit": handle, "password": PASSWORD, "vacsr": true, "feedback": feedback });
            self.does("signOff.sign", sign);
            self.made.units[at].signed = Some((self.made.today, feedback, text(&view["declaration"])));
        }
    }

    fn samples(&mut self) {
        let iv = self.made.iv.name.clone();
        self.sits(&iv);
        let mut number = 0;
        for at in 0..self.made.units.len() {
            let decided: Vec<String> = self.made.units[at]
                .rows()
                .filter(|row| row.decision.is_some())
                .map(|row| row.code.clone())
                .collect();
            if decided.is_empty() || self.chance(50) {
                continue;
            }
            number += 1;
            let codes: Vec<String> = decided.into_iter().filter(|_| self.rng.bool()).collect();
            if codes.is_empty() {
                number -= 1;
                continue;
            }
            self.samples_unit(at, number, &codes);
        }
        let assessor = self.made.assessor.name.clone();
        self.sits(&assessor);
    }

    fn samples_unit(&mut self, at: usize, number: usize, codes: &[String]) {
        let handle = self.made.units[at].handle.clone();
        let made = self.does("sample.make", json!({ "unit": handle, "codes": codes.join(",") }));
        let name = text(&made["number"]);
        assert_eq!(name, format!("S{number:03}"));
        let today = day(self.made.today);
        // Nobody signs these records.
        self.made.samples.push(Sample {
            number: name.clone(),
            unit: at,
            on: self.made.today,
            summative: self.made.units[at].signed.is_some(),
            rows: codes.iter().map(|code| (code.clone(), None)).collect(),
        });
        let sampled = format!("{name} of {}, not signed", today.short);
        for code in codes {
            // An IV sees what was judged, not what was left out.
            let row = self.made.units[at].row(code);
            let links = row.links.iter().chain(&row.gone).filter(|link| link.relied);
            let looked: BTreeSet<String> = links.map(|link| link.reference.clone()).collect();
            for item in self.made.items.iter_mut().filter(|item| looked.contains(&item.reference)) {
                if !item.sampled.contains(&sampled) {
                    item.sampled.push(sampled.clone());
                }
            }
            if self.chance(25) {
                continue;
            }
            let (judgement, printed) = self.one(&[
                ("agree", "agreed"),
                ("agree", "agreed"),
                ("action", "action open"),
                ("disagree", "disagreed"),
            ]);
            let reason = says(&mut self.rng, 1, 9);
            let word = [("agree", "agreed"), ("action", "action required"), ("disagree", "disagreed")];
            let word = word.into_iter().find(|(own, _)| *own == judgement).expect("a word").1;
            let rows = self.made.samples.last_mut().map(|sample| &mut sample.rows).into_iter().flatten();
            rows.filter(|(own, _)| own == code)
                .for_each(|(_, said)| *said = Some((word, reason.trim().to_owned())));
            let finding = json!({ "sample": name, "code": code, "judgement": judgement, "reason": reason });
            self.does("finding.make", finding);
            let initials = self.made.iv.initials.clone();
            self.made.units[at].row(code).mark = format!("{printed} {initials} {}", today.short);
        }
    }

    /// The only thing that is not kept while it is said, but asked for: the rules of a claim are the program's.
    fn asks_for_obstacles(&mut self) {
        let standing = self.does("status.show", json!({}));
        for unit in &mut self.made.units {
            let own = pick(&standing["units"], "handle", &unit.handle);
            unit.obstacles = each(&own["obstacles"]).map(|obstacle| text(&obstacle["text"])).collect();
        }
    }

    fn withdraws(&mut self) {
        for at in 0..self.made.units.len() {
            if self.made.units[at].signed.is_none() && self.chance(12) {
                let handle = self.made.units[at].handle.clone();
                self.does("learner.unitWithdraw", json!({ "unit": handle, "reason": "Another unit." }));
                self.made.units[at].withdrawn = Some(self.made.today);
            }
        }
    }
}
