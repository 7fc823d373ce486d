//! Writers: rows as text, each handed to a file's `write`. Knows no reading.

use super::dialect::{DIALECT, Quoting, Rules, class};
use super::{dialect, error, first};
use crate::object::args::Args;
use crate::object::attr;
use crate::object::call;
use crate::object::complex::Complex;
use crate::object::cx::Cx;
use crate::object::exception::TYPE_ERROR;
use crate::object::iter;
use crate::object::list::List;
use crate::object::native::{GetSet, NativeDef};
use crate::object::payload::{Native, Payload};
use crate::object::protocol;
use crate::object::room;
use crate::object::slots::Slots;
use crate::object::str::{self, Name, Str};
use crate::object::tuple::Tuple;
use crate::object::ty::{Type, TypeDef, type_of};
use crate::object::value::{R, Value};
use crate::text::float_repr::push_float_repr;
use crate::text::int_text::{DECIMAL_ROOM, decimal_in};
use crate::text::wtf8;

/// Never changes: a row's text belongs to the call that makes it, so that any number of strands, and the values' own code, may write at once.
struct Writer {
    write: Value,
    dialect: Value,
}

impl Payload for Writer {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.write);
        visit(&self.dialect);
    }
}

/// `writer(fileobj, dialect, **changes)`.
pub(super) fn make(cx: &Cx, args: Args<'_>) -> R {
    let write = attr::lookup_optional(cx, first(cx, args)?, Name::new("write"))?;
    let Some(write) = write.filter(|write| type_of(write).slots().call.is_some()) else {
        return Err(cx.type_error("argument 1 must have a \"write\" method"));
    };
    let dialect = dialect::new(cx, &DIALECT, args.skip(1))?;
    Ok(Native::make(&WRITER, Writer { write, dialect }))
}

/// How many fields are made between safepoints.
const STRIDE: usize = 256;

/// The text of a row that is being made.
struct Line<'a> {
    cx: &'a Cx,
    rules: &'a Rules,
    text: Vec<u8>,
    is_ascii: bool,
    /// Fields so far.
    count: usize,
    /// Whether the last one was None.
    is_null: bool,
    /// For the text of floats.
    number: String,
}

impl Line<'_> {
    fn row(&mut self, row: &Value) -> R<()> {
        if let Some(list) = row.get_exact::<List>() {
            // The values' own code may change it: each is looked for when its turn comes.
            while let Some(value) = list.get(self.count) {
                self.value(&value)?;
            }
        } else if let Some(tuple) = row.get_exact::<Tuple>() {
            tuple.items().iter().try_for_each(|value| self.value(value))?;
        } else {
            let values = iter::iter(self.cx, row).map_err(|raised| {
                if !self.cx.pending_is(&TYPE_ERROR) {
                    return raised;
                }
                drop(self.cx.take(raised));
                error(self.cx, format!("iterable expected, not {}", type_of(row).message_name()))
            })?;
            iter::each_of(self.cx, &values, |value| self.value(&value).map(|()| true))?;
        }
        if self.count > 0 && self.text.is_empty() {
            // Alone in its row it would be read as no field at all.
            if !self.quotes_nothing() {
                return Err(error(self.cx, "single empty field record must be quoted"));
            }
            self.quote();
            self.quote();
        }
        let end = self.rules.line_end();
        self.is_ascii &= end.is_ascii();
        room::append(self.cx, &mut self.text, end.bytes())
    }

    fn value(&mut self, value: &Value) -> R<()> {
        let is_quoted = match self.rules.quoting {
            Quoting::Minimal | Quoting::None => false,
            Quoting::All => true,
            Quoting::NonNumeric => !is_number(value),
            Quoting::Strings => value.get::<Str>().is_some(),
            Quoting::NotNull => !value.is_none(),
        };
        self.is_null = value.is_none();
        if let Some(text) = value.get::<Str>() {
            self.field(text.bytes(), text.is_ascii(), is_quoted)
        } else if self.is_null {
            self.field(b"", true, is_quoted)
        } else if let Some(int) = value.as_int() {
            self.field(decimal_in(&mut [0; DECIMAL_ROOM], int), true, is_quoted)
        } else if let Some(float) = value.as_float() {
            let mut number = std::mem::take(&mut self.number);
            number.clear();
            push_float_repr(&mut number, float);
            let done = self.field(number.as_bytes(), true, is_quoted);
            self.number = number;
            done
        } else {
            let text = protocol::str(self.cx, value)?;
            self.field(text.bytes(), text.is_ascii(), is_quoted)
        }
    }

    /// Appends a field. What is in quotes without need is said by `is_quoted`.
    #[inline]
    fn field(&mut self, text: &[u8], ascii: bool, mut is_quoted: bool) -> R<()> {
        if self.count > 0 {
            self.push(self.rules.delimiter);
        }
        if text.is_empty() && self.rules.skip_space && self.rules.delimiter == u32::from(b' ') {
            if !self.quotes_nothing() {
                return Err(error(self.cx, "empty field must be quoted if delimiter is a space and skipinitialspace is true"));
            }
            is_quoted = true;
        }
        self.count += 1;
        if self.count.is_multiple_of(STRIDE) {
            self.cx.safepoint()?;
        }
        self.is_ascii &= ascii;
        let is_marked = text.iter().any(|byte| self.rules.classes[usize::from(*byte)] & class::MARKED != 0);
        is_quoted |= is_marked && wtf8::code_points(text).any(|code| self.treatment(code) == Treatment::Quotes);
        if is_quoted {
            self.quote();
        }
        if is_marked {
            self.marked(text)?;
        } else {
            room::append(self.cx, &mut self.text, text)?;
        }
        if is_quoted {
            self.quote();
        }
        Ok(())
    }

    /// Appends the characters of a field, some of which mean something.
    #[cold]
    fn marked(&mut self, text: &[u8]) -> R<()> {
        room::reserve(self.cx, &mut self.text, text.len())?;
        for code in wtf8::code_points(text) {
            match self.treatment(code) {
                Treatment::Escape => match self.rules.escape {
                    Some(escape) => self.push(escape),
                    None => return Err(error(self.cx, "need to escape, but no escapechar set")),
                },
                Treatment::Quotes if Some(code) == self.rules.quote => self.push(code),
                _ => {}
            }
            self.push(code);
        }
        Ok(())
    }

    fn treatment(&self, code: u32) -> Treatment {
        let rules = self.rules;
        let (is_quote, is_escape) = (Some(code) == rules.quote, Some(code) == rules.escape);
        let means_something = is_quote
            || is_escape
            || code == rules.delimiter
            || matches!(char::from_u32(code), Some('\n' | '\r'))
            || rules.line_end().code_points().any(|end| end == code);
        if !means_something {
            Treatment::Plain
        } else if rules.quoting == Quoting::None || is_quote && !rules.double_quote || is_escape {
            Treatment::Escape
        } else {
            Treatment::Quotes
        }
    }

    /// Whether the last field may stand in quotes if there is nothing in it.
    fn quotes_nothing(&self) -> bool {
        match self.rules.quoting {
            Quoting::None => false,
            Quoting::Strings | Quoting::NotNull => !self.is_null,
            _ => true,
        }
    }

    fn quote(&mut self) {
        if let Some(quote) = self.rules.quote {
            self.push(quote);
        }
    }

    #[inline]
    fn push(&mut self, code: u32) {
        self.is_ascii &= code < 0x80;
        wtf8::push(&mut self.text, code);
    }
}

/// What a character needs where it is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Treatment {
    Plain,
    /// An escape before it.
    Escape,
    /// Quotes around the field, in which a quote is doubled.
    Quotes,
}

/// As `PyNumber_Check` says.
fn is_number(value: &Value) -> bool {
    let slots = type_of(value).slots();
    slots.index.is_some() || slots.int.is_some() || slots.float.is_some() || value.get::<Complex>().is_some()
}

/// Writes one row; gives what `write` gave. `text`: room that is used again.
fn write_row(cx: &Cx, this: &Writer, row: &Value, text: &mut Vec<u8>) -> R {
    text.clear();
    let rules = Rules::of(&this.dialect);
    let mut line = Line { cx, rules, text: std::mem::take(text), is_ascii: true, count: 0, is_null: false, number: String::new() };
    line.row(row)?;
    let made = str::make_known(cx, &line.text, line.is_ascii)?;
    *text = line.text;
    call::call_pos(cx, &this.write, &[made])
}

/// Room for a row as most are.
const ROOM: usize = 128;

fn writerow(cx: &Cx, a: &[Value]) -> R {
    match Native::<Writer>::of(&a[0]) {
        Some(this) => write_row(cx, this, &a[1], &mut Vec::with_capacity(ROOM)),
        None => Ok(Value::NONE),
    }
}

fn writerows(cx: &Cx, a: &[Value]) -> R {
    let Some(this) = Native::<Writer>::of(&a[0]) else { return Ok(Value::NONE) };
    let mut text = Vec::with_capacity(ROOM);
    let rows = iter::iter(cx, &a[1])?;
    iter::each_of(cx, &rows, |row| write_row(cx, this, &row, &mut text).map(|_| true))?;
    Ok(Value::NONE)
}

fn get_dialect(_: &Cx, writer: &Value) -> R {
    Ok(Native::<Writer>::of(writer).map_or(Value::NONE, |this| this.dialect.clone()))
}

static DEF: TypeDef = TypeDef {
    name: "writer",
    module: "_csv",
    doc: "Writes rows to a file.",
    subclassable: true,
    methods: &[
        NativeDef::new("writerow(self, row, /)", writerow).doc("Writes one row."),
        NativeDef::new("writerows(self, rows, /)", writerows).doc("Writes several rows."),
    ],
    getset: &[GetSet { name: "dialect", get: get_dialect, set: None }],
    slots: Slots::NONE,
    ..TypeDef::EMPTY
};
pub(super) static WRITER: Type = Type::from_def(&DEF);
