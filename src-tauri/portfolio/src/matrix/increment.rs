//! Whether what stands behind a file is written as this program writes a signature: part after part, each as `write` puts it, then
//! the table of where they stand. Programs read a crafted file differently: where a word of a part stands twice, a part is marked
//! as gone or a second table says where things are, one shows what another never sees. Refuses to know what the parts mean, which
//! `compare` does.

use std::collections::BTreeMap;

use lopdf::xref::XrefEntry;
use lopdf::{Dictionary, Document, Object};

use super::sign::{Gap, byte_range, last_table, unsealed};
use super::write::{Place, Table, indirect, tail};

/// What the table at the end may say.
const TABLE: [&[u8]; 10] =
    [b"Type", b"Root", b"Info", b"ID", b"Prev", b"Size", b"W", b"Index", b"Length", b"Filter"];

/// Whether everything behind byte `from` is one increment in the words of this program. `before` is the file up to there, `after`
/// the whole of it.
pub fn is_ours(file: &[u8], from: usize, before: &Document, after: &Document) -> bool {
    read(file, from, before, after).is_some()
}

fn read(file: &[u8], from: usize, before: &Document, after: &Document) -> Option<()> {
    let mut parts: Vec<(usize, u32)> = Vec::new();
    for (number, entry) in &after.reference_table.entries {
        if let XrefEntry::Normal { offset, .. } = entry {
            parts.push((usize::try_from(*offset).ok()?, *number));
        }
    }
    parts.retain(|(offset, _)| *offset >= from);
    parts.sort_unstable();
    let mut at = from;
    let mut places = BTreeMap::new();
    for (offset, number) in &parts {
        // Nothing may stand between two parts, and none inside another.
        if *offset != at {
            return None;
        }
        at = end_of_part(file, at, *number, after.objects.get(&(*number, 0))?)?;
        places.insert(*number, Place::At(*offset));
    }
    let (start, number) = parts.last()?;
    let table = after.objects.get(&(*number, 0))?.as_stream().ok()?;
    let (said, own) = (&table.dict, Table::of(&places));
    let number_of = |key: &[u8]| said.get(key).and_then(Object::as_i64).ok();
    let plain = said.iter().all(|(key, _)| TABLE.contains(&key.as_slice()))
        && said.has_type(b"XRef")
        && said.get(b"Filter").is_ok_and(|how| how.as_name().is_ok_and(|how| how == b"FlateDecode"))
            == said.has(b"Filter");
    let same = [&b"Root"[..], b"Info"].iter().all(|key| said.get(key).ok() == before.trailer.get(key).ok());
    let stands = table.get_plain_content_with_limit(own.rows.len()).ok()? == own.rows
        && said.get(b"Index").ok()? == &Object::Array(own.index)
        && said.get(b"W").ok()? == &Table::widths()
        // A number too small would make a reader drop the parts above it.
        && number_of(b"Size") == Some(i64::from(*number) + 1)
        && *number > before.max_id
        && number_of(b"Prev") == last_table(file.get(..from)?);
    (plain && same && stands && file.get(at..)? == tail(*start).as_bytes()).then_some(())
}

/// Where a part ends that is written here as this program writes it; none = it is written otherwise.
fn end_of_part(file: &[u8], at: usize, number: u32, part: &Object) -> Option<usize> {
    let packed = part.as_stream().is_ok_and(|stream| stream.dict.has_type(b"ObjStm"));
    let sealed = part.as_dict().ok().filter(|said| said.has(b"ByteRange"));
    let mut own = Vec::new();
    match sealed {
        // Only the paper itself packs parts together.
        _ if packed => return None,
        Some(said) => own = signature(file, at, number, said)?,
        None => indirect((number, 0), part, &mut own),
    }
    let end = at.checked_add(own.len())?;
    (file.get(at..end)? == own).then_some(end)
}

/// A signature as it is written, around what stands in its gap, which must be its very own.
fn signature(file: &[u8], at: usize, number: u32, said: &Dictionary) -> Option<Vec<u8>> {
    let sealed = [&b"ByteRange"[..], b"Contents"];
    let words = said.iter().filter(|(key, _)| !sealed.contains(&key.as_slice()));
    let words: Dictionary = words.map(|(key, word)| (key.clone(), word.clone())).collect();
    let room = said.get(b"Contents").and_then(Object::as_str).ok()?.len();
    let (mut own, Gap { range, from, to }) = unsealed(number, words, room);
    let range_said = said.get(b"ByteRange").and_then(Object::as_array).ok()?;
    let numbers: Vec<usize> =
        range_said.iter().filter_map(|n| usize::try_from(n.as_i64().ok()?).ok()).collect();
    let &[0, gap_from, gap_to, rest] = numbers.as_slice() else { return None };
    if (gap_from, gap_to, gap_to.checked_add(rest)) != (at + from, at + to, Some(file.len())) {
        return None;
    }
    let numbers = byte_range(gap_from, gap_to, rest);
    own.get_mut(range..range + numbers.len())?.copy_from_slice(numbers.as_bytes());
    own.get_mut(from..to)?.copy_from_slice(file.get(gap_from..gap_to)?);
    Some(own)
}
