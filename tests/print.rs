//! Stories of what goes out beside the signed paper: the matrix for other programs. What is written is read back and says what
//! the records say.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails here")]

use std::fs;
use std::path::Path;

use journeys::people::{LEARNER, OCR, Story, portfolio, said};
use serde_json::{Value, json};

/// Runs the command line on the story's centre file, which must be closed.
fn run(story: &Story, words: &[&str]) -> (i32, String, String) {
    let place = story.workspace();
    let mut all = vec!["--workspace", place.to_str().unwrap()];
    all.extend(words);
    said(&portfolio(&all).output().unwrap())
}

fn matrix(story: &Story, out: &Path, more: &[&str]) -> (i32, String, String) {
    let mut words = vec!["matrix", LEARNER, OCR, "--out", out.to_str().unwrap()];
    words.extend(more);
    run(story, &words)
}

#[test]
fn the_ending_of_the_file_says_in_which_format_the_matrix_goes_out() {
    let mut story = Story::decided();
    story.close();
    for (ending, begins, words) in [
        ("xlsx", "PK", "Coverage matrix written as an Excel workbook"),
        ("csv", "\u{feff}Learner,ULN,Unit", "Coverage matrix written as CSV"),
        ("html", "<!DOCTYPE html>", "Coverage matrix written as a web page"),
        ("json", "{\n  \"$schema\": \"coverage-matrix-1.schema.json\"", "Coverage matrix written as JSON"),
        ("pdf", "%PDF-", "pages, SHA-256"),
    ] {
        let out = story.home().join(format!("matrix.{ending}"));
        let (code, told, error) = matrix(&story, &out, &[]);
        assert_eq!(code, 0, "{error}");
        assert!(told.contains(words), "{told}");
        let bytes = fs::read(&out).unwrap();
        assert!(bytes.starts_with(begins.as_bytes()), "{ending}");
    }
    let json: Value = serde_json::from_slice(&fs::read(story.home().join("matrix.json")).unwrap()).unwrap();
    assert_eq!(json["matrix"]["learner"]["name"], json!(LEARNER));
    let csv = fs::read_to_string(story.home().join("matrix.csv")).unwrap();
    let rows: Vec<&Value> = json["matrix"]["outcomes"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|outcome| outcome["rows"].as_array().unwrap())
        .collect();
    assert!(!rows.is_empty());
    for row in rows {
        for link in row["mappings"].as_array().unwrap() {
            let (code, reference) = (row["code"].as_str().unwrap(), link["reference"].as_str().unwrap());
            let stands = csv.lines().any(|line| line.contains(code) && line.contains(reference));
            assert!(stands, "{code} {reference} is not in the CSV");
        }
    }
}

#[test]
fn a_signed_original_is_a_pdf_only_and_an_unknown_format_is_answered_with_the_known_ones() {
    let mut story = Story::signed();
    story.close();
    let out = story.home().join("original.csv");
    let (code, _, error) = matrix(&story, &out, &["--original"]);
    assert_eq!(code, 2);
    assert!(error.contains("leave --original and --verified out"), "{error}");
    let (code, _, error) = matrix(&story, &story.home().join("m.docx"), &["--format", "docx"]);
    assert_eq!(code, 2);
    assert!(error.contains("pdf, xlsx, csv, html, json"), "{error}");
    assert!(!out.exists() && !story.home().join("m.docx").exists(), "nothing is written");
}

#[test]
fn a_file_that_cannot_be_written_is_left_as_it_was() {
    let mut story = Story::decided();
    let folder = story.home().join("taken.csv");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("kept"), "kept").unwrap();
    let refused = story.try_on("matrix.export", json!({ "unit": OCR, "format": "csv", "out": folder }));
    assert!(refused.unwrap_err().message.contains("taken.csv"));
    assert_eq!(fs::read_to_string(folder.join("kept")).unwrap(), "kept");
    let left = fs::read_dir(story.home()).unwrap().filter_map(Result::ok);
    let drafts: Vec<_> = left.filter(|file| file.file_name().to_string_lossy().contains(".tmp")).collect();
    assert!(drafts.is_empty(), "{drafts:?}");
}
