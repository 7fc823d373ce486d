//! Iteration from inside: a generator hands over its items one after the other and runs on, instead of being resumed for each.
//!
//! Whoever looks finds the generator suspended whenever code of others runs: before an item is handed over, the generator's place is
//! noted, its state is Suspended and its frame is none of the running ones. Others may resume, close or share it meanwhile; if it does not
//! stand then where it stood, it is left and gone on with as any suspended generator.

use super::cx::Cx;
use super::generator::{Generator, State, aux};
use super::stack::Fp;
use super::value::{R, Value};
use std::sync::atomic::Ordering::Relaxed;

/// Takes an item; says whether it wants more.
pub(crate) type Take<'a> = &'a mut dyn FnMut(Value) -> R<bool>;

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
        let own = cx.frame();
        generator.pc.store(pc, Relaxed);
        generator.suspend();
        cx.set_frame(self.asker);
        cx.leave_call();
        let said = (self.take)(item);
        cx.reenter_call();
        // Taken again in the same way as any suspended generator, see `Generator::begin`; what others left there is seen afterwards.
        if matches!(said, Ok(true)) && generator.state() == State::Suspended && generator.begin().is_ok() {
            if generator.pc.load(Relaxed) == pc && !generator.handles() && !generator.has(aux::CHAINED) {
                generator.link(self.asker);
                cx.set_frame(own);
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
