//! Methods, operators and constructors of `set` and `frozenset`.

use super::args::Args;
use super::compare;
use super::cx::Cx;
use super::feeding::Source;
use super::kinds::Kind;
use super::list::List;
use super::native::NativeDef;
use super::repr_guard;
use super::sequence;
use super::set::{Set, any_set};
use super::set_ops as ops;
use super::slots::{BinOp, Binary, Slots, bin_slots};
use super::str::{Name, Str};
use super::tuple::Tuple;
use super::ty::{Type, TypeDef, type_of};
use super::value::{R, Value};

fn this<'a>(cx: &Cx, value: &'a Value) -> R<&'a Set> {
    any_set(value).ok_or_else(|| cx.type_error(format!("expected a set, not {}", type_of(value).message_name())))
}

fn new(_: &Cx, class: &Type, _: Args<'_>) -> R {
    Ok(Set::of_class(class).into_value())
}

fn init(cx: &Cx, value: &Value, args: Args<'_>) -> R<()> {
    let set = this(cx, value)?;
    let items = sequence::one_argument(cx, "set", sequence::for_init(type_of(value), args))?;
    set.remove_all();
    items.map_or(Ok(()), |items| ops::update(cx, set, items))
}

fn frozen_new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let items = sequence::one_argument_of_new(cx, &FROZENSET, class, args)?;
    let is_exact = |ty: &Type| std::ptr::eq(ty, &FROZENSET);
    if let Some(items) = items
        && is_exact(class)
        && is_exact(type_of(items))
    {
        return Ok(items.clone());
    }
    let set = Set::of_class(class);
    if let Some(items) = items {
        ops::update(cx, &set, items)?;
    }
    Ok(set.into_value())
}

/// A new set of the items that are handed over.
fn fill(cx: &Cx, class: &Type, source: Source<'_>) -> R {
    let set = Set::of_class(class);
    source(&mut |item| set.add(cx, item).map(|_| true))?;
    Ok(set.into_value())
}

fn len(cx: &Cx, value: &Value) -> R<usize> {
    Ok(this(cx, value)?.settled_len())
}

fn repr(cx: &Cx, value: &Value) -> R {
    let set = this(cx, value)?;
    let name = type_of(value).name();
    if set.len() == 0 {
        return Ok(Str::from_str(&format!("{name}()")).into_value());
    }
    let is_plain = value.get_exact::<Set>().is_some();
    repr_guard::guarded(cx, value, &format!("{name}(...)"), |text| {
        if !is_plain {
            text.extend_from_slice(name.as_bytes());
            text.push(b'(');
        }
        text.push(b'{');
        // A class derived from it may iterate over something else.
        let items = if is_plain { set.snapshot() } else { super::iter::collect(cx, value)? };
        let mut items = items.into_iter();
        repr_guard::push_items(cx, text, || items.next())?;
        text.extend_from_slice(if is_plain { b"}" } else { b"})" });
        Ok(())
    })
}

fn frozen_hash(cx: &Cx, value: &Value) -> R<i64> {
    let set = this(cx, value)?;
    Ok(set.cached_hash().unwrap_or_else(|| {
        let hash = ops::hash_of_members(set);
        set.cache_hash(hash);
        hash
    }))
}

/// The hash to look a key up by: a set is looked up as the frozenset with its keys.
fn lookup_hash(cx: &Cx, key: &Value) -> R<i64> {
    let result = compare::hash(cx, key);
    match any_set(key) {
        Some(set) if !set.is_frozen() => {
            let hash = cx.absorb(result, &super::exception::TYPE_ERROR)?;
            Ok(hash.unwrap_or_else(|| ops::hash_of_members(set)))
        }
        _ => result,
    }
}

fn contains(cx: &Cx, value: &Value, key: &Value) -> R<bool> {
    let hash = lookup_hash(cx, key)?;
    this(cx, value)?.contains_hashed(cx, hash, key)
}

// ---- operators: both operands must be sets ----

fn binary(cx: &Cx, a: &Value, b: &Value, f: impl FnOnce(&Cx, &Set, &Value) -> R<super::value::Ref<Set>>) -> R {
    match (any_set(a), any_set(b)) {
        (Some(set), Some(_)) => Ok(f(cx, set, b)?.into_value()),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn in_place(cx: &Cx, a: &Value, b: &Value, f: impl FnOnce(&Cx, &Set, &Value) -> R<()>) -> R {
    match (any_set(a), any_set(b)) {
        (Some(set), Some(_)) => {
            f(cx, set, b)?;
            Ok(a.clone())
        }
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

const BINARY: [Option<Binary>; super::slots::BIN_OPS] = bin_slots(&[
    (BinOp::Or, |cx, a, b| binary(cx, a, b, |cx, set, other| ops::union(cx, set, std::slice::from_ref(other)))),
    (BinOp::And, |cx, a, b| binary(cx, a, b, ops::intersection)),
    (BinOp::Sub, |cx, a, b| binary(cx, a, b, ops::difference)),
    (BinOp::Xor, |cx, a, b| binary(cx, a, b, ops::symmetric_difference)),
]);

const IN_PLACE: [Option<Binary>; super::slots::BIN_OPS] = bin_slots(&[
    (BinOp::Or, |cx, a, b| in_place(cx, a, b, ops::update)),
    (BinOp::And, |cx, a, b| in_place(cx, a, b, |cx, set, other| ops::intersection_update(cx, set, std::slice::from_ref(other)))),
    (BinOp::Sub, |cx, a, b| in_place(cx, a, b, ops::difference_update)),
    (BinOp::Xor, |cx, a, b| in_place(cx, a, b, ops::symmetric_difference_update)),
]);

// ---- methods ----

/// The set and the other arguments of a method that takes any number.
fn varargs<'a>(cx: &Cx, args: Args<'a>, name: &str) -> R<(&'a Set, &'a [Value])> {
    let [this_value, others @ ..] = args.pos() else {
        return Err(cx.type_error(format!("unbound method set.{name}() needs an argument")));
    };
    if !args.names.is_empty() {
        return Err(cx.type_error(format!("{}.{name}() takes no keyword arguments", type_of(this_value).message_name())));
    }
    Ok((this(cx, this_value)?, others))
}

fn add(cx: &Cx, a: &[Value]) -> R {
    this(cx, &a[0])?.add(cx, a[1].clone())?;
    Ok(Value::NONE)
}

fn take(cx: &Cx, a: &[Value]) -> R<Option<Value>> {
    let hash = lookup_hash(cx, &a[1])?;
    this(cx, &a[0])?.remove_hashed(cx, hash, &a[1])
}

fn remove(cx: &Cx, a: &[Value]) -> R {
    match take(cx, a)? {
        Some(_) => Ok(Value::NONE),
        None => Err(cx.key_error(&a[1])),
    }
}

fn discard(cx: &Cx, a: &[Value]) -> R {
    take(cx, a).map(|_| Value::NONE)
}

fn pop(cx: &Cx, a: &[Value]) -> R {
    this(cx, &a[0])?.pop().ok_or_else(|| cx.error(&super::exception::KEY_ERROR, "pop from an empty set"))
}

fn clear(cx: &Cx, a: &[Value]) -> R {
    this(cx, &a[0])?.remove_all();
    Ok(Value::NONE)
}

fn copy(cx: &Cx, a: &[Value]) -> R {
    if std::ptr::eq(type_of(&a[0]), &FROZENSET) {
        return Ok(a[0].clone());
    }
    Ok(ops::copy(cx, this(cx, &a[0])?)?.into_value())
}

fn union(cx: &Cx, args: Args<'_>) -> R {
    let (set, others) = varargs(cx, args, "union")?;
    Ok(ops::union(cx, set, others)?.into_value())
}

fn intersection(cx: &Cx, args: Args<'_>) -> R {
    let (set, others) = varargs(cx, args, "intersection")?;
    Ok(ops::intersection_of_all(cx, set, others)?.into_value())
}

fn difference(cx: &Cx, args: Args<'_>) -> R {
    let (set, others) = varargs(cx, args, "difference")?;
    Ok(ops::difference_of_all(cx, set, others)?.into_value())
}

fn symmetric_difference(cx: &Cx, a: &[Value]) -> R {
    Ok(ops::symmetric_difference(cx, this(cx, &a[0])?, &a[1])?.into_value())
}

fn update(cx: &Cx, args: Args<'_>) -> R {
    let (set, others) = varargs(cx, args, "update")?;
    others.iter().try_for_each(|other| ops::update(cx, set, other)).map(|()| Value::NONE)
}

fn intersection_update(cx: &Cx, args: Args<'_>) -> R {
    let (set, others) = varargs(cx, args, "intersection_update")?;
    ops::intersection_update(cx, set, others).map(|()| Value::NONE)
}

fn difference_update(cx: &Cx, args: Args<'_>) -> R {
    let (set, others) = varargs(cx, args, "difference_update")?;
    others.iter().try_for_each(|other| ops::difference_update(cx, set, other)).map(|()| Value::NONE)
}

fn symmetric_difference_update(cx: &Cx, a: &[Value]) -> R {
    ops::symmetric_difference_update(cx, this(cx, &a[0])?, &a[1])?;
    Ok(Value::NONE)
}

fn is_disjoint(cx: &Cx, a: &[Value]) -> R {
    ops::is_disjoint(cx, this(cx, &a[0])?, &a[1]).map(Value::bool)
}

fn is_subset(cx: &Cx, a: &[Value]) -> R {
    ops::is_subset_of(cx, this(cx, &a[0])?, &a[1]).map(Value::bool)
}

fn is_superset(cx: &Cx, a: &[Value]) -> R {
    ops::is_superset_of(cx, this(cx, &a[0])?, &a[1]).map(Value::bool)
}

fn reduce(cx: &Cx, a: &[Value]) -> R {
    let keys = List::new(this(cx, &a[0])?.snapshot()).into_value();
    let state = super::attr::call_special(cx, &a[0], Name::new("__getstate__"), &[])?.unwrap_or(Value::NONE);
    Ok(Tuple::new(vec![super::cx::class_of(&a[0]), Tuple::new(vec![keys]).into_value(), state]).into_value())
}

fn size_of_set(cx: &Cx, a: &[Value]) -> R {
    Ok(Value::int((size_of::<Set>() + this(cx, &a[0])?.len() * 48) as i64))
}

macro_rules! common_methods {
    ($($own:expr,)*) => {
        &[
            $($own,)*
            NativeDef::new("copy(self, /)", copy),
            NativeDef::raw("union(self, /, *others)", union),
            NativeDef::raw("intersection(self, /, *others)", intersection),
            NativeDef::raw("difference(self, /, *others)", difference),
            NativeDef::new("symmetric_difference(self, other, /)", symmetric_difference),
            NativeDef::new("isdisjoint(self, other, /)", is_disjoint),
            NativeDef::new("issubset(self, other, /)", is_subset),
            NativeDef::new("issuperset(self, other, /)", is_superset),
            NativeDef::new("__reduce__(self, /)", reduce),
            NativeDef::new("__sizeof__(self, /)", size_of_set),
            NativeDef::new("classmethod __class_getitem__(cls, object, /)", super::generic_alias::class_getitem),
        ]
    };
}

static SET_METHODS: &[NativeDef] = common_methods!(
    NativeDef::new("add(self, object, /)", add),
    NativeDef::new("remove(self, object, /)", remove),
    NativeDef::new("discard(self, object, /)", discard),
    NativeDef::new("pop(self, /)", pop),
    NativeDef::new("clear(self, /)", clear),
    NativeDef::raw("update(self, /, *others)", update),
    NativeDef::raw("intersection_update(self, /, *others)", intersection_update),
    NativeDef::raw("difference_update(self, /, *others)", difference_update),
    NativeDef::new("symmetric_difference_update(self, other, /)", symmetric_difference_update),
);

static FROZENSET_METHODS: &[NativeDef] = common_methods!();

const COMMON: Slots = Slots {
    repr: Some(repr),
    compare: Some(ops::compare),
    len: Some(len),
    iter: Some(super::set_iter::iter),
    contains: Some(contains),
    binary: BINARY,
    ..Slots::NONE
};

static SET_DEF: TypeDef = TypeDef {
    name: "set",
    kind: Kind::Set,
    subclassable: true,
    slots: Slots { new: Some(new), init: Some(init), inplace: IN_PLACE, ..COMMON },
    methods: SET_METHODS,
    fold: Some(|cx, _, source| fill(cx, &SET, source)),
    ..TypeDef::EMPTY
};
pub(crate) static SET: Type = Type::from_def(&SET_DEF);

static FROZENSET_DEF: TypeDef = TypeDef {
    name: "frozenset",
    kind: Kind::Set,
    subclassable: true,
    slots: Slots { new: Some(frozen_new), hash: Some(frozen_hash), ..COMMON },
    methods: FROZENSET_METHODS,
    fold: Some(|cx, _, source| fill(cx, &FROZENSET, source)),
    ..TypeDef::EMPTY
};
pub(crate) static FROZENSET: Type = Type::from_def(&FROZENSET_DEF);
