//! Several strands at one list, dict or set: nothing is lost, nothing is seen half done, nothing crashes. Bounded in time.

use super::cx::Cx;
use super::dict::Dict;
use super::interp::Interp;
use super::iter;
use super::list::List;
use super::set::Set;
use super::stack::Stack;
use super::str::Str;
use super::value::{Object, Ref, Value};
use crate::sched::runtime::{Config, Runtime};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};

const STRANDS: usize = 4;
/// Miri runs a thousand times slower, and finds by looking what others find by repeating.
const ROUNDS: i64 = if cfg!(miri) { 40 } else { 3_000 };

/// Runs `body` on several strands of one interpreter with `subject`, which is SHARED by then.
fn together(subject: &Value, body: impl Fn(&Cx, &Value, usize) + Sync) {
    subject.publish();
    let runtime = Runtime::new(Config::default());
    let interp = Arc::new(Interp::new(runtime.clone()));
    std::thread::scope(|scope| {
        for strand in 0..STRANDS {
            let (runtime, interp, body) = (runtime.clone(), interp.clone(), &body);
            scope.spawn(move || {
                let entered = runtime.enter("test");
                let cx = Cx::new(interp, Arc::clone(&entered), Stack::new(1 << 12));
                let _current = cx.enter();
                body(&cx, subject, strand);
                assert!(cx.safepoint().is_ok());
            });
        }
    });
}

fn alone(body: impl Fn(&Cx)) {
    let runtime = Runtime::new(Config::default());
    let interp = Arc::new(Interp::new(runtime.clone()));
    let entered = runtime.enter("test");
    let cx = Cx::new(interp, Arc::clone(&entered), Stack::new(1 << 12));
    let _current = cx.enter();
    body(&cx);
}

fn text(n: i64) -> Value {
    Str::from_str(&format!("key{n}")).into_value()
}

fn ready() {
    super::init::init();
}

#[test]
fn no_append_is_lost() {
    ready();
    let list = List::new(Vec::new());
    together(list.as_value(), |cx, list, strand| {
        let list = list.get::<List>().expect("a list");
        for n in 0..ROUNDS {
            list.push(text(n * STRANDS as i64 + strand as i64)).expect("memory suffices");
            let _ = list.get(n as usize);
            assert!(cx.safepoint().is_ok());
        }
    });
    assert_eq!(list.len(), STRANDS * ROUNDS as usize);
}

#[test]
fn a_list_under_all_operations_stays_whole() {
    ready();
    let list = List::new((0..50).map(text).collect());
    together(list.as_value(), |cx, list, strand| {
        let list = list.get::<List>().expect("a list");
        for n in 0..ROUNDS {
            match (n as usize + strand) % 7 {
                0 => drop(list.push(text(n))),
                1 => drop(list.pop()),
                2 => drop(list.splice(3, 9, (0..8).map(text).collect())),
                3 => drop(list.remove_at(1)),
                4 => list.arrange(<[Value]>::reverse),
                5 if list.len() > 200 => drop(list.take_all()),
                _ => {
                    for item in list.snapshot().iter().chain(list.get(4).iter()) {
                        assert!(item.get::<Str>().is_some_and(|text| text.bytes().starts_with(b"key")));
                    }
                }
            }
            assert!(cx.safepoint().is_ok());
        }
    });
}

#[test]
fn slice_assignment_is_seen_whole() {
    ready();
    let list = List::new(vec![Value::int(0); 64]);
    let done = AtomicBool::new(false);
    together(list.as_value(), |cx, list, strand| {
        let list = list.get::<List>().expect("a list");
        if strand == 0 {
            for n in 0..ROUNDS {
                drop(list.splice(0, usize::MAX, vec![Value::int(n); 64]));
            }
            done.store(true, Relaxed);
            return;
        }
        while !done.load(Relaxed) {
            let seen = list.snapshot();
            assert!(seen.len() == 64 && seen.iter().all(|item| item.is(&seen[0])), "half a slice assignment: {seen:?}");
            assert!(cx.safepoint().is_ok());
        }
    });
}

#[test]
fn dict_keys_of_all_strands_arrive() {
    ready();
    let dict = Dict::new();
    together(dict.as_value(), |cx, dict, strand| {
        let dict = dict.get::<Dict>().expect("a dict");
        for n in 0..ROUNDS {
            let key = n * STRANDS as i64 + strand as i64;
            assert!(dict.set(cx, text(key), text(n)).is_ok());
            assert!(dict.get(cx, &text(key)).is_ok_and(|found| found.is_some()), "own key is there");
            if n % 5 == 0 {
                assert!(dict.set(cx, text(-key), text(n)).is_ok());
                assert!(dict.remove(cx, &text(-key)).is_ok());
            }
            assert!(cx.safepoint().is_ok());
        }
    });
    // Key 0 is its own negative for the first strand.
    assert!(dict.len() >= STRANDS * ROUNDS as usize - 1);
    assert_eq!(dict.snapshot().len(), dict.len());
}

#[test]
fn dict_update_is_seen_whole() {
    ready();
    let dict = Dict::new();
    let done = AtomicBool::new(false);
    together(dict.as_value(), |cx, dict, strand| {
        let dict = dict.get::<Dict>().expect("a dict");
        if strand == 0 {
            for n in 0..ROUNDS / 4 {
                let other = Dict::new();
                for key in 0..20 {
                    assert!(other.set(cx, text(key), Value::int(n)).is_ok());
                }
                assert!(dict.update_with(cx, other.snapshot_hashed()).is_ok());
                assert!(cx.safepoint().is_ok());
                if n % 100 == 99 {
                    dict.clear();
                }
            }
            done.store(true, Relaxed);
            return;
        }
        while !done.load(Relaxed) {
            let seen = dict.snapshot();
            assert!(seen.is_empty() || seen.len() == 20 && seen.iter().all(|(_, value)| value.is(&seen[0].1)), "half an update");
            assert!(cx.safepoint().is_ok());
        }
    });
}

#[test]
fn each_dict_item_is_popped_once() {
    const POPPED: i64 = ROUNDS * 3;
    ready();
    let dict = Dict::new();
    alone(|cx| (0..POPPED).for_each(|n| assert!(dict.set(cx, Value::int(n), text(n)).is_ok())));
    let taken = AtomicUsize::new(0);
    together(dict.as_value(), |cx, dict, strand| {
        let dict = dict.get::<Dict>().expect("a dict");
        while let Some((key, value)) = if strand % 2 == 0 { dict.pop_last() } else { dict.pop_first() } {
            assert!(key.as_int().is_some() && value.get::<Str>().is_some());
            taken.fetch_add(1, Relaxed);
            assert!(cx.safepoint().is_ok());
        }
    });
    assert_eq!(taken.load(Relaxed), POPPED as usize);
    assert_eq!(dict.len(), 0);
}

#[test]
fn iterators_hand_out_each_item_once() {
    const ITEMS: i64 = ROUNDS * 7;
    ready();
    alone(|cx| {
        let list = List::new((0..ITEMS).map(Value::int).collect());
        let dict = Dict::new();
        let set = Set::new();
        for n in 0..ITEMS {
            assert!(dict.set(cx, Value::int(n), Value::NONE).is_ok() && set.add(cx, Value::int(n)).is_ok());
        }
        for iterable in [list.as_value(), dict.as_value(), set.as_value()] {
            let iterator = iter::iter(cx, iterable).expect("these have iterators");
            let (sum, count) = (AtomicUsize::new(0), AtomicUsize::new(0));
            together(&iterator, |cx, iterator, _| {
                while let Ok(Some(item)) = iter::next(cx, iterator) {
                    sum.fetch_add(item.as_int().expect("an int") as usize, Relaxed);
                    count.fetch_add(1, Relaxed);
                    assert!(cx.safepoint().is_ok());
                }
            });
            assert_eq!((count.load(Relaxed), sum.load(Relaxed)), (ITEMS as usize, (ITEMS * (ITEMS - 1) / 2) as usize));
        }
    });
}

#[test]
fn set_keys_of_all_strands_arrive() {
    ready();
    let set = Set::new();
    together(set.as_value(), |cx, set, strand| {
        let set = set.get::<Set>().expect("a set");
        for n in 0..ROUNDS {
            let key = text(n * STRANDS as i64 + strand as i64);
            assert!(set.add(cx, key.clone()).is_ok_and(|added| added));
            assert!(set.contains(cx, &key).is_ok_and(|found| found), "own key is there");
            let passing = text(-1 - n * STRANDS as i64 - strand as i64);
            assert!(set.add(cx, passing.clone()).is_ok());
            assert!(set.remove(cx, &passing).is_ok_and(|removed| removed.is_some()));
            assert!(cx.safepoint().is_ok());
        }
    });
    assert_eq!(set.len(), STRANDS * ROUNDS as usize);
    assert_eq!(set.snapshot().len(), set.len());
}

#[test]
fn a_set_under_all_operations_stays_whole() {
    ready();
    let set = Set::new();
    together(set.as_value(), |cx, set, strand| {
        let shared: &Set = set.get::<Set>().expect("a set");
        for n in 0..ROUNDS {
            match (n as usize + strand) % 6 {
                0 | 1 => assert!(shared.add(cx, text(n % 100)).is_ok()),
                2 => drop(shared.pop()),
                3 => assert!(super::set_ops::symmetric_difference_update(cx, shared, &other(cx, n)).is_ok()),
                4 if n % 50 == 0 => shared.remove_all(),
                _ => {
                    assert!(shared.snapshot().iter().all(|key| key.get::<Str>().is_some()));
                    assert!(super::set_ops::union(cx, shared, &[other(cx, n)]).is_ok());
                }
            }
            assert!(cx.safepoint().is_ok());
        }
    });
}

fn other(cx: &Cx, n: i64) -> Value {
    let set: Ref<Set> = Set::from_values(cx, (n % 90..n % 90 + 10).map(text)).expect("text is hashable");
    set.into_value()
}

#[test]
fn gets_of_shared_objects_write_nothing_but_counts() {
    ready();
    alone(|cx| {
        let dict = Dict::new();
        assert!(dict.set(cx, Value::int(1), Value::int(2)).is_ok());
        let list = List::new(vec![Value::int(7)]);
        let set = Set::new();
        assert!(set.add(cx, Value::int(5)).is_ok());
        dict.as_value().publish();
        list.as_value().publish();
        set.as_value().publish();
        let before = crate::memory::header::rmw_count();
        for _ in 0..100 {
            assert!(dict.get(cx, &Value::int(1)).is_ok_and(|found| found.is_some()));
            assert!(list.get(0).is_some());
            assert!(set.contains(cx, &Value::int(5)).is_ok_and(|found| found));
        }
        assert_eq!(crate::memory::header::rmw_count(), before);
        assert!(!list.header().is_local());
    });
}

#[test]
fn a_reference_in_hand_is_given_back_in_the_end() {
    ready();
    let list = List::new((0..600).map(|n| List::new(vec![text(n)]).into_value()).collect());
    together(list.as_value(), |cx, list, strand| {
        let list = list.get::<List>().expect("a list");
        let mut mine = Vec::new();
        let mut random = strand as u64 + 1;
        for n in 0..ROUNDS * 20 {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let at = (random >> 33) as usize;
            // A few objects often, all now and then.
            match at % 8 {
                0 if !mine.is_empty() => drop(mine.swap_remove(at % mine.len())),
                1 => mine.extend(list.get(at % 600)),
                2 if mine.len() > 100 => mine.clear(),
                3 if n % 97 == 0 => cx.settle(),
                _ => drop(list.get(at % 7)),
            }
        }
    });
    for item in list.snapshot() {
        let inner = item.get::<List>().expect("a list");
        // The list's and the snapshot's; the item's own.
        assert_eq!(inner.header().count(), 2);
        assert_eq!(inner.get(0).and_then(|text| text.header().map(|header| header.count())), Some(2));
    }
}

#[test]
fn what_is_used_often_is_counted_once_and_ends_when_it_is_let_go() {
    ready();
    alone(|cx| {
        let child = text(1);
        let shared = List::new(vec![child.clone()]).into_value();
        shared.publish();
        drop(shared.clone());
        let before = crate::memory::header::rmw_count();
        for _ in 0..1000 {
            let (first, second) = (shared.clone(), shared.clone());
            drop((first, second.clone(), second));
        }
        assert!(crate::memory::header::rmw_count() <= before + 3);
        assert!(shared.header().is_some_and(|header| header.count() > 1), "some are in hand");
        let count = || child.header().map(|header| header.count());
        assert_eq!(count(), Some(2));
        drop(shared);
        assert_eq!(count(), Some(1), "its end took no safepoint");

        // Another strand has used it, too, and says that it is through.
        let shared = List::new(vec![child.clone()]).into_value();
        shared.publish();
        (0..5).for_each(|_| drop(shared.clone()));
        let (used, go_on) = (std::sync::Barrier::new(2), std::sync::Barrier::new(2));
        std::thread::scope(|scope| {
            scope.spawn(|| {
                alone(|other| {
                    (0..5).for_each(|_| drop(shared.clone()));
                    other.settle();
                    used.wait();
                    go_on.wait();
                });
            });
            used.wait();
            cx.settle();
            assert_eq!(shared.header().map(|header| header.count()), Some(1));
            go_on.wait();
        });
        drop(shared);
        assert_eq!(count(), Some(1));
    });
}

#[test]
fn the_last_credits_of_something_end_it_at_a_safepoint() {
    ready();
    alone(|cx| {
        let child = text(1);
        let list = List::new(vec![List::new(vec![child.clone()]).into_value()]);
        list.as_value().publish();
        (0..5).for_each(|_| drop(list.get(0)));
        // The reference that is not ours goes without our giving one back.
        std::thread::scope(|scope| _ = scope.spawn(|| alone(|_| drop(list.pop()))));
        assert_eq!(child.header().map(|header| header.count()), Some(2));
        cx.detach();
        cx.attach();
        assert!(cx.strand.is_polled(), "detached with something to release");
        assert!(cx.safepoint().is_ok());
        assert_eq!(child.header().map(|header| header.count()), Some(1));
    });
}
