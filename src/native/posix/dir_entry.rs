//! `listdir`, `scandir` and the entries it gives.

use super::{PathArg, stat};
use crate::object::cx::Cx;
use crate::object::iter::itself;
use crate::object::list::List;
use crate::object::native::{GetSet, NativeDef};
use crate::object::payload::{Native, Payload};
use crate::object::protocol;
use crate::object::slots::Slots;
use crate::object::str::Str;
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Value};
use crate::sched::blocking::blocking;
use parking_lot::Mutex;
use std::fs::{DirEntry, FileType, ReadDir};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::DirEntryExt;

/// The folder a function is about: `.` if it was left out.
fn folder_arg(cx: &Cx, value: &Value) -> R<PathArg> {
    if value.is_none() { PathArg::of(cx, &Str::from_str(".").into_value()) } else { PathArg::of(cx, value) }
}

fn open(cx: &Cx, path: &PathArg) -> R<ReadDir> {
    let folder = path.path();
    blocking(&cx.strand, || std::fs::read_dir(folder)).map_err(|error| path.error(cx, &error))
}

fn listdir(cx: &Cx, a: &[Value]) -> R {
    let path = folder_arg(cx, &a[0])?;
    let mut names = Vec::new();
    for entry in open(cx, &path)? {
        let entry = entry.map_err(|error| path.error(cx, &error))?;
        names.push(path.like(cx, entry.file_name().as_bytes())?);
        cx.safepoint()?;
    }
    Ok(List::new(names).into_value())
}

/// The iterator of `scandir`.
struct Scan {
    path: PathArg,
    /// None once closed or at the end. The mutex protects the iterator; nothing else runs while it is held.
    entries: Mutex<Option<ReadDir>>,
}

impl Payload for Scan {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.path.value);
    }
}

fn scandir(cx: &Cx, a: &[Value]) -> R {
    SCAN.make_ready();
    let path = folder_arg(cx, &a[0])?;
    let entries = Mutex::new(Some(open(cx, &path)?));
    Ok(Native::make(&SCAN, Scan { path, entries }))
}

fn next(cx: &Cx, value: &Value) -> R<Option<Value>> {
    let Some(scan) = Native::<Scan>::of(value) else {
        return Ok(None);
    };
    let next = {
        let mut entries = scan.entries.lock();
        let next = entries.as_mut().and_then(Iterator::next);
        if next.is_none() {
            *entries = None;
        }
        next
    };
    match next {
        None => Ok(None),
        Some(Ok(entry)) => Entry::make(cx, &scan.path, &entry).map(Some),
        Some(Err(error)) => Err(scan.path.error(cx, &error)),
    }
}

fn close(_: &Cx, a: &[Value]) -> R {
    if let Some(scan) = Native::<Scan>::of(&a[0]) {
        let old = scan.entries.lock().take();
        drop(old);
    }
    Ok(Value::NONE)
}

static SCAN_DEF: TypeDef = TypeDef {
    name: "ScandirIterator",
    module: "posix",
    slots: Slots { iter: Some(itself), next: Some(next), ..Slots::NONE },
    methods: &[
        NativeDef::new("close(self, /)", close),
        NativeDef::new("__enter__(self, /)", |_, a| Ok(a[0].clone())),
        NativeDef::raw("__exit__(self, *args, /)", |cx, args| close(cx, args.pos())),
    ],
    ..TypeDef::EMPTY
};
static SCAN: Type = Type::from_def(&SCAN_DEF);

/// `os.DirEntry`.
struct Entry {
    name: Value,
    path: Value,
    inode: u64,
    kind: Option<FileType>,
}

impl Payload for Entry {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.name);
        visit(&self.path);
    }
}

impl Entry {
    fn make(cx: &Cx, folder: &PathArg, entry: &DirEntry) -> R {
        DIR_ENTRY.make_ready();
        let name = entry.file_name();
        let mut path = folder.bytes.clone();
        if !path.ends_with(b"/") {
            path.push(b'/');
        }
        path.extend_from_slice(name.as_bytes());
        let entry = Entry {
            name: folder.like(cx, name.as_bytes())?,
            path: folder.like(cx, &path)?,
            inode: entry.ino(),
            kind: entry.file_type().ok(),
        };
        Ok(Native::make(&DIR_ENTRY, entry))
    }
}

fn this<'a>(cx: &Cx, value: &'a Value) -> R<&'a Entry> {
    Native::<Entry>::of(value).ok_or_else(|| cx.type_error("not a DirEntry"))
}

/// What the entry is, links followed if asked. A file that is gone is nothing.
fn kind(cx: &Cx, a: &[Value]) -> R<Option<FileType>> {
    let entry = this(cx, &a[0])?;
    let follow = protocol::truth(cx, &a[1])?;
    match entry.kind {
        Some(kind) if !(follow && kind.is_symlink()) => Ok(Some(kind)),
        _ => {
            let path = PathArg::of(cx, &entry.path)?;
            let name = path.path();
            let found = blocking(&cx.strand, || if follow { std::fs::metadata(name) } else { std::fs::symlink_metadata(name) });
            match found {
                Ok(found) => Ok(Some(found.file_type())),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(path.error(cx, &error)),
            }
        }
    }
}

fn entry_stat(cx: &Cx, a: &[Value]) -> R {
    let follow = protocol::truth(cx, &a[1])?;
    stat::of_path(cx, &PathArg::of(cx, &this(cx, &a[0])?.path)?, follow)
}

fn repr(cx: &Cx, value: &Value) -> R {
    let name = protocol::repr(cx, &this(cx, value)?.name)?;
    Ok(Str::from_str(&format!("<DirEntry {}>", name.to_str_lossy())).into_value())
}

static ENTRY_DEF: TypeDef = TypeDef {
    name: "DirEntry",
    module: "posix",
    slots: Slots { repr: Some(repr), ..Slots::NONE },
    methods: &[
        NativeDef::new("classmethod __class_getitem__(cls, item, /)", crate::object::generic_alias::class_getitem),
        NativeDef::new("is_dir(self, /, *, follow_symlinks=True)", |cx, a| Ok(Value::bool(kind(cx, a)?.is_some_and(|kind| kind.is_dir())))),
        NativeDef::new("is_file(self, /, *, follow_symlinks=True)", |cx, a| {
            Ok(Value::bool(kind(cx, a)?.is_some_and(|kind| kind.is_file())))
        }),
        NativeDef::new("is_symlink(self, /)", |cx, a| Ok(Value::bool(this(cx, &a[0])?.kind.is_some_and(|kind| kind.is_symlink())))),
        NativeDef::new("is_junction(self, /)", |_, _| Ok(Value::FALSE)),
        NativeDef::new("stat(self, /, *, follow_symlinks=True)", entry_stat),
        NativeDef::new("inode(self, /)", |cx, a| Ok(crate::object::int::from_u64(this(cx, &a[0])?.inode))),
        NativeDef::new("__fspath__(self, /)", |cx, a| Ok(this(cx, &a[0])?.path.clone())),
    ],
    getset: &[
        GetSet { name: "name", get: |cx, e| Ok(this(cx, e)?.name.clone()), set: None },
        GetSet { name: "path", get: |cx, e| Ok(this(cx, e)?.path.clone()), set: None },
    ],
    ..TypeDef::EMPTY
};
pub(super) static DIR_ENTRY: Type = Type::from_def(&ENTRY_DEF);

pub(super) static FUNCTIONS: &[NativeDef] = &[NativeDef::new("listdir(path=None)", listdir), NativeDef::new("scandir(path=None)", scandir)];
