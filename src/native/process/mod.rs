//! Module `_process`: what `multiprocessing` and the builtin `process` are made of: worker processes, packets, shared memory, and
//! code by place.

mod code;
mod command;
mod crowd;
mod desk;
mod ledger;
mod looks;
mod memory;
mod nursery;
mod pack;
mod seat;
mod spawn;
pub(crate) mod wire;

use crate::object::args::Args;
use crate::object::call;
use crate::object::cx::Cx;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::str::{Name, Str};
use crate::object::value::{R, Value};
use parking_lot::Mutex;

/// The text of the program, for workers that need parts of it.
#[derive(Default)]
struct MainText(Mutex<Option<(String, String)>>);

/// Notes what runs as `__main__`.
pub(crate) fn set_main_text(cx: &Cx, text: &str, file: &str) {
    *cx.interp.extension::<MainText>().0.lock() = Some((text.to_string(), file.to_string()));
}

fn main_text(cx: &Cx, _: &[Value]) -> R {
    let text = cx.interp.extension::<MainText>().0.lock().clone();
    Ok(text.map_or(Value::NONE, |(text, file)| {
        crate::object::tuple::Tuple::new(vec![Str::from_str(&file).into_value(), Str::from_str(&text).into_value()]).into_value()
    }))
}

/// The builtin `process(fn, *args, **kwargs)`.
fn process(cx: &Cx, args: Args<'_>) -> R {
    let module = crate::native::importer::import_full(cx, "_worker")?;
    let start = crate::object::attr::getattr(cx, &module, Name::new("process"))?;
    call::call(cx, &start, args)
}

const PROCESS: NativeDef = NativeDef::raw("process(fn, /, *args, **kwargs)", process)
    .doc("Call fn(*args, **kwargs) in a process of its own; join() of the result gives what the call gives.");

/// Names of `builtins` that this folder brings.
pub(crate) fn add_builtins(module: &Module) {
    module.add_functions(&[PROCESS]);
}

/// Fills the namespace of `_process`.
pub(super) fn fill(_: &Cx, module: &Module) -> R<()> {
    spawn::ready();
    memory::ready();
    crowd::ready();
    desk::ready();
    ledger::ready();
    seat::ready();
    let parts = [spawn::FUNCTIONS, nursery::FUNCTIONS, command::FUNCTIONS, wire::FUNCTIONS, code::FUNCTIONS, memory::FUNCTIONS];
    for functions in parts.into_iter().chain([crowd::FUNCTIONS, desk::FUNCTIONS, ledger::FUNCTIONS, seat::FUNCTIONS]) {
        module.add_functions(functions);
    }
    module.add_functions(&MAIN_TEXT);
    module.set("CROWD_SIZE", Value::int(crate::sched::crowd::SIZE as i64));
    module.set("LEDGER_SIZE", Value::int(crate::sched::ledger::SIZE as i64));
    for (name, value) in [("POLLIN", libc::POLLIN), ("POLLOUT", libc::POLLOUT), ("POLLERR", libc::POLLERR), ("POLLHUP", libc::POLLHUP)] {
        module.set(name, Value::int(i64::from(value)));
    }
    Ok(())
}

/// `set_main_text(file, text)`: in a worker, the program that it works for.
fn set_text(cx: &Cx, a: &[Value]) -> R {
    let text = |value: &Value| value.get::<Str>().map_or_else(String::new, |text| text.to_str_lossy().into_owned());
    set_main_text(cx, &text(&a[1]), &text(&a[0]));
    Ok(Value::NONE)
}

const MAIN_TEXT: [NativeDef; 2] = [NativeDef::new("main_text()", main_text), NativeDef::new("set_main_text(file, text, /)", set_text)];
