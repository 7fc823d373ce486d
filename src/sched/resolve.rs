//! Names of hosts and services to addresses and back, by the system's resolver. Knows no sockets; callers run it in a blocking section.

use socket2::{SockAddr, SockAddrStorage};
use std::ffi::{CStr, CString};

/// What the resolver says of a name.
pub(crate) struct Found {
    pub(crate) family: i32,
    pub(crate) kind: i32,
    pub(crate) protocol: i32,
    pub(crate) canonical: String,
    pub(crate) address: SockAddr,
}

/// The resolver's error: its number and text. `System` errors are in `errno`.
#[derive(Debug)]
pub(crate) enum ResolveError {
    Resolver(i32, String),
    System(std::io::Error),
}

fn error(code: i32) -> ResolveError {
    if code == libc::EAI_SYSTEM {
        return ResolveError::System(std::io::Error::last_os_error());
    }
    // SAFETY: the text is static and ends with a zero byte.
    let text = unsafe { CStr::from_ptr(libc::gai_strerror(code)) };
    ResolveError::Resolver(code, text.to_string_lossy().into_owned())
}

/// What is looked for.
#[derive(Clone, Copy, Default)]
pub(crate) struct Hints {
    pub(crate) family: i32,
    pub(crate) kind: i32,
    pub(crate) protocol: i32,
    pub(crate) flags: i32,
}

pub(crate) fn addresses(host: Option<&CString>, service: Option<&CString>, hints: Hints) -> Result<Vec<Found>, ResolveError> {
    let mut found = Vec::new();
    // SAFETY: all-zero is a valid addrinfo for hints; the strings end with zero bytes; the list is freed once, after its last use, and
    // each entry's address is valid for its length.
    unsafe {
        let mut wanted: libc::addrinfo = std::mem::zeroed();
        wanted.ai_family = hints.family;
        wanted.ai_socktype = hints.kind;
        wanted.ai_protocol = hints.protocol;
        wanted.ai_flags = hints.flags;
        let mut list: *mut libc::addrinfo = std::ptr::null_mut();
        let text = |text: Option<&CString>| text.map_or(std::ptr::null(), |text| text.as_ptr());
        let code = libc::getaddrinfo(text(host), text(service), &raw const wanted, &raw mut list);
        if code != 0 {
            return Err(error(code));
        }
        let mut entry = list;
        while let Some(info) = entry.as_ref() {
            let mut storage = SockAddrStorage::zeroed();
            let len = (info.ai_addrlen).min(storage.size_of());
            let place: *mut u8 = std::ptr::from_mut(storage.view_as::<libc::sockaddr_storage>()).cast();
            std::ptr::copy_nonoverlapping(info.ai_addr.cast::<u8>(), place, len as usize);
            let canonical =
                if info.ai_canonname.is_null() { String::new() } else { CStr::from_ptr(info.ai_canonname).to_string_lossy().into_owned() };
            found.push(Found {
                family: info.ai_family,
                kind: info.ai_socktype,
                protocol: info.ai_protocol,
                canonical,
                address: SockAddr::new(storage, len),
            });
            entry = info.ai_next;
        }
        libc::freeaddrinfo(list);
    }
    Ok(found)
}

/// Host and service of an address.
pub(crate) fn names(address: &SockAddr, flags: i32) -> Result<(String, String), ResolveError> {
    let (mut host, mut service) = ([0u8; 1025], [0u8; 32]);
    // SAFETY: the address is valid for its length, the buffers for theirs.
    let code = unsafe {
        libc::getnameinfo(
            address.as_ptr().cast(),
            address.len(),
            host.as_mut_ptr().cast(),
            host.len() as libc::socklen_t,
            service.as_mut_ptr().cast(),
            service.len() as libc::socklen_t,
            flags,
        )
    };
    if code != 0 {
        return Err(error(code));
    }
    let text = |bytes: &[u8]| CStr::from_bytes_until_nul(bytes).map_or_else(|_| String::new(), |text| text.to_string_lossy().into_owned());
    Ok((text(&host), text(&service)))
}

/// Held while the system's table of services is asked, which keeps its answer in one place.
static ONE_AT_A_TIME: super::sync::Mutex<()> = super::sync::Mutex::new(());

/// The port of a service by name.
pub(crate) fn service_port(name: &CString, protocol: Option<&CString>) -> Option<u16> {
    let _guard = ONE_AT_A_TIME.lock();
    // SAFETY: the strings end with zero bytes; the result is read before the next call, which the lock keeps away.
    unsafe {
        let entry = libc::getservbyname(name.as_ptr(), protocol.map_or(std::ptr::null(), |protocol| protocol.as_ptr()));
        entry.as_ref().map(|entry| u16::from_be(entry.s_port as u16))
    }
}

/// The name of the service at a port.
pub(crate) fn service_name(port: u16, protocol: Option<&CString>) -> Option<String> {
    let _guard = ONE_AT_A_TIME.lock();
    // SAFETY: the string ends with a zero byte, as does the name; the result is read before the next call, which the lock keeps away.
    unsafe {
        let entry = libc::getservbyport(port.to_be().into(), protocol.map_or(std::ptr::null(), |protocol| protocol.as_ptr()));
        entry.as_ref().map(|entry| CStr::from_ptr(entry.s_name).to_string_lossy().into_owned())
    }
}

/// The number of a network interface by name.
pub(crate) fn interface_number(name: &CString) -> Option<u32> {
    // SAFETY: the string ends with a zero byte.
    let number = unsafe { libc::if_nametoindex(name.as_ptr()) };
    (number != 0).then_some(number)
}

/// The name of a network interface by number.
pub(crate) fn interface_name(number: u32) -> std::io::Result<String> {
    let mut name = [0u8; libc::IF_NAMESIZE];
    // SAFETY: the buffer has the length that the longest name needs.
    let found = unsafe { libc::if_indextoname(number, name.as_mut_ptr().cast()) };
    if found.is_null() {
        return Err(std::io::Error::last_os_error());
    }
    Ok(CStr::from_bytes_until_nul(&name).map_or_else(|_| String::new(), |name| name.to_string_lossy().into_owned()))
}
