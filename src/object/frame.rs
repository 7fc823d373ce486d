//! Frame objects: what a running frame, or an entry of a traceback, looked like when it was asked for. Knows no running.
//!
//! A frame object is a picture, not a window: the frame it was made from goes on and ends without it. Only the line of a module's or a
//! class's frame is told as it is now.

use super::cell::Cell;
use super::code::{Code, code_flag};
use super::cx::Cx;
use super::dict::Dict;
use super::native::{GetSet, NativeDef};
use super::payload::{Native, Payload};
use super::slots::Slots;
use super::stack::Fp;
use super::str::Str;
use super::traceback::Traceback;
use super::ty::{Type, TypeDef};
use super::value::{Object, R, Value};

/// Frames farther out than this are shown without their locals: deep recursion would copy all of its stack.
const FRAMES_WITH_LOCALS: usize = 32;

struct Frame {
    code: Value,
    globals: Value,
    locals: Value,
    back: Value,
    line: u32,
    /// Where the frame of a module or a class runs, if it is one: as long as it does, its line is looked up.
    place: Option<usize>,
}

impl Frame {
    /// The line that runs, or that ran when the picture was made.
    fn line(&self, cx: &Cx) -> u32 {
        let Some(place) = self.place else { return self.line };
        let mut next = cx.frame();
        while let Some(fp) = next {
            if fp.address() == place && fp.code().value().is(&self.code) {
                return fp.code().info.source.line_of(fp.head().position.get());
            }
            next = fp.head().previous;
        }
        self.line
    }
}

impl Payload for Frame {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        for value in [&self.code, &self.globals, &self.locals, &self.back] {
            visit(value);
        }
    }
}

/// The names and values of the frame's local variables: a fresh dict in functions, the namespace itself elsewhere.
pub(crate) fn locals(fp: Fp) -> Value {
    if let Some(names) = fp.names() {
        return names.clone();
    }
    let info = &fp.code().info;
    if info.flags & code_flag::OPTIMIZED == 0 {
        return fp.globals().value();
    }
    let dict = Dict::new();
    for (index, name) in info.varnames.iter().enumerate() {
        let value = fp.local(index as u32);
        // A variable that inner functions use lives in a cell.
        let value = match value.get::<Cell>() {
            Some(cell) if info.cells.contains(&(index as u32)) => cell.get(),
            _ => value.clone(),
        };
        // Names with a dot are the hidden arguments of comprehensions.
        if !value.is_unset() && !name.bytes().starts_with(b".") {
            dict.set_name(*name, value);
        }
    }
    for (index, name) in info.freevars.iter().enumerate() {
        if let Some(cell) = fp.closure(index as u32).get::<Cell>() {
            let value = cell.get();
            if !value.is_unset() {
                dict.set_name(*name, value);
            }
        }
    }
    dict.into_value()
}

/// The first argument of a function that calls it `self`.
pub(crate) fn self_argument(fp: Fp) -> Option<Value> {
    let info = &fp.code().info;
    if info.arg_count == 0 || fp.names().is_some() || info.varnames.first()?.bytes() != b"self" {
        return None;
    }
    let value = fp.local(0);
    let value = match value.get::<Cell>() {
        Some(cell) if info.cells.contains(&0) => cell.get(),
        _ => value.clone(),
    };
    Some(value).filter(|value| !value.is_unset())
}

/// A picture of a running frame and those that called it.
pub(crate) fn from_running(fp: Fp) -> Value {
    let mut chain = Vec::new();
    let mut next = Some(fp);
    while let Some(fp) = next {
        chain.push(fp);
        next = fp.head().previous;
    }
    let mut back = Value::NONE;
    for (depth, fp) in chain.into_iter().enumerate().rev() {
        let code = fp.code();
        let locals = if depth < FRAMES_WITH_LOCALS { locals(fp) } else { Dict::new().into_value() };
        back = Native::make(
            &FRAME,
            Frame {
                code: code.value(),
                globals: fp.globals().value(),
                locals,
                back,
                line: code.info.source.line_of(fp.head().position.get()),
                place: (code.info.flags & code_flag::OPTIMIZED == 0).then(|| fp.address()),
            },
        );
    }
    back
}

/// What can be told of the frame an exception passed through.
fn from_traceback(traceback: &Traceback) -> Value {
    let optimized = traceback.code.info.flags & code_flag::OPTIMIZED != 0;
    let locals = if optimized { Dict::new().into_value() } else { traceback.globals.value() };
    Native::make(
        &FRAME,
        Frame {
            code: traceback.code.value(),
            globals: traceback.globals.value(),
            locals,
            back: Value::NONE,
            line: traceback.line(),
            place: None,
        },
    )
}

/// `traceback.tb_frame`, made once.
pub(crate) fn of_traceback(traceback: &Traceback) -> Value {
    let made = traceback.frame.get(Object::header(traceback));
    if !made.is_unset() {
        return made;
    }
    let frame = from_traceback(traceback);
    drop(traceback.frame.put(Object::header(traceback), frame.clone()));
    frame
}

fn field(value: &Value, get: fn(&Frame) -> Value) -> R {
    Ok(Native::<Frame>::of(value).map_or(Value::NONE, get))
}

fn repr(cx: &Cx, value: &Value) -> R {
    let Some(frame) = Native::<Frame>::of(value) else {
        return Ok(Str::from_str("<frame>").into_value());
    };
    let (name, file) = match frame.code.get::<Code>() {
        Some(code) => (code.info.name.to_string(), code.info.source.name().to_string()),
        None => Default::default(),
    };
    let text = format!("<frame at {:#x}, file '{file}', line {}, code {name}>", value.identity(), frame.line(cx));
    Ok(Str::from_str(&text).into_value())
}

fn get_line(cx: &Cx, value: &Value) -> R {
    Ok(Native::<Frame>::of(value).map_or(Value::NONE, |frame| Value::int(i64::from(frame.line(cx)))))
}

fn builtins(cx: &Cx, _: &Value) -> R {
    Ok(cx.interp.builtins().as_value().clone())
}

fn none(_: &Cx, _: &Value) -> R {
    Ok(Value::NONE)
}

/// Assigning a trace function has no effect: there is no tracing.
fn ignore(_: &Cx, _: &Value, _: Option<Value>) -> R<()> {
    Ok(())
}

static DEF: TypeDef = TypeDef {
    name: "frame",
    slots: Slots { repr: Some(repr), ..Slots::NONE },
    methods: &[NativeDef::new("clear(self, /)", |_, _| Ok(Value::NONE))],
    getset: &[
        GetSet { name: "f_code", get: |_, f| field(f, |f| f.code.clone()), set: None },
        GetSet { name: "f_globals", get: |_, f| field(f, |f| f.globals.clone()), set: None },
        GetSet { name: "f_locals", get: |_, f| field(f, |f| f.locals.clone()), set: None },
        GetSet { name: "f_back", get: |_, f| field(f, |f| f.back.clone()), set: None },
        GetSet { name: "f_lineno", get: get_line, set: Some(ignore) },
        GetSet { name: "f_lasti", get: |_, f| field(f, |_| Value::int(0)), set: None },
        GetSet { name: "f_builtins", get: builtins, set: None },
        GetSet { name: "f_trace", get: none, set: Some(ignore) },
    ],
    ..TypeDef::EMPTY
};
pub(crate) static FRAME: Type = Type::from_def(&DEF);
