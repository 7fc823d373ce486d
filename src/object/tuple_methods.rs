//! Methods, operators and constructor of `tuple`.

use super::args::Args;
use super::compare;
use super::cx::{Cx, STRIDE};
use super::kinds::Kind;
use super::list::List;
use super::native::NativeDef;
use super::repr_guard;
use super::room;
use super::sequence;
use super::slice::{self, Slice};
use super::slots::{BinOp, CmpOp, Slots, bin_slots};
use super::str::Name;
use super::tuple::{self, Tuple};
use super::ty::{Type, TypeDef, type_of};
use super::value::{R, Value};
use crate::text::hash::TupleHasher;

fn this<'a>(cx: &Cx, value: &'a Value) -> R<&'a Tuple> {
    value.get::<Tuple>().ok_or_else(|| cx.type_error(format!("expected a tuple, not {}", type_of(value).message_name())))
}

/// A plain tuple; the empty one is shared.
fn made(items: Vec<Value>) -> R {
    Ok(if items.is_empty() { tuple::empty() } else { Tuple::new(items).into_value() })
}

fn new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let exact = std::ptr::eq(class, &TUPLE);
    let items = match sequence::one_argument_of_new(cx, &TUPLE, class, args)? {
        Some(items) if exact && items.get_exact::<Tuple>().is_some() => return Ok(items.clone()),
        Some(items) => {
            // SAFETY: taking references runs no user code.
            if exact && let Some(items) = items.get_exact::<List>().and_then(|list| unsafe { list.local_slice() }) {
                return Ok(Tuple::from_slice(items).into_value());
            }
            super::iter::collect(cx, items)?
        }
        None => Vec::new(),
    };
    if exact { made(items) } else { Ok(Tuple::of_class(class, items).into_value()) }
}

fn len(cx: &Cx, value: &Value) -> R<usize> {
    Ok(this(cx, value)?.len())
}

fn repr(cx: &Cx, value: &Value) -> R {
    let items = this(cx, value)?.items();
    if items.is_empty() {
        return Ok(Name::new("()").value());
    }
    repr_guard::guarded(cx, value, "(...)", |text| {
        text.push(b'(');
        let mut rest = items.iter();
        repr_guard::push_items(cx, text, || rest.next().cloned())?;
        text.extend_from_slice(if items.len() == 1 { b",)" } else { b")" });
        Ok(())
    })
}

fn compare(cx: &Cx, a: &Value, b: &Value, op: CmpOp) -> R {
    match (a.get::<Tuple>(), b.get::<Tuple>()) {
        // Unlike lists, tuples of different lengths are compared item by item even for equality: the items may raise.
        (Some(x), Some(y)) => compare_items(cx, x.items(), y.items(), op),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn compare_items(cx: &Cx, x: &[Value], y: &[Value], op: CmpOp) -> R {
    let alike = sequence::alike(x, y);
    for (x, y) in x.iter().zip(y).skip(alike) {
        if !compare::equal(cx, x, y)? {
            return match op {
                CmpOp::Eq => Ok(Value::FALSE),
                CmpOp::Ne => Ok(Value::TRUE),
                _ => compare::rich(cx, x, y, op),
            };
        }
    }
    Ok(Value::bool(op.holds(x.len().cmp(&y.len()))))
}

fn hash(cx: &Cx, value: &Value) -> R<i64> {
    let mut hasher = TupleHasher::new();
    for (index, item) in this(cx, value)?.items().iter().enumerate() {
        if index % STRIDE == STRIDE - 1 {
            cx.safepoint()?;
        }
        hasher.add(match item.header() {
            Some(_) => hash_nested(cx, item)?,
            None => compare::hash(cx, item)?,
        });
    }
    Ok(hasher.finish())
}

/// Tuples nest without a bound.
fn hash_nested(cx: &Cx, item: &Value) -> R<i64> {
    if item.get::<super::str::Str>().is_some() {
        return compare::hash(cx, item);
    }
    cx.recursing("", || compare::hash(cx, item))
}

/// Index of the first item within the bounds that equals `sought`.
fn find(cx: &Cx, items: &[Value], sought: &Value, bounds: (i64, i64)) -> R<Option<usize>> {
    match sequence::find_plain(items, sought, bounds) {
        Ok(found) => Ok(found),
        Err(index) => sequence::find(cx, sought, index as i64, bounds.1, items.len(), |i| items.get(i).cloned()),
    }
}

fn contains(cx: &Cx, value: &Value, item: &Value) -> R<bool> {
    let items = this(cx, value)?.items();
    Ok(find(cx, items, item, (0, i64::MAX))?.is_some())
}

fn getitem(cx: &Cx, value: &Value, key: &Value) -> R {
    let tuple = this(cx, value)?;
    if let Some(index) = key.as_int() {
        return super::protocol::position(index, tuple.len())
            .and_then(|index| tuple.get(index).cloned())
            .ok_or_else(|| cx.index_error("tuple index out of range"));
    }
    if let Some(slice) = key.get::<Slice>() {
        let bounds = slice.bounds(cx)?;
        let (start, _, step, count) = bounds.fit(tuple.len());
        if count == tuple.len() && step == 1 && value.get_exact::<Tuple>().is_some() {
            return Ok(value.clone());
        }
        let items = tuple.items();
        return made(slice::indexes(start, step, count).map(|index| items[index].clone()).collect());
    }
    if !sequence::is_index(key) {
        return Err(cx.type_error(format!("tuple indices must be integers or slices, not {}", type_of(key).message_name())));
    }
    let index = super::protocol::index(cx, key)?;
    super::protocol::position(index, tuple.len())
        .and_then(|index| tuple.get(index).cloned())
        .ok_or_else(|| cx.index_error("tuple index out of range"))
}

fn add(cx: &Cx, a: &Value, b: &Value) -> R {
    let (Some(x), Some(y)) = (a.get::<Tuple>(), b.get::<Tuple>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if x.len() == 0 && b.get_exact::<Tuple>().is_some() {
        return Ok(b.clone());
    }
    if y.len() == 0 && a.get_exact::<Tuple>().is_some() {
        return Ok(a.clone());
    }
    let len = x.len() + y.len();
    if !room::is_plausible(len.saturating_mul(size_of::<Value>())) {
        return Err(cx.memory_error());
    }
    Ok(Tuple::build(&TUPLE, len, x.items().iter().chain(y.items()).cloned()).into_value())
}

fn multiply(cx: &Cx, a: &Value, b: &Value) -> R {
    let (value, tuple, times) = match (a.get::<Tuple>(), b.get::<Tuple>()) {
        (Some(tuple), _) => (a, tuple, b),
        (None, Some(tuple)) => (b, tuple, a),
        _ => return Ok(Value::NOT_IMPLEMENTED),
    };
    match sequence::times(cx, times)? {
        Some(1) if value.get_exact::<Tuple>().is_some() => Ok(value.clone()),
        Some(times) => {
            // The copy into the object needs as much again.
            let items = room::repeat(cx, tuple.items(), times)?;
            if !room::is_plausible(items.len().saturating_mul(2 * size_of::<Value>())) {
                return Err(cx.memory_error());
            }
            made(items)
        }
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn index(cx: &Cx, a: &[Value]) -> R {
    let items = this(cx, &a[0])?.items();
    let (start, stop) = (slice::position_argument(cx, &a[2])?, slice::position_argument(cx, &a[3])?);
    match find(cx, items, &a[1], (start, stop))? {
        Some(index) => Ok(Value::int(index as i64)),
        None => Err(cx.value_error("tuple.index(x): x not in tuple")),
    }
}

fn count(cx: &Cx, a: &[Value]) -> R {
    let items = this(cx, &a[0])?.items();
    Ok(Value::int(sequence::count(cx, &a[1], |i| items.get(i).cloned())? as i64))
}

fn get_new_args(cx: &Cx, a: &[Value]) -> R {
    let copy = Tuple::from_slice(this(cx, &a[0])?.items()).into_value();
    Ok(Tuple::new(vec![copy]).into_value())
}

static METHODS: &[NativeDef] = &[
    NativeDef::new("index(self, value, start=0, stop=9223372036854775807, /)", index),
    NativeDef::new("count(self, value, /)", count),
    NativeDef::new("__getnewargs__(self, /)", get_new_args),
    NativeDef::new("classmethod __class_getitem__(cls, object, /)", super::generic_alias::class_getitem),
];

const SLOTS: Slots = Slots {
    new: Some(new),
    repr: Some(repr),
    compare: Some(compare),
    hash: Some(hash),
    len: Some(len),
    iter: Some(super::list_iter::tuple_iter),
    contains: Some(contains),
    getitem: Some(getitem),
    binary: bin_slots(&[(BinOp::Add, add), (BinOp::Mul, multiply)]),
    ..Slots::NONE
};

fn tuple_of(cx: &Cx, _: &[Value], source: super::feeding::Source<'_>) -> R {
    let items = super::iter::gather(cx, source)?;
    Ok(if items.is_empty() { super::tuple::empty() } else { Tuple::new(items).into_value() })
}

static TUPLE_DEF: TypeDef = TypeDef {
    name: "tuple",
    kind: Kind::Tuple,
    subclassable: true,
    slots: SLOTS,
    methods: METHODS,
    fold: Some(tuple_of),
    ..TypeDef::EMPTY
};
pub(crate) static TUPLE: Type = Type::from_def(&TUPLE_DEF);
