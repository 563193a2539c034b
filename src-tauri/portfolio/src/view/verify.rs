//! What is known of a PDF: from the file alone, and with a centre file at hand from its history too. The words are for
//! somebody who manages a centre, not for somebody who knows certificates.

use serde::Serialize;
use ts_rs::TS;

use super::boxes;
use super::compared::compared;
use super::inked;
use super::named::{self, Named};
use super::paper::VerifyView;
use crate::certificate::{self, Issuer};
use crate::error::Result;
use crate::evidence::item;
use crate::journal::entry::Moment;
use crate::journal::id::{Hash, Id};
use crate::journal::rows::{InkedRow, PersonRow};
use crate::matrix::verify::{self, Checked, Content, Signature, Since};
use crate::matrix::{Matrix, Seal};
use crate::portfolio::Workspace;
use crate::roots;
use crate::signoff::original;
use crate::{key, learner, store};

/// One signature inside a PDF.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PdfSignatureView {
    /// The signer's name as their certificate states it; null where the signature does not hold.
    pub name: Option<String>,
    /// The centre as the certificate states it.
    pub centre: Option<String>,
    /// SHA-256 of the certificate, to be compared with what the centre has handed out.
    pub certificate: Option<String>,
    /// When, as the signer's computer said.
    pub at: Option<String>,
    /// The signed bytes are as they were signed.
    pub holds: bool,
    /// Nothing but further signatures came after it.
    pub unchanged: bool,
    /// Who issued the certificate, in words; null = it vouches for itself, or the signature does not hold.
    pub issuer: Option<String>,
    /// The person of this centre file whose key it is; null where nobody's, or without a centre file.
    pub known_as: Option<String>,
    /// Why it counts for nothing in the box that it stands in; null = it counts, or there is no history to ask.
    pub uncounted: Option<String>,
    /// One line for a person.
    pub line: String,
}

/// Says what is known.
pub fn paper(workspace: Option<&mut Workspace>, bytes: &[u8]) -> Result<VerifyView> {
    let checked = verify::check(bytes);
    let Some(workspace) = workspace else { return Ok(alone(checked.as_ref())) };
    let mut view = alone(checked.as_ref());
    let ours = match &checked {
        Ok(checked) => known(workspace, checked, &mut view)?,
        Err(_) => true,
    };
    let file = File { hash: Hash::of(bytes), checked: checked.as_ref(), ours };
    let named = named::paper_of(workspace, file.hash, printed(&file))?;
    // What was issued is no scan, whoever attached these bytes as one.
    let issued_here = named.is_some_and(|own| Some(own.matrix) == printed(&file));
    if issued_here || !inked_page(workspace, &file, &mut view)? {
        issued(workspace, &file, named, &mut view)?;
    }
    if let Ok(checked) = &checked
        && let Content::Whole { matrix, digest, drawn } = &checked.content
    {
        record(workspace, (&file, checked), (matrix, *digest, *drawn), &mut view)?;
    }
    Ok(view)
}

/// A file as it was read.
struct File<'a> {
    hash: Hash,
    checked: Result<&'a Checked, &'a String>,
    /// Every signature in it is by whom it says, as far as this centre file knows.
    ours: bool,
}

/// What the file says by itself.
fn alone(checked: Result<&Checked, &String>) -> VerifyView {
    let mut view = VerifyView {
        issued: false,
        learner: None,
        unit: None,
        signed_by: None,
        signed_at: None,
        signature_holds: false,
        stale: None,
        line: String::new(),
        signatures: Vec::new(),
        inked: Vec::new(),
        record: None,
        facts: String::new(),
        good: true,
    };
    match checked {
        Err(why) => {
            view.good = false;
            view.line = format!(
                "{}{}.",
                why.get(..1).unwrap_or_default().to_uppercase(),
                why.get(1..).unwrap_or_default()
            );
        }
        Ok(checked) => {
            view.signatures = checked.signatures.iter().map(signature).collect();
            view.facts = facts(&checked.content);
            let whole = view.signatures.iter().all(|one| one.holds && one.unchanged);
            // Good is said of what can be shown: signed, unchanged, and pages that say what the facts say.
            view.good = whole
                && !view.signatures.is_empty()
                && matches!(checked.content, Content::Whole { drawn: true, .. });
            if let Content::Whole { matrix, .. } = &checked.content {
                named(matrix, &mut view);
            }
            view.line = line(&view, &checked.content);
        }
    }
    view
}

fn named(matrix: &Matrix, view: &mut VerifyView) {
    view.learner = Some(matrix.learner.name.clone());
    view.unit = Some(matrix.unit.title.clone());
}

fn signature(one: &Signature) -> PdfSignatureView {
    let at = one
        .at
        .as_deref()
        .map_or_else(|| "at a time not stated".to_owned(), |at| format!("on {}", spoken(at)));
    let (unchanged, after) = match &one.since {
        Since::Nothing => (true, "Nothing was changed afterwards.".to_owned()),
        Since::Signed => (true, "Afterwards others signed, and nothing else was changed.".to_owned()),
        Since::Changed(what) => (false, format!("CHANGED AFTER SIGNING: {what}.")),
    };
    let seal = one.seal.as_ref().ok();
    let line = match &one.seal {
        Ok(seal) => format!("Signed by {} {at}. {after}{}", who(seal), issued_by(&seal.issuer)),
        Err(why) => format!("A signature {at} does NOT hold: {why}."),
    };
    PdfSignatureView {
        name: seal.map(|seal| seal.name.clone()),
        centre: seal.and_then(|seal| seal.centre.clone()),
        certificate: seal.map(|seal| seal.fingerprint.to_string()),
        at: one.at.clone(),
        holds: seal.is_some(),
        unchanged,
        issuer: seal.and_then(|seal| match &seal.issuer {
            Issuer::Itself => None,
            Issuer::Checked { name, .. } | Issuer::Named(name) => Some(name.clone()),
        }),
        known_as: None,
        uncounted: None,
        line,
    }
}

fn issued_by(issuer: &Issuer) -> String {
    match issuer {
        Issuer::Itself => String::new(),
        Issuer::Checked { name, .. } => format!(" The certificate was issued by {name}."),
        Issuer::Named(name) => {
            format!(
                " The certificate names {name} as its issuer, whose signature under it is not checked here."
            )
        }
    }
}

/// What this centre file knows of who issued a certificate.
fn issuer_here(state: &crate::journal::state::BookState, issuer: &Issuer) -> Option<&'static str> {
    let Issuer::Checked { root, .. } = issuer else { return None };
    let own = state.roots.iter().any(|row| Hash::of(&roots::der(row)) == *root);
    Some(if own { " That is the centre's root." } else { " That is no root of this centre file." })
}

fn who(seal: &Seal) -> String {
    match &seal.centre {
        Some(centre) => format!("{} ({centre})", seal.name),
        None => seal.name.clone(),
    }
}

/// "21/11/2026, 14:05" for `2026-11-21T14:05:09+00:00`.
fn spoken(iso: &str) -> String {
    let date = crate::matrix::dates::short(iso.get(..10).unwrap_or(iso));
    format!("{date}, {}", iso.get(11..16).unwrap_or_default())
}

fn facts(content: &Content) -> String {
    match content {
        Content::None => "The file holds no facts of a paper of this program.".to_owned(),
        Content::Broken(why) => format!("TAMPERED WITH: {why}."),
        Content::Whole { drawn: true, .. } | Content::Other { drawn: true, .. } => {
            "The facts in the file are whole, and its pages say exactly these facts.".to_owned()
        }
        Content::Whole { drawn: false, .. } | Content::Other { drawn: false, .. } => {
            "The facts in the file are whole. Its pages were drawn by another \
            version of this program or changed, so they were not compared."
                .to_owned()
        }
    }
}

fn line(view: &VerifyView, content: &Content) -> String {
    let broken = view.signatures.iter().find(|one| !one.holds);
    let changed = view.signatures.iter().find(|one| one.holds && !one.unchanged);
    match (broken.or(changed), content) {
        (Some(worst), _) => worst.line.clone(),
        (None, Content::Broken(_)) => view.facts.clone(),
        (None, Content::None) if view.signatures.is_empty() => "This is no paper of this program.".to_owned(),
        (None, _) if view.signatures.is_empty() => {
            "A paper of this program that nobody signed digitally.".to_owned()
        }
        (None, _) => {
            let names: Vec<&str> = view.signatures.iter().filter_map(|one| one.name.as_deref()).collect();
            format!(
                "Signed digitally by {}, and unchanged since. Whether the certificate is that person's, the centre can say.",
                names.join(" and ")
            )
        }
    }
}

/// Whose keys these are, as the centre's history says, and whether every one is its signer's.
fn known(workspace: &mut Workspace, checked: &Checked, view: &mut VerifyView) -> Result<bool> {
    let sure = boxes::Sure::of(workspace)?;
    let state = workspace.centre_book()?;
    let mut ours = true;
    for (one, said) in checked.signatures.iter().zip(&mut view.signatures) {
        let Ok(seal) = &one.seal else { continue };
        let public = key::carried(&seal.public);
        let owner = boxes::owners(state, seal).first().copied();
        let person = owner.and_then(|id| state.people.iter().find(|p| p.standing && p.person == id));
        said.known_as = person.map(|person| person.name.clone());
        said.line.push_str(issuer_here(state, &seal.issuer).unwrap_or_default());
        // An issuer writes a name in its own way; which person brought that certificate, the history says.
        let brought = owner.is_some_and(|id| boxes::brought(state, id, seal));
        said.line.push_str(&match &said.known_as {
            Some(name) if certificate::written(name) == seal.name || brought => {
                " The key is that of this person in this centre file.".to_owned()
            }
            Some(name) => format!(" In this centre file the key is that of {name}."),
            None => {
                " Nobody in this centre file has this key: ask the centre for the certificate.".to_owned()
            }
        });
        if let Some(on) = owner.and_then(|id| boxes::ended(state, &public, id, &sure)) {
            let (words, counts) = boxes::of_ended_key(&on, one.at.as_deref());
            said.line.push_str(&words);
            if !counts {
                (ours, view.good) = (false, false);
                view.line.clone_from(&said.line);
            }
        }
        // Somebody who has another name today had the one of the certificate when they signed.
        let named = |p: &PersonRow| Some(p.person) == owner && certificate::written(&p.name) == seal.name;
        let theirs = person.is_some() && (brought || state.people.iter().any(named));
        if !theirs {
            (ours, view.good) = (false, false);
            view.line = format!(
                "Signed by somebody calling themselves {}, with a key that is not that person's in this centre file.",
                seal.name
            );
        }
    }
    Ok(ours)
}

/// Whether these very bytes are a scan of a page signed in ink that was attached to a sign-off. What stands on a page nobody
/// reads here, so all that is said is whose signatures somebody saw on it.
fn inked_page(workspace: &mut Workspace, file: &File<'_>, view: &mut VerifyView) -> Result<bool> {
    let page = file.hash;
    for book in store::journal::books_where(&workspace.db, "inked_page", "page", &page.to_string())? {
        let shelf = workspace.shelf().clone();
        let state = workspace.book(book)?;
        let mut rows: Vec<_> = state.inked_pages.iter().filter(|row| row.page == page).collect();
        // Of several sign-offs that a page was attached to, the one that stands.
        let stands = |row: &&InkedRow| state.sign_offs.get(&row.sign_off).is_some_and(|s| s.standing);
        rows.sort_by_key(|row| (row.withdrawn.is_some(), !stands(row), row.received.clone(), row.hash));
        let Some(row) = rows.first() else { continue };
        let Some(signed) = state.sign_offs.get(&row.sign_off) else { continue };
        let title = shelf.get(signed.spec).map_or_else(|| "a unit".into(), |s| s.text.unit.title.clone());
        let learner = learner::facts(state).name;
        let date = Moment { at: signed.at, offset: signed.offset }.date();
        let sentence = |what: &str, why: &String| format!(" {what}: {}.", why.trim_end_matches('.'));
        let reopened = signed.reopened.as_ref().map(|why| sentence("The unit was opened again since", why));
        let withdrawn = row.withdrawn.as_ref().map(|why| sentence("It was withdrawn", why));
        let altered = boxes::not_what_was_signed(file.checked, signed.matrix, true);
        let counts = withdrawn.is_none() && reopened.is_none() && altered.is_none();
        let mut line = format!(
            "An inked page of {title} ({learner}), signed off on {}: {}.{}{}",
            crate::matrix::dates::short(&date),
            inked::line(state, row),
            reopened.clone().unwrap_or_default(),
            withdrawn.unwrap_or_default()
        );
        let sign_off = signed.hash;
        let stands = sign_off_said(workspace, (book, sign_off), file.checked.ok(), view)?;
        if let Some(why) = altered {
            line.push_str(&format!(" It is NOT what was signed: {why}."));
        } else if !view.signature_holds {
            line.push_str(" The signature of that sign-off in the history does not verify.");
        } else if let Some(why) = view.stale.as_ref().filter(|_| reopened.is_none()) {
            line.push_str(&sentence("The sign-off is no longer as signed", why));
        }
        (view.good, view.line) = (file.ours && counts && stands, line);
        (view.learner, view.unit) = (Some(learner), Some(title));
        return Ok(true);
    }
    Ok(false)
}

/// The scans that belong to a sign-off, a line each.
fn inked_lines(state: &crate::journal::state::BookState, sign_off: Hash) -> Vec<String> {
    let line = |row: &InkedRow| {
        let why = row.withdrawn.as_ref().map(|why| format!("; withdrawn: {}", why.trim_end_matches('.')));
        let withdrawn = why.unwrap_or_default();
        format!("Inked page {}{withdrawn}.", inked::line(state, row))
    };
    crate::inked::pages(state, sign_off).map(line).collect()
}

/// Digest of the matrix that a file prints, where its facts are whole.
fn printed(file: &File<'_>) -> Option<Hash> {
    file.checked.ok().and_then(Checked::matrix)
}

/// Whether the history issued these very bytes, and what became of the sign-off. A paper is good only while it counts: one of a
/// unit that was opened again, or whose record has changed since, is not, however whole it is.
/// An entry that names bytes needs no signature, so it proves nothing by itself: they have to say what was signed.
fn issued(
    workspace: &mut Workspace,
    file: &File<'_>,
    named: Option<Named>,
    view: &mut VerifyView,
) -> Result<()> {
    let Some(Named { book, sign_off, matrix }) = named else {
        let not = "This file is not, byte for byte, a paper that this centre file issued.";
        view.line = if view.line.is_empty() { not.to_owned() } else { format!("{not} {}", view.line) };
        return Ok(());
    };
    let other = boxes::not_what_was_signed(file.checked, matrix, false);
    let shelf = workspace.shelf().clone();
    let state = workspace.book(book)?;
    let text = state.sign_offs.get(&sign_off).and_then(|signed| shelf.get(signed.spec));
    view.issued = other.is_none();
    view.inked = inked_lines(state, sign_off);
    view.learner = Some(learner::facts(state).name);
    view.unit = text.map(|spec| spec.text.unit.title.clone()).or_else(|| view.unit.take());
    let good = sign_off_said(workspace, (book, sign_off), file.checked.ok(), view)?;
    // Whose key it is not is said already, and outweighs that the bytes were issued here.
    if file.ours {
        view.line = match &other {
            Some(why) => format!("The history names this file as a paper of a sign-off, but {why}."),
            None => verdict(view),
        };
    }
    view.good = file.ours && good && other.is_none();
    Ok(())
}

/// What the history says of a sign-off: who signed, when, whether that signature holds, what became of it. True = all is well.
fn sign_off_said(
    workspace: &mut Workspace,
    (book, sign_off): (Id, Hash),
    checked: Option<&Checked>,
    view: &mut VerifyView,
) -> Result<bool> {
    let held = match checked {
        Some(checked) => boxes::held(workspace, (book, sign_off), checked, &mut view.signatures)?,
        None => true,
    };
    let signatures = store::journal::signatures(&workspace.db)?;
    let shelf = workspace.shelf().clone();
    let state = workspace.book(book)?;
    let Some(signed) = state.sign_offs.get(&sign_off) else { return Ok(false) };
    let key = state.chains.get(&signed.chain).and_then(|c| c.key.clone()).unwrap_or_default();
    let mut beside = signatures.iter().filter(|(entry, _)| *entry == signed.hash);
    view.signature_holds = beside.any(|(entry, s)| key::verifies(&key, *entry, s));
    view.stale = original::stale(state, &item::items(state), &shelf, signed);
    view.signed_by = state.person_of(signed.chain).map(|p| p.name);
    view.signed_at = Some(Moment { at: signed.at, offset: signed.offset }.iso());
    Ok(held && view.signature_holds && view.stale.is_none())
}

/// Whether the printed matrix is what the history holds, whatever the bytes. Of a file that somebody changed, or may have drawn
/// otherwise, nothing is compared: its pages may say something else than the facts inside.
fn record(
    workspace: &mut Workspace,
    (file, checked): (&File<'_>, &Checked),
    (matrix, digest, drawn): (&Matrix, Hash, bool),
    view: &mut VerifyView,
) -> Result<()> {
    let unchanged = view.signatures.iter().all(|one| one.holds && one.unchanged);
    // Pages of another version of the program are those of the facts only by the word of somebody known here.
    if !unchanged || !(drawn || file.ours && checked.pages_stand()) {
        return Ok(());
    }
    let mut found = compared(workspace, matrix, digest)?;
    if !view.issued {
        view.good &= match found.signed {
            Some(signed) => sign_off_said(workspace, signed, Some(checked), view)?,
            None => found.view.same,
        };
        if let Some(why) = &view.stale {
            let line = &mut found.view.line;
            line.push_str(&format!(" It is no longer as signed: {}.", why.trim_end_matches('.')));
        }
    }
    view.record = Some(found.view);
    Ok(())
}

fn verdict(view: &VerifyView) -> String {
    let by = view.signed_by.as_deref().unwrap_or("somebody");
    let uncounted = view.signatures.iter().find(|one| one.uncounted.is_some());
    match (view.signature_holds, &view.stale, uncounted) {
        (false, _, _) => "Issued here, but the signature in the history does not verify.".into(),
        (true, Some(why), _) => {
            let why = why.trim_end_matches('.');
            format!("Issued here and signed by {by}, but no longer as signed: {why}.")
        }
        (true, None, Some(one)) => format!("Issued here, signed by {by}. {}", one.line),
        (true, None, None) => format!("Issued here, signed by {by}, and still as signed."),
    }
}
