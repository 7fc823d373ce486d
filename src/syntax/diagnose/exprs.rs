//! Expressions from the weakest operator to the strongest, and the mistakes that look like missing commas or `==`.

use super::{Class, Fit, Kind, N, Node, Reader, Rule, Stop, need};

impl Reader<'_> {
    /// One or more with commas: `star_expressions` of the reference.
    pub(super) fn star_expressions(&mut self) -> Fit {
        let first = self.mark;
        let items = need!(self.list(Self::star_expression));
        self.tuple_or_one(first, items)
    }

    /// The same without stars: `expressions`.
    pub(super) fn expressions(&mut self) -> Fit {
        let first = self.mark;
        let items = need!(self.list(Self::expression));
        self.tuple_or_one(first, items)
    }

    fn tuple_or_one(&mut self, first: usize, mut items: Vec<N>) -> Fit {
        let comma = self.took(Kind::Comma)?;
        if items.len() == 1 && !comma {
            return Ok(items.pop());
        }
        Ok(Some(self.node(Class::Tuple, first, items)))
    }

    pub(super) fn star_expression(&mut self) -> Fit {
        self.keep(Rule::StarExpression, |r| {
            if let Some(star) = r.attempt(Self::star_operand)? {
                return Ok(Some(star));
            }
            r.expression()
        })
    }

    /// `*` before an operand without comparisons.
    pub(super) fn star_operand(&mut self) -> Fit {
        let first = need!(self.take(Kind::Star));
        let value = need!(self.bitwise_or());
        Ok(Some(self.node(Class::Starred, first, vec![value])))
    }

    pub(super) fn star_named(&mut self) -> Fit {
        self.keep(Rule::StarNamed, |r| {
            if let Some(star) = r.attempt(Self::star_operand)? {
                return Ok(Some(star));
            }
            r.named_expression()
        })
    }

    /// With a trailing comma taken.
    pub(super) fn star_named_list(&mut self) -> Fit<Vec<N>> {
        let items = need!(self.list(Self::star_named));
        self.took(Kind::Comma)?;
        Ok(Some(items))
    }

    pub(super) fn assignment_expression(&mut self) -> Fit {
        let first = self.mark;
        need!(self.take(Kind::Name));
        need!(self.take(Kind::ColonEqual));
        let value = need!(self.expression());
        Ok(Some(self.node(Class::Named, first, vec![value])))
    }

    pub(super) fn named_expression(&mut self) -> Fit {
        self.keep(Rule::NamedExpression, |r| {
            if let Some(named) = r.attempt(Self::assignment_expression)? {
                return Ok(Some(named));
            }
            // After a name and `:=` nothing else is tried.
            if r.is(Kind::Name)? && r.tokens.get(r.mark + 1).is_some_and(|token| token.kind == Kind::ColonEqual) {
                return Ok(None);
            }
            if r.explaining {
                let mark = r.mark;
                r.explain_named()?;
                r.mark = mark;
            }
            let value = need!(r.expression());
            Ok(if r.is(Kind::ColonEqual)? { None } else { Some(value) })
        })
    }

    fn explain_named(&mut self) -> Fit {
        let mark = self.mark;
        if let Some(target) = self.expression()?
            && self.took(Kind::ColonEqual)?
            && self.expression()?.is_some()
        {
            return self.stop_at(&target, format!("cannot use assignment expressions with {}", target.class.name()));
        }
        self.mark = mark;
        if let Some(name) = self.take(Kind::Name)?
            && self.took(Kind::Equal)?
            && let Some(value) = self.bitwise_or()?
            && !self.is_one(&[Kind::Equal, Kind::ColonEqual])?
        {
            return self.stop_range(name, value.last, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
        }
        self.mark = mark;
        let excluded = self.is_one(&[Kind::True, Kind::None, Kind::False])?
            || self.fits(Self::list_display)?
            || self.fits(Self::tuple)?
            || self.fits(Self::generator)?;
        if excluded {
            return Ok(None);
        }
        if let Some(target) = self.bitwise_or()?
            && self.took(Kind::Equal)?
            && self.bitwise_or()?.is_some()
            && !self.is_one(&[Kind::Equal, Kind::ColonEqual])?
        {
            let name = target.class.name();
            return self.stop_at(&target, format!("cannot assign to {name} here. Maybe you meant '==' instead of '='?"));
        }
        Ok(None)
    }

    /// An expression that no `:=` follows.
    pub(super) fn expression_not_named(&mut self) -> Fit {
        let value = need!(self.expression());
        Ok(if self.is(Kind::ColonEqual)? { None } else { Some(value) })
    }

    pub(super) fn assignment_or_expression(&mut self) -> Fit {
        if let Some(named) = self.attempt(Self::assignment_expression)? {
            return Ok(Some(named));
        }
        if self.is(Kind::Name)? && self.tokens.get(self.mark + 1).is_some_and(|token| token.kind == Kind::ColonEqual) {
            return Ok(None);
        }
        self.expression_not_named()
    }

    pub(super) fn expression(&mut self) -> Fit {
        self.keep(Rule::Expression, |r| {
            if r.explaining {
                let mark = r.mark;
                r.explain_expression()?;
                r.mark = mark;
                r.explain_legacy()?;
                r.mark = mark;
            }
            r.plain_expression()
        })
    }

    fn plain_expression(&mut self) -> Fit {
        self.keep(Rule::PlainExpression, |r| {
            let first = r.mark;
            if let Some(body) = r.disjunction()? {
                let mark = r.mark;
                if r.took(Kind::If)? && r.disjunction()?.is_some() && r.took(Kind::Else)? && r.expression()?.is_some() {
                    return Ok(Some(r.node(Class::Conditional, first, vec![body])));
                }
                r.mark = mark;
                return Ok(Some(body));
            }
            r.lambda()
        })
    }

    fn quiet_expression(&mut self) -> Fit {
        let explaining = std::mem::replace(&mut self.explaining, false);
        let fit = self.plain_expression();
        self.explaining = explaining;
        fit
    }

    /// Two expressions in a row, `if` without `else`, and lambdas cut by a format.
    fn explain_expression(&mut self) -> Fit {
        let mark = self.mark;
        if !self.starts_with_soft_word()?
            && let Some(left) = self.disjunction()?
            && let Some(right) = self.quiet_expression()?
        {
            if self.is_legacy(&left) || self.levels[self.mark - 1] == 0 {
                return Ok(None);
            }
            return self.stop_range(left.first, right.last, "invalid syntax. Perhaps you forgot a comma?");
        }
        self.mark = mark;
        if let Some(body) = self.disjunction()?
            && self.took(Kind::If)?
            && let Some(test) = self.disjunction()?
            && !self.is_one(&[Kind::Else, Kind::Colon])?
        {
            return self.stop_range(body.first, test.last, "expected 'else' after 'if' expression");
        }
        self.mark = mark;
        self.explain_format_lambda()
    }

    fn starts_with_soft_word(&mut self) -> Result<bool, Stop> {
        if !self.is(Kind::Name)? {
            return Ok(false);
        }
        // CPython compares only as many letters as the name has.
        let name = self.symbols.text(self.tokens[self.mark].symbol);
        if ["_", "case", "match", "type"].iter().any(|word| word.starts_with(name)) {
            return Ok(true);
        }
        self.fits(|r| {
            need!(r.take(Kind::Name));
            r.take(Kind::Str)
        })
    }

    fn is_legacy(&self, node: &Node) -> bool {
        node.class == Class::Name && node.first == node.last && matches!(self.text_of(node), "print" | "exec")
    }

    /// `print x` of Python 2.
    fn explain_legacy(&mut self) -> Fit {
        let name = need!(self.name());
        if self.is(Kind::Lpar)? {
            return Ok(None);
        }
        // Reading on may itself find what is wrong.
        let argument = need!(self.star_expressions());
        if !self.is_legacy(&name) {
            return Ok(None);
        }
        let word = self.text_of(&name);
        let message = format!("Missing parentheses in call to '{word}'. Did you mean {word}(...)?");
        self.stop_range(name.first, argument.last, message)
    }

    pub(super) fn disjunction(&mut self) -> Fit {
        self.keep(Rule::Disjunction, |r| r.operators(Kind::Or, Self::conjunction))
    }

    fn conjunction(&mut self) -> Fit {
        self.keep(Rule::Conjunction, |r| r.operators(Kind::And, Self::inversion))
    }

    fn operators(&mut self, operator: Kind, operand: fn(&mut Self) -> Fit) -> Fit {
        let first = self.mark;
        let left = need!(operand(self));
        let mut parts = Vec::new();
        loop {
            let mark = self.mark;
            if self.took(operator)?
                && let Some(right) = operand(self)?
            {
                parts.push(right);
                continue;
            }
            self.mark = mark;
            break;
        }
        Ok(Some(if parts.is_empty() { left } else { self.node(Class::Expression, first, Vec::new()) }))
    }

    fn inversion(&mut self) -> Fit {
        self.keep(Rule::Inversion, |r| {
            let first = r.mark;
            if r.took(Kind::Not)? {
                if r.inversion()?.is_some() {
                    return Ok(Some(r.node(Class::Expression, first, Vec::new())));
                }
                r.mark = first;
            }
            r.comparison()
        })
    }

    fn comparison(&mut self) -> Fit {
        self.keep(Rule::Comparison, |r| {
            let first = r.mark;
            let left = need!(r.bitwise_or());
            let mut class = None;
            loop {
                let mark = r.mark;
                if let Some(operator) = r.comparison_operator()?
                    && r.bitwise_or()?.is_some()
                {
                    class = class.or(Some(operator));
                    continue;
                }
                r.mark = mark;
                break;
            }
            Ok(Some(match class {
                Some(class) => r.node(class, first, vec![left]),
                None => left,
            }))
        })
    }

    fn comparison_operator(&mut self) -> Fit<Class> {
        use Kind::{EqEqual, Greater, GreaterEqual, In, Is, Less, LessEqual, Not, NotEqual};
        let kind = self.kind()?;
        self.mark += 1;
        Ok(match kind {
            EqEqual | NotEqual | Less | LessEqual | Greater | GreaterEqual => Some(Class::Comparison),
            In => Some(Class::Membership),
            Not => self.took(In)?.then_some(Class::Comparison),
            Is => {
                self.took(Not)?;
                Some(Class::Comparison)
            }
            _ => None,
        })
    }

    /// The operators from `|` to `*` differ only in strength, which no message depends on.
    pub(super) fn bitwise_or(&mut self) -> Fit {
        self.keep(Rule::BitwiseOr, |r| {
            let first = r.mark;
            let left = need!(r.factor());
            let mut binary = false;
            loop {
                let mark = r.mark;
                if is_binary(r.kind()?) {
                    r.mark += 1;
                    if r.factor()?.is_some() {
                        binary = true;
                        continue;
                    }
                }
                r.mark = mark;
                break;
            }
            Ok(Some(if binary { r.node(Class::Expression, first, Vec::new()) } else { left }))
        })
    }

    fn factor(&mut self) -> Fit {
        let first = self.mark;
        while self.is_one(&[Kind::Plus, Kind::Minus, Kind::Tilde])? {
            self.mark += 1;
        }
        let signed = self.mark > first;
        let Some(power) = self.power()? else {
            self.mark = first;
            return Ok(None);
        };
        Ok(Some(if signed { self.node(Class::Expression, first, Vec::new()) } else { power }))
    }

    fn power(&mut self) -> Fit {
        let first = self.mark;
        let base = need!(self.attempt(Self::await_primary));
        let mark = self.mark;
        if self.took(Kind::DoubleStar)? && self.nested_factor()?.is_some() {
            return Ok(Some(self.node(Class::Expression, first, Vec::new())));
        }
        self.mark = mark;
        Ok(Some(base))
    }

    /// `a ** b ** c` nests to the right.
    fn nested_factor(&mut self) -> Fit {
        if self.nesting >= super::MAX_NESTING {
            return Err(Stop::TooDeep);
        }
        self.nesting += 1;
        let fit = stacker::maybe_grow(super::RED_ZONE, super::SEGMENT, || self.factor());
        self.nesting -= 1;
        fit
    }

    fn await_primary(&mut self) -> Fit {
        let first = self.mark;
        if self.took(Kind::Await)? {
            need!(self.primary());
            return Ok(Some(self.node(Class::Await, first, Vec::new())));
        }
        self.primary()
    }

    pub(super) fn primary(&mut self) -> Fit {
        self.keep(Rule::Primary, |r| {
            let first = r.mark;
            let mut value = need!(r.atom());
            while let Some(longer) = r.attempt(|r| r.trailer(first, &value))? {
                value = longer;
            }
            Ok(Some(value))
        })
    }

    /// An attribute, call or subscript after `value`.
    pub(super) fn trailer(&mut self, first: usize, value: &N) -> Fit {
        match self.kind()? {
            Kind::Dot => {
                self.mark += 1;
                need!(self.take(Kind::Name));
                Ok(Some(self.node(Class::Attribute, first, vec![value.clone()])))
            }
            Kind::Lpar => {
                if self.attempt(Self::generator_or_explain)?.is_some() {
                    return Ok(Some(self.node(Class::Call, first, Vec::new())));
                }
                self.mark += 1;
                self.arguments()?;
                need!(self.take(Kind::Rpar));
                Ok(Some(self.node(Class::Call, first, Vec::new())))
            }
            Kind::Lsqb => {
                // A generator expression is looked for first, whatever the bracket.
                self.explain_comprehension_ahead()?;
                self.mark += 1;
                need!(self.slices());
                need!(self.take(Kind::Rsqb));
                Ok(Some(self.node(Class::Subscript, first, Vec::new())))
            }
            Kind::Lbrace => self.explain_comprehension_ahead(),
            _ => Ok(None),
        }
    }

    pub(super) fn slices(&mut self) -> Fit {
        self.keep(Rule::Slices, |r| {
            let first = r.mark;
            if let Some(slice) = r.attempt(Self::slice)?
                && !r.is(Kind::Comma)?
            {
                return Ok(Some(slice));
            }
            r.mark = first;
            need!(r.list(|r| {
                if let Some(slice) = r.attempt(Self::slice)? {
                    return Ok(Some(slice));
                }
                r.starred_argument()
            }));
            r.took(Kind::Comma)?;
            Ok(Some(r.node(Class::Tuple, first, Vec::new())))
        })
    }

    fn slice(&mut self) -> Fit {
        let first = self.mark;
        self.attempt(Self::expression)?;
        if self.took(Kind::Colon)? {
            self.attempt(Self::expression)?;
            if self.took(Kind::Colon)? {
                self.attempt(Self::expression)?;
            }
            return Ok(Some(self.node(Class::Other, first, Vec::new())));
        }
        self.mark = first;
        self.named_expression()
    }

    fn lambda(&mut self) -> Fit {
        let first = need!(self.take(Kind::Lambda));
        self.lambda_parameters()?;
        need!(self.take(Kind::Colon));
        need!(self.expression());
        Ok(Some(self.node(Class::Lambda, first, Vec::new())))
    }

    pub(super) fn yield_expression(&mut self) -> Fit {
        let first = need!(self.take(Kind::Yield));
        let mark = self.mark;
        if self.took(Kind::From)? {
            if self.expression()?.is_some() {
                return Ok(Some(self.node(Class::Yield, first, Vec::new())));
            }
            self.mark = mark;
        }
        self.attempt(Self::star_expressions)?;
        Ok(Some(self.node(Class::Yield, first, Vec::new())))
    }

    /// The right side of an assignment.
    pub(super) fn right_side(&mut self) -> Fit {
        if let Some(value) = self.attempt(Self::yield_expression)? {
            return Ok(Some(value));
        }
        self.star_expressions()
    }
}

fn is_binary(kind: Kind) -> bool {
    use Kind::{Amper, At, Circumflex, DoubleSlash, LeftShift, Minus, Percent, Plus, RightShift, Slash, Star, Vbar};
    matches!(kind, Vbar | Circumflex | Amper | LeftShift | RightShift | Plus | Minus | Star | Slash | DoubleSlash | Percent | At)
}
