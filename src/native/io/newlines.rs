//! `IncrementalNewlineDecoder`: tells line ends apart in text that comes in pieces, and may make them all one. Knows no files.

use super::coder::LineEnds;
use crate::object::args::{Args, bind_new};
use crate::object::call;
use crate::object::cx::Cx;
use crate::object::guarded::Guarded;
use crate::object::int;
use crate::object::native::{GetSet, NativeDef};
use crate::object::payload::{Native, Payload};
use crate::object::protocol;
use crate::object::slots::Slots;
use crate::object::str::{self, Name, Str};
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Value};

/// The guard protects what is known of the ends; the rest never changes.
struct NewlineDecoder {
    /// None: the input is text already.
    decoder: Value,
    ends: Guarded<LineEnds>,
}

impl Payload for NewlineDecoder {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.decoder);
    }
}

fn this<'a>(cx: &Cx, value: &'a Value) -> R<&'a NewlineDecoder> {
    Native::<NewlineDecoder>::of(value).ok_or_else(|| cx.value_error("IncrementalNewlineDecoder.__init__() not called"))
}

static NEW: NativeDef = NativeDef::new("IncrementalNewlineDecoder(decoder, translate, errors='strict')", |_, _| Ok(Value::NONE));

fn new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let a = bind_new(cx, &NEW, crate::object::sequence::for_new(class, args))?;
    let translate = protocol::truth(cx, &a[1])?;
    Ok(Native::make(class, NewlineDecoder { decoder: a[0].clone(), ends: Guarded::new(LineEnds::new(translate)) }))
}

fn decode(cx: &Cx, a: &[Value]) -> R {
    let this = this(cx, &a[0])?;
    let is_final = protocol::truth(cx, &a[2])?;
    let decoded = match this.decoder.is_none() {
        true => a[1].clone(),
        false => call::call_method(cx, &this.decoder, Name::new("decode"), &[a[1].clone(), Value::bool(is_final)])?,
    };
    let Some(text) = decoded.get::<Str>() else {
        return Err(cx.type_error(format!("decoder should return a string result, not '{}'", type_of(&decoded).message_name())));
    };
    let text = this.ends.lock(&a[0]).take(text.bytes().to_vec(), is_final);
    str::make(cx, &text)
}

/// The decoder's state with one bit more: whether a carriage return is pending.
fn get_state(cx: &Cx, a: &[Value]) -> R {
    let this = this(cx, &a[0])?;
    let pending = i64::from(this.ends.lock(&a[0]).pending_cr);
    if this.decoder.is_none() {
        return Ok(Tuple::new(vec![crate::object::bytes::make(cx, b"")?, Value::int(pending)]).into_value());
    }
    let state = call::call_method(cx, &this.decoder, Name::new("getstate"), &[])?;
    match state.get::<Tuple>().map(Tuple::items) {
        Some([buffer, flag]) if int::to_i64(flag).is_some() => {
            let flag = int::to_i64(flag).unwrap_or(0) << 1 | pending;
            Ok(Tuple::new(vec![buffer.clone(), Value::int(flag)]).into_value())
        }
        _ => Err(cx.type_error("illegal decoder state")),
    }
}

fn set_state(cx: &Cx, a: &[Value]) -> R {
    let this = this(cx, &a[0])?;
    let Some(state) = a[1].get::<Tuple>() else { return Err(cx.type_error("state argument must be a tuple")) };
    let [buffer, flag] = state.items() else { return Err(cx.type_error("setstate(): illegal state argument")) };
    let Some(flag) = int::to_i64(flag) else { return Err(cx.type_error("setstate(): illegal state argument")) };
    this.ends.lock(&a[0]).pending_cr = flag & 1 != 0;
    if this.decoder.is_none() {
        return Ok(Value::NONE);
    }
    let inner = Tuple::new(vec![buffer.clone(), Value::int(flag >> 1)]).into_value();
    call::call_method(cx, &this.decoder, Name::new("setstate"), &[inner])
}

fn reset(cx: &Cx, a: &[Value]) -> R {
    let this = this(cx, &a[0])?;
    {
        let mut ends = this.ends.lock(&a[0]);
        *ends = LineEnds::new(ends.translate);
    }
    if this.decoder.is_none() { Ok(Value::NONE) } else { call::call_method(cx, &this.decoder, Name::new("reset"), &[]) }
}

fn newlines(cx: &Cx, value: &Value) -> R {
    Ok(this(cx, value)?.ends.lock(value).shown())
}

static DEF: TypeDef = TypeDef {
    name: "IncrementalNewlineDecoder",
    module: "_io",
    doc: "Codec used when reading a file in universal newlines mode.",
    subclassable: true,
    slots: Slots { new: Some(new), ..Slots::NONE },
    methods: &[
        NativeDef::new("decode(self, input, final=False)", decode),
        NativeDef::new("getstate(self, /)", get_state),
        NativeDef::new("setstate(self, state, /)", set_state),
        NativeDef::new("reset(self, /)", reset),
    ],
    getset: &[GetSet { name: "newlines", get: newlines, set: None }],
    ..TypeDef::EMPTY
};
pub(super) static NEWLINE_DECODER: Type = Type::from_def(&DEF);
