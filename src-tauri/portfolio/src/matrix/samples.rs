//! Example matrices, for tests and for looking at. People, centre and unit texts are invented.

use crate::matrix::*;
use crate::profile::{PaperForm, Profile, Wording};

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

const TEXTS: [&str; 8] = [
    "Explain how the objectives of a customer service operation follow from the aims of the organisation.",
    "Plan the people, equipment and time that the operation needs, and agree the plan with those who \
     depend on it.",
    "Organise the work of the team so that agreed service levels are kept when demand is higher than \
     expected, and say what was done in advance to make that possible.",
    "Supervise the operation directly, with records of coaching, feedback and meetings.",
    "Identify a problem, find its cause, put it right and follow up whether the correction lasted.",
    "Compare results with the indicators that were agreed.",
    "Apply the legislation and the policies that govern the handling of customers' personal data, \
     complaints and refunds in the learner's own workplace.",
    "Recommend improvements, with reasons, to the person who decides about them.",
];

const ITEMS: [(&str, &str, &str, &str); 12] = [
    ("E001", "Service plan for the winter season", "p. 2–3", "WP"),
    ("E002", "Rota and cover plan", "sheet Rota!B4:H20", "WP"),
    ("E003", "Observation of the morning briefing", "§ 4–7", "O"),
    ("E004", "Professional discussion, recorded", "12:40–15:05", "PD"),
    ("E005", "Witness statement by the shift manager", "whole item", "WT"),
    ("E006", "E-mail to the team about refunds", "whole item", "WP"),
    ("E007", "Complaint log", "p. 3–4", "WP"),
    ("E008", "Root cause note on late deliveries with figures for the whole quarter", "slide 6", "WP"),
    ("E009", "Reflective account", "¶ 2", "RA"),
    ("E010", "Customer survey, two-page scan", "p. 1", "WP"),
    ("E011", "Photograph of the service board", "upper left", "WP"),
    ("E012", "Answers to oral questions", "Q 3, Q 5", "Q"),
];

fn item(at: usize) -> (String, String, String, String) {
    let (number, title, place, method) = ITEMS[at % ITEMS.len()];
    let number = if at < ITEMS.len() { number.to_owned() } else { format!("E{:03}", at + 1) };
    (number, title.to_owned(), place.to_owned(), method.to_owned())
}

/// A mapping of the item with this index.
pub fn mapping(at: usize) -> MappingLine {
    let (reference, title, place, method) = item(at);
    MappingLine { reference, title, place: Some(place), method, note: None }
}

/// A met row with two mappings.
pub fn row(code: &str, at: usize) -> Row {
    Row {
        code: code.to_owned(),
        code_generated: false,
        place_proposed: false,
        outcome_level: false,
        text: TEXTS[at % TEXTS.len()].to_owned(),
        mappings: vec![mapping(at), mapping(at + 5)],
        decision: Outcome::Met,
        reason: None,
        decided_on: some("2026-11-14"),
        recorded_on: some("2026-11-14T16:20"),
        confirmed: None,
        again: None,
        told: None,
        assessor_initials: some("AO"),
        iv_mark: None,
    }
}

fn evidence(count: usize) -> (Vec<EvidenceLine>, Vec<AnnexLine>) {
    let line = |at: usize| {
        let (number, title, _, _) = item(at);
        EvidenceLine {
            number,
            title,
            kind: ["Work product", "Observation", "Professional discussion"][at % 3].to_owned(),
            produced_on: some("2026-10-05"),
            added_on: some("2026-11-02"),
            author: some(if at % 3 == 1 { "Ada Okoro (assessor)" } else { "Ben Thorne" }),
            kept: some(if at % 7 == 6 { "in situ: service board, ground floor" } else { "portfolio folder" }),
        }
    };
    let file = |at: usize| AnnexLine {
        number: item(at).0,
        file_name: format!("{} {}.{}", item(at).0, item(at).1.to_lowercase(), ["pdf", "docx", "mp4"][at % 3]),
        size: 18_204 + 977_431 * at as u64,
        sha256: (0..32).map(|byte| format!("{:02x}", (at * 37 + byte * 71 + 11) % 256)).collect(),
    };
    ((0..count).map(line).collect(), (0..count).map(file).collect())
}

/// As the program makes them: initials and date stand where somebody has signed.
fn declaration(kind: DeclarationKind, name: Option<&str>, role: &str, state: SignatureState) -> Declaration {
    let signed = name.filter(|_| state != SignatureState::Open);
    let initials = signed.map(crate::person::initials_of);
    let date = (state != SignatureState::Open).then(|| "2026-11-21".to_owned());
    let text =
        PaperForm::of(&Wording::shipped(Profile::Generic), Whose::ThirdParty, None).text(kind).to_owned();
    Declaration { kind, text, name: name.map(str::to_owned), role: some(role), initials, date, state }
}

fn declarations(signed: bool) -> Vec<Declaration> {
    let seal = || match signed {
        true => SignatureState::Signed { how: "signed in the record with a signing password".to_owned() },
        false => SignatureState::Open,
    };
    let mut feedback = declaration(DeclarationKind::Feedback, Some("Ada Okoro"), "Assessor", seal());
    feedback.state = SignatureState::Open;
    if signed {
        feedback.text =
            "Ben planned and led the winter operation with care; the root cause note is thorough. Next \
                         time, agree the indicators with the warehouse before the season starts."
                .to_owned();
    } else {
        (feedback.name, feedback.role) = (None, None);
    }
    let route = SignatureState::Signed {
        how: "declared for the whole portfolio by a signed declaration; recorded by Ada Okoro".to_owned(),
    };
    vec![
        declaration(DeclarationKind::Assessor, Some("Ada Okoro"), "Assessor", seal()),
        declaration(
            DeclarationKind::Learner,
            Some("Ben Thorne"),
            "Learner",
            if signed { route } else { SignatureState::Open },
        ),
        feedback,
        declaration(DeclarationKind::Verifier, None, "Internal verifier", SignatureState::Open),
        declaration(
            DeclarationKind::ExternalQualityAssurer,
            None,
            "External quality assurer",
            SignatureState::Open,
        ),
    ]
}

fn learner() -> Learner {
    Learner {
        word: LearnerWord::Learner,
        name: "Ben Thorne".to_owned(),
        uln: some("1234567890"),
        registration_number: some("AB12345"),
        registration_date: some("2026-09-01"),
    }
}

fn qualification() -> Qualification {
    Qualification {
        awarding_organisation: some("OCR"),
        confirmed: false,
        title: some("Level 4 NVQ Diploma in Business and Administration (QCF)"),
        number: None,
        level: some("4"),
    }
}

fn unit() -> Unit {
    Unit {
        title: "Plan, organise and control customer service operations".to_owned(),
        ao_number: None,
        urn: None,
        level: None,
        credit: None,
        glh: None,
        issue: some("1"),
        source: some("third-party revision page, worded anew; not the awarding organisation's text"),
    }
}

/// A signed unit of four criteria with indicative text.
pub fn signed() -> Matrix {
    let titles = [
        "Plan customer service operations",
        "Organise and supervise customer service operations",
        "Resolve problems in customer service operations",
        "Apply legislation, regulation and policy to customer service operations",
    ];
    let outcomes = titles.iter().enumerate().map(|(at, text)| {
        let number = at + 1;
        let mut row =
            Row { code_generated: true, place_proposed: at == 3, ..row(&format!("{number}.1"), at * 2) };
        if at == 1 {
            row.recorded_on = some("2026-11-15");
            row.reason = some(
                "Supervision seen at both visits; the briefing records show who was coached and on what.",
            );
        }
        LearningOutcome { code: format!("LO{number}"), text: (*text).to_owned(), rows: vec![row] }
    });
    let outcomes: Vec<LearningOutcome> = outcomes.collect();
    let (evidence, annex) = evidence(12);
    Matrix {
        form: Form { title: "Unit coverage matrix".to_owned(), version: "1.0".to_owned() },
        edition: Edition::SignedOriginal { signed_on: "2026-11-21".to_owned() },
        status: Status::Signed { on: "2026-11-21".to_owned() },
        no_longer: None,
        draft: false,
        indicative: true,
        whose: Whose::ThirdParty,
        centre: Centre { name: some("Northgate College"), number: some("12345"), logo: None },
        learner: learner(),
        qualification: qualification(),
        unit: unit(),
        people: People {
            assessor: some("Ada Okoro"),
            standing: Standing::Qualified,
            trainees: Vec::new(),
            initials: vec![Initials {
                initials: "AO".to_owned(),
                name: "Ada Okoro".to_owned(),
                note: String::new(),
            }],
            verifier: some("Bea King"),
            started_on: some("2026-09-12"),
            decided_on: some("2026-11-14"),
        },
        counts: Counts::of(&outcomes),
        outcomes,
        declarations: declarations(true),
        evidence,
        annex,
    }
}

/// The same, opened again after it was signed.
pub fn superseded() -> Matrix {
    let on = "2026-11-21".to_owned();
    let why = "the wrong plan was judged: E001 was another learner's".to_owned();
    Matrix { status: Status::Superseded { on, why }, indicative: false, ..signed() }
}

/// Every kind of decision in the frame of a signed original. A unit is signed with decisions that award it alone; this is what a
/// paper looks like where a history brought others under a signature.
pub fn mixed() -> Matrix {
    let (all, frame) = (draft(), signed());
    let (outcomes, counts, evidence, annex) = (all.outcomes, all.counts, all.evidence, all.annex);
    Matrix { outcomes, counts, evidence, annex, indicative: false, ..frame }
}

/// A draft of eight outcomes and 32 criteria with every kind of decision and some gaps.
pub fn draft() -> Matrix {
    let mut outcomes: Vec<LearningOutcome> = (1..=8)
        .map(|number| LearningOutcome {
            code: format!("LO{number}"),
            text: format!("Understand and manage part {number} of a customer service operation"),
            rows: (1..=4).map(|place| varied(number, place)).collect(),
        })
        .collect();
    outcomes.push(LearningOutcome {
        code: "LO9".to_owned(),
        text: "Reflect on the learner's own part in the operation".to_owned(),
        rows: vec![Row { outcome_level: true, text: String::new(), ..row("9", 3) }],
    });
    let base = signed();
    let (evidence, annex) = evidence(17);
    Matrix {
        edition: Edition::CurrentRecord { printed_at: "2026-11-14T09:30".to_owned(), original: None },
        status: Status::InProgress,
        draft: true,
        indicative: false,
        qualification: Qualification { number: some("601/3388/X"), confirmed: true, ..base.qualification },
        unit: Unit {
            ao_number: some("Unit 32"),
            urn: some("M/506/2898"),
            level: some("4"),
            credit: some("7"),
            glh: some("54"),
            source: some("centre's own text"),
            ..base.unit
        },
        counts: Counts::of(&outcomes),
        outcomes,
        declarations: declarations(false),
        evidence,
        annex,
        ..base
    }
}

fn varied(number: usize, place: usize) -> Row {
    let at = number * 4 + place;
    let mut row = row(&format!("{number}.{place}"), at);
    row.iv_mark = (at.is_multiple_of(3)).then(|| "agreed BK 20/11/2026".to_owned());
    match at % 9 {
        0 => {
            row.decision = Outcome::Undecided;
            row.mappings.clear();
        }
        1 => {
            row.decision = Outcome::PartiallyMet;
            row.reason = some("The plan names people and equipment; the time it needs is still missing.");
        }
        2 => {
            row.decision = Outcome::Undecided;
            row.mappings.push(MappingLine { place: None, ..mapping(at + 2) });
        }
        3 => {
            row.decision = Outcome::NotYetMet;
            row.reason =
                some("One problem is described, its cause is not. Bring the issue log to the next visit.");
            row.mappings.push(MappingLine { note: some("changed since"), ..mapping(at + 1) });
        }
        4 => {
            row.decision = Outcome::Rpl;
            row.reason = some("Judged from the learner's file of 2024.");
        }
        5 => {
            row.decision = Outcome::CreditTransfer;
            row.mappings.clear();
        }
        6 => row.decision = Outcome::InDispute,
        _ => {}
    }
    if row.decision == Outcome::Undecided {
        row.decided_on = None;
        row.assessor_initials = None;
    }
    row
}

/// Many outcomes and items: `rows` criteria, `items` pieces of evidence.
pub fn large(rows: usize, items: usize) -> Matrix {
    let outcomes: Vec<LearningOutcome> = (0..rows.div_ceil(6))
        .map(|outcome| LearningOutcome {
            code: format!("LO{}", outcome + 1),
            text: TEXTS[(outcome + 3) % TEXTS.len()].to_owned(),
            rows: (outcome * 6..rows.min(outcome * 6 + 6)).map(|at| spread(outcome, at, items)).collect(),
        })
        .collect();
    let (evidence, annex) = evidence(items);
    let base = draft();
    let original = OriginalRef { number: "ab12 cd34".to_owned(), signed_on: "2026-11-12".to_owned() };
    Matrix {
        draft: false,
        edition: Edition::CurrentRecord {
            printed_at: "2026-11-22T14:05".to_owned(),
            original: Some(original),
        },
        status: Status::Verified { on: "2026-11-20".to_owned() },
        counts: Counts::of(&outcomes),
        outcomes,
        evidence,
        annex,
        declarations: declarations(true),
        ..base
    }
}

fn spread(outcome: usize, at: usize, items: usize) -> Row {
    let mut row = row(&format!("{}.{}", outcome + 1, at % 6 + 1), at);
    row.mappings = (0..at % 4 + 1).map(|more| mapping((at * 7 + more * 13) % items.max(1))).collect();
    row.iv_mark = at.is_multiple_of(10).then(|| "agreed BK 20/11/2026".to_owned());
    row
}

/// Everything that may arrive and should not.
pub fn hostile() -> Matrix {
    let long = "unbroken".repeat(40);
    let mut matrix = draft();
    matrix.form.title = format!("Unit coverage matrix {}", "of everything ".repeat(20));
    matrix.learner.name = "Ben \u{202E}enrohT\u{202C}\n<script>alert(1)</script> 漢字 😀 د. محمد".to_owned();
    matrix.unit.title = "Plan, organise and control ".repeat(10).chars().take(255).collect();
    matrix.unit.source = Some(long.clone());
    matrix.unit.urn = Some("M/506/2898/and/more/and/more/and/more".to_owned());
    matrix.qualification.awarding_organisation = Some("Żółć & Ærø Ltd ".repeat(8));
    matrix.people.assessor = Some(long.clone());
    matrix.people.decided_on = Some("\u{7}yesterday".to_owned());
    let first = &mut matrix.outcomes[0];
    first.text = format!("{long} {}", first.text.repeat(6));
    first.rows[0].text = format!("{long}\n\nsecond paragraph\u{0}with a null\tand a tab");
    first.rows[0].code = "1.1.1.1.1.1.1.1".to_owned();
    first.rows[1].text = TEXTS.join(" ").repeat(9);
    first.rows[1].reason = Some(long.clone());
    first.rows[2].mappings = (0..70).map(mapping).collect();
    first.rows[2].mappings[0].title = "T".repeat(255);
    first.rows[2].mappings[1].place = Some(long.clone());
    first.rows[2].mappings[2].reference = "E012·AO and a long tail".to_owned();
    first.rows[2].mappings[3].title = "invoice\u{202E}fdp.exe".to_owned();
    first.rows[2].iv_mark = Some(long.clone());
    first.rows[2].assessor_initials = Some("ABCDEFGHIJKL".to_owned());
    matrix.outcomes[1].rows.clear();
    matrix.declarations[2].text = TEXTS.join("\n").repeat(12);
    matrix.declarations[0].name = Some(long.clone());
    matrix.declarations[0].state = SignatureState::Signed { how: long.repeat(3) };
    matrix.evidence[0].title = long.clone();
    matrix.evidence[1].author = Some(" \u{200B} ".to_owned());
    matrix.evidence[2].kept = None;
    matrix.annex[0].file_name = long;
    matrix.annex[1].sha256 = "not a digest".to_owned();
    matrix.annex[2].size = 1 << 53;
    matrix
}

/// A unit decided by a trainee, with both countersignatures, under OCR's word for the learner.
pub fn trainee() -> Matrix {
    let mut matrix = signed();
    matrix.indicative = false;
    matrix.qualification.confirmed = true;
    matrix.learner.word = LearnerWord::Candidate;
    let own = matrix.declarations.iter_mut().filter(|d| d.kind == DeclarationKind::Learner);
    own.for_each(|d| d.role = Some("Candidate".to_owned()));
    matrix.people.standing = Standing::Trainee { countersigned_by: None };
    matrix.people.trainees = vec![TraineeDecided {
        by: "Ada Okoro".to_owned(),
        criteria: "1.1–4.1".to_owned(),
        countersigned: vec![Countersigned { by: "Chris Moss".to_owned(), criteria: "1.1–4.1".to_owned() }],
        open: String::new(),
    }];
    let own = matrix.declarations.iter_mut().filter(|d| d.kind == DeclarationKind::Assessor);
    own.for_each(|d| d.role = Some("Trainee assessor".to_owned()));
    matrix.people.initials.iter_mut().for_each(|own| own.note = "trainee".to_owned());
    let open = || SignatureState::Open;
    let role = "Assessor";
    matrix.declarations.push(declaration(
        DeclarationKind::CountersigningAssessor,
        Some("Chris Moss"),
        role,
        open(),
    ));
    matrix.declarations.push(declaration(
        DeclarationKind::CountersigningVerifier,
        Some("Dana Field"),
        "Internal verifier",
        open(),
    ));
    let scan =
        SignatureState::Ink { received_on: "2026-11-22".to_owned(), received_by: "Ada Okoro".to_owned() };
    matrix.declarations[1].state = scan;
    matrix
}
