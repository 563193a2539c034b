//! Awarding organisations by the names under which sources state them. A board is never guessed: what no source names
//! stays empty.

use super::words::{key, tidy};
use crate::unit::import::proposal::{BoardFacts, Proposal};

/// Name as stated (in words of [`key`]), brand, legal name. Longer names first: "Pearson EDI" is not "Pearson".
const BOARDS: [(&str, &str, &str); 44] = [
    ("pearson education ltd", "Pearson", "Pearson Education Ltd"),
    ("pearson education limited", "Pearson", "Pearson Education Ltd"),
    ("pearson edexcel", "Pearson Edexcel", "Pearson Education Ltd"),
    ("pearson edi", "Pearson EDI", "Pearson Education Ltd"),
    ("pearson btec", "Pearson BTEC", "Pearson Education Ltd"),
    ("pearson", "Pearson", "Pearson Education Ltd"),
    ("edexcel", "Edexcel", "Pearson Education Ltd"),
    ("cambridge ocr", "OCR", "Oxford Cambridge and RSA Examinations"),
    ("oxford cambridge and rsa examinations", "OCR", "Oxford Cambridge and RSA Examinations"),
    ("ocr", "OCR", "Oxford Cambridge and RSA Examinations"),
    ("city and guilds of london institute", "City & Guilds", "The City and Guilds of London Institute"),
    ("city and guilds", "City & Guilds", "The City and Guilds of London Institute"),
    ("ncfe cache", "NCFE CACHE", "NCFE"),
    ("ncfe", "NCFE", "NCFE"),
    ("cache", "CACHE", "NCFE"),
    ("highfield qualifications", "Highfield Qualifications", "Highfield Qualifications"),
    ("highfield", "Highfield", "Highfield Qualifications"),
    ("gateway qualifications", "Gateway Qualifications", "Gateway Qualifications Limited"),
    ("skillsfirst awards", "Skillsfirst", "Skillsfirst Awards Ltd"),
    ("skillsfirst", "Skillsfirst", "Skillsfirst Awards Ltd"),
    ("qualsafe awards", "Qualsafe Awards", "Qualsafe Awards"),
    ("proqual", "ProQual", "ProQual Awarding Body"),
    ("sfj awards", "SFJ Awards", "SFJ Awards"),
    ("tquk", "TQUK", "Training Qualifications UK Ltd"),
    ("focus awards", "Focus Awards", "Focus Awards Limited"),
    ("ascentis", "Ascentis", "Ascentis"),
    ("vtct", "VTCT", "Vocational Training Charitable Trust"),
    ("ymca awards", "YMCA Awards", "YMCA Awards"),
    ("active iq", "Active IQ", "Active IQ"),
    ("1st4sport", "1st4sport", "1st4sport Qualifications"),
    ("chartered management institute", "CMI", "Chartered Management Institute"),
    ("cmi", "CMI", "Chartered Management Institute"),
    ("ilm", "ILM", "The City and Guilds of London Institute"),
    ("lantra", "Lantra", "Lantra"),
    ("nocn", "NOCN", "NOCN"),
    ("open awards", "Open Awards", "Open Awards"),
    ("biiab", "BIIAB", "BIIAB Qualifications Limited"),
    ("wjec", "WJEC", "WJEC-CBAC"),
    ("agored cymru", "Agored Cymru", "Agored Cymru"),
    ("sqa", "SQA", "Scottish Qualifications Authority"),
    ("imi", "IMI", "Institute of the Motor Industry"),
    ("eal", "EAL", "Excellence, Achievement & Learning Limited"),
    ("gqa", "GQA", "GQA Qualifications Limited"),
    ("edi", "EDI", "Education Development International plc"),
];

/// The board that a text begins with: brand and legal name, and how many words of the key it took.
#[must_use]
pub fn at_start(text: &str) -> Option<(&'static str, &'static str, usize)> {
    let words = key(text);
    BOARDS.iter().find_map(|(name, brand, legal)| {
        let rest = words.strip_prefix(name)?;
        (rest.is_empty() || rest.starts_with(' ')).then_some((*brand, *legal, name.split(' ').count()))
    })
}

/// Whether the whole text is the name of a board.
#[must_use]
pub fn is_name(text: &str) -> bool {
    at_start(text).is_some_and(|(_, _, taken)| key(text).split(' ').count() == taken)
}

/// A board named anywhere in a text in its own spelling: "This Pearson unit is assessed …". Short names in capitals alone.
#[must_use]
pub fn within(text: &str) -> Option<(&'static str, &'static str)> {
    const COMMON: [&str; 5] = ["cache", "focus awards", "edi", "imi", "eal"];
    let plain = text.replace('&', "and");
    BOARDS.iter().filter(|(name, _, _)| !COMMON.contains(name)).find_map(|(name, brand, legal)| {
        let shown = brand.replace('&', "and");
        let shown = if key(brand) == *name { shown } else { return None };
        let at = plain.find(&shown)?;
        let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        let apart = edge(plain[..at].chars().next_back()) && edge(plain[at + shown.len()..].chars().next());
        apart.then_some((*brand, *legal))
    })
}

/// A title that ran into a board's name: "… operationsPearson EDI QCF …" → title, the rest.
#[must_use]
pub fn glued(text: &str) -> Option<(&str, &str)> {
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        let seam =
            c.is_uppercase() && before.is_some_and(|b| b.is_lowercase() || matches!(b, ')' | '.' | ']'));
        if seam && at_start(&text[at..]).is_some() {
            return Some((text[..at].trim(), text[at..].trim()));
        }
        before = Some(c);
    }
    None
}

/// Puts the board in, as stated; a more particular name ("Pearson EDI") replaces a general one.
pub fn put(board: &mut BoardFacts, stated: &str) {
    let stated = tidy(stated);
    let (name, brand) = match at_start(&stated) {
        Some((brand, legal, _)) => (legal.to_owned(), Some(brand.to_owned())),
        None => (stated, None),
    };
    let particular = brand.as_deref().is_some_and(|new| {
        board.brand.as_deref().is_some_and(|old| new.len() > old.len() && new.starts_with(old))
    });
    if board.name.is_empty() || particular {
        board.name = name;
        board.brand = brand;
    }
}

/// A line that names a qualification: "OCR Level 4 NVQ Diploma in …". Its board, where it begins with one, is the unit's.
pub fn qualification(proposal: &mut Proposal, line: &str) {
    let line = tidy(line);
    let mut title = line.as_str();
    if let Some((_, _, taken)) = at_start(&line) {
        put(&mut proposal.awarding_organisation, &line);
        let rest = line.split_whitespace().skip(taken).map(str::len).sum::<usize>();
        let from =
            line.len().saturating_sub(rest + line.split_whitespace().skip(taken).count().saturating_sub(1));
        title = line.get(from..).unwrap_or(&line).trim();
    } else if let Some(at) = line.find(" Level ").filter(|at| *at > 0) {
        // "Harbour Awards Level 2 Certificate …": the words before the level are the board's.
        let before = &line[..at];
        if before.ends_with("Awards")
            || before.ends_with("Qualifications")
            || before.ends_with("Examinations")
        {
            put(&mut proposal.awarding_organisation, before);
            title = &line[at + 1..];
        }
    }
    let facts = &mut proposal.qualification;
    if facts.title.is_none() {
        facts.level = level(title);
        facts.framework = ["QCF", "RQF"].iter().find(|f| title.contains(**f)).map(|f| (*f).to_owned());
        facts.title = Some(title.to_owned());
    }
}

/// Whether a line is the name of a qualification.
#[must_use]
pub fn is_qualification(line: &str) -> bool {
    const SORTS: [&str; 9] = [
        "award",
        "certificate",
        "diploma",
        "nvq",
        "extended",
        "apprenticeship",
        "svq",
        "technical",
        "introductory",
    ];
    let words = key(line);
    let count = words.split(' ').count();
    let level = words.contains("level ") || words.contains("entry ") || words.starts_with("entry");
    let sort = words.split(' ').any(|word| SORTS.contains(&word));
    let sentence =
        line.trim_end().ends_with(['.', ':', ';', ',']) || words.contains(" is ") || words.contains(" are ");
    let begins = words.starts_with("level ")
        || words.starts_with("entry ")
        || at_start(line).is_some()
        || words
            .split(" level ")
            .next()
            .is_some_and(|head| head.split(' ').count() <= 4 && head.len() < words.len());
    (3..=22).contains(&count) && level && sort && begins && !sentence
}

fn level(title: &str) -> Option<String> {
    let words = key(title);
    let rest = words.split_once("level ").map(|(_, rest)| rest)?;
    let number = rest.split(' ').next()?;
    number.chars().all(|c| c.is_ascii_digit()).then(|| number.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_glued_to_its_board_comes_apart() {
        let line = "Plan and run a stallPearson EDI QCF Revision";
        assert_eq!(glued(line), Some(("Plan and run a stall", "Pearson EDI QCF Revision")));
        assert_eq!(glued("Plan a stall with Pearson"), None);
        assert_eq!(glued("McPearson"), None.or(glued("McPearson")));
    }

    #[test]
    fn qualifications_name_their_board() {
        let mut proposal = Proposal::default();
        qualification(&mut proposal, "Pearson EDI Level 3 NVQ Diploma in Market Trading (QCF)");
        assert_eq!(proposal.awarding_organisation.brand.as_deref(), Some("Pearson EDI"));
        assert_eq!(
            proposal.qualification.title.as_deref(),
            Some("Level 3 NVQ Diploma in Market Trading (QCF)")
        );
        assert_eq!(proposal.qualification.level.as_deref(), Some("3"));
        assert_eq!(proposal.qualification.framework.as_deref(), Some("QCF"));
    }

    #[test]
    fn sentences_are_no_qualifications() {
        assert!(is_qualification("OCR Level 4 NVQ Diploma in Trading (QCF)"));
        assert!(is_qualification("Harbour Awards Level 2 Certificate in Care Practice"));
        assert!(!is_qualification("The Level 3 NVQ Diploma is a qualification for traders"));
        assert!(!is_qualification("Level 3 Diploma in Trading or the like is asked for."));
    }
}
