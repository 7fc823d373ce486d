//! `sum`: integers in a machine word while they fit, floats with compensation as CPython 3.12 and later do, anything else with `+`.

use crate::object::args::Args;
use crate::object::bytearray::ByteArray;
use crate::object::bytes::Bytes;
use crate::object::cx::Cx;
use crate::object::feeding::Source;
use crate::object::int;
use crate::object::iter;
use crate::object::list::List;
use crate::object::native::NativeDef;
use crate::object::number;
use crate::object::slots::BinOp;
use crate::object::str::Str;
use crate::object::value::{R, V, Value};

/// What has been added up so far, in the cheapest form that holds it.
enum Total {
    Int(i64),
    /// The sum and what rounding lost (Neumaier's variant of Kahan's summation).
    Float(f64, f64),
    Any(Value),
}

/// The sum and what was lost so far with one more item.
#[inline(always)]
fn compensated(sum: f64, lost: f64, x: f64) -> (f64, f64) {
    let total = sum + x;
    (total, lost + if sum.abs() >= x.abs() { (sum - total) + x } else { (x - total) + sum })
}

impl Total {
    fn start(value: Value) -> Total {
        match value.unpack() {
            V::Int(int) => Total::Int(int),
            V::Float(float) => Total::Float(float, 0.0),
            _ => Total::Any(value),
        }
    }

    fn value(self) -> Value {
        match self {
            Total::Int(int) => Value::int(int),
            Total::Float(sum, lost) => Value::float(if lost != 0.0 && lost.is_finite() { sum + lost } else { sum }),
            Total::Any(value) => value,
        }
    }

    /// With all the items, if they and the sum are ints of a machine word, or floats, or first ints and then floats.
    fn with_all(&self, items: &[Value]) -> Option<Total> {
        let mut items = items.iter();
        let (mut sum, mut lost) = match self {
            Total::Int(start) => {
                let mut sum = *start;
                loop {
                    match items.next().map(Value::unpack) {
                        None => return Some(Total::Int(sum)),
                        Some(V::Int(int)) => sum = sum.checked_add(int)?,
                        Some(V::Float(float)) if sum.unsigned_abs() < 1 << 53 => break (sum as f64 + float, 0.0),
                        Some(_) => return None,
                    }
                }
            }
            Total::Float(start, lost) => (*start, *lost),
            Total::Any(_) => return None,
        };
        for item in items {
            (sum, lost) = compensated(sum, lost, item.as_float()?);
        }
        Some(Total::Float(sum, lost))
    }

    fn add(self, cx: &Cx, item: &Value) -> R<Total> {
        match (&self, item.unpack()) {
            (Total::Int(sum), V::Int(int)) => {
                if let Some(sum) = sum.checked_add(int) {
                    return Ok(Total::Int(sum));
                }
            }
            (Total::Int(sum), V::Bool(truth)) => {
                if let Some(sum) = sum.checked_add(i64::from(truth)) {
                    return Ok(Total::Int(sum));
                }
            }
            (Total::Float(sum, lost), V::Float(x)) => {
                let (sum, lost) = compensated(*sum, *lost, x);
                return Ok(Total::Float(sum, lost));
            }
            (Total::Float(sum, lost), _) if int::is_int(item) => {
                if let Some(int) = int::to_i64(item) {
                    return Ok(Total::Float(sum + int as f64, *lost));
                }
            }
            _ => {}
        }
        number::binary(cx, BinOp::Add, &self.value(), item).map(|sum| match sum.unpack() {
            V::Float(float) => Total::Float(float, 0.0),
            // Past a machine word the ints stay with `+`, as do mixed types.
            _ => Total::Any(sum),
        })
    }
}

fn sum(cx: &Cx, args: Args<'_>) -> R {
    let given = args.pos();
    let mut start = given.get(1);
    for (name, value) in args.keywords() {
        match name.bytes() {
            b"start" if start.is_none() => start = Some(value),
            b"start" => return Err(cx.type_error("argument for sum() given by name ('start') and position (2)")),
            _ => return Err(cx.type_error(format!("sum() got an unexpected keyword argument '{name}'"))),
        }
    }
    let Some(iterable) = given.first() else {
        return Err(cx.type_error(format!("sum() takes at least 1 positional argument ({} given)", given.len())));
    };
    if given.len() > 2 {
        return Err(cx.type_error(format!("sum() takes at most 2 arguments ({} given)", args.values.len())));
    }
    let start = start.cloned().unwrap_or(Value::int(0));
    if start.get::<Str>().is_some() {
        return Err(cx.type_error("sum() can't sum strings [use ''.join(seq) instead]"));
    }
    if start.get::<Bytes>().is_some() {
        return Err(cx.type_error("sum() can't sum bytes [use b''.join(seq) instead]"));
    }
    if start.get::<ByteArray>().is_some() {
        return Err(cx.type_error("sum() can't sum bytearray [use b''.join(seq) instead]"));
    }
    if let Some(list) = iterable.get_exact::<List>()
        && let Some(sum) = list.with(|items| Total::start(start.clone()).with_all(items))
    {
        return Ok(sum.value());
    }
    sum_of(cx, start, &mut |take| iter::each(cx, iterable, take))
}

fn sum_of(cx: &Cx, start: Value, source: Source<'_>) -> R {
    let mut total = Total::start(start);
    source(&mut |item| {
        if let (Total::Int(sum), Some(int)) = (&mut total, item.as_int())
            && let Some(next) = sum.checked_add(int)
        {
            *sum = next;
            return Ok(true);
        }
        total = std::mem::replace(&mut total, Total::Int(0)).add(cx, &item)?;
        Ok(true)
    })?;
    Ok(total.value())
}

pub(super) static FUNCTIONS: &[NativeDef] = &[NativeDef::raw("sum(iterable, /, start=0)", sum)
    .fold(|cx, _, source| sum_of(cx, Value::int(0), source))
    .doc("Return the sum of a 'start' value (default: 0) plus an iterable of numbers")];
