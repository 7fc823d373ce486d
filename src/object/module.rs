//! Module objects: a namespace with a name. Knows no imports.

use super::args::Args;
use super::attr;
use super::cx::Cx;
use super::dict::Dict;
use super::kinds::{Kind, Layout, alloc, object};
use super::native::{GetSet, NativeDef};
use super::slot::Slot;
use super::slots::Slots;
use super::str::{Name, Str};
use super::ty::{Type, TypeDef, type_of};
use super::value::{Object, R, Ref, Value};
use crate::memory::Header;
use crate::memory::header::flag;
use std::path::Path;
use std::sync::LazyLock;

#[repr(C)]
pub(crate) struct Module {
    head: Header,
    dict: Slot,
}

object!(Module, Module, MODULE);

impl Layout for Module {
    const TRACKED: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        // SAFETY: visiting happens on the owner strand or with all others stopped.
        visit(unsafe { self.dict.borrow() });
    }
    fn clear(&self) {
        if let Some(dict) = self.dict.get(&self.head).get::<Dict>() {
            dict.clear();
        }
    }
}

/// Names of where a module comes from, for one that comes from nowhere.
const NO_ORIGIN: &[&str] = &["__package__", "__loader__", "__spec__"];

impl Module {
    pub(crate) fn new(name: &str) -> Ref<Module> {
        let module = Module::of_class(&MODULE);
        module.begin(Name::new(name).value(), Value::NONE, NO_ORIGIN);
        module
    }

    /// Fills in what every module has.
    fn begin(&self, name: Value, doc: Value, empty: &[&str]) {
        if let Some(header) = name.header() {
            header.set(flag::PINNED);
        }
        self.set("__name__", name);
        self.set("__doc__", doc);
        for field in empty {
            self.set(field, Value::NONE);
        }
    }

    /// A module without a name yet, and an empty namespace.
    fn of_class(class: &Type) -> Ref<Module> {
        let dict = Dict::new();
        // Every function made in the module takes both: they live as long as the module, see below.
        dict.header().set(flag::PINNED);
        let (flags, _) = class.builtin_instance_flags();
        if flags & flag::COUNTS_TYPE != 0 {
            class.header().inc();
        }
        // Modules live as long as the program in practice: not worth counting once shared.
        let flags = flags | flag::PINNED;
        alloc(Module { head: Header::new(Kind::Module as u8, class.header(), flags), dict: Slot::new(dict.into_value()) })
    }

    /// The namespace, borrowed.
    #[inline(always)]
    pub(crate) fn namespace(&self) -> Option<&Dict> {
        // SAFETY: set once, before the module is seen.
        unsafe { self.dict.borrow() }.get::<Dict>()
    }

    pub(crate) fn dict(&self) -> Ref<Dict> {
        Ref::from_value(self.dict.get(&self.head)).unwrap_or_else(|_| Dict::new())
    }

    pub(crate) fn name(&self) -> Option<Value> {
        self.dict().get_name(Name::new("__name__")).filter(|name| name.get::<Str>().is_some())
    }

    /// Adds functions written in Rust.
    pub(crate) fn add_functions(&self, defs: &'static [NativeDef]) {
        let module = self.name().and_then(|name| name.get::<Str>().map(|n| n.to_str_lossy().into_owned())).unwrap_or_default();
        let dict = self.dict();
        for def in defs {
            let (name, function) = def.for_module(&module);
            dict.set_name(name, function);
        }
    }

    /// Adds a builtin type under its name.
    pub(crate) fn add_type(&self, ty: &'static Type) {
        ty.make_ready();
        self.dict().set_name(Name::new(ty.def.map_or("", |def| def.name)), ty.value());
    }

    pub(crate) fn set(&self, name: &str, value: Value) {
        self.dict().set_name(Name::new(name), value);
    }
}

/// What is made when it is first asked for: most programs never ask. The first two are None until then, so that a namespace does not grow
/// while somebody walks over it.
static LATE: LazyLock<[Name; 3]> = LazyLock::new(|| ["__spec__", "__loader__", "meta_path"].map(Name::new));

/// Whether a module's attribute may be made when it is first asked for, so that what is in the namespace is not all.
pub(crate) fn is_late(name: Name) -> bool {
    LATE.contains(&name)
}

fn getattr(cx: &Cx, value: &Value, name: Name) -> R {
    let Some(module) = value.get::<Module>() else {
        return attr::generic_getattr(cx, value, name);
    };
    if let Some(found) = module.dict().get_name(name)
        && !(found.is_none() && is_late(name))
    {
        return Ok(found);
    }
    if let Some(found) = attr::generic_lookup(cx, value, name)? {
        return Ok(found);
    }
    if is_late(name)
        && let Some(found) = (cx.interp.hooks().module_member)(cx, value, name)?
    {
        return Ok(found);
    }
    if let Some(hook) = module.dict().get_name(Name::new("__getattr__")) {
        return super::call::call_pos(cx, &hook, &[name.value()]);
    }
    let message = match module.name() {
        Some(own) => missing(cx, module, &own.get::<Str>().map_or(String::new(), |n| n.to_str_lossy().into_owned()), name),
        None => format!("module has no attribute '{name}'"),
    };
    Err(attr::attribute_error(cx, value, name, message))
}

/// What is said of an attribute that module `own` does not have. Its text may be there instead of another module's.
#[cold]
fn missing(cx: &Cx, module: &Module, own: &str, name: Name) -> String {
    let file = module.dict().get_name(Name::new("__file__")).and_then(|file| Some(file.get::<Str>()?.to_str_lossy().into_owned()));
    let is_initializing = module.dict().get_name(Name::new("__initializing__")).is_some();
    let shadowing = file.as_ref().filter(|file| is_of_program(cx, Path::new(file)));
    match shadowing {
        Some(file) if is_of_library(cx, own) => format!(
            "module '{own}' has no attribute '{name}' (consider renaming '{file}' since it has the same name as the standard library \
             module named '{own}' and the import system gives it precedence)"
        ),
        Some(file) if is_initializing => format!(
            "module '{own}' has no attribute '{name}' (consider renaming '{file}' if it has the same name as a third-party module you \
             intended to import)"
        ),
        _ if is_initializing => {
            let place = file.map_or_else(String::new, |file| format!(" from '{file}'"));
            format!("partially initialized module '{own}'{place} has no attribute '{name}' (most likely due to a circular import)")
        }
        _ => format!("module '{own}' has no attribute '{name}'"),
    }
}

/// Whether a file is a module, or makes a package, that lies beside the program.
fn is_of_program(cx: &Cx, file: &Path) -> bool {
    let folder = if file.file_name().is_some_and(|name| name == "__init__.py") { file.parent() } else { Some(file) };
    folder.and_then(Path::parent).is_some_and(|folder| cx.interp.program_folder.get().is_some_and(|own| own == folder))
}

fn is_of_library(cx: &Cx, own: &str) -> bool {
    let Some(sys) = cx.interp.modules().get_name(Name::new("sys")) else { return false };
    let names = sys.get::<Module>().and_then(|sys| sys.dict().get_name(Name::new("stdlib_module_names")));
    match names.map(|names| super::protocol::contains(cx, &names, &Str::from_str(own).into_value())) {
        Some(Ok(found)) => found,
        Some(Err(raised)) => {
            drop(cx.take(raised));
            false
        }
        None => false,
    }
}

fn setattr(cx: &Cx, value: &Value, name: Name, new: Option<Value>) -> R<()> {
    let Some(module) = value.get::<Module>() else {
        return attr::generic_setattr(cx, value, name, new);
    };
    if let Some(found) = type_of(value).lookup(cx, name)
        && let Some(set) = type_of(&found).slots().descr_set
    {
        return set(cx, &found, value, new);
    }
    match new {
        Some(new) => module.dict().set_name(name, new),
        None => {
            if module.dict().remove_name(name).is_none() {
                return Err(attr::no_attribute(cx, value, name));
            }
        }
    }
    Ok(())
}

/// Where a module comes from that comes from no file, as its spec says.
fn origin(cx: &Cx, module: &Module) -> R<Option<String>> {
    let Some(spec) = module.dict().get_name(Name::new("__spec__")).filter(|spec| !spec.is_none()) else { return Ok(None) };
    if let Some(origin) = attr::lookup_optional(cx, &spec, Name::new("origin"))?.filter(|origin| !origin.is_none()) {
        return Ok(Some(super::protocol::str(cx, &origin)?.to_str_lossy().into_owned()));
    }
    match attr::lookup_optional(cx, &spec, Name::new("loader"))?.filter(|loader| !loader.is_none()) {
        Some(loader) => Ok(Some(super::protocol::repr(cx, &loader)?.to_str_lossy().into_owned())),
        None => Ok(None),
    }
}

fn repr(cx: &Cx, value: &Value) -> R {
    let Some(module) = value.get::<Module>() else {
        return super::base_object::repr(cx, value);
    };
    let name = module
        .name()
        .map_or_else(|| Ok("'?'".to_string()), |name| super::protocol::repr(cx, &name).map(|n| n.to_str_lossy().into_owned()))?;
    let text = match module.dict().get_name(Name::new("__file__")) {
        Some(file) if file.is_none() => match module.dict().get_name(Name::new("__path__")) {
            Some(path) => format!("<module {name} (namespace) from {}>", super::protocol::repr(cx, &path)?.to_str_lossy()),
            None => format!("<module {name}>"),
        },
        Some(file) => format!("<module {name} from {}>", super::protocol::repr(cx, &file)?.to_str_lossy()),
        None if module.dict().get_name(Name::new("__builtin_module__")).is_some() => {
            format!("<module {name} (built-in)>")
        }
        None => match origin(cx, module)? {
            Some(origin) => format!("<module {name} ({origin})>"),
            None => format!("<module {name}>"),
        },
    };
    Ok(Str::from_str(&text).into_value())
}

fn new(_: &Cx, class: &Type, _: Args<'_>) -> R {
    Ok(Module::of_class(class).into_value())
}

static INIT: NativeDef = NativeDef::new("module(self, name, doc=None)", |cx, a| {
    if a[1].get::<Str>().is_none() {
        return Err(cx.type_error(format!("module() argument 'name' must be str, not {}", type_of(&a[1]).message_name())));
    }
    if let Some(module) = a[0].get::<Module>() {
        module.begin(a[1].clone(), a[2].clone(), NO_ORIGIN);
    }
    Ok(Value::NONE)
});

fn init(cx: &Cx, this: &Value, args: Args<'_>) -> R<()> {
    let mut values = vec![this.clone()];
    values.extend_from_slice(args.values);
    let mut bound = Vec::new();
    INIT.signature().bind(cx, Args { values: &values, names: args.names }, true, &mut bound)?;
    match INIT.call {
        super::native::NativeCall::Bound(init) => init(cx, &bound).map(drop),
        _ => Ok(()),
    }
}

fn get_dict(_: &Cx, value: &Value) -> R {
    Ok(value.get::<Module>().map_or(Value::NONE, |module| module.dict().into_value()))
}

/// The module's own annotations; a fresh dict if it has none.
fn get_annotations(cx: &Cx, value: &Value) -> R {
    let name = Name::new("__annotations__");
    let Some(module) = value.get::<Module>() else { return Ok(Value::NONE) };
    if let Some(found) = module.dict().get_name(name) {
        return Ok(found);
    }
    let fresh = Dict::new().into_value();
    module.dict().set(cx, name.value(), fresh.clone())?;
    Ok(fresh)
}

fn set_annotations(cx: &Cx, value: &Value, new: Option<Value>) -> R<()> {
    let name = Name::new("__annotations__");
    let Some(module) = value.get::<Module>() else { return Ok(()) };
    match new {
        Some(new) => module.dict().set(cx, name.value(), new),
        None => match module.dict().remove_name(name) {
            Some(_) => Ok(()),
            None => Err(cx.error(&super::exception::ATTRIBUTE_ERROR, "__annotations__")),
        },
    }
}

/// What the module's own `__dir__` gives, else the names in its namespace.
fn dir(cx: &Cx, a: &[Value]) -> R {
    let Some(module) = a[0].get::<Module>() else { return Ok(super::list::List::new(Vec::new()).into_value()) };
    if type_of(&a[0]).is_heap() && attr::getattr(cx, &a[0], Name::new("__dict__"))?.get::<Dict>().is_none() {
        return Err(cx.type_error("<module>.__dict__ is not a dictionary"));
    }
    if let Some(own) = module.dict().get_name(Name::new("__dir__")) {
        return super::call::call_pos(cx, &own, &[]);
    }
    for name in LATE.iter() {
        if module.dict().get_name(*name).is_none() {
            (cx.interp.hooks().module_member)(cx, &a[0], *name)?;
        }
    }
    Ok(super::list::List::new(module.dict().keys()).into_value())
}

static MODULE_DEF: TypeDef = TypeDef {
    name: "module",
    kind: Kind::Module,
    subclassable: true,
    slots: Slots { new: Some(new), init: Some(init), getattr: Some(getattr), setattr: Some(setattr), repr: Some(repr), ..Slots::NONE },
    methods: &[NativeDef::new("__dir__(self, /)", dir)],
    getset: &[
        GetSet { name: "__dict__", get: get_dict, set: None },
        GetSet { name: "__annotations__", get: get_annotations, set: Some(set_annotations) },
    ],
    ..TypeDef::EMPTY
};
pub(crate) static MODULE: Type = Type::from_def(&MODULE_DEF);
