//! Decides which names are the soft keywords `match`, `case` and `type`, and which parentheses hold `with` items.
//! Knows nothing of trees: it looks at tokens of one logical line and at the block the line stands in.

use super::{CASE, MATCH, TYPE};
use crate::syntax::token::{Kind, Token};

#[derive(Default)]
pub(super) struct Soft {
    /// For each open block: is it the block of a `match` statement, whose statements all start with `case`?
    match_blocks: Vec<bool>,
    /// The line just read was the head of a `match` statement.
    match_line: bool,
    /// Index of the first token of the current line.
    line: usize,
    /// Parentheses that started after `with` and just closed: they hold items if a colon follows.
    with_items: Option<(u32, u32)>,
}

impl Soft {
    pub(super) fn indent(&mut self) {
        self.match_blocks.push(self.match_line);
        self.line += 1;
    }

    pub(super) fn dedent(&mut self) {
        self.match_blocks.pop();
        self.line += 1;
    }

    /// A name was read: it may make the name before it the keyword `type`.
    pub(super) fn name(&self, tokens: &mut [Token]) {
        let [.., before, word, _] = tokens else {
            return;
        };
        if word.kind == Kind::Name && word.symbol == TYPE && starts_statement(before.kind) {
            word.kind = Kind::Type;
        }
    }

    pub(super) fn newline(&mut self, tokens: &mut [Token]) {
        let first = if self.line == 0 { 1 } else { self.line };
        self.match_line = false;
        self.line = tokens.len();
        let Some(line @ [_, ..]) = tokens.get_mut(first..) else {
            return;
        };
        let word = line[0];
        if word.kind != Kind::Name || (word.symbol != MATCH && word.symbol != CASE) {
            return;
        }
        if word.symbol == CASE {
            if self.match_blocks.last() == Some(&true) {
                line[0].kind = Kind::Case;
            }
            return;
        }
        let [_, next, .., last, _] = line else { return };
        if last.kind == Kind::Colon && (next.kind.starts_expression() || next.kind.is_name()) {
            self.match_line = true;
            line[0].kind = Kind::Match;
        }
    }

    /// `with (` ... `)`: are there items inside, if a colon follows? Walruses, generators, stars and yields say no.
    pub(super) fn closed_parenthesis(&mut self, tokens: &[Token], open: u32) {
        let open_index = open as usize;
        if tokens[open_index - 1].kind != Kind::With {
            return;
        }
        let inside = &tokens[open_index + 1..tokens.len() - 1];
        let mut depth = 0u32;
        let mut item_start = true;
        for token in inside {
            match token.kind {
                Kind::Lpar | Kind::Lsqb | Kind::Lbrace | Kind::FStringStart => depth += 1,
                Kind::Rpar | Kind::Rsqb | Kind::Rbrace | Kind::FStringEnd => depth = depth.saturating_sub(1),
                Kind::ColonEqual | Kind::For if depth == 0 => return,
                Kind::Star | Kind::Yield if depth == 0 && item_start => return,
                _ => {}
            }
            item_start = depth == 0 && token.kind == Kind::Comma;
        }
        if !inside.is_empty() {
            self.with_items = Some((open, tokens.len() as u32 - 1));
        }
    }

    pub(super) fn colon(&mut self, tokens: &mut [Token]) {
        let Some((open, close)) = self.with_items.take() else {
            return;
        };
        if close as usize + 2 == tokens.len() {
            tokens[open as usize].kind = Kind::WithLpar;
            tokens[close as usize].kind = Kind::WithRpar;
        }
    }
}

/// May a simple statement start after such a token?
fn starts_statement(kind: Kind) -> bool {
    matches!(kind, Kind::Newline | Kind::Indent | Kind::Dedent | Kind::Semi | Kind::Colon | Kind::StartModule | Kind::StartSingle)
}
