//! Module `_socket`: sockets and the resolver. `socket` is the public face.

mod address;
mod constants;
mod functions;
mod messages;
mod object;

pub(super) use address::{c_string, resolve_error};

use crate::object::cx::Cx;
use crate::object::module::Module;
use crate::object::value::{Object, R, Value};

/// Fills the namespace of `_socket`.
pub(super) fn fill(_: &Cx, module: &Module) -> R<()> {
    for ty in [&object::SOCKET, &address::GAI_ERROR, &address::HOST_ERROR] {
        module.add_type(ty);
    }
    module.set("SocketType", object::SOCKET.value());
    module.set("error", crate::object::exceptions::OS_ERROR.value());
    module.set("timeout", crate::object::exception::TIMEOUT_ERROR.value());
    module.set("has_ipv6", Value::TRUE);
    module.add_functions(functions::FUNCTIONS);
    module.add_functions(messages::FUNCTIONS);
    for (name, value) in constants::CONSTANTS {
        module.set(name, Value::int(i64::from(*value)));
    }
    Ok(())
}
