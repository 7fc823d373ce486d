//! The parameters of functions and lambdas, which follow the same rules with other closing tokens.

use super::{Class, Fit, Kind, N, Reader, Stop, need};

/// What may stand in a parameter list and what ends it.
#[derive(Clone, Copy)]
pub(super) struct Form {
    close: Kind,
    annotated: bool,
    parenthesized: &'static str,
}

const FUNCTION: Form = Form { close: Kind::Rpar, annotated: true, parenthesized: "Function parameters cannot be parenthesized" };
const LAMBDA: Form = Form { close: Kind::Colon, annotated: false, parenthesized: "Lambda expression parameters cannot be parenthesized" };

impl Reader<'_> {
    pub(super) fn parameters(&mut self) -> Fit {
        self.parameter_list(FUNCTION)
    }

    pub(super) fn lambda_parameters(&mut self) -> Fit {
        self.parameter_list(LAMBDA)
    }

    /// Never fails to fit: no parameters are parameters too.
    fn parameter_list(&mut self, form: Form) -> Fit {
        let first = self.mark;
        if self.explaining {
            self.explain_parameters(form)?;
            self.mark = first;
        }
        self.plain_parameters(form)?;
        Ok(Some(self.node(Class::Other, first, Vec::new())))
    }

    /// Reads as far as the list is good; what follows is for the caller to refuse.
    fn plain_parameters(&mut self, form: Form) -> Fit<()> {
        let mut defaults = false;
        let mut slash = false;
        let mut count = 0;
        loop {
            let mark = self.mark;
            if self.is(Kind::Slash)? && count > 0 && !slash {
                self.mark += 1;
                slash = true;
            } else if self.is_one(&[Kind::Star, Kind::DoubleStar])? {
                return self.star_etc(form);
            } else if let Some(with_default) = self.parameter(form)? {
                if defaults && !with_default {
                    self.mark = mark;
                    return Ok(None);
                }
                defaults |= with_default;
                count += 1;
            } else {
                return Ok(None);
            }
            if !self.took(Kind::Comma)? {
                return Ok(None);
            }
        }
    }

    /// A parameter without comma; does it have a default?
    fn parameter(&mut self, form: Form) -> Fit<bool> {
        need!(self.attempt(|r| r.bare_parameter(form)));
        Ok(Some(self.attempt(|r| r.default(form))?.is_some()))
    }

    fn bare_parameter(&mut self, form: Form) -> Fit {
        let name = need!(self.name());
        if form.annotated && self.is(Kind::Colon)? {
            self.attempt(|r| {
                r.mark += 1;
                r.expression()
            })?;
        }
        Ok(Some(self.node(Class::Name, name.first, Vec::new())))
    }

    fn default(&mut self, form: Form) -> Fit {
        let equal = need!(self.take(Kind::Equal));
        if let Some(value) = self.attempt(Self::expression)? {
            return Ok(Some(value));
        }
        if self.explaining && self.is_one(&[form.close, Kind::Comma])? {
            return self.stop_token(equal, "expected default value expression");
        }
        Ok(None)
    }

    fn star_etc(&mut self, form: Form) -> Fit<()> {
        if self.is(Kind::Star)? {
            if self.explaining {
                let mark = self.mark;
                self.explain_star(form)?;
                self.mark = mark;
            }
            let star = self.mark;
            self.mark += 1;
            let bare = self.took(Kind::Comma)?;
            // A bare star needs a parameter after it.
            if bare && !self.is(Kind::Name)? || !bare && self.attempt(|r| r.star_parameter(form))?.is_none() {
                self.mark = star;
                return Ok(None);
            }
            if !bare && !self.took(Kind::Comma)? {
                return Ok(Some(()));
            }
            while self.attempt(|r| r.parameter(form))?.is_some() {
                if !self.took(Kind::Comma)? {
                    return Ok(Some(()));
                }
            }
        }
        if self.is(Kind::DoubleStar)? {
            if self.explaining {
                let mark = self.mark;
                self.explain_double_star(form)?;
                self.mark = mark;
            }
            self.mark += 1;
            need!(self.bare_parameter(form));
            self.took(Kind::Comma)?;
        }
        Ok(Some(()))
    }

    /// The name after `*`, whose annotation may be starred.
    fn star_parameter(&mut self, form: Form) -> Fit {
        let name = need!(self.name());
        if form.annotated && self.took(Kind::Colon)? {
            match self.attempt(Self::star_operand)? {
                Some(_) => {}
                None => drop(need!(self.expression())),
            }
        }
        Ok(Some(name))
    }

    /// The parameters without default at the start, each with its comma or before the closing token.
    fn leading(&mut self, form: Form, with_default: bool) -> Result<Vec<N>, Stop> {
        let mut items = Vec::new();
        loop {
            let item = self.attempt(|r| {
                let parameter = need!(r.bare_parameter(form));
                if r.attempt(|r| r.default(form))?.is_some() && !with_default {
                    return Ok(None);
                }
                Ok(if r.took(Kind::Comma)? || r.is(form.close)? { Some(parameter) } else { None })
            })?;
            match item {
                Some(item) => items.push(item),
                None => return Ok(items),
            }
        }
    }

    /// Parameters and a slash after them, with its comma or before the closing token.
    fn slash_group(&mut self, form: Form) -> Fit<usize> {
        self.attempt(|r| {
            if r.leading(form, true)?.is_empty() {
                return Ok(None);
            }
            let slash = need!(r.take(Kind::Slash));
            Ok(if r.took(Kind::Comma)? || r.is(form.close)? { Some(slash) } else { None })
        })
    }

    fn explain_parameters(&mut self, form: Form) -> Fit<()> {
        let first = self.mark;
        if let Some(slash) = self.take(Kind::Slash)?
            && self.is(Kind::Comma)?
        {
            return self.stop_token(slash, "at least one argument must precede /");
        }
        self.mark = first;
        if self.slash_group(form)?.is_some() {
            self.leading(form, true)?;
            if let Some(slash) = self.take(Kind::Slash)? {
                return self.stop_token(slash, "/ may appear only once");
            }
        }
        self.mark = first;
        self.explain_order(form)?;
        self.mark = first;
        self.leading(form, false)?;
        if let Some(open) = self.take(Kind::Lpar)?
            && let Some(close) = self.parenthesized_parameters(form)?
        {
            return self.stop_range(open, close, form.parenthesized);
        }
        self.mark = first;
        self.slash_group(form)?;
        self.leading(form, true)?;
        let star = self.mark;
        if self.took(Kind::Star)? && (self.took(Kind::Comma)? || self.attempt(|r| r.no_default(form))?.is_some()) {
            self.leading(form, true)?;
            if let Some(slash) = self.take(Kind::Slash)? {
                return self.stop_token(slash, "/ must be ahead of *");
            }
        }
        self.mark = star;
        if star > first
            && self.took(Kind::Slash)?
            && let Some(star) = self.take(Kind::Star)?
        {
            return self.stop_token(star, "expected comma between / and *");
        }
        Ok(None)
    }

    fn no_default(&mut self, form: Form) -> Fit {
        let parameter = need!(self.bare_parameter(form));
        Ok(if self.took(Kind::Comma)? || self.is(form.close)? { Some(parameter) } else { None })
    }

    /// A parameter without default after one with a default.
    fn explain_order(&mut self, form: Form) -> Fit<()> {
        let mut seen = false;
        let mut slash = false;
        loop {
            let mark = self.mark;
            if !slash && mark > 1 && self.is(Kind::Slash)? {
                self.mark += 1;
                slash = true;
                if !self.took(Kind::Comma)? {
                    return Ok(None);
                }
                continue;
            }
            let parameter = need!(self.attempt(|r| r.bare_parameter(form)));
            let with_default = self.attempt(|r| r.default(form))?.is_some();
            let ends = self.is(form.close)?;
            if !self.is(Kind::Comma)? && !ends {
                return Ok(None);
            }
            if seen && !with_default {
                self.took(Kind::Comma)?;
                return self.stop_at(&parameter, "parameter without a default follows parameter with a default");
            }
            seen |= with_default;
            if ends {
                return Ok(None);
            }
            self.mark += 1;
        }
    }

    /// Names up to a closing parenthesis; its index.
    fn parenthesized_parameters(&mut self, form: Form) -> Fit<usize> {
        loop {
            need!(self.attempt(|r| r.bare_parameter(Form { annotated: form.annotated, ..form })));
            let comma = self.took(Kind::Comma)?;
            if let Some(close) = self.take(Kind::Rpar)? {
                return Ok(Some(close));
            }
            if !comma {
                return Ok(None);
            }
        }
    }

    fn explain_star(&mut self, form: Form) -> Fit<()> {
        let star = self.mark;
        self.mark += 1;
        let after = self.mark;
        let comma = self.took(Kind::Comma)?;
        if self.is(form.close)? || (comma && self.is(Kind::DoubleStar)?) {
            let message = "named arguments must follow bare *";
            // Lambdas point to the end, functions to the star.
            return if form.annotated { self.stop_token(star, message) } else { self.stop(message) };
        }
        self.mark = after;
        if self.attempt(|r| r.star_parameter(form))?.is_some()
            && let Some(equal) = self.take(Kind::Equal)?
        {
            return self.stop_token(equal, "var-positional argument cannot have default value");
        }
        self.mark = after;
        if self.took(Kind::Comma)? || self.attempt(|r| r.no_default(form))?.is_some() {
            self.leading(form, true)?;
            if let Some(second) = self.take(Kind::Star)?
                && (self.took(Kind::Comma)? || self.attempt(|r| r.no_default(form))?.is_some())
            {
                return self.stop_token(second, "* argument may appear only once");
            }
        }
        Ok(None)
    }

    fn explain_double_star(&mut self, form: Form) -> Fit<()> {
        self.mark += 1;
        need!(self.bare_parameter(form));
        if let Some(equal) = self.take(Kind::Equal)? {
            return self.stop_token(equal, "var-keyword argument cannot have default value");
        }
        need!(self.take(Kind::Comma));
        let message = "arguments cannot follow var-keyword argument";
        if let Some(parameter) = self.attempt(|r| r.bare_parameter(form))? {
            return self.stop_at(&parameter, message);
        }
        if self.is_one(&[Kind::Star, Kind::DoubleStar, Kind::Slash])? {
            return self.stop_token(self.mark, message);
        }
        Ok(None)
    }
}
