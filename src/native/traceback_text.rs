//! Exceptions as text: chains, groups, notes and the last line, as CPython 3.13 prints them. The entries are in `traceback_lines`.

use super::traceback_hints::hint;
use super::traceback_lines::stack_lines;
use crate::object::attr;
use crate::object::cx::Cx;
use crate::object::exception::Exception;
use crate::object::exception_group::{exceptions, is_group};
use crate::object::exceptions::SYNTAX_ERROR;
use crate::object::protocol;
use crate::object::str::{Name, Str};
use crate::object::ty::{Type, type_of};
use crate::object::value::{R, Value};

const CAUSE: &str = "\nThe above exception was the direct cause of the following exception:\n\n";
const CONTEXT: &str = "\nDuring handling of the above exception, another exception occurred:\n\n";
/// Members of a group, and groups in groups, that are shown.
const MAX_WIDTH: usize = 15;
const MAX_DEPTH: usize = 10;

/// The report of an exception with its traceback, causes and contexts.
pub(crate) fn format_exception(cx: &Cx, exception: &Value) -> R<String> {
    let mut report = Report { cx, out: String::new(), depth: 0, needs_close: false, seen: Vec::new() };
    report.chain(exception)?;
    Ok(report.out)
}

/// The report of an exception alone.
pub(crate) fn format_without_chain(cx: &Cx, exception: &Value) -> R<String> {
    let mut report = Report { cx, out: String::new(), depth: 0, needs_close: false, seen: Vec::new() };
    report.one(exception)?;
    Ok(report.out)
}

/// The lines of a traceback's entries.
pub(crate) fn format_stack(cx: &Cx, traceback: &Value) -> Vec<String> {
    stack_lines(cx, traceback)
}

/// The name of an exception's class as reports show it.
pub(crate) fn class_name(exception: &Value) -> String {
    shown_name(type_of(exception))
}

pub(super) fn shown_name(class: &Type) -> String {
    let name = class.full_name();
    name.strip_prefix("__main__.").map_or(name.clone(), str::to_string)
}

/// `str(value)`, or a note that it failed.
pub(super) fn safe_str(cx: &Cx, value: &Value, what: &str) -> String {
    match protocol::str(cx, value) {
        Ok(text) => text.to_str_lossy().into_owned(),
        Err(raised) => {
            drop(cx.take(raised));
            format!("<{what} str() failed>")
        }
    }
}

/// The last line or lines of a report: class and message, the place of a SyntaxError, notes.
pub(crate) fn exception_only(cx: &Cx, exception: &Value) -> R<String> {
    let class = class_name(exception);
    let mut out = if type_of(exception).is_subtype(&SYNTAX_ERROR) {
        syntax_error(cx, exception, &class)?
    } else {
        let message = safe_str(cx, exception, "exception") + &hint(cx, exception);
        if message.is_empty() { format!("{class}\n") } else { format!("{class}: {message}\n") }
    };
    let notes = attr::lookup_optional(cx, exception, Name::new("__notes__"));
    match notes {
        Ok(None) => {}
        Ok(Some(notes)) if notes.is_none() => {}
        Ok(Some(notes)) if notes.get::<Str>().is_none() && type_of(&notes).slots().getitem.is_some() => {
            for note in crate::object::iter::collect(cx, &notes)? {
                for line in safe_str(cx, &note, "note").split('\n') {
                    out += &format!("{line}\n");
                }
            }
        }
        Ok(Some(notes)) => out += &format!("{}\n", protocol::repr(cx, &notes)?.to_str_lossy()),
        Err(raised) => {
            let failed = cx.take(raised);
            out += &format!("Ignored error getting __notes__: {}\n", protocol::repr(cx, &failed)?.to_str_lossy());
        }
    }
    Ok(out)
}

fn syntax_error(cx: &Cx, exception: &Value, class: &str) -> R<String> {
    let field = |name: &str| attr::lookup_optional(cx, exception, Name::new(name)).map(|found| found.unwrap_or(Value::NONE));
    let text_of = |value: &Value| value.get::<Str>().map(|text| text.to_str_lossy().into_owned());
    let (filename, line) = (field("filename")?, field("lineno")?);
    let mut out = String::new();
    let mut suffix = String::new();
    if !line.is_none() {
        let filename = text_of(&filename).filter(|name| !name.is_empty()).unwrap_or_else(|| "<string>".to_string());
        out += &format!("  File \"{filename}\", line {}\n", safe_str(cx, &line, "lineno"));
    } else if let Some(filename) = text_of(&filename) {
        suffix = format!(" ({filename})");
    }
    if let Some(text) = text_of(&field("text")?) {
        out += &marked_text(&text, &line, &field("offset")?, &field("end_lineno")?, &field("end_offset")?);
    }
    let message = field("msg")?;
    let message = if protocol::truth(cx, &message)? { safe_str(cx, &message, "exception") } else { "<no detail available>".to_string() };
    Ok(out + &format!("{class}: {message}{suffix}\n"))
}

/// The line of a SyntaxError and the marks under it.
fn marked_text(text: &str, line: &Value, offset: &Value, end_line: &Value, end_offset: &Value) -> String {
    let right = text.trim_end_matches('\n');
    let stripped = right.trim_start_matches([' ', '\n', '\u{C}']);
    let spaces = (right.len() - stripped.len()) as i64;
    let Some(offset) = offset.as_int() else {
        return format!("    {stripped}\n");
    };
    let characters = |text: &str| text.chars().count() as i64;
    // Nothing is marked beyond the character after the last.
    let last = characters(right) + 1;
    let mut end = match (line.as_int(), end_line.as_int()) {
        (Some(line), Some(end)) if line == end => end_offset.as_int().filter(|end| *end != 0).unwrap_or(offset),
        (None, None) => end_offset.as_int().filter(|end| *end != 0).unwrap_or(offset),
        _ => last,
    };
    let offset = if text.is_empty() { offset } else { offset.min(last) };
    if !text.is_empty() {
        end = end.min(last);
    }
    if offset >= end || end < 0 {
        end = end.max(offset + 1);
    }
    let (column, end_column) = (offset - 1 - spaces, end - 1 - spaces);
    if column < 0 {
        return format!("    {stripped}\n");
    }
    // White space that is no blank is kept: tabs must line up.
    let lead: String = stripped.chars().take(column as usize).map(|c| if c.is_whitespace() { c } else { ' ' }).collect();
    let marks = "^".repeat(usize::try_from(end_column - column).unwrap_or(0));
    format!("    {stripped}\n    {lead}{marks}\n")
}

struct Report<'a> {
    cx: &'a Cx,
    out: String,
    /// Groups around what is being written.
    depth: usize,
    /// The last member of a group still has to draw the line that closes it.
    needs_close: bool,
    /// Exceptions shown already.
    seen: Vec<Value>,
}

impl Report<'_> {
    fn indent(&self) -> String {
        " ".repeat(2 * self.depth)
    }

    /// Writes text, inside of groups with a margin.
    fn emit(&mut self, text: &str, margin: char) {
        if self.depth == 0 {
            self.out += text;
            return;
        }
        let indent = self.indent();
        for line in text.split_inclusive('\n') {
            self.out += &format!("{indent}{margin} {line}");
        }
    }

    fn is_seen(&self, exception: &Value) -> bool {
        self.seen.iter().any(|seen| seen.is(exception))
    }

    /// An exception after those it was raised from or during.
    fn chain(&mut self, exception: &Value) -> R<()> {
        let mut links: Vec<(Option<&'static str>, Value)> = Vec::new();
        let mut current = exception.clone();
        loop {
            self.seen.push(current.clone());
            let Some(this) = current.get::<Exception>() else {
                break;
            };
            let (cause, context) = (this.cause(), this.context());
            let (message, next) = if !cause.is_none() {
                (CAUSE, cause)
            } else if !context.is_none() && !this.suppress_context() {
                (CONTEXT, context)
            } else {
                break;
            };
            if self.is_seen(&next) {
                break;
            }
            links.push((Some(message), std::mem::replace(&mut current, next)));
        }
        links.push((None, current));
        // Each link's message stands between it and the one before.
        while let Some((_, exception)) = links.pop() {
            self.one(&exception)?;
            if let Some((Some(message), _)) = links.last() {
                self.emit(message, '|');
            }
        }
        Ok(())
    }

    fn one(&mut self, exception: &Value) -> R<()> {
        let traceback = exception.get::<Exception>().map_or(Value::NONE, Exception::traceback);
        let entries = stack_lines(self.cx, &traceback);
        if !is_group(exception) {
            if !entries.is_empty() {
                self.emit("Traceback (most recent call last):\n", '|');
                entries.iter().for_each(|entry| self.emit(entry, '|'));
            }
            let last = exception_only(self.cx, exception)?;
            self.emit(&last, '|');
            return Ok(());
        }
        if self.depth > MAX_DEPTH {
            self.emit(&format!("... (max_group_depth is {MAX_DEPTH})\n"), '|');
            return Ok(());
        }
        self.cx.recursing("", || self.group(exception, &entries))
    }

    fn group(&mut self, group: &Value, entries: &[String]) -> R<()> {
        let is_outermost = self.depth == 0;
        if is_outermost {
            self.depth = 1;
        }
        if !entries.is_empty() {
            self.emit("Exception Group Traceback (most recent call last):\n", if is_outermost { '+' } else { '|' });
            entries.iter().for_each(|entry| self.emit(entry, '|'));
        }
        let last = exception_only(self.cx, group)?;
        self.emit(&last, '|');
        let members = exceptions(group);
        let shown = if members.len() <= MAX_WIDTH { members.len() } else { MAX_WIDTH + 1 };
        self.needs_close = false;
        for index in 0..shown {
            let is_last = index == shown - 1;
            if is_last {
                self.needs_close = true;
            }
            let title = if index < MAX_WIDTH { (index + 1).to_string() } else { "...".to_string() };
            let corner = if index == 0 { "+-" } else { "  " };
            self.out += &format!("{}{corner}+---------------- {title} ----------------\n", self.indent());
            self.depth += 1;
            if index < MAX_WIDTH {
                self.chain(&members[index])?;
            } else {
                let more = members.len() - MAX_WIDTH;
                self.emit(&format!("and {more} more exception{}\n", if more > 1 { "s" } else { "" }), '|');
            }
            if is_last && self.needs_close {
                self.out += &format!("{}+------------------------------------\n", self.indent());
                self.needs_close = false;
            }
            self.depth -= 1;
        }
        if is_outermost {
            self.depth = 0;
        }
        Ok(())
    }
}
