//! Act × act of roots and certificates.

use journeys::people::{PASSWORD, Story, each, pick};
use serde_json::{Value, json};

use super::apart;

const ROOT: &str = "the password of the root";

fn administered() -> Story {
    let mut story = Story::begin();
    story
        .call("person.add", json!({ "name": "May Poole", "roles": ["administrator"], "password": PASSWORD }));
    story
}

fn may(story: &mut Story, name: &str) -> Value {
    story.person("May Poole").does_of_the_centre(name, json!({ "password": ROOT }))
}

fn in_force(story: &mut Story) -> usize {
    let roots = story.call("root.list", json!({}));
    each(&roots).filter(|r| r["inForce"] == true).count()
}

fn certificate(story: &mut Story, person: &str) -> Value {
    let people = story.call("person.list", json!({}));
    pick(&people, "name", person)["keys"][0]["certificate"].clone()
}

#[test]
fn root_and_root_both_stand_until_another_takes_the_place_of_both() {
    let makes = |story: &mut Story| {
        may(story, "root.make");
        may(story, "root.issue");
    };
    let mut desks = apart(administered(), makes, makes);
    assert_eq!((in_force(&mut desks.here), in_force(&mut desks.there)), (2, 2));
    assert_eq!(certificate(&mut desks.here, "Ada Okafor"), certificate(&mut desks.there, "Ada Okafor"));
    // Each machine has the key of its own root and goes on issuing under that.
    let kit = json!({ "name": "Kit Moore", "roles": ["assessor"], "password": PASSWORD });
    desks.here.person("May Poole").does_of_the_centre("person.add", kit);
    may(&mut desks.here, "root.issue");
    may(&mut desks.here, "root.make");
    desks.meet();
    assert_eq!((in_force(&mut desks.here), in_force(&mut desks.there)), (1, 1));
    assert_eq!(certificate(&mut desks.there, "Kit Moore")["issuer"], "the centre's root");
    desks.check_clean();
}

#[test]
fn issue_and_a_key_ended_keep_both_and_the_next_key_has_no_certificate() {
    let mut begin = administered();
    may(&mut begin, "root.make");
    let mut desks = apart(
        begin,
        |story| drop(may(story, "root.issue")),
        |story| {
            let ended = json!({ "person": "Ada Okafor", "reason": "Forgotten.", "password": PASSWORD });
            story.person("May Poole").does_of_the_centre("person.endKey", ended);
        },
    );
    let people = desks.here.call("person.list", json!({}));
    let ada = pick(&people, "name", "Ada Okafor");
    assert_eq!(
        (&ada["hasSigningPassword"], &ada["keys"][0]["inForce"]),
        (&json!(false), &json!(false)),
        "{ada}"
    );
    desks.there.ada().does_of_the_centre("person.password", json!({ "password": "a password of today" }));
    desks.meet();
    let people = desks.here.call("person.list", json!({}));
    let keys = pick(&people, "name", "Ada Okafor")["keys"].clone();
    let fresh = each(&keys).find(|k| k["inForce"] == true).unwrap();
    assert_eq!(fresh["certificate"], Value::Null);
    desks.check_clean();
}
