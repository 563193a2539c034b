//! Other ways to lay a document out, for when the first reading hangs together badly: codes that stand behind their texts,
//! codes of another form, tables whose columns are known by what stands in them. Each way gives the same lines in another
//! shape, each with the raw line that it came from; which way is kept is for the judge to say. Refuses to know units.

mod codes;
mod columns;
mod outline;
mod shapes;
mod table;

use super::pieces::Piece;

/// Most pieces of a document that is laid out once more.
const MOST: usize = 8_000;

/// The other ways, where there is anything to lay otherwise.
#[must_use]
pub fn all(pieces: &[Piece]) -> Vec<Vec<Piece>> {
    if pieces.len() > MOST {
        return Vec::new();
    }
    let mut ways: Vec<Vec<Piece>> = Vec::new();
    for recode in [codes::from_behind, codes::of_one_prefix, codes::of_letters, shapes::by_likeness] {
        ways.extend(recode(pieces));
    }
    let bases: Vec<Vec<Piece>> = std::iter::once(pieces.to_vec()).chain(ways.iter().cloned()).collect();
    for base in &bases {
        ways.extend(table::laid(base, columns::read));
        ways.extend(table::laid(base, columns::bands));
        ways.extend(table::laid(base, columns::listed));
    }
    ways.extend(outline::read(pieces));
    ways
}
