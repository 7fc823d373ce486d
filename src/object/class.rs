//! Classes: `type()` and class statements make them here; attribute access on classes; `type`'s methods.

use super::args::Args;
use super::attr;
use super::cx::Cx;
use super::descriptor::Descriptor;
use super::dict::Dict;
use super::function::Function;
use super::kinds::Kind;
use super::list::List;
use super::module::Module;
use super::mro;
use super::native::{GetSet, NativeDef, NativeFunction};
use super::slots::{BinOp, Slots, bin_slots};
use super::str::{Name, Str, known_name};
use super::tuple::Tuple;
use super::ty::{NewType, OBJECT, TYPE, Type, type_flag, type_of};
use super::value::{Object, R, Ref, Value};

/// `Class(...)`: `__new__`, then `__init__` if it gave an instance.
fn call(cx: &Cx, class: &Value, args: Args<'_>) -> R {
    let Some(ty) = class.get::<Type>() else {
        return Err(super::call::not_callable(cx, class));
    };
    if std::ptr::eq(ty, &TYPE) {
        match args.pos() {
            [object] if args.names.is_empty() => return Ok(super::cx::class_of(object)),
            [_, _, _] => {}
            _ => return Err(cx.type_error("type() takes 1 or 3 arguments")),
        }
    }
    let slots = ty.slots();
    let Some(new) = slots.new else {
        return Err(cx.type_error(format!("cannot create '{}' instances", ty.message_name())));
    };
    let made = new(cx, ty, args)?;
    initialise(cx, ty, made, args)
}

/// Calls a builtin class whose `__new__` does all there is to do. None: the callee is anything else.
#[inline(always)]
pub(crate) fn construct_plainly(cx: &Cx, callee: &Value, args: Args<'_>) -> Option<R> {
    let class = callee.get::<Type>()?;
    let slots = class.slots();
    let new = slots.new?;
    let is_plain = class.def.is_some() && std::ptr::eq(type_of(callee), &TYPE) && !std::ptr::eq(class, &TYPE);
    if !is_plain || !slots.init.is_none_or(super::base_object::is_inherited_init) {
        return None;
    }
    Some(match new(cx, class, args) {
        Ok(made) if !std::ptr::eq(type_of(&made), class) => initialise(cx, class, made, args),
        made => made,
    })
}

/// Runs `__init__` on what `__new__` gave, if that is an instance.
fn initialise(cx: &Cx, ty: &Type, made: Value, args: Args<'_>) -> R {
    let class = type_of(&made);
    if (std::ptr::eq(class, ty) || class.is_subtype(ty))
        && let Some(init) = class.slots().init
        && !(class.def.is_some() && super::base_object::is_inherited_init(init))
    {
        init(cx, &made, args)?;
    }
    Ok(made)
}

/// `type(name, bases, namespace)` as a metaclass's `__new__`.
pub(crate) fn new(cx: &Cx, metaclass: &Type, args: Args<'_>) -> R {
    let [name, bases, namespace] = args.pos() else {
        return Err(cx.type_error(format!("type.__new__() takes exactly 3 arguments ({} given)", args.pos().len())));
    };
    let (Some(text), Some(bases), Some(namespace)) = (name.get::<Str>(), bases.get::<Tuple>(), namespace.get::<Dict>()) else {
        let (index, value, wanted) = if name.get::<Str>().is_none() {
            (1, name, "str")
        } else if bases.get::<Tuple>().is_none() {
            (2, bases, "tuple")
        } else {
            (3, namespace, "dict")
        };
        return Err(cx.type_error(format!("type.__new__() argument {index} must be {wanted}, not {}", type_of(value).message_name())));
    };
    check_name(cx, text)?;
    let winner = winning_metaclass(cx, metaclass, bases.items())?;
    if !std::ptr::eq(&*winner, metaclass)
        && let Some(new) = winner.slots().new
        && !std::ptr::fn_addr_eq(new, self::new as fn(&Cx, &Type, Args<'_>) -> R)
    {
        return new(cx, &winner, args);
    }
    let class = build(cx, winner, Name::of(text), bases.items(), namespace)?;
    finish(cx, &class, args)?;
    Ok(class.into_value())
}

fn check_name(cx: &Cx, name: &Str) -> R<()> {
    if name.bytes().contains(&0) {
        return Err(cx.value_error("type name must not contain null characters"));
    }
    Ok(())
}

/// The most derived of the metaclass given and those of the bases.
pub(crate) fn winning_metaclass(cx: &Cx, metaclass: &Type, bases: &[Value]) -> R<Ref<Type>> {
    let mut winner = metaclass.value().get_ref::<Type>();
    for base in bases {
        let candidate = type_of(base);
        match &winner {
            Some(current) if current.is_subtype(candidate) => {}
            Some(current) if candidate.is_subtype(current) => winner = candidate.value().get_ref::<Type>(),
            _ => {
                return Err(cx.type_error(
                    "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases",
                ));
            }
        }
    }
    winner.ok_or_else(|| cx.type_error("metaclass must be a type"))
}

/// Makes the class object: layout, namespace, slots, resolution order.
fn build(cx: &Cx, metaclass: Ref<Type>, name: Name, bases: &[Value], namespace: &Dict) -> R<Ref<Type>> {
    let mut base_types: Vec<Ref<Type>> = Vec::new();
    for base in bases {
        let Some(base) = base.get_ref::<Type>() else {
            return Err(cx.type_error("bases must be types"));
        };
        if !base.has(type_flag::SUBCLASSABLE) {
            return Err(cx.type_error(format!("type '{}' is not an acceptable base type", base.full_name())));
        }
        base_types.push(base);
    }
    if base_types.is_empty() {
        base_types.extend(OBJECT.value().get_ref::<Type>());
    }
    let base = mro::layout_base(cx, &base_types)?;
    let dict = namespace.copy();
    let qualname = dict.remove_name(known_name!("__qualname__")).unwrap_or_else(|| name.value());
    if qualname.get::<Str>().is_none() {
        return Err(cx.type_error(format!("type __qualname__ must be a str, not {}", type_of(&qualname).message_name())));
    }
    if dict.get_name(known_name!("__module__")).is_none()
        && let Some(frame) = cx.frame()
        && let Some(module) = frame.globals().get_name(known_name!("__name__"))
    {
        dict.set_name(known_name!("__module__"), module);
    }
    if dict.get_name(known_name!("__doc__")).is_none() {
        dict.set_name(known_name!("__doc__"), Value::NONE);
    }
    wrap_special_methods(&dict);
    let cell = dict.remove_name(known_name!("__classcell__"));
    if dict.keys().iter().any(|key| key.get::<Str>().is_none()) {
        let text = format!("non-string key in the __dict__ of class {name}");
        (cx.interp.hooks().warn)(cx, &super::exception::RUNTIME_WARNING, &text, &Value::UNSET)?;
    }
    let declared = dict.get_name(known_name!("__slots__"));
    let members = match &declared {
        Some(declared) => Some(slot_names(cx, declared, name, &dict, &base)?),
        None => None,
    };
    let kept = type_flag::HAS_DICT | type_flag::WEAKREFS | type_flag::MEMBERS;
    let inherited = base_types.iter().fold(0, |flags, base| flags | base.flags() & kept);
    let collection = base_types.iter().map(|base| base.flags() & (type_flag::SEQUENCE | type_flag::MAPPING)).find(|flags| *flags != 0);
    let mut flags = type_flag::SUBCLASSABLE | inherited | collection.unwrap_or(0);
    match &members {
        Some(members) => {
            if members.has_dict {
                flags |= type_flag::HAS_DICT;
            }
            if !members.names.is_empty() {
                flags |= type_flag::MEMBERS;
            }
            if members.has_weakref {
                flags |= type_flag::WEAKREFS;
            }
        }
        None if has_parts(base.kind()) => flags |= type_flag::HAS_DICT,
        None => flags |= type_flag::HAS_DICT | type_flag::WEAKREFS,
    }
    let fresh = NewType { metaclass, name: name.value(), qualname, bases: base_types, base, dict, flags };
    let class = Type::new(fresh);
    if let Some(cell) = cell {
        match cell.get::<super::cell::Cell>() {
            Some(cell) => drop(cell.set(class.as_value().clone())),
            None => {
                return Err(cx.type_error(format!("__classcell__ must be a nonlocal cell, not <class '{}'>", type_of(&cell).full_name())));
            }
        }
    }
    for member in members.map(|members| members.names).unwrap_or_default() {
        class.dict().set_name(member, Descriptor::member(&class, member));
    }
    let adds = |flag: u32| class.has(flag) && !class.base().is_some_and(|base| base.has(flag));
    // Classes and modules have their namespace, which `__dict__` of `type` and `module` shows.
    if adds(type_flag::HAS_DICT) && !matches!(class.kind(), Kind::Type | Kind::Module) {
        class.dict().set_name(known_name!("__dict__"), DICT_GETSET.descriptor(&class));
    }
    if adds(type_flag::WEAKREFS)
        && !matches!(class.kind(), Kind::Type | Kind::Module | Kind::Set)
        && class.dict().get_name(known_name!("__weakref__")).is_none()
    {
        class.dict().set_name(known_name!("__weakref__"), WEAKREF_GETSET.descriptor(&class));
    }
    mro::order(cx, &class)?;
    super::dunder::refuse_hash(&class);
    super::dunder::update_slots(&class);
    Ok(class)
}

/// Whether objects of a layout have parts of varying number, behind which nothing can be added.
fn has_parts(kind: Kind) -> bool {
    matches!(kind, Kind::Int | Kind::Bytes | Kind::Tuple | Kind::Type)
}

/// `__new__` becomes a static method, `__init_subclass__` and `__class_getitem__` class methods.
fn wrap_special_methods(dict: &Dict) {
    for (name, wrap) in [
        ("__new__", Descriptor::static_method as fn(Value) -> Value),
        ("__init_subclass__", Descriptor::class_method),
        ("__class_getitem__", Descriptor::class_method),
    ] {
        let name = Name::new(name);
        if let Some(function) = dict.get_name(name)
            && function.get::<Function>().is_some()
        {
            dict.set_name(name, wrap(function));
        }
    }
}

struct SlotNames {
    names: Vec<Name>,
    has_dict: bool,
    has_weakref: bool,
}

/// The members that `__slots__` declares.
fn slot_names(cx: &Cx, declared: &Value, class: Name, dict: &Dict, base: &Type) -> R<SlotNames> {
    let list = if declared.get::<Str>().is_some() { vec![declared.clone()] } else { super::iter::collect(cx, declared)? };
    if !list.is_empty() && has_parts(base.kind()) {
        return Err(cx.type_error(format!("nonempty __slots__ not supported for subtype of '{}'", base.message_name())));
    }
    let mut slots = SlotNames { names: Vec::new(), has_dict: false, has_weakref: false };
    for item in list {
        let Some(text) = item.get::<Str>() else {
            return Err(cx.type_error(format!("__slots__ items must be strings, not '{}'", type_of(&item).message_name())));
        };
        if !crate::text::unicode::text_is_identifier(text.bytes()) {
            return Err(cx.type_error("__slots__ must be identifiers"));
        }
        match text.bytes() {
            b"__dict__" if slots.has_dict || base.has(type_flag::HAS_DICT) => {
                return Err(cx.type_error("__dict__ slot disallowed: we already got one"));
            }
            b"__dict__" => slots.has_dict = true,
            b"__weakref__" if slots.has_weakref || base.has(type_flag::WEAKREFS) || base.kind() == Kind::Set => {
                return Err(cx.type_error("__weakref__ slot disallowed: we already got one"));
            }
            b"__weakref__" => slots.has_weakref = true,
            _ => {
                let name = Name::from_wtf8(&mangle(class.bytes(), text.bytes()));
                if dict.get_name(name).is_some() && name != known_name!("__qualname__") && name != known_name!("__classcell__") {
                    return Err(cx.value_error(format!("'{}' in __slots__ conflicts with class variable", text.to_str_lossy())));
                }
                slots.names.push(name);
            }
        }
    }
    Ok(slots)
}

/// Private name mangling (reference section 6.2.1).
pub(crate) fn mangle(class: &[u8], name: &[u8]) -> Vec<u8> {
    let stripped: &[u8] = &class[class.iter().take_while(|byte| **byte == b'_').count()..];
    if !name.starts_with(b"__") || name.ends_with(b"__") || name.contains(&b'.') || stripped.is_empty() {
        return name.to_vec();
    }
    [b"_", stripped, name].concat()
}

/// After the class exists: `__set_name__`, `__init_subclass__`.
fn finish(cx: &Cx, class: &Ref<Type>, args: Args<'_>) -> R<()> {
    let dict = class.dict();
    for (name, value) in dict.snapshot() {
        let set_name = type_of(&value).lookup(cx, known_name!("__set_name__"));
        if set_name.is_some() {
            let result = attr::call_special(cx, &value, known_name!("__set_name__"), &[class.as_value().clone(), name.clone()]);
            if let Err(raised) = result {
                let exception = cx.take(raised);
                let note = format!(
                    "Error calling __set_name__ on '{}' instance {} in '{}'",
                    type_of(&value).message_name(),
                    super::protocol::repr(cx, &name)?.to_str_lossy(),
                    class.name()
                );
                super::call::call_method(cx, &exception, known_name!("add_note"), &[Str::from_str(&note).into_value()])?;
                return Err(cx.reraise(exception));
            }
        }
    }
    // A metaclass may have left the class out of its own order.
    if !class.mro().get::<Tuple>().is_some_and(|order| order.items().iter().any(|item| item.is(class.as_value()))) {
        let name = class.name();
        return Err(cx.type_error(format!("super(type, obj): obj (type {name}) is not an instance or subtype of type ({name}).")));
    }
    let parent = super_lookup(cx, class, class.as_value(), known_name!("__init_subclass__"))?;
    if let Some(hook) = parent {
        let start = args.values.len() - args.names.len();
        super::call::call(cx, &hook, Args { values: &args.values[start..], names: args.names })?;
    }
    Ok(())
}

/// The function that `super(class, object).name(...)` calls with the object first, if it is one.
pub(crate) fn super_function(class: &Type, object: &Value, name: Name) -> Option<Value> {
    let mro = type_of(object).mro();
    let mut after = mro.get::<Tuple>()?.items().iter().skip_while(|ty| !ty.get::<Type>().is_some_and(|ty| std::ptr::eq(ty, class))).skip(1);
    after.find_map(|ty| ty.get::<Type>()?.dict().get_name(name)).filter(is_method)
}

/// `super(class, object).name`: None if there is none.
pub(crate) fn super_lookup(cx: &Cx, class: &Type, object: &Value, name: Name) -> R<Option<Value>> {
    let (start, is_class) = match object.get::<Type>() {
        Some(ty) if ty.is_subtype(class) => (object.clone(), true),
        _ => (super::cx::class_of(object), false),
    };
    let Some(start_type) = start.get::<Type>() else {
        return Ok(None);
    };
    let mro = start_type.mro();
    let Some(mro) = mro.get::<Tuple>() else {
        return Ok(None);
    };
    let after = mro.items().iter().skip_while(|ty| !ty.get::<Type>().is_some_and(|ty| std::ptr::eq(ty, class))).skip(1);
    let unset = Value::UNSET;
    for ty in after {
        if let Some(found) = ty.get::<Type>().and_then(|ty| ty.dict().get_name(name)) {
            return match type_of(&found).slots().descr_get {
                Some(get) => get(cx, &found, if is_class { &unset } else { object }, &start).map(Some),
                None => Ok(Some(found)),
            };
        }
    }
    Ok(None)
}

fn init(cx: &Cx, _: &Value, args: Args<'_>) -> R<()> {
    match args.pos().len() {
        1 | 3 => Ok(()),
        _ => Err(cx.type_error("type.__init__() takes 1 or 3 arguments")),
    }
}

/// `Class.name` (reference section 3.3.2.2): metaclass data descriptor, class attribute, metaclass attribute.
fn getattr(cx: &Cx, object: &Value, name: Name) -> R {
    match class_lookup(cx, object, name)? {
        Some(value) => Ok(value),
        None => Err(attr::no_attribute(cx, object, name)),
    }
}

fn class_lookup(cx: &Cx, object: &Value, name: Name) -> R<Option<Value>> {
    let Some(class) = object.get::<Type>() else {
        return attr::generic_lookup(cx, object, name);
    };
    let meta = type_of(object);
    let in_meta = meta.lookup(cx, name);
    if let Some(found) = &in_meta
        && let (Some(get), true) = (type_of(found).slots().descr_get, type_of(found).slots().descr_set.is_some())
    {
        return get(cx, found, object, &meta.value()).map(Some);
    }
    if let Some(found) = class.lookup(cx, name) {
        return match type_of(&found).slots().descr_get {
            Some(get) => get(cx, &found, &Value::UNSET, object).map(Some),
            None => Ok(Some(found)),
        };
    }
    match in_meta {
        Some(found) => match type_of(&found).slots().descr_get {
            Some(get) => get(cx, &found, object, &meta.value()).map(Some),
            None => Ok(Some(found)),
        },
        None => Ok(None),
    }
}

fn setattr(cx: &Cx, object: &Value, name: Name, value: Option<Value>) -> R<()> {
    let Some(class) = object.get::<Type>() else {
        return attr::generic_setattr(cx, object, name, value);
    };
    if !class.is_heap() {
        return Err(cx.type_error(format!("cannot set '{name}' attribute of immutable type '{}'", class.full_name())));
    }
    if let Some(found) = type_of(object).lookup(cx, name)
        && let Some(set) = type_of(&found).slots().descr_set
    {
        return set(cx, &found, object, value);
    }
    let deleting = value.is_none();
    if !class.set_attr(name, value) && deleting {
        return Err(attr::no_attribute(cx, object, name));
    }
    Ok(())
}

fn repr(_: &Cx, object: &Value) -> R {
    let Some(class) = object.get::<Type>() else {
        return Ok(Value::NONE);
    };
    Ok(Str::from_str(&format!("<class '{}'>", class.full_name())).into_value())
}

fn union(cx: &Cx, a: &Value, b: &Value) -> R {
    super::union_type::either(cx, a, b)
}

pub(crate) const TYPE_SLOTS: Slots = Slots {
    call: Some(call),
    new: Some(new),
    init: Some(init),
    getattr: Some(getattr),
    setattr: Some(setattr),
    repr: Some(repr),
    hash: Some(super::compare::identity_hash),
    binary: bin_slots(&[(BinOp::Or, union)]),
    ..Slots::NONE
};

/// Collects the names a class and its bases define.
pub(crate) fn class_names(_: &Cx, class: &Type, names: &Dict) -> R<()> {
    let mro = class.mro();
    for ty in mro.get::<Tuple>().map(Tuple::items).unwrap_or_default() {
        for key in ty.get::<Type>().map(|ty| ty.dict().keys()).unwrap_or_default() {
            if let Some(key) = key.get::<Str>() {
                names.set_name(Name::of(key), Value::NONE);
            }
        }
    }
    Ok(())
}

fn this<'a>(cx: &Cx, value: &'a Value) -> R<&'a Type> {
    value.get::<Type>().ok_or_else(|| cx.type_error("descriptor requires a type"))
}

pub(crate) static TYPE_METHODS: &[NativeDef] = &[
    NativeDef::new("mro(self, /)", |cx, a| Ok(List::new(mro::compute(cx, this(cx, &a[0])?)?).into_value())),
    NativeDef::new("__subclasses__(self, /)", |cx, a| Ok(List::new(this(cx, &a[0])?.shown_subclasses(cx)).into_value())),
    NativeDef::new("classmethod __prepare__(cls, *args, **kwargs)", |_, _| Ok(Dict::new().into_value())),
    NativeDef::new("__instancecheck__(self, instance, /)", |cx, a| super::isinstance::plain_instance(cx, &a[1], &a[0]).map(Value::bool)),
    NativeDef::new("__subclasscheck__(self, subclass, /)", |cx, a| super::isinstance::plain_subclass(cx, &a[1], &a[0]).map(Value::bool)),
    NativeDef::new("__dir__(self, /)", |cx, a| {
        let names = Dict::new();
        class_names(cx, this(cx, &a[0])?, &names)?;
        Ok(List::new(names.keys()).into_value())
    }),
];

fn heap_only(cx: &Cx, class: &Type, name: &str) -> R<()> {
    if class.is_heap() {
        return Ok(());
    }
    Err(cx.type_error(format!("cannot set '{name}' attribute of immutable type '{}'", class.full_name())))
}

fn name_value(cx: &Cx, class: &Type, value: Option<Value>, name: &str) -> R {
    heap_only(cx, class, name)?;
    match value {
        Some(value) if value.get::<Str>().is_some() => Ok(value),
        Some(value) => Err(cx.type_error(format!(
            "can only assign string to {}.{name}, not '{}'",
            class.message_name(),
            type_of(&value).message_name()
        ))),
        None => Err(cannot_delete(cx, class, name)),
    }
}

#[cold]
fn cannot_delete(cx: &Cx, class: &Type, name: &str) -> super::value::Raised {
    cx.type_error(format!("cannot delete '{name}' attribute of immutable type '{}'", class.name()))
}

/// As [`to_dict`], for what every class has.
fn replace_in_dict(cx: &Cx, class: &Value, name: &str, value: Option<Value>) -> R<()> {
    let ty = this(cx, class)?;
    heap_only(cx, ty, name)?;
    if value.is_none() {
        return Err(cannot_delete(cx, ty, name));
    }
    to_dict(cx, class, name, value)
}

fn to_dict(cx: &Cx, class: &Value, name: &str, value: Option<Value>) -> R<()> {
    heap_only(cx, this(cx, class)?, name)?;
    this(cx, class)?.set_attr(Name::new(name), value);
    Ok(())
}

fn get_module(cx: &Cx, class: &Value) -> R {
    let ty = this(cx, class)?;
    let name = known_name!("__module__");
    match ty.def {
        Some(def) => Ok(Name::new(def.module).value()),
        None => ty.dict().get_name(name).ok_or_else(|| attr::no_attribute(cx, class, name)),
    }
}

fn get_doc(cx: &Cx, class: &Value) -> R {
    if let Some(def) = this(cx, class)?.def {
        return Ok(def.doc_value());
    }
    let doc = this(cx, class)?.dict().get_name(known_name!("__doc__")).unwrap_or(Value::NONE);
    match type_of(&doc).slots().descr_get {
        Some(get) if doc.get::<Function>().is_none() => get(cx, &doc, &Value::UNSET, class),
        _ => Ok(doc),
    }
}

fn get_annotations(cx: &Cx, class: &Value) -> R {
    let name = known_name!("__annotations__");
    let ty = this(cx, class)?;
    if let Some(found) = ty.dict().get_name(name) {
        return Ok(found);
    }
    if !ty.is_heap() {
        return Err(attr::no_attribute(cx, class, name));
    }
    let fresh = Dict::new().into_value();
    ty.set_attr(name, Some(fresh.clone()));
    Ok(fresh)
}

/// `type` has the descriptor in its namespace, not names.
fn get_abstract(cx: &Cx, class: &Value) -> R {
    let found = this(cx, class)?.dict().get_name(known_name!("__abstractmethods__"));
    match found.filter(|_| !class.is(&TYPE.value())) {
        Some(found) => Ok(found),
        None => Err(cx.error(&super::exception::ATTRIBUTE_ERROR, "__abstractmethods__")),
    }
}

fn set_abstract(cx: &Cx, class: &Value, value: Option<Value>) -> R<()> {
    let on = match &value {
        Some(value) => super::protocol::truth(cx, value)?,
        None => false,
    };
    if value.is_none() {
        get_abstract(cx, class)?;
    }
    to_dict(cx, class, "__abstractmethods__", value)?;
    this(cx, class)?.set_flag(type_flag::ABSTRACT, on);
    Ok(())
}

pub(crate) static TYPE_GETSET: &[GetSet] = &[
    GetSet {
        name: "__name__",
        get: |cx, c| Ok(this(cx, c)?.name_value()),
        set: Some(|cx, c, v| {
            let class = this(cx, c)?;
            let name = name_value(cx, class, v, "__name__")?;
            name.get::<Str>().map_or(Ok(()), |text| check_name(cx, text))?;
            class.set_name(name);
            Ok(())
        }),
    },
    GetSet {
        name: "__qualname__",
        get: |cx, c| Ok(this(cx, c)?.qualname_value()),
        set: Some(|cx, c, v| {
            let class = this(cx, c)?;
            class.set_qualname(name_value(cx, class, v, "__qualname__")?);
            Ok(())
        }),
    },
    GetSet { name: "__module__", get: get_module, set: Some(|cx, c, v| replace_in_dict(cx, c, "__module__", v)) },
    GetSet { name: "__doc__", get: get_doc, set: Some(|cx, c, v| replace_in_dict(cx, c, "__doc__", v)) },
    GetSet { name: "__bases__", get: |cx, c| Ok(this(cx, c)?.bases()), set: Some(mro::set_bases) },
    GetSet { name: "__base__", get: |cx, c| Ok(this(cx, c)?.base().map_or(Value::NONE, Ref::into_value)), set: None },
    GetSet {
        name: "__mro__",
        get: |cx, c| this(cx, c).map(|class| if class.is_incomplete() { Value::NONE } else { class.mro() }),
        set: None,
    },
    GetSet { name: "__dict__", get: |cx, c| (cx.interp.proxy_hook())(cx, this(cx, c)?.dict().into_value()), set: None },
    GetSet { name: "__annotations__", get: get_annotations, set: Some(|cx, c, v| to_dict(cx, c, "__annotations__", v)) },
    GetSet { name: "__abstractmethods__", get: get_abstract, set: Some(set_abstract) },
    GetSet {
        name: "__type_params__",
        get: |cx, c| Ok(this(cx, c)?.dict().get_name(known_name!("__type_params__")).unwrap_or_else(super::tuple::empty)),
        set: Some(|cx, c, v| replace_in_dict(cx, c, "__type_params__", v)),
    },
    GetSet {
        name: "__flags__",
        // CPython's bit 9 says that a class was made by script; ours stand above it.
        get: |cx, c| Ok(Value::int(i64::from(this(cx, c)?.flags()) << 16 | if this(cx, c)?.is_heap() { 1 << 9 } else { 0 })),
        set: None,
    },
    GetSet { name: "__basicsize__", get: |_, _| Ok(Value::int(16)), set: None },
    GetSet { name: "__itemsize__", get: |_, _| Ok(Value::int(0)), set: None },
    GetSet { name: "__weakrefoffset__", get: |_, _| Ok(Value::int(0)), set: None },
    GetSet { name: "__dictoffset__", get: |cx, c| Ok(Value::int(i64::from(this(cx, c)?.has(type_flag::HAS_DICT)) * 8)), set: None },
];

/// A computed attribute added to classes made at run time.
pub(crate) struct ClassGetSet(GetSet);

impl ClassGetSet {
    fn descriptor(&'static self, class: &Type) -> Value {
        Descriptor::getset_of_class(class, &self.0)
    }
}

static DICT_GETSET: ClassGetSet = ClassGetSet(GetSet { name: "__dict__", get: get_instance_dict, set: Some(set_instance_dict) });

/// `__dict__` of an instance, which may be a class or module whose type derives from a class made at run time too.
fn get_instance_dict(cx: &Cx, object: &Value) -> R {
    if let Some(class) = object.get::<Type>() {
        return (cx.interp.proxy_hook())(cx, class.dict().into_value());
    }
    match object.get::<Module>() {
        Some(module) => Ok(module.dict().into_value()),
        None => attr::instance_dict(cx, object),
    }
}

/// `__dict__` of instances of builtin types that take any attribute.
pub(crate) static INSTANCE_DICT: GetSet = GetSet { name: "__dict__", get: attr::instance_dict, set: Some(set_builtin_dict) };

static WEAKREF_GETSET: ClassGetSet =
    ClassGetSet(GetSet { name: "__weakref__", get: |cx, object| (cx.interp.weakref_hook())(cx, object), set: None });

/// As [`set_instance_dict`], for builtin types, whose instances cannot give theirs away.
pub(crate) fn set_builtin_dict(cx: &Cx, object: &Value, value: Option<Value>) -> R<()> {
    if value.is_none() {
        return Err(cx.type_error("cannot delete __dict__"));
    }
    set_instance_dict(cx, object, value)
}

/// Whether the builtin base that decides the layout gives instances their `__dict__`.
fn has_builtin_dict(ty: &Type) -> bool {
    if ty.is_heap() { ty.base().is_some_and(|base| has_builtin_dict(&base)) } else { ty.has(type_flag::HAS_DICT) }
}

/// Assignment to an instance's `__dict__`.
pub(crate) fn set_instance_dict(cx: &Cx, object: &Value, value: Option<Value>) -> R<()> {
    if object.get::<Type>().is_some() {
        return Err(cx.error(&super::exception::ATTRIBUTE_ERROR, "attribute '__dict__' of 'type' objects is not writable"));
    }
    if object.get::<Module>().is_some() {
        return Err(cx.error(&super::exception::ATTRIBUTE_ERROR, "readonly attribute"));
    }
    if value.is_none() && has_builtin_dict(type_of(object)) {
        return Err(cx.type_error("cannot delete __dict__"));
    }
    let value = value.unwrap_or_else(|| Dict::new().into_value());
    if value.get::<Dict>().is_none() {
        return Err(cx.type_error(format!("__dict__ must be set to a dictionary, not a '{}'", type_of(&value).message_name())));
    }
    if let Some((header, attrs)) = object.header().and_then(|header| Some((header, super::instance::attrs_of(header)?))) {
        attrs.set_dict(header, value, |name| attr::is_member(cx, type_of(object), name));
    }
    Ok(())
}

/// Whether a class attribute is a function whose first argument is the instance.
pub(crate) fn is_method(value: &Value) -> bool {
    value.get::<Function>().is_some() || value.get::<NativeFunction>().is_some_and(|_| attr::is_plain_method(value))
}
