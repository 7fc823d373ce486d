//! Reading names: locals, cells, globals and builtins, namespaces.

use super::At;
use crate::object::cell::Cell;
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::exception::KEY_ERROR;
use crate::object::module::Module;
use crate::object::protocol;
use crate::object::stack::Fp;
use crate::object::str::Name;
use crate::object::str::known_name;
use crate::object::value::{R, Raised, Value};
use crate::source::Span;
use crate::tree::nodes::*;
use crate::tree::operand::{Free, Global, Operand, unbound};
use crate::tree::{Expr, truth};
use std::sync::atomic::Ordering::Relaxed;

impl Expr for LocalGet {
    #[inline]
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        let value = fp.local(self.0.slot);
        if value.is_unset() { Err(self.0.unbound(cx, fp)) } else { Ok(value.clone()) }
    }

    fn quick(&self, _: &Cx, fp: Fp) -> Option<Value> {
        Some(fp.local(self.0.slot)).filter(|value| !value.is_unset()).cloned()
    }

    fn is_quick(&self) -> bool {
        true
    }

    fn eval_bool(&self, cx: &Cx, fp: Fp) -> R<bool> {
        match fp.local(self.0.slot).as_bool() {
            Some(truth) => Ok(truth),
            None => self.truth(cx, fp),
        }
    }

    fn span(&self) -> Span {
        self.0.span
    }
}

impl LocalGet {
    #[inline(never)]
    fn truth(&self, cx: &Cx, fp: Fp) -> R<bool> {
        let value = fp.local(self.0.slot);
        if value.is_unset() { Err(self.0.unbound(cx, fp)) } else { truth(cx, fp, value, self.0.span) }
    }
}

impl Expr for ConstGet {
    #[inline]
    fn eval(&self, _: &Cx, _: Fp) -> R {
        Ok(self.0.0.clone())
    }

    fn quick(&self, _: &Cx, _: Fp) -> Option<Value> {
        Some(self.0.0.clone())
    }

    fn is_quick(&self) -> bool {
        true
    }
}

impl Expr for CellGet {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        let value = cell_value(fp.local(self.slot));
        if value.is_unset() {
            return Err(unbound(cx, fp, self.slot)).at(cx, self.span);
        }
        Ok(value)
    }

    fn quick(&self, _: &Cx, fp: Fp) -> Option<Value> {
        glance_cell(fp.local(self.slot), Value::try_clone)
    }

    fn is_quick(&self) -> bool {
        true
    }

    fn span(&self) -> Span {
        self.span
    }
}

impl FreeGet {
    #[inline(always)]
    pub(crate) fn load(&self, cx: &Cx, fp: Fp) -> R {
        let value = cell_value(fp.closure(self.index));
        if value.is_unset() { Err(unbound_free(cx, self.name)).at(cx, self.span) } else { Ok(value) }
    }
}

impl Expr for FreeGet {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        self.load(cx, fp)
    }

    fn quick(&self, _: &Cx, fp: Fp) -> Option<Value> {
        glance_cell(fp.closure(self.index), Value::try_clone)
    }

    fn is_quick(&self) -> bool {
        true
    }

    fn span(&self) -> Span {
        self.span
    }
}

impl Operand for Free {
    type Out<'a> = Value;
    #[inline(always)]
    fn glance<T>(&self, _: &Cx, fp: Fp, look: impl FnOnce(&Value) -> Option<T>) -> Option<T> {
        glance_cell(fp.closure(self.0.index), look)
    }
    const GLANCES: bool = true;
    #[inline(always)]
    fn get(&self, cx: &Cx, fp: Fp) -> R {
        self.0.load(cx, fp)
    }
    #[inline(always)]
    fn own(value: Value) -> Value {
        value
    }
}

impl Operand for Global {
    type Out<'a> = Value;
    #[inline(always)]
    fn glance<T>(&self, _: &Cx, fp: Fp, look: impl FnOnce(&Value) -> Option<T>) -> Option<T> {
        self.0.glance_global(fp, look)
    }
    const GLANCES: bool = true;
    #[inline(always)]
    fn get(&self, cx: &Cx, fp: Fp) -> R {
        self.0.load(cx, fp)
    }
    #[inline(always)]
    fn own(value: Value) -> Value {
        value
    }
}

#[cold]
pub(crate) fn unbound_free(cx: &Cx, name: Name) -> Raised {
    let message = format!("cannot access free variable '{name}' where it is not associated with a value in enclosing scope");
    cx.name_error(name, message)
}

/// The value in a cell, Unset if it is empty.
#[inline(always)]
pub(crate) fn cell_value(cell: &Value) -> Value {
    cell.get::<Cell>().map_or(Value::UNSET, Cell::get)
}

/// Looks at the value in a cell, see [`Cell::glance`]. None: there is none, or `look` gave None.
#[inline(always)]
fn glance_cell<T>(cell: &Value, look: impl FnOnce(&Value) -> Option<T>) -> Option<T> {
    cell.get::<Cell>()?.glance(|value| if value.is_unset() { None } else { look(value) })
}

/// Entry number that says "not there".
const MISSING: u32 = u32::MAX;

fn pack(version: u32, entry: u32) -> u64 {
    u64::from(version) << 32 | u64::from(entry)
}

impl GlobalGet {
    /// The value of the name in globals, then builtins.
    #[inline(always)]
    pub(crate) fn load(&self, cx: &Cx, fp: Fp) -> R {
        let globals = fp.globals();
        let seen = self.cache.in_globals.load(Relaxed);
        let (version, entry) = ((seen >> 32) as u32, seen as u32);
        if entry != MISSING {
            if let Some(value) = globals.get_cached(version, entry) {
                return Ok(value);
            }
        } else if globals.keys_version() == version {
            let seen = self.cache.in_builtins.load(Relaxed);
            if let Some(value) = cx.interp.builtins().get_cached((seen >> 32) as u32, seen as u32) {
                return Ok(value);
            }
        }
        self.load_slow(cx, fp)
    }

    /// Looks at the value without counting it if the name is a global's.
    #[inline(always)]
    fn glance_global<T>(&self, fp: Fp, look: impl FnOnce(&Value) -> Option<T>) -> Option<T> {
        let seen = self.cache.in_globals.load(Relaxed);
        if seen as u32 == MISSING {
            return None;
        }
        fp.globals().glance_cached((seen >> 32) as u32, seen as u32, look)
    }

    /// Looks at the value without counting it if the name is a builtin's and no global's.
    #[inline(always)]
    pub(crate) fn glance_builtin<T>(&self, cx: &Cx, fp: Fp, look: impl FnOnce(&Value) -> Option<T>) -> Option<T> {
        let seen = self.cache.in_globals.load(Relaxed);
        if seen as u32 != MISSING || fp.globals().keys_version() != (seen >> 32) as u32 {
            return None;
        }
        let seen = self.cache.in_builtins.load(Relaxed);
        cx.interp.builtins().glance_cached((seen >> 32) as u32, seen as u32, look)
    }

    #[inline(never)]
    fn load_slow(&self, cx: &Cx, fp: Fp) -> R {
        let globals = fp.globals();
        let (version, entry) = globals.cache_entry(self.name);
        if let Some(entry) = entry {
            self.cache.in_globals.store(pack(version, entry), Relaxed);
        }
        if let Some(value) = globals.get_name(self.name) {
            return Ok(value);
        }
        if let Some(given) = given_builtins(cx, globals) {
            return lookup_in_given(cx, &given, self.name, self.span);
        }
        let builtins = cx.interp.builtins();
        let (builtin_version, builtin_entry) = builtins.cache_entry(self.name);
        if let (None, Some(builtin)) = (entry, builtin_entry) {
            self.cache.in_builtins.store(pack(builtin_version, builtin), Relaxed);
            self.cache.in_globals.store(pack(version, MISSING), Relaxed);
        }
        match builtins.get_name(self.name) {
            Some(value) => Ok(value),
            None => Err(cx.name_error(self.name, format!("name '{}' is not defined", self.name))).at(cx, self.span),
        }
    }
}

impl Expr for GlobalGet {
    #[inline]
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        self.load(cx, fp)
    }

    fn quick(&self, cx: &Cx, fp: Fp) -> Option<Value> {
        self.glance_global(fp, Value::try_clone).or_else(|| self.glance_builtin(cx, fp, Value::try_clone))
    }

    fn is_quick(&self) -> bool {
        true
    }

    fn span(&self) -> Span {
        self.span
    }
}

/// The builtins of code that was given others than the interpreter's, as `__builtins__` of its globals: a mapping or anything.
#[cold]
pub(crate) fn given_builtins(cx: &Cx, globals: &Dict) -> Option<Value> {
    let given = globals.get_name(known_name!("__builtins__"))?;
    let given = match given.get::<Module>() {
        Some(module) => module.dict().as_value().clone(),
        None => given,
    };
    if given.is(cx.interp.builtins().as_value()) { None } else { Some(given) }
}

#[cold]
fn lookup_in_given(cx: &Cx, builtins: &Value, name: Name, span: Span) -> R {
    match lookup_in_namespace(cx, builtins, name).at(cx, span)? {
        Some(value) => Ok(value),
        None => Err(cx.name_error(name, format!("name '{name}' is not defined"))).at(cx, span),
    }
}

/// Looks a name up in a frame's namespace: any mapping.
pub(crate) fn lookup_in_namespace(cx: &Cx, names: &Value, name: Name) -> R<Option<Value>> {
    if let Some(dict) = names.get_exact::<Dict>() {
        return Ok(dict.get_name(name));
    }
    let result = protocol::getitem(cx, names, &name.value());
    cx.absorb(result, &KEY_ERROR)
}

impl Expr for NameGet {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        if let Some(names) = fp.names()
            && let Some(value) = lookup_in_namespace(cx, names, self.name)?
        {
            return Ok(value);
        }
        if let Some(index) = self.free {
            let value = cell_value(fp.closure(index));
            return if value.is_unset() { Err(unbound_free(cx, self.name)).at(cx, self.span) } else { Ok(value) };
        }
        if let Some(value) = fp.globals().get_name(self.name) {
            return Ok(value);
        }
        if let Some(given) = given_builtins(cx, fp.globals()) {
            return lookup_in_given(cx, &given, self.name, self.span);
        }
        if let Some(value) = cx.interp.builtins().get_name(self.name) {
            return Ok(value);
        }
        Err(cx.name_error(self.name, format!("name '{}' is not defined", self.name))).at(cx, self.span)
    }

    fn span(&self) -> Span {
        self.span
    }
}

impl Expr for NamedExpr {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        let value = self.value.eval(cx, fp)?;
        self.target.store(cx, fp, value.clone())?;
        Ok(value)
    }

    fn span(&self) -> Span {
        self.span
    }
}
