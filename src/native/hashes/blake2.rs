//! Module `_blake2`: `blake2b` and `blake2s` with all their parameters (RFC 7693). The functions come from crates.

use super::{feed, hashed, hex};
use crate::object::args::Args;
use crate::object::buffer;
use crate::object::bytes;
use crate::object::cx::Cx;
use crate::object::int;
use crate::object::module::Module;
use crate::object::native::{GetSet, NativeDef};
use crate::object::number;
use crate::object::payload::{Native, Payload};
use crate::object::protocol;
use crate::object::slots::Slots;
use crate::object::str::{Name, Str};
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Value};
use parking_lot::Mutex;

#[derive(Clone)]
enum State {
    Big(blake2b_simd::State),
    Small(blake2s_simd::State),
}

/// The body of a hash object. The mutex is held only while bytes are hashed.
struct Blake2 {
    digest_size: usize,
    state: Mutex<Box<State>>,
}

impl Payload for Blake2 {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

/// What the two functions differ in.
struct Kind {
    digest: usize,
    salt: usize,
    block: i64,
    /// Bits of a node's offset.
    offset: u32,
}

const BIG: Kind = Kind { digest: 64, salt: 16, block: 128, offset: 64 };
const SMALL: Kind = Kind { digest: 32, salt: 8, block: 64, offset: 48 };

macro_rules! parameters {
    ($name:literal, $most:literal) => {
        concat!(
            $name,
            "(data=?, /, *, digest_size=",
            $most,
            ", key=?, salt=?, person=?, fanout=1, depth=1, leaf_size=0, node_offset=0, node_depth=0, inner_size=0, last_node=False, ",
            "usedforsecurity=True)"
        )
    };
}

static BIG_NEW: NativeDef = NativeDef::new(parameters!("blake2b", "64"), |_, _| Ok(Value::NONE));
static SMALL_NEW: NativeDef = NativeDef::new(parameters!("blake2s", "32"), |_, _| Ok(Value::NONE));

/// The bound arguments of a constructor, checked.
struct Parameters {
    digest_size: usize,
    key: Vec<u8>,
    salt: Vec<u8>,
    person: Vec<u8>,
    fanout: u8,
    depth: u8,
    leaf_size: u32,
    node_offset: u64,
    node_depth: u8,
    inner_size: usize,
    last_node: bool,
}

fn unsigned(cx: &Cx, value: &Value) -> R<u64> {
    let number = number::index(cx, value)?;
    let big = int::to_big(&number);
    if big.as_ref().is_some_and(|big| *big < dashu_int::IBig::ZERO) {
        return Err(cx.value_error("value must be positive"));
    }
    let small = big.and_then(|big| u64::try_from(&big).ok());
    small.ok_or_else(|| cx.overflow_error("int too big to convert"))
}

/// A small number between two others. Errors: ValueError that starts with `message`.
fn between(cx: &Cx, value: &Value, low: i64, high: i64, message: &str) -> R<i64> {
    let number = protocol::index(cx, value)?;
    if (low..=high).contains(&number) { Ok(number) } else { Err(cx.value_error(message)) }
}

/// The bytes of an argument that may be missing. Errors: ValueError if there are more than `most`.
fn short(cx: &Cx, value: &Value, most: usize, name: &str) -> R<Vec<u8>> {
    if value.is_unset() {
        return Ok(Vec::new());
    }
    let bytes = buffer::bytes_like(cx, value)?.into_owned();
    if bytes.len() > most { Err(cx.value_error(format!("maximum {name} length is {most} bytes"))) } else { Ok(bytes) }
}

fn parameters(cx: &Cx, kind: &Kind, a: &[Value]) -> R<Parameters> {
    let most = kind.digest as i64;
    let digest_size = between(cx, &a[1], 1, most, &format!("digest_size must be between 1 and {most} bytes"))? as usize;
    let salt = short(cx, &a[3], kind.salt, "salt")?;
    let person = short(cx, &a[4], kind.salt, "person")?;
    let fanout = between(cx, &a[5], 0, 255, "fanout must be between 0 and 255")? as u8;
    let depth = between(cx, &a[6], 1, 255, "depth must be between 1 and 255")? as u8;
    let leaf_size = u32::try_from(unsigned(cx, &a[7])?).map_err(|_| cx.overflow_error("leaf_size is too large"))?;
    let node_offset = unsigned(cx, &a[8])?;
    if kind.offset < 64 && node_offset >> kind.offset != 0 {
        return Err(cx.overflow_error("node_offset is too large"));
    }
    let node_depth = between(cx, &a[9], 0, 255, "node_depth must be between 0 and 255")? as u8;
    let inner_size = between(cx, &a[10], 0, most, &format!("inner_size must be between 0 and is {most}"))? as usize;
    let key = short(cx, &a[2], kind.digest, "key")?;
    let last_node = protocol::truth(cx, &a[11])?;
    Ok(Parameters { digest_size, key, salt, person, fanout, depth, leaf_size, node_offset, node_depth, inner_size, last_node })
}

/// Gives the parameters to one of the two crates, which name them alike.
macro_rules! started {
    ($params:expr, $given:expr) => {{
        let (mut params, given) = ($params, $given);
        params
            .hash_length(given.digest_size)
            .key(&given.key)
            .salt(&given.salt)
            .personal(&given.person)
            .fanout(given.fanout)
            .max_depth(given.depth)
            .max_leaf_length(given.leaf_size)
            .node_offset(given.node_offset)
            .node_depth(given.node_depth)
            .inner_hash_length(given.inner_size)
            .last_node(given.last_node);
        params.to_state()
    }};
}

impl State {
    fn update(&mut self, data: &[u8]) {
        match self {
            State::Big(state) => drop(state.update(data)),
            State::Small(state) => drop(state.update(data)),
        }
    }

    fn digest(&self) -> Vec<u8> {
        match self {
            State::Big(state) => state.finalize().as_bytes().to_vec(),
            State::Small(state) => state.finalize().as_bytes().to_vec(),
        }
    }
}

fn new<const IS_BIG: bool>(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let (def, kind) = if IS_BIG { (&BIG_NEW, &BIG) } else { (&SMALL_NEW, &SMALL) };
    let a = crate::object::args::bind_new(cx, def, args)?;
    let given = parameters(cx, kind, &a)?;
    let digest_size = given.digest_size;
    let state = if IS_BIG {
        State::Big(started!(blake2b_simd::Params::new(), &given))
    } else {
        State::Small(started!(blake2s_simd::Params::new(), &given))
    };
    let state = Mutex::new(Box::new(state));
    if !a[0].is_unset() {
        feed(cx, &state, &hashed(cx, &a[0])?, State::update)?;
    }
    Ok(Native::make(class, Blake2 { digest_size, state }))
}

fn own<'a>(cx: &Cx, value: &'a Value) -> R<&'a Blake2> {
    Native::<Blake2>::of(value).ok_or_else(|| cx.type_error("a blake2 object is required"))
}

fn update(cx: &Cx, a: &[Value]) -> R {
    let data = hashed(cx, &a[1])?;
    feed(cx, &own(cx, &a[0])?.state, &data, State::update)?;
    Ok(Value::NONE)
}

fn digest(cx: &Cx, value: &Value) -> R<Vec<u8>> {
    Ok(own(cx, value)?.state.lock().digest())
}

fn copy(cx: &Cx, a: &[Value]) -> R {
    let this = own(cx, &a[0])?;
    let state = State::clone(&this.state.lock());
    let class = crate::object::ty::type_of(&a[0]);
    Ok(Native::make(class, Blake2 { digest_size: this.digest_size, state: Mutex::new(Box::new(state)) }))
}

static METHODS: &[NativeDef] = &[
    NativeDef::new("update(self, data, /)", update).doc("Update this hash object's state with the provided bytes-like object."),
    NativeDef::new("digest(self, /)", |cx, a| bytes::make(cx, &digest(cx, &a[0])?)).doc("Return the digest value as a bytes object."),
    NativeDef::new("hexdigest(self, /)", |cx, a| Ok(hex(&digest(cx, &a[0])?)))
        .doc("Return the digest value as a string of hexadecimal digits."),
    NativeDef::new("copy(self, /)", copy).doc("Return a copy of the hash object."),
];

/// One of the two types.
macro_rules! blake2_type {
    ($static:ident, $name:literal, $doc:literal, $is_big:literal, $kind:expr) => {
        static $static: Type = {
            static DEF: TypeDef = TypeDef {
                name: $name,
                module: "_blake2",
                doc: $doc,
                subclassable: true,
                slots: Slots { new: Some(new::<$is_big>), ..Slots::NONE },
                methods: METHODS,
                getset: &[
                    GetSet { name: "name", get: |_, _| Ok(Str::from_str($name).into_value()), set: None },
                    GetSet { name: "digest_size", get: |cx, value| Ok(int::from_usize(own(cx, value)?.digest_size)), set: None },
                    GetSet { name: "block_size", get: |_, _| Ok(Value::int($kind.block)), set: None },
                ],
                ..TypeDef::EMPTY
            };
            Type::from_def(&DEF)
        };
    };
}

blake2_type!(BLAKE2B, "blake2b", "Return a new BLAKE2b hash object.", true, BIG);
blake2_type!(BLAKE2S, "blake2s", "Return a new BLAKE2s hash object.", false, SMALL);

/// Fills the namespace of `_blake2`.
pub(in crate::native) fn fill(_: &Cx, module: &Module) -> R<()> {
    for (class, kind, prefix) in [(&BLAKE2B, &BIG, "BLAKE2B"), (&BLAKE2S, &SMALL, "BLAKE2S")] {
        module.add_type(class);
        let limits =
            [("SALT_SIZE", kind.salt), ("PERSON_SIZE", kind.salt), ("MAX_KEY_SIZE", kind.digest), ("MAX_DIGEST_SIZE", kind.digest)];
        for (name, limit) in limits {
            // The class is the same in all interpreters.
            if class.dict().get_name(Name::new(name)).is_none() {
                class.dict().set_name(Name::new(name), int::from_usize(limit));
            }
            module.set(&format!("{prefix}_{name}"), int::from_usize(limit));
        }
    }
    Ok(())
}
