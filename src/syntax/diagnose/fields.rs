//! f-strings and their replacement fields.

use super::{Class, Fit, Kind, Reader, need};

impl Reader<'_> {
    pub(super) fn fstring(&mut self) -> Fit {
        let first = need!(self.take(Kind::FStringStart));
        need!(self.fstring_parts());
        need!(self.take(Kind::FStringEnd));
        Ok(Some(self.node(Class::FString, first, Vec::new())))
    }

    fn fstring_parts(&mut self) -> Fit<()> {
        loop {
            match self.kind()? {
                Kind::FStringMiddle => self.mark += 1,
                Kind::Lbrace => {
                    if self.attempt(Self::field)?.is_none() {
                        return Ok(Some(()));
                    }
                }
                _ => return Ok(Some(())),
            }
        }
    }

    fn field(&mut self) -> Fit {
        let first = self.mark;
        if let Some(field) = self.attempt(Self::plain_field)? {
            return Ok(Some(field));
        }
        if self.explaining {
            self.mark = first;
            self.explain_field()?;
        }
        Ok(None)
    }

    fn plain_field(&mut self) -> Fit {
        let first = need!(self.take(Kind::Lbrace));
        need!(self.right_side());
        self.took(Kind::Equal)?;
        self.attempt(Self::conversion)?;
        if self.took(Kind::Colon)? {
            need!(self.fstring_parts());
        }
        need!(self.take(Kind::Rbrace));
        Ok(Some(self.node(Class::Other, first, Vec::new())))
    }

    fn conversion(&mut self) -> Fit<usize> {
        need!(self.take(Kind::Exclamation));
        self.take(Kind::Name)
    }

    fn explain_field(&mut self) -> Fit<()> {
        self.mark += 1;
        let missing = match self.kind()? {
            Kind::Equal => Some('='),
            Kind::Exclamation => Some('!'),
            Kind::Colon => Some(':'),
            Kind::Rbrace => Some('}'),
            _ => None,
        };
        if let Some(before) = missing {
            return self.stop_token(self.mark, format!("f-string: valid expression required before '{before}'"));
        }
        if self.attempt(Self::right_side)?.is_none() {
            return self.stop_ahead("f-string: expecting a valid expression after '{'");
        }
        if !self.is_one(&[Kind::Equal, Kind::Exclamation, Kind::Colon, Kind::Rbrace])? {
            return self.stop_ahead("f-string: expecting '=', or '!', or ':', or '}'");
        }
        if self.took(Kind::Equal)? && !self.is_one(&[Kind::Exclamation, Kind::Colon, Kind::Rbrace])? {
            return self.stop_ahead("f-string: expecting '!', or ':', or '}'");
        }
        if self.took(Kind::Exclamation)? {
            if self.is_one(&[Kind::Colon, Kind::Rbrace])? {
                return self.stop_ahead("f-string: missing conversion character");
            }
            if !self.took(Kind::Name)? {
                return self.stop_ahead("f-string: invalid conversion character");
            }
            if !self.is_one(&[Kind::Colon, Kind::Rbrace])? {
                return self.stop_ahead("f-string: expecting ':' or '}'");
            }
        }
        if self.took(Kind::Colon)? {
            self.fstring_parts()?;
            if !self.is(Kind::Rbrace)? {
                return self.stop_ahead("f-string: expecting '}', or format specs");
            }
        }
        if !self.is(Kind::Rbrace)? {
            return self.stop_ahead("f-string: expecting '}'");
        }
        Ok(None)
    }

    /// `f"{lambda x: 1}"`: the colon starts a format, so that the lambda has no body.
    pub(super) fn explain_format_lambda(&mut self) -> Fit {
        let first = need!(self.take(Kind::Lambda));
        self.lambda_parameters()?;
        let colon = need!(self.take(Kind::Colon));
        if self.is(Kind::FStringMiddle)? {
            return self.stop_range(first, colon, "f-string: lambda expressions are not allowed without parentheses");
        }
        Ok(None)
    }
}
