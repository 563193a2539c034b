//! Names that are meant to do harm: five hundred made by hand and as many generated as asked. Knows nothing of what they
//! meet.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// The longest name that a file can have on Linux, in bytes.
const LONGEST: usize = 255;

/// The names made by hand, as bytes.
pub fn by_hand() -> Vec<Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/hostile-names/names.txt");
    let text = fs::read_to_string(path).expect("the names made by hand");
    text.lines().filter(|line| !line.starts_with("# ")).map(unescaped).collect()
}

fn unescaped(line: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        if c != '\\' {
            bytes.extend(c.to_string().bytes());
            continue;
        }
        let kind = rest.chars().next().expect("an escape");
        rest = &rest[kind.len_utf8()..];
        match kind {
            'n' => bytes.push(b'\n'),
            'r' => bytes.push(b'\r'),
            't' => bytes.push(b'\t'),
            '\\' => bytes.push(b'\\'),
            'x' => {
                bytes.push(u8::from_str_radix(&rest[..2], 16).unwrap_or_else(|e| panic!("{line}: {e}")));
                rest = &rest[2..];
            }
            'u' => {
                let (hex, after) = rest.trim_start_matches('{').split_once('}').expect("\\u{…}");
                let code = u32::from_str_radix(hex, 16).unwrap_or_else(|e| panic!("{line}: {e}"));
                bytes.extend(char::from_u32(code).expect("a character").to_string().bytes());
                rest = after;
            }
            other => panic!("{line}: \\{other}"),
        }
    }
    bytes
}

/// Puts a file of its own content under each name; those that the disk does not take are left out. Returns how many there
/// are.
pub fn put(folder: &Path, names: impl IntoIterator<Item = Vec<u8>>) -> usize {
    let mut made = 0;
    for name in names {
        let path = folder.join(OsStr::from_bytes(&name));
        made += usize::from(
            fs::write(&path, [b"lies at ".as_slice(), path.as_os_str().as_bytes()].concat()).is_ok(),
        );
    }
    made
}

/// The same with `count` names from a seed: parts of those made by hand, put together anew, and bytes of all kinds. They lie
/// in folders of a thousand, whose names are hostile too.
pub fn generate(folder: &Path, seed: u64, count: usize) -> usize {
    let parts = by_hand();
    let mut random = fastrand::Rng::with_seed(seed);
    let (mut names, mut made) = (BTreeSet::new(), 0);
    let mut inner = folder.to_owned();
    while made < count {
        if made % 1000 == 0 {
            inner = folder.join(OsStr::from_bytes(&name(&parts, &mut random)));
            // Hidden names are passed over whole.
            if inner.file_name().is_some_and(|name| name.as_bytes().starts_with(b"."))
                || fs::create_dir(&inner).is_err()
            {
                continue;
            }
        }
        let name = name(&parts, &mut random);
        if names.insert((inner.clone(), name.clone())) {
            made += put(&inner, [name]);
        }
    }
    made
}

fn name(parts: &[Vec<u8>], random: &mut fastrand::Rng) -> Vec<u8> {
    let mut name = Vec::new();
    for _ in 0..random.usize(1..5) {
        match random.u8(0..6) {
            0 => name.extend(std::iter::repeat_with(|| random.u8(1..)).take(8)),
            1 => name.extend(random.char('\u{1}'..).to_string().bytes()),
            2 => name.extend(random.u32(..).to_string().bytes()),
            _ => name.extend(random.choice(parts).into_iter().flatten()),
        }
    }
    name.retain(|byte| *byte != b'/' && *byte != 0);
    name.truncate(LONGEST);
    if matches!(name.as_slice(), b"" | b"." | b"..") { b"plain.txt".to_vec() } else { name }
}
