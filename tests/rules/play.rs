//! What may be asked in the game of `rules.rs`, by whom, and how often. Knows no rule: much of it is there to be refused.

use std::fs;

use journeys::files::scan;
use journeys::people::{BOARDS, OCR, PASSWORD, Story};
use portfolio::error::{Failure, Sort};
use serde_json::{Value, json};

use super::{CODES, Game, NAMES, PEOPLE, QUALIFICATION, REGISTERED_LATE};

/// The command that decides.
const DECIDE: &str = "decide";

/// The qualification of the centre's records that the unit belongs to, with its last day of certification.
pub fn qualification(end: &str, known: bool) -> Value {
    let mut request = json!({ "says": {
        "number": QUALIFICATION, "title": "Diploma in Keeping Stock", "level": "2", "awardingOrganisation": "Northgate Awards",
        "framework": "RQF", "status": "", "operationalStartDate": "", "operationalEndDate": "",
        "certificationEndDate": end, "levelRules": [], "source": "",
        "groups": [{ "name": "Mandatory", "mandatory": true, "units": [BOARDS] }],
    }});
    if known {
        request["qualification"] = json!(QUALIFICATION);
    }
    request
}

/// What the page says of a signature that somebody is about to give; none = it is not one that a page foretells.
pub fn foretold(story: &mut Story, name: &str, request: &Value) -> Option<Value> {
    let page = ["signOff.sign", "countersign"].contains(&name);
    page.then(|| story.try_on("signOff.show", json!({ "unit": request["unit"] })).ok()).flatten()
}

/// The page says beforehand whom a signature would refuse, and nobody else is refused by person.
pub fn agrees(page: &Value, name: &str, answer: &Result<Value, Failure>, who: &str) {
    let code = answer.as_ref().err().map(|failure| failure.code.as_str());
    let (said, open) = if name == "countersign" {
        (&page["countersign"]["may"], page["countersign"].is_object())
    } else {
        (&page["maySign"], page["signed"].is_null())
    };
    let by_person = ["ownSample", "ownCountersignature", "traineeAlone", "notYourRole", "readOnly"];
    let refused = code.is_some_and(|code| by_person.contains(&code));
    let keyless = page["hasSigningPassword"] == false;
    assert!(!open || !refused || said.is_string(), "12. {who}: {code:?}, and the page said nothing: {page}");
    assert!(!said.is_string() || code.is_some(), "12. {who} signed, and the page said: {said}");
    assert!(!keyless || code.is_some(), "12. {who} signed without a signing password that the page knows of");
    assert!(code != Some("noPassword") || keyless, "12. {who}: the page knew of a signing password");
}

impl Game {
    /// What is done, and who would do it.
    pub fn request(&mut self) -> (&'static str, Value, &'static [&'static str]) {
        let assessors: &[&str] = &["Ada Okafor", "Cleo Marsh", "Tia Lund", "Tia Lund"];
        let verifiers: &[&str] = &["Ben King", "Dana Hill", "Cleo Marsh", "Vic Rowe", "Lea Park"];
        let qualified: &[&str] = &["Ada Okafor", "Ben King", "Cleo Marsh", "Lea Park"];
        let claimants: &[&str] = &["May Poole", "Lea Park"];
        let unit = if self.rng.u8(..) < 200 { BOARDS } else { OCR };
        let (codes, evidence) = (self.one(&CODES), self.one(&["E001", "E002", "E003"]));
        let signed = json!({ "unit": unit, "password": PASSWORD });
        match self.rng.u8(..116) {
            0..6 => (
                "map",
                json!({ "unit": unit, "evidence": [evidence], "codes": codes, "place": "p. 1" }),
                assessors,
            ),
            6..9 => self.unmap(),
            9..24 => (DECIDE, self.judgement(unit, codes), assessors),
            24..32 => ("countersign", signed, qualified),
            32..42 => {
                let vacsr = self.rng.u8(..) < 230;
                ("signOff.sign", json!({ "unit": unit, "password": PASSWORD, "vacsr": vacsr }), assessors)
            }
            42 => ("signOff.reopen", json!({ "unit": unit, "reason": "Once more." }), assessors),
            43..48 => ("paper.sign", signed, qualified),
            48..56 => ("sample.make", json!({ "unit": unit, "codes": codes }), verifiers),
            56..64 => self.finding(verifiers),
            64..67 => self.note("action.answer", assessors),
            67..69 => self.note("action.close", verifiers),
            69 => self.takes_comment_back(verifiers),
            70..75 => self.of_sample("sample.verify", verifiers),
            75..79 => self.of_sample("sample.countersign", qualified),
            79..83 => {
                let request = json!({ "unit": unit, "reason": "Not in the plan.", "password": PASSWORD });
                ("unit.release", request, verifiers)
            }
            83..88 => ("claim.make", json!({ "units": [unit], "batch": "B-1" }), claimants),
            88..90 => ("certificate.record", json!({ "units": [unit], "number": "C-1" }), claimants),
            90..92 => self.take_back(),
            92..94 => (self.one(&["undo", "redo"]), json!({}), assessors),
            94 if self.rng.u8(..) < 100 => {
                ("learner.unitWithdraw", json!({ "unit": unit, "reason": "Left." }), assessors)
            }
            95 => ("learner.unitAdd", json!({ "unit": unit }), assessors),
            97 => self.ink(unit),
            96 => ("learner.change", self.facts(), assessors),
            98 | 99 => self.person(),
            100..103 => self.declaration(unit),
            103..105 => self.changed_file(),
            105 => ("evidence.accept", json!({ "evidence": [evidence] }), assessors),
            106 | 107 => self.key(),
            108 => self.partially_met(),
            109 | 110 => self.ending(),
            111 => {
                let whole = json!({ "units": [BOARDS], "batch": "B-2", "qualification": QUALIFICATION });
                ("claim.make", whole, claimants)
            }
            112..114 => ("certificate.record", json!({ "units": [unit], "number": "C-2" }), claimants),
            _take_back => self.take_back(),
        }
    }

    /// A judgement with what it needs, most of the time; now and then one of a day before the learner was registered.
    fn judgement(&mut self, unit: &str, codes: &str) -> Value {
        let outcomes =
            ["met", "met", "rpl", "rpl", "rpl", "rpl", "notYetMet", "partiallyMet", "creditTransfer"];
        let outcome = self.one(&outcomes);
        let reason = if self.rng.u8(..) < 30 { "" } else { "Seen." };
        let mut wanted = json!({ "unit": unit, "codes": codes, "outcome": outcome, "reason": reason });
        if self.rng.u8(..) < 40 {
            wanted["date"] = json!(self.one(&["2026-08-20", "2026-09-01", "2026-09-13", "2099-01-01"]));
        }
        if outcome == "partiallyMet" {
            wanted["needed"] = json!("The second week.");
            wanted["due"] = json!(self.one(&["2026-08-01", "2027-03-01", "2027-03-01"]));
        }
        if outcome == "creditTransfer" && self.rng.u8(..) < 220 {
            wanted["certificate"] =
                json!({ "number": "C 17/0042", "awardingOrganisation": "OCR", "date": "2024-06-01" });
        }
        wanted
    }

    /// The learner's numbers and the day of registration, sometimes as they should be.
    fn facts(&mut self) -> Value {
        if self.rng.bool() {
            return json!({ "uln": self.one(&["", "1234567890", "1234567890"]) });
        }
        let day = self.one(&["2026-09-01", "2026-09-01", REGISTERED_LATE, ""]);
        json!({ "registrationNumber": "N-1", "registrationDate": day })
    }

    /// The learner declares, for the portfolio or a unit, or what was declared is withdrawn.
    fn declaration(&mut self, unit: &str) -> (&'static str, Value, &'static [&'static str]) {
        let assessors: &[&str] = &["Ada Okafor", "Cleo Marsh"];
        let standing = self.records.book(self.book).unwrap().declarations.iter().filter(|d| d.standing);
        let all: Vec<String> = standing.map(|d| d.hash.to_string()).collect();
        if !all.is_empty() && self.rng.bool() {
            let declaration = all[self.rng.usize(..all.len())].clone();
            let reason = self.one(&["Another learner's.", "The wrong day.", ""]);
            return (
                "declaration.withdraw",
                json!({ "declaration": declaration, "reason": reason }),
                assessors,
            );
        }
        let mut request = json!({ "route": "signed" });
        if self.rng.bool() {
            request["unit"] = json!(unit);
        }
        ("declaration.record", request, assessors)
    }

    /// A file of evidence changes under everybody's hands, and the folder is read again.
    fn changed_file(&mut self) -> (&'static str, Value, &'static [&'static str]) {
        let name = self.one(&["1 one.txt", "2 two.txt", "3 three.txt"]);
        let words = format!("written again: {}", self.rng.u32(..));
        self.story.file(name, &words);
        ("scan", json!({}), &["Ada Okafor", "Cleo Marsh"])
    }

    /// A key is ended, for its password is forgotten; or whoever has none sets a new password.
    fn key(&mut self) -> (&'static str, Value, &'static [&'static str]) {
        let without: Vec<String> = self.keyless.iter().cloned().collect();
        if !without.is_empty() && self.rng.u8(..) < 200 {
            let name = &without[self.rng.usize(..without.len())];
            let who = PEOPLE.iter().position(|(known, ..)| known == name).unwrap();
            return ("person.password", json!({ "password": PASSWORD }), &NAMES[who..=who]);
        }
        let (name, ..) = PEOPLE[self.rng.usize(..PEOPLE.len())];
        let request =
            json!({ "person": name, "reason": self.one(&["Forgotten.", ""]), "password": PASSWORD });
        ("person.endKey", request, &["May Poole"])
    }

    fn partially_met(&mut self) -> (&'static str, Value, &'static [&'static str]) {
        let used = self.rng.u8(..) < 200;
        ("centre.partiallyMet", json!({ "used": used }), &["May Poole"])
    }

    /// The qualification that the unit is claimed towards gets another last day of certification.
    fn ending(&mut self) -> (&'static str, Value, &'static [&'static str]) {
        let end = self.one(&["", "", "2026-09-13", "2027-12-31"]);
        ("qualification.save", qualification(end, true), &["Ada Okafor", "May Poole"])
    }

    fn unmap(&mut self) -> (&'static str, Value, &'static [&'static str]) {
        let links: Vec<String> =
            self.records.book(self.book).unwrap().mappings.iter().map(|m| m.hash.to_string()).collect();
        let mappings =
            if links.is_empty() { Vec::new() } else { vec![links[self.rng.usize(..links.len())].clone()] };
        ("unmap", json!({ "mappings": mappings }), &["Ada Okafor", "Cleo Marsh", "Tia Lund"])
    }

    fn finding(&mut self, who: &'static [&'static str]) -> (&'static str, Value, &'static [&'static str]) {
        let (sample, code) = (self.sample(), self.one(&CODES));
        let judgement = self.one(&["agree", "agree", "agree", "action", "disagree"]);
        (
            "finding.make",
            json!({ "sample": sample, "code": code, "judgement": judgement, "reason": "Look." }),
            who,
        )
    }

    fn note(
        &mut self,
        name: &'static str,
        who: &'static [&'static str],
    ) -> (&'static str, Value, &'static [&'static str]) {
        let all: Vec<String> =
            self.records.book(self.book).unwrap().findings.iter().map(|f| f.hash.to_string()).collect();
        let action = if all.is_empty() { "0".repeat(64) } else { all[self.rng.usize(..all.len())].clone() };
        (name, json!({ "action": action, "note": "Done." }), who)
    }

    fn takes_comment_back(
        &mut self,
        who: &'static [&'static str],
    ) -> (&'static str, Value, &'static [&'static str]) {
        let (_, note, who) = self.note("action.close", who);
        ("finding.withdraw", json!({ "finding": note["action"], "reason": "Of another row." }), who)
    }

    fn of_sample(
        &mut self,
        name: &'static str,
        who: &'static [&'static str],
    ) -> (&'static str, Value, &'static [&'static str]) {
        let sample = self.sample();
        (name, json!({ "sample": sample, "password": PASSWORD }), who)
    }

    /// A page comes back signed with a pen, or one that came is withdrawn. Anybody of the staff opens the post.
    fn ink(&mut self, unit: &str) -> (&'static str, Value, &'static [&'static str]) {
        let staff: &[&str] = &["Ada Okafor", "Ben King", "May Poole", "Tia Lund"];
        let all: Vec<String> =
            self.records.book(self.book).unwrap().inked_pages.iter().map(|p| p.hash.to_string()).collect();
        if !all.is_empty() && self.rng.u8(..) < 80 {
            let attached = all[self.rng.usize(..all.len())].clone();
            let reason = self.one(&["Another learner's page.", "Too pale to read.", ""]);
            return ("inkedPage.withdraw", json!({ "attached": attached, "reason": reason }), staff);
        }
        let name = self.one(&["page-a.png", "page-b.png", "page-c.png", "no-page.png"]);
        let file = self.story.home().join(name);
        let bytes = if name == "no-page.png" { b"GIF89a".to_vec() } else { scan(name) };
        fs::write(&file, bytes).unwrap();
        let hands = ["learner", "assessor", "countersigner", "verifier", "visitor"];
        let carries: Vec<&str> = hands.into_iter().filter(|_| self.rng.u8(..) < 100).collect();
        let mut request = json!({ "unit": unit, "file": file, "carries": carries });
        if self.rng.u8(..) < 128 {
            let day = self.one(&["2026-09-13", "2026-09-14", "2026-09-20", "2026-10-10", "2099-01-01"]);
            request["received"] = json!(day);
        }
        ("inkedPage.attach", request, staff)
    }

    fn sample(&mut self) -> String {
        let all: Vec<String> =
            self.records.book(self.book).unwrap().samples.iter().map(|s| s.sample.to_string()).collect();
        if all.is_empty() { "S001".into() } else { all[self.rng.usize(..all.len())].clone() }
    }

    fn take_back(&mut self) -> (&'static str, Value, &'static [&'static str]) {
        let state = self.records.book(self.book).unwrap();
        let releases = state.releases.iter().map(|r| r.hash);
        let later = state.claims.iter().map(|c| c.hash).chain(state.unit_certificates.iter().map(|c| c.hash));
        let all: Vec<String> = releases.chain(later).map(|h| h.to_string()).collect();
        let statement =
            if all.is_empty() { "0".repeat(64) } else { all[self.rng.usize(..all.len())].clone() };
        (
            "status.takeBack",
            json!({ "statement": statement, "reason": "A mistake." }),
            &["May Poole", "Lea Park", "Ben King"],
        )
    }

    /// People change, come and go; `learner` is no field of such a request.
    fn person(&mut self) -> (&'static str, Value, &'static [&'static str]) {
        let (name, roles, countersigner) = PEOPLE[self.rng.usize(..PEOPLE.len())];
        let said = match self.rng.u8(..4) {
            0 => json!({ "person": name, "active": false }),
            1 => json!({ "person": name, "active": true }),
            2 => json!({ "person": name, "roles": roles, "countersigner": countersigner, "active": true }),
            _other => {
                json!({ "person": name, "roles": [self.one(&["assessor", "iv", "administrator", "visitor"])] })
            }
        };
        let managers: &[&str] = &["May Poole"];
        let manager = if self.rng.bool() { "May Poole" } else { PEOPLE[self.rng.usize(..PEOPLE.len())].0 };
        if self.story.session().act_as(manager).is_ok() {
            let answer = self.story.try_call("person.change", said.clone());
            let count = self.counts.entry("person.change".into()).or_default();
            if answer.is_ok() {
                count.0 += 1
            } else {
                count.1 += 1
            }
            if let Err(failure) = answer {
                assert!([Sort::Refused, Sort::Usage].contains(&failure.sort), "{said}: {}", failure.message);
            }
        }
        ("learner.show", json!({}), managers)
    }
}
