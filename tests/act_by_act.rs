//! Act × act: two people do something at the same time on two machines, neither knowing of the other, and take each
//! other's history afterwards. Every cell says what both machines then show; nobody's act is lost, no clock decides.
//! The table in ARCHITECTURE.md is this file in words.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails here")]

#[path = "act_by_act/certificates.rs"]
mod certificates;
#[path = "act_by_act/details.rs"]
mod details;
#[path = "act_by_act/inked.rs"]
mod inked;
#[path = "act_by_act/signed.rs"]
mod signed_apart;

use journeys::apart::{differences, without_this_machine};
use journeys::people::{OCR, PASSWORD, Story, decision, each, text};
use serde_json::{Value, json};

/// Two machines with one centre file each, one a copy of the other.
struct Desks {
    here: Story,
    there: Story,
}

impl Desks {
    fn of(mut here: Story) -> Desks {
        let there = here.copied();
        Desks { here, there }
    }

    /// Each takes the other's history; then both show the same.
    fn meet(&mut self) {
        let (mine, theirs) = (self.here.home().join("mine.jsonl"), self.here.home().join("theirs.jsonl"));
        self.here.call("journal.export", json!({ "file": mine }));
        self.there.call("journal.export", json!({ "file": theirs }));
        self.there.call("journal.admit", json!({ "file": mine }));
        self.here.call("journal.admit", json!({ "file": theirs }));
        let again = self.here.call("journal.admit", json!({ "file": theirs }));
        assert_eq!(again["entries"], 0, "admitting the same file again adds nothing");
        for name in ["learner.show", "sampling.show", "history.show"] {
            let shown = |story: &mut Story| {
                // By id: a desk may have renamed the learner.
                let learner = story.call("learner.list", json!({}))["learners"][0]["learner"].clone();
                without_this_machine(&story.ben().does(name, json!({ "learner": learner })))
            };
            let (here, there) = (shown(&mut self.here), shown(&mut self.there));
            let differences = differences(&here, &there, name);
            assert!(
                differences.is_empty(),
                "the machines differ:\n{}",
                differences[..differences.len().min(8)].join("\n")
            );
        }
    }

    /// The picture that both machines show.
    fn picture(&mut self) -> String {
        let [here, there] = [&mut self.here, &mut self.there].map(picture);
        assert_eq!(here, there);
        here
    }

    fn check_clean(&mut self) {
        self.here.checks_clean();
        self.there.checks_clean();
    }
}

/// The OCR unit, its row 1.1 and all samples, in words: "unit …; 1.1 …; links …; S001 …".
fn picture(story: &mut Story) -> String {
    let unit = story.unit(OCR);
    let row = story.row(OCR, "1.1");
    let stale = |value: &Value| value.as_str().map_or_else(String::new, |why| format!(" [{why}]"));
    let mut parts = vec![format!("unit {}", text(&unit["status"]))];
    if unit["signOff"].is_object() {
        parts.push(format!("signed by {}{}", text(&unit["signOff"]["by"]), stale(&unit["signOff"]["stale"])));
    }
    let disputed = sorted(&row["disputed"], |d| format!("{} {}", text(&d["outcome"]), text(&d["initials"])));
    let dispute = if disputed.is_empty() { String::new() } else { format!(" ({disputed})") };
    parts.push(format!("1.1 {}{dispute}{}", text(&row["state"]), stale(&row["stale"])));
    let links = sorted(&row["links"], |l| {
        format!("{} {} {}", text(&l["reference"]), l["place"].as_str().unwrap_or("-"), text(&l["by"]))
    });
    parts.push(format!("links {links}"));
    let samples = story.on("sampling.show", json!({}))["samples"].clone();
    let samples = sorted(&samples, |s| {
        let finding = &s["rows"][0]["finding"];
        let word =
            finding["judgement"].as_str().unwrap_or("not judged").to_owned() + &stale(&finding["stale"]);
        let verified = &s["verified"];
        let signed = if verified.is_object() {
            format!(", signed{}", stale(&verified["stale"]))
        } else {
            String::new()
        };
        format!("{} {}: {word}{signed}", text(&s["number"]), text(&s["by"]))
    });
    if !samples.is_empty() {
        parts.push(samples);
    }
    parts.join("; ")
}

fn sorted(list: &Value, words: impl Fn(&Value) -> String) -> String {
    let mut all: Vec<String> = each(list).map(words).collect();
    all.sort();
    all.join(", ")
}

// The stages from which both begin.

/// Every criterion of the OCR unit is mapped and decided met by Ada.
fn decided() -> Story {
    Story::decided()
}

/// The same, and Ben has 1.1 in a sample that he has not judged.
fn sampled() -> Story {
    let mut story = decided();
    story.ben().samples(OCR, "1.1");
    story
}

/// The same, and Ben agrees.
fn agreed() -> Story {
    let mut story = sampled();
    story.ben().finds("S001", "1.1", "agree", "");
    story
}

/// The unit is signed off by Ada.
fn signed() -> Story {
    Story::signed()
}

/// Signed off, and Ben has 1.1 in a sample that he has not judged.
fn signed_and_sampled() -> Story {
    let mut story = signed();
    story.ben().samples(OCR, "1.1");
    story
}

/// Signed off, and Ben agrees.
fn signed_and_agreed() -> Story {
    let mut story = signed_and_sampled();
    story.ben().finds("S001", "1.1", "agree", "");
    story
}

// What people do.

fn ada_maps(story: &mut Story) {
    story.ada().maps("E002", OCR, "1.1", "p. 9");
}
fn cleo_maps(story: &mut Story) {
    story.cleo().maps("E002", OCR, "1.1", "p. 9");
}
fn ada_unmaps(story: &mut Story) {
    story.ada().unmaps(OCR, "1.1");
}
fn ada_unmaps_and_takes_it_back(story: &mut Story) {
    ada_unmaps(story);
    story.ada().undoes();
}
fn cleo_unmaps(story: &mut Story) {
    story.cleo().unmaps(OCR, "1.1");
}
fn ada_decides_met(story: &mut Story) {
    story.ada().decides(OCR, "1.1", "met", "Looked again.");
}
fn cleo_decides_met(story: &mut Story) {
    story.cleo().decides(OCR, "1.1", "met", "I agree.");
}
fn ada_decides_not_yet_met(story: &mut Story) {
    story.ada().decides(OCR, "1.1", "notYetMet", "No dates.");
}
fn ada_decides_not_yet_met_and_takes_it_back(story: &mut Story) {
    ada_decides_not_yet_met(story);
    story.ada().undoes();
}
fn cleo_decides_not_yet_met(story: &mut Story) {
    story.cleo().decides(OCR, "1.1", "notYetMet", "No resources.");
}
fn ada_signs(story: &mut Story) {
    story.ada().signs(OCR);
}
fn cleo_signs(story: &mut Story) {
    story.cleo().signs(OCR);
}
fn ada_reopens(story: &mut Story) {
    story.ada().reopens(OCR, "The wrong plan.");
}
fn cleo_reopens(story: &mut Story) {
    story.cleo().reopens(OCR, "The wrong year.");
}
fn ada_reopens_and_signs_again(story: &mut Story) {
    story.ada().reopens(OCR, "The wrong plan.");
    story.days_pass(1);
    story.ada().signs(OCR);
}
fn ben_samples(story: &mut Story) {
    story.ben().samples(OCR, "1.1");
}
fn dana_samples(story: &mut Story) {
    story.dana().samples(OCR, "1.1");
}
fn ben_agrees(story: &mut Story) {
    story.ben().finds("S001", "1.1", "agree", "");
}
fn ben_takes_his_comment_back(story: &mut Story) {
    let finding = story.sample()["rows"][0]["finding"]["finding"].clone();
    story.ben().does("finding.withdraw", json!({ "finding": finding, "reason": "Of the wrong row." }));
}

fn ben_agrees_in_other_words(story: &mut Story) {
    story.ben().finds("S001", "1.1", "agree", "Well argued.");
}
fn ben_verifies(story: &mut Story) {
    story.ben().verifies("S001");
}
fn ada_withdraws_the_unit(story: &mut Story) {
    story.ada().does("learner.unitWithdraw", json!({ "unit": OCR, "reason": "Changed jobs." }));
}

/// What the other desk may not even do: refused by that name, so that there is nothing to merge.
fn cleo_is_refused(story: &mut Story) {
    let link = story.links(OCR, "1.1")[0].clone();
    let map = json!({ "unit": OCR, "evidence": ["E002"], "codes": "1.1" });
    story.cleo().refused("map", map, "unitSigned");
    story.cleo().refused("unmap", json!({ "mappings": [link] }), "unitSigned");
    story.cleo().refused("decide", decision(OCR, "1.1", "met", ""), "unitSigned");
    story.cleo().refused("decide", decision(OCR, "1.1", "notYetMet", "No."), "unitSigned");
    story.cleo().refused(
        "signOff.sign",
        json!({ "unit": OCR, "password": PASSWORD, "vacsr": true }),
        "unitSigned",
    );
}

/// One cell a line: how it begins, what is done here, what is done there, what both show afterwards.
macro_rules! cells {
    ($( $name:ident: $begin:ident, $here:ident, $there:ident => $shown:literal; )*) => { $(
        #[test]
        fn $name() {
            let mut desks = Desks::of($begin());
            $here(&mut desks.here);
            $there(&mut desks.there);
            desks.meet();
            assert_eq!(desks.picture(), $shown);
            desks.check_clean();
        }
    )* };
}

cells! {
    map_and_map_keep_both_links: decided, ada_maps, cleo_maps =>
        "unit inProgress; 1.1 met; links E001 p. 1 AO, E002 p. 9 AO, E002 p. 9 CM";
    map_and_unmap_keep_both_and_the_decision_is_stale: decided, ada_maps, cleo_unmaps =>
        "unit inProgress; 1.1 met [it relied on a link to E001 that was withdrawn]; links E002 p. 9 AO";
    map_and_met_keep_both: decided, ada_maps, cleo_decides_met =>
        "unit inProgress; 1.1 met; links E001 p. 1 AO, E002 p. 9 AO";
    map_and_not_yet_met_keep_both: decided, ada_maps, cleo_decides_not_yet_met =>
        "unit inProgress; 1.1 notYetMet; links E001 p. 1 AO, E002 p. 9 AO";
    map_and_sign_off_keep_both_and_the_sign_off_is_stale: decided, cleo_maps, ada_signs =>
        "unit inProgress; signed by Ada Okafor [the record no longer says what was signed]; 1.1 met; links E001 p. 1 AO, E002 p. 9 CM";
    map_and_sample_keep_both: decided, ada_maps, ben_samples =>
        "unit inProgress; 1.1 met; links E001 p. 1 AO, E002 p. 9 AO; S001 Ben King: not judged";
    map_and_agree_keep_both: sampled, ada_maps, ben_agrees =>
        "unit inProgress; 1.1 met; links E001 p. 1 AO, E002 p. 9 AO; S001 Ben King: agree";
    map_and_verify_keep_both: agreed, ada_maps, ben_verifies =>
        "unit inProgress; 1.1 met; links E001 p. 1 AO, E002 p. 9 AO; S001 Ben King: agree, signed";

    unmap_and_unmap_withdraw_once: decided, ada_unmaps, cleo_unmaps =>
        "unit inProgress; 1.1 met [it relied on a link to E001 that was withdrawn]; links ";
    unmap_taken_back_and_unmap_leave_it_withdrawn: decided, ada_unmaps_and_takes_it_back, cleo_unmaps =>
        "unit inProgress; 1.1 met [it relied on a link to E001 that was withdrawn]; links ";
    a_decision_taken_back_and_not_yet_met_leave_the_other_desks: decided, ada_decides_not_yet_met_and_takes_it_back, cleo_decides_not_yet_met =>
        "unit inProgress; 1.1 notYetMet; links E001 p. 1 AO";
    unmap_and_met_keep_both_and_the_decision_is_stale: decided, ada_unmaps, cleo_decides_met =>
        "unit inProgress; 1.1 met [it relied on a link to E001 that was withdrawn]; links ";
    unmap_and_not_yet_met_keep_both_and_the_decision_is_stale: decided, ada_unmaps, cleo_decides_not_yet_met =>
        "unit inProgress; 1.1 notYetMet [it relied on a link to E001 that was withdrawn]; links ";
    unmap_and_sign_off_keep_both_and_the_sign_off_is_stale: decided, cleo_unmaps, ada_signs =>
        "unit inProgress; signed by Ada Okafor [1.1: it relied on a link to E001 that was withdrawn]; 1.1 met [it relied on a link to E001 that was withdrawn]; links ";
    unmap_and_sample_keep_both_and_the_decision_is_stale: decided, ada_unmaps, ben_samples =>
        "unit inProgress; 1.1 met [it relied on a link to E001 that was withdrawn]; links ; S001 Ben King: not judged";
    unmap_and_agree_keep_both_and_the_decision_is_stale: sampled, ada_unmaps, ben_agrees =>
        "unit inProgress; 1.1 met [it relied on a link to E001 that was withdrawn]; links ; S001 Ben King: agree";
    unmap_and_verify_keep_both_and_the_decision_is_stale: agreed, ada_unmaps, ben_verifies =>
        "unit inProgress; 1.1 met [it relied on a link to E001 that was withdrawn]; links ; S001 Ben King: agree, signed";

    met_and_met_are_in_dispute_for_two_people_decided: decided, ada_decides_met, cleo_decides_met =>
        "unit inProgress; 1.1 inDispute (met AO, met CM); links E001 p. 1 AO";
    met_and_not_yet_met_are_in_dispute: decided, ada_decides_met, cleo_decides_not_yet_met =>
        "unit inProgress; 1.1 inDispute (met AO, notYetMet CM); links E001 p. 1 AO";
    met_and_sign_off_keep_both_and_the_sign_off_is_stale: decided, cleo_decides_met, ada_signs =>
        "unit inProgress; signed by Ada Okafor [1.1 was decided again by somebody who had not seen the sign-off]; 1.1 met; links E001 p. 1 AO";
    met_and_sample_keep_both_and_the_iv_looks_at_the_new_decision: decided, ada_decides_met, ben_samples =>
        "unit inProgress; 1.1 met; links E001 p. 1 AO; S001 Ben King: not judged";
    met_and_agree_keep_both_and_the_comment_is_stale: sampled, ada_decides_met, ben_agrees =>
        "unit inProgress; 1.1 met; links E001 p. 1 AO; S001 Ben King: agree [the decision was changed after this comment]";
    met_and_verify_keep_both_and_comment_and_record_are_stale: agreed, ada_decides_met, ben_verifies =>
        "unit inProgress; 1.1 met; links E001 p. 1 AO; S001 Ben King: agree [the decision was changed after this comment], signed [the decision was changed after this comment]";

    not_yet_met_and_not_yet_met_are_in_dispute: decided, ada_decides_not_yet_met, cleo_decides_not_yet_met =>
        "unit inProgress; 1.1 inDispute (notYetMet AO, notYetMet CM); links E001 p. 1 AO";
    not_yet_met_and_sign_off_keep_both_and_the_sign_off_is_stale: decided, cleo_decides_not_yet_met, ada_signs =>
        "unit inProgress; signed by Ada Okafor [1.1 was decided again by somebody who had not seen the sign-off]; 1.1 notYetMet; links E001 p. 1 AO";
    not_yet_met_and_sample_keep_both_and_the_iv_looks_at_the_new_decision: decided, ada_decides_not_yet_met, ben_samples =>
        "unit inProgress; 1.1 notYetMet; links E001 p. 1 AO; S001 Ben King: not judged";
    not_yet_met_and_agree_keep_both_and_the_comment_is_stale: sampled, ada_decides_not_yet_met, ben_agrees =>
        "unit inProgress; 1.1 notYetMet; links E001 p. 1 AO; S001 Ben King: agree [the decision was changed after this comment]";
    not_yet_met_and_verify_keep_both_and_comment_and_record_are_stale: agreed, ada_decides_not_yet_met, ben_verifies =>
        "unit inProgress; 1.1 notYetMet; links E001 p. 1 AO; S001 Ben King: agree [the decision was changed after this comment], signed [the decision was changed after this comment]";

    sign_off_and_sample_keep_both: decided, ada_signs, ben_samples =>
        "unit assessed; signed by Ada Okafor; 1.1 met; links E001 p. 1 AO; S001 Ben King: not judged";
    sign_off_and_agree_keep_both: sampled, ada_signs, ben_agrees =>
        "unit assessed; signed by Ada Okafor; 1.1 met; links E001 p. 1 AO; S001 Ben King: agree";
    sign_off_and_verify_keep_both_and_the_unit_is_verified: agreed, ada_signs, ben_verifies =>
        "unit verified; signed by Ada Okafor; 1.1 met; links E001 p. 1 AO; S001 Ben King: agree, signed";

    reopen_and_any_change_leave_only_the_reopening: signed, ada_reopens, cleo_is_refused =>
        "unit inProgress; 1.1 met; links E001 p. 1 AO";
    reopen_and_reopen_open_once: signed, ada_reopens, cleo_reopens =>
        "unit inProgress; 1.1 met; links E001 p. 1 AO";
    reopen_and_a_new_sign_off_leave_the_new_sign_off: signed, ada_reopens_and_signs_again, cleo_reopens =>
        "unit assessed; signed by Ada Okafor; 1.1 met; links E001 p. 1 AO";
    reopen_and_sample_keep_both: signed, ada_reopens, ben_samples =>
        "unit inProgress; 1.1 met; links E001 p. 1 AO; S001 Ben King: not judged";
    reopen_and_agree_keep_both: signed_and_sampled, ada_reopens, ben_agrees =>
        "unit inProgress; 1.1 met; links E001 p. 1 AO; S001 Ben King: agree";
    reopen_and_verify_keep_both_and_the_unit_is_in_progress: signed_and_agreed, ada_reopens, ben_verifies =>
        "unit inProgress; 1.1 met; links E001 p. 1 AO; S001 Ben King: agree, signed";

    sample_and_agree_keep_both: sampled, dana_samples, ben_agrees =>
        "unit inProgress; 1.1 met; links E001 p. 1 AO; S001 Ben King: agree, S002 Dana Hill: not judged";
    sample_and_verify_keep_both: agreed, dana_samples, ben_verifies =>
        "unit inProgress; 1.1 met; links E001 p. 1 AO; S001 Ben King: agree, signed, S002 Dana Hill: not judged";
    agree_and_agree_of_one_iv_on_two_machines_are_one_word: sampled, ben_agrees, ben_agrees =>
        "unit inProgress; 1.1 met; links E001 p. 1 AO; S001 Ben King: agree";
    agree_anew_and_verify_keep_both_and_the_record_is_stale: agreed, ben_agrees_in_other_words, ben_verifies =>
        "unit inProgress; 1.1 met; links E001 p. 1 AO; S001 Ben King: agree, signed [a comment of this sample was changed after it was signed]";
    verify_and_verify_of_one_iv_on_two_machines_hold_both: agreed, ben_verifies, ben_verifies =>
        "unit inProgress; 1.1 met; links E001 p. 1 AO; S001 Ben King: agree, signed";
    take_a_comment_back_and_agree_anew_leave_the_new_word: agreed, ben_takes_his_comment_back, ben_agrees_in_other_words =>
        "unit inProgress; 1.1 met; links E001 p. 1 AO; S001 Ben King: agree";
    take_a_comment_back_and_verify_keep_both_and_the_record_is_stale: agreed, ben_takes_his_comment_back, ben_verifies =>
        "unit inProgress; 1.1 met; links E001 p. 1 AO; S001 Ben King: not judged, signed [a comment of this sample was changed after it was signed]";
    take_a_comment_back_twice_is_taken_back_once: agreed, ben_takes_his_comment_back, ben_takes_his_comment_back =>
        "unit inProgress; 1.1 met; links E001 p. 1 AO; S001 Ben King: not judged";
    withdraw_and_met_keep_both: decided, ada_withdraws_the_unit, cleo_decides_met =>
        "unit withdrawn; 1.1 met; links E001 p. 1 AO";
    withdraw_and_not_yet_met_keep_both: decided, ada_withdraws_the_unit, cleo_decides_not_yet_met =>
        "unit withdrawn; 1.1 notYetMet; links E001 p. 1 AO";
    withdraw_and_map_keep_both: decided, ada_withdraws_the_unit, cleo_maps =>
        "unit withdrawn; 1.1 met; links E001 p. 1 AO, E002 p. 9 CM";
    withdraw_and_sign_off_keep_both_and_the_sign_off_is_stale: decided, ada_withdraws_the_unit, cleo_signs =>
        "unit withdrawn; signed by Cleo Marsh [the unit was withdrawn by somebody who had not seen the sign-off]; 1.1 met; links E001 p. 1 AO";
}

/// Both do something that is told apart by more than one row.
fn apart(begin: Story, here: impl FnOnce(&mut Story), there: impl FnOnce(&mut Story)) -> Desks {
    let mut desks = Desks::of(begin);
    here(&mut desks.here);
    there(&mut desks.there);
    desks.meet();
    desks
}

#[test]
fn sign_off_and_sign_off_keep_both_and_screen_and_paper_speak_of_the_same() {
    let mut desks = apart(decided(), ada_signs, |story| {
        story.days_pass(1);
        story.cleo().signs(OCR);
    });
    let unit = desks.here.unit(OCR);
    assert_eq!((&unit["status"], &unit["signOff"]["stale"]), (&json!("assessed"), &json!(null)));
    let history = desks.here.on("history.show", json!({}));
    let signings = each(&history).filter(|l| text(&l["what"]).starts_with("sign off")).count();
    assert_eq!(signings, 2);
    desks.here.cleo().reopens(OCR, "Signed twice.");
    assert_eq!(desks.here.unit(OCR)["signOff"], json!(null), "one reopening opens both");
}

/// Work that came up beside a sign-off is on the lists, or nobody would do it; and the caseload does not call signed what the unit's
/// page says is no longer as signed.
#[test]
fn what_was_decided_again_beside_a_sign_off_is_on_the_work_lists_and_not_signed_in_the_caseload() {
    let mut desks = apart(decided(), ada_signs, |story| {
        let asked = json!({
            "unit": OCR, "codes": "1.1", "outcome": "notYetMet", "needed": "The second week.", "due": "2026-10-20",
        });
        story.cleo().does("decide", asked);
    });
    for story in [&mut desks.here, &mut desks.there] {
        let due = story.on("work.list", json!({}))["due"].clone();
        assert_eq!((&due[0]["code"], &due[0]["what"]), (&json!("1.1"), &json!("The second week.")), "{due}");
        assert!(story.unit(OCR)["signOff"]["stale"].is_string());
        assert_eq!(in_caseload(story), (0, 1, 1));
        let next = text(&story.call("learner.list", json!({}))["learners"][0]["nextAction"]);
        assert_eq!(next, "Look at 1 sign-off that no longer holds");
    }
    desks.here.ada().does("signOff.reopen", json!({ "unit": OCR, "reason": "Decided again meanwhile." }));
    assert_eq!(in_caseload(&mut desks.here), (0, 0, 1));
    desks.check_clean();
}

/// How the caseload has the learner: units signed, units whose sign-off no longer holds, and what is due.
fn in_caseload(story: &mut Story) -> (u64, u64, u64) {
    let list = story.call("learner.list", json!({}));
    let row = &list["learners"][0];
    assert_eq!(row["overtaken"], list["totals"]["overtaken"]);
    let [signed, overtaken, due] = ["signed", "overtaken", "due"].map(|name| row[name].as_u64().unwrap());
    (signed, overtaken, due)
}

#[test]
fn of_two_sign_offs_the_one_shown_is_the_one_printed() {
    let mut desks = apart(decided(), ada_signs, |story| {
        story.days_pass(1);
        story.cleo().signs(OCR);
    });
    // Each machine holds the paper that was issued on it; the one shown here may be the other's.
    for story in [&mut desks.here, &mut desks.there] {
        let shown = text(&story.unit(OCR)["signOff"]["paper"]);
        match story.try_on("matrix.paper", json!({ "unit": OCR, "original": true })) {
            Ok(printed) => assert_eq!(printed["paper"], json!(shown)),
            Err(failure) => assert_eq!(failure.code, "paperElsewhere", "{}", failure.message),
        }
    }
}

#[test]
fn a_paper_issued_on_another_machine_is_no_fault_of_this_one() {
    let mut desks = apart(decided(), ada_signs, |_| {});
    desks.here.checks_clean();
    desks.there.checks_clean();
}

#[test]
fn sample_and_sample_keep_both_and_one_number_for_two_is_told_apart_by_id() {
    let mut desks = apart(decided(), ben_samples, dana_samples);
    assert_eq!(
        desks.picture(),
        "unit inProgress; 1.1 met; links E001 p. 1 AO; S001 Ben King: not judged, S001 Dana Hill: not judged"
    );
    let request = json!({ "sample": "S001", "code": "1.1", "judgement": "agree" });
    assert_eq!(desks.here.ben().fails("finding.make", request).code, "ambiguous");
    let samples = desks.here.on("sampling.show", json!({}))["samples"].clone();
    let bens = each(&samples).find(|s| s["by"] == "Ben King").map(|s| text(&s["sample"])).unwrap();
    desks.here.ben().finds(&bens, "1.1", "agree", "");
    assert_eq!(desks.here.dana().samples(OCR, "2.1"), "S002");
    desks.check_clean();
}

#[test]
fn agree_and_disagree_of_one_iv_on_two_machines_block_until_a_new_word_settles_them() {
    let mut desks = apart(sampled(), ben_agrees, |story| {
        story.ben().finds("S001", "1.1", "disagree", "The dates are missing.");
    });
    let sign = json!({ "sample": "S001", "password": PASSWORD });
    desks.here.ben().refused("sample.verify", sign, "sampleOpen");
    desks.here.ben().finds("S001", "1.1", "agree", "They are on p. 3.");
    desks.here.ben().verifies("S001");
    desks.meet();
    assert_eq!(desks.there.sample()["verified"]["stale"], json!(null));
    desks.check_clean();
}

#[test]
fn agree_and_disagree_of_one_iv_on_two_machines_are_both_shown() {
    let mut desks = apart(
        sampled(),
        |story| {
            story.ben().finds("S001", "1.1", "disagree", "The dates are missing.");
        },
        |story| {
            story.days_pass(1);
            story.ben().finds("S001", "1.1", "agree", "");
        },
    );
    let shown = desks.here.sample()["rows"][0].to_string();
    let mark = text(&desks.here.row(OCR, "1.1")["iv"]);
    assert!(
        shown.contains("The dates are missing.") && mark.contains("disagreed") && mark.contains("agreed"),
        "no clock may choose between two words of the IV: {mark:?}, {shown}"
    );
}

/// A story with two new files in the folder.
fn two_new_files() -> Story {
    let mut story = Story::begin();
    story.file("log.txt", "Complaint log");
    story.file("plan.txt", "Service plan");
    story.scan();
    story
}

#[test]
fn accept_and_accept_of_one_file_are_one_item_with_one_number() {
    let accept = |story: &mut Story| {
        story.ada().does("evidence.accept", json!({ "evidence": ["log.txt"] }));
    };
    let mut desks = apart(two_new_files(), accept, |story| {
        story.cleo().does("evidence.accept", json!({ "evidence": ["log.txt"] }));
    });
    assert_eq!(desks.here.item("E001")["title"], "log");
    assert_eq!(each(&desks.here.show()["evidence"]).count(), 2);
    desks.check_clean();
}

#[test]
fn accept_and_accept_of_one_file_under_two_numbers_show_both_numbers() {
    let mut desks = apart(
        two_new_files(),
        |story| {
            story.ada().does("evidence.accept", json!({ "evidence": ["plan.txt"] }));
        },
        |story| {
            story.cleo().does("evidence.accept", json!({ "evidence": ["log.txt", "plan.txt"] }));
        },
    );
    assert_eq!(desks.there.item("plan")["reference"], "E001·AO/E002");
    assert_eq!(desks.there.item("log")["reference"], "E001·CM");
    desks.check_clean();
}

#[test]
fn accept_and_accept_of_two_files_with_one_number_show_both_with_initials_for_good() {
    let mut desks = apart(
        two_new_files(),
        |story| {
            story.ada().maps("log.txt", OCR, "1.1", "p. 1");
        },
        |story| {
            story.cleo().maps("plan.txt", OCR, "2.1", "p. 2");
        },
    );
    assert_eq!(desks.here.item("log")["reference"], "E001·AO");
    assert_eq!(desks.here.item("plan")["reference"], "E001·CM");
    desks.here.ada().maps("E001·CM", OCR, "3.1", "p. 3");
    desks.here.ada().does("evidence.describe", json!({ "evidence": "E001·AO", "title": "Complaints" }));
    assert_eq!(desks.here.item("Complaints")["reference"], "E001·AO");
    desks.here.file("third.txt", "Third");
    desks.here.scan();
    desks.here.ada().does("evidence.accept", json!({ "evidence": ["third.txt"] }));
    assert_eq!(desks.here.item("third")["reference"], "E002");
    desks.check_clean();
}

#[test]
fn set_aside_and_map_keep_the_link_and_the_reason_can_be_read() {
    let mut desks = apart(
        two_new_files(),
        |story| {
            story
                .ada()
                .does("evidence.setAside", json!({ "evidence": ["log.txt"], "reason": "Another team's." }));
        },
        |story| {
            story.cleo().maps("log.txt", OCR, "1.1", "p. 1");
        },
    );
    let item = desks.here.item("E001");
    assert_eq!(
        (&item["standing"], &item["mapped"], &item["setAsideReason"]),
        (&json!("accepted"), &json!(1), &json!("Another team's."))
    );
    desks.check_clean();
}

#[test]
fn set_aside_and_set_aside_are_one_with_both_reasons() {
    let aside = |reason: &str| json!({ "evidence": ["log.txt"], "reason": reason });
    let mut desks = apart(
        two_new_files(),
        |story| {
            story.ada().does("evidence.setAside", aside("Another team's."));
        },
        |story| {
            story.cleo().does("evidence.setAside", aside("Not dated."));
        },
    );
    let item = desks.here.item("log");
    assert_eq!(item["standing"], "setAside");
    let reason = text(&item["setAsideReason"]);
    assert!(
        reason.contains("Another team's.") && reason.contains("Not dated."),
        "one reason is hidden: {reason}"
    );
}

#[test]
fn retitle_and_retitle_show_both_titles_until_somebody_chooses() {
    let title = |words: &str| json!({ "evidence": "E001", "title": words });
    let mut desks = apart(
        Story::with_evidence(),
        |story| {
            story.ada().does("evidence.describe", title("Service plan"));
        },
        |story| {
            story.cleo().does("evidence.describe", title("Plan of 2026"));
        },
    );
    let mut titles: Vec<String> =
        text(&desks.here.item("E001")["title"]).split(" / ").map(str::to_owned).collect();
    titles.sort();
    assert_eq!(titles, ["Plan of 2026", "Service plan"]);
    desks.here.ada().does("evidence.describe", title("Service plan of 2026"));
    desks.meet();
    assert_eq!(desks.there.item("E001")["title"], "Service plan of 2026");
    desks.check_clean();
}

#[test]
fn a_dispute_blocks_the_sign_off_and_the_next_decision_settles_it() {
    let mut desks = apart(decided(), ada_decides_met, cleo_decides_not_yet_met);
    let sign = json!({ "unit": OCR, "password": PASSWORD, "vacsr": true });
    let words = desks.here.ada().refused("signOff.sign", sign, "gatesShut");
    assert!(words.contains("1.1 in dispute"), "{words}");
    desks.here.ada().decides(OCR, "1.1", "met", "Talked it over with Cleo.");
    desks.here.ada().signs(OCR);
    desks.meet();
    assert_eq!(desks.there.unit(OCR)["status"], "assessed");
}

#[test]
fn what_another_desk_has_withdrawn_too_is_not_ones_own_to_take_back() {
    let mut desks = apart(decided(), ada_unmaps, cleo_unmaps);
    let words = desks.here.ada().refused("undo", json!({}), "cannotUndo");
    assert!(words.contains("somebody else has withdrawn the link too"), "{words}");
    assert!(desks.here.links(OCR, "1.1").is_empty());
    desks.check_clean();
}

#[test]
fn a_decision_in_dispute_is_neither_sampled_nor_counted() {
    let mut desks = apart(decided(), ada_decides_met, cleo_decides_met);
    let sample = json!({ "unit": OCR, "codes": "1.1" });
    desks.there.ben().refused("sample.make", sample, "notDecided");
    let counts = desks.there.unit(OCR)["counts"].clone();
    assert_eq!((&counts["met"], &counts["inDispute"]), (&json!(3), &json!(1)));
}

#[test]
fn accept_a_new_version_and_met_keep_both_and_the_decision_is_stale() {
    let mut desks = apart(
        decided(),
        |story| {
            story.file("1 one.txt", "a new version");
            story.scan();
            story.ada().does("evidence.accept", json!({ "evidence": ["E001"] }));
        },
        cleo_decides_met,
    );
    assert_eq!(
        desks.picture(),
        "unit inProgress; 1.1 met [E001 has a newer version than the one judged]; links E001 p. 1 AO"
    );
    desks.check_clean();
}

#[test]
fn withdraw_and_decide_keep_the_decision_for_when_the_unit_is_taken_up_again() {
    let mut desks = apart(decided(), ada_withdraws_the_unit, cleo_decides_not_yet_met);
    desks.there.ada().does("learner.unitAdd", json!({ "unit": OCR }));
    desks.meet();
    assert_eq!(desks.picture(), "unit inProgress; 1.1 notYetMet; links E001 p. 1 AO");
}

#[test]
fn withdraw_and_add_keep_the_unit() {
    let mut story = decided();
    ada_withdraws_the_unit(&mut story);
    let mut desks = apart(
        story,
        |story| {
            story.ada().does("learner.unitAdd", json!({ "unit": OCR }));
            story.ada().does("learner.unitWithdraw", json!({ "unit": OCR, "reason": "Really." }));
        },
        |story| {
            story.cleo().does("learner.unitAdd", json!({ "unit": OCR }));
        },
    );
    assert_eq!(desks.picture(), "unit inProgress; 1.1 met; links E001 p. 1 AO");
    desks.check_clean();
}

// ------------------------------------------------------------------------------------------ a new issue of a unit text

/// Every criterion is decided, and a second issue of the unit text is in the library: 1.1 is worded differently.
fn reworded() -> Story {
    let mut story = decided();
    second_issue(&mut story, |draft| {
        draft["outcomes"][0]["criteria"][0]["text"] = json!("Show a plan that the team kept to.");
    });
    story
}

/// The same, but 2.1 is worded differently and 1.1 reads as it did.
fn reworded_elsewhere() -> Story {
    let mut story = decided();
    second_issue(&mut story, |draft| {
        draft["outcomes"][1]["criteria"][0]["text"] = json!("Show how the work was supervised for a month.");
    });
    story
}

fn second_issue(story: &mut Story, change: impl FnOnce(&mut Value)) {
    let mut draft = story.call("unit.draft", json!({ "unit": OCR }));
    change(&mut draft);
    story.ada();
    story.call("unit.save", json!({ "draft": draft }));
}

fn moves(story: &mut Story, keep: bool) {
    let moved = story.call("unit.reissue", json!({ "unit": OCR, "keepDecisions": keep }));
    assert_eq!(each(&moved["refused"]).count(), 0, "{moved}");
}
fn ada_moves(story: &mut Story) {
    story.ada();
    moves(story, false);
}
fn cleo_moves(story: &mut Story) {
    story.cleo();
    moves(story, false);
}
fn ada_moves_and_confirms(story: &mut Story) {
    story.ada();
    moves(story, true);
}

const OTHER_WORDS: &str =
    "decided against revision 1 of the unit text, which words the criterion differently";
const SAME_WORDS: &str = "decided against revision 1 of the unit text; the criterion reads the same now: confirm the decision or make it again";

#[test]
fn reissue_and_map_keep_both_and_the_link_asks_to_be_confirmed() {
    let mut desks = apart(reworded(), ada_moves, cleo_maps);
    assert_eq!(
        desks.picture(),
        format!("unit inProgress; 1.1 mapped [{OTHER_WORDS}]; links E001 p. 1 AO, E002 p. 9 CM")
    );
    for link in each(&desks.there.row(OCR, "1.1")["links"]) {
        assert_eq!(link["confirm"], "1.1 is worded differently in revision 2");
    }
    desks.check_clean();
}

#[test]
fn reissue_and_unmap_keep_both() {
    let mut desks = apart(reworded(), ada_moves, cleo_unmaps);
    assert_eq!(desks.picture(), format!("unit inProgress; 1.1 gap [{OTHER_WORDS}]; links "));
    desks.check_clean();
}

#[test]
fn reissue_and_met_keep_both_and_the_decision_is_to_be_made_again() {
    let mut desks = apart(reworded(), ada_moves, cleo_decides_met);
    assert_eq!(desks.picture(), format!("unit inProgress; 1.1 mapped [{OTHER_WORDS}]; links E001 p. 1 AO"));
    desks.check_clean();
}

#[test]
fn reissue_and_sign_off_keep_both_and_the_sign_off_is_stale() {
    let mut desks = apart(reworded_elsewhere(), cleo_moves, ada_signs);
    assert_eq!(
        desks.picture(),
        format!(
            "unit inProgress; signed by Ada Okafor [another issue of the unit text was put in force by somebody who had not \
             seen the sign-off]; 1.1 mapped [{SAME_WORDS}]; links E001 p. 1 AO"
        )
    );
    desks.check_clean();
}

#[test]
fn reissue_and_reissue_to_the_same_text_are_one() {
    let mut desks = apart(reworded_elsewhere(), ada_moves, cleo_moves);
    assert_eq!(desks.picture(), format!("unit inProgress; 1.1 mapped [{SAME_WORDS}]; links E001 p. 1 AO"));
    let gates = desks.there.shut_gates(OCR);
    assert_eq!(gates, ["everyCriterionMet", "decisionsRest", "linksConfirmed"], "nothing is in dispute");
    desks.check_clean();
}

#[test]
fn reissue_and_reissue_to_different_texts_are_in_dispute_until_somebody_moves_the_learner_again() {
    let third = |story: &mut Story| {
        second_issue(story, |draft| {
            draft["outcomes"][2]["criteria"][0]["text"] = json!("Solve two problems.")
        });
        cleo_moves(story);
    };
    let mut desks = apart(reworded(), ada_moves, third);
    assert!(desks.here.shut_gates(OCR).contains(&"unitNotInDispute".to_owned()));
    assert_eq!(desks.here.shut_gates(OCR), desks.there.shut_gates(OCR));
    ada_moves(&mut desks.there);
    desks.meet();
    assert!(!desks.here.shut_gates(OCR).contains(&"unitNotInDispute".to_owned()));
    assert_eq!(desks.here.unit(OCR)["revision"], "revision 3");
    desks.check_clean();
}

#[test]
fn reissue_and_withdraw_keep_the_unit_and_sign_off_asks_for_it_to_be_settled() {
    let mut desks = apart(reworded_elsewhere(), cleo_moves, ada_withdraws_the_unit);
    assert_eq!(desks.picture(), format!("unit inProgress; 1.1 mapped [{SAME_WORDS}]; links E001 p. 1 AO"));
    assert!(desks.there.shut_gates(OCR).contains(&"unitNotInDispute".to_owned()));
    desks.check_clean();
}

#[test]
fn reissue_and_sample_keep_both() {
    let mut desks = apart(reworded_elsewhere(), ada_moves, ben_samples);
    assert_eq!(
        desks.picture(),
        format!("unit inProgress; 1.1 mapped [{SAME_WORDS}]; links E001 p. 1 AO; S001 Ben King: not judged")
    );
    desks.check_clean();
}

#[test]
fn reissue_and_agree_keep_both_and_the_comment_is_about_the_decision_that_stood() {
    let mut story = reworded_elsewhere();
    story.ben().samples(OCR, "1.1");
    let mut desks = apart(story, ada_moves, ben_agrees);
    assert_eq!(
        desks.picture(),
        format!("unit inProgress; 1.1 mapped [{SAME_WORDS}]; links E001 p. 1 AO; S001 Ben King: agree")
    );
    desks.check_clean();
}

#[test]
fn confirm_and_decide_again_leave_the_decision_made_again() {
    // Cleo has not seen the move: what she decides names the old text and replaces the decision that Ada confirmed.
    let mut desks = apart(reworded_elsewhere(), ada_moves_and_confirms, cleo_decides_not_yet_met);
    assert_eq!(desks.picture(), format!("unit inProgress; 1.1 mapped [{SAME_WORDS}]; links E001 p. 1 AO"));
    desks.check_clean();
}

#[test]
fn what_two_desks_say_of_a_qualification_and_of_a_set_is_in_dispute_until_one_says_it_again() {
    let says = |title: &str| {
        json!({
            "number": "603/2476/0", "title": title, "level": "3", "awardingOrganisation": "", "framework": "", "status": "",
            "operationalStartDate": "", "operationalEndDate": "", "certificationEndDate": "", "groups": [], "levelRules": [],
            "source": "typed in",
        })
    };
    let mut story = decided();
    story.ada();
    let id = text(&story.call("qualification.save", json!({ "says": says("Diploma") }))["id"]);
    story.call("unitSet.save", json!({ "name": "Leaders", "units": [OCR] }));
    let mut desks = apart(
        story,
        |story| {
            story.ada();
            story.call(
                "qualification.save",
                json!({ "qualification": id, "says": says("Diploma in Service") }),
            );
            story.call("unitSet.save", json!({ "set": "Leaders", "name": "Team leaders", "units": [OCR] }));
        },
        |story| {
            story.cleo();
            story.call("qualification.save", json!({ "qualification": id, "says": says("Service Diploma") }));
            story.call("unitSet.drop", json!({ "set": "Leaders" }));
        },
    );
    let shown = |story: &mut Story| {
        (story.call("qualification.list", json!({})), story.call("unitSet.list", json!({})))
    };
    let (here, there) = (shown(&mut desks.here), shown(&mut desks.there));
    assert_eq!(here, there);
    assert_eq!(here.0[0]["disputed"], true);
    assert_eq!(here.1[0]["name"], "Team leaders", "a set given up here and changed there is kept");
    desks.here.ada();
    desks.here.call("qualification.save", json!({ "qualification": id, "says": says("Diploma in Service") }));
    assert_eq!(desks.here.call("qualification.list", json!({}))[0]["disputed"], false);
    desks.check_clean();
}

fn ada_tells(story: &mut Story) {
    let mut told = decision(OCR, "1.1", "notYetMet", "No dates.");
    told["needed"] = json!("The dates.");
    told["due"] = json!("2026-10-01");
    story.ada().does("decide", told);
}
fn cleo_tells(story: &mut Story) {
    let mut told = decision(OCR, "1.1", "partiallyMet", "Few dates.");
    told["needed"] = json!("More dates.");
    told["due"] = json!("2026-10-08");
    story.cleo().does("decide", told);
}
fn ada_declares(story: &mut Story) {
    story.ada().does("declaration.record", json!({ "route": "email" }));
}
fn cleo_declares(story: &mut Story) {
    story.cleo().does("declaration.record", json!({ "route": "signed" }));
}
fn ada_withdraws_the_declaration(story: &mut Story) {
    withdraws(story, "Ada Okafor", "It was another learner's.");
}
fn cleo_withdraws_the_declaration(story: &mut Story) {
    withdraws(story, "Cleo Marsh", "Not signed at all.");
}
fn withdraws(story: &mut Story, person: &str, reason: &str) {
    let declaration = text(&story.on("declaration.list", json!({}))[0]["declaration"]);
    let request = json!({ "declaration": declaration, "reason": reason });
    story.person(person).does("declaration.withdraw", request);
}

/// Decided, and Ada has recorded the learner's declaration.
fn declared() -> Story {
    let mut story = decided();
    ada_declares(&mut story);
    story
}

/// The gate of the learner's declaration and every declaration with its fate, in words.
fn declarations(story: &mut Story) -> String {
    let view = story.on("signOff.show", json!({ "unit": OCR }));
    let gate = each(&view["gates"]).find(|g| g["gate"] == "learnerDeclared").unwrap().clone();
    let all = story.on("declaration.list", json!({}));
    let all = sorted(&all, |d| {
        let fate = d["withdrawn"].as_str().map_or_else(String::new, |why| format!(" [{why}]"));
        format!("{} by {}{fate}", text(&d["route"]), text(&d["by"]))
    });
    format!("{}: {all}", if gate["passed"] == true { "passed" } else { "open" })
}

#[test]
fn told_and_told_are_in_dispute_with_what_each_was_told_until_one_decides_again() {
    let mut desks = apart(decided(), ada_tells, cleo_tells);
    assert_eq!(
        desks.picture(),
        "unit inProgress; 1.1 inDispute (notYetMet AO, partiallyMet CM); links E001 p. 1 AO"
    );
    let told = |story: &mut Story| sorted(&story.row(OCR, "1.1")["disputed"], |d| text(&d["needed"]));
    assert_eq!(
        (told(&mut desks.here), told(&mut desks.there)),
        ("More dates., The dates.".into(), told(&mut desks.here))
    );
    desks.check_clean();
}

#[test]
fn told_and_unmapped_keep_both_and_what_was_told_stays_with_its_decision() {
    let mut desks = apart(decided(), ada_tells, cleo_unmaps);
    let row = desks.here.row(OCR, "1.1");
    assert_eq!(
        (&row["decision"]["needed"], &row["decision"]["due"]),
        (&json!("The dates."), &json!("2026-10-01"))
    );
    assert_eq!(row["stale"], "it relied on a link to E001 that was withdrawn");
    desks.check_clean();
}

#[test]
fn declare_and_declare_keep_both_and_any_will_do() {
    let mut desks = apart(decided(), ada_declares, cleo_declares);
    let both = [&mut desks.here, &mut desks.there].map(declarations);
    assert_eq!(both, ["passed: email by Ada Okafor, signed by Cleo Marsh"; 2]);
    desks.check_clean();
}

#[test]
fn declare_and_withdraw_leave_the_other_declaration() {
    let mut desks = apart(declared(), ada_withdraws_the_declaration, cleo_declares);
    let both = [&mut desks.here, &mut desks.there].map(declarations);
    assert_eq!(both, ["passed: email by Ada Okafor [It was another learner's.], signed by Cleo Marsh"; 2]);
    desks.check_clean();
}

#[test]
fn withdraw_and_withdraw_a_declaration_is_withdrawn_once_with_both_reasons() {
    let mut desks = apart(declared(), ada_withdraws_the_declaration, cleo_withdraws_the_declaration);
    let both = [&mut desks.here, &mut desks.there].map(declarations);
    assert_eq!(both[0], both[1]);
    assert!(both[0].starts_with("open: email by Ada Okafor ["), "{}", both[0]);
    assert!(
        both[0].contains("It was another learner's.") && both[0].contains("Not signed at all."),
        "{}",
        both[0]
    );
    desks.check_clean();
}

#[test]
fn declare_and_sign_keep_both_and_the_paper_still_says_what_was_signed() {
    let mut desks = apart(declared(), ada_signs, cleo_declares);
    let signed = desks.here.unit(OCR)["signOff"].clone();
    assert_eq!((&signed["by"], &signed["stale"]), (&json!("Ada Okafor"), &Value::Null), "{signed}");
    desks.check_clean();
}

#[test]
fn withdraw_a_declaration_and_sign_keep_both_and_the_sign_off_is_stale() {
    let mut desks = apart(declared(), ada_signs, cleo_withdraws_the_declaration);
    let words = "signed by Ada Okafor [the declaration of own work was withdrawn by somebody who had not seen the sign-off]";
    assert_eq!(desks.picture(), format!("unit inProgress; {words}; 1.1 met; links E001 p. 1 AO"));
    desks.check_clean();
}

#[test]
fn a_phrase_changed_here_and_given_up_there_is_kept_and_two_changes_are_both_shown() {
    let mut story = decided();
    story.ada();
    let saved = story.call("phrase.save", json!({ "text": "Say where." }));
    let phrase = text(&saved[0]["phrase"]);
    let change = |text: &str| json!({ "phrase": phrase, "text": text });
    let mut desks = apart(
        story,
        |story| drop(story.ada().sees().call("phrase.save", change("Say where and when."))),
        |story| drop(story.cleo().sees().call("phrase.drop", json!({ "phrase": phrase }))),
    );
    let shown = |story: &mut Story| sorted(&story.call("phrase.list", json!({})), |p| text(&p["text"]));
    assert_eq!(
        [shown(&mut desks.here), shown(&mut desks.there)],
        ["Say where and when."; 2].map(String::from)
    );
    desks.here.ada().sees().call("phrase.save", change("Say when."));
    desks.there.cleo().sees().call("phrase.save", change("Say who."));
    desks.meet();
    assert_eq!(
        [shown(&mut desks.here), shown(&mut desks.there)],
        ["Say when. / Say who."; 2].map(String::from)
    );
    desks.check_clean();
}
