//! The one place that asks what time it is. Everything else takes time as an argument.

use jiff::{Timestamp, Zoned, tz::TimeZone};

use crate::journal::entry::Moment;

/// Where the time comes from.
#[derive(Debug, Clone, Copy, Default)]
pub enum Clock {
    /// The machine's clock and zone.
    #[default]
    Machine,
    /// Always this moment: for tests and for papers drawn again.
    Stopped(Moment),
    /// Whatever the function says: for tests that must know when it is asked (a deed asks right after it has begun).
    Told(fn() -> Moment),
}

impl Clock {
    /// Now.
    #[must_use]
    pub fn now(self) -> Moment {
        match self {
            Self::Stopped(moment) => moment,
            Self::Told(tell) => tell(),
            Self::Machine => {
                let now = Zoned::now();
                Moment { at: now.timestamp().as_millisecond(), offset: now.offset().seconds() / 60 }
            }
        }
    }
}

impl Moment {
    /// ISO 8601 with the offset of the desk: `2026-11-21T14:05:09+00:00`.
    #[must_use]
    pub fn iso(self) -> String {
        let Ok(timestamp) = Timestamp::from_millisecond(self.at) else { return "unknown".into() };
        let zone = jiff::tz::Offset::from_seconds(self.offset.saturating_mul(60))
            .map_or(TimeZone::UTC, TimeZone::fixed);
        timestamp.to_zoned(zone).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }

    /// The date on the desk: `2026-11-21`.
    #[must_use]
    pub fn date(self) -> String {
        self.iso().chars().take(10).collect()
    }
}

/// Whether the text is a real ISO date, `YYYY-MM-DD`.
#[must_use]
pub fn is_date(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}

/// Days from one ISO date to another, negative where the second lies before the first; none where either is no date.
#[must_use]
pub fn days_between(from: &str, to: &str) -> Option<i64> {
    let date = |text: &str| text.parse::<jiff::civil::Date>().ok();
    date(from)?.until((jiff::Unit::Day, date(to)?)).ok().map(|span| i64::from(span.get_days()))
}

/// Whole months from one ISO date to another, 0 where the second lies before the first; none where either is no date.
#[must_use]
pub fn months_between(from: &str, to: &str) -> Option<i64> {
    let date = |text: &str| text.parse::<jiff::civil::Date>().ok();
    let span = date(from)?.until((jiff::Unit::Month, date(to)?)).ok()?;
    Some(i64::from(span.get_months()).max(0))
}

/// The ISO date so many months and days later; none where the text is no date.
#[must_use]
pub fn later(date: &str, months: i64, days: i64) -> Option<String> {
    let span = jiff::Span::new().try_months(months).ok()?.try_days(days).ok()?;
    Some(date.parse::<jiff::civil::Date>().ok()?.checked_add(span).ok()?.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_the_time_of_the_desk() {
        let moment = Moment { at: 1_795_269_909_000, offset: 60 };
        assert_eq!(moment.iso(), "2026-11-21T15:05:09+01:00");
        assert_eq!(moment.date(), "2026-11-21");
    }

    #[test]
    fn a_date_must_exist() {
        for (text, want) in [("2026-11-21", true), ("2026-02-30", false), ("21/11/2026", false), ("", false)]
        {
            assert_eq!(is_date(text), want, "{text}");
        }
    }
}
