//! `tee`: several iterators over one source. What the slowest reader has not seen yet waits in a buffer they share.

use super::reduce::remade;
use crate::object::args::Args;
use crate::object::cx::Cx;
use crate::object::guarded::Guarded;
use crate::object::iter::{self, itself};
use crate::object::native::NativeDef;
use crate::object::payload::{Native, Payload, publish_into};
use crate::object::sequence;
use crate::object::slots::Slots;
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{Object, R, Value};
use std::collections::VecDeque;

/// What the readers share; an object of its own, so that the collector counts each reference once.
struct Shared {
    source: Value,
    buffer: Guarded<Buffer>,
}

#[derive(Default)]
struct Buffer {
    items: VecDeque<Value>,
    /// Position of the first item in the source.
    base: u64,
    /// Position of each reader; None once it died.
    readers: Vec<Option<u64>>,
    /// A reader asks the source at present.
    busy: bool,
}

impl Payload for Shared {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.source);
        self.buffer.inspect(|buffer| buffer.items.iter().for_each(visit));
    }
    fn clear(&self) {
        drop(self.buffer.clear(|buffer| std::mem::take(&mut buffer.items)));
    }
}

impl Buffer {
    fn register(&mut self, position: u64) -> usize {
        match self.readers.iter().position(Option::is_none) {
            Some(free) => {
                self.readers[free] = Some(position);
                free
            }
            None => {
                self.readers.push(Some(position));
                self.readers.len() - 1
            }
        }
    }

    /// Takes off the items that all readers have seen.
    fn trim(&mut self) -> Vec<Value> {
        let least = self.readers.iter().flatten().min().copied().unwrap_or(u64::MAX);
        let count = least.saturating_sub(self.base).min(self.items.len() as u64);
        self.base += count;
        self.items.drain(..count as usize).collect()
    }
}

struct Tee {
    shared: Value,
    reader: usize,
}

impl Payload for Tee {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.shared);
    }
}

impl Drop for Tee {
    fn drop(&mut self) {
        if let Some(shared) = Native::<Shared>::of(&self.shared) {
            let seen = {
                let mut buffer = shared.buffer.lock(&self.shared);
                buffer.readers[self.reader] = None;
                buffer.trim()
            };
            drop(seen);
        }
    }
}

fn reader(shared: &Value, position: u64) -> Value {
    let reader = Native::<Shared>::of(shared).map_or(0, |this| this.buffer.lock(shared).register(position));
    Native::make(&TEE, Tee { shared: shared.clone(), reader })
}

/// A reader at the same place.
fn copy_of(tee: &Value) -> Option<Value> {
    let this = Native::<Tee>::of(tee)?;
    let position = Native::<Shared>::of(&this.shared)?.buffer.lock(&this.shared).readers[this.reader]?;
    Some(reader(&this.shared, position))
}

fn first_reader(cx: &Cx, iterable: &Value) -> R {
    if let Some(copy) = copy_of(iterable) {
        return Ok(copy);
    }
    let source = iter::iter(cx, iterable)?;
    if let Some(copy) = copy_of(&source) {
        return Ok(copy);
    }
    Ok(reader(&Native::make(&TEE_DATA, Shared { source, buffer: Guarded::new(Buffer::default()) }), 0))
}

fn tee(cx: &Cx, a: &[Value]) -> R {
    let count = sequence::size_argument(cx, &a[1])?;
    if count < 0 {
        return Err(cx.value_error("n must be >= 0"));
    }
    let mut readers = crate::object::room::vec(cx, count as usize)?;
    if count > 0 {
        let first = first_reader(cx, &a[0])?;
        readers.push(first.clone());
        while readers.len() < count as usize {
            readers.push(copy_of(&first).unwrap_or(Value::NONE));
            cx.safepoint()?;
        }
    }
    Ok(Tuple::new(readers).into_value())
}

fn tee_new(cx: &Cx, _: &Type, args: Args<'_>) -> R {
    match args.values {
        [iterable] if args.names.is_empty() => first_reader(cx, iterable),
        _ => Err(cx.type_error(format!("_tee expected 1 argument, got {}", args.values.len()))),
    }
}

fn tee_copy(_: &Cx, a: &[Value]) -> R {
    Ok(copy_of(&a[0]).unwrap_or(Value::NONE))
}

/// Made again from what waits for the reader, and the source after that: other readers of the source are not its neighbours any more.
fn tee_reduce(cx: &Cx, a: &[Value]) -> R {
    let Some(this) = Native::<Tee>::of(&a[0]) else { return Ok(Value::NONE) };
    let Some(shared) = Native::<Shared>::of(&this.shared) else { return Ok(Value::NONE) };
    let waiting: Vec<Value> = {
        let buffer = shared.buffer.lock(&this.shared);
        let position = buffer.readers[this.reader].unwrap_or(buffer.base);
        buffer.items.iter().skip(position.saturating_sub(buffer.base) as usize).cloned().collect()
    };
    super::join::CHAIN.make_ready();
    let chain = crate::object::call::call_pos(cx, &super::join::CHAIN.value(), &[Tuple::new(waiting).into_value(), shared.source.clone()])?;
    remade(cx, &a[0], vec![chain])
}

/// The item at the reader's position if it is in the buffer, and what nobody needs any more.
fn take_buffered(shared: &Shared, tee: &Tee) -> Option<(Value, Vec<Value>)> {
    let mut buffer = shared.buffer.lock(&tee.shared);
    let position = buffer.readers[tee.reader]?;
    let index = position.checked_sub(buffer.base)? as usize;
    let item = buffer.items.get(index)?.clone();
    buffer.readers[tee.reader] = Some(position + 1);
    let seen = if index == 0 { buffer.trim() } else { Vec::new() };
    Some((item, seen))
}

fn tee_next(cx: &Cx, iterator: &Value) -> R<Option<Value>> {
    let Some(this) = Native::<Tee>::of(iterator) else { return Ok(None) };
    let Some(shared) = Native::<Shared>::of(&this.shared) else { return Ok(None) };
    if let Some((item, seen)) = take_buffered(shared, this) {
        drop(seen);
        return Ok(Some(item));
    }
    if std::mem::replace(&mut shared.buffer.lock(&this.shared).busy, true) {
        return Err(cx.runtime_error("cannot re-enter the tee iterator"));
    }
    let next = iter::next(cx, &shared.source);
    if let Ok(Some(item)) = &next {
        publish_into(&this.shared, item);
    }
    let mut buffer = shared.buffer.lock(&this.shared);
    buffer.busy = false;
    match next? {
        Some(item) => buffer.items.push_back(item),
        None => return Ok(None),
    }
    drop(buffer);
    Ok(take_buffered(shared, this).map(|(item, _)| item))
}

static TEE_DEF: TypeDef = TypeDef {
    name: "_tee",
    module: "itertools",
    slots: Slots { new: Some(tee_new), iter: Some(itself), next: Some(tee_next), ..Slots::NONE },
    methods: &[NativeDef::new("__copy__(self, /)", tee_copy), NativeDef::new("__reduce__(self, /)", tee_reduce)],
    doc: "Iterator wrapped to make it copyable.",
    ..TypeDef::EMPTY
};
pub(super) static TEE: Type = Type::from_def(&TEE_DEF);

static TEE_DATA_DEF: TypeDef = TypeDef { name: "_tee_dataobject", module: "itertools", ..TypeDef::EMPTY };
pub(super) static TEE_DATA: Type = Type::from_def(&TEE_DATA_DEF);

pub(super) static FUNCTIONS: &[NativeDef] =
    &[NativeDef::new("tee(iterable, n=2, /)", tee).doc("Returns a tuple of n independent iterators.")];
