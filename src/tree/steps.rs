//! The step types: what the body of a generator or coroutine is made of. A statement without a suspension stays a tree (`Op::Run`);
//! around suspensions control flow is jumps, and what must survive them lies in slots of the frame. What steps do when they run is in
//! `exec::steps`.
//!
//! A cleanup (finalizer, end of a handler, `__exit__`) is entered with a state in a slot: normal, exception, or the number of the exit
//! (return, break, continue) that led to it; its last step dispatches on the state.

use super::nodes::{GlobalGet, Target};
use super::{BoxExpr, BoxStmt};
use crate::source::Span;

/// Index of a step.
pub(crate) type Pc = u32;

/// A jump target that says: leave the body. As `next`: the step after this one.
pub(crate) const OUT: Pc = u32::MAX;

/// Cleanup state: reached by running into it.
pub(crate) const NORMAL: i64 = 0;
/// Cleanup state: reached by an exception.
pub(crate) const EXCEPTION: i64 = -1;

/// What a delegation is for: decides the error messages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Delegation {
    YieldFrom,
    Await,
    /// `__aenter__` of `async with`.
    AwaitEnter,
    /// `__aexit__` of `async with`.
    AwaitExit,
}

// The number of a kind is the first word: a step is picked by one load.
#[repr(u32)]
pub(crate) enum Op {
    /// Where a generator waits to be resumed for the first time.
    Start,
    /// Runs a tree. A flow other than Next jumps; a returned value goes to the body's return slot first.
    Run {
        stmt: BoxStmt,
        next: Pc,
        on_break: Pc,
        on_continue: Pc,
        on_return: Pc,
    },
    Set {
        slot: u32,
        value: BoxExpr,
    },
    Clear(Vec<u32>),
    /// Slots get fresh, empty cells.
    MakeCells(Vec<u32>),
    Jump(Pc),
    /// A jump back: a safepoint.
    Loop(Pc),
    JumpIf {
        test: BoxExpr,
        when: bool,
        to: Pc,
    },
    /// Tests the value in a slot, which stays there.
    JumpIfSlot {
        slot: u32,
        when: bool,
        to: Pc,
    },
    /// Ends the body.
    Return(BoxExpr),
    /// Ends the body with the value in the return slot.
    ReturnSlot,

    // ---- loops ----
    Iter {
        slot: u32,
        iterable: BoxExpr,
        span: Span,
    },
    /// Stores the next item or jumps.
    Next {
        slot: u32,
        target: Target,
        end: Pc,
        span: Span,
    },
    /// `range(...)`: the next number, stop and step in three slots from `slot` on; with anything but the builtin range and small
    /// ints, an iterator in the first.
    Range {
        slot: u32,
        range: GlobalGet,
        args: Vec<BoxExpr>,
        span: Span,
    },
    NextInRange {
        slot: u32,
        target: Target,
        end: Pc,
        span: Span,
    },
    AsyncIter {
        slot: u32,
        iterable: BoxExpr,
        span: Span,
    },
    /// Delegates to the awaitable of `__anext__`.
    AsyncNext {
        slot: u32,
        span: Span,
    },
    /// Jumps if the exception is StopAsyncIteration, else raises it again.
    AsyncEnd {
        exception: u32,
        slot: u32,
        end: Pc,
    },

    // ---- suspensions ----
    /// `dst` gets what is sent.
    Yield {
        value: BoxExpr,
        dst: Option<u32>,
        next: Pc,
        span: Span,
    },
    /// Delegates to what the value gives: the next step is `Delegating`.
    Delegate {
        value: BoxExpr,
        kind: Delegation,
        span: Span,
    },
    /// Goes on delegating; `dst` gets the result.
    Delegating {
        dst: Option<u32>,
        span: Span,
    },

    // ---- handlers and cleanups ----
    SetState {
        slot: u32,
        state: i64,
    },
    /// Goes on as the state says; see the module's head.
    EndCleanup {
        state: u32,
        exception: u32,
        exits: Vec<Pc>,
    },
    /// The exception in the slot is being handled from here on; what was before goes to `previous`.
    EnterHandler {
        exception: u32,
        previous: u32,
    },
    /// The same if the state is that of an exception.
    EnterFinally {
        state: u32,
        exception: u32,
        previous: u32,
    },
    LeaveHandler {
        previous: u32,
    },
    /// Jumps unless the exception matches.
    MatchHandler {
        exception: u32,
        class: BoxExpr,
        otherwise: Pc,
        span: Span,
    },
    Reraise {
        exception: u32,
    },
    /// `except*`: takes the matching part of the group in `rest`; jumps if there is none.
    MatchStar {
        rest: u32,
        matched: u32,
        class: BoxExpr,
        otherwise: Pc,
        span: Span,
    },
    /// `except*`: remembers what a handler raised.
    KeepRaised {
        exception: u32,
        raised: u32,
    },
    /// `except*`: raises what was raised and what is left, if anything.
    EndStar {
        original: u32,
        rest: u32,
        raised: u32,
    },

    // ---- contexts ----
    /// `__enter__()` to `value`, the bound `__exit__` to `exit`.
    WithEnter {
        context: BoxExpr,
        exit: u32,
        value: u32,
        span: Span,
    },
    /// Calls `exit`; a true answer makes the state normal.
    WithExit {
        state: u32,
        exception: u32,
        exit: u32,
        span: Span,
    },
    /// Delegates to the awaitable of `__aenter__()`.
    AsyncWithEnter {
        context: BoxExpr,
        exit: u32,
        span: Span,
    },
    /// Delegates to the awaitable of `exit`.
    AsyncWithExit {
        state: u32,
        exception: u32,
        exit: u32,
        span: Span,
    },
    /// A true answer makes the state normal.
    EndAsyncWith {
        state: u32,
        exception: u32,
        answer: u32,
        span: Span,
    },
}

/// Exceptions of steps `start..end` go to a slot, and the body goes on at `handler`.
pub(crate) struct Region {
    pub(crate) start: Pc,
    pub(crate) end: Pc,
    pub(crate) handler: Pc,
    pub(crate) exception: u32,
}

/// The body of a generator, coroutine or async generator.
pub(crate) struct FlatBody {
    pub(crate) ops: Vec<Op>,
    /// Inner ones come before those around them.
    pub(crate) regions: Vec<Region>,
    /// Where a value on its way out waits while cleanups run.
    pub(crate) return_slot: u32,
    /// Its yields are those of an async generator.
    pub(crate) is_async_generator: bool,
    pub(crate) is_coroutine: bool,
    pub(crate) must_close: bool,
}

/// Takes the value out of a slot: no reference lingers.
pub(crate) struct TakeSlot(pub(crate) u32);

impl Op {
    /// Shows every jump target, to be replaced by the place of its label.
    pub(crate) fn targets(&mut self, resolve: &mut dyn FnMut(&mut Pc)) {
        match self {
            Op::Run { on_break, on_continue, on_return, .. } => {
                resolve(on_break);
                resolve(on_continue);
                resolve(on_return);
            }
            Op::Jump(to) | Op::Loop(to) | Op::JumpIf { to, .. } | Op::JumpIfSlot { to, .. } => resolve(to),
            Op::Next { end, .. } | Op::NextInRange { end, .. } | Op::AsyncEnd { end, .. } => resolve(end),
            Op::MatchHandler { otherwise, .. } | Op::MatchStar { otherwise, .. } => resolve(otherwise),
            Op::EndCleanup { exits, .. } => exits.iter_mut().for_each(resolve),
            Op::Start
            | Op::Set { .. }
            | Op::Clear(_)
            | Op::MakeCells(_)
            | Op::Return(_)
            | Op::ReturnSlot
            | Op::Iter { .. }
            | Op::Range { .. }
            | Op::AsyncIter { .. }
            | Op::AsyncNext { .. }
            | Op::Yield { .. }
            | Op::Delegate { .. }
            | Op::Delegating { .. }
            | Op::SetState { .. }
            | Op::EnterHandler { .. }
            | Op::EnterFinally { .. }
            | Op::LeaveHandler { .. }
            | Op::Reraise { .. }
            | Op::KeepRaised { .. }
            | Op::EndStar { .. }
            | Op::WithEnter { .. }
            | Op::WithExit { .. }
            | Op::AsyncWithEnter { .. }
            | Op::AsyncWithExit { .. }
            | Op::EndAsyncWith { .. } => {}
        }
    }
}
