//! Codes as people type them: `2.3`, `23`, `2.`, `1.1-1.4,2.3`. Pure; refuses to know what is mapped or decided.

use crate::error::{Error, Result};
use crate::unit::spec::UnitSpec;

/// Finds the rows that `typed` names, in the order of the unit, each once. A row id is taken as it is.
/// Digits without a dot expand (`23` → 2.3) only where no row is called that. `2.` is every row of outcome 2.
pub fn rows(spec: &UnitSpec, typed: &str) -> Result<Vec<String>> {
    let mut wanted = vec![false; spec.rows.len()];
    for part in typed.split([',', ' ', ';']).map(str::trim).filter(|p| !p.is_empty()) {
        let (first, last) = span(spec, part)?;
        wanted[first..=last].iter_mut().for_each(|w| *w = true);
    }
    let rows: Vec<String> =
        spec.rows.iter().zip(&wanted).filter(|(_, wanted)| **wanted).map(|(row, _)| row.id.clone()).collect();
    if rows.is_empty() { Err(Error::Usage("no criterion is named".into())) } else { Ok(rows) }
}

fn span(spec: &UnitSpec, part: &str) -> Result<(usize, usize)> {
    if let Some(at) = spec.rows.iter().position(|r| r.id == part) {
        return Ok((at, at));
    }
    if let Some(outcome) = part.strip_suffix('.') {
        let of_outcome = |r: &&crate::unit::spec::SpecRow| spec.text.outcomes[r.outcome].code == outcome;
        let count = spec.rows.iter().filter(of_outcome).count();
        let first = spec.rows.iter().position(|r| of_outcome(&r)).ok_or_else(|| unknown(spec, part))?;
        return Ok((first, first + count - 1));
    }
    let range = part.split_once(['-', '–']);
    let Some((from, to)) = range else {
        let at = find(spec, part)?;
        return Ok((at, at));
    };
    let (first, last) = (find(spec, from.trim())?, find(spec, to.trim())?);
    if first <= last { Ok((first, last)) } else { Err(Error::Usage(format!("{part} runs backwards"))) }
}

fn find(spec: &UnitSpec, code: &str) -> Result<usize> {
    let exact = |code: &str| spec.rows.iter().position(|r| r.code.eq_ignore_ascii_case(code));
    let expanded = || {
        let digits = code.len() >= 2 && code.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| exact(&format!("{}.{}", &code[..1], &code[1..]))).flatten()
    };
    exact(code).or_else(expanded).ok_or_else(|| unknown(spec, code))
}

fn unknown(spec: &UnitSpec, code: &str) -> Error {
    let known: Vec<&str> = spec.rows.iter().map(|r| r.code.as_str()).take(40).collect();
    Error::Usage(format!("{:?} has no criterion {code}; it has {}", spec.text.unit.title, known.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unit::starter;

    #[test]
    fn typed_codes_find_their_rows() {
        let spec = UnitSpec::parse(starter::UNITS[5]).unwrap();
        let cases = [
            ("2.3", "2.3"),
            ("23", "2.3"),
            ("1.1-1.4,2.3", "1.1 1.2 1.3 1.4 2.3"),
            ("2.", "2.1 2.2 2.3 2.4"),
            ("2.3, 2.3 1.1", "1.1 2.3"),
            ("8.4", "8.4"),
        ];
        for (typed, want) in cases {
            let found = rows(&spec, typed).unwrap();
            let codes: Vec<&str> = found.iter().map(|id| spec.row(id).unwrap().code.as_str()).collect();
            assert_eq!(codes.join(" "), want, "{typed}");
        }
        for wrong in ["", "9.9", "1.4-1.1", "0", "x"] {
            assert!(rows(&spec, wrong).is_err(), "{wrong}");
        }
    }
}
