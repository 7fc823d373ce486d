//! The cache behind `functools.lru_cache`. The table is a dict of keys to tickets and a queue of tickets in order of use; the mutex is
//! held for neither the function nor the keys' `__hash__` and `__eq__`.

use crate::object::args::Args;
use crate::object::attr;
use crate::object::call;
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::method::BoundMethod;
use crate::object::native::{GetSet, NativeDef};
use crate::object::payload::{Native, Payload, publish_into};
use crate::object::protocol::truth;
use crate::object::slots::Slots;
use crate::object::str::Str;
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{Object, R, Ref, Value};
use parking_lot::Mutex;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

struct Lru {
    function: Value,
    /// None: without a bound.
    maxsize: Option<usize>,
    typed: bool,
    info_type: Value,
    /// Key to tuple (result, ticket).
    table: Ref<Dict>,
    /// Uses in order, oldest first; only the latest ticket of a key counts.
    uses: Mutex<VecDeque<(Value, i64)>>,
    ticket: AtomicU64,
    hits: AtomicU64,
    misses: AtomicU64,
}

impl Payload for Lru {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.function);
        visit(&self.info_type);
        visit(self.table.as_value());
        self.uses.lock().iter().for_each(|(key, _)| visit(key));
    }
    fn clear(&self) {
        let old = std::mem::take(&mut *self.uses.lock());
        drop(old);
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
            uses: Mutex::default(),
            ticket: AtomicU64::new(0),
            hits: AtomicU64::new(0),
            misses: AtomicU64::new(0),
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
        this.misses.fetch_add(1, Relaxed);
        return call::call(cx, &this.function, args);
    }
    let key = key_of(this, args);
    if let Some(entry) = this.table.get(cx, &key)? {
        this.hits.fetch_add(1, Relaxed);
        let Some(result) = result_of(&entry) else { return Ok(Value::NONE) };
        if this.maxsize.is_some() {
            touch(cx, cache, this, &key, &result)?;
        }
        return Ok(result);
    }
    this.misses.fetch_add(1, Relaxed);
    let result = call::call(cx, &this.function, args)?;
    publish_into(cache, &key);
    publish_into(cache, &result);
    if this.maxsize.is_none() {
        this.table.set(cx, key, Tuple::new(vec![result.clone(), Value::int(0)]).into_value())?;
        return Ok(result);
    }
    touch(cx, cache, this, &key, &result)?;
    evict(cx, this)?;
    Ok(result)
}

fn result_of(entry: &Value) -> Option<Value> {
    entry.get::<Tuple>()?.get(0).cloned()
}

/// Notes a use: the key gets the newest ticket.
fn touch(cx: &Cx, cache: &Value, this: &Lru, key: &Value, result: &Value) -> R<()> {
    let ticket = this.ticket.fetch_add(1, Relaxed) as i64;
    this.table.set(cx, key.clone(), Tuple::new(vec![result.clone(), Value::int(ticket)]).into_value())?;
    publish_into(cache, key);
    this.uses.lock().push_back((key.clone(), ticket));
    let limit = this.table.len().saturating_mul(4).saturating_add(64);
    if this.uses.lock().len() > limit { forget_stale(cx, this) } else { Ok(()) }
}

/// Whether a ticket is its key's latest.
fn is_latest(cx: &Cx, this: &Lru, key: &Value, ticket: i64) -> R<bool> {
    let entry = this.table.get(cx, key)?;
    Ok(entry.as_ref().and_then(|entry| entry.get::<Tuple>()?.get(1)?.as_int()) == Some(ticket))
}

/// Takes outdated tickets off the queue.
fn forget_stale(cx: &Cx, this: &Lru) -> R<()> {
    let uses = std::mem::take(&mut *this.uses.lock());
    let mut latest = VecDeque::with_capacity(uses.len() / 2);
    for (key, ticket) in uses {
        if is_latest(cx, this, &key, ticket)? {
            latest.push_back((key, ticket));
        }
    }
    let mut uses = this.uses.lock();
    latest.append(&mut uses);
    *uses = latest;
    Ok(())
}

/// Drops the entries used longest ago until the cache is within its bound.
fn evict(cx: &Cx, this: &Lru) -> R<()> {
    while this.maxsize.is_some_and(|maxsize| this.table.len() > maxsize) {
        let oldest = this.uses.lock().pop_front();
        let Some((key, ticket)) = oldest else { return Ok(()) };
        if is_latest(cx, this, &key, ticket)? {
            drop(this.table.remove(cx, &key)?);
        }
    }
    Ok(())
}

fn cache_info(cx: &Cx, a: &[Value]) -> R {
    let Some(this) = Native::<Lru>::of(&a[0]) else { return Ok(Value::NONE) };
    let count = |counter: &AtomicU64| Value::int(counter.load(Relaxed) as i64);
    let maxsize = this.maxsize.map_or(Value::NONE, |maxsize| Value::int(maxsize as i64));
    call::call_pos(cx, &this.info_type, &[count(&this.hits), count(&this.misses), maxsize, Value::int(this.table.len() as i64)])
}

fn cache_clear(_: &Cx, a: &[Value]) -> R {
    let Some(this) = Native::<Lru>::of(&a[0]) else { return Ok(Value::NONE) };
    let old = std::mem::take(&mut *this.uses.lock());
    drop(old);
    this.table.clear();
    this.hits.store(0, Relaxed);
    this.misses.store(0, Relaxed);
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
    getset: &[GetSet { name: "__dict__", get: attr::instance_dict, set: Some(crate::object::class::set_instance_dict) }],
    ..TypeDef::EMPTY
};
pub(super) static LRU: Type = Type::from_def(&DEF);
