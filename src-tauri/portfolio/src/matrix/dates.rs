//! How the paper writes a date. It takes ISO text and never asks a clock.
//!
//! In tables 14/11/2026, in prose 14 November 2026. Text that is not an ISO date comes back as it is: a
//! person's word is printed, not repaired.

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// What stands between two desks' words for one fact.
const APART: &str = " / ";

/// "14/11/2026" for `2026-11-14`, with or without a time of day behind it. Where two desks said different days, each of them.
#[must_use]
pub fn short(iso: &str) -> String {
    let one = |iso: &str| {
        parts(iso)
            .map_or_else(|| iso.to_owned(), |date| format!("{:02}/{:02}/{}", date.day, date.month, date.year))
    };
    if iso.contains(APART) { iso.split(APART).map(one).collect::<Vec<_>>().join(APART) } else { one(iso) }
}

/// "14/11" for `2026-11-14`: where the year stands beside it.
#[must_use]
pub fn day_and_month(iso: &str) -> String {
    parts(iso).map_or_else(|| iso.to_owned(), |date| format!("{:02}/{:02}", date.day, date.month))
}

/// "14 November 2026" for `2026-11-14`; "14 November 2026, 09:30" where a time of day follows.
#[must_use]
pub fn prose(iso: &str) -> String {
    let Some(date) = parts(iso) else { return iso.to_owned() };
    let month = MONTHS.get(usize::from(date.month) - 1).copied().unwrap_or_default();
    let day = format!("{} {month} {}", date.day, date.year);
    match date.time {
        Some(time) => format!("{day}, {time}"),
        None => day,
    }
}

/// The day of a date with or without a time behind it.
#[must_use]
pub fn day(iso: &str) -> &str {
    iso.get(..10).unwrap_or(iso)
}

/// True when both texts name the same day.
#[must_use]
pub fn same_day(one: &str, other: &str) -> bool {
    one.get(..10) == other.get(..10) && one.len() >= 10
}

/// "D:20261114093000Z" for `2026-11-14T09:30`, as PDF 32000-1 §7.9.4 asks; `None` where the text is not a
/// date.
#[must_use]
pub fn pdf(iso: &str) -> Option<String> {
    let date = parts(iso)?;
    let time: String = date.time.unwrap_or("00:00").chars().filter(char::is_ascii_digit).collect();
    Some(format!("D:{}{:02}{:02}{time}00Z", date.year, date.month, date.day))
}

/// "2026-11-14T09:30:00Z" for `2026-11-14T09:30`, as XMP asks; `None` where the text is not a date.
#[must_use]
pub fn xmp(iso: &str) -> Option<String> {
    let date = parts(iso)?;
    Some(format!("{}-{:02}-{:02}T{}:00Z", date.year, date.month, date.day, date.time.unwrap_or("00:00")))
}

struct Parts<'a> {
    year: &'a str,
    month: u8,
    day: u8,
    time: Option<&'a str>,
}

fn parts(iso: &str) -> Option<Parts<'_>> {
    let (year, rest) = iso.split_at_checked(4)?;
    let (month, rest) = rest.strip_prefix('-')?.split_at_checked(2)?;
    let (day, rest) = rest.strip_prefix('-')?.split_at_checked(2)?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    let plausible = digits(year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    let time = rest.strip_prefix('T').and_then(|clock| clock.get(..5)).filter(|clock| is_clock(clock));
    (plausible && (rest.is_empty() || time.is_some())).then_some(Parts { year, month, day, time })
}

fn is_clock(text: &str) -> bool {
    text.bytes().enumerate().all(|(at, byte)| if at == 2 { byte == b':' } else { byte.is_ascii_digit() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_written_as_assessors_write_it() {
        for (iso, table, long) in [
            ("2026-11-14", "14/11/2026", "14 November 2026"),
            ("2026-01-05T09:30", "05/01/2026", "5 January 2026, 09:30"),
            ("2026-01-05T09:30:15Z", "05/01/2026", "5 January 2026, 09:30"),
            ("spring 2026", "spring 2026", "spring 2026"),
            ("2026-09-01 / 2026-10-01", "01/09/2026 / 01/10/2026", "2026-09-01 / 2026-10-01"),
            ("2026-09-01 / soon", "01/09/2026 / soon", "2026-09-01 / soon"),
            ("2026-13-01", "2026-13-01", "2026-13-01"),
            ("2026-1é-01", "2026-1é-01", "2026-1é-01"),
            ("+026-11-14", "+026-11-14", "+026-11-14"),
            ("", "", ""),
        ] {
            assert_eq!((short(iso).as_str(), prose(iso).as_str()), (table, long), "{iso}");
        }
    }

    #[test]
    fn the_document_date_is_utc_and_never_guessed() {
        assert_eq!(pdf("2026-11-14T09:30").as_deref(), Some("D:20261114093000Z"));
        assert_eq!(pdf("2026-11-14").as_deref(), Some("D:20261114000000Z"));
        assert_eq!(pdf("soon"), None);
    }

    #[test]
    fn the_same_day_is_seen_through_the_time_of_day() {
        assert!(same_day("2026-11-14", "2026-11-14T10:00"));
        assert!(!same_day("2026-11-14", "2026-11-15"));
        assert!(!same_day("", ""));
    }
}
