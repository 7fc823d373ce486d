//! Modules `_hashlib` and `_blake2`: hash objects, keyed hashes and keys made from passwords.

mod blake2;
mod keys;
mod state;

use crate::object::buffer;
use crate::object::bytes;
use crate::object::cx::Cx;
use crate::object::exception::VALUE_ERROR;
use crate::object::kinds::Kind;
use crate::object::module::Module;
use crate::object::native::{GetSet, NativeDef};
use crate::object::payload::{Native, Payload};
use crate::object::protocol;
use crate::object::room;
use crate::object::slots::Slots;
use crate::object::str::Str;
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{Object, R, Value};
use parking_lot::Mutex;
use state::State;
use std::borrow::Cow;

/// The body of a hash object. The mutex is held only while bytes are hashed.
struct Hash(Mutex<Box<State>>);

impl Payload for Hash {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

fn own<'a>(cx: &Cx, value: &'a Value) -> R<&'a Hash> {
    Native::<Hash>::of(value).ok_or_else(|| cx.type_error("a hash object is required"))
}

/// Bytes to be hashed.
fn hashed<'a>(cx: &Cx, value: &'a Value) -> R<Cow<'a, [u8]>> {
    if value.get::<Str>().is_some() {
        return Err(cx.type_error("Strings must be encoded before hashing"));
    }
    if !buffer::is_bytes_like(value) {
        return Err(cx.type_error("object supporting the buffer API required"));
    }
    buffer::bytes_like(cx, value)
}

fn make(state: State) -> Value {
    let class = if state.is_extendable() { &HASH_XOF } else { &HASH };
    class.make_ready();
    Native::make(class, Hash(Mutex::new(Box::new(state))))
}

/// A new hash of a name and what is in it already.
fn start(cx: &Cx, name: &str, data: &Value) -> R {
    let Some(state) = State::new(name) else { return Err(cx.value_error(format!("unsupported hash type {name}"))) };
    let hash = make(state);
    if !data.is_unset() {
        feed(cx, &own(cx, &hash)?.0, &hashed(cx, data)?, State::update)?;
    }
    Ok(hash)
}

fn new(cx: &Cx, a: &[Value]) -> R {
    match a[0].get::<Str>() {
        Some(name) => start(cx, &name.to_str_lossy(), &a[1]),
        None => Err(cx.type_error("name must be a string")),
    }
}

fn update(cx: &Cx, a: &[Value]) -> R {
    let data = hashed(cx, &a[1])?;
    feed(cx, &own(cx, &a[0])?.0, &data, State::update)?;
    Ok(Value::NONE)
}

/// Bytes that are hashed in some milliseconds.
const LONG: usize = 1 << 22;

/// Takes data into a hash that others may use, all of it or, where an interrupt's handler raises, none.
fn feed<S: Clone>(cx: &Cx, state: &Mutex<Box<S>>, data: &[u8], update: impl Fn(&mut S, &[u8])) -> R<()> {
    let mut may_stop = data.len() > LONG;
    'again: loop {
        // No script runs under the lock: it holds the hash between the states before and after.
        let mut state = state.lock();
        let before = may_stop.then(|| state.clone());
        for piece in data.chunks(LONG) {
            update(&mut state, piece);
            if may_stop && cx.is_interrupted() {
                if let Some(before) = before {
                    *state = before;
                }
                drop(state);
                cx.safepoint()?;
                // Its handler has returned.
                may_stop = false;
                continue 'again;
            }
        }
        return Ok(());
    }
}

fn state_of(cx: &Cx, value: &Value) -> R<State> {
    Ok(State::clone(&own(cx, value)?.0.lock()))
}

fn hex(bytes: &[u8]) -> Value {
    Str::from_str(&data_encoding::HEXLOWER.encode(bytes)).into_value()
}

/// The digest of a length that the script chose.
fn of_length(cx: &Cx, a: &[Value]) -> R<Vec<u8>> {
    let Ok(length) = usize::try_from(protocol::index(cx, &a[1])?) else {
        return Err(cx.value_error("value must be positive"));
    };
    let mut digest = room::vec(cx, length)?;
    digest.resize(length, 0);
    state_of(cx, &a[0])?.fill(&mut digest);
    Ok(digest)
}

fn copy(cx: &Cx, a: &[Value]) -> R {
    state_of(cx, &a[0]).map(make)
}

fn facts(cx: &Cx, value: &Value) -> R<(&'static str, usize, usize)> {
    Ok(own(cx, value)?.0.lock().facts())
}

fn repr(cx: &Cx, value: &Value) -> R {
    let class = crate::object::ty::type_of(value).name();
    Ok(Str::from_str(&format!("<{} _hashlib.{class} object @ {:#x}>", facts(cx, value)?.0, value.identity())).into_value())
}

static DEF: TypeDef = TypeDef {
    name: "HASH",
    module: "_hashlib",
    doc: "A hash is an object used to calculate a checksum of a string of information.",
    slots: Slots { repr: Some(repr), ..Slots::NONE },
    methods: &[
        NativeDef::new("update(self, obj, /)", update).doc("Update this hash object's state with the provided string."),
        NativeDef::new("digest(self)", |cx, a| bytes::make(cx, &state_of(cx, &a[0])?.digest()))
            .doc("Return the digest value as a bytes object."),
        NativeDef::new("hexdigest(self)", |cx, a| Ok(hex(&state_of(cx, &a[0])?.digest())))
            .doc("Return the digest value as a string of hexadecimal digits."),
        NativeDef::new("copy(self)", copy).doc("Return a copy of the hash object."),
    ],
    getset: &[
        GetSet { name: "name", get: |cx, value| Ok(Str::from_str(facts(cx, value)?.0).into_value()), set: None },
        GetSet { name: "digest_size", get: |cx, value| Ok(Value::int(facts(cx, value)?.1 as i64)), set: None },
        GetSet { name: "block_size", get: |cx, value| Ok(Value::int(facts(cx, value)?.2 as i64)), set: None },
    ],
    ..TypeDef::EMPTY
};
static HASH: Type = Type::from_def(&DEF);

static XOF_DEF: TypeDef = TypeDef {
    name: "HASHXOF",
    module: "_hashlib",
    base: Some(&HASH),
    doc: "A hash whose digest has as many bytes as one asks for.",
    slots: Slots { repr: Some(repr), ..Slots::NONE },
    methods: &[
        NativeDef::new("digest(self, length)", |cx, a| bytes::make(cx, &of_length(cx, a)?))
            .doc("Return the digest value as a bytes object."),
        NativeDef::new("hexdigest(self, length)", |cx, a| Ok(hex(&of_length(cx, a)?)))
            .doc("Return the digest value as a string of hexadecimal digits."),
    ],
    ..TypeDef::EMPTY
};
static HASH_XOF: Type = Type::from_def(&XOF_DEF);

static UNSUPPORTED_DEF: TypeDef = TypeDef {
    name: "UnsupportedDigestmodError",
    module: "_hashlib",
    base: Some(&VALUE_ERROR),
    kind: Kind::Exception,
    subclassable: true,
    ..TypeDef::EMPTY
};
static UNSUPPORTED: Type = Type::from_def(&UNSUPPORTED_DEF);

/// The function that makes hashes of one name.
macro_rules! maker {
    ($function:literal, $name:literal) => {
        NativeDef::new(concat!($function, "(string=?, *, usedforsecurity=True)"), |cx, a| start(cx, $name, &a[0])).doc(concat!(
            "Returns a ",
            $name,
            " hash object; optionally initialized with a string"
        ))
    };
}

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("new(name, string=?, *, usedforsecurity=True)", new).doc("A hash object of a name."),
    maker!("openssl_md5", "md5"),
    maker!("openssl_sha1", "sha1"),
    maker!("openssl_sha224", "sha224"),
    maker!("openssl_sha256", "sha256"),
    maker!("openssl_sha384", "sha384"),
    maker!("openssl_sha512", "sha512"),
    maker!("openssl_sha3_224", "sha3_224"),
    maker!("openssl_sha3_256", "sha3_256"),
    maker!("openssl_sha3_384", "sha3_384"),
    maker!("openssl_sha3_512", "sha3_512"),
    maker!("openssl_shake_128", "shake_128"),
    maker!("openssl_shake_256", "shake_256"),
    NativeDef::new("pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None)", keys::pbkdf2)
        .doc("Password based key derivation function 2 (PKCS #5 v2.0) with HMAC as pseudorandom function."),
    NativeDef::new("scrypt(password, *, salt=None, n=None, r=None, p=None, maxmem=0, dklen=64)", keys::scrypt)
        .doc("scrypt password-based key derivation function."),
    NativeDef::new("hmac_digest(key, msg, digest)", keys::hmac_digest).doc("Single-shot HMAC."),
    NativeDef::new("compare_digest(a, b, /)", keys::compare_digest).doc("Return 'a == b'."),
    NativeDef::new("get_fips_mode()", |_, _| Ok(Value::int(0))).doc("Determine the FIPS mode: there is none here."),
];

/// Fills the namespace of `_hashlib`.
pub(super) fn fill(_: &Cx, module: &Module) -> R<()> {
    module.add_type(&HASH);
    module.add_type(&HASH_XOF);
    UNSUPPORTED.make_ready();
    module.set("UnsupportedDigestmodError", UNSUPPORTED.value());
    module.add_functions(FUNCTIONS);
    let names = state::NAMES.iter().map(|name| Str::from_str(name).into_value()).collect();
    module.set("openssl_md_meth_names", crate::object::tuple::Tuple::new(names).into_value());
    Ok(())
}

pub(super) use blake2::fill as fill_blake2;
