//! Module `_thread`: starting threads, the types of this folder, and what the interpreter knows of its threads.

use super::{barrier, condition, event, local, lock, priority, rlock, semaphore, timeout};
use super::{handle, joinable};
use crate::exec::strands::{self, Job, Outcome};
use crate::object::attr;
use crate::object::call;
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::exception::{self, DEADLOCK_ERROR, RUNTIME_ERROR};
use crate::object::exceptions::SYSTEM_EXIT;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::protocol;
use crate::object::str::{Name, Str, known_name};
use crate::object::str_builder::StrBuilder;
use crate::object::tuple::Tuple;
use crate::object::ty::type_of;
use crate::object::value::{R, Ref, Value};
use crate::sched::strand::{Role, StrandId};
use crate::sched::thread::{ThreadOptions, number_of_os_thread};
use std::borrow::Cow;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

/// What `threading` keeps for the whole interpreter.
#[derive(Default)]
struct Shared {
    /// `threading.stack_size()`; 0: the runtime's own choice.
    stack_size: AtomicI64,
    /// How many names have been made. Each number is given once, whoever asks.
    names: AtomicI64,
}

fn stack_size_of(cx: &Cx) -> Option<usize> {
    usize::try_from(cx.interp.extension::<Shared>().stack_size.load(Relaxed)).ok().filter(|size| *size > 0)
}

fn next_number(cx: &Cx, _: &[Value]) -> R {
    Ok(Value::int(new_number(cx)))
}

/// The number of the next thread without a name.
fn new_number(cx: &Cx) -> i64 {
    cx.interp.extension::<Shared>().names.fetch_add(1, Relaxed) + 1
}

/// `_name_after(target)`: how a thread is called that got no name.
fn name_after(cx: &Cx, a: &[Value]) -> R {
    let number = new_number(cx);
    let target = if a[0].is_none() { None } else { attr::lookup_optional(cx, &a[0], known_name!("__name__"))? };
    let mut name = StrBuilder::new();
    name.push(b"Thread-");
    name.push_int(number);
    if let Some(target) = target {
        name.push(b" (");
        match target.get_exact::<Str>() {
            Some(target) => name.push(target.bytes()),
            None => name.push(protocol::str(cx, &target)?.bytes()),
        }
        name.push(b")");
    }
    name.finish(cx)
}

/// The threads of `start_new_thread` have nobody who asks for their exception: it is reported when it comes.
fn report(cx: &Cx, function: &Value, outcome: Outcome) {
    let Err(exception) = outcome else { return };
    if type_of(&exception).is_subtype(&SYSTEM_EXIT) {
        return;
    }
    let shown = protocol::repr(cx, function).map_or_else(
        |raised| {
            drop(cx.take(raised));
            "?".to_string()
        },
        |shown| shown.to_str_lossy().into_owned(),
    );
    (cx.interp.hooks().unraisable)(cx, &format!("Exception ignored in thread started by {shown}"), &Value::UNSET, &exception);
}

fn start_new_thread(cx: &Cx, a: &[Value]) -> R {
    if type_of(&a[0]).slots().call.is_none() {
        return Err(cx.type_error("first arg must be callable"));
    }
    let Some(args) = a[1].get::<Tuple>() else { return Err(cx.type_error("2nd arg must be a tuple")) };
    let mut values = args.items().to_vec();
    let mut names = Vec::new();
    if !a[2].is_unset() {
        let Some(keywords) = a[2].get::<Dict>() else { return Err(cx.type_error("optional 3rd arg must be a dictionary")) };
        for (key, value) in keywords.snapshot() {
            let Some(key) = key.get::<Str>() else { return Err(cx.type_error("keywords must be strings")) };
            names.push(Name::of(key));
            values.push(value);
        }
    }
    let name = handle::function_name(cx, &a[0])?;
    let options = ThreadOptions { name: &name, is_daemon: true, stack_size: stack_size_of(cx), ..ThreadOptions::default() };
    let function = a[0].clone();
    let shown = function.clone();
    shown.publish();
    let job = Job { function, values, names };
    let thread = strands::start(cx, options, job.published(), |_| (), move |cx, outcome| report(cx, &shown, outcome))?;
    Ok(Value::int(thread.strand().id().raw() as i64))
}

/// `start_joinable_thread(function, daemon=True, handle=None)`: as `start_new_thread` without arguments, and gives what to wait with.
fn start_joinable(cx: &Cx, a: &[Value]) -> R {
    let function = a[0].clone();
    if type_of(&function).slots().call.is_none() {
        return Err(cx.type_error("thread function must be callable"));
    }
    let handle = if a[2].is_none() { joinable::make() } else { a[2].clone() };
    let Some(place) = joinable::of(&handle) else { return Err(cx.type_error("'handle' must be a _ThreadHandle")) };
    let is_daemon = protocol::truth(cx, &a[1])?;
    let name = handle::function_name(cx, &function)?;
    place.begin(cx)?;
    let options = ThreadOptions { name: &name, is_daemon, stack_size: stack_size_of(cx), ..ThreadOptions::default() };
    let shown = function.clone();
    shown.publish();
    let job = Job { function, values: Vec::new(), names: Vec::new() };
    let finish = move |cx: &Cx, outcome| report(cx, &shown, outcome);
    match strands::start(cx, options, job.published(), |id| place.announce(id), finish) {
        Ok(thread) => place.settle(Some(thread)),
        Err(raised) => {
            place.settle(None);
            return Err(raised);
        }
    }
    Ok(handle)
}

/// `_start(thread, report, name, daemon, priority, active)`: for `threading.Thread`. Starts `thread.run()` and gives a handle to wait with;
/// an exception is given to `report(thread, exception)`. Until it ends the dict `active` has the thread under its number, which is also set
/// as its `_ident`.
fn start(cx: &Cx, a: &[Value]) -> R {
    let thread = &a[0];
    let Some(name) = a[2].get::<Str>() else { return Err(cx.type_error("name must be a str")) };
    let Ok(active) = Ref::<Dict>::from_value(a[5].clone()) else { return Err(cx.type_error("expected a dict")) };
    let name = name.as_str().map_or_else(|| name.to_str_lossy(), Cow::Borrowed);
    let is_daemon = protocol::truth(cx, &a[3])?;
    let options = ThreadOptions { name: &name, is_daemon, stack_size: stack_size_of(cx), priority: priority::of(cx, &a[4])? };
    let mut announced = None;
    let announce = |id: StrandId| {
        announced = Some(id);
        let ident = Value::int(id.raw() as i64);
        let noted = attr::setattr(cx, thread, known_name!("_ident"), ident.clone()).and_then(|()| active.set(cx, ident, thread.clone()));
        if let Err(raised) = noted {
            // Its number, or its place on the list, is missing: it runs nevertheless.
            drop(cx.take(raised));
        }
    };
    for shared in [active.as_value(), thread, &a[1]] {
        shared.publish();
    }
    let list = active.clone();
    let (runner, report) = (thread.clone(), a[1].clone());
    let work = move |cx: &Cx| run(cx, runner, &report);
    let handle = handle::start_around(cx, options, work, announce, move |cx| strike_out(cx, &list, cx.strand.id()));
    if handle.is_err()
        && let Some(id) = announced
    {
        strike_out(cx, &active, id);
    }
    handle
}

/// The life of a thread of `threading`.
fn run(cx: &Cx, thread: Value, report: &Value) -> Outcome {
    cx.set_local(current_key(), thread.clone());
    let Err(raised) = call::call_method(cx, &thread, known_name!("run"), &[]) else { return Ok(Value::NONE) };
    let exception = cx.take(raised);
    let before = cx.set_handled(exception.clone());
    let reported = call::call_pos(cx, report, &[thread, exception]);
    drop(cx.set_handled(before));
    reported.map(|_| Value::NONE).map_err(|raised| cx.take(raised))
}

fn strike_out(cx: &Cx, active: &Dict, id: StrandId) {
    if let Err(raised) = active.remove(cx, &Value::int(id.raw() as i64)) {
        drop(cx.take(raised));
    }
}

fn stack_size(cx: &Cx, a: &[Value]) -> R {
    const LEAST: i64 = 32 * 1024;
    let place = &cx.interp.extension::<Shared>().stack_size;
    if a[0].is_unset() {
        return Ok(Value::int(place.load(Relaxed)));
    }
    let size = protocol::index(cx, &a[0])?;
    if size < 0 {
        return Err(cx.value_error("size must be 0 or a positive value"));
    }
    if size != 0 && !(LEAST..=1 << 40).contains(&size) {
        return Err(cx.value_error(format!("size not valid: {size} bytes")));
    }
    Ok(Value::int(place.swap(size, Relaxed)))
}

fn get_ident(cx: &Cx, _: &[Value]) -> R {
    Ok(Value::int(cx.strand.id().raw() as i64))
}

/// The system's number of the OS thread that runs the strand.
fn get_native_id(_: &Cx, _: &[Value]) -> R {
    Ok(Value::int(i64::from(number_of_os_thread())))
}

fn main_ident(cx: &Cx, _: &[Value]) -> R {
    let strands = cx.interp.runtime.strands();
    let main = strands.iter().find(|strand| strand.role() == Role::Host).unwrap_or(&cx.strand);
    Ok(Value::int(main.id().raw() as i64))
}

/// As if Ctrl-C had been pressed.
fn interrupt_main(cx: &Cx, a: &[Value]) -> R {
    let signal = protocol::index(cx, &a[0])?;
    if !(1..=64).contains(&signal) {
        return Err(cx.value_error("signal number out of range"));
    }
    crate::sched::signal::simulate(signal as i32);
    // In the main thread itself it comes at once.
    cx.safepoint()?;
    Ok(Value::NONE)
}

fn exit(cx: &Cx, _: &[Value]) -> R {
    Err(cx.raise(exception::make(&SYSTEM_EXIT, Vec::new())))
}

/// The strand's thread object, as `threading` set it: one static address is the key.
static CURRENT: u8 = 0;

fn current_key() -> usize {
    (&raw const CURRENT).addr()
}

fn current(cx: &Cx, _: &[Value]) -> R {
    Ok(cx.local(current_key()).unwrap_or(Value::NONE))
}

fn set_current(cx: &Cx, a: &[Value]) -> R {
    cx.set_local(current_key(), a[0].clone());
    Ok(Value::NONE)
}

fn set_name(cx: &Cx, a: &[Value]) -> R {
    if let Some(name) = a[0].get::<Str>() {
        cx.strand.set_name(&name.to_str_lossy());
    }
    Ok(Value::NONE)
}

fn print_exception(cx: &Cx, a: &[Value]) -> R {
    let what = protocol::str(cx, &a[0])?;
    (cx.interp.hooks().unraisable)(cx, &what.to_str_lossy(), &Value::UNSET, &a[1]);
    Ok(Value::NONE)
}

/// For tests: looks for a SHARED object that points to a LOCAL one, with all other threads stopped. Errors: AssertionError.
fn check_sharing(cx: &Cx, _: &[Value]) -> R {
    let breach = {
        let _stopped = cx.interp.runtime.stop_others(&cx.strand);
        crate::memory::publish::find_breach()
    };
    match breach {
        None => Ok(Value::NONE),
        Some((shared, local)) => {
            Err(cx.error(&exception::ASSERTION_ERROR, format!("a SHARED object of kind {shared} points to a LOCAL one of kind {local}")))
        }
    }
}

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("start_new_thread(function, args, kwargs=?, /)", start_new_thread),
    NativeDef::new("start_new(function, args, kwargs=?, /)", start_new_thread),
    NativeDef::new("start_joinable_thread(function, daemon=True, handle=None)", start_joinable),
    NativeDef::new("_start(thread, report, name, daemon, priority, active, /)", start),
    NativeDef::new("_next_number()", next_number),
    NativeDef::new("_name_after(target, /)", name_after),
    NativeDef::new("allocate_lock()", |_, _| Ok(lock::make())),
    NativeDef::new("allocate()", |_, _| Ok(lock::make())),
    NativeDef::new("exit()", exit),
    NativeDef::new("exit_thread()", exit),
    NativeDef::new("get_ident()", get_ident),
    NativeDef::new("get_native_id()", get_native_id),
    NativeDef::new("_get_main_thread_ident()", main_ident),
    NativeDef::new("interrupt_main(signum=2, /)", interrupt_main),
    NativeDef::new("stack_size(size=?, /)", stack_size),
    NativeDef::new("_count()", |cx, _| Ok(Value::int(cx.interp.runtime.thread_count() as i64))),
    NativeDef::new("daemon_threads_allowed()", |_, _| Ok(Value::TRUE)),
    NativeDef::new("_is_main_interpreter()", |_, _| Ok(Value::TRUE)),
    NativeDef::new("_current()", current),
    NativeDef::new("_set_current(thread, /)", set_current),
    NativeDef::new("_check_priority(priority, /)", |cx, a| priority::of(cx, &a[0]).map(|_| a[0].clone())),
    NativeDef::new("set_name(name, /)", set_name),
    NativeDef::new("_check_sharing()", check_sharing),
    // For tests: atomic read-modify-writes on SHARED objects by this thread so far; always 0 in builds without debug assertions.
    NativeDef::new("_rmw_count()", |_, _| Ok(Value::int(crate::memory::header::rmw_count() as i64))),
    NativeDef::new("_print_exception(what, exception, /)", print_exception),
];

/// Fills module `_thread`.
pub(crate) fn fill(_: &Cx, module: &Module) -> R<()> {
    module.add_functions(FUNCTIONS);
    for ty in [
        &lock::LOCK,
        &rlock::RLOCK,
        &local::LOCAL,
        &event::EVENT,
        &condition::CONDITION,
        &semaphore::SEMAPHORE,
        &semaphore::BOUNDED_SEMAPHORE,
        &barrier::BARRIER,
        &barrier::BROKEN_BARRIER_ERROR,
        &joinable::HANDLE,
    ] {
        module.add_type(ty);
    }
    module.set("LockType", super::class(&lock::LOCK));
    module.set("error", super::class(&RUNTIME_ERROR));
    module.set("DeadlockError", super::class(&DEADLOCK_ERROR));
    module.set("TIMEOUT_MAX", Value::float(timeout::TIMEOUT_MAX));
    Ok(())
}
