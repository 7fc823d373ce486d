//! Blocks and the statements that have them: missing colons, missing indentation.

use super::targets::TargetUse;
use super::{Class, Fit, Kind, Reader, Rule, need};
use crate::syntax::lexer::{CASE, MATCH};

impl Reader<'_> {
    pub(super) fn statements(&mut self) -> Fit {
        let first = self.mark;
        while self.statement()?.is_some() {}
        Ok(if self.mark == first { None } else { Some(self.node(Class::Other, first, Vec::new())) })
    }

    fn statement(&mut self) -> Fit {
        self.keep(Rule::Statement, |r| {
            if let Some(compound) = r.attempt(Self::compound)? {
                return Ok(Some(compound));
            }
            r.simple_line()
        })
    }

    fn compound(&mut self) -> Fit {
        let first = self.mark;
        match self.kind()? {
            Kind::At => return self.decorated(),
            Kind::Def => return self.function(),
            Kind::Class => return self.class(),
            Kind::If => return self.conditional(Kind::If, "if"),
            Kind::While => return self.while_loop(),
            Kind::For => return self.for_loop(first),
            Kind::With => return self.with(first),
            Kind::Try => return self.try_statement(),
            Kind::Async => {}
            _ => return self.match_statement(),
        }
        self.mark += 1;
        match self.kind()? {
            Kind::Def => self.function(),
            Kind::For => self.for_loop(first),
            Kind::With => self.with(first),
            _ => Ok(None),
        }
    }

    pub(super) fn block(&mut self) -> Fit {
        self.keep(Rule::Block, |r| {
            let first = r.mark;
            if !r.took(Kind::Newline)? {
                return r.simple_line();
            }
            if r.took(Kind::Indent)? {
                if r.statements()?.is_some() && r.took(Kind::Dedent)? {
                    return Ok(Some(r.node(Class::Other, first, Vec::new())));
                }
                return Ok(None);
            }
            if r.explaining {
                return r.stop_indentation("expected an indented block");
            }
            Ok(None)
        })
    }

    /// `:` and a block, for a statement that `what` names and whose first token is `keyword`.
    pub(super) fn suite(&mut self, keyword: usize, what: &str) -> Fit {
        if self.explaining {
            let mark = self.mark;
            if self.is(Kind::Newline)? {
                return self.stop("expected ':'");
            }
            self.mark = mark;
        }
        self.suite_after_header(keyword, what)
    }

    /// The same where a missing colon has no message, or the caller's.
    pub(super) fn suite_after_header(&mut self, keyword: usize, what: &str) -> Fit {
        need!(self.take(Kind::Colon));
        let mark = self.mark;
        if self.explaining && self.took(Kind::Newline)? && !self.is(Kind::Indent)? {
            let line = self.line(keyword);
            return self.stop_indentation(format!("expected an indented block after {what} on line {line}"));
        }
        self.mark = mark;
        self.block()
    }

    /// `:` must come now, whatever else there is.
    pub(super) fn forced_suite(&mut self, keyword: usize, what: &str) -> Fit {
        if self.explaining && !self.is(Kind::Colon)? {
            return self.stop_ahead("expected ':'");
        }
        self.suite_after_header(keyword, what)
    }

    fn decorated(&mut self) -> Fit {
        while self.took(Kind::At)? {
            need!(self.named_expression());
            need!(self.take(Kind::Newline));
        }
        match self.kind()? {
            Kind::Class => self.class(),
            Kind::Async => {
                self.mark += 1;
                self.function()
            }
            _ => self.function(),
        }
    }

    fn class(&mut self) -> Fit {
        let first = need!(self.take(Kind::Class));
        need!(self.take(Kind::Name));
        self.attempt(Self::type_parameters)?;
        self.attempt(|r| {
            need!(r.take(Kind::Lpar));
            r.arguments()?;
            r.take(Kind::Rpar)
        })?;
        self.suite(first, "class definition")
    }

    fn function(&mut self) -> Fit {
        let first = need!(self.take(Kind::Def));
        need!(self.take(Kind::Name));
        self.attempt(Self::type_parameters)?;
        if self.explaining && !self.is(Kind::Lpar)? {
            return self.stop_ahead("expected '('");
        }
        need!(self.take(Kind::Lpar));
        need!(self.parameters());
        need!(self.take(Kind::Rpar));
        self.attempt(|r| {
            need!(r.take(Kind::Rarrow));
            r.expression()
        })?;
        self.forced_suite(first, "function definition")
    }

    fn conditional(&mut self, keyword: Kind, word: &str) -> Fit {
        let first = need!(self.take(keyword));
        need!(self.named_expression());
        need!(self.suite(first, &format!("'{word}' statement")));
        // A chain of `elif` may be long: no recursion.
        while let Some(at) = self.take(Kind::Elif)? {
            let mark = self.mark;
            if self.named_expression()?.is_none() || self.suite(at, "'elif' statement")?.is_none() {
                self.mark = mark - 1;
                return Ok(Some(self.node(Class::Other, first, Vec::new())));
            }
        }
        self.else_block()?;
        Ok(Some(self.node(Class::Other, first, Vec::new())))
    }

    pub(super) fn else_block(&mut self) -> Fit {
        self.attempt(|r| {
            let first = need!(r.take(Kind::Else));
            r.forced_suite(first, "'else' statement")
        })
    }

    fn while_loop(&mut self) -> Fit {
        let first = need!(self.take(Kind::While));
        need!(self.named_expression());
        need!(self.suite(first, "'while' statement"));
        self.else_block()?;
        Ok(Some(self.node(Class::Other, first, Vec::new())))
    }

    fn for_loop(&mut self, first: usize) -> Fit {
        let keyword = need!(self.take(Kind::For));
        let mark = self.mark;
        if self.attempt(Self::star_targets)?.is_some() && self.took(Kind::In)? {
            need!(self.star_expressions());
            need!(self.suite(keyword, "'for' statement"));
            self.else_block()?;
            return Ok(Some(self.node(Class::Other, first, Vec::new())));
        }
        if self.explaining {
            self.mark = mark;
            if let Some(target) = self.star_expressions()? {
                self.explain_target(TargetUse::For, &target)?;
            }
        }
        Ok(None)
    }

    fn with(&mut self, first: usize) -> Fit {
        let keyword = need!(self.take(Kind::With));
        let items = self.mark;
        let parenthesized = self.attempt(|r| {
            need!(r.take(Kind::Lpar));
            need!(r.list(Self::with_item));
            r.took(Kind::Comma)?;
            need!(r.take(Kind::Rpar));
            let colon = r.is(Kind::Colon)?;
            Ok(colon.then_some(()))
        })?;
        if parenthesized.is_some() {
            need!(self.suite_after_header(keyword, "'with' statement"));
            return Ok(Some(self.node(Class::Other, first, Vec::new())));
        }
        let plain = self.attempt(|r| {
            need!(r.list(Self::with_item));
            let colon = r.is(Kind::Colon)?;
            Ok(colon.then_some(()))
        })?;
        if plain.is_some() {
            need!(self.suite_after_header(keyword, "'with' statement"));
            return Ok(Some(self.node(Class::Other, first, Vec::new())));
        }
        if self.explaining {
            if self.attempt(|r| r.list(Self::with_item))?.is_some() && self.is(Kind::Newline)? {
                return self.stop("expected ':'");
            }
            self.mark = items;
        }
        Ok(None)
    }

    fn with_item(&mut self) -> Fit {
        let value = need!(self.expression());
        let mark = self.mark;
        if self.took(Kind::As)? {
            let start = self.mark;
            let ends = [Kind::Comma, Kind::Rpar, Kind::Colon];
            if self.attempt(Self::star_target)?.is_some() && self.is_one(&ends)? {
                return Ok(Some(value));
            }
            if self.explaining {
                self.mark = start;
                if let Some(target) = self.expression()?
                    && self.is_one(&ends)?
                {
                    self.explain_target(TargetUse::Assign, &target)?;
                }
                self.mark = start;
                // For the message about a missing colon the line may also end here.
                if self.attempt(Self::star_target)?.is_some() && self.is(Kind::Newline)? {
                    return Ok(Some(value));
                }
            }
        }
        self.mark = mark;
        Ok(Some(value))
    }

    /// A line that starts with a soft keyword.
    pub(super) fn soft_statement(&mut self) -> Fit {
        self.first_of(&[Self::match_statement, Self::type_alias])
    }

    fn match_statement(&mut self) -> Fit {
        let first = need!(self.take_word(MATCH));
        need!(self.match_subject());
        if self.explaining {
            if self.is(Kind::Newline)? {
                return self.stop("expected ':'");
            }
            let mark = self.mark;
            if self.took(Kind::Colon)? && self.took(Kind::Newline)? && !self.is(Kind::Indent)? {
                let line = self.line(first);
                return self.stop_indentation(format!("expected an indented block after 'match' statement on line {line}"));
            }
            self.mark = mark;
        }
        need!(self.take(Kind::Colon));
        need!(self.take(Kind::Newline));
        need!(self.take(Kind::Indent));
        need!(self.attempt(Self::case));
        while self.attempt(Self::case)?.is_some() {}
        need!(self.take(Kind::Dedent));
        Ok(Some(self.node(Class::Other, first, Vec::new())))
    }

    fn match_subject(&mut self) -> Fit {
        let first = self.mark;
        if self.attempt(Self::star_named)?.is_some() && self.took(Kind::Comma)? {
            self.attempt(Self::star_named_list)?;
            return Ok(Some(self.node(Class::Tuple, first, Vec::new())));
        }
        self.mark = first;
        self.named_expression()
    }

    fn case(&mut self) -> Fit {
        let first = need!(self.take_word(CASE));
        need!(self.patterns());
        self.attempt(|r| {
            need!(r.take(Kind::If));
            r.named_expression()
        })?;
        self.suite(first, "'case' statement")
    }
}
