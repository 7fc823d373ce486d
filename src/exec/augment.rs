//! Augmented assignment. Shared places lose no update when the operands are builtin objects: the new value replaces the old one only
//! if the place still holds what was read (compare and swap under the object's lock), else it is computed again.

use super::At;
use super::operators::arithmetic;
use super::targets::{store_name, undefined};
use super::variables::{cell_value, unbound_free};
use crate::object::attr;
use crate::object::attrs::{DICT_MODE, Refused};
use crate::object::cell::Cell;
use crate::object::cx::Cx;
use crate::object::descriptor::as_member;
use crate::object::dict::Dict;
use crate::object::instance::{Instance, attrs_of};
use crate::object::list::List;
use crate::object::module::Module;
use crate::object::number;
use crate::object::protocol;
use crate::object::slots::BinOp;
use crate::object::stack::Fp;
use crate::object::str::{Name, known_name};
use crate::object::ty::{DICT, LIST, Type, is_data, type_flag, type_of};
use crate::object::value::{R, Raised, Value};
use crate::source::Span;
use crate::tree::nodes::*;
use crate::tree::operand::{Local, Operand, unbound};
use crate::tree::{Expr, Flow, Stmt};
use std::borrow::Borrow;

impl Stmt for Aug {
    fn exec(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        self.target.augment(cx, fp, self).at(cx, self.span)?;
        Ok(Flow::Next)
    }
}

impl AugTarget {
    /// `target op= value`. The target's object and key are evaluated once, before the value.
    fn augment(&self, cx: &Cx, fp: Fp, node: &Aug) -> R<()> {
        match self {
            AugTarget::Variable(target, span) => target.augment(cx, fp, node, *span),
            AugTarget::Attr(object, attribute, span) => {
                let object = object.eval(cx, fp)?;
                let old = super::attributes::load(cx, &object, attribute.name, &attribute.load).at(cx, *span)?;
                let right = node.value.eval(cx, fp)?;
                fp.stand_at(node.span);
                augment_attr(cx, node.op, &object, attribute, old, &right)
            }
            AugTarget::Item(object, key, span) => {
                let (object, key) = (object.eval(cx, fp)?, key.eval(cx, fp)?);
                let old = super::items::load(cx, &object, &key).at(cx, *span)?;
                let right = node.value.eval(cx, fp)?;
                fp.stand_at(node.span);
                augment_item(cx, node.op, &object, &key, old, &right)
            }
        }
    }
}

impl Target {
    fn augment(&self, cx: &Cx, fp: Fp, node: &Aug, span: Span) -> R<()> {
        match self {
            Target::Local(slot) => {
                // The value may bind the local: the lowering has another node for the others.
                let old = Local::own(Local { slot: *slot, span }.get(cx, fp)?);
                let right = node.value.eval(cx, fp)?;
                fp.stand_at(node.span);
                fp.set(*slot, inplace(cx, node.op, &old, &right)?);
                Ok(())
            }
            Target::Cell(slot) => augment_cell(cx, fp, node.op, (CellPlace::Own(*slot), span), || node.value.eval(cx, fp)),
            Target::Free(index) => augment_cell(cx, fp, node.op, (CellPlace::Free(*index), span), || node.value.eval(cx, fp)),
            Target::Global(store) => augment_global(cx, fp, node, store),
            Target::Name(name) => {
                let load = NameGet { name: *name, free: None, span };
                let old = crate::tree::Expr::eval(&load, cx, fp)?;
                let right = node.value.eval(cx, fp)?;
                fp.stand_at(node.span);
                store_name(cx, fp, *name, inplace(cx, node.op, &old, &right)?)
            }
            Target::Place(_) | Target::Unpack(_) => unreachable!("no variable"),
        }
    }
}

/// `old op= right`: sums, differences and products of numbers of one word here, anything else by the types.
#[inline]
fn inplace(cx: &Cx, op: BinOp, old: &Value, right: &Value) -> R {
    let short = match op {
        BinOp::Add => arithmetic::<Add>(old, right),
        BinOp::Sub => arithmetic::<Sub>(old, right),
        BinOp::Mul => arithmetic::<Mul>(old, right),
        _ => None,
    };
    match short {
        Some(result) => Ok(result),
        None => number::inplace(cx, op, old, right),
    }
}

/// Repeats load, operate, compare-and-swap until no other strand came between. With operands that run user code it stores once.
fn retry(
    cx: &Cx,
    op: BinOp,
    right: &Value,
    load: impl Fn() -> R,
    swap: impl Fn(&Value, Value) -> R<Result<(), Value>>,
    store: impl FnOnce(Value) -> R<()>,
) -> R<()> {
    loop {
        let old = load()?;
        let new = inplace(cx, op, &old, right)?;
        if !number::is_builtin_operation(&old, right) || new.is(&old) {
            return store(new);
        }
        if swap(&old, new)?.is_ok() {
            return Ok(());
        }
        cx.safepoint()?;
    }
}

impl CellPlace {
    #[inline(always)]
    fn cell<'a>(self, fp: Fp) -> &'a Value {
        match self {
            CellPlace::Own(slot) => fp.local(slot),
            CellPlace::Free(index) => fp.closure(index),
        }
    }

    #[cold]
    fn unbound(self, cx: &Cx, fp: Fp) -> Raised {
        match self {
            CellPlace::Own(slot) => unbound(cx, fp, slot),
            CellPlace::Free(index) => {
                let name = fp.code().info.freevars.get(index as usize).copied().unwrap_or_else(|| Name::new("?"));
                unbound_free(cx, name)
            }
        }
    }
}

impl<O: Operator, Rt: Operand> Stmt for AugCell<O, Rt> {
    /// The short way: a number in a LOCAL cell.
    #[inline]
    fn exec(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        if let Some(cell) = self.cell.cell(fp).get::<Cell>() {
            let update = |right: &Value| cell.update_local(|old| arithmetic::<O>(old, right)).then_some(());
            if self.value.peek(fp, update).is_some() {
                return Ok(Flow::Next);
            }
        }
        self.general(cx, fp)
    }
}

impl<O: Operator, Rt: Operand> AugCell<O, Rt> {
    #[inline(never)]
    fn general(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        let target = (self.cell, Span::new(self.span.start, self.target_end));
        let right = || {
            let right = self.value.get(cx, fp).map(Rt::own);
            fp.stand_at(self.span);
            right
        };
        augment_cell(cx, fp, O::OP, target, right).at(cx, self.span)?;
        Ok(Flow::Next)
    }
}

fn augment_cell(cx: &Cx, fp: Fp, op: BinOp, target: (CellPlace, Span), value: impl FnOnce() -> R) -> R<()> {
    let (target, span) = target;
    let cell = target.cell(fp);
    let error = || Err(target.unbound(cx, fp));
    let load = || {
        let value = cell_value(cell);
        if value.is_unset() { error().at(cx, span) } else { Ok(value) }
    };
    let old = load()?;
    let right = value()?;
    let Some(place) = cell.get::<Cell>() else { return error().at(cx, span).map(drop) };
    if place.is_local() {
        // Nobody else can come between.
        drop(place.set(inplace(cx, op, &old, &right)?));
        return Ok(());
    }
    retry(
        cx,
        op,
        &right,
        load,
        |old, new| Ok(place.replace_if(old, new)),
        |new| {
            drop(place.set(new));
            Ok(())
        },
    )
}

fn augment_global(cx: &Cx, fp: Fp, node: &Aug, target: &GlobalStore) -> R<()> {
    let Some(name) = &node.name else { return Err(undefined(cx, target.name)) };
    let load = || name.load(cx, fp);
    let old = load()?;
    let right = node.value.eval(cx, fp)?;
    fp.stand_at(node.span);
    let globals = fp.globals();
    if globals.is_local() {
        let new = inplace(cx, node.op, &old, &right)?;
        target.store(fp, new);
        return Ok(());
    }
    let swap = |old: &Value, new: Value| {
        // A builtin being shadowed has no global entry yet: it is stored.
        match globals.get_name(target.name) {
            Some(_) => globals.replace_if(cx, &target.name.value(), old, new),
            None => {
                globals.set_name(target.name, new);
                Ok(Ok(()))
            }
        }
    };
    retry(cx, node.op, &right, load, swap, |new| {
        target.store(fp, new);
        Ok(())
    })
}

impl AttrAccess {
    /// The slot of a LOCAL instance that is both read and written here, if the caches say so.
    #[inline(always)]
    fn plain_slot<'a>(&self, object: &'a Value) -> Option<(&'a Instance, u32)> {
        let (instance, slot) = self.load.instance.local_slot(object)?;
        self.store.replaces(instance, slot).then_some((instance, slot))
    }
}

impl<O: Operator, L: Operand, Rt: Operand> Stmt for AugAttr<O, L, Rt> {
    /// The short way: a number in a slot of a LOCAL instance. What is evaluated between may have changed the object: it is looked at again.
    #[inline]
    fn exec(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        if L::PEEKS && Rt::PEEKS {
            let update = |object: &Value| {
                let (instance, slot) = self.attribute.plain_slot(object)?;
                self.value.peek(fp, |right| instance.attrs.update_local(slot, |old| arithmetic::<O>(old, right)).then_some(()))
            };
            return match self.object.peek(fp, update) {
                Some(()) => Ok(Flow::Next),
                None => self.peeked(cx, fp),
            };
        }
        self.usual(cx, fp)
    }
}

impl<O: Operator, L: Operand, Rt: Operand> AugAttr<O, L, Rt> {
    #[inline(never)]
    fn peeked(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        self.usual(cx, fp)
    }

    #[inline(always)]
    fn usual(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        let object = self.object.get(cx, fp).at(cx, self.object_span())?;
        let slot = self.attribute.plain_slot(object.borrow());
        let old = match slot.and_then(|(instance, slot)| instance.attrs.get_local(slot)) {
            Some(old) => old,
            None => self.load(cx, object.borrow())?,
        };
        let right = self.value.get(cx, fp).at(cx, self.span)?;
        if let Some(result) = arithmetic::<O>(&old, right.borrow())
            && let Some((instance, slot)) = slot
            && (Rt::IS_SIMPLE || self.attribute.plain_slot(object.borrow()).is_some_and(|(_, now)| now == slot))
        {
            // Numbers of one word: nothing to count down.
            std::mem::forget(old);
            std::mem::forget(right);
            instance.attrs.set_local(slot, result);
            return Ok(Flow::Next);
        }
        self.general(cx, fp, object, old, right)
    }

    /// The text of `object.name`, at the start of the statement.
    fn object_span(&self) -> Span {
        Span { start: self.span.start, end: self.target_end }
    }

    #[inline(never)]
    fn load(&self, cx: &Cx, object: &Value) -> R {
        super::attributes::load(cx, object, self.attribute.name, &self.attribute.load).at(cx, self.object_span())
    }

    #[inline(never)]
    fn general(&self, cx: &Cx, fp: Fp, object: L::Out<'_>, old: Value, right: Rt::Out<'_>) -> R<Flow> {
        fp.stand_at(self.span);
        augment_attr(cx, O::OP, object.borrow(), &self.attribute, old, right.borrow()).at(cx, self.span)?;
        Ok(Flow::Next)
    }
}

/// `object.name op= right`, where `old` was read before `right` was evaluated.
fn augment_attr(cx: &Cx, op: BinOp, object: &Value, attribute: &AttrAccess, old: Value, right: &Value) -> R<()> {
    let Some(header) = object.header().filter(|header| !header.is_local()) else {
        let new = inplace(cx, op, &old, right)?;
        drop(old);
        return super::attributes::store(cx, object, attribute.name, new, &attribute.store);
    };
    drop(old);
    let name = attribute.name;
    let swap = |old: &Value, new: Value| {
        if let Some(class) = object.get::<Type>() {
            // A class attribute: its namespace is a dict; another's value found by inheritance is stored anew.
            let dict = class.dict();
            if class.is_heap() && dict.get_name(name).is_some() {
                let stays_data = is_data(&new) && is_data(old) && !name.is_dunder();
                let swapped = dict.replace_if(cx, &name.value(), old, new)?;
                if stays_data {
                    class.data_modified();
                } else {
                    class.modified();
                }
                return Ok(swapped);
            }
            attr::setattr(cx, object, name, new)?;
            return Ok(Ok(()));
        }
        if let Some(module) = object.get::<Module>() {
            return module.dict().replace_if(cx, &name.value(), old, new);
        }
        let found = type_of(object).lookup(cx, name);
        if let (Some(member), Some(attrs)) = (found.as_ref().and_then(as_member), attrs_of(header))
            && let Some(slot) = member.member_name()
        {
            // Reading it was allowed, so it is this object's.
            return match attrs.shape() != DICT_MODE {
                true => Ok(attrs.replace_if(header, slot, old, new)),
                false => match attrs.members(header).get::<Dict>() {
                    Some(members) => members.replace_if(cx, &slot.value(), old, new),
                    None => Ok(Err(new)),
                },
            };
        }
        let has_descriptor = found.is_some_and(|found| type_of(&found).slots().descr_set.is_some());
        let own = !has_descriptor && attr::own_attribute(cx, object, name)?.is_some();
        match attrs_of(header) {
            Some(attrs) if own && attrs.shape() != DICT_MODE => Ok(attrs.replace_if(header, name, old, new)),
            Some(attrs) if own => match attr::to_dict(cx, object, header, attrs).get::<Dict>() {
                Some(dict) => dict.replace_if(cx, &name.value(), old, new),
                None => Ok(Err(new)),
            },
            // Its class gave the old value, or `__getattr__`.
            Some(attrs) if !has_descriptor && type_of(object).has(type_flag::PLAIN_SETATTR) && type_of(object).has(type_flag::HAS_DICT) => {
                match attrs.add(header, type_of(object).root_shape(), name, new) {
                    Ok(()) => Ok(Ok(())),
                    Err(Refused::There(new)) => Ok(Err(new)),
                    Err(Refused::Dict(new)) => match attr::to_dict(cx, object, header, attrs).get::<Dict>() {
                        Some(dict) if dict.insert_absent(cx, name.value(), new.clone())? => Ok(Ok(())),
                        _ => Ok(Err(new)),
                    },
                }
            }
            _ => {
                attr::setattr(cx, object, name, new)?;
                Ok(Ok(()))
            }
        }
    };
    let load = || super::attributes::load(cx, object, name, &attribute.load);
    retry(cx, op, right, load, swap, |new| attr::setattr(cx, object, name, new))
}

impl<O: Operator, L: Operand, K: Operand, Rt: Operand> Stmt for AugItem<O, L, K, Rt> {
    /// The short ways: numbers in LOCAL lists, and under simple keys of LOCAL dicts.
    #[inline]
    fn exec(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        let object = self.object.get(cx, fp).at(cx, self.span)?;
        let key = self.key.get(cx, fp).at(cx, self.span)?;
        if Rt::IS_SIMPLE {
            let right = self.value.get(cx, fp).at(cx, self.span)?;
            let done = match object.borrow().get_exact::<Dict>() {
                Some(dict) => dict.update_local(key.borrow(), |old| arithmetic::<O>(old, right.borrow())),
                None => match (object.borrow().get_exact::<List>(), key.borrow().as_int()) {
                    (Some(list), Some(index)) => list.update_local(index, |old| arithmetic::<O>(old, right.borrow())),
                    _ => false,
                },
            };
            if done {
                return Ok(Flow::Next);
            }
            let old = self.load(cx, object.borrow(), key.borrow())?;
            return self.general(cx, fp, object, key, old, right);
        }
        let list = object.borrow().get_exact::<List>().zip(key.borrow().as_int());
        let old = match list.and_then(|(list, index)| list.local_item(index)) {
            Some(old) => old,
            None => self.load(cx, object.borrow(), key.borrow())?,
        };
        let right = self.value.get(cx, fp).at(cx, self.span)?;
        if let (Some((list, index)), Some(result)) = (list, arithmetic::<O>(&old, right.borrow()))
            && list.set_local_item(index, result).is_ok()
        {
            return Ok(Flow::Next);
        }
        self.general(cx, fp, object, key, old, right)
    }
}

impl<O: Operator, L: Operand, K: Operand, Rt: Operand> AugItem<O, L, K, Rt> {
    #[inline(never)]
    fn load(&self, cx: &Cx, object: &Value, key: &Value) -> R {
        super::items::load(cx, object, key).at(cx, Span { start: self.span.start, end: self.target_end })
    }

    #[inline(never)]
    fn general(&self, cx: &Cx, fp: Fp, object: L::Out<'_>, key: K::Out<'_>, old: Value, right: Rt::Out<'_>) -> R<Flow> {
        fp.stand_at(self.span);
        augment_item(cx, O::OP, object.borrow(), key.borrow(), old, right.borrow()).at(cx, self.span)?;
        Ok(Flow::Next)
    }
}

/// Whether `[]` of a class derived from `base` reads and stores as that one's.
fn stores_as(cx: &Cx, class: &Type, base: &Type) -> bool {
    let is_bases = |name| class.lookup(cx, name).is_some_and(|own| base.lookup(cx, name).is_some_and(|base| own.is(&base)));
    std::ptr::eq(class, base) || is_bases(known_name!("__getitem__")) && is_bases(known_name!("__setitem__"))
}

/// `object[key] op= right`, where `old` was read before `right` was evaluated.
fn augment_item(cx: &Cx, op: BinOp, object: &Value, key: &Value, old: Value, right: &Value) -> R<()> {
    if object.header().is_none_or(|header| header.is_local()) {
        let new = inplace(cx, op, &old, right)?;
        drop(old);
        return super::items::store(cx, object, key, new);
    }
    drop(old);
    let swap = |old: &Value, new: Value| {
        let list = object.get::<List>().filter(|_| stores_as(cx, type_of(object), &LIST));
        if let (Some(list), Some(index)) = (list, key.as_int()) {
            return Ok(list.replace_if(index, old, new));
        }
        if let Some(dict) = object.get_exact::<Dict>() {
            return dict.replace_if(cx, key, old, new);
        }
        if let Some(dict) = object.get::<Dict>().filter(|_| stores_as(cx, type_of(object), &DICT)) {
            return match dict.replace_if(cx, key, old, new)? {
                // A key that is not there: `__missing__` gave the old value.
                Err(new) => Ok(if dict.insert_absent(cx, key.clone(), new.clone())? { Ok(()) } else { Err(new) }),
                done => Ok(done),
            };
        }
        protocol::setitem(cx, object, key, new)?;
        Ok(Ok(()))
    };
    let load = || super::items::load(cx, object, key);
    retry(cx, op, right, load, swap, |new| super::items::store(cx, object, key, new))
}
