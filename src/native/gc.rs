//! Module `gc`: the cycle collector as scripts see it. It has one generation; thresholds are kept, not followed.

use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::int;
use crate::object::list::List;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::protocol;
use crate::object::str::Name;
use crate::object::tuple::Tuple;
use crate::object::value::{R, Value};
use parking_lot::Mutex;

/// What the script set, and what was collected so far. The mutex protects the numbers.
struct State(Mutex<Numbers>);

struct Numbers {
    thresholds: [i64; 3],
    debug: i64,
    collections: i64,
    collected: i64,
}

impl Default for State {
    fn default() -> Self {
        State(Mutex::new(Numbers { thresholds: [2000, 10, 0], debug: 0, collections: 0, collected: 0 }))
    }
}

fn collect(cx: &Cx, a: &[Value]) -> R {
    if !(0..=2).contains(&protocol::index(cx, &a[0])?) {
        return Err(cx.value_error("invalid generation"));
    }
    let found = cx.collect() + cx.collect_shared();
    let state = cx.interp.extension::<State>();
    let mut numbers = state.0.lock();
    numbers.collections += 1;
    numbers.collected += found as i64;
    Ok(int::from_usize(found))
}

fn set_threshold(cx: &Cx, a: &[Value]) -> R {
    let mut thresholds = cx.interp.extension::<State>().0.lock().thresholds;
    for (place, value) in thresholds.iter_mut().zip(a) {
        if !value.is_unset() {
            *place = protocol::index(cx, value)?;
        }
    }
    cx.interp.extension::<State>().0.lock().thresholds = thresholds;
    Ok(Value::NONE)
}

fn get_threshold(cx: &Cx, _: &[Value]) -> R {
    let thresholds = cx.interp.extension::<State>().0.lock().thresholds;
    Ok(Tuple::new(thresholds.map(Value::int).to_vec()).into_value())
}

fn get_stats(cx: &Cx, _: &[Value]) -> R {
    let (collections, collected) = {
        let state = cx.interp.extension::<State>();
        let numbers = state.0.lock();
        (numbers.collections, numbers.collected)
    };
    let row = |collections, collected| {
        let dict = Dict::new();
        dict.set_name(Name::new("collections"), Value::int(collections));
        dict.set_name(Name::new("collected"), Value::int(collected));
        dict.set_name(Name::new("uncollectable"), Value::int(0));
        dict.into_value()
    };
    Ok(List::new(vec![row(0, 0), row(0, 0), row(collections, collected)]).into_value())
}

fn is_tracked(_: &Cx, a: &[Value]) -> R {
    let tracked =
        |header: &crate::memory::Header| header.gc_index.load(std::sync::atomic::Ordering::Relaxed) != crate::memory::header::UNTRACKED;
    Ok(Value::bool(a[0].header().is_some_and(tracked)))
}

fn is_finalized(_: &Cx, a: &[Value]) -> R {
    Ok(Value::bool(a[0].header().is_some_and(|header| header.has(crate::memory::header::flag::FINALIZED))))
}

/// Objects are not listed for scripts: the lists are the strands' own.
fn no_objects(_: &Cx, _: &[Value]) -> R {
    Ok(List::new(Vec::new()).into_value())
}

fn switch<const ON: bool>(cx: &Cx, _: &[Value]) -> R {
    cx.interp.set_collector_enabled(ON);
    Ok(Value::NONE)
}

fn none(_: &Cx, _: &[Value]) -> R {
    Ok(Value::NONE)
}

fn set_debug(cx: &Cx, a: &[Value]) -> R {
    let flags = protocol::index(cx, &a[0])?;
    cx.interp.extension::<State>().0.lock().debug = flags;
    Ok(Value::NONE)
}

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("collect(generation=2)", collect),
    NativeDef::new("enable()", switch::<true>),
    NativeDef::new("disable()", switch::<false>),
    NativeDef::new("isenabled()", |cx, _| Ok(Value::bool(cx.interp.collector_enabled()))),
    NativeDef::new("set_threshold(threshold0, threshold1=?, threshold2=?, /)", set_threshold),
    NativeDef::new("get_threshold()", get_threshold),
    NativeDef::new("get_count()", |_, _| Ok(Tuple::new(vec![Value::int(0); 3]).into_value())),
    NativeDef::new("get_stats()", get_stats),
    NativeDef::new("get_objects(generation=None)", no_objects),
    NativeDef::new("get_referrers(*objs)", no_objects),
    NativeDef::new("get_referents(*objs)", no_objects),
    NativeDef::new("is_tracked(obj, /)", is_tracked),
    NativeDef::new("is_finalized(obj, /)", is_finalized),
    NativeDef::new("freeze()", none),
    NativeDef::new("unfreeze()", none),
    NativeDef::new("get_freeze_count()", |_, _| Ok(Value::int(0))),
    NativeDef::new("get_debug()", |cx, _| Ok(Value::int(cx.interp.extension::<State>().0.lock().debug))),
    NativeDef::new("set_debug(flags, /)", set_debug),
];

pub(super) fn fill(_: &Cx, module: &Module) -> R<()> {
    module.add_functions(FUNCTIONS);
    module.set("garbage", List::new(Vec::new()).into_value());
    module.set("callbacks", List::new(Vec::new()).into_value());
    for (name, flag) in
        [("DEBUG_STATS", 1), ("DEBUG_COLLECTABLE", 2), ("DEBUG_UNCOLLECTABLE", 4), ("DEBUG_SAVEALL", 32), ("DEBUG_LEAK", 38)]
    {
        module.set(name, Value::int(flag));
    }
    Ok(())
}
