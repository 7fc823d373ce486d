//! Methods, operators and constructor of `dict`.

use super::args::Args;
use super::attr;
use super::compare;
use super::cx::Cx;
use super::dict::Dict;
use super::kinds::Kind;
use super::native::NativeDef;
use super::repr_guard;
use super::sequence;
use super::slots::{BinOp, CmpOp, Slots, bin_slots};
use super::str::Name;
use super::tuple::Tuple;
use super::ty::{Type, TypeDef, type_of};
use super::value::{Object, R, Ref, Value};
use std::sync::LazyLock;

fn this<'a>(cx: &Cx, value: &'a Value) -> R<&'a Dict> {
    value.get::<Dict>().ok_or_else(|| cx.type_error(format!("expected a dict, not {}", type_of(value).message_name())))
}

fn new(_: &Cx, class: &Type, _: Args<'_>) -> R {
    Ok(Dict::of_class(class).into_value())
}

fn init(cx: &Cx, value: &Value, args: Args<'_>) -> R<()> {
    update(cx, this(cx, value)?, "dict", args)
}

/// `dict(...)` and `dict.update(...)`.
fn update(cx: &Cx, dict: &Dict, name: &str, args: Args<'_>) -> R<()> {
    if let Some(source) = sequence::one_argument(cx, name, Args::positional(args.pos()))? {
        update_from(cx, dict, source)?;
    }
    // No keyword comes twice.
    dict.update_with(cx, args.keywords().map(|(key, value)| (key.hash(), key.value(), value.clone())).collect())
}

/// Whether walking the dict's table shows what iterating over it would: a subclass may have its own `__iter__`.
pub(crate) fn iterates_plainly(value: &Value) -> bool {
    let ours: super::slots::Unary = super::dict_views::dict_iter;
    type_of(value).slots().iter.is_some_and(|slot| std::ptr::fn_addr_eq(slot, ours))
}

/// Stores what a mapping (anything with `keys()`) or an iterable of pairs contains.
pub(crate) fn update_from(cx: &Cx, dict: &Dict, source: &Value) -> R<()> {
    if let Some(other) = source.get::<Dict>()
        && iterates_plainly(source)
    {
        if std::ptr::eq(other, dict) {
            return Ok(());
        }
        return dict.update_with(cx, other.snapshot_hashed());
    }
    static KEYS: LazyLock<Name> = LazyLock::new(|| Name::new("keys"));
    match attr::lookup_optional(cx, source, *KEYS)? {
        Some(keys) => update_from_mapping(cx, dict, source, &keys),
        None => update_from_pairs(cx, dict, source),
    }
}

fn update_from_mapping(cx: &Cx, dict: &Dict, source: &Value, keys: &Value) -> R<()> {
    let keys = super::call::call_pos(cx, keys, &[])?;
    if type_of(&keys).slots().iter.is_none() && type_of(&keys).slots().getitem.is_none() {
        let (class, result) = (type_of(source).message_name(), type_of(&keys).message_name());
        return Err(cx.type_error(format!("{class}.keys() returned a non-iterable (type {result})")));
    }
    for key in super::iter::collect(cx, &keys)? {
        let value = super::protocol::getitem(cx, source, &key)?;
        dict.set(cx, key, value)?;
    }
    Ok(())
}

fn update_from_pairs(cx: &Cx, dict: &Dict, source: &Value) -> R<()> {
    if dict.header().is_local() || type_of(source).is_heap() || type_of(source).slots().next.is_some() {
        return store_pairs(cx, dict, source);
    }
    // Others see all that a container holds, or nothing of it.
    let all = Dict::new();
    let result = store_pairs(cx, &all, source);
    dict.update_with(cx, all.snapshot_hashed())?;
    result
}

fn store_pairs(cx: &Cx, dict: &Dict, source: &Value) -> R<()> {
    let mut index = 0;
    super::iter::each(cx, source, |pair| {
        let result = super::iter::collect(cx, &pair);
        let Some(items) = cx.absorb(result, &super::exception::TYPE_ERROR)? else {
            return Err(cx.type_error(format!("cannot convert dictionary update sequence element #{index} to a sequence")));
        };
        let [key, value] = &items[..] else {
            let len = items.len();
            return Err(cx.value_error(format!("dictionary update sequence element #{index} has length {len}; 2 is required")));
        };
        index += 1;
        dict.set(cx, key.clone(), value.clone())?;
        Ok(true)
    })
}

fn len(cx: &Cx, value: &Value) -> R<usize> {
    Ok(this(cx, value)?.settled_len())
}

fn repr(cx: &Cx, value: &Value) -> R {
    let dict = this(cx, value)?;
    if dict.len() == 0 {
        return Ok(Name::new("{}").value());
    }
    repr_guard::guarded(cx, value, "{...}", |text| {
        text.push(b'{');
        let mut push = |key: &Value, value: &Value| {
            if text.len() > 1 {
                text.extend_from_slice(b", ");
            }
            repr_guard::push_repr(cx, text, key)?;
            text.extend_from_slice(b": ");
            repr_guard::push_repr(cx, text, value)
        };
        if dict.header().is_local() {
            let mut from = 0;
            while let Some((entry, key, value)) = dict.entry_from(from) {
                push(&key, &value)?;
                from = entry + 1;
            }
        } else {
            dict.snapshot_hashed().iter().try_for_each(|(_, key, value)| push(key, value))?;
        }
        text.push(b'}');
        Ok(())
    })
}

fn compare(cx: &Cx, a: &Value, b: &Value, op: CmpOp) -> R {
    let (Some(x), Some(y), CmpOp::Eq | CmpOp::Ne) = (a.get::<Dict>(), b.get::<Dict>(), op) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    Ok(Value::bool(equal(cx, x, y)? == (op == CmpOp::Eq)))
}

fn equal(cx: &Cx, x: &Dict, y: &Dict) -> R<bool> {
    if let Some(open) = Dict::pair_up(x, y) {
        let Some(open) = open else { return Ok(false) };
        for (mine, theirs) in open {
            if !compare::equal(cx, &mine, &theirs)? {
                return Ok(false);
            }
            cx.safepoint()?;
        }
        return Ok(true);
    }
    if x.len() != y.len() {
        return Ok(false);
    }
    let mut from = 0;
    while let Some((entry, (hash, key, mine))) = x.hashed_from(from) {
        match y.get_hashed(cx, hash, &key)? {
            Some(theirs) if compare::equal(cx, &mine, &theirs)? => {}
            _ => return Ok(false),
        }
        from = entry + 1;
        if from & 0xfff == 0 {
            cx.safepoint()?;
        }
    }
    Ok(true)
}

fn contains(cx: &Cx, value: &Value, key: &Value) -> R<bool> {
    this(cx, value)?.contains(cx, key)
}

fn getitem(cx: &Cx, value: &Value, key: &Value) -> R {
    match this(cx, value)?.get(cx, key)? {
        Some(found) => Ok(found),
        None => missing(cx, value, key),
    }
}

/// `__missing__` of a subclass, else KeyError.
#[cold]
fn missing(cx: &Cx, value: &Value, key: &Value) -> R {
    static MISSING: LazyLock<Name> = LazyLock::new(|| Name::new("__missing__"));
    if value.get_exact::<Dict>().is_none()
        && let Some(result) = attr::call_special(cx, value, *MISSING, std::slice::from_ref(key))?
    {
        return Ok(result);
    }
    Err(cx.key_error(key))
}

fn setitem(cx: &Cx, object: &Value, key: &Value, value: Option<Value>) -> R<()> {
    let dict = this(cx, object)?;
    match value {
        Some(value) => dict.set(cx, key.clone(), value),
        None => match dict.remove(cx, key)? {
            Some(taken) => {
                drop(taken);
                Ok(())
            }
            None => Err(cx.key_error(key)),
        },
    }
}

/// A plain dict of what a dict shows.
fn copied(cx: &Cx, value: &Value) -> R<Ref<Dict>> {
    if iterates_plainly(value) {
        return this(cx, value)?.try_copy().ok_or_else(|| cx.memory_error());
    }
    let copy = Dict::new();
    update_from(cx, &copy, value)?;
    Ok(copy)
}

fn union(cx: &Cx, a: &Value, b: &Value) -> R {
    if a.get::<Dict>().is_none() || b.get::<Dict>().is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let both = copied(cx, a)?;
    update_from(cx, &both, b)?;
    Ok(both.into_value())
}

fn union_in_place(cx: &Cx, a: &Value, b: &Value) -> R {
    update_from(cx, this(cx, a)?, b)?;
    Ok(a.clone())
}

fn get(cx: &Cx, a: &[Value]) -> R {
    Ok(this(cx, &a[0])?.get(cx, &a[1])?.unwrap_or_else(|| a[2].clone()))
}

/// With a key alone, which is how it is called most, there is nothing to bind.
fn get_raw(cx: &Cx, args: Args<'_>) -> R {
    static GET: NativeDef = NativeDef::new("dict.get(self, key, default=None, /)", get);
    match args.values {
        [dict, key] if args.names.is_empty() => Ok(this(cx, dict)?.get(cx, key)?.unwrap_or(Value::NONE)),
        [_, _, _] if args.names.is_empty() => get(cx, args.values),
        _ => GET.bind_and_call(cx, args),
    }
}

fn pop_raw(cx: &Cx, args: Args<'_>) -> R {
    static POP: NativeDef = NativeDef::new("dict.pop(self, key, default=?, /)", pop);
    match args.values {
        [dict, key] if args.names.is_empty() => match this(cx, dict)?.remove(cx, key)? {
            Some((_, value)) => Ok(value),
            None => Err(cx.key_error(key)),
        },
        _ => POP.bind_and_call(cx, args),
    }
}

fn set_default(cx: &Cx, a: &[Value]) -> R {
    this(cx, &a[0])?.set_default(cx, a[1].clone(), a[2].clone())
}

fn pop(cx: &Cx, a: &[Value]) -> R {
    match this(cx, &a[0])?.remove(cx, &a[1])? {
        Some((_, value)) => Ok(value),
        None if a[2].is_unset() => Err(cx.key_error(&a[1])),
        None => Ok(a[2].clone()),
    }
}

fn pop_item(cx: &Cx, a: &[Value]) -> R {
    match this(cx, &a[0])?.pop_last() {
        Some((key, value)) => Ok(Tuple::new(vec![key, value]).into_value()),
        None => Err(cx.error(&super::exception::KEY_ERROR, "popitem(): dictionary is empty")),
    }
}

fn update_method(cx: &Cx, args: Args<'_>) -> R {
    let Some(dict) = args.pos().first() else {
        return Err(cx.type_error("unbound method dict.update() needs an argument"));
    };
    update(cx, this(cx, dict)?, "update", args.skip(1))?;
    Ok(Value::NONE)
}

fn copy(cx: &Cx, a: &[Value]) -> R {
    copied(cx, &a[0]).map(Ref::into_value)
}

fn clear(cx: &Cx, a: &[Value]) -> R {
    this(cx, &a[0])?.clear();
    Ok(Value::NONE)
}

fn from_keys(cx: &Cx, a: &[Value]) -> R {
    let made = super::call::call_pos(cx, &a[0], &[])?;
    if let Some(dict) = made.get_exact::<Dict>() {
        // Sets and dicts know their keys' hashes.
        if let Some(set) = super::set::any_set(&a[1]).filter(|_| !type_of(&a[1]).is_heap()) {
            for (hash, key) in set.hashed() {
                dict.set_hashed(cx, hash, key, a[2].clone())?;
            }
            return Ok(made);
        }
        if let Some(other) = a[1].get_exact::<Dict>() {
            for (hash, key, _) in other.snapshot_hashed() {
                dict.set_hashed(cx, hash, key, a[2].clone())?;
            }
            return Ok(made);
        }
        super::iter::each(cx, &a[1], |key| {
            dict.set(cx, key, a[2].clone())?;
            Ok(true)
        })?;
        return Ok(made);
    }
    super::iter::each(cx, &a[1], |key| {
        super::protocol::setitem(cx, &made, &key, a[2].clone())?;
        Ok(true)
    })?;
    Ok(made)
}

fn size_of_dict(cx: &Cx, a: &[Value]) -> R {
    Ok(Value::int((size_of::<Dict>() + this(cx, &a[0])?.filled() * 48) as i64))
}

static METHODS: &[NativeDef] = &[
    NativeDef::raw("get(self, key, default=None, /)", get_raw),
    NativeDef::new("setdefault(self, key, default=None, /)", set_default),
    NativeDef::raw("pop(self, key, default=?, /)", pop_raw),
    NativeDef::new("popitem(self, /)", pop_item),
    NativeDef::new("keys(self, /)", super::dict_views::keys),
    NativeDef::new("values(self, /)", super::dict_views::values),
    NativeDef::new("items(self, /)", super::dict_views::items),
    NativeDef::raw("update(self, /, *args, **kwargs)", update_method),
    NativeDef::new("copy(self, /)", copy),
    NativeDef::new("clear(self, /)", clear),
    NativeDef::new("classmethod fromkeys(cls, iterable, value=None, /)", from_keys),
    NativeDef::new("__reversed__(self, /)", super::dict_views::reversed_keys),
    NativeDef::new("__sizeof__(self, /)", size_of_dict),
    NativeDef::new("classmethod __class_getitem__(cls, object, /)", super::generic_alias::class_getitem),
];

const SLOTS: Slots = Slots {
    new: Some(new),
    init: Some(init),
    repr: Some(repr),
    compare: Some(compare),
    len: Some(len),
    iter: Some(super::dict_views::dict_iter),
    contains: Some(contains),
    getitem: Some(getitem),
    setitem: Some(setitem),
    binary: bin_slots(&[(BinOp::Or, union)]),
    inplace: bin_slots(&[(BinOp::Or, union_in_place)]),
    ..Slots::NONE
};

static DICT_DEF: TypeDef = TypeDef { name: "dict", kind: Kind::Dict, subclassable: true, slots: SLOTS, methods: METHODS, ..TypeDef::EMPTY };
pub(crate) static DICT: Type = Type::from_def(&DICT_DEF);
