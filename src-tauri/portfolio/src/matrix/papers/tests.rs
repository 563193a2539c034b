//! The papers beside the matrix: what they say is what the facts say, read back by another program; nothing leaves the page; equal
//! facts give equal bytes.
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "a test looks for one kind among many and fails on every other"
)]

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::matrix::document::{Block, Cell, Pack, Part, Record, TableRow};
use crate::matrix::layout::clean::line;
use crate::matrix::layout::{Faces, Page, PartId, Role, Shape, Sheets, Sign, alone, set_pack};
use crate::matrix::samples::{draft, hostile, large, signed, trainee};
use crate::matrix::tests::{SMALLEST, legible};
use crate::matrix::tests::{poppler, words_of};
use crate::matrix::verify::{Content, check};
use crate::matrix::{LearnerWord, PaperError, Qualification, Status, Watch, print};

fn item(unit: &Matrix, at: usize) -> IndexItem {
    let line = &unit.evidence[at];
    let own = unit.annex.iter().filter(|file| file.number == line.number);
    IndexItem {
        reference: line.number.clone(),
        title: line.title.clone(),
        kind: line.kind.clone(),
        kept: (at % 5 == 3).then(|| "kept at: the service board, ground floor".to_owned()),
        files: own
            .map(|file| IndexFile {
                name: file.file_name.clone(),
                size: file.size,
                sha256: file.sha256.clone(),
                note: (at % 5 == 4).then(|| "changed since".to_owned()),
            })
            .collect(),
        produced_on: line.produced_on.clone(),
        added_on: line.added_on.clone(),
        author: line.author.clone(),
        authenticity: at.is_multiple_of(3).then(|| "observed, stated by Ada Okoro on 02/11/2026".to_owned()),
        notes: if at % 4 == 3 {
            vec!["version 2 of 20/11/2026, in the place of version 1 of 02/11/2026".to_owned()]
        } else {
            Vec::new()
        },
        sampled: if at.is_multiple_of(6) { vec!["S001 of 20/11/2026".to_owned()] } else { Vec::new() },
        set_aside: None,
    }
}

/// What is decided in these units was judged so, by somebody who is told by the initials.
fn judged(units: &[Matrix]) -> Vec<JudgedRow> {
    let of_unit = |(at, unit): (usize, &Matrix)| -> Vec<JudgedRow> {
        let decided = rows(unit).filter(|(_, row)| row.decided_on.is_some());
        let judged = |(outcome, row): (&LearningOutcome, &Row)| JudgedRow {
            unit: at,
            id: format!("{at} {}", row.code),
            outcome: outcome.text.clone(),
            row: row.clone(),
            submitted: vec![SubmittedOn {
                produced: Some("2026-11-02".to_owned()),
                added: "2026-11-09".to_owned(),
            }],
            by: row.assessor_initials.clone().map(|initials| Judge {
                name: format!("Judge {}", line(&initials)),
                initials,
                trainee: matches!(unit.people.standing, crate::matrix::Standing::Trainee { .. }),
            }),
            countersigned_by: Vec::new(),
            since: Since::Stands,
            disputed: row.decision == Outcome::InDispute,
        };
        decided.map(judged).collect()
    };
    units.iter().enumerate().flat_map(of_unit).collect()
}

/// Everything that is put forward for a row which is judged and not met was looked at.
fn handed(units: &[Matrix]) -> BTreeMap<(usize, usize), Handed> {
    let open = |row: &Row| matches!(row.decision, Outcome::PartiallyMet | Outcome::NotYetMet);
    let of_unit = |(at, unit): (usize, &Matrix)| -> Vec<((usize, usize), Handed)> {
        let own = rows(unit).enumerate().filter(|(_, (_, row))| open(row));
        own.map(|(place, (_, row))| {
            let (said, looked_at) = (row.reason.clone().unwrap_or_default(), row.mappings.clone());
            ((at, place), Handed { said, looked_at, come: Vec::new() })
        })
        .collect()
    };
    units.iter().enumerate().flat_map(of_unit).collect()
}

fn claims_of(first: &Matrix, lines: Vec<ClaimFacts>) -> Claims {
    let (assessor, verifier) = (first.people.assessor.clone(), first.people.verifier.clone());
    Claims {
        printed_at: "2026-11-21T14:05".to_owned(),
        centre: first.centre.clone(),
        of: ClaimsOf::Learner { learner: first.learner.clone(), assessor, verifier },
        lines,
    }
}

/// A unit on its way: claimed and certificated, ready, refused for many reasons, in turn.
fn claim_facts(unit: &Matrix, at: usize) -> ClaimFacts {
    let made = ClaimMade {
        batch: "B-17".to_owned(),
        on: "2026-11-23".to_owned(),
        by: "May Poole".to_owned(),
        whole: at % 8 == 4,
        stale: (at % 8 == 4).then(|| "two desks claimed this unit: take one of the claims back".to_owned()),
        certificate: at.is_multiple_of(8).then(|| ("C-2026-0009".to_owned(), "2026-12-01".to_owned())),
    };
    let reasons = [
        "the unique learner number is not recorded",
        "no IV has signed a sampling record that covers it, nor released it as not sampled",
        "the first decision is dated 2026-08-30, before the registration on 2026-09-01",
    ];
    ClaimFacts {
        learner: unit.learner.clone(),
        qualification: unit.qualification.clone(),
        unit: unit.unit.clone(),
        declares: "The centre claims the units named here.".to_owned(),
        indicative: unit.indicative,
        status: ["certificated", "verified", "assessed", "assessed"][at % 4].to_owned(),
        verified: match at % 4 {
            0 => Some("Sample S003, signed by Ben King on 20/11/2026".to_owned()),
            1 => Some(
                "Released as not sampled by Ben King on 20/11/2026: outside this term's sample".to_owned(),
            ),
            _ => None,
        },
        claims: if at.is_multiple_of(4) { vec![made] } else { Vec::new() },
        direct_claim: "held since 2026-01-10 (a letter)".to_owned(),
        obstacles: if at % 4 > 1 { reasons.map(str::to_owned).to_vec() } else { Vec::new() },
        withdrawn: matches!(unit.status, Status::Withdrawn { .. }),
    }
}

pub(super) fn portfolio(units: Vec<Matrix>) -> Portfolio {
    let first = units.first().cloned().unwrap_or_else(signed);
    let longest = units.iter().max_by_key(|unit| unit.evidence.len());
    let mut items: Vec<IndexItem> =
        longest.map(|unit| (0..unit.evidence.len()).map(|at| item(unit, at)).collect()).unwrap_or_default();
    items.push(IndexItem {
        title: "Lunch menu".to_owned(),
        set_aside: Some("not the learner's work".to_owned()),
        ..IndexItem::default()
    });
    let lines = units.iter().enumerate().map(|(at, unit)| claim_facts(unit, at)).collect();
    let claims = claims_of(&first, lines);
    Portfolio {
        samples: samples(&units),
        left_out: (0..units.len().min(1)).map(left_out).collect(),
        claims,
        judged: judged(&units),
        handed: handed(&units),
        printed_at: "2026-11-21T14:05".to_owned(),
        centre: first.centre.clone(),
        learner: first.learner.clone(),
        assessor: first.people.assessor.clone(),
        verifier: first.people.verifier.clone(),
        units,
        declared: Some("declared by e-mail on 01/11/2026, recorded by Ada Okoro".to_owned()),
        items,
        witnesses: vec![
            WitnessFacts {
                name: "Mo Adeyemi".to_owned(),
                role: "Shift manager".to_owned(),
                relation: "line manager".to_owned(),
                competence: "Level 4 diploma; twelve years on the floor".to_owned(),
                contact: "01632 960 001".to_owned(),
                inactive: false,
                status: "expert witness".to_owned(),
                items: vec![vouched("E005 Witness statement by the shift manager", false)],
            },
            WitnessFacts {
                name: "Pat Lowe".to_owned(),
                status: "other witness".to_owned(),
                inactive: true,
                items: vec![vouched("E007 Complaint log", true)],
                ..WitnessFacts::default()
            },
            WitnessFacts { name: "Jo Brand-Lee".to_owned(), ..WitnessFacts::default() },
        ],
    }
}

/// A sample of each unit: agreed and signed, an action that is open, one that was closed, none of them said yet, in turn.
fn samples(units: &[Matrix]) -> Vec<SampleFacts> {
    let said = |at: usize, row: &Row| Said {
        word: ["agreed", "action required", "disagreed"][at % 3].to_owned(),
        action: !at.is_multiple_of(3),
        by: "Bea King".to_owned(),
        on: "2026-11-20".to_owned(),
        reason: format!("Seen with {}.", row.text),
        due: (at % 3 == 1).then(|| "2026-12-01".to_owned()),
        since: (at % 5 == 4).then(|| "the decision was changed after this comment".to_owned()),
        notes: if at % 3 == 2 {
            vec![SaidSince {
                closes: true,
                by: "Bea King".to_owned(),
                on: "2026-11-21".to_owned(),
                text: "The rota is there now.".to_owned(),
            }]
        } else {
            Vec::new()
        },
    };
    let row = |(at, (outcome, row)): (usize, (&LearningOutcome, &Row))| SampledRow {
        code: row.code.clone(),
        text: asks(&outcome.text, row).to_owned(),
        decision: row.decided_on.clone().map(|on| SampledDecision {
            outcome: row.decision,
            on,
            by: "Ada Okoro".to_owned(),
            evidence: row.mappings.clone(),
        }),
        said: if at % 4 == 3 { Vec::new() } else { vec![said(at, row)] },
    };
    let sample = |(unit, own): (usize, &Matrix)| SampleFacts {
        number: format!("S{:03}", unit + 1),
        unit,
        on: "2026-11-20".to_owned(),
        summative: unit.is_multiple_of(2),
        by: "Bea King".to_owned(),
        rows: rows(own).enumerate().map(row).collect(),
        signed: (0..usize::from(unit.is_multiple_of(2))).map(|_| signed_sample()).collect(),
    };
    units.iter().enumerate().map(sample).collect()
}

fn signed_sample() -> SampleSigned {
    let text = |text: &str| text.to_owned();
    SampleSigned {
        by: (text("Bea King"), text("trainee internal verifier")),
        on: text("2026-11-21"),
        declaration: text("I have looked at the sampled decisions."),
        countersigned: Some((
            text("Dana Field"),
            text("internal verifier"),
            text("2026-11-22"),
            text("I have reviewed the sampling."),
        )),
        since: None,
    }
}

fn left_out(unit: usize) -> LeftOut {
    let text = |text: &str| text.to_owned();
    let (why, by, on) = (text("outside this term's sample"), text("Bea King"), text("2026-11-22"));
    LeftOut { unit, why, by, on, taken_back: None }
}

fn vouched(named: &str, more_than_status: bool) -> VouchedItem {
    VouchedItem { named: named.to_owned(), more_than_status }
}

fn all() -> Vec<(&'static str, Portfolio)> {
    let mut empty = portfolio(Vec::new());
    empty.items.clear();
    empty.witnesses.clear();
    let mut withdrawn = draft();
    withdrawn.status = Status::Withdrawn { on: "2026-11-02".to_owned() };
    vec![
        ("ordinary", portfolio(vec![signed(), draft(), trainee(), withdrawn])),
        ("large", portfolio(vec![large(120, 90), draft()])),
        ("hostile", portfolio(vec![hostile(), signed()])),
        ("empty", empty),
    ]
}

fn documents(portfolio: &Portfolio) -> Vec<(&'static str, Document)> {
    let mut all = vec![
        ("gaps", gap_list(portfolio)),
        ("evidence", evidence_index(portfolio)),
        ("claim", claim(&portfolio.claims)),
        ("witnesses", witnesses(portfolio)),
        ("sampling", sampling(portfolio)),
    ];
    let of = ClaimsOf::Batch("B-17".to_owned());
    all.push(("batch-claim", claim(&Claims { of, ..portfolio.claims.clone() })));
    all.push(("open-claim", claim(&Claims { of: ClaimsOf::Open, ..portfolio.claims.clone() })));
    let every = Days { from: "2000-01-01".to_owned(), to: "2099-12-31".to_owned() };
    all.push(("decisions", decisions(portfolio, &every)));
    all.extend(portfolio.units.iter().map(|unit| ("grid", grid(portfolio, unit))));
    all
}

fn records(portfolio: &Portfolio) -> Vec<(String, Record)> {
    let mut all: Vec<(String, Record)> = documents(portfolio)
        .into_iter()
        .enumerate()
        .map(|(at, (name, document))| (format!("{at}-{name}"), Record::Document(Box::new(document))))
        .collect();
    all.push(("whole".to_owned(), Record::Pack(Box::new(pack(portfolio)))));
    all
}

/// Every piece of text that a document says in its blocks, cleaned as on paper.
pub(super) fn said(document: &Document) -> Vec<String> {
    let mut all = vec![document.summary.clone()];
    let of_cell = |cell: &Cell| cell.pieces.iter().map(|piece| piece.text.clone()).collect::<Vec<_>>();
    for block in &document.blocks {
        match block {
            Block::Heading { text } | Block::Subheading { text } | Block::Text { text, .. } => {
                all.push(text.clone())
            }
            Block::Files { files } => {
                all.extend(files.iter().flat_map(|file| [file.number.clone(), file.file_name.clone()]));
            }
            Block::Signs => all.push("mapped, not yet decided".to_owned()),
            Block::Lines { label, .. } => all.push(label.clone()),
            Block::Signatures { people } => all.extend(people.iter().map(|person| person.label.clone())),
            Block::Grid(grid) => {
                for row in grid.bands.iter().flat_map(|band| &band.rows) {
                    all.extend(row.gap.then(|| words::GAP.to_owned()));
                    all.push(row.decision.clone());
                    all.extend(row.links.iter().map(|link| link.method.clone()));
                }
                all.extend(grid.items.iter().map(|item| item.reference.clone()));
            }
            Block::Table { rows, .. } => {
                for row in rows {
                    match row {
                        TableRow::Band { left, .. } => all.push(left.clone()),
                        TableRow::Cells { cells, .. } => all.extend(cells.iter().flat_map(of_cell)),
                    }
                }
            }
        }
    }
    all
}

fn on_the_page(name: &str, sheets: &Sheets, faces: &Faces) {
    for page in &sheets.pages {
        for item in &page.items {
            let (from, to) = match &item.shape {
                Shape::Text { x, baseline, size, face, text, .. } => {
                    let wide: f32 = text.chars().map(|letter| faces.advance(*face, letter, *size)).sum();
                    ((*x, *baseline), (x + wide, *baseline))
                }
                Shape::Upwards { x, y, size, face, text, .. } => {
                    let wide: f32 = text.chars().map(|letter| faces.advance(*face, letter, *size)).sum();
                    ((*x, y - wide), (*x, *y))
                }
                Shape::Box { x, y, width, height, .. } => ((*x, *y), (x + width, y + height)),
                _other => continue,
            };
            assert!(from.0 > 11.0 && from.1 > 8.0, "{name}: {:?}", item.shape);
            assert!(to.0 < page.width - 12.0 && to.1 < page.height - 7.0, "{name}: {:?}", item.shape);
        }
    }
}

#[test]
fn nothing_leaves_the_page_and_every_page_has_its_number() {
    let faces = Faces::load().unwrap();
    for (name, portfolio) in all() {
        for (kind, document) in documents(&portfolio) {
            let sheets = alone(&document, &faces);
            on_the_page(&format!("{name} {kind}"), &sheets, &faces);
            legible(&format!("{name} {kind}"), &sheets, SMALLEST);
            for (at, page) in sheets.pages.iter().enumerate() {
                let number = format!("page {} of {}", at + 1, sheets.pages.len());
                let stands = page
                    .items
                    .iter()
                    .any(|item| matches!(&item.shape, Shape::Text { text, .. } if text.ends_with(&number)));
                assert!(stands, "{name} {kind}: {number}");
            }
        }
    }
}

#[test]
fn another_program_reads_back_every_word_of_every_paper() {
    for (name, portfolio) in all() {
        for (kind, document) in documents(&portfolio) {
            let wanted = said(&document);
            let paper = print(&Record::Document(Box::new(document)), &Watch::NOBODY).unwrap();
            let Some(read) = poppler("pdftotext", &["-raw", "-", "-"], &paper.bytes) else { return };
            let read = words_of(&read);
            for text in wanted.iter().filter(|_| name != "hostile") {
                let letters = words_of(&line(text));
                // What is long may be broken by the end of a page, with the head of the next between.
                let found = letters.chars().count() > 400 || read.contains(&letters);
                assert!(found, "{name} {kind}: {text:?} is not on the paper");
            }
        }
    }
}

#[test]
fn equal_facts_give_equal_bytes_and_the_paper_vouches_for_its_pages() {
    for (name, portfolio) in all() {
        for (kind, record) in records(&portfolio) {
            let paper = print(&record, &Watch::NOBODY).unwrap();
            assert!(paper == print(&record, &Watch::NOBODY).unwrap(), "{name} {kind}");
            let faces = Faces::load().unwrap();
            let sheets = match &record {
                Record::Document(document) => alone(document, &faces),
                Record::Pack(pack) => set_pack(pack, &faces, &Watch::NOBODY).unwrap(),
            };
            crate::matrix::tests::structure_is_whole(&format!("{name} {kind}"), &paper.bytes, &sheets);
            let Content::Other { record: read, drawn: true } = check(&paper.bytes).unwrap().content else {
                panic!("{name} {kind}: the facts are not those of the pages")
            };
            assert_eq!(*read, record, "{name} {kind}");
        }
    }
}

#[test]
fn the_contents_of_a_whole_portfolio_name_the_pages_on_which_its_parts_begin() {
    let faces = Faces::load().unwrap();
    for (name, portfolio) in all() {
        let pack = pack(&portfolio);
        let sheets = set_pack(&pack, &faces, &Watch::NOBODY).unwrap();
        on_the_page(name, &sheets, &faces);
        let tops: Vec<_> = sheets.outline.iter().filter(|mark| mark.level == 0).collect();
        assert_eq!(tops.len(), pack.parts.len() + 1, "{name}");
        let listed: Vec<_> = sheets.links.iter().filter(|link| link.area.page < tops[1].page).collect();
        assert_eq!(listed.len(), pack.parts.len(), "{name}: a link to each part");
        for (mark, link) in tops.iter().skip(1).zip(listed) {
            assert_eq!(link.to.0, mark.page, "{name}: {}", mark.title);
            let number = (mark.page + 1).to_string();
            let stands = sheets.pages[..tops[1].page]
                .iter()
                .flat_map(|page| &page.items)
                .any(|item| matches!(&item.shape, Shape::Text { text, .. } if text.trim_end() == number));
            assert!(stands, "{name}: {} on page {number}", mark.title);
        }
        for link in &sheets.links {
            assert!(link.to.0 < sheets.pages.len());
        }
    }
}

/// What each link says, the page on which it stands, and the page and height that it leads to.
fn links(sheets: &Sheets) -> Vec<(String, usize, (usize, f32))> {
    sheets.links.iter().map(|link| (link.says.clone(), link.area.page, link.to)).collect()
}

/// What stands first on this line of a page.
fn first_on(sheets: &Sheets, (page, y): (usize, f32)) -> String {
    let near = sheets.pages[page].items.iter().filter_map(|item| match &item.shape {
        Shape::Text { x, baseline, text, .. } if *baseline > y && *baseline < y + 9.0 => Some((*x, text)),
        _other => None,
    });
    near.min_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, text)| text.trim_end().to_owned())
        .unwrap_or_default()
}

#[test]
fn in_a_whole_portfolio_every_reference_leads_to_its_row_in_the_evidence_index() {
    let faces = Faces::load().unwrap();
    for (name, portfolio) in all().into_iter().filter(|(name, _)| *name == "ordinary" || *name == "large") {
        let pack = pack(&portfolio);
        let sheets = set_pack(&pack, &faces, &Watch::NOBODY).unwrap();
        let tops: Vec<_> = sheets.outline.iter().filter(|mark| mark.level == 0).collect();
        let (index, after) = (tops[1].page, tops[2].page);
        let all = links(&sheets);
        let into = |from: std::ops::Range<usize>| -> Vec<&str> {
            let own =
                all.iter().filter(|(_, page, to)| from.contains(page) && (index..after).contains(&to.0));
            own.map(|(text, ..)| text.as_str()).collect()
        };
        for (text, page, to) in &all {
            let reference = text.split(' ').next().unwrap();
            let there = first_on(&sheets, *to);
            assert!(*page < index || there == reference, "{name}: {text} leads to {to:?}, to {there}");
        }
        // What is in nobody's list leads nowhere, and is no link.
        let listed: BTreeSet<&str> = portfolio.items.iter().map(|item| item.reference.as_str()).collect();
        let led_in = |block: &Block| match block {
            Block::Grid(grid) => {
                let is_listed = |at: usize| listed.contains(grid.items[at].reference.as_str());
                let rows = grid.bands.iter().flat_map(|band| &band.rows);
                let crossed = rows.flat_map(|row| &row.links).filter(|link| is_listed(link.item)).count();
                crossed + (0..grid.items.len()).filter(|at| is_listed(*at)).count()
            }
            _other => 0,
        };
        for (at, part) in pack.parts.iter().enumerate() {
            let end = tops.get(at + 2).map_or(sheets.pages.len(), |next| next.page);
            let led = into(tops[at + 1].page..end);
            let wanted = match part {
                // The references lead to the list of the unit's evidence, and that into the index.
                Part::Matrix(own) => own.evidence.len(),
                Part::Document(own) => match own.kind {
                    DocumentKind::Grid => own.blocks.iter().map(led_in).sum(),
                    DocumentKind::Decisions => {
                        let judged = portfolio.judged.iter().flat_map(|judged| &judged.row.mappings);
                        judged.filter(|mapping| listed.contains(mapping.reference.as_str())).count()
                    }
                    _no_references => continue,
                },
            };
            assert_eq!(led.len(), wanted, "{name}, part {at}: {led:?}");
        }
    }
}

#[test]
fn a_grid_is_paged_in_both_directions_and_loses_no_link() {
    let faces = Faces::load().unwrap();
    let portfolio = portfolio(vec![large(120, 90)]);
    let document = grid(&portfolio, &portfolio.units[0]);
    let sheets = alone(&document, &faces);
    let headed = |page: usize| -> BTreeSet<&str> {
        let upwards = sheets.pages[page].items.iter().filter_map(|item| match &item.shape {
            Shape::Upwards { text, .. } if text.starts_with('E') => Some(text.as_str()),
            _other => None,
        });
        upwards.collect()
    };
    let columns: BTreeSet<&str> = (0..sheets.pages.len()).flat_map(headed).collect();
    assert!(columns.len() >= 90, "{} items have a column", columns.len());
    assert!((0..sheets.pages.len()).all(|page| !headed(page).is_empty()), "headings on every page");
    let [_, _, Block::Grid(own)] = document.blocks.as_slice() else { panic!("{:?}", document.blocks) };
    let links: usize = own.bands.iter().flat_map(|band| &band.rows).map(|row| row.links.len()).sum();
    let pairs: usize = rows(&portfolio.units[0])
        .map(|(_, row)| row.mappings.iter().map(|m| &m.reference).collect::<BTreeSet<_>>().len())
        .sum();
    assert_eq!(links, pairs);
    // On the sheets each link is a cell of its own, and every row has as many columns as its table.
    let below = |parent: usize, wanted: &dyn Fn(Role) -> usize| -> usize {
        let own = sheets.parts.iter().filter(|part| part.parent == Some(PartId(parent)));
        own.map(|part| wanted(part.role)).sum()
    };
    let wide = |role: Role| match role {
        Role::Blank(columns) | Role::BandCell(columns) => usize::from(columns),
        _other => 1,
    };
    let (mut crossed, mut columns) = (0, 0);
    for (at, part) in sheets.parts.iter().enumerate() {
        match part.role {
            Role::HeaderRow => columns = below(at, &wide),
            Role::Band => assert_eq!(below(at, &wide), columns),
            Role::Row => {
                assert_eq!(below(at, &wide), columns, "a row has its columns");
                // Beside the text and the decision.
                crossed += below(at, &|role| usize::from(role == Role::Cell)) - 2;
            }
            _other => {}
        }
    }
    assert_eq!(crossed, links, "each link is on a sheet");
    let gaps = own.bands.iter().flat_map(|band| &band.rows).filter(|row| row.gap).count();
    let marked = |shape: &Shape| matches!(shape, Shape::Text { text, .. } if text.starts_with("GAP"));
    let said = sheets.pages.iter().flat_map(|page| &page.items).filter(|item| marked(&item.shape)).count();
    assert_eq!(said, gaps, "each gap once");
}

#[test]
fn a_record_of_decisions_holds_the_days_that_were_asked_for_and_no_other() {
    let mut unit = large(9, 9);
    unit.outcomes.truncate(1);
    for (at, row) in unit.outcomes[0].rows.iter_mut().enumerate() {
        row.decided_on = Some(format!("2026-11-{:02}", 10 + at));
    }
    let count = unit.outcomes[0].rows.len();
    let portfolio = portfolio(vec![unit]);
    let judged = |from: &str, to: &str| {
        decisions(&portfolio, &Days { from: from.to_owned(), to: to.to_owned() }).summary
    };
    assert!(judged("2026-11-10", "2026-11-10").starts_with("1 criterion judged"));
    assert!(judged("2026-11-10", "2026-11-11").starts_with("2 criteria judged"));
    assert!(judged("2026-12-01", "2026-12-31").starts_with("0 criteria judged"));
    let last = Days::last(&portfolio).unwrap();
    assert_eq!(last.from, format!("2026-11-{:02}", 9 + count));
}

#[test]
fn what_is_judged_again_stays_in_the_record_of_its_day() {
    let mut portfolio = portfolio(vec![trainee()]);
    let mut first = portfolio.judged[0].clone();
    portfolio.judged.truncate(1);
    (first.row.decided_on, first.since) =
        (Some("2026-11-14".to_owned()), Since::Again("2026-11-20".to_owned()));
    (first.row.decision, first.row.reason) = (Outcome::NotYetMet, Some("bring the rota".to_owned()));
    first.row.told = None;
    portfolio.judged.insert(0, first);
    let later = &mut portfolio.judged[1];
    (later.row.decided_on, later.row.decision) = (Some("2026-11-20".to_owned()), Outcome::Met);
    later.countersigned_by = vec!["Cleo Hart".to_owned()];
    let of = |from: &str, to: &str| decisions(&portfolio, &Days { from: from.to_owned(), to: to.to_owned() });
    let says = |paper: &Document, word: &str| said(paper).iter().filter(|said| *said == word).count();
    let first = of("2026-11-14", "2026-11-14");
    assert_eq!(first.summary, "1 criterion judged · 0 awarded · 1 not yet met");
    assert_eq!(says(&first, "decided again on 20/11/2026"), 1);
    assert_eq!(says(&first, "bring the rota"), 2, "why, and what is still needed");
    let second = of("2026-11-20", "2026-11-20");
    assert_eq!(second.summary, "1 criterion judged · 1 awarded");
    assert_eq!(says(&second, "bring the rota"), 0);
    // Over both days the criterion is one, and what was needed is here.
    let both = of("2026-11-14", "2026-11-20");
    assert_eq!(both.summary, "1 criterion judged · 1 awarded");
    assert_eq!((says(&both, "decided again on 20/11/2026"), says(&both, "Still needed")), (1, 0));
    // In a pack each day has its own record.
    let days: Vec<String> = each_day(&portfolio).into_iter().map(|record| record.name).collect();
    let title = "Assessment decision and feedback record";
    assert_eq!(days, [format!("{title}, 14/11/2026"), format!("{title}, 20/11/2026")]);
    // Whoever decided signs, and beside a trainee whoever countersigns.
    let [.., Block::Signatures { people }] = both.blocks.as_slice() else { panic!("{:?}", both.blocks) };
    let roles: Vec<&str> = people.iter().map(|person| person.label.as_str()).collect();
    assert_eq!(
        roles,
        ["Candidate", "Trainee assessor", "Countersigning assessor", "Internal verifier (where sampled)"]
    );
    assert_eq!(people[2].value.as_deref(), Some("Cleo Hart"));
}

#[test]
fn the_sampling_record_says_what_is_open_who_closed_and_who_signs() {
    let mut portfolio = portfolio(vec![signed()]);
    let paper = sampling(&portfolio);
    let figures = "1 sample · 4 decisions looked at · 1 action required · 1 agreed · 1 disagreed · 1 without a comment \
                   · 1 action open";
    assert_eq!(paper.summary, figures);
    let says = said(&paper);
    for word in [
        "The action is open.",
        "Closed by Bea King on 21/11/2026: The rota is there now.",
        "S001 is signed in the record with a signing password by Bea King (trainee internal verifier) on 21/11/2026.",
        "S001 is countersigned by Dana Field (internal verifier) on 22/11/2026.",
        "outside this term's sample",
    ] {
        assert!(says.iter().any(|said| said == word), "{word}: {says:?}");
    }
    // Whoever signed in the program is asked for no signature on paper; whose record is open, or no longer holds, is.
    let people = |paper: &Document| match paper.blocks.last() {
        Some(Block::Signatures { people }) => {
            people.iter().map(|person| person.label.clone()).collect::<Vec<_>>()
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(people(&paper), ["Assessor (has seen the comments)"]);
    portfolio.verifier = None;
    let verifier =
        |paper: &Document| paper.facts.iter().find(|fact| fact.label == "Internal verifier").cloned();
    assert_eq!(
        verifier(&sampling(&portfolio)).unwrap().value.as_deref(),
        Some("Bea King"),
        "whoever sampled"
    );
    portfolio.samples[0].signed[0].since = Some("a comment was changed after it was signed".to_owned());
    assert_eq!(
        people(&sampling(&portfolio)),
        ["Internal verifier (S001)", "Assessor (has seen the comments)"]
    );
}

#[test]
fn a_judgement_has_its_sign_also_where_more_stands_in_its_cell() {
    let portfolio = portfolio(vec![signed()]);
    let faces = Faces::load().unwrap();
    let signs = |document: &Document| -> Vec<Sign> {
        let sheets = alone(document, &faces);
        let items = sheets.pages.into_iter().flat_map(|page| page.items);
        items
            .filter_map(|item| if let Shape::Sign { sign, .. } = item.shape { Some(sign) } else { None })
            .collect()
    };
    let record = signs(&sampling(&portfolio));
    assert_eq!(
        record.iter().filter(|sign| **sign == Sign::Met).count(),
        4,
        "one for each decision: {record:?}"
    );
    // An action that is open has the open square, twice; a ring with a cross would say that a criterion is not yet met.
    assert_eq!(record.iter().filter(|sign| **sign == Sign::Gap).count(), 2, "{record:?}");
    assert!(!record.contains(&Sign::NotYet), "{record:?}");
}

#[test]
fn a_heading_stands_on_the_page_of_what_it_heads() {
    let faces = Faces::load().unwrap();
    let mut portfolio = portfolio(vec![trainee()]);
    let lines = |count: usize| {
        let own = (0..count).map(|at| claim_facts(&trainee(), at));
        let last = Qualification { title: Some("Another diploma".to_owned()), ..trainee().qualification };
        own.chain([ClaimFacts { qualification: last, ..claim_facts(&trainee(), 1) }]).collect::<Vec<_>>()
    };
    for count in 1..9 {
        portfolio.claims.lines = lines(count);
        let sheets = alone(&claim(&portfolio.claims), &faces);
        let page = |wanted: &str| {
            let says = |shape: &Shape| matches!(shape, Shape::Text { text, .. } if text.contains(wanted));
            let on = |page: &&Page| page.items.iter().any(|item| item.part.is_some() && says(&item.shape));
            sheets.pages.iter().rposition(|page| on(&page)).unwrap()
        };
        assert_eq!(page("Another diploma"), page("ULN"), "{count} units: the heading stands alone");
    }
}

#[test]
fn no_line_of_the_contents_stands_alone_on_the_last_page_in_front() {
    let faces = Faces::load().unwrap();
    let base = pack(&portfolio(vec![signed()]));
    let part = base.parts.first().cloned().unwrap();
    for count in 12..40 {
        let pack = Pack { cover: base.cover.clone(), parts: vec![part.clone(); count] };
        let sheets = set_pack(&pack, &faces, &Watch::NOBODY).unwrap();
        let behind = sheets.outline.iter().filter(|mark| mark.level == 0).nth(1).unwrap().page;
        let pages = || sheets.links.iter().map(|link| link.area.page).filter(|page| *page < behind);
        let last = pages().max().unwrap();
        assert!(
            last == 0 || pages().filter(|page| *page == last).count() > 1,
            "{count} parts: one line alone"
        );
    }
}

#[test]
fn a_trainees_judgement_says_who_stands_behind_it() {
    let mut portfolio = portfolio(vec![trainee()]);
    portfolio.judged.truncate(2);
    for own in &mut portfolio.judged {
        (own.row.decided_on, own.since) = (Some("2026-11-14".to_owned()), Since::Stands);
        own.by = Some(Judge { name: "Tia Lund".to_owned(), initials: "TL".to_owned(), trainee: true });
    }
    portfolio.judged[1].countersigned_by = vec!["Cleo Hart".to_owned()];
    let paper = decisions(&portfolio, &Days { from: "2026-11-14".to_owned(), to: "2026-11-14".to_owned() });
    let says = said(&paper);
    for word in ["trainee, not yet countersigned", "trainee, countersigned by Cleo Hart"] {
        assert!(says.iter().any(|said| said == word), "{word}: {says:?}");
    }
    let by = paper.facts.iter().find(|fact| fact.label == "Decided by").unwrap();
    assert_eq!(by.value.as_deref(), Some("Tia Lund (TL, trainee)"));
}

#[test]
fn the_claim_sheet_counts_as_ready_only_what_nothing_stands_in_the_way_of() {
    let facts = |at: usize, credit: &str| {
        let mut facts = claim_facts(&trainee(), at);
        facts.unit.credit = Some(credit.to_owned());
        facts
    };
    let mut withdrawn = facts(1, "9");
    withdrawn.withdrawn = true;
    let lines = vec![facts(0, "4"), facts(1, "7"), facts(2, "5"), withdrawn];
    let mut claims = claims_of(&trainee(), lines);
    let paper = claim(&claims);
    assert_eq!(
        paper.summary,
        "1 of 3 units ready to claim · 1 claimed · 1 certificated · 1 withdrawn, not counted"
    );
    let bands = |paper: &Document| -> Vec<String> {
        let rows = paper.blocks.iter().filter_map(|block| match block {
            Block::Table { rows, .. } => Some(rows),
            _other => None,
        });
        let band = |row: &TableRow| match row {
            TableRow::Band { left, right } => Some(format!("{left}: {right}")),
            TableRow::Cells { .. } => None,
        };
        rows.flatten().filter_map(band).collect()
    };
    assert!(bands(&paper)[0].ends_with(": 7 credits ready"), "{:?}", bands(&paper));
    let says = said(&paper);
    for word in [
        "• the unique learner number is not recorded",
        "C-2026-0009",
        "23/11/2026 by May Poole",
        "batch B-17",
    ] {
        assert!(says.iter().any(|said| said == word), "{word}: {says:?}");
    }

    // Of a batch: a band for each learner, and two learners of one name are two.
    let mut other = facts(0, "3");
    other.learner.uln = Some("9876543210".to_owned());
    // Every figure counts the same units: one that was withdrawn is in none of them.
    let mut left = facts(0, "100");
    left.withdrawn = true;
    claims.lines = vec![facts(0, "4"), left, other];
    claims.of = ClaimsOf::Batch("B-17".to_owned());
    let paper = claim(&claims);
    let figures =
        "Batch B-17: 2 units of 2 candidates, 7 credits · 2 certificated · 1 withdrawn, not counted";
    assert_eq!(paper.summary, figures);
    assert_eq!(paper.facts[1], Fact::new("Units", "2"));
    assert!(bands(&paper)[0].ends_with(": 4 credits"), "{:?}", bands(&paper));
    assert_eq!(bands(&paper).len(), 2);
    assert_eq!(paper.facts[0], Fact::new("Batch reference", "B-17"));
    assert_eq!(paper.facts[2], Fact::new("Candidates", "2"));
    // Where not every board on the sheet says candidate, neither does the sheet.
    claims.lines[0].learner.word = LearnerWord::Learner;
    let paper = claim(&claims);
    assert!(paper.summary.starts_with("Batch B-17: 2 units of 2 learners, 7 credits"), "{}", paper.summary);
    assert_eq!(paper.facts[2], Fact::new("Learners", "2"));
    claims.lines.clear();
    claims.of = ClaimsOf::Open;
    assert!(said(&claim(&claims)).contains(&"No unit is signed off that is not claimed already.".to_owned()));
}

#[test]
fn a_paper_that_is_stopped_is_not_made() {
    let record = Record::Pack(Box::new(pack(&portfolio(vec![signed(), draft()]))));
    let told = std::cell::RefCell::new(Vec::new());
    let watch = |share: u8| {
        told.borrow_mut().push(share);
        true
    };
    print(&record, &Watch::new(&watch)).unwrap();
    let told = told.into_inner();
    assert!(told.is_sorted() && told.len() > 10, "{told:?}");
    for end in [0, 10, 45, 70, 95] {
        let stops = |share: u8| share < end;
        assert!(matches!(print(&record, &Watch::new(&stops)), Err(PaperError::Stopped)), "{end}");
    }
}

/// For looking and for judges: `PORTFOLIO_PAPERS` names a folder that takes every kind of paper.
#[test]
fn other_papers_can_be_looked_at() {
    let Some(folder) = std::env::var_os("PORTFOLIO_PAPERS").map(std::path::PathBuf::from) else { return };
    let mut logo = portfolio(vec![signed(), draft()]);
    logo.centre.logo = Some(super::super::logo_tests::logo(false));
    logo.claims.centre.logo = logo.centre.logo.clone();
    let signed_then = super::super::logo_tests::under_a_logo(signed(), true);
    logo.units[0] = signed_then;
    for (name, portfolio) in all().into_iter().chain([("logo", logo)]) {
        // Of the large one the papers that go on over many pages: a judge takes seconds a page.
        let judged = |kind: &str| name != "large" || kind.ends_with("grid") || kind.ends_with("claim");
        for (kind, record) in records(&portfolio).into_iter().filter(|(kind, _)| judged(kind)) {
            let bytes = print(&record, &Watch::NOBODY).unwrap().bytes;
            crate::disk::write_whole(&folder.join(format!("{name}-{kind}.pdf")), &bytes).unwrap();
        }
    }
}
