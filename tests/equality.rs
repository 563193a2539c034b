//! The record and the folder are one: after any sequence of file operations, once they have settled, what is on record is
//! what a fresh look finds, by the full reading alone and by the watcher, also when it was stopped and events were lost.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails here"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use journeys::churn::{Churn, Record, Watched, difference, expected, flood, machine, overflow};
use journeys::people::{LEARNER, Story, each, keep_records_apart};
use journeys::story::{Machine, aloud, seed};
use portfolio::api::Session;
use portfolio::clock::Clock;
use portfolio::evidence::folder::{self, How, Standings};
use portfolio::evidence::item;
use portfolio::evidence::name::FileName;
use portfolio::evidence::settle::Timing;
use portfolio::evidence::task::Task;
use portfolio::journal::id::Hash;
use portfolio::portfolio::Workspace;
use portfolio::store::{self, Durability, local};
use portfolio::view::portfolio::FileStanding;
use portfolio::watching::{Reading, Watching};
use serde_json::json;

/// Watching in this very process is for one test at a time: one of them counts the watchers of the process.
static WATCHING: Mutex<()> = Mutex::new(());

/// Everything that lies in the folder is on a list that a person looks through: a new file, an item, a version of one, or what
/// changed in the place of one.
fn is_on_a_list(workspace: &Path, record: &Record, when: &str) {
    let mut centre = Workspace::open(workspace, Clock::Machine).unwrap();
    let standings = Standings::of(&centre, record.book()).unwrap();
    let state = centre.book(record.book()).unwrap();
    let mut listed: BTreeSet<Hash> = state.evidence.iter().flat_map(|row| row.files.clone()).collect();
    for item in item::items(state).values() {
        listed.extend(&item.files);
        let changed = item.files.iter().filter(|file| standings.file(**file) == FileStanding::Changed);
        let numbered = changed.filter(|_| item.number.is_some());
        listed.extend(numbered.filter_map(|file| standings.changed_to(*file)).map(|seen| seen.sha256));
    }
    for (path, content) in record.files() {
        assert!(listed.contains(&content), "{when}: {}", String::from_utf8_lossy(&path));
    }
}

/// An assessor goes through the lists between two bursts: accepts, sets aside, leaves; and accepts some of what has changed.
fn deals(story: &mut Story, random: &mut fastrand::Rng) {
    let (mut accepted, mut aside, mut changed) = (Vec::new(), Vec::new(), Vec::new());
    let shown = story.show();
    for item in each(&shown["evidence"]) {
        match (item["standing"].as_str().unwrap(), random.u8(0..4)) {
            ("new", 0 | 1) => accepted.push(item["id"].clone()),
            ("new", 2) => aside.push(item["id"].clone()),
            ("accepted", 0) if item["file"] == "changed" => changed.push(item["id"].clone()),
            _left => {}
        }
    }
    if !accepted.is_empty() {
        story.ada().does("evidence.accept", json!({ "evidence": accepted }));
    }
    if !aside.is_empty() {
        story.ada().does("evidence.setAside", json!({ "evidence": aside, "reason": "Not evidence." }));
    }
    for item in changed {
        // Where it is by now the very file of another item it is refused, and stays changed.
        if let Err(refused) = story.ada().sees().try_on("evidence.accept", json!({ "evidence": [item] })) {
            assert_eq!(refused.code, "sameFile", "{refused:?}");
        }
    }
}

/// Every content that lies in the folder is on the learner's record.
fn is_on_record(workspace: &Path, record: &Record) {
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
        is_on_a_list(&story.workspace(), &record, &format!("burst {burst}, seed {seed}"));
        deals(&mut story, &mut random);
    }
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
        // Once more events than the system keeps.
        let overflows = is_frozen && burst > 6;
        if overflows {
            overflow(&folder);
        }
        // Small ones too: a few new files are taken in without a look at the rest.
        let most = if random.bool() { 4 } else { 200 };
        churn.burst(random.usize(1..most));
        watched.thaw();
        if overflows {
            watched.has_lost().unwrap();
        }
        if let Err(differs) = watched.settles(&record, &folder) {
            panic!("burst {burst}, frozen {is_frozen}, seed {seed}: {differs}");
        }
    }
    is_on_record(&machine.workspace(), &record);
}

/// A learner's folder with a plan and a note on record, and what a watcher would do with single names in it.
struct Arrivals {
    home: tempfile::TempDir,
    centre: Workspace,
    record: Record,
}

impl Arrivals {
    fn begin() -> Self {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("evidence");
        let machine = machine(home.path(), &folder);
        fs::create_dir(folder.join("visit")).unwrap();
        fs::write(folder.join("plan.txt"), "the plan").unwrap();
        fs::write(folder.join("visit/note.txt"), "the note").unwrap();
        let mut centre = Workspace::open(&machine.workspace(), Clock::Machine).unwrap();
        let record = Record::open(&machine.workspace());
        folder::read_now(&mut centre, record.book(), &Task::default()).unwrap();
        Self { home, centre, record }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join("evidence").join(name)
    }

    /// How many were taken in; none where the whole folder is to be read.
    fn read(&mut self, names: &[&str]) -> Option<usize> {
        let names: BTreeSet<FileName> = names.iter().map(|name| FileName::new(name).unwrap()).collect();
        let read = folder::read_arrivals(&mut self.centre, self.record.book(), &names, &Task::default());
        read.unwrap().map(|read| read.taken_in)
    }
}

#[test]
fn a_new_file_is_taken_in_without_a_look_at_the_rest_and_a_walk_finds_it_so() {
    let mut desk = Arrivals::begin();
    fs::write(desk.path("letter.txt"), "a letter").unwrap();
    fs::write(desk.path("visit/photo.txt"), "a photo").unwrap();
    fs::write(desk.path("unseen.txt"), "nobody told of this one").unwrap();
    assert_eq!(desk.read(&["letter.txt", "visit/photo.txt"]), Some(2));
    fs::remove_file(desk.path("unseen.txt")).unwrap();
    assert_eq!(difference(&expected(&desk.path("")), &desk.record.files()), None);
    let whole = folder::read_now(&mut desk.centre, desk.record.book(), &Task::default()).unwrap();
    assert_eq!((whole.taken_in, whole.findings), (0, Vec::new()));
}

#[test]
fn a_file_that_may_have_moved_or_stands_on_record_is_left_to_a_walk() {
    type Deed = fn(&Arrivals);
    let cases: [(&str, Deed, &[&str]); 10] = [
        ("renamed", |d| fs::rename(d.path("plan.txt"), d.path("new plan.txt")).unwrap(), &["new plan.txt"]),
        (
            "copied",
            |d| assert!(fs::copy(d.path("plan.txt"), d.path("visit/p.txt")).is_ok()),
            &["visit/p.txt"],
        ),
        ("changed", |d| fs::write(d.path("plan.txt"), "another plan").unwrap(), &["plan.txt"]),
        ("gone", |d| fs::remove_file(d.path("plan.txt")).unwrap(), &["plan.txt"]),
        ("never there", |_| (), &["nothing.txt"]),
        ("a folder", |d| fs::create_dir(d.path("new")).unwrap(), &["new"]),
        ("a link", |d| std::os::unix::fs::symlink("plan.txt", d.path("link")).unwrap(), &["link"]),
        (
            "in a folder that is a link",
            |d| {
                fs::create_dir(d.home.path().join("elsewhere")).unwrap();
                fs::write(d.home.path().join("elsewhere/secret.txt"), "not this learner's").unwrap();
                std::os::unix::fs::symlink(d.home.path().join("elsewhere"), d.path("way")).unwrap();
            },
            &["way/secret.txt"],
        ),
        (
            "scratch of another program",
            |d| {
                fs::create_dir(d.path(".git")).unwrap();
                fs::write(d.path(".git/config"), "x").unwrap();
            },
            &[".git/config"],
        ),
        (
            "one content twice",
            |d| ["a.txt", "b.txt"].iter().for_each(|name| fs::write(d.path(name), "one").unwrap()),
            &["a.txt", "b.txt"],
        ),
    ];
    for (what, deed, names) in cases {
        let mut desk = Arrivals::begin();
        let before = desk.record.files();
        deed(&desk);
        assert_eq!(desk.read(names), None, "{what}");
        assert_eq!(difference(&before, &desk.record.files()), None, "{what}: nothing was noted");
        folder::read_now(&mut desk.centre, desk.record.book(), &Task::default()).unwrap();
        assert_eq!(difference(&expected(&desk.path("")), &desk.record.files()), None, "{what}");
    }
}

#[test]
fn where_somebody_else_has_written_a_new_file_is_left_to_a_walk() {
    let mut desk = Arrivals::begin();
    Machine::at(&desk.home.path().join("machine")).says(&["scan", "Rowan", "--number"]);
    fs::write(desk.path("letter.txt"), "a letter").unwrap();
    assert_eq!(desk.read(&["letter.txt"]), None);
    folder::read_now(&mut desk.centre, desk.record.book(), &Task::default()).unwrap();
    fs::write(desk.path("report.txt"), "a report").unwrap();
    assert_eq!(desk.read(&["report.txt"]), Some(1));
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
    overflow(&folder);
    flood(home.path(), &folder, 10_000, 0);
    watched.thaw();
    watched.has_lost().unwrap();
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
    let _one = WATCHING.lock().unwrap_or_else(PoisonError::into_inner);
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

#[test]
fn a_reading_that_is_stopped_keeps_what_it_has_and_goes_on_when_asked() {
    let _one = WATCHING.lock().unwrap_or_else(PoisonError::into_inner);
    keep_records_apart();
    let home = tempfile::tempdir().unwrap();
    let workspace = home.path().join("workspace");
    let mut session = Session::open(&workspace).unwrap();
    session.call("centre.init", json!({ "name": "Northgate College" })).unwrap();
    for learner in ["Rowan", "Sasha"] {
        let folder = home.path().join(learner);
        fs::create_dir(&folder).unwrap();
        for n in 0..2_000 {
            fs::write(folder.join(format!("{n}.txt")), format!("file {n} of {learner}").repeat(500)).unwrap();
        }
        session.call("learner.add", json!({ "name": learner, "folder": folder })).unwrap();
    }
    session.settle_within(Timing::within(Duration::from_millis(20)));
    session.watch().unwrap();
    let db = store::open(&workspace.join("local.db"), &store::LOCAL, Durability::Normal).unwrap();
    let books = local::bindings(&db).unwrap();
    let recorded =
        || books.iter().map(|(book, _)| local::observations(&db, *book).unwrap().len()).sum::<usize>();
    let mut until = |what: &str, holds: &mut dyn FnMut(&mut Session) -> bool| {
        let begun = Instant::now();
        while !holds(&mut session) {
            assert!(begun.elapsed() < Duration::from_secs(120), "waited for {what}");
            std::thread::sleep(Duration::from_millis(2));
        }
    };
    let stopped = |session: &mut Session| {
        session.call("workspace.show", json!({})).unwrap()["watching"]["stopped"].as_u64().unwrap()
    };
    until("a reading", &mut |session| session.call("scan.stop", json!({})).unwrap() == json!(true));
    until("the stop", &mut |session| stopped(session) > 0);
    // The folder whose reading was stopped is left alone, whatever its watch had said by then or says now; the other may be read,
    // where it was not waiting yet. The time is that of many settlings.
    fs::write(home.path().join("Rowan/late.txt"), "late").unwrap();
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(2) {
        let kept = recorded();
        assert!(kept < 4_000, "{kept}");
        std::thread::sleep(Duration::from_millis(20));
    }
    until("the word to go on", &mut |session| session.call("scan.goOn", json!({})).unwrap() == json!(true));
    until("all files", &mut |session| recorded() == 4_001 && stopped(session) == 0);
}

#[test]
fn a_folder_that_does_not_answer_is_named_and_holds_up_no_other() {
    let _one = WATCHING.lock().unwrap_or_else(PoisonError::into_inner);
    let home = tempfile::tempdir().unwrap();
    let [near, far] = ["near", "far"].map(|name| home.path().join(name));
    let machine = machine(home.path(), &near);
    fs::create_dir(&far).unwrap();
    machine.says(&["learner", "add", "Sam Reed", "--folder", far.to_str().unwrap()]);
    let db = store::open(&machine.workspace().join("local.db"), &store::LOCAL, Durability::Normal).unwrap();
    let bindings = local::bindings(&db).unwrap();
    let book_of = |folder: &Path| {
        bindings.iter().find(|(_, bound)| bound.ends_with(folder.file_name().unwrap())).unwrap().0
    };
    let (near_book, far_book) = (book_of(&near), book_of(&far));
    // Stands in for a network drive that is gone: the system comes back to whoever reads when the drive does.
    let gone = Arc::new((Mutex::new(false), Condvar::new()));
    let drive = Arc::clone(&gone);
    let reading: Reading = Arc::new(move |workspace, job, task| {
        if job.book == far_book {
            drop(drive.1.wait_while(drive.0.lock().unwrap(), |gone| *gone).unwrap());
        }
        let how = How { due: &job.names, patience: job.patience, quiet: job.quiet, task };
        folder::read(workspace, job.book, &how)
    });
    let set_gone = |is_gone: bool| {
        *gone.0.lock().unwrap() = is_gone;
        gone.1.notify_all();
    };
    let (timing, silence) = (Timing::within(Duration::from_millis(50)), Duration::from_millis(500));
    let watching =
        Watching::start_with(&machine.workspace(), Clock::Machine, timing, (reading, silence), |_| {});
    let watching = watching.unwrap().unwrap();
    let files = |book| local::observations(&db, book).unwrap().len();
    let put = |folder: &Path, name: &str| fs::write(folder.join(name), name).unwrap();
    let is_named = || watching.view().line.contains(&format!("{}\" does not answer", far.display()));

    put(&near, "0");
    put(&far, "0");
    until("both are on record", || files(near_book) == 1 && files(far_book) == 1);
    set_gone(true);
    put(&far, "1");
    until("it is named", is_named);
    for more in 1..6 {
        put(&near, &more.to_string());
        until("the other is read", || files(near_book) == more + 1);
    }
    // Whoever asks for it is told so and waits for nothing; the window asks for none of its files.
    let told = watching.read_now(far_book).recv().unwrap().unwrap();
    assert!(told.problem.unwrap().contains("does not answer"));
    let problem = || local::reading(&db, far_book).unwrap().unwrap().problem;
    assert!(problem().unwrap().contains("does not answer"));
    put(&far, "2");
    set_gone(false);
    until("it is read to the last file", || files(far_book) == 3 && !is_named() && problem().is_none());
    // Nor does it hold up the end of the program.
    set_gone(true);
    put(&far, "3");
    until("it is named", is_named);
    let begun = Instant::now();
    drop(watching);
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
    set_gone(false);
}

fn until(what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_secs(60), "never: {what}");
        std::thread::park_timeout(Duration::from_millis(20));
    }
}

/// A wrong folder is chosen, and another while it is still being read.
#[test]
fn what_was_read_of_a_folder_that_is_not_the_learners_any_more_is_nobodys() {
    keep_records_apart();
    let home = tempfile::tempdir().unwrap();
    let workspace = home.path().join("workspace");
    let (wrong, right) = (home.path().join("wrong"), home.path().join("right"));
    for folder in [&wrong, &right] {
        fs::create_dir(folder).unwrap();
        fs::write(folder.join("essay.txt"), format!("{}", folder.display())).unwrap();
    }
    let mut session = Session::open(&workspace).unwrap();
    session.call("centre.init", json!({ "name": "Northgate College" })).unwrap();
    session.call("learner.add", json!({ "name": "Rowan", "folder": &wrong })).unwrap();
    drop(session);
    let db = store::open(&workspace.join("local.db"), &store::LOCAL, Durability::Normal).unwrap();
    let (book, _) = local::bindings(&db).unwrap().remove(0);
    let mut centre = Workspace::open(&workspace, Clock::Machine).unwrap();
    let (beside, chosen) = (workspace.join("local.db"), fs::canonicalize(&right).unwrap());
    let task = Task::new(move |_| {
        let db = store::open(&beside, &store::LOCAL, Durability::Normal).unwrap();
        local::bind(&db, book, &chosen).unwrap();
    });
    let read = folder::read_now(&mut centre, book, &task).unwrap();
    assert!(read.again, "{read:?}");
    assert!(local::observations(&db, book).unwrap().is_empty());
    assert_eq!(centre.book(book).unwrap().files.iter().count(), 0);
    folder::read_now(&mut centre, book, &Task::default()).unwrap();
    assert_eq!(centre.book(book).unwrap().files.iter().count(), 1);
}
