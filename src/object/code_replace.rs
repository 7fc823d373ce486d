//! `code.replace()`: the same block under other names. What the block does is a tree and stays.

use super::args::Args;
use super::code::{Body, Code, CodeInfo, code_flag};
use super::cx::Cx;
use super::feeding::Feeding;
use super::generator::Generator;
use super::int;
use super::native::NativeDef;
use super::stack::Fp;
use super::str::{Name, Str};
use super::tuple::Tuple;
use super::ty::type_of;
use super::value::{R, Ref, Value};
use crate::source::Source;
use std::sync::Arc;

/// The body of other code.
struct Same(Ref<Code>);

impl Body for Same {
    fn run(&self, cx: &Cx, fp: Fp) -> R {
        self.0.body.run(cx, fp)
    }
    fn resume(&self, cx: &Cx, fp: Fp, generator: &Generator, sent: R) -> R {
        self.0.body.resume(cx, fp, generator, sent)
    }
    fn feed(&self, cx: &Cx, fp: Fp, generator: &Generator, feeding: &mut Feeding<'_, '_>) -> R {
        self.0.body.feed(cx, fp, generator, feeding)
    }
    fn must_close(&self) -> bool {
        self.0.body.must_close()
    }
    fn made(&self) -> Option<&Ref<Code>> {
        Some(&self.0)
    }
}

/// Flags that say nothing of how the block is called.
const FREE_FLAGS: u32 = code_flag::ITERABLE_COROUTINE | code_flag::NESTED | 0xFFFF_0000;

pub(super) static METHODS: &[NativeDef] = &[
    NativeDef::raw("replace(self, /, **changes)", replace)
        .doc("Return a copy of the code object with new values for the specified fields."),
    NativeDef::raw("__replace__(self, /, **changes)", replace).doc("The same as replace()."),
];

fn replace(cx: &Cx, args: Args<'_>) -> R {
    let [this] = args.pos() else { return Err(cx.type_error("replace() takes 0 positional arguments")) };
    let Some(code) = this.get_ref::<Code>() else { return Err(cx.type_error("replace() needs a code object")) };
    let mut info = code.info.clone();
    for (name, value) in args.keywords() {
        change(cx, this, &mut info, name, value)?;
    }
    Ok(Code::new(info, Box::new(Same(code))).into_value())
}

fn change(cx: &Cx, code: &Value, info: &mut CodeInfo, name: Name, value: &Value) -> R<()> {
    let text = || {
        value
            .get::<Str>()
            .ok_or_else(|| cx.type_error(format!("replace() argument '{name}' must be str, not {}", type_of(value).message_name())))
    };
    match name.bytes() {
        b"co_name" => info.name = Name::of(text()?),
        b"co_qualname" => info.qualname = Name::of(text()?),
        b"co_filename" => info.source = Arc::new(Source::new(&*text()?.to_str_lossy(), info.source.text())),
        b"co_flags" => {
            let flags = super::number::index(cx, value)?;
            let flags = int::to_i64(&flags).and_then(|flags| u32::try_from(flags).ok());
            match flags {
                Some(flags) if (flags ^ info.flags) & !FREE_FLAGS == 0 => info.flags = flags,
                _ => return Err(fixed(cx, name)),
            }
        }
        b"co_consts" => {
            let now = super::attr::getattr(cx, code, name)?;
            let (Some(now), Some(new)) = (now.get::<Tuple>(), value.get::<Tuple>()) else {
                let given = type_of(value).message_name();
                return Err(cx.type_error(format!("replace() argument 'co_consts' must be tuple, not {given}")));
            };
            let are_same = now.len() == new.len() && now.items().iter().zip(new.items()).skip(1).all(|(now, new)| now.is(new));
            match new.items().first() {
                Some(doc) if are_same && (doc.is_none() || doc.get::<Str>().is_some()) => info.doc = doc.clone(),
                _ => return Err(fixed(cx, name)),
            }
        }
        bytes if bytes.starts_with(b"co_") => match super::attr::lookup_optional(cx, code, name)? {
            Some(now) if super::compare::equal(cx, &now, value)? => {}
            Some(_) => return Err(fixed(cx, name)),
            None => return Err(unknown(cx, name)),
        },
        _ => return Err(unknown(cx, name)),
    }
    Ok(())
}

#[cold]
fn fixed(cx: &Cx, name: Name) -> super::value::Raised {
    cx.value_error(format!("code: {name} cannot be replaced, it follows from what the block does"))
}

#[cold]
fn unknown(cx: &Cx, name: Name) -> super::value::Raised {
    cx.type_error(format!("replace() got an unexpected keyword argument '{name}'"))
}
