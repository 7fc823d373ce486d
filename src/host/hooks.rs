//! What the object layer asks of the layers above: the functions of every interpreter, and raising what interrupts a strand.

use crate::native::importer;
use crate::native::unraisable::report_unraisable;
use crate::object::cx::Cx;
use crate::object::exception::{self, KEYBOARD_INTERRUPT};
use crate::object::exceptions::SYSTEM_EXIT;
use crate::object::interp::{Hooks, Interp as Shared};
use crate::object::mapping_proxy::mapping_proxy;
use crate::object::str::{Name, Str};
use crate::object::value::{R, Value};
use crate::sched::runtime::{Config, Runtime};
use crate::sched::signal;
use crate::sched::strand::{StrandId, poll};
use parking_lot::Mutex;
use std::collections::HashSet;
use std::sync::{Arc, Once};

/// Issues a warning of Rust code by way of the module `warnings`: filters apply, and each place is named once.
fn warn(cx: &Cx, category: &'static crate::object::ty::Type, message: &str, about: &Value) -> R<()> {
    let globals = crate::object::dict::Dict::new();
    let warnings = importer::import(cx, "warnings", &globals, &Value::NONE, 0)?;
    let text = Str::from_str(message).into_value();
    let category = crate::object::value::Object::value(category);
    if about.is_unset() {
        return crate::object::call::call_method(cx, &warnings, Name::new("warn"), &[text, category]).map(drop);
    }
    let args = [text, category, Value::int(1), about.clone()];
    crate::object::call::call_method(cx, &warnings, Name::new("warn"), &args).map(drop)
}

/// What all interpreters of the process need once.
fn prepare_process() {
    static ONCE: Once = Once::new();
    crate::object::init::init();
    ONCE.call_once(|| {
        crate::exec::functions::install();
        super::function::HOST_FUNCTION.make_ready();
    });
}

/// What the strands of a fresh interpreter share. Modules are not set up yet: that takes a strand.
pub(super) fn new_interpreter() -> Arc<Shared> {
    prepare_process();
    let shared = Arc::new(Shared::new(Runtime::new(Config::default())));
    shared.set_hooks(Hooks {
        interrupted,
        unraisable: report_unraisable,
        warn,
        import: importer::import,
        module_member: importer::finders::late_member,
        proxy: mapping_proxy,
        weakref: crate::native::weakref::first_reference,
        weakrefs_dead: crate::native::weakref::call_back,
        tasks: crate::native::asyncio::picture::tasks,
        parallel_tasks: crate::native::asyncio::picture::parallel_tasks,
    });
    shared
}

/// Strands that the host has asked to stop what they do.
#[derive(Default)]
struct Interrupts(Mutex<HashSet<StrandId>>);

/// Raises KeyboardInterrupt in every strand of the interpreter, soon.
pub(super) fn interrupt_all(shared: &Shared) {
    let asked = shared.extension::<Interrupts>();
    for strand in shared.runtime.strands() {
        asked.0.lock().insert(strand.id());
        strand.interrupt(poll::EXCEPTION);
    }
}

/// A bit of `poll::WAKING` is set: raise what it stands for.
fn interrupted(cx: &Cx) -> R<()> {
    let bits = cx.strand.take(poll::INTERRUPT | poll::EXCEPTION);
    if bits & poll::EXCEPTION != 0 && cx.interp.extension::<Interrupts>().0.lock().remove(&cx.strand.id()) {
        return Err(keyboard_interrupt(cx));
    }
    if bits & poll::INTERRUPT != 0 {
        signal::have_reader();
        // The bit may be set once more after its signal was taken (`signal` sets it twice), so the signal decides.
        while let Some(number) = signal::take_pending() {
            crate::native::signal::deliver(cx, number)?;
        }
    }
    if cx.strand.pending(poll::CANCEL) != 0 {
        // Stays set: the strand ends, whatever its handlers do.
        return Err(cx.raise(exception::make(&SYSTEM_EXIT, Vec::new())));
    }
    Ok(())
}

#[cold]
fn keyboard_interrupt(cx: &Cx) -> crate::object::value::Raised {
    cx.raise(exception::make(&KEYBOARD_INTERRUPT, Vec::new()))
}
