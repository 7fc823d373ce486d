//! `try`, `finally` and `with`.

use super::At;
use super::functions::add_entry;
use crate::object::attr::{self, Special};
use crate::object::cx::Cx;
use crate::object::exception::{BASE_EXCEPTION, Exception};
use crate::object::exception_group;
use crate::object::protocol;
use crate::object::stack::Fp;
use crate::object::str::Name;
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, type_of};
use crate::object::value::{R, Raised, Value};
use crate::tree::nodes::*;
use crate::tree::{BoxStmt, Flow, Stmt};
use std::sync::LazyLock;

/// Takes the pending exception in this frame: its traceback gets the frame's entry.
pub(crate) fn catch(cx: &Cx, fp: Fp, raised: Raised) -> Value {
    let note = cx.take_note();
    let exception = cx.take(raised);
    if let Some(span) = note {
        add_entry(&exception, fp, span);
    }
    exception
}

/// Whether an exception matches what stands after `except`. Errors: TypeError for what cannot stand there.
pub(crate) fn matches(cx: &Cx, exception: &Value, class: &Value) -> R<bool> {
    if let Some(ty) = class.get::<Type>() {
        if !ty.is_subtype(&BASE_EXCEPTION) {
            return Err(cx.type_error("catching classes that do not inherit from BaseException is not allowed"));
        }
        return Ok(type_of(exception).is_subtype(ty));
    }
    if let Some(classes) = class.get::<Tuple>() {
        for class in classes.items() {
            if class.get::<Type>().is_none_or(|ty| !ty.is_subtype(&BASE_EXCEPTION)) {
                return Err(cx.type_error("catching classes that do not inherit from BaseException is not allowed"));
            }
        }
        return Ok(classes.items().iter().any(|class| class.get::<Type>().is_some_and(|ty| type_of(exception).is_subtype(ty))));
    }
    Err(cx.type_error("catching classes that do not inherit from BaseException is not allowed"))
}

impl Handler {
    fn accepts(&self, cx: &Cx, fp: Fp, exception: &Value) -> R<bool> {
        match &self.class {
            None => Ok(true),
            Some(class) => {
                let class = class.eval(cx, fp)?;
                matches(cx, exception, &class).at(cx, self.span)
            }
        }
    }

    /// Runs the body with the exception bound; the name goes afterwards.
    fn run(&self, cx: &Cx, fp: Fp, exception: &Value) -> R<Flow> {
        let Some(target) = &self.target else { return self.body.exec(cx, fp) };
        target.store(cx, fp, exception.clone())?;
        let result = self.body.exec(cx, fp);
        // As `e = None; del e`: the name may be gone already.
        target.store(cx, fp, Value::NONE)?;
        let _ = target.delete(cx, fp);
        result
    }
}

/// Runs a body that has handlers. An interrupt that came while something in it took long belongs to them.
#[inline(always)]
fn run_guarded(cx: &Cx, fp: Fp, body: &BoxStmt) -> R<Flow> {
    let flow = body.exec(cx, fp)?;
    if flow == Flow::Next {
        super::rest(cx, fp)?;
    }
    Ok(flow)
}

impl Stmt for Try {
    fn exec(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        let raised = match run_guarded(cx, fp, &self.body) {
            Ok(Flow::Next) => {
                return match &self.orelse {
                    Some(orelse) => orelse.exec(cx, fp),
                    None => Ok(Flow::Next),
                };
            }
            Ok(flow) => return Ok(flow),
            Err(raised) => raised,
        };
        let exception = catch(cx, fp, raised);
        let before = cx.set_handled(exception.clone());
        let result = self.handle(cx, fp, &exception);
        drop(cx.set_handled(before));
        match result {
            Ok(Some(flow)) => Ok(flow),
            Ok(None) => Err(cx.reraise(exception)),
            Err(raised) => Err(raised),
        }
    }
}

impl Try {
    /// Runs the first handler that accepts; None if none does.
    fn handle(&self, cx: &Cx, fp: Fp, exception: &Value) -> R<Option<Flow>> {
        for handler in &self.handlers {
            if handler.accepts(cx, fp, exception)? {
                return handler.run(cx, fp, exception).map(Some);
            }
        }
        Ok(None)
    }
}

impl Stmt for TryStar {
    fn exec(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        let raised = match run_guarded(cx, fp, &self.body) {
            Ok(Flow::Next) => {
                return match &self.orelse {
                    Some(orelse) => orelse.exec(cx, fp),
                    None => Ok(Flow::Next),
                };
            }
            Ok(flow) => return Ok(flow),
            Err(raised) => raised,
        };
        let exception = catch(cx, fp, raised);
        let before = cx.set_handled(exception.clone());
        let result = self.handle(cx, fp, &exception);
        drop(cx.set_handled(before));
        match result? {
            None => Ok(Flow::Next),
            Some(rest) => Err(cx.reraise(rest)),
        }
    }
}

impl TryStar {
    /// Gives each handler its part of the group; what is left, or was raised meanwhile, is raised together (PEP 654).
    fn handle(&self, cx: &Cx, fp: Fp, exception: &Value) -> R<Option<Value>> {
        let mut rest = exception.clone();
        let mut raised_here: Vec<Value> = Vec::new();
        for handler in &self.handlers {
            if rest.is_none() {
                break;
            }
            let Some(class) = &handler.class else { continue };
            let class = class.eval(cx, fp)?;
            let (matched, left) = exception_group::match_star(cx, &rest, &class).at(cx, handler.span)?;
            rest = left;
            if matched.is_none() {
                continue;
            }
            let before = cx.set_handled(matched.clone());
            let result = handler.run(cx, fp, &matched);
            drop(cx.set_handled(before));
            if let Err(raised) = result {
                raised_here.push(catch(cx, fp, raised));
            }
        }
        raised_here.push(rest);
        let raised = exception_group::reraise_star(cx, exception, &raised_here)?;
        Ok(if raised.is_none() { None } else { Some(raised) })
    }
}

impl Stmt for Finally {
    fn exec(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        match self.body.exec(cx, fp) {
            Ok(flow) => {
                let kept = if flow == Flow::Return { cx.take_return() } else { Value::NONE };
                match self.finalizer.exec(cx, fp)? {
                    Flow::Next => {
                        if flow == Flow::Return {
                            cx.set_return(kept);
                        }
                        Ok(flow)
                    }
                    other => Ok(other),
                }
            }
            Err(raised) => {
                let exception = catch(cx, fp, raised);
                let before = cx.set_handled(exception.clone());
                let result = self.finalizer.exec(cx, fp);
                drop(cx.set_handled(before));
                match result? {
                    Flow::Next => Err(cx.reraise(exception)),
                    // A return, break or continue in the finalizer swallows the exception.
                    flow => Ok(flow),
                }
            }
        }
    }
}

/// The bound `__enter__` and `__exit__` of a context manager. Errors: TypeError as CPython words it.
pub(crate) fn context_methods(cx: &Cx, manager: &Value, enter: &str, exit: &str) -> R<(Value, Value)> {
    let missing = |cx: &Cx, name: &str| {
        let missed = if name == exit { format!(" (missed {exit} method)") } else { String::new() };
        let protocol = if enter == "__aenter__" { "the asynchronous context manager protocol" } else { "the context manager protocol" };
        let ty = type_of(manager);
        // Native classes that CPython has in Python go by their names, as those of programs do.
        let name = if ty.is_heap() || ty.full_name().starts_with("asyncio.") { ty.name() } else { ty.full_name() };
        cx.type_error(format!("'{name}' object does not support {protocol}{missed}"))
    };
    let Some(enter_method) = attr::special(cx, manager, Name::new(enter))? else { return Err(missing(cx, enter)) };
    let Some(exit_method) = attr::special(cx, manager, Name::new(exit))? else { return Err(missing(cx, exit)) };
    Ok((enter_method, exit_method))
}

/// The three arguments of `__exit__` for an exception.
pub(crate) fn exit_args(exception: &Value) -> [Value; 3] {
    let traceback = exception.get::<Exception>().map_or(Value::NONE, Exception::traceback);
    [crate::object::cx::class_of(exception), exception.clone(), traceback]
}

static ENTER: LazyLock<Name> = LazyLock::new(|| Name::new("__enter__"));
static EXIT: LazyLock<Name> = LazyLock::new(|| Name::new("__exit__"));

/// The class got the methods it lacked between two looks.
#[cold]
fn unsteady(cx: &Cx) -> crate::object::value::Raised {
    cx.runtime_error("the class of the context manager changed while it was entered")
}

impl Stmt for With {
    fn exec(&self, cx: &Cx, fp: Fp) -> R<Flow> {
        let manager = self.context.eval(cx, fp)?;
        let (Some(enter), Some(exit)) = (Special::find(cx, &manager, *ENTER)?, Special::find(cx, &manager, *EXIT)?) else {
            return Err(context_methods(cx, &manager, "__enter__", "__exit__").map_or_else(|raised| raised, |_| unsteady(cx)))
                .at(cx, self.span);
        };
        fp.stand_at(self.span);
        let entered = enter.call(cx, &manager, []).at(cx, self.span)?;
        drop(enter);
        let result = match &self.target {
            Some(target) => target.store(cx, fp, entered).and_then(|()| self.body.exec(cx, fp)),
            None => {
                drop(entered);
                self.body.exec(cx, fp)
            }
        };
        match result {
            Ok(flow) => {
                let kept = if flow == Flow::Return { cx.take_return() } else { Value::NONE };
                fp.stand_at(self.span);
                exit.call(cx, &manager, [Value::NONE, Value::NONE, Value::NONE]).at(cx, self.span)?;
                if flow == Flow::Return {
                    cx.set_return(kept);
                }
                Ok(flow)
            }
            Err(raised) => {
                let exception = catch(cx, fp, raised);
                let before = cx.set_handled(exception.clone());
                fp.stand_at(self.span);
                let result =
                    exit.call(cx, &manager, exit_args(&exception)).at(cx, self.span).and_then(|answer| protocol::truth(cx, &answer));
                drop(cx.set_handled(before));
                if result? { Ok(Flow::Next) } else { Err(cx.reraise(exception)) }
            }
        }
    }
}
