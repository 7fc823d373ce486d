//! Readers: rows from pieces of text, each usually a line. Knows no writing.

use super::dialect::{DIALECT, Quoting, Rules, class};
use super::registry::Settings;
use super::{ERROR, dialect, error, first};
use crate::object::args::Args;
use crate::object::call;
use crate::object::cx::Cx;
use crate::object::exception;
use crate::object::float::FLOAT;
use crate::object::iter::{self, itself};
use crate::object::list::List;
use crate::object::native::GetSet;
use crate::object::payload::{Native, Payload};
use crate::object::room;
use crate::object::slots::Slots;
use crate::object::str::{self, Str};
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{Object, R, Raised, Value};
use crate::text::float_parse::parse_float;
use crate::text::wtf8;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering::Relaxed};

/// Nothing of a row outlives the call that reads it, so whoever asks at the same time, another strand or the iterator that is being asked, has
/// a row of its own, made of the pieces that it gets. What is left is counted by atomics; no lock is needed.
struct Reader {
    pieces: Value,
    dialect: Value,
    settings: Arc<Settings>,
    /// Pieces read so far.
    line_num: AtomicI64,
    /// Fields of the row before: a guess at those of the next.
    width: AtomicUsize,
}

impl Payload for Reader {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.pieces);
        visit(&self.dialect);
    }
}

/// `reader(iterable, dialect, **changes)`.
pub(super) fn make(cx: &Cx, args: Args<'_>) -> R {
    let pieces = iter::iter(cx, first(cx, args)?)?;
    let dialect = dialect::new(cx, &DIALECT, args.skip(1))?;
    let settings = cx.interp.extension::<Settings>();
    Ok(Native::make(&READER, Reader { pieces, dialect, settings, line_num: AtomicI64::new(0), width: AtomicUsize::new(0) }))
}

/// Where in a row a character stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the first character of a row.
    Row,
    /// Before a field.
    Start,
    Field,
    Escaped,
    /// After an escaped line end, with which the end of a piece does not end the row.
    EscapedLineEnd,
    Quoted,
    QuotedEscape,
    /// After a quote in a quoted field: the end of it, or half of a doubled one.
    Quote,
    /// After a line end, of which there may be more.
    LineEnd,
}

/// A row that is being read.
struct Row<'a> {
    cx: &'a Cx,
    rules: &'a Rules,
    limit: i64,
    state: State,
    fields: Vec<Value>,
    /// What there is of the field under way, unless it is taken from the piece at once.
    field: Vec<u8>,
    /// Whether the field under way began with a quote.
    is_quoted: bool,
}

/// How many fields are made between safepoints.
const STRIDE: usize = 256;

impl Row<'_> {
    fn piece(&mut self, piece: &Str) -> R<()> {
        let text = piece.bytes();
        let mut at = 0;
        while at < text.len() {
            if matches!(self.state, State::Row | State::Start)
                && let Some(next) = self.whole_field(text, at, piece.is_ascii())?
            {
                at = next;
                continue;
            }
            let plain = self.plain(&text[at..]);
            if plain > 0 {
                self.add(&text[at..at + plain])?;
                at += plain;
                continue;
            }
            let Some((code, width)) = wtf8::decode_at(text, at) else { break };
            self.step(Some(code), &text[at..at + width])?;
            at += width;
        }
        self.step(None, b"\n")
    }

    /// Takes a field that needs no look at its characters: from `at` to a delimiter or line end of one byte, or so in quotes. Gives the place
    /// after that. None: it is no such field, and nothing is done.
    #[inline]
    fn whole_field(&mut self, text: &[u8], at: usize, ascii: bool) -> R<Option<usize>> {
        let classes = &self.rules.classes;
        let run = |from: usize, class: u8| text[from..].iter().position(|byte| classes[usize::from(*byte)] & class != 0);
        let is_quoted = classes[usize::from(text[at])] & class::NO_START != 0;
        let (start, length, end) = if !is_quoted {
            let Some(length) = run(at, class::OUTSIDE) else { return Ok(None) };
            (at, length, at + length)
        } else {
            let quote = u32::from(text[at]);
            if self.rules.opening() != Some(quote) || quote >= 0x80 {
                return Ok(None);
            }
            match run(at + 1, class::INSIDE) {
                Some(length) if text[at + 1 + length] == text[at] => (at + 1, length, at + length + 2),
                _ => return Ok(None),
            }
        };
        let Some(byte) = text.get(end).copied() else { return Ok(None) };
        let state = match byte {
            b'\n' | b'\r' => State::LineEnd,
            byte if byte < 0x80 && u32::from(byte) == self.rules.delimiter => State::Start,
            _ => return Ok(None),
        };
        let field = &text[start..start + length];
        self.check_length(0, field)?;
        self.is_quoted = is_quoted;
        self.take(field, ascii)?;
        self.state = state;
        Ok(Some(end + 1))
    }

    /// The length of the run at the beginning of `text` in which no character means anything.
    #[inline]
    fn plain(&self, text: &[u8]) -> usize {
        let class = match self.state {
            State::Field => class::OUTSIDE,
            State::Quoted => class::INSIDE,
            _ => return 0,
        };
        text.iter().position(|byte| self.rules.classes[usize::from(*byte)] & class != 0).unwrap_or(text.len())
    }

    /// Takes a character, None for the end of a piece. `bytes`: what it adds to a field.
    fn step(&mut self, code: Option<u32>, bytes: &[u8]) -> R<()> {
        const LF: u32 = b'\n' as u32;
        const CR: u32 = b'\r' as u32;
        let rules = self.rules;
        let is_end = matches!(code, None | Some(LF | CR));
        let is_delimiter = code == Some(rules.delimiter);
        let is_escape = code.is_some() && code == rules.escape;
        let is_quote = code.is_some() && code == rules.opening();
        match self.state {
            State::Row if code.is_none() => {}
            State::Row if is_end => self.state = State::LineEnd,
            State::Row | State::Start if is_end => self.end_row(code)?,
            State::Row | State::Start => {
                self.state = State::Start;
                if is_quote {
                    self.is_quoted = true;
                    self.state = State::Quoted;
                } else if is_escape {
                    self.state = State::Escaped;
                } else if code == Some(u32::from(b' ')) && rules.skip_space {
                } else if is_delimiter {
                    self.save()?;
                } else {
                    self.add(bytes)?;
                    self.state = State::Field;
                }
            }
            State::Escaped => {
                self.add(bytes)?;
                self.state = if is_end && code.is_some() { State::EscapedLineEnd } else { State::Field };
            }
            State::EscapedLineEnd if code.is_none() => {}
            State::Field | State::EscapedLineEnd if is_end => self.end_row(code)?,
            // What follows an escaped line end does not change the state.
            State::Field | State::EscapedLineEnd if is_escape => self.state = State::Escaped,
            State::Field | State::EscapedLineEnd if is_delimiter => self.end_field()?,
            State::Field | State::EscapedLineEnd => self.add(bytes)?,
            State::Quoted if code.is_none() => {}
            State::Quoted if is_escape => self.state = State::QuotedEscape,
            State::Quoted if is_quote => self.state = if rules.double_quote { State::Quote } else { State::Field },
            State::Quoted => self.add(bytes)?,
            State::QuotedEscape => {
                self.add(bytes)?;
                self.state = State::Quoted;
            }
            State::Quote if is_quote => {
                self.add(bytes)?;
                self.state = State::Quoted;
            }
            State::Quote if is_delimiter => self.end_field()?,
            State::Quote if is_end => self.end_row(code)?,
            State::Quote if rules.strict => {
                return Err(self.not_expected());
            }
            State::Quote => {
                self.add(bytes)?;
                self.state = State::Field;
            }
            State::LineEnd if code.is_none() => self.state = State::Row,
            State::LineEnd if is_end => {}
            State::LineEnd => {
                let hint = "do you need to open the file with newline=''?";
                return Err(error(self.cx, format!("new-line character seen in unquoted field - {hint}")));
            }
        }
        Ok(())
    }

    /// Something else than a delimiter stands after a quoted field.
    #[cold]
    fn not_expected(&self) -> Raised {
        let mut message = vec![b'\''];
        wtf8::push(&mut message, self.rules.delimiter);
        message.extend_from_slice(b"' expected after '");
        self.rules.quote.into_iter().for_each(|quote| wtf8::push(&mut message, quote));
        message.push(b'\'');
        // Either may be no character of Rust's.
        match str::make(self.cx, &message) {
            Ok(message) => self.cx.raise(exception::make(&ERROR, vec![message])),
            Err(raised) => raised,
        }
    }

    fn end_field(&mut self) -> R<()> {
        self.save()?;
        self.state = State::Start;
        Ok(())
    }

    fn end_row(&mut self, code: Option<u32>) -> R<()> {
        self.save()?;
        self.state = if code.is_none() { State::Row } else { State::LineEnd };
        Ok(())
    }

    /// Appends to the field under way.
    fn add(&mut self, text: &[u8]) -> R<()> {
        self.check_length(self.field.len(), text)?;
        room::append(self.cx, &mut self.field, text)
    }

    /// Whether `more` characters may come to a field of `length` bytes so far. Errors: `Error`.
    #[inline]
    fn check_length(&self, length: usize, more: &[u8]) -> R<()> {
        let fits = more.is_empty() || (length + more.len()) as i64 <= self.limit;
        if fits { Ok(()) } else { self.count(more) }
    }

    /// There are as many bytes as characters may be, or more: counts.
    #[cold]
    fn count(&self, more: &[u8]) -> R<()> {
        let before = wtf8::count(&self.field);
        if (before + wtf8::count(more)) as i64 <= self.limit {
            return Ok(());
        }
        Err(error(self.cx, format!("field larger than field limit ({})", self.limit)))
    }

    /// Ends the field under way.
    fn save(&mut self) -> R<()> {
        let field = std::mem::take(&mut self.field);
        self.take(&field, false)?;
        self.field = field;
        self.field.clear();
        Ok(())
    }

    /// Adds a field that is `text`, which is ASCII if `ascii` says so.
    #[inline]
    fn take(&mut self, text: &[u8], ascii: bool) -> R<()> {
        let quoting = self.rules.quoting;
        let is_quoted = std::mem::replace(&mut self.is_quoted, false);
        let value = if !is_quoted && text.is_empty() && matches!(quoting, Quoting::Strings | Quoting::NotNull) {
            Value::NONE
        } else if !is_quoted && !text.is_empty() && matches!(quoting, Quoting::Strings | Quoting::NonNumeric) {
            self.number(text)?
        } else {
            str::make_known(self.cx, text, ascii || text.is_ascii())?
        };
        if self.fields.len() == self.fields.capacity() {
            room::reserve(self.cx, &mut self.fields, 1)?;
        }
        self.fields.push(value);
        if self.fields.len().is_multiple_of(STRIDE) { self.cx.safepoint() } else { Ok(()) }
    }

    fn number(&self, text: &[u8]) -> R {
        match parse_float(text) {
            Some(float) => Ok(Value::float(float)),
            // The type words the error.
            None => call::call_pos(self.cx, &FLOAT.value(), &[str::make(self.cx, text)?]),
        }
    }
}

fn next(cx: &Cx, reader: &Value) -> R<Option<Value>> {
    let Some(this) = Native::<Reader>::of(reader) else { return Ok(None) };
    let rules = Rules::of(&this.dialect);
    let width = this.width.load(Relaxed);
    let fields = Vec::with_capacity(width.min(STRIDE));
    let limit = this.settings.limit();
    let mut row = Row { cx, rules, limit, state: State::Row, fields, field: Vec::new(), is_quoted: false };
    loop {
        let Some(piece) = iter::next(cx, &this.pieces)? else {
            if row.field.is_empty() && row.state != State::Quoted {
                return Ok(None);
            }
            if rules.strict {
                return Err(error(cx, "unexpected end of data"));
            }
            row.save()?;
            break;
        };
        let Some(text) = piece.get::<Str>() else {
            let class = type_of(&piece).message_name();
            return Err(error(cx, format!("iterator should return strings, not {class} (the file should be opened in text mode)")));
        };
        this.line_num.fetch_add(1, Relaxed);
        row.piece(text)?;
        if row.state == State::Row {
            break;
        }
        cx.safepoint()?;
    }
    if row.fields.len() != width {
        this.width.store(row.fields.len(), Relaxed);
    }
    Ok(Some(List::new(row.fields).into_value()))
}

fn get_dialect(_: &Cx, reader: &Value) -> R {
    Ok(Native::<Reader>::of(reader).map_or(Value::NONE, |this| this.dialect.clone()))
}

fn get_line_num(_: &Cx, reader: &Value) -> R {
    Ok(Value::int(Native::<Reader>::of(reader).map_or(0, |this| this.line_num.load(Relaxed))))
}

static DEF: TypeDef = TypeDef {
    name: "reader",
    module: "_csv",
    doc: "The rows of a table.",
    subclassable: true,
    slots: Slots { iter: Some(itself), next: Some(next), ..Slots::NONE },
    getset: &[GetSet { name: "dialect", get: get_dialect, set: None }, GetSet { name: "line_num", get: get_line_num, set: None }],
    ..TypeDef::EMPTY
};
pub(super) static READER: Type = Type::from_def(&DEF);
