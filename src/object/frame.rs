//! Frame objects: what a running frame, or an entry of a traceback, looked like when it was asked for. Knows no running.
//!
//! A frame object is a picture, not a window: the frame it was made from goes on and ends without it. Only the line of a module's or a
//! class's frame is told as it is now.

use super::cell::Cell;
use super::code::{Body, Code, CodeInfo, code_flag};
use super::cx::Cx;
use super::dict::Dict;
use super::native::{GetSet, NativeDef};
use super::payload::{Native, Payload};
use super::slots::Slots;
use super::stack::Fp;
use super::str::{Name, Str};
use super::traceback::Traceback;
use super::ty::{Type, TypeDef};
use super::value::{Object, R, Value};
use crate::memory::Header;

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

/// What can be told of a frame of another strand: nothing that is LOCAL to that.
pub(crate) struct Seen {
    code: Result<Value, CodeInfo>,
    globals: Option<Value>,
    /// The namespace of a class body.
    names: Option<Value>,
    locals: Vec<Variable>,
    line: u32,
}

struct Variable {
    name: Name,
    /// The value, or the cell that it is in.
    value: Value,
    has_cell: bool,
}

/// A value held by the frame of a strand that stands still, unless it is the strand's own.
fn if_shared(value: &Value) -> Option<Value> {
    let is_local = value.header().is_some_and(Header::is_local);
    (!value.is_unset() && !is_local).then(|| value.clone())
}

/// A running frame and those that called it, innermost first. See `stacks` for what may be done here.
pub(crate) fn seen_from_outside(innermost: Option<Fp>) -> Vec<Seen> {
    let mut all = Vec::new();
    let mut next = innermost;
    while let Some(fp) = next {
        next = fp.head().previous;
        let code = fp.code();
        let info = &code.info;
        let is_function = info.flags & code_flag::OPTIMIZED != 0;
        let mut locals = Vec::new();
        if is_function && all.len() < FRAMES_WITH_LOCALS {
            let own = info.varnames.iter().zip(0..).map(|(name, index)| (*name, fp.local(index), info.cells.contains(&index)));
            let outer = info.freevars.iter().zip(0..).map(|(name, index)| (*name, fp.closure(index), true));
            let shown = own.chain(outer).filter(|(name, ..)| !name.bytes().starts_with(b"."));
            locals.extend(shown.filter_map(|(name, value, has_cell)| match value.get::<Cell>() {
                // The strand's own stands as still as the strand.
                Some(cell) if has_cell && cell.is_local() => cell.glance(if_shared).map(|value| Variable { name, value, has_cell: false }),
                _ => Some(Variable { name, value: if_shared(value)?, has_cell }),
            }));
        }
        all.push(Seen {
            code: if Object::header(code).is_local() { Err(look_of(info)) } else { Ok(code.value()) },
            globals: (!Object::header(fp.globals()).is_local()).then(|| fp.globals().value()),
            names: fp.names().and_then(if_shared),
            locals,
            line: info.source.line_of(fp.head().position.get()),
        });
    }
    all
}

/// What code looks like, without what it holds.
fn look_of(info: &CodeInfo) -> CodeInfo {
    CodeInfo {
        name: info.name,
        qualname: info.qualname,
        source: info.source.clone(),
        varnames: info.varnames.clone(),
        cells: info.cells.clone(),
        freevars: info.freevars.clone(),
        names: info.names.clone(),
        doc: Value::NONE,
        consts: Vec::new(),
        hidden: Vec::new(),
        pinned: false,
        ..*info
    }
}

/// Stands in for the body of code that is another strand's own.
struct BodyOfOthers;

impl Body for BodyOfOthers {
    fn run(&self, cx: &Cx, _: Fp) -> R {
        Err(cx.runtime_error("code that is only a frame's of another thread cannot be run"))
    }
}

/// The frame object of the innermost of these frames.
pub(crate) fn from_seen(frames: &[Seen]) -> Option<Value> {
    frames.iter().rev().fold(None, |back, seen| {
        let code = match &seen.code {
            Ok(code) => code.clone(),
            Err(info) => Code::new(look_of(info), Box::new(BodyOfOthers)).into_value(),
        };
        let globals = seen.globals.clone().unwrap_or_else(|| Dict::new().into_value());
        let is_function = code.get::<Code>().is_some_and(|code| code.has(code_flag::OPTIMIZED));
        let locals = match &seen.names {
            Some(names) => names.clone(),
            None if is_function => locals_seen(&seen.locals),
            None => globals.clone(),
        };
        let back = back.unwrap_or(Value::NONE);
        Some(Native::make(&FRAME, Frame { code, globals, locals, back, line: seen.line, place: None }))
    })
}

fn locals_seen(locals: &[Variable]) -> Value {
    let dict = Dict::new();
    for Variable { name, value, has_cell } in locals {
        let value = match value.get::<Cell>() {
            Some(cell) if *has_cell => cell.get(),
            _ => value.clone(),
        };
        if !value.is_unset() {
            dict.set_name(*name, value);
        }
    }
    dict.into_value()
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
