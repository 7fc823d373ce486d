//! Leaves out the bodies of functions, for texts that are known to be right: what is left of a body is its docstring and a mark. A mark
//! has no width, which nothing written has, and says what must be known of the body from outside: `yield` makes a generator,
//! `__class__` a closure over the class. Bodies of functions inside of functions are not left out: their names depend on what is around.

use super::{Kind, Lexed, Lexer};
use crate::syntax::token::Token;
use memchr::{memchr, memmem, memrchr};

/// What is known between lines.
#[derive(Default)]
pub(super) struct Outline {
    /// Index of the first token of the current line.
    line: usize,
    /// Functions before this offset stand in a body that is read.
    inside: usize,
    /// The rest of the body is to be left out, after the docstring on this line: the column of the function.
    after_doc: Option<usize>,
}

impl Lexer<'_> {
    /// A line of an outline has ended: reads on, behind the body if the line was a function's head.
    pub(super) fn next_line(&mut self, outline: Outline) -> Lexed {
        let inside = outline.inside;
        let column = outline.after_doc.or_else(|| self.head_column(&outline));
        let mut next = Outline { line: self.tokens.len(), inside, after_doc: None };
        let here = self.raw.span().end;
        if let Some(column) = column
            && here >= inside
        {
            if outline.after_doc.is_none() && starts_with_text(&self.text.as_bytes()[here..]) {
                next.after_doc = Some(column);
            } else {
                let end = body_end(self.text.as_bytes(), here, column);
                match mark(&self.text[here..end]) {
                    _ if here == end => {}
                    Some(mark) if outline.after_doc.is_some() || self.has_plain_head(&outline) => {
                        if outline.after_doc.is_none() {
                            self.start_line()?;
                        }
                        self.leave_out(end as u32, mark);
                        next.line = self.tokens.len();
                    }
                    _ => next.inside = end,
                }
            }
        }
        self.outline = Some(next);
        self.start_line()
    }

    fn line_tokens(&self, outline: &Outline) -> &[Token] {
        let line = &self.tokens[outline.line..];
        let blocks = line.iter().take_while(|token| matches!(token.kind, Kind::Indent | Kind::Dedent | Kind::StartModule)).count();
        &line[blocks..]
    }

    /// The column of the function whose block follows the line that has ended.
    fn head_column(&self, outline: &Outline) -> Option<usize> {
        let line = self.line_tokens(outline);
        let first = line.first()?;
        let is_function = first.kind == Kind::Def || first.kind == Kind::Async && line.get(1)?.kind == Kind::Def;
        let [.., colon, _] = line else { return None };
        let start = first.start as usize;
        let line_start = memrchr(b'\n', &self.text.as_bytes()[..start]).map_or(0, |at| at + 1);
        (is_function && colon.kind == Kind::Colon).then_some(start - line_start)
    }

    /// Whether the function has no type parameters, which would be scopes between it and what is around.
    fn has_plain_head(&self, outline: &Outline) -> bool {
        let line = self.line_tokens(outline);
        let name = line.iter().position(|token| token.kind == Kind::Def).map_or(0, |def| def + 1);
        line.get(name + 1).is_some_and(|token| token.kind == Kind::Lpar)
    }

    fn leave_out(&mut self, end: u32, mark: Mark) {
        if mark.yields {
            self.push(Kind::Yield, end, end);
        }
        if mark.needs_class {
            let symbol = self.symbols.intern("__class__");
            self.tokens.push(Token { kind: Kind::Name, start: end, end, symbol });
        } else {
            self.push(Kind::Ellipsis, end, end);
        }
        self.push(Kind::Newline, end, end);
        self.soft.newline(&mut self.tokens);
        self.seek(end);
    }
}

struct Mark {
    yields: bool,
    needs_class: bool,
}

/// What stands for a body; None if it must be read.
fn mark(body: &str) -> Option<Mark> {
    let body = body.as_bytes();
    let has = |word: &str| memmem::find(body, word.as_bytes()).is_some();
    // As a name, not as an attribute or part of a word.
    let names = |name: &str| {
        let before = memmem::find_iter(body, name.as_bytes()).map(|at| body[..at].last());
        before.into_iter().any(|byte| byte.is_none_or(|byte| !byte.is_ascii_alphanumeric() && !b"._'`\"".contains(byte)))
    };
    let mut yields = false;
    for at in memmem::find_iter(body, b"yield") {
        if is_word_byte(body.get(at + 5)) || is_word_byte(body[..at].last()) {
            continue;
        }
        let before = body[..at].trim_ascii_end();
        let begins_line = memrchr(b'\n', &body[..at]).map_or(0, |end| end + 1) >= before.len();
        // In a text it says nothing; and whose is it if there are functions inside?
        if !begins_line && !before.last().is_some_and(|byte| b"=([,:;".contains(byte)) || has("def ") || has("lambda") {
            return None;
        }
        yields = true;
    }
    Some(Mark { yields, needs_class: names("super(") || names("__class__") })
}

fn is_word_byte(byte: Option<&u8>) -> bool {
    byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte >= 0x80)
}

/// Whether the first statement starts with a string: it may be a docstring, which is not left out.
fn starts_with_text(body: &[u8]) -> bool {
    let lines = body.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_start);
    let first = lines.into_iter().find(|line| !line.is_empty() && line[0] != b'#');
    matches!(first, Some([b'\'' | b'"', ..] | [b'r' | b'R' | b'b' | b'f', b'\'' | b'"', ..]))
}

/// The end of the last line that stands right of `column`.
fn body_end(text: &[u8], start: usize, column: usize) -> usize {
    let (mut at, mut end) = (start, start);
    while at < text.len() {
        let line_end = memchr(b'\n', &text[at..]).map_or(text.len(), |length| at + length);
        let indent = text[at..line_end].iter().take_while(|byte| **byte == b' ').count();
        if at + indent < line_end && text[at + indent] != b'#' {
            if indent <= column {
                break;
            }
            end = line_end;
        }
        at = line_end + 1;
    }
    end
}
