//! Time limits as scripts give them: numbers of seconds, None or a mark for "for ever". Knows not what waits.

use crate::object::compare;
use crate::object::cx::Cx;
use crate::object::slots::CmpOp;
use crate::object::value::{R, Value};
use crate::object::{float, int, number};
use crate::sched::park::deadline_after;
use std::time::{Duration, Instant};

/// `threading.TIMEOUT_MAX`: what fits in nanoseconds of 63 bits.
pub(super) const TIMEOUT_MAX: f64 = 9_223_372_036.0;

/// Seconds in nanoseconds. Errors: TypeError, ValueError, OverflowError, worded as CPython words them for C's `PyTime_t`.
pub(crate) fn nanoseconds(cx: &Cx, value: &Value) -> R<i64> {
    in_nanoseconds(cx, value, 1_000_000_000)
}

/// Milliseconds in nanoseconds. Errors: as [`nanoseconds`].
pub(crate) fn milliseconds(cx: &Cx, value: &Value) -> R<i64> {
    in_nanoseconds(cx, value, 1_000_000)
}

fn in_nanoseconds(cx: &Cx, value: &Value, unit: i64) -> R<i64> {
    if let Some(number) = float::float_value(value) {
        if number.is_nan() {
            return Err(cx.value_error("Invalid value NaN (not a number)"));
        }
        let nanos = number * unit as f64;
        // 2 to the 63rd; the smallest number is one of them.
        if !(-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&nanos) {
            return Err(cx.overflow_error("timestamp out of range for platform time_t"));
        }
        return Ok(if number > 0.0 { nanos.ceil() } else { nanos.floor() } as i64);
    }
    let whole = number::index(cx, value)?;
    let nanos = int::to_i64(&whole).and_then(|whole| whole.checked_mul(unit));
    nanos.ok_or_else(|| cx.overflow_error("timestamp too large to convert to C PyTime_t"))
}

/// [`nanoseconds`] in seconds, for waits. Errors: OverflowError too if no wait is that long.
pub(crate) fn seconds(cx: &Cx, value: &Value) -> R<f64> {
    let seconds = nanoseconds(cx, value)? as f64 / 1e9;
    if seconds > TIMEOUT_MAX {
        return Err(cx.overflow_error("timeout value is too large"));
    }
    Ok(seconds)
}

fn deadline(seconds: f64) -> Option<Instant> {
    deadline_after(Duration::try_from_secs_f64(seconds.max(0.0)).unwrap_or(Duration::MAX))
}

/// Whether a number is not above zero, which NaN is not: what compares its limit with zero first does not wait then.
fn is_over(cx: &Cx, timeout: &Value) -> R<bool> {
    if let Some(seconds) = float::float_value(timeout) {
        return Ok(seconds.is_nan() || seconds <= 0.0);
    }
    Ok(int::is_int(timeout) && !compare::compare_bool(cx, timeout, &Value::int(0), CmpOp::Gt)?)
}

/// As [`optional`], but no integer is too small.
pub(super) fn from_zero_on(cx: &Cx, timeout: &Value) -> R<Option<Instant>> {
    if int::is_int(timeout) && is_over(cx, timeout)? { Ok(deadline(0.0)) } else { optional(cx, timeout) }
}

/// As [`optional`], but with what is no time at all it does not wait.
pub(crate) fn if_any(cx: &Cx, timeout: &Value) -> R<Option<Instant>> {
    if !timeout.is_none() && !timeout.is_unset() && is_over(cx, timeout)? { Ok(deadline(0.0)) } else { optional(cx, timeout) }
}

/// A lock's rules: -1 waits for ever, other negative numbers are refused, and so is any limit for a call that does not wait.
/// None: do not wait at all.
pub(super) fn of_lock(cx: &Cx, blocking: bool, timeout: &Value) -> R<Option<Option<Instant>>> {
    if timeout.is_unset() {
        return Ok(blocking.then_some(None));
    }
    let seconds = seconds(cx, timeout)?;
    if !blocking {
        return if seconds == -1.0 { Ok(None) } else { Err(cx.value_error("can't specify a timeout for a non-blocking call")) };
    }
    if seconds == -1.0 {
        return Ok(Some(None));
    }
    if seconds < 0.0 {
        return Err(cx.value_error("timeout value must be a non-negative number"));
    }
    Ok(Some(deadline(seconds)))
}

/// None (or nothing given) waits for ever, what is below zero does not wait.
pub(crate) fn optional(cx: &Cx, timeout: &Value) -> R<Option<Instant>> {
    if timeout.is_none() || timeout.is_unset() {
        return Ok(None);
    }
    Ok(deadline(seconds(cx, timeout)?))
}

/// As [`optional`], but what is below zero is refused.
pub(super) fn of_queue(cx: &Cx, timeout: &Value) -> R<Option<Instant>> {
    if timeout.is_none() || timeout.is_unset() {
        return Ok(None);
    }
    let seconds = seconds(cx, timeout)?;
    if seconds < 0.0 {
        return Err(cx.value_error("'timeout' must be a non-negative number"));
    }
    Ok(deadline(seconds))
}
