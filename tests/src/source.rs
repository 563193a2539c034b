//! Reads Rust source as a test of tests does: what a story says counts, what stands in a comment does not. Knows no syntax beyond
//! comments, strings and letters in quotes.

/// The source without its comments; strings stay as they are, whatever they hold.
pub fn without_comments(source: &str) -> String {
    let mut out = String::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let (len, kept) = piece(rest, first, out.chars().next_back());
        if kept {
            out.push_str(&rest[..len]);
        }
        rest = &rest[len..];
    }
    out
}

/// How long what begins here is, and whether it stays.
fn piece(rest: &str, first: char, before: Option<char>) -> (usize, bool) {
    let within =
        |from: usize, end: &str| rest[from..].find(end).map_or(rest.len(), |at| from + at + end.len());
    let word = before.is_some_and(|c| c.is_alphanumeric() || c == '_');
    match first {
        '/' if rest.starts_with("//") => (rest.find('\n').unwrap_or(rest.len()), false),
        '/' if rest.starts_with("/*") => (within(2, "*/"), false),
        '"' => (string(rest), true),
        'r' if !word && rest[1..].trim_start_matches('#').starts_with('"') => {
            let hashes = rest[1..].chars().take_while(|c| *c == '#').count();
            (within(hashes + 2, &format!("\"{}", "#".repeat(hashes))), true)
        }
        '\'' if rest.starts_with("'\"'") => (3, true),
        '\'' if rest.starts_with("'\\") => (within(3, "'"), true),
        _other => (first.len_utf8(), true),
    }
}

/// To the quotation mark that ends it.
fn string(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '"' if !escaped => return at + 1,
            '\\' => escaped = !escaped,
            _other => escaped = false,
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::without_comments;

    #[test]
    fn only_comments_go() {
        for (source, said) in [
            ("a // \"name\"\nb", "a \nb"),
            ("a /* \"name\" */ b", "a  b"),
            ("say(\"http://x\"); // y", "say(\"http://x\"); "),
            ("say(\"a \\\" // b\"); // y", "say(\"a \\\" // b\"); "),
            ("say(r#\"a \" // b\"#); // y", "say(r#\"a \" // b\"#); "),
            ("let c = '\"'; // y\n\"z\"", "let c = '\"'; \n\"z\""),
            ("let c = '\\''; // y", "let c = '\\''; "),
            ("for<'a> // y", "for<'a> "),
            ("car\"// z\"", "car\"// z\""),
        ] {
            assert_eq!(without_comments(source), said, "{source}");
        }
    }
}
