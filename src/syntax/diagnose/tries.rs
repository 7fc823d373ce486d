//! `try` and its clauses.

use super::{Class, Fit, Kind, Reader, need};

impl Reader<'_> {
    pub(super) fn try_statement(&mut self) -> Fit {
        let first = need!(self.take(Kind::Try));
        need!(self.forced_suite(first, "'try' statement"));
        if self.explaining && !self.is_one(&[Kind::Except, Kind::Finally])? {
            return self.stop_ahead("expected 'except' or 'finally' block");
        }
        // The first clause decides which kind all must be.
        let mut starred = None;
        while self.is(Kind::Except)? {
            let mark = self.mark;
            let star = self.tokens.get(mark + 1).is_some_and(|token| token.kind == Kind::Star);
            if starred.is_some_and(|before| before != star) {
                self.explain_mixture(star)?;
                self.mark = mark;
                break;
            }
            if self.except(star)?.is_none() {
                self.mark = mark;
                break;
            }
            starred = Some(star);
        }
        if starred.is_some() {
            self.else_block()?;
        }
        let finally = self.attempt(|r| {
            let at = need!(r.take(Kind::Finally));
            r.forced_suite(at, "'finally' statement")
        })?;
        if starred.is_none() && finally.is_none() {
            return Ok(None);
        }
        Ok(Some(self.node(Class::Other, first, Vec::new())))
    }

    fn except(&mut self, star: bool) -> Fit {
        let first = need!(self.take(Kind::Except));
        let what = if star { "'except*' statement" } else { "'except' statement" };
        if star {
            self.mark += 1;
        }
        let mark = self.mark;
        if self.explaining && star && self.is_one(&[Kind::Newline, Kind::Colon])? {
            return self.stop("expected one or more exception types");
        }
        let Some(typ) = self.attempt(Self::expression)? else {
            return if star { Ok(None) } else { self.suite(first, what) };
        };
        if self.explaining {
            if self.took(Kind::Comma)? && self.expressions()?.is_some() {
                self.attempt(Self::as_name)?;
                if self.took(Kind::Colon)? {
                    return self.stop_from(typ.first, "multiple exception types must be parenthesized");
                }
            }
            self.mark = mark;
            self.expression()?;
        }
        self.attempt(Self::as_name)?;
        self.suite(first, what)
    }

    fn as_name(&mut self) -> Fit<usize> {
        need!(self.take(Kind::As));
        self.take(Kind::Name)
    }

    /// A clause of the other kind, if it is complete up to its colon.
    fn explain_mixture(&mut self, star: bool) -> Fit<()> {
        if !self.explaining {
            return Ok(None);
        }
        let first = need!(self.take(Kind::Except));
        let last = if star { need!(self.take(Kind::Star)) } else { first };
        if self.attempt(Self::expression)?.is_some() {
            self.attempt(Self::as_name)?;
        } else if star {
            return Ok(None);
        }
        need!(self.take(Kind::Colon));
        self.stop_range(first, last, "cannot have both 'except' and 'except*' on the same 'try'")
    }
}
