//! Methods, operators and constructor of `deque`.

use super::deque::{self, Deque, End, NoMemory};
use super::deque_iter;
use crate::native::construct::signature;
use crate::object::args::Args;
use crate::object::attr;
use crate::object::call;
use crate::object::compare;
use crate::object::cx::Cx;
use crate::object::exception;
use crate::object::iter;
use crate::object::native::{GetSet, NativeDef};
use crate::object::protocol;
use crate::object::repr_guard;
use crate::object::room;
use crate::object::sequence;
use crate::object::slots::{BinOp, CmpOp, Slots, bin_slots};
use crate::object::str::Name;
use crate::object::tuple::{self, Tuple};
use crate::object::ty::{Type, TypeDef, type_flag, type_of};
use crate::object::value::{Object, R, Raised, Value};

fn this<'a>(cx: &Cx, value: &'a Value) -> R<Deque<'a>> {
    Deque::of(value).ok_or_else(|| cx.type_error(format!("expected a deque, not {}", type_of(value).message_name())))
}

fn memory<T>(cx: &Cx, result: Result<T, NoMemory>) -> R<T> {
    result.map_err(|_| cx.memory_error())
}

fn new(_: &Cx, class: &Type, _: Args<'_>) -> R {
    Ok(deque::empty(class))
}

static INIT: NativeDef = signature("deque(iterable=?, maxlen=None)");

fn init(cx: &Cx, value: &Value, args: Args<'_>) -> R<()> {
    let a = crate::native::construct::bind(cx, &INIT, args)?;
    let deque = this(cx, value)?;
    let maxlen = if a[1].is_none() {
        None
    } else if crate::object::int::is_int(&a[1]) {
        let maxlen = sequence::size_argument(cx, &a[1])?;
        Some(usize::try_from(maxlen).map_err(|_| cx.value_error("maxlen must be non-negative"))?)
    } else {
        return Err(cx.type_error("an integer is required"));
    };
    deque.set_maxlen(maxlen);
    drop(deque.take_all());
    if a[0].is_unset() { Ok(()) } else { extend_at(cx, value, &a[0], End::Right) }
}

fn extend_at(cx: &Cx, value: &Value, items: &Value, end: End) -> R<()> {
    let deque = this(cx, value)?;
    let known = if items.is(value) { Some(deque.snapshot()) } else { iter::snapshot(items) };
    if let Some(items) = known {
        return memory(cx, deque.push_all(items, end));
    }
    iter::each(cx, items, |item| {
        memory(cx, deque.push(item, end))?;
        Ok(true)
    })
}

/// A new deque of the same class with the same bound.
fn like(cx: &Cx, value: &Value, items: Vec<Value>) -> R {
    let maxlen = this(cx, value)?.maxlen();
    if type_of(value).is_heap() {
        let class = type_of(value).value();
        let items = crate::object::list::List::new(items).into_value();
        let mut args = vec![items];
        args.extend(maxlen.map(|maxlen| Value::int(maxlen as i64)));
        return call::call_pos(cx, &class, &args);
    }
    let made = deque::empty(&DEQUE);
    let deque = this(cx, &made)?;
    deque.set_maxlen(maxlen);
    deque.replace_all(items, None);
    Ok(made)
}

fn copy(cx: &Cx, a: &[Value]) -> R {
    like(cx, &a[0], this(cx, &a[0])?.snapshot())
}

fn repr(cx: &Cx, value: &Value) -> R {
    let deque = this(cx, value)?;
    repr_guard::guarded(cx, value, "[...]", |text| {
        text.extend_from_slice(type_of(value).name().as_bytes());
        text.extend_from_slice(b"([");
        let mut items = deque.snapshot().into_iter();
        repr_guard::push_items(cx, text, || items.next())?;
        text.push(b']');
        if let Some(maxlen) = deque.maxlen() {
            text.extend_from_slice(format!(", maxlen={maxlen}").as_bytes());
        }
        text.push(b')');
        Ok(())
    })
}

fn compare(cx: &Cx, a: &Value, b: &Value, op: CmpOp) -> R {
    match (Deque::of(a), Deque::of(b)) {
        (Some(x), Some(y)) if x.is_shared() || y.is_shared() => {
            let (x, y) = (x.snapshot(), y.snapshot());
            sequence::compare(cx, op, 0, || x.len(), || y.len(), |i| x.get(i).cloned(), |i| y.get(i).cloned())
        }
        (Some(x), Some(y)) => sequence::compare(cx, op, 0, || x.len(), || y.len(), |i| x.get(i), |i| y.get(i)),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn mutated(cx: &Cx) -> Raised {
    cx.runtime_error("deque mutated during iteration")
}

/// Calls `on_equal` with each equal item and its index as long as that says true. Errors: RuntimeError if comparing changes the deque.
fn each_equal(
    cx: &Cx,
    deque: Deque<'_>,
    sought: &Value,
    range: std::ops::Range<usize>,
    mut on_equal: impl FnMut(usize, Value) -> bool,
) -> R<()> {
    if let Some(items) = deque.snapshot_if_shared() {
        for (index, item) in items.into_iter().enumerate().take(range.end).skip(range.start) {
            if compare::equal(cx, &item, sought)? && !on_equal(index, item) {
                return Ok(());
            }
            cx.safepoint()?;
        }
        return Ok(());
    }
    let changes = deque.changes();
    for index in range {
        let Some(Some(item)) = deque.get_unchanged(index, changes) else { break };
        let found = compare::equal(cx, &item, sought)?;
        if deque.changes() != changes {
            return Err(mutated(cx));
        }
        if found && !on_equal(index, item) {
            return Ok(());
        }
        cx.safepoint()?;
    }
    Ok(())
}

/// The first equal item and its index. Errors: as of `each_equal`.
fn find(cx: &Cx, deque: Deque<'_>, sought: &Value, start: usize, stop: usize) -> R<Option<(usize, Value)>> {
    let mut first = None;
    each_equal(cx, deque, sought, start..stop, |index, item| {
        first = Some((index, item));
        false
    })?;
    Ok(first)
}

fn contains(cx: &Cx, value: &Value, item: &Value) -> R<bool> {
    let deque = this(cx, value)?;
    Ok(find(cx, deque, item, 0, deque.len())?.is_some())
}

fn count(cx: &Cx, a: &[Value]) -> R {
    let deque = this(cx, &a[0])?;
    let mut found = 0;
    each_equal(cx, deque, &a[1], 0..deque.len(), |_, _| {
        found += 1;
        true
    })?;
    Ok(Value::int(found))
}

fn index(cx: &Cx, a: &[Value]) -> R {
    let deque = this(cx, &a[0])?;
    let len = deque.len();
    let fit = |value: &Value, default: usize| {
        if value.is_unset() {
            return Ok(default);
        }
        let at = crate::object::slice::position_argument(cx, value)?;
        Ok(if at < 0 { at.saturating_add(len as i64).max(0) as usize } else { (at as usize).min(len) })
    };
    let (start, stop) = (fit(&a[2], 0)?, fit(&a[3], len)?);
    match find(cx, deque, &a[1], start, stop)? {
        Some((index, _)) => Ok(Value::int(index as i64)),
        None => Err(not_in(cx, &a[1])),
    }
}

fn remove(cx: &Cx, a: &[Value]) -> R {
    let deque = this(cx, &a[0])?;
    while deque.is_shared() {
        match find(cx, deque, &a[1], 0, usize::MAX)? {
            None => return Err(not_in(cx, &a[1])),
            Some((index, item)) if deque.remove_if(index, &item).is_some() => return Ok(Value::NONE),
            // Another strand moved it meanwhile.
            Some(_) => cx.safepoint()?,
        }
    }
    let changes = deque.changes();
    for index in 0..deque.len() {
        let Some(Some(item)) = deque.get_unchanged(index, changes) else { break };
        let found = compare::equal(cx, &item, &a[1])?;
        if deque.changes() != changes {
            return Err(cx.index_error("deque mutated during remove()."));
        }
        if found {
            drop(deque.remove_if(index, &item));
            return Ok(Value::NONE);
        }
        cx.safepoint()?;
    }
    Err(not_in(cx, &a[1]))
}

#[cold]
fn not_in(cx: &Cx, sought: &Value) -> Raised {
    match protocol::repr(cx, sought) {
        Ok(shown) => cx.value_error(format!("{} is not in deque", shown.to_str_lossy())),
        Err(raised) => raised,
    }
}

fn position(cx: &Cx, key: &Value) -> R<i64> {
    if !sequence::is_index(key) {
        return Err(cx.type_error(format!("sequence index must be integer, not '{}'", type_of(key).message_name())));
    }
    protocol::index(cx, key)
}

fn outside(cx: &Cx) -> Raised {
    cx.index_error("deque index out of range")
}

fn getitem(cx: &Cx, value: &Value, key: &Value) -> R {
    let deque = this(cx, value)?;
    deque.get_at(position(cx, key)?).ok_or_else(|| outside(cx))
}

fn setitem(cx: &Cx, owner: &Value, key: &Value, value: Option<Value>) -> R<()> {
    let deque = this(cx, owner)?;
    let position = position(cx, key)?;
    let done = match value {
        Some(value) => deque.set_at(position, value),
        None => deque.remove_at(position).is_some(),
    };
    if done { Ok(()) } else { Err(outside(cx)) }
}

fn append(cx: &Cx, a: &[Value]) -> R {
    memory(cx, this(cx, &a[0])?.push(a[1].clone(), End::Right))?;
    Ok(Value::NONE)
}

fn appendleft(cx: &Cx, a: &[Value]) -> R {
    memory(cx, this(cx, &a[0])?.push(a[1].clone(), End::Left))?;
    Ok(Value::NONE)
}

fn pop(cx: &Cx, a: &[Value]) -> R {
    this(cx, &a[0])?.pop(End::Right).ok_or_else(|| cx.index_error("pop from an empty deque"))
}

fn popleft(cx: &Cx, a: &[Value]) -> R {
    this(cx, &a[0])?.pop(End::Left).ok_or_else(|| cx.index_error("pop from an empty deque"))
}

fn extend(cx: &Cx, a: &[Value]) -> R {
    extend_at(cx, &a[0], &a[1], End::Right)?;
    Ok(Value::NONE)
}

fn extendleft(cx: &Cx, a: &[Value]) -> R {
    extend_at(cx, &a[0], &a[1], End::Left)?;
    Ok(Value::NONE)
}

fn insert(cx: &Cx, a: &[Value]) -> R {
    let index = sequence::size_argument(cx, &a[1])?;
    if memory(cx, this(cx, &a[0])?.insert(index, a[2].clone()))? {
        return Ok(Value::NONE);
    }
    Err(cx.index_error("deque already at its maximum size"))
}

fn rotate(cx: &Cx, a: &[Value]) -> R {
    this(cx, &a[0])?.rotate(sequence::size_argument(cx, &a[1])?);
    Ok(Value::NONE)
}

fn reverse(cx: &Cx, a: &[Value]) -> R {
    this(cx, &a[0])?.reverse();
    Ok(Value::NONE)
}

fn clear(cx: &Cx, a: &[Value]) -> R {
    drop(this(cx, &a[0])?.take_all());
    Ok(Value::NONE)
}

fn add(cx: &Cx, a: &Value, b: &Value) -> R {
    let Some(x) = Deque::of(a) else { return Ok(Value::NOT_IMPLEMENTED) };
    let Some(y) = Deque::of(b) else {
        return Err(cx.type_error(format!("can only concatenate deque (not \"{}\") to deque", type_of(b).message_name())));
    };
    let mut items = x.snapshot();
    items.extend(y.snapshot());
    like(cx, a, items)
}

fn add_in_place(cx: &Cx, a: &Value, b: &Value) -> R {
    extend_at(cx, a, b, End::Right)?;
    Ok(a.clone())
}

/// The items repeated, cut to what the deque can hold.
fn repeated(cx: &Cx, deque: Deque<'_>, times: i64) -> R<Vec<Value>> {
    let items = deque.snapshot();
    let most = deque.maxlen().unwrap_or(usize::MAX);
    if items.is_empty() || times <= 0 {
        return Ok(Vec::new());
    }
    let needed = (most / items.len()).saturating_add(2) as u64;
    let mut all = room::repeat(cx, &items, times.min(needed.min(i64::MAX as u64) as i64))?;
    // The last items stay. Their pattern repeats, so that fewer rounds end the same way.
    let excess = all.len().saturating_sub(most);
    all.drain(..excess).for_each(drop);
    Ok(all)
}

fn multiply(cx: &Cx, a: &Value, b: &Value) -> R {
    let (owner, times) = if Deque::of(a).is_some() { (a, b) } else { (b, a) };
    match sequence::times(cx, times)? {
        Some(times) => like(cx, owner, repeated(cx, this(cx, owner)?, times)?),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn multiply_in_place(cx: &Cx, a: &Value, b: &Value) -> R {
    let deque = this(cx, a)?;
    let Some(times) = sequence::times(cx, b)? else { return Ok(Value::NOT_IMPLEMENTED) };
    loop {
        let changes = deque.changes();
        if deque.replace_all(repeated(cx, deque, times)?, Some(changes)) {
            return Ok(a.clone());
        }
        cx.safepoint()?;
    }
}

fn reduce(cx: &Cx, a: &[Value]) -> R {
    let deque = this(cx, &a[0])?;
    let state = attr::lookup_optional(cx, &a[0], Name::new("__dict__"))?.unwrap_or(Value::NONE);
    let state = if protocol::truth(cx, &state)? { state } else { Value::NONE };
    let args = match deque.maxlen() {
        Some(maxlen) => Tuple::new(vec![tuple::empty(), Value::int(maxlen as i64)]).into_value(),
        None => tuple::empty(),
    };
    let items = iter::iter(cx, &a[0])?;
    Ok(Tuple::new(vec![type_of(&a[0]).value(), args, state, items]).into_value())
}

fn maxlen(cx: &Cx, value: &Value) -> R {
    Ok(this(cx, value)?.maxlen().map_or(Value::NONE, |maxlen| Value::int(maxlen as i64)))
}

fn set_maxlen(cx: &Cx, value: &Value, _: Option<Value>) -> R<()> {
    let class = type_of(value).message_name();
    Err(cx.error(&exception::ATTRIBUTE_ERROR, format!("attribute 'maxlen' of '{class}' objects is not writable")))
}

static METHODS: &[NativeDef] = &[
    NativeDef::new("append(self, item, /)", append).doc("Add an element to the right side of the deque."),
    NativeDef::new("appendleft(self, item, /)", appendleft).doc("Add an element to the left side of the deque."),
    NativeDef::new("clear(self, /)", clear).doc("Remove all elements from the deque."),
    NativeDef::new("copy(self, /)", copy).doc("Return a shallow copy of a deque."),
    NativeDef::new("__copy__(self, /)", copy).doc("Return a shallow copy of a deque."),
    NativeDef::new("count(self, value, /)", count).doc("Return number of occurrences of value."),
    NativeDef::new("extend(self, iterable, /)", extend).doc("Extend the right side of the deque with elements from the iterable."),
    NativeDef::new("extendleft(self, iterable, /)", extendleft).doc("Extend the left side of the deque with elements from the iterable."),
    NativeDef::new("index(self, value, start=?, stop=?, /)", index).doc("Return first index of value."),
    NativeDef::new("insert(self, index, value, /)", insert).doc("Insert value before index."),
    NativeDef::new("pop(self, /)", pop).doc("Remove and return the rightmost element."),
    NativeDef::new("popleft(self, /)", popleft).doc("Remove and return the leftmost element."),
    NativeDef::new("remove(self, value, /)", remove).doc("Remove first occurrence of value."),
    NativeDef::new("reverse(self, /)", reverse).doc("Reverse *IN PLACE*."),
    NativeDef::new("rotate(self, n=1, /)", rotate).doc("Rotate the deque n steps to the right.  If n is negative, rotates left."),
    NativeDef::new("__reversed__(self, /)", deque_iter::backwards).doc("Return a reverse iterator over the deque."),
    NativeDef::new("__reduce__(self, /)", reduce),
    NativeDef::new("classmethod __class_getitem__(cls, item, /)", crate::object::generic_alias::class_getitem),
];

static DEF: TypeDef = TypeDef {
    name: "deque",
    module: "collections",
    doc: "A list-like sequence optimized for data accesses near its endpoints.",
    subclassable: true,
    pattern: type_flag::SEQUENCE,
    slots: Slots {
        new: Some(new),
        init: Some(init),
        repr: Some(repr),
        compare: Some(compare),
        iter: Some(deque_iter::forwards),
        snapshot: Some(|value| Deque::of(value).map(|deque| deque.snapshot()).unwrap_or_default()),
        len: Some(|cx, value| Ok(this(cx, value)?.len())),
        contains: Some(contains),
        getitem: Some(getitem),
        setitem: Some(setitem),
        binary: bin_slots(&[(BinOp::Add, add), (BinOp::Mul, multiply)]),
        inplace: bin_slots(&[(BinOp::Add, add_in_place), (BinOp::Mul, multiply_in_place)]),
        ..Slots::NONE
    },
    methods: METHODS,
    getset: &[GetSet { name: "maxlen", get: maxlen, set: Some(set_maxlen) }],
    ..TypeDef::EMPTY
};
pub(super) static DEQUE: Type = Type::from_def(&DEF);
