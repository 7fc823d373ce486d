//! Names, literals and what stands in brackets.

use super::{Class, Fit, Kind, N, Reader, Rule, leaf, need};

impl Reader<'_> {
    pub(super) fn atom(&mut self) -> Fit {
        self.keep(Rule::Atom, |r| {
            let class = match r.kind()? {
                Kind::Name => Class::Name,
                Kind::True => Class::True,
                Kind::False => Class::False,
                Kind::None => Class::None,
                Kind::Number => Class::Literal,
                Kind::Ellipsis => Class::Ellipsis,
                Kind::Str | Kind::FStringStart => return r.strings(),
                Kind::Lpar => {
                    return r.first_of(&[Self::tuple, Self::group, Self::generator_or_explain]);
                }
                Kind::Lsqb => return r.first_of(&[Self::list_display, Self::list_comprehension]),
                Kind::Lbrace => {
                    return r.first_of(&[Self::dict, Self::set, Self::dict_comprehension, Self::set_comprehension]);
                }
                _ => return Ok(None),
            };
            r.mark += 1;
            Ok(Some(leaf(class, r.mark - 1)))
        })
    }

    pub(super) fn first_of(&mut self, rules: &[fn(&mut Self) -> Fit]) -> Fit {
        for rule in rules {
            if let Some(node) = self.attempt(rule)? {
                return Ok(Some(node));
            }
        }
        Ok(None)
    }

    fn strings(&mut self) -> Fit {
        self.keep(Rule::Strings, |r| {
            let first = r.mark;
            let mut class = Class::Literal;
            loop {
                match r.kind()? {
                    Kind::Str => r.mark += 1,
                    Kind::FStringStart => {
                        if r.attempt(Self::fstring)?.is_none() {
                            break;
                        }
                        class = Class::FString;
                    }
                    _ => break,
                }
            }
            Ok(if r.mark == first { None } else { Some(r.node(class, first, Vec::new())) })
        })
    }

    pub(super) fn tuple(&mut self) -> Fit {
        let first = need!(self.take(Kind::Lpar));
        let mut parts: Vec<N> = Vec::new();
        let mark = self.mark;
        if let Some(item) = self.attempt(Self::star_named)? {
            if self.took(Kind::Comma)? {
                parts.push(item);
                if let Some(more) = self.attempt(Self::star_named_list)? {
                    parts.extend(more);
                }
            } else {
                self.mark = mark;
            }
        }
        need!(self.take(Kind::Rpar));
        Ok(Some(self.node(Class::Tuple, first, parts)))
    }

    fn group(&mut self) -> Fit {
        let first = need!(self.take(Kind::Lpar));
        let inner = match self.attempt(Self::yield_expression)? {
            Some(value) => Some(value),
            None => self.attempt(Self::named_expression)?,
        };
        if let Some(inner) = inner
            && self.took(Kind::Rpar)?
        {
            return Ok(Some(inner));
        }
        if self.explaining {
            self.mark = first + 1;
            if let Some(star) = self.attempt(Self::starred_argument)?
                && self.is(Kind::Rpar)?
            {
                return self.stop_at(&star, "cannot use starred expression here");
            }
            self.mark = first + 1;
            if let Some(star) = self.take(Kind::DoubleStar)?
                && self.expression()?.is_some()
                && self.is(Kind::Rpar)?
            {
                return self.stop_token(star, "cannot use double starred expression here");
            }
        }
        Ok(None)
    }

    pub(super) fn list_display(&mut self) -> Fit {
        let first = need!(self.take(Kind::Lsqb));
        let parts = self.attempt(Self::star_named_list)?.unwrap_or_default();
        need!(self.take(Kind::Rsqb));
        Ok(Some(self.node(Class::List, first, parts)))
    }

    fn set(&mut self) -> Fit {
        let first = need!(self.take(Kind::Lbrace));
        need!(self.star_named_list());
        need!(self.take(Kind::Rbrace));
        Ok(Some(self.node(Class::Set, first, Vec::new())))
    }

    fn dict(&mut self) -> Fit {
        let first = need!(self.take(Kind::Lbrace));
        let mark = self.mark;
        if self.attempt(|r| r.list(Self::dict_item))?.is_some() {
            self.took(Kind::Comma)?;
        }
        if self.took(Kind::Rbrace)? {
            return Ok(Some(self.node(Class::Dict, first, Vec::new())));
        }
        self.mark = mark;
        self.explain_dict_items()?;
        Ok(None)
    }

    fn dict_item(&mut self) -> Fit {
        let first = self.mark;
        if self.took(Kind::DoubleStar)? {
            need!(self.bitwise_or());
            return Ok(Some(self.node(Class::Other, first, Vec::new())));
        }
        self.pair()
    }

    pub(super) fn pair(&mut self) -> Fit {
        let first = self.mark;
        need!(self.expression());
        need!(self.take(Kind::Colon));
        need!(self.expression());
        Ok(Some(self.node(Class::Other, first, Vec::new())))
    }

    fn explain_dict_items(&mut self) -> Fit {
        let mark = self.mark;
        if self.attempt(|r| r.list(Self::dict_item))?.is_some() && self.took(Kind::Comma)? {
            let item = self.mark;
            if let Some(key) = self.attempt(Self::expression)?
                && !self.is(Kind::Colon)?
            {
                return self.stop_at_end(&key, "':' expected after dictionary key");
            }
            self.mark = item;
            self.explain_pair()?;
        }
        self.mark = mark;
        self.explain_pair()
    }

    fn explain_pair(&mut self) -> Fit {
        need!(self.expression());
        let colon = need!(self.take(Kind::Colon));
        if self.is_one(&[Kind::Rbrace, Kind::Comma])? {
            return self.stop_token(colon, "expression expected after dictionary key and ':'");
        }
        let star = need!(self.take(Kind::Star));
        need!(self.bitwise_or());
        self.stop_from(star, "cannot use a starred expression in a dictionary value")
    }
}
