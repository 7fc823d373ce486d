//! Functions of `_socket`: names and addresses, byte order, pairs. Knows no connections.

use super::address::{self, c_string, resolve_error, small};
use super::object::{DefaultLimit, limit, shown_limit};
use crate::object::bytes;
use crate::object::cx::Cx;
use crate::object::exceptions::OS_ERROR;
use crate::object::int;
use crate::object::list::List;
use crate::object::native::NativeDef;
use crate::object::number;
use crate::object::os_error::io_error;
use crate::object::protocol;
use crate::object::sequence;
use crate::object::str::Str;
use crate::object::tuple::Tuple;
use crate::object::value::{R, Value};
use crate::sched::blocking::blocking;
use crate::sched::resolve::{self, Hints};
use crate::sched::{fd, sockets};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::atomic::Ordering::Relaxed;

fn text(text: &str) -> Value {
    Str::from_str(text).into_value()
}

fn socketpair(cx: &Cx, a: &[Value]) -> R {
    let family = if a[0].is_none() { libc::AF_UNIX } else { small(cx, &a[0])? };
    let (one, other) = sockets::pair(family, small(cx, &a[1])?, small(cx, &a[2])?).map_err(|error| io_error(cx, &error, None))?;
    Ok(Tuple::new(vec![Value::int(i64::from(one)), Value::int(i64::from(other))]).into_value())
}

fn getaddrinfo(cx: &Cx, a: &[Value]) -> R {
    let host = if a[0].is_none() { None } else { Some(c_string(cx, &a[0], "getaddrinfo() argument 1")?) };
    let service = if a[1].is_none() {
        None
    } else if crate::object::int::is_int(&a[1]) {
        Some(c_string(cx, protocol::str(cx, &a[1])?.as_value(), "port")?)
    } else {
        Some(c_string(cx, &a[1], "Int or String expected: port")?)
    };
    let hints = Hints { family: small(cx, &a[2])?, kind: small(cx, &a[3])?, protocol: small(cx, &a[4])?, flags: small(cx, &a[5])? };
    let found = blocking(&cx.strand, || resolve::addresses(host.as_ref(), service.as_ref(), hints));
    let found = found.map_err(|error| resolve_error(cx, error))?;
    let rows = found.iter().map(|found| {
        let numbers = [found.family, found.kind, found.protocol].map(|number| Value::int(i64::from(number)));
        let mut row = numbers.to_vec();
        row.push(text(&found.canonical));
        row.push(address::make(cx, &found.address)?);
        Ok(Tuple::new(row).into_value())
    });
    Ok(List::new(rows.collect::<R<Vec<Value>>>()?).into_value())
}

fn getnameinfo(cx: &Cx, a: &[Value]) -> R {
    let flags = small(cx, &a[1])?;
    let Some(parts) = a[0].get::<Tuple>().map(Tuple::items).filter(|parts| (2..=4).contains(&parts.len())) else {
        return Err(cx.type_error("getnameinfo() argument 1 must be a tuple"));
    };
    let family = if parts[0].get::<Str>().is_some_and(|host| host.bytes().contains(&b':')) { libc::AF_INET6 } else { libc::AF_INET };
    let address = address::parse(cx, family, &a[0], "getnameinfo")?;
    let (host, service) = blocking(&cx.strand, || resolve::names(&address, flags)).map_err(|error| resolve_error(cx, error))?;
    Ok(Tuple::new(vec![text(&host), text(&service)]).into_value())
}

fn gethostname(_: &Cx, _: &[Value]) -> R {
    Ok(text(&rustix::system::uname().nodename().to_string_lossy()))
}

fn gethostbyname(cx: &Cx, a: &[Value]) -> R {
    Ok(text(&address::host(cx, &a[0], libc::AF_INET)?.to_string()))
}

/// (name, aliases, addresses).
fn gethostbyname_ex(cx: &Cx, a: &[Value]) -> R {
    let ip = address::host(cx, &a[0], libc::AF_INET)?;
    let parts = vec![a[0].clone(), List::new(Vec::new()).into_value(), List::new(vec![text(&ip.to_string())]).into_value()];
    Ok(Tuple::new(parts).into_value())
}

fn gethostbyaddr(cx: &Cx, a: &[Value]) -> R {
    let family = if a[0].get::<Str>().is_some_and(|host| host.bytes().contains(&b':')) { libc::AF_INET6 } else { libc::AF_INET };
    let ip = address::host(cx, &a[0], family)?;
    let address = std::net::SocketAddr::new(ip, 0).into();
    let (host, _) = blocking(&cx.strand, || resolve::names(&address, libc::NI_NAMEREQD)).map_err(|error| resolve_error(cx, error))?;
    let parts = vec![text(&host), List::new(Vec::new()).into_value(), List::new(vec![text(&ip.to_string())]).into_value()];
    Ok(Tuple::new(parts).into_value())
}

fn getservbyname(cx: &Cx, a: &[Value]) -> R {
    let name = c_string(cx, &a[0], "getservbyname() argument 1")?;
    let protocol = if a[1].is_unset() { None } else { Some(c_string(cx, &a[1], "getservbyname() argument 2")?) };
    match resolve::service_port(&name, protocol.as_ref()) {
        Some(port) => Ok(Value::int(i64::from(port))),
        None => Err(cx.error(&OS_ERROR, "service/proto not found")),
    }
}

fn getservbyport(cx: &Cx, a: &[Value]) -> R {
    let Ok(port) = u16::try_from(protocol::index(cx, &a[0])?) else {
        return Err(cx.overflow_error("getservbyport: port must be 0-65535."));
    };
    let transport = if a[1].is_unset() { None } else { Some(c_string(cx, &a[1], "getservbyport() argument 2")?) };
    match resolve::service_name(port, transport.as_ref()) {
        Some(name) => Ok(text(&name)),
        None => Err(cx.error(&OS_ERROR, "port/proto not found")),
    }
}

fn if_nametoindex(cx: &Cx, a: &[Value]) -> R {
    let bytes = crate::native::io::path_bytes(cx, &a[0])?;
    let name = std::ffi::CString::new(bytes).map_err(|_| cx.value_error("embedded null byte"))?;
    match resolve::interface_number(&name) {
        Some(number) => Ok(Value::int(i64::from(number))),
        None => Err(cx.error(&OS_ERROR, "no interface with this name")),
    }
}

fn if_indextoname(cx: &Cx, a: &[Value]) -> R {
    let number = protocol::index(cx, &a[0])?;
    let number = u32::try_from(number).map_err(|_| cx.overflow_error("index is out of range"))?;
    resolve::interface_name(number).map(|name| text(&name)).map_err(|error| io_error(cx, &error, None))
}

fn getprotobyname(cx: &Cx, a: &[Value]) -> R {
    let known = [("ip", 0), ("icmp", 1), ("tcp", 6), ("udp", 17), ("ipv6", 41), ("ipv6-icmp", 58)];
    let name = a[0].get::<Str>().map(|name| name.to_str_lossy().into_owned()).unwrap_or_default();
    match known.iter().find(|row| row.0 == name) {
        Some((_, number)) => Ok(Value::int(*number)),
        None => Err(cx.error(&OS_ERROR, "protocol not found")),
    }
}

fn packed<'a>(cx: &Cx, value: &'a Value) -> R<std::borrow::Cow<'a, [u8]>> {
    crate::object::buffer::bytes_like(cx, value)
}

fn inet_aton(cx: &Cx, a: &[Value]) -> R {
    let name = a[0].get::<Str>().map(|name| name.to_str_lossy().into_owned()).unwrap_or_default();
    let mut parts = Vec::new();
    for part in name.split('.') {
        let number = match part.strip_prefix("0x").or(part.strip_prefix("0X")) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None if part.len() > 1 && part.starts_with('0') => u32::from_str_radix(part, 8).ok(),
            None => part.parse().ok(),
        };
        parts.push(number);
    }
    let parts: Option<Vec<u32>> = parts.into_iter().collect();
    // The last part fills what the others leave.
    let address = parts.filter(|parts| (1..=4).contains(&parts.len())).and_then(|parts| {
        let (last, heads) = parts.split_last()?;
        let left = 32 - 8 * heads.len() as u32;
        let fits = heads.iter().all(|head| *head < 256) && (left == 32 || u64::from(*last) < 1 << left);
        fits.then(|| heads.iter().enumerate().fold(*last, |sum, (index, head)| sum | head << (24 - 8 * index)))
    });
    match address {
        Some(address) => bytes::make(cx, &address.to_be_bytes()),
        None => Err(cx.error(&OS_ERROR, "illegal IP address string passed to inet_aton")),
    }
}

fn inet_ntoa(cx: &Cx, a: &[Value]) -> R {
    match <[u8; 4]>::try_from(&*packed(cx, &a[0])?) {
        Ok(address) => Ok(text(&Ipv4Addr::from(address).to_string())),
        Err(_) => Err(cx.error(&OS_ERROR, "packed IP wrong length")),
    }
}

fn inet_pton(cx: &Cx, a: &[Value]) -> R {
    let name = a[1].get::<Str>().map(|name| name.to_str_lossy().into_owned()).unwrap_or_default();
    let address = match small(cx, &a[0])? {
        libc::AF_INET => name.parse::<Ipv4Addr>().ok().map(|ip| ip.octets().to_vec()),
        libc::AF_INET6 => name.parse::<Ipv6Addr>().ok().map(|ip| ip.octets().to_vec()),
        _ => return Err(crate::object::os_error::os_error(cx, libc::EAFNOSUPPORT, None)),
    };
    match address {
        Some(address) => bytes::make(cx, &address),
        None => Err(cx.error(&OS_ERROR, "illegal IP address string passed to inet_pton")),
    }
}

fn inet_ntop(cx: &Cx, a: &[Value]) -> R {
    let address = packed(cx, &a[1])?;
    let ip = match small(cx, &a[0])? {
        libc::AF_INET => <[u8; 4]>::try_from(&*address).ok().map(IpAddr::from),
        libc::AF_INET6 => <[u8; 16]>::try_from(&*address).ok().map(IpAddr::from),
        family => return Err(cx.value_error(format!("unknown address family {family}"))),
    };
    match ip {
        Some(ip) => Ok(text(&ip.to_string())),
        None => Err(cx.value_error("invalid length of packed IP address string")),
    }
}

fn swapped(cx: &Cx, value: &Value, bits: u32, name: &str) -> R {
    let number = if bits == 16 {
        i64::from(sequence::int_argument(cx, value)?)
    } else {
        let number = number::index(cx, value)?;
        int::to_i64(&number).ok_or_else(|| cx.overflow_error("Python int too large to convert to C unsigned long"))?
    };
    if number < 0 {
        return Err(cx.overflow_error(format!("{name}: can't convert negative Python int to C {bits}-bit unsigned integer")));
    }
    if number >= 1 << bits {
        return Err(cx.overflow_error(format!("{name}: Python int too large to convert to C {bits}-bit unsigned integer")));
    }
    Ok(Value::int(if bits == 16 { i64::from((number as u16).to_be()) } else { i64::from((number as u32).to_be()) }))
}

fn close(cx: &Cx, a: &[Value]) -> R {
    fd::close(small(cx, &a[0])?).map_err(|error| io_error(cx, &error, None))?;
    Ok(Value::NONE)
}

fn dup(cx: &Cx, a: &[Value]) -> R {
    let copy = fd::dup(small(cx, &a[0])?).map_err(|error| io_error(cx, &error, None))?;
    Ok(Value::int(i64::from(copy)))
}

fn set_default_limit(cx: &Cx, a: &[Value]) -> R {
    let nanos = limit(cx, &a[0])?;
    cx.interp.extension::<DefaultLimit>().0.store(nanos, Relaxed);
    Ok(Value::NONE)
}

/// (number, name) of every network interface.
fn if_nameindex(cx: &Cx, _: &[Value]) -> R {
    let entries = std::fs::read_dir("/sys/class/net").map_err(|error| io_error(cx, &error, None))?;
    let mut rows = Vec::new();
    for entry in entries.flatten() {
        let number = std::fs::read_to_string(entry.path().join("ifindex")).ok().and_then(|number| number.trim().parse::<i64>().ok());
        if let Some(number) = number {
            rows.push((number, entry.file_name().to_string_lossy().into_owned()));
        }
    }
    rows.sort();
    let rows = rows.into_iter().map(|(number, name)| Tuple::new(vec![Value::int(number), text(&name)]).into_value());
    Ok(List::new(rows.collect()).into_value())
}

pub(super) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("_socketpair(family=None, type=1, proto=0, /)", socketpair),
    NativeDef::new("getaddrinfo(host, port, family=0, type=0, proto=0, flags=0)", getaddrinfo),
    NativeDef::new("getnameinfo(sockaddr, flags, /)", getnameinfo),
    NativeDef::new("gethostname()", gethostname),
    NativeDef::new("gethostbyname(host, /)", gethostbyname),
    NativeDef::new("gethostbyname_ex(host, /)", gethostbyname_ex),
    NativeDef::new("gethostbyaddr(host, /)", gethostbyaddr),
    NativeDef::new("getservbyname(servicename, protocolname=?, /)", getservbyname),
    NativeDef::new("getservbyport(port, protocolname=?, /)", getservbyport),
    NativeDef::new("if_nametoindex(oname, /)", if_nametoindex),
    NativeDef::new("if_indextoname(index, /)", if_indextoname),
    NativeDef::new("getprotobyname(name, /)", getprotobyname),
    NativeDef::new("inet_aton(ip_addr, /)", inet_aton),
    NativeDef::new("inet_ntoa(packed_ip, /)", inet_ntoa),
    NativeDef::new("inet_pton(address_family, ip_string, /)", inet_pton),
    NativeDef::new("inet_ntop(address_family, packed_ip, /)", inet_ntop),
    NativeDef::new("htons(x, /)", |cx, a| swapped(cx, &a[0], 16, "htons")),
    NativeDef::new("ntohs(x, /)", |cx, a| swapped(cx, &a[0], 16, "ntohs")),
    NativeDef::new("htonl(x, /)", |cx, a| swapped(cx, &a[0], 32, "htonl")),
    NativeDef::new("ntohl(x, /)", |cx, a| swapped(cx, &a[0], 32, "ntohl")),
    NativeDef::new("close(fd, /)", close),
    NativeDef::new("dup(fd, /)", dup),
    NativeDef::new("getdefaulttimeout()", |cx, _| Ok(shown_limit(cx.interp.extension::<DefaultLimit>().0.load(Relaxed)))),
    NativeDef::new("setdefaulttimeout(timeout, /)", set_default_limit),
    NativeDef::new("if_nameindex()", if_nameindex),
];
