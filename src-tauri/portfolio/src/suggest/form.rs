//! What a criterion's verb asks for, and what kind of document answers it: telling is answered by accounts and discussions, doing
//! by products and by people who saw it. Refuses to know words other than the verbs.

use crate::evidence::method::Method;

/// What the verb of a criterion asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Explain, describe, compare, reflect.
    Tell,
    /// Produce, carry out, lead.
    Do,
}

/// What kind of document a piece of evidence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// Something made at work.
    Made,
    /// What somebody else saw.
    Seen,
    /// What the learner tells.
    Told,
    /// Not known.
    Unknown,
}

impl Form {
    /// Of evidence of a method.
    #[must_use]
    pub const fn of(method: Option<Method>) -> Self {
        match method {
            Some(Method::Wp) => Self::Made,
            Some(Method::O | Method::Wt | Method::Ew | Method::S) => Self::Seen,
            Some(Method::Pd | Method::Q | Method::Ra | Method::Cs) => Self::Told,
            Some(Method::Rpl) | None => Self::Unknown,
        }
    }
}

/// Verbs that are answered by telling.
const TELLING: [&str; 18] = [
    "explain",
    "describe",
    "summarise",
    "summarize",
    "compare",
    "contrast",
    "outline",
    "state",
    "discuss",
    "define",
    "understand",
    "know",
    "list",
    "justify",
    "weigh",
    "examine",
    "reflect",
    "name",
];

impl Asked {
    /// By the first word of a criterion.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut words = text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty());
        let first = words.next().unwrap_or_default();
        if TELLING.iter().any(|verb| verb.eq_ignore_ascii_case(first)) { Self::Tell } else { Self::Do }
    }
}

/// What a score is multiplied by.
#[must_use]
pub const fn fit(asked: Asked, form: Form) -> f32 {
    match (asked, form) {
        (Asked::Tell | Asked::Do, Form::Unknown) => 1.0,
        (Asked::Tell, Form::Told) => 1.23,
        (Asked::Tell, Form::Made) => 0.78,
        (Asked::Tell, Form::Seen) => 0.65,
        (Asked::Do, Form::Told) => 0.93,
        (Asked::Do, Form::Made | Form::Seen) => 1.08,
    }
}
