//! Module `_heapq`: heaps in lists. As long as items can be compared without running user code, an operation is one step for other strands,
//! under the list's lock. From the first comparison that is not so it goes on without: each step reads and writes the list anew then,
//! because comparing may change it.

use crate::object::compare;
use crate::object::cx::Cx;
use crate::object::list::List;
use crate::object::list_bulk::Changing;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::slots::CmpOp;
use crate::object::ty::type_of;
use crate::object::value::{R, Raised, Value};

/// Whether the heap's root is its least or its greatest item.
#[derive(Clone, Copy)]
enum Order {
    Least,
    Greatest,
}

impl Order {
    fn before(self, cx: &Cx, a: &Value, b: &Value) -> R<bool> {
        match self {
            Order::Least => compare::compare_bool(cx, a, b, CmpOp::Lt),
            Order::Greatest => compare::compare_bool(cx, b, a, CmpOp::Lt),
        }
    }

    fn plainly_before(self, a: &Value, b: &Value) -> Option<bool> {
        match self {
            Order::Least => compare::plain_less(a, b),
            Order::Greatest => compare::plain_less(b, a),
        }
    }
}

/// What is left to do with an item, where items must be asked.
#[derive(Clone, Copy)]
enum Left {
    Rise { root: usize, at: usize },
    Sink { root: usize, at: usize },
}

/// Moves the item at `at` towards the root (not past `root`) until its parent stands before it.
fn rise_plainly(heap: &mut Changing<'_>, root: usize, mut at: usize, order: Order) -> Option<Left> {
    while at > root {
        let parent = (at - 1) / 2;
        let items = heap.items();
        match order.plainly_before(&items[at], &items[parent]) {
            Some(true) => heap.exchange(at, parent),
            Some(false) => break,
            None => return Some(Left::Rise { root, at }),
        }
        at = parent;
    }
    None
}

/// Moves the item at `root` down to a leaf, always along the child that stands first, then up to where it belongs: fewer comparisons than
/// stopping early.
fn sink_plainly(heap: &mut Changing<'_>, root: usize, order: Order) -> Option<Left> {
    let mut at = root;
    loop {
        let items = heap.items();
        let (left, right) = (2 * at + 1, 2 * at + 2);
        let child = match (items.get(left), items.get(right)) {
            (None, _) => break,
            (Some(_), None) => left,
            (Some(one), Some(other)) => match order.plainly_before(one, other) {
                Some(true) => left,
                Some(false) => right,
                None => return Some(Left::Sink { root, at }),
            },
        };
        heap.exchange(at, child);
        at = child;
    }
    rise_plainly(heap, root, at, order)
}

/// The heap; `what` names the argument in errors.
fn list_of<'a>(cx: &Cx, value: &'a Value, what: &str) -> R<&'a List> {
    value.get::<List>().ok_or_else(|| cx.type_error(format!("{what} must be list, not {}", type_of(value).message_name())))
}

fn changed(cx: &Cx) -> Raised {
    cx.runtime_error("list changed size during iteration")
}

fn is_empty(cx: &Cx) -> Raised {
    cx.index_error("index out of range")
}

fn item(cx: &Cx, heap: &List, index: usize) -> R {
    heap.get(index).ok_or_else(|| changed(cx))
}

/// Does what is left, by the items' own comparison.
fn finish(cx: &Cx, heap: &List, left: Option<Left>, order: Order) -> R<()> {
    match left {
        None => Ok(()),
        Some(Left::Rise { root, at }) => rise(cx, heap, root, at, order),
        Some(Left::Sink { root, at }) => sink(cx, heap, root, at, order),
    }
}

fn rise(cx: &Cx, heap: &List, root: usize, mut at: usize, order: Order) -> R<()> {
    let len = heap.len();
    while at > root {
        let parent = (at - 1) / 2;
        let (child_item, parent_item) = (item(cx, heap, at)?, item(cx, heap, parent)?);
        let is_before = order.before(cx, &child_item, &parent_item)?;
        if heap.len() != len {
            return Err(changed(cx));
        }
        if !is_before {
            break;
        }
        heap.exchange(at, parent);
        at = parent;
    }
    Ok(())
}

fn sink(cx: &Cx, heap: &List, root: usize, mut at: usize, order: Order) -> R<()> {
    let len = heap.len();
    while 2 * at + 1 < len {
        let (left, right) = (2 * at + 1, 2 * at + 2);
        let mut child = left;
        if right < len {
            let (left_item, right_item) = (item(cx, heap, left)?, item(cx, heap, right)?);
            if !order.before(cx, &left_item, &right_item)? {
                child = right;
            }
            if heap.len() != len {
                return Err(changed(cx));
            }
        }
        heap.exchange(at, child);
        at = child;
    }
    rise(cx, heap, root, at, order)
}

fn push(cx: &Cx, a: &[Value]) -> R {
    let heap = list_of(cx, &a[0], "heappush() argument 1")?;
    let left = heap.changing(Some(&a[1]), |heap| {
        heap.push(a[1].clone())?;
        let last = heap.items().len() - 1;
        Ok(rise_plainly(heap, 0, last, Order::Least))
    });
    let left = left.map_err(|_: crate::object::list::NoMemory| cx.memory_error())?;
    finish(cx, heap, left, Order::Least)?;
    Ok(Value::NONE)
}

fn pop_by(cx: &Cx, a: &[Value], order: Order) -> R {
    let heap = list_of(cx, &a[0], "heappop() argument")?;
    let taken = heap.changing(None, |heap| {
        let last = heap.pop()?;
        Some(match heap.replace_first(last) {
            Ok(first) => (first, sink_plainly(heap, 0, order)),
            Err(only) => (only, None),
        })
    });
    let (first, left) = taken.ok_or_else(|| is_empty(cx))?;
    finish(cx, heap, left, order)?;
    Ok(first)
}

/// Puts an item in the place of the root, which it gives.
fn exchange_root(cx: &Cx, heap: &List, new: &Value, order: Order) -> R {
    let (first, left) = heap.changing(Some(new), |heap| {
        let first = heap.replace_first(new.clone()).map_err(|_| is_empty(cx))?;
        Ok((first, sink_plainly(heap, 0, order)))
    })?;
    finish(cx, heap, left, order)?;
    Ok(first)
}

fn replace_by(cx: &Cx, a: &[Value], order: Order) -> R {
    exchange_root(cx, list_of(cx, &a[0], "heapreplace() argument 1")?, &a[1], order)
}

fn push_pop(cx: &Cx, a: &[Value]) -> R {
    let heap = list_of(cx, &a[0], "heappushpop() argument 1")?;
    // None: the item and the root must be asked.
    let (given, left) = heap.changing(Some(&a[1]), |heap| {
        let Some(first) = heap.items().first() else { return (Some(a[1].clone()), None) };
        match compare::plain_less(first, &a[1]) {
            None => (None, None),
            Some(false) => (Some(a[1].clone()), None),
            Some(true) => {
                let first = heap.replace_first(a[1].clone()).ok();
                (first, sink_plainly(heap, 0, Order::Least))
            }
        }
    });
    if let Some(given) = given {
        finish(cx, heap, left, Order::Least)?;
        return Ok(given);
    }
    let first = item(cx, heap, 0)?;
    if compare::compare_bool(cx, &first, &a[1], CmpOp::Lt)? { exchange_root(cx, heap, &a[1], Order::Least) } else { Ok(a[1].clone()) }
}

fn heapify_by(cx: &Cx, a: &[Value], order: Order) -> R {
    let heap = list_of(cx, &a[0], "heapify() argument")?;
    let left = heap.changing(None, |heap| {
        let roots = (0..heap.items().len() / 2).rev();
        roots.map(|root| (root, sink_plainly(heap, root, order))).find(|(_, left)| left.is_some())
    });
    let Some((root, left)) = left else { return Ok(Value::NONE) };
    finish(cx, heap, left, order)?;
    for root in (0..root).rev() {
        sink(cx, heap, root, root, order)?;
        cx.safepoint()?;
    }
    Ok(Value::NONE)
}

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("heappush(heap, item, /)", push).doc("Push item onto heap, maintaining the heap invariant."),
    NativeDef::new("heappop(heap, /)", |cx, a| pop_by(cx, a, Order::Least))
        .doc("Pop the smallest item off the heap, maintaining the heap invariant."),
    NativeDef::new("heapreplace(heap, item, /)", |cx, a| replace_by(cx, a, Order::Least))
        .doc("Pop and return the current smallest value, and add the new item."),
    NativeDef::new("heappushpop(heap, item, /)", push_pop)
        .doc("Push item on the heap, then pop and return the smallest item from the heap."),
    NativeDef::new("heapify(heap, /)", |cx, a| heapify_by(cx, a, Order::Least))
        .doc("Transform list into a heap, in-place, in O(len(heap)) time."),
    NativeDef::new("_heappop_max(heap, /)", |cx, a| pop_by(cx, a, Order::Greatest)).doc("Maxheap variant of heappop."),
    NativeDef::new("_heapreplace_max(heap, item, /)", |cx, a| replace_by(cx, a, Order::Greatest)).doc("Maxheap variant of heapreplace."),
    NativeDef::new("_heapify_max(heap, /)", |cx, a| heapify_by(cx, a, Order::Greatest)).doc("Maxheap variant of heapify."),
];

/// Fills the namespace of `_heapq`.
pub(super) fn fill(_: &Cx, module: &Module) -> R<()> {
    module.add_functions(FUNCTIONS);
    Ok(())
}
