//! Generators and coroutines: a frame on the heap and where it stopped. Resuming and the methods are the layer above's.
//!
//! Whoever moves `state` from Suspended (or Created) to Running owns the frame until it moves it on; a second strand finds Running
//! and raises "already executing". When the generator is SHARED, its locals are published at each suspension.

use super::code::Code;
use super::dict::Dict;
use super::function::Function;
use super::kinds::{Kind, Layout, adopt, object, reserve};
use super::slot::Slot;
use super::stack::{Fp, FrameHead, FrameKind, HEAD_SLOTS};
use super::ty::{Type, TypeDef};
use super::value::{Object, Ref, Value};
use crate::memory::Header;
use crate::memory::header::flag;
use std::alloc::Layout as Block;
use std::cell::UnsafeCell;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU8, AtomicU32, Ordering::*};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(crate) enum State {
    Created,
    Suspended,
    Running,
    Finished,
}

#[repr(C)]
pub(crate) struct Generator {
    head: Header,
    pub(crate) code: Ref<Code>,
    /// What the frame's head points to.
    globals: Ref<Dict>,
    /// The closure's cells: a tuple, or None.
    closure: Value,
    /// A tuple of name and qualified name; Unset: the code's.
    names: Slot,
    state: AtomicU8,
    /// Slots of the frame, its head included: they follow the struct.
    slots: u32,
    /// Step to go on with; only the runner touches it.
    pub(crate) pc: AtomicU32,
    /// What `yield from` or `await` delegates to, else Unset.
    pub(crate) delegate: Slot,
    /// The exception being handled inside the generator while it is suspended, else Unset.
    handled: Slot,
    /// Bits of [`aux`].
    pub(crate) aux: AtomicU32,
    /// The generators this one delegates to, directly and through each other, outermost first; only on the one that is resumed from
    /// outside. Only the runner touches it.
    chain: UnsafeCell<Option<Box<Chain>>>,
}

/// Bits of `Generator::aux`.
pub(crate) mod aux {
    /// An async generator: what it gave last was yielded, not awaited.
    pub(crate) const YIELDED: u32 = 1;
    /// Some other generator's chain has this one.
    pub(crate) const CHAINED: u32 = 2;
    /// An async generator: the first-iteration hook was called.
    pub(crate) const HOOKED: u32 = 4;
    /// An async generator: `aclose` or `athrow` ended it.
    pub(crate) const CLOSED: u32 = 8;
    /// An async generator: one of its awaitables is under way.
    pub(crate) const ITERATING: u32 = 16;
}

/// `Generator::pc` of one that has returned.
pub(crate) const DONE: u32 = u32::MAX;

/// See `Generator::chain`.
#[derive(Default)]
struct Chain {
    links: Vec<Link>,
    /// What [`chain_epoch`] was when the chain was made.
    epoch: u32,
}

/// A generator that another one delegates to.
#[derive(Clone)]
pub(crate) struct Link {
    pub(crate) generator: Ref<Generator>,
    /// The exception that the delegating generators are handling, Unset if none of them handles one.
    pub(crate) inherited: Value,
}

/// Grows whenever a chained generator is resumed from outside of its chain: all chains are then made anew.
static CHAIN_EPOCH: AtomicU32 = AtomicU32::new(0);

/// Makes all chains stale.
pub(crate) fn break_chains() {
    CHAIN_EPOCH.fetch_add(1, Relaxed);
}

object!(Generator, Generator, GENERATOR);

impl Layout for Generator {
    const TRACKED: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(self.code.as_value());
        visit(self.globals.as_value());
        visit(&self.closure);
        for slot in [&self.names, &self.delegate, &self.handled] {
            // SAFETY: visiting happens on the owner strand or with all others stopped.
            visit(unsafe { slot.borrow() });
        }
        // SAFETY: as above; the runner borrows the chain for moments in which nothing is visited.
        if let Some(chain) = unsafe { &*self.chain.get() } {
            for link in &chain.links {
                visit(link.generator.as_value());
                visit(&link.inherited);
            }
        }
        if self.state() != State::Finished {
            let fp = self.fp();
            for index in 0..self.code.info.frame_size {
                visit(fp.local(index));
            }
        }
    }
    fn block(&self) -> Block {
        block(self.slots)
    }
    fn clear(&self) {
        if self.begin().is_ok() {
            self.finish();
        }
    }
}

impl Drop for Generator {
    fn drop(&mut self) {
        if self.state() != State::Finished {
            self.drop_locals();
        }
    }
}

fn block(slots: u32) -> Block {
    // SAFETY: frames have thousands of slots at most; no overflow.
    unsafe { Block::from_size_align_unchecked(size_of::<Generator>() + slots as usize * size_of::<Value>(), 8) }
}

impl Generator {
    /// The generator that a call of `function` gives, see [`Generator::new`].
    pub(crate) fn of(ty: &'static Type, function: &Function, locals: impl ExactSizeIterator<Item = Value>) -> Ref<Generator> {
        let (code, globals) = (function.code.complete(), function.globals.clone());
        let generator = Generator::new(ty, code, globals, function.closure.clone(), locals);
        let (name, qualname) = (function.name(), function.qualname());
        let info = &function.code.info;
        if !(name.is(&info.name.value()) && qualname.is(&info.qualname.value())) {
            generator.names.put(&generator.head, super::tuple::Tuple::new(vec![name, qualname]).into_value());
        }
        generator
    }

    /// A generator of type `ty` over a frame whose first locals are `locals` (the rest Unset). `closure` is a tuple of cells, or None.
    pub(crate) fn new(
        ty: &'static Type,
        code: Ref<Code>,
        globals: Ref<Dict>,
        closure: Value,
        locals: impl ExactSizeIterator<Item = Value>,
    ) -> Ref<Generator> {
        let size = code.info.frame_size as usize;
        let slots = (HEAD_SLOTS + size) as u32;
        let block = block(slots);
        let Some(start) = reserve(block, false) else { std::alloc::handle_alloc_error(block) };
        // SAFETY: fresh memory is fully written: the struct, the frame's head, given locals, Unset for the others.
        unsafe {
            let place = start.cast::<Generator>();
            let frame = place.add(1).cast::<Value>();
            frame.cast::<FrameHead>().write(FrameHead {
                code: &raw const *code,
                globals: &raw const *globals,
                closure: closure.get::<super::tuple::Tuple>().map_or(std::ptr::null(), |cells| cells.items().as_ptr()),
                context: std::ptr::null(),
                previous: None,
                kind: FrameKind::Block,
                position: std::cell::Cell::new(0),
            });
            let first = frame.add(HEAD_SLOTS);
            let given = locals.len().min(size);
            for (index, value) in locals.take(size).enumerate() {
                first.add(index).write(value);
            }
            for index in given..size {
                first.add(index).write(Value::UNSET);
            }
            place.write(Generator {
                head: Header::new(Kind::Generator as u8, ty.header(), 0),
                names: Slot::unset(),
                code,
                globals,
                closure,
                state: AtomicU8::new(State::Created as u8),
                slots,
                pc: AtomicU32::new(0),
                delegate: Slot::unset(),
                handled: Slot::unset(),
                aux: AtomicU32::new(0),
                chain: UnsafeCell::new(None),
            });
            adopt(place)
        }
    }

    /// Has names of a module's code looked up in a mapping, which a slot of the frame keeps alive. Before the generator is shared or run.
    pub(crate) fn set_namespace(&self, namespace: Value) {
        let slot = self.code.info.varnames.iter().position(|name| name.bytes() == super::code::NAMESPACE_SLOT.as_bytes());
        let Some(slot) = slot else { return };
        // SAFETY: nobody else knows the generator yet. The slot is one of the frame's locals, which do not move; its value stays there
        // until the generator is finished, and nothing runs in the frame then.
        unsafe {
            let place = self.frame().add(HEAD_SLOTS + slot).as_ptr();
            drop(std::mem::replace(&mut *place, namespace));
            (*self.frame().cast::<FrameHead>().as_ptr()).context = place.cast();
        }
    }

    /// The names it was given.
    fn own_name(&self, index: usize) -> Option<Value> {
        self.names.get(&self.head).get::<super::tuple::Tuple>()?.get(index).cloned()
    }

    pub(crate) fn name(&self) -> Value {
        self.own_name(0).unwrap_or_else(|| self.code.info.name.value())
    }

    pub(crate) fn set_name(&self, name: Value) {
        self.set_names(name, self.qualname(), self.origin());
    }

    fn set_names(&self, name: Value, qualname: Value, origin: Value) {
        let names = super::tuple::Tuple::new(vec![name, qualname, origin]);
        drop(self.names.put(&self.head, names.into_value()));
    }

    /// Where a coroutine was made, if that was noted; else None.
    pub(crate) fn origin(&self) -> Value {
        self.own_name(2).unwrap_or(Value::NONE)
    }

    pub(crate) fn set_origin(&self, origin: Value) {
        self.set_names(self.name(), self.qualname(), origin);
    }

    pub(crate) fn qualname(&self) -> Value {
        self.own_name(1).unwrap_or_else(|| self.code.info.qualname.value())
    }

    pub(crate) fn set_qualname(&self, name: Value) {
        self.set_names(self.name(), name, self.origin());
    }

    #[inline(always)]
    pub(crate) fn state(&self) -> State {
        match self.state.load(Acquire) {
            0 => State::Created,
            1 => State::Suspended,
            2 => State::Running,
            _ => State::Finished,
        }
    }

    /// Where the frame's head lies: right behind the struct.
    #[inline(always)]
    fn frame(&self) -> NonNull<Value> {
        // SAFETY: `new` made the block large enough. The address comes from the header's pointer into the whole block.
        unsafe { self.head.as_ptr().cast::<Generator>().add(1).cast() }
    }

    #[inline(always)]
    pub(crate) fn fp(&self) -> Fp {
        // SAFETY: head and locals were written by `new`; the locals stay valid values (Unset once finished).
        unsafe { Fp::new(self.frame().add(HEAD_SLOTS)) }
    }

    /// Takes the generator for running. Err: what it is doing instead (running or finished).
    #[inline(always)]
    pub(crate) fn begin(&self) -> Result<State, State> {
        let now = self.state();
        if matches!(now, State::Running | State::Finished) {
            return Err(now);
        }
        if self.head.is_local() {
            // Nobody else can see it.
            self.state.store(State::Running as u8, Relaxed);
            return Ok(now);
        }
        // Acquire pairs with the Release of the strand that suspended it: its stores to the frame are visible.
        match self.state.compare_exchange(now as u8, State::Running as u8, AcqRel, Acquire) {
            Ok(_) => Ok(now),
            Err(_) => Err(self.state()),
        }
    }

    /// Shows a suspended generator's frame and what it delegates to (Unset: nothing) to `look`, which reads only; None if it is in
    /// another state. Nobody can resume it meanwhile. Also for threads that are no strands, see `stacks`.
    pub(crate) fn while_suspended<T>(&self, look: impl FnOnce(Fp, &Value) -> T) -> Option<T> {
        let taken = self.state.compare_exchange(State::Suspended as u8, State::Running as u8, AcqRel, Acquire);
        taken.ok()?;
        // SAFETY: whoever moved the state to Running owns the slot, and that is us.
        let seen = look(self.fp(), unsafe { self.delegate.borrow() });
        self.state.store(State::Suspended as u8, Release);
        Some(seen)
    }

    /// Puts the generator to rest after a yield.
    #[inline(always)]
    pub(crate) fn suspend(&self) {
        self.rest(State::Suspended);
    }

    /// Gives up running: back to what `begin` said.
    #[inline(always)]
    pub(crate) fn rest(&self, state: State) {
        if !self.head.is_local() {
            self.publish_locals();
        }
        self.state.store(state as u8, Release);
    }

    #[cold]
    fn publish_locals(&self) {
        let fp = self.fp();
        for index in 0..self.code.info.frame_size {
            fp.local(index).publish();
        }
    }

    /// Ends the generator and drops its locals.
    pub(crate) fn finish(&self) {
        self.drop_locals();
        drop(self.delegate.put(&self.head, Value::UNSET));
        self.set_handled(Value::UNSET);
        // SAFETY: the caller runs the generator; the links are dropped after the borrow.
        drop(unsafe { (*self.chain.get()).take() });
        self.pc.store(DONE, Relaxed);
        if self.head.has(flag::HAS_FINALIZER) {
            self.head.clear(flag::HAS_FINALIZER);
        }
        self.state.store(State::Finished as u8, Release);
    }

    /// Asks for the finalizer of the type when the generator dies unfinished.
    pub(crate) fn finalize_later(&self) {
        self.head.set(flag::HAS_FINALIZER);
    }

    /// Takes the exception that was being handled when the generator was suspended.
    #[inline(always)]
    pub(crate) fn take_handled(&self) -> Option<Value> {
        if self.handled.is_unset() { None } else { Some(self.handled.put(&self.head, Value::UNSET)) }
    }

    /// Whether an exception is being handled inside while it is suspended. The runner's.
    #[inline(always)]
    pub(crate) fn handles(&self) -> bool {
        !self.handled.is_unset()
    }

    pub(crate) fn set_handled(&self, exception: Value) {
        if !(exception.is_unset() && self.handled.is_unset()) {
            drop(self.handled.put(&self.head, exception));
        }
    }

    /// What the generator handles while it is suspended; Unset if nothing.
    pub(crate) fn handled(&self) -> Value {
        self.handled.get(&self.head)
    }

    /// What the generator delegates to; Unset if nothing.
    pub(crate) fn delegate(&self) -> Value {
        self.delegate.get(&self.head)
    }

    pub(crate) fn set_delegate(&self, delegate: Value) {
        drop(self.delegate.put(&self.head, delegate));
    }

    /// Whether it delegates to anything. The runner's.
    #[inline(always)]
    pub(crate) fn delegates(&self) -> bool {
        !self.delegate.is_unset()
    }

    /// Whether the body has returned.
    #[inline(always)]
    pub(crate) fn is_done(&self) -> bool {
        self.pc.load(Relaxed) == DONE
    }

    pub(crate) fn has(&self, bit: u32) -> bool {
        self.aux.load(Relaxed) & bit != 0
    }

    pub(crate) fn set(&self, bit: u32) {
        // Only whoever runs the generator (or is about to) changes the bits.
        self.aux.store(self.aux.load(Relaxed) | bit, Relaxed);
    }

    pub(crate) fn unset(&self, bit: u32) {
        self.aux.store(self.aux.load(Relaxed) & !bit, Relaxed);
    }

    // ---- the chain: for the runner only ----

    /// The innermost link, if the generator delegates to generators and the chain is current. The runner's.
    pub(crate) fn top(&self) -> Option<Link> {
        // SAFETY: the runner's own; the borrow ends here.
        let chain = unsafe { (*self.chain.get()).as_ref() }?;
        if chain.epoch == CHAIN_EPOCH.load(Relaxed) { chain.links.last().cloned() } else { None }
    }

    /// The innermost link, current or not.
    pub(crate) fn last(&self) -> Option<Link> {
        // SAFETY: as for `top`.
        unsafe { (*self.chain.get()).as_ref() }?.links.last().cloned()
    }

    /// How many generators it delegates to through each other.
    pub(crate) fn chain_len(&self) -> u32 {
        // SAFETY: as for `top`.
        unsafe { (*self.chain.get()).as_ref() }.map_or(0, |chain| chain.links.len() as u32)
    }

    /// Whether a generator is on the chain.
    pub(crate) fn has_link(&self, generator: &Generator) -> bool {
        // SAFETY: as for `top`.
        let chain = unsafe { (*self.chain.get()).as_ref() };
        chain.is_some_and(|chain| chain.links.iter().any(|link| std::ptr::eq(&raw const *link.generator, generator)))
    }

    /// Adds an innermost link.
    pub(crate) fn push(&self, link: Link) {
        if !self.head.is_local() {
            link.generator.as_value().publish();
            link.inherited.publish();
        }
        link.generator.set(aux::CHAINED);
        // SAFETY: as for `top`.
        let chain = unsafe { (*self.chain.get()).get_or_insert_default() };
        if chain.links.is_empty() {
            chain.epoch = CHAIN_EPOCH.load(Relaxed);
        }
        chain.links.push(link);
    }

    /// Takes the innermost link off.
    pub(crate) fn pop(&self) -> Option<Link> {
        // SAFETY: as for `top`.

        unsafe { (*self.chain.get()).as_mut() }?.links.pop()
    }

    /// Forgets the chain.
    pub(crate) fn clear_chain(&self) {
        // SAFETY: as for `top`; the links are dropped after the borrow.
        let links = unsafe { (*self.chain.get()).as_mut() }.map(|chain| std::mem::take(&mut chain.links));
        drop(links);
    }

    fn drop_locals(&self) {
        let fp = self.fp();
        for index in 0..self.code.info.frame_size {
            fp.set(index, Value::UNSET);
        }
    }

    /// Links the frame to the one that resumes it.
    pub(crate) fn link(&self, previous: Option<Fp>) {
        // SAFETY: the runner owns the frame; `previous` is read by the runner only.
        unsafe { (*self.frame().as_ptr().cast::<FrameHead>()).previous = previous };
    }
}

/// Stands for the layout; the types scripts see are the layer above's.
static GENERATOR_DEF: TypeDef = TypeDef { name: "generator", kind: Kind::Generator, ..TypeDef::EMPTY };
pub(crate) static GENERATOR: Type = Type::from_def(&GENERATOR_DEF);
