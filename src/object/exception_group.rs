//! Exception groups: construction, `split` and `subgroup`, and what `except*` needs of them. Knows no tracebacks' contents.

use super::args::Args;
use super::attr;
use super::call;
use super::cx::Cx;
use super::exception::{BASE_EXCEPTION, EXCEPTION, Exception};
use super::exceptions::{special, this};
use super::kinds::Kind;
use super::list::List;
use super::native::NativeDef;
use super::slots::Slots;
use super::str::{Name, Str};
use super::tuple::Tuple;
use super::ty::{Type, TypeDef, type_of};
use super::value::{Object, R, Value};

const MESSAGE: usize = 0;
const EXCEPTIONS: usize = 1;

/// Whether a value is an exception group.
pub(crate) fn is_group(value: &Value) -> bool {
    value.get::<Exception>().is_some() && type_of(value).is_subtype(&BASE_EXCEPTION_GROUP)
}

/// The exceptions in a group: a tuple.
pub(crate) fn exceptions(group: &Value) -> Vec<Value> {
    let Some(group) = group.get::<Exception>() else {
        return Vec::new();
    };
    group.field(EXCEPTIONS).get::<Tuple>().map_or_else(Vec::new, |items| items.items().to_vec())
}

fn new(cx: &Cx, class: &Type, args: Args<'_>) -> R {
    let given = args.pos();
    let [message, list] = given else {
        return Err(cx.type_error(format!("BaseExceptionGroup.__new__() takes exactly 2 arguments ({} given)", given.len())));
    };
    if message.get::<Str>().is_none() {
        return Err(cx.type_error(format!("BaseExceptionGroup.__new__() argument 1 must be str, not {}", type_of(message).message_name())));
    }
    if type_of(list).slots().getitem.is_none() || type_of(list).has(super::ty::type_flag::MAPPING) {
        return Err(cx.type_error("second argument (exceptions) must be a sequence"));
    }
    let items = super::iter::collect(cx, list)?;
    if items.is_empty() {
        return Err(cx.value_error("second argument (exceptions) must be a non-empty sequence"));
    }
    let mut nested_base = false;
    for (index, item) in items.iter().enumerate() {
        if item.get::<Exception>().is_none() {
            return Err(cx.value_error(format!("Item {index} of second argument (exceptions) is not an exception")));
        }
        nested_base |= !type_of(item).is_subtype(&EXCEPTION);
    }
    let mut class = class;
    if std::ptr::eq(class, &BASE_EXCEPTION_GROUP) {
        if !nested_base {
            class = &EXCEPTION_GROUP;
        }
    } else if nested_base && class.is_subtype(&EXCEPTION) {
        return Err(cx.type_error(match std::ptr::eq(class, &EXCEPTION_GROUP) {
            true => "Cannot nest BaseExceptions in an ExceptionGroup".to_string(),
            false => format!("Cannot nest BaseExceptions in '{}'", class.name()),
        }));
    }
    let group = Exception::new(class, given.to_vec());
    group.set_fields(vec![message.clone(), Tuple::new(items).into_value()]);
    Ok(group.into_value())
}

fn init(cx: &Cx, e: &Value, args: Args<'_>) -> R<()> {
    if !args.names.is_empty() {
        return Err(cx.type_error(format!("{}() takes no keyword arguments", type_of(e).message_name())));
    }
    this(cx, e)?.set_args(Tuple::from_slice(args.pos()));
    Ok(())
}

fn str(cx: &Cx, e: &Value) -> R {
    let group = this(cx, e)?;
    let count = exceptions(e).len();
    let message = super::protocol::str(cx, &group.field(MESSAGE))?;
    let plural = if count == 1 { "" } else { "s" };
    let text = [message.bytes(), format!(" ({count} sub-exception{plural})").as_bytes()].concat();
    Ok(Str::from_wtf8(&text).into_value())
}

fn derive(cx: &Cx, a: &[Value]) -> R {
    call::call_pos(cx, &BASE_EXCEPTION_GROUP.value(), &[this(cx, &a[0])?.field(MESSAGE), a[1].clone()])
}

/// A group like `group` (made by its `derive`) with other members; None if there are none.
fn derived(cx: &Cx, group: &Value, members: Vec<Value>) -> R {
    if members.is_empty() {
        return Ok(Value::NONE);
    }
    let fresh = call::call_method(cx, group, Name::new("derive"), &[List::new(members).into_value()])?;
    let (Some(old), Some(new)) = (group.get::<Exception>(), fresh.get::<Exception>()) else {
        return Err(cx.type_error("derive must return an instance of BaseExceptionGroup"));
    };
    if !is_group(&fresh) {
        return Err(cx.type_error("derive must return an instance of BaseExceptionGroup"));
    }
    new.set_traceback(old.traceback());
    new.set_context(old.context());
    // Copying the cause hides the context, as any setting of a cause does (`exceptiongroup_subset`).
    new.set_cause(old.cause());
    new.set_suppress_context(true);
    let notes = Name::new("__notes__");
    if let Some(notes_of_old) = attr::lookup_optional(cx, group, notes)?
        && attr::lookup_optional(cx, &fresh, notes)?.is_none()
        && type_of(&notes_of_old).slots().getitem.is_some()
    {
        let copy = List::new(super::iter::collect(cx, &notes_of_old)?).into_value();
        attr::setattr(cx, &fresh, notes, copy)?;
    }
    Ok(fresh)
}

/// What `split` and `subgroup` select by.
enum Matcher<'a> {
    /// A class or a tuple of classes.
    Classes(&'a Value),
    Function(&'a Value),
    /// These very objects.
    Identities(&'a [Value]),
}

impl<'a> Matcher<'a> {
    fn of(cx: &Cx, value: &'a Value) -> R<Matcher<'a>> {
        if is_exception_class(value) {
            return Ok(Matcher::Classes(value));
        }
        if let Some(classes) = value.get::<Tuple>()
            && classes.items().iter().all(is_exception_class)
        {
            return Ok(Matcher::Classes(value));
        }
        if value.get::<Type>().is_none() && type_of(value).slots().call.is_some() {
            return Ok(Matcher::Function(value));
        }
        Err(cx.type_error("expected an exception type, a tuple of exception types, or a callable (other than a class)"))
    }

    fn matches(&self, cx: &Cx, exception: &Value) -> R<bool> {
        match self {
            Matcher::Classes(classes) => super::isinstance::is_instance(cx, exception, classes),
            Matcher::Function(function) => {
                let answer = call::call_pos(cx, function, std::slice::from_ref(exception))?;
                super::protocol::truth(cx, &answer)
            }
            Matcher::Identities(list) => Ok(!is_group(exception) && list.iter().any(|item| item.is(exception))),
        }
    }
}

fn is_exception_class(value: &Value) -> bool {
    value.get::<Type>().is_some_and(|class| class.is_subtype(&BASE_EXCEPTION))
}

/// The part of `exception` that matches and, if asked for, the rest; each None if empty.
fn split_by(cx: &Cx, exception: &Value, matcher: &Matcher<'_>, with_rest: bool) -> R<(Value, Value)> {
    if matcher.matches(cx, exception)? {
        return Ok((exception.clone(), Value::NONE));
    }
    if !is_group(exception) {
        return Ok((Value::NONE, exception.clone()));
    }
    let (mut matching, mut rest) = (Vec::new(), Vec::new());
    for member in exceptions(exception) {
        let (yes, no) = cx.recursing(" in exception_group_split_recursive", || split_by(cx, &member, matcher, with_rest))?;
        if !yes.is_none() {
            matching.push(yes);
        }
        if !no.is_none() && with_rest {
            rest.push(no);
        }
    }
    let matching = derived(cx, exception, matching)?;
    let rest = derived(cx, exception, rest)?;
    Ok((matching, rest))
}

/// `exception.split(matcher)` for a class or tuple of classes, or a function.
pub(crate) fn split(cx: &Cx, exception: &Value, matcher: &Value) -> R<(Value, Value)> {
    let matcher = Matcher::of(cx, matcher)?;
    split_by(cx, exception, &matcher, true)
}

fn split_method(cx: &Cx, a: &[Value]) -> R {
    let (matching, rest) = split(cx, &a[0], &a[1])?;
    Ok(Tuple::new(vec![matching, rest]).into_value())
}

fn subgroup(cx: &Cx, a: &[Value]) -> R {
    let matcher = Matcher::of(cx, &a[1])?;
    split_by(cx, &a[0], &matcher, false).map(|(matching, _)| matching)
}

/// What `except* classes` handles of `exception` and what it leaves, each None if nothing. A plain exception that matches is
/// wrapped in a group. Errors: TypeError for classes that may not stand there.
pub(crate) fn match_star(cx: &Cx, exception: &Value, classes: &Value) -> R<(Value, Value)> {
    let listed = match classes.get::<Tuple>() {
        Some(tuple) => tuple.items(),
        None => std::slice::from_ref(classes),
    };
    for class in listed {
        match class.get::<Type>() {
            Some(class) if class.is_subtype(&BASE_EXCEPTION_GROUP) => {
                return Err(cx.type_error("catching ExceptionGroup with except* is not allowed. Use except instead."));
            }
            Some(class) if class.is_subtype(&BASE_EXCEPTION) => {}
            _ => return Err(cx.type_error("catching classes that do not inherit from BaseException is not allowed")),
        }
    }
    if is_group(exception) {
        return split_by(cx, exception, &Matcher::Classes(classes), true);
    }
    if !super::isinstance::is_instance(cx, exception, classes)? {
        return Ok((Value::NONE, exception.clone()));
    }
    let members = Tuple::from_slice(std::slice::from_ref(exception)).into_value();
    let group = call::call_pos(cx, &BASE_EXCEPTION_GROUP.value(), &[Str::from_str("").into_value(), members])?;
    if let (Some(group), Some(plain)) = (group.get::<Exception>(), exception.get::<Exception>()) {
        group.set_traceback(plain.traceback());
    }
    Ok((group, Value::NONE))
}

/// Whether two exceptions carry the same traceback, notes, cause and context: one was made from the other by `split`.
fn same_metadata(cx: &Cx, a: &Value, b: &Value) -> R<bool> {
    let (Some(x), Some(y)) = (a.get::<Exception>(), b.get::<Exception>()) else {
        return Ok(false);
    };
    if !is_group(a) || !is_group(b) {
        return Ok(false);
    }
    let notes = Name::new("__notes__");
    let same_notes = match (attr::lookup_optional(cx, a, notes)?, attr::lookup_optional(cx, b, notes)?) {
        (None, None) => true,
        (Some(x), Some(y)) => x.is(&y) || super::compare::equal(cx, &x, &y)?,
        _ => false,
    };
    Ok(same_notes && x.traceback().is(&y.traceback()) && x.cause().is(&y.cause()) && x.context().is(&y.context()))
}

fn leaves(exception: &Value, out: &mut Vec<Value>) {
    if !is_group(exception) {
        out.push(exception.clone());
        return;
    }
    // Groups nest as deep as memory allows: an explicit stack instead of recursion.
    let mut waiting = exceptions(exception);
    while let Some(next) = waiting.pop() {
        if is_group(&next) { waiting.extend(exceptions(&next)) } else { out.push(next) }
    }
}

/// What leaves a `try` with `except*` clauses: `original` was split, `excs` are what the clauses raised or re-raised and what no
/// clause handled (None items are passed over). None: nothing. After PEP 654.
pub(crate) fn reraise_star(cx: &Cx, original: &Value, excs: &[Value]) -> R {
    if !is_group(original) {
        return Ok(excs.iter().find(|exc| !exc.is_none()).cloned().unwrap_or(Value::NONE));
    }
    let (mut raised, mut kept) = (Vec::new(), Vec::new());
    for exc in excs.iter().filter(|exc| !exc.is_none()) {
        if exc.is(original) || same_metadata(cx, exc, original)? {
            leaves(exc, &mut kept);
        } else {
            raised.push(exc.clone());
        }
    }
    let reraised = if kept.is_empty() { Value::NONE } else { split_by(cx, original, &Matcher::Identities(&kept), false)?.0 };
    if raised.is_empty() {
        return Ok(reraised);
    }
    if !reraised.is_none() {
        raised.push(reraised);
    }
    match raised.len() {
        1 => Ok(raised.pop().unwrap_or(Value::NONE)),
        _ => {
            let message = Str::from_str("").into_value();
            call::call_pos(cx, &BASE_EXCEPTION_GROUP.value(), &[message, List::new(raised).into_value()])
        }
    }
}

fn get_message(cx: &Cx, e: &Value) -> R {
    Ok(this(cx, e)?.field(MESSAGE))
}

fn get_exceptions(cx: &Cx, e: &Value) -> R {
    Ok(this(cx, e)?.field(EXCEPTIONS))
}

special!(BASE_EXCEPTION_GROUP "BaseExceptionGroup" BASE_EXCEPTION
Slots { new: Some(new), init: Some(init), str: Some(str), ..Slots::NONE },
&[
    super::native::GetSet { name: "message", get: get_message, set: None },
    super::native::GetSet { name: "exceptions", get: get_exceptions, set: None },
],
&[
    NativeDef::new("derive(self, excs, /)", derive),
    NativeDef::new("split(self, matcher_value, /)", split_method),
    NativeDef::new("subgroup(self, matcher_value, /)", subgroup),
    NativeDef::new("classmethod __class_getitem__(cls, item, /)", super::generic_alias::class_getitem),
]);

pub(crate) static EXCEPTION_GROUP: Type = {
    static DEF: TypeDef = TypeDef {
        name: "ExceptionGroup",
        base: Some(&BASE_EXCEPTION_GROUP),
        extra_bases: &[&EXCEPTION],
        kind: Kind::Exception,
        subclassable: true,
        ..TypeDef::EMPTY
    };
    Type::from_def(&DEF)
};
