//! Module `_csv`: tables as text, both ways, as CPython's Modules/_csv.c has it. Readers of rows by names, and what guesses dialects, are in `csv`.

mod dialect;
mod reader;
mod registry;
mod writer;

use crate::object::args::Args;
use crate::object::cx::Cx;
use crate::object::exception::EXCEPTION;
use crate::object::kinds::Kind;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{Object, R, Raised, Value};
use dialect::{DIALECT, Quoting};
use reader::READER;
use writer::WRITER;

static ERROR_DEF: TypeDef =
    TypeDef { name: "Error", module: "_csv", base: Some(&EXCEPTION), kind: Kind::Exception, subclassable: true, ..TypeDef::EMPTY };
static ERROR: Type = Type::from_def(&ERROR_DEF);

#[cold]
fn error(cx: &Cx, message: impl AsRef<str>) -> Raised {
    cx.error(&ERROR, message)
}

/// The first argument of the functions that take it, perhaps a dialect, and by name what is different from that.
fn first<'a>(cx: &Cx, args: Args<'a>) -> R<&'a Value> {
    match args.pos() {
        [] => Err(cx.type_error(" expected at least 1 argument, got 0")),
        [first] | [first, _] => Ok(first),
        more => Err(cx.type_error(format!(" expected at most 2 arguments, got {}", more.len()))),
    }
}

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::raw("reader(iterable, /, dialect=?, **fmtparams)", reader::make).doc("The rows of a table, from pieces of its text."),
    NativeDef::raw("writer(fileobj, /, dialect=?, **fmtparams)", writer::make).doc("What writes rows to a file."),
    NativeDef::raw("register_dialect(name, /, dialect=?, **fmtparams)", registry::register).doc("Names a dialect."),
    NativeDef::new("unregister_dialect(name)", registry::unregister).doc("Forgets the name of a dialect."),
    NativeDef::new("get_dialect(name)", |cx, a| registry::find(cx, &a[0])).doc("The dialect that has a name."),
    NativeDef::new("_csv.list_dialects()", registry::names).doc("The names of all dialects."),
    NativeDef::new("field_size_limit(new_limit=?)", registry::limit).doc("The most characters a field may have; sets it if given."),
];

/// Fills the namespace of `_csv`.
pub(super) fn fill(cx: &Cx, module: &Module) -> R<()> {
    for ty in [&DIALECT, &ERROR] {
        module.add_type(ty);
    }
    for (name, ty) in [("Reader", &READER), ("Writer", &WRITER)] {
        ty.make_ready();
        module.set(name, ty.value());
    }
    for quoting in Quoting::ALL {
        module.set(quoting.name(), Value::int(quoting as i64));
    }
    module.set("_dialects", registry::dict(cx));
    module.add_functions(FUNCTIONS);
    Ok(())
}
