//! Tickets: callables that other threads are given instead of a loop's objects. Whatever a ticket is called with, the loop calls its
//! callback with, in a turn of its own. Only the arguments are shared between the threads: the callback stays with the loop's strand.

use super::event_loop::{self, Entry};
use super::handle;
use super::mailbox::Mailbox;
use crate::native::contextvars;
use crate::object::args::Args;
use crate::object::cx::Cx;
use crate::object::payload::{Native, Payload};
use crate::object::slots::Slots;
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Value};
use std::sync::Arc;

struct Ticket {
    mailbox: Arc<Mailbox>,
    /// Which of the loop's counters the ticket is for.
    number: i64,
}

impl Payload for Ticket {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

/// `_ticket(loop, callback)`: usable once.
pub(super) fn make(cx: &Cx, a: &[Value]) -> R {
    let body = event_loop::this(cx, &a[0])?;
    // The call is complete but for its arguments; it waits at the loop.
    let waiting = handle::make(a[0].clone(), a[1].clone(), Value::NONE, contextvars::copy_current(cx));
    crate::object::payload::publish_into(&a[0], &waiting);
    let number = body.state.with(&a[0], |state| {
        state.next_ticket += 1;
        state.tickets.push((state.next_ticket, waiting));
        state.next_ticket
    });
    TICKET.make_ready();
    Ok(Native::make(&TICKET, Ticket { mailbox: body.mailbox.clone(), number }))
}

fn call(_: &Cx, ticket: &Value, args: Args<'_>) -> R {
    if let Some(ticket) = Native::<Ticket>::of(ticket) {
        let args = Tuple::from_slice(args.pos()).into_value();
        args.publish();
        ticket.mailbox.send(Entry { what: Value::int(ticket.number), with: args });
    }
    Ok(Value::NONE)
}

/// A letter from a ticket becomes the call that waited for it; other letters are what they are.
pub(super) fn redeem(event_loop: &Value, body: &event_loop::LoopBody, letter: Entry) -> Option<Entry> {
    let Some(number) = letter.what.as_int() else { return Some(letter) };
    let waiting = body.state.with(event_loop, |state| {
        let place = state.tickets.iter().position(|(own, _)| *own == number)?;
        Some(state.tickets.swap_remove(place).1)
    })?;
    handle::set_args(&waiting, letter.with);
    Some(Entry { what: waiting, with: Value::UNSET })
}

static DEF: TypeDef = TypeDef { name: "_Ticket", module: "_asyncio", slots: Slots { call: Some(call), ..Slots::NONE }, ..TypeDef::EMPTY };
static TICKET: Type = Type::from_def(&DEF);
