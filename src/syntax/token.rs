//! The kinds of tokens and the raw pattern of each, for logos. Knows nothing of lines, blocks or nesting.

use super::symbols::Symbol;
use crate::source::Span;
use logos::Logos;

/// One token, small and without text of its own: the span tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: u32,
    pub(super) end: u32,
    /// The identifier of a `Name` (and of a soft keyword).
    pub(super) symbol: Symbol,
}

impl Token {
    pub(super) fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }
}

#[derive(Logos, Debug, Clone, Copy, PartialEq, Eq)]
#[logos(skip r"[ \t\x0c]+")]
pub(super) enum Kind {
    // Made by the lexer, not by a pattern.
    StartModule,
    StartEval,
    StartSingle,
    Indent,
    Dedent,
    FStringMiddle,
    FStringEnd,
    Match,
    Case,
    Type,
    /// A parenthesis around the items of a `with` statement.
    WithLpar,
    WithRpar,
    /// The text cannot be read further; the lexer's error says why.
    Error,
    EndMarker,

    #[regex(r"#[^\n\r]*")]
    Comment,
    #[regex(r"\r\n|\n|\r")]
    Newline,
    #[token("\\")]
    Backslash,
    #[regex(r"[A-Za-z_][A-Za-z0-9_]*", priority = 1)]
    Name,
    /// Its first character; the lexer reads the rest.
    #[regex(r"[0-9]|\.[0-9]")]
    Number,
    /// Prefix and first quote; the lexer reads the rest.
    #[regex(r#"([uU]|[bB][rR]?|[rR][bB]?)?['"]"#)]
    Str,
    #[regex(r#"([fF][rR]?|[rR][fF])['"]"#)]
    FStringStart,

    #[token("False")]
    False,
    #[token("None")]
    None,
    #[token("True")]
    True,
    #[token("and")]
    And,
    #[token("as")]
    As,
    #[token("assert")]
    Assert,
    #[token("async")]
    Async,
    #[token("await")]
    Await,
    #[token("break")]
    Break,
    #[token("class")]
    Class,
    #[token("continue")]
    Continue,
    #[token("def")]
    Def,
    #[token("del")]
    Del,
    #[token("elif")]
    Elif,
    #[token("else")]
    Else,
    #[token("except")]
    Except,
    #[token("finally")]
    Finally,
    #[token("for")]
    For,
    #[token("from")]
    From,
    #[token("global")]
    Global,
    #[token("if")]
    If,
    #[token("import")]
    Import,
    #[token("in")]
    In,
    #[token("is")]
    Is,
    #[token("lambda")]
    Lambda,
    #[token("nonlocal")]
    Nonlocal,
    #[token("not")]
    Not,
    #[token("or")]
    Or,
    #[token("pass")]
    Pass,
    #[token("raise")]
    Raise,
    #[token("return")]
    Return,
    #[token("try")]
    Try,
    #[token("while")]
    While,
    #[token("with")]
    With,
    #[token("yield")]
    Yield,

    #[token("(")]
    Lpar,
    #[token(")")]
    Rpar,
    #[token("[")]
    Lsqb,
    #[token("]")]
    Rsqb,
    #[token("{")]
    Lbrace,
    #[token("}")]
    Rbrace,
    #[token(":")]
    Colon,
    #[token(",")]
    Comma,
    #[token(";")]
    Semi,
    #[token(".")]
    Dot,
    #[token("...")]
    Ellipsis,
    #[token("->")]
    Rarrow,
    #[token("!")]
    Exclamation,
    #[token("=")]
    Equal,
    #[token(":=")]
    ColonEqual,
    #[token("+")]
    Plus,
    #[token("-")]
    Minus,
    #[token("*")]
    Star,
    #[token("/")]
    Slash,
    #[token("//")]
    DoubleSlash,
    #[token("%")]
    Percent,
    #[token("@")]
    At,
    #[token("**")]
    DoubleStar,
    #[token("<<")]
    LeftShift,
    #[token(">>")]
    RightShift,
    #[token("&")]
    Amper,
    #[token("|")]
    Vbar,
    #[token("^")]
    Circumflex,
    #[token("~")]
    Tilde,
    #[token("<")]
    Less,
    #[token(">")]
    Greater,
    #[token("<=")]
    LessEqual,
    #[token(">=")]
    GreaterEqual,
    #[token("==")]
    EqEqual,
    #[token("!=")]
    NotEqual,
    /// Characters no token of the language has, which the parser refuses.
    #[regex(r"[$?`]")]
    Unknown,
    /// Only for its error message.
    #[token("<>")]
    LessGreater,
    #[token("+=")]
    PlusEqual,
    #[token("-=")]
    MinEqual,
    #[token("*=")]
    StarEqual,
    #[token("/=")]
    SlashEqual,
    #[token("//=")]
    DoubleSlashEqual,
    #[token("%=")]
    PercentEqual,
    #[token("@=")]
    AtEqual,
    #[token("&=")]
    AmperEqual,
    #[token("|=")]
    VbarEqual,
    #[token("^=")]
    CircumflexEqual,
    #[token("<<=")]
    LeftShiftEqual,
    #[token(">>=")]
    RightShiftEqual,
    #[token("**=")]
    DoubleStarEqual,
}

impl Kind {
    /// A reserved word, which logos matched as a whole.
    pub(super) fn is_keyword(self) -> bool {
        (Kind::False as u8..=Kind::Yield as u8).contains(&(self as u8))
    }

    /// An identifier for the grammar of expressions, soft keywords included.
    pub(super) fn is_name(self) -> bool {
        matches!(self, Kind::Name | Kind::Match | Kind::Case | Kind::Type)
    }

    /// May stand after `match` only if that is the keyword, or starts an operand.
    pub(super) fn starts_expression(self) -> bool {
        use Kind::{Await, Ellipsis, FStringStart, False, Lambda, Lbrace, Lpar, Lsqb, Minus, Name, None, Not, Number, Plus};
        use Kind::{Star, Str, Tilde, True};
        matches!(
            self,
            Name | Number
                | Str
                | FStringStart
                | Lpar
                | Lsqb
                | Lbrace
                | Minus
                | Plus
                | Tilde
                | Star
                | Not
                | Lambda
                | Await
                | Ellipsis
                | None
                | True
                | False
        )
    }
}
