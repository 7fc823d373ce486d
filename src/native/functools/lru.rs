//! The cache behind `functools.lru_cache`. The table is a dict of keys to tickets and a queue of tickets in order of use; no
//! lock is held for the function or the keys' `__hash__` and `__eq__`.

use crate::object::args::Args;
use crate::object::attr;
use crate::object::call;
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::guarded::Guarded;
use crate::object::method::BoundMethod;
use crate::object::native::{GetSet, NativeDef};
use crate::object::payload::{Native, Payload, publish_into};
use crate::object::protocol::truth;
use crate::object::slots::Slots;
use crate::object::str::Str;
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{Object, R, Ref, Value};
use std::collections::VecDeque;

struct Lru {
    function: Value,
    /// None: without a bound.
    maxsize: Option<usize>,
    typed: bool,
    info_type: Value,
    /// Key to tuple (result, ticket).
    table: Ref<Dict>,
    state: Guarded<State>,
}

#[derive(Default)]
struct State {
    /// Uses in order, oldest first; only the latest ticket of a key counts.
    uses: VecDeque<(Value, i64)>,
    ticket: i64,
    hits: i64,
    misses: i64,
}

impl Payload for Lru {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.function);
        visit(&self.info_type);
        visit(self.table.as_value());
        self.state.inspect(|state| state.uses.iter().for_each(|(key, _)| visit(key)));
    }
    fn clear(&self) {
        drop(self.state.clear(|state| std::mem::take(&mut state.uses)));
    }
}

/// `_lru_cache_wrapper(user_function, maxsize, typed, cache_info_type)`.
fn new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let [function, maxsize, typed, info_type] = args.values else {
        return Err(cx.type_error("_lru_cache_wrapper expected 4 arguments"));
    };
    if type_of(function).slots().call.is_none() {
        return Err(cx.type_error("the first argument must be callable"));
    }
    let maxsize = if maxsize.is_none() {
        None
    } else {
        let Some(size) = crate::object::int::to_i64(maxsize) else {
            return Err(cx.type_error("maxsize should be integer or None"));
        };
        Some(size.max(0) as usize)
    };
    Ok(Native::make(
        class,
        Lru {
            function: function.clone(),
            maxsize,
            typed: truth(cx, typed)?,
            info_type: info_type.clone(),
            table: Dict::new(),
            state: Guarded::new(State::default()),
        },
    ))
}

/// Marks where keyword arguments begin in a key.
static MARK: std::sync::LazyLock<Value> = std::sync::LazyLock::new(|| {
    let mark = Tuple::new(vec![crate::object::str::Name::new("keyword arguments follow").value()]).into_value();
    mark.publish();
    mark
});

fn key_of(this: &Lru, args: Args<'_>) -> Value {
    if let ([only], true, false) = (args.values, args.names.is_empty(), this.typed)
        && (only.as_int().is_some() || only.get_exact::<Str>().is_some())
    {
        return only.clone();
    }
    let mut parts = args.pos().to_vec();
    if !args.names.is_empty() {
        parts.push(MARK.clone());
        for (name, value) in args.keywords() {
            parts.push(name.value());
            parts.push(value.clone());
        }
    }
    if this.typed {
        parts.extend(args.values.iter().map(|value| type_of(value).value()));
    }
    Tuple::new(parts).into_value()
}

fn call_(cx: &Cx, cache: &Value, args: Args<'_>) -> R {
    let Some(this) = Native::<Lru>::of(cache) else { return Ok(Value::NONE) };
    if this.maxsize == Some(0) {
        this.state.lock(cache).misses += 1;
        return call::call(cx, &this.function, args);
    }
    let key = key_of(this, args);
    if let Some(entry) = this.table.get(cx, &key)? {
        this.state.lock(cache).hits += 1;
        let Some(result) = result_of(&entry) else { return Ok(Value::NONE) };
        if this.maxsize.is_some() {
            touch(cx, cache, this, &key, &result)?;
        }
        return Ok(result);
    }
    this.state.lock(cache).misses += 1;
    let result = call::call(cx, &this.function, args)?;
    publish_into(cache, &key);
    publish_into(cache, &result);
    if this.maxsize.is_none() {
        this.table.set(cx, key, Tuple::new(vec![result.clone(), Value::int(0)]).into_value())?;
        return Ok(result);
    }
    touch(cx, cache, this, &key, &result)?;
    evict(cx, cache, this)?;
    Ok(result)
}

fn result_of(entry: &Value) -> Option<Value> {
    entry.get::<Tuple>()?.get(0).cloned()
}

/// Notes a use: the key gets the newest ticket.
fn touch(cx: &Cx, cache: &Value, this: &Lru, key: &Value, result: &Value) -> R<()> {
    let ticket = {
        let mut state = this.state.lock(cache);
        state.ticket += 1;
        state.ticket
    };
    this.table.set(cx, key.clone(), Tuple::new(vec![result.clone(), Value::int(ticket)]).into_value())?;
    publish_into(cache, key);
    let uses = {
        let mut state = this.state.lock(cache);
        state.uses.push_back((key.clone(), ticket));
        state.uses.len()
    };
    let limit = this.table.len().saturating_mul(4).saturating_add(64);
    if uses > limit { forget_stale(cx, cache, this) } else { Ok(()) }
}

/// Whether a ticket is its key's latest.
fn is_latest(cx: &Cx, this: &Lru, key: &Value, ticket: i64) -> R<bool> {
    let entry = this.table.get(cx, key)?;
    Ok(entry.as_ref().and_then(|entry| entry.get::<Tuple>()?.get(1)?.as_int()) == Some(ticket))
}

/// Takes outdated tickets off the queue.
fn forget_stale(cx: &Cx, cache: &Value, this: &Lru) -> R<()> {
    let uses = std::mem::take(&mut this.state.lock(cache).uses);
    let mut latest = VecDeque::with_capacity(uses.len() / 2);
    for (key, ticket) in uses {
        if is_latest(cx, this, &key, ticket)? {
            latest.push_back((key, ticket));
        }
    }
    let mut state = this.state.lock(cache);
    latest.append(&mut state.uses);
    state.uses = latest;
    Ok(())
}

/// Drops the entries used longest ago until the cache is within its bound.
fn evict(cx: &Cx, cache: &Value, this: &Lru) -> R<()> {
    while this.maxsize.is_some_and(|maxsize| this.table.len() > maxsize) {
        let oldest = this.state.lock(cache).uses.pop_front();
        let Some((key, ticket)) = oldest else { return Ok(()) };
        if is_latest(cx, this, &key, ticket)? {
            drop(this.table.remove(cx, &key)?);
        }
    }
    Ok(())
}

fn cache_info(cx: &Cx, a: &[Value]) -> R {
    let Some(this) = Native::<Lru>::of(&a[0]) else { return Ok(Value::NONE) };
    let (hits, misses) = {
        let state = this.state.lock(&a[0]);
        (state.hits, state.misses)
    };
    let maxsize = this.maxsize.map_or(Value::NONE, |maxsize| Value::int(maxsize as i64));
    call::call_pos(cx, &this.info_type, &[Value::int(hits), Value::int(misses), maxsize, Value::int(this.table.len() as i64)])
}

fn cache_clear(_: &Cx, a: &[Value]) -> R {
    let Some(this) = Native::<Lru>::of(&a[0]) else { return Ok(Value::NONE) };
    let old = {
        let mut state = this.state.lock(&a[0]);
        (state.hits, state.misses) = (0, 0);
        std::mem::take(&mut state.uses)
    };
    drop(old);
    this.table.clear();
    Ok(Value::NONE)
}

fn descr_get(_: &Cx, cache: &Value, instance: &Value, _: &Value) -> R {
    if instance.is_unset() || instance.is_none() {
        return Ok(cache.clone());
    }
    Ok(BoundMethod::new(cache.clone(), instance.clone()).into_value())
}

fn itself(_: &Cx, a: &[Value]) -> R {
    Ok(a[0].clone())
}

fn reduce(cx: &Cx, a: &[Value]) -> R {
    attr::getattr(cx, &a[0], crate::object::str::Name::new("__qualname__"))
}

static DEF: TypeDef = TypeDef {
    name: "_lru_cache_wrapper",
    module: "functools",
    subclassable: true,
    has_dict: true,
    slots: Slots { new: Some(new), call: Some(call_), descr_get: Some(descr_get), ..Slots::NONE },
    methods: &[
        NativeDef::new("cache_info(self, /)", cache_info).doc("Report cache statistics"),
        NativeDef::new("cache_clear(self, /)", cache_clear).doc("Clear the cache and cache statistics"),
        NativeDef::new("__copy__(self, /)", itself),
        NativeDef::new("__deepcopy__(self, memo, /)", itself),
        NativeDef::new("__reduce__(self, /)", reduce),
    ],
    getset: &[GetSet { name: "__dict__", get: attr::instance_dict, set: Some(crate::object::class::set_builtin_dict) }],
    ..TypeDef::EMPTY
};
pub(super) static LRU: Type = Type::from_def(&DEF);
