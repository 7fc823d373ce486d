//! Module `sys`: what a script can ask of and tell the interpreter. The host says the arguments and paths beforehand ([`Settings`]).

use super::io::std_streams;
use super::structseq;
use super::sys_info;
use crate::object::args::Args;
use crate::object::call::call_method;
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::exception::{self, Exception};
use crate::object::exceptions::SYSTEM_EXIT;
use crate::object::frame;
use crate::object::int;
use crate::object::int_methods;
use crate::object::list::List;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::number;
use crate::object::protocol::{self, type_name};
use crate::object::sequence;
use crate::object::stacks;
use crate::object::str::{Name, Str};
use crate::object::tuple::Tuple;
use crate::object::value::{R, Value};
use parking_lot::Mutex;

/// How text is written to streams, and what becomes of what cannot be.
#[derive(Clone)]
pub(crate) struct StreamEncoding {
    pub(crate) encoding: String,
    pub(crate) errors: String,
}

impl Default for StreamEncoding {
    fn default() -> StreamEncoding {
        StreamEncoding { encoding: "utf-8".into(), errors: "strict".into() }
    }
}

/// What the host says before `sys` is made.
#[derive(Clone, Default)]
pub(crate) struct Settings {
    pub(crate) argv: Vec<String>,
    pub(crate) orig_argv: Vec<String>,
    pub(crate) path: Vec<String>,
    pub(crate) executable: String,
    pub(crate) prefix: String,
    pub(crate) warn_options: Vec<String>,
    pub(crate) x_options: Vec<String>,
    /// Encoding and errors of the standard streams.
    pub(crate) stream_encoding: StreamEncoding,
    /// What is written to the standard streams is out at once.
    pub(crate) unbuffered: bool,
    /// The user types what is called `<stdin>`.
    pub(crate) has_session: bool,
    pub(crate) flags: Flags,
}

/// `sys.flags`, the ones that can be other than their default.
#[derive(Clone, Default)]
pub(crate) struct Flags {
    pub(crate) inspect: bool,
    pub(crate) interactive: bool,
    pub(crate) optimize: i64,
    pub(crate) dont_write_bytecode: bool,
    pub(crate) ignore_environment: bool,
    pub(crate) verbose: i64,
    pub(crate) quiet: bool,
    pub(crate) isolated: bool,
    pub(crate) debug: i64,
    pub(crate) bytes_warning: i64,
    pub(crate) no_site: bool,
    pub(crate) no_user_site: bool,
    pub(crate) dev_mode: bool,
    pub(crate) safe_path: bool,
}

/// The settings of an interpreter. The mutex protects them.
#[derive(Default)]
struct Kept(Mutex<Settings>);

/// To be called before `sys` is imported for the first time.
pub(crate) fn configure(cx: &Cx, settings: Settings) {
    *cx.interp.extension::<Kept>().0.lock() = settings;
}

pub(crate) fn settings(cx: &Cx) -> Settings {
    cx.interp.extension::<Kept>().0.lock().clone()
}

fn text(text: &str) -> Value {
    Str::from_str(text).into_value()
}

fn exit(cx: &Cx, a: &[Value]) -> R {
    let args = match a[0].get::<Tuple>() {
        _ if a[0].is_unset() => Vec::new(),
        Some(several) => several.items().to_vec(),
        None => vec![a[0].clone()],
    };
    let made = crate::object::call::call_pos(cx, &crate::object::value::Object::value(&SYSTEM_EXIT), &args)?;
    Err(cx.raise(made))
}

fn exc_info(cx: &Cx, _: &[Value]) -> R {
    let handled = cx.handled();
    let items = match handled.get::<Exception>() {
        Some(exception) => vec![crate::object::cx::class_of(&handled), handled.clone(), exception.traceback()],
        None => vec![Value::NONE; 3],
    };
    Ok(Tuple::new(items).into_value())
}

fn excepthook(cx: &Cx, a: &[Value]) -> R {
    std_streams::flush_stdout_quietly(cx);
    if a[1].get::<Exception>().is_none() {
        let message = format!("TypeError: print_exception(): Exception expected for value, {} found\n", type_name(&a[1]));
        std_streams::write_stderr(cx, message.as_bytes());
        return Ok(Value::NONE);
    }
    let report = super::traceback_text::format_exception(cx, &a[1])?;
    std_streams::write_stderr(cx, report.as_bytes());
    Ok(Value::NONE)
}

/// Prints an uncaught exception through `sys.excepthook`, as the interpreter does at top level.
pub(crate) fn report_uncaught(cx: &Cx, exception: &Value) {
    let hook = cx.interp.modules().get_name(Name::new("sys")).and_then(|sys| sys.get::<Module>()?.dict().get_name(Name::new("excepthook")));
    let Some(hook) = hook else {
        std_streams::write_stderr(cx, b"sys.excepthook is missing\n");
        return print_plainly(cx, exception);
    };
    let traceback = exception.get::<Exception>().map_or(Value::NONE, Exception::traceback);
    let args = [crate::object::cx::class_of(exception), exception.clone(), traceback];
    let result = crate::object::call::call_pos(cx, &hook, &args);
    if let Err(raised) = result {
        let second = cx.take(raised);
        std_streams::write_stderr(cx, b"Error in sys.excepthook:\n");
        print_plainly(cx, &second);
        std_streams::write_stderr(cx, b"\nOriginal exception was:\n");
        print_plainly(cx, exception);
    }
}

/// Prints a traceback to standard error, come what may.
pub(crate) fn print_plainly(cx: &Cx, exception: &Value) {
    match super::traceback_text::format_exception(cx, exception) {
        Ok(report) => std_streams::write_stderr(cx, report.as_bytes()),
        Err(raised) => {
            drop(cx.take(raised));
            std_streams::write_stderr(cx, format!("{}\n", type_name(exception)).as_bytes());
        }
    }
}

fn displayhook(cx: &Cx, a: &[Value]) -> R {
    if a[0].is_none() {
        return Ok(Value::NONE);
    }
    let builtins = cx.interp.builtins();
    builtins.set_name(Name::new("_"), Value::NONE);
    let shown = protocol::repr(cx, &a[0])?;
    let Some(stdout) = std_streams::stdout(cx).filter(|stdout| !stdout.is_none()) else {
        return Err(cx.runtime_error("lost sys.stdout"));
    };
    let line = [shown.bytes(), b"\n"].concat();
    call_method(cx, &stdout, Name::new("write"), &[Str::from_wtf8(&line).into_value()])?;
    builtins.set_name(Name::new("_"), a[0].clone());
    Ok(Value::NONE)
}

fn get_frame(cx: &Cx, a: &[Value]) -> R {
    let mut frame = cx.frame();
    for _ in 0..protocol::index(cx, &a[0])?.max(0) {
        frame = frame.and_then(|fp| fp.head().previous);
    }
    match frame {
        Some(fp) => Ok(frame::from_running(fp)),
        None => Err(cx.value_error("call stack is not deep enough")),
    }
}

fn current_frames(cx: &Cx, _: &[Value]) -> R {
    let dict = Dict::new();
    for (strand, frame) in stacks::current_frames(cx) {
        dict.set(cx, Value::int(strand.raw() as i64), frame)?;
    }
    Ok(dict.into_value())
}

fn get_frame_module_name(cx: &Cx, a: &[Value]) -> R {
    let mut frame = cx.frame();
    for _ in 0..protocol::index(cx, &a[0])?.max(0) {
        frame = frame.and_then(|fp| fp.head().previous);
    }
    Ok(frame.and_then(|fp| fp.globals().get_name(Name::new("__name__"))).unwrap_or(Value::NONE))
}

fn set_recursion_limit(cx: &Cx, a: &[Value]) -> R {
    let limit = i64::from(sequence::int_argument(cx, &a[0])?);
    let Some(limit) = u32::try_from(limit).ok().filter(|limit| *limit >= 1 && *limit < i32::MAX as u32) else {
        return Err(match limit {
            ..1 => cx.value_error("recursion limit must be greater or equal than 1"),
            _ => cx.overflow_error("Python int too large to convert to C int"),
        });
    };
    if cx.depth() >= limit {
        return Err(cx.error(
            &exception::RECURSION_ERROR,
            format!("cannot set the recursion limit to {limit} at the recursion depth {}: the limit is too low", cx.depth()),
        ));
    }
    cx.interp.set_recursion_limit(limit);
    cx.look_at_limit(0)?;
    // The others learn of it where they stop next.
    cx.interp.runtime.strands().iter().for_each(|strand| strand.request(crate::sched::strand::poll::LIMIT));
    Ok(Value::NONE)
}

fn intern(cx: &Cx, a: &[Value]) -> R {
    match a[0].get_exact::<Str>() {
        Some(text) => Ok(Name::of(text).value()),
        None if a[0].get::<Str>().is_some() => Err(cx.type_error(format!("can't intern {}", type_name(&a[0])))),
        None => Err(cx.type_error(format!("intern() argument must be str, not {}", type_name(&a[0])))),
    }
}

fn get_refcount(cx: &Cx, a: &[Value]) -> R {
    // Not those in hand.
    cx.settle();
    Ok(Value::int(match a[0].header() {
        Some(header) if !header.is_immortal() => i64::from(header.count()),
        _ => i64::from(u32::MAX),
    }))
}

/// How long a strand may run before others get their turn; kept, as there is no lock to hand over.
struct SwitchInterval(Mutex<f64>);

impl Default for SwitchInterval {
    fn default() -> Self {
        SwitchInterval(Mutex::new(0.005))
    }
}

fn set_switch_interval(cx: &Cx, a: &[Value]) -> R {
    let seconds = number::to_float(cx, &a[0])?;
    if seconds <= 0.0 {
        return Err(cx.value_error("switch interval must be strictly positive"));
    }
    *cx.interp.extension::<SwitchInterval>().0.lock() = seconds;
    Ok(Value::NONE)
}

fn set_max_str_digits(cx: &Cx, a: &[Value]) -> R {
    int_methods::set_max_digits(cx, i64::from(sequence::int_argument(cx, &a[0])?))?;
    Ok(Value::NONE)
}

/// `settrace` and `setprofile`: there is no tracing; None is what programs restore.
fn set_hook(cx: &Cx, a: &[Value]) -> R {
    if a[0].is_none() || crate::object::ty::type_of(&a[0]).slots().call.is_some() {
        return Ok(Value::NONE);
    }
    Err(cx.type_error(format!("'{}' object is not callable", type_name(&a[0]))))
}

fn breakpointhook(cx: &Cx, _: Args<'_>) -> R {
    Err(cx.runtime_error("breakpoint(): there is no debugger"))
}

fn none(_: &Cx, _: &[Value]) -> R {
    Ok(Value::NONE)
}

fn utf8(_: &Cx, _: &[Value]) -> R {
    Ok(Name::new("utf-8").value())
}

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("exit(status=?, /)", exit).doc("Exit the interpreter by raising SystemExit(status)."),
    NativeDef::new("exc_info()", exc_info),
    NativeDef::new("exception()", |cx, _| Ok(cx.handled())),
    NativeDef::new("excepthook(exctype, value, traceback, /)", excepthook),
    NativeDef::new("displayhook(object, /)", displayhook),
    NativeDef::raw("breakpointhook(*args, **kwargs)", breakpointhook),
    NativeDef::new("_getframe(depth=0, /)", get_frame),
    NativeDef::new("_getframemodulename(depth=0)", get_frame_module_name),
    NativeDef::new("_current_frames()", current_frames).doc("Return a dict from threads' identifiers to their topmost frames."),
    NativeDef::new("getrecursionlimit()", |cx, _| Ok(Value::int(i64::from(cx.interp.recursion_limit())))),
    NativeDef::new("setrecursionlimit(limit, /)", set_recursion_limit),
    NativeDef::new("getsizeof(object, default=?)", sys_info::size_of),
    NativeDef::new("intern(string, /)", intern),
    NativeDef::new("getrefcount(object, /)", get_refcount),
    NativeDef::new("getdefaultencoding()", utf8),
    NativeDef::new("getfilesystemencoding()", utf8),
    NativeDef::new("getfilesystemencodeerrors()", |_, _| Ok(Name::new("surrogateescape").value())),
    NativeDef::new("getswitchinterval()", |cx, _| Ok(Value::float(*cx.interp.extension::<SwitchInterval>().0.lock()))),
    NativeDef::new("setswitchinterval(interval, /)", set_switch_interval),
    NativeDef::new("get_int_max_str_digits()", |cx, _| Ok(int::from_usize(int_methods::max_digits(cx)))),
    NativeDef::new("set_int_max_str_digits(maxdigits)", set_max_str_digits),
    NativeDef::new("is_finalizing()", |cx, _| Ok(Value::bool(cx.interp.runtime.is_closing()))),
    NativeDef::new("_is_gil_enabled()", |_, _| Ok(Value::FALSE)),
    NativeDef::new("_clear_type_cache()", none),
    NativeDef::new("_clear_internal_caches()", none),
    NativeDef::new("settrace(function, /)", set_hook),
    NativeDef::new("setprofile(function, /)", set_hook),
    NativeDef::new("gettrace()", none),
    NativeDef::new("getprofile()", none),
    NativeDef::new("audit(event, /, *args)", none),
    NativeDef::new("addaudithook(hook)", none),
    NativeDef::new("call_tracing(func, args, /)", |cx, a| {
        let args = crate::object::iter::collect(cx, &a[1])?;
        crate::object::call::call_pos(cx, &a[0], &args)
    }),
    NativeDef::new("_git()", |_, _| Ok(Tuple::new(vec![text("pyc"), text(""), text("")]).into_value())),
];

fn strings(list: &[String]) -> Value {
    List::new(list.iter().map(|item| text(item)).collect()).into_value()
}

/// Fills in the module.
pub(super) fn fill(cx: &Cx, module: &Module) -> R<()> {
    module.add_functions(FUNCTIONS);
    super::unraisable::fill(module);
    let settings = settings(cx);
    module.set("argv", strings(&settings.argv));
    module.set("orig_argv", strings(&settings.orig_argv));
    module.set("path", strings(&settings.path));
    module.set("executable", text(&settings.executable));
    for prefix in ["prefix", "exec_prefix", "base_prefix", "base_exec_prefix"] {
        module.set(prefix, text(&settings.prefix));
    }
    module.set("warnoptions", strings(&settings.warn_options));
    let x_options = crate::object::dict::Dict::new();
    for option in &settings.x_options {
        match option.split_once('=') {
            Some((name, value)) => x_options.set_name(Name::new(name), text(value)),
            None => x_options.set_name(Name::new(option), Value::TRUE),
        }
    }
    module.set("_xoptions", x_options.into_value());
    module.set("dont_write_bytecode", Value::TRUE);
    module.set("modules", cx.interp.modules().as_value().clone());
    module.set("path_hooks", List::new(Vec::new()).into_value());
    module.set("path_importer_cache", crate::object::dict::Dict::new().into_value());
    module.set("pycache_prefix", Value::NONE);
    module.set("platlibdir", text("lib"));
    for hook in ["excepthook", "displayhook", "unraisablehook", "breakpointhook"] {
        if let Some(function) = module.dict().get_name(Name::new(hook)) {
            module.set(&format!("__{hook}__"), function);
        }
    }
    super::sys_coroutines::fill(module);
    sys_info::fill(cx, module, &settings)?;
    structseq::ready(&sys_info::FLAGS, sys_info::FLAG_COUNT);
    std_streams::fill(cx, module)
}
