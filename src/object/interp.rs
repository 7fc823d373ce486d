//! What all strands of one interpreter share: builtins, modules, limits, hooks that upper layers fill in. Knows no execution.

use super::cx::Cx;
use super::dict::Dict;
use super::str::Name;
use super::value::{R, Ref, Value};
use crate::sched::report::TaskPicture;
use crate::sched::runtime::Runtime;
use std::any::{Any, TypeId};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::*};
use std::sync::{Arc, OnceLock};

/// Functions of upper layers that the object layer calls.
pub(crate) struct Hooks {
    /// A signal, cancellation or foreign exception is pending: raise it.
    pub(crate) interrupted: fn(&Cx) -> R<()>,
    /// An exception that cannot be raised (in `__del__`, a callback): report it. (what happened, the object it
    /// happened in or Unset, exception)
    pub(crate) unraisable: fn(&Cx, &str, &Value, &Value),
    /// A warning: category, message, the object that it is about or Unset. Errors: the warning, where the filters make an error of it.
    pub(crate) warn: fn(&Cx, &'static super::ty::Type, &str, &Value) -> R<()>,
    /// `__import__`: (name, globals, fromlist, level).
    pub(crate) import: fn(&Cx, &str, &Dict, &Value, u32) -> R,
    /// What a module has for a name that is not in its namespace yet; None if it has nothing.
    pub(crate) module_member: fn(&Cx, &Value, Name) -> R<Option<Value>>,
    /// A read-only view of a namespace.
    pub(crate) proxy: fn(&Cx, Value) -> R,
    /// The first weak reference to an object, or None.
    pub(crate) weakref: fn(&Cx, &Value) -> R,
    /// These weak references have callbacks, and their object is dead: run them.
    pub(crate) weakrefs_dead: fn(&Cx, Vec<Value>),
    /// The tasks of the event loop that the context's strand runs, for reports: see `stacks` for what it may do.
    pub(crate) tasks: fn(&Cx) -> Vec<TaskPicture>,
    /// The parallel tasks that are not done, likewise.
    pub(crate) parallel_tasks: fn(&Interp) -> Vec<TaskPicture>,
}

type Extension = (TypeId, Arc<dyn Any + Send + Sync>);

/// An interpreter. Several in one process share nothing but immortal builtin types and names.
pub(crate) struct Interp {
    pub(crate) runtime: Arc<Runtime>,
    /// Namespace of module `builtins`.
    pub(crate) builtins: OnceLock<Ref<Dict>>,
    /// `sys.modules`.
    pub(crate) modules: OnceLock<Ref<Dict>>,
    hooks: OnceLock<Hooks>,
    recursion_limit: AtomicU32,
    /// `sys.flags.optimize`; set before anything is compiled.
    optimize: AtomicU32,
    /// Whether comparing bytes and text is warned of.
    bytes_warning: AtomicBool,
    /// Where the program's own modules lie, if they come first.
    pub(crate) program_folder: OnceLock<PathBuf>,
    collector_enabled: AtomicBool,
    /// Set once the tables that every strand can reach have been published.
    pub(crate) is_shared: AtomicBool,
    /// Things of upper layers, one per Rust type.
    extensions: parking_lot::RwLock<Vec<Extension>>,
}

/// As CPython's `sys.getrecursionlimit()`.
const RECURSION_LIMIT: u32 = 1000;

impl Interp {
    pub(crate) fn new(runtime: Arc<Runtime>) -> Interp {
        super::init::init();
        Interp {
            runtime,
            builtins: OnceLock::new(),
            modules: OnceLock::new(),
            hooks: OnceLock::new(),
            recursion_limit: AtomicU32::new(RECURSION_LIMIT),
            optimize: AtomicU32::new(0),
            bytes_warning: AtomicBool::new(false),
            program_folder: OnceLock::new(),
            collector_enabled: AtomicBool::new(true),
            is_shared: AtomicBool::new(false),
            extensions: parking_lot::RwLock::default(),
        }
    }

    /// How much is left out of code: 1 assertions, 2 docstrings as well.
    pub(crate) fn optimize(&self) -> u32 {
        self.optimize.load(Relaxed)
    }

    pub(crate) fn has_bytes_warning(&self) -> bool {
        self.bytes_warning.load(Relaxed)
    }

    pub(crate) fn set_bytes_warning(&self, warns: bool) {
        self.bytes_warning.store(warns, Relaxed);
    }

    pub(crate) fn set_optimize(&self, level: u32) {
        self.optimize.store(level, Relaxed);
    }

    pub(crate) fn set_hooks(&self, hooks: Hooks) {
        let _ = self.hooks.set(hooks);
    }

    pub(crate) fn hooks(&self) -> &Hooks {
        static NONE: Hooks = Hooks {
            interrupted: |_| Ok(()),
            unraisable: |_, _, _, _| (),
            warn: |_, _, _, _| Ok(()),
            import: |cx, name, _, _, _| Err(cx.runtime_error(format!("no importer for '{name}'"))),
            module_member: |_, _, _| Ok(None),
            proxy: |_, dict| Ok(dict),
            weakref: |_, _| Ok(Value::NONE),
            weakrefs_dead: |_, _| (),
            tasks: |_| Vec::new(),
            parallel_tasks: |_| Vec::new(),
        };
        self.hooks.get().unwrap_or(&NONE)
    }

    pub(crate) fn import_hook(&self) -> fn(&Cx, &str, &Dict, &Value, u32) -> R {
        self.hooks().import
    }

    pub(crate) fn proxy_hook(&self) -> fn(&Cx, Value) -> R {
        self.hooks().proxy
    }

    pub(crate) fn weakref_hook(&self) -> fn(&Cx, &Value) -> R {
        self.hooks().weakref
    }

    pub(crate) fn builtins(&self) -> &Ref<Dict> {
        self.builtins.get_or_init(Dict::new)
    }

    pub(crate) fn modules(&self) -> &Ref<Dict> {
        self.modules.get_or_init(Dict::new)
    }

    #[inline(always)]
    pub(crate) fn recursion_limit(&self) -> u32 {
        self.recursion_limit.load(Relaxed)
    }

    pub(crate) fn set_recursion_limit(&self, limit: u32) {
        self.recursion_limit.store(limit, Relaxed);
    }

    pub(crate) fn collector_enabled(&self) -> bool {
        self.collector_enabled.load(Relaxed)
    }

    pub(crate) fn set_collector_enabled(&self, on: bool) {
        self.collector_enabled.store(on, Relaxed);
    }

    /// The interpreter's one `T`, made when first asked for.
    pub(crate) fn extension<T: Default + Send + Sync + 'static>(&self) -> Arc<T> {
        // Only the one that is found is counted: threads look at the same time.
        let find = |list: &[Extension]| {
            let (_, found) = list.iter().find(|(id, _)| *id == TypeId::of::<T>())?;
            found.clone().downcast::<T>().ok()
        };
        if let Some(found) = find(&self.extensions.read()) {
            return found;
        }
        let mut list = self.extensions.write();
        find(&list).unwrap_or_else(|| {
            let fresh = Arc::new(T::default());
            list.push((TypeId::of::<T>(), fresh.clone()));
            fresh
        })
    }
}
