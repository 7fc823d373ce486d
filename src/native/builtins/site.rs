//! What CPython's `site` adds to `builtins`: exit, quit, copyright, credits, license, help; and `breakpoint`.

use crate::object::args::Args;
use crate::object::cx::Cx;
use crate::object::exceptions::SYSTEM_EXIT;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::payload::{Native, Payload};
use crate::object::slots::Slots;
use crate::object::str::{Name, Str};
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Value};

/// `exit` or `quit`: calling it ends the program.
struct Quitter(&'static str);

/// `copyright`, `credits`, `license`, `help`: text that shows itself.
struct Printer {
    name: &'static str,
    text: &'static str,
}

impl Payload for Quitter {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

impl Payload for Printer {
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

fn quitter_repr(_: &Cx, value: &Value) -> R {
    let name = Native::<Quitter>::of(value).map_or("", |quitter| quitter.0);
    Ok(Str::from_str(&format!("Use {name}() or Ctrl-D (i.e. EOF) to exit")).into_value())
}

fn quit(cx: &Cx, _: &Value, args: Args<'_>) -> R {
    let code = args.values.first().cloned().unwrap_or(Value::NONE);
    Err(cx.raise(crate::object::exception::make(&SYSTEM_EXIT, vec![code])))
}

fn printer_repr(_: &Cx, value: &Value) -> R {
    let text = match Native::<Printer>::of(value) {
        Some(Printer { name: "help", .. }) => "Type help() for interactive help, or help(object) for help about object.",
        Some(printer) => printer.text,
        None => "",
    };
    Ok(Str::from_str(text).into_value())
}

fn print(cx: &Cx, value: &Value, args: Args<'_>) -> R {
    let Some(printer) = Native::<Printer>::of(value) else {
        return Ok(Value::NONE);
    };
    if printer.name == "help" {
        let pydoc = crate::native::importer::import_full(cx, "pydoc")?;
        let help = crate::object::attr::getattr(cx, &pydoc, Name::new("help"))?;
        return crate::object::call::call(cx, &help, args);
    }
    let text = Str::from_str(printer.text);
    match cx.interp.builtins().get_name(Name::new("print")) {
        Some(print) => crate::object::call::call_pos(cx, &print, &[text.into_value()]),
        None => Ok(Value::NONE),
    }
}

static QUITTER_DEF: TypeDef = TypeDef {
    name: "Quitter",
    module: "_sitebuiltins",
    slots: Slots { repr: Some(quitter_repr), call: Some(quit), ..Slots::NONE },
    ..TypeDef::EMPTY
};
static QUITTER: Type = Type::from_def(&QUITTER_DEF);

static PRINTER_DEF: TypeDef = TypeDef {
    name: "_Printer",
    module: "_sitebuiltins",
    slots: Slots { repr: Some(printer_repr), call: Some(print), ..Slots::NONE },
    ..TypeDef::EMPTY
};
static PRINTER: Type = Type::from_def(&PRINTER_DEF);

static HELPER_DEF: TypeDef = TypeDef {
    name: "_Helper",
    module: "_sitebuiltins",
    slots: Slots { repr: Some(printer_repr), call: Some(print), ..Slots::NONE },
    ..TypeDef::EMPTY
};
static HELPER: Type = Type::from_def(&HELPER_DEF);

fn breakpoint(cx: &Cx, args: Args<'_>) -> R {
    let hook = match cx.interp.modules().get_name(Name::new("sys")) {
        Some(sys) => crate::object::attr::lookup_optional(cx, &sys, Name::new("breakpointhook"))?,
        None => None,
    };
    match hook {
        Some(hook) => crate::object::call::call(cx, &hook, args),
        None => Err(cx.runtime_error("lost sys.breakpointhook")),
    }
}

static FUNCTIONS: &[NativeDef] = &[NativeDef::raw("breakpoint(*args, **kws)", breakpoint).doc("Call sys.breakpointhook(*args, **kws).")];

const COPYRIGHT: &str = "pyc: an embeddable interpreter of the Python language.";
const LICENSE: &str = "pyc is licensed under the MIT or the Apache-2.0 license, as you like.";

pub(super) fn fill(module: &Module) {
    module.add_functions(FUNCTIONS);
    QUITTER.make_ready();
    PRINTER.make_ready();
    HELPER.make_ready();
    for name in ["exit", "quit"] {
        module.set(name, Native::make(&QUITTER, Quitter(name)));
    }
    for (name, text) in [("copyright", COPYRIGHT), ("credits", COPYRIGHT), ("license", LICENSE), ("help", "")] {
        let class = if name == "help" { &HELPER } else { &PRINTER };
        module.set(name, Native::make(class, Printer { name, text }));
    }
}
