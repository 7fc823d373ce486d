//! Module `_abc`: what `abc.ABCMeta` does at each `isinstance` and `issubclass`. Answers are cached by the version of the asked class,
//! which no other class ever has.

use crate::object::attr;
use crate::object::call;
use crate::object::cx::Cx;
use crate::object::isinstance;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::payload::{Native, Payload, publish_into};
use crate::object::protocol::truth;
use crate::object::set::{FROZENSET, Set};
use crate::object::str::Name;
use crate::object::tuple::Tuple;
use crate::object::ty::{NO_VERSION, Type, TypeDef, type_flag, type_of};
use crate::object::value::{Object, R, Value};
use parking_lot::Mutex;
use std::collections::HashSet;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Changes whenever a class is registered anywhere; answers "no" from before are worth nothing then.
static TOKEN: AtomicU64 = AtomicU64::new(0);

#[derive(Default)]
struct Data {
    /// The strong references keep registered classes alive.
    registry: Mutex<Vec<Value>>,
    answers: Mutex<Answers>,
}

#[derive(Default)]
struct Answers {
    yes: HashSet<u32>,
    no: HashSet<u32>,
    token: u64,
}

impl Payload for Data {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.registry.lock().iter().for_each(visit);
    }
    fn clear(&self) {
        let old = std::mem::take(&mut *self.registry.lock());
        drop(old);
    }
}

static DATA_DEF: TypeDef = TypeDef { name: "_abc_data", module: "_abc", ..TypeDef::EMPTY };
static DATA: Type = Type::from_def(&DATA_DEF);

static IMPL: LazyLock<Name> = LazyLock::new(|| Name::new("_abc_impl"));
static ABSTRACT_METHODS: LazyLock<Name> = LazyLock::new(|| Name::new("__abstractmethods__"));
static IS_ABSTRACT: LazyLock<Name> = LazyLock::new(|| Name::new("__isabstractmethod__"));
static SUBCLASS_HOOK: LazyLock<Name> = LazyLock::new(|| Name::new("__subclasshook__"));
static SUBCLASS_CHECK: LazyLock<Name> = LazyLock::new(|| Name::new("__subclasscheck__"));
static CLASS: LazyLock<Name> = LazyLock::new(|| Name::new("__class__"));

/// What is known about a class. Other strands see a class as one of its base's before it has been made ready here, so whoever asks first
/// gives it its data.
fn data(cx: &Cx, class: &Value) -> R {
    let own = class_of(cx, class, "the argument must be a class")?.dict();
    let data = match own.get_name(*IMPL) {
        Some(data) => data,
        None => {
            DATA.make_ready();
            own.set_default(cx, IMPL.value(), Native::make(&DATA, Data::default()))?
        }
    };
    match Native::<Data>::of(&data) {
        Some(_) => Ok(data),
        None => Err(cx.type_error("_abc_impl is set to a wrong type")),
    }
}

fn class_of<'a>(cx: &Cx, value: &'a Value, message: &str) -> R<&'a Type> {
    value.get::<Type>().ok_or_else(|| cx.type_error(message))
}

fn is_abstract(cx: &Cx, value: &Value) -> R<bool> {
    match attr::lookup_optional(cx, value, *IS_ABSTRACT)? {
        Some(mark) => truth(cx, &mark),
        None => Ok(false),
    }
}

/// The names of a class that are abstract, as a frozenset.
fn abstract_names(cx: &Cx, value: &Value, class: &Type) -> R {
    let mut names = Vec::new();
    for key in class.dict().keys() {
        if let Some(member) = class.dict().get(cx, &key)?
            && is_abstract(cx, &member)?
        {
            names.push(key);
        }
    }
    let bases = class.bases();
    for base in bases.get::<Tuple>().map(Tuple::items).unwrap_or_default() {
        let Some(inherited) = attr::lookup_optional(cx, base, *ABSTRACT_METHODS)? else { continue };
        for name in crate::object::iter::collect(cx, &inherited)? {
            let Some(text) = name.get::<crate::object::str::Str>() else { continue };
            if let Some(member) = attr::lookup_optional(cx, value, Name::of(text))?
                && is_abstract(cx, &member)?
            {
                names.push(name.clone());
            }
        }
    }
    let frozen = Set::of_class(&FROZENSET);
    for name in names {
        frozen.add(cx, name)?;
    }
    Ok(frozen.into_value())
}

fn abc_init(cx: &Cx, a: &[Value]) -> R {
    let class = class_of(cx, &a[0], "_abc_init() needs a class")?;
    let names = abstract_names(cx, &a[0], class)?;
    attr::setattr(cx, &a[0], *ABSTRACT_METHODS, names)?;
    if let Some(flags) = class.dict().get_name(Name::new("__abc_tpflags__")) {
        match flags.as_int() {
            Some(int) if int & (1 << 5) != 0 => class.set_flag(type_flag::SEQUENCE, true),
            Some(int) if int & (1 << 6) != 0 => class.set_flag(type_flag::MAPPING, true),
            _ => {}
        }
    }
    data(cx, &a[0]).map(|_| Value::NONE)
}

/// `case` patterns treat registered classes as what they are registered for.
fn mark(class: &Type, flags: u32) {
    let either = type_flag::SEQUENCE | type_flag::MAPPING;
    // Builtin types say themselves what they are.
    if class.is_heap() && class.flags() & either == 0 {
        class.set_flag(flags & either, true);
        for derived in class.derived() {
            if let Some(derived) = derived.get::<Type>() {
                mark(derived, flags);
            }
        }
    }
}

fn register(cx: &Cx, a: &[Value]) -> R {
    let class = class_of(cx, &a[0], "_abc_register() needs a class")?;
    let subclass = class_of(cx, &a[1], "Can only register classes")?;
    if isinstance::is_subclass(cx, &a[1], &a[0])? {
        return Ok(a[1].clone());
    }
    if isinstance::is_subclass(cx, &a[0], &a[1])? {
        return Err(cx.runtime_error("Refusing to create an inheritance cycle"));
    }
    let data = data(cx, &a[0])?;
    publish_into(&data, &a[1]);
    if let Some(data) = Native::<Data>::of(&data) {
        data.registry.lock().push(a[1].clone());
    }
    TOKEN.fetch_add(1, Relaxed);
    if class.flags() & (type_flag::SEQUENCE | type_flag::MAPPING) != 0 {
        mark(subclass, class.flags());
    }
    Ok(a[1].clone())
}

fn instance_check(cx: &Cx, a: &[Value]) -> R {
    let claimed = attr::getattr(cx, &a[1], *CLASS)?;
    let own = type_of(&a[1]);
    if let Some(ty) = claimed.get::<Type>() {
        let data = data(cx, &a[0])?;
        if let Some(data) = Native::<Data>::of(&data) {
            let answers = data.answers.lock();
            if answers.yes.contains(&ty.version()) {
                return Ok(Value::TRUE);
            }
            if std::ptr::eq(ty, own) && answers.token == TOKEN.load(Relaxed) && answers.no.contains(&ty.version()) {
                return Ok(Value::FALSE);
            }
        }
        if std::ptr::eq(ty, own) {
            return call::call_method(cx, &a[0], *SUBCLASS_CHECK, &[claimed]);
        }
    }
    let answer = call::call_method(cx, &a[0], *SUBCLASS_CHECK, &[claimed])?;
    if truth(cx, &answer)? {
        return Ok(Value::TRUE);
    }
    call::call_method(cx, &a[0], *SUBCLASS_CHECK, &[own.value()])
}

fn subclass_check(cx: &Cx, a: &[Value]) -> R {
    let subclass = class_of(cx, &a[1], "issubclass() arg 1 must be a class")?;
    let owner = data(cx, &a[0])?;
    let Some(data) = Native::<Data>::of(&owner) else { return Ok(Value::FALSE) };
    let version = subclass.version();
    let token = TOKEN.load(Relaxed);
    {
        let mut answers = data.answers.lock();
        if answers.yes.contains(&version) {
            return Ok(Value::TRUE);
        }
        if answers.token < token {
            answers.no.clear();
            answers.token = token;
        } else if answers.no.contains(&version) {
            return Ok(Value::FALSE);
        }
    }
    let answer = cx.recursing(" in __subclasscheck__", || decide(cx, &a[0], &a[1], data))?;
    let mut answers = data.answers.lock();
    let known = if answer { &mut answers.yes } else { &mut answers.no };
    // A program that makes classes without end must not fill the memory with answers about them.
    if known.len() >= 4096 {
        known.clear();
    }
    if version != NO_VERSION {
        known.insert(version);
    }
    Ok(Value::bool(answer))
}

fn decide(cx: &Cx, class: &Value, subclass: &Value, data: &Data) -> R<bool> {
    let hooked = call::call_method(cx, class, *SUBCLASS_HOOK, std::slice::from_ref(subclass))?;
    if let Some(answer) = hooked.as_bool() {
        return Ok(answer);
    }
    if !hooked.is_not_implemented() {
        return Err(
            cx.error(&crate::object::exception::ASSERTION_ERROR, "__subclasshook__ must return either False, True, or NotImplemented")
        );
    }
    if let (Some(sub), Some(class)) = (subclass.get::<Type>(), class.get::<Type>())
        && sub.is_subtype(class)
    {
        return Ok(true);
    }
    let registered = data.registry.lock().clone();
    for other in &registered {
        if isinstance::is_subclass(cx, subclass, other)? {
            return Ok(true);
        }
    }
    for derived in class.get::<Type>().map(Type::derived).unwrap_or_default() {
        if isinstance::is_subclass(cx, subclass, &derived)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn reset(cx: &Cx, a: &[Value]) -> R {
    let data = data(cx, &a[0])?;
    if let Some(data) = Native::<Data>::of(&data) {
        *data.answers.lock() = Answers::default();
    }
    Ok(Value::NONE)
}

fn reset_registry(cx: &Cx, a: &[Value]) -> R {
    let data = data(cx, &a[0])?;
    let old = Native::<Data>::of(&data).map(|data| std::mem::take(&mut *data.registry.lock()));
    drop(old);
    Ok(Value::NONE)
}

fn update_abstract(cx: &Cx, a: &[Value]) -> R {
    if let Some(class) = a[0].get::<Type>()
        && attr::lookup_optional(cx, &a[0], *ABSTRACT_METHODS)?.is_some()
    {
        let names = abstract_names(cx, &a[0], class)?;
        attr::setattr(cx, &a[0], *ABSTRACT_METHODS, names)?;
    }
    Ok(a[0].clone())
}

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("get_cache_token()", |_, _| Ok(Value::int(TOKEN.load(Relaxed) as i64))).doc("Returns the current ABC cache token."),
    NativeDef::new("_abc_init(cls, /)", abc_init),
    NativeDef::new("_abc_register(cls, subclass, /)", register),
    NativeDef::new("_abc_instancecheck(cls, instance, /)", instance_check),
    NativeDef::new("_abc_subclasscheck(cls, subclass, /)", subclass_check),
    NativeDef::new("_reset_registry(cls, /)", reset_registry),
    NativeDef::new("_reset_caches(cls, /)", reset),
    NativeDef::new("update_abstractmethods(cls, /)", update_abstract).doc("Recalculate the set of abstract methods of an abstract class."),
];

/// Fills the namespace of `_abc`.
pub(super) fn fill(_: &Cx, module: &Module) -> R<()> {
    module.add_functions(FUNCTIONS);
    Ok(())
}
