//! The patterns of `case`.

use super::{Class, Fit, Kind, N, Reader, Rule, need};
use crate::syntax::lexer::UNDERSCORE;

impl Reader<'_> {
    /// What stands after `case`.
    pub(super) fn patterns(&mut self) -> Fit {
        let first = self.mark;
        let items = need!(self.list(Self::sub_pattern));
        self.took(Kind::Comma)?;
        drop(items);
        Ok(Some(self.node(Class::Other, first, Vec::new())))
    }

    fn sub_pattern(&mut self) -> Fit {
        let first = self.mark;
        if self.took(Kind::Star)? {
            need!(self.take(Kind::Name));
            return Ok(Some(self.node(Class::Starred, first, Vec::new())));
        }
        self.pattern()
    }

    fn pattern(&mut self) -> Fit {
        self.keep(Rule::Pattern, |r| {
            let first = r.mark;
            need!(r.or_pattern());
            let mark = r.mark;
            if r.took(Kind::As)? {
                let target = r.mark;
                if r.is(Kind::Name)? && r.tokens[r.mark].symbol != UNDERSCORE {
                    r.mark += 1;
                    if !r.is_one(&[Kind::Dot, Kind::Lpar, Kind::Equal])? {
                        return Ok(Some(r.node(Class::Other, first, Vec::new())));
                    }
                    r.mark = target;
                }
                if r.explaining {
                    r.explain_as()?;
                }
                r.mark = mark;
            }
            Ok(Some(r.node(Class::Other, first, Vec::new())))
        })
    }

    fn explain_as(&mut self) -> Fit {
        if self.is(Kind::Name)? {
            if self.tokens[self.mark].symbol == UNDERSCORE {
                return self.stop_token(self.mark, "cannot use '_' as a target");
            }
            return Ok(None);
        }
        let target = need!(self.expression());
        self.stop_at(&target, "invalid pattern target")
    }

    fn or_pattern(&mut self) -> Fit {
        let first = self.mark;
        need!(self.attempt(Self::closed_pattern));
        loop {
            let mark = self.mark;
            if !self.took(Kind::Vbar)? || self.attempt(Self::closed_pattern)?.is_none() {
                self.mark = mark;
                return Ok(Some(self.node(Class::Other, first, Vec::new())));
            }
        }
    }

    fn closed_pattern(&mut self) -> Fit {
        let first = self.mark;
        match self.kind()? {
            Kind::Number | Kind::Minus => return self.number_pattern(),
            Kind::Str | Kind::FStringStart => return self.atom(),
            Kind::None | Kind::True | Kind::False => self.mark += 1,
            Kind::Name => return self.name_pattern(),
            Kind::Lpar => {
                self.mark += 1;
                need!(self.pattern_items(Kind::Rpar));
            }
            Kind::Lsqb => {
                self.mark += 1;
                need!(self.pattern_items(Kind::Rsqb));
            }
            Kind::Lbrace => {
                self.mark += 1;
                self.attempt(|r| r.list(Self::mapping_item))?;
                self.took(Kind::Comma)?;
                need!(self.take(Kind::Rbrace));
            }
            _ => return Ok(None),
        }
        Ok(Some(self.node(Class::Other, first, Vec::new())))
    }

    fn pattern_items(&mut self, close: Kind) -> Fit<usize> {
        if self.attempt(|r| r.list(Self::sub_pattern))?.is_some() {
            self.took(Kind::Comma)?;
        }
        self.take(close)
    }

    /// A signed number, perhaps with an imaginary part added.
    fn number_pattern(&mut self) -> Fit {
        let first = self.mark;
        self.took(Kind::Minus)?;
        let real = need!(self.take(Kind::Number));
        let mark = self.mark;
        if self.is_one(&[Kind::Plus, Kind::Minus])? {
            self.mark += 1;
            if let Some(imaginary) = self.take(Kind::Number)? {
                if self.is_imaginary(real) {
                    return self.stop_token(real, "real number required in complex literal");
                }
                if !self.is_imaginary(imaginary) {
                    return self.stop_token(imaginary, "imaginary number required in complex literal");
                }
            } else {
                self.mark = mark;
            }
        }
        Ok(Some(self.node(Class::Other, first, Vec::new())))
    }

    fn is_imaginary(&self, number: usize) -> bool {
        self.source.slice(self.tokens[number].span()).ends_with(['j', 'J'])
    }

    /// A capture, a dotted value or a class.
    fn name_pattern(&mut self) -> Fit {
        let first = self.mark;
        self.mark += 1;
        loop {
            let mark = self.mark;
            if !self.took(Kind::Dot)? || !self.took(Kind::Name)? {
                self.mark = mark;
                break;
            }
        }
        if self.is(Kind::Lpar)? {
            let open = self.mark;
            if self.attempt(Self::class_arguments)?.is_none() {
                if self.explaining {
                    self.mark = open + 1;
                    self.explain_class_arguments()?;
                }
                return Ok(None);
            }
        }
        Ok(Some(self.node(Class::Other, first, Vec::new())))
    }

    fn class_arguments(&mut self) -> Fit<usize> {
        need!(self.take(Kind::Lpar));
        let positional = self.attempt(|r| r.list(Self::positional_pattern))?;
        if positional.is_none() || self.took(Kind::Comma)? {
            self.attempt(|r| r.list(Self::keyword_pattern))?;
            self.took(Kind::Comma)?;
        }
        self.take(Kind::Rpar)
    }

    fn positional_pattern(&mut self) -> Fit {
        let pattern = need!(self.pattern());
        Ok(if self.is(Kind::Equal)? { None } else { Some(pattern) })
    }

    fn keyword_pattern(&mut self) -> Fit {
        need!(self.take(Kind::Name));
        need!(self.take(Kind::Equal));
        self.pattern()
    }

    fn explain_class_arguments(&mut self) -> Fit<()> {
        self.attempt(|r| {
            need!(r.list(Self::positional_pattern));
            r.take(Kind::Comma)
        })?;
        need!(self.list(Self::keyword_pattern));
        need!(self.take(Kind::Comma));
        let late: Vec<N> = need!(self.list(Self::positional_pattern));
        let (Some(first), Some(last)) = (late.first(), late.last()) else {
            return Ok(None);
        };
        self.stop_range(first.first, last.last, "positional patterns follow keyword patterns")
    }

    fn mapping_item(&mut self) -> Fit {
        let first = self.mark;
        if self.took(Kind::DoubleStar)? {
            need!(self.take(Kind::Name));
            return Ok(Some(self.node(Class::Other, first, Vec::new())));
        }
        need!(self.closed_pattern());
        need!(self.take(Kind::Colon));
        self.pattern()
    }
}
