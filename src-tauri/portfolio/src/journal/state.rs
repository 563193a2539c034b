//! The projection of one book: what a replay of its entries leaves behind, in memory, table by table.
//! Applying an act never fails and never reads a clock; refusals are made before an act is recorded.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;

use super::act::{Act, ChainOpened, PersonName};
use super::chain::{self, Broken};
use super::closings::Closings;
use super::entry::{Entry, Moment};
use super::id::{Hash, Id};
use super::rows::{
    BoardProfileRow, BoardRow, CarryRow, CentreRow, CertificateRow, ChainRow, ClaimRow, CountersignRow,
    CountersignedPaperRow, CurrencyRow, DecisionRow, DeclarationRow, DeedRow, DetailRow, DirectClaimRow,
    EnrolmentRow, ErasureRow, EvidenceRow, FileRow, FindingRow, HeldCertificateRow, InkedRow, KeyRow,
    LearnerRow, LogoRow, MappingRow, NewerRow, NoteRow, PaperRow, PartiallyMetRow, PersonRow, PhraseRow,
    ProgressRow, QualificationRow, ReleaseRow, ReplacementRow, RootRow, SampleCountersignRow, SampleRow,
    SignOffRow, SignedPaperRow, SpecimenRow, TallyRow, TellingRow, TraineeRow, UnitCertificateRow,
    UnitLinkRow, UnitRow, UnitSetRow, UnitTextRow, VerificationRow, WitnessRow,
};
use super::table::{Row, Table};
use super::{apply, canonical};
use crate::evidence::item::Item;

/// One line of the log: an act and where it stands.
#[derive(Debug, Clone)]
pub struct Logged {
    /// Entry.
    pub hash: Hash,
    /// Chain.
    pub chain: Id,
    /// Deed.
    pub deed: Id,
    /// Position in its chain.
    pub n: i64,
    /// Heads of other chains that it had seen.
    pub seen: Vec<Hash>,
    /// When. No rule reads it.
    pub moment: Moment,
    /// Act.
    pub act: Act,
}

macro_rules! state {
    ($( $(#[$doc:meta])* $field:ident: $row:ty, )*) => {
        /// What one book says, after replay.
        #[derive(Debug, Clone, Default)]
        pub struct BookState {
            $( $(#[$doc])* pub $field: Table<$row>, )*
            /// Every act in replay order. Not a table: it is the journal itself.
            pub log: Vec<Logged>,
            /// Standing links by row.
            pub links_of_row: BTreeMap<String, BTreeSet<Hash>>,
            /// Standing decisions by row.
            pub decisions_of_row: BTreeMap<String, BTreeSet<Hash>>,
            /// Standing statements by item.
            pub statements_of_item: BTreeMap<String, BTreeSet<Hash>>,
            /// Items, worked out once after the last act that changed one.
            pub(crate) items: OnceCell<Arc<BTreeMap<String, Item>>>,
            /// What each sign-off froze of the record, by its hash; worked out once, for what a signer had seen never changes.
            pub(crate) frozen: RefCell<BTreeMap<Hash, Hash>>,
            /// Units whose roll-up is behind; none = all of them.
            pub(crate) behind: Option<BTreeSet<String>>,
            /// Something has come that a sign-off in force may rest on, since the roll-ups were last worked out.
            pub(crate) stirred: bool,
            /// What closed each link, decision and statement, and what took that back.
            pub closings: Closings,
            known: BTreeMap<Id, BTreeMap<Id, i64>>,
            places: BTreeMap<Hash, (Id, i64)>,
        }

        impl BookState {
            /// Every table with all its rows, in a fixed order and in key order.
            pub fn dump(&self) -> Result<Vec<(&'static str, &'static str, Vec<Value>)>, serde_json::Error> {
                Ok(vec![$( (<$row as Row>::TABLE, <$row as Row>::KEY, self.$field.dump()?), )*])
            }

            /// Forgets what changed: every row is written down already.
            pub fn settle(&mut self) {
                $( self.$field.settle(); )*
            }

            /// Takes what changed since the last call, table by table.
            pub fn take_dirty(&mut self) -> Result<Vec<(&'static str, Vec<Value>)>, serde_json::Error> {
                Ok(vec![$( (<$row as Row>::TABLE, self.$field.take_dirty()?), )*])
            }
        }
    };
}

state! {
    /// Chains.
    chains: ChainRow,
    /// Deeds.
    deeds: DeedRow,
    /// The centre.
    centres: CentreRow,
    /// People.
    people: PersonRow,
    /// Keys.
    keys: KeyRow,
    /// Roots of the centre.
    roots: RootRow,
    /// Certificates of people's keys.
    held_certificates: HeldCertificateRow,
    /// Direct claim status by board and qualification.
    direct_claims: DirectClaimRow,
    /// Unit texts of the library.
    unit_texts: UnitTextRow,
    /// Statements about whether unit texts are the boards' own.
    board_statements: BoardRow,
    /// Qualifications.
    qualifications: QualificationRow,
    /// Saved sets of units.
    unit_sets: UnitSetRow,
    /// Phrases.
    phrases: PhraseRow,
    /// Links between criteria of unit texts.
    unit_links: UnitLinkRow,
    /// Witnesses of the centre.
    witnesses: WitnessRow,
    /// How old evidence may be.
    currency_limits: CurrencyRow,
    /// The words of boards.
    board_profiles: BoardProfileRow,
    /// Whether *partially met* is used.
    partially_met: PartiallyMetRow,
    /// The centre's logo.
    logos: LogoRow,
    /// Specimen signatures.
    specimens: SpecimenRow,
    /// Learners of the centre.
    enrolments: EnrolmentRow,
    /// Learners who were erased.
    erasures: ErasureRow,
    /// The learner's facts.
    learners: LearnerRow,
    /// Declarations of the learner.
    declarations: DeclarationRow,
    /// Units taken.
    units: UnitRow,
    /// Files seen.
    files: FileRow,
    /// Items.
    evidence: EvidenceRow,
    /// Details of items.
    details: DetailRow,
    /// Items that take the place of others.
    replacements: ReplacementRow,
    /// Links.
    mappings: MappingRow,
    /// Decisions.
    decisions: DecisionRow,
    /// What the learner was told, by decision.
    tellings: TellingRow,
    /// Certificates of credit transfer, by decision.
    certificates: CertificateRow,
    /// Decisions confirmed under another issue of the unit text.
    carries: CarryRow,
    /// Decisions that trainees made.
    trainee_decisions: TraineeRow,
    /// Countersignatures under decisions of trainees.
    countersignatures: CountersignRow,
    /// Sign-offs.
    sign_offs: SignOffRow,
    /// Papers.
    papers: PaperRow,
    /// Issued papers with the IV's signature in them.
    signed_papers: SignedPaperRow,
    /// Issued papers with the countersigner's signature in them.
    countersigned_papers: CountersignedPaperRow,
    /// Scans of papers signed in ink.
    inked_pages: InkedRow,
    /// Samples.
    samples: SampleRow,
    /// Findings.
    findings: FindingRow,
    /// Notes.
    notes: NoteRow,
    /// Signed sampling records.
    verifications: VerificationRow,
    /// Countersignatures under sampling records of trainees.
    sample_countersignatures: SampleCountersignRow,
    /// Units released as not sampled.
    releases: ReleaseRow,
    /// Claims.
    claims: ClaimRow,
    /// Certificates of units.
    unit_certificates: UnitCertificateRow,
    /// Acts of newer programs.
    newer: NewerRow,
    /// Roll-up per unit.
    progress: ProgressRow,
    /// Roll-up of the book.
    tally: TallyRow,
}

impl BookState {
    /// Replays a book: checks its chains, brings them into the one order, applies them.
    pub fn replay(book: Id, entries: &[Entry]) -> Result<Self, Broken> {
        chain::verify(book, entries)?;
        let mut state = Self::default();
        for i in chain::replay_order(entries) {
            state.apply(&entries[i]);
        }
        Ok(state)
    }

    /// SHA-256 of the canonical dump, table by table in key order.
    pub fn state_hash(&self) -> Result<Hash, serde_json::Error> {
        let mut bytes = Vec::new();
        for (table, _, rows) in self.dump()? {
            bytes.extend_from_slice(table.as_bytes());
            bytes.push(b'\n');
            for row in rows {
                // Rows hold only what entries hold, so every one has a canonical form.
                bytes.extend_from_slice(
                    &canonical::write(&row).unwrap_or_else(|e| e.to_string().into_bytes()),
                );
                bytes.push(b'\n');
            }
        }
        Ok(Hash::of(&bytes))
    }

    /// Heads of all chains.
    #[must_use]
    pub fn heads(&self) -> BTreeMap<Id, (i64, Hash)> {
        self.chains.iter().map(|c| (c.chain, (c.head_n, c.head))).collect()
    }

    /// Heads of other chains that `chain` has not yet seen; all of them where `all`.
    #[must_use]
    pub fn unseen_by(&self, chain: Id, all: AllHeads) -> BTreeSet<Hash> {
        let known = self.known.get(&chain);
        self.chains
            .iter()
            .filter(|other| other.chain != chain)
            .filter(|other| {
                all == AllHeads::Yes
                    || known.and_then(|k| k.get(&other.chain)).is_none_or(|n| *n < other.head_n)
            })
            .map(|other| other.head)
            .collect()
    }

    /// The chain that `installation`, `person` and `key` write here, if it exists.
    #[must_use]
    pub fn chain_of(&self, installation: Id, person: Option<Id>, key: Option<&str>) -> Option<&ChainRow> {
        self.chains
            .iter()
            .find(|c| c.installation == installation && c.person == person && c.key.as_deref() == key)
    }

    /// The person of a chain.
    #[must_use]
    pub fn person_of(&self, chain: Id) -> Option<PersonName> {
        let row = self.chains.get(&chain)?;
        Some(PersonName { id: row.person?, name: row.person_name.clone()?, initials: row.initials.clone()? })
    }

    /// Marks a unit's roll-up as behind.
    pub(crate) fn touch(&mut self, unit: &str) {
        if let Some(behind) = &mut self.behind {
            behind.insert(unit.to_owned());
        }
    }

    /// Chain and position of an entry.
    #[must_use]
    pub fn place_of(&self, hash: Hash) -> Option<(Id, i64)> {
        self.places.get(&hash).copied()
    }

    /// Whether whoever wrote the entry that is being applied had seen another. An entry names only the heads that are new to its
    /// chain, so what the chain had seen by now is what counts.
    pub(super) fn had_seen_by_now(&self, writing: &Logged, other: Hash) -> bool {
        let reached = |(chain, n): (Id, i64)| {
            let known = self.known.get(&writing.chain).and_then(|known| known.get(&chain));
            if chain == writing.chain { n <= writing.n } else { known.is_some_and(|reached| n <= *reached) }
        };
        self.place_of(other).is_some_and(reached)
    }

    /// Applies the next entry of the replay order.
    pub fn apply(&mut self, entry: &Entry) {
        self.take(Logged {
            hash: entry.hash,
            chain: entry.chain,
            deed: entry.deed,
            n: entry.n,
            seen: entry.seen.clone(),
            moment: entry.moment,
            act: entry.act.clone(),
        });
    }

    /// Applies the next line of the log.
    pub(super) fn take(&mut self, entry: Logged) {
        self.stirred |= self.stirs(&entry.act);
        self.link(&entry);
        self.note_deed(&entry);
        apply::act(self, &entry);
        self.log.push(entry);
    }

    /// Whether a sign-off in force may rest on an act. Files that nobody put forward come by the thousand, and none does on them.
    fn stirs(&self, act: &Act) -> bool {
        if let Act::FileTakenIn(taken) = act {
            !self.sign_offs.is_empty() && self.evidence.iter().any(|row| row.files.contains(&taken.file))
        } else {
            true
        }
    }

    fn link(&mut self, entry: &Logged) {
        self.places.insert(entry.hash, (entry.chain, entry.n));
        for seen in &entry.seen {
            if let Some((other, n)) = self.places.get(seen) {
                self.known.entry(entry.chain).or_default().insert(*other, *n);
            }
        }
        self.chains.change(&entry.chain, |row| {
            row.head_n = entry.n;
            row.head = entry.hash;
        });
        if let Act::ChainOpened(ChainOpened { installation, person, key }) = &entry.act {
            self.chains.put(ChainRow {
                chain: entry.chain,
                installation: *installation,
                person: person.as_ref().map(|p| p.id),
                person_name: person.as_ref().map(|p| p.name.clone()),
                initials: person.as_ref().map(|p| p.initials.clone()),
                key: key.clone(),
                head_n: entry.n,
                head: entry.hash,
            });
        }
    }

    fn note_deed(&mut self, entry: &Logged) {
        let undoes = if let Act::DeedUndone(undone) = &entry.act { Some(undone.undoes) } else { None };
        self.deeds.put_new(DeedRow {
            deed: entry.deed,
            chain: entry.chain,
            at: entry.moment.at,
            offset: entry.moment.offset,
            undoes,
            undone: false,
        });
        // Only the author of a deed takes it back; anything else is a crafted entry and changes nothing.
        // A deed may begin by opening its chain; what it takes back is then said by its second entry.
        if undoes.is_some() {
            self.deeds.change(&entry.deed, |row| row.undoes = undoes);
        }
        let desk = |chain: &Id| self.chains.get(chain).map(|c| (c.installation, c.person));
        let own = |d: &Id| self.deeds.get(d).is_some_and(|row| desk(&row.chain) == desk(&entry.chain));
        if let Some(target) = undoes.filter(own) {
            self.deeds.change(&target, |row| row.undone = true);
            // A decision confirmed in that deed counts no more.
            let units: Vec<String> =
                self.carries.iter().filter(|c| c.deed == target).map(|c| c.unit.clone()).collect();
            units.iter().for_each(|unit| self.touch(unit));
        }
    }
}

/// Whether an entry names every other chain's head or only those that changed. A signed entry names all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AllHeads {
    /// Every head.
    Yes,
    /// Those that changed since the chain's last entry.
    No,
}
