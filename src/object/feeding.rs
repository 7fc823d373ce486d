//! Iteration from inside: what makes items hands them over one after the other and runs on, instead of being resumed for each.
//!
//! Generators do so when all their items are asked for. Whoever looks finds the generator suspended whenever code of others runs: before an item is handed over, the generator's place is
//! noted, its state is Suspended and its frame is none of the running ones. Others may resume, close or share it meanwhile; if it does not
//! stand then where it stood, it is left and gone on with as any suspended generator.
//!
//! A generator expression that is the argument of a builtin which takes its items at once (its [`Fold`]) is never made: its block runs
//! as a call of that builtin's, in a frame that knows its [`Folding`].

use super::cx::Cx;
use super::generator::{Generator, State, aux};
use super::stack::Fp;
use super::value::{R, Value};
use std::cell::Cell;
use std::sync::atomic::Ordering::Relaxed;

/// Takes an item; says whether it wants more.
pub(crate) type Take<'a> = &'a mut dyn FnMut(Value) -> R<bool>;

/// What hands items to a taker.
pub(crate) type Source<'a> = &'a mut dyn FnMut(Take<'_>) -> R<()>;

/// What a builtin does with the items of its last argument. `before`: the arguments before that one.
pub(crate) type Fold = fn(cx: &Cx, before: &[Value], source: Source<'_>) -> R;

/// What the frame of a generator expression that is run by a builtin hands its items to.
pub(crate) struct Folding<'a> {
    /// None while it takes an item.
    take: Cell<Option<Take<'a>>>,
    /// The frame that called the builtin.
    asker: Option<Fp>,
    /// How it ended, if the taker ended it.
    said: Cell<Option<R<()>>>,
}

impl<'a> Folding<'a> {
    pub(crate) fn new(cx: &Cx, take: Take<'a>) -> Folding<'a> {
        Folding { take: Cell::new(Some(take)), asker: cx.frame(), said: Cell::new(None) }
    }

    /// Hands over an item of the running block; its frame is none of the running ones meanwhile. False: the block is to return.
    #[inline(always)]
    pub(crate) fn hand_over(&self, cx: &Cx, item: Value) -> bool {
        let Some(take) = self.take.take() else { return false };
        let said = cx.as_caller(self.asker, || take(item));
        self.take.set(Some(take));
        match said {
            Ok(true) => true,
            said => {
                self.said.set(Some(said.map(drop)));
                false
            }
        }
    }

    /// How it ended, if the taker ended it.
    pub(crate) fn said(self) -> Option<R<()>> {
        self.said.into_inner()
    }
}

pub(crate) struct Feeding<'a, 'b> {
    take: &'a mut Take<'b>,
    /// The frame that asks for the items.
    asker: Option<Fp>,
    /// Once the generator has been left suspended: what was said to the last item.
    left: Option<R<bool>>,
}

impl<'a, 'b> Feeding<'a, 'b> {
    pub(crate) fn new(cx: &Cx, take: &'a mut Take<'b>) -> Feeding<'a, 'b> {
        Feeding { take, asker: cx.frame(), left: None }
    }

    /// Hands over an item of a running generator that stands at step `pc`. True: it runs on from there. False: it has been left.
    #[inline(always)]
    pub(crate) fn hand_over(&mut self, cx: &Cx, generator: &Generator, pc: u32, item: Value) -> bool {
        generator.pc.store(pc, Relaxed);
        generator.suspend();
        let said = cx.as_caller(self.asker, || match (self.take)(item) {
            // The way back to the generator's loop may have no other safepoint.
            Ok(true) if cx.strand.is_polled() => cx.safepoint().map(|()| true),
            said => said,
        });
        // Taken again in the same way as any suspended generator, see `Generator::begin`; what others left there is seen afterwards.
        if matches!(said, Ok(true)) && generator.state() == State::Suspended && generator.begin().is_ok() {
            if generator.pc.load(Relaxed) == pc && !generator.handles() && !generator.has(aux::CHAINED) {
                generator.link(self.asker);
                return true;
            }
            generator.suspend();
        }
        self.left = Some(said);
        false
    }

    pub(crate) fn has_left(&self) -> bool {
        self.left.is_some()
    }

    /// What was said to the last item, if the generator has been left suspended.
    pub(crate) fn left(self) -> Option<R<bool>> {
        self.left
    }
}
