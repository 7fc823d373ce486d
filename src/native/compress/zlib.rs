//! Module `zlib`: the format of RFC 1950 and its relatives (raw streams, gzip), as a whole and in pieces, and two checksums.

use super::CHUNK;
use super::pushed::{self, Engine, Step};
use crate::object::args::{self, Args};
use crate::object::buffer;
use crate::object::bytes;
use crate::object::cx::Cx;
use crate::object::exception::EXCEPTION;
use crate::object::int;
use crate::object::kinds::Kind;
use crate::object::module::Module;
use crate::object::native::{GetSet, NativeDef};
use crate::object::number;
use crate::object::payload::{Native, Payload};
use crate::object::protocol;
use crate::object::room;
use crate::object::slots::Slots;
use crate::object::str::Str;
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{Object, R, Raised, Value};
use parking_lot::Mutex;
use zlib_rs::{Deflate, DeflateConfig, DeflateFlush, Inflate, InflateError, InflateFlush, Method, Status, Strategy};

static ERROR_DEF: TypeDef =
    TypeDef { name: "error", module: "zlib", base: Some(&EXCEPTION), kind: Kind::Exception, subclassable: true, ..TypeDef::EMPTY };
static ERROR: Type = Type::from_def(&ERROR_DEF);

const MOST_BITS: i64 = 15;
const STREAM_ERROR: i32 = -2;
const DATA_ERROR: i32 = -3;
const BUFFER_ERROR: i32 = -5;

#[cold]
fn error(cx: &Cx, number: i32, during: &str, detail: Option<&str>) -> Raised {
    let detail = detail.or(match number {
        STREAM_ERROR => Some("inconsistent stream state"),
        DATA_ERROR => Some("invalid input data"),
        BUFFER_ERROR => Some("incomplete or truncated stream"),
        _ => None,
    });
    match detail {
        Some(detail) => cx.error(&ERROR, format!("Error {number} {during}: {detail}")),
        None => cx.error(&ERROR, format!("Error {number} {during}")),
    }
}

#[cold]
fn bad_option(cx: &Cx) -> Raised {
    cx.value_error("Invalid initialization option")
}

// ---- compressing ----

/// A compressor of these parameters; None if one of them is wrong. `bits` is negative for raw streams and 16 more for gzip.
fn deflater(level: i64, bits: i64, memory: i64, strategy: i64) -> Option<Deflate> {
    let window = match bits {
        -15..=-8 | 8..=15 => bits.abs(),
        25..=31 => bits - 16,
        _ => return None,
    };
    if !(-1..=9).contains(&level) || !(1..=9).contains(&memory) || (bits == -8) {
        return None;
    }
    let strategy = match strategy {
        0 => Strategy::Default,
        1 => Strategy::Filtered,
        2 => Strategy::HuffmanOnly,
        3 => Strategy::Rle,
        4 => Strategy::Fixed,
        _ => return None,
    };
    let window = window.max(9) as i32;
    let window_bits = if bits < 0 { -window } else { window + if bits > MOST_BITS { 16 } else { 0 } };
    let config = DeflateConfig { level: level as i32, method: Method::Deflated, window_bits, mem_level: memory as i32, strategy };
    Some(Deflate::new_with_config(config))
}

fn deflate(cx: &Cx, stream: &mut Deflate, data: &[u8], flush: DeflateFlush, during: &str) -> R<Vec<u8>> {
    let (mut out, mut piece, mut at) = (Vec::new(), vec![0; CHUNK], 0);
    loop {
        let (seen, made) = (stream.total_in(), stream.total_out());
        let status = stream.compress(&data[at..], &mut piece, flush);
        at += (stream.total_in() - seen) as usize;
        let produced = (stream.total_out() - made) as usize;
        room::append(cx, &mut out, &piece[..produced])?;
        match status {
            Ok(Status::StreamEnd | Status::BufError) => return Ok(out),
            Ok(Status::Ok) if produced < piece.len() && at == data.len() && flush != DeflateFlush::Finish => return Ok(out),
            Ok(Status::Ok) => {}
            Err(_) => return Err(error(cx, STREAM_ERROR, during, stream.error_message())),
        }
    }
}

fn compress(cx: &Cx, a: &[Value]) -> R {
    let data = buffer::bytes_like(cx, &a[0])?;
    let stream = deflater(protocol::index(cx, &a[1])?, protocol::index(cx, &a[2])?, 8, 0);
    let mut stream = stream.ok_or_else(|| cx.error(&ERROR, "Bad compression level"))?;
    bytes::make(cx, &deflate(cx, &mut stream, &data, DeflateFlush::Finish, "while compressing data")?)
}

/// The body of a compressor; None after the end. The mutex is held only while data is worked on.
struct Compressor(Mutex<Option<Deflate>>);

impl Payload for Compressor {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

fn compressobj(cx: &Cx, a: &[Value]) -> R {
    let [level, method, bits, memory, strategy] = [0, 1, 2, 3, 4].map(|at| protocol::index(cx, &a[at]));
    let (level, method, bits, memory, strategy) = (level?, method?, bits?, memory?, strategy?);
    let dictionary = if a[5].is_none() { None } else { Some(buffer::bytes_like(cx, &a[5])?) };
    let stream = if method == 8 { deflater(level, bits, memory, strategy) } else { None };
    let mut stream = stream.ok_or_else(|| bad_option(cx))?;
    if let Some(dictionary) = dictionary {
        stream.set_dictionary(&dictionary).map_err(|_| cx.value_error("Invalid dictionary"))?;
    }
    Ok(Native::make(&COMPRESSOR, Compressor(Mutex::new(Some(stream)))))
}

fn own_compressor<'a>(cx: &Cx, value: &'a Value) -> R<&'a Compressor> {
    Native::<Compressor>::of(value).ok_or_else(|| cx.type_error("a compress object is required"))
}

fn compress_more(cx: &Cx, a: &[Value]) -> R {
    const DURING: &str = "while compressing data";
    let data = buffer::bytes_like(cx, &a[1])?;
    let out = match &mut *own_compressor(cx, &a[0])?.0.lock() {
        Some(stream) => deflate(cx, stream, &data, DeflateFlush::NoFlush, DURING),
        None => Err(error(cx, STREAM_ERROR, DURING, None)),
    };
    bytes::make(cx, &out?)
}

fn flush_compressor(cx: &Cx, a: &[Value]) -> R {
    let mode = match protocol::index(cx, &a[1])? {
        0 => return bytes::make(cx, b""),
        1 => DeflateFlush::PartialFlush,
        2 => DeflateFlush::SyncFlush,
        3 => DeflateFlush::FullFlush,
        4 => DeflateFlush::Finish,
        5 => DeflateFlush::Block,
        _ => return Err(error(cx, STREAM_ERROR, "while flushing", None)),
    };
    let out = {
        let mut state = own_compressor(cx, &a[0])?.0.lock();
        let out = match &mut *state {
            Some(stream) => deflate(cx, stream, b"", mode, "while flushing"),
            None => Err(error(cx, STREAM_ERROR, "while flushing", None)),
        };
        if mode == DeflateFlush::Finish && out.is_ok() {
            *state = None;
        }
        out
    };
    bytes::make(cx, &out?)
}

static COMPRESSOR_DEF: TypeDef = TypeDef {
    name: "Compress",
    module: "zlib",
    methods: &[
        NativeDef::new("compress(self, data, /)", compress_more).doc("Returns a bytes object containing compressed data."),
        NativeDef::new("flush(self, mode=4, /)", flush_compressor).doc("Return a bytes object containing any remaining compressed data."),
    ],
    ..TypeDef::EMPTY
};
static COMPRESSOR: Type = Type::from_def(&COMPRESSOR_DEF);

// ---- and whole again ----

/// What is read from, and the dictionary for it.
struct Inflating {
    stream: Inflate,
    dictionary: Option<Vec<u8>>,
}

impl Inflating {
    /// `bits` as for [`deflater`], 32 more to find out which format it is, 0 to take the stream's. None if they are wrong.
    fn new(bits: i64, dictionary: Option<Vec<u8>>) -> Option<Inflating> {
        let known = matches!(bits.abs(), 8..=15) || matches!(bits, 0 | 24..=31 | 40..=47 | 16 | 32);
        if !known {
            return None;
        }
        let mut stream = Inflate::new(bits >= 0, bits.unsigned_abs() as u8);
        // A raw stream does not say that it needs one.
        if let Some(dictionary) = dictionary.as_ref().filter(|_| bits < 0) {
            stream.set_dictionary(dictionary).ok()?;
        }
        Some(Inflating { stream, dictionary })
    }

    fn step_as(&mut self, cx: &Cx, input: &[u8], output: &mut [u8], flush: InflateFlush, during: &str) -> R<(Step, Status)> {
        let (seen, made) = (self.stream.total_in(), self.stream.total_out());
        let mut at = 0;
        let status = loop {
            let result = self.stream.decompress(&input[at..], output, flush);
            at = (self.stream.total_in() - seen) as usize;
            match result {
                Ok(status) => break status,
                Err(InflateError::NeedDict { .. }) => {
                    let Some(dictionary) = &self.dictionary else { return Err(error(cx, 2, during, None)) };
                    if self.stream.set_dictionary(dictionary).is_err() {
                        return Err(error(cx, DATA_ERROR, "while setting zdict", None));
                    }
                }
                Err(InflateError::MemError) => return Err(cx.memory_error()),
                Err(InflateError::StreamError) => return Err(error(cx, STREAM_ERROR, during, None)),
                Err(InflateError::DataError) => return Err(error(cx, DATA_ERROR, during, self.stream.error_message())),
            }
        };
        let produced = (self.stream.total_out() - made) as usize;
        Ok((Step { consumed: at, produced, ended: status == Status::StreamEnd }, status))
    }

    /// Reads up to `most` bytes. What they came from, and whether the stream has ended.
    fn run(&mut self, cx: &Cx, input: &[u8], most: usize, flush: InflateFlush, during: &str) -> R<(Vec<u8>, usize, bool)> {
        let (mut out, mut at, mut ended) = (Vec::new(), 0, false);
        let mut piece = vec![0; CHUNK.min(most)];
        while out.len() < most {
            let wanted = piece.len().min(most - out.len());
            let (step, status) = self.step_as(cx, &input[at..], &mut piece[..wanted], flush, during)?;
            room::append(cx, &mut out, &piece[..step.produced])?;
            at += step.consumed;
            ended = step.ended;
            let is_done = step.produced < wanted && at == input.len();
            if ended || is_done || (status == Status::BufError && step.produced == 0) {
                break;
            }
        }
        Ok((out, at, ended))
    }
}

impl Engine for Inflating {
    fn step(&mut self, cx: &Cx, input: &[u8], output: &mut [u8]) -> R<Step> {
        Ok(self.step_as(cx, input, output, InflateFlush::SyncFlush, "while decompressing data")?.0)
    }
}

fn decompress(cx: &Cx, a: &[Value]) -> R {
    const DURING: &str = "while decompressing data";
    let data = buffer::bytes_like(cx, &a[0])?;
    let bits = protocol::index(cx, &a[1])?;
    if protocol::index(cx, &a[2])? < 0 {
        return Err(cx.value_error("bufsize must be non-negative"));
    }
    let stream = Inflating::new(bits, None);
    let mut stream = stream.ok_or_else(|| error(cx, STREAM_ERROR, "while preparing to decompress data", None))?;
    let (out, _, ended) = stream.run(cx, &data, usize::MAX, InflateFlush::SyncFlush, DURING)?;
    if !ended {
        return Err(error(cx, BUFFER_ERROR, DURING, None));
    }
    bytes::make(cx, &out)
}

/// The body of a decompressor. The mutex is held only while data is worked on.
struct Decompressor(Mutex<State>);

struct State {
    stream: Inflating,
    unused: Vec<u8>,
    tail: Vec<u8>,
    eof: bool,
}

impl Payload for Decompressor {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

/// The dictionary argument. Errors: TypeError.
fn dictionary(cx: &Cx, value: &Value) -> R<Option<Vec<u8>>> {
    if value.is_unset() {
        return Ok(None);
    }
    if !buffer::is_bytes_like(value) {
        return Err(cx.type_error("zdict argument must support the buffer protocol"));
    }
    Ok(Some(buffer::bytes_like(cx, value)?.into_owned()).filter(|bytes| !bytes.is_empty()))
}

fn decompressobj(cx: &Cx, a: &[Value]) -> R {
    let stream = Inflating::new(protocol::index(cx, &a[0])?, dictionary(cx, &a[1])?).ok_or_else(|| bad_option(cx))?;
    let state = State { stream, unused: Vec::new(), tail: Vec::new(), eof: false };
    Ok(Native::make(&DECOMPRESSOR, Decompressor(Mutex::new(state))))
}

fn own_decompressor<'a>(cx: &Cx, value: &'a Value) -> R<&'a Decompressor> {
    Native::<Decompressor>::of(value).ok_or_else(|| cx.type_error("a decompress object is required"))
}

impl State {
    fn take(&mut self, cx: &Cx, data: &[u8], most: usize, flush: InflateFlush, during: &str) -> R<Vec<u8>> {
        if self.eof {
            room::append(cx, &mut self.unused, data)?;
            return Ok(Vec::new());
        }
        let (out, at, ended) = self.stream.run(cx, data, most, flush, during)?;
        self.tail.clear();
        let rest = if ended { &mut self.unused } else { &mut self.tail };
        room::append(cx, rest, &data[at..])?;
        self.eof = ended;
        Ok(out)
    }
}

fn decompress_more(cx: &Cx, a: &[Value]) -> R {
    let data = buffer::bytes_like(cx, &a[1])?;
    let most = match usize::try_from(protocol::index(cx, &a[2])?) {
        Ok(0) => usize::MAX,
        Ok(most) => most,
        Err(_) => return Err(cx.value_error("max_length must be non-negative")),
    };
    let out = own_decompressor(cx, &a[0])?.0.lock().take(cx, &data, most, InflateFlush::SyncFlush, "while decompressing data");
    bytes::make(cx, &out?)
}

fn flush_decompressor(cx: &Cx, a: &[Value]) -> R {
    if protocol::index(cx, &a[1])? <= 0 {
        return Err(cx.value_error("length must be greater than zero"));
    }
    let out = {
        let mut state = own_decompressor(cx, &a[0])?.0.lock();
        let tail = std::mem::take(&mut state.tail);
        state.take(cx, &tail, usize::MAX, InflateFlush::Finish, "while flushing")
    };
    bytes::make(cx, &out?)
}

static DECOMPRESSOR_DEF: TypeDef = TypeDef {
    name: "Decompress",
    module: "zlib",
    methods: &[
        NativeDef::new("decompress(self, data, /, max_length=0)", decompress_more)
            .doc("Return a bytes object containing the decompressed version of the data."),
        NativeDef::new("flush(self, length=16384, /)", flush_decompressor)
            .doc("Return a bytes object containing any remaining decompressed data."),
    ],
    getset: &[
        GetSet { name: "unused_data", get: |cx, value| bytes::make(cx, &own_decompressor(cx, value)?.0.lock().unused), set: None },
        GetSet { name: "unconsumed_tail", get: |cx, value| bytes::make(cx, &own_decompressor(cx, value)?.0.lock().tail), set: None },
        GetSet { name: "eof", get: |cx, value| Ok(Value::bool(own_decompressor(cx, value)?.0.lock().eof)), set: None },
    ],
    ..TypeDef::EMPTY
};
static DECOMPRESSOR: Type = Type::from_def(&DECOMPRESSOR_DEF);

static PUSHED_NEW: NativeDef = NativeDef::new("_ZlibDecompressor(wbits=15, zdict=?)", |_, _| Ok(Value::NONE));

fn new_pushed(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let a = args::bind_new(cx, &PUSHED_NEW, args)?;
    let stream = Inflating::new(protocol::index(cx, &a[0])?, dictionary(cx, &a[1])?).ok_or_else(|| bad_option(cx))?;
    Ok(pushed::make(class, stream))
}

static PUSHED_METHODS: [NativeDef; 1] = [pushed::method::<Inflating>()];
static PUSHED_MEMBERS: [GetSet; 3] = pushed::members::<Inflating>();
static PUSHED_DEF: TypeDef = TypeDef {
    name: "_ZlibDecompressor",
    module: "zlib",
    doc: "Create a decompressor object for decompressing data incrementally.",
    slots: Slots { new: Some(new_pushed), ..Slots::NONE },
    methods: &PUSHED_METHODS,
    getset: &PUSHED_MEMBERS,
    ..TypeDef::EMPTY
};
static PUSHED: Type = Type::from_def(&PUSHED_DEF);

// ---- checksums ----

/// The low 32 bits of a checksum so far.
pub(crate) fn low_bits(cx: &Cx, value: &Value) -> R<u32> {
    let number = number::index(cx, value)?;
    let low = int::to_big(&number).map(|big| big & dashu_int::IBig::from(u32::MAX));
    Ok(low.and_then(|low| u32::try_from(&low).ok()).unwrap_or(0))
}

fn checksum(cx: &Cx, a: &[Value], add: fn(u32, &[u8]) -> u32) -> R {
    let from = low_bits(cx, &a[1])?;
    let sum = buffer::with_buffer(cx, &a[0], |data| add(from, data))?;
    Ok(Value::int(i64::from(sum)))
}

fn adler32(cx: &Cx, a: &[Value]) -> R {
    checksum(cx, a, zlib_rs::adler32::adler32)
}

pub(crate) fn crc32(cx: &Cx, a: &[Value]) -> R {
    checksum(cx, a, zlib_rs::crc32::crc32)
}

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("adler32(data, value=1, /)", adler32).doc("Compute an Adler-32 checksum of data."),
    NativeDef::new("crc32(data, value=0, /)", crc32).doc("Compute a CRC-32 checksum of data."),
    NativeDef::new("compress(data, /, level=-1, wbits=15)", compress).doc("Returns a bytes object containing compressed data."),
    NativeDef::new("decompress(data, /, wbits=15, bufsize=16384)", decompress)
        .doc("Returns a bytes object containing the uncompressed data."),
    NativeDef::new("compressobj(level=-1, method=8, wbits=15, memLevel=8, strategy=0, zdict=None)", compressobj)
        .doc("Return a compressor object."),
    NativeDef::new("decompressobj(wbits=15, zdict=?)", decompressobj).doc("Return a decompressor object."),
];

static NUMBERS: &[(&str, i64)] = &[
    ("MAX_WBITS", MOST_BITS),
    ("DEFLATED", 8),
    ("DEF_MEM_LEVEL", 8),
    ("DEF_BUF_SIZE", 16384),
    ("Z_BEST_SPEED", 1),
    ("Z_BEST_COMPRESSION", 9),
    ("Z_DEFAULT_COMPRESSION", -1),
    ("Z_NO_COMPRESSION", 0),
    ("Z_DEFAULT_STRATEGY", 0),
    ("Z_FILTERED", 1),
    ("Z_HUFFMAN_ONLY", 2),
    ("Z_RLE", 3),
    ("Z_FIXED", 4),
    ("Z_NO_FLUSH", 0),
    ("Z_PARTIAL_FLUSH", 1),
    ("Z_SYNC_FLUSH", 2),
    ("Z_FULL_FLUSH", 3),
    ("Z_FINISH", 4),
    ("Z_BLOCK", 5),
    ("Z_TREES", 6),
];

/// Fills the namespace of `zlib`.
pub(in crate::native) fn fill(_: &Cx, module: &Module) -> R<()> {
    ERROR.make_ready();
    module.set("error", ERROR.value());
    COMPRESSOR.make_ready();
    DECOMPRESSOR.make_ready();
    module.add_type(&PUSHED);
    module.add_functions(FUNCTIONS);
    for (name, number) in NUMBERS {
        module.set(name, Value::int(*number));
    }
    // The version of the format's library whose behaviour this is.
    for name in ["ZLIB_VERSION", "ZLIB_RUNTIME_VERSION"] {
        module.set(name, Str::from_str("1.3.1").into_value());
    }
    Ok(())
}
