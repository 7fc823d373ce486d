//! Module `select`: waiting for several descriptors. Its waits are those of `process::wire::wait_for`, which interrupts end.

#[cfg(target_os = "linux")]
mod epoll;
mod poll;

use crate::native::process::wire::wait_for;
use crate::native::thread::timeout;
use crate::object::args::Args;
use crate::object::attr;
use crate::object::call;
use crate::object::cx::Cx;
use crate::object::exceptions::OS_ERROR;
use crate::object::int;
use crate::object::iter;
use crate::object::list::List;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::os_error::os_error;
use crate::object::str::Name;
use crate::object::tuple::Tuple;
use crate::object::ty::type_of;
use crate::object::value::{Object, R, Value};
use crate::sched::park::deadline_after;
use crate::sched::poll::Interest;
use std::collections::HashMap;
use std::time::{Duration, Instant};

/// A descriptor: a number, or of what has a `fileno()`.
fn fileno(cx: &Cx, value: &Value) -> R<i32> {
    let number = if int::is_int(value) {
        value.clone()
    } else {
        let Some(method) = attr::lookup_optional(cx, value, Name::new("fileno"))? else {
            return Err(cx.type_error("argument must be an int, or have a fileno() method."));
        };
        let number = call::call_pos(cx, &method, &[])?;
        if !int::is_int(&number) {
            return Err(cx.type_error("fileno() returned a non-integer"));
        }
        number
    };
    match int::to_i64(&number).and_then(|number| i32::try_from(number).ok()) {
        Some(fd) if fd >= 0 => Ok(fd),
        Some(fd) => Err(cx.value_error(format!("file descriptor cannot be a negative integer ({fd})"))),
        None => Err(cx.overflow_error("Python int too large to convert to C int")),
    }
}

/// `[(fd, events), ...]`.
fn pairs(found: impl Iterator<Item = (i32, u32)>) -> Value {
    let pair = |(fd, events)| Tuple::new(vec![Value::int(i64::from(fd)), Value::int(i64::from(events))]).into_value();
    List::new(found.map(pair).collect()).into_value()
}

/// The end of a wait that begins now; a negative limit is none, as None. `nanoseconds` knows the unit. Errors: TypeError saying `wrong`;
/// OverflowError.
fn deadline(cx: &Cx, value: &Value, nanoseconds: fn(&Cx, &Value) -> R<i64>, wrong: &str) -> R<Option<Instant>> {
    if value.is_none() {
        return Ok(None);
    }
    let nanos = match nanoseconds(cx, value) {
        Err(raised) if cx.pending_is(&crate::object::exception::TYPE_ERROR) => {
            drop(cx.take(raised));
            return Err(cx.type_error(wrong));
        }
        nanos => nanos?,
    };
    // The system counts milliseconds, in 31 bits.
    if nanos > i64::from(i32::MAX) * 1_000_000 {
        return Err(cx.overflow_error("timeout is too large"));
    }
    Ok(u64::try_from(nanos).ok().and_then(|nanos| deadline_after(Duration::from_nanos(nanos))))
}

/// The items of an argument of `select`, with their descriptors.
fn watched(cx: &Cx, items: &Value) -> R<Vec<(Value, i32)>> {
    if !iter::is_iterable(type_of(items)) {
        return Err(cx.type_error("arguments 1-3 must be sequences"));
    }
    let items = iter::collect(cx, items)?;
    items.into_iter().map(|item| fileno(cx, &item).map(|fd| (item, fd))).collect()
}

fn select(cx: &Cx, a: &[Value]) -> R {
    let end = if a[3].is_none() {
        None
    } else {
        let nanos = match timeout::nanoseconds(cx, &a[3]) {
            Err(raised) if cx.pending_is(&crate::object::exception::TYPE_ERROR) => {
                drop(cx.take(raised));
                return Err(cx.type_error("timeout must be a float or None"));
            }
            nanos => nanos?,
        };
        let Ok(nanos) = u64::try_from(nanos) else { return Err(cx.value_error("timeout must be non-negative")) };
        deadline_after(Duration::from_nanos(nanos))
    };
    let wanted = [libc::POLLIN, libc::POLLOUT, libc::POLLPRI];
    let lists = [watched(cx, &a[0])?, watched(cx, &a[1])?, watched(cx, &a[2])?];
    let mut interests: Vec<Interest> = Vec::new();
    let mut places = HashMap::new();
    for (list, events) in lists.iter().zip(wanted) {
        for (_, fd) in list {
            let place = *places.entry(*fd).or_insert(interests.len());
            match interests.get_mut(place) {
                Some(interest) => interest.events |= events,
                None => interests.push(Interest::new(*fd, events)),
            }
        }
    }
    wait_for(cx, &mut interests, end)?;
    if interests.iter().any(|interest| interest.found & libc::POLLNVAL != 0) {
        return Err(os_error(cx, libc::EBADF, None));
    }
    let signs = [libc::POLLIN | libc::POLLHUP | libc::POLLERR, libc::POLLOUT | libc::POLLERR, libc::POLLPRI];
    let ready = lists.into_iter().zip(signs).map(|(list, signs)| {
        let ready = list.into_iter().filter(|(_, fd)| interests[places[fd]].found & signs != 0);
        List::new(ready.map(|(item, _)| item).collect()).into_value()
    });
    Ok(Tuple::new(ready.collect()).into_value())
}

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("select(rlist, wlist, xlist, timeout=None, /)", select)
        .doc("Wait until one or more file descriptors are ready: those of the three lists that are."),
    NativeDef::raw("poll()", |cx: &Cx, args: Args<'_>| match args.pos().len() {
        0 if args.names.is_empty() => Ok(poll::make()),
        0 => Err(cx.type_error("select.poll() takes no keyword arguments")),
        given => Err(cx.type_error(format!("select.poll() takes no arguments ({given} given)"))),
    })
    .doc("A poll object, in which descriptors are registered to be waited for."),
];

static NUMBERS: &[(&str, i64)] = &[
    ("POLLIN", libc::POLLIN as i64),
    ("POLLPRI", libc::POLLPRI as i64),
    ("POLLOUT", libc::POLLOUT as i64),
    ("POLLERR", libc::POLLERR as i64),
    ("POLLHUP", libc::POLLHUP as i64),
    ("POLLNVAL", libc::POLLNVAL as i64),
    ("POLLRDNORM", libc::POLLRDNORM as i64),
    ("POLLRDBAND", libc::POLLRDBAND as i64),
    ("POLLWRNORM", libc::POLLWRNORM as i64),
    ("POLLWRBAND", libc::POLLWRBAND as i64),
    #[cfg(target_os = "linux")]
    ("POLLMSG", 1024),
    #[cfg(target_os = "linux")]
    ("POLLRDHUP", libc::POLLRDHUP as i64),
    ("PIPE_BUF", libc::PIPE_BUF as i64),
];

/// Fills the namespace of `select`.
pub(super) fn fill(_: &Cx, module: &Module) -> R<()> {
    module.add_functions(FUNCTIONS);
    module.set("error", OS_ERROR.value());
    for (name, number) in NUMBERS {
        module.set(name, Value::int(*number));
    }
    poll::ready();
    #[cfg(target_os = "linux")]
    epoll::fill(module);
    Ok(())
}
