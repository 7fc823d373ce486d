//! Descriptors: property, classmethod, staticmethod, computed attributes of builtin types and members made by `__slots__`.

use super::args::Args;
use super::cx::Cx;
use super::kinds::{Kind, Layout, alloc, object};
use super::native::{GetSet, NativeDef};
use super::slot::Slot;
use super::slots::Slots;
use super::str::{Name, Str};
use super::ty::{Type, TypeDef, type_of};
use super::value::{Object, R, Ref, Value};
use crate::memory::Header;
use crate::memory::header::flag;

/// All kinds of descriptor objects share this layout; the type tells which it is and the four values' meaning.
/// property: fget, fset, fdel, doc. classmethod, staticmethod: the function. getset and member: owner class, name.
#[repr(C)]
pub(crate) struct Descriptor {
    head: Header,
    pub(crate) getset: Option<&'static GetSet>,
    values: [Slot; 4],
    /// property: name given by `__set_name__`.
    name: Slot,
}

object!(Descriptor, Descriptor, PROPERTY);

impl Layout for Descriptor {
    const TRACKED: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        for slot in self.values.iter().chain([&self.name]) {
            // SAFETY: visiting happens on the owner strand or with all others stopped.
            visit(unsafe { slot.borrow() });
        }
    }
    fn clear(&self) {
        for slot in &self.values {
            drop(slot.put(&self.head, Value::NONE));
        }
    }
}

impl Descriptor {
    fn make(ty: &Type, getset: Option<&'static GetSet>, values: [Value; 4]) -> Value {
        let (flags, _) = ty.builtin_instance_flags();
        if flags & flag::COUNTS_TYPE != 0 {
            ty.header().inc();
        }
        let head = Header::new(Kind::Descriptor as u8, ty.header(), flags);
        alloc(Descriptor { head, getset, values: values.map(Slot::new), name: Slot::new(Value::UNSET) }).into_value()
    }

    /// A computed attribute of a builtin type, which may be shown as a member.
    pub(super) fn computed(owner: &'static Type, getset: &'static GetSet) -> Value {
        let is_member = owner.def.is_some_and(|def| super::members::is_member(def.name, getset.name));
        let ty = if is_member { &MEMBER } else { &GETSET };
        let descriptor = Descriptor::make(ty, Some(getset), [owner.value(), Name::new(getset.name).value(), Value::NONE, Value::NONE]);
        // It is looked at wherever an object of the class is, and there for ever.
        if let Some(header) = descriptor.header() {
            header.set(flag::PINNED);
        }
        descriptor
    }

    /// A computed attribute added to a class made at run time.
    pub(super) fn getset_of_class(owner: &Type, getset: &'static GetSet) -> Value {
        Descriptor::make(&GETSET, Some(getset), [owner.value(), Name::new(getset.name).value(), Value::NONE, Value::NONE])
    }

    /// A member made by `__slots__`. `name` is the (mangled) attribute it stands for.
    pub(crate) fn member(owner: &Type, name: Name) -> Value {
        Descriptor::make(&MEMBER, None, [owner.value(), name.value(), Value::NONE, Value::NONE])
    }

    pub(crate) fn static_method(function: Value) -> Value {
        Descriptor::make(&STATIC_METHOD, None, [function, Value::NONE, Value::NONE, Value::NONE])
    }

    pub(crate) fn class_method(function: Value) -> Value {
        Descriptor::make(&CLASS_METHOD, None, [function, Value::NONE, Value::NONE, Value::NONE])
    }

    /// Value `index`, see the struct.
    #[inline]
    pub(crate) fn value_at(&self, index: usize) -> Value {
        self.values[index].get(&self.head)
    }

    pub(crate) fn set_value_at(&self, index: usize, value: Value) {
        drop(self.values[index].put(&self.head, value));
    }

    /// The function of a classmethod or staticmethod.
    pub(crate) fn function(&self) -> Value {
        self.value_at(0)
    }

    /// For a member: the attribute name.
    pub(crate) fn member_name(&self) -> Option<Name> {
        self.value_at(1).get::<Str>().map(Name::of)
    }
}

fn this(value: &Value) -> &Descriptor {
    value.get::<Descriptor>().expect("descriptor slots are called with descriptors")
}

// ---- property ----

fn property_new(_: &Cx, class: &Type, _: Args<'_>) -> R {
    Ok(Descriptor::make(class, None, [Value::NONE, Value::NONE, Value::NONE, Value::NONE]))
}

static PROPERTY_INIT: NativeDef = NativeDef::new("property(self, fget=None, fset=None, fdel=None, doc=None)", |cx, a| {
    let property = this(&a[0]);
    for (index, value) in a[1..4].iter().enumerate() {
        property.set_value_at(index, value.clone());
    }
    let mut doc = a[4].clone();
    if doc.is_none() && !a[1].is_none() {
        doc = super::attr::lookup_optional(cx, &a[1], Name::new("__doc__"))?.unwrap_or(Value::NONE);
        if !doc.is_none() {
            property.head.set(GETTER_DOC);
        }
    }
    if !type_of(&a[0]).is_heap() {
        property.set_value_at(3, doc);
        return Ok(Value::NONE);
    }
    // A derived class has a text of its own, which would come before ours: that goes into the instance.
    match super::attr::setattr(cx, &a[0], Name::new("__doc__"), doc) {
        Err(raised) if !property.head.has(GETTER_DOC) && cx.pending_is(&super::exception::ATTRIBUTE_ERROR) => drop(cx.take(raised)),
        stored => stored?,
    }
    Ok(Value::NONE)
});

fn property_init(cx: &Cx, value: &Value, args: Args<'_>) -> R<()> {
    let mut values = vec![value.clone()];
    values.extend_from_slice(args.values);
    let mut bound = Vec::new();
    PROPERTY_INIT.signature().bind(cx, Args { values: &values, names: args.names }, true, &mut bound)?;
    match PROPERTY_INIT.call {
        super::native::NativeCall::Bound(init) => init(cx, &bound).map(drop),
        _ => Ok(()),
    }
}

fn property_error(cx: &Cx, property: &Value, instance: &Value, what: &str) -> super::value::Raised {
    let class = type_of(instance).qualname();
    let message = match this(property).name.get(&this(property).head).get::<Str>() {
        Some(name) => {
            format!("property {} of '{class}' object has no {what}", String::from_utf8_lossy(&crate::text::repr::str_repr(name.bytes())))
        }
        None => format!("property of '{class}' object has no {what}"),
    };
    cx.error(&super::exception::ATTRIBUTE_ERROR, message)
}

fn property_get(cx: &Cx, property: &Value, instance: &Value, _class: &Value) -> R {
    if instance.is_unset() {
        return Ok(property.clone());
    }
    let getter = this(property).value_at(0);
    if getter.is_none() {
        return Err(property_error(cx, property, instance, "getter"));
    }
    super::call::call(cx, &getter, Args::positional(std::slice::from_ref(instance)))
}

fn property_set(cx: &Cx, property: &Value, instance: &Value, value: Option<Value>) -> R<()> {
    let deleting = value.is_none();
    let function = this(property).value_at(if deleting { 2 } else { 1 });
    if function.is_none() {
        return Err(property_error(cx, property, instance, if deleting { "deleter" } else { "setter" }));
    }
    let values: Vec<Value> = [instance.clone()].into_iter().chain(value).collect();
    super::call::call(cx, &function, Args::positional(&values)).map(drop)
}

/// The flag of a property that has its text from its getter: another getter brings another text.
const GETTER_DOC: u16 = flag::KIND_A;

/// A copy of a property with function `index` replaced.
fn property_with(cx: &Cx, property: &Value, index: usize, function: &Value) -> R {
    let old = this(property);
    let mut values: Vec<Value> = (0..4).map(|i| old.value_at(i)).collect();
    values[index] = function.clone();
    if old.head.has(GETTER_DOC) && !values[0].is_none() {
        values[3] = Value::NONE;
    }
    let fresh = super::call::call(cx, &super::cx::class_of(property), Args::positional(&values))?;
    if let Some(fresh) = fresh.get::<Descriptor>() {
        drop(fresh.name.put(&fresh.head, old.name.get(&old.head)));
    }
    Ok(fresh)
}

fn get_value<const N: usize>(_: &Cx, property: &Value) -> R {
    Ok(this(property).value_at(N))
}

fn set_doc(_: &Cx, property: &Value, value: Option<Value>) -> R<()> {
    this(property).set_value_at(3, value.unwrap_or(Value::NONE));
    Ok(())
}

fn property_name(cx: &Cx, object: &Value) -> R {
    let property = this(object);
    let name = property.name.get(&property.head);
    if !name.is_unset() {
        return Ok(name);
    }
    match super::attr::lookup_optional(cx, &property.value_at(0), Name::new("__name__"))? {
        Some(name) => Ok(name),
        None => Err(super::attr::no_attribute(cx, object, Name::new("__name__"))),
    }
}

fn set_name(_: &Cx, property: &Value, value: Option<Value>) -> R<()> {
    let property = this(property);
    drop(property.name.put(&property.head, value.unwrap_or(Value::UNSET)));
    Ok(())
}

fn property_abstract(cx: &Cx, property: &Value) -> R {
    for index in 0..3 {
        if is_abstract(cx, &this(property).value_at(index))? {
            return Ok(Value::TRUE);
        }
    }
    Ok(Value::FALSE)
}

/// Whether an object is marked as abstract.
pub(crate) fn is_abstract(cx: &Cx, value: &Value) -> R<bool> {
    match super::attr::lookup_optional(cx, value, Name::new("__isabstractmethod__"))? {
        Some(mark) => super::protocol::truth(cx, &mark),
        None => Ok(false),
    }
}

static PROPERTY_METHODS: &[NativeDef] = &[
    NativeDef::new("getter(self, fget, /)", |cx, a| property_with(cx, &a[0], 0, &a[1])),
    NativeDef::new("setter(self, fset, /)", |cx, a| property_with(cx, &a[0], 1, &a[1])),
    NativeDef::new("deleter(self, fdel, /)", |cx, a| property_with(cx, &a[0], 2, &a[1])),
    NativeDef::new("__set_name__(self, owner, name, /)", |_, a| {
        let property = this(&a[0]);
        drop(property.name.put(&property.head, a[2].clone()));
        Ok(Value::NONE)
    }),
];

static PROPERTY_GETSET: &[GetSet] = &[
    GetSet { name: "fget", get: get_value::<0>, set: None },
    GetSet { name: "fset", get: get_value::<1>, set: None },
    GetSet { name: "fdel", get: get_value::<2>, set: None },
    GetSet { name: "__doc__", get: get_value::<3>, set: Some(set_doc) },
    GetSet { name: "__name__", get: property_name, set: Some(set_name) },
    GetSet { name: "__isabstractmethod__", get: property_abstract, set: None },
];

static PROPERTY_DEF: TypeDef = TypeDef {
    name: "property",
    kind: Kind::Descriptor,
    subclassable: true,
    slots: Slots {
        new: Some(property_new),
        init: Some(property_init),
        descr_get: Some(property_get),
        descr_set: Some(property_set),
        ..Slots::NONE
    },
    methods: PROPERTY_METHODS,
    getset: PROPERTY_GETSET,
    ..TypeDef::EMPTY
};
pub(crate) static PROPERTY: Type = Type::from_def(&PROPERTY_DEF);

// ---- classmethod and staticmethod ----

fn wrapper_new(_: &Cx, class: &Type, _: Args<'_>) -> R {
    Ok(Descriptor::make(class, None, [Value::NONE, Value::NONE, Value::NONE, Value::NONE]))
}

fn wrapper_init(cx: &Cx, wrapper: &Value, args: Args<'_>) -> R<()> {
    match args.pos() {
        [function] if args.names.is_empty() => {
            this(wrapper).set_value_at(0, function.clone());
            Ok(())
        }
        _ if !args.names.is_empty() => Err(cx.type_error(format!("{}() takes no keyword arguments", type_of(wrapper).message_name()))),
        given => Err(cx.type_error(format!("{} expected 1 argument, got {}", type_of(wrapper).message_name(), given.len()))),
    }
}

fn class_method_get(cx: &Cx, wrapper: &Value, instance: &Value, class: &Value) -> R {
    let class = if class.is_unset() { super::cx::class_of(instance) } else { class.clone() };
    let _ = cx;
    Ok(super::method::BoundMethod::new(this(wrapper).function(), class).into_value())
}

fn static_method_get(_: &Cx, wrapper: &Value, _: &Value, _: &Value) -> R {
    Ok(this(wrapper).function())
}

fn static_method_call(cx: &Cx, wrapper: &Value, args: Args<'_>) -> R {
    super::call::call(cx, &this(wrapper).function(), args)
}

fn wrapper_repr(cx: &Cx, wrapper: &Value) -> R {
    let function = super::protocol::repr(cx, &this(wrapper).function())?;
    Ok(Str::from_str(&format!("<{}({})>", type_of(wrapper).name(), function.to_str_lossy())).into_value())
}

fn wrapper_abstract(cx: &Cx, wrapper: &Value) -> R {
    is_abstract(cx, &this(wrapper).function()).map(Value::bool)
}

/// What a wrapper takes over from its function, in the order of its `__dict__`.
static TAKEN_OVER: [&str; 5] = ["__module__", "__name__", "__qualname__", "__doc__", "__annotations__"];

/// An attribute that a wrapper has from its function. It looks there until somebody wants to see or change the wrapper's own.
fn forwarded<const N: usize>(cx: &Cx, wrapper: &Value) -> R {
    let name = Name::new(TAKEN_OVER[N]);
    if let Some(own) = super::attr::own_attribute(cx, wrapper, name)? {
        return Ok(own);
    }
    let found = match this(wrapper).head.has(OWN_NAMES) {
        true => None,
        false => super::attr::lookup_optional(cx, &this(wrapper).function(), name)?,
    };
    match found {
        Some(found) => Ok(found),
        None if N == DOC => Ok(type_of(wrapper).def.map_or(Value::NONE, TypeDef::doc_value)),
        None => Err(super::attr::no_attribute(cx, wrapper, name)),
    }
}

/// The place of `__doc__` in `TAKEN_OVER`.
const DOC: usize = 3;

fn set_forwarded<const N: usize>(cx: &Cx, wrapper: &Value, value: Option<Value>) -> R<()> {
    take_over(cx, wrapper)?;
    super::attr::set_own_attribute(cx, wrapper, Name::new(TAKEN_OVER[N]), value)
}

/// The flag of a wrapper that has in its `__dict__` what it has from its function.
const OWN_NAMES: u16 = flag::KIND_A;

/// Copies the function's names into the wrapper's `__dict__`.
fn take_over(cx: &Cx, wrapper: &Value) -> R<()> {
    if this(wrapper).head.has(OWN_NAMES) {
        return Ok(());
    }
    let function = this(wrapper).function();
    for name in TAKEN_OVER.map(Name::new) {
        if let Some(value) = super::attr::lookup_optional(cx, &function, name)? {
            super::attr::set_own_attribute(cx, wrapper, name, Some(value))?;
        }
    }
    this(wrapper).head.set(OWN_NAMES);
    Ok(())
}

fn wrapper_dict(cx: &Cx, wrapper: &Value) -> R {
    take_over(cx, wrapper)?;
    super::attr::instance_dict(cx, wrapper)
}

fn set_wrapper_dict(cx: &Cx, wrapper: &Value, value: Option<Value>) -> R<()> {
    this(wrapper).head.set(OWN_NAMES);
    super::class::set_builtin_dict(cx, wrapper, value)
}

static WRAPPER_GETSET: &[GetSet] = &[
    GetSet { name: "__func__", get: get_value::<0>, set: None },
    GetSet { name: "__wrapped__", get: get_value::<0>, set: None },
    GetSet { name: "__isabstractmethod__", get: wrapper_abstract, set: None },
    GetSet { name: "__dict__", get: wrapper_dict, set: Some(set_wrapper_dict) },
    GetSet { name: "__module__", get: forwarded::<0>, set: Some(set_forwarded::<0>) },
    GetSet { name: "__name__", get: forwarded::<1>, set: Some(set_forwarded::<1>) },
    GetSet { name: "__qualname__", get: forwarded::<2>, set: Some(set_forwarded::<2>) },
    GetSet { name: "__doc__", get: forwarded::<DOC>, set: Some(set_forwarded::<DOC>) },
    GetSet { name: "__annotations__", get: forwarded::<4>, set: Some(set_forwarded::<4>) },
];

const WRAPPER_SLOTS: Slots = Slots { new: Some(wrapper_new), init: Some(wrapper_init), repr: Some(wrapper_repr), ..Slots::NONE };

static CLASS_METHOD_DEF: TypeDef = TypeDef {
    name: "classmethod",
    kind: Kind::Descriptor,
    subclassable: true,
    has_dict: true,
    slots: Slots { descr_get: Some(class_method_get), ..WRAPPER_SLOTS },
    getset: WRAPPER_GETSET,
    ..TypeDef::EMPTY
};
pub(crate) static CLASS_METHOD: Type = Type::from_def(&CLASS_METHOD_DEF);

static STATIC_METHOD_DEF: TypeDef = TypeDef {
    name: "staticmethod",
    kind: Kind::Descriptor,
    subclassable: true,
    has_dict: true,
    slots: Slots { descr_get: Some(static_method_get), call: Some(static_method_call), ..WRAPPER_SLOTS },
    getset: WRAPPER_GETSET,
    ..TypeDef::EMPTY
};
pub(crate) static STATIC_METHOD: Type = Type::from_def(&STATIC_METHOD_DEF);

// ---- computed attributes and members ----

/// Whether the object is of the class that a computed attribute or member belongs to.
fn applies(descriptor: &Value, instance: &Value) -> bool {
    this(descriptor).value_at(0).get::<Type>().is_some_and(|owner| type_of(instance).is_subtype(owner))
}

/// The descriptor to use for an object in whose class `descriptor` was found: another strand may have given the object another class, or
/// its class other bases, since then, and the attribute is another one's now.
#[inline(always)]
fn current(cx: &Cx, descriptor: &Value, instance: &Value) -> R {
    if applies(descriptor, instance) { Ok(descriptor.clone()) } else { current_moved(cx, descriptor, instance) }
}

#[cold]
fn current_moved(cx: &Cx, descriptor: &Value, instance: &Value) -> R {
    let name = match this(descriptor).getset {
        Some(getset) => Some(Name::new(getset.name)),
        None => this(descriptor).member_name(),
    };
    // One look at the class, which may change at any time.
    let class = type_of(instance);
    if let Some(found) = name.and_then(|name| class.lookup(cx, name)).filter(is_computed)
        && this(&found).value_at(0).get::<Type>().is_some_and(|owner| class.is_subtype(owner))
    {
        return Ok(found);
    }
    check_owner(cx, descriptor, instance).map(|()| descriptor.clone())
}

/// What `__get__` and `__set__`, called by script, look at first: it is this descriptor that is meant. Errors: TypeError.
pub(super) fn check_asked(cx: &Cx, descriptor: &Value, instance: &Value) -> R<()> {
    if is_computed(descriptor) { check_owner(cx, descriptor, instance) } else { Ok(()) }
}

/// `__set__` and `__delete__`, called by script.
pub(super) fn set_asked(cx: &Cx, set: fn(&Cx, &Value, &Value, Option<Value>) -> R<()>, a: &[Value], value: Option<Value>) -> R {
    check_asked(cx, &a[0], &a[1])?;
    set(cx, &a[0], &a[1], value).map(|()| Value::NONE)
}

/// Whether it is a computed attribute or a member.
fn is_computed(value: &Value) -> bool {
    [&MEMBER, &GETSET].iter().any(|kind| std::ptr::eq(type_of(value), *kind))
}

/// Errors: TypeError, if the descriptor is for objects of another class.
fn check_owner(cx: &Cx, descriptor: &Value, instance: &Value) -> R<()> {
    if instance.is_unset() || applies(descriptor, instance) {
        return Ok(());
    }
    let owner = this(descriptor).value_at(0);
    let name = this(descriptor).member_name().map_or_else(String::new, |name| name.to_string());
    Err(cx.type_error(format!(
        "descriptor '{name}' for '{}' objects doesn't apply to a '{}' object",
        owner.get::<Type>().map_or_else(String::new, Type::message_name),
        type_of(instance).message_name()
    )))
}

fn getset_get(cx: &Cx, descriptor: &Value, instance: &Value, _: &Value) -> R {
    if instance.is_unset() {
        return Ok(descriptor.clone());
    }
    match this(&current(cx, descriptor, instance)?).getset {
        Some(getset) => (getset.get)(cx, instance),
        None => Ok(Value::NONE),
    }
}

fn getset_set(cx: &Cx, descriptor: &Value, instance: &Value, value: Option<Value>) -> R<()> {
    let descriptor = &current(cx, descriptor, instance)?;
    match this(descriptor).getset {
        Some(GetSet { set: Some(set), .. }) => set(cx, instance, value),
        Some(_) if std::ptr::eq(type_of(descriptor), &MEMBER) => Err(cx.error(&super::exception::ATTRIBUTE_ERROR, "readonly attribute")),
        Some(getset) => Err(cx.error(
            &super::exception::ATTRIBUTE_ERROR,
            format!("attribute '{}' of '{}' objects is not writable", getset.name, owner_name(descriptor)),
        )),
        None => Ok(()),
    }
}

fn owner_name(descriptor: &Value) -> String {
    this(descriptor).value_at(0).get::<Type>().map_or_else(String::new, Type::message_name)
}

fn member_get(cx: &Cx, descriptor: &Value, instance: &Value, _: &Value) -> R {
    if instance.is_unset() {
        return Ok(descriptor.clone());
    }
    if this(descriptor).getset.is_some() {
        return getset_get(cx, descriptor, instance, &Value::UNSET);
    }
    let name = this(&current(cx, descriptor, instance)?).member_name().expect("members have a name");
    match super::attr::member(cx, instance, name)? {
        Some(value) => Ok(value),
        None => Err(super::attr::no_attribute(cx, instance, name)),
    }
}

fn member_set(cx: &Cx, descriptor: &Value, instance: &Value, value: Option<Value>) -> R<()> {
    if this(descriptor).getset.is_some() {
        return getset_set(cx, descriptor, instance, value);
    }
    let name = this(&current(cx, descriptor, instance)?).member_name().expect("members have a name");
    super::attr::set_member(cx, instance, name, value)
}

fn getset_repr(_: &Cx, descriptor: &Value) -> R {
    let name = this(descriptor).member_name().map_or_else(String::new, |name| name.to_string());
    let kind = if std::ptr::eq(type_of(descriptor), &MEMBER) { "member" } else { "attribute" };
    Ok(Str::from_str(&format!("<{kind} '{name}' of '{}' objects>", owner_name(descriptor))).into_value())
}

fn member_qualname(_: &Cx, descriptor: &Value) -> R {
    let name = this(descriptor).member_name().map_or_else(String::new, |name| name.to_string());
    let owner = this(descriptor).value_at(0);
    let owner = owner.get::<Type>().map_or_else(String::new, |owner| owner.qualname());
    Ok(Str::from_str(&format!("{owner}.{name}")).into_value())
}

static GETSET_GETSET: &[GetSet] = &[
    GetSet { name: "__objclass__", get: get_value::<0>, set: None },
    GetSet { name: "__name__", get: get_value::<1>, set: None },
    GetSet { name: "__qualname__", get: member_qualname, set: None },
    GetSet { name: "__doc__", get: get_value::<3>, set: None },
];

static GETSET_DEF: TypeDef = TypeDef {
    name: "getset_descriptor",
    kind: Kind::Descriptor,
    slots: Slots { descr_get: Some(getset_get), descr_set: Some(getset_set), repr: Some(getset_repr), ..Slots::NONE },
    getset: GETSET_GETSET,
    ..TypeDef::EMPTY
};
pub(crate) static GETSET: Type = Type::from_def(&GETSET_DEF);

static MEMBER_DEF: TypeDef = TypeDef {
    name: "member_descriptor",
    kind: Kind::Descriptor,
    slots: Slots { descr_get: Some(member_get), descr_set: Some(member_set), repr: Some(getset_repr), ..Slots::NONE },
    getset: GETSET_GETSET,
    ..TypeDef::EMPTY
};
pub(crate) static MEMBER: Type = Type::from_def(&MEMBER_DEF);

/// The reference of a member that `__slots__` made, for the inline caches of the layers above.
pub(crate) fn as_member(value: &Value) -> Option<Ref<Descriptor>> {
    value.get_ref::<Descriptor>().filter(|member| std::ptr::eq(type_of(value), &MEMBER) && member.getset.is_none())
}
