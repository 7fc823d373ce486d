//! Calls. Arguments go straight onto the value stack; what is called decides how they are used.
//! A method call makes no bound method: its cache (`object::method_cache`) names the function.

use super::At;
use super::displays::{mapping_entries, spread};
use super::functions::Pending;
use super::variables::cell_value;
use crate::object::args::Args;
use crate::object::attr;
use crate::object::attrs::DICT_MODE;
use crate::object::call;
use crate::object::class::super_lookup;
use crate::object::cx::Cx;
use crate::object::exception::{EXCEPTION, RUNTIME_ERROR};
use crate::object::function::Function;
use crate::object::instance::{Instance, attrs_of};
use crate::object::method_cache::MethodCache;
use crate::object::native::{NativeCall, NativeFunction};
use crate::object::protocol;
use crate::object::stack::Fp;
use crate::object::str::{Name, Str};
use crate::object::ty::{Type, type_flag, type_of};
use crate::object::value::{Object, R, Value};
use crate::tree::Expr;
use crate::tree::nodes::*;
use crate::tree::operand::Operand;
use crate::tree::scope::Var;
use std::borrow::Borrow;

/// Pushes arguments onto a pending frame.
#[inline(always)]
fn push_args(cx: &Cx, fp: Fp, frame: &Pending<'_>, args: &[Arg]) -> R<()> {
    for arg in args {
        frame.push(match arg {
            Arg::Local(local) => {
                local.get(cx, fp)?;
                fp.local(local.0).clone()
            }
            Arg::Const(value) => value.clone(),
            Arg::Dyn(expr) => expr.eval(cx, fp)?,
        });
    }
    Ok(())
}

/// Calls `function` with the pushed arguments.
#[inline(always)]
fn invoke(cx: &Cx, function: &Value, frame: Pending<'_>) -> R {
    if let Some(function) = function.get::<Function>() {
        return frame.run(function);
    }
    invoke_other(cx, function, frame)
}

#[inline(never)]
fn invoke_other(cx: &Cx, function: &Value, frame: Pending<'_>) -> R {
    cx.safepoint()?;
    if let Some(native) = function.get::<NativeFunction>()
        && native.owner.is_none()
        && native.this().is_unset()
    {
        return native.call_with(cx, Args::positional(frame.args()));
    }
    call::call(cx, function, Args::positional(frame.args()))
}

/// Calls a class whose instances are plain: the instance goes below the arguments, so that they are the arguments of `__init__`.
/// None: the class is not one of these.
#[inline]
fn construct(cx: &Cx, fp: Fp, callee: &Value, args: &[Arg], span: crate::source::Span) -> Option<R> {
    let class = callee.get::<Type>()?;
    if class.flags() & (type_flag::PLAIN_CALL | type_flag::ABSTRACT) != type_flag::PLAIN_CALL {
        return None;
    }
    Some(construct_plain(cx, fp, class, args, span))
}

fn construct_plain(cx: &Cx, fp: Fp, class: &Type, args: &[Arg], span: crate::source::Span) -> R {
    let frame = Pending::open(cx, args.len() + 1)?;
    let instance = Instance::new(class).into_value();
    frame.push(instance.clone());
    push_args(cx, fp, &frame, args)?;
    fp.head().position.set(span.start);
    let Some(init) = class.lookup(cx, init_name()) else { return Ok(instance) };
    let result = match init.get::<Function>() {
        Some(function) => frame.run(function).at(cx, span)?,
        None => {
            let bound = attr::getattr(cx, &instance, init_name()).at(cx, span)?;
            call::call(cx, &bound, Args::positional(&frame.args()[1..])).at(cx, span)?
        }
    };
    if !result.is_none() {
        let message = format!("__init__() should return None, not '{}'", type_of(&result).name());
        return Err(cx.type_error(message)).at(cx, span);
    }
    Ok(instance)
}

fn init_name() -> Name {
    static NAME: std::sync::LazyLock<Name> = std::sync::LazyLock::new(|| Name::new("__init__"));
    *NAME
}

impl Expr for CallGlobal {
    #[inline]
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        let function = self.function.load(cx, fp)?;
        if let Some(result) = construct(cx, fp, &function, &self.args, self.span) {
            return result;
        }
        let frame = Pending::open(cx, self.args.len())?;
        push_args(cx, fp, &frame, &self.args)?;
        fp.head().position.set(self.span.start);
        invoke(cx, &function, frame).at(cx, self.span)
    }
}

impl Expr for CallExpr {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        let function = self.function.eval(cx, fp)?;
        if let Some(result) = construct(cx, fp, &function, &self.args, self.span) {
            return result;
        }
        let frame = Pending::open(cx, self.args.len())?;
        push_args(cx, fp, &frame, &self.args)?;
        fp.head().position.set(self.span.start);
        invoke(cx, &function, frame).at(cx, self.span)
    }
}

/// Looks up what a call of `object.name` may use directly: a function or builtin method of its class that no attribute of the object
/// hides. None: the general way.
#[inline(never)]
fn find_method(cx: &Cx, object: &Value, name: Name, cache: &MethodCache) -> R<Option<Value>> {
    let ty = type_of(object);
    if !ty.has(type_flag::PLAIN_GETATTR) {
        let hook = if ty.has(type_flag::HAS_GETATTR) { ty.lookup(cx, Name::new("__getattribute__")) } else { None };
        if hook.is_none_or(|hook| hook.get::<NativeFunction>().is_none()) {
            return Ok(None);
        }
    }
    let version = ty.version();
    let Some(function) = ty.lookup(cx, name) else { return Ok(None) };
    if !(function.get::<Function>().is_some() || attr::is_plain_method(&function)) {
        return Ok(None);
    }
    let has_attrs = object.header().is_some_and(|header| attrs_of(header).is_some());
    if has_attrs && attr::own_attribute(cx, object, name)?.is_some() {
        return Ok(None);
    }
    let shape = match object.get::<Instance>() {
        Some(instance) => instance.attrs.shape(),
        None => 0,
    };
    let cacheable = if object.get::<Instance>().is_some() { shape > DICT_MODE } else { !has_attrs };
    if cacheable && ty.version() == version {
        cache.put(shape, version, &function);
    }
    Ok(Some(function))
}

/// Calls a class's function as a method of the object that was pushed first.
#[inline(always)]
fn invoke_method(cx: &Cx, function: &Value, frame: Pending<'_>) -> R {
    if let Some(function) = function.get::<Function>() {
        return frame.run(function);
    }
    if let Some(native) = function.get::<NativeFunction>() {
        let args = frame.args();
        if let NativeCall::Bound(run) = native.def.call
            && native.signature().fast_range().is_some_and(|(_, most)| most == args.len())
        {
            return run(cx, args);
        }
        return native.call_with(cx, Args::positional(args));
    }
    call::call(cx, function, Args::positional(frame.args()))
}

impl<L: Operand> Expr for CallMethod<L> {
    #[inline]
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        let object = self.object.get(cx, fp).at(cx, self.span)?;
        let object: &Value = object.borrow();
        // The function is held during the call unless immortal: the class may lose the method while it runs.
        if let Some(function) = self.cache.find(object) {
            let frame = Pending::open(cx, self.args.len() + 1)?;
            frame.push(object.clone());
            push_args(cx, fp, &frame, &self.args)?;
            fp.head().position.set(self.span.start);
            return invoke_method(cx, &function, frame).at(cx, self.span);
        }
        self.general(cx, fp, object)
    }
}

impl<L: Operand> CallMethod<L> {
    #[inline(never)]
    fn general(&self, cx: &Cx, fp: Fp, object: &Value) -> R {
        cx.safepoint()?;
        if let Some(function) = find_method(cx, object, self.name, &self.cache).at(cx, self.span)? {
            let frame = Pending::open(cx, self.args.len() + 1)?;
            frame.push(object.clone());
            push_args(cx, fp, &frame, &self.args)?;
            fp.head().position.set(self.span.start);
            return invoke_method(cx, &function, frame).at(cx, self.span);
        }
        let function = attr::getattr(cx, object, self.name).at(cx, self.span)?;
        let frame = Pending::open(cx, self.args.len())?;
        push_args(cx, fp, &frame, &self.args)?;
        fp.head().position.set(self.span.start);
        invoke(cx, &function, frame).at(cx, self.span)
    }
}

fn invoke_keywords(cx: &Cx, function: &Value, frame: Pending<'_>, names: &[Name]) -> R {
    match function.get::<Function>() {
        Some(function) => frame.run_bound(function, names),
        None => call::call(cx, function, Args { values: frame.args(), names }),
    }
}

impl Expr for CallKeywords {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        let function = self.function.eval(cx, fp)?;
        let frame = Pending::open(cx, self.args.len())?;
        push_args(cx, fp, &frame, &self.args)?;
        fp.head().position.set(self.span.start);
        invoke_keywords(cx, &function, frame, &self.names).at(cx, self.span)
    }
}

impl Expr for CallMethodKeywords {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        let object = self.object.eval(cx, fp)?;
        let function = attr::getattr(cx, &object, self.name).at(cx, self.span)?;
        let frame = Pending::open(cx, self.args.len())?;
        push_args(cx, fp, &frame, &self.args)?;
        fp.head().position.set(self.span.start);
        invoke_keywords(cx, &function, frame, &self.names).at(cx, self.span)
    }
}

/// What a callable is called in messages about its arguments.
pub(crate) fn callee_text(cx: &Cx, function: &Value) -> R<String> {
    let name = Name::new("__qualname__");
    let Some(qualname) = attr::lookup_optional(cx, function, name)? else {
        return Ok(protocol::str(cx, function)?.to_str_lossy().into_owned());
    };
    let qualname = protocol::str(cx, &qualname)?.to_str_lossy().into_owned();
    let module = attr::lookup_optional(cx, function, Name::new("__module__"))?;
    Ok(match module {
        Some(module) if module.get::<Str>().is_some_and(|module| module.bytes() != b"builtins") => {
            format!("{}.{qualname}()", protocol::str(cx, &module)?.to_str_lossy())
        }
        _ => format!("{qualname}()"),
    })
}

/// Evaluates keyword arguments: names and values in order, `**mapping` spread out.
pub(crate) fn spread_keywords(
    cx: &Cx,
    fp: Fp,
    keywords: &[(Option<Name>, crate::tree::BoxExpr)],
    function: &Value,
) -> R<(Vec<Name>, Vec<Value>)> {
    let (mut names, mut values): (Vec<Name>, Vec<Value>) = (Vec::new(), Vec::new());
    let put = |name: Name, value: Value, names: &mut Vec<Name>, values: &mut Vec<Value>| {
        if names.contains(&name) {
            let callee = callee_text(cx, function)?;
            return Err(cx.type_error(format!("{callee} got multiple values for keyword argument '{name}'")));
        }
        names.push(name);
        values.push(value);
        Ok(())
    };
    for (name, expr) in keywords {
        let value = expr.eval(cx, fp)?;
        match name {
            Some(name) => put(*name, value, &mut names, &mut values)?,
            None => {
                let Some(entries) = mapping_entries(cx, &value)? else {
                    let callee = callee_text(cx, function)?;
                    return Err(cx.type_error(format!("{callee} argument after ** must be a mapping, not {}", type_of(&value).name())));
                };
                for (key, value) in entries {
                    let Some(key) = key.get::<Str>() else { return Err(cx.type_error("keywords must be strings")) };
                    put(Name::of(key), value, &mut names, &mut values)?;
                }
            }
        }
    }
    Ok((names, values))
}

impl Expr for CallStar {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        let function = self.function.eval(cx, fp)?;
        let mut values = match spread(cx, fp, &self.args) {
            Ok(values) => values,
            Err(raised) => return Err(star_error(cx, &function, raised)).at(cx, self.span),
        };
        let (names, keyword_values) = spread_keywords(cx, fp, &self.keywords, &function).at(cx, self.span)?;
        values.extend(keyword_values);
        fp.head().position.set(self.span.start);
        if let Some(function) = function.get::<Function>() {
            let frame = Pending::open(cx, values.len()).at(cx, self.span)?;
            for value in values {
                frame.push(value);
            }
            let result = if names.is_empty() { frame.run(function) } else { frame.run_bound(function, &names) };
            return result.at(cx, self.span);
        }
        cx.safepoint()?;
        call::call(cx, &function, Args { values: &values, names: &names }).at(cx, self.span)
    }
}

/// "Value after * ..." says which function it was meant for.
fn star_error(cx: &Cx, function: &Value, raised: crate::object::value::Raised) -> crate::object::value::Raised {
    if !cx.pending_is(&EXCEPTION) {
        return raised;
    }
    let exception = cx.take(raised);
    let text = protocol::str(cx, &exception).map(|text| text.to_str_lossy().into_owned()).unwrap_or_default();
    match text.strip_prefix("Value after * must be an iterable, not ") {
        Some(what) => match callee_text(cx, function) {
            Ok(callee) => cx.type_error(format!("{callee} argument after * must be an iterable, not {what}")),
            Err(raised) => raised,
        },
        None => cx.reraise(exception),
    }
}

impl SuperCall {
    /// Class and object of the call, if `super` is the builtin. Errors: RuntimeError as CPython words them.
    fn parts(&self, cx: &Cx, fp: Fp) -> R<Option<(Value, Value)>> {
        let function = self.function.load(cx, fp)?;
        let is_builtin = function.get::<Type>().is_some_and(|ty| std::ptr::eq(ty, &crate::object::super_type::SUPER));
        if !is_builtin {
            return Ok(None);
        }
        let class = self.class.eval(cx, fp)?;
        let this = match self.this {
            Some(Var::Local(slot)) => fp.local(slot).clone(),
            Some(Var::Cell(slot)) => cell_value(fp.local(slot)),
            _ => return Err(cx.error(&RUNTIME_ERROR, "super(): no arguments")),
        };
        if this.is_unset() {
            return Err(cx.error(&RUNTIME_ERROR, "super(): arg[0] deleted"));
        }
        Ok(Some((class, this)))
    }
}

impl Expr for SuperCall {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        let function = self.function.load(cx, fp)?;
        match self.parts(cx, fp).at(cx, self.span)? {
            Some((class, this)) => call::call_pos(cx, &function, &[class, this]).at(cx, self.span),
            None => call::call_pos(cx, &function, &[]).at(cx, self.span),
        }
    }
}

impl Expr for CallSuperMethod {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        if let Some((class, this)) = self.parent.parts(cx, fp).at(cx, self.span)?
            && let Some(class) = class.get::<Type>()
            && this.get::<Type>().is_none()
            && type_of(&this).is_subtype(class)
        {
            if let Some(function) = crate::object::class::super_function(class, &this, self.name) {
                let frame = Pending::open(cx, self.args.len() + 1)?;
                frame.push(this);
                push_args(cx, fp, &frame, &self.args)?;
                fp.head().position.set(self.span.start);
                return invoke_method(cx, &function, frame).at(cx, self.span);
            }
            if let Some(found) = super_lookup(cx, class, &this, self.name).at(cx, self.span)? {
                let frame = Pending::open(cx, self.args.len())?;
                push_args(cx, fp, &frame, &self.args)?;
                fp.head().position.set(self.span.start);
                return invoke(cx, &found, frame).at(cx, self.span);
            }
        }
        let parent = self.parent.eval(cx, fp)?;
        let function = attr::getattr(cx, &parent, self.name).at(cx, self.span)?;
        let frame = Pending::open(cx, self.args.len())?;
        push_args(cx, fp, &frame, &self.args)?;
        invoke(cx, &function, frame).at(cx, self.span)
    }
}

impl Expr for Intrinsic {
    fn eval(&self, cx: &Cx, fp: Fp) -> R {
        let mut values = Vec::with_capacity(self.operands.len());
        for operand in &self.operands {
            values.push(operand.eval(cx, fp)?);
        }
        (self.run)(cx, &values).at(cx, self.span)
    }
}
