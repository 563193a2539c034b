//! The matrix as one web page: nothing is fetched, nothing runs, every cell of the table names its row and column. The
//! accessible alternative to the PDF, and fit to print.

use base64ct::{Base64, Encoding as _};
use sha2::{Digest, Sha256};

use super::head;
use crate::matrix::layout::clean::{line, prose};
use crate::matrix::{
    AnnexLine, Declaration, EvidenceLine, LearningOutcome, Matrix, Outcome, Row, SignatureState, dates, words,
};

const STYLE: &str = include_str!("page.css");

/// The page.
pub fn write(matrix: &Matrix) -> String {
    let title =
        escape(&line(&format!("{}: {}, {}", matrix.form.title, matrix.learner.name, matrix.unit.title)));
    // No script, no font, no picture but the one in the page itself: only this very style sheet.
    let style = Base64::encode_string(&Sha256::digest(STYLE.as_bytes()));
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'sha256-{style}'\"/>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#criteria\">Go to the criteria</a>\n<main>\n"
    );
    page += &front(matrix);
    page += &table(matrix);
    page += &evidence(&matrix.evidence);
    page += &signatures(matrix);
    page += &annex(&matrix.annex);
    page += "</main>\n</body>\n</html>\n";
    page
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            letter => out.push(letter),
        }
    }
    out
}

/// One line of text from outside, on its own in the direction of reading.
fn said(text: &str) -> String {
    format!("<bdi>{}</bdi>", escape(&line(text)))
}

/// Running text; its line breaks stay.
fn running(text: &str) -> String {
    format!("<bdi>{}</bdi>", escape(&prose(text)).replace('\n', "<br/>"))
}

fn front(matrix: &Matrix) -> String {
    let mut out = String::from("<header>\n");
    if let Some(picture) = matrix.centre.logo.as_ref().and_then(|logo| logo.picture.as_ref()) {
        let name =
            escape(&line(&format!("Logo of {}", matrix.centre.name.as_deref().unwrap_or("the centre"))));
        let data = picture.base64();
        out += &format!("<img class=\"logo\" alt=\"{name}\" src=\"data:image/png;base64,{data}\"/>\n");
    }
    out += &format!("<h1>{}</h1>\n", said(&matrix.form.title));
    let word = words::header(matrix);
    if !word.is_empty() {
        out += &format!("<p class=\"alarm\">{word}</p>\n");
    }
    if matrix.indicative {
        out += &format!("<p class=\"alarm\">{}</p>\n", words::notice(matrix));
    }
    out += &format!("<p>{}</p>\n", said(&words::edition(matrix)));
    let notes = words::notes(matrix);
    let notes = if notes.is_empty() { notes } else { format!(" <span class=\"quiet\">{notes}</span>") };
    let status = said(&words::status(matrix));
    out += &format!("<p class=\"large\">{} · {status}{notes}</p>\n<dl>\n", words::counts(matrix));
    for (label, value) in head(matrix) {
        let value = value.map_or_else(
            || format!("<span class=\"quiet\">{}</span>", words::NOT_RECORDED),
            |value| said(&value),
        );
        out += &format!("<div><dt>{label}</dt><dd>{value}</dd></div>\n");
    }
    out + "</dl>\n</header>\n"
}

fn table(matrix: &Matrix) -> String {
    let mut out = String::from(
        "<section aria-labelledby=\"criteria\">\n<h2 id=\"criteria\" tabindex=\"-1\">Criteria and evidence</h2>\n",
    );
    if matrix.outcomes.is_empty() {
        return out + "<p>This unit has no criteria.</p>\n</section>\n";
    }
    out += "<table>\n<caption>Each criterion with its evidence, the place in it, and the decision</caption>\n<thead><tr>";
    for label in
        ["AC", "Assessment criterion", "Evidence, place, method", "Decision", "Decided", "Assessor", "IV"]
    {
        out += &format!("<th scope=\"col\">{label}</th>");
    }
    out += "</tr></thead>\n";
    for outcome in &matrix.outcomes {
        out += &band(outcome);
        for row in &outcome.rows {
            out += &criterion(matrix, row);
        }
        out += "</tbody>\n";
    }
    let key = [words::methods(matrix), words::initials(&matrix.people), words::marks(matrix).join(" · ")];
    let key: Vec<String> = key.iter().filter(|note| !note.is_empty()).map(|note| said(note)).collect();
    out + &format!("</table>\n<p class=\"quiet\">{}</p>\n</section>\n", key.join("<br/>"))
}

fn band(outcome: &LearningOutcome) -> String {
    let code = said(&words::outcome_code(&outcome.code));
    let (text, met) = (said(&outcome.text), words::met_of(outcome));
    format!(
        "<tbody>\n<tr class=\"band\"><th scope=\"rowgroup\" colspan=\"7\">{code} {text} <span>{met} met</span></th></tr>\n"
    )
}

fn criterion(matrix: &Matrix, row: &Row) -> String {
    let mut text = running(&row.text);
    if row.outcome_level {
        text += &format!("<p class=\"aside\">{}</p>", words::OUTCOME_LEVEL);
    }
    if let Some(reason) = row.reason.as_deref().filter(|reason| !reason.trim().is_empty()) {
        text += &format!("<p class=\"aside\">{}</p>", running(reason));
    }
    if let Some(feedback) = words::feedback(row) {
        text += &format!("<p class=\"aside\">{}</p>", running(&feedback));
    }
    if let Some(confirmed) = &row.confirmed {
        text += &format!("<p class=\"aside\">{}</p>", running(&words::confirmation(confirmed)));
    }
    if let Some(again) = words::again(row) {
        text += &format!("<p class=\"alarm\">{}</p>", running(&again));
    }
    let gap = if row.is_gap() { " class=\"gap\"" } else { "" };
    let decided = row.decided_on.as_deref().map(dates::short).unwrap_or_default();
    let later = match (&row.recorded_on, &row.decided_on) {
        (Some(recorded), Some(decided)) if !dates::same_day(recorded, decided) => {
            format!(" <span class=\"quiet\">(recorded {})</span>", said(&dates::short(recorded)))
        }
        (Some(_) | None, _) => String::new(),
    };
    format!(
        "<tr{gap}><th scope=\"row\">{}</th><td>{text}</td><td>{}</td><td class=\"{}\">{}</td><td>{}{later}</td><td>{}</td><td>{}</td></tr>\n",
        said(&words::code(row)),
        links(matrix, row),
        class(row.decision),
        words::outcome(row.decision),
        said(&decided),
        said(row.assessor_initials.as_deref().unwrap_or_default()),
        said(words::iv_mark(matrix, row).unwrap_or_default()),
    )
}

/// Words carry the meaning; the class only adds colour.
const fn class(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Met | Outcome::Rpl | Outcome::CreditTransfer => "met",
        Outcome::PartiallyMet => "partial",
        Outcome::NotYetMet | Outcome::InDispute => "not-yet",
        Outcome::Undecided => "undecided",
    }
}

fn links(matrix: &Matrix, row: &Row) -> String {
    if row.is_gap() {
        return format!("<strong>{}</strong>", words::GAP);
    }
    if row.mappings.is_empty() {
        return "<span class=\"quiet\">no evidence listed</span>".to_owned();
    }
    let mut out = String::from("<ul>");
    for mapping in &row.mappings {
        let at = matrix.evidence.iter().position(|item| item.number == mapping.reference);
        let name = said(&mapping.reference);
        let name =
            at.map_or_else(|| format!("<b>{name}</b>"), |at| format!("<a href=\"#e{at}\"><b>{name}</b></a>"));
        let note =
            mapping.note.as_deref().map(|note| format!(" · <em>{}</em>", said(note))).unwrap_or_default();
        let (title, place, method) =
            (said(&mapping.title), said(words::place(mapping)), said(&mapping.method));
        out += &format!("<li>{name} {title} · {place} · {method}{note}</li>");
    }
    out + "</ul>"
}

fn evidence(items: &[EvidenceLine]) -> String {
    let mut out = String::from("<section>\n<h2>Evidence used in this unit</h2>\n");
    if items.is_empty() {
        return out + "<p>No evidence is used in this unit.</p>\n</section>\n";
    }
    out += "<table>\n<thead><tr>";
    for label in ["Number", "Title", "Type", "Produced", "Added", "Author", "Where kept"] {
        out += &format!("<th scope=\"col\">{label}</th>");
    }
    out += "</tr></thead>\n<tbody>\n";
    let date = |iso: &Option<String>| iso.as_deref().map(dates::short);
    for (at, item) in items.iter().enumerate() {
        out += &format!("<tr id=\"e{at}\"><th scope=\"row\">{}</th>", said(&item.number));
        let cells = [
            Some(item.title.clone()),
            Some(item.kind.clone()),
            date(&item.produced_on),
            date(&item.added_on),
            item.author.clone(),
            item.kept.clone(),
        ];
        for cell in cells {
            let stated = cell.filter(|cell| !cell.trim().is_empty());
            let text = stated.map_or_else(|| words::NOT_RECORDED.to_owned(), |cell| said(&cell));
            out += &format!("<td>{text}</td>");
        }
        out += "</tr>\n";
    }
    out + "</tbody>\n</table>\n</section>\n"
}

fn signatures(matrix: &Matrix) -> String {
    if matrix.declarations.is_empty() {
        return String::new();
    }
    let mut declarations: Vec<&Declaration> = matrix.declarations.iter().collect();
    declarations.sort_by_key(|declaration| declaration.kind);
    let mut out = String::from(
        "<section>\n<h2>Declarations and signatures</h2>\n<p>This page cannot be signed. The signed record is the PDF.</p>\n",
    );
    for declaration in declarations {
        let state = match &declaration.state {
            SignatureState::Open => "not signed".to_owned(),
            SignatureState::Signed { how } => format!("signed: {how}"),
            SignatureState::Ink { received_on, received_by } => {
                format!("signed in ink; scan received {} by {received_by}", dates::short(received_on))
            }
            SignatureState::NotNeeded { why } => format!("no signature needed: {why}"),
        };
        let who = [&declaration.name, &declaration.role, &declaration.initials];
        let who: Vec<&str> =
            who.into_iter().flatten().map(String::as_str).filter(|t| !t.trim().is_empty()).collect();
        let when = declaration.date.as_deref().map(dates::short).unwrap_or_default();
        let facts: Vec<String> = [who.join(", "), when, state]
            .into_iter()
            .filter(|fact| !fact.is_empty())
            .map(|fact| said(&fact))
            .collect();
        let title = declaration.kind.title(matrix.learner.word);
        let text = if declaration.text.trim().is_empty() { "none recorded" } else { &declaration.text };
        out += &format!(
            "<h3>{title}</h3>\n<p>{}</p>\n<p class=\"quiet\">{}</p>\n",
            running(text),
            facts.join(" · ")
        );
    }
    out + "</section>\n"
}

fn annex(files: &[AnnexLine]) -> String {
    if files.is_empty() {
        return String::new();
    }
    let mut out =
        String::from("<section>\n<h2>Annex: file checks</h2>\n<table class=\"small\">\n<thead><tr>");
    for label in ["Number", "File name", "Bytes", "SHA-256"] {
        out += &format!("<th scope=\"col\">{label}</th>");
    }
    out += "</tr></thead>\n<tbody>\n";
    for file in files {
        out += &format!(
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td><code>{}</code></td></tr>\n",
            said(&file.number),
            said(&file.file_name),
            file.size,
            said(&file.sha256)
        );
    }
    out + "</tbody>\n</table>\n</section>\n"
}
