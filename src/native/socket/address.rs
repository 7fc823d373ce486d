//! Socket addresses as scripts write them: (host, port) and the like, paths of local sockets. Knows the resolver; no sockets.

use crate::object::bytes::{self, Bytes};
use crate::object::cx::Cx;
use crate::object::exception::Exception;
use crate::object::exceptions::OS_ERROR;
use crate::object::kinds::Kind;
use crate::object::number;
use crate::object::os_error::io_error;
use crate::object::str::Str;
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Raised, Value};
use crate::sched::blocking::blocking;
use crate::sched::resolve::{self, Hints, ResolveError};
use socket2::SockAddr;
use std::ffi::CString;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::os::unix::ffi::OsStrExt;

macro_rules! errors {
    ($( $static:ident $name:literal; )*) => {
        $( pub(super) static $static: Type = {
            static DEF: TypeDef = TypeDef {
                name: $name,
                module: "socket",
                base: Some(&OS_ERROR),
                kind: Kind::Exception,
                subclassable: true,
                ..TypeDef::EMPTY
            };
            Type::from_def(&DEF)
        }; )*
    };
}

errors! {
    GAI_ERROR "gaierror";
    HOST_ERROR "herror";
}

#[cold]
pub(in crate::native) fn resolve_error(cx: &Cx, error: ResolveError) -> Raised {
    match error {
        ResolveError::System(error) => io_error(cx, &error, None),
        ResolveError::Resolver(code, text) => {
            GAI_ERROR.make_ready();
            let args = vec![Value::int(i64::from(code)), Str::from_str(&text).into_value()];
            let made = Exception::new(&GAI_ERROR, args.clone());
            made.set_fields(args.into_iter().chain([Value::UNSET, Value::UNSET]).collect());
            cx.raise(made.into_value())
        }
    }
}

/// Text or bytes without a zero byte.
pub(in crate::native) fn c_string(cx: &Cx, value: &Value, what: &str) -> R<CString> {
    let bytes = match (value.get::<Str>(), value.get::<Bytes>()) {
        (Some(text), _) if text.is_ascii() => text.bytes().to_vec(),
        // Names of hosts in other alphabets go by their code of ASCII letters.
        (Some(_), _) => {
            let name = crate::object::call::call_method(
                cx,
                value,
                crate::object::str::Name::new("encode"),
                &[crate::object::str::Name::new("idna").value()],
            )?;
            name.get::<Bytes>().map(|bytes| bytes.bytes().to_vec()).unwrap_or_default()
        }
        (_, Some(bytes)) => bytes.bytes().to_vec(),
        _ => return Err(cx.type_error(format!("{what} must be str, bytes or bytearray, not {}", type_of(value).message_name()))),
    };
    CString::new(bytes).map_err(|_| cx.type_error("host name must not contain null character"))
}

/// The address of a host's name; "" is every address, "<broadcast>" the broadcast one.
pub(super) fn host(cx: &Cx, value: &Value, family: i32) -> R<IpAddr> {
    let name = c_string(cx, value, "str, bytes or bytearray expected: host")?;
    let text = name.to_string_lossy();
    match (text.as_ref(), family) {
        ("", libc::AF_INET6) => return Ok(Ipv6Addr::UNSPECIFIED.into()),
        ("", _) => return Ok(Ipv4Addr::UNSPECIFIED.into()),
        ("<broadcast>" | "255.255.255.255", libc::AF_INET) => return Ok(Ipv4Addr::BROADCAST.into()),
        _ => {}
    }
    let known = match family {
        libc::AF_INET => text.parse::<Ipv4Addr>().ok().map(IpAddr::from),
        _ => text.parse::<Ipv6Addr>().ok().map(IpAddr::from),
    };
    if let Some(known) = known {
        return Ok(known);
    }
    let hints = Hints { family, kind: libc::SOCK_DGRAM, ..Hints::default() };
    let found = blocking(&cx.strand, || resolve::addresses(Some(&name), None, hints)).map_err(|error| resolve_error(cx, error))?;
    let address = found.iter().find_map(|found| found.address.as_socket());
    address.map(|address| address.ip()).ok_or_else(|| cx.error(&OS_ERROR, "wildcard resolved to multiple address"))
}

fn port(cx: &Cx, value: &Value, function: &str) -> R<u16> {
    let port = number::index(cx, value)?.as_int();
    port.and_then(|port| u16::try_from(port).ok()).ok_or_else(|| cx.overflow_error(format!("{function}(): port must be 0-65535.")))
}

/// An address argument of `function` for a socket of `family`.
pub(super) fn parse(cx: &Cx, family: i32, value: &Value, function: &str) -> R<SockAddr> {
    match family {
        libc::AF_UNIX => {
            let path = match (value.get::<Str>(), value.get::<Bytes>()) {
                (Some(text), _) => text.bytes().to_vec(),
                (_, Some(bytes)) => bytes.bytes().to_vec(),
                _ => return Err(cx.type_error(format!("a bytes-like object is required, not '{}'", type_of(value).message_name()))),
            };
            SockAddr::unix(std::ffi::OsStr::from_bytes(&path)).map_err(|_| cx.error(&OS_ERROR, "AF_UNIX path too long"))
        }
        libc::AF_INET | libc::AF_INET6 => {
            let Some(parts) = value.get::<Tuple>().map(Tuple::items) else {
                let name = if family == libc::AF_INET { "AF_INET" } else { "AF_INET6" };
                return Err(cx.type_error(format!("{function}(): {name} address must be tuple, not {}", type_of(value).message_name())));
            };
            match (family, parts) {
                (libc::AF_INET, [name, number]) => {
                    let (IpAddr::V4(ip), port) = (host(cx, name, family)?, port(cx, number, function)?) else {
                        return Err(cx.error(&OS_ERROR, "address family mismatched"));
                    };
                    Ok(SocketAddrV4::new(ip, port).into())
                }
                (libc::AF_INET, _) => Err(cx.type_error("AF_INET address must be a pair (host, port)")),
                (_, [name, number, rest @ ..]) if rest.len() <= 2 => {
                    let (IpAddr::V6(ip), port) = (host(cx, name, family)?, port(cx, number, function)?) else {
                        return Err(cx.error(&OS_ERROR, "address family mismatched"));
                    };
                    let mut numbers = [0u32; 2];
                    for (place, value) in numbers.iter_mut().zip(rest) {
                        let number = number::index(cx, value)?.as_int().and_then(|number| u32::try_from(number).ok());
                        *place = number.ok_or_else(|| cx.overflow_error(format!("{function}(): flowinfo must be 0-1048575.")))?;
                    }
                    Ok(SocketAddrV6::new(ip, port, numbers[0], numbers[1]).into())
                }
                _ => Err(cx.type_error("AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])")),
            }
        }
        _ => Err(cx.error(&OS_ERROR, format!("{function}(): bad family"))),
    }
}

/// An address as scripts see it.
pub(super) fn make(cx: &Cx, address: &SockAddr) -> R {
    match address.as_socket() {
        Some(SocketAddr::V4(address)) => {
            let parts = vec![Str::from_str(&address.ip().to_string()).into_value(), Value::int(i64::from(address.port()))];
            return Ok(Tuple::new(parts).into_value());
        }
        Some(SocketAddr::V6(address)) => {
            let parts = vec![
                Str::from_str(&address.ip().to_string()).into_value(),
                Value::int(i64::from(address.port())),
                Value::int(i64::from(address.flowinfo())),
                Value::int(i64::from(address.scope_id())),
            ];
            return Ok(Tuple::new(parts).into_value());
        }
        None => {}
    }
    if i32::from(address.family()) == libc::AF_UNIX {
        if let Some(path) = address.as_pathname() {
            return Ok(crate::native::posix::decode_name(path.as_os_str().as_bytes()));
        }
        #[cfg(target_os = "linux")]
        if let Some(name) = address.as_abstract_namespace() {
            return bytes::make(cx, &[b"\0", name].concat());
        }
        return Ok(crate::object::str::empty());
    }
    Ok(Value::NONE)
}

/// A small number argument.
pub(super) fn small(cx: &Cx, value: &Value) -> R<i32> {
    crate::object::sequence::int_argument(cx, value)
}
