//! The one byte form of a body: RFC 8785, narrowed to sorted ASCII keys and integers within ±2⁵³.
//! Refuses to know what the values mean.

use std::borrow::Cow;
use std::fmt::Display;
use std::io::{self, Write};
use std::ops::Range;

use serde::Serialize;
use serde_json::Value;
use serde_json::ser::{CharEscape, CompactFormatter, Formatter, Serializer};
use thiserror::Error;

/// Largest integer that every JSON reader holds exactly (RFC 8785, I-JSON).
pub const MAX_INTEGER: i64 = 1 << 53;

/// Why a value has no canonical form here.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotCanonical {
    /// A fraction or an integer beyond ±2⁵³.
    #[error("the number {0} is not a whole number within ±2^53")]
    Number(String),
    /// A key that is not ASCII.
    #[error("the key {0:?} is not plain ASCII")]
    Key(String),
    /// The bytes are not JSON at all.
    #[error("not JSON: {0}")]
    Json(String),
    /// JSON, but written another way.
    #[error("the JSON is not in its canonical form")]
    Form,
}

/// Writes `value` in canonical form. Errors name the first number or key that has none.
pub fn write(value: &Value) -> Result<Vec<u8>, NotCanonical> {
    let mut out = Vec::with_capacity(256);
    put(value, &mut out)?;
    Ok(out)
}

/// The same of whatever can be written as JSON, without making a tree of it first: for what is printed by the megabyte.
/// Errors as [`write`]; a key that stands twice in one object is refused too.
pub fn of(value: &impl Serialize) -> Result<Vec<u8>, NotCanonical> {
    let mut form = Form::default();
    let mut nowhere = io::sink();
    let written = value.serialize(&mut Serializer::with_formatter(&mut nowhere, Writing(&mut form)));
    match (form.refused, written) {
        (Some(refused), _) => Err(refused),
        (None, Err(error)) => Err(NotCanonical::Json(error.to_string())),
        (None, Ok(())) => Ok(form.out),
    }
}

/// Reads bytes that must already be canonical; anything else is refused.
pub fn read(bytes: &[u8]) -> Result<Value, NotCanonical> {
    let value: Value = serde_json::from_slice(bytes).map_err(|e| NotCanonical::Json(e.to_string()))?;
    if write(&value)? == bytes { Ok(value) } else { Err(NotCanonical::Form) }
}

fn put(value: &Value, out: &mut Vec<u8>) -> Result<(), NotCanonical> {
    match value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
        Value::Number(n) => match n.as_i64() {
            Some(i) if (-MAX_INTEGER..=MAX_INTEGER).contains(&i) => {
                out.extend_from_slice(i.to_string().as_bytes())
            }
            Some(_) | None => return Err(NotCanonical::Number(n.to_string())),
        },
        Value::String(s) => put_string(s, out),
        Value::Array(items) => {
            out.push(b'[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(b',');
                }
                put(item, out)?;
            }
            out.push(b']');
        }
        Value::Object(map) => {
            // The map may keep insertion order when another crate asks serde_json for it.
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort_unstable();
            out.push(b'{');
            for (i, key) in keys.into_iter().enumerate() {
                if !key.is_ascii() {
                    return Err(NotCanonical::Key(key.clone()));
                }
                if i > 0 {
                    out.push(b',');
                }
                put_string(key, out);
                out.push(b':');
                put(&map[key], out)?;
            }
            out.push(b'}');
        }
    }
    Ok(())
}

/// RFC 8785 §3.2.2.2: the two-character escapes where they exist, lower-case \u00xx for other controls; all else as it is.
fn put_string(s: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    let mut rest = s.as_bytes();
    while let Some(at) = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20)) {
        let (plain, special) = rest.split_at(at);
        out.extend_from_slice(plain);
        match special.first() {
            Some(b'"') => out.extend_from_slice(b"\\\""),
            Some(b'\\') => out.extend_from_slice(b"\\\\"),
            Some(8) => out.extend_from_slice(b"\\b"),
            Some(b'\t') => out.extend_from_slice(b"\\t"),
            Some(b'\n') => out.extend_from_slice(b"\\n"),
            Some(12) => out.extend_from_slice(b"\\f"),
            Some(b'\r') => out.extend_from_slice(b"\\r"),
            Some(control) => out.extend_from_slice(format!("\\u{control:04x}").as_bytes()),
            None => {}
        }
        rest = special.get(1..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}

/// What has been written so far. Members of an object are put in order when it ends.
#[derive(Default)]
struct Form {
    out: Vec<u8>,
    open: Vec<Open>,
    /// Members in another order, before they are put back.
    sorting: Vec<u8>,
    refused: Option<NotCanonical>,
}

/// An object that has begun.
struct Open {
    /// Where its first member begins.
    members: usize,
    /// Where the name of the last member ends.
    name: usize,
    /// The ends of name and value of each member.
    ends: Vec<(usize, usize)>,
}

impl Form {
    fn refuse(&mut self, why: NotCanonical) -> io::Result<()> {
        self.refused = Some(why);
        Err(io::ErrorKind::InvalidData.into())
    }

    fn number(&mut self, number: impl Display + TryInto<i64> + Copy) -> io::Result<()> {
        match number.try_into() {
            Ok(whole) if (-MAX_INTEGER..=MAX_INTEGER).contains(&whole) => write!(self.out, "{number}"),
            Ok(_) | Err(_) => self.refuse(NotCanonical::Number(number.to_string())),
        }
    }

    fn end_object(&mut self) -> io::Result<()> {
        let Some(Open { members, ends, .. }) = self.open.pop() else { return Ok(()) };
        match sorted(&self.out, members, &ends) {
            Ok(None) => {}
            Ok(Some(parts)) => {
                self.sorting.clear();
                for part in parts {
                    self.sorting.extend_from_slice(self.out.get(part).unwrap_or_default());
                    self.sorting.push(b',');
                }
                self.sorting.pop();
                self.out.truncate(members);
                self.out.extend_from_slice(&self.sorting);
            }
            Err(why) => return self.refuse(why),
        }
        self.out.push(b'}');
        Ok(())
    }
}

/// The members that begin at `from`, parted by commas, in the order of their names; none where they stand in it already.
fn sorted(
    out: &[u8],
    from: usize,
    ends: &[(usize, usize)],
) -> Result<Option<Vec<Range<usize>>>, NotCanonical> {
    let mut parts = Vec::with_capacity(ends.len());
    let mut begin = from;
    for (name, end) in ends {
        parts.push((named(out.get(begin..*name).unwrap_or_default())?, begin..*end));
        begin = end + 1;
    }
    if parts.is_sorted_by(|(one, _), (next, _)| one < next) {
        return Ok(None);
    }
    parts.sort_by(|(one, _), (other, _)| one.cmp(other));
    let twice = parts.windows(2).find_map(|two| match two {
        [(one, _), (next, _)] if one == next => Some(one),
        _other => None,
    });
    match twice {
        Some(name) => Err(NotCanonical::Key(String::from_utf8_lossy(name).into_owned())),
        None => Ok(Some(parts.into_iter().map(|(_, part)| part).collect())),
    }
}

/// The name that a member was written with.
fn named(written: &[u8]) -> Result<Cow<'_, [u8]>, NotCanonical> {
    let name = match written {
        [b'"', name @ .., b'"'] if !name.contains(&b'\\') => Cow::Borrowed(name),
        _escaped => {
            let name: String =
                serde_json::from_slice(written).map_err(|error| NotCanonical::Json(error.to_string()))?;
            Cow::Owned(name.into_bytes())
        }
    };
    if name.is_ascii() {
        Ok(name)
    } else {
        Err(NotCanonical::Key(String::from_utf8_lossy(&name).into_owned()))
    }
}

/// Takes what serde_json writes, which escapes strings as RFC 8785 does and puts no spaces, and writes it to a [`Form`]
/// instead of where it was told to.
struct Writing<'a>(&'a mut Form);

impl Formatter for Writing<'_> {
    fn write_null<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.0.out.write_all(b"null")
    }

    fn write_bool<W: ?Sized + Write>(&mut self, _: &mut W, value: bool) -> io::Result<()> {
        self.0.out.write_all(if value { b"true" } else { b"false" })
    }

    fn write_i8<W: ?Sized + Write>(&mut self, _: &mut W, value: i8) -> io::Result<()> {
        self.0.number(value)
    }

    fn write_i16<W: ?Sized + Write>(&mut self, _: &mut W, value: i16) -> io::Result<()> {
        self.0.number(value)
    }

    fn write_i32<W: ?Sized + Write>(&mut self, _: &mut W, value: i32) -> io::Result<()> {
        self.0.number(value)
    }

    fn write_i64<W: ?Sized + Write>(&mut self, _: &mut W, value: i64) -> io::Result<()> {
        self.0.number(value)
    }

    fn write_i128<W: ?Sized + Write>(&mut self, _: &mut W, value: i128) -> io::Result<()> {
        self.0.number(value)
    }

    fn write_u8<W: ?Sized + Write>(&mut self, _: &mut W, value: u8) -> io::Result<()> {
        self.0.number(value)
    }

    fn write_u16<W: ?Sized + Write>(&mut self, _: &mut W, value: u16) -> io::Result<()> {
        self.0.number(value)
    }

    fn write_u32<W: ?Sized + Write>(&mut self, _: &mut W, value: u32) -> io::Result<()> {
        self.0.number(value)
    }

    fn write_u64<W: ?Sized + Write>(&mut self, _: &mut W, value: u64) -> io::Result<()> {
        self.0.number(value)
    }

    fn write_u128<W: ?Sized + Write>(&mut self, _: &mut W, value: u128) -> io::Result<()> {
        self.0.number(value)
    }

    fn write_f32<W: ?Sized + Write>(&mut self, _: &mut W, value: f32) -> io::Result<()> {
        self.0.refuse(NotCanonical::Number(value.to_string()))
    }

    fn write_f64<W: ?Sized + Write>(&mut self, _: &mut W, value: f64) -> io::Result<()> {
        self.0.refuse(NotCanonical::Number(value.to_string()))
    }

    fn write_number_str<W: ?Sized + Write>(&mut self, _: &mut W, value: &str) -> io::Result<()> {
        self.0.refuse(NotCanonical::Number(value.to_owned()))
    }

    fn begin_string<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.0.out.write_all(b"\"")
    }

    fn end_string<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.0.out.write_all(b"\"")
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, _: &mut W, fragment: &str) -> io::Result<()> {
        self.0.out.write_all(fragment.as_bytes())
    }

    fn write_char_escape<W: ?Sized + Write>(&mut self, _: &mut W, escape: CharEscape) -> io::Result<()> {
        CompactFormatter.write_char_escape(&mut self.0.out, escape)
    }

    fn write_raw_fragment<W: ?Sized + Write>(&mut self, _: &mut W, _: &str) -> io::Result<()> {
        self.0.refuse(NotCanonical::Form)
    }

    fn begin_array<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.0.out.write_all(b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.0.out.write_all(b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, _: &mut W, first: bool) -> io::Result<()> {
        self.0.out.write_all(if first { b"" } else { b"," })
    }

    fn begin_object<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        let form = &mut *self.0;
        form.out.push(b'{');
        form.open.push(Open { members: form.out.len(), name: 0, ends: Vec::with_capacity(8) });
        Ok(())
    }

    fn end_object<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.0.end_object()
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, _: &mut W, first: bool) -> io::Result<()> {
        self.0.out.write_all(if first { b"" } else { b"," })
    }

    fn end_object_key<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        let name = self.0.out.len();
        if let Some(open) = self.0.open.last_mut() {
            open.name = name;
        }
        Ok(())
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.0.out.write_all(b":")
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        let end = self.0.out.len();
        if let Some(open) = self.0.open.last_mut() {
            open.ends.push((open.name, end));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn writes_keys_sorted_and_controls_escaped() {
        let cases = [
            (json!({"b": 1, "a": [true, null]}), r#"{"a":[true,null],"b":1}"#),
            (json!("é\u{1}\t\"\\/"), "\"é\\u0001\\t\\\"\\\\/\""),
            (json!(-9007199254740992_i64), "-9007199254740992"),
            (json!({"z": {}, "": []}), r#"{"":[],"z":{}}"#),
        ];
        for (value, want) in cases {
            assert_eq!(String::from_utf8(write(&value).unwrap()).unwrap(), want);
            assert_eq!(String::from_utf8(of(&value).unwrap()).unwrap(), want);
        }
    }

    #[test]
    fn refuses_fractions_big_numbers_and_foreign_keys() {
        assert!(matches!(write(&json!(1.5)), Err(NotCanonical::Number(_))));
        assert!(matches!(write(&json!(9007199254740993_i64)), Err(NotCanonical::Number(_))));
        assert!(matches!(write(&json!({"é": 1})), Err(NotCanonical::Key(_))));
        for refused in [json!(1.5), json!(9007199254740993_i64), json!(u64::MAX), json!([{"é": 1}])] {
            assert_eq!(of(&refused), write(&refused));
            assert!(of(&refused).is_err());
        }
    }

    #[test]
    fn a_name_that_stands_twice_is_refused() {
        #[derive(Serialize)]
        struct Outer {
            name: u8,
            #[serde(flatten)]
            inner: Inner,
        }
        #[derive(Serialize)]
        struct Inner {
            name: u8,
        }
        let twice = Outer { name: 1, inner: Inner { name: 2 } };
        assert_eq!(of(&twice), Err(NotCanonical::Key("name".into())));
    }

    #[test]
    fn with_and_without_a_tree_the_bytes_are_equal() {
        let seed = fastrand::u64(..);
        println!("seed {seed}");
        let mut random = fastrand::Rng::with_seed(seed);
        for _ in 0..2_000 {
            let value = any(&mut random, 4);
            assert_eq!(of(&Backwards(&value)), write(&value), "{value}");
        }
    }

    /// A value whose members are told in the order in which no map keeps them.
    struct Backwards<'a>(&'a Value);

    impl Serialize for Backwards<'_> {
        fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            match self.0 {
                Value::Object(map) => {
                    to.collect_map(map.iter().rev().map(|(key, one)| (key, Backwards(one))))
                }
                Value::Array(items) => to.collect_seq(items.iter().map(Backwards)),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => self.0.serialize(to),
            }
        }
    }

    fn any(random: &mut fastrand::Rng, depth: usize) -> Value {
        let letters = ['a', 'b', ' ', '!', '"', '\\', '\n', '\u{1}', '/', '\u{7f}'];
        let text = |random: &mut fastrand::Rng, more: &[char]| -> String {
            let all = [&letters[..], more].concat();
            (0..random.usize(..5)).map(|_| all[random.usize(..all.len())]).collect()
        };
        match random.usize(..if depth == 0 { 4 } else { 6 }) {
            0 => Value::Null,
            1 => json!(random.bool()),
            2 => json!(random.i64(-MAX_INTEGER..=MAX_INTEGER)),
            3 => json!(text(random, &['é', '\u{2028}', '𝄞'])),
            4 => (0..random.usize(..5)).map(|_| any(random, depth - 1)).collect(),
            _ => {
                let mut map = serde_json::Map::new();
                for _ in 0..random.usize(..6) {
                    map.insert(text(random, &[]), any(random, depth - 1));
                }
                Value::Object(map)
            }
        }
    }

    #[test]
    fn reads_only_its_own_form() {
        assert!(read(br#"{"a":1,"b":2}"#).is_ok());
        for other in
            [&br#"{"b":2,"a":1}"#[..], br#"{"a": 1}"#, br#"{"a":1,"a":1}"#, b"{\"a\":\"\\u0041\"}", b"1 "]
        {
            assert!(read(other).is_err(), "{}", String::from_utf8_lossy(other));
        }
    }
}
