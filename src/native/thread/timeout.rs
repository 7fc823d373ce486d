//! Time limits as scripts give them: numbers of seconds, None or a mark for "for ever". Knows not what waits.

use crate::object::cx::Cx;
use crate::object::number;
use crate::object::ty::type_of;
use crate::object::value::{R, Value};
use crate::sched::park::deadline_after;
use std::time::{Duration, Instant};

/// `threading.TIMEOUT_MAX`: what fits in nanoseconds of 63 bits.
pub(super) const TIMEOUT_MAX: f64 = 9_223_372_036.0;

pub(crate) fn seconds(cx: &Cx, value: &Value) -> R<f64> {
    let slots = type_of(value).slots();
    if slots.float.is_none() && slots.index.is_none() {
        return Err(cx.type_error(format!("'{}' object cannot be interpreted as an integer", type_of(value).name())));
    }
    let seconds = number::to_float(cx, value)?;
    if seconds.is_nan() {
        return Err(cx.value_error("Invalid value NaN (not a number)"));
    }
    if seconds.abs() > 9e18 {
        return Err(cx.overflow_error("timestamp out of range for platform time_t"));
    }
    if seconds > TIMEOUT_MAX {
        return Err(cx.overflow_error("timeout value is too large"));
    }
    Ok(seconds)
}

fn deadline(seconds: f64) -> Option<Instant> {
    deadline_after(Duration::try_from_secs_f64(seconds.max(0.0)).unwrap_or(Duration::MAX))
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
