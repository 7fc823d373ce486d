//! Traceback objects: where an exception passed. Knows code and spans, no printing.

use super::code::Code;
use super::dict::Dict;
use super::kinds::{Kind, Layout, alloc, object};
use super::native::GetSet;
use super::slot::Slot;
use super::ty::{Type, TypeDef};
use super::value::{Object, Ref, Value};
use crate::memory::Header;
use crate::source::Span;

#[repr(C)]
pub(crate) struct Traceback {
    head: Header,
    pub(crate) code: Ref<Code>,
    pub(crate) globals: Ref<Dict>,
    pub(crate) span: Span,
    /// The inner entry, or None.
    next: Slot,
    /// The frame object, made when asked for; Unset before.
    pub(crate) frame: Slot,
}

object!(Traceback, Traceback, TRACEBACK);

impl Layout for Traceback {
    const TRACKED: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(self.code.as_value());
        visit(self.globals.as_value());
        // SAFETY: visiting happens on the owner strand or with all others stopped.
        unsafe {
            visit(self.next.borrow());
            visit(self.frame.borrow());
        }
    }
}

impl Traceback {
    pub(crate) fn new(code: Ref<Code>, globals: Ref<Dict>, span: Span, next: Value) -> Ref<Traceback> {
        let head = Header::new(Kind::Traceback as u8, TRACEBACK.header(), 0);
        alloc(Traceback { head, code, globals, span, next: Slot::new(next), frame: Slot::unset() })
    }

    pub(crate) fn next(&self) -> Value {
        self.next.get(&self.head)
    }

    pub(crate) fn set_next(&self, next: Value) {
        drop(self.next.put(&self.head, next));
    }

    /// Line, from 1.
    pub(crate) fn line(&self) -> u32 {
        self.code.info.source.line_of(self.span.start)
    }
}

static TRACEBACK_DEF: TypeDef = TypeDef {
    name: "traceback",
    kind: Kind::Traceback,
    getset: &[
        GetSet {
            name: "tb_lineno",
            get: |_, t| Ok(t.get::<Traceback>().map_or(Value::NONE, |t| Value::int(i64::from(t.line())))),
            set: None,
        },
        GetSet { name: "tb_frame", get: |_, t| Ok(t.get::<Traceback>().map_or(Value::NONE, super::frame::of_traceback)), set: None },
        GetSet { name: "tb_lasti", get: |_, _| Ok(Value::int(0)), set: None },
        GetSet {
            name: "tb_next",
            get: |_, t| Ok(t.get::<Traceback>().map_or(Value::NONE, Traceback::next)),
            set: Some(|cx, t, v| match (t.get::<Traceback>(), v) {
                (Some(t), Some(v)) if v.is_none() || v.get::<Traceback>().is_some() => {
                    t.set_next(v);
                    Ok(())
                }
                _ => Err(cx.type_error("expected traceback object or None")),
            }),
        },
    ],
    ..TypeDef::EMPTY
};
pub(crate) static TRACEBACK: Type = Type::from_def(&TRACEBACK_DEF);
