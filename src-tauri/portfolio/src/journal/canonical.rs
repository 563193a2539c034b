//! The one byte form of a body: RFC 8785, narrowed to sorted ASCII keys and integers within ±2⁵³.
//! Refuses to know what the values mean.

use serde_json::Value;
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
        }
    }

    #[test]
    fn refuses_fractions_big_numbers_and_foreign_keys() {
        assert!(matches!(write(&json!(1.5)), Err(NotCanonical::Number(_))));
        assert!(matches!(write(&json!(9007199254740993_i64)), Err(NotCanonical::Number(_))));
        assert!(matches!(write(&json!({"é": 1})), Err(NotCanonical::Key(_))));
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
