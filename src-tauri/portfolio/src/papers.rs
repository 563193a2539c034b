//! Issued papers and the signatures inside them: where they lie, the assessor's signature at sign-off, the IV's when the
//! sampling record is signed. Every issued paper stays as it is; one more signature is one more paper.

use std::path::PathBuf;

use crate::countersign;
use crate::coverage;
use crate::disk;
use crate::error::{Error, Refusal, Result};
use crate::house::pictures;
use crate::journal::act::{Act, PaperCountersigned, PaperSigned, PersonName};
use crate::journal::entry::Moment;
use crate::journal::id::{Hash, Id};
use crate::journal::rows::{CountersignedPaperRow, SignOffRow};
use crate::journal::state::BookState;
use crate::key::OpenKey;
use crate::learner;
use crate::matrix::sign::{self, Signatory};
use crate::matrix::{DeclarationKind, PaperError, dates, verify};
use crate::people;
use crate::portfolio::{Author, Workspace};
use crate::roots;
use crate::sampling::verbs as sampling;
use crate::signoff;
use crate::view::marks;

/// Folder of issued papers in the centre file's folder.
pub const PAPERS: &str = "papers";
/// Largest paper handed out again or checked.
pub const LARGEST: usize = 256 << 20;

/// Where an issued paper lies.
#[must_use]
pub fn path(workspace: &Workspace, paper: Hash) -> PathBuf {
    workspace.folder().join(PAPERS).join(format!("{paper}.pdf"))
}

/// The paper that an act issues.
#[must_use]
pub fn issued_by(act: &Act) -> Option<Hash> {
    if let Act::PaperIssued(act) = act {
        Some(act.paper)
    } else if let Act::PaperSigned(act) = act {
        Some(act.paper)
    } else if let Act::PaperCountersigned(act) = act {
        Some(act.paper)
    } else {
        None
    }
}

/// Keeps a paper under its hash.
pub fn keep(workspace: &Workspace, bytes: &[u8]) -> Result<Hash> {
    let hash = Hash::of(bytes);
    disk::create_private_folder(&workspace.folder().join(PAPERS))?;
    disk::write_whole(&path(workspace, hash), bytes)?;
    Ok(hash)
}

/// A kept paper, which must be what its name says.
pub fn read(workspace: &Workspace, paper: Hash) -> Result<Vec<u8>> {
    let bytes = disk::read_small(&path(workspace, paper), LARGEST)?;
    if Hash::of(&bytes) == paper {
        Ok(bytes)
    } else {
        Err(Error::Integrity(format!("the kept paper {paper} is not what its name says")))
    }
}

/// The same, where it prints what was signed off: nobody signs another paper because some entry names it.
fn read_of(workspace: &Workspace, paper: Hash, matrix: Hash) -> Result<Vec<u8>> {
    let bytes = read(workspace, paper)?;
    if verify::printed(&bytes) == Some(matrix) {
        Ok(bytes)
    } else {
        Err(Error::Integrity(format!("the kept paper {paper} does not print what was signed off")))
    }
}

/// Puts a person's signature into their box of a paper, with their specimen signature drawn in it where they want that. The same
/// paper, key, moment and specimen give the same bytes.
pub fn sign(
    workspace: &mut Workspace,
    author: &Author,
    key: &OpenKey,
    paper: &[u8],
    (kind, reason): (DeclarationKind, &str),
    moment: Moment,
) -> Result<Vec<u8>> {
    let name = author.person()?.name.clone();
    people::refuse_two_names(workspace.centre_book()?, author.person()?)?;
    let (certificate, issuers) = roots::for_signing(workspace, key, &name, moment.at)?;
    let signs = |message: &[u8]| key.sign_bytes(message);
    let at = moment.iso();
    let (certificate, issuers) = (certificate.as_slice(), issuers.as_slice());
    let person = author.person()?.id;
    let specimen = pictures::specimen(workspace.centre_book()?, person).filter(|held| held.draws);
    let drawn = specimen.as_ref().map(|held| &held.picture);
    let signatory = Signatory { name: &name, reason, at: &at, certificate, issuers, drawn, sign: &signs };
    sign::sign(paper, kind, &signatory).map_err(broken)
}

/// The newest paper of a sign-off that carries the signature of the IV as well.
#[must_use]
pub fn with_iv(state: &BookState, sign_off: &SignOffRow) -> Option<Hash> {
    let record = marks::verified(state, &sign_off.unit, sign_off.hash)?;
    let under = countersign::of_record(state, record).map(|c| c.chain);
    let issued = state.signed_papers.iter().filter(|p| p.verification == record.hash);
    let theirs =
        |row: Hash| named_on(state, row, record.chain) || under.is_some_and(|c| named_on(state, row, c));
    issued.min_by_key(|p| (!theirs(p.hash), p.hash)).map(|p| p.paper)
}

/// Whether an entry stands on a chain. Whoever writes a history file can name any bytes as a paper, also one that was superseded: what
/// the signer named comes before what others did.
fn named_on(state: &BookState, entry: Hash, chain: Id) -> bool {
    state.place_of(entry).is_some_and(|(own, _)| own == chain)
}

/// The signed original of a sign-off: the paper that carries the assessor's signature, else one that only says that the
/// record is signed.
#[must_use]
pub fn original(state: &BookState, sign_off: Hash) -> Option<Hash> {
    let chain = state.sign_offs.get(&sign_off)?.chain;
    let issued = state.papers.iter().filter(|p| p.sign_off == sign_off);
    issued.min_by_key(|p| (!p.signed, !named_on(state, p.hash, chain), p.hash)).map(|p| p.paper)
}

/// The same, where it carries the assessor's signature.
fn signed_original(state: &BookState, sign_off: Hash) -> Option<Hash> {
    original(state, sign_off).filter(|paper| state.papers.iter().any(|p| p.paper == *paper && p.signed))
}

/// The paper of a sign-off that carries the countersigner's signature behind the trainee's.
#[must_use]
pub fn countersigned(state: &BookState, sign_off: Hash) -> Option<Hash> {
    let issued = state.countersigned_papers.iter().filter(|p| p.sign_off == sign_off);
    let under = |p: &CountersignedPaperRow| state.countersignatures.get(&p.countersignature);
    let theirs = |p: &CountersignedPaperRow| under(p).is_some_and(|c| named_on(state, p.hash, c.chain));
    issued.min_by_key(|p| (!theirs(p), p.hash)).map(|p| p.paper)
}

/// The paper of a sign-off with every signature of those who assessed.
#[must_use]
pub fn assessed(state: &BookState, sign_off: Hash) -> Option<Hash> {
    countersigned(state, sign_off).or_else(|| original(state, sign_off))
}

/// The paper that the IV's signature goes behind: where a trainee assessed, the countersigner's comes before it.
fn for_iv(state: &BookState, signed: &SignOffRow) -> Option<Hash> {
    if !countersign::of_sign_off(state, signed).is_empty() {
        countersigned(state, signed.hash)
    } else {
        signed_original(state, signed.hash)
    }
}

/// Which signature a paper waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// The assessor's.
    Assessor,
    /// The countersigner's: the countersignature, by the hash of its entry.
    Countersigner(Hash),
    /// The IV's: the signed sampling record, by the hash of its entry.
    Verifier(Hash),
}

/// A signature that stands in the history and in no paper: the paper could not be written at that moment, or it came to be
/// only after the signature, as it does for a countersigner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The sign-off whose paper waits.
    pub sign_off: Hash,
    /// Which signature is missing.
    pub missing: Missing,
    /// Whose signature it is.
    pub person: PersonName,
    /// Others who countersigned, who do not sign in the file.
    pub beside: Vec<String>,
    /// Where the paper lies that the signature goes into; none = on this machine.
    pub elsewhere: Option<Elsewhere>,
}

/// Another machine on which a paper lies: known by who made the paper there, for machines have no names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// Who sat there when the paper was made.
    pub by: String,
    /// On which day, "14/11/2026".
    pub on: String,
}

impl Elsewhere {
    /// Where a paper lies that is not kept here.
    fn of(state: &BookState, paper: Hash) -> Self {
        let issued = state.log.iter().find(|l| issued_by(&l.act) == Some(paper));
        let by = issued.and_then(|l| state.person_of(l.chain)).map(|p| p.name);
        Self {
            by: by.unwrap_or_else(|| "somebody".into()),
            on: issued.map_or_else(|| "an unknown day".into(), |l| dates::short(&l.moment.date())),
        }
    }
}

impl Waiting {
    /// What a person should know.
    #[must_use]
    pub fn words(&self) -> String {
        let mut words = self.why();
        if !self.beside.is_empty() {
            let (name, others) = (&self.person.name, self.beside.join(" and "));
            words.push_str(&format!(
                " One countersigner signs in the file, and it names {name}, who countersigned most; what {others} \
                 countersigned is printed in a block of its own and stands in the history."
            ));
        }
        if let Some(Elsewhere { by, on }) = &self.elsewhere {
            words.push_str(&format!(
                " The paper lies on the computer at which {by} made it on {on}: it can be signed there, not here. In the \
                 history the signature stands already."
            ));
        }
        words
    }

    fn why(&self) -> String {
        let name = &self.person.name;
        match self.missing {
            Missing::Assessor => format!(
                "The paper is not yet signed. {name}'s signature stands in the history, but it could not be put into the \
                 paper. {name} can sign the paper again."
            ),
            Missing::Countersigner(_) => format!(
                "{name} has countersigned the decisions. The paper came after that: {name} signs it too, behind the trainee."
            ),
            Missing::Verifier(_) if self.elsewhere.is_some() => {
                format!("{name} has verified the unit. The IV's signature is not in the paper yet.")
            }
            Missing::Verifier(_) => format!(
                "The IV's signature is not yet in the paper. It stands in the history, but the paper could not be written. \
                 {name} can sign the paper again."
            ),
        }
    }
}

/// The signature that the paper of a unit waits for; none = it carries those that stand, or the unit is not signed. `here`
/// says whether a paper is kept on this machine: a further signature is put into the paper where it lies, and nowhere else.
#[must_use]
pub fn waiting(state: &BookState, unit: &str, here: impl Fn(Hash) -> bool) -> Option<Waiting> {
    let signed = state.sign_offs.iter().filter(|s| s.standing && s.unit == unit).min_by_key(|s| s.hash)?;
    let sign_off = signed.hash;
    let Some(paper) = signed_original(state, sign_off) else {
        let person = state.person_of(signed.chain)?;
        let (beside, elsewhere) = (Vec::new(), None);
        return Some(Waiting { sign_off, missing: Missing::Assessor, person, beside, elsewhere });
    };
    let lies = |paper: Hash| (!here(paper)).then(|| Elsewhere::of(state, paper));
    if countersigned(state, sign_off).is_none() {
        let mut behind = countersign::of_sign_off(state, signed).into_iter();
        if let Some(first) = behind.next() {
            let missing = Missing::Countersigner(first.row.hash);
            let beside = behind.map(|other| other.person.name).collect();
            let (person, elsewhere) = (first.person, lies(paper));
            return Some(Waiting { sign_off, missing, person, beside, elsewhere });
        }
    }
    let record = marks::verified(state, unit, sign_off).filter(|_| with_iv(state, signed).is_none())?;
    let elsewhere = lies(for_iv(state, signed)?);
    // Behind a trainee's record stands whoever countersigned it.
    let chain = countersign::of_record(state, record).filter(|_| record.role.trainee());
    let person = state.person_of(chain.map_or(record.chain, |c| c.chain))?;
    let missing = Missing::Verifier(record.hash);
    Some(Waiting { sign_off, missing, person, beside: Vec::new(), elsewhere })
}

/// The same of an open centre file.
pub fn waits(workspace: &mut Workspace, book: Id, unit: &str) -> Result<Option<Waiting>> {
    let papers = workspace.folder().join(PAPERS);
    let here = |paper: Hash| disk::is_file(&papers.join(format!("{paper}.pdf")));
    Ok(waiting(workspace.book(book)?, unit, here))
}

/// Puts a signature that stands in the history into the paper that waits for it: asked for by whoever signed, with their
/// signing password. The signature in the paper says when it was put there.
pub fn sign_again(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    unit: &str,
    password: &str,
) -> Result<Hash> {
    let person = author.person()?.clone();
    let (unit, spec) = learner::unit_of(workspace, book, unit)?;
    let already = || Refusal::NothingToDo {
        what: format!("the paper of {} waits for no signature", spec.text.unit.title),
        way_out: "Open or print it as it is.",
    };
    let waiting = waits(workspace, book, &unit.unit)?.ok_or_else(already)?;
    if waiting.person.id != person.id {
        return Err(Refusal::NotYourSignature { signer: waiting.person.name, person: person.name }.into());
    }
    if let Some(Elsewhere { by, on }) = waiting.elsewhere {
        return Err(Refusal::PaperLiesElsewhere { unit: spec.text.unit.title.clone(), by, on }.into());
    }
    let key = people::open_key(workspace, author, password)?;
    let now = workspace.clock.now();
    match waiting.missing {
        Missing::Assessor => signoff::issue(workspace, author, book, waiting.sign_off, Some((&key, now))),
        Missing::Countersigner(row) => {
            countersign_paper(workspace, author, (&key, now), book, (waiting.sign_off, row))
        }
        Missing::Verifier(record) => issue_with_iv(workspace, author, (&key, Some(now)), book, record)?
            .ok_or_else(|| Error::Integrity("the paper that was to be signed is not here any more".into())),
    }
}

/// Puts the countersigner's signature behind the trainee's and issues that as a paper of its own.
fn countersign_paper(
    workspace: &mut Workspace,
    author: &Author,
    (key, moment): (&OpenKey, Moment),
    book: Id,
    (sign_off, countersignature): (Hash, Hash),
) -> Result<Hash> {
    let gone = || Error::Integrity("the paper that was to be countersigned is not here any more".into());
    let state = workspace.book(book)?;
    let paper = signed_original(state, sign_off).ok_or_else(gone)?;
    let matrix = state.sign_offs.get(&sign_off).ok_or_else(gone)?.matrix;
    let bytes = read_of(workspace, paper, matrix)?;
    let box_ = (DeclarationKind::CountersigningAssessor, "Countersigned for the trainee assessor");
    let signed = sign(workspace, author, key, &bytes, box_, moment)?;
    let paper = keep(workspace, &signed)?;
    workspace.transact(author, |deed| {
        deed.record(book, PaperCountersigned { sign_off, countersignature, paper })?;
        Ok(())
    })?;
    Ok(paper)
}

/// The paper of a sign-off that was issued without a signature and is kept here: the one to be signed later.
pub fn unsigned_original(workspace: &mut Workspace, book: Id, sign_off: Hash) -> Result<Option<Vec<u8>>> {
    let state = workspace.book(book)?;
    let Some(matrix) = state.sign_offs.get(&sign_off).map(|signed| signed.matrix) else { return Ok(None) };
    let issued = state.papers.iter().filter(|p| p.sign_off == sign_off && !p.signed);
    let papers: Vec<Hash> = issued.map(|p| p.paper).collect();
    let kept = papers.into_iter().filter(|paper| disk::is_file(&path(workspace, *paper)));
    Ok(kept.filter_map(|paper| read_of(workspace, paper, matrix).ok()).next())
}

/// Puts the IV's signature into the paper of the unit that this sampling record verifies, and issues it as a paper of its
/// own. `None` where there is nothing to put it into: the unit is not signed, its paper does not carry the assessor's
/// signature yet or is kept on another machine, or an IV has signed it already. Signed as of `moment`, else as of the record.
pub fn issue_with_iv(
    workspace: &mut Workspace,
    author: &Author,
    (key, moment): (&OpenKey, Option<Moment>),
    book: Id,
    verification: Hash,
) -> Result<Option<Hash>> {
    let state = workspace.book(book)?;
    let Some(row) = state.verifications.get(&verification).cloned() else { return Ok(None) };
    let unit = state.samples.get(&row.sample).map(|sample| sample.unit.clone()).unwrap_or_default();
    let signed = coverage::unit_in_force(state, &unit).and_then(|_| {
        let standing =
            state.sign_offs.iter().filter(|s| s.standing && s.unit == unit).min_by_key(|s| s.hash)?;
        let own = marks::verified(state, &unit, standing.hash)?;
        let paper = (own.hash == verification).then(|| for_iv(state, standing))??;
        Some((paper, standing.matrix))
    });
    let here = |(paper, _): &(Hash, Hash)| disk::is_file(&path(workspace, *paper));
    let Some((paper, matrix)) = signed.filter(here) else { return Ok(None) };
    let bytes = read_of(workspace, paper, matrix)?;
    let moment = moment.unwrap_or(Moment { at: row.at, offset: row.offset });
    let by = if row.role.trainee() {
        "Sampled by a trainee internal verifier and countersigned"
    } else {
        "Sampled and verified by the internal verifier"
    };
    let state = workspace.book(book)?;
    let record = state.samples.get(&row.sample).map(|s| format!(": sampling record {}", sampling::number(s)));
    let reason = format!("{by}{}", record.unwrap_or_default());
    let box_ = (DeclarationKind::Verifier, reason.as_str());
    let signed = sign(workspace, author, key, &bytes, box_, moment)?;
    let paper = keep(workspace, &signed)?;
    workspace.transact(author, |deed| {
        deed.record(book, PaperSigned { verification, paper })?;
        Ok(())
    })?;
    Ok(Some(paper))
}

/// A paper that cannot be drawn or signed means a damaged program, never a wrong record; or its logo is not here.
pub fn broken(error: PaperError) -> Error {
    if let PaperError::NoLogo = error {
        Refusal::LogoElsewhere.into()
    } else {
        Error::Broken(error.to_string())
    }
}
