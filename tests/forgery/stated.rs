//! Files that say who may do what, and who makes the centre's root: nobody is made an administrator, or sent away, by a line that no
//! administrator signed, and what one signed at another desk is taken in.

use std::fs;

use journeys::people::{OCR, PASSWORD, Story, each, pick, text};
use portfolio::journal::act::{Act, PersonName, PersonStated, RootMade};
use portfolio::journal::id::{Hash, Id};
use portfolio::key;
use portfolio::person::Role;
use serde_json::{Value, json};

use super::{File, a_stranger, administered};

const MAY: &str = "May Poole";
const LEA: &str = "Lea Park";
const ROOT: &str = "the password of the root";

fn stated(person: &PersonName, roles: &[Role]) -> PersonStated {
    PersonStated {
        person: person.id,
        name: person.name.clone(),
        initials: person.initials.clone(),
        roles: roles.to_vec(),
        qualification: String::new(),
        competence: String::new(),
        cpd: String::new(),
        countersigner: None,
        active: true,
        supersedes: Vec::new(),
    }
}

/// States somebody of the file in place of what is last stated of them there.
fn states_anew(file: &mut File, chain: Id, said: PersonStated) {
    let own = |act: &Act| matches!(act, Act::PersonStated(a) if a.person == said.person);
    let last = file.entries.iter().rfind(|(entry, _)| own(&entry.act)).map(|(entry, _)| entry.hash).unwrap();
    let deed = Id::random().unwrap();
    file.append_seeing(Some(last), deed, chain, PersonStated { supersedes: vec![last], ..said });
}

fn person(story: &mut Story, name: &str) -> Value {
    pick(&story.call("person.list", json!({})), "name", name)
}

fn names(story: &mut Story) -> Vec<String> {
    each(&story.call("person.list", json!({}))).map(|one| text(&one["name"])).collect()
}

fn roots_in_force(story: &mut Story) -> usize {
    each(&story.call("root.list", json!({}))).filter(|root| root["inForce"] == true).count()
}

/// The history of one desk, as a file that another can take in.
fn exported(story: &mut Story) -> Value {
    let file = story.home().join("whole.jsonl");
    story.call("journal.export", json!({ "file": file }));
    json!({ "file": file })
}

fn refused(story: &mut Story, name: &str, request: Value, code: &str) -> String {
    let failure = story.try_call(name, request).unwrap_err();
    assert_eq!(failure.code, code, "{}", failure.message);
    failure.message
}

fn meet(here: &mut Story, there: &mut Story) {
    let (mine, theirs) = (exported(here), exported(there));
    there.call("journal.admit", mine);
    here.call("journal.admit", theirs);
}

#[test]
fn a_stranger_whom_a_file_makes_an_administrator_is_refused_by_name_and_nobody_is_changed() {
    let (mut story, taken) = administered();
    let may = taken.person(MAY);
    let mays = taken.keys(may.id)[0].1.clone();
    let before = story.call("person.list", json!({}));
    let mallory = a_stranger();
    for (writer, key) in [(&mallory, None), (&may, None), (&may, Some(mays.as_str()))] {
        for role in [Role::Administrator, Role::Assessor] {
            let mut file = File::of_the_centre(&mut story);
            let chain = file.opens(writer, key);
            file.append(chain, stated(&mallory, &[role]));
            file.makes_up_a_key(&mallory);
            let words = file.refused_as(&mut story, "peopleNotSigned");
            assert!(words.ends_with(&format!("Mallory Grey is new, as {}", role.word())), "{words}");
        }
    }
    // Nor with a signature of her own: nobody here knows the key.
    let made = key::make("a forger's password").unwrap();
    let mut file = File::of_the_centre(&mut story);
    let chain = file.opens(&mallory, Some(&made.public));
    let entry = file.append(chain, stated(&mallory, &[Role::Administrator]));
    let signature = key::open(&made.pem, "a forger's password").unwrap().sign(entry).unwrap();
    file.entries.last_mut().unwrap().1.push(signature);
    file.refused_as(&mut story, "peopleNotSigned");
    assert_eq!(story.call("person.list", json!({})), before);
}

#[test]
fn a_file_sends_no_administrator_away_and_gives_nobody_a_role_or_another_name() {
    let (mut story, taken) = administered();
    let (ada, may) = (taken.person("Ada Okafor"), taken.person(MAY));
    let before = story.call("person.list", json!({}));
    let away = PersonStated { active: false, ..stated(&may, &[Role::Administrator]) };
    let renamed = PersonName { name: "Mallory Grey".into(), ..ada.clone() };
    let cases = [
        (away, "May Poole no longer works here"),
        (stated(&may, &[Role::Assessor]), "May Poole is assessor"),
        (stated(&ada, &[Role::Assessor, Role::Administrator]), "Ada Okafor is assessor, administrator"),
        (stated(&renamed, &[Role::Assessor]), "Ada Okafor (AO) is called Mallory Grey (AO)"),
    ];
    for (said, words) in cases {
        let mut file = File::of_the_centre(&mut story);
        let chain = file.opens(&may, None);
        states_anew(&mut file, chain, said);
        let told = file.refused_as(&mut story, "peopleNotSigned");
        assert!(told.ends_with(words), "{told}");
    }
    // Said beside what stands here it would take a role or a place away all the same.
    for said in [
        PersonStated { active: false, ..stated(&may, &[Role::Administrator]) },
        stated(&may, &[Role::Assessor]),
    ] {
        let mut file = File::of_the_centre(&mut story);
        let chain = file.opens(&may, None);
        file.append(chain, said);
        file.refused_as(&mut story, "peopleNotSigned");
    }
    assert_eq!(story.call("person.list", json!({})), before);
    // What makes nobody more or less is taken in.
    let mut file = File::of_the_centre(&mut story);
    let chain = file.opens(&may, None);
    let cpd = "2026-06-01".to_owned();
    states_anew(&mut file, chain, PersonStated { cpd, ..stated(&ada, &[Role::Assessor]) });
    let path = file.written(&story);
    story.call("journal.admit", json!({ "file": path }));
    assert_eq!(person(&mut story, "Ada Okafor")["cpd"], "2026-06-01");
}

#[test]
fn a_centre_whose_administrators_have_no_signing_password_takes_people_in_as_before() {
    let mut story = Story::decided();
    story.call("person.add", json!({ "name": MAY, "roles": ["administrator"] }));
    let mut there = story.copied();
    there.person(MAY);
    there.call("person.add", json!({ "name": "Kit Moore", "roles": ["iv"], "password": PASSWORD }));
    there.call("root.make", json!({ "password": ROOT }));
    let file = exported(&mut there);
    story.call("journal.admit", file);
    assert_eq!(person(&mut story, "Kit Moore")["roles"], json!(["iv"]));
    assert_eq!(roots_in_force(&mut story), 1);
}

#[test]
fn an_administrator_with_a_signing_password_signs_what_she_records_of_people() {
    let (mut story, _) = administered();
    story.person(MAY);
    let without = |mut request: Value| {
        request["ownPassword"] = Value::Null;
        request
    };
    for (name, request) in [
        ("person.add", json!({ "name": "Kit Moore", "roles": ["assessor"] })),
        ("person.change", json!({ "person": "Ada Okafor", "roles": ["assessor", "iv"] })),
        ("person.change", json!({ "person": "Ada Okafor", "initials": "AL" })),
        ("person.change", json!({ "person": "Ada Okafor", "active": false })),
        ("person.change", json!({ "person": "Ada Okafor", "active": true, "name": "Ada Lund" })),
        ("person.change", json!({ "person": "Ada Lund", "cpd": "2026-06-01", "qualification": "A1" })),
        ("root.make", json!({ "password": ROOT })),
    ] {
        let words = refused(&mut story, name, without(request.clone()), "statementUnsigned");
        assert!(words.ends_with("May Poole gave none"), "{words}");
        let mut wrong = request.clone();
        wrong["ownPassword"] = json!("a wrong password");
        refused(&mut story, name, wrong, "wrongPassword");
        story.call(name, request);
    }
    let (mut signed, mut unsigned) = (0, 0);
    for (entry, signatures) in File::of_the_centre(&mut story).entries {
        if matches!(entry.act, Act::PersonStated(_) | Act::RootMade(_)) {
            *(if signatures.is_empty() { &mut unsigned } else { &mut signed }) += 1;
        }
    }
    // The five who were there before anybody could sign.
    assert_eq!((signed, unsigned), (7, 5));
    story.checks_clean();
}

#[test]
fn what_an_administrator_signed_at_another_desk_is_taken_in_with_what_whoever_she_made_one_signed() {
    let (mut here, _) = administered();
    let mut there = here.copied();
    there.person(MAY);
    let kit = json!({ "name": "Kit Moore", "roles": ["administrator"], "password": PASSWORD });
    there.call("person.add", kit);
    there.call("person.change", json!({ "person": "Ada Okafor", "roles": ["assessor", "iv"] }));
    there.call("person.change", json!({ "person": "Ben King", "active": false }));
    there.call("person.change", json!({ "person": "Ada Okafor", "cpd": "2026-06-01" }));
    there.person("Kit Moore");
    there.call("person.add", json!({ "name": "Lou Finch", "roles": ["leadIv"] }));
    there.call("root.make", json!({ "password": ROOT }));
    meet(&mut here, &mut there);
    assert_eq!(person(&mut here, "Kit Moore")["hasSigningPassword"], true);
    assert_eq!(person(&mut here, "Lou Finch")["roles"], json!(["leadIv"]));
    assert_eq!(person(&mut here, "Ben King")["active"], false);
    let ada = person(&mut here, "Ada Okafor");
    assert_eq!((&ada["roles"], &ada["cpd"]), (&json!(["assessor", "iv"]), &json!("2026-06-01")));
    assert_eq!(roots_in_force(&mut here), 1);
    // A file that gives back what was given before in her name, without her hand, is refused.
    here.person(MAY);
    here.call("person.change", json!({ "person": "Ada Okafor", "roles": ["assessor"] }));
    let mut file = File::of_the_centre(&mut here);
    let (ada, may) = (file.person("Ada Okafor"), file.person(MAY));
    let chain = file.opens(&may, None);
    states_anew(&mut file, chain, stated(&ada, &[Role::Assessor, Role::Iv]));
    file.refused_as(&mut here, "peopleNotSigned");
    meet(&mut here, &mut there);
    for story in [&mut here, &mut there] {
        assert_eq!(person(story, "Ada Okafor")["roles"], json!(["assessor"]));
        story.checks_clean();
    }
}

#[test]
fn people_whom_nobody_signed_are_taken_in_once_an_administrator_has_saved_them_again_there() {
    let (mut here, _) = administered();
    here.person(MAY);
    here.call("person.add", json!({ "name": "Lea Park", "roles": ["administrator"] }));
    let mut there = here.copied();
    // Lea has no signing password, and signs nothing; so did everybody before people were signed.
    there.person("Lea Park");
    there.call("person.add", json!({ "name": "Kit Moore", "roles": ["assessor"], "password": PASSWORD }));
    there.call("person.change", json!({ "person": "Ada Okafor", "roles": ["assessor", "iv"] }));
    there.person("Kit Moore").decides(OCR, "1.1", "met", "Seen once more.");
    let before = names(&mut here);
    let file = exported(&mut there);
    let words = refused(&mut here, "journal.admit", file, "peopleNotSigned");
    assert!(
        words.ends_with("Ada Okafor is assessor, internal verifier; Kit Moore is new, as assessor"),
        "{words}"
    );
    assert_eq!(names(&mut here), before, "nothing of it was taken in");
    // This desk's own history goes there as before, for nobody is more or less by it.
    let mine = exported(&mut here);
    there.call("journal.admit", mine);
    there.person(MAY);
    for name in ["Kit Moore", "Ada Okafor"] {
        let again = json!({ "person": name, "ownPassword": null });
        refused(&mut there, "person.change", again, "statementUnsigned");
        there.call("person.change", json!({ "person": name }));
        // What is signed already is not said twice.
        refused(&mut there, "person.change", json!({ "person": name }), "usage");
    }
    let file = exported(&mut there);
    let admitted = here.call("journal.admit", file);
    assert_eq!(admitted["newKeys"], json!(["Kit Moore"]));
    assert_eq!(person(&mut here, "Kit Moore")["roles"], json!(["assessor"]));
    assert_eq!(person(&mut here, "Ada Okafor")["roles"], json!(["assessor", "iv"]));
    // Both hold what nobody signed, and go on exchanging.
    for (story, outcome) in [(&mut here, "notYetMet"), (&mut there, "met")] {
        story.ada().decides(OCR, "2.1", outcome, "Looked at again.");
    }
    meet(&mut here, &mut there);
    for story in [&mut here, &mut there] {
        assert_eq!(story.row(OCR, "1.1")["state"], "met");
        story.checks_clean();
    }
}

/// May and Lea administer two desks, and Lea has no signing password at the first.
fn lea_without_a_password() -> (Story, Story) {
    let (mut here, _) = administered();
    here.person(MAY);
    here.call("person.add", json!({ "name": LEA, "roles": ["administrator"] }));
    let there = here.copied();
    (here, there)
}

#[test]
fn what_an_administrator_signs_with_the_first_password_that_she_sets_at_another_desk_is_taken_in() {
    let (mut here, mut there) = lea_without_a_password();
    there.person(LEA);
    there.call("person.password", json!({ "password": PASSWORD }));
    there.person(LEA);
    there.call("person.add", json!({ "name": "Kit Moore", "roles": ["assessor"] }));
    there.call("root.make", json!({ "password": ROOT }));
    meet(&mut here, &mut there);
    assert_eq!(person(&mut here, LEA)["hasSigningPassword"], true);
    assert_eq!(person(&mut here, "Kit Moore")["roles"], json!(["assessor"]));
    assert_eq!(roots_in_force(&mut here), 1);
    here.checks_clean();
}

#[test]
fn what_an_administrator_whose_password_was_ended_signs_with_the_one_that_she_sets_next_is_taken_in() {
    // Ended at the desk that takes it in, or at the one where she sets the next.
    for at_the_first in [true, false] {
        let (mut here, _) = administered();
        here.person(MAY);
        here.call("person.add", json!({ "name": LEA, "roles": ["administrator"], "password": PASSWORD }));
        let mut there = here.copied();
        let ends = json!({ "person": LEA, "reason": "Forgotten.", "password": PASSWORD });
        if at_the_first {
            here.person(MAY).does_of_the_centre("person.endKey", ends);
            let mine = exported(&mut here);
            there.call("journal.admit", mine);
        } else {
            there.person(MAY).does_of_the_centre("person.endKey", ends);
        }
        there.person(LEA);
        there.call("person.password", json!({ "password": PASSWORD }));
        there.person(LEA);
        there.call("person.add", json!({ "name": "Kit Moore", "roles": ["assessor"] }));
        meet(&mut here, &mut there);
        assert_eq!(person(&mut here, "Kit Moore")["roles"], json!(["assessor"]));
        here.checks_clean();
    }
}

#[test]
fn an_administrator_signs_anew_what_another_signed_and_no_more_than_once() {
    let (mut here, mut there) = lea_without_a_password();
    here.person(LEA);
    here.call("person.password", json!({ "password": PASSWORD }));
    here.person(LEA);
    here.call("person.add", json!({ "name": "Kit Moore", "roles": ["assessor"] }));
    refused(&mut here, "person.change", json!({ "person": "Kit Moore" }), "usage");
    here.person(MAY);
    here.call("person.change", json!({ "person": "Kit Moore" }));
    refused(&mut here, "person.change", json!({ "person": "Kit Moore" }), "usage");
    meet(&mut here, &mut there);
    assert_eq!(person(&mut there, "Kit Moore")["roles"], json!(["assessor"]));
    here.checks_clean();
}

#[test]
fn a_text_at_one_desk_beside_a_role_at_another_is_taken_in_at_both() {
    let (mut here, _) = administered();
    let mut there = here.copied();
    here.person(MAY);
    here.call("person.change", json!({ "person": "Ada Okafor", "roles": ["assessor", "iv"] }));
    there.person(MAY);
    let cpd = |own| json!({ "person": "Ada Okafor", "cpd": "2026-06-01", "ownPassword": own });
    refused(&mut there, "person.change", cpd(None), "statementUnsigned");
    there.call("person.change", cpd(Some(PASSWORD)));
    meet(&mut here, &mut there);
    for story in [&mut here, &mut there] {
        assert_eq!(person(story, "Ada Okafor")["roles"], json!(["assessor"]));
    }
    here.person(MAY);
    let whole = json!({ "person": "Ada Okafor", "roles": ["assessor", "iv"], "cpd": "2026-06-01" });
    here.call("person.change", whole);
    meet(&mut here, &mut there);
    for story in [&mut here, &mut there] {
        assert_eq!(person(story, "Ada Okafor")["roles"], json!(["assessor", "iv"]));
        story.checks_clean();
    }
}

#[test]
fn what_an_administrator_signed_is_not_put_back_by_a_line_on_top_that_nobody_signed() {
    let (mut here, mut there) = lea_without_a_password();
    let mut third = here.copied();
    there.person(MAY);
    there.call("person.change", json!({ "person": "Ben King", "active": false }));
    // The desk where she signed it and the one that holds both refuse it as well as a desk that knew nothing of either.
    let signed = exported(&mut there);
    let mut file = File::of_the_centre(&mut there);
    let (ben, may) = (file.person("Ben King"), file.person(MAY));
    let chain = file.opens(&may, None);
    states_anew(&mut file, chain, stated(&ben, &[Role::Iv]));
    for story in [&mut there, &mut here] {
        let words = file.refused_as(story, "peopleNotSigned");
        assert!(words.ends_with("Ben King works here again"), "{words}");
    }
    here.call("journal.admit", signed);
    assert_eq!(person(&mut here, "Ben King")["active"], false);
    // So is it from an administrator without a signing password, until another has signed it there.
    there.person(LEA);
    there.call("person.change", json!({ "person": "Ben King", "active": true }));
    let theirs = exported(&mut there);
    refused(&mut third, "journal.admit", theirs, "peopleNotSigned");
    there.person(MAY);
    there.call("person.change", json!({ "person": "Ben King" }));
    meet(&mut third, &mut there);
    for story in [&mut third, &mut there] {
        assert_eq!(person(story, "Ben King")["active"], true);
        story.checks_clean();
    }
}

/// Each desk with its own administrator.
fn desks<'a>(here: &'a mut Story, there: &'a mut Story) -> [(&'static str, &'a mut Story); 2] {
    [(MAY, here), (LEA, there)]
}

#[test]
fn two_desks_that_each_have_an_administrator_of_their_own_meet_once_both_have_ended_their_passwords() {
    let mut here = Story::decided();
    let mut there = here.copied();
    for (name, story) in desks(&mut here, &mut there) {
        let added = json!({ "name": name, "roles": ["administrator"], "password": PASSWORD });
        story.call("person.add", added);
    }
    let (mine, theirs) = (exported(&mut here), exported(&mut there));
    refused(&mut there, "journal.admit", mine, "peopleNotSigned");
    refused(&mut here, "journal.admit", theirs, "peopleNotSigned");
    for (name, story) in desks(&mut here, &mut there) {
        let ends = json!({ "person": name, "reason": "To agree who may do what." });
        story.person(name).does_of_the_centre("person.endKey", ends);
    }
    meet(&mut here, &mut there);
    for (name, story) in desks(&mut here, &mut there) {
        story.person(name).does_of_the_centre("person.password", json!({ "password": PASSWORD }));
    }
    meet(&mut here, &mut there);
    there.person(LEA);
    there.call("person.add", json!({ "name": "Kit Moore", "roles": ["assessor"] }));
    meet(&mut here, &mut there);
    for story in [&mut here, &mut there] {
        assert_eq!(person(story, "Kit Moore")["roles"], json!(["assessor"]));
        for name in [MAY, LEA] {
            assert_eq!(person(story, name)["hasSigningPassword"], true);
        }
        story.checks_clean();
    }
}

#[test]
fn somebody_whom_one_desk_made_an_administrator_beside_another_role_at_the_other_is_saved_there_twice() {
    let mut here = Story::begin();
    let mut there = here.copied();
    here.call("person.change", json!({ "person": "Ada Okafor", "roles": ["assessor", "iv"] }));
    there.call("person.change", json!({ "person": "Ada Okafor", "roles": ["assessor", "administrator"] }));
    let (mine, theirs) = (exported(&mut here), exported(&mut there));
    let words = refused(&mut there, "journal.admit", mine, "peopleNotSigned");
    assert!(words.ends_with("Ada Okafor is assessor"), "{words}");
    here.call("journal.admit", theirs);
    assert_eq!(person(&mut here, "Ada Okafor")["roles"], json!(["assessor"]));
    // First somebody says what holds, which nobody can sign; then she, an administrator again, signs it.
    here.call("person.change", json!({ "person": "Ada Okafor", "roles": ["assessor", "administrator"] }));
    here.ada().does_of_the_centre("person.change", json!({ "person": "Ada Okafor" }));
    meet(&mut here, &mut there);
    for story in [&mut here, &mut there] {
        let ada = person(story, "Ada Okafor");
        assert_eq!(ada["roles"], json!(["assessor", "administrator"]), "{ada}");
        story.checks_clean();
    }
}

#[test]
fn who_was_added_at_a_desk_that_knew_no_administrator_yet_is_taken_in_once_she_has_signed_it_there() {
    let mut here = Story::decided();
    let mut there = here.copied();
    there.call("person.add", json!({ "name": "Kit Moore", "roles": ["assessor"], "password": PASSWORD }));
    here.call("person.add", json!({ "name": MAY, "roles": ["administrator"], "password": PASSWORD }));
    let file = exported(&mut there);
    refused(&mut here, "journal.admit", file, "peopleNotSigned");
    // There nobody could sign: who she is comes with this desk's history, and her key with its file.
    let mine = exported(&mut here);
    there.call("journal.admit", mine);
    for key in fs::read_dir(here.workspace().join("keys")).unwrap() {
        let key = key.unwrap();
        fs::copy(key.path(), there.workspace().join("keys").join(key.file_name())).unwrap();
    }
    there.person(MAY);
    there.call("person.change", json!({ "person": "Kit Moore" }));
    meet(&mut here, &mut there);
    assert_eq!(person(&mut here, "Kit Moore")["roles"], json!(["assessor"]));
    here.checks_clean();
}

#[test]
fn an_administrator_whom_two_desks_call_differently_settles_it_with_her_signature() {
    let (mut here, _) = administered();
    let mut there = here.copied();
    here.person(MAY);
    here.call("person.change", json!({ "person": MAY, "name": "May Lund" }));
    there.person(MAY);
    there.call("person.change", json!({ "person": MAY, "name": "May Stone" }));
    meet(&mut here, &mut there);
    let both = "May Lund / May Stone";
    here.person(both);
    refused(
        &mut here,
        "person.change",
        json!({ "person": "Ada Okafor", "active": false }),
        "personInDispute",
    );
    here.call("person.change", json!({ "person": both, "name": "May Stone" }));
    meet(&mut here, &mut there);
    for story in [&mut here, &mut there] {
        assert_eq!(person(story, "May Stone")["initials"], "MP");
        story.checks_clean();
    }
}

#[test]
fn a_root_that_no_administrator_signed_is_refused_beside_another_in_its_place_and_as_the_first() {
    let (mut story, taken) = administered();
    let may = taken.person(MAY);
    let forged = |story: &mut Story, supersedes: Vec<Hash>| {
        let mut file = File::of_the_centre(story);
        let chain = file.opens(&may, None);
        file.append(chain, RootMade { certificate: "AAAA".into(), supersedes });
        let words = file.refused_as(story, "rootNotSigned");
        assert!(words.contains("a root of the centre that May Poole made"), "{words}");
    };
    forged(&mut story, Vec::new());
    assert_eq!(roots_in_force(&mut story), 0);
    story.person(MAY).does_of_the_centre("root.make", json!({ "password": ROOT }));
    let made = |(entry, _): &(portfolio::journal::entry::Entry, _)| {
        matches!(entry.act, Act::RootMade(_)).then_some(entry.hash)
    };
    let first: Vec<Hash> = File::of_the_centre(&mut story).entries.iter().filter_map(made).collect();
    forged(&mut story, Vec::new());
    forged(&mut story, first);
    assert_eq!(roots_in_force(&mut story), 1);
}

#[test]
fn a_root_that_nobody_signed_is_taken_in_once_an_administrator_has_made_another_there() {
    let (mut here, _) = administered();
    here.person(MAY);
    here.call("person.add", json!({ "name": "Lea Park", "roles": ["administrator"] }));
    let mut there = here.copied();
    there.person("Lea Park").does_of_the_centre("root.make", json!({ "password": ROOT }));
    let file = exported(&mut there);
    let words = refused(&mut here, "journal.admit", file, "rootNotSigned");
    assert!(words.contains("Lea Park"), "{words}");
    there.person(MAY).does_of_the_centre("root.make", json!({ "password": ROOT }));
    meet(&mut here, &mut there);
    for story in [&mut here, &mut there] {
        assert_eq!(each(&story.call("root.list", json!({}))).count(), 2);
        assert_eq!(roots_in_force(story), 1);
        story.checks_clean();
    }
}
