//! What an entry that names a paper is worth. Whoever writes a history file can name any bytes as the paper with somebody's signature in
//! it, and an entry that is believed keeps the true signature from being put in. So it has to stand in the name of the person whose
//! signature it is; and either nobody else can have written it, or the paper lies here and shows the signature. Whatever cannot be weighed
//! is told, and hides nothing. Refuses to sign.

use std::collections::{BTreeMap, BTreeSet};

use super::{path, read, unsigned_original};
use crate::countersign;
use crate::disk;
use crate::error::Result;
use crate::journal::act::Act;
use crate::journal::id::{Hash, Id};
use crate::journal::rows::SignOffRow;
use crate::journal::state::BookState;
use crate::key;
use crate::matrix::{DeclarationKind, verify};
use crate::portfolio::Workspace;
use crate::store;
use crate::view::marks;

/// Whose signature is asked for in a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signs {
    /// The assessor.
    Assessor,
    /// Whoever countersigned for a trainee.
    Countersigner,
    /// The IV.
    Verifier,
}

impl Signs {
    const fn in_box(self) -> DeclarationKind {
        match self {
            Self::Assessor => DeclarationKind::Assessor,
            Self::Countersigner => DeclarationKind::CountersigningAssessor,
            Self::Verifier => DeclarationKind::Verifier,
        }
    }
}

/// An entry that names a paper, in the name of the person whose signature that carries.
#[derive(Debug, Clone)]
struct Named {
    entry: Hash,
    paper: Hash,
    chain: Id,
    n: i64,
    installation: Id,
    person: Id,
    key: String,
    /// It stands on the very chain on which that person signed in the history.
    own: bool,
    /// It was written after the sign-off, or says itself which it is of.
    of_this: bool,
}

/// The entries that name a paper of a sign-off with this signature in it, of the person who signs there; in order, the likeliest first.
fn named(state: &BookState, signed: &SignOffRow, signs: Signs) -> Vec<Named> {
    let (rows, signers, seen) = match signs {
        Signs::Assessor => (assessors(state, signed.hash), vec![signed.chain], None),
        Signs::Countersigner => {
            let rows = state.countersigned_papers.iter().filter(|p| p.sign_off == signed.hash);
            let rows: Vec<(Hash, Hash)> = rows.map(|p| (p.hash, p.paper)).collect();
            // Only the first of them has a box.
            let first =
                (!rows.is_empty()).then(|| countersign::of_sign_off(state, signed).into_iter().next());
            (rows, first.flatten().map(|one| one.row.chain).into_iter().collect(), None)
        }
        Signs::Verifier => {
            let Some(record) = marks::verified(state, &signed.unit, signed.hash) else { return Vec::new() };
            let rows = state.signed_papers.iter().filter(|p| p.verification == record.hash);
            let signers: Vec<Id> = if record.role.trainee() {
                countersign::under_record(state, record).map(|c| c.chain).collect()
            } else {
                vec![record.chain]
            };
            (rows.map(|p| (p.hash, p.paper)).collect(), signers, Some(after(state, signed.hash, record.hash)))
        }
    };
    let person = |chain: Id| state.chains.get(&chain).and_then(|row| row.person);
    let of = |(entry, paper): (Hash, Hash)| {
        let (chain, n) = state.place_of(entry)?;
        let row = state.chains.get(&chain)?;
        let theirs = signers.iter().any(|signer| person(*signer) == row.person);
        Some(Named {
            entry,
            paper,
            chain,
            n,
            installation: row.installation,
            person: row.person.filter(|_| theirs)?,
            key: row.key.clone()?,
            own: signers.contains(&chain),
            of_this: seen.as_ref().is_none_or(|seen| seen.contains(&entry)),
        })
    };
    let mut all: Vec<Named> = rows.into_iter().filter_map(of).collect();
    all.sort_by_key(|one| (!one.own, one.entry));
    all
}

fn assessors(state: &BookState, sign_off: Hash) -> Vec<(Hash, Hash)> {
    let issued = state.papers.iter().filter(|p| p.sign_off == sign_off && p.signed);
    issued.map(|p| (p.hash, p.paper)).collect()
}

/// The papers of a sampling record that are of this sign-off and of no earlier one of the unit, which the record may verify as well:
/// all of them where its IV had seen the sign-off, else those whose writer had.
fn after(state: &BookState, sign_off: Hash, record: Hash) -> BTreeSet<Hash> {
    let had_seen = |entry: Hash| {
        state.log.iter().find(|l| l.hash == entry).is_some_and(|entry| state.had_seen(entry, sign_off))
    };
    let all = had_seen(record);
    let of = |logged: &&crate::journal::state::Logged| {
        matches!(&logged.act, Act::PaperSigned(a) if a.verification == record)
            && (all || state.had_seen(logged, sign_off))
    };
    state.log.iter().filter(of).map(|logged| logged.hash).collect()
}

/// The paper of a sign-off with every signature of those who assessed, as far as the history alone says; else one that only says that
/// the record is signed.
#[must_use]
pub fn assessed(state: &BookState, sign_off: Hash) -> Option<Hash> {
    let signed = state.sign_offs.get(&sign_off)?;
    let first = |signs: Signs| named(state, signed, signs).into_iter().next().map(|one| one.paper);
    first(Signs::Countersigner).or_else(|| first(Signs::Assessor)).or_else(|| {
        let on = |entry: Hash| state.place_of(entry).is_some_and(|(chain, _)| chain == signed.chain);
        let bare = state.papers.iter().filter(|p| p.sign_off == sign_off && !p.signed);
        bare.min_by_key(|p| (!on(p.hash), p.hash)).map(|p| p.paper)
    })
}

/// A paper that an entry names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The paper.
    pub paper: Hash,
    /// The entry.
    pub entry: Hash,
    /// It is kept on this machine.
    pub here: bool,
}

/// What the history says of one signature in the papers of a sign-off.
#[derive(Debug, Clone, Default)]
pub struct Put {
    /// The paper that carries it; one that is kept here, where there is one.
    pub sure: Option<Found>,
    /// One that is said to carry it, is not kept here, and may have been made up.
    pub told: Option<Found>,
}

/// The papers of a sign-off, weighed.
#[derive(Debug, Clone)]
pub struct Issued {
    /// With the assessor's signature.
    pub assessor: Put,
    /// With the countersigner's behind it.
    pub countersigner: Put,
    /// With the IV's behind those.
    pub verifier: Put,
    /// One without a signature that is kept here; looked for only where none is sure to carry the assessor's.
    bare: Option<Hash>,
}

impl Issued {
    /// The paper with every signature of those who assessed; else the one here that only says that the record is signed; else one
    /// that is told.
    #[must_use]
    pub fn assessed(&self) -> Option<Hash> {
        let sure = self.countersigner.sure.as_ref().or(self.assessor.sure.as_ref());
        let told = || self.countersigner.told.as_ref().or(self.assessor.told.as_ref());
        sure.map(|found| found.paper).or(self.bare).or_else(|| told().map(|found| found.paper))
    }

    /// The paper with the IV's signature in it as well. One that is only told is none: it is not here, and may be nowhere.
    #[must_use]
    pub fn with_iv(&self) -> Option<Hash> {
        self.verifier.sure.as_ref().map(|found| found.paper)
    }

    /// The paper that the IV's signature goes behind: where a trainee assessed, the countersigner's comes before it.
    #[must_use]
    pub fn for_iv(&self, state: &BookState, signed: &SignOffRow) -> Option<&Found> {
        if countersign::of_sign_off(state, signed).is_empty() {
            self.assessor.sure.as_ref()
        } else {
            self.countersigner.sure.as_ref()
        }
    }
}

/// Weighs the papers of a sign-off; none = there is no such sign-off.
pub fn issued(workspace: &mut Workspace, book: Id, sign_off: Hash) -> Result<Option<Issued>> {
    let rows = &workspace.centre_book()?.keys;
    let keys = rows.iter().map(|row| (row.person, row.key.clone())).collect();
    let standing = rows.iter().filter(|row| row.standing);
    let in_force = standing.map(|row| (row.person, row.key.clone())).collect();
    let state = workspace.book(book)?;
    let Some(signed) = state.sign_offs.get(&sign_off) else { return Ok(None) };
    let matrix = signed.matrix;
    let [assessor, countersigner, verifier] = [Signs::Assessor, Signs::Countersigner, Signs::Verifier]
        .map(|signs| (signs, named(state, signed, signs)));
    let scales = Scales { workspace, keys, in_force, matrix };
    let mut issued = Issued {
        assessor: scales.weigh(assessor)?,
        countersigner: scales.weigh(countersigner)?,
        verifier: scales.weigh(verifier)?,
        bare: None,
    };
    if issued.assessor.sure.is_none() && issued.countersigner.sure.is_none() {
        issued.bare = unsigned_original(workspace, book, sign_off)?.map(|bytes| Hash::of(&bytes));
    }
    Ok(Some(issued))
}

struct Scales<'a> {
    workspace: &'a Workspace,
    /// The keys of the people of the centre.
    keys: BTreeSet<(Id, String)>,
    /// Those of them that sign now.
    in_force: BTreeSet<(Id, String)>,
    /// What was signed off.
    matrix: Hash,
}

impl Scales<'_> {
    fn weigh(&self, (signs, named): (Signs, Vec<Named>)) -> Result<Put> {
        let mut put = Put::default();
        let mut shown: BTreeMap<(Hash, Id), bool> = BTreeMap::new();
        for one in named {
            let here = disk::is_file(&path(self.workspace, one.paper));
            let sure = one.of_this && self.proven(&one)?
                || here && *shown.entry((one.paper, one.person)).or_insert_with(|| self.shows(&one, signs));
            // What lies here and shows no such signature is no such paper, whoever says so; and of this machine nothing is hearsay.
            let own = one.installation == self.workspace.installation();
            let place = match (sure, here || own) {
                (true, _) => &mut put.sure,
                (false, true) => continue,
                (false, false) => &mut put.told,
            };
            if place.as_ref().is_none_or(|best| here && !best.here) {
                *place = Some(Found { paper: one.paper, entry: one.entry, here });
            }
            if put.sure.as_ref().is_some_and(|found| found.here) {
                break;
            }
        }
        Ok(put)
    }

    /// Whether nobody but that person can have written an entry: only this machine writes its own chains, and a signature beside an
    /// entry stands for all before it on the chain. Away from the chain on which they signed, only with a key that is in force: one that
    /// was ended may be in other hands.
    fn proven(&self, one: &Named) -> Result<bool> {
        if one.installation == self.workspace.installation() {
            return Ok(true);
        }
        let known = one.own || self.in_force.contains(&(one.person, one.key.clone()));
        Ok(known && store::journal::signed_from(&self.workspace.db, one.chain, one.n)?)
    }

    /// Whether a paper that is kept here prints what was signed off, with that person's signature in the box.
    fn shows(&self, one: &Named, signs: Signs) -> bool {
        let Ok(bytes) = read(self.workspace, one.paper) else { return false };
        let theirs = |public: &[u8]| {
            let public = key::carried(public);
            one.own && public == one.key || self.keys.contains(&(one.person, public))
        };
        verify::printed(&bytes) == Some(self.matrix)
            && verify::seals(&bytes, signs.in_box()).iter().any(|seal| theirs(&seal.public))
    }
}
