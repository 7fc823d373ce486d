//! `exec`, `eval`, `compile`, `globals`, `locals`, `vars`, `dir`, `__import__`: builtins that look at the frame that calls them.

use crate::exec::functions::run_code;
use crate::exec::run::{Wishes, compile_as};
use crate::exec::variables::cell_value;
use crate::object::attr;
use crate::object::buffer;
use crate::object::cell::Cell;
use crate::object::code::{Code, code_flag};
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::function::Function;
use crate::object::list::List;
use crate::object::native::NativeDef;
use crate::object::stack::Fp;
use crate::object::str::{Name, Str};
use crate::object::tuple::Tuple;
use crate::object::ty::type_of;
use crate::object::value::{Object, R, Ref, Value};
use crate::tree::lower::{Mode, Optimize};

pub(super) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("globals()", globals).doc("Return the dictionary containing the current scope's global variables."),
    NativeDef::new("locals()", locals).doc("Return a dictionary containing the current scope's local variables."),
    NativeDef::new("vars(object=?, /)", vars).doc("Return the __dict__ attribute of the object, or the local variables."),
    NativeDef::new("dir(object=?, /)", dir).doc("Return an alphabetized list of names comprising (some of) the attributes of the object."),
    NativeDef::new("exec(source, /, globals=None, locals=None, *, closure=None)", exec)
        .doc("Execute the given source in the context of globals and locals."),
    NativeDef::new("eval(source, /, globals=None, locals=None)", eval)
        .doc("Evaluate the given source in the context of globals and locals."),
    NativeDef::new("compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)", compile)
        .doc("Compile source into a code object that can be executed by exec() or eval()."),
    NativeDef::new("__import__(name, globals=None, locals=None, fromlist=(), level=0)", import).doc("Import a module."),
];

fn frame(cx: &Cx) -> R<Fp> {
    cx.frame().ok_or_else(|| cx.error(&crate::object::exception::SYSTEM_ERROR, "frame does not exist"))
}

fn globals(cx: &Cx, _: &[Value]) -> R {
    Ok(frame(cx)?.globals().value())
}

/// The local variables of a frame: its namespace if it has one, else a fresh dict (PEP 667).
pub(crate) fn frame_locals(fp: Fp) -> Value {
    if let Some(names) = fp.names() {
        return names.clone();
    }
    let info = &fp.code().info;
    if info.flags & code_flag::OPTIMIZED == 0 {
        return fp.globals().value();
    }
    let dict = Dict::new();
    for (slot, name) in info.varnames.iter().enumerate() {
        if name.bytes().is_empty() || name.bytes().first() == Some(&b'.') {
            continue;
        }
        let value = fp.local(slot as u32);
        let value = if info.cells.contains(&(slot as u32)) { cell_value(value) } else { value.clone() };
        if !value.is_unset() {
            dict.set_name(*name, value);
        }
    }
    for (index, name) in info.freevars.iter().enumerate() {
        let value = cell_value(fp.closure(index as u32));
        if !value.is_unset() {
            dict.set_name(*name, value);
        }
    }
    dict.into_value()
}

fn locals(cx: &Cx, _: &[Value]) -> R {
    Ok(frame_locals(frame(cx)?))
}

fn vars(cx: &Cx, a: &[Value]) -> R {
    if a[0].is_unset() {
        return locals(cx, a);
    }
    match attr::lookup_optional(cx, &a[0], Name::new("__dict__"))? {
        Some(dict) => Ok(dict),
        None => Err(cx.type_error("vars() argument must have __dict__ attribute")),
    }
}

fn dir(cx: &Cx, a: &[Value]) -> R {
    let names = if a[0].is_unset() {
        crate::object::iter::collect(cx, &locals(cx, a)?)?
    } else {
        match attr::call_special(cx, &a[0], Name::new("__dir__"), &[])? {
            Some(names) => crate::object::iter::collect(cx, &names)?,
            None => return Err(cx.type_error("object does not provide __dir__")),
        }
    };
    let list = List::new(names).into_value();
    crate::object::call::call_method(cx, &list, Name::new("sort"), &[])?;
    Ok(list)
}

/// Where code is to run.
struct Scope {
    globals: Ref<Dict>,
    locals: Option<Value>,
}

impl Scope {
    /// How text is compiled that runs here.
    fn wishes(&self, cx: &Cx) -> Wishes {
        Wishes { namespace: self.locals.is_some(), at_run_time: true, text_annotations: has_text_annotations(cx), ..Wishes::default() }
    }
}

fn scope(cx: &Cx, globals: &Value, locals: &Value, what: &str) -> R<Scope> {
    let fp = frame(cx)?;
    if globals.is_none() {
        let own = fp.globals().value().get_ref::<Dict>().expect("globals are a dict");
        let locals = if locals.is_none() { frame_locals(fp) } else { locals.clone() };
        let same = locals.is(own.as_value());
        return Ok(Scope { globals: own, locals: (!same).then_some(locals) });
    }
    let Some(dict) = globals.get_ref::<Dict>() else {
        let message = if what == "eval" && type_of(globals).slots().getitem.is_some() {
            "globals must be a real dict; try eval(expr, {}, mapping)".to_string()
        } else if what == "eval" {
            "globals must be a dict".to_string()
        } else {
            format!("{what}() globals must be a dict, not {}", type_of(globals).message_name())
        };
        return Err(cx.type_error(message));
    };
    if !locals.is_none() && type_of(locals).slots().getitem.is_none() {
        return Err(cx.type_error(match what {
            "eval" => "locals must be a mapping".to_string(),
            _ => format!("locals must be a mapping or None, not {}", type_of(locals).message_name()),
        }));
    }
    let builtins = Name::new("__builtins__");
    if dict.get_name(builtins).is_none() {
        dict.set_name(builtins, cx.interp.builtins().as_value().clone());
    }
    let separate = !locals.is_none() && !locals.is(globals);
    Ok(Scope { globals: dict, locals: separate.then(|| locals.clone()) })
}

/// Source given as text or bytes.
fn source_text(cx: &Cx, source: &Value, what: &str, file: &str) -> R<String> {
    if let Some(text) = source.get::<Str>() {
        if text.bytes().contains(&0) {
            return Err(cx.error(&crate::object::exceptions::SYNTAX_ERROR, "source code string cannot contain null bytes"));
        }
        return match text.as_str() {
            Some(text) => Ok(text.to_string()),
            None => Err(cx.error(&crate::object::exception::UNICODE_ERROR, "surrogates not allowed")),
        };
    }
    match buffer::view(source) {
        Some(bytes) => crate::native::importer::source_text(cx, &bytes, file),
        None => Err(cx.type_error(format!("{what}() arg 1 must be a string, bytes or code object"))),
    }
}

/// Whether the code that calls has asked for annotations that are texts.
fn has_text_annotations(cx: &Cx) -> bool {
    cx.frame().is_some_and(|fp| fp.code().info.flags & code_flag::FUTURE_ANNOTATIONS != 0)
}

/// `closure`: the cells of the code's free variables, or None.
fn run(cx: &Cx, code: &Ref<Code>, scope: &Scope, closure: &Value) -> R {
    run_code(cx, code, &scope.globals, scope.locals.as_ref(), closure)
}

/// Runs a code object that a script gives.
fn run_given(cx: &Cx, code: &Ref<Code>, scope: &Scope, closure: &Value) -> R {
    if !code.has(code_flag::OPTIMIZED) {
        return run(cx, code, scope, closure);
    }
    // A function's: it has locals of its own, and its parameters want arguments.
    let function = Function::new(code.clone(), scope.globals.clone(), Value::NONE, Value::NONE, closure.clone());
    // Errors name it as if it had been defined where it runs.
    attr::setattr(cx, function.as_value(), Name::new("__qualname__"), code.info.name.value())?;
    crate::object::call::call_pos(cx, function.as_value(), &[])
}

/// Errors: TypeError, unless `closure` has a cell for each free variable of the code.
fn check_closure(cx: &Cx, code: &Code, closure: &Value) -> R<()> {
    let count = code.info.freevars.len();
    if count == 0 {
        return if closure.is_none() { Ok(()) } else { Err(cx.type_error("cannot use a closure with this code object")) };
    }
    let cells = closure.get_exact::<Tuple>().map(Tuple::items);
    if cells.is_some_and(|cells| cells.len() == count && cells.iter().all(|cell| cell.get::<Cell>().is_some())) {
        return Ok(());
    }
    Err(cx.type_error(format!("code object requires a closure of exactly length {count}")))
}

fn exec(cx: &Cx, a: &[Value]) -> R {
    let scope = scope(cx, &a[1], &a[2], "exec")?;
    let code = match a[0].get_ref::<Code>() {
        Some(code) => {
            check_closure(cx, &code, &a[3])?;
            return run_given(cx, &code, &scope, &a[3]).map(|_| Value::NONE);
        }
        None => {
            if !a[3].is_none() {
                return Err(cx.type_error("closure can only be used when source is a code object"));
            }
            let text = source_text(cx, &a[0], "exec", "<string>")?;
            compile_as(cx, &text, "<string>", Mode::Exec, scope.wishes(cx))?
        }
    };
    run(cx, &code, &scope, &Value::NONE).map(|_| Value::NONE)
}

fn eval(cx: &Cx, a: &[Value]) -> R {
    let scope = scope(cx, &a[1], &a[2], "eval")?;
    let code = match a[0].get_ref::<Code>() {
        Some(code) if !code.info.freevars.is_empty() => {
            return Err(cx.type_error("code object passed to eval() may not contain free variables"));
        }
        Some(code) => return run_given(cx, &code, &scope, &Value::NONE),
        None => {
            let text = source_text(cx, &a[0], "eval", "<string>")?;
            compile_as(cx, text.trim_start_matches([' ', '\t']), "<string>", Mode::Eval, scope.wishes(cx))?
        }
    };
    run(cx, &code, &scope, &Value::NONE)
}

fn compile(cx: &Cx, a: &[Value]) -> R {
    let file = match a[1].get::<Str>() {
        Some(file) => file.to_str_lossy().into_owned(),
        None => match buffer::view(&a[1]) {
            Some(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            None => {
                return Err(cx.type_error(format!("expected str, bytes or os.PathLike object, not {}", type_of(&a[1]).message_name())));
            }
        },
    };
    let mode = match a[2].get::<Str>().map(Str::bytes) {
        Some(b"exec") => Mode::Exec,
        Some(b"eval") => Mode::Eval,
        Some(b"single") => Mode::Single,
        Some(_) => return Err(cx.value_error("compile() mode must be 'exec', 'eval' or 'single'")),
        None => return Err(cx.type_error(format!("compile() argument 'mode' must be str, not {}", type_of(&a[2]).message_name()))),
    };
    if let Some(code) = a[0].get_ref::<Code>() {
        return Ok(code.into_value());
    }
    const ONLY_AST: i64 = 0x400;
    const TOP_LEVEL_AWAIT: i64 = 0x2000;
    let flags = crate::object::protocol::index(cx, &a[3])?;
    // Those of `__future__`, and CPython's PyCF_*.
    const KNOWN: i64 = 0x1fe_0000 | 0x10 | 0xf600;
    if flags & !KNOWN != 0 {
        return Err(cx.value_error("compile(): unrecognised flags"));
    }
    let inherits = !crate::object::protocol::truth(cx, &a[4])? && has_text_annotations(cx);
    let text_annotations = inherits || flags & i64::from(code_flag::FUTURE_ANNOTATIONS) != 0;
    let optimize = match crate::object::protocol::index(cx, &a[5])? {
        -1 => None,
        level @ 0..=2 => Some(Optimize::of_level(level as u32)),
        _ => return Err(cx.value_error("compile(): invalid optimize value")),
    };
    // Whether the code gets a namespace of its own is only known when it runs: names are looked up where it says then.
    let wishes = Wishes { namespace: true, at_run_time: true, text_annotations, awaiting: flags & TOP_LEVEL_AWAIT != 0, optimize };
    if crate::object::attr::lookup_optional(cx, &a[0], Name::new("_fields"))?.is_some() {
        if flags & ONLY_AST != 0 {
            return Ok(a[0].clone());
        }
        let ast = crate::native::importer::import_full(cx, "ast")?;
        let text = crate::object::call::call_method(cx, &ast, Name::new("_source_of"), &[a[0].clone(), a[2].clone()])?;
        let text = source_text(cx, &text, "compile", &file)?;
        return compile_as(cx, &text, &file, mode, wishes).map(Ref::into_value);
    }
    let text = source_text(cx, &a[0], "compile", &file)?;
    if flags & ONLY_AST != 0 {
        let mode = a[2].get::<Str>().map_or_else(String::new, |mode| mode.to_str_lossy().into_owned());
        let raw = crate::exec::tree_export::export(cx, &text, &file, &mode)?;
        let ast = crate::native::importer::import_full(cx, "ast")?;
        return crate::object::call::call_method(cx, &ast, Name::new("_build"), &[raw]);
    }
    const ALLOW_INCOMPLETE: i64 = 0x4000;
    if flags & ALLOW_INCOMPLETE != 0 && crate::exec::run::is_incomplete(&text) {
        return Err(cx.error(&crate::object::exceptions::SYNTAX_ERROR, "incomplete input"));
    }
    compile_as(cx, &text, &file, mode, wishes).map(Ref::into_value)
}

fn import(cx: &Cx, a: &[Value]) -> R {
    let Some(name) = a[0].get::<Str>() else {
        return Err(cx.type_error("module name must be a string"));
    };
    let level = crate::object::protocol::index(cx, &a[4])?;
    if level < 0 {
        return Err(cx.value_error("level must be >= 0"));
    }
    let empty = Dict::new();
    let globals = a[1].get_ref::<Dict>().unwrap_or(empty);
    crate::native::importer::import(cx, &name.to_str_lossy(), &globals, &a[3], level as u32)
}
