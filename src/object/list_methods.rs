//! Methods, operators and constructor of `list`.

use super::args::Args;
use super::cx::Cx;
use super::feeding::Source;
use super::kinds::Kind;
use super::list::{List, NoMemory};
use super::native::NativeDef;
use super::repr_guard;
use super::room;
use super::sequence::{self, Difference};
use super::slice::{self, Slice};
use super::slots::{BinOp, CmpOp, Slots, bin_slots};
use super::str::Name;
use super::ty::{Type, TypeDef, type_of};
use super::value::{Object, R, Raised, Value};

fn this<'a>(cx: &Cx, value: &'a Value) -> R<&'a List> {
    value.get::<List>().ok_or_else(|| cx.type_error(format!("expected a list, not {}", type_of(value).message_name())))
}

fn memory<T>(cx: &Cx, result: Result<T, NoMemory>) -> R<T> {
    result.map_err(|_| cx.memory_error())
}

fn new(_: &Cx, class: &Type, _: Args<'_>) -> R {
    Ok(List::of_class(class, Vec::new()).into_value())
}

fn init(cx: &Cx, value: &Value, args: Args<'_>) -> R<()> {
    let list = this(cx, value)?;
    let items = sequence::one_argument(cx, "list", sequence::for_init(type_of(value), args))?;
    drop(list.take_all());
    match items {
        Some(items) => extend_with(cx, list, items),
        None => Ok(()),
    }
}

/// Appends the items of any iterable. Builtin containers at one moment; the others one by one, as they come.
pub(crate) fn extend_with(cx: &Cx, list: &List, items: &Value) -> R<()> {
    if let Some(range) = items.get_exact::<super::range::Range>()
        && let Some((start, stop, step)) = range.as_i64()
    {
        let len = super::range::count(start, stop, step) as usize;
        let mut all = room::vec(cx, len)?;
        let mut made = 0;
        while made < len {
            let some = made as i64..len.min(made + (1 << 20)) as i64;
            made = some.end as usize;
            all.extend(some.map(|index| Value::int(start.wrapping_add(index.wrapping_mul(step)))));
            cx.safepoint()?;
        }
        return memory(cx, list.extend(all));
    }
    let is_itself = items.get::<List>().is_some_and(|items| std::ptr::eq(items, list));
    let known = if is_itself { Some(list.snapshot()) } else { super::iter::snapshot(items) };
    if let Some(items) = known {
        return memory(cx, list.extend(items));
    }
    let iterator = super::iter::iter(cx, items)?;
    let hint = super::protocol::length_hint(cx, items, 0)?;
    // A hint that cannot be true is not believed.
    if hint > 0
        && hint.checked_add(list.len()).is_some_and(|all| all <= isize::MAX as usize)
        && !room::is_plausible(hint.saturating_mul(size_of::<Value>()))
    {
        return Err(cx.memory_error());
    }
    if hint > 0 {
        memory(cx, list.reserve(hint.min(1 << 20)))?;
    }
    super::iter::each_of(cx, &iterator, |item| {
        memory(cx, list.push(item))?;
        Ok(true)
    })
}

fn len(cx: &Cx, value: &Value) -> R<usize> {
    Ok(this(cx, value)?.len())
}

fn repr(cx: &Cx, value: &Value) -> R {
    let list = this(cx, value)?;
    if list.len() == 0 {
        return Ok(Name::new("[]").value());
    }
    repr_guard::guarded(cx, value, "[...]", |text| {
        text.push(b'[');
        if list.header().is_local() {
            let mut index = 0;
            repr_guard::push_items(cx, text, || {
                index += 1;
                list.get(index - 1)
            })?;
        } else {
            let mut items = list.snapshot().into_iter();
            repr_guard::push_items(cx, text, || items.next())?;
        }
        text.push(b']');
        Ok(())
    })
}

fn compare(cx: &Cx, a: &Value, b: &Value, op: CmpOp) -> R {
    match (a.get::<List>(), b.get::<List>()) {
        (Some(x), Some(y)) => match List::difference(x, y, op) {
            Difference::Items(Some((x, y))) => super::compare::rich(cx, &x, &y, op),
            Difference::Items(None) => Ok(Value::bool(op == CmpOp::Ne)),
            Difference::Lengths(x, y) => Ok(Value::bool(op.holds(x.cmp(&y)))),
            Difference::Ask(start) => sequence::compare(cx, op, start, || x.len(), || y.len(), |i| x.get(i), |i| y.get(i)),
        },
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// Index of the first item within the bounds that equals `sought`.
fn find(cx: &Cx, list: &List, sought: &Value, bounds: (i64, i64)) -> R<Option<usize>> {
    match list.find_plainly(sought, bounds) {
        Ok(found) => Ok(found),
        Err(index) => sequence::find(cx, sought, index as i64, bounds.1, list.len(), |i| list.get(i)),
    }
}

fn contains(cx: &Cx, value: &Value, item: &Value) -> R<bool> {
    Ok(find(cx, this(cx, value)?, item, (0, i64::MAX))?.is_some())
}

fn getitem(cx: &Cx, value: &Value, key: &Value) -> R {
    let list = this(cx, value)?;
    if let Some(index) = key.as_int() {
        return at(cx, list, index);
    }
    getitem_slow(cx, list, key)
}

#[inline(always)]
fn at(cx: &Cx, list: &List, index: i64) -> R {
    list.get_at(index).ok_or_else(|| cx.index_error("list index out of range"))
}

fn getitem_slow(cx: &Cx, list: &List, key: &Value) -> R {
    if let Some(slice) = key.get::<Slice>() {
        let bounds = slice.bounds(cx)?;
        return Ok(List::new(memory(cx, list.get_slice(bounds))?).into_value());
    }
    if !sequence::is_index(key) {
        return Err(bad_index(cx, key));
    }
    at(cx, list, super::protocol::index(cx, key)?)
}

fn bad_index(cx: &Cx, key: &Value) -> Raised {
    cx.type_error(format!("list indices must be integers or slices, not {}", type_of(key).message_name()))
}

fn setitem(cx: &Cx, object: &Value, key: &Value, value: Option<Value>) -> R<()> {
    let list = this(cx, object)?;
    if let Some(slice) = key.get::<Slice>() {
        let bounds = slice.bounds(cx)?;
        return match value {
            Some(items) => set_slice(cx, list, bounds, &items),
            None => memory(cx, list.remove_slice(bounds)).map(drop),
        };
    }
    if !sequence::is_index(key) {
        return Err(bad_index(cx, key));
    }
    let index = super::protocol::index(cx, key)?;
    let out_of_range = || cx.index_error("list assignment index out of range");
    match value {
        Some(value) => list.set_at(index, value).map_err(|_| out_of_range()),
        None => list.remove_at(index).map(drop).ok_or_else(out_of_range),
    }
}

/// `list[start:stop:step] = items`.
pub(crate) fn set_slice(cx: &Cx, list: &List, bounds: slice::Bounds, items: &Value) -> R<()> {
    if type_of(items).slots().iter.is_none() && type_of(items).slots().getitem.is_none() {
        let message = "must assign iterable to extended slice";
        return Err(cx.type_error(message));
    }
    let new = super::iter::collect(cx, items)?;
    if bounds.step() == 1 {
        return memory(cx, list.splice_by(|len| bounds.range(len), new)).map(drop);
    }
    match list.set_strided(bounds, new) {
        Ok(old) => {
            drop(old);
            Ok(())
        }
        Err((count, new)) => {
            Err(cx.value_error(format!("attempt to assign sequence of size {} to extended slice of size {count}", new.len())))
        }
    }
}

fn add(cx: &Cx, a: &Value, b: &Value) -> R {
    let (Some(x), Some(y)) = (a.get::<List>(), b.get::<List>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let mut all = room::vec(cx, x.len() + y.len())?;
    x.with(|items| all.extend_from_slice(items));
    y.with(|items| all.extend_from_slice(items));
    Ok(List::new(all).into_value())
}

fn multiply(cx: &Cx, a: &Value, b: &Value) -> R {
    let (list, times) = match (a.get::<List>(), b.get::<List>()) {
        (Some(list), _) => (list, b),
        (None, Some(list)) => (list, a),
        _ => return Ok(Value::NOT_IMPLEMENTED),
    };
    match sequence::times(cx, times)? {
        Some(times) => Ok(List::new(repeated(cx, list, times)?).into_value()),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn repeated(cx: &Cx, list: &List, times: i64) -> R<Vec<Value>> {
    room::repeat(cx, &list.snapshot(), times)
}

fn add_in_place(cx: &Cx, a: &Value, b: &Value) -> R {
    extend_with(cx, this(cx, a)?, b)?;
    Ok(a.clone())
}

fn multiply_in_place(cx: &Cx, a: &Value, b: &Value) -> R {
    let list = this(cx, a)?;
    let Some(times) = sequence::times(cx, b)? else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if times <= 0 {
        drop(list.take_all());
    } else {
        memory(cx, list.extend_by(|items| room::repeat(cx, items, times - 1))?)?;
    }
    Ok(a.clone())
}

fn append(cx: &Cx, a: &[Value]) -> R {
    memory(cx, this(cx, &a[0])?.push(a[1].clone()))?;
    Ok(Value::NONE)
}

fn extend_by(cx: &Cx, before: &[Value], source: Source<'_>) -> R {
    let list = this(cx, &before[0])?;
    source(&mut |item| memory(cx, list.push(item)).map(|()| true))?;
    Ok(Value::NONE)
}

fn extend(cx: &Cx, a: &[Value]) -> R {
    extend_with(cx, this(cx, &a[0])?, &a[1])?;
    Ok(Value::NONE)
}

fn insert(cx: &Cx, a: &[Value]) -> R {
    let list = this(cx, &a[0])?;
    let index = sequence::size_argument(cx, &a[1])?;
    let place = |len: usize| {
        let index = if index < 0 { index.saturating_add(len as i64).max(0) } else { index } as usize;
        index.min(len)
    };
    memory(cx, list.insert_by(place, a[2].clone()))?;
    Ok(Value::NONE)
}

fn pop(cx: &Cx, a: &[Value]) -> R {
    let list = this(cx, &a[0])?;
    let index = match a[1].as_int() {
        Some(index) => index,
        None => sequence::size_argument(cx, &a[1])?,
    };
    if index == -1 {
        return list.pop().ok_or_else(|| cx.index_error("pop from empty list"));
    }
    if list.len() == 0 {
        return Err(cx.index_error("pop from empty list"));
    }
    list.remove_at(index).ok_or_else(|| cx.index_error("pop index out of range"))
}

/// Without an argument, which is how it is called most, there is nothing to bind.
fn pop_raw(cx: &Cx, args: Args<'_>) -> R {
    static POP: NativeDef = NativeDef::new("list.pop(self, index=-1, /)", pop);
    match args.values {
        [list] => this(cx, list)?.pop().ok_or_else(|| cx.index_error("pop from empty list")),
        [_, _] if args.names.is_empty() => pop(cx, args.values),
        _ => POP.bind_and_call(cx, args),
    }
}

fn remove(cx: &Cx, a: &[Value]) -> R {
    let list = this(cx, &a[0])?;
    let mut index = match list.remove_plainly(&a[1]) {
        Ok(Some(_)) => return Ok(Value::NONE),
        Ok(None) => return Err(not_there(cx)),
        Err(index) => index,
    };
    while let Some(item) = list.get(index) {
        if !super::compare::equal(cx, &item, &a[1])? {
            index += 1;
            continue;
        }
        // Comparing may have moved things. Where only this strand can have done that, the place counts, as in CPython.
        let is_removed = match list.header().is_local() {
            true => list.remove_at(index as i64).is_some(),
            false => list.remove_if(index, &item).is_some(),
        };
        if is_removed {
            return Ok(Value::NONE);
        }
        index = 0;
        cx.safepoint()?;
    }
    Err(not_there(cx))
}

#[cold]
fn not_there(cx: &Cx) -> Raised {
    cx.value_error("list.remove(x): x not in list")
}

fn index(cx: &Cx, a: &[Value]) -> R {
    let list = this(cx, &a[0])?;
    let (start, stop) = (slice::position_argument(cx, &a[2])?, slice::position_argument(cx, &a[3])?);
    match find(cx, list, &a[1], (start, stop))? {
        Some(index) => Ok(Value::int(index as i64)),
        None => Err(cx.value_error(format!("{} is not in list", super::protocol::repr(cx, &a[1])?.to_str_lossy()))),
    }
}

fn count(cx: &Cx, a: &[Value]) -> R {
    let list = this(cx, &a[0])?;
    let found = match list.count_plainly(&a[1]) {
        Some(found) => found,
        None => sequence::count(cx, &a[1], |i| list.get(i))?,
    };
    Ok(Value::int(found as i64))
}

fn reverse(cx: &Cx, a: &[Value]) -> R {
    this(cx, &a[0])?.arrange(<[Value]>::reverse);
    Ok(Value::NONE)
}

fn copy(cx: &Cx, a: &[Value]) -> R {
    Ok(List::new(this(cx, &a[0])?.snapshot()).into_value())
}

fn clear(cx: &Cx, a: &[Value]) -> R {
    drop(this(cx, &a[0])?.take_all());
    Ok(Value::NONE)
}

fn size_of_list(cx: &Cx, a: &[Value]) -> R {
    Ok(Value::int((size_of::<List>() + this(cx, &a[0])?.len() * size_of::<Value>()) as i64))
}

static METHODS: &[NativeDef] = &[
    NativeDef::new("append(self, object, /)", append),
    NativeDef::new("extend(self, iterable, /)", extend).fold(extend_by),
    NativeDef::new("insert(self, index, object, /)", insert),
    NativeDef::raw("pop(self, index=-1, /)", pop_raw),
    NativeDef::new("remove(self, value, /)", remove),
    NativeDef::new("index(self, value, start=0, stop=9223372036854775807, /)", index),
    NativeDef::new("count(self, value, /)", count),
    NativeDef::new("reverse(self, /)", reverse),
    NativeDef::new("sort(self, /, *, key=None, reverse=False)", super::list_sort::sort),
    NativeDef::new("copy(self, /)", copy),
    NativeDef::new("clear(self, /)", clear),
    NativeDef::new("__reversed__(self, /)", super::list_iter::list_reversed),
    NativeDef::new("__sizeof__(self, /)", size_of_list),
    NativeDef::new("classmethod __class_getitem__(cls, object, /)", super::generic_alias::class_getitem),
];

const SLOTS: Slots = Slots {
    new: Some(new),
    init: Some(init),
    repr: Some(repr),
    compare: Some(compare),
    len: Some(len),
    iter: Some(super::list_iter::list_iter),
    contains: Some(contains),
    getitem: Some(getitem),
    setitem: Some(setitem),
    binary: bin_slots(&[(BinOp::Add, add), (BinOp::Mul, multiply)]),
    inplace: bin_slots(&[(BinOp::Add, add_in_place), (BinOp::Mul, multiply_in_place)]),
    ..Slots::NONE
};

fn list_of(cx: &Cx, _: &[Value], source: Source<'_>) -> R {
    Ok(List::new(super::iter::gather(cx, source)?).into_value())
}

static LIST_DEF: TypeDef =
    TypeDef { name: "list", kind: Kind::List, subclassable: true, slots: SLOTS, methods: METHODS, fold: Some(list_of), ..TypeDef::EMPTY };
pub(crate) static LIST: Type = Type::from_def(&LIST_DEF);
