//! Module `_heapq`: heaps in lists. Each step reads and writes the list anew, because comparing may change it.

use crate::object::compare;
use crate::object::cx::Cx;
use crate::object::list::List;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::slots::CmpOp;
use crate::object::ty::type_of;
use crate::object::value::{R, Value};

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
}

/// The heap; `what` names the argument in errors.
fn list_of<'a>(cx: &Cx, value: &'a Value, what: &str) -> R<&'a List> {
    value.get::<List>().ok_or_else(|| cx.type_error(format!("{what} must be list, not {}", type_of(value).name())))
}

fn changed(cx: &Cx) -> crate::object::value::Raised {
    cx.runtime_error("list changed size during iteration")
}

fn item(cx: &Cx, heap: &List, index: usize) -> R {
    heap.get(index).ok_or_else(|| changed(cx))
}

/// Moves the item at `at` towards the root (not past `root`) until its parent stands before it.
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

/// Moves the item at `root` down to a leaf, always along the child that stands first, then up to where it belongs: fewer comparisons than stopping early.
fn sink(cx: &Cx, heap: &List, root: usize, order: Order) -> R<()> {
    let len = heap.len();
    let mut at = root;
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
    heap.push(a[1].clone()).map_err(|_| cx.memory_error())?;
    rise(cx, heap, 0, heap.len().saturating_sub(1), Order::Least)?;
    Ok(Value::NONE)
}

fn pop_by(cx: &Cx, a: &[Value], order: Order) -> R {
    let heap = list_of(cx, &a[0], "heappop() argument")?;
    let last = heap.len().checked_sub(1).and_then(|last| heap.remove(last)).ok_or_else(|| cx.index_error("index out of range"))?;
    let Some(first) = heap.get(0) else { return Ok(last) };
    heap.set(0, last).map_err(|_| changed(cx))?;
    sink(cx, heap, 0, order)?;
    Ok(first)
}

fn replace_by(cx: &Cx, a: &[Value], order: Order) -> R {
    let heap = list_of(cx, &a[0], "heapreplace() argument 1")?;
    let first = heap.get(0).ok_or_else(|| cx.index_error("index out of range"))?;
    heap.set(0, a[1].clone()).map_err(|_| changed(cx))?;
    sink(cx, heap, 0, order)?;
    Ok(first)
}

fn push_pop(cx: &Cx, a: &[Value]) -> R {
    let heap = list_of(cx, &a[0], "heappushpop() argument 1")?;
    let Some(first) = heap.get(0) else { return Ok(a[1].clone()) };
    if !compare::compare_bool(cx, &first, &a[1], CmpOp::Lt)? {
        return Ok(a[1].clone());
    }
    let first = heap.get(0).ok_or_else(|| cx.index_error("index out of range"))?;
    heap.set(0, a[1].clone()).map_err(|_| changed(cx))?;
    sink(cx, heap, 0, Order::Least)?;
    Ok(first)
}

fn heapify_by(cx: &Cx, a: &[Value], order: Order) -> R {
    let heap = list_of(cx, &a[0], "heapify() argument")?;
    for root in (0..heap.len() / 2).rev() {
        sink(cx, heap, root, order)?;
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
