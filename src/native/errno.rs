//! Module `errno`: the numbers of system errors by name.

use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::module::Module;
use crate::object::str::Name;
use crate::object::value::{R, Value};

macro_rules! numbers {
    ($($name:ident)*) => { &[$((stringify!($name), libc::$name)),*] };
}

const NUMBERS: &[(&str, i32)] = numbers!(
    EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EAGAIN ENOMEM EACCES EFAULT ENOTBLK EBUSY EEXIST EXDEV ENODEV ENOTDIR
    EISDIR EINVAL ENFILE EMFILE ENOTTY ETXTBSY EFBIG ENOSPC ESPIPE EROFS EMLINK EPIPE EDOM ERANGE EDEADLK ENAMETOOLONG ENOLCK ENOSYS
    ENOTEMPTY ELOOP EWOULDBLOCK ENOMSG EIDRM EOVERFLOW EILSEQ EUSERS ENOTSOCK EDESTADDRREQ EMSGSIZE EPROTOTYPE ENOPROTOOPT
    EPROTONOSUPPORT ESOCKTNOSUPPORT EOPNOTSUPP ENOTSUP EPFNOSUPPORT EAFNOSUPPORT EADDRINUSE EADDRNOTAVAIL ENETDOWN ENETUNREACH ENETRESET
    ECONNABORTED ECONNRESET ENOBUFS EISCONN ENOTCONN ESHUTDOWN ETOOMANYREFS ETIMEDOUT ECONNREFUSED EHOSTDOWN EHOSTUNREACH EALREADY
    EINPROGRESS ESTALE EDQUOT ECANCELED EOWNERDEAD ENOTRECOVERABLE EPROTO EBADMSG EMULTIHOP ENOLINK ENOSTR ENODATA ETIME ENOSR
);

pub(super) fn fill(cx: &Cx, module: &Module) -> R<()> {
    let codes = Dict::new();
    for (name, number) in NUMBERS {
        module.set(name, Value::int(i64::from(*number)));
        // Of two names for one number the table has the commoner.
        if !matches!(*name, "EWOULDBLOCK" | "ENOTSUP") {
            codes.set(cx, Value::int(i64::from(*number)), Name::new(name).value())?;
        }
    }
    module.set("errorcode", codes.into_value());
    Ok(())
}
