//! The parent's side of births: one process stays ready to be copied as long as what a worker inherits from us is as it was when that
//! process began. Programs that start a single worker have none.

use super::command::start_alone;
use super::spawn;
use crate::object::cx::Cx;
use crate::object::native::NativeDef;
use crate::object::value::{R, Value};
use crate::sched::blocking::blocking;
use crate::sched::signal::{Disposition, disposition};
use crate::sched::{fd, nursery, packets, processes};
use parking_lot::Mutex;
use std::ffi::OsString;
use std::os::fd::{AsRawFd, OwnedFd};
use std::path::PathBuf;
use std::process::Child;

/// What a child gets from its parent besides descriptors.
#[derive(PartialEq, Eq)]
struct Inheritance {
    executable: Vec<u8>,
    folder: Option<PathBuf>,
    environment: Vec<(OsString, OsString)>,
    ignored_signals: u64,
    masks_set: u32,
    group: i32,
    session: i32,
}

impl Inheritance {
    fn of_now(cx: &Cx, executable: &[u8]) -> Inheritance {
        let ignored = (1..=64).filter(|signal| disposition(*signal).is_ok_and(|now| now == Disposition::Ignore));
        Inheritance {
            executable: executable.to_vec(),
            folder: std::env::current_dir().ok(),
            environment: crate::native::posix::process::environment(cx),
            ignored_signals: ignored.fold(0, |bits, signal| bits | 1 << (signal - 1)),
            masks_set: crate::native::posix::files::masks_set(),
            group: processes::group(0).unwrap_or(-1),
            session: processes::session(0).unwrap_or(-1),
        }
    }
}

struct Nursery {
    line: OwnedFd,
    process: Child,
    inheritance: Inheritance,
}

impl Nursery {
    fn start(cx: &Cx, inheritance: Inheritance, introduction: &[u8]) -> Option<Nursery> {
        let (ours, theirs) = packets::pair().ok()?;
        let (line, theirs) = (fd::own(ours), fd::own(theirs));
        let process = start_alone(spawn::command(cx, &inheritance.executable, "--nursery", theirs)).ok()?;
        let nursery = Nursery { line, process, inheritance };
        if packets::send(nursery.line.as_raw_fd(), introduction, &[]).is_err() {
            nursery.end(cx);
            return None;
        }
        Some(nursery)
    }

    /// It ends when its line does; one that does not (it may be stopped) is killed.
    fn end(mut self, cx: &Cx) {
        drop(self.line);
        blocking(&cx.strand, || {
            for _ in 0..200 {
                if !matches!(self.process.try_wait(), Ok(None)) {
                    return;
                }
                std::thread::sleep(std::time::Duration::from_millis(1));
            }
            let _gone = self.process.kill();
            let _reaped = self.process.wait();
        });
    }
}

/// The nursery of an interpreter. Whoever uses it takes it out: no lock is held meanwhile, and who finds none starts as usual.
#[derive(Default)]
struct Place(Mutex<State>);

#[derive(Default)]
struct State {
    starts: u32,
    /// Nurseries given up. Programs that change what is inherited all the time are better off without.
    given_up: u32,
    nursery: Option<Nursery>,
}

const MOST_GIVEN_UP: u32 = 3;

/// The number of a new worker whose line is `line`; None if it is to be started in the usual way. A nursery is told `introduction` first.
pub(super) fn worker(cx: &Cx, executable: &[u8], line: i32, introduction: &[u8]) -> Option<u32> {
    let place = cx.interp.extension::<Place>();
    {
        let mut state = place.0.lock();
        state.starts += 1;
        if state.starts == 1 || state.given_up >= MOST_GIVEN_UP {
            return None;
        }
    }
    // A copy has the descriptors of the process that is copied.
    if fd::any_inheritable() {
        return None;
    }
    let nursery = place.0.lock().nursery.take();
    let inheritance = Inheritance::of_now(cx, executable);
    let nursery = match nursery {
        Some(nursery) if nursery.inheritance == inheritance => nursery,
        Some(nursery) => return give_up(cx, &place, nursery),
        None => Nursery::start(cx, inheritance, introduction)?,
    };
    match blocking(&cx.strand, || nursery::request(nursery.line.as_raw_fd(), &[line, 1, 2])) {
        Ok(pid) => {
            let surplus = place.0.lock().nursery.replace(nursery);
            if let Some(surplus) = surplus {
                surplus.end(cx);
            }
            Some(pid)
        }
        Err(_) => give_up(cx, &place, nursery),
    }
}

fn give_up(cx: &Cx, place: &Place, nursery: Nursery) -> Option<u32> {
    place.0.lock().given_up += 1;
    nursery.end(cx);
    None
}

/// `close_nursery()`: at the end of the program.
fn close(cx: &Cx, _: &[Value]) -> R {
    let place = cx.interp.extension::<Place>();
    let nursery = {
        let mut state = place.0.lock();
        state.given_up = MOST_GIVEN_UP;
        state.nursery.take()
    };
    if let Some(nursery) = nursery {
        nursery.end(cx);
    }
    Ok(Value::NONE)
}

pub(super) static FUNCTIONS: &[NativeDef] = &[NativeDef::new("close_nursery()", close)];
