//! Act × act of pages signed in ink.

use std::fs;

use journeys::files::scan;
use journeys::people::{OCR, Story, each, text};
use serde_json::{Value, json};

use super::{Desks, apart, signed, sorted};

fn attaches(who: &str, name: &str, carries: &[&str]) -> impl FnOnce(&mut Story) + use<> {
    let (who, name, carries) = (who.to_owned(), name.to_owned(), json!(carries));
    move |story| {
        let file = story.home().join(&name);
        fs::write(&file, scan(&name)).unwrap();
        let page = json!({ "unit": OCR, "file": file, "carries": carries });
        story.person(&who).does("inkedPage.attach", page);
    }
}

fn withdraws(who: &str, why: &str) -> impl FnOnce(&mut Story) + use<> {
    let (who, why) = (who.to_owned(), why.to_owned());
    move |story| {
        let attached = pages(story)[0]["attached"].clone();
        let request = json!({ "attached": attached, "reason": why });
        story.person(&who).does("inkedPage.withdraw", request);
    }
}

fn pages(story: &mut Story) -> Value {
    story.on("inkedPage.list", json!({ "unit": OCR }))
}

/// "Ada Okafor: assessor; Ben King: visitor [withdrawn: …]", the same on both machines.
fn picture(desks: &mut Desks) -> String {
    let shown = |story: &mut Story| {
        sorted(&pages(story), |p| {
            let gone = p["withdrawn"].as_str().map_or_else(String::new, |why| format!(" [{why}]"));
            let carries: Vec<String> = each(&p["carries"]).map(text).collect();
            format!("{}: {}{gone}", text(&p["by"]), carries.join(" "))
        })
    };
    let (here, there) = (shown(&mut desks.here), shown(&mut desks.there));
    assert_eq!(here, there);
    here
}

/// Signed, and Ada has attached a page with the learner's signature.
fn inked() -> Story {
    let mut story = signed();
    attaches("Ada Okafor", "one.png", &["learner"])(&mut story);
    story
}

#[test]
fn attach_and_attach_keep_both_pages_also_where_they_are_one_and_the_same() {
    for there in ["one.png", "two.png"] {
        let mut desks = apart(
            signed(),
            attaches("Ada Okafor", "one.png", &["assessor"]),
            attaches("Ben King", there, &["visitor"]),
        );
        assert_eq!(picture(&mut desks), "Ada Okafor: assessor, Ben King: visitor");
        desks.check_clean();
    }
}

#[test]
fn attach_and_nothing_show_the_page_on_both_and_its_copy_on_one() {
    let mut desks = apart(signed(), attaches("Ada Okafor", "one.png", &["learner"]), |_| {});
    assert_eq!(picture(&mut desks), "Ada Okafor: learner");
    let (here, there) = (pages(&mut desks.here)[0].clone(), pages(&mut desks.there)[0].clone());
    assert!(here["paper"].is_string() && there["paper"].is_null(), "{there}");
    let save = |story: &Story| json!({ "attached": here["attached"], "out": story.home().join("again.png") });
    let request = save(&desks.there);
    let words = desks.there.ben().refused("inkedPage.save", request, "pageElsewhere");
    assert!(words.contains("is kept there"), "{words}");
    let request = save(&desks.here);
    desks.here.on("inkedPage.save", request);
    assert_eq!(fs::read(desks.here.home().join("again.png")).unwrap(), scan("one.png"));
    desks.check_clean();
}

#[test]
fn withdraw_and_withdraw_are_one_with_both_reasons_and_the_same_page_may_come_again() {
    let mut desks = apart(inked(), withdraws("Ada Okafor", "Not hers."), withdraws("Ben King", "Blurred."));
    let both = picture(&mut desks);
    assert!(both.contains("Not hers.") && both.contains("Blurred."), "{both}");
    attaches("Ben King", "one.png", &["learner"])(&mut desks.there);
    desks.meet();
    assert!(picture(&mut desks).ends_with("Ben King: learner"));
    desks.check_clean();
}

#[test]
fn attach_and_reopen_keep_both_and_the_page_stays_with_the_sign_off_it_is_of() {
    let mut desks = apart(signed(), attaches("Ada Okafor", "one.png", &["learner"]), |story| {
        story.cleo().reopens(OCR, "The wrong plan.");
    });
    assert_eq!(picture(&mut desks), "", "no sign-off stands");
    for story in [&mut desks.here, &mut desks.there] {
        let view = story.on("signOff.show", json!({ "unit": OCR }));
        assert_eq!(view["superseded"][0]["inked"][0]["by"], "Ada Okafor", "{view}");
    }
    desks.check_clean();
}

#[test]
fn attach_and_sample_keep_both_and_nothing_is_stale() {
    let mut desks = apart(signed(), attaches("Ada Okafor", "one.png", &["learner"]), |story| {
        story.ben().samples(OCR, "1.1");
        story.ben().finds("S001", "1.1", "agree", "");
        story.ben().verifies("S001");
    });
    let unit = desks.there.unit(OCR);
    assert_eq!((&unit["status"], &unit["signOff"]["stale"]), (&json!("verified"), &Value::Null), "{unit}");
    desks.check_clean();
}
