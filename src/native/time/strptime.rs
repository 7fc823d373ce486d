//! Reading a time by a format, as `time.strptime` does in the C locale. Knows no objects.

use crate::sched::clock::Fields;

pub(super) const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
pub(super) const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// What was read.
pub(super) struct Parsed {
    pub(super) fields: Fields,
    pub(super) microsecond: i64,
    /// Microseconds of the offset from universal time.
    pub(super) offset_fraction: i64,
    /// A day of a month was read and no year.
    pub(super) lacks_year: bool,
}

/// What the directives said so far.
#[derive(Default)]
struct Read {
    year: Option<i64>,
    month: Option<i64>,
    day: Option<i64>,
    hour: i64,
    half: Option<bool>,
    minute: i64,
    second: i64,
    weekday: Option<i64>,
    year_day: Option<i64>,
    /// Week of the year, and whether weeks start on Monday.
    week: Option<(i64, bool)>,
    iso_year: Option<i64>,
    iso_week: Option<i64>,
    microsecond: i64,
    offset: Option<i64>,
    offset_fraction: i64,
    zone: String,
    is_dst: i32,
}

/// The text that is left.
struct Input<'a>(&'a str);

impl<'a> Input<'a> {
    /// Up to `digits` digits with a value from `least` to `most`: the longest that fits.
    fn number(&mut self, digits: usize, least: i64, most: i64) -> Option<i64> {
        let available = self.0.bytes().take(digits).take_while(u8::is_ascii_digit).count();
        for len in (1..=available).rev() {
            let value: i64 = self.0[..len].parse().ok()?;
            if (least..=most).contains(&value) {
                self.0 = &self.0[len..];
                return Some(value);
            }
        }
        None
    }

    /// One of some names, whatever the case; longest first.
    fn name(&mut self, names: &[&str]) -> Option<i64> {
        let mut found: Option<(usize, usize)> = None;
        for (index, name) in names.iter().enumerate() {
            let fits = self.0.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
            if fits && found.is_none_or(|(_, len)| name.len() > len) {
                found = Some((index, name.len()));
            }
        }
        let (index, len) = found?;
        self.0 = &self.0[len..];
        Some(index as i64)
    }

    fn skip_space(&mut self) -> bool {
        let rest = self.0.trim_start();
        let skipped = rest.len() < self.0.len();
        self.0 = rest;
        skipped
    }

    fn literal(&mut self, c: char) -> bool {
        let mut chars = self.0.chars();
        let same = chars.next().is_some_and(|own| own == c || own.to_lowercase().eq(c.to_lowercase()));
        if same {
            self.0 = chars.as_str();
        }
        same
    }
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

const DAYS_BEFORE: [i64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

fn day_of_year(year: i64, month: i64, day: i64) -> i64 {
    DAYS_BEFORE[(month - 1) as usize] + day + i64::from(month > 2 && is_leap(year))
}

/// Days since the first of January of year 1, Monday.
fn ordinal(year: i64, month: i64, day: i64) -> i64 {
    let before = year - 1;
    before * 365 + before.div_euclid(4) - before.div_euclid(100) + before.div_euclid(400) + day_of_year(year, month, day) - 1
}

fn directive(read: &mut Read, input: &mut Input<'_>, code: char) -> Option<Result<(), String>> {
    match code {
        'Y' => {
            let digits = input.0.get(..4).filter(|year| year.bytes().all(|b| b.is_ascii_digit()))?;
            read.year = digits.parse().ok();
            input.0 = &input.0[4..];
        }
        'y' => {
            let digits = input.0.get(..2).filter(|year| year.bytes().all(|b| b.is_ascii_digit()))?;
            let year: i64 = digits.parse().ok()?;
            read.year = Some(if year <= 68 { 2000 + year } else { 1900 + year });
            input.0 = &input.0[2..];
        }
        'm' => read.month = Some(input.number(2, 1, 12)?),
        'd' | 'e' => {
            if input.0.starts_with(' ') {
                input.0 = &input.0[1..];
            }
            read.day = Some(input.number(2, 1, 31)?);
        }
        'H' => read.hour = input.number(2, 0, 23)?,
        'I' => {
            read.hour = input.number(2, 1, 12)?;
            read.half = read.half.or(Some(false));
        }
        'p' => read.half = Some(input.name(&["am", "pm"])? == 1),
        'M' => read.minute = input.number(2, 0, 59)?,
        'S' => read.second = input.number(2, 0, 61)?,
        'f' => {
            let digits = input.0.bytes().take(6).take_while(u8::is_ascii_digit).count();
            if digits == 0 {
                return None;
            }
            read.microsecond = micros(&input.0[..digits]);
            input.0 = &input.0[digits..];
        }
        'G' => {
            let digits = input.0.get(..4).filter(|year| year.bytes().all(|b| b.is_ascii_digit()))?;
            read.iso_year = digits.parse().ok();
            input.0 = &input.0[4..];
        }
        'V' => read.iso_week = Some(input.number(2, 1, 53)?),
        'j' => read.year_day = Some(input.number(3, 1, 366)?),
        'B' => read.month = Some(input.name(&MONTHS)? + 1),
        'b' | 'h' => read.month = Some(input.name(&MONTHS.map(|month| &month[..3]))? + 1),
        'A' => read.weekday = Some(input.name(&WEEKDAYS)?),
        'a' => read.weekday = Some(input.name(&WEEKDAYS.map(|day| &day[..3]))?),
        'w' => read.weekday = Some((input.number(1, 0, 6)? + 6) % 7),
        'u' => read.weekday = Some(input.number(1, 1, 7)? - 1),
        'U' => read.week = Some((input.number(2, 0, 53)?, false)),
        'W' => read.week = Some((input.number(2, 0, 53)?, true)),
        'z' => {
            let (offset, fraction) = utc_offset(input)?;
            (read.offset, read.offset_fraction) = (Some(offset), fraction);
        }
        'Z' => {
            // Universal time and the names that the local zone has.
            let (own, _) = crate::sched::clock::zone();
            let zones = ["UTC", "GMT", own[0].as_str(), own[1].as_str()];
            let known = if zones.iter().skip(2).any(|zone| zone.is_empty()) { &zones[..2] } else { &zones[..] };
            let found = input.name(known)? as usize;
            read.zone = zones[found].to_string();
            read.is_dst = i32::from(found == 3 && zones[3] != zones[2]);
        }
        '%' => {
            if !input.literal('%') {
                return None;
            }
        }
        _ => return Some(Err(format!("'{code}' is a bad directive in format"))),
    }
    Some(Ok(()))
}

/// Up to six digits after the point, as microseconds.
fn micros(digits: &str) -> i64 {
    format!("{digits:0<6}").parse().unwrap_or(0)
}

/// `Z`, `+hhmm`, `+hh:mm[:ss[.ffffff]]`: seconds and microseconds.
fn utc_offset(input: &mut Input<'_>) -> Option<(i64, i64)> {
    if let Some(rest) = input.0.strip_prefix('Z') {
        input.0 = rest;
        return Some((0, 0));
    }
    let sign = match input.0.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    input.0 = &input.0[1..];
    let two = |input: &mut Input<'_>, most: i64| {
        let digits = input.0.get(..2).filter(|two| two.bytes().all(|b| b.is_ascii_digit()))?;
        let value: i64 = digits.parse().ok().filter(|value| *value <= most)?;
        input.0 = &input.0[2..];
        Some(value)
    };
    let hours = two(input, 23)?;
    input.literal(':');
    let minutes = two(input, 59)?;
    let (mut seconds, mut fraction) = (0, 0);
    let before = input.0;
    input.literal(':');
    match two(input, 59) {
        Some(value) => {
            seconds = value;
            let digits = input.0.strip_prefix('.').map_or("", |rest| &rest[..rest.bytes().take(6).take_while(u8::is_ascii_digit).count()]);
            if !digits.is_empty() {
                fraction = micros(digits);
                input.0 = &input.0[digits.len() + 1..];
            }
        }
        None => input.0 = before,
    }
    Some((sign * (hours * 3600 + minutes * 60 + seconds), sign * fraction))
}

/// The directives that stand for others.
fn expanded(format: &str) -> String {
    let mut out = String::with_capacity(format.len());
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('c') => out.push_str("%a %b %d %H:%M:%S %Y"),
            Some('x' | 'D') => out.push_str("%m/%d/%y"),
            Some('X' | 'T') => out.push_str("%H:%M:%S"),
            Some('R') => out.push_str("%H:%M"),
            Some('F') => out.push_str("%Y-%m-%d"),
            Some(other) => out.extend(['%', other]),
            None => out.push('%'),
        }
    }
    out
}

fn quoted(text: &str) -> String {
    String::from_utf8_lossy(&crate::text::repr::str_repr(text.as_bytes())).into_owned()
}

/// Reads `data`. Err: the message of the ValueError.
pub(super) fn parse(data: &str, format: &str) -> Result<Parsed, String> {
    let mismatch = || format!("time data {} does not match format {}", quoted(data), quoted(format));
    let mut read = Read { is_dst: -1, ..Read::default() };
    let mut input = Input(data);
    let full = expanded(format);
    let mut chars = full.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_whitespace() {
            while chars.next_if(|next| next.is_whitespace()).is_some() {}
            if !input.skip_space() {
                return Err(mismatch());
            }
        } else if c != '%' {
            if !input.literal(c) {
                return Err(mismatch());
            }
        } else {
            let Some(code) = chars.next() else {
                return Err(format!("stray %% in format {}", quoted(format)).replace("%%", "%"));
            };
            match directive(&mut read, &mut input, code) {
                Some(Ok(())) => {}
                Some(Err(message)) => return Err(format!("{message} {}", quoted(format))),
                None => return Err(mismatch()),
            }
        }
    }
    if !input.0.is_empty() {
        return Err(format!("unconverted data remains: {}", input.0));
    }
    if let Some(message) = contradiction(&read) {
        return Err(message.to_string());
    }
    finish(read).ok_or_else(|| "day is out of range for month".to_string())
}

/// What is wrong with the directives together.
fn contradiction(read: &Read) -> Option<&'static str> {
    let rules = [
        (
            read.iso_year.is_some() && read.year_day.is_some(),
            "Day of the year directive '%j' is not compatible with ISO year directive '%G'. Use '%Y' instead.",
        ),
        (
            read.iso_year.is_some() && (read.iso_week.is_none() || read.weekday.is_none()),
            "ISO year directive '%G' must be used with the ISO week directive '%V' and a weekday directive ('%A', '%a', '%w', or '%u').",
        ),
        (
            read.iso_week.is_some() && read.iso_year.is_none() && (read.year.is_none() || read.weekday.is_none()),
            "ISO week directive '%V' must be used with the ISO year directive '%G' and a weekday directive ('%A', '%a', '%w', or '%u').",
        ),
        (
            read.iso_week.is_some() && read.iso_year.is_none(),
            "ISO week directive '%V' is incompatible with the year directive '%Y'. Use the ISO year '%G' instead.",
        ),
    ];
    rules.into_iter().find(|(applies, _)| *applies).map(|(_, message)| message)
}

/// Completes what was read: year 1900 and the first of January where nothing was said. None: there is no such day.
fn finish(read: Read) -> Option<Parsed> {
    let given_year = read.year;
    let leap_without_year = given_year.is_none() && read.month == Some(2) && read.day == Some(29);
    let year = if leap_without_year { 1904 } else { given_year.unwrap_or(1900) };
    let lacks_year = given_year.is_none() && read.iso_year.is_none() && read.day.is_some();
    let (mut year, mut month, mut day) = (year, read.month.unwrap_or(1), read.day.unwrap_or(1));
    let mut year_day = read.year_day;
    if let (None, Some((week, from_monday)), Some(weekday)) = (year_day, read.week, read.weekday) {
        let first = ordinal(year, 1, 1).rem_euclid(7);
        let (first, weekday) = if from_monday { (first, weekday) } else { ((first + 1) % 7, (weekday + 1) % 7) };
        let week_0_length = (7 - first) % 7;
        year_day = Some(if week == 0 { 1 + weekday - first } else { 1 + week_0_length + 7 * (week - 1) + weekday });
    }
    if let (Some(iso_year), Some(week), Some(weekday)) = (read.iso_year, read.iso_week, read.weekday) {
        // The fourth of January is in the first week.
        let fourth = ordinal(iso_year, 1, 4);
        let sought = fourth - fourth.rem_euclid(7) + (week - 1) * 7 + weekday;
        year = [iso_year - 1, iso_year, iso_year + 1].into_iter().rev().find(|year| ordinal(*year, 1, 1) <= sought).unwrap_or(iso_year);
        year_day = Some(sought - ordinal(year, 1, 1) + 1);
    }
    if year_day.is_some_and(|day| day <= 0) {
        // The days of week 0 that are in the year before.
        year -= 1;
        year_day = year_day.map(|day| day + 365 + i64::from(is_leap(year)));
    }
    match year_day {
        Some(of_year) if read.month.is_none() => {
            month = (1..=12).rev().find(|month| day_of_year(year, *month, 1) <= of_year).unwrap_or(1);
            day = of_year - day_of_year(year, month, 1) + 1;
        }
        _ => {}
    }
    let length = [31, 28 + i64::from(is_leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][(month - 1) as usize];
    if !(1..=length).contains(&day) {
        return None;
    }
    let weekday = read.weekday.unwrap_or_else(|| ordinal(year, month, day).rem_euclid(7));
    let hour = match read.half {
        Some(true) if read.hour < 12 => read.hour + 12,
        Some(false) if read.hour == 12 => 0,
        _ => read.hour,
    };
    let fields = Fields {
        year: if leap_without_year { 1900 } else { year },
        month: month as i32,
        day: day as i32,
        hour: hour as i32,
        minute: read.minute as i32,
        second: read.second as i32,
        weekday: weekday as i32,
        year_day: day_of_year(year, month, day) as i32,
        is_dst: read.is_dst,
        zone: Some(read.zone).filter(|zone| !zone.is_empty()),
        offset: read.offset,
    };
    Some(Parsed { fields, microsecond: read.microsecond, offset_fraction: read.offset_fraction, lacks_year })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_was_formatted() {
        let fields = |data, format| {
            let f = parse(data, format).map(|parsed| parsed.fields)?;
            Ok::<_, String>((f.year, f.month, f.day, f.hour, f.minute, f.second, f.weekday, f.year_day))
        };
        assert_eq!(fields("2024-02-29 23:59:58", "%Y-%m-%d %H:%M:%S"), Ok((2024, 2, 29, 23, 59, 58, 3, 60)));
        assert_eq!(fields("Sun Sep  9 01:46:40 2001", "%c"), Ok((2001, 9, 9, 1, 46, 40, 6, 252)));
        assert_eq!(fields("12:05 am", "%I:%M %p"), Ok((1900, 1, 1, 0, 5, 0, 0, 1)));
        assert_eq!(fields("2021 60", "%Y %j"), Ok((2021, 3, 1, 0, 0, 0, 0, 60)));
        assert!(parse("x", "%Y").is_err_and(|message| message == "time data 'x' does not match format '%Y'"));
        assert!(parse("2020x", "%Y").is_err_and(|message| message == "unconverted data remains: x"));
    }
}
