//! Generators and coroutines: a frame on the heap and where it stopped. Resuming and the methods are the layer above's.
//!
//! Whoever moves `state` from Suspended (or Created) to Running owns the frame until it moves it on; a second strand finds Running
//! and raises "already executing". When the generator is SHARED, its locals are published at each suspension.

use super::code::Code;
use super::function::Function;
use super::kinds::{Kind, Layout, alloc, object};
use super::slot::Slot;
use super::stack::{Fp, FrameHead, HEAD_SLOTS};
use super::ty::{Type, TypeDef};
use super::value::{Object, Ref, Value};
use crate::memory::Header;
use std::alloc::Layout as Block;
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
    /// The function (keeps globals and closure alive); for generator expressions as well.
    pub(crate) function: Value,
    pub(crate) name: Slot,
    pub(crate) qualname: Slot,
    state: AtomicU8,
    /// Step to go on with; only the runner touches it.
    pub(crate) pc: AtomicU32,
    /// Head and locals; dropped when the generator finishes.
    frame: NonNull<Value>,
    /// What `yield from` or `await` delegates to, else Unset.
    pub(crate) delegate: Slot,
    /// The exception being handled inside the generator while it is suspended, else None.
    pub(crate) handled: Slot,
    /// Async generators: hooks were called, closing, and so on.
    pub(crate) aux: AtomicU32,
}

object!(Generator, Generator, GENERATOR);

impl Layout for Generator {
    const TRACKED: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(self.code.as_value());
        visit(&self.function);
        for slot in [&self.name, &self.qualname, &self.delegate, &self.handled] {
            // SAFETY: visiting happens on the owner strand or with all others stopped.
            visit(unsafe { slot.borrow() });
        }
        if self.state() != State::Finished {
            let fp = self.fp();
            for index in 0..self.code.info.frame_size {
                visit(fp.local(index));
            }
        }
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
        // SAFETY: made by `new` with this layout; nobody refers to the generator any more.
        unsafe { std::alloc::dealloc(self.frame.as_ptr().cast(), block(&self.code)) };
    }
}

fn block(code: &Code) -> Block {
    Block::array::<Value>(HEAD_SLOTS + code.info.frame_size as usize).expect("frames are small")
}

impl Generator {
    /// A generator of type `ty` over a frame whose first locals are `locals` (the rest Unset).
    pub(crate) fn new(ty: &'static Type, function: &Ref<Function>, locals: impl ExactSizeIterator<Item = Value>) -> Ref<Generator> {
        let code = function.code.clone();
        let block = block(&code);
        // SAFETY: fresh memory is fully written: head, given locals, Unset for the others.
        let frame = unsafe {
            let Some(frame) = NonNull::new(std::alloc::alloc(block).cast::<Value>()) else { std::alloc::handle_alloc_error(block) };
            frame.cast::<FrameHead>().write(FrameHead {
                code: &raw const *code,
                globals: &raw const *function.globals,
                closure: function.closure.get::<super::tuple::Tuple>().map_or(std::ptr::null(), |cells| cells.items().as_ptr()),
                names: std::ptr::null(),
                previous: None,
                position: std::cell::Cell::new(0),
                flags: 0,
            });
            let given = locals.len();
            let start = frame.add(HEAD_SLOTS);
            for (index, value) in locals.enumerate() {
                start.add(index).write(value);
            }
            for index in given..code.info.frame_size as usize {
                start.add(index).write(Value::UNSET);
            }
            frame
        };
        alloc(Generator {
            head: Header::new(Kind::Generator as u8, ty.header(), 0),
            name: Slot::new(function.name()),
            qualname: Slot::new(function.qualname()),
            code,
            function: function.as_value().clone(),
            state: AtomicU8::new(State::Created as u8),
            pc: AtomicU32::new(0),
            frame,
            delegate: Slot::unset(),
            handled: Slot::new(Value::NONE),
            aux: AtomicU32::new(0),
        })
    }

    pub(crate) fn state(&self) -> State {
        match self.state.load(Acquire) {
            0 => State::Created,
            1 => State::Suspended,
            2 => State::Running,
            _ => State::Finished,
        }
    }

    pub(crate) fn fp(&self) -> Fp {
        // SAFETY: head and locals were written by `new`; the locals stay valid values (Unset once finished).
        unsafe { Fp::new(self.frame.add(HEAD_SLOTS)) }
    }

    /// Takes the generator for running. Err: what it is doing instead (running or finished).
    pub(crate) fn begin(&self) -> Result<State, State> {
        let now = self.state();
        if matches!(now, State::Running | State::Finished) {
            return Err(now);
        }
        // Acquire pairs with the Release of the strand that suspended it: its stores to the frame are visible.
        match self.state.compare_exchange(now as u8, State::Running as u8, AcqRel, Acquire) {
            Ok(_) => Ok(now),
            Err(_) => Err(self.state()),
        }
    }

    /// Puts the generator to rest after a yield.
    pub(crate) fn suspend(&self) {
        if !self.head.is_local() {
            let fp = self.fp();
            for index in 0..self.code.info.frame_size {
                fp.local(index).publish();
            }
        }
        self.state.store(State::Suspended as u8, Release);
    }

    /// Ends the generator and drops its locals.
    pub(crate) fn finish(&self) {
        self.drop_locals();
        drop(self.delegate.put(&self.head, Value::UNSET));
        drop(self.handled.put(&self.head, Value::NONE));
        self.state.store(State::Finished as u8, Release);
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
        unsafe { (*self.frame.as_ptr().cast::<FrameHead>()).previous = previous };
    }
}

static GENERATOR_DEF: TypeDef = TypeDef { name: "generator", kind: Kind::Generator, ..TypeDef::EMPTY };
pub(crate) static GENERATOR: Type = Type::from_def(&GENERATOR_DEF);
