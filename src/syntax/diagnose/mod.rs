//! Says what is wrong with a text the parser has refused. A second, backtracking reader of the tokens, never run on good
//! texts: it follows the order in which CPython's parser tries its rules and those that exist only to explain mistakes,
//! because that order decides which message wins. Makes no tree, only nodes with a class and an extent.

mod atoms;
mod calls;
mod comprehensions;
mod exprs;
mod fields;
mod params;
mod patterns;
mod place;
mod simple;
mod suites;
mod targets;
mod tries;

pub(super) use place::at_token;

use super::error::{SyntaxError, SyntaxErrorKind};
use super::symbols::{Symbol, Symbols};
use super::token::{Kind, Token};
use crate::source::Source;
use crate::syntax::lexer::{MATCH, TYPE};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::rc::Rc;

/// How deep the reader nests before it gives up explaining.
const MAX_NESTING: u32 = 3000;
const RED_ZONE: usize = 256 << 10;
const SEGMENT: usize = 4 << 20;

/// What an expression is, as far as messages tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Attribute,
    Subscript,
    Starred,
    Name,
    List,
    Tuple,
    Lambda,
    Call,
    /// Operators.
    Expression,
    Generator,
    Yield,
    Await,
    ListComp,
    SetComp,
    DictComp,
    Dict,
    Set,
    FString,
    Literal,
    True,
    False,
    None,
    Ellipsis,
    Comparison,
    /// A comparison whose first operator is `in`.
    Membership,
    Conditional,
    Named,
    /// Not an expression.
    Other,
}

impl Class {
    fn name(self) -> &'static str {
        match self {
            Class::Attribute => "attribute",
            Class::Subscript => "subscript",
            Class::Starred => "starred",
            Class::Name => "name",
            Class::List => "list",
            Class::Tuple => "tuple",
            Class::Lambda => "lambda",
            Class::Call => "function call",
            Class::Expression | Class::Other => "expression",
            Class::Generator => "generator expression",
            Class::Yield => "yield expression",
            Class::Await => "await expression",
            Class::ListComp => "list comprehension",
            Class::SetComp => "set comprehension",
            Class::DictComp => "dict comprehension",
            Class::Dict => "dict literal",
            Class::Set => "set display",
            Class::FString => "f-string expression",
            Class::Literal => "literal",
            Class::True => "True",
            Class::False => "False",
            Class::None => "None",
            Class::Ellipsis => "ellipsis",
            Class::Comparison | Class::Membership => "comparison",
            Class::Conditional => "conditional expression",
            Class::Named => "named expression",
        }
    }
}

/// Something read: its class, first and last token, and (for targets) its parts.
#[derive(Debug)]
struct Node {
    class: Class,
    first: usize,
    last: usize,
    parts: Vec<Rc<Node>>,
}

type N = Rc<Node>;

/// Reading ends with a message.
enum Stop {
    Found(Box<SyntaxError>),
    /// The lexer's error was met.
    Unreadable,
    TooDeep,
}

/// `Ok(None)`: the rule does not fit here.
type Fit<T = N> = Result<Option<T>, Stop>;

/// Rules whose results are kept, to stay linear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Rule {
    Block,
    Statement,
    SimpleStatement,
    Expression,
    PlainExpression,
    Disjunction,
    Conjunction,
    Inversion,
    Comparison,
    BitwiseOr,
    Primary,
    Atom,
    NamedExpression,
    StarExpression,
    StarNamed,
    StarTargets,
    StarTarget,
    TargetPrimary,
    Arguments,
    Args,
    ForClauses,
    Slices,
    Pattern,
    Strings,
}

impl Rule {
    fn is_shared(self) -> bool {
        use Rule::{Arguments, BitwiseOr, Block, Conjunction, Disjunction, Expression, Inversion, Primary, SimpleStatement};
        use Rule::{StarExpression, StarTarget, Strings, TargetPrimary};
        matches!(
            self,
            Arguments
                | BitwiseOr
                | Block
                | Conjunction
                | Disjunction
                | Expression
                | Inversion
                | Primary
                | SimpleStatement
                | StarExpression
                | StarTarget
                | Strings
                | TargetPrimary
        )
    }
}

/// Results by place and rule.
type Kept = HashMap<u64, Option<(N, usize)>, BuildHasherDefault<PlaceHasher>>;

/// Spreads small numbers; nothing here comes from outside but the length of the text.
#[derive(Default)]
struct PlaceHasher(u64);

impl Hasher for PlaceHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.write_u64(u64::from(byte)));
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0 ^ value).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(26);
    }
}

struct Reader<'a> {
    source: &'a Source,
    tokens: &'a [Token],
    symbols: &'a Symbols,
    /// How many brackets are open after each token.
    levels: Vec<u32>,
    mark: usize,
    furthest: usize,
    /// Are the rules that explain mistakes tried?
    explaining: bool,
    nesting: u32,
    kept: Kept,
}

/// The value of a rule that must fit, or leave with "does not fit".
macro_rules! need {
    ($fit:expr) => {
        match $fit? {
            Some(value) => value,
            None => return Ok(None),
        }
    };
}
use need;

/// What reading a refused text again has found.
pub(super) enum Diagnosis {
    Found(Box<SyntaxError>),
    /// Simply invalid where the parser stopped.
    Nothing,
    /// The lexer's error is the reason.
    Unreadable,
}

/// Explains a text refused at token `refused`; also tells the furthest token looked at.
pub(super) fn diagnose(source: &Source, tokens: &[Token], symbols: &Symbols, refused: usize, eval: bool) -> (Diagnosis, usize) {
    let mark = if eval { 1 } else { statement_start(tokens, refused) };
    let mut furthest = refused;
    // A few mistakes are told already when reading without explanations.
    for explaining in [false, true] {
        let mut reader = Reader::new(source, tokens, symbols, mark, furthest, explaining);
        let read = if eval { reader.expressions() } else { reader.statements() };
        furthest = reader.furthest;
        match read {
            Err(Stop::Found(error)) => return (Diagnosis::Found(error), furthest),
            Err(Stop::Unreadable) => return (Diagnosis::Unreadable, furthest),
            Ok(_) | Err(Stop::TooDeep) => {}
        }
    }
    (Diagnosis::Nothing, furthest)
}

/// How far the line of token `refused` can be read if its first word is taken for a soft keyword.
pub(super) fn soft_reach(source: &Source, tokens: &[Token], symbols: &Symbols, refused: usize) -> usize {
    let ends = |kind: Kind| matches!(kind, Kind::Newline | Kind::Indent | Kind::Dedent | Kind::StartModule | Kind::StartSingle);
    let start = tokens[..refused].iter().rposition(|token| ends(token.kind)).map_or(1, |before| before + 1);
    if start >= refused || ![MATCH, TYPE].contains(&tokens[start].symbol) || !tokens[start].kind.is_name() {
        return refused;
    }
    let mut reader = Reader::new(source, tokens, symbols, start, refused, false);
    // Only how far it came matters.
    let _ = reader.soft_statement();
    if tokens[reader.furthest].kind == Kind::Error { refused } else { reader.furthest }
}

/// The start of the outermost statement the token belongs to, or of the one before.
fn statement_start(tokens: &[Token], refused: usize) -> usize {
    let mut depth = 0u32;
    let mut start = 1;
    for (index, token) in tokens.iter().enumerate().take(refused).skip(1) {
        match token.kind {
            Kind::Indent => depth += 1,
            Kind::Dedent => depth = depth.saturating_sub(1),
            _ => {}
        }
        let continues = matches!(tokens[index].kind, Kind::Else | Kind::Elif | Kind::Except | Kind::Finally | Kind::Indent | Kind::Dedent);
        let after = matches!(tokens[index - 1].kind, Kind::Newline | Kind::Dedent | Kind::StartModule | Kind::StartSingle);
        let decorated = after && index > 1 && is_decorator_line(tokens, start, index);
        if depth == 0 && after && !continues && !decorated {
            start = index;
        }
    }
    start
}

/// Is the line before the one at `index` a decorator that started at `start` or after?
fn is_decorator_line(tokens: &[Token], start: usize, index: usize) -> bool {
    tokens[start].kind == Kind::At && !tokens[start..index].iter().any(|token| matches!(token.kind, Kind::Def | Kind::Class))
}

fn levels(tokens: &[Token]) -> Vec<u32> {
    let mut level = 0u32;
    let after = |token: &Token| {
        match token.kind {
            Kind::Lpar | Kind::WithLpar | Kind::Lsqb | Kind::Lbrace => level += 1,
            Kind::Rpar | Kind::WithRpar | Kind::Rsqb | Kind::Rbrace => level = level.saturating_sub(1),
            _ => {}
        }
        level
    };
    tokens.iter().map(after).collect()
}

impl<'a> Reader<'a> {
    fn new(source: &'a Source, tokens: &'a [Token], symbols: &'a Symbols, mark: usize, furthest: usize, explaining: bool) -> Reader<'a> {
        let levels = if explaining { levels(tokens) } else { Vec::new() };
        Reader { source, tokens, symbols, levels, mark, furthest, explaining, nesting: 0, kept: Kept::default() }
    }
}

impl Reader<'_> {
    /// The kind of the token ahead. Tokens count as met once they are looked at.
    fn kind(&mut self) -> Result<Kind, Stop> {
        let index = self.mark.min(self.tokens.len() - 1);
        self.furthest = self.furthest.max(index);
        match self.tokens[index].kind {
            Kind::Error => Err(Stop::Unreadable),
            Kind::WithLpar => Ok(Kind::Lpar),
            Kind::WithRpar => Ok(Kind::Rpar),
            Kind::Match | Kind::Case | Kind::Type => Ok(Kind::Name),
            kind => Ok(kind),
        }
    }

    fn is(&mut self, kind: Kind) -> Result<bool, Stop> {
        Ok(self.kind()? == kind)
    }

    fn is_one(&mut self, kinds: &[Kind]) -> Result<bool, Stop> {
        Ok(kinds.contains(&self.kind()?))
    }

    /// Takes a token of that kind; its index.
    fn take(&mut self, kind: Kind) -> Fit<usize> {
        if !self.is(kind)? {
            return Ok(None);
        }
        self.mark += 1;
        Ok(Some(self.mark - 1))
    }

    fn took(&mut self, kind: Kind) -> Result<bool, Stop> {
        Ok(self.take(kind)?.is_some())
    }

    /// Takes the soft keyword.
    fn take_word(&mut self, word: Symbol) -> Fit<usize> {
        if self.is(Kind::Name)? && self.tokens[self.mark].symbol == word { self.take(Kind::Name) } else { Ok(None) }
    }

    /// A name as an expression.
    fn name(&mut self) -> Fit {
        let at = need!(self.take(Kind::Name));
        Ok(Some(leaf(Class::Name, at)))
    }

    /// Tries a rule; the place stays if it does not fit.
    fn attempt<T>(&mut self, rule: impl FnOnce(&mut Self) -> Fit<T>) -> Fit<T> {
        let mark = self.mark;
        let fit = rule(self)?;
        if fit.is_none() {
            self.mark = mark;
        }
        Ok(fit)
    }

    /// Would a rule fit here? The place stays in any case.
    fn fits<T>(&mut self, rule: impl FnOnce(&mut Self) -> Fit<T>) -> Result<bool, Stop> {
        let mark = self.mark;
        let fit = rule(self)?;
        self.mark = mark;
        Ok(fit.is_some())
    }

    /// Items with commas between them, one at least; a comma after the last is left.
    fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Fit<T>) -> Fit<Vec<T>> {
        let mut items = vec![need!(self.attempt(&mut item))];
        loop {
            let mark = self.mark;
            if !self.took(Kind::Comma)? {
                return Ok(Some(items));
            }
            match self.attempt(&mut item)? {
                Some(next) => items.push(next),
                None => {
                    self.mark = mark;
                    return Ok(Some(items));
                }
            }
        }
    }

    /// Remembers what the rule gives at this place.
    fn keep(&mut self, rule: Rule, read: impl FnOnce(&mut Self) -> Fit) -> Fit {
        // As in CPython, most results are shared between reading with and without explanations.
        let key = (self.mark as u64) << 8 | (rule as u64) << 1 | u64::from(self.explaining || rule.is_shared());
        if let Some(kept) = self.kept.get(&key) {
            return Ok(kept.as_ref().map(|(node, end)| {
                self.mark = *end;
                node.clone()
            }));
        }
        if self.nesting >= MAX_NESTING {
            return Err(Stop::TooDeep);
        }
        self.nesting += 1;
        let fit = stacker::maybe_grow(RED_ZONE, SEGMENT, || self.attempt(read));
        self.nesting -= 1;
        let fit = fit?;
        self.kept.insert(key, fit.clone().map(|node| (node, self.mark)));
        Ok(fit)
    }

    /// A node from the token at `first` up to the last one taken.
    fn node(&self, class: Class, first: usize, parts: Vec<N>) -> N {
        Rc::new(Node { class, first, last: self.mark.saturating_sub(1).max(first), parts })
    }

    fn text_of(&self, node: &Node) -> &str {
        self.symbols.text(self.tokens[node.first].symbol)
    }
}

fn leaf(class: Class, at: usize) -> N {
    Rc::new(Node { class, first: at, last: at, parts: Vec::new() })
}
