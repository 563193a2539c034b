//! Words of a criterion, brought to a stem so that "supervised" meets "supervision". English, by rule of thumb: good
//! enough to compare texts, never shown. Refuses to know what texts are compared.

/// A word as it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// As written, without punctuation.
    pub text: String,
    /// What it is compared by; none for small words and single letters.
    pub stem: Option<String>,
    /// The verb of a command: explain, show, produce.
    pub command: bool,
    /// Punctuation follows.
    pub ends: bool,
}

/// Words that say nothing of the matter.
const SMALL: &str = "a about above after all also an and any are as at be been before being between both but by can could did \
    do does done each either etc every for from further had has have how if in including into is it its itself least made \
    make may more must no nor not of off on one or other others out over own per same shall should so some such than that \
    the their them then there these they this those through to two under until up upon was way were what when where \
    whether which while who whom whose why will with within without would you your";

/// Verbs with which criteria and outcomes begin.
const COMMANDS: &str = "agree analyse apply appraise assess carry collect compare complete conduct consider contribute critically \
    deal define demonstrate describe design determine develop discuss draw ensure establish evaluate examine explain give \
    identify illustrate implement interpret judge justify know list look maintain monitor name obtain outline perform plan \
    prepare present produce propose provide recognise recommend record reflect report review say select set show state \
    summarise support take understand undertake use weigh work write";

/// Words of a text in order.
#[must_use]
pub fn read(text: &str) -> Vec<Word> {
    let part = |c: char| c.is_alphanumeric() || c == '\'' || c == '’' || c == '-';
    let mut words: Vec<Word> = Vec::new();
    let mut first = true;
    for piece in text.split_inclusive(|c: char| !part(c)) {
        let end = piece.chars().next_back().filter(|c| !part(*c));
        let bare = piece.trim_end_matches(|c: char| !part(c)).trim_matches(['\'', '’', '-']);
        if !bare.is_empty() {
            words.push(word(bare, first));
            first = false;
        }
        if end.is_some_and(|c| !c.is_whitespace()) {
            if let Some(last) = words.last_mut() {
                last.ends = true;
            }
            // A sentence, a list item or a clause may begin with a command again.
            first = end.is_some_and(|c| matches!(c, '.' | ';' | ':' | '•' | ','));
        }
    }
    words
}

fn word(text: &str, first: bool) -> Word {
    let lower = text.to_lowercase().replace('’', "'");
    let bare = lower.trim_end_matches("'s").trim_end_matches('\'');
    let is_in = |list: &str| list.split_whitespace().any(|w| w == bare);
    let counts = bare.chars().count() > 1 && !is_in(SMALL);
    // "Plan" is a command where a clause begins with it, and a thing elsewhere.
    let command = first && is_in(COMMANDS);
    Word { text: text.to_owned(), stem: counts.then(|| stem(bare)), command, ends: false }
}

/// Endings, the longest first, with what takes their place.
const ENDINGS: [(&str, &str); 30] = [
    ("isations", "is"),
    ("isation", "is"),
    ("izations", "is"),
    ("ization", "is"),
    ("ational", "at"),
    ("iveness", "iv"),
    ("fulness", "ful"),
    ("ications", "y"),
    ("ication", "y"),
    ("ations", "at"),
    ("ation", "at"),
    ("ments", ""),
    ("ment", ""),
    ("ities", ""),
    ("ance", ""),
    ("ence", ""),
    ("ions", ""),
    ("ings", ""),
    ("ised", "is"),
    ("ies", "y"),
    ("ion", ""),
    ("ity", ""),
    ("ing", ""),
    ("ers", ""),
    ("ed", ""),
    ("er", ""),
    ("es", ""),
    ("ly", ""),
    ("s", ""),
    ("e", ""),
];

/// The stem of a lower-case word. Endings go one after the other while four letters stay.
fn stem(word: &str) -> String {
    let mut stem = word.to_owned();
    for _ in 0..2 {
        let found = ENDINGS.iter().find(|(ending, _)| {
            stem.strip_suffix(ending).is_some_and(|rest| rest.chars().count() >= 4 && !rest.ends_with('s'))
        });
        let Some((ending, instead)) = found else { break };
        stem.truncate(stem.len() - ending.len());
        stem.push_str(instead);
    }
    // "planned" and "planning" meet "plan"; "running" meets "run".
    let mut letters = stem.chars().rev();
    if let (Some(a), Some(b)) = (letters.next(), letters.next())
        && a == b
        && !matches!(a, 'a' | 'e' | 'i' | 'o' | 'u' | 'l' | 's')
    {
        stem.pop();
    }
    stem.strip_suffix('e')
        .or_else(|| stem.strip_suffix('y'))
        .filter(|s| s.len() >= 4)
        .unwrap_or(&stem)
        .to_owned()
}
