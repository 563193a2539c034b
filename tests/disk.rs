//! What the disk is asked for: an unchanged folder is read without opening a file. Apart from the other tests of reading, which
//! count the watchers of this process.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use std::collections::BTreeSet;
use std::fs;

use journeys::churn::expected;
use journeys::openings::Openings;
use journeys::people::Story;
use serde_json::json;

#[test]
fn a_second_reading_of_an_unchanged_folder_opens_no_file() {
    let mut story = Story::begin();
    let root = story.folder().to_owned();
    for folder in 0..12 {
        fs::create_dir_all(root.join(format!("week {folder}/photos"))).unwrap();
        for file in 0..25 {
            let inner = if file % 2 == 0 { "" } else { "photos/" };
            let path = root.join(format!("week {folder}/{inner}note {file}.txt"));
            fs::write(path, format!("note {file} of week {folder}")).unwrap();
        }
    }
    let first = story.on("scan", json!({}));
    assert_eq!(first["new"], expected(&root).len(), "{first}");

    let openings = Openings::listen(&root);
    let second = story.on("scan", json!({ "number": true }));
    assert_eq!(second["unchanged"], 300, "{second}");
    assert_eq!(openings.files(), BTreeSet::new());
    // The record has grown meanwhile, so that the next reading looks at every row: at no content.
    assert_eq!(story.on("scan", json!({}))["unchanged"], 300);
    assert_eq!(openings.files(), BTreeSet::new());

    // In a folder that was renamed: the same numbers, sizes and times; touched: another time and nothing else; written: another
    // content.
    fs::rename(root.join("week 3"), root.join("week three")).unwrap();
    let [touched, written] = ["week 5/note 6.txt", "week 7/photos/note 9.txt"].map(|name| root.join(name));
    fs::File::options().append(true).open(&touched).unwrap().set_modified(std::time::UNIX_EPOCH).unwrap();
    fs::write(&written, "another note altogether").unwrap();
    openings.files();
    let third = story.on("scan", json!({}));
    assert_eq!((&third["moved"], &third["changed"]), (&json!(25), &json!(1)), "{third}");
    assert_eq!(openings.files(), BTreeSet::from([touched, written]), "what may differ is read, nothing else");
}
