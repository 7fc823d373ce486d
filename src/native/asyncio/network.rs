//! Functions over stream sockets that the shell makes connections and servers of. Addresses are tuples or paths, as `socket` has them.

use crate::native::socket;
use crate::object::cx::Cx;
use crate::object::list::List;
use crate::object::native::NativeDef;
use crate::object::os_error;
use crate::object::protocol;
use crate::object::str::Str;
use crate::object::tuple::Tuple;
use crate::object::value::{R, Value};
use crate::sched::blocking::blocking;
use crate::sched::fd;
use crate::sched::net::{self, Address, ListenOptions};
use crate::sched::resolve::{self, Hints};
use std::io;
use std::net::{IpAddr, SocketAddr, SocketAddrV6};
use std::path::PathBuf;

fn checked<T>(cx: &Cx, result: io::Result<T>) -> R<T> {
    result.map_err(|error| os_error::io_error(cx, &error, None))
}

fn fd_of(cx: &Cx, value: &Value) -> R<i32> {
    i32::try_from(protocol::index(cx, value)?).map_err(|_| cx.value_error("invalid file descriptor"))
}

fn text(text: &str) -> Value {
    Str::from_str(text).into_value()
}

/// An address as scripts see it.
fn to_value(address: &Address) -> Value {
    match address {
        Address::Unix(path) => text(&path.as_ref().map_or_else(String::new, |path| path.to_string_lossy().into_owned())),
        Address::Ip(SocketAddr::V4(v4)) => Tuple::new(vec![text(&v4.ip().to_string()), Value::int(v4.port().into())]).into_value(),
        Address::Ip(SocketAddr::V6(v6)) => {
            let numbers = [i64::from(v6.port()), i64::from(v6.flowinfo()), i64::from(v6.scope_id())];
            let mut items = vec![text(&v6.ip().to_string())];
            items.extend(numbers.map(Value::int));
            Tuple::new(items).into_value()
        }
    }
}

/// The address a script means: `(numeric host, port, ...)` or a path. Errors: ValueError, TypeError.
fn from_value(cx: &Cx, value: &Value) -> R<Address> {
    if let Some(path) = value.get::<Str>() {
        return Ok(Address::Unix(Some(PathBuf::from(path.to_str_lossy().into_owned()))));
    }
    let items = value.get::<Tuple>().map(Tuple::items).unwrap_or_default();
    let [host, port, rest @ ..] = items else {
        return Err(cx.type_error("an address is a pair of host and port, or a path"));
    };
    let host = host.get::<Str>().map(|host| host.to_str_lossy().into_owned()).unwrap_or_default();
    let port = u16::try_from(protocol::index(cx, port)?).map_err(|_| cx.overflow_error("port must be 0-65535."))?;
    let ip: IpAddr = host.parse().map_err(|_| cx.value_error(format!("not a numeric address: '{host}'")))?;
    let number = |index: usize| rest.get(index).and_then(Value::as_int).and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
    Ok(Address::Ip(match ip {
        IpAddr::V4(ip) => SocketAddr::from((ip, port)),
        IpAddr::V6(ip) => SocketAddr::V6(SocketAddrV6::new(ip, port, number(0), number(1))),
    }))
}

fn connect(cx: &Cx, a: &[Value]) -> R {
    let address = from_value(cx, &a[0])?;
    let from = if a[1].is_none() { None } else { Some(from_value(cx, &a[1])?) };
    let (fd, is_done) = checked(cx, net::connect(&address, from.as_ref()))?;
    net::set_no_delay(fd);
    Ok(Tuple::new(vec![Value::int(fd.into()), Value::bool(is_done)]).into_value())
}

fn connected(cx: &Cx, a: &[Value]) -> R {
    let fd = fd_of(cx, &a[0])?;
    checked(cx, net::take_error(fd))?;
    Ok(Value::NONE)
}

fn listen(cx: &Cx, a: &[Value]) -> R {
    let address = from_value(cx, &a[0])?;
    let options = ListenOptions {
        backlog: i32::try_from(protocol::index(cx, &a[1])?).unwrap_or(i32::MAX),
        reuse_address: protocol::truth(cx, &a[2])?,
        reuse_port: protocol::truth(cx, &a[3])?,
    };
    Ok(Value::int(checked(cx, net::listen(&address, options))?.into()))
}

fn accept(cx: &Cx, a: &[Value]) -> R {
    let fd = fd_of(cx, &a[0])?;
    match checked(cx, net::accept(fd))? {
        None => Ok(Value::NONE),
        Some((fd, address)) => {
            net::set_no_delay(fd);
            Ok(Tuple::new(vec![Value::int(fd.into()), to_value(&address)]).into_value())
        }
    }
}

fn own_name(cx: &Cx, a: &[Value]) -> R {
    let fd = fd_of(cx, &a[0])?;
    checked(cx, net::local_address(fd)).map(|address| to_value(&address))
}

fn peer_name(cx: &Cx, a: &[Value]) -> R {
    let fd = fd_of(cx, &a[0])?;
    checked(cx, net::peer_address(fd)).map(|address| to_value(&address))
}

/// Addresses of a host: numeric ones at once, names by asking the system, which may take its time.
fn resolve_host(cx: &Cx, a: &[Value]) -> R {
    let port = u16::try_from(protocol::index(cx, &a[1])?).map_err(|_| cx.overflow_error("port must be 0-65535."))?;
    let Some(host) = a[0].get::<Str>().map(|host| host.to_str_lossy().into_owned()) else {
        return Err(cx.type_error("host name must be a str"));
    };
    let found: Vec<SocketAddr> = match host.parse::<IpAddr>() {
        Ok(ip) => vec![SocketAddr::from((ip, port))],
        Err(_) if !protocol::truth(cx, &a[2])? => return Ok(Value::NONE),
        Err(_) => {
            let name = socket::c_string(cx, &a[0], "getaddrinfo() argument 1")?;
            let hints = Hints { kind: libc::SOCK_STREAM, ..Hints::default() };
            let found = blocking(&cx.strand, || resolve::addresses(Some(&name), None, hints));
            let found = found.map_err(|error| socket::resolve_error(cx, error))?;
            let with_port = |mut address: SocketAddr| {
                address.set_port(port);
                address
            };
            found.iter().filter_map(|found| found.address.as_socket()).map(with_port).collect()
        }
    };
    Ok(List::new(found.into_iter().map(|address| to_value(&Address::Ip(address))).collect()).into_value())
}

fn close(cx: &Cx, a: &[Value]) -> R {
    let fd = fd_of(cx, &a[0])?;
    checked(cx, fd::close(fd))?;
    Ok(Value::NONE)
}

fn pair(cx: &Cx, _: &[Value]) -> R {
    let (a, b) = checked(cx, net::pair())?;
    Ok(Tuple::new(vec![Value::int(a.into()), Value::int(b.into())]).into_value())
}

fn set_blocking(cx: &Cx, a: &[Value]) -> R {
    let fd = fd_of(cx, &a[0])?;
    let on = protocol::truth(cx, &a[1])?;
    checked(cx, fd::set_blocking(fd, on))?;
    Ok(Value::NONE)
}

pub(super) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("_net_connect(address, local=None)", connect),
    NativeDef::new("_net_connected(fd)", connected),
    NativeDef::new("_net_listen(address, backlog, reuse_address, reuse_port)", listen),
    NativeDef::new("_net_accept(fd)", accept),
    NativeDef::new("_net_name(fd)", own_name),
    NativeDef::new("_net_peer(fd)", peer_name),
    NativeDef::new("_net_resolve(host, port, may_wait)", resolve_host),
    NativeDef::new("_net_close(fd)", close),
    NativeDef::new("_net_pair()", pair),
    NativeDef::new("_net_set_blocking(fd, on)", set_blocking),
    NativeDef::new("_nothing()", super::stream_reader::nothing),
];
