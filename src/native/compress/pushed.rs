//! Decompressors that are given data in pieces and asked for a limited amount of what it holds: `zlib._ZlibDecompressor`,
//! `bz2.BZ2Decompressor`. Knows no format.

use super::CHUNK;
use crate::object::buffer;
use crate::object::bytes;
use crate::object::cx::Cx;
use crate::object::exception;
use crate::object::native::{GetSet, NativeDef};
use crate::object::payload::{Native, Payload};
use crate::object::protocol;
use crate::object::room;
use crate::object::ty::Type;
use crate::object::value::{R, Raised, Value};
use parking_lot::Mutex;

/// What came of one step.
pub(super) struct Step {
    pub(super) consumed: usize,
    pub(super) produced: usize,
    pub(super) ended: bool,
}

/// A format.
pub(super) trait Engine: Send + Sync + 'static {
    /// Turns some of `input` into some of `output`. Errors: the format's.
    fn step(&mut self, cx: &Cx, input: &[u8], output: &mut [u8]) -> R<Step>;
}

/// The body of a decompressor. The mutex is held only while data is worked on.
pub(super) struct Pushed<E>(Mutex<State<E>>);

struct State<E> {
    engine: E,
    /// Given and not yet used; after the end what does not belong to the stream.
    input: Vec<u8>,
    eof: bool,
    needs_input: bool,
}

impl<E: Engine> Payload for Pushed<E> {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

pub(super) fn make<E: Engine>(class: &Type, engine: E) -> Value {
    Native::make(class, Pushed(Mutex::new(State { engine, input: Vec::new(), eof: false, needs_input: true })))
}

fn own<'a, E: Engine>(cx: &Cx, value: &'a Value) -> R<&'a Pushed<E>> {
    Native::<Pushed<E>>::of(value).ok_or_else(|| wrong(cx))
}

#[cold]
fn wrong(cx: &Cx) -> Raised {
    cx.type_error("a decompressor is required")
}

impl<E: Engine> State<E> {
    fn run(&mut self, cx: &Cx, most: usize) -> R<Vec<u8>> {
        let (mut out, mut at) = (Vec::new(), 0);
        let mut piece = vec![0; CHUNK.min(most)];
        let mut full = most == 0;
        while out.len() < most {
            let wanted = piece.len().min(most - out.len());
            let step = self.engine.step(cx, &self.input[at..], &mut piece[..wanted])?;
            room::append(cx, &mut out, &piece[..step.produced])?;
            at += step.consumed;
            self.eof = step.ended;
            full = step.produced == wanted;
            if step.ended || (step.produced < wanted && at == self.input.len()) || (step.produced == 0 && step.consumed == 0) {
                break;
            }
        }
        self.input.drain(..at);
        // Where all that was asked for came, there may be more of it.
        self.needs_input = !self.eof && !full && self.input.is_empty();
        Ok(out)
    }
}

fn decompress<E: Engine>(cx: &Cx, a: &[Value]) -> R {
    let data = buffer::bytes_like(cx, &a[1])?;
    let most = usize::try_from(protocol::index(cx, &a[2])?).unwrap_or(usize::MAX);
    let out = {
        let mut state = own::<E>(cx, &a[0])?.0.lock();
        if state.eof {
            return Err(cx.error(&exception::EOF_ERROR, "End of stream already reached"));
        }
        room::append(cx, &mut state.input, &data)?;
        state.run(cx, most)
    };
    bytes::make(cx, &out?)
}

/// The method that all of them have.
pub(super) const fn method<E: Engine>() -> NativeDef {
    NativeDef::new("decompress(self, data, max_length=-1)", decompress::<E>).doc("Decompress *data*, returning uncompressed data as bytes.")
}

/// What all of them show.
pub(super) const fn members<E: Engine>() -> [GetSet; 3] {
    [
        GetSet { name: "eof", get: |cx, value| Ok(Value::bool(own::<E>(cx, value)?.0.lock().eof)), set: None },
        GetSet {
            name: "unused_data",
            get: |cx, value| {
                let state = own::<E>(cx, value)?.0.lock();
                bytes::make(cx, if state.eof { &state.input } else { &[] })
            },
            set: None,
        },
        GetSet { name: "needs_input", get: |cx, value| Ok(Value::bool(own::<E>(cx, value)?.0.lock().needs_input)), set: None },
    ]
}
