//! Set operations of dict views: comparing, `&`, `|`, `-`, `^`, `isdisjoint`.

use super::cx::Cx;
use super::dict_views::{self, View};
use super::payload::Native;
use super::slots::{BIN_OPS, Binary, CmpOp};
use super::value::{R, Value};

pub(super) const BINARY: [Option<Binary>; BIN_OPS] = [None; BIN_OPS];

pub(super) fn is_disjoint(cx: &Cx, a: &[Value]) -> R {
    let mut disjoint = true;
    super::iter::each(cx, &a[1], |item| {
        disjoint = !dict_views::contains(cx, &a[0], &item)?;
        Ok(disjoint)
    })?;
    Ok(Value::bool(disjoint))
}

pub(super) fn compare(_: &Cx, a: &Value, _: &Value, _: CmpOp) -> R {
    let _ = Native::<View>::of(a);
    Ok(Value::NOT_IMPLEMENTED)
}
