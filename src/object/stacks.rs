//! Where a strand's frames and a suspended coroutine stand, for reports. Knows frames; not what they wait for.
//!
//! Everything here only reads, and counts no references but to what is SHARED: it runs on the strand itself, or on another thread while the
//! strand is held detached (`sched::report`), and what is LOCAL to a strand is counted by that strand alone. What a frame holds lives as long
//! as the strand is held, so it can be counted; what SHARED objects hold must not even be looked at, for the other thread is offline then
//! (`memory::grace`).

use super::code::Code;
use super::cx::{Cx, with_native_stack};
use super::frame;
use super::generator::{Generator, State};
use super::stack::Fp;
use super::value::Value;
use crate::sched::report::{Picture, Place, Wanted, ask_all};
use crate::sched::strand::{Strand, StrandId};
use std::sync::Arc;

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
pub(crate) fn picture(strand: &Strand, wanted: Wanted) -> Picture {
    let drawn = Cx::with_context_of(strand, |cx| match wanted {
        Wanted::Words => Picture { stack: frames(cx.frame()), tasks: (cx.interp.hooks().tasks)(cx), ..Picture::default() },
        Wanted::Frames => Picture { frames: Some(Arc::new(frame::seen_from_outside(cx.frame()))), ..Picture::default() },
    });
    drawn.unwrap_or_default()
}

/// The innermost frame of each strand of the interpreter that runs script, as a frame object. Strands that do not answer in time, in the
/// middle of a long builtin operation, are left out.
pub(crate) fn current_frames(cx: &Cx) -> Vec<(StrandId, Value)> {
    let own = cx.frame().map(|fp| (cx.strand.id(), frame::from_running(fp)));
    let others = ask_all(&cx.interp.runtime, Some(&cx.strand), Wanted::Frames);
    let others = others.into_iter().filter(|seen| seen.strand.id() != cx.strand.id()).filter_map(|seen| {
        let frames = seen.picture?.frames?.downcast::<Vec<frame::Seen>>().ok()?;
        Some((seen.strand.id(), frame::from_seen(&frames)?))
    });
    own.into_iter().chain(others).collect()
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
