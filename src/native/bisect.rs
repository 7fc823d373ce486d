//! Module `bisect`: where an item belongs in a sorted sequence.

use crate::object::call;
use crate::object::compare;
use crate::object::cx::Cx;
use crate::object::list::List;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::protocol;
use crate::object::sequence;
use crate::object::slots::CmpOp;
use crate::object::str::Name;
use crate::object::value::{R, Value};

/// Which end of a run of equal items.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Left,
    Right,
}

/// `a`: sequence, item, lo, hi, key.
fn search(cx: &Cx, a: &[Value], item: &Value, side: Side) -> R<i64> {
    let mut low = sequence::size_argument(cx, &a[2])?;
    if low < 0 {
        return Err(cx.value_error("lo must be non-negative"));
    }
    let mut high = if a[3].is_none() { protocol::len(cx, &a[0])? as i64 } else { sequence::size_argument(cx, &a[3])? };
    while low < high {
        let middle = low + (high - low) / 2;
        let listed = a[0].get_exact::<List>().and_then(|list| list.get(middle as usize));
        let mut candidate = match listed {
            Some(item) => item,
            None => protocol::getitem(cx, &a[0], &Value::int(middle))?,
        };
        if !a[4].is_none() {
            candidate = call::call_pos(cx, &a[4], &[candidate])?;
        }
        let go_right = match side {
            Side::Left => compare::compare_bool(cx, &candidate, item, CmpOp::Lt)?,
            Side::Right => !compare::compare_bool(cx, item, &candidate, CmpOp::Lt)?,
        };
        if go_right {
            low = middle + 1;
        } else {
            high = middle;
        }
        cx.safepoint()?;
    }
    Ok(low)
}

/// Inserts into a list in one step for other strands, if the items that are looked at can be compared without user code. False if they
/// cannot, or if there is more to it.
fn insort_at_once(cx: &Cx, a: &[Value], side: Side) -> R<bool> {
    let Some(list) = a[0].get_exact::<List>() else { return Ok(false) };
    if !a[3].is_none() || !a[4].is_none() {
        return Ok(false);
    }
    let Ok(low) = usize::try_from(sequence::size_argument(cx, &a[2])?) else { return Ok(false) };
    let item = &a[1];
    let inserted = list.changing(Some(item), |list| {
        let items = list.items();
        let (mut low, mut high) = (low, items.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let go_right = match side {
                Side::Left => compare::plain_less(&items[middle], item)?,
                Side::Right => !compare::plain_less(item, &items[middle])?,
            };
            if go_right { low = middle + 1 } else { high = middle }
        }
        Some(list.insert(low, item.clone()))
    });
    match inserted {
        None => Ok(false),
        Some(result) => result.map(|()| true).map_err(|_| cx.memory_error()),
    }
}

fn insort(cx: &Cx, a: &[Value], side: Side) -> R {
    if insort_at_once(cx, a, side)? {
        return Ok(Value::NONE);
    }
    let key = if a[4].is_none() { a[1].clone() } else { call::call_pos(cx, &a[4], std::slice::from_ref(&a[1]))? };
    let index = Value::int(search(cx, a, &key, side)?);
    call::call_method(cx, &a[0], Name::new("insert"), &[index, a[1].clone()])?;
    Ok(Value::NONE)
}

macro_rules! function {
    ($name:literal, $run:expr, $doc:literal) => {
        NativeDef::new(concat!($name, "(a, x, lo=0, hi=None, *, key=None)"), $run).doc($doc)
    };
}

static FUNCTIONS: &[NativeDef] = &[
    function!(
        "bisect_left",
        |cx, a| search(cx, a, &a[1], Side::Left).map(Value::int),
        "Return the index where to insert item x in list a, before equal items."
    ),
    function!(
        "bisect_right",
        |cx, a| search(cx, a, &a[1], Side::Right).map(Value::int),
        "Return the index where to insert item x in list a, after equal items."
    ),
    function!("insort_left", |cx, a| insort(cx, a, Side::Left), "Insert item x in list a, and keep it sorted, before equal items."),
    function!("insort_right", |cx, a| insort(cx, a, Side::Right), "Insert item x in list a, and keep it sorted, after equal items."),
];

/// Fills the namespace of `bisect`.
pub(super) fn fill(_: &Cx, module: &Module) -> R<()> {
    module.add_functions(FUNCTIONS);
    for (alias, name) in [("bisect", "bisect_right"), ("insort", "insort_right")] {
        if let Some(function) = module.dict().get_name(Name::new(name)) {
            module.set(alias, function);
        }
    }
    Ok(())
}
