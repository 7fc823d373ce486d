//! Cells: variables shared between a function and the functions inside it. Knows nothing of frames.

use super::args::Args;
use super::cx::Cx;
use super::kinds::{Kind, Layout, alloc, object};
use super::native::GetSet;
use super::slot::Slot;
use super::slots::Slots;
use super::str::Str;
use super::ty::{Type, TypeDef, type_of};
use super::value::{Object, R, Ref, Value};
use crate::memory::Header;

#[repr(C)]
pub(crate) struct Cell {
    head: Header,
    value: Slot,
}

object!(Cell, Cell, CELL);

impl Layout for Cell {
    const TRACKED: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        // SAFETY: visiting happens on the owner strand or with all others stopped.
        visit(unsafe { self.value.borrow() });
    }
    fn clear(&self) {
        drop(self.set(Value::UNSET));
    }
}

impl Cell {
    /// A cell holding `value` (Unset: empty).
    pub(crate) fn new(value: Value) -> Ref<Cell> {
        alloc(Cell { head: Header::new(Kind::Cell as u8, CELL.header(), 0), value: Slot::new(value) })
    }

    /// The value, Unset if empty.
    #[inline(always)]
    pub(crate) fn get(&self) -> Value {
        self.value.get(&self.head)
    }

    /// Looks at the value without counting it. `look` runs no code of scripts; see [`Slot::glance`] for a SHARED cell.
    #[inline(always)]
    pub(crate) fn glance<T>(&self, look: impl FnOnce(&Value) -> Option<T>) -> Option<T> {
        if self.is_local() {
            // SAFETY: LOCAL, and nothing stores to the cell while `look` looks.
            return look(unsafe { self.value.borrow() });
        }
        self.value.glance(&self.head, self.head.version(), look)
    }

    /// Replaces the value and returns the old one.
    #[inline(always)]
    pub(crate) fn set(&self, value: Value) -> Value {
        self.value.put(&self.head, value)
    }

    /// Replaces the value of a LOCAL cell by what `update`, which runs no code of scripts, makes of it; false if it makes nothing.
    #[inline(always)]
    pub(crate) fn update_local(&self, update: impl FnOnce(&Value) -> Option<Value>) -> bool {
        self.is_local() && self.value.update_local(update)
    }

    /// Replaces the value by `new` if it still is `old`: how augmented assignment loses no update.
    pub(crate) fn replace_if(&self, old: &Value, new: Value) -> Result<(), Value> {
        self.value.put_if(&self.head, old, new).map(drop)
    }

    #[inline(always)]
    pub(crate) fn is_local(&self) -> bool {
        self.head.is_local()
    }
}

fn get_contents(cx: &Cx, cell: &Value) -> R {
    let value = cell.get::<Cell>().map_or(Value::UNSET, Cell::get);
    if value.is_unset() { Err(cx.value_error("cell is empty")) } else { Ok(value) }
}

fn set_contents(_: &Cx, cell: &Value, value: Option<Value>) -> R<()> {
    if let Some(cell) = cell.get::<Cell>() {
        drop(cell.set(value.unwrap_or(Value::UNSET)));
    }
    Ok(())
}

fn repr(_: &Cx, cell: &Value) -> R {
    let value = cell.get::<Cell>().map_or(Value::UNSET, Cell::get);
    let text = if value.is_unset() {
        format!("<cell at {:#x}: empty>", cell.identity())
    } else {
        format!("<cell at {:#x}: {} object at {:#x}>", cell.identity(), type_of(&value).message_name(), value.identity())
    };
    Ok(Str::from_str(&text).into_value())
}

fn new(_: &Cx, _: &Type, args: Args<'_>) -> R {
    Ok(Cell::new(args.pos().first().cloned().unwrap_or(Value::UNSET)).into_value())
}

static CELL_DEF: TypeDef = TypeDef {
    name: "cell",
    kind: Kind::Cell,
    slots: Slots { repr: Some(repr), new: Some(new), ..Slots::NONE },
    getset: &[GetSet { name: "cell_contents", get: get_contents, set: Some(set_contents) }],
    ..TypeDef::EMPTY
};
pub(crate) static CELL: Type = Type::from_def(&CELL_DEF);
