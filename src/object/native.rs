//! Functions written in Rust: their definitions (signature text and function pointer), the function object, and calling it.

use super::args::{Args, Param, Signature};
use super::cx::Cx;
use super::descriptor::Descriptor;
use super::feeding::Fold;
use super::kinds::{Kind, Layout, alloc, object};
use super::slot::Slot;
use super::slots::Slots;
use super::str::{Name, Str};
use super::tuple::Tuple;
use super::ty::{Type, TypeDef, type_of};
use super::value::{Object, R, Ref, Value, Words};
use crate::memory::Header;
use std::mem::ManuallyDrop;
use std::sync::atomic::{AtomicPtr, AtomicU32, Ordering::*};

/// Signatures with this many parameters at most are bound on the native stack.
pub(crate) const FEW: usize = 6;

/// Gets one value per parameter of the signature (see `args`).
pub(crate) type NativeFn = fn(&Cx, &[Value]) -> R;

/// Gets the arguments as passed.
pub(crate) type RawFn = fn(&Cx, Args<'_>) -> R;

#[derive(Clone, Copy)]
pub(crate) enum NativeCall {
    /// Arguments are bound to the signature's parameters.
    Bound(NativeFn),
    /// Arguments as passed.
    Raw(RawFn),
    /// A dunder method of a builtin type: works through the slots of the type that owns it.
    Slot(fn(&Cx, &Slots, &[Value]) -> R),
    /// As `Slot`, with arguments as passed (`__init__`, `__call__`).
    RawSlot(fn(&Cx, &Slots, Args<'_>) -> R),
}

/// How a builtin function gets the values of calls with one number of positional arguments, as caches remember it.
#[derive(Clone, Copy)]
pub(crate) enum Ready {
    /// It has to be found out at each call.
    No,
    /// As they are.
    Exact(NativeFn),
    /// As they are, and after them the defaults of these parameters: [`FEW`] values at most.
    Padded(NativeFn, &'static [Param]),
    /// As passed.
    Raw(RawFn),
}

/// A row of a function table. `sig` is `"name(parameters)"`, for methods with `self` first; prefixed by `classmethod ` or
/// `staticmethod ` where it applies.
pub(crate) struct NativeDef {
    pub(crate) sig: &'static str,
    pub(crate) call: NativeCall,
    pub(crate) doc: &'static str,
    /// What the function gives for its one argument, if that needs no code of scripts and raises nothing; it holds no reference to the
    /// argument, which another strand may be changing.
    pub(crate) peek: Option<fn(&Value) -> Option<Value>>,
    /// The same work over items that are handed over, if it is about one iterable.
    pub(crate) fold: Option<Fold>,
}

impl NativeDef {
    pub(crate) const fn new(sig: &'static str, call: NativeFn) -> NativeDef {
        NativeDef { sig, call: NativeCall::Bound(call), doc: "", peek: None, fold: None }
    }

    pub(crate) const fn raw(sig: &'static str, call: RawFn) -> NativeDef {
        NativeDef { sig, call: NativeCall::Raw(call), doc: "", peek: None, fold: None }
    }

    pub(crate) const fn slot(sig: &'static str, call: fn(&Cx, &Slots, &[Value]) -> R) -> NativeDef {
        NativeDef { sig, call: NativeCall::Slot(call), doc: "", peek: None, fold: None }
    }

    pub(crate) const fn raw_slot(sig: &'static str, call: fn(&Cx, &Slots, Args<'_>) -> R) -> NativeDef {
        NativeDef { sig, call: NativeCall::RawSlot(call), doc: "", peek: None, fold: None }
    }

    pub(crate) const fn peek(mut self, peek: fn(&Value) -> Option<Value>) -> NativeDef {
        self.peek = Some(peek);
        self
    }

    pub(crate) const fn fold(mut self, fold: Fold) -> NativeDef {
        self.fold = Some(fold);
        self
    }

    pub(crate) const fn doc(mut self, doc: &'static str) -> NativeDef {
        self.doc = doc;
        self
    }

    /// The signature without `classmethod ` or `staticmethod `.
    pub(crate) fn text(&self) -> &'static str {
        self.sig.strip_prefix("classmethod ").or(self.sig.strip_prefix("staticmethod ")).unwrap_or(self.sig)
    }

    /// The name without the module that some messages put before it.
    pub(crate) fn name(&self) -> &'static str {
        let text = self.text();
        let end = memchr::memchr(b'(', text.as_bytes()).unwrap_or(text.len());
        let start = memchr::memrchr(b'.', &text.as_bytes()[..end]).map_or(0, |dot| dot + 1);
        &text[start..end]
    }

    /// The parsed signature, made once per definition and kept. Function objects remember it; others should not ask often.
    pub(crate) fn signature(&'static self) -> &'static Signature {
        self.signature_in(None)
    }

    /// [`NativeDef::signature`] of a method of `owner`, whose name some messages show. A definition belongs to one type.
    fn signature_in(&'static self, owner: Option<&str>) -> &'static Signature {
        type Parsed = super::interned::ByAddress<usize, &'static Signature>;
        static PARSED: parking_lot::Mutex<Option<Parsed>> = parking_lot::Mutex::new(None);
        let key = std::ptr::from_ref(self).addr();
        PARSED.lock().get_or_insert_default().entry(key).or_insert_with(|| {
            let mut signature = Signature::parse(self.text());
            signature.is_slot = matches!(self.call, NativeCall::Slot(_) | NativeCall::RawSlot(_));
            if let Some(owner) = owner {
                signature.name = format!("{owner}.{}", signature.name);
            }
            Box::leak(Box::new(signature))
        })
    }

    /// Binds the arguments of a method and calls it: for what raw functions do not treat themselves. The name in the signature
    /// carries the type's, as in `list.pop(self, index=-1, /)`.
    pub(crate) fn bind_and_call(&'static self, cx: &Cx, args: Args<'_>) -> R {
        let mut bound = Vec::new();
        self.signature().bind(cx, args, true, &mut bound)?;
        match self.call {
            NativeCall::Bound(call) => call(cx, &bound),
            _ => Err(cx.type_error(format!("{}() cannot be called this way", self.name()))),
        }
    }

    /// The function as an attribute of builtin type `owner`.
    pub(super) fn for_type(&'static self, owner: &'static Type) -> (Name, Value) {
        let name = Name::new(self.name());
        let value = if self.sig.starts_with("classmethod ") {
            NativeFunction::new(&CLASS_METHOD_DESCRIPTOR, self, Some(owner), Value::UNSET).into_value()
        } else if self.sig.starts_with("staticmethod ") || self.name() == "__new__" {
            Descriptor::static_method(NativeFunction::new(&NATIVE_FUNCTION, self, Some(owner), Value::UNSET).into_value())
        } else {
            let ty = match self.call {
                NativeCall::Slot(_) | NativeCall::RawSlot(_) => &SLOT_WRAPPER,
                _ => &METHOD_DESCRIPTOR,
            };
            NativeFunction::new(ty, self, Some(owner), Value::UNSET).into_value()
        };
        (name, value)
    }

    /// The function as a member of a module.
    pub(crate) fn for_module(&'static self, module: &str) -> (Name, Value) {
        let function = NativeFunction::new(&NATIVE_FUNCTION, self, None, Value::UNSET);
        drop(function.module.put(&function.head, Name::new(module).value()));
        (Name::new(self.name()), function.into_value())
    }
}

/// An attribute of a builtin type that is computed.
#[derive(Clone, Copy)]
pub(crate) struct GetSet {
    pub(crate) name: &'static str,
    pub(crate) get: fn(&Cx, &Value) -> R,
    /// Stores, or deletes when the value is None.
    pub(crate) set: Option<fn(&Cx, &Value, Option<Value>) -> R<()>>,
}

/// A function written in Rust, as scripts see it: builtin function, unbound method of a builtin type, or one bound to `this`.
#[repr(C)]
pub(crate) struct NativeFunction {
    head: Header,
    pub(crate) def: &'static NativeDef,
    /// The type whose attribute it is.
    pub(crate) owner: Option<&'static Type>,
    /// First argument of a bound method, else Unset.
    this: Slot,
    /// Name of the module it is a member of, or Unset.
    module: Slot,
    /// The parsed signature once it was needed; all strands store the same pointer.
    signature: AtomicPtr<Signature>,
    /// Of a plain function that takes nothing but one value for each parameter: how many, once the signature is known. All strands
    /// store the same number.
    exact: AtomicU32,
}

object!(NativeFunction, NativeFunction, NATIVE_FUNCTION);

impl Layout for NativeFunction {
    /// Those bound to what may refer to them are: see `bind`.
    const TRACKED: bool = false;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        // SAFETY: set once, before the object is seen.
        visit(unsafe { self.this.borrow() });
    }
}

impl NativeFunction {
    pub(crate) fn new(ty: &'static Type, def: &'static NativeDef, owner: Option<&'static Type>, this: Value) -> Ref<NativeFunction> {
        // Functions of modules and types are worth keeping once shared; bound ones come and go.
        let flags = if this.is_unset() { crate::memory::header::flag::PINNED } else { 0 };
        alloc(NativeFunction {
            head: Header::new(Kind::NativeFunction as u8, ty.header(), flags),
            def,
            owner,
            this: Slot::new(this),
            module: Slot::unset(),
            signature: AtomicPtr::default(),
            exact: AtomicU32::new(u32::MAX),
        })
    }

    /// Bound to `this`.
    pub(crate) fn bind(&self, this: Value) -> Value {
        let ty = if std::ptr::eq(self.head.ty(), SLOT_WRAPPER.header()) { &METHOD_WRAPPER } else { &NATIVE_FUNCTION };
        let is_tracked = super::tuple::may_cycle(&this);
        let bound = NativeFunction::new(ty, self.def, self.owner, this);
        if is_tracked && crate::memory::local::track(bound.header().as_ptr()) {
            super::cx::want_collection();
        }
        if let NativeCall::Bound(_) | NativeCall::Slot(_) = self.def.call {
            bound.signature.store(std::ptr::from_ref(self.signature()).cast_mut(), Relaxed);
        }
        bound.into_value()
    }

    /// The parsed signature.
    #[inline(always)]
    pub(crate) fn signature(&self) -> &'static Signature {
        // SAFETY: only ever stored from a `&'static Signature`.
        match unsafe { self.signature.load(Acquire).as_ref() } {
            Some(signature) => signature,
            None => {
                let is_method = matches!(self.def.call, NativeCall::Bound(_) | NativeCall::Raw(_));
                let owner = self.owner.and_then(|owner| owner.def).filter(|_| is_method).map(|def| def.name);
                let signature = self.def.signature_in(owner);
                self.signature.store(std::ptr::from_ref(signature).cast_mut(), Release);
                if let (true, NativeCall::Bound(_), Some((_, most))) = (self.is_plain(), self.def.call, signature.fast_range()) {
                    self.exact.store(most as u32, Relaxed);
                }
                signature
            }
        }
    }

    /// The object a bound method belongs to; Unset if it is not bound.
    #[inline(always)]
    pub(crate) fn this(&self) -> Value {
        // SAFETY: set once, before the object is seen.
        unsafe { self.this.borrow() }.clone()
    }

    pub(crate) fn module(&self) -> Value {
        self.module.get(&self.head)
    }

    /// Whether it is a plain function, not a method of any sort.
    #[inline(always)]
    pub(crate) fn is_plain(&self) -> bool {
        self.owner.is_none() && self.this.is_unset()
    }

    /// What to run for a plain function called with exactly `count` values that need no binding. None: not so, or not known yet.
    #[inline(always)]
    pub(crate) fn exact(&self, count: usize) -> Option<NativeFn> {
        match self.def.call {
            NativeCall::Bound(run) if self.exact.load(Relaxed) as usize == count => Some(run),
            _ => None,
        }
    }

    /// How calls with `count` positional values (the object of a method among them) reach it.
    pub(crate) fn ready(&self, count: usize) -> Ready {
        match self.def.call {
            NativeCall::Raw(run) => Ready::Raw(run),
            NativeCall::Bound(run) => match self.signature().defaults_after(count) {
                Some([]) => Ready::Exact(run),
                Some(rest) if count + rest.len() <= FEW => Ready::Padded(run, rest),
                _ => Ready::No,
            },
            NativeCall::Slot(_) | NativeCall::RawSlot(_) => Ready::No,
        }
    }

    /// Calls with the arguments as they are (a bound `this` is not added here).
    #[inline]
    pub(crate) fn call_with(&self, cx: &Cx, args: Args<'_>) -> R {
        match self.def.call {
            NativeCall::Raw(call) => call(cx, args),
            NativeCall::RawSlot(call) => call(cx, self.owner.map_or(&Slots::NONE, |owner| owner.slots()), args),
            NativeCall::Bound(call) => {
                if self.takes_exactly(args) {
                    return call(cx, args.values);
                }
                self.bound(cx, args, &|cx, args| call(cx, args))
            }
            NativeCall::Slot(call) => {
                let slots = self.owner.map_or(&Slots::NONE, |owner| owner.slots());
                if self.takes_exactly(args) {
                    return call(cx, slots, args.values);
                }
                self.bound(cx, args, &|cx, args| call(cx, slots, args))
            }
        }
    }

    /// Whether the arguments are one value for each parameter already.
    #[inline(always)]
    fn takes_exactly(&self, args: Args<'_>) -> bool {
        args.names.is_empty() && self.signature().fast_range().is_some_and(|(_, most)| args.values.len() == most)
    }

    #[inline(never)]
    fn bound(&self, cx: &Cx, args: Args<'_>, call: &dyn Fn(&Cx, &[Value]) -> R) -> R {
        let signature = self.signature();
        if let Some((least, most)) = signature.fast_range()
            && args.names.is_empty()
            && (least..most).contains(&args.values.len())
            && most <= FEW
        {
            // Few parameters, some left to their defaults: bound without an allocation, and lent.
            let mut bound = [const { ManuallyDrop::new(Value::UNSET) }; FEW];
            let defaults = signature.params.iter().skip(args.values.len()).map(|param| param.default.as_ref());
            for (place, value) in bound.iter_mut().zip(args.values.iter().map(Some).chain(defaults)) {
                *place = super::actuals::lent(value.map_or(Words::UNSET, Words::lent));
            }
            // SAFETY: ManuallyDrop has the layout of what is in it.
            return call(cx, unsafe { std::slice::from_raw_parts(bound.as_ptr().cast::<Value>(), most) });
        }
        let is_method = self.owner.is_some() && !self.def.sig.starts_with("staticmethod ");
        let mut bound = Vec::with_capacity(signature.params.len());
        signature.bind(cx, args, is_method, &mut bound)?;
        call(cx, &bound)
    }

    /// Checks that an unbound method of a builtin type got an instance of it as first argument.
    #[inline]
    fn check_self(&self, cx: &Cx, args: Args<'_>) -> R<()> {
        let Some(owner) = self.owner else {
            return Ok(());
        };
        let first = args.pos().first();
        if first.is_some_and(|this| std::ptr::eq(type_of(this), owner) || type_of(this).is_subtype(owner)) {
            return Ok(());
        }
        let name = self.def.name();
        match first {
            None if std::ptr::eq(self.head.ty(), SLOT_WRAPPER.header()) => {
                Err(cx.type_error(format!("descriptor '{name}' of '{}' object needs an argument", owner.message_name())))
            }
            None => Err(cx.type_error(format!("unbound method {}.{name}() needs an argument", owner.name()))),
            Some(this) if std::ptr::eq(self.head.ty(), SLOT_WRAPPER.header()) => Err(cx.type_error(format!(
                "descriptor '{name}' requires a '{}' object but received a '{}'",
                owner.message_name(),
                type_of(this).message_name()
            ))),
            Some(this) => Err(cx.type_error(format!(
                "descriptor '{name}' for '{}' objects doesn't apply to a '{}' object",
                owner.message_name(),
                type_of(this).message_name()
            ))),
        }
    }
}

fn call(cx: &Cx, function: &Value, args: Args<'_>) -> R {
    let Some(this) = function.get::<NativeFunction>() else {
        return Err(cx.type_error("not a native function"));
    };
    // SAFETY: set once, before the object is seen.
    let first = unsafe { this.this.borrow() };
    if let (NativeCall::RawSlot(_), Some(owner)) = (this.def.call, this.owner)
        && this.def.name() == "__new__"
    {
        return super::dunder::call_new(cx, owner, args);
    }
    if first.is_unset() {
        if !std::ptr::eq(this.head.ty(), NATIVE_FUNCTION.header()) {
            this.check_self(cx, args)?;
        }
        return this.call_with(cx, args);
    }
    super::actuals::with_first(first, args.values, |values| this.call_with(cx, Args { values, names: args.names }))
}

fn bind_method(cx: &Cx, function: &Value, instance: &Value, _class: &Value) -> R {
    let Some(this) = function.get::<NativeFunction>() else {
        return Ok(function.clone());
    };
    if instance.is_unset() {
        return Ok(function.clone());
    }
    if let Some(owner) = this.owner
        && !type_of(instance).is_subtype(owner)
    {
        return Err(cx.type_error(format!(
            "descriptor '{}' for '{}' objects doesn't apply to a '{}' object",
            this.def.name(),
            owner.message_name(),
            type_of(instance).message_name()
        )));
    }
    Ok(this.bind(instance.clone()))
}

fn bind_class_method(_: &Cx, function: &Value, instance: &Value, class: &Value) -> R {
    let Some(this) = function.get::<NativeFunction>() else {
        return Ok(function.clone());
    };
    let class = if class.is_unset() { super::cx::class_of(instance) } else { class.clone() };
    Ok(this.bind(class))
}

fn repr(cx: &Cx, function: &Value) -> R {
    let Some(this) = function.get::<NativeFunction>() else {
        return Err(cx.type_error("not a native function"));
    };
    let name = this.def.name();
    let bound = this.this();
    let text = match this.owner {
        None => format!("<built-in function {name}>"),
        Some(_) if std::ptr::eq(this.head.ty(), METHOD_WRAPPER.header()) => {
            format!("<method-wrapper '{name}' of {} object at {:#x}>", type_of(&bound).message_name(), bound.identity())
        }
        Some(_) if !bound.is_unset() => {
            format!("<built-in method {name} of {} object at {:#x}>", type_of(&bound).message_name(), bound.identity())
        }
        Some(owner) if std::ptr::eq(this.head.ty(), SLOT_WRAPPER.header()) => {
            format!("<slot wrapper '{name}' of '{}' objects>", owner.message_name())
        }
        Some(owner) if std::ptr::eq(this.head.ty(), METHOD_DESCRIPTOR.header()) => {
            format!("<method '{name}' of '{}' objects>", owner.message_name())
        }
        Some(owner) => format!("<built-in method {name} of type object at {:#x}>", owner.value().identity()),
    };
    Ok(Str::from_str(&text).into_value())
}

fn get_name(_: &Cx, function: &Value) -> R {
    Ok(Str::from_str(function.get::<NativeFunction>().map_or("", |f| f.def.name())).into_value())
}

fn get_qualname(_: &Cx, function: &Value) -> R {
    let text = match function.get::<NativeFunction>() {
        Some(this) => match this.owner {
            Some(owner) => format!("{}.{}", owner.name(), this.def.name()),
            None => this.def.name().to_string(),
        },
        None => String::new(),
    };
    Ok(Str::from_str(&text).into_value())
}

fn get_doc(_: &Cx, function: &Value) -> R {
    let doc = function.get::<NativeFunction>().map_or("", |function| match function.owner {
        Some(_) if function.def.doc.is_empty() => super::docs::of_method(function.def.name()),
        _ => function.def.doc,
    });
    Ok(if doc.is_empty() { Value::NONE } else { Str::from_str(doc).into_value() })
}

/// What a method is bound to; the module of a function.
fn get_self(cx: &Cx, function: &Value) -> R {
    let Some(function) = function.get::<NativeFunction>() else { return Ok(Value::NONE) };
    match (function.this(), function.module()) {
        (this, _) if !this.is_unset() => Ok(this),
        (_, module) if function.owner.is_none() && !module.is_unset() => Ok(cx.interp.modules().get(cx, &module)?.unwrap_or(Value::NONE)),
        _ => Ok(Value::NONE),
    }
}

fn get_module(_: &Cx, function: &Value) -> R {
    Ok(function.get::<NativeFunction>().map(NativeFunction::module).filter(|module| !module.is_unset()).unwrap_or(Value::NONE))
}

fn get_objclass(_: &Cx, function: &Value) -> R {
    Ok(function.get::<NativeFunction>().and_then(|f| f.owner).map_or(Value::NONE, Object::value))
}

fn get_text_signature(_: &Cx, function: &Value) -> R {
    let Some(function) = function.get::<NativeFunction>() else { return Ok(Value::NONE) };
    let text = function.def.text();
    let params = text.find('(').map_or("", |at| &text[at..]);
    // What is left out without a default has no notation.
    if params.is_empty() || params.contains("=?") {
        return Ok(Value::NONE);
    }
    // The first parameter of a method stands for what it is bound to.
    let first = params.find([',', ')']).filter(|_| function.owner.is_some() && !function.def.sig.starts_with("staticmethod "));
    let marked = match first {
        Some(end) if function.def.sig.starts_with("classmethod ") || function.def.name() == "__new__" => {
            format!("($type{}", &params[end..])
        }
        Some(end) => format!("($self{}", &params[end..]),
        None => params.to_string(),
    };
    Ok(Str::from_str(&marked).into_value())
}

fn compare(_: &Cx, a: &Value, b: &Value, op: super::slots::CmpOp) -> R {
    use super::slots::CmpOp;
    let (Some(x), Some(y)) = (a.get::<NativeFunction>(), b.get::<NativeFunction>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let same = std::ptr::eq(x.def, y.def) && x.this().is(&y.this()) && x.owner.map(std::ptr::from_ref) == y.owner.map(std::ptr::from_ref);
    match op {
        CmpOp::Eq => Ok(Value::bool(same)),
        CmpOp::Ne => Ok(Value::bool(!same)),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn hash(_: &Cx, function: &Value) -> R<i64> {
    let Some(this) = function.get::<NativeFunction>() else {
        return Ok(0);
    };
    Ok((std::ptr::from_ref(this.def).addr() as i64 >> 4) ^ this.this().identity() as i64)
}

static FUNCTION_GETSET: &[GetSet] = &[
    GetSet { name: "__name__", get: get_name, set: None },
    GetSet { name: "__qualname__", get: get_qualname, set: None },
    GetSet { name: "__doc__", get: get_doc, set: None },
    GetSet { name: "__self__", get: get_self, set: None },
    GetSet { name: "__module__", get: get_module, set: None },
    GetSet { name: "__text_signature__", get: get_text_signature, set: None },
];

static WRAPPER_GETSET: &[GetSet] = &[
    GetSet { name: "__name__", get: get_name, set: None },
    GetSet { name: "__qualname__", get: get_qualname, set: None },
    GetSet { name: "__doc__", get: get_doc, set: None },
    GetSet { name: "__self__", get: get_self, set: None },
    GetSet { name: "__objclass__", get: get_objclass, set: None },
    GetSet { name: "__text_signature__", get: get_text_signature, set: None },
];

static DESCRIPTOR_GETSET: &[GetSet] = &[
    GetSet { name: "__name__", get: get_name, set: None },
    GetSet { name: "__qualname__", get: get_qualname, set: None },
    GetSet { name: "__doc__", get: get_doc, set: None },
    GetSet { name: "__objclass__", get: get_objclass, set: None },
    GetSet { name: "__text_signature__", get: get_text_signature, set: None },
];

const BASE: Slots = Slots { repr: Some(repr), call: Some(call), compare: Some(compare), hash: Some(hash), ..Slots::NONE };

static NATIVE_FUNCTION_DEF: TypeDef =
    TypeDef { name: "builtin_function_or_method", kind: Kind::NativeFunction, slots: BASE, getset: FUNCTION_GETSET, ..TypeDef::EMPTY };
pub(crate) static NATIVE_FUNCTION: Type = Type::from_def(&NATIVE_FUNCTION_DEF);

static METHOD_DESCRIPTOR_DEF: TypeDef = TypeDef {
    name: "method_descriptor",
    kind: Kind::NativeFunction,
    slots: Slots { descr_get: Some(bind_method), ..BASE },
    getset: DESCRIPTOR_GETSET,
    ..TypeDef::EMPTY
};
pub(crate) static METHOD_DESCRIPTOR: Type = Type::from_def(&METHOD_DESCRIPTOR_DEF);

static SLOT_WRAPPER_DEF: TypeDef = TypeDef {
    name: "wrapper_descriptor",
    kind: Kind::NativeFunction,
    slots: Slots { descr_get: Some(bind_method), ..BASE },
    getset: DESCRIPTOR_GETSET,
    ..TypeDef::EMPTY
};
pub(crate) static SLOT_WRAPPER: Type = Type::from_def(&SLOT_WRAPPER_DEF);

/// It is what its object has under its name.
fn wrapper_reduce(cx: &Cx, a: &[Value]) -> R {
    let getattr = cx.interp.builtins().get_name(Name::new("getattr")).unwrap_or(Value::NONE);
    let args = Tuple::new(vec![get_self(cx, &a[0])?, get_name(cx, &a[0])?]).into_value();
    Ok(Tuple::new(vec![getattr, args]).into_value())
}

static METHOD_WRAPPER_DEF: TypeDef = TypeDef {
    name: "method-wrapper",
    kind: Kind::NativeFunction,
    slots: BASE,
    methods: &[NativeDef::new("__reduce__(self, /)", wrapper_reduce)],
    getset: WRAPPER_GETSET,
    ..TypeDef::EMPTY
};
/// A dunder method of a builtin type, bound to an object.
pub(crate) static METHOD_WRAPPER: Type = Type::from_def(&METHOD_WRAPPER_DEF);

static CLASS_METHOD_DESCRIPTOR_DEF: TypeDef = TypeDef {
    name: "classmethod_descriptor",
    kind: Kind::NativeFunction,
    slots: Slots { descr_get: Some(bind_class_method), ..BASE },
    getset: DESCRIPTOR_GETSET,
    ..TypeDef::EMPTY
};
pub(crate) static CLASS_METHOD_DESCRIPTOR: Type = Type::from_def(&CLASS_METHOD_DESCRIPTOR_DEF);
