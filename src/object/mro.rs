//! Method resolution order (C3 linearisation) and the choice of the base that decides a class's layout.

use super::cx::Cx;
use super::kinds::Kind;
use super::tuple::Tuple;
use super::ty::{OBJECT, Type, type_of};
use super::value::{Object, R, Ref, Value};

/// The resolution order of a class, after Dylan's C3 as the reference's "Python 2.3 MRO" text gives it. Honours a metaclass's `mro()`
/// by being what `type.mro` answers. Errors: TypeError if the bases' orders contradict each other.
pub(crate) fn compute(cx: &Cx, class: &Type) -> R<Vec<Value>> {
    let bases = class.bases();
    let bases = bases.get::<Tuple>().map(Tuple::items).unwrap_or_default();
    for (index, base) in bases.iter().enumerate() {
        if bases[..index].iter().any(|other| other.is(base)) {
            let name = base.get::<Type>().map_or_else(String::new, Type::name);
            return Err(cx.type_error(format!("duplicate base class {name}")));
        }
    }
    let mut lists: Vec<Vec<Value>> = Vec::new();
    for base in bases {
        let mro = base.get::<Type>().map(Type::mro).unwrap_or(Value::NONE);
        lists.push(mro.get::<Tuple>().map(|mro| mro.items().to_vec()).unwrap_or_default());
    }
    lists.push(bases.to_vec());
    let mut order = vec![class.value()];
    loop {
        lists.retain(|list| !list.is_empty());
        if lists.is_empty() {
            return Ok(order);
        }
        let in_a_tail = |head: &Value| lists.iter().any(|list| list[1..].iter().any(|other| other.is(head)));
        let Some(next) = lists.iter().map(|list| list[0].clone()).find(|head| !in_a_tail(head)) else {
            let mut names: Vec<String> = Vec::new();
            for list in &lists {
                let name = list[0].get::<Type>().map_or_else(String::new, Type::name);
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            return Err(cx.type_error(format!("Cannot create a consistent method resolution order (MRO) for bases {}", names.join(", "))));
        };
        for list in &mut lists {
            if list[0].is(&next) {
                list.remove(0);
            }
        }
        order.push(next);
    }
}

/// The builtin type whose layout the instances of a class have.
fn solid(class: &Type) -> Ref<Type> {
    let mut current = class.value().get_ref::<Type>();
    while let Some(ty) = &current {
        if ty.def.is_some() && (ty.kind() != Kind::Exception || ty.base().is_none_or(|base| base.kind() != Kind::Exception)) {
            break;
        }
        current = ty.base();
    }
    current.unwrap_or_else(|| OBJECT.value().get_ref::<Type>().expect("object is a type"))
}

/// The base whose layout the new class takes. Errors: TypeError on a layout conflict.
pub(crate) fn layout_base(cx: &Cx, bases: &[Ref<Type>]) -> R<Ref<Type>> {
    let mut winner = bases[0].clone();
    let mut winner_solid = solid(&winner);
    for base in &bases[1..] {
        let candidate = solid(base);
        if winner_solid.is_subtype(&candidate) {
            continue;
        }
        if candidate.is_subtype(&winner_solid) {
            winner = base.clone();
            winner_solid = candidate;
        } else {
            return Err(cx.type_error("multiple bases have instance lay-out conflict"));
        }
    }
    Ok(winner)
}

/// Assignment to `__bases__`.
pub(crate) fn set_bases(cx: &Cx, class: &Value, value: Option<Value>) -> R<()> {
    let Some(ty) = class.get::<Type>() else {
        return Err(cx.type_error("descriptor requires a type"));
    };
    let Some(value) = value else {
        return Err(cx.type_error(format!("cannot delete '__bases__' attribute of type '{}'", ty.name())));
    };
    if !ty.is_heap() {
        return Err(cx.type_error(format!("cannot set '__bases__' attribute of immutable type '{}'", ty.name())));
    }
    let Some(bases) = value.get::<Tuple>() else {
        return Err(cx.type_error(format!("can only assign tuple to {}.__bases__, not {}", ty.name(), type_of(&value).name())));
    };
    if bases.len() == 0 {
        return Err(cx.type_error(format!("can only assign non-empty tuple to {}.__bases__, not ()", ty.name())));
    }
    let mut fresh = Vec::new();
    for base in bases.items() {
        match base.get_ref::<Type>() {
            Some(base) if base.is_subtype(ty) => {
                return Err(cx.type_error("a __bases__ item causes an inheritance cycle"));
            }
            Some(base) => fresh.push(base),
            None => {
                return Err(cx.type_error(format!("{}.__bases__ must be tuple of classes, not '{}'", ty.name(), type_of(base).name())));
            }
        }
    }
    let base = layout_base(cx, &fresh)?;
    if base.kind() != ty.kind() {
        let old = ty.base().map_or_else(String::new, |base| base.name());
        return Err(cx.type_error(format!("__bases__ assignment: '{}' object layout differs from '{old}'", base.name())));
    }
    ty.set_bases(fresh, base);
    renew(cx, ty)
}

/// Computes the resolution order and slots of a class and everything derived from it anew.
fn renew(cx: &Cx, class: &Type) -> R<()> {
    class.set_mro(compute(cx, class)?);
    class.modified();
    super::attr::bump_epoch();
    super::dunder::update_slots(class);
    for subclass in class.subclasses() {
        if let Some(subclass) = subclass.get::<Type>() {
            renew(cx, subclass)?;
        }
    }
    Ok(())
}
