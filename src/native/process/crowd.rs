//! The type `Crowd`: `sched::crowd` as `multiprocessing.synchronize` uses it. Sleepers wait for bytes in pipes, and look after the dead from
//! time to time: nothing tells that a process has been killed at the wrong moment.

use super::looks::Looks;
use super::memory::map_file;
use super::wire::{fd_arg, sleep_for};
use crate::native::thread::timeout;
use crate::object::cx::Cx;
use crate::object::int;
use crate::object::native::NativeDef;
use crate::object::os_error::os_error;
use crate::object::payload::{Native, Payload};
use crate::object::protocol;
use crate::object::slots::Slots;
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Value};
use crate::sched::crowd::{self, Locked};
use crate::sched::shared_memory::Mapping;
use crate::sched::{fd, processes};
use std::time::Duration;

/// How long somebody gets who is notified, to take the byte that woke others too; and how often before it is looked at whether there is
/// anybody.
const TURN: Duration = Duration::from_millis(1);
const TURNS: u32 = 20;

type Crowd = crowd::Crowd<Mapping>;

impl Payload for Crowd {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

fn this<'a>(cx: &Cx, value: &'a Value) -> R<&'a Crowd> {
    Native::<Crowd>::of(value).ok_or_else(|| cx.type_error(format!("expected a crowd, not '{}'", type_of(value).message_name())))
}

/// `crowd(fd)`: of the memory behind a descriptor.
fn make(cx: &Cx, a: &[Value]) -> R {
    let memory = map_file(cx, fd_arg(cx, &a[0])?, crowd::SIZE)?;
    Ok(Native::make(&CROWD, Crowd::new(memory, processes::own_tag(), processes::is_gone)))
}

fn enter(cx: &Cx, a: &[Value]) -> R {
    this(cx, &a[0])?.enter().map(int::from_usize).ok_or_else(|| os_error(cx, libc::EAGAIN, None))
}

fn place(cx: &Cx, value: &Value) -> R<usize> {
    usize::try_from(protocol::index(cx, value)?).map_err(|_| cx.index_error("no such place"))
}

/// A place that was taken by `enter`, and is given back.
struct Place<'a>(&'a Crowd, Option<usize>);

impl Place<'_> {
    fn leave(&mut self) -> bool {
        self.1.take().is_some_and(|place| self.0.leave(place))
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.leave();
    }
}

/// `wait(place, pipe, timeout)`: whether the place was notified in time. It is given back in any case.
fn wait(cx: &Cx, a: &[Value]) -> R {
    let (this, place, pipe) = (this(cx, &a[0])?, place(cx, &a[1])?, fd_arg(cx, &a[2])?);
    if place >= crowd::PLACES {
        return Err(cx.index_error("no such place"));
    }
    let mut mine = Place(this, Some(place));
    let mut looks = Looks::new(timeout::optional(cx, &a[3])?);
    let mut turns = 0;
    loop {
        let is_over = looks.is_over();
        if this.is_notified(place) || is_over {
            let is_notified = mine.leave();
            if is_notified {
                let _byte = fd::read(pipe, &mut [0]);
            }
            return Ok(Value::bool(is_notified));
        }
        if !looks.sleep(cx, pipe)? {
            turns = 0;
            continue;
        }
        if this.is_notified(place) {
            continue;
        }
        turns += 1;
        if turns % TURNS == 0 && !this.is_any_notified() {
            // Of somebody who was killed, or whose time was up.
            let _byte = fd::read(pipe, &mut [0]);
        }
        sleep_for(cx, &mut [], Some(looks.within(TURN)))?;
    }
}

/// `notify(most, pipe)`: how many were notified.
fn notify(cx: &Cx, a: &[Value]) -> R {
    let (this, most, pipe) = (this(cx, &a[0])?, protocol::index(cx, &a[1])?, fd_arg(cx, &a[2])?);
    let notified = this.notify(usize::try_from(most).unwrap_or(0));
    if notified > 0 {
        let _full_wakes_too = fd::write(pipe, &vec![b'x'; notified]);
    }
    Ok(int::from_usize(notified))
}

/// Counts its strand among those who wait for the lock.
struct Wait<'a>(&'a Crowd);

impl Drop for Wait<'_> {
    fn drop(&mut self) {
        self.0.end_wait();
    }
}

/// `lock(pipe, timeout)`: None if it is not to be had in time, else whether its holder was gone.
fn lock(cx: &Cx, a: &[Value]) -> R {
    let (this, pipe, end) = (this(cx, &a[0])?, fd_arg(cx, &a[1])?, timeout::optional(cx, &a[2])?);
    let mut locked = this.try_lock();
    if locked == Locked::No {
        this.begin_wait();
        let _wait = Wait(this);
        let mut looks = Looks::new(end);
        loop {
            locked = this.try_take_over();
            if locked != Locked::No || looks.is_over() {
                break;
            }
            if looks.sleep(cx, pipe)? {
                let _byte = fd::read(pipe, &mut [0]);
            }
        }
    }
    Ok(match locked {
        Locked::No => Value::NONE,
        Locked::Yes => Value::FALSE,
        Locked::TakenOver => Value::TRUE,
    })
}

/// `unlock(pipe)`.
fn unlock(cx: &Cx, a: &[Value]) -> R {
    let (this, pipe) = (this(cx, &a[0])?, fd_arg(cx, &a[1])?);
    if this.unlock() {
        let _full_wakes_too = fd::write(pipe, b"x");
    }
    Ok(Value::NONE)
}

static DEF: TypeDef = TypeDef {
    name: "Crowd",
    module: "_process",
    slots: Slots::NONE,
    methods: &[
        NativeDef::new("enter(self, /)", enter),
        NativeDef::new("leave(self, place, /)", |cx, a| {
            let place = place(cx, &a[1])?;
            Ok(Value::bool(place < crowd::PLACES && this(cx, &a[0])?.leave(place)))
        }),
        NativeDef::new("wait(self, place, pipe, timeout, /)", wait),
        NativeDef::new("waiting(self, /)", |cx, a| Ok(int::from_usize(this(cx, &a[0])?.waiting()))),
        NativeDef::new("notify(self, most, pipe, /)", notify),
        NativeDef::new("lock(self, pipe, timeout, /)", lock),
        NativeDef::new("unlock(self, pipe, /)", unlock),
    ],
    ..TypeDef::EMPTY
};
static CROWD: Type = Type::from_def(&DEF);

pub(super) static FUNCTIONS: &[NativeDef] = &[NativeDef::new("crowd(fd, /)", make)];

pub(super) fn ready() {
    CROWD.make_ready();
}
