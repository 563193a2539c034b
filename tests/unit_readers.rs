//! Every document of the corpus is read, and what a careful person finds in it stands in what the readers give: no
//! word of an outcome or a criterion is lost on the way. What it *means* is the recogniser's test.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails here"
)]

use std::fs;
use std::path::{Path, PathBuf};

use portfolio::unit::import::document::Document;
use portfolio::unit::import::read;
use serde_json::Value;

fn corpus() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("fixtures/unit-texts/corpus");
    let mut found = Vec::new();
    for part in fs::read_dir(folder).unwrap() {
        for file in fs::read_dir(part.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            if ["txt", "html", "docx", "odt", "pdf"]
                .iter()
                .any(|end| path.extension().is_some_and(|own| own == *end))
                // A record of scores lies beside the texts.
                && path.file_stem().is_some_and(|stem| stem != "first-score")
            {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Letters and digits alone, so that how lines are joined does not matter; ligatures are their letters.
fn bare(text: &str) -> String {
    let plain =
        text.replace('ﬁ', "fi").replace('ﬂ', "fl").replace('ﬀ', "ff").replace('ﬃ', "ffi").replace('ﬄ', "ffl");
    plain.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn texts(value: &Value, found: &mut Vec<String>) {
    let units = value["units"].as_array().unwrap();
    for outcome in units.iter().flat_map(|unit| unit["outcomes"].as_array().unwrap()) {
        for criterion in outcome["criteria"].as_array().into_iter().flatten() {
            found.push(criterion["text"].as_str().unwrap_or_default().to_owned());
        }
    }
}

fn said(document: &Document) -> String {
    bare(&document.blocks.iter().map(|block| block.text() + " ").collect::<String>())
}

/// Whether the words stand in the text in their order, near each other: a page's footer, the next bullet or the other
/// column may stand between them, for the recogniser puts such lines together.
fn stands_apart(text: &str, words: &[String]) -> bool {
    let wanted: Vec<String> = text.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect();
    let window = wanted.len() * 3 + 40;
    (0..words.len()).filter(|at| words[*at] == wanted[0]).any(|start| {
        let mut near = words[start..].iter().take(window);
        wanted.iter().all(|word| near.any(|other| other == word))
    })
}

#[test]
fn the_readers_lose_no_criterion_of_the_corpus() {
    let (mut lost, mut all) = (Vec::new(), 0);
    for path in corpus() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = fs::read(&path).unwrap();
        let kind = read::sniff(&bytes, Some(&name));
        let document = read::document(kind, &bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        let expected: Value =
            serde_json::from_slice(&fs::read(path.with_extension("expected.json")).unwrap()).unwrap();
        let mut wanted = Vec::new();
        texts(&expected, &mut wanted);
        let said = said(&document);
        let words: Vec<String> = document
            .blocks
            .iter()
            .flat_map(|block| block.text().split_whitespace().map(bare).collect::<Vec<_>>())
            .collect();
        all += wanted.len();
        let missing = wanted.iter().filter(|text| !said.contains(&bare(text)) && !stands_apart(text, &words));
        lost.extend(missing.map(|text| format!("{name}: {text}")));
        if std::env::var_os("SHOW_DOCUMENTS").is_some() {
            println!("=== {name}");
            for block in &document.blocks {
                println!("{:<24} {}", block.place.to_string(), serde_json::to_string(&block.kind).unwrap());
            }
            println!("notes: {:?}", document.notes);
        }
    }
    println!("{} of {all} criteria stand in what was read", all - lost.len());
    assert!(all > 100, "the corpus was not found: {all} criteria");
    assert!(lost.is_empty(), "lost:\n{}", lost.join("\n"));
}

/// The figures that `cargo xtask corpus` prints are held: a rule that reads a known document worse fails here.
#[test]
fn the_corpus_is_read_as_well_as_it_was() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/unit-texts/corpus");
    let output = journeys::people::portfolio(&["corpus", folder.to_str().unwrap()]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("tuned: criteria precision"), "{said}");
}
