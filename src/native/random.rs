//! Module `_random`: class `Random` around the Mersenne Twister, and what `random.py` needs besides: SHA-512 for seeds that are
//! text and random bytes of the operating system.

use super::mersenne::Twister;
use crate::object::args::Args;
use crate::object::big;
use crate::object::bytes;
use crate::object::compare;
use crate::object::cx::Cx;
use crate::object::int::{as_big, from_big, is_int, to_i64};
use crate::object::int_ops;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::number;
use crate::object::number_text::bytes_of_any;
use crate::object::payload::{Native, Payload};
use crate::object::slots::Slots;
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Value};
use dashu_int::ops::{BitTest, UnsignedAbs};
use dashu_int::{IBig, UBig};
use parking_lot::Mutex;

/// The lock is held for single draws, never while anything else runs.
struct Generator(Mutex<Twister>);

impl Payload for Generator {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

fn generator<'a>(cx: &Cx, value: &'a Value) -> R<&'a Generator> {
    Native::<Generator>::of(value).ok_or_else(|| cx.type_error("a random number generator is required"))
}

fn new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let seed = match args.pos() {
        [] => Value::NONE,
        [seed] => seed.clone(),
        // Classes derived from it take what arguments they like.
        [seed, ..] if class.is_heap() => seed.clone(),
        more => return Err(cx.type_error(format!("Random expected at most 1 argument, got {}", more.len()))),
    };
    // A derived class seeds itself in `__init__`; what it was given may not be a seed at all.
    let seed = if class.is_heap() { Value::int(0) } else { seed };
    let twister = seeded(cx, &seed)?;
    Ok(Native::make(class, Generator(Mutex::new(twister))))
}

/// A generator from a seed: the magnitude of an int, the hash of anything else, chance for None.
fn seeded(cx: &Cx, seed: &Value) -> R<Twister> {
    if seed.is_none() {
        let mut bytes = [0; 4 * 624];
        fill_random(cx, &mut bytes)?;
        return Ok(Twister::from_key(&words_of(&bytes)));
    }
    let magnitude: UBig = match as_big(seed) {
        Some(int) => int.as_ref().unsigned_abs(),
        None => UBig::from(compare::hash(cx, seed)? as u64),
    };
    Ok(Twister::from_key(&words_of(&magnitude.to_le_bytes())))
}

fn words_of(bytes: &[u8]) -> Vec<u32> {
    let word = |chunk: &[u8]| {
        let mut word = [0; 4];
        word[..chunk.len()].copy_from_slice(chunk);
        u32::from_le_bytes(word)
    };
    bytes.chunks(4).map(word).collect()
}

/// Fills with random bytes of the operating system. Errors: OSError.
fn fill_random(cx: &Cx, bytes: &mut [u8]) -> R<()> {
    let mut filled = 0;
    while filled < bytes.len() {
        match rustix::rand::getrandom(&mut bytes[filled..], rustix::rand::GetRandomFlags::empty()) {
            Ok(count) => filled += count,
            Err(rustix::io::Errno::INTR) => cx.safepoint()?,
            Err(error) => return Err(cx.error(&crate::object::os_error::OS_ERROR, error.to_string())),
        }
    }
    Ok(())
}

fn seed(cx: &Cx, a: &[Value]) -> R {
    let twister = seeded(cx, &a[1])?;
    *generator(cx, &a[0])?.0.lock() = twister;
    Ok(Value::NONE)
}

fn random(cx: &Cx, a: &[Value]) -> R {
    Ok(Value::float(generator(cx, &a[0])?.0.lock().next_float()))
}

fn getrandbits(cx: &Cx, a: &[Value]) -> R {
    let count = number::index(cx, &a[1])?;
    if int_ops::is_negative(&count) {
        return Err(cx.value_error("number of bits must be non-negative"));
    }
    let Some(count) = count.as_int().filter(|count| i32::try_from(*count).is_ok()) else {
        return Err(cx.overflow_error("Python int too large to convert to C int"));
    };
    let generator = generator(cx, &a[0])?;
    match count {
        0 => Ok(Value::int(0)),
        1..=32 => Ok(Value::int(i64::from(generator.0.lock().next_word() >> (32 - count)))),
        _ => {
            big::room(cx, count as u64)?;
            let mut bytes = Vec::with_capacity((count as usize).div_ceil(32) * 4);
            let mut left = count;
            while left > 0 {
                let word = generator.0.lock().next_word();
                let word = if left < 32 { word >> (32 - left) } else { word };
                bytes.extend_from_slice(&word.to_le_bytes());
                left -= 32;
            }
            Ok(from_big(IBig::from(UBig::from_le_bytes(&bytes))))
        }
    }
}

/// A number in `0..n`: as many bits as n has, drawn again while they say too much.
fn below(cx: &Cx, a: &[Value]) -> R {
    let n = number::index(cx, &a[1])?;
    if let Some(limit) = n.as_int().and_then(|n| u32::try_from(n).ok()).filter(|n| *n > 0) {
        let twister = &generator(cx, &a[0])?.0;
        let drop = limit.leading_zeros();
        loop {
            let word = twister.lock().next_word() >> drop;
            if word < limit {
                return Ok(Value::int(i64::from(word)));
            }
        }
    }
    let bits = as_big(&n).map_or(0, |n| n.bit_len());
    if int_ops::is_negative(&n) || bits == 0 {
        return Err(cx.value_error("the limit must be positive"));
    }
    loop {
        cx.safepoint()?;
        let drawn = getrandbits(cx, &[a[0].clone(), Value::int(bits as i64)])?;
        if int_ops::order(&drawn, &n).is_some_and(std::cmp::Ordering::is_lt) {
            return Ok(drawn);
        }
    }
}

fn getstate(cx: &Cx, a: &[Value]) -> R {
    let twister = generator(cx, &a[0])?.0.lock().clone();
    let (words, used) = twister.state();
    let mut items: Vec<Value> = words.iter().map(|word| Value::int(i64::from(*word))).collect();
    items.push(Value::int(used as i64));
    Ok(Tuple::new(items).into_value())
}

fn setstate(cx: &Cx, a: &[Value]) -> R {
    let Some(state) = a[1].get::<Tuple>() else {
        return Err(cx.type_error("state vector must be a tuple"));
    };
    let Some((used, words)) = state.items().split_last().filter(|(_, words)| words.len() == 624) else {
        return Err(cx.value_error("state vector is the wrong size"));
    };
    let mut numbers = Vec::with_capacity(624);
    for word in words {
        if !is_int(word) {
            return Err(cx.type_error("an integer is required"));
        }
        if int_ops::is_negative(word) {
            return Err(cx.overflow_error("can't convert negative value to unsigned int"));
        }
        let word = to_i64(word).ok_or_else(|| cx.overflow_error("Python int too large to convert to C unsigned long"))?;
        numbers.push(word as u32);
    }
    let used = to_i64(used).and_then(|used| usize::try_from(used).ok());
    match used.and_then(|used| Twister::from_state(&numbers, used)) {
        Some(twister) => {
            *generator(cx, &a[0])?.0.lock() = twister;
            Ok(Value::NONE)
        }
        None => Err(cx.value_error("invalid state")),
    }
}

fn sha512(cx: &Cx, a: &[Value]) -> R {
    use sha2::Digest;
    let bytes = bytes_of_any(cx, &a[0])?;
    bytes::make(cx, &sha2::Sha512::digest(&bytes))
}

fn urandom(cx: &Cx, a: &[Value]) -> R {
    let count = crate::object::protocol::index(cx, &a[0])?;
    let Ok(count) = usize::try_from(count) else {
        return Err(cx.value_error("negative argument not allowed"));
    };
    let mut bytes = Vec::new();
    if bytes.try_reserve_exact(count).is_err() {
        return Err(cx.memory_error());
    }
    bytes.resize(count, 0);
    fill_random(cx, &mut bytes)?;
    bytes::make(cx, &bytes)
}

static RANDOM_DEF: TypeDef = TypeDef {
    name: "Random",
    module: "_random",
    subclassable: true,
    slots: Slots { new: Some(new), ..Slots::NONE },
    methods: &[
        NativeDef::new("seed(self, n=None, /)", seed),
        NativeDef::new("random(self, /)", random),
        NativeDef::new("getrandbits(self, k, /)", getrandbits),
        NativeDef::new("_randbelow(self, n, /)", below),
        NativeDef::new("getstate(self, /)", getstate),
        NativeDef::new("setstate(self, state, /)", setstate),
    ],
    ..TypeDef::EMPTY
};
static RANDOM: Type = Type::from_def(&RANDOM_DEF);

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("_index(value, /)", |cx, a| number::index(cx, &a[0])),
    NativeDef::new("_sha512(data, /)", sha512),
    NativeDef::new("_urandom(size, /)", urandom),
];

pub(super) fn fill(_: &Cx, module: &Module) -> R<()> {
    module.add_type(&RANDOM);
    module.add_functions(FUNCTIONS);
    Ok(())
}
