//! The value stack of a strand and the frames on it. Knows windows of slots and what a frame's head says; not what runs in them.
//!
//! The stack is one block, reserved once and never moved; pages are touched when used. A frame is a head followed by its locals;
//! arguments are evaluated straight into the place of the callee's first locals.

use super::code::Code;
use super::dict::Dict;
use super::feeding::Folding;
use super::function::Function;
use super::value::Value;
use crate::source::Span;
use parking_lot::Mutex;
use std::alloc::Layout as Block;
use std::cell::Cell;
use std::ptr::NonNull;

/// What a frame is about. The pointers are borrowed: whoever runs the frame holds the objects.
#[repr(C)]
pub(crate) struct FrameHead {
    pub(crate) code: *const Code,
    pub(crate) globals: *const Dict,
    /// The function's closure cells: items of a tuple; null if it has none.
    pub(crate) closure: *const Value,
    /// By kind: of a call the [`Function`]; of a generator expression that a builtin runs its [`Folding`]; else the namespace of a class
    /// body or of `exec` (a [`Value`], any mapping), or null.
    pub(crate) context: *const (),
    pub(crate) previous: Option<Fp>,
    pub(crate) kind: FrameKind,
    /// Start of the source text of the call under way, for stack reports.
    pub(crate) position: Cell<u32>,
}

/// Locals of a frame that there always is memory for, beyond the limit of the stack.
pub(crate) const SPARE_SLOTS: usize = 8;

/// What a frame's context is.
#[derive(Clone, Copy, PartialEq)]
#[repr(u32)]
pub(crate) enum FrameKind {
    Block,
    Call,
    Folding,
}

/// Slots that a frame's head takes.
pub(crate) const HEAD_SLOTS: usize = size_of::<FrameHead>() / size_of::<Value>();
const _: () = assert!(size_of::<FrameHead>() == HEAD_SLOTS * size_of::<Value>());

/// Points to the first local of a frame; the head lies right before it. Valid while the frame runs.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Fp(NonNull<Value>);

impl Fp {
    /// # Safety
    /// `start` is the first local of a frame whose head lies before it and whose locals are initialised.
    #[inline(always)]
    pub(crate) unsafe fn new(start: NonNull<Value>) -> Fp {
        Fp(start)
    }

    /// Tells frames that run on one strand at one time from each other.
    pub(crate) fn address(self) -> usize {
        self.0.addr().get()
    }

    /// Local `index`, borrowed. The lowering gives only indices that the frame has; nothing stores to a local while a borrow of it is
    /// in use (operands that could be rebound are cloned by the lowering).
    #[inline(always)]
    pub(crate) fn local<'a>(self, index: u32) -> &'a Value {
        // SAFETY: see above; the frame outlives the evaluation of its nodes.
        unsafe { &*self.0.as_ptr().add(index as usize) }
    }

    /// Stores a local and returns the old value.
    #[inline(always)]
    pub(crate) fn swap(self, index: u32, value: Value) -> Value {
        // SAFETY: as for `local`.
        unsafe { std::mem::replace(&mut *self.0.as_ptr().add(index as usize), value) }
    }

    /// Stores a local.
    #[inline(always)]
    pub(crate) fn set(self, index: u32, value: Value) {
        drop(self.swap(index, value));
    }

    #[inline(always)]
    pub(crate) fn head<'a>(self) -> &'a FrameHead {
        // SAFETY: the head lies before the first local, by construction.
        unsafe { &*self.0.as_ptr().cast::<FrameHead>().sub(1) }
    }

    /// What is about to run may look for the frame: it is at this place of its text.
    #[inline(always)]
    pub(crate) fn stand_at(self, span: Span) {
        self.head().position.set(span.start);
    }

    /// Where the frame last said that it is, see [`Fp::stand_at`].
    pub(crate) fn place(self) -> Span {
        // Nothing stands before the code begins: then nothing was called yet.
        let start = self.head().position.get().max(self.code().info.span.start);
        Span { start, end: start }
    }

    /// The code that runs in the frame.
    #[inline(always)]
    pub(crate) fn code<'a>(self) -> &'a Code {
        // SAFETY: whoever runs the frame holds the code.
        unsafe { &*self.head().code }
    }

    #[inline(always)]
    pub(crate) fn globals<'a>(self) -> &'a Dict {
        // SAFETY: whoever runs the frame holds the globals.
        unsafe { &*self.head().globals }
    }

    /// Closure cell `index`.
    #[inline(always)]
    pub(crate) fn closure<'a>(self, index: u32) -> &'a Value {
        // SAFETY: the lowering gives only indices that the function's closure has.
        unsafe { &*self.head().closure.add(index as usize) }
    }

    /// The namespace that names are looked up in first, if the frame has one.
    pub(crate) fn names<'a>(self) -> Option<&'a Value> {
        let head = self.head();
        // SAFETY: whoever runs the frame holds it, and a block's context is that.
        if head.kind == FrameKind::Block { unsafe { head.context.cast::<Value>().as_ref() } } else { None }
    }

    /// The function whose call the frame is. Nobody need hold it but the frame: see [`super::running`].
    pub(crate) fn function(self) -> Option<NonNull<Function>> {
        let head = self.head();
        if head.kind == FrameKind::Call { NonNull::new(head.context.cast_mut().cast()) } else { None }
    }

    /// What the frame hands its items to.
    #[inline(always)]
    pub(crate) fn folding<'a>(self) -> Option<&'a Folding<'a>> {
        let head = self.head();
        // SAFETY: whoever runs the frame keeps it on the native stack meanwhile; only the frame's own block asks.
        if head.kind == FrameKind::Folding { unsafe { head.context.cast::<Folding<'a>>().as_ref() } } else { None }
    }

    pub(crate) fn start(self) -> NonNull<Value> {
        self.0
    }
}

/// The value stack.
pub(crate) struct Stack {
    start: NonNull<Value>,
    slots: usize,
    top: Cell<NonNull<Value>>,
    limit: NonNull<Value>,
}

// SAFETY: an empty stack is memory and nothing else; it is made by the strand that starts another, for that one.
unsafe impl Send for Stack {}

impl Stack {
    /// For strands that there must be.
    pub(crate) fn new(slots: usize) -> Stack {
        Stack::reserve(slots).unwrap_or_else(|| std::alloc::handle_alloc_error(Stack::block(slots)))
    }

    /// None if the system has no room.
    pub(crate) fn reserve(slots: usize) -> Option<Stack> {
        let start = match Spare::take(slots) {
            Some(start) => start,
            // SAFETY: the size is not zero. Slots are written before they are read, so nothing is cleared and no page touched.
            None => NonNull::new(unsafe { std::alloc::alloc(Stack::block(slots)) }.cast::<Value>())?,
        };
        // SAFETY: within the block.
        let limit = unsafe { start.add(slots) };
        Some(Stack { start, slots, top: Cell::new(start), limit })
    }

    fn block(slots: usize) -> Block {
        Block::array::<Value>(slots.max(64) + HEAD_SLOTS + SPARE_SLOTS).expect("stack sizes are bounded by the configuration")
    }

    /// The first free slot.
    #[inline(always)]
    pub(crate) fn top(&self) -> NonNull<Value> {
        self.top.get()
    }

    /// Whether `slots` more fit.
    #[inline(always)]
    pub(crate) fn has_room(&self, slots: usize) -> bool {
        slots * size_of::<Value>() <= self.limit.addr().get() - self.top.get().addr().get()
    }

    /// The end of a frame of `bytes` that begins at the top, which is `start`, if there is room for it.
    #[inline(always)]
    pub(crate) fn frame_end(&self, start: NonNull<Value>, bytes: usize) -> Option<NonNull<Value>> {
        let fits = bytes <= self.limit.addr().get() - start.addr().get();
        // SAFETY: within the block, up to its limit.
        fits.then(|| unsafe { start.byte_add(bytes) })
    }

    /// Where the next frame's first locals will lie. [`SPARE_SLOTS`] of them may be written before anyone asks for room.
    #[inline(always)]
    pub(super) fn next_locals(&self) -> NonNull<Value> {
        // SAFETY: the block goes on beyond the limit.
        unsafe { self.top.get().add(HEAD_SLOTS) }
    }

    /// Pushes a value. The caller made sure of room by [`Stack::has_room`].
    ///
    /// # Safety
    /// There is room.
    #[inline(always)]
    pub(crate) unsafe fn push(&self, value: Value) {
        // SAFETY: passed on from the caller; slots above the top hold nothing to be dropped.
        unsafe {
            let top = self.top.get();
            top.write(value);
            self.top.set(top.add(1));
        }
    }

    /// Leaves `slots` free slots without contents (for a frame's head).
    ///
    /// # Safety
    /// There is room.
    #[inline(always)]
    pub(crate) unsafe fn skip(&self, slots: usize) {
        // SAFETY: passed on from the caller.
        self.top.set(unsafe { self.top.get().add(slots) });
    }

    /// Drops everything from `start` up and makes it the top.
    ///
    /// # Safety
    /// `start` is a former top, and all slots from there on hold values.
    #[inline(always)]
    pub(crate) unsafe fn drop_to(&self, start: NonNull<Value>) {
        // SAFETY: passed on from the caller. The top moves first: drops may run code that pushes.
        unsafe {
            let mut top = self.top.get();
            while top > start {
                top = top.sub(1);
                // Immediates need no drop, so the top need not be right for them.
                if top.as_ref().header().is_some() {
                    self.top.set(top);
                    top.drop_in_place();
                }
            }
            self.top.set(start);
        }
    }

    /// Makes `top` the top without dropping anything.
    ///
    /// # Safety
    /// The slots above `top` hold nothing that must be dropped.
    #[inline(always)]
    pub(crate) unsafe fn set_top(&self, top: NonNull<Value>) {
        self.top.set(top);
    }
}

/// The block of a stack that is over, for the next one: a program may start many short threads.
struct Spare {
    start: NonNull<Value>,
    slots: usize,
}

// SAFETY: nobody else knows the block.
unsafe impl Send for Spare {}

/// Held for a look only.
static SPARES: Mutex<Vec<Spare>> = Mutex::new(Vec::new());

impl Spare {
    /// Few, since their pages may have been used once.
    const MOST: usize = 4;

    fn take(slots: usize) -> Option<NonNull<Value>> {
        let mut spares = SPARES.lock();
        let index = spares.iter().rposition(|spare| spare.slots == slots)?;
        Some(spares.swap_remove(index).start)
    }

    /// False if there are enough.
    fn keep(start: NonNull<Value>, slots: usize) -> bool {
        let mut spares = SPARES.lock();
        let has_room = spares.len() < Spare::MOST;
        if has_room {
            spares.push(Spare { start, slots });
        }
        has_room
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        if !Spare::keep(self.start, self.slots) {
            // SAFETY: made by `reserve` with this layout; frames have cleaned up after themselves.
            unsafe { std::alloc::dealloc(self.start.as_ptr().cast(), Stack::block(self.slots)) };
        }
    }
}
