//! Section headings and column headings by their words. Refuses to know what stands below them.

use super::words::{count, key};

/// What a section, or a column, holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// Learning outcomes.
    Outcomes,
    /// Assessment criteria.
    Criteria,
    /// Outcomes with their criteria.
    Both,
    /// Prompts: assessment, exemplar, misconception, skill.
    Guidance(&'static str),
    /// Key terms.
    Terms,
    /// Aim or summary of the unit.
    Aim,
    /// What the board asks of assessment.
    Requirements,
    /// What belongs to no unit text: read on, prior knowledge, questions.
    Aside,
    /// Columns and lines that a person fills in.
    Form,
}

const OUTCOMES: [&str; 14] = [
    "learning outcomes",
    "learning outcome",
    "learning objectives",
    "outcomes",
    "outcome",
    "unit outcomes",
    "performance outcomes",
    "learning aims",
    "learning aim",
    "unit learning outcomes",
    "intended learning outcomes",
    "los",
    "lo",
    "title of outcome",
];
const WILL: [&str; 5] = ["will", "will be able to", "should", "should be able to", "will know how to"];
const CAN: [&str; 6] = ["can", "must be able to", "must", "is able to", "are able to", "has to be able to"];
const CRITERIA: [&str; 23] = [
    "performance statements",
    "knowledge statements",
    "statements",
    "performance statement",
    "knowledge statement",
    "success criteria",
    "assessment criteria",
    "assessment criterion",
    "criteria",
    "criterion",
    "examiner marking points",
    "marking points",
    "performance criteria",
    "grading criteria",
    "assessment and grading criteria",
    "pass",
    "merit",
    "distinction",
    "assessment criteria for pass",
    "acs",
    "ac",
    "pass criteria",
    "unit assessment criteria",
];
const GUIDANCE: [(&str, &[&str]); 4] = [
    (
        "assessment",
        &[
            "assessment guidance",
            "guidance on assessment",
            "guidance",
            "exam tips and revision strategies",
            "exam tips",
            "tips",
            "delivery guidance",
            "guidance for delivery",
            "delivery",
            "guidance notes",
            "unit guidance",
            "notes",
            "note",
            "suggested assessment methods",
            "suggested evidence",
            "evidence guidance",
            "additional information",
            "additional guidance",
            "guidance for tutors",
            "teaching guidance",
            "assessor guidance",
            "assessor notes",
            "further guidance",
            "tutor guidance",
            "delivery and assessment guidance",
            "delivery and assessment",
            "guidance for assessors",
            "guidance on delivery",
            "essential guidance for tutors",
            "assessment notes",
            "guidance for teaching and learning",
            "suggested activities",
            "evidence suggestions",
            "sources of evidence",
            "types of evidence",
            "suggested sources of evidence",
            "unit delivery",
            "assessment methods",
        ],
    ),
    (
        "exemplar",
        &[
            "exemplification",
            "amplification",
            "indicative content",
            "unit content",
            "content",
            "range",
            "unit range",
            "knowledge understanding and skills",
            "knowledge",
            "knowledge and understanding",
            "scope",
            "scope range",
            "examples",
            "depth",
            "unit amplification",
            "key concepts",
            "key concepts and core principles",
            "taught content",
            "teaching content",
            "unit amplification ac",
            "coverage",
            "what needs to be learnt",
            "additional content",
        ],
    ),
    (
        "misconception",
        &[
            "common mistakes",
            "common misconceptions",
            "common misconceptions and mistakes to avoid",
            "common errors",
        ],
    ),
    ("skill", &["key skills", "skills", "transferable skills", "functional skills", "employability skills"]),
];
const TERMS: [&str; 6] =
    ["key terms", "key terminology", "glossary", "definitions", "key words", "terminology"];
const AIM: [&str; 19] = [
    "unit aim",
    "unit aims",
    "aim",
    "aims",
    "unit summary",
    "summary",
    "purpose",
    "unit purpose",
    "unit purpose and aim",
    "unit purpose and aims",
    "purpose of the unit",
    "aim of the unit",
    "topic synopsis",
    "synopsis",
    "unit overview",
    "about this unit",
    "what is this unit about",
    "unit introduction",
    "unit description",
];
const REQUIREMENTS: [&str; 15] = [
    "assessment task",
    "assessment tasks",
    "assessment method",
    "assessment requirements",
    "assessment",
    "evidence requirements",
    "assessment strategy",
    "assessment requirement",
    "unit assessment requirements",
    "assessment requirements evidence requirements",
    "how the unit is assessed",
    "assessment and evidence requirements",
    "unit assessment guidance requirements",
    "assessment principles",
    "assessment requirements or guidance specified by a sector or regulatory body",
];
const ASIDE: [&str; 16] = [
    "topic overview",
    "frequently asked questions",
    "before you start",
    "ready to learn",
    "resources",
    "further reading",
    "recommended reading",
    "learning resources",
    "contents",
    "table of contents",
    "overview",
    "related units",
    "progression",
    "links to other units",
    "entry requirements",
    "websites",
];
const FORM: [&str; 50] = [
    "remarks",
    "comments",
    "comment",
    "feedback",
    "assessor feedback",
    "assessor comments",
    "obs",
    "observation",
    "observed",
    "witness",
    "witness statement",
    "question",
    "questions",
    "oral",
    "written",
    "product",
    "not met",
    "y n",
    "tick",
    "competent",
    "date met",
    "verified",
    "sampled",
    "evidence",
    "evidence type",
    "evidence types",
    "portfolio reference",
    "portfolio ref",
    "portfolio page",
    "date",
    "initials",
    "assessor initials",
    "assessor initials and date",
    "page",
    "page no",
    "page number",
    "signature",
    "signed",
    "evidence ref",
    "evidence reference",
    "evidence reference number",
    "assessor",
    "iv",
    "iqa",
    "learner",
    "achieved",
    "date achieved",
    "met",
    "location",
    "evidence no",
];

/// The section that a heading opens, `None` where the words open none.
#[must_use]
pub fn heading(text: &str) -> Option<Section> {
    if text.len() > 160 || count(text) > 14 {
        return None;
    }
    let words = key(text);
    let words = words.trim_end_matches(" continued").trim_end_matches(" cont");
    // "Assessment criteria 3": a page that counts what stands below.
    let words = words
        .rsplit_once(' ')
        .filter(|(head, count)| {
            count.len() <= 2
                && count.chars().all(|c| c.is_ascii_digit())
                && ["outcomes", "criteria", "objectives"].iter().any(|plural| head.ends_with(plural))
        })
        .map_or(words, |(head, _)| head);
    whole(words).or_else(|| of_outcome(words)).or_else(|| stem(words)).or_else(|| mixed(words))
}

/// "Assessment criteria for learning outcome 2": the code of the outcome whose criteria follow.
#[must_use]
pub fn criteria_of(text: &str) -> Option<String> {
    if text.len() > 100 || count(text) > 10 {
        return None;
    }
    let words = key(text);
    let (head, code) = words.rsplit_once(' ')?;
    let code = code.strip_prefix("lo").unwrap_or(code);
    let named =
        head.ends_with("outcome") || head.ends_with(" lo") || words.len() > head.len() + 1 + code.len();
    let coded = (1..=2).contains(&code.len()) && code.chars().all(|c| c.is_ascii_digit());
    (named && coded && head.contains("criteri")).then(|| code.to_owned())
}

/// "Assessment guidance for LO1": what is said of one outcome.
fn of_outcome(words: &str) -> Option<Section> {
    let (head, tail) = words.rsplit_once(" for ")?;
    let code = tail.rsplit(' ').next().unwrap_or_default().trim_start_matches("lo");
    let named = ["lo", "outcome ", "learning outcome ", "lo "].iter().any(|name| tail.starts_with(name));
    let coded = code.len() <= 2 && code.chars().all(|c| c.is_ascii_digit()) && !code.is_empty();
    let section = whole(head).filter(|_| named && coded)?;
    matches!(section, Section::Guidance(_) | Section::Requirements).then_some(section)
}

/// "Delivery advice", "tutor note", "hints for assessors": who is told, and what kind of words they are.
fn advice(words: &str) -> bool {
    const WHO: [&str; 14] = [
        "delivery",
        "assessment",
        "assessor",
        "assessors",
        "tutor",
        "tutors",
        "teaching",
        "teacher",
        "trainer",
        "centre",
        "evidence",
        "marking",
        "learning",
        "planning",
    ];
    const WHAT: [&str; 14] = [
        "advice",
        "guidance",
        "note",
        "notes",
        "tip",
        "tips",
        "hint",
        "hints",
        "suggestion",
        "suggestions",
        "ideas",
        "information",
        "commentary",
        "reminder",
    ];
    let words: Vec<&str> =
        words.split(' ').filter(|word| !matches!(*word, "for" | "on" | "the" | "to")).collect();
    match words.as_slice() {
        [one] => WHAT.contains(one) && !matches!(*one, "information"),
        [first, second] => {
            WHO.contains(first) && WHAT.contains(second) || WHAT.contains(first) && WHO.contains(second)
        }
        _other => false,
    }
}

fn whole(words: &str) -> Option<Section> {
    let is = |list: &[&str]| list.contains(&words);
    if is(&OUTCOMES) {
        return Some(Section::Outcomes);
    }
    if is(&CRITERIA) {
        return Some(Section::Criteria);
    }
    if let Some((kind, _)) = GUIDANCE.iter().find(|(_, list)| list.contains(&words)) {
        return Some(Section::Guidance(kind));
    }
    if advice(words) {
        return Some(Section::Guidance("assessment"));
    }
    let rest: [(&[&str], Section); 4] = [
        (&TERMS, Section::Terms),
        (&AIM, Section::Aim),
        (&REQUIREMENTS, Section::Requirements),
        (&ASIDE, Section::Aside),
    ];
    rest.iter().find(|(list, _)| is(list)).map(|(_, section)| *section)
}

/// Stems of what is to be known: below an outcome its criteria, elsewhere outcomes.
const KNOWS: [&str; 12] = [
    "will know",
    "will understand",
    "will know and understand",
    "must know",
    "must understand",
    "must know and understand",
    "should know",
    "needs to know",
    "need to know",
    "knows",
    "knows and understands",
    "needs to know and understand",
];

/// Whether a heading is a stem such as "The candidate will know" or "The learner will be able to": what stands below it
/// depends on what stands above it.
#[must_use]
pub fn is_stem(text: &str) -> bool {
    let words = key(text);
    WILL.iter().chain(&KNOWS).any(|end| words.ends_with(&format!(" {end}"))) && stem(&words).is_some()
}

/// "The teacher can", "the trainee will be able to": whoever it is that learns a trade.
fn whoever(words: &str) -> Option<(&str, &str)> {
    let who = words.strip_prefix("the ")?;
    let at = who.find([' '])?;
    let person = &who[..at];
    let one =
        ["er", "or", "ee", "ist", "ice", "ant", "ent", "man", "hand", "mate", "pupil", "child", "person"]
            .iter()
            .any(|end| person.ends_with(end));
    one.then(|| ("", &who[at + 1..]))
}

/// "The learner will", "On completion of this unit learners will be able to", "The candidate can".
fn stem(words: &str) -> Option<Section> {
    if let Some((_, after)) = whoever(words)
        && (CAN.contains(&after) || WILL.contains(&after) || KNOWS.contains(&after))
    {
        return Some(if CAN.contains(&after) { Section::Criteria } else { Section::Outcomes });
    }
    let at = [
        "the learner ",
        "learners ",
        "the learners ",
        "learner ",
        "the candidate ",
        "candidates ",
        "the student ",
        "students ",
        "trainees ",
        "apprentices ",
        "a learner ",
        "a candidate ",
        "you ",
        "i ",
    ]
    .iter()
    .filter_map(|who| {
        let at = words.rfind(who)?;
        (at == 0 || words[..at].ends_with(' ')).then_some(at + who.len())
    })
    .max()?;
    let (before, after) = (words[..at].trim(), words[at..].trim());
    let lead = before.split(' ').count() <= 2
        || ["on ", "by ", "in ", "upon ", "after ", "when ", "to ", "learning ", "assessment ", "the "]
            .iter()
            .any(|start| before.starts_with(start));
    if !lead {
        return None;
    }
    if WILL.contains(&after) || KNOWS.contains(&after) {
        return Some(if before.contains("criteri") { Section::Criteria } else { Section::Outcomes });
    }
    CAN.contains(&after).then_some(Section::Criteria)
}

/// Longer headings: "Learning outcomes and assessment criteria", "Assessment criteria (what learners must show)".
fn mixed(words: &str) -> Option<Section> {
    let outcomes = words.contains("outcome") || words.contains("learning aim");
    let criteria = words.contains("criteri");
    let short = words.split(' ').count() <= 8;
    let begins = |starts: &[&str]| starts.iter().any(|start| words.starts_with(start));
    match (outcomes, criteria) {
        (true, true) => Some(Section::Both),
        (true, false)
            if short
                && begins(&[
                    "learning outcomes",
                    "unit learning outcomes",
                    "the learning outcomes",
                    "summary of learning outcomes",
                    "summary of outcomes",
                    "summary of the learning outcomes",
                    "list of learning outcomes",
                    "overview of learning outcomes",
                ]) =>
        {
            Some(Section::Outcomes)
        }
        (false, true) if short && begins(&["assessment criteria", "the assessment criteria"]) => {
            Some(Section::Criteria)
        }
        _other
            if short
                && begins(&[
                    "guidance ",
                    "indicative content",
                    "delivery guidance",
                    "common mi",
                    "exam tips",
                ]) =>
        {
            Some(Section::Guidance("assessment"))
        }
        _other if short && begins(&["evidence requirements", "assessment requirements"]) => {
            Some(Section::Requirements)
        }
        _other => None,
    }
}

/// What a column of a table holds, by its heading.
#[must_use]
pub fn column(text: &str) -> Option<Section> {
    let words = key(text);
    if words.is_empty() || words.len() > 200 {
        return None;
    }
    if FORM.contains(&words.as_str()) {
        return Some(Section::Form);
    }
    if let Some(section) = heading(text) {
        return Some(section);
    }
    let has = |part: &str| words.contains(part);
    if words.split(' ').count() > 12 {
        return None;
    }
    if has("exemplif") || has("amplification") || has("indicative content") || words.starts_with("knowledge")
    {
        return Some(Section::Guidance("exemplar"));
    }
    if ["portfolio", "evidence", "assessor", "signature", "initial", "date ", "page "].iter().any(|w| has(w))
    {
        return Some(Section::Form);
    }
    if has("learner will") || words.starts_with("learning outcome") || words.starts_with("outcome") {
        return Some(Section::Outcomes);
    }
    (has("learner can") || words.starts_with("assessment criteri")).then_some(Section::Criteria)
}

/// Headings that only name pieces of evidence, visits or kinds of assessment: "E1", "Visit 2", "WT", "✓".
#[must_use]
pub fn is_tick_column(text: &str) -> bool {
    let words = key(text);
    let last = words.rsplit(' ').next().unwrap_or_default();
    let number = !last.is_empty() && last.len() <= 2 && last.chars().all(|c| c.is_ascii_digit());
    words.len() <= 3 || number && count(text) <= 2 && words.len() <= 14
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_by_their_words() {
        for (text, want) in [
            ("Learning Outcomes", Some(Section::Outcomes)),
            ("Learning outcomes – The learner will:", Some(Section::Outcomes)),
            ("The Learner can:", Some(Section::Criteria)),
            ("On completion of this unit the learner will be able to:", Some(Section::Outcomes)),
            ("Learning outcomes and assessment criteria", Some(Section::Both)),
            ("Assessment criteria: the learner can", Some(Section::Criteria)),
            ("Examiner Marking Points", Some(Section::Criteria)),
            ("Common Misconceptions & Mistakes to Avoid", Some(Section::Guidance("misconception"))),
            ("Unit summary", Some(Section::Aim)),
            ("The teacher can", Some(Section::Criteria)),
            ("The apprentice will be able to:", Some(Section::Outcomes)),
            ("The candidate will know", Some(Section::Outcomes)),
            ("Delivery advice", Some(Section::Guidance("assessment"))),
            ("Note to assessors", Some(Section::Guidance("assessment"))),
            ("Candidates must show two plans", None),
            ("Understand the role of stock", None),
            ("Explain the learning outcomes of a programme to a new starter in the team", None),
            ("", None),
        ] {
            assert_eq!(heading(text), want, "{text}");
        }
    }

    #[test]
    fn columns_are_known_by_their_headings() {
        for (text, want) in [
            ("Evidence type", Some(Section::Form)),
            ("Date", Some(Section::Form)),
            ("Learning outcomes\nThe learner will:", Some(Section::Outcomes)),
            ("Assessment criterion - The learner can:", Some(Section::Criteria)),
            ("Knowledge, understanding and skills", Some(Section::Guidance("exemplar"))),
            ("Merit", Some(Section::Criteria)),
            ("Understand stock", None),
        ] {
            assert_eq!(column(text), want, "{text}");
        }
    }
}
