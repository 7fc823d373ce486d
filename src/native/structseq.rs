//! Tuples with named fields, as `sys.version_info` and `os.stat_result` are. Knows tuples; the fields are the types' own.

use crate::object::args::{Args, bind_new};
use crate::object::attr;
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::iter;
use crate::object::list::List;
use crate::object::native::NativeDef;
use crate::object::protocol;
use crate::object::slots::Slots;
use crate::object::str::{Name, Str};
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, type_of};
use crate::object::value::{R, Value};

/// Declares such a type: the fields of the tuple, then those that are attributes only; before them the slots, if scripts make no instances.
macro_rules! structseq {
    ($static:ident $name:literal of $module:literal, [$($field:tt)*], [$($hidden:tt)*]) => {
        $crate::native::structseq::structseq!($static $name of $module, $crate::native::structseq::SLOTS, [$($field)*], [$($hidden)*]);
    };
    ($static:ident $name:literal of $module:literal, $slots:expr, [$($index:literal $field:literal),* $(,)?], [$($hidden:literal $hidden_field:literal),* $(,)?]) => {
        pub(crate) static $static: $crate::object::ty::Type = {
            static DEF: $crate::object::ty::TypeDef = $crate::object::ty::TypeDef {
                name: $name,
                module: $module,
                base: Some(&$crate::object::ty::TUPLE),
                kind: $crate::object::kinds::Kind::Tuple,
                has_dict: { const HIDDEN: &[usize] = &[$($hidden),*]; !HIDDEN.is_empty() },
                slots: $slots,
                methods: $crate::native::structseq::METHODS,
                getset: &[
                    $($crate::object::native::GetSet { name: $field, get: $crate::native::structseq::item::<$index>, set: None },)*
                    $($crate::object::native::GetSet { name: $hidden_field, get: $crate::native::structseq::hidden::<$hidden>, set: None },)*
                ],
                ..$crate::object::ty::TypeDef::EMPTY
            };
            $crate::object::ty::Type::from_def(&DEF)
        };
    };
}
pub(crate) use structseq;

pub(crate) const METHODS: &[NativeDef] = &[NativeDef::raw("__replace__(self, /, **changes)", replace)
    .doc("Return a copy of the structure with new values for the specified fields.")];

pub(crate) const SLOTS: Slots = Slots { new: Some(new), repr: Some(repr), ..Slots::NONE };

/// Of types with a single instance.
pub(crate) const SLOTS_OF_SINGLE: Slots = Slots { new: Some(no_more), repr: Some(repr), ..Slots::NONE };

/// Field `N` of the tuple.
pub(crate) fn item<const N: usize>(_: &Cx, value: &Value) -> R {
    Ok(value.get::<Tuple>().and_then(|tuple| tuple.get(N).cloned()).unwrap_or(Value::NONE))
}

/// Field number `N` of the type, which the tuple does not have.
pub(crate) fn hidden<const N: usize>(cx: &Cx, value: &Value) -> R {
    let Some(field) = fields(type_of(value)).get(N).copied() else {
        return Ok(Value::NONE);
    };
    Ok(attr::own_attribute(cx, value, Name::new(field))?.unwrap_or(Value::NONE))
}

/// The names of all fields.
fn fields(ty: &Type) -> Vec<&'static str> {
    ty.def.map_or_else(Vec::new, |def| def.getset.iter().map(|getset| getset.name).collect())
}

/// Completes a type: the names of its fields for pattern matching, and their number.
pub(crate) fn ready(ty: &'static Type, visible: usize) {
    ty.make_ready();
    let all = fields(ty);
    let names = all.iter().take(visible).map(|name| Name::new(name).value()).collect();
    let dict = ty.dict();
    dict.set_name(Name::new("__match_args__"), Tuple::new(names).into_value());
    dict.set_name(Name::new("n_sequence_fields"), Value::int(visible as i64));
    dict.set_name(Name::new("n_fields"), Value::int(all.len() as i64));
    dict.set_name(Name::new("n_unnamed_fields"), Value::int(0));
}

/// Makes an instance from the values of its fields, hidden ones last.
pub(crate) fn make(cx: &Cx, ty: &'static Type, visible: usize, values: Vec<Value>) -> R {
    ready_once(ty, visible);
    assembled(cx, ty, visible, values)
}

fn ready_once(ty: &'static Type, visible: usize) {
    if ty.has(crate::object::ty::type_flag::PLAIN_GETATTR) && ty.dict().get_name(Name::new("n_fields")).is_some() {
        return;
    }
    ready(ty, visible);
}

/// A copy with other values for some fields.
fn replace(cx: &Cx, args: Args<'_>) -> R {
    let [this] = args.pos() else {
        return Err(cx.type_error("__replace__() takes no positional arguments"));
    };
    let class = type_of(this);
    let mut values = Vec::new();
    let mut changes: Vec<(Name, &Value)> = args.keywords().collect();
    for field in fields(class) {
        let given = changes.iter().position(|(name, _)| *name == Name::new(field)).map(|at| changes.remove(at).1.clone());
        values.push(match given {
            Some(value) => value,
            None => attr::getattr(cx, this, Name::new(field))?,
        });
    }
    if !changes.is_empty() {
        let names = List::new(changes.into_iter().map(|(name, _)| name.value()).collect()).into_value();
        return Err(cx.type_error(format!("Got unexpected field name(s): {}", protocol::repr(cx, &names)?.to_str_lossy())));
    }
    let visible = this.get::<Tuple>().map_or(0, |tuple| tuple.items().len());
    assembled(cx, class, visible, values)
}

/// The tuple of the first values, with the others as attributes.
fn assembled(cx: &Cx, class: &Type, visible: usize, mut values: Vec<Value>) -> R {
    let rest = values.split_off(visible.min(values.len()));
    let made = Tuple::of_class(class, values).into_value();
    for (name, value) in fields(class).into_iter().skip(visible).zip(rest) {
        attr::set_own_attribute(cx, &made, Name::new(name), Some(value))?;
    }
    Ok(made)
}

static NEW: NativeDef = NativeDef::new("structseq(sequence, dict=?)", |_, _| Ok(Value::NONE));

/// The values of the fields that a sequence does not give, from a dictionary.
fn named(cx: &Cx, class: &Type, given: usize, dict: &Value) -> R<Vec<Value>> {
    if dict.is_unset() {
        return Ok(Vec::new());
    }
    let Some(dict) = dict.get::<Dict>() else {
        return Err(cx.type_error(format!("{}() takes a dict as second arg, if any", class.full_name())));
    };
    let rest: Vec<Option<Value>> = fields(class).into_iter().skip(given).map(|name| dict.get_name(Name::new(name))).collect();
    if rest.iter().flatten().count() != dict.len() {
        return Err(cx.type_error(format!("{}() got duplicate or unexpected field name(s)", class.full_name())));
    }
    Ok(rest.into_iter().map(|value| value.unwrap_or(Value::NONE)).collect())
}

fn no_more(cx: &Cx, class: &Type, _: Args<'_>) -> R {
    Err(cx.type_error(format!("cannot create '{}' instances", class.full_name())))
}

fn new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let bound = bind_new(cx, &NEW, args)?;
    let items = iter::collect(cx, &bound[0])?;
    let count = |name: &str| class.dict().get_name(Name::new(name)).and_then(|n| n.as_int()).map_or(0, |n| n as usize);
    let (visible, all) = (count("n_sequence_fields"), count("n_fields"));
    let given = items.len();
    let full_name = class.full_name();
    if given < visible {
        let least = if all == visible { "a" } else { "an at least" };
        return Err(cx.type_error(format!("{full_name}() takes {least} {visible}-sequence ({given}-sequence given)")));
    }
    if given > all {
        let most = if all == visible { "a" } else { "an at most" };
        return Err(cx.type_error(format!("{full_name}() takes {most} {all}-sequence ({given}-sequence given)")));
    }
    let mut values = items;
    values.extend(named(cx, class, given, &bound[1])?);
    assembled(cx, class, visible, values)
}

fn repr(cx: &Cx, value: &Value) -> R {
    let ty = type_of(value);
    let mut text = format!("{}(", ty.full_name());
    let items = value.get::<Tuple>().map(Tuple::items).unwrap_or_default();
    for (index, (name, item)) in fields(ty).into_iter().zip(items).enumerate() {
        if index > 0 {
            text += ", ";
        }
        text += &format!("{name}={}", protocol::repr(cx, item)?.to_str_lossy());
    }
    Ok(Str::from_str(&(text + ")")).into_value())
}
