//! The lines of a traceback's entries: file, line, function, source text and the marks under it, as CPython 3.13 prints them.

use super::traceback_anchors::{anchors, is_assignment_head, is_call, is_call_of_name, is_complete};
use crate::object::code::Code;
use crate::object::cx::Cx;
use crate::object::dict::Dict;
use crate::object::module::Module;
use crate::object::str::Name;
use crate::object::traceback::Traceback;
use crate::object::value::Value;
use crate::source::{Source, Span};

/// Entries alike that are printed before the rest is counted.
const REPEATS: usize = 3;

/// Characters that take two columns on a terminal, roughly as East Asian Width says.
fn is_wide(c: char) -> bool {
    matches!(c as u32,
        0x1100..=0x115F | 0x2E80..=0x303E | 0x3041..=0x33FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xA000..=0xA4CF | 0xA960..=0xA97F
        | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE6F | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1F300..=0x1F64F | 0x1F680..=0x1F6FF
        | 0x1F900..=0x1F9FF | 0x20000..=0x3FFFD)
}

/// Columns of the first `bytes` bytes of a line.
fn width(line: &str, bytes: usize) -> usize {
    line.get(..bytes.min(line.len())).unwrap_or(line).chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum()
}

/// The white space that all lines with text start with, as `textwrap.dedent` finds it.
fn common_margin(lines: &[&str]) -> usize {
    let mut margin: Option<&str> = None;
    for line in lines.iter().filter(|line| !line.trim().is_empty()) {
        let indent = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
        margin = Some(match margin {
            None => indent,
            Some(known) => {
                let same = known.bytes().zip(indent.bytes()).take_while(|(a, b)| a == b).count();
                &known[..same]
            }
        });
    }
    margin.map_or(0, str::len)
}

/// Whether the first statement on the lines is one whose call needs no marks: `return f(...)`, or any call assigned to one name. Other
/// statements may follow it.
fn is_plain_call(head: &str, segment: &str, tail: &str) -> bool {
    let (mut head, mut tail) = (head.trim(), tail.trim_start());
    // Parentheses around the call.
    while let (Some(outer), Some(rest)) = (head.strip_suffix('('), tail.strip_prefix(')')) {
        (head, tail) = (outer.trim_end(), rest.trim_start());
    }
    let is_last = tail.is_empty() || tail.starts_with('#') || tail.starts_with(';') && is_complete(tail);
    if !is_last {
        return false;
    }
    if head == "return" { is_call_of_name(segment) } else { is_assignment_head(head) && is_call(segment) }
}

/// The source lines of a span, marked. Empty if the source has no such lines.
pub(super) fn marked_lines(source: &Source, span: Span) -> String {
    let (first, last) = (source.line_of(span.start), source.line_of(span.end.max(span.start)));
    let start_column = source.place(span.start).column as usize;
    let end_column = source.place(span.end.max(span.start)).column as usize;
    let originals: Vec<&str> = (first..=last).map(|line| source.line_text(line).trim_end()).collect();
    if originals.iter().all(|line| line.trim().is_empty()) {
        return String::new();
    }
    let margin = common_margin(&originals);
    let lines: Vec<&str> = originals.iter().map(|line| line.get(margin..).unwrap_or("")).collect();
    let last_index = lines.len() - 1;
    let start = start_column.saturating_sub(margin).min(lines[0].len());
    let end = end_column.saturating_sub(margin).min(lines[last_index].len());
    let joined = lines.join("\n");
    let segment_end = joined.len() - (lines[last_index].len() - end);
    let segment = joined.get(start..segment_end.max(start)).unwrap_or("");
    let marks = Marks::new(&lines, start, end, segment);
    let (head, tail) = (lines[0].get(..start).unwrap_or(""), lines[last_index].get(end..).unwrap_or(""));
    let shows =
        !is_plain_call(head, segment, tail) && (marks.anchor.is_some() || !head.trim_start().is_empty() || !tail.trim_end().is_empty());
    let mut significant = vec![0, last_index];
    if let Some(anchor) = &marks.anchor {
        for line in [anchor.start.0, anchor.end.0] {
            significant.extend([line.wrapping_sub(1), line, line + 1]);
        }
    }
    significant.retain(|line| *line <= last_index);
    significant.sort_unstable();
    significant.dedup();
    let mut out: Vec<String> = Vec::new();
    let mut previous: Option<usize> = None;
    for line in significant {
        match previous.map_or(0, |previous| line - previous) {
            0 | 1 => {}
            2 => marks.push(&mut out, line - 1, shows),
            gap => out.push(format!("...<{} lines>...", gap - 1)),
        }
        marks.push(&mut out, line, shows);
        previous = Some(line);
    }
    let refs: Vec<&str> = out.iter().map(String::as_str).collect();
    let margin = common_margin(&refs);
    out.iter().map(|line| format!("    {}\n", if line.trim().is_empty() { "" } else { line.get(margin..).unwrap_or("") })).collect()
}

/// What is marked, in lines and columns.
struct Marks<'a> {
    lines: &'a [&'a str],
    start_column: usize,
    end_column: usize,
    anchor: Option<AnchorPlace>,
}

/// Line and column of the anchor's ends.
struct AnchorPlace {
    start: (usize, usize),
    end: (usize, usize),
}

impl<'a> Marks<'a> {
    fn new(lines: &'a [&'a str], start: usize, end: usize, segment: &str) -> Marks<'a> {
        let place = |offset: usize| {
            let before = segment.get(..offset).unwrap_or(segment);
            let line = before.matches('\n').count();
            let column = before.len() - before.rfind('\n').map_or(0, |at| at + 1);
            let column = if line == 0 { column + start } else { column };
            (line, width(lines.get(line).copied().unwrap_or(""), column))
        };
        let anchor = anchors(segment).map(|anchor| AnchorPlace { start: place(anchor.start), end: place(anchor.end) });
        Marks { lines, start_column: width(lines[0], start), end_column: width(lines[lines.len() - 1], end), anchor }
    }

    fn push(&self, out: &mut Vec<String>, line: usize, shows: bool) {
        let text = self.lines[line];
        out.push(text.to_string());
        if !shows {
            return;
        }
        let indent = text.len() - text.trim_start().len();
        let is_last = line == self.lines.len() - 1;
        let columns = if is_last { self.end_column } else { width(text, text.len()) };
        let mark = |column: usize| {
            if column < indent || (line == 0 && column < self.start_column) {
                return ' ';
            }
            match &self.anchor {
                None => '^',
                Some(anchor) if (line, column) >= anchor.start && (line, column) < anchor.end => '^',
                Some(_) => '~',
            }
        };
        out.push((0..columns).map(mark).collect());
    }
}

/// Whether the text of a source is shown: it is a file's, the text given on the command line, what was typed, or what `linecache` was told.
fn is_shown(cx: &Cx, source: &Source) -> bool {
    match source.name() {
        "<string>" => super::sys::settings(cx).orig_argv.iter().any(|arg| arg.trim_end() == source.text().trim_end()),
        "<stdin>" => super::sys::settings(cx).has_session,
        name => !name.starts_with('<') || name.starts_with("<doctest ") || is_in_line_cache(cx, name),
    }
}

fn is_in_line_cache(cx: &Cx, file: &str) -> bool {
    let member = |module: &Value| module.get::<Module>()?.dict().get_name(Name::new("cache"));
    let cache = cx.interp.modules().get_name(Name::new("linecache")).and_then(|module| member(&module));
    cache.as_ref().and_then(Value::get::<Dict>).is_some_and(|cache| cache.get_name(Name::new(file)).is_some())
}

fn entry_head(code: &Code, span: Span) -> String {
    let source = &code.info.source;
    format!("  File \"{}\", line {}, in {}\n", source.name(), source.line_of(span.start), code.info.name)
}

fn entry(cx: &Cx, code: &Code, span: Span) -> String {
    let source = &code.info.source;
    let head = entry_head(code, span);
    if is_shown(cx, source) { head + &marked_lines(source, span) } else { head }
}

fn repeated(count: usize) -> String {
    let more = count - REPEATS;
    format!("  [Previous line repeated {more} more time{}]\n", if more > 1 { "s" } else { "" })
}

/// An entry as the interpreter's core shows it: the first line of a file, unmarked.
fn plain_entry(_: &Cx, code: &Code, span: Span) -> String {
    let source = &code.info.source;
    let head = entry_head(code, span);
    let line = source.line_text(source.line_of(span.start)).trim();
    if source.name().starts_with('<') || line.is_empty() { head } else { format!("{head}    {line}\n") }
}

/// The entries of a traceback, outermost first.
pub(super) fn stack_lines(cx: &Cx, traceback: &Value) -> Vec<String> {
    entries_as(cx, traceback, entry)
}

/// The entries without marks.
pub(super) fn plain_stack_lines(cx: &Cx, traceback: &Value) -> Vec<String> {
    entries_as(cx, traceback, plain_entry)
}

fn entries_as(cx: &Cx, traceback: &Value, entry: fn(&Cx, &Code, Span) -> String) -> Vec<String> {
    let mut out = Vec::new();
    let mut last: Option<(String, u32, String)> = None;
    let mut count = 0;
    let mut next = traceback.clone();
    while let Some(current) = next.get_ref::<Traceback>() {
        let info = &current.code.info;
        let key = (info.source.name().to_string(), current.line(), info.name.to_string());
        if last.as_ref() != Some(&key) {
            if count > REPEATS {
                out.push(repeated(count));
            }
            last = Some(key);
            count = 0;
        }
        count += 1;
        if count <= REPEATS {
            out.push(entry(cx, &current.code, current.span));
        }
        next = current.next();
    }
    if count > REPEATS {
        out.push(repeated(count));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Marks the part of `text` between the two `@`.
    fn check(text: &str, expected: &str) {
        let start = text.find('@').expect("a start");
        let end = text[start + 1..].find('@').expect("an end") + start;
        let source = Source::new("x.py", text.replace('@', ""));
        assert_eq!(marked_lines(&source, Span::new(start as u32, end as u32)), expected);
    }

    #[test]
    fn marks() {
        check("x = @a + b@\n", "    x = a + b\n        ~~^~~\n");
        check("  @f(1)@\n", "    f(1)\n    ~^^^\n");
        check("  return @f(1)@\n", "    return f(1)\n");
        check("  x = @a.f(1)@\n", "    x = a.f(1)\n");
        check("x = @f(1)@; y = 2\n", "    x = f(1); y = 2\n");
        check("return (@f(1)@) # why\n", "    return (f(1)) # why\n");
        check("x = @f(1)@; y = (\n", "    x = f(1); y = (\n        ~^^^\n");
        check("y = 2; x = @f(1)@\n", "    y = 2; x = f(1)\n               ~^^^\n");
        check("a.b = @f(1)@\n", "    a.b = f(1)\n          ~^^^\n");
        check("@raise ValueError(1)@\n", "    raise ValueError(1)\n");
        check("return @fooo@ + foo\n", "    return fooo + foo\n           ^^^^\n");
        check("x = @a[1][2]@\n", "    x = a[1][2]\n        ~~~~^^^\n");
        check("return (@1\n  + 2 +\n  'x'@)\n", "    return (1\n            ~\n      + 2 +\n      ~~~~^\n      'x')\n      ~~~\n");
        check("f(@\"日本\" + 1@)\n", "    f(\"日本\" + 1)\n      ~~~~~~~^~~\n");
    }
}
