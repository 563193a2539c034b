//! The hub: two boards' criteria that persons have linked to the same point of a National Occupational Standard are
//! proposed to be linked to each other. Only links in no dispute count, whose two texts read as they did. Nothing is
//! recorded: a person accepts a proposal. Pure. Refuses to know how a proposal is weighed by its words.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Standing, Texts, side_text};
use crate::unit::link::{Relation, Side};
use crate::unit::spec::{Shelf, SpecRow, UnitSpec};

/// A criterion's link to a point of a standard.
#[derive(Debug, Clone)]
pub struct Tie {
    /// The criterion.
    pub row: String,
    /// The standard.
    pub standard: Arc<UnitSpec>,
    /// The point.
    pub point: SpecRow,
    /// How the criterion stands to the point.
    pub relation: Relation,
    /// What the criterion asks beyond the point.
    pub beyond: String,
}

/// A point that two criteria speak to.
#[derive(Debug, Clone)]
pub struct Through {
    /// The standard.
    pub standard: Arc<UnitSpec>,
    /// The point.
    pub point: SpecRow,
    /// How the first criterion stands to the point.
    pub from: Relation,
    /// How the second stands to it.
    pub to: Relation,
}

/// Two criteria that speak to the same points.
#[derive(Debug, Clone)]
pub struct Shared {
    /// The points, as they stand in the standard.
    pub through: Vec<Through>,
    /// The strongest that the points let guess; never exact.
    pub relation: Relation,
    /// What the first asks beyond the points, as persons wrote.
    pub beyond_from: String,
    /// What the second asks beyond them.
    pub beyond_to: String,
}

/// A link between a criterion and a point of a standard, seen from the criterion.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// The criterion.
    pub criterion: &'a Side,
    /// The point.
    pub point: &'a Side,
    /// How the criterion stands to the point.
    pub relation: Relation,
    /// What the criterion asks beyond the point.
    pub beyond: &'a str,
    /// What the point asks beyond the criterion.
    pub beyond_point: &'a str,
}

/// The link seen from the criterion; none where neither side is a point of a standard.
#[must_use]
pub fn seen<'a>(link: &'a Standing, texts: &Texts, shelf: &Shelf) -> Option<Seen<'a>> {
    let row = &link.row;
    let is_point = |side: &Side| {
        texts.get(&side.unit).or_else(|| shelf.get(side.spec)).is_some_and(|spec| spec.is_standard())
    };
    if is_point(&row.to) {
        return Some(Seen {
            criterion: &row.from,
            point: &row.to,
            relation: row.relation,
            beyond: &row.beyond_from,
            beyond_point: &row.beyond_to,
        });
    }
    is_point(&row.from).then(|| Seen {
        criterion: &row.to,
        point: &row.from,
        relation: row.relation.turned(),
        beyond: &row.beyond_to,
        beyond_point: &row.beyond_from,
    })
}

/// The links of a unit's criteria to points that a proposal may rest on.
#[must_use]
pub fn ties(standing: &[Standing], texts: &Texts, shelf: &Shelf, unit: &str) -> Vec<Tie> {
    let tie = |link: &Standing| {
        let seen = seen(link, texts, shelf).filter(|s| s.criterion.unit == unit)?;
        let (criterion, point) =
            (side_text(seen.criterion, texts, shelf)?, side_text(seen.point, texts, shelf)?);
        (!criterion.changed && !point.changed).then(|| Tie {
            row: seen.criterion.row.clone(),
            standard: point.spec,
            point: point.row,
            relation: seen.relation,
            beyond: seen.beyond.to_owned(),
        })
    };
    standing.iter().filter(|link| link.dispute.is_none()).filter_map(tie).collect()
}

/// Pairs of criteria that speak to the same point, by row ids.
#[must_use]
pub fn shared(from: &[Tie], to: &[Tie]) -> BTreeMap<(String, String), Shared> {
    let mut points: BTreeMap<&str, Vec<&Tie>> = BTreeMap::new();
    for tie in to {
        points.entry(&tie.point.id).or_default().push(tie);
    }
    let mut out: BTreeMap<(String, String), Shared> = BTreeMap::new();
    for one in from {
        for other in points.get(one.point.id.as_str()).into_iter().flatten() {
            let guessed = one.relation.through(other.relation.turned());
            let pair = out.entry((one.row.clone(), other.row.clone())).or_insert_with(|| Shared {
                through: Vec::new(),
                relation: guessed,
                beyond_from: String::new(),
                beyond_to: String::new(),
            });
            pair.relation = pair.relation.min(guessed);
            join(&mut pair.beyond_from, &one.beyond);
            join(&mut pair.beyond_to, &other.beyond);
            pair.through.push(Through {
                standard: Arc::clone(&one.standard),
                point: one.point.clone(),
                from: one.relation,
                to: other.relation,
            });
        }
    }
    for pair in out.values_mut() {
        let place = |t: &Through| t.standard.rows.iter().position(|row| row.id == t.point.id);
        pair.through
            .sort_by(|a, b| (&a.standard.text.handle, place(a)).cmp(&(&b.standard.text.handle, place(b))));
        // One says that the first asks more, another that it asks less: all that is left is the same matter.
        let says = |r: Relation| pair.through.iter().any(|t| t.from.through(t.to.turned()) == r);
        if says(Relation::Broader) && says(Relation::Narrower) {
            pair.relation = Relation::Related;
        }
    }
    out
}

fn join(all: &mut String, more: &str) {
    if !more.is_empty() && !all.split("; ").any(|said| said == more) {
        if !all.is_empty() {
            all.push_str("; ");
        }
        all.push_str(more);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::unit::standard;

    /// A criterion, a point, and how the first stands to it.
    type Row<'a> = (&'a str, &'a str, Relation);
    /// Rows of one unit, rows of the other, what can be guessed, and the points shared.
    type Case<'a> = (&'a [Row<'a>], &'a [Row<'a>], Relation, &'a str);

    fn a_standard() -> Arc<UnitSpec> {
        let file = json!({ "format": "assessor-standard", "formatVersion": 1, "standards": [{
            "code": "INVCS042", "title": "Lead a help desk", "points": [
                { "code": "P1", "text": "Greet callers" }, { "code": "P2", "text": "Log each call" },
            ] }] });
        Arc::new(standard::read(file.to_string().as_bytes()).unwrap().remove(0))
    }

    #[test]
    fn what_two_criteria_share_is_no_more_than_their_points_say() {
        let standard = a_standard();
        let tie = |(row, code, relation): Row<'_>| Tie {
            row: row.into(),
            standard: Arc::clone(&standard),
            point: standard.rows.iter().find(|r| r.code == code).unwrap().clone(),
            relation,
            beyond: format!("more of {row}"),
        };
        let ties = |rows: &[Row<'_>]| rows.iter().copied().map(tie).collect::<Vec<_>>();
        use Relation::{Broader, Close, Exact, Narrower, Related};
        let cases: [Case<'_>; 6] = [
            (&[("a", "P1", Exact)], &[("b", "P1", Exact)], Close, "P1"),
            (&[("a", "P1", Close)], &[("b", "P1", Close)], Related, "P1"),
            (&[("a", "P1", Broader)], &[("b", "P1", Narrower)], Broader, "P1"),
            (
                &[("a", "P2", Related), ("a", "P1", Exact)],
                &[("b", "P1", Close), ("b", "P2", Close)],
                Close,
                "P1 P2",
            ),
            (
                &[("a", "P1", Exact), ("a", "P2", Exact)],
                &[("b", "P1", Narrower), ("b", "P2", Broader)],
                Related,
                "P1 P2",
            ),
            (&[("a", "P1", Narrower)], &[("b", "P1", Narrower)], Related, "P1"),
        ];
        for (from, to, relation, points) in cases {
            let found = shared(&ties(from), &ties(to));
            let pair = &found[&("a".to_owned(), "b".to_owned())];
            let said: Vec<&str> = pair.through.iter().map(|t| t.point.code.as_str()).collect();
            assert_eq!((pair.relation, said.join(" ").as_str()), (relation, points), "{from:?} {to:?}");
            assert_eq!((pair.beyond_from.as_str(), pair.beyond_to.as_str()), ("more of a", "more of b"));
        }
        assert!(shared(&ties(&[("a", "P1", Exact)]), &ties(&[("b", "P2", Exact)])).is_empty());
    }
}
