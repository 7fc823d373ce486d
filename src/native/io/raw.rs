//! `FileIO`: a file descriptor, and the reads and writes that the buffered layer makes on it or on a raw file of the script's.

use super::access::{bytes_like, make_bytes, offset_arg, offset_result, size_arg, unsupported, writable_len};
use super::base::{RAW_IO_BASE, make};
use crate::object::args::Args;
use crate::object::attr;
use crate::object::bytearray::ByteArray;
use crate::object::bytes::Bytes;
use crate::object::call::{call_method, call_pos};
use crate::object::cx::Cx;
use crate::object::exception::{Exception, make as make_exception, set_context};
use crate::object::exceptions::OS_ERROR;
use crate::object::int;
use crate::object::memoryview::view_of;
use crate::object::native::{GetSet, NativeDef};
use crate::object::os_error::{io_error, os_error};
use crate::object::payload::{Native, Payload, publish_into};
use crate::object::protocol;
use crate::object::room;
use crate::object::slots::Slots;
use crate::object::str::{Name, Str};
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Value};
use crate::sched::blocking::blocking;
use crate::sched::fd;
use parking_lot::Mutex;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering::*};

/// An open file descriptor. System calls are made without any lock: the kernel orders them.
pub(super) struct FileIo {
    /// -1: closed.
    fd: AtomicI32,
    /// Calls on the descriptor under way, and the descriptor that the last of them is to close, or -1: a number that is closed while another
    /// strand is about to use it may be another file's by then. Who closes says so in `fd` first and then looks for users; a user counts
    /// itself first and then looks at `fd`; all in one order, so that one of them sees the other, and `ending` is taken once.
    users: AtomicI32,
    ending: AtomicI32,
    readable: AtomicBool,
    writable: AtomicBool,
    appending: AtomicBool,
    created: AtomicBool,
    closefd: AtomicBool,
    /// The name as it was given. The mutex protects the value.
    name: Mutex<Value>,
}

impl Payload for FileIo {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        if let Some(name) = self.name.try_lock() {
            visit(&name);
        }
    }
}

impl FileIo {
    fn empty() -> FileIo {
        FileIo {
            fd: AtomicI32::new(-1),
            users: AtomicI32::new(0),
            ending: AtomicI32::new(-1),
            readable: AtomicBool::new(false),
            writable: AtomicBool::new(false),
            appending: AtomicBool::new(false),
            created: AtomicBool::new(false),
            closefd: AtomicBool::new(true),
            name: Mutex::new(Value::NONE),
        }
    }

    /// The descriptor, open as long as what this gives lives. Errors: ValueError if it is closed.
    fn hold(&self, cx: &Cx) -> R<InUse<'_>> {
        self.users.fetch_add(1, SeqCst);
        let held = InUse { file: self, number: self.fd.load(SeqCst) };
        if held.number == -1 { Err(cx.value_error("I/O operation on closed file")) } else { Ok(held) }
    }

    /// Closes the descriptor if there is one and it is ours: now, or when the calls on it that are under way have ended.
    fn let_go(&self, cx: &Cx) -> std::io::Result<()> {
        let number = self.fd.swap(-1, SeqCst);
        if number < 0 || !self.closefd.load(Relaxed) {
            return Ok(());
        }
        // One that still waits to be closed was made anew since (`__init__`).
        let waiting = self.ending.swap(number, SeqCst);
        if waiting >= 0 {
            fd::close(waiting)?;
        }
        if self.users.load(SeqCst) > 0 {
            return Ok(());
        }
        blocking(&cx.strand, || self.end())
    }

    fn end(&self) -> std::io::Result<()> {
        match self.ending.swap(-1, SeqCst) {
            -1 => Ok(()),
            number => fd::close(number),
        }
    }

    /// Whether it is open and closed by who has it.
    pub(super) fn is_owner(&self) -> bool {
        !self.is_closed() && self.closefd.load(Relaxed)
    }

    pub(super) fn is_closed(&self) -> bool {
        self.fd.load(SeqCst) == -1
    }

    fn mode(&self) -> &'static str {
        match (self.created.load(Relaxed), self.appending.load(Relaxed), self.readable.load(Relaxed), self.writable.load(Relaxed)) {
            (true, _, true, _) => "xb+",
            (true, ..) => "xb",
            (_, true, true, _) => "ab+",
            (_, true, ..) => "ab",
            (_, _, true, true) => "rb+",
            (_, _, true, false) => "rb",
            _ => "wb",
        }
    }
}

/// A descriptor that stays open while this lives.
struct InUse<'a> {
    file: &'a FileIo,
    number: i32,
}

impl Drop for InUse<'_> {
    fn drop(&mut self) {
        if self.file.users.fetch_sub(1, SeqCst) == 1 {
            // Whoever closed it is gone, and with it who could be told of an error.
            let _nobody_to_tell = self.file.end();
        }
    }
}

/// A FileIO over a descriptor that is open already.
pub(super) fn from_fd(fd: i32, readable: bool, writable: bool, name: Value, closefd: bool) -> Value {
    FILE_IO.make_ready();
    let body = FileIo::empty();
    body.fd.store(fd, SeqCst);
    body.readable.store(readable, Relaxed);
    body.writable.store(writable, Relaxed);
    body.closefd.store(closefd, Relaxed);
    *body.name.lock() = name;
    make(&FILE_IO, body)
}

fn this<'a>(cx: &Cx, value: &'a Value) -> R<&'a FileIo> {
    Native::<FileIo>::of(value).ok_or_else(|| cx.type_error("not a FileIO"))
}

/// A FileIO that no subclass changes.
fn exact(value: &Value) -> Option<&FileIo> {
    if std::ptr::eq(type_of(value), &FILE_IO) { Native::<FileIo>::of(value) } else { None }
}

/// Repeats a system call that a signal interrupted, after the signal's handler ran.
pub(crate) fn retry<T>(cx: &Cx, name: Option<&Value>, mut call: impl FnMut() -> std::io::Result<T>) -> R<Option<T>> {
    loop {
        match blocking(&cx.strand, &mut call) {
            Ok(done) => return Ok(Some(done)),
            Err(error) => match error.raw_os_error() {
                Some(libc::EINTR) => cx.safepoint()?,
                Some(libc::EAGAIN) => return Ok(None),
                _ => return Err(io_error(cx, &error, name)),
            },
        }
    }
}

/// Up to `size` bytes by one read; None if it would block.
pub(super) fn read_some(cx: &Cx, raw: &Value, size: usize) -> R<Option<Vec<u8>>> {
    match exact(raw) {
        Some(file) => read_fd(cx, file, size),
        None => read_into(cx, raw, size),
    }
}

/// Lets a raw file of the script's fill in a buffer.
fn read_into(cx: &Cx, raw: &Value, size: usize) -> R<Option<Vec<u8>>> {
    let mut room = room::vec(cx, size)?;
    room.resize(size, 0);
    let buffer = ByteArray::new(room);
    let view = view_of(cx, buffer.as_value())?;
    let count = call_method(cx, raw, Name::new("readinto"), std::slice::from_ref(&view))?;
    call_method(cx, &view, Name::new("release"), &[])?;
    if count.is_none() {
        return Ok(None);
    }
    let count = match offset_result(cx, &count) {
        Ok(count) => count,
        Err(raised) => {
            let cause = cx.take(raised);
            let failed = make_exception(&OS_ERROR, vec![Str::from_str("raw readinto() failed").into_value()]);
            if let Some(failed) = failed.get::<Exception>() {
                failed.set_cause(cause.clone());
            }
            set_context(&failed, &cause);
            return Err(cx.raise(failed));
        }
    };
    match usize::try_from(count).ok().filter(|count| *count <= size) {
        Some(count) => Ok(Some(buffer.with(|bytes| bytes[..count.min(bytes.len())].to_vec()))),
        None => {
            let text = format!("raw readinto() returned invalid length {count} (should have been between 0 and {size})");
            Err(cx.error(&OS_ERROR, text))
        }
    }
}

fn read_fd(cx: &Cx, file: &FileIo, size: usize) -> R<Option<Vec<u8>>> {
    let held = file.hold(cx)?;
    if !file.readable.load(Relaxed) {
        return Err(unsupported(cx, "File not open for reading"));
    }
    let mut buffer = room::vec(cx, size)?;
    buffer.resize(size, 0);
    let count = retry(cx, None, || fd::read(held.number, &mut buffer))?;
    Ok(count.map(|count| {
        buffer.truncate(count);
        buffer
    }))
}

/// All the rest.
pub(super) fn read_rest(cx: &Cx, raw: &Value) -> R<Option<Vec<u8>>> {
    let Some(file) = exact(raw) else {
        return match attr::lookup_optional(cx, raw, Name::new("readall"))? {
            Some(readall) => read_piece(cx, call_pos(cx, &readall, &[])?),
            None => read_pieces(cx, raw),
        };
    };
    read_all(cx, file)
}

/// What a method of a raw file of the script's has read.
fn read_piece(cx: &Cx, piece: Value) -> R<Option<Vec<u8>>> {
    if !piece.is_none() && piece.get::<Bytes>().is_none() {
        return Err(cx.type_error("read() should return bytes"));
    }
    if piece.is_none() { Ok(None) } else { bytes_like(cx, &piece).map(Some) }
}

/// All the rest, from a raw file that has no `readall`.
fn read_pieces(cx: &Cx, raw: &Value) -> R<Option<Vec<u8>>> {
    let mut all: Option<Vec<u8>> = None;
    while let Some(piece) = read_piece(cx, call_method(cx, raw, Name::new("read"), &[])?)? {
        let all = all.get_or_insert_default();
        if piece.is_empty() {
            break;
        }
        room::append(cx, all, &piece)?;
        cx.safepoint()?;
    }
    Ok(all)
}

fn read_all(cx: &Cx, file: &FileIo) -> R<Option<Vec<u8>>> {
    let held = file.hold(cx)?;
    // A regular file says how much there is: one read more than that finds the end.
    let left = match (fd::stat(held.number), fd::seek(held.number, 0, 1)) {
        (Ok(stat), Ok(at)) => usize::try_from(stat.st_size.saturating_sub(at)).unwrap_or(0),
        _ => 0,
    };
    let mut size = left.saturating_add(1).max(super::open::BUFFER_SIZE);
    let mut all: Vec<u8> = Vec::new();
    loop {
        match read_fd(cx, file, size)? {
            None if all.is_empty() => return Ok(None),
            None => return Ok(Some(all)),
            Some(piece) if piece.is_empty() => return Ok(Some(all)),
            Some(piece) if all.is_empty() => all = piece,
            Some(piece) => {
                room::append(cx, &mut all, &piece)?;
            }
        }
        size = all.len().clamp(super::open::BUFFER_SIZE, 1 << 24);
        cx.safepoint()?;
    }
}

/// Writes some of `bytes` and says how many; None if it would block.
pub(super) fn write_some(cx: &Cx, raw: &Value, bytes: &[u8]) -> R<Option<usize>> {
    let Some(file) = exact(raw) else {
        let written = call_method(cx, raw, Name::new("write"), &[make_bytes(cx, bytes)?])?;
        if written.is_none() {
            return Ok(None);
        }
        let count = offset_result(cx, &written)?;
        return match usize::try_from(count) {
            Ok(count) if count <= bytes.len() => Ok(Some(count)),
            _ => Err(cx
                .error(&OS_ERROR, format!("raw write() returned invalid length {count} (should have been between 0 and {})", bytes.len()))),
        };
    };
    write_fd(cx, file, bytes)
}

fn write_fd(cx: &Cx, file: &FileIo, bytes: &[u8]) -> R<Option<usize>> {
    let held = file.hold(cx)?;
    if !file.writable.load(Relaxed) {
        return Err(unsupported(cx, "File not open for writing"));
    }
    retry(cx, None, || fd::write(held.number, bytes))
}

pub(super) fn seek_to(cx: &Cx, raw: &Value, offset: i64, whence: i64) -> R<i64> {
    match exact(raw) {
        Some(file) => seek_fd(cx, file, offset, whence),
        None => {
            let at = call_method(cx, raw, Name::new("seek"), &[Value::int(offset), Value::int(whence)])?;
            checked_place(cx, &at)
        }
    }
}

/// Where the file is.
pub(super) fn place(cx: &Cx, raw: &Value) -> R<i64> {
    match exact(raw) {
        Some(file) => seek_fd(cx, file, 0, 1),
        None => checked_place(cx, &call_method(cx, raw, Name::new("tell"), &[])?),
    }
}

fn checked_place(cx: &Cx, at: &Value) -> R<i64> {
    match offset_result(cx, at)? {
        at if at < 0 => Err(cx.error(&OS_ERROR, format!("Raw stream returned invalid position {at}"))),
        at => Ok(at),
    }
}

fn seek_fd(cx: &Cx, file: &FileIo, offset: i64, whence: i64) -> R<i64> {
    let held = file.hold(cx)?;
    let whence = i32::try_from(whence).map_err(|_| cx.overflow_error("Python int too large to convert to C int"))?;
    fd::seek(held.number, offset, whence).map_err(|error| io_error(cx, &error, None))
}

pub(super) fn is_seekable(cx: &Cx, raw: &Value) -> R<bool> {
    match exact(raw) {
        Some(file) => Ok(fd::seek(file.hold(cx)?.number, 0, 1).is_ok()),
        None => super::access::ask(cx, raw, "seekable"),
    }
}

// ---- the object ----

fn new(_: &Cx, class: &Type, _: Args<'_>) -> R {
    Ok(make(class, FileIo::empty()))
}

static INIT: NativeDef = NativeDef::new("FileIO(self, file, mode='r', closefd=True, opener=None)", |_, _| Ok(Value::NONE));

/// What a mode asks of the system.
struct Mode {
    flags: i32,
    readable: bool,
    writable: bool,
    appending: bool,
    created: bool,
}

fn parse_mode(cx: &Cx, mode: &str) -> R<Mode> {
    let wrong = || cx.value_error("Must have exactly one of create/read/write/append mode and at most one plus");
    let (mut flags, mut plus, mut chosen) = (0, false, None);
    for c in mode.chars() {
        match c {
            'x' | 'r' | 'w' | 'a' if chosen.is_none() => chosen = Some(c),
            '+' if !plus => plus = true,
            'b' => {}
            'x' | 'r' | 'w' | 'a' | '+' => return Err(wrong()),
            _ => return Err(cx.value_error(format!("invalid mode: {mode}"))),
        }
    }
    let Some(chosen) = chosen else {
        return Err(wrong());
    };
    let readable = chosen == 'r' || plus;
    let writable = chosen != 'r' || plus;
    flags |= match (readable, writable) {
        (true, true) => libc::O_RDWR,
        (false, true) => libc::O_WRONLY,
        _ => libc::O_RDONLY,
    };
    flags |= match chosen {
        'x' => libc::O_EXCL | libc::O_CREAT,
        'w' => libc::O_CREAT | libc::O_TRUNC,
        'a' => libc::O_APPEND | libc::O_CREAT,
        _ => 0,
    };
    Ok(Mode { flags, readable, writable, appending: chosen == 'a', created: chosen == 'x' })
}

fn init(cx: &Cx, this_value: &Value, args: Args<'_>) -> R<()> {
    let mut values = vec![this_value.clone()];
    values.extend_from_slice(args.values);
    let mut a = Vec::new();
    INIT.signature().bind(cx, Args { values: &values, names: args.names }, true, &mut a)?;
    let file = this(cx, this_value)?;
    let Some(mode) = a[2].get::<Str>() else {
        return Err(cx.type_error(format!("FileIO() argument 'mode' must be str, not {}", protocol::type_name(&a[2]))));
    };
    let mode = parse_mode(cx, &mode.to_str_lossy())?;
    let closefd = protocol::truth(cx, &a[3])?;
    let _as_cpython_does = file.let_go(cx);
    let number = open_fd(cx, &a[1], &mode, closefd, &a[4])?;
    file.readable.store(mode.readable, Relaxed);
    file.writable.store(mode.writable, Relaxed);
    file.appending.store(mode.appending, Relaxed);
    file.created.store(mode.created, Relaxed);
    file.closefd.store(closefd, Relaxed);
    publish_into(this_value, &a[1]);
    let old = std::mem::replace(&mut *file.name.lock(), a[1].clone());
    drop(old);
    file.fd.store(number, SeqCst);
    if mode.appending {
        let _ = fd::seek(number, 0, 2);
    }
    Ok(())
}

fn open_fd(cx: &Cx, name: &Value, mode: &Mode, closefd: bool, opener: &Value) -> R<i32> {
    let refuse_directory = |number: i32, own: bool| match fd::stat(number) {
        Ok(stat) if stat.st_mode & libc::S_IFMT == libc::S_IFDIR => {
            if own {
                let _ = fd::close(number);
            }
            Err(os_error(cx, libc::EISDIR, Some(name)))
        }
        Ok(_) => Ok(number),
        Err(error) => Err(io_error(cx, &error, Some(name))),
    };
    if name.get::<Str>().is_none()
        && let Some(number) = int::to_i64(name)
    {
        let Some(number) = i32::try_from(number).ok().filter(|number| *number >= 0) else {
            return Err(cx.value_error("negative file descriptor"));
        };
        return refuse_directory(number, false);
    }
    if !closefd {
        return Err(cx.value_error("Cannot use closefd=False with file name"));
    }
    if !opener.is_none() {
        let flags = Value::int(i64::from(mode.flags | libc::O_CLOEXEC));
        let answer = call_pos(cx, opener, &[name.clone(), flags])?;
        let Some(number) = int::to_i64(&answer) else {
            return Err(cx.type_error("expected integer from opener"));
        };
        return match i32::try_from(number) {
            Ok(number) if number >= 0 => refuse_directory(number, true),
            _ => Err(cx.value_error(format!("opener returned {number}"))),
        };
    }
    let path = super::open::path_text(cx, name, "open")?;
    match retry(cx, Some(name), || fd::open(&path, mode.flags, 0o666))? {
        Some(number) => refuse_directory(number, true),
        None => Err(os_error(cx, libc::EAGAIN, Some(name))),
    }
}

fn close(cx: &Cx, a: &[Value]) -> R {
    let file = this(cx, &a[0])?;
    if file.is_closed() {
        return Ok(Value::NONE);
    }
    let flushed = call_method(cx, &a[0], Name::new("flush"), &[]).map(|_| Value::NONE);
    super::base::both(cx, flushed, || {
        file.let_go(cx).map_err(|error| io_error(cx, &error, None))?;
        Ok(Value::NONE)
    })
}

fn read(cx: &Cx, a: &[Value]) -> R {
    let file = this(cx, &a[0])?;
    let data = match size_arg(cx, &a[1])? {
        Some(size) => read_fd(cx, file, size)?,
        None => readable(cx, file).and_then(|()| read_all(cx, file))?,
    };
    data.map_or(Ok(Value::NONE), |data| make_bytes(cx, &data))
}

fn readable(cx: &Cx, file: &FileIo) -> R<()> {
    file.hold(cx)?;
    if file.readable.load(Relaxed) { Ok(()) } else { Err(unsupported(cx, "File not open for reading")) }
}

fn readall(cx: &Cx, a: &[Value]) -> R {
    let data = read_all(cx, this(cx, &a[0])?)?;
    data.map_or(Ok(Value::NONE), |data| make_bytes(cx, &data))
}

fn readinto(cx: &Cx, a: &[Value]) -> R {
    let file = this(cx, &a[0])?;
    readable(cx, file)?;
    let room = writable_len(cx, &a[1], "readinto")?;
    match read_fd(cx, file, room)? {
        Some(data) => crate::object::buffer::write_into(cx, &a[1], &data).map(int::from_usize),
        None => Ok(Value::NONE),
    }
}

fn write(cx: &Cx, a: &[Value]) -> R {
    let file = this(cx, &a[0])?;
    file.hold(cx)?;
    let bytes = bytes_like(cx, &a[1])?;
    let written = write_fd(cx, file, &bytes)?;
    // A signal may have cut it short: its handler runs now.
    if written.is_some_and(|count| count < bytes.len()) {
        cx.safepoint()?;
    }
    Ok(written.map_or(Value::NONE, int::from_usize))
}

fn seek(cx: &Cx, a: &[Value]) -> R {
    let file = this(cx, &a[0])?;
    seek_fd(cx, file, offset_arg(cx, &a[1])?, offset_arg(cx, &a[2])?).map(Value::int)
}

fn tell(cx: &Cx, a: &[Value]) -> R {
    seek_fd(cx, this(cx, &a[0])?, 0, 1).map(Value::int)
}

fn truncate(cx: &Cx, a: &[Value]) -> R {
    let file = this(cx, &a[0])?;
    let held = file.hold(cx)?;
    if !file.writable.load(Relaxed) {
        return Err(unsupported(cx, "File not open for writing"));
    }
    let len = if a[1].is_none() { seek_fd(cx, file, 0, 1)? } else { offset_arg(cx, &a[1])? };
    fd::truncate(held.number, len).map_err(|error| io_error(cx, &error, None))?;
    Ok(Value::int(len))
}

fn repr(cx: &Cx, value: &Value) -> R {
    let file = this(cx, value)?;
    let class = super::base::class_name(value);
    if file.is_closed() {
        return Ok(Str::from_str(&format!("<{class} [closed]>")).into_value());
    }
    let name = file.name.lock().clone();
    let name = protocol::repr(cx, &name)?;
    let closefd = if file.closefd.load(Relaxed) { "True" } else { "False" };
    Ok(Str::from_str(&format!("<{class} name={} mode='{}' closefd={closefd}>", name.to_str_lossy(), file.mode())).into_value())
}

fn get_name(cx: &Cx, value: &Value) -> R {
    let name = this(cx, value)?.name.lock().clone();
    Ok(name)
}

fn set_name(cx: &Cx, value: &Value, name: Option<Value>) -> R<()> {
    let name = name.unwrap_or(Value::NONE);
    publish_into(value, &name);
    let old = std::mem::replace(&mut *this(cx, value)?.name.lock(), name);
    drop(old);
    Ok(())
}

/// A method that answers about an open file.
macro_rules! answer {
    ($sig:literal, |$cx:ident, $file:ident, $fd:ident| $body:expr) => {
        NativeDef::new($sig, |$cx, a| {
            let $file = this($cx, &a[0])?;
            let held = $file.hold($cx)?;
            let $fd = held.number;
            Ok($body)
        })
    };
}

static FILE_IO_DEF: TypeDef = TypeDef {
    name: "FileIO",
    module: "_io",
    base: Some(&RAW_IO_BASE),
    subclassable: true,
    has_dict: true,
    slots: Slots { new: Some(new), init: Some(init), repr: Some(repr), ..Slots::NONE },
    methods: &[
        NativeDef::new("read(self, size=-1, /)", read),
        NativeDef::new("readall(self, /)", readall),
        NativeDef::new("readinto(self, buffer, /)", readinto),
        NativeDef::new("write(self, b, /)", write),
        NativeDef::new("seek(self, pos, whence=0, /)", seek),
        NativeDef::new("tell(self, /)", tell),
        NativeDef::new("truncate(self, size=None, /)", truncate),
        NativeDef::new("close(self, /)", close),
        answer!("fileno(self, /)", |_cx, _file, fd| Value::int(i64::from(fd))),
        answer!("isatty(self, /)", |_cx, _file, fd| Value::bool(fd::is_terminal(fd))),
        answer!("seekable(self, /)", |_cx, _file, fd| Value::bool(fd::seek(fd, 0, 1).is_ok())),
        answer!("readable(self, /)", |_cx, file, _fd| Value::bool(file.readable.load(Relaxed))),
        answer!("writable(self, /)", |_cx, file, _fd| Value::bool(file.writable.load(Relaxed))),
    ],
    getset: &[
        GetSet { name: "name", get: get_name, set: Some(set_name) },
        GetSet { name: "mode", get: |cx, v| Ok(Name::new(this(cx, v)?.mode()).value()), set: None },
        GetSet { name: "closed", get: |cx, v| Ok(Value::bool(this(cx, v)?.is_closed())), set: None },
        GetSet { name: "closefd", get: |cx, v| Ok(Value::bool(this(cx, v)?.closefd.load(Relaxed))), set: None },
    ],
    ..TypeDef::EMPTY
};
pub(super) static FILE_IO: Type = Type::from_def(&FILE_IO_DEF);
