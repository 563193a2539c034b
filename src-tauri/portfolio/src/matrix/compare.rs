//! What an increment changed: the file before beside the file after, object by object. The one thing that may be added
//! to a signed paper is a signature in a box that was there and empty.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object, ObjectId};

/// What was changed besides signatures in empty boxes, in words; `None` where nothing was.
pub fn changes(before: &Document, after: &Document) -> Option<String> {
    let root = |document: &Document| document.trailer.get(b"Root").and_then(Object::as_reference).ok();
    if root(before) != root(after) {
        return Some("the whole content was exchanged".to_owned());
    }
    let mut allowed: BTreeSet<ObjectId> = BTreeSet::new();
    for (id, new) in &after.objects {
        let Some(old) = before.objects.get(id) else { continue };
        if same(old, new) {
            continue;
        }
        match signed(before, old, new) {
            Some(added) => added.into_iter().for_each(|part| reach(before, after, part, &mut allowed)),
            None => return Some(format!("{} was changed", what(new))),
        }
    }
    let gone = before.objects.iter().find(|(id, old)| !after.objects.contains_key(id) && !is_frame(old));
    if let Some((_, old)) = gone {
        return Some(format!("{} was taken away", what(old)));
    }
    let added = after.objects.iter().filter(|(id, _)| !before.objects.contains_key(id));
    let mut foreign = added.filter(|(id, new)| !allowed.contains(id) && !is_frame(new));
    foreign.next().map(|(_, new)| format!("{} was added", what(new)))
}

/// Equal in value; where it stands in the file does not matter.
fn same(old: &Object, new: &Object) -> bool {
    match (old, new) {
        (Object::Stream(old), Object::Stream(new)) => old.dict == new.dict && old.content == new.content,
        (old, new) => old == new,
    }
}

/// The file's own frame, which says where things stand and shows nothing.
fn is_frame(object: &Object) -> bool {
    let Object::Stream(stream) = object else { return false };
    stream.dict.has_type(b"XRef") || stream.dict.has_type(b"ObjStm")
}

/// Where an empty box was signed and nothing else of it changed: what the box now holds.
fn signed(before: &Document, old: &Object, new: &Object) -> Option<[ObjectId; 2]> {
    let (Object::Dictionary(old), Object::Dictionary(new)) = (old, new) else { return None };
    let is_field = old.get(b"FT").and_then(Object::as_name).is_ok_and(|kind| kind == b"Sig");
    let rest = |field: &Dictionary| {
        let mut rest = field.clone();
        rest.remove(b"V");
        rest.remove(b"AP");
        rest
    };
    if !is_field || old.has(b"V") || rest(old) != rest(new) {
        return None;
    }
    let value = new.get(b"V").and_then(Object::as_reference).ok()?;
    let look = new.get(b"AP").and_then(Object::as_dict).ok()?;
    let look = look.get(b"N").and_then(Object::as_reference).ok().filter(|_| look.len() == 1)?;
    // Both must be new: an old part under a new name would be read twice.
    let fresh = |id: ObjectId| !before.objects.contains_key(&id);
    (fresh(value) && fresh(look)).then_some([value, look])
}

/// A part and all new parts that it is made of.
fn reach(before: &Document, after: &Document, part: ObjectId, found: &mut BTreeSet<ObjectId>) {
    let mut open = vec![part];
    while let Some(part) = open.pop() {
        if before.objects.contains_key(&part) || !found.insert(part) {
            continue;
        }
        if let Some(object) = after.objects.get(&part) {
            references(object, &mut open);
        }
    }
}

fn references(object: &Object, found: &mut Vec<ObjectId>) {
    match object {
        Object::Reference(id) => found.push(*id),
        Object::Array(items) => items.iter().for_each(|item| references(item, found)),
        Object::Dictionary(said) => said.iter().for_each(|(_, item)| references(item, found)),
        Object::Stream(stream) => stream.dict.iter().for_each(|(_, item)| references(item, found)),
        Object::Null
        | Object::Boolean(_)
        | Object::Integer(_)
        | Object::Real(_)
        | Object::Name(_)
        | Object::String(..) => {}
    }
}

/// What an object is, in words.
fn what(object: &Object) -> &'static str {
    let said = match object {
        Object::Dictionary(said) => Some(said),
        Object::Stream(stream) => Some(&stream.dict),
        Object::Null
        | Object::Boolean(_)
        | Object::Integer(_)
        | Object::Real(_)
        | Object::Name(_)
        | Object::String(..)
        | Object::Array(_)
        | Object::Reference(_) => None,
    };
    let kind = |key: &[u8]| said.and_then(|said| said.get(key).ok()).and_then(|kind| kind.as_name().ok());
    match (kind(b"Type"), kind(b"FT")) {
        (Some(b"Page"), _) => "a page",
        (Some(b"Catalog"), _) => "the file's table of contents",
        (_, Some(_)) => "a box to sign in",
        (Some(b"Annot"), _) => "a note or link on a page",
        (Some(b"Metadata"), _) => "what the file says of itself",
        _other => "a part of the file",
    }
}
