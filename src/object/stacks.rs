//! Where a strand's frames and a suspended coroutine stand, for reports. Knows frames; not what they wait for.
//!
//! Everything here only reads, and counts no references: it runs on the strand itself, or on another thread while the strand is held
//! detached (`sched::report`), and what is LOCAL to a strand is counted by that strand alone.

use super::code::Code;
use super::cx::{Cx, with_native_stack};
use super::generator::{Generator, State};
use super::stack::Fp;
use super::value::Value;
use crate::sched::report::{Picture, Place};
use crate::sched::strand::Strand;

/// Coroutines that await each other; a longer chain is cut off.
const LONGEST_CHAIN: usize = 1000;

fn place(code: &Code, position: u32) -> Place {
    let line = if position == 0 { code.first_line() } else { code.info.source.line_of(position) };
    Place { file: code.info.source.name().to_string(), line, function: code.info.qualname.to_string() }
}

/// A running frame and those that called it, innermost first.
fn frames(innermost: Option<Fp>) -> Vec<Place> {
    let mut places = Vec::new();
    let mut next = innermost;
    while let Some(fp) = next {
        places.push(place(fp.code(), fp.head().position.get()));
        next = fp.head().previous;
    }
    places
}

/// What a strand of script runs: its frames, and the tasks of its event loop.
pub(crate) fn picture(strand: &Strand) -> Picture {
    Cx::with_context_of(strand, |cx| Picture { stack: frames(cx.frame()), tasks: (cx.interp.hooks().tasks)(cx) }).unwrap_or_default()
}

/// Where a coroutine is suspended, and those it awaits, innermost first. `awaited` is shown what the innermost one awaits, if that is
/// no coroutine of script. Empty for one that runs: its frames are on the stack of whoever runs it.
pub(crate) fn suspended(coroutine: &Value, mut awaited: impl FnMut(&Value)) -> Vec<Place> {
    let mut places = Vec::new();
    add_suspended(coroutine, LONGEST_CHAIN, &mut places, &mut awaited);
    places.reverse();
    places
}

fn add_suspended(coroutine: &Value, most: usize, places: &mut Vec<Place>, awaited: &mut dyn FnMut(&Value)) {
    let Some(generator) = coroutine.get::<Generator>() else {
        if !coroutine.is_unset() {
            awaited(coroutine);
        }
        return;
    };
    if generator.state() == State::Created {
        places.push(place(&generator.code, 0));
    }
    generator.while_suspended(|fp, delegate| {
        places.push(place(&generator.code, fp.head().position.get()));
        if most > 0 {
            with_native_stack(|| add_suspended(delegate, most - 1, places, awaited));
        }
    });
}
