//! The record and the folder are one: after any sequence of file operations, once they have settled, what is on record is
//! what a fresh look finds, by the full reading alone and by the watcher, also when it was stopped and events were lost.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails here"
)]

use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use journeys::churn::{Churn, Record, Watched, difference, expected, flood, machine};
use journeys::people::{LEARNER, Story, keep_records_apart};
use journeys::story::{aloud, seed};
use portfolio::api::Session;
use portfolio::clock::Clock;
use portfolio::evidence::settle::Timing;
use portfolio::portfolio::Workspace;
use portfolio::store::{self, Durability, local};
use serde_json::json;

/// Every content that lies in the folder is on the learner's record.
fn is_on_record(workspace: &std::path::Path, record: &Record) {
    let mut centre = Workspace::open(workspace, Clock::Machine).unwrap();
    let state = centre.book(record.book()).unwrap();
    for (path, content) in record.files() {
        assert!(state.files.get(&content).is_some(), "{}", String::from_utf8_lossy(&path));
    }
}

#[test]
fn after_any_operations_a_full_reading_leaves_the_record_equal_to_a_fresh_look() {
    let seed = seed();
    aloud(&format!("equality by reading: PORTFOLIO_SEED={seed}"));
    let mut story = Story::begin();
    let (root, outside) = (story.folder().to_owned(), story.home().join("outside"));
    let mut churn = Churn::new(&root, &outside, seed);
    let mut random = fastrand::Rng::with_seed(seed);
    let record = Record::open(&story.workspace());
    for burst in 0..25 {
        churn.burst(random.usize(1..150));
        story.on("scan", json!({}));
        let differs = difference(&expected(&root), &record.files());
        assert_eq!(differs, None, "burst {burst}, seed {seed}");
    }
    is_on_record(&story.workspace(), &record);
    let again = story.on("scan", json!({}));
    let quiet =
        [&again["new"], &again["moved"], &again["changed"], &again["same"]].map(|n| n.as_u64().unwrap());
    assert_eq!(quiet, [0; 4], "a second reading finds nothing that the first had not: {again}");
    assert_eq!(story.on("scan", json!({}))["unchanged"], expected(&root).len(), "{LEARNER}");
}

#[test]
fn after_any_operations_the_watcher_brings_the_record_to_a_fresh_look() {
    let seed = seed();
    aloud(&format!("equality by watching: PORTFOLIO_SEED={seed}"));
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("evidence");
    let machine = machine(home.path(), &folder);
    let mut churn = Churn::new(&folder, &home.path().join("outside"), seed);
    let mut random = fastrand::Rng::with_seed(seed);
    churn.burst(50);
    let watched = Watched::start(&machine, Some(20));
    let record = Record::open(&machine.workspace());
    for burst in 0..12 {
        let is_frozen = random.bool();
        if is_frozen {
            watched.freeze();
        }
        churn.burst(random.usize(1..200));
        watched.thaw();
        if let Err(differs) = watched.settles(&record, &folder) {
            panic!("burst {burst}, frozen {is_frozen}, seed {seed}: {differs}");
        }
    }
    is_on_record(&machine.workspace(), &record);
}

#[test]
fn ten_thousand_files_that_come_while_the_watcher_is_frozen_are_all_recorded() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("evidence");
    let machine = machine(home.path(), &folder);
    let watched = Watched::start(&machine, None);
    let record = Record::open(&machine.workspace());
    fs::write(folder.join("first.txt"), "first").unwrap();
    watched.settles(&record, &folder).unwrap();
    watched.freeze();
    flood(home.path(), &folder, 10_000, 0);
    watched.thaw();
    let took = watched.settles(&record, &folder).unwrap();
    assert_eq!(record.files().len(), 10_001);
    aloud(&format!("10,000 files that came while the watcher was frozen: all recorded {took:?} later"));
}

#[test]
fn where_the_system_watches_no_more_folders_they_are_looked_through_and_it_says_so() {
    // A user namespace has limits of its own; the computer's stay as they are.
    let script = "echo 5 > /proc/sys/user/max_inotify_watches && exec \"$@\"";
    let may = Command::new("unshare").args(["-Ur", "sh", "-c", script, "sh", "true"]).output();
    if !may.is_ok_and(|output| output.status.success()) {
        return aloud("no namespace of its own here: the limit of watches was NOT reached in a test");
    }
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("evidence");
    let machine = machine(home.path(), &folder);
    for n in 0..20 {
        fs::create_dir(folder.join(format!("{n}"))).unwrap();
    }
    let watching = machine.program(&["watch", "--settle", "20"]);
    let mut limited = Command::new("unshare");
    limited.args(["-Ur", "sh", "-c", script, "sh"]).arg(watching.get_program()).args(watching.get_args());
    limited.envs(watching.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let watched = Watched::of(limited);
    let record = Record::open(&machine.workspace());
    let patience = Duration::from_secs(60);
    let says = || watched.states.recv_timeout(patience).expect("it says how it watches");
    while !says()
        .contains("looking through 1 folder every few seconds, since the system cannot watch more folders")
    {
    }
    fs::write(folder.join("19/late.txt"), "nobody told of this").unwrap();
    watched.settles(&record, &folder).unwrap();
}

#[test]
fn five_hundred_folders_are_watched_by_one_watcher_of_the_system() {
    keep_records_apart();
    let home = tempfile::tempdir().unwrap();
    let workspace = home.path().join("workspace");
    let mut session = Session::open(&workspace).unwrap();
    session.call("centre.init", json!({ "name": "Northgate College" })).unwrap();
    let folder = |n: usize| home.path().join(format!("learner {n}"));
    for n in 0..500 {
        fs::create_dir(folder(n)).unwrap();
        session.call("learner.add", json!({ "name": format!("Learner {n}"), "folder": folder(n) })).unwrap();
    }
    session.settle_within(Timing::within(Duration::from_millis(20)));
    session.watch().unwrap();
    let until = |what: &str, holds: &mut dyn FnMut() -> bool| {
        let begun = Instant::now();
        while !holds() {
            assert!(begun.elapsed() < Duration::from_secs(120), "waited for {what}");
            std::thread::sleep(Duration::from_millis(20));
        }
    };
    let mut line =
        || session.call("workspace.show", json!({})).unwrap()["watching"]["line"] == "watching 500 folders";
    until("500 watches", &mut line);
    let links =
        fs::read_dir("/proc/self/fd").unwrap().flatten().filter_map(|fd| fs::read_link(fd.path()).ok());
    let watchers = links.filter(|link| link.to_string_lossy().contains("inotify")).count();
    assert_eq!(watchers, 1, "one of the hundred or so that a person may have");
    for n in 0..500 {
        fs::write(folder(n).join("essay.txt"), format!("essay of learner {n}")).unwrap();
    }
    let db = store::open(&workspace.join("local.db"), &store::LOCAL, Durability::Normal).unwrap();
    let books = local::bindings(&db).unwrap();
    until("500 files", &mut || {
        books.iter().all(|(book, _)| local::observations(&db, *book).unwrap().len() == 1)
    });
}
