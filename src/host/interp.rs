//! The interpreter as a host sees it: a handle to be cloned and sent, running text, globals, host functions. Knows no command line.

use super::awaiting::run_main_awaiting;
use super::convert::{FromValue, IntoArgs, IntoValue};
use super::error::Error;
use super::function::{self, HostFunction};
use super::hooks::{interrupt_all, new_interpreter};
use super::main_module::{clear_main, main_module, run_main, run_main_file};
use super::report;
use super::strands::as_strand;
use super::value::Value;
use crate::exec::strands::share_interpreter;
use crate::native::io::std_streams;
use crate::native::sys::{self, Settings};
use crate::object::cx::Cx;
use crate::object::interp::Interp as Shared;
use crate::object::str::Name;
use crate::object::value::{R, Value as Object};
use crate::sched::runtime::OutsideWaker;
use crate::sched::trace;
use crate::tree::lower::Mode;
use parking_lot::Mutex;
use std::path::Path;
use std::sync::{Arc, Weak};
use std::time::Duration;

/// How long threads of script may take to unwind when the last handle of their interpreter goes.
const GRACE: Duration = Duration::from_secs(1);

/// An interpreter: modules, globals, threads of script. Handles are cheap to clone; the interpreter ends with the last one.
///
/// Any thread of the host may use a handle at any time; calls run in parallel, there is no lock around the interpreter.
/// Several interpreters in a process share nothing.
#[derive(Clone)]
pub struct Interp {
    inner: Arc<Inner>,
}

struct Inner {
    shared: Arc<Shared>,
    /// Objects whose last handle went on a thread that was not in the interpreter: given back by the next that is.
    discarded: Mutex<Vec<Object>>,
    /// Says that a thread of the host may come in and wake whoever waits. Taken away while the one thread of a host that has only one is
    /// inside.
    waker: Mutex<Option<OutsideWaker>>,
    has_one_thread: bool,
}

/// A handle that does not keep the interpreter alive, for what the interpreter itself holds.
#[derive(Clone)]
pub(super) struct WeakInterp(Weak<Inner>);

impl WeakInterp {
    pub(super) fn upgrade(&self) -> Option<Interp> {
        self.0.upgrade().map(|inner| Interp { inner })
    }
}

/// What may be said before an interpreter is made.
#[derive(Clone, Debug, Default)]
pub struct Builder {
    args: Vec<String>,
    path: Vec<String>,
    has_one_thread: bool,
}

impl Builder {
    /// The host calls from one thread at a time. Then a call that waits for what no thread of script can bring any more raises
    /// `DeadlockError`; without this promise another thread of the host might still come in and bring it, so only threads that wait for
    /// each other in a circle are told.
    pub fn one_thread(mut self) -> Builder {
        self.has_one_thread = true;
        self
    }

    /// `sys.argv`. Without it, one empty string.
    pub fn args<S: Into<String>>(mut self, args: impl IntoIterator<Item = S>) -> Builder {
        self.args = args.into_iter().map(Into::into).collect();
        self
    }

    /// `sys.path`: folders in which modules are looked for besides the embedded standard library. Without it, none.
    pub fn path<S: Into<String>>(mut self, folders: impl IntoIterator<Item = S>) -> Builder {
        self.path = folders.into_iter().map(Into::into).collect();
        self
    }

    /// Makes the interpreter.
    pub fn build(self) -> Result<Interp, Error> {
        let shared = new_interpreter();
        let waker = Mutex::new(Some(shared.runtime.outside_waker()));
        let inner = Inner { shared, discarded: Mutex::default(), waker, has_one_thread: self.has_one_thread };
        let interp = Interp { inner: Arc::new(inner) };
        let argv = if self.args.is_empty() { vec![String::new()] } else { self.args };
        interp.checked(|cx| {
            sys::configure(cx, Settings { argv, path: self.path, ..Settings::default() });
            crate::native::set_up(cx)?;
            main_module(cx);
            // From here on every thread of the host may come in, so what all can reach is shared before anything is stored in it.
            share_interpreter(&cx.interp);
            Ok(())
        })?;
        Ok(interp)
    }
}

impl Interp {
    /// An interpreter with nothing in its globals.
    ///
    /// # Panics
    /// If the embedded standard library cannot be set up, which no host or script can cause.
    pub fn new() -> Interp {
        Interp::builder().build().expect("a fresh interpreter sets up")
    }

    /// An interpreter whose arguments and module folders are to be said.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Runs statements in the globals. Errors: whatever they raise, SyntaxError for text that is not Python.
    pub fn run(&self, source: &str) -> Result<(), Error> {
        self.checked(|cx| run_main(cx, source, "<string>", Mode::Exec).map(drop))
    }

    /// Runs a file in the globals, `__file__` set.
    pub fn run_file(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        let path = path.as_ref();
        let bytes = std::fs::read(path).map_err(|error| Error::new("OSError", format!("{}: {error}", path.display())))?;
        self.checked(|cx| run_main_file(cx, &bytes, &path.display().to_string()).map(drop))
    }

    /// The value of an expression.
    pub fn eval<T: FromValue>(&self, expression: &str) -> Result<T, Error> {
        T::from_value(&self.value(|cx| run_main(cx, expression, "<string>", Mode::Eval))?)
    }

    /// As `run`, for statements that may await outside of functions: an event loop runs until they are done.
    pub fn run_async(&self, source: &str) -> Result<(), Error> {
        self.checked(|cx| run_main_awaiting(cx, source, "<string>", Mode::Exec).map(drop))
    }

    /// As `eval`, for an expression that may await.
    pub fn eval_async<T: FromValue>(&self, expression: &str) -> Result<T, Error> {
        T::from_value(&self.value(|cx| run_main_awaiting(cx, expression, "<string>", Mode::Eval))?)
    }

    /// A global by name. Errors: NameError if there is none.
    pub fn get<T: FromValue>(&self, name: &str) -> Result<T, Error> {
        let found = self.with(|cx| main_module(cx).dict().get_name(Name::new(name)).map(|found| self.keep(found)));
        match found {
            Some(found) => T::from_value(&found),
            None => Err(Error::new("NameError", format!("name '{name}' is not defined"))),
        }
    }

    /// Sets a global.
    pub fn set(&self, name: &str, value: impl IntoValue) -> Result<(), Error> {
        let value = value.into_value(self)?;
        self.with(|cx| main_module(cx).dict().set_name(Name::new(name), value.object().clone()));
        Ok(())
    }

    /// Makes a function or closure of the host a global function. Its parameters and result are converted; an `Err` is raised in the
    /// script, and so is a panic, as RuntimeError. It may be called by several threads at once.
    pub fn register<A, F: HostFunction<A>>(&self, name: &str, function: F) -> Result<(), Error> {
        let function = self.function(name, function);
        self.set(name, function)
    }

    /// A function or closure of the host as a value, to be passed or stored.
    pub fn function<A, F: HostFunction<A>>(&self, name: &str, function: F) -> Value {
        self.with(|_| self.keep(function::make(WeakInterp(Arc::downgrade(&self.inner)), name, function)))
    }

    /// Calls a global function. Errors: NameError if there is none of that name, whatever the call raises.
    pub fn call<T: FromValue>(&self, name: &str, args: impl IntoArgs) -> Result<T, Error> {
        self.with(|_| self.get::<Value>(name)?.call(args))
    }

    /// Raises KeyboardInterrupt in whatever the interpreter's threads run or wait for, soon.
    pub fn interrupt(&self) {
        interrupt_all(&self.inner.shared);
    }

    /// What all threads, event loops and parallel tasks of the interpreter are doing just now: their states, what they wait for and
    /// who holds it, and their stacks. For people; the wording may change. Threads that are in the middle of a long builtin operation
    /// are given a second to answer.
    pub fn report(&self) -> String {
        let inside = Cx::with_current(|cx| self.is_of(cx).then(|| report::text(&self.inner.shared, Some(cx)))).flatten();
        inside.unwrap_or_else(|| report::text(&self.inner.shared, None))
    }

    /// Begins to write what the interpreter's threads and tasks do to a file, as Chrome trace events (Perfetto and chrome://tracing show
    /// them): who runs, who waits for what, who wakes whom, lengths of queues. The file is complete JSON at any time. Errors: the file
    /// cannot be made, or a trace is being written already.
    pub fn start_trace(&self, path: impl AsRef<Path>) -> std::io::Result<()> {
        let runtime = &self.inner.shared.runtime;
        let inside = Cx::with_current(|cx| self.is_of(cx).then(|| trace::start(runtime, path.as_ref(), Some(&cx.strand)))).flatten();
        inside.unwrap_or_else(|| trace::start(runtime, path.as_ref(), None))
    }

    /// Ends the trace, if one is being written; the end of the interpreter does so too. Errors: those of writing it.
    pub fn stop_trace(&self) -> std::io::Result<()> {
        trace::stop(&self.inner.shared.runtime)
    }

    /// Runs `f` inside the interpreter: calls made in there do not enter and leave it each time.
    pub fn enter<T>(&self, f: impl FnOnce(&Interp) -> T) -> T {
        self.with(|_| f(self))
    }

    /// Runs `f` on a strand of this interpreter: the one the calling thread is on already, or one made for it.
    pub(super) fn with<T>(&self, f: impl FnOnce(&Cx) -> T) -> T {
        let mut once = Some(f);
        let nested = Cx::with_current(|cx| self.is_of(cx).then(|| once.take().map(|f| f(cx))).flatten()).flatten();
        if let Some(result) = nested {
            return result;
        }
        let f = once.take().expect("not run yet");
        as_strand(&self.inner.shared, "host", |cx| {
            let _inside = self.inner.has_one_thread.then(|| Inside::new(&self.inner));
            let result = f(cx);
            self.give_back();
            result
        })
    }

    pub(super) fn is_same(&self, other: &Interp) -> bool {
        Arc::ptr_eq(&self.inner, &other.inner)
    }

    fn is_of(&self, cx: &Cx) -> bool {
        Arc::ptr_eq(&cx.interp, &self.inner.shared) && cx.strand.is_attached()
    }

    /// As `with`, a raised exception becoming an error.
    pub(super) fn checked<T>(&self, f: impl FnOnce(&Cx) -> R<T>) -> Result<T, Error> {
        self.with(|cx| f(cx).map_err(|raised| Error::of_exception(self, cx, &cx.take(raised))))
    }

    /// As `checked`, for a value that leaves the interpreter.
    pub(super) fn value(&self, f: impl FnOnce(&Cx) -> R) -> Result<Value, Error> {
        self.checked(|cx| Ok(self.keep(f(cx)?)))
    }

    /// A handle to an object of this interpreter. The handle may go to any thread, so the object is shared.
    pub(super) fn keep(&self, object: Object) -> Value {
        object.publish();
        Value::new(self.clone(), object)
    }

    /// Gives up a handle's object: at once if that is allowed here, else when the interpreter is entered next.
    pub(super) fn discard(&self, object: Object) {
        let counted = object.header().is_some_and(|header| !header.is_immortal());
        if counted && !Cx::with_current(|cx| self.is_of(cx)).unwrap_or(false) {
            self.inner.discarded.lock().push(object);
        }
    }

    fn give_back(&self) {
        let discarded = std::mem::take(&mut *self.inner.discarded.lock());
        drop(discarded);
    }
}

impl Default for Interp {
    fn default() -> Interp {
        Interp::new()
    }
}

impl std::fmt::Debug for Interp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Interp").finish_non_exhaustive()
    }
}

/// The only thread of the host is in the interpreter: nobody else will come.
struct Inside<'a>(&'a Inner);

impl Inside<'_> {
    fn new(inner: &Inner) -> Inside<'_> {
        drop(inner.waker.lock().take());
        Inside(inner)
    }
}

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        *self.0.waker.lock() = Some(self.0.shared.runtime.outside_waker());
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        // The last handle may go inside a call: then the threads, of which this is one, cannot be waited for.
        let inside = Cx::with_current(|cx| Arc::ptr_eq(&cx.interp, &self.shared)).unwrap_or(false);
        let discarded = std::mem::take(&mut *self.discarded.lock());
        as_strand(&self.shared, "host", |cx| {
            drop(discarded);
            std_streams::flush_stdout_quietly(cx);
            if !inside && cx.interp.runtime.shutdown(&cx.strand, GRACE) == 0 && cx.interp.modules().len() > 0 {
                clear_main(cx);
                std_streams::flush_stdout_quietly(cx);
            }
        });
        let _nobody_is_left_to_tell = trace::stop(&self.shared.runtime);
    }
}
