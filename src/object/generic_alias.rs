//! `types.GenericAlias`: a class with the arguments written in brackets, `list[int]`. Behaves like the class in most respects.

use super::args::Args;
use super::attr;
use super::call;
use super::compare;
use super::cx::Cx;
use super::dict::Dict;
use super::iter;
use super::list::List;
use super::native::{GetSet, NativeDef};
use super::payload::{Native, Payload};
use super::protocol;
use super::slots::{BinOp, CmpOp, Slots, bin_slots};
use super::str::{Name, Str};
use super::tuple::Tuple;
use super::ty::{Type, TypeDef, type_of};
use super::union_type;
use super::value::{Object, R, V, Value};

/// Immutable.
pub(super) struct Alias {
    origin: Value,
    /// A tuple.
    args: Value,
    /// The type variables in `args`: a tuple.
    parameters: Value,
    /// `*tuple[int, str]` as an argument of another alias.
    starred: bool,
}

impl Payload for Alias {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        [&self.origin, &self.args, &self.parameters].into_iter().for_each(visit);
    }
}

/// `origin[args]`; `args` that is no tuple is the only argument.
pub(crate) fn make(cx: &Cx, origin: &Value, args: &Value) -> R {
    build(cx, &GENERIC_ALIAS, origin, args, false)
}

fn build(cx: &Cx, class: &Type, origin: &Value, args: &Value, starred: bool) -> R {
    let args = match args.get_exact::<Tuple>() {
        Some(_) => args.clone(),
        None => Tuple::new(vec![args.clone()]).into_value(),
    };
    let parameters = find_parameters(cx, items(&args))?;
    let parameters = Tuple::new(parameters).into_value();
    Ok(Native::make(class, Alias { origin: origin.clone(), args, parameters, starred }))
}

/// `__class_getitem__` of builtin classes.
pub(crate) fn class_getitem(cx: &Cx, a: &[Value]) -> R {
    make(cx, &a[0], &a[1])
}

pub(super) fn of(value: &Value) -> Option<&Alias> {
    Native::<Alias>::of(value)
}

fn this<'a>(cx: &Cx, value: &'a Value) -> R<&'a Alias> {
    of(value).ok_or_else(|| cx.type_error(format!("expected a generic alias, not {}", type_of(value).message_name())))
}

fn items(tuple: &Value) -> &[Value] {
    tuple.get::<Tuple>().map(Tuple::items).unwrap_or_default()
}

/// The type variables among arguments, each once: what has `__typing_subst__`, and the `__parameters__` of what has some.
pub(super) fn find_parameters(cx: &Cx, args: &[Value]) -> R<Vec<Value>> {
    let mut found: Vec<Value> = Vec::new();
    let mut add = |parameter: &Value| {
        if !found.iter().any(|known| known.is(parameter)) {
            found.push(parameter.clone());
        }
    };
    for arg in args {
        if arg.get::<Type>().is_some() || arg.header().is_none() {
            continue;
        }
        if attr::lookup_optional(cx, arg, Name::new("__typing_subst__"))?.is_some() {
            add(arg);
        } else if let Some(parameters) = attr::lookup_optional(cx, arg, Name::new("__parameters__"))? {
            items(&parameters).iter().for_each(&mut add);
        }
    }
    Ok(found)
}

/// Appends an argument as `repr` of an alias or union shows it: classes by their name.
pub(super) fn push_shown(cx: &Cx, text: &mut Vec<u8>, value: &Value) -> R<()> {
    match value.unpack() {
        V::Ellipsis => text.extend_from_slice(b"..."),
        V::None => text.extend_from_slice(b"None"),
        _ => match value.get::<Type>() {
            Some(class) => text.extend_from_slice(class.full_name().as_bytes()),
            None => super::repr_guard::push_repr(cx, text, value)?,
        },
    }
    Ok(())
}

fn repr(cx: &Cx, value: &Value) -> R {
    let this = this(cx, value)?;
    let mut text = Vec::new();
    if this.starred {
        text.push(b'*');
    }
    push_shown(cx, &mut text, &this.origin)?;
    text.push(b'[');
    let args = items(&this.args);
    if args.is_empty() {
        text.extend_from_slice(b"()");
    }
    for (index, arg) in args.iter().enumerate() {
        if index > 0 {
            text.extend_from_slice(b", ");
        }
        match arg.get_exact::<List>() {
            // Arguments of a Callable.
            Some(list) => push_list(cx, &mut text, list)?,
            None => push_shown(cx, &mut text, arg)?,
        }
    }
    text.push(b']');
    Ok(Str::from_wtf8(&text).into_value())
}

fn push_list(cx: &Cx, text: &mut Vec<u8>, list: &List) -> R<()> {
    text.push(b'[');
    for (index, item) in list.snapshot().iter().enumerate() {
        if index > 0 {
            text.extend_from_slice(b", ");
        }
        push_shown(cx, text, item)?;
    }
    text.push(b']');
    Ok(())
}

fn hash(cx: &Cx, value: &Value) -> R<i64> {
    let this = this(cx, value)?;
    Ok(compare::hash(cx, &this.origin)? ^ compare::hash(cx, &this.args)?)
}

fn compare(cx: &Cx, a: &Value, b: &Value, op: CmpOp) -> R {
    let (Some(x), Some(y), CmpOp::Eq | CmpOp::Ne) = (of(a), of(b), op) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let equal = x.starred == y.starred && compare::equal(cx, &x.origin, &y.origin)? && compare::equal(cx, &x.args, &y.args)?;
    Ok(Value::bool(equal == (op == CmpOp::Eq)))
}

/// Makes an instance of the class, which remembers what it was made from if it can.
fn call(cx: &Cx, value: &Value, args: Args<'_>) -> R {
    let made = call::call(cx, &this(cx, value)?.origin, args)?;
    match attr::setattr(cx, &made, Name::new("__orig_class__"), value.clone()) {
        Err(raised) if cx.pending_is(&super::exception::ATTRIBUTE_ERROR) || cx.pending_is(&super::exception::TYPE_ERROR) => {
            drop(cx.take(raised));
            Ok(made)
        }
        result => result.map(|()| made),
    }
}

/// Attributes that are the alias's own; all others are the class's.
const OWN: &[&str] = &[
    "__class__",
    "__origin__",
    "__args__",
    "__parameters__",
    "__unpacked__",
    "__typing_unpacked_tuple_args__",
    "__mro_entries__",
    "__reduce_ex__",
    "__reduce__",
    "__copy__",
    "__deepcopy__",
    "__instancecheck__",
    "__subclasscheck__",
    "__bases__",
];

fn getattr(cx: &Cx, value: &Value, name: Name) -> R {
    if OWN.contains(&&*name.to_str_lossy()) {
        return attr::generic_getattr(cx, value, name);
    }
    attr::getattr(cx, &this(cx, value)?.origin, name)
}

fn getitem(cx: &Cx, value: &Value, key: &Value) -> R {
    let this = this(cx, value)?;
    let args = substitute(cx, value, items(&this.args), items(&this.parameters), key)?;
    build(cx, &GENERIC_ALIAS, &this.origin, &args, this.starred)
}

/// The arguments with type variables replaced by what `key` gives for them: a tuple.
pub(super) fn substitute(cx: &Cx, whole: &Value, args: &[Value], parameters: &[Value], key: &Value) -> R {
    let text = || Ok(protocol::repr(cx, whole)?.to_str_lossy().into_owned());
    if parameters.is_empty() {
        return Err(cx.type_error(format!("{} is not a generic class", text()?)));
    }
    let mut given = key.get_exact::<Tuple>().map_or_else(|| vec![key.clone()], |keys| keys.items().to_vec());
    for parameter in parameters {
        // Variables that stand for several arguments, and defaults, arrange the arguments themselves.
        if let Some(prepare) = attr::lookup_optional(cx, parameter, Name::new("__typing_prepare_subst__"))?
            && !prepare.is_none()
        {
            let prepared = call::call_pos(cx, &prepare, &[whole.clone(), Tuple::new(given).into_value()])?;
            given = iter::collect(cx, &prepared)?;
        }
    }
    if given.len() != parameters.len() {
        let many = if given.len() > parameters.len() { "many" } else { "few" };
        let (actual, wanted) = (given.len(), parameters.len());
        return Err(cx.type_error(format!("Too {many} arguments for {}; actual {actual}, expected {wanted}", text()?)));
    }
    let value_of = |parameter: &Value| parameters.iter().position(|known| known.is(parameter)).map(|index| given[index].clone());
    let mut fresh = Vec::with_capacity(args.len());
    for arg in args {
        if arg.get::<Type>().is_some() || arg.header().is_none() {
            fresh.push(arg.clone());
            continue;
        }
        let replaced = if let Some(replacement) = value_of(arg)
            && let Some(replace) = attr::lookup_optional(cx, arg, Name::new("__typing_subst__"))?
        {
            call::call_pos(cx, &replace, &[replacement])?
        } else {
            match attr::lookup_optional(cx, arg, Name::new("__parameters__"))? {
                Some(inner) if !items(&inner).is_empty() => {
                    let mut replacements = Vec::new();
                    for parameter in items(&inner) {
                        match value_of(parameter) {
                            // What `Ts` stands for is several arguments.
                            Some(several) if type_of(parameter).slots().iter.is_some() && several.get_exact::<Tuple>().is_some() => {
                                replacements.extend_from_slice(items(&several));
                            }
                            Some(single) => replacements.push(single),
                            None => {}
                        }
                    }
                    protocol::getitem(cx, arg, &Tuple::new(replacements).into_value())?
                }
                _ => arg.clone(),
            }
        };
        // `*Ts` gives its arguments one by one.
        match attr::lookup_optional(cx, arg, Name::new("__typing_is_unpacked_typevartuple__"))? {
            Some(mark) if protocol::truth(cx, &mark)? => fresh.extend(iter::collect(cx, &replaced)?),
            _ => fresh.push(replaced),
        }
    }
    Ok(Tuple::new(fresh).into_value())
}

/// `*tuple[int, str]`: the alias once more, starred.
fn iterate(cx: &Cx, value: &Value) -> R {
    let this = this(cx, value)?;
    let starred = build(cx, &GENERIC_ALIAS, &this.origin, &this.args, true)?;
    iter::iter(cx, &Tuple::new(vec![starred]).into_value())
}

fn new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    if !args.names.is_empty() {
        return Err(cx.type_error("GenericAlias() takes no keyword arguments"));
    }
    match args.pos() {
        [origin, arguments] => build(cx, class, origin, arguments, false),
        other => Err(cx.type_error(format!("GenericAlias expected 2 arguments, got {}", other.len()))),
    }
}

fn refuse_instance(cx: &Cx, _: &[Value]) -> R {
    Err(cx.type_error("isinstance() argument 2 cannot be a parameterized generic"))
}

fn refuse_subclass(cx: &Cx, _: &[Value]) -> R {
    Err(cx.type_error("issubclass() argument 2 cannot be a parameterized generic"))
}

fn reduce(cx: &Cx, a: &[Value]) -> R {
    let this = this(cx, &a[0])?;
    let parts = Tuple::new(vec![this.origin.clone(), this.args.clone()]).into_value();
    Ok(Tuple::new(vec![GENERIC_ALIAS.value(), parts]).into_value())
}

fn dir(cx: &Cx, a: &[Value]) -> R {
    let names = Dict::new();
    let of_class = call::call_method(cx, &this(cx, &a[0])?.origin, Name::new("__dir__"), &[]);
    let listed = match of_class {
        Ok(listed) => iter::collect(cx, &listed)?,
        Err(raised) => {
            drop(cx.take(raised));
            Vec::new()
        }
    };
    for name in listed {
        names.set(cx, name, Value::NONE)?;
    }
    for own in OWN {
        names.set_name(Name::new(own), Value::NONE);
    }
    Ok(List::new(names.keys()).into_value())
}

static METHODS: &[NativeDef] = &[
    NativeDef::new("__mro_entries__(self, bases, /)", |cx, a| Ok(Tuple::new(vec![this(cx, &a[0])?.origin.clone()]).into_value())),
    NativeDef::new("__instancecheck__(self, instance, /)", refuse_instance),
    NativeDef::new("__subclasscheck__(self, subclass, /)", refuse_subclass),
    NativeDef::new("__reduce__(self, /)", reduce),
    NativeDef::new("__dir__(self, /)", dir),
];

static GETSET: &[GetSet] = &[
    GetSet { name: "__origin__", get: |cx, value| Ok(this(cx, value)?.origin.clone()), set: Some(super::range::read_only) },
    GetSet { name: "__args__", get: |cx, value| Ok(this(cx, value)?.args.clone()), set: Some(super::range::read_only) },
    GetSet { name: "__parameters__", get: |cx, value| Ok(this(cx, value)?.parameters.clone()), set: None },
    GetSet { name: "__unpacked__", get: |cx, value| Ok(Value::bool(this(cx, value)?.starred)), set: Some(super::range::read_only) },
    GetSet {
        name: "__typing_unpacked_tuple_args__",
        get: |cx, value| {
            let this = this(cx, value)?;
            let is_tuple = this.origin.get::<Type>().is_some_and(|ty| std::ptr::eq(ty, &super::ty::TUPLE));
            Ok(if this.starred && is_tuple { this.args.clone() } else { Value::NONE })
        },
        set: None,
    },
];

static DEF: TypeDef = TypeDef {
    name: "GenericAlias",
    module: "types",
    subclassable: true,
    slots: Slots {
        new: Some(new),
        repr: Some(repr),
        hash: Some(hash),
        compare: Some(compare),
        call: Some(call),
        getattr: Some(getattr),
        getitem: Some(getitem),
        iter: Some(iterate),
        binary: bin_slots(&[(BinOp::Or, union_type::either)]),
        ..Slots::NONE
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};
pub(crate) static GENERIC_ALIAS: Type = Type::from_def(&DEF);
