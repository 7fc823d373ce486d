//! An interactive session in `__main__`: entries are read, run and shown; names are completed. Knows not how lines are typed.

use super::awaiting;
use super::main_module::main_module;
use super::shutdown::{self, Ending};
use crate::native::io::std_streams;
use crate::native::sys;
use crate::object::attr;
use crate::object::call::call_method;
use crate::object::cx::{Cx, class_of};
use crate::object::exception::{Exception, KEYBOARD_INTERRUPT};
use crate::object::exceptions::SYSTEM_EXIT;
use crate::object::iter;
use crate::object::module::Module;
use crate::object::protocol;
use crate::object::str::{Name, Str};
use crate::object::value::{R, Value};
use crate::sched::blocking::blocking;
use crate::sched::signal::{self, Disposition};
use crate::source::Source;
use crate::syntax::{Entry, read_entry};
use crate::tree::lower::Mode;
use std::cell::Cell;
use std::ops::Range;

/// What became of the lines typed so far.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Typed {
    /// More lines are needed.
    Incomplete,
    /// The entry was run, or could not be.
    Done,
    /// The session is over.
    Leave,
}

/// A line for the session.
pub(crate) enum Line {
    /// Its end may be left out.
    Read(String),
    Interrupted,
    End,
}

/// The session of a strand.
pub(crate) struct Console<'a> {
    cx: &'a Cx,
    ending: Cell<Option<Ending>>,
    /// An entry has asked for annotations that are texts; the later ones have them too.
    text_annotations: Cell<bool>,
}

impl<'a> Console<'a> {
    pub(super) fn new(cx: &'a Cx) -> Console<'a> {
        if let Some(sys) = cx.interp.modules().get_name(Name::new("sys"))
            && let Some(sys) = sys.get::<Module>()
        {
            for (name, prompt) in [("ps1", ">>> "), ("ps2", "... ")] {
                sys.set(name, Str::from_str(prompt).into_value());
            }
        }
        Console { cx, ending: Cell::new(None), text_annotations: Cell::new(false) }
    }

    /// The user has left: what the session's event loop still runs is ended.
    pub(super) fn close(&self) {
        if let Err(raised) = awaiting::end_session(self.cx) {
            let exception = self.cx.take(raised);
            self.flush();
            sys::report_uncaught(self.cx, &exception);
        }
    }

    /// How the session ended, if a program's end was asked for.
    pub(super) fn ending(&self) -> Option<Ending> {
        self.ending.get()
    }

    /// Takes the lines of an entry typed so far and runs them when they are complete.
    pub(crate) fn enter(&self, lines: &str) -> Typed {
        match read_entry(&Source::new(awaiting::ENTRY, lines)) {
            Entry::Incomplete => Typed::Incomplete,
            Entry::Several(parts) => self.run_parts(lines, parts),
            Entry::Complete | Entry::Wrong => self.run(lines, Mode::Single).unwrap_or_else(|stopped| stopped),
        }
    }

    /// As `enter`, where no more lines follow.
    pub(crate) fn enter_last(&self, lines: &str) -> Typed {
        match self.enter(&format!("{lines}\n")) {
            Typed::Incomplete => self.run(lines, Mode::Single).unwrap_or_else(|stopped| stopped),
            typed => typed,
        }
    }

    /// Runs statements one by one until one fails. As in CPython's session only the last one's value is shown.
    fn run_parts(&self, lines: &str, parts: Vec<Range<usize>>) -> Typed {
        let last = parts.len() - 1;
        for (index, part) in parts.into_iter().enumerate() {
            // Tracebacks count the lines of the whole.
            let above = lines[..part.start].matches('\n').count();
            let text = format!("{}{}", "\n".repeat(above), &lines[part]);
            if let Err(stopped) = self.run(&text, if index == last { Mode::Single } else { Mode::Exec }) {
                return stopped;
            }
        }
        Typed::Done
    }

    /// Runs an entry. Err: it did not get to its end, and what follows from that.
    fn run(&self, text: &str, mode: Mode) -> Result<Typed, Typed> {
        let result = awaiting::run_entry(self.cx, text, mode, &self.text_annotations);
        match result {
            Ok(()) => {
                self.flush();
                return Ok(Typed::Done);
            }
            Err(_) if self.cx.pending_is(&SYSTEM_EXIT) => {
                self.ending.set(Some(shutdown::ending_of(self.cx, result)));
                return Err(Typed::Leave);
            }
            Err(raised) => {
                let exception = self.cx.take(raised);
                self.remember(&exception);
                self.flush();
                sys::report_uncaught(self.cx, &exception);
            }
        }
        Err(Typed::Done)
    }

    /// What ended an entry stays in `sys`, for post-mortem debugging.
    fn remember(&self, exception: &Value) {
        let modules = self.cx.interp.modules();
        let Some(sys) = modules.get_name(Name::new("sys")) else { return };
        let Some(sys) = sys.get::<Module>() else { return };
        sys.set("last_exc", exception.clone());
        sys.set("last_type", class_of(exception));
        sys.set("last_value", exception.clone());
        sys.set("last_traceback", exception.get::<Exception>().map_or(Value::NONE, Exception::traceback));
    }

    /// `sys.ps1` or `sys.ps2`.
    pub(crate) fn prompt(&self, continued: bool) -> String {
        let name = Name::new(if continued { "ps2" } else { "ps1" });
        let sys = self.cx.interp.modules().get_name(Name::new("sys"));
        let prompt = sys.and_then(|sys| sys.get::<Module>()?.dict().get_name(name));
        self.or_default(prompt.map_or_else(|| Ok(String::new()), |prompt| text(self.cx, &prompt)))
    }

    /// Waits for the user; others are not held up meanwhile.
    pub(crate) fn waiting<T>(&self, wait: impl FnOnce() -> T) -> T {
        blocking(&self.cx.strand, wait)
    }

    /// The next line of standard input where nobody types: it is read as `input()` reads, so that an entry that asks for a line gets the one
    /// behind it, and what that leaves is the next entry.
    pub(crate) fn read_line(&self) -> Line {
        let Some(stdin) = std_streams::own_stdin(self.cx) else { return Line::End };
        match call_method(self.cx, &stdin, Name::new("readline"), &[]).and_then(|line| text(self.cx, &line)) {
            Ok(line) if line.is_empty() => Line::End,
            Ok(line) => Line::Read(line),
            Err(raised) if self.cx.pending_is(&KEYBOARD_INTERRUPT) => {
                drop(self.cx.take(raised));
                Line::Interrupted
            }
            Err(raised) => {
                let exception = self.cx.take(raised);
                sys::report_uncaught(self.cx, &exception);
                Line::End
            }
        }
    }

    /// Interrupts go to what runs, whoever has taken them meanwhile: line editors install handlers of their own.
    pub(crate) fn claim_interrupts(&self) {
        let _no_interrupts_then = signal::set_disposition(libc::SIGINT, Disposition::Catch);
    }

    /// Prints to standard error.
    pub(crate) fn say(&self, text: &str) {
        self.flush();
        std_streams::write_stderr(self.cx, text.as_bytes());
    }

    fn flush(&self) {
        std_streams::flush_stdout_quietly(self.cx);
    }

    /// What may follow: names for a bare word, attributes behind a dotted one. Full words, sorted. May be called while `waiting`.
    pub(crate) fn complete(&self, word: &str) -> Vec<String> {
        if self.cx.strand.is_attached() {
            return self.completions(word);
        }
        self.cx.strand.attach();
        self.cx.attach();
        let found = self.completions(word);
        self.cx.detach();
        self.cx.strand.detach();
        found
    }

    fn completions(&self, word: &str) -> Vec<String> {
        let found = match word.rsplit_once('.') {
            None => self.names(word),
            Some((object, start)) => self.attributes(object, start),
        };
        let mut found = self.or_default(found);
        found.sort();
        found.dedup();
        found
    }

    fn names(&self, start: &str) -> R<Vec<String>> {
        let mut names = Vec::new();
        for dict in [&main_module(self.cx).dict(), self.cx.interp.builtins()] {
            for key in dict.keys() {
                names.extend(text(self.cx, &key).ok().filter(|name| name.starts_with(start)));
            }
        }
        names.extend(KEYWORDS.iter().filter(|word| word.starts_with(start)).map(|word| word.to_string()));
        Ok(names)
    }

    /// Follows plain names only: completing must not call anything the user wrote but attribute reads.
    fn attributes(&self, object: &str, start: &str) -> R<Vec<String>> {
        let mut parts = object.split('.');
        let first = Name::new(parts.next().unwrap_or_default());
        let found = main_module(self.cx).dict().get_name(first).or_else(|| self.cx.interp.builtins().get_name(first));
        let Some(mut value) = found else { return Ok(Vec::new()) };
        for part in parts {
            value = attr::getattr(self.cx, &value, Name::new(part))?;
        }
        let dir = self.cx.interp.builtins().get_name(Name::new("dir"));
        let Some(dir) = dir else { return Ok(Vec::new()) };
        let mut names = Vec::new();
        for name in iter::collect(self.cx, &crate::object::call::call_pos(self.cx, &dir, &[value])?)? {
            let name = text(self.cx, &name)?;
            // Private names only when asked for.
            if name.starts_with(start) && (!start.is_empty() || !name.starts_with('_')) {
                names.push(format!("{object}.{name}"));
            }
        }
        Ok(names)
    }

    /// An error while asking on the user's behalf is no news for the user.
    fn or_default<T: Default>(&self, result: R<T>) -> T {
        result.unwrap_or_else(|raised| {
            drop(self.cx.take(raised));
            T::default()
        })
    }
}

fn text(cx: &Cx, value: &Value) -> R<String> {
    Ok(protocol::str(cx, value)?.to_str_lossy().into_owned())
}

/// Words that are no names but may be typed.
const KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except",
    "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try",
    "while", "with", "yield",
];
