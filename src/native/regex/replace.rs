//! `sub` and `subn`.

use super::found;
use super::pattern::{self, Pattern};
use super::subject::{Subject, finished};
use super::template;
use crate::object::buffer;
use crate::object::call;
use crate::object::cx::Cx;
use crate::object::room;
use crate::object::sequence;
use crate::object::str::Str;
use crate::object::tuple::Tuple;
use crate::object::ty::type_of;
use crate::object::value::{R, Value};

/// What comes in the place of a match.
enum Replacement<'a> {
    Function(&'a Value),
    Template(template::Template),
}

fn append(cx: &Cx, pattern: &Pattern, out: &mut Vec<u8>, piece: &Value) -> R<()> {
    match piece.get::<Str>() {
        Some(text) if !pattern.is_bytes => return room::append(cx, out, text.bytes()),
        _ if piece.is_none() => {}
        None if pattern.is_bytes => return room::append(cx, out, &buffer::bytes_like(cx, piece)?),
        Some(_) => return Err(cx.type_error("expected a bytes-like object, str found")),
        None => return Err(cx.type_error(format!("expected str instance, {} found", type_of(piece).message_name()))),
    }
    Ok(())
}

fn replaced(cx: &Cx, a: &[Value]) -> R<(Value, i64)> {
    let Some(pattern) = pattern::of(&a[0]) else { return Ok((Value::NONE, 0)) };
    let replacement = if type_of(&a[1]).slots().call.is_some() {
        Replacement::Function(&a[1])
    } else {
        Replacement::Template(template::parse(cx, pattern, &a[1])?)
    };
    let subject = Subject::new(cx, pattern, &a[2])?;
    let most = sequence::size_argument(cx, &a[3])?;
    let mut out = Vec::new();
    let (mut last, mut count) = (0, 0);
    if most >= 0 {
        pattern::each(cx, pattern, &subject, 0, subject.len(), |found| {
            if most > 0 && count >= most {
                return Ok(false);
            }
            let (start, end) = (found.positions[0], found.positions[1]);
            subject.append(cx, &mut out, last, start)?;
            let matched = || found::make(&a[0], &a[2], found, 0, subject.len());
            match &replacement {
                Replacement::Function(function) => {
                    let piece = call::call_pos(cx, function, &[matched()])?;
                    append(cx, pattern, &mut out, &piece)?;
                }
                Replacement::Template(template) => match template.literal() {
                    Some(literal) => room::append(cx, &mut out, literal)?,
                    None => {
                        let matched = matched();
                        template.fill(cx, found::of(cx, &matched)?, &mut out)?;
                    }
                },
            }
            last = end;
            count += 1;
            Ok(true)
        })?;
    }
    if count == 0 {
        return Ok((subject.piece(cx, 0, subject.len())?, 0));
    }
    subject.append(cx, &mut out, last, subject.len())?;
    Ok((finished(cx, pattern, &out)?, count))
}

pub(super) fn sub(cx: &Cx, a: &[Value]) -> R {
    Ok(replaced(cx, a)?.0)
}

pub(super) fn subn(cx: &Cx, a: &[Value]) -> R {
    let (text, count) = replaced(cx, a)?;
    Ok(Tuple::new(vec![text, Value::int(count)]).into_value())
}
