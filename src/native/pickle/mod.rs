//! Module `_pickle`: objects to bytes and back, in CPython's pickle format. `pickle` is the public face.

mod load;
mod load_objects;
mod names;
mod ops;
mod pickler;
mod save;
mod save_objects;

use crate::object::cx::Cx;
use crate::object::exception::EXCEPTION;
use crate::object::kinds::Kind;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::str::Str;
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Value};

macro_rules! errors {
    ($( $static:ident $name:literal $base:expr; )*) => {
        $( pub(super) static $static: Type = {
            static DEF: TypeDef = TypeDef {
                name: $name,
                module: "_pickle",
                base: Some($base),
                kind: Kind::Exception,
                subclassable: true,
                ..TypeDef::EMPTY
            };
            Type::from_def(&DEF)
        }; )*
    };
}

errors! {
    PICKLE_ERROR "PickleError" &EXCEPTION;
    PICKLING_ERROR "PicklingError" &PICKLE_ERROR;
    UNPICKLING_ERROR "UnpicklingError" &PICKLE_ERROR;
}

/// For `_compat_pickle`: which names moved since Python 2.
fn moved(_: &Cx, _: &[Value]) -> R {
    let text = |text: &str| Str::from_str(text).into_value();
    let row = |row: &(&str, &str, &str, &str)| Tuple::new(vec![text(row.0), text(row.1), text(row.2), text(row.3)]).into_value();
    Ok(Tuple::new(ops::MOVED.iter().map(row).collect()).into_value())
}

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("_moved()", moved),
    NativeDef::raw("dumps(obj, protocol=None, *, fix_imports=True, buffer_callback=None)", pickler::dumps),
    NativeDef::new("dump(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None)", |cx, a| pickler::dump(cx, &a[..4])),
    NativeDef::new("loads(data, /, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())", pickler::loads),
    NativeDef::new("load(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())", pickler::load),
];

/// Fills the namespace of `_pickle`.
pub(super) fn fill(_: &Cx, module: &Module) -> R<()> {
    for ty in [&PICKLE_ERROR, &PICKLING_ERROR, &UNPICKLING_ERROR, &pickler::PICKLER, &pickler::UNPICKLER] {
        module.add_type(ty);
    }
    module.add_functions(FUNCTIONS);
    Ok(())
}
