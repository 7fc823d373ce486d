//! The type `str`: constructor, the table of its methods, and those that map or ask about all characters.

use super::args::{self, Args};
use super::codec;
use super::cx::Cx;
use super::kinds::Kind;
use super::native::NativeDef;
use super::protocol;
use super::slots::{BinOp, Slots, bin_slots};
use super::str::{self, Str};
use super::str_ops::{self, own};
use super::ty::{Type, TypeDef, type_of};
use super::value::{R, Ref, Value};
use super::{percent, str_format, str_search, str_shape, str_split, str_template, str_translate};
use crate::text::{case, unicode};

static NEW: NativeDef = NativeDef::new("str(object=?, encoding=?, errors=?)", |_, _| Ok(Value::NONE));

fn new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    if let ([value], []) = (args.values, args.names) {
        return of_class(cx, class, protocol::str(cx, value)?);
    }
    if args.values.len() - args.names.len() > 3 {
        return Err(cx.type_error(format!("str expected at most 3 arguments, got {}", args.values.len())));
    }
    let bound = args::bind_new(cx, &NEW, args)?;
    let [object, encoding, errors] = &bound[..] else {
        return Ok(str::empty());
    };
    let encoding = codec::name_arg(cx, encoding, "str", "encoding")?;
    let errors = codec::name_arg(cx, errors, "str", "errors")?;
    if object.is_unset() {
        return of_class(cx, class, Str::from_str(""));
    }
    if encoding.is_none() && errors.is_none() {
        return of_class(cx, class, protocol::str(cx, object)?);
    }
    if object.get::<Str>().is_some() {
        return Err(cx.type_error("decoding str is not supported"));
    }
    let Some(bytes) = super::buffer::view(object) else {
        return Err(cx.type_error(format!("decoding to str: need a bytes-like object, {} found", type_of(object).message_name())));
    };
    let text = codec::decode(cx, &bytes, encoding, errors)?;
    match Ref::from_value(text) {
        Ok(text) => of_class(cx, class, text),
        Err(_) => Ok(str::empty()),
    }
}

fn of_class(cx: &Cx, class: &Type, text: Ref<Str>) -> R {
    if std::ptr::eq(class, &STR) {
        // What `__str__` gave may be an instance of a subclass, and is passed on as it is.
        return Ok(text.into_value());
    }
    Str::of_class(class, text.bytes()).map(Ref::into_value).ok_or_else(|| cx.memory_error())
}

fn encode(cx: &Cx, a: &[Value]) -> R {
    let encoding = codec::name_arg(cx, &a[1], "encode", "encoding")?;
    let errors = codec::name_arg(cx, &a[2], "encode", "errors")?;
    let bytes = codec::encode(cx, own(cx, &a[0])?, encoding, errors)?;
    super::bytes::make(cx, &bytes)
}

/// A method that maps the text.
fn mapped(cx: &Cx, this: &Value, map: fn(&[u8]) -> Vec<u8>) -> R {
    let text = own(cx, this)?;
    let out = map(text.bytes());
    str::make_known(cx, &out, text.is_ascii() || out.is_ascii())
}

/// A method that asks whether there is a character and all are of a kind: `ascii` for bytes of ASCII text.
fn all(cx: &Cx, this: &Value, ascii: fn(&u8) -> bool, wide: fn(u32) -> bool) -> R {
    let text = own(cx, this)?;
    Ok(Value::bool(if text.is_ascii() {
        !text.bytes().is_empty() && text.bytes().iter().all(ascii)
    } else {
        unicode::all_and_some(text.bytes(), wide)
    }))
}

fn ask(cx: &Cx, this: &Value, holds: fn(&[u8]) -> bool) -> R {
    own(cx, this).map(|text| Value::bool(holds(text.bytes())))
}

fn getnewargs(cx: &Cx, a: &[Value]) -> R {
    Ok(super::tuple::Tuple::new(vec![str_ops::exact(cx, &a[0])?]).into_value())
}

/// As CPython's objects are: one, two or four bytes for each character, by the widest.
fn sizeof(cx: &Cx, a: &[Value]) -> R {
    let text = own(cx, &a[0])?;
    let unit = match text.code_points().max().unwrap_or(0) {
        0..=0xFF => 1,
        0x100..=0xFFFF => 2,
        _ => 4,
    };
    let head = if text.is_ascii() { 40 } else { 56 };
    Ok(Value::int((head + unit * (text.len() + 1)) as i64))
}

static METHODS: &[NativeDef] = &[
    NativeDef::new("capitalize(self, /)", |cx, a| mapped(cx, &a[0], case::capitalize)),
    NativeDef::new("casefold(self, /)", |cx, a| mapped(cx, &a[0], case::casefold)),
    NativeDef::new("center(self, width, fillchar=?, /)", str_shape::center),
    NativeDef::new("count(self, sub, start=None, end=None, /)", str_search::count),
    NativeDef::new("encode(self, /, encoding=?, errors=?)", encode),
    NativeDef::new("endswith(self, suffix, start=None, end=None, /)", str_search::endswith),
    NativeDef::new("expandtabs(self, /, tabsize=8)", str_shape::expandtabs),
    NativeDef::new("find(self, sub, start=None, end=None, /)", str_search::find),
    NativeDef::raw("format(self, /, *args, **kwargs)", str_template::format),
    NativeDef::new("format_map(self, mapping, /)", str_template::format_map),
    NativeDef::new("index(self, sub, start=None, end=None, /)", str_search::index),
    NativeDef::new("isalnum(self, /)", |cx, a| all(cx, &a[0], u8::is_ascii_alphanumeric, unicode::is_alnum)),
    NativeDef::new("isalpha(self, /)", |cx, a| all(cx, &a[0], u8::is_ascii_alphabetic, unicode::is_alpha)),
    NativeDef::new("isascii(self, /)", |cx, a| own(cx, &a[0]).map(|text| Value::bool(text.is_ascii()))),
    NativeDef::new("isdecimal(self, /)", |cx, a| all(cx, &a[0], u8::is_ascii_digit, unicode::is_decimal)),
    NativeDef::new("isdigit(self, /)", |cx, a| all(cx, &a[0], u8::is_ascii_digit, unicode::is_digit)),
    NativeDef::new("isidentifier(self, /)", |cx, a| ask(cx, &a[0], unicode::text_is_identifier)),
    NativeDef::new("islower(self, /)", |cx, a| ask(cx, &a[0], unicode::text_is_lower)),
    NativeDef::new("isnumeric(self, /)", |cx, a| all(cx, &a[0], u8::is_ascii_digit, unicode::is_numeric)),
    NativeDef::new("isprintable(self, /)", |cx, a| ask(cx, &a[0], unicode::text_is_printable)),
    NativeDef::new("isspace(self, /)", |cx, a| all(cx, &a[0], |byte| unicode::is_space(u32::from(*byte)), unicode::is_space)),
    NativeDef::new("istitle(self, /)", |cx, a| ask(cx, &a[0], unicode::text_is_title)),
    NativeDef::new("isupper(self, /)", |cx, a| ask(cx, &a[0], unicode::text_is_upper)),
    NativeDef::new("join(self, iterable, /)", str_split::join).fold(str_split::join_of),
    NativeDef::new("ljust(self, width, fillchar=?, /)", str_shape::ljust),
    NativeDef::new("lower(self, /)", |cx, a| mapped(cx, &a[0], case::lower)),
    NativeDef::new("lstrip(self, chars=None, /)", str_shape::lstrip),
    NativeDef::new("staticmethod maketrans(x, y=?, z=?, /)", str_translate::maketrans),
    NativeDef::new("partition(self, sep, /)", str_search::partition),
    NativeDef::new("removeprefix(self, prefix, /)", str_search::removeprefix),
    NativeDef::new("removesuffix(self, suffix, /)", str_search::removesuffix),
    NativeDef::new("replace(self, old, new, /, count=-1)", str_search::replace),
    NativeDef::new("rfind(self, sub, start=None, end=None, /)", str_search::rfind),
    NativeDef::new("rindex(self, sub, start=None, end=None, /)", str_search::rindex),
    NativeDef::new("rjust(self, width, fillchar=?, /)", str_shape::rjust),
    NativeDef::new("rpartition(self, sep, /)", str_search::rpartition),
    NativeDef::new("rsplit(self, /, sep=None, maxsplit=-1)", str_split::rsplit),
    NativeDef::new("rstrip(self, chars=None, /)", str_shape::rstrip),
    NativeDef::new("split(self, /, sep=None, maxsplit=-1)", str_split::split),
    NativeDef::new("splitlines(self, /, keepends=False)", str_split::splitlines),
    NativeDef::new("startswith(self, prefix, start=None, end=None, /)", str_search::startswith),
    NativeDef::new("strip(self, chars=None, /)", str_shape::strip),
    NativeDef::new("swapcase(self, /)", |cx, a| mapped(cx, &a[0], case::swapcase)),
    NativeDef::new("title(self, /)", |cx, a| mapped(cx, &a[0], case::title)),
    NativeDef::new("translate(self, table, /)", str_translate::translate),
    NativeDef::new("upper(self, /)", |cx, a| mapped(cx, &a[0], case::upper)),
    NativeDef::new("zfill(self, width, /)", str_shape::zfill),
    NativeDef::new("__format__(self, format_spec, /)", str_format::dunder_format),
    NativeDef::new("__getnewargs__(self, /)", getnewargs),
    NativeDef::new("__sizeof__(self, /)", sizeof),
];

const SLOTS: Slots = Slots {
    new: Some(new),
    repr: Some(str_ops::repr),
    str: Some(str_ops::to_str),
    hash: Some(str_ops::hash),
    compare: Some(str_ops::rich),
    len: Some(str_ops::len),
    contains: Some(str_ops::contains),
    getitem: Some(str_ops::getitem),
    iter: Some(str_ops::iter),
    binary: bin_slots(&[(BinOp::Add, str_ops::add), (BinOp::Mul, str_ops::mul), (BinOp::Mod, percent::str_mod)]),
    ..Slots::NONE
};

static STR_DEF: TypeDef = TypeDef {
    name: "str",
    doc: "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str",
    kind: Kind::Str,
    subclassable: true,
    slots: SLOTS,
    methods: METHODS,
    ..TypeDef::EMPTY
};
pub(crate) static STR: Type = Type::from_def(&STR_DEF);
