//! Module `_bz2`: compressor and decompressor objects for bzip2.

use super::CHUNK;
use super::pushed::{self, Engine, Step};
use crate::object::args::{self, Args};
use crate::object::buffer;
use crate::object::bytes;
use crate::object::cx::Cx;
use crate::object::exceptions::OS_ERROR;
use crate::object::module::Module;
use crate::object::native::{GetSet, NativeDef};
use crate::object::payload::{Native, Payload};
use crate::object::protocol;
use crate::object::room;
use crate::object::slots::Slots;
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Value};
use bzip2::{Action, Compress, Compression, Decompress, Status};
use parking_lot::Mutex;

/// The body of a compressor; None after the end. The mutex is held only while data is worked on.
struct Compressor(Mutex<Option<Compress>>);

impl Payload for Compressor {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

static NEW: NativeDef = NativeDef::new("BZ2Compressor(compresslevel=9, /)", |_, _| Ok(Value::NONE));

fn new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let a = args::bind_new(cx, &NEW, args)?;
    let level = protocol::index(cx, &a[0])?;
    if !(1..=9).contains(&level) {
        return Err(cx.value_error("compresslevel must be between 1 and 9"));
    }
    Ok(Native::make(class, Compressor(Mutex::new(Some(Compress::new(Compression::new(level as u32), 0))))))
}

/// Gives data to the compressor, or tells it that there is no more.
fn run(cx: &Cx, stream: &mut Compress, data: &[u8], action: Action) -> R<Vec<u8>> {
    let (mut out, mut piece, mut at) = (Vec::new(), vec![0; CHUNK], 0);
    loop {
        let (seen, made) = (stream.total_in(), stream.total_out());
        let status = stream.compress(&data[at..], &mut piece, action);
        at += (stream.total_in() - seen) as usize;
        let produced = (stream.total_out() - made) as usize;
        room::append(cx, &mut out, &piece[..produced])?;
        match status {
            Ok(Status::StreamEnd) => return Ok(out),
            Ok(_) if action == Action::Run && at == data.len() && produced < piece.len() => return Ok(out),
            Ok(_) => {}
            Err(_) => return Err(cx.error(&OS_ERROR, "Invalid data stream")),
        }
    }
}

fn own<'a>(cx: &Cx, value: &'a Value) -> R<&'a Compressor> {
    Native::<Compressor>::of(value).ok_or_else(|| cx.type_error("a BZ2Compressor is required"))
}

fn compress(cx: &Cx, a: &[Value]) -> R {
    let data = buffer::bytes_like(cx, &a[1])?;
    let out = match &mut *own(cx, &a[0])?.0.lock() {
        Some(stream) => run(cx, stream, &data, Action::Run),
        None => Err(cx.value_error("Compressor has been flushed")),
    };
    bytes::make(cx, &out?)
}

fn flush(cx: &Cx, a: &[Value]) -> R {
    let stream = own(cx, &a[0])?.0.lock().take();
    let mut stream = stream.ok_or_else(|| cx.value_error("Repeated call to flush()"))?;
    bytes::make(cx, &run(cx, &mut stream, b"", Action::Finish)?)
}

static COMPRESSOR_DEF: TypeDef = TypeDef {
    name: "BZ2Compressor",
    module: "_bz2",
    doc: "Create a compressor object for compressing data incrementally.",
    slots: Slots { new: Some(new), ..Slots::NONE },
    methods: &[
        NativeDef::new("compress(self, data, /)", compress).doc("Provide data to the compressor object."),
        NativeDef::new("flush(self, /)", flush).doc("Finish the compression process."),
    ],
    ..TypeDef::EMPTY
};
static COMPRESSOR: Type = Type::from_def(&COMPRESSOR_DEF);

impl Engine for Decompress {
    fn step(&mut self, cx: &Cx, input: &[u8], output: &mut [u8]) -> R<Step> {
        let (seen, made) = (self.total_in(), self.total_out());
        let status = self.decompress(input, output).map_err(|_| cx.error(&OS_ERROR, "Invalid data stream"))?;
        let consumed = (self.total_in() - seen) as usize;
        Ok(Step { consumed, produced: (self.total_out() - made) as usize, ended: status == Status::StreamEnd })
    }
}

static DECOMPRESSOR_NEW: NativeDef = NativeDef::new("BZ2Decompressor()", |_, _| Ok(Value::NONE));

fn new_decompressor(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    args::bind_new(cx, &DECOMPRESSOR_NEW, args)?;
    Ok(pushed::make(class, Decompress::new(false)))
}

static DECOMPRESSOR_METHODS: [NativeDef; 1] = [pushed::method::<Decompress>()];
static DECOMPRESSOR_MEMBERS: [GetSet; 3] = pushed::members::<Decompress>();
static DECOMPRESSOR_DEF: TypeDef = TypeDef {
    name: "BZ2Decompressor",
    module: "_bz2",
    doc: "Create a decompressor object for decompressing data incrementally.",
    slots: Slots { new: Some(new_decompressor), ..Slots::NONE },
    methods: &DECOMPRESSOR_METHODS,
    getset: &DECOMPRESSOR_MEMBERS,
    ..TypeDef::EMPTY
};
static DECOMPRESSOR: Type = Type::from_def(&DECOMPRESSOR_DEF);

/// Fills the namespace of `_bz2`.
pub(in crate::native) fn fill(_: &Cx, module: &Module) -> R<()> {
    module.add_type(&COMPRESSOR);
    module.add_type(&DECOMPRESSOR);
    Ok(())
}
