//! Method resolution order (C3 linearisation), asking metaclasses for it, and the choice of the base that decides a class's layout.

use super::attr;
use super::cx::Cx;
use super::kinds::Kind;
use super::native::NativeFunction;
use super::str::known_name;
use super::tuple::Tuple;
use super::ty::{OBJECT, TYPE, Type, type_of};
use super::value::{Object, R, Ref, Value};

/// The resolution order of a class, after Dylan's C3 as the reference's "Python 2.3 MRO" text gives it: what `type.mro` answers.
/// Errors: TypeError if the bases' orders contradict each other.
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
        let order = mro.get::<Tuple>().map(|mro| mro.items().to_vec()).unwrap_or_default();
        if order.is_empty() {
            let name = base.get::<Type>().map_or_else(String::new, Type::name);
            return Err(cx.type_error(format!("Cannot extend an incomplete type '{name}'")));
        }
        lists.push(order);
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

/// A tuple of classes, and whether a metaclass has made it.
struct Order {
    value: Value,
    is_given: bool,
}

/// The resolution order that a class is to have: [`compute`]'s, or what a metaclass's own `mro()` gives. Errors: that one's; TypeError
/// if it gives nothing, something that is no class, or one whose instances have another layout.
fn ask(cx: &Cx, class: &Type) -> R<Order> {
    let object = class.value();
    let meta = type_of(&object);
    let computed = || Ok(Order { value: Tuple::new(compute(cx, class)?).into_value(), is_given: false });
    if std::ptr::eq(meta, &TYPE) {
        return computed();
    }
    let found = meta.lookup(cx, known_name!("mro"));
    if found.is_some_and(|found| found.get::<NativeFunction>().is_some_and(|own| own.owner.is_some_and(|owner| std::ptr::eq(owner, &TYPE))))
    {
        return computed();
    }
    let Some(answer) = attr::call_special(cx, &object, known_name!("mro"), &[])? else {
        return Err(attr::no_attribute(cx, &object, known_name!("mro")));
    };
    let order = super::iter::collect(cx, &answer)?;
    if order.is_empty() {
        return Err(cx.type_error("type MRO must not be empty"));
    }
    let own = solid(class);
    for item in &order {
        let Some(ty) = item.get::<Type>() else {
            return Err(cx.type_error(format!("mro() returned a non-class ('{}')", type_of(item).message_name())));
        };
        if !own.is_subtype(&solid(ty)) {
            return Err(cx.type_error(format!("mro() returned base with unsuitable layout ('{}')", ty.name())));
        }
    }
    Ok(Order { value: Tuple::new(order).into_value(), is_given: true })
}

/// Gives a class that is being made its resolution order.
pub(crate) fn order(cx: &Cx, class: &Type) -> R<()> {
    let order = ask(cx, class)?;
    class.set_mro(order.value, order.is_given);
    Ok(())
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
        return Err(cx.type_error(format!("cannot delete '__bases__' attribute of immutable type '{}'", ty.name())));
    };
    if !ty.is_heap() {
        return Err(cx.type_error(format!("cannot set '__bases__' attribute of immutable type '{}'", ty.name())));
    }
    let Some(bases) = value.get::<Tuple>() else {
        return Err(cx.type_error(format!("can only assign tuple to {}.__bases__, not {}", ty.name(), type_of(&value).message_name())));
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
                return Err(cx.type_error(format!(
                    "{}.__bases__ must be tuple of classes, not '{}'",
                    ty.name(),
                    type_of(base).message_name()
                )));
            }
        }
    }
    let base = layout_base(cx, &fresh)?;
    let old_base = ty.base();
    if base.kind() != ty.kind() {
        let old = old_base.map_or_else(String::new, |base| base.name());
        return Err(cx.type_error(format!("__bases__ assignment: '{}' object layout differs from '{old}'", base.name())));
    }
    let old = ty.bases();
    let given = ty.set_bases(fresh, base);
    let mut renewed = Vec::new();
    let result = renew(cx, ty, &mut renewed);
    if result.is_err() {
        // What failed may have given the class yet other bases. Those stand.
        if let (Some(old), Some(old_base), true) = (old.get::<Tuple>(), old_base, ty.bases().is(&given)) {
            ty.set_bases(old.items().iter().filter_map(|base| base.get_ref::<Type>()).collect(), old_base);
        }
        for Renewed { class, old, new } in renewed {
            if class.mro().is(&new) {
                put(&class, Order { value: old, is_given: true });
            }
        }
    }
    super::dunder::update_slots(ty);
    result
}

/// A class that has another resolution order now.
struct Renewed {
    class: Ref<Type>,
    old: Value,
    new: Value,
}

/// Finds the resolution order of a class and everything derived from it anew, and notes down which have another. Slots are left to the
/// caller. Errors: `mro()`'s; some classes have been renewed then.
fn renew(cx: &Cx, class: &Type, renewed: &mut Vec<Renewed>) -> R<()> {
    let old = class.mro();
    let order = ask(cx, class)?;
    // A `mro()` that changed the bases meanwhile has renewed the class already, and all below.
    if !class.mro().is(&old) {
        return Ok(());
    }
    let new = order.value.clone();
    put(class, order);
    if let Some(class) = class.value().get_ref::<Type>() {
        renewed.push(Renewed { class, old, new });
    }
    for subclass in class.derived() {
        if let Some(subclass) = subclass.get::<Type>() {
            renew(cx, subclass, renewed)?;
        }
    }
    Ok(())
}

/// Gives a class its resolution order; nobody remembers what was found in the old one.
fn put(class: &Type, order: Order) {
    class.set_mro(order.value, order.is_given);
    class.modified();
    attr::bump_epoch();
}
