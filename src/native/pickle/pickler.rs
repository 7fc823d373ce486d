//! The types `Pickler` and `Unpickler`, and `dump`, `dumps`, `load`, `loads`. Knows arguments and files; the format is `save`'s and `load`'s.

use super::load::{Finding, Input, Loader, data};
use super::names;
use super::ops;
use super::save::{Asking, Memo, Saver};
use crate::native::construct;
use crate::object::args::{self, Args};
use crate::object::attr;
use crate::object::bytes;
use crate::object::call;
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::iter;
use crate::object::list::List;
use crate::object::native::{GetSet, NativeDef, NativeFunction};
use crate::object::payload::{Native, Payload, publish_into};
use crate::object::protocol;
use crate::object::slots::Slots;
use crate::object::str::{Name, Str};
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Value};
use parking_lot::Mutex;

/// The body of a pickler. The mutex protects the state, which `dump` takes out while it runs.
#[derive(Default)]
struct Pickler(Mutex<Option<PicklerState>>);

struct PicklerState {
    write: Value,
    protocol: u8,
    memo: Memo,
    fix_imports: bool,
    fast: bool,
    dispatch_table: Option<Value>,
}

impl Payload for Pickler {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        if let Some(state) = &*self.0.lock() {
            visit(&state.write);
            state.memo.kept.iter().for_each(&mut *visit);
            if let Some(table) = &state.dispatch_table {
                visit(table);
            }
        }
    }

    fn clear(&self) {
        let state = self.0.lock().take();
        drop(state);
    }
}

fn protocol_of(cx: &Cx, value: &Value) -> R<u8> {
    if value.is_none() || value.is_unset() {
        return Ok(ops::DEFAULT_PROTOCOL as u8);
    }
    let protocol = protocol::index(cx, value)?;
    if protocol < 0 {
        return Ok(ops::HIGHEST_PROTOCOL as u8);
    }
    if protocol > ops::HIGHEST_PROTOCOL {
        return Err(cx.value_error(format!("pickle protocol must be <= {}", ops::HIGHEST_PROTOCOL)));
    }
    Ok(protocol as u8)
}

fn writer(cx: &Cx, file: &Value) -> R {
    match attr::lookup_optional(cx, file, Name::new("write"))? {
        Some(write) => Ok(write),
        None => Err(cx.type_error("file must have a 'write' attribute")),
    }
}

static DUMPS: NativeDef = NativeDef::new("dumps(obj, protocol=None, *, fix_imports=True, buffer_callback=None)", |_, _| Ok(Value::NONE));

pub(super) fn dumps(cx: &Cx, raw: Args<'_>) -> R {
    let a = args::bind_new(cx, &DUMPS, raw)?;
    let bytes = pickle(cx, &a[0], protocol_of(cx, &a[1])?, protocol::truth(cx, &a[2])?)?;
    bytes::make(cx, &bytes)
}

fn pickle(cx: &Cx, object: &Value, protocol: u8, fix_imports: bool) -> R<Vec<u8>> {
    let (mut memo, asking) = (Memo::default(), Asking { fix_imports, ..Asking::default() });
    let mut saver = Saver::new(cx, protocol, &mut memo, &asking);
    saver.dump(object)?;
    Ok(saver.out)
}

pub(super) fn dump(cx: &Cx, a: &[Value]) -> R {
    let protocol = protocol_of(cx, &a[2])?;
    let write = writer(cx, &a[1])?;
    let bytes = pickle(cx, &a[0], protocol, protocol::truth(cx, &a[3])?)?;
    call::call_pos(cx, &write, &[bytes::make(cx, &bytes)?])?;
    Ok(Value::NONE)
}

static PICKLER_NEW: NativeDef =
    NativeDef::new("Pickler(file, protocol=None, fix_imports=True, buffer_callback=None)", |_, _| Ok(Value::NONE));

fn init_pickler(cx: &Cx, this: &Value, raw: Args<'_>) -> R<()> {
    let a = construct::bind(cx, &PICKLER_NEW, raw)?;
    let (protocol, write, fix_imports) = (protocol_of(cx, &a[1])?, writer(cx, &a[0])?, protocol::truth(cx, &a[2])?);
    publish_into(this, &write);
    let state = PicklerState { write, protocol, memo: Memo::default(), fix_imports, fast: false, dispatch_table: None };
    let before = pickler(cx, this)?.0.lock().replace(state);
    drop(before);
    Ok(())
}

fn pickler<'a>(cx: &Cx, value: &'a Value) -> R<&'a Pickler> {
    Native::<Pickler>::of(value).ok_or_else(|| cx.type_error("expected a Pickler"))
}

#[cold]
fn not_initialized(cx: &Cx, this: &Value) -> crate::object::value::Raised {
    names::pickling_error(cx, &format!("Pickler.__init__() was not called by {}.__init__()", type_of(this).message_name()))
}

/// A method that a subclass or the instance brings; None if it is the builtin's own.
fn overriding(cx: &Cx, this: &Value, name: &str) -> R<Option<Value>> {
    let found = attr::lookup_optional(cx, this, Name::new(name))?;
    Ok(found.filter(|found| !found.is_none() && found.get::<NativeFunction>().is_none_or(|function| !function.this().is(this))))
}

fn pickler_dump(cx: &Cx, a: &[Value]) -> R {
    let this = pickler(cx, &a[0])?;
    let asking_methods = (overriding(cx, &a[0], "persistent_id")?, overriding(cx, &a[0], "reducer_override")?);
    let table = attr::lookup_optional(cx, &a[0], Name::new("dispatch_table"))?;
    let references = attr::lookup_optional(cx, &a[0], Name::new("_references"))?.and_then(|found| found.get_ref::<Dict>());
    let Some(mut state) = this.0.lock().take() else { return Err(not_initialized(cx, &a[0])) };
    let asking = Asking {
        persistent_id: asking_methods.0,
        references,
        reducer_override: asking_methods.1,
        dispatch_table: table,
        fix_imports: state.fix_imports,
        fast: state.fast,
    };
    let mut saver = Saver::new(cx, state.protocol, &mut state.memo, &asking);
    let result = saver.dump(&a[1]);
    let (out, trail, used) = (saver.out, saver.trail, saver.used);
    let write = state.write.clone();
    if a[0].header().is_some_and(|header| !header.is_local()) {
        state.memo.kept.iter().for_each(Value::publish);
    }
    *this.0.lock() = Some(state);
    if let Err(raised) = result {
        let path: String = trail.iter().rev().map(String::as_str).collect();
        if !path.is_empty() && attr::lookup_optional(cx, &a[0], Name::new("_trail"))?.is_some() {
            attr::setattr(cx, &a[0], Name::new("_trail"), Str::from_str(&path).into_value())?;
        }
        return Err(raised);
    }
    if asking.references.is_some() {
        attr::setattr(cx, &a[0], Name::new("_used"), List::new(used).into_value())?;
    }
    call::call_pos(cx, &write, &[bytes::make(cx, &out)?])?;
    Ok(Value::NONE)
}

fn clear_memo(cx: &Cx, a: &[Value]) -> R {
    let old = pickler(cx, &a[0])?.0.lock().as_mut().map(|state| std::mem::take(&mut state.memo));
    drop(old);
    Ok(Value::NONE)
}

/// Reads a flag or a number of the state.
fn of_state<T>(cx: &Cx, this: &Value, read: impl FnOnce(&mut PicklerState) -> T) -> R<T> {
    match pickler(cx, this)?.0.lock().as_mut() {
        Some(state) => Ok(read(state)),
        None => Err(not_initialized(cx, this)),
    }
}

fn set_table(cx: &Cx, this: &Value, value: Option<Value>) -> R<()> {
    if let Some(value) = &value {
        publish_into(this, value);
    }
    let old = of_state(cx, this, |state| std::mem::replace(&mut state.dispatch_table, value))?;
    drop(old);
    Ok(())
}

fn get_table(cx: &Cx, this: &Value) -> R {
    let table = of_state(cx, this, |state| state.dispatch_table.clone())?;
    table.ok_or_else(|| attr::no_attribute(cx, this, Name::new("dispatch_table")))
}

static PICKLER_DEF: TypeDef = TypeDef {
    name: "Pickler",
    module: "_pickle",
    doc: "Writes objects to a file in the pickle format.",
    subclassable: true,
    has_dict: true,
    slots: Slots { new: Some(|_, class, _| Ok(Native::make(class, Pickler::default()))), init: Some(init_pickler), ..Slots::NONE },
    methods: &[
        NativeDef::new("dump(self, obj, /)", pickler_dump),
        NativeDef::new("clear_memo(self, /)", clear_memo),
        NativeDef::new("persistent_id(self, obj, /)", |_, _| Ok(Value::NONE)),
    ],
    getset: &[
        GetSet { name: "bin", get: |cx, this| of_state(cx, this, |state| Value::int(i64::from(state.protocol > 0))), set: None },
        GetSet {
            name: "fast",
            get: |cx, this| of_state(cx, this, |state| Value::int(i64::from(state.fast))),
            set: Some(|cx, this, value| {
                let on = protocol::truth(cx, &value.unwrap_or(Value::NONE))?;
                of_state(cx, this, |state| state.fast = on)
            }),
        },
        GetSet { name: "dispatch_table", get: get_table, set: Some(set_table) },
        GetSet { name: "__dict__", get: attr::instance_dict, set: Some(crate::object::class::set_instance_dict) },
    ],
    ..TypeDef::EMPTY
};
pub(super) static PICKLER: Type = Type::from_def(&PICKLER_DEF);

/// The body of an unpickler, as for [`Pickler`].
#[derive(Default)]
struct Unpickler(Mutex<Option<UnpicklerState>>);

struct UnpicklerState {
    read: Value,
    readline: Value,
    memo: Vec<Value>,
    fix_imports: bool,
    encoding: Option<String>,
    errors: String,
    buffers: Option<Value>,
}

impl Payload for Unpickler {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        if let Some(state) = &*self.0.lock() {
            visit(&state.read);
            visit(&state.readline);
            state.memo.iter().for_each(&mut *visit);
            if let Some(buffers) = &state.buffers {
                visit(buffers);
            }
        }
    }

    fn clear(&self) {
        let state = self.0.lock().take();
        drop(state);
    }
}

/// `encoding`, `errors` and `buffers` arguments.
fn finding(cx: &Cx, fix_imports: &Value, encoding: &Value, errors: &Value, buffers: &Value) -> R<Finding> {
    let encoding = names::text(encoding).unwrap_or_default();
    Ok(Finding {
        fix_imports: protocol::truth(cx, fix_imports)?,
        encoding: Some(encoding).filter(|encoding| encoding != "bytes"),
        errors: names::text(errors).unwrap_or_default(),
        buffers: if buffers.is_none() || buffers.is_unset() { None } else { Some(iter::iter(cx, buffers)?) },
        ..Finding::default()
    })
}

pub(super) fn loads(cx: &Cx, a: &[Value]) -> R {
    let finding = finding(cx, &a[1], &a[2], &a[3], &a[4])?;
    let bytes = data(cx, &a[0])?;
    let mut memo = Vec::new();
    Loader::new(cx, Input::Bytes { data: &bytes, at: 0 }, &mut memo, &finding).load()
}

fn file_methods(cx: &Cx, file: &Value) -> R<(Value, Value)> {
    let read = attr::lookup_optional(cx, file, Name::new("read"))?;
    let readline = attr::lookup_optional(cx, file, Name::new("readline"))?;
    match (read, readline) {
        (Some(read), Some(readline)) => Ok((read, readline)),
        _ => Err(cx.type_error("file must have 'read' and 'readline' attributes")),
    }
}

pub(super) fn load(cx: &Cx, a: &[Value]) -> R {
    let finding = finding(cx, &a[1], &a[2], &a[3], &a[4])?;
    let (read, readline) = file_methods(cx, &a[0])?;
    let mut memo = Vec::new();
    Loader::new(cx, Input::File { read, readline, ahead: Vec::new(), at: 0 }, &mut memo, &finding).load()
}

static UNPICKLER_NEW: NativeDef =
    NativeDef::new("Unpickler(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=None)", |_, _| Ok(Value::NONE));

fn init_unpickler(cx: &Cx, this: &Value, raw: Args<'_>) -> R<()> {
    let a = construct::bind(cx, &UNPICKLER_NEW, raw)?;
    let (read, readline) = file_methods(cx, &a[0])?;
    let finding = finding(cx, &a[1], &a[2], &a[3], &a[4])?;
    for value in [&read, &readline].into_iter().chain(&finding.buffers) {
        publish_into(this, value);
    }
    let Finding { fix_imports, encoding, errors, buffers, .. } = finding;
    let state = UnpicklerState { read, readline, memo: Vec::new(), fix_imports, encoding, errors, buffers };
    let before = unpickler(cx, this)?.0.lock().replace(state);
    drop(before);
    Ok(())
}

fn unpickler<'a>(cx: &Cx, value: &'a Value) -> R<&'a Unpickler> {
    Native::<Unpickler>::of(value).ok_or_else(|| cx.type_error("expected an Unpickler"))
}

fn unpickler_load(cx: &Cx, a: &[Value]) -> R {
    let this = unpickler(cx, &a[0])?;
    let (find_class, persistent_load) = (overriding(cx, &a[0], "find_class")?, overriding(cx, &a[0], "persistent_load")?);
    let Some(mut state) = this.0.lock().take() else {
        let message = format!("Unpickler.__init__() was not called by {}.__init__()", type_of(&a[0]).message_name());
        return Err(names::unpickling_error(cx, &message));
    };
    let finding = Finding {
        find_class,
        persistent_load,
        fix_imports: state.fix_imports,
        encoding: state.encoding.clone(),
        errors: state.errors.clone(),
        buffers: state.buffers.clone(),
    };
    let input = Input::File { read: state.read.clone(), readline: state.readline.clone(), ahead: Vec::new(), at: 0 };
    let result = Loader::new(cx, input, &mut state.memo, &finding).load();
    if a[0].header().is_some_and(|header| !header.is_local()) {
        state.memo.iter().for_each(Value::publish);
    }
    *this.0.lock() = Some(state);
    result
}

fn find_class(cx: &Cx, a: &[Value]) -> R {
    let (Some(module), Some(name)) = (names::text(&a[1]), names::text(&a[2])) else {
        return Err(cx.type_error("find_class() arguments must be str"));
    };
    let fix_imports = unpickler(cx, &a[0])?.0.lock().as_ref().is_some_and(|state| state.fix_imports);
    let (module, name) = if fix_imports { ops::to_new(&module, &name) } else { (module.as_str(), name.as_str()) };
    names::find_class(cx, module, name, true)
}

static UNPICKLER_DEF: TypeDef = TypeDef {
    name: "Unpickler",
    module: "_pickle",
    doc: "Reads objects from a file in the pickle format.",
    subclassable: true,
    has_dict: true,
    slots: Slots { new: Some(|_, class, _| Ok(Native::make(class, Unpickler::default()))), init: Some(init_unpickler), ..Slots::NONE },
    methods: &[
        NativeDef::new("load(self, /)", unpickler_load),
        NativeDef::new("find_class(self, module_name, global_name, /)", find_class),
        NativeDef::new("persistent_load(self, pid, /)", |cx, _| {
            let message = "A load persistent id instruction was encountered, but no persistent_load function was specified.";
            Err(names::unpickling_error(cx, message))
        }),
    ],
    getset: &[GetSet { name: "__dict__", get: attr::instance_dict, set: Some(crate::object::class::set_instance_dict) }],
    ..TypeDef::EMPTY
};
pub(super) static UNPICKLER: Type = Type::from_def(&UNPICKLER_DEF);
