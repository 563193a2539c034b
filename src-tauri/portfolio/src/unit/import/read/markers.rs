//! Numbers of lists as a word processor or a browser shows them. Refuses to know lists.

/// By the letter that says the kind: `1`, `a`, `A`, `i`, `I`.
#[must_use]
pub fn by_letter(kind: &str, number: u32) -> String {
    match kind {
        "a" => letters(number),
        "A" => letters(number).to_uppercase(),
        "i" => roman(number),
        "I" => roman(number).to_uppercase(),
        _decimal => number.to_string(),
    }
}

/// By the name that a Word document gives the kind.
#[must_use]
pub fn by_word_name(kind: &str, number: u32) -> String {
    match kind {
        "lowerLetter" => repeated_letter(number),
        "upperLetter" => repeated_letter(number).to_uppercase(),
        "lowerRoman" => roman(number),
        "upperRoman" => roman(number).to_uppercase(),
        "decimalZero" => format!("{number:02}"),
        "none" => String::new(),
        _decimal => number.to_string(),
    }
}

/// Browsers: a … z, aa, ab.
fn letters(number: u32) -> String {
    let (mut left, mut said) = (number, Vec::new());
    while left > 0 {
        left -= 1;
        said.push(char::from(b'a' + u8::try_from(left % 26).unwrap_or(0)));
        left /= 26;
    }
    said.iter().rev().collect()
}

/// Word: a … z, aa, bb.
fn repeated_letter(number: u32) -> String {
    let Some(from_zero) = number.checked_sub(1) else { return String::new() };
    let letter = char::from(b'a' + u8::try_from(from_zero % 26).unwrap_or(0));
    std::iter::repeat_n(letter, (from_zero as usize / 26 + 1).min(30)).collect()
}

fn roman(number: u32) -> String {
    const VALUES: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if number > 3999 {
        return number.to_string();
    }
    let mut left = number;
    let mut said = String::new();
    for (value, letters) in VALUES {
        while left >= value {
            said.push_str(letters);
            left -= value;
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_as_programs_show_them() {
        for (kind, number, shown) in
            [("a", 3, "c"), ("a", 28, "ab"), ("I", 14, "XIV"), ("1", 7, "7"), ("i", 0, "")]
        {
            assert_eq!(by_letter(kind, number), shown);
        }
        for (kind, number, shown) in
            [("lowerLetter", 28, "bb"), ("decimalZero", 4, "04"), ("none", 4, ""), ("decimal", 12, "12")]
        {
            assert_eq!(by_word_name(kind, number), shown);
        }
    }
}
