//! What `Cargo.lock` must hold: one generation of the signing and paper libraries, no version with a known hole,
//! and nothing from anywhere but the public registry.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails here")]

/// One `[[package]]` of the lock.
struct Package {
    name: String,
    version: String,
    source: Option<String>,
    dependencies: Vec<String>,
}

fn packages() -> Vec<Package> {
    let lock = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("Cargo.lock");
    let text = std::fs::read_to_string(lock).unwrap();
    text.split("[[package]]").skip(1).map(package).collect()
}

fn package(text: &str) -> Package {
    let value =
        |name: &str| text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(" = ").map(bare));
    let listed = text
        .split_once("dependencies = [")
        .and_then(|(_, rest)| rest.split_once(']'))
        .map_or("", |(list, _)| list);
    Package {
        name: value("name").expect("a name"),
        version: value("version").expect("a version"),
        source: value("source"),
        dependencies: listed.lines().map(str::trim).filter(|line| !line.is_empty()).map(bare).collect(),
    }
}

fn bare(text: &str) -> String {
    text.trim_matches(|c| c == '"' || c == ',').to_owned()
}

fn versions<'a>(packages: &'a [Package], name: &str) -> Vec<&'a str> {
    packages.iter().filter(|package| package.name == name).map(|package| package.version.as_str()).collect()
}

#[test]
fn signing_and_paper_have_one_version_each() {
    let packages = packages();
    for name in [
        "cms",
        "der",
        "lopdf",
        "libsqlite3-sys",
        "p256",
        "pkcs8",
        "printpdf",
        "rusqlite",
        "spki",
        "x509-cert",
    ] {
        assert_eq!(versions(&packages, name).len(), 1, "{name}: {:?}", versions(&packages, name));
    }
    // RUSTSEC-2023-0071: its signing can be timed. Ours are elliptic curves alone.
    assert!(versions(&packages, "rsa").is_empty(), "rsa is in the lock");
}

#[test]
fn our_hashes_are_of_one_generation_and_only_lopdf_brings_its_own() {
    let packages = packages();
    let hashes = versions(&packages, "sha2");
    let (ours, others): (Vec<&str>, Vec<&str>) =
        hashes.iter().partition(|version| version.starts_with("0.10."));
    assert_eq!(ours.len(), 1, "{hashes:?}");
    for other in others {
        assert!(other.starts_with("0.11."), "sha2 {other}");
        let named = format!("sha2 {other}");
        let users = packages.iter().filter(|package| package.dependencies.contains(&named));
        assert_eq!(users.map(|package| package.name.as_str()).collect::<Vec<_>>(), ["lopdf"]);
    }
}

#[test]
fn tauri_is_of_the_stable_line_without_the_known_hole() {
    let packages = packages();
    let versions = versions(&packages, "tauri");
    let numbers: Vec<u32> =
        versions.concat().split('.').map(|number| number.parse().expect("a released version")).collect();
    // CVE-2026-42184, confusion of origins in custom protocols, is closed in 2.11.1.
    assert!(versions.len() == 1 && numbers >= vec![2, 11, 1] && numbers < vec![3], "tauri {versions:?}");
}

#[test]
fn everything_comes_from_the_public_registry() {
    let public = "registry+https://github.com/rust-lang/crates.io-index";
    for package in packages() {
        if let Some(source) = package.source {
            assert_eq!(source, public, "{}", package.name);
        }
    }
}
