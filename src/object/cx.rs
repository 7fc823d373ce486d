//! The context of a strand: its value stack, the exception under way, its caches. Knows values and types, not what runs.
//!
//! Every function that may raise or call takes `&Cx`. A context is used by one OS thread at a time.

use super::exception;
use super::interp::Interp;
use super::stack::{Fp, Stack};
use super::str::Name;
use super::ty::{Type, type_of};
use super::value::{Object, R, Raised, Value};
use crate::memory::{collect, credits, grace};
use crate::sched::strand::{Strand, poll};
use crate::source::Span;
use crate::stack;
use std::cell::{Cell, UnsafeCell};
use std::sync::Arc;

/// Native stack that must be left when a function is called: enough for the nodes of one function and a builtin below it.
const STACK_RESERVE: usize = 256 * 1024;
/// Size of further segments of native stack.
const STACK_SEGMENT: usize = 8 * 1024 * 1024;
/// Loops over plain items heed interrupts once in so many.
pub(crate) const STRIDE: usize = 1 << 14;
/// Entries of the method cache; a power of two.
const METHOD_CACHE: usize = 1024;

#[derive(Clone, Copy)]
struct CachedLookup {
    version: u32,
    /// The type's data version if what was found is data, 0 if it is a function or other descriptor, or nothing.
    data: u32,
    /// Address of the name.
    name: usize,
    /// What was found; not counted: the type's namespace holds it as long as the version stands.
    found: Option<(super::value::Tag, *mut ())>,
}

thread_local! {
    /// The cache of the strand that ran before on this OS thread, which may run many short ones. What it says is about types' versions,
    /// which are never used twice, so it holds for any strand.
    static SPARE_CACHE: Cell<Option<Box<[Cell<CachedLookup>]>>> = const { Cell::new(None) };
}

/// An exception under way that was put aside, and its place in the frame.
pub(crate) struct Pending {
    pub(crate) exception: Option<Value>,
    raised_at: Option<Span>,
}

/// State of one strand of execution.
pub(crate) struct Cx {
    pub(crate) interp: Arc<Interp>,
    pub(crate) strand: Arc<Strand>,
    pub(crate) stack: Stack,
    participant: Arc<grace::Participant>,
    /// The exception on its way up, while a `Raised` travels.
    pending: UnsafeCell<Option<Value>>,
    /// The exception being handled (`sys.exception()`), None-valued at top level.
    handled: UnsafeCell<Value>,
    /// The value on its way out of a function while `Flow::Return` travels.
    returned: UnsafeCell<Value>,
    /// Where in the current frame the pending exception passed; the innermost node that knows sets it.
    raised_at: Cell<Option<Span>>,
    /// Below this address the native stack is short.
    native_limit: Cell<usize>,
    /// Calls of script functions under way.
    depth: Cell<u32>,
    /// How many there may be, as far as this strand knows: the interpreter's limit, which another strand may just have changed.
    depth_limit: Cell<u32>,
    /// Calls of native code that recurses (repr, compare, ...) under way.
    native_depth: Cell<u32>,
    cache: Box<[Cell<CachedLookup>]>,
    /// The innermost frame.
    frame: Cell<Option<Fp>>,
    /// Set when the collector's list grew past its threshold; looked at by the safepoint.
    collect_soon: Cell<bool>,
    collecting: Cell<bool>,
    /// Functions that died while they ran, see `running`.
    retired: UnsafeCell<super::running::Retired>,
    /// Values of the strand for the layers above (current thread object, context variables, ...), by key.
    locals: UnsafeCell<Vec<(usize, Value)>>,
    /// The context variables in force: Unset, a tuple of them, or a context object.
    variables: UnsafeCell<Value>,
}

thread_local! {
    static CURRENT: Cell<*const Cx> = const { Cell::new(std::ptr::null()) };
}

/// The collector's list is long: the strand looks at its next safepoint.
#[cold]
pub(crate) fn want_collection() {
    if let Some(cx) = Cx::current_ptr() {
        // SAFETY: the pointer is valid while its `Entered` guard lives, which is longer than any call made under it.
        let cx = unsafe { &*cx };
        cx.collect_soon.set(true);
        cx.strand.request(poll::COLLECT);
    }
}

/// Makes a context current for the calling OS thread; the previous one comes back when dropped.
pub(crate) struct Entered<'a> {
    previous: *const Cx,
    credits_before: *const grace::Participant,
    _cx: std::marker::PhantomData<&'a Cx>,
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        credits::end(self.credits_before);
        CURRENT.with(|current| current.set(self.previous));
    }
}

impl Cx {
    /// A context for `strand`, which the calling OS thread runs, with an empty value stack.
    pub(crate) fn new(interp: Arc<Interp>, strand: Arc<Strand>, stack: Stack) -> Cx {
        let nudged = strand.clone();
        let participant = grace::Participant::register(Arc::as_ptr(&interp).addr(), Box::new(move || nudged.request(poll::RECLAIM)));
        let nothing = CachedLookup { version: 0, data: 0, name: 0, found: None };
        Cx {
            interp,
            stack,
            participant,
            strand,
            pending: UnsafeCell::new(None),
            handled: UnsafeCell::new(Value::NONE),
            returned: UnsafeCell::new(Value::NONE),
            raised_at: Cell::new(None),
            native_limit: Cell::new(usize::MAX),
            depth: Cell::new(0),
            depth_limit: Cell::new(0),
            native_depth: Cell::new(0),
            cache: SPARE_CACHE.take().unwrap_or_else(|| vec![Cell::new(nothing); METHOD_CACHE].into()),
            frame: Cell::new(None),
            collect_soon: Cell::new(false),
            collecting: Cell::new(false),
            retired: UnsafeCell::default(),
            locals: UnsafeCell::new(Vec::new()),
            variables: UnsafeCell::new(Value::UNSET),
        }
    }

    /// Runs `f` in the context of a strand that begins and ends here, on the calling OS thread.
    pub(crate) fn run_strand<T>(interp: Arc<Interp>, strand: Arc<Strand>, stack: Stack, f: impl FnOnce(&Cx) -> T) -> T {
        let _list = crate::memory::local::StrandList::begin();
        let cx = Box::new(Cx::new(interp, strand, stack));
        cx.strand.set_context(std::ptr::from_ref(&*cx).expose_provenance());
        let result = {
            let _current = cx.enter();
            f(&cx)
        };
        cx.strand.set_context(0);
        drop(cx);
        grace::hand_over();
        result
    }

    /// Makes this the calling thread's context while the guard lives.
    pub(crate) fn enter(&self) -> Entered<'_> {
        self.measure_native_stack();
        Entered {
            previous: CURRENT.with(|current| current.replace(self)),
            credits_before: credits::begin(&self.participant),
            _cx: std::marker::PhantomData,
        }
    }

    fn current_ptr() -> Option<*const Cx> {
        CURRENT.try_with(Cell::get).ok().filter(|cx| !cx.is_null())
    }

    /// Runs `f` with the calling thread's context, if it has one: for destructors, which get no context.
    pub(crate) fn with_current<T>(f: impl FnOnce(&Cx) -> T) -> Option<T> {
        // SAFETY: valid while its `Entered` guard lives.
        Cx::current_ptr().map(|cx| f(unsafe { &*cx }))
    }

    /// Runs `f` with the context of `strand`, if it has one now. For the strand itself, or while it is held detached: `f` reads only.
    pub(crate) fn with_context_of<T>(strand: &Strand, f: impl FnOnce(&Cx) -> T) -> Option<T> {
        let address = strand.context();
        // SAFETY: `run_strand` sets the word while the context lives, on the strand while it is attached; the strand cannot take it
        // back while it is held. Nothing else touches the context meanwhile.
        (address != 0).then(|| f(unsafe { &*std::ptr::with_exposed_provenance::<Cx>(address) }))
    }

    // ---- exceptions ----

    /// Raises an exception object. Its `__context__` becomes the exception being handled.
    pub(crate) fn raise(&self, exception: Value) -> Raised {
        exception::set_context(&exception, &self.handled());
        self.raised_at.set(None);
        self.reraise(exception)
    }

    /// Sends an exception on its way as it is.
    pub(crate) fn reraise(&self, exception: Value) -> Raised {
        // SAFETY: no reference into the cell is ever kept; the old value is dropped after the store.
        let old = unsafe { (*self.pending.get()).replace(exception) };
        drop(old);
        Raised::new()
    }

    /// Takes the pending exception; the `Raised` that led here must not be returned afterwards.
    pub(crate) fn take(&self, _: Raised) -> Value {
        // SAFETY: as for `reraise`.
        unsafe { (*self.pending.get()).take() }.unwrap_or(Value::NONE)
    }

    /// Whether the pending exception is an instance of `class`.
    pub(crate) fn pending_is(&self, class: &Type) -> bool {
        // SAFETY: as for `reraise`.
        unsafe { (*self.pending.get()).as_ref() }.is_some_and(|exception| type_of(exception).is_subtype(class))
    }

    /// Turns a pending exception of `class` into None, for lookups that may fail.
    pub(crate) fn absorb<T>(&self, result: R<T>, class: &Type) -> R<Option<T>> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(raised) if self.pending_is(class) => {
                drop(self.take(raised));
                Ok(None)
            }
            Err(raised) => Err(raised),
        }
    }

    /// Puts a pending exception and its place aside while a finalizer runs.
    pub(crate) fn suspend_pending(&self) -> Pending {
        // SAFETY: as for `reraise`.
        let exception = unsafe { (*self.pending.get()).take() };
        Pending { exception, raised_at: self.raised_at.take() }
    }

    /// Puts it back.
    pub(crate) fn resume_pending(&self, pending: Pending) {
        // SAFETY: as for `reraise`.
        let old = unsafe { std::mem::replace(&mut *self.pending.get(), pending.exception) };
        self.raised_at.set(pending.raised_at);
        drop(old);
    }

    /// The exception being handled, or None.
    pub(crate) fn handled(&self) -> Value {
        // SAFETY: as for `reraise`.
        unsafe { (*self.handled.get()).clone() }
    }

    /// Replaces the exception being handled and returns the one before, to be put back.
    pub(crate) fn set_handled(&self, exception: Value) -> Value {
        // SAFETY: as for `reraise`.
        unsafe { std::mem::replace(&mut *self.handled.get(), exception) }
    }

    /// Notes where in the current frame the pending exception passed; the first note counts.
    #[cold]
    pub(crate) fn note(&self, span: Span) {
        if self.raised_at.get().is_none() {
            self.raised_at.set(Some(span));
        }
    }

    /// Takes the note, at the border of a frame.
    pub(crate) fn take_note(&self) -> Option<Span> {
        self.raised_at.take()
    }

    /// Raises a builtin exception with a message.
    #[cold]
    pub(crate) fn error(&self, class: &'static Type, message: impl AsRef<str>) -> Raised {
        let message = super::str::Str::from_str(message.as_ref()).into_value();
        self.raise(exception::make(class, vec![message]))
    }

    #[cold]
    pub(crate) fn type_error(&self, message: impl AsRef<str>) -> Raised {
        self.error(&exception::TYPE_ERROR, message)
    }

    #[cold]
    pub(crate) fn value_error(&self, message: impl AsRef<str>) -> Raised {
        self.error(&exception::VALUE_ERROR, message)
    }

    #[cold]
    pub(crate) fn index_error(&self, message: impl AsRef<str>) -> Raised {
        self.error(&exception::INDEX_ERROR, message)
    }

    #[cold]
    pub(crate) fn overflow_error(&self, message: impl AsRef<str>) -> Raised {
        self.error(&exception::OVERFLOW_ERROR, message)
    }

    #[cold]
    pub(crate) fn runtime_error(&self, message: impl AsRef<str>) -> Raised {
        self.error(&exception::RUNTIME_ERROR, message)
    }

    #[cold]
    pub(crate) fn zero_division(&self, message: impl AsRef<str>) -> Raised {
        self.error(&exception::ZERO_DIVISION_ERROR, message)
    }

    #[cold]
    pub(crate) fn memory_error(&self) -> Raised {
        self.raise(exception::make(&exception::MEMORY_ERROR, Vec::new()))
    }

    /// KeyError with the key as its argument.
    #[cold]
    pub(crate) fn key_error(&self, key: &Value) -> Raised {
        self.raise(exception::make(&exception::KEY_ERROR, vec![key.clone()]))
    }

    /// AttributeError with its `name` and `obj`.
    #[cold]
    pub(crate) fn attribute_error(&self, object: &Value, name: Name, message: String) -> Raised {
        let message = super::str::Str::from_str(&message).into_value();
        let exception = exception::make(&exception::ATTRIBUTE_ERROR, vec![message]);
        exception::set_fields(&exception, vec![name.value(), object.clone()]);
        self.raise(exception)
    }

    /// NameError with its `name`.
    #[cold]
    pub(crate) fn name_error(&self, name: Name, message: String) -> Raised {
        let message = super::str::Str::from_str(&message).into_value();
        let exception = exception::make(&exception::NAME_ERROR, vec![message]);
        // Also `self` of the method that failed: "did you mean self.x" looks there.
        let this = self.frame().and_then(super::frame::self_argument).unwrap_or(Value::NONE);
        exception::set_fields(&exception, vec![name.value(), this]);
        self.raise(exception)
    }

    /// Puts the result of a function where its caller finds it.
    #[inline(always)]
    pub(crate) fn set_return(&self, value: Value) {
        // SAFETY: no reference into the cell is ever kept; the old value is dropped after the store.
        let old = unsafe { std::mem::replace(&mut *self.returned.get(), value) };
        drop(old);
    }

    /// Takes it.
    #[inline(always)]
    pub(crate) fn take_return(&self) -> Value {
        // SAFETY: as above.
        unsafe { std::mem::replace(&mut *self.returned.get(), Value::NONE) }
    }

    /// Issues a warning about an object where nothing can be raised: in finalizers.
    #[cold]
    pub(crate) fn warn_in_finalizer(&self, category: &'static Type, message: &str, about: &Value) {
        let pending = self.suspend_pending();
        if let Err(raised) = (self.interp.hooks().warn)(self, category, message, about) {
            let exception = self.take(raised);
            (self.interp.hooks().unraisable)(self, "Exception ignored in a finalizer", &Value::UNSET, &exception);
        }
        self.resume_pending(pending);
    }

    // ---- depth ----

    /// Enters a call of a script function. Err: RecursionError, or out of native stack.
    #[inline(always)]
    pub(crate) fn enter_call(&self) -> R<()> {
        if self.depth.get() >= self.depth_limit.get() {
            self.look_at_limit(1)?;
        }
        self.depth.set(self.depth.get() + 1);
        Ok(())
    }

    #[inline(always)]
    pub(crate) fn leave_call(&self) {
        self.depth.set(self.depth.get() - 1);
    }

    /// Runs `f` as if the running call had been left for the frame that called it.
    #[inline(always)]
    pub(crate) fn as_caller<T>(&self, caller: Option<Fp>, f: impl FnOnce() -> T) -> T {
        let own = self.frame();
        self.set_frame(caller);
        self.leave_call();
        let result = f();
        // What was left fits in again, whatever the limit has become.
        self.depth.set(self.depth.get() + 1);
        self.set_frame(own);
        result
    }

    /// Err: RecursionError, if `more` calls do not fit in.
    #[inline(always)]
    pub(crate) fn look_at_depth(&self, more: u32) -> R<()> {
        let has_room = self.depth.get().saturating_add(more) <= self.depth_limit.get();
        if has_room { Ok(()) } else { self.look_at_limit(more) }
    }

    /// The same by the interpreter's limit of now.
    #[cold]
    #[inline(never)]
    pub(crate) fn look_at_limit(&self, more: u32) -> R<()> {
        self.depth_limit.set(self.interp.recursion_limit());
        if self.depth.get().saturating_add(more) <= self.depth_limit.get() {
            return Ok(());
        }
        Err(self.error(&exception::RECURSION_ERROR, "maximum recursion depth exceeded"))
    }

    /// Nothing is up: no safepoint work, enough native stack for a call.
    #[inline(always)]
    pub(crate) fn is_clear(&self) -> bool {
        let here = 0u8;
        self.strand.is_clear(std::ptr::from_ref(&here).addr())
    }

    /// Whether enough native stack is left for a call.
    #[inline(always)]
    pub(crate) fn has_native_stack(&self) -> bool {
        let here = 0u8;
        std::ptr::from_ref(&here).addr() > self.native_limit.get()
    }

    /// Finds out how far the present native stack reaches.
    fn measure_native_stack(&self) {
        let here = 0u8;
        self.set_native_limit(std::ptr::from_ref(&here).addr().saturating_sub(stack::remaining()) + STACK_RESERVE);
    }

    fn set_native_limit(&self, address: usize) {
        self.native_limit.set(address);
        self.strand.set_barrier(address);
    }

    /// A safepoint for a call that found something up ([`Cx::is_clear`]).
    pub(crate) fn clear(&self) -> R<()> {
        self.safepoint()?;
        self.strand.set_barrier(self.native_limit.get());
        Ok(())
    }

    /// Runs `f` on a fresh segment of native stack.
    #[cold]
    #[inline(never)]
    pub(crate) fn on_fresh_stack<T>(&self, f: impl FnOnce() -> T) -> T {
        let before = self.native_limit.get();
        let result = stack::on_segment(STACK_SEGMENT, || {
            self.measure_native_stack();
            f()
        });
        self.set_native_limit(before);
        result
    }

    pub(crate) fn depth(&self) -> u32 {
        self.depth.get()
    }

    /// Runs native code that may recurse through script values (repr, compare, hash, ...): bounded, on enough native stack.
    /// `doing` completes "maximum recursion depth exceeded", e.g. " in comparison".
    #[inline]
    pub(crate) fn recursing<T>(&self, doing: &'static str, f: impl FnOnce() -> R<T>) -> R<T> {
        self.recursing_in(|| doing, f)
    }

    /// [`Cx::recursing`] with a text that is made when needed.
    #[inline]
    pub(crate) fn recursing_in<T, D: std::fmt::Display>(&self, doing: impl FnOnce() -> D, f: impl FnOnce() -> R<T>) -> R<T> {
        let depth = self.native_depth.get() + 1;
        if depth > self.interp.recursion_limit() {
            return Err(self.error(&exception::RECURSION_ERROR, format!("maximum recursion depth exceeded{}", doing())));
        }
        self.native_depth.set(depth);
        let result = if self.has_native_stack() { f() } else { self.on_fresh_stack(f) };
        self.native_depth.set(depth - 1);
        result
    }

    // ---- frames ----

    #[inline(always)]
    pub(crate) fn frame(&self) -> Option<Fp> {
        self.frame.get()
    }

    #[inline(always)]
    pub(crate) fn set_frame(&self, frame: Option<Fp>) {
        self.frame.set(frame);
    }

    // ---- lookups ----

    /// Finds `name` along the resolution order of `ty`, through the strand's cache.
    #[inline(always)]
    pub(crate) fn lookup_in_type(&self, ty: &Type, name: Name) -> Option<Value> {
        let version = ty.version();
        let address = std::ptr::from_ref::<super::str::Str>(&name).addr();
        let entry = &self.cache[(version as usize ^ (address >> 4)) & (METHOD_CACHE - 1)];
        let cached = entry.get();
        if cached.version == version && cached.name == address && (cached.data == 0 || cached.data == ty.data_version()) {
            match cached.found {
                None => return None,
                Some((tag, bits)) => {
                    // SAFETY: under this version the namespace holds the value. If another strand is just replacing it, its memory
                    // stays until our next safepoint and `try_inc` fails or succeeds on valid memory. Not dropped here.
                    let borrowed = std::mem::ManuallyDrop::new(unsafe { Value::from_raw(tag, bits) });
                    match borrowed.header() {
                        Some(header) if header.is_local() || header.is_immortal() => {
                            return Some((*borrowed).clone());
                        }
                        Some(header) if !header.try_inc() => {}
                        _ => return Some(std::mem::ManuallyDrop::into_inner(borrowed)),
                    }
                }
            }
        }
        self.lookup_slow(ty, name, version, entry)
    }

    #[inline(never)]
    fn lookup_slow(&self, ty: &Type, name: Name, version: u32, entry: &Cell<CachedLookup>) -> Option<Value> {
        let data = ty.data_version();
        let found = ty.lookup_uncached(name);
        let address = std::ptr::from_ref::<super::str::Str>(&name).addr();
        let data = if found.as_ref().is_some_and(super::ty::is_data) { data } else { 0 };
        if ty.version() == version && version != super::ty::NO_VERSION && (data == 0 || ty.data_version() == data) {
            entry.set(CachedLookup { version, data, name: address, found: found.as_ref().map(Value::raw) });
        }
        found
    }

    // ---- safepoints ----

    /// A place where other strands, signals and the collector get their turn. One relaxed load when nothing is up.
    #[inline(always)]
    pub(crate) fn safepoint(&self) -> R<()> {
        if !self.strand.is_polled() { Ok(()) } else { self.safepoint_slow() }
    }

    /// Whether the next safepoint will run a signal's handler, or raise. For long work that must not be left half-way: it undoes what it
    /// has done, comes to the safepoint, and begins anew without looking.
    #[inline]
    pub(crate) fn is_interrupted(&self) -> bool {
        self.strand.pending(poll::WAKING & !poll::RELEASE) != 0
    }

    /// A safepoint for native loops that call or resume what may have none: a coroutine or builtin that is over at once. Interrupts wait for
    /// the next one of script. Finalizers may run.
    #[inline]
    pub(crate) fn pause(&self) {
        if self.strand.is_polled() {
            self.give_turns();
        }
    }

    #[cold]
    #[inline(never)]
    fn safepoint_slow(&self) -> R<()> {
        if self.give_turns() & poll::WAKING != 0 {
            (self.interp.hooks().interrupted)(self)?;
        }
        Ok(())
    }

    /// Does all that is up, but for what ends a wait: that it returns.
    #[cold]
    #[inline(never)]
    fn give_turns(&self) -> u32 {
        self.settle();
        // What that may have kept again is given up at least where others need it: by the time they collect.
        credits::put_down();
        self.participant.quiescent();
        let bits = crate::sched::stop::safepoint_slow(&self.strand);
        // `safepoint_slow` has dealt with stops; grace periods of this layer come with the same bit.
        grace::reclaim();
        if bits & poll::COLLECT != 0 {
            self.strand.take(poll::COLLECT);
            self.drop_retired();
            if self.collect_soon.replace(false) && self.interp.collector_enabled() {
                if crate::memory::local::is_shared_due() {
                    self.collect_shared();
                } else {
                    self.collect();
                }
            }
        }
        if bits & poll::LIMIT != 0 {
            self.strand.take(poll::LIMIT);
            self.depth_limit.set(self.interp.recursion_limit());
        }
        if bits & poll::REPORT != 0 && self.strand.take(poll::REPORT) != 0 {
            self.strand.answer();
        }
        bits
    }

    /// Looks for cyclic garbage of this strand. Returns how many objects were unreachable.
    pub(crate) fn collect(&self) -> usize {
        if self.collecting.replace(true) {
            return 0;
        }
        let running = self.running();
        let found = collect::collect_local();
        drop(running);
        self.collecting.set(false);
        found
    }

    /// Looks for cyclic garbage of all strands, which stand still meanwhile. Returns how many objects were unreachable.
    pub(crate) fn collect_shared(&self) -> usize {
        if self.collecting.replace(true) {
            return 0;
        }
        self.settle();
        let stopped = self.interp.runtime.stop_others(&self.strand);
        let found = collect::collect_shared(self.group(), || drop(stopped));
        self.collecting.set(false);
        found
    }

    /// The list of functions that wait for their end. Used by `running` alone, which runs no script while it has it.
    #[allow(clippy::mut_from_ref)]
    pub(super) fn retired(&self) -> &mut super::running::Retired {
        // SAFETY: see above; a context is used by one OS thread at a time.
        unsafe { &mut *self.retired.get() }
    }

    /// Tells the interpreter's strands from those of others.
    fn group(&self) -> usize {
        Arc::as_ptr(&self.interp).addr()
    }

    /// Gives up what the strand has in hand, see `credits`: before it tells others something, or looks for what they tell. Finalizers may
    /// run.
    #[inline]
    pub(crate) fn settle(&self) {
        if self.strand.pending(poll::RELEASE) != 0 {
            self.strand.take(poll::RELEASE);
        }
        credits::settle();
    }

    /// Announces that the strand looks at no shared memory until [`Cx::attach`]: before parking or blocking. It has nothing in hand then,
    /// but for what it must release first: that ends the wait for a moment.
    pub(crate) fn detach(&self) {
        if credits::put_down() {
            self.strand.request(poll::RELEASE);
        }
        self.participant.offline();
        grace::leave_little();
    }

    /// Back from [`Cx::detach`].
    pub(crate) fn attach(&self) {
        self.participant.online();
    }

    // ---- values of the strand ----

    /// The context variables in force.
    #[inline(always)]
    pub(crate) fn variables(&self) -> Value {
        // SAFETY: no reference into the cell is ever kept.
        unsafe { (*self.variables.get()).clone() }
    }

    /// Puts other context variables in force and returns those before.
    #[inline(always)]
    pub(crate) fn set_variables(&self, variables: Value) -> Value {
        // SAFETY: as above.
        unsafe { std::mem::replace(&mut *self.variables.get(), variables) }
    }

    /// The strand's value under `key` (the address of a static is a good key).
    pub(crate) fn local(&self, key: usize) -> Option<Value> {
        // SAFETY: no reference into the cell is ever kept.
        unsafe { (*self.locals.get()).iter().find(|(k, _)| *k == key).map(|(_, value)| value.clone()) }
    }

    /// Shows the strand's value under `key` to `look`, which only reads, and counts no reference: see `stacks`.
    pub(crate) fn with_local<T>(&self, key: usize, look: impl FnOnce(&Value) -> T) -> Option<T> {
        // SAFETY: `look` runs nothing that could change the list.
        unsafe { (*self.locals.get()).iter().find(|(k, _)| *k == key).map(|(_, value)| look(value)) }
    }

    pub(crate) fn set_local(&self, key: usize, value: Value) {
        // SAFETY: as above; the old value is dropped after the borrow.
        let old = unsafe {
            let locals = &mut *self.locals.get();
            match locals.iter_mut().find(|(k, _)| *k == key) {
                Some((_, place)) => Some(std::mem::replace(place, value)),
                None => {
                    locals.push((key, value));
                    None
                }
            }
        };
        drop(old);
    }
}

impl Cx {
    /// Takes the strand's value under `key` away.
    pub(crate) fn remove_local(&self, key: usize) -> Option<Value> {
        // SAFETY: no reference into the cell is ever kept.
        unsafe {
            let locals = &mut *self.locals.get();
            let index = locals.iter().position(|(k, _)| *k == key)?;
            Some(locals.swap_remove(index).1)
        }
    }
}

impl Drop for Cx {
    fn drop(&mut self) {
        let previous = CURRENT.with(|current| current.replace(self));
        // SAFETY: nobody else refers to the context any more.
        unsafe {
            drop((*self.pending.get()).take());
            drop(std::mem::replace(&mut *self.handled.get(), Value::NONE));
            drop(std::mem::take(&mut *self.locals.get()));
            drop(std::mem::replace(&mut *self.variables.get(), Value::UNSET));
        }
        self.drop_retired();
        self.collect();
        self.participant.unregister();
        // Only now: as long as it took part, its own last epoch kept what it had retired.
        grace::reclaim();
        CURRENT.with(|current| current.set(previous));
        // The last use was above. If the OS thread is ending there is no place to put it.
        let cache = std::mem::take(&mut self.cache);
        let _ = SPARE_CACHE.try_with(|spare| spare.set(Some(cache)));
    }
}

/// Runs `f` with at least 256 KiB of native stack left, on a fresh segment if need be.
#[inline(always)]
pub(crate) fn with_native_stack<T>(f: impl FnOnce() -> T) -> T {
    stack::with_room(256 * 1024, 4 * 1024 * 1024, f)
}

/// The class of an object, as a value.
pub(crate) fn class_of(value: &Value) -> Value {
    type_of(value).value()
}
