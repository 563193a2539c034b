//! Measures the import of a whole qualification, 60 units with 2,000 criteria, from a workbook and from CSV. The words come from
//! a seed, so that every run measures the same.

use std::sync::Arc;

use portfolio::error::{Error, Failure};
use portfolio::journal::entry::Moment;
use portfolio::unit::export::{Format, Material, export};
use portfolio::unit::import::sheet::{SheetOptions, read};
use portfolio::unit::spec::UnitSpec;
use serde_json::{Value, json};

use super::{ms, p50, timed};

const SEED: u64 = 20_261_121;
const UNITS: usize = 60;
const CRITERIA: usize = 2_000;

/// Prints what reading each format takes, beside the second that it may.
pub fn import() -> Result<(), Failure> {
    let units = qualification(UNITS, CRITERIA)?;
    let material = Material { units: &units, qualification: None, links: &[] };
    for (format, words) in [(Format::Xlsx, "XLSX"), (Format::Csv, "CSV")] {
        let bytes = export(&material, format, Moment { at: 0, offset: 0 })?;
        let mut times = Vec::new();
        let mut found = (0, 0);
        for _ in 0..5 {
            times.push(timed(|| {
                let reading = read(&bytes, &SheetOptions::default())?;
                let outcomes = reading.units.iter().flat_map(|unit| &unit.outcomes);
                found = (reading.units.len(), outcomes.map(|outcome| outcome.criteria.len()).sum());
                Ok(())
            })?);
        }
        if found != (UNITS, CRITERIA) {
            let message = format!("reading the {words} gave {} units and {} criteria", found.0, found.1);
            return Err(Error::Broken(message).into());
        }
        tell!(
            "import of {UNITS} units, {CRITERIA} criteria from {words} ({} kB), p50 of 5: {} (to reach 1 s)",
            bytes.len() / 1024,
            ms(p50(&mut times))
        );
    }
    Ok(())
}

/// Units whose criteria come to `criteria` in all, five outcomes each.
fn qualification(units: usize, criteria: usize) -> Result<Vec<Arc<UnitSpec>>, Failure> {
    let mut words = Words(SEED);
    let of_unit = |n: usize| criteria / units + usize::from(n < criteria % units);
    (0..units).map(|n| Ok(Arc::new(UnitSpec::parse(&unit(n, of_unit(n), &mut words).to_string())?))).collect()
}

fn unit(n: usize, criteria: usize, words: &mut Words) -> Value {
    const OUTCOMES: usize = 5;
    let id = |kind: usize, at: usize| format!("{n:08}-0000-4000-8{kind:03}-{at:012}");
    let outcome = |o: usize, words: &mut Words| {
        let count = criteria / OUTCOMES + usize::from(o < criteria % OUTCOMES);
        let rows: Vec<Value> = (1..=count)
            .map(|c| json!({"id": id(2, o * 1000 + c), "code": format!("{}.{c}", o + 1), "text": words.sentence(18)}))
            .collect();
        json!({"id": id(1, o), "code": (o + 1).to_string(), "text": words.sentence(8), "criteria": rows})
    };
    let outcomes: Vec<Value> = (0..OUTCOMES).map(|o| outcome(o, words)).collect();
    json!({
        "format": "assessor-spec", "formatVersion": 1, "id": id(0, n), "handle": format!("bench-{n}"), "source": {"kind": "centre"},
        "awardingOrganisation": {"name": "Bench Board", "confirmed": false},
        "unit": {"title": format!("{} {n}", words.sentence(6)), "number": format!("U{n}"), "level": "3", "credit": 4, "glh": 30},
        "outcomes": outcomes,
    })
}

/// Words by a small generator (splitmix64), so that the measure needs no library for it.
struct Words(u64);

impl Words {
    fn next(&mut self) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) >> 33).unwrap_or_default()
    }

    fn sentence(&mut self, length: usize) -> String {
        const WORDS: [&str; 16] = [
            "plan",
            "the",
            "work",
            "of",
            "a",
            "team",
            "and",
            "review",
            "it,",
            "with",
            "standards",
            "agreed",
            "for",
            "customers",
            "records",
            "kept",
        ];
        let words: Vec<&str> = (0..length).map(|_| WORDS[self.next() % WORDS.len()]).collect();
        format!("Show {}", words.join(" "))
    }
}
