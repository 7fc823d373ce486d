//! The facts in module `sys`: versions, limits of numbers, flags, sizes of objects.

use super::sys::Settings;
use super::{MODULES, simple_namespace, structseq};
use crate::object::attr;
use crate::object::cx::Cx;
use crate::object::kinds::Kind;
use crate::object::module::Module;
use crate::object::protocol;
use crate::object::str::{Name, Str};
use crate::object::tuple::Tuple;
use crate::object::ty::type_of;
use crate::object::value::{R, V, Value};
use structseq::{SLOTS_OF_SINGLE, structseq};

/// The language version we follow.
const VERSION: (i64, i64, i64) = (3, 13, 0);

structseq!(VERSION_INFO "version_info" of "sys", SLOTS_OF_SINGLE, [0 "major", 1 "minor", 2 "micro", 3 "releaselevel", 4 "serial"], []);
structseq!(FLOAT_INFO "float_info" of "sys", [
    0 "max", 1 "max_exp", 2 "max_10_exp", 3 "min", 4 "min_exp", 5 "min_10_exp", 6 "dig", 7 "mant_dig", 8 "epsilon", 9 "radix", 10 "rounds",
], []);
structseq!(INT_INFO "int_info" of "sys", [
    0 "bits_per_digit", 1 "sizeof_digit", 2 "default_max_str_digits", 3 "str_digits_check_threshold",
], []);
structseq!(HASH_INFO "hash_info" of "sys", [
    0 "width", 1 "modulus", 2 "inf", 3 "nan", 4 "imag", 5 "algorithm", 6 "hash_bits", 7 "seed_bits", 8 "cutoff",
], []);
structseq!(THREAD_INFO "thread_info" of "sys", [0 "name", 1 "lock", 2 "version"], []);
structseq!(FLAGS "flags" of "sys", SLOTS_OF_SINGLE, [
    0 "debug", 1 "inspect", 2 "interactive", 3 "optimize", 4 "dont_write_bytecode", 5 "no_user_site", 6 "no_site", 7 "ignore_environment",
    8 "verbose", 9 "bytes_warning", 10 "quiet", 11 "hash_randomization", 12 "isolated", 13 "dev_mode", 14 "utf8_mode",
    15 "warn_default_encoding", 16 "safe_path", 17 "int_max_str_digits",
], []);
pub(super) const FLAG_COUNT: usize = 18;

/// Modules of the standard library, for `sys.stdlib_module_names` and "did you forget to import".
pub(crate) static STDLIB_NAMES: &[&str] = &[
    "__future__",
    "_abc",
    "_ast",
    "_asyncio",
    "_bisect",
    "_blake2",
    "_bz2",
    "_codecs",
    "_collections",
    "_collections_abc",
    "_contextvars",
    "_csv",
    "_ctypes",
    "_curses",
    "_datetime",
    "_decimal",
    "_elementtree",
    "_functools",
    "_hashlib",
    "_heapq",
    "_imp",
    "_io",
    "_json",
    "_locale",
    "_lsprof",
    "_lzma",
    "_md5",
    "_multiprocessing",
    "_opcode",
    "_operator",
    "_pickle",
    "_posixsubprocess",
    "_py_abc",
    "_pydatetime",
    "_pydecimal",
    "_pyio",
    "_queue",
    "_random",
    "_sha1",
    "_sha2",
    "_sha3",
    "_signal",
    "_sitebuiltins",
    "_socket",
    "_sqlite3",
    "_sre",
    "_ssl",
    "_stat",
    "_statistics",
    "_string",
    "_strptime",
    "_struct",
    "_symtable",
    "_sysconfig",
    "_thread",
    "_threading_local",
    "_tkinter",
    "_tokenize",
    "_tracemalloc",
    "_typing",
    "_uuid",
    "_warnings",
    "_weakref",
    "_weakrefset",
    "_zoneinfo",
    "abc",
    "antigravity",
    "argparse",
    "array",
    "ast",
    "asyncio",
    "atexit",
    "base64",
    "bdb",
    "binascii",
    "bisect",
    "builtins",
    "bz2",
    "cProfile",
    "calendar",
    "cmath",
    "cmd",
    "code",
    "codecs",
    "codeop",
    "collections",
    "colorsys",
    "compileall",
    "concurrent",
    "configparser",
    "contextlib",
    "contextvars",
    "copy",
    "copyreg",
    "csv",
    "ctypes",
    "curses",
    "dataclasses",
    "datetime",
    "dbm",
    "decimal",
    "difflib",
    "dis",
    "doctest",
    "email",
    "encodings",
    "ensurepip",
    "enum",
    "errno",
    "faulthandler",
    "fcntl",
    "filecmp",
    "fileinput",
    "fnmatch",
    "fractions",
    "ftplib",
    "functools",
    "gc",
    "genericpath",
    "getopt",
    "getpass",
    "gettext",
    "glob",
    "graphlib",
    "grp",
    "gzip",
    "hashlib",
    "heapq",
    "hmac",
    "html",
    "http",
    "idlelib",
    "imaplib",
    "importlib",
    "inspect",
    "io",
    "ipaddress",
    "itertools",
    "json",
    "keyword",
    "linecache",
    "locale",
    "logging",
    "lzma",
    "mailbox",
    "marshal",
    "math",
    "mimetypes",
    "mmap",
    "modulefinder",
    "msvcrt",
    "multiprocessing",
    "netrc",
    "nt",
    "ntpath",
    "nturl2path",
    "numbers",
    "opcode",
    "operator",
    "optparse",
    "os",
    "pathlib",
    "pdb",
    "pickle",
    "pickletools",
    "pkgutil",
    "platform",
    "plistlib",
    "poplib",
    "posix",
    "posixpath",
    "pprint",
    "profile",
    "pstats",
    "pty",
    "pwd",
    "py_compile",
    "pyclbr",
    "pydoc",
    "pydoc_data",
    "pyexpat",
    "queue",
    "quopri",
    "random",
    "re",
    "readline",
    "reprlib",
    "resource",
    "rlcompleter",
    "runpy",
    "sched",
    "secrets",
    "select",
    "selectors",
    "shelve",
    "shlex",
    "shutil",
    "signal",
    "site",
    "smtplib",
    "socket",
    "socketserver",
    "sqlite3",
    "sre_compile",
    "sre_constants",
    "sre_parse",
    "ssl",
    "stat",
    "statistics",
    "string",
    "stringprep",
    "struct",
    "subprocess",
    "symtable",
    "sys",
    "sysconfig",
    "syslog",
    "tabnanny",
    "tarfile",
    "tempfile",
    "termios",
    "textwrap",
    "this",
    "threading",
    "time",
    "timeit",
    "tkinter",
    "token",
    "tokenize",
    "tomllib",
    "trace",
    "traceback",
    "tracemalloc",
    "tty",
    "turtle",
    "turtledemo",
    "types",
    "typing",
    "unicodedata",
    "unittest",
    "urllib",
    "uuid",
    "venv",
    "warnings",
    "wave",
    "weakref",
    "webbrowser",
    "winreg",
    "winsound",
    "wsgiref",
    "xml",
    "xmlrpc",
    "zipapp",
    "zipfile",
    "zipimport",
    "zlib",
    "zoneinfo",
];

fn text(text: &str) -> Value {
    Str::from_str(text).into_value()
}

fn int(value: bool) -> Value {
    Value::int(i64::from(value))
}

fn flags(cx: &Cx, settings: &Settings) -> R {
    let f = &settings.flags;
    let values = vec![
        Value::int(f.debug),
        int(f.inspect),
        int(f.interactive),
        Value::int(f.optimize),
        int(f.dont_write_bytecode),
        int(f.no_user_site),
        int(f.no_site),
        int(f.ignore_environment),
        Value::int(f.verbose),
        Value::int(f.bytes_warning),
        int(f.quiet),
        int(true),
        int(f.isolated),
        Value::bool(f.dev_mode),
        int(true),
        int(false),
        Value::bool(f.safe_path),
        crate::object::int::from_usize(crate::object::int_methods::max_digits(cx)),
    ];
    structseq::make(cx, &FLAGS, FLAG_COUNT, values)
}

fn version_info(cx: &Cx) -> R {
    let (major, minor, micro) = VERSION;
    structseq::make(cx, &VERSION_INFO, 5, vec![Value::int(major), Value::int(minor), Value::int(micro), text("final"), Value::int(0)])
}

fn float_info(cx: &Cx) -> R {
    let values = vec![
        Value::float(f64::MAX),
        Value::int(i64::from(f64::MAX_EXP)),
        Value::int(i64::from(f64::MAX_10_EXP)),
        Value::float(f64::MIN_POSITIVE),
        Value::int(i64::from(f64::MIN_EXP)),
        Value::int(i64::from(f64::MIN_10_EXP)),
        Value::int(i64::from(f64::DIGITS)),
        Value::int(i64::from(f64::MANTISSA_DIGITS)),
        Value::float(f64::EPSILON),
        Value::int(i64::from(f64::RADIX)),
        Value::int(1),
    ];
    structseq::make(cx, &FLOAT_INFO, 11, values)
}

fn set_of(cx: &Cx, class: &str, names: impl Iterator<Item = &'static str>) -> R {
    let items = Tuple::new(names.map(|name| Name::new(name).value()).collect()).into_value();
    match cx.interp.builtins().get_name(Name::new(class)) {
        Some(class) => crate::object::call::call_pos(cx, &class, &[items]),
        None => Ok(items),
    }
}

/// `sys.platform`.
const PLATFORM: &str = if cfg!(target_os = "macos") { "darwin" } else { std::env::consts::OS };

pub(super) fn fill(cx: &Cx, module: &Module, settings: &Settings) -> R<()> {
    let (major, minor, micro) = VERSION;
    module.set("version", text(&format!("{major}.{minor}.{micro} (pyc {})", env!("CARGO_PKG_VERSION"))));
    module.set("version_info", version_info(cx)?);
    module.set("hexversion", Value::int(major << 24 | minor << 16 | micro << 8 | 0xF0));
    module.set("api_version", Value::int(1013));
    module.set("copyright", text("pyc: an embeddable interpreter of the Python language."));
    module.set("platform", text(PLATFORM));
    module.set("byteorder", text(if cfg!(target_endian = "little") { "little" } else { "big" }));
    module.set("maxsize", Value::int(i64::MAX));
    module.set("maxunicode", Value::int(0x10_FFFF));
    module.set("abiflags", text(""));
    module.set("float_repr_style", text("short"));
    module.set("float_info", float_info(cx)?);
    let int_info = vec![Value::int(30), Value::int(4), Value::int(4300), Value::int(640)];
    module.set("int_info", structseq::make(cx, &INT_INFO, 4, int_info)?);
    let hash_info = [64, (1 << 61) - 1, 314_159, 0, 1_000_003].into_iter().map(Value::int).chain([
        text("siphash13"),
        Value::int(64),
        Value::int(128),
        Value::int(0),
    ]);
    module.set("hash_info", structseq::make(cx, &HASH_INFO, 9, hash_info.collect())?);
    module.set("thread_info", structseq::make(cx, &THREAD_INFO, 3, vec![text("pthread"), Value::NONE, Value::NONE])?);
    module.set("flags", flags(cx, settings)?);
    let implementation = [
        ("name", text("pyc")),
        ("cache_tag", Value::NONE),
        ("version", version_info(cx)?),
        ("hexversion", Value::int(major << 24 | minor << 16 | micro << 8 | 0xF0)),
    ];
    module.set("implementation", simple_namespace::make(cx, &implementation)?);
    let names = Tuple::new(MODULES.iter().map(|(name, _)| Name::new(name).value()).collect());
    module.set("builtin_module_names", names.into_value());
    module.set("stdlib_module_names", set_of(cx, "frozenset", STDLIB_NAMES.iter().copied())?);
    Ok(())
}

/// `sys.getsizeof`: what CPython would say of most objects; others say it themselves.
pub(super) fn size_of(cx: &Cx, a: &[Value]) -> R {
    let len = |value: &Value| match type_of(value).slots().len {
        Some(len) => len(cx, value),
        None => Ok(0),
    };
    let object = &a[0];
    if !type_of(object).is_heap() {
        let size = match (object.unpack(), type_of(object).kind()) {
            (V::None, _) => 16,
            (V::Bool(_), _) => 28,
            (V::Int(int), _) => 24 + 4 * (64 - int.unsigned_abs().leading_zeros() as usize).div_ceil(30).max(1),
            (V::Float(_), _) => 24,
            (_, Kind::Int) => {
                let bits = crate::object::int::to_big(object).map_or(0, |big| dashu_int::ops::BitTest::bit_len(&big));
                24 + 4 * bits.div_ceil(30).max(1)
            }
            (_, Kind::Str) => match object.get::<Str>() {
                Some(text) if text.is_ascii() => 41 + text.len(),
                Some(text) => {
                    let widest = text.code_points().max().unwrap_or(0);
                    let width = if widest < 0x100 {
                        1
                    } else if widest < 0x1_0000 {
                        2
                    } else {
                        4
                    };
                    57 + width + width * text.len() - usize::from(width == 1)
                }
                None => 49,
            },
            (_, Kind::Bytes) => 33 + len(object)?,
            (_, Kind::ByteArray) => 57 + len(object)?,
            (_, Kind::List) => 56 + 8 * len(object)?,
            (_, Kind::Tuple) => 40 + 8 * len(object)?,
            (_, Kind::Dict) => match len(object)? {
                0 => 64,
                len => 88 + (len * 3 / 2).next_power_of_two().max(8) * 12,
            },
            (_, Kind::Set) => match len(object)? {
                0..=4 => 216,
                len => 200 + (len * 4).next_power_of_two() * 16,
            },
            _ => 48,
        };
        return Ok(crate::object::int::from_usize(size));
    }
    match attr::call_special(cx, object, Name::new("__sizeof__"), &[])? {
        Some(size) => {
            let size = protocol::index(cx, &size)?;
            if size < 0 { Err(cx.value_error("__sizeof__() should return >= 0")) } else { Ok(Value::int(size + 16)) }
        }
        None if a[1].is_unset() => Err(cx.type_error(format!("Type {} doesn't define __sizeof__", type_of(object).message_name()))),
        None => Ok(a[1].clone()),
    }
}
