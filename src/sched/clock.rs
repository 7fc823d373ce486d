//! Calendar time by the C library: the time zone's rules and its formats. Knows no waiting.

use parking_lot::RwLock;
use std::ffi::{CStr, CString};

/// Held while the C library reads the time zone, and alone while it is changed: the environment that it reads is the process's.
static ZONE: RwLock<()> = RwLock::new(());

/// Makes `TZ` what it is given (None: the system's zone), for the whole process.
pub(crate) fn set_zone(name: Option<&CStr>) {
    unsafe extern "C" {
        fn tzset();
    }
    let _alone = ZONE.write();
    // SAFETY: the texts end with zero bytes; who else reads the zone waits for the lock.
    unsafe {
        let now = libc::getenv(c"TZ".as_ptr());
        let now = (!now.is_null()).then(|| CStr::from_ptr(now).to_owned());
        if now.as_deref() != name {
            match name {
                Some(name) => libc::setenv(c"TZ".as_ptr(), name.as_ptr(), 1),
                None => libc::unsetenv(c"TZ".as_ptr()),
            };
        }
        tzset();
    }
}

/// A moment in the fields of C's `struct tm`, with the zone's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fields {
    /// The full year.
    pub(crate) year: i64,
    /// 1 to 12.
    pub(crate) month: i32,
    pub(crate) day: i32,
    pub(crate) hour: i32,
    pub(crate) minute: i32,
    pub(crate) second: i32,
    /// Monday is 0.
    pub(crate) weekday: i32,
    /// From 1.
    pub(crate) year_day: i32,
    /// -1: unknown.
    pub(crate) is_dst: i32,
    pub(crate) zone: Option<String>,
    /// Seconds east of Greenwich.
    pub(crate) offset: Option<i64>,
}

fn from_c(tm: &libc::tm) -> Fields {
    let zone = if tm.tm_zone.is_null() {
        None
    } else {
        // SAFETY: the C library's zone names are static or live until the zone changes; copied at once.
        Some(unsafe { CStr::from_ptr(tm.tm_zone) }.to_string_lossy().into_owned())
    };
    Fields {
        year: i64::from(tm.tm_year) + 1900,
        month: tm.tm_mon + 1,
        day: tm.tm_mday,
        hour: tm.tm_hour,
        minute: tm.tm_min,
        second: tm.tm_sec,
        weekday: (tm.tm_wday + 6) % 7,
        year_day: tm.tm_yday + 1,
        is_dst: tm.tm_isdst,
        zone,
        offset: Some(tm.tm_gmtoff),
    }
}

fn to_c(fields: &Fields) -> Option<libc::tm> {
    // SAFETY: all-zero is a valid struct tm.
    let mut tm: libc::tm = unsafe { std::mem::zeroed() };
    tm.tm_year = i32::try_from(fields.year - 1900).ok()?;
    tm.tm_mon = fields.month - 1;
    tm.tm_mday = fields.day;
    tm.tm_hour = fields.hour;
    tm.tm_min = fields.minute;
    tm.tm_sec = fields.second;
    tm.tm_wday = (fields.weekday + 1).rem_euclid(7);
    tm.tm_yday = fields.year_day - 1;
    tm.tm_isdst = fields.is_dst;
    Some(tm)
}

/// Universal time. None if the year does not fit.
pub(crate) fn universal(seconds: i64) -> Option<Fields> {
    let time = seconds as libc::time_t;
    // SAFETY: gmtime_r fills in the struct it is given.
    unsafe {
        let mut tm: libc::tm = std::mem::zeroed();
        if libc::gmtime_r(&raw const time, &raw mut tm).is_null() { None } else { Some(from_c(&tm)) }
    }
}

/// Local time. None if the year does not fit.
pub(crate) fn local(seconds: i64) -> Option<Fields> {
    let _reading = ZONE.read();
    let time = seconds as libc::time_t;
    // SAFETY: localtime_r fills in the struct it is given.
    unsafe {
        let mut tm: libc::tm = std::mem::zeroed();
        if libc::localtime_r(&raw const time, &raw mut tm).is_null() { None } else { Some(from_c(&tm)) }
    }
}

/// Seconds since 1970 of a local time. None if it does not exist.
pub(crate) fn from_local(fields: &Fields) -> Option<i64> {
    let _reading = ZONE.read();
    let mut tm = to_c(fields)?;
    // The C library says -1 both for an error and for the last second of 1969: it fills in the weekday only in the latter case.
    tm.tm_wday = -1;
    // SAFETY: mktime reads and normalises the struct.
    let seconds = unsafe { libc::mktime(&raw mut tm) };
    if seconds == -1 && tm.tm_wday == -1 { None } else { Some(seconds as i64) }
}

/// `strftime` in the C locale. None if the fields do not fit.
pub(crate) fn format(format: &CStr, fields: &Fields) -> Option<Vec<u8>> {
    let _reading = ZONE.read();
    let mut tm = to_c(fields)?;
    let zone = CString::new(fields.zone.as_deref().unwrap_or_default()).unwrap_or_default();
    if !zone.is_empty() {
        tm.tm_zone = zone.as_ptr().cast_mut();
        tm.tm_gmtoff = fields.offset.unwrap_or(0) as libc::c_long;
    }
    if format.is_empty() {
        return Some(Vec::new());
    }
    let mut size = 256 + format.count_bytes();
    loop {
        let mut buffer = vec![0u8; size];
        // SAFETY: the buffer has `size` bytes; both texts end with a zero byte; `zone` outlives the call.
        let len = unsafe { libc::strftime(buffer.as_mut_ptr().cast(), size, format.as_ptr(), &raw const tm) };
        // Zero means "too small" or an empty result: a format of reasonable length that needs more than this gives nothing.
        if len > 0 || size > 256 * (1 + format.count_bytes()) {
            buffer.truncate(len);
            return Some(buffer);
        }
        size *= 2;
    }
}

/// Names of the zone's standard and daylight saving time, and seconds west of Greenwich of both.
pub(crate) fn zone() -> ([String; 2], [i64; 2]) {
    // Looking at both halves of a year finds both, as CPython does.
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64);
    let year_start = now - now.rem_euclid(31_557_600);
    let (winter, summer) = (local(year_start), local(year_start + 15_778_800));
    match (winter, summer) {
        (Some(a), Some(b)) => {
            let (a, b) = if a.offset <= b.offset { (a, b) } else { (b, a) };
            let offsets = [-a.offset.unwrap_or(0), -b.offset.unwrap_or(0)];
            ([a.zone.unwrap_or_default(), b.zone.unwrap_or_default()], offsets)
        }
        _ => (["UTC".to_string(), "UTC".to_string()], [0, 0]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_there_and_back() {
        let fields = universal(1_000_000_000).expect("in range");
        assert_eq!((fields.year, fields.month, fields.day, fields.hour, fields.weekday, fields.year_day), (2001, 9, 9, 1, 6, 252));
        let here = local(1_000_000_000).expect("in range");
        assert_eq!(from_local(&here), Some(1_000_000_000));
        assert_eq!(format(c"%Y-%m-%d %H:%M:%S", &fields), Some(b"2001-09-09 01:46:40".to_vec()));
        assert_eq!(format(c"", &fields), Some(Vec::new()));
    }
}
