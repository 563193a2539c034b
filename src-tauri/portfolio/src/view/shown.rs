//! Builds the workspace view of one learner from the records and what is known of the folder.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::coverage::{self, Under};
use crate::disk;
use crate::error::{Error, Refusal, Result};
use crate::evidence::folder::Standings;
use crate::evidence::item::{self, Item};
use crate::evidence::judged;
use crate::evidence::locator;
use crate::evidence::name::neutral;
use crate::evidence::versions;
use crate::history::{self, Words};
use crate::house::House;
use crate::journal::entry::Moment;
use crate::journal::id::{Hash, Id};
use crate::journal::rows::{DecisionRow, MappingRow, SignOffRow, UnitRow};
use crate::journal::state::BookState;
use crate::learner::{self, namesakes};
use crate::links::twin;
use crate::mapping;
use crate::matrix::dates;
use crate::papers;
use crate::person::Role;
use crate::portfolio::{Author, Workspace};
use crate::separation;
use crate::signoff::original;
use crate::stale;
use crate::status::{self, Verified};
use crate::store::local;
use crate::undo;
use crate::unit::revisions::Revisions;
use crate::unit::spec::{Shelf, SpecRow, UnitSpec};
use crate::view::details::{self, Currency};
use crate::view::marks;
use crate::view::portfolio::{
    CertificateView, DecisionView, DisputedFactView, EvidenceStanding, EvidenceView, FileStanding,
    FolderView, FormerRowView, ItemRef, LearnerView, LinkView, Media, OutcomeView, PartView, PortfolioView,
    PromptView, RightsView, RowView, SignedView, TermView, UnitView,
};
use crate::witness;

/// What every part of the view is built from.
pub struct Eye<'a> {
    /// The centre's look and rules.
    pub house: House,
    /// The learner's book.
    pub state: &'a BookState,
    /// Unit texts.
    pub shelf: &'a Shelf,
    /// Items.
    pub items: Arc<BTreeMap<String, Item>>,
    /// How files stand.
    pub standings: &'a Standings,
    /// Who looks.
    pub author: &'a Author,
    /// Versions of which a copy is kept.
    pub kept: BTreeSet<Hash>,
    /// How old evidence may be.
    pub currency: Currency,
}

/// The whole view.
pub fn portfolio(workspace: &mut Workspace, author: &Author, book: Id) -> Result<PortfolioView> {
    let standings = Standings::of(workspace, book)?;
    let folder = folder(workspace, book)?;
    let shelf = workspace.shelf().clone();
    let installation = workspace.installation();
    let kept = judged::all(workspace);
    let newer = newer(workspace, book)?;
    let learner = learner_view(workspace, book)?;
    let limit = witness::currency_limit(workspace.centre_book()?);
    let currency = Currency { limit, today: workspace.clock.now().date() };
    let house = House::of(workspace.centre_book()?);
    let state = workspace.book(book)?;
    let eye = Eye {
        house,
        state,
        shelf: &shelf,
        items: item::items(state),
        standings: &standings,
        author,
        kept,
        currency,
    };
    let next = undo::next(state, installation, author);
    let words = Words { state, shelf: &shelf, items: &eye.items };
    Ok(PortfolioView {
        learner,
        folder,
        evidence: eye.evidence(),
        units: coverage::units(state)
            .into_iter()
            .map(|u| eye.unit(u, newer.get(&u.unit).cloned()))
            .collect::<Result<_>>()?,
        undo: next.undo.map(|deed| history::root_name(&words, deed)),
        redo: next.redo.map(|deed| history::root_name(&words, deed)),
        may: rights(author),
        seen: marks::seen(state),
    })
}

/// For each unit of a learner the newer issue that the library has, in words.
fn newer(workspace: &mut Workspace, book: Id) -> Result<BTreeMap<String, String>> {
    let shelf = workspace.shelf().clone();
    let on: Vec<(String, Hash)> =
        coverage::units(workspace.book(book)?).into_iter().map(|u| (u.unit.clone(), u.spec)).collect();
    let centre = workspace.centre_book()?;
    let mut out = BTreeMap::new();
    for (unit, spec) in on {
        let texts = centre.unit_texts.iter().filter(|t| t.unit == unit);
        let all = texts.filter_map(|t| shelf.get(t.spec).cloned()).collect();
        let revisions = Revisions { all };
        match revisions.heads().as_slice() {
            [head] if head.sha256 != spec => {
                out.insert(unit, head.issue_words());
            }
            _same_or_disputed => {}
        }
    }
    Ok(out)
}

/// The learner's facts as shown.
pub fn learner_view(workspace: &mut Workspace, book: Id) -> Result<LearnerView> {
    let apart = namesakes::of(workspace, book)?.apart;
    let state = workspace.book(book)?;
    let f = learner::facts(state);
    Ok(LearnerView {
        id: book.to_string(),
        name: f.name,
        apart,
        uln: f.uln,
        registration_number: f.registration_number,
        registration_date: f.registration_date,
        start: f.start,
        planned_end: f.planned_end,
        employer: f.employer,
        site: f.site,
        assessor: f.assessor,
        iv: f.iv,
        disputed: learner::disputed::facts(state)
            .into_iter()
            .map(|one| DisputedFactView { fact: one.fact.field().to_owned(), said: one.said })
            .collect(),
    })
}

/// The folder as shown.
pub fn folder(workspace: &Workspace, book: Id) -> Result<FolderView> {
    let Some(folder) = local::folder(&workspace.local, book)? else {
        return Ok(FolderView {
            problem: Some("no folder is chosen on this computer".into()),
            ..FolderView::default()
        });
    };
    let label = Some(neutral(&disk::plain(&folder).to_string_lossy()));
    Ok(match local::reading(&workspace.local, book)? {
        None => FolderView { label, ..FolderView::default() },
        Some(r) => FolderView {
            label,
            problem: r.problem,
            scanned_at: Some(r.at),
            ignored: r.ignored,
            refused: r.refused,
        },
    })
}

fn rights(author: &Author) -> RightsView {
    let why = |role| {
        let refusal = author.acting_as(role).err()?;
        // The commonest reason of all, and the way out is one click.
        Some(match refusal == Refusal::NobodyAtDesk {
            true => "Nobody is at the desk. Choose who you are at the top of the window.".to_owned(),
            false => format!("{refusal}."),
        })
    };
    let assess = why(Role::Assessor);
    RightsView { map: assess.clone(), decide: assess, sample: why(Role::Iv) }
}

impl Eye<'_> {
    /// New files first, then by number, then those set aside.
    fn evidence(&self) -> Vec<EvidenceView> {
        let mut links: BTreeMap<&str, (BTreeSet<&str>, u32)> = BTreeMap::new();
        for link in self.state.mappings.iter().filter(|m| m.standing) {
            let entry = links.entry(&link.evidence).or_default();
            entry.0.insert(&link.row);
            entry.1 += u32::from(link.place.is_none());
        }
        let mut items: Vec<&Item> = self.items.values().collect();
        let rank = |i: &Item| match i.standing() {
            EvidenceStanding::New => 0,
            EvidenceStanding::Accepted => 1,
            EvidenceStanding::SetAside => 2,
        };
        items.sort_by(|a, b| (rank(a), a.number, &a.title, &a.id).cmp(&(rank(b), b.number, &b.title, &b.id)));
        let versions = versions::counts(self.state);
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let view = |i: &Item| {
            let (rows, without_place) = links.get(i.id.as_str()).map_or((0, 0), |(rows, n)| (rows.len(), *n));
            let versions = versions.get(i.id.as_str()).copied().unwrap_or(1);
            self.item(i, number(rows), without_place, number(versions))
        };
        items.into_iter().map(view).collect()
    }

    fn item(&self, item: &Item, mapped: u32, without_place: u32, versions: u32) -> EvidenceView {
        let parts = item.files.iter().enumerate();
        EvidenceView {
            id: item.id.clone(),
            reference: item.reference.clone(),
            title: item.title.clone(),
            standing: item.standing(),
            file: self.standings.worst(&item.files),
            method: Some(item.method),
            parts: parts.map(|(i, file)| self.part(u32::try_from(i).unwrap_or(0), *file)).collect(),
            mapped,
            without_place,
            set_aside_reason: item.set_aside.clone(),
            added: item.added.date(),
            details: details::details(self.state, &self.items, item, &self.currency),
            replaces: self.refs(&item.replaces),
            replaced_by: self.refs(&item.replaced_by),
            replacement_disputed: item.replacement_disputed,
            versions,
            version_disputed: versions::in_dispute(self.state, item),
        }
    }

    fn refs(&self, ids: &[String]) -> Vec<ItemRef> {
        ids.iter().filter_map(|id| self.items.get(id)).map(ItemRef::of).collect()
    }

    fn part(&self, part: u32, file: Hash) -> PartView {
        let row = self.state.files.get(&file);
        let seen = match row {
            Some(row) => self.standings.seen_at(file, &row.path),
            None => self.standings.seen(file),
        };
        let path = seen.map(|s| s.path.clone()).or_else(|| row.map(|r| r.path.clone()));
        PartView {
            part,
            file_name: path.as_ref().map_or_else(|| "not on record".into(), |p| neutral(p.last())),
            folder: path.as_ref().and_then(|p| p.folder()).map(|f| f.shown()).unwrap_or_default(),
            media: path.as_ref().map_or(Media::Other, |p| media(p.last())),
            size: row.map_or(0, |r| r.size.cast_unsigned()),
            modified: seen.map(|s| Moment { at: s.stat.modified_ns / 1_000_000, offset: 0 }.iso()),
            sha256: file.to_string(),
            file: self.standings.file(file),
            kept: self.kept.contains(&file),
        }
    }

    fn unit(&self, row: &UnitRow, newer: Option<String>) -> Result<UnitView> {
        let missing = || Error::Integrity(format!("the unit text {} is not here", row.spec));
        let spec: &UnitSpec = self.shelf.get(row.spec).ok_or_else(missing)?;
        let text = &spec.text;
        let withdrawn = row.withdrawn_reason.as_ref().map(|reason| {
            format!(
                "withdrawn on {}: {reason}",
                row.withdrawn_date.as_deref().map_or_else(|| "an unknown date".into(), dates::short)
            )
        });
        let sign_off = self.signed(row);
        let wording = self.house.of_unit(spec);
        Ok(UnitView {
            unit: row.unit.clone(),
            handle: text.handle.clone(),
            title: text.unit.title.clone(),
            number: text.unit.number.clone().or_else(|| text.unit.urn.clone()).unwrap_or_default(),
            board: spec.board().to_owned(),
            board_confirmed: spec.board_confirmed(),
            learner_word: wording.learner,
            paper_title: wording.matrix,
            level: spec.level().to_owned(),
            qualification: spec.qualification().to_owned(),
            source: spec.source_words().to_owned(),
            indicative: spec.indicative(),
            status: status::of(self.state, row, sign_off.as_ref().is_some_and(|s| s.stale.is_some())),
            withdrawn,
            counts: self.under(spec).counts(&spec.rows),
            outcomes: self.outcomes(spec),
            prompts: text
                .guidance
                .iter()
                .map(|g| PromptView { kind: g.kind.clone(), text: g.text.clone() })
                .collect(),
            key_terms: text
                .key_terms
                .iter()
                .map(|t| TermView { term: t.term.clone(), definition: t.definition.clone() })
                .collect(),
            closed: mapping::open_for_change(self.state, row, spec)
                .err()
                .map(|r| format!("{r}. {}", r.hint())),
            sign_off,
            remarks: {
                let mut remarks = twin::warnings(self.state, self.shelf, spec);
                remarks.extend(spec.remarks());
                remarks
            },
            revision: spec.issue_words(),
            newer,
            former: self.former(&row.unit, spec),
        })
    }

    /// The sign-off in force, as shown.
    #[must_use]
    pub fn signed(&self, unit: &UnitRow) -> Option<SignedView> {
        let rows = self.state.sign_offs.iter().filter(|s| s.standing && s.unit == unit.unit);
        let row: &SignOffRow = rows.min_by_key(|s| s.hash)?;
        let paper = papers::assessed(self.state, row.hash).map(|paper| paper.to_string());
        let verified = status::verified(self.state, row);
        Some(SignedView {
            sign_off: row.hash.to_string(),
            by: self.state.person_of(row.chain).map_or_else(|| "unknown".into(), |p| p.name),
            at: Moment { at: row.at, offset: row.offset }.iso(),
            digest: row.matrix.short(),
            indicative: row.indicative,
            stale: original::stale(self.state, &self.items, self.shelf, row),
            paper,
            verified: verified.and_then(|v| self.seen_by(&v)),
        })
    }

    /// Which IV verified a unit, and how.
    #[must_use]
    pub fn seen_by(&self, verified: &Verified<'_>) -> Option<String> {
        let (chain, at, offset) = match verified {
            Verified::Sampled(v) => (v.chain, v.at, v.offset),
            Verified::Released(r) => (r.chain, r.at, r.offset),
        };
        let (name, on) = (self.state.person_of(chain)?.name, marks::short(Moment { at, offset }));
        Some(match verified {
            Verified::Sampled(_) => format!("Seen by IV {name} on {on}"),
            Verified::Released(r) => format!("Released by IV {name} on {on} as not sampled: {}", r.reason),
        })
    }

    /// The book seen under a unit text.
    #[must_use]
    pub const fn under<'s>(&'s self, spec: &'s UnitSpec) -> Under<'s> {
        Under { state: self.state, shelf: self.shelf, spec }
    }

    fn outcomes(&self, spec: &UnitSpec) -> Vec<OutcomeView> {
        let outcome = |(i, o): (usize, &crate::unit::spec::LearningOutcome)| {
            let rows: Vec<&SpecRow> = spec.rows.iter().filter(|r| r.outcome == i).collect();
            OutcomeView {
                id: o.id.clone(),
                code: o.code.clone(),
                text: o.text.clone(),
                inferred: o.inferred,
                counts: self.under(spec).counts(rows.iter().copied()),
                rows: rows.into_iter().map(|r| self.row(spec, r)).collect(),
            }
        };
        spec.text.outcomes.iter().enumerate().map(outcome).collect()
    }

    fn row(&self, spec: &UnitSpec, row: &SpecRow) -> RowView {
        let hashes = self.state.decisions_of_row.get(&row.id).into_iter().flatten();
        let decisions: Vec<&DecisionRow> = hashes.filter_map(|h| self.state.decisions.get(h)).collect();
        let (decision, disputed) = match decisions.as_slice() {
            [one] => (Some(self.decision(one)), Vec::new()),
            all => (None, all.iter().map(|d| self.decision(d)).collect()),
        };
        RowView {
            row: row.id.clone(),
            code: row.code.clone(),
            code_generated: row.code_generated,
            proposed: row.proposed,
            outcome_level: row.outcome_level,
            text: row.text.clone(),
            amplification: row.amplification.clone(),
            state: self.under(spec).row_state(&row.id),
            links: self.links(&row.id),
            decision,
            disputed,
            stale: decisions
                .iter()
                .find_map(|d| stale::decision(self.state, &self.items, self.shelf, spec, d)),
            may_sample: self.why_not_sample(&row.id, decisions.len()),
            iv: marks::of_row(self.state, &row.id),
        }
    }

    /// Nobody samples what they decided, ever; and there must be one decision to look at.
    fn why_not_sample(&self, row: &str, decisions: usize) -> Option<String> {
        let person = match self.author.acting_as(Role::Iv) {
            Ok(person) => person,
            Err(refusal) => return Some(format!("{refusal}.")),
        };
        if decisions != 1 {
            return Some("There is no decision to look at.".into());
        }
        let own = separation::decided_by(self.state, row).contains(&person.id);
        own.then(|| "You decided, countersigned or signed this off yourself. Another internal verifier has to sample it.".into())
    }

    /// Standing links of a row, in order of evidence number.
    #[must_use]
    pub fn links(&self, row: &str) -> Vec<LinkView> {
        let hashes = self.state.links_of_row.get(row).into_iter().flatten();
        self.link_views(hashes.filter_map(|h| self.state.mappings.get(h)))
    }

    /// Links as shown, in order of evidence number.
    pub fn link_views<'b>(&self, links: impl Iterator<Item = &'b MappingRow>) -> Vec<LinkView> {
        let mut links: Vec<LinkView> = links.map(|m| self.link(m)).collect();
        links.sort_by(|a, b| {
            (&a.reference, a.page, &a.place, &a.mapping).cmp(&(&b.reference, b.page, &b.place, &b.mapping))
        });
        links
    }

    /// Why a link asks to be confirmed again.
    fn confirm(&self, link: &MappingRow) -> Option<String> {
        let unit = coverage::unit_in_force(self.state, &link.unit)?;
        stale::link(self.shelf, self.shelf.get(unit.spec)?, link).or_else(|| {
            let item = self.items.get(&link.evidence)?;
            stale::link_version(self.state, item, link)
        })
    }

    /// Links and decisions on rows that the text in force does not have: kept as history.
    fn former(&self, unit: &str, spec: &UnitSpec) -> Vec<FormerRowView> {
        let mut rows: BTreeMap<&str, (Vec<&MappingRow>, Vec<&DecisionRow>, Hash)> = BTreeMap::new();
        let gone = |row: &str| spec.row(row).is_none();
        for link in self.state.mappings.iter().filter(|m| m.standing && m.unit == unit && gone(&m.row)) {
            rows.entry(&link.row).or_insert_with(|| (Vec::new(), Vec::new(), link.spec)).0.push(link);
        }
        for decision in self.state.decisions.iter().filter(|d| d.standing && d.unit == unit && gone(&d.row)) {
            rows.entry(&decision.row)
                .or_insert_with(|| (Vec::new(), Vec::new(), decision.spec))
                .1
                .push(decision);
        }
        let view = |(id, (links, decisions, text)): (&str, (Vec<&MappingRow>, Vec<&DecisionRow>, Hash))| {
            let text = self.shelf.get(text);
            let row = text.and_then(|s| s.row(id));
            FormerRowView {
                row: id.to_owned(),
                code: row.map(|r| r.code.clone()).unwrap_or_default(),
                text: row.map(|r| r.text.clone()).unwrap_or_default(),
                issue: text.map(|s| s.issue_words()).unwrap_or_default(),
                links: self.link_views(links.into_iter()),
                decisions: decisions.into_iter().map(|d| self.decision(d)).collect(),
            }
        };
        let mut out: Vec<FormerRowView> = rows.into_iter().map(view).collect();
        out.sort_by(|a, b| (&a.code, &a.row).cmp(&(&b.code, &b.row)));
        out
    }

    fn link(&self, link: &MappingRow) -> LinkView {
        let item = self.items.get(&link.evidence);
        LinkView {
            mapping: link.hash.to_string(),
            evidence: link.evidence.clone(),
            reference: item.and_then(|i| i.reference.clone()).unwrap_or_else(|| "–".into()),
            title: item.map_or_else(|| "not on record".into(), |i| i.title.clone()),
            place: link.place.as_ref().map(|p| p.text().to_owned()),
            page: link.place.as_ref().and_then(first_page),
            part: link.place.as_ref().and_then(|p| p.part()?.checked_sub(1)),
            method: link.method,
            by: self.state.person_of(link.chain).map_or_else(|| "–".into(), |p| p.initials),
            confirm: self.confirm(link),
            file: item.map_or(FileStanding::Unknown, |i| self.standings.worst(&i.files)),
        }
    }

    /// A decision as shown.
    #[must_use]
    pub fn decision(&self, row: &DecisionRow) -> DecisionView {
        let person = self.state.person_of(row.chain);
        let told = self.state.tellings.get(&row.hash);
        DecisionView {
            decision: row.hash.to_string(),
            outcome: row.outcome,
            reason: row.reason.clone(),
            date: row.date.clone(),
            recorded: Moment { at: row.at, offset: row.offset }.iso(),
            by: person.as_ref().map_or_else(|| "unknown".into(), |p| p.name.clone()),
            initials: person.map_or_else(|| "–".into(), |p| p.initials),
            relied_on: u32::try_from(row.relied_on.len()).unwrap_or(u32::MAX),
            rests_on: {
                let links = row.relied_on.iter().filter_map(|r| self.link_words(r.mapping));
                links.collect::<BTreeSet<String>>().into_iter().collect()
            },
            feedback: told.map(|t| t.feedback.clone()).unwrap_or_default(),
            needed: told.map(|t| t.needed.clone()).unwrap_or_default(),
            due: told.and_then(|t| t.due.clone()),
            certificate: self.state.certificates.get(&row.hash).map(|c| CertificateView {
                number: c.number.clone(),
                awarding_organisation: c.awarding_organisation.clone(),
                urn: c.urn.clone(),
                date: c.date.clone(),
                checked_by: c.checked_by.clone(),
            }),
            standing: row.standing,
        }
    }
}

fn first_page(place: &locator::Place) -> Option<u32> {
    if let locator::Reading::Page(runs) = place.reading() {
        runs.first().map(|(from, _)| *from)
    } else {
        None
    }
}

/// Kind of preview by the ending of the name, for a list of many: what the bytes say is asked of one file, when it is shown
/// (`view::kind`).
#[must_use]
pub fn media(name: &str) -> Media {
    let ending = name.rsplit_once('.').map(|(_, end)| end.to_lowercase()).unwrap_or_default();
    match ending.as_str() {
        "pdf" => Media::Pdf,
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "bmp" | "heic" | "heif" | "tif" | "tiff" | "avif" => {
            Media::Image
        }
        "txt" | "md" | "log" | "json" => Media::Text,
        // Of a page or a drawing in tags the words are shown, never what it would draw or run.
        "doc" | "docx" | "docm" | "odt" | "rtf" | "pages" | "ppt" | "pptx" | "pptm" | "ppsx" | "odp"
        | "html" | "htm" | "xhtml" | "svg" | "xml" => Media::Document,
        "xls" | "xlsx" | "xlsm" | "ods" | "csv" | "tsv" | "numbers" => Media::Spreadsheet,
        "eml" | "msg" => Media::Email,
        "mp3" | "wav" | "m4a" | "ogg" | "aac" | "flac" => Media::Audio,
        "mp4" | "mov" | "webm" | "3gp" | "avi" | "mkv" | "m4v" => Media::Video,
        _unknown => Media::Other,
    }
}
