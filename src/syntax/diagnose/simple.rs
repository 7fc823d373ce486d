//! Simple statements.

use super::targets::TargetUse;
use super::{Class, Fit, Kind, N, Reader, Rule, Stop, need};
use crate::syntax::lexer::TYPE;

impl Reader<'_> {
    /// One line of them.
    pub(super) fn simple_line(&mut self) -> Fit {
        let first = self.mark;
        need!(self.simple());
        loop {
            let mark = self.mark;
            if !self.took(Kind::Semi)? {
                break;
            }
            if self.simple()?.is_none() {
                self.mark = mark + 1;
                break;
            }
        }
        need!(self.take(Kind::Newline));
        Ok(Some(self.node(Class::Other, first, Vec::new())))
    }

    fn simple(&mut self) -> Fit {
        self.keep(Rule::SimpleStatement, |r| {
            if let Some(assignment) = r.attempt(Self::assignment)? {
                return Ok(Some(assignment));
            }
            if let Some(alias) = r.attempt(Self::type_alias)? {
                return Ok(Some(alias));
            }
            if let Some(value) = r.attempt(Self::star_expressions)? {
                return Ok(Some(value));
            }
            let first = r.mark;
            let kind = r.kind()?;
            match kind {
                Kind::Yield => return r.yield_expression(),
                Kind::Import => return r.import(),
                Kind::From => return r.import_from(),
                _ => r.mark += 1,
            }
            let done = match kind {
                Kind::Pass | Kind::Break | Kind::Continue => true,
                Kind::Return => {
                    r.attempt(Self::star_expressions)?;
                    true
                }
                Kind::Raise => {
                    if r.attempt(Self::expression)?.is_some() {
                        r.attempt(|r| {
                            need!(r.take(Kind::From));
                            r.expression()
                        })?;
                    }
                    true
                }
                Kind::Assert => {
                    let test = r.expression()?.is_some();
                    r.attempt(|r| {
                        need!(r.take(Kind::Comma));
                        r.expression()
                    })?;
                    test
                }
                Kind::Global | Kind::Nonlocal => r.list(|r| r.take(Kind::Name))?.is_some(),
                Kind::Del => return r.delete(first),
                _ => false,
            };
            Ok(done.then(|| r.node(Class::Other, first, Vec::new())))
        })
    }

    fn delete(&mut self, first: usize) -> Fit {
        let mark = self.mark;
        if self.attempt(Self::delete_targets)?.is_some() && self.is_one(&[Kind::Semi, Kind::Newline])? {
            return Ok(Some(self.node(Class::Other, first, Vec::new())));
        }
        if self.explaining {
            self.mark = mark;
            if let Some(targets) = self.star_expressions()? {
                self.explain_target(TargetUse::Delete, &targets)?;
            }
        }
        Ok(None)
    }

    pub(super) fn type_alias(&mut self) -> Fit {
        let first = need!(self.take_word(TYPE));
        need!(self.take(Kind::Name));
        self.attempt(Self::type_parameters)?;
        need!(self.take(Kind::Equal));
        need!(self.expression());
        Ok(Some(self.node(Class::Other, first, Vec::new())))
    }

    pub(super) fn type_parameters(&mut self) -> Fit {
        let first = need!(self.take(Kind::Lsqb));
        if self.explaining
            && let Some(close) = self.attempt(|r| r.take(Kind::Rsqb))?
        {
            return self.stop_from(close, "Type parameter list cannot be empty");
        }
        need!(self.list(Self::type_parameter));
        self.took(Kind::Comma)?;
        need!(self.take(Kind::Rsqb));
        Ok(Some(self.node(Class::Other, first, Vec::new())))
    }

    fn type_parameter(&mut self) -> Fit {
        let first = self.mark;
        let kind = self.kind()?;
        let what = match kind {
            Kind::Star => Some("TypeVarTuple"),
            Kind::DoubleStar => Some("ParamSpec"),
            _ => None,
        };
        if what.is_some() {
            self.mark += 1;
        }
        need!(self.take(Kind::Name));
        if let Some(what) = what {
            if self.explaining {
                let mark = self.mark;
                if let Some(colon) = self.take(Kind::Colon)?
                    && let Some(bound) = self.expression()?
                {
                    let given = if bound.class == Class::Tuple { "constraints" } else { "bound" };
                    return self.stop_from(colon, format!("cannot use {given} with {what}"));
                }
                self.mark = mark;
            }
        } else if self.took(Kind::Colon)? {
            need!(self.expression());
        }
        self.attempt(|r| {
            need!(r.take(Kind::Equal));
            if kind == Kind::Star { r.star_expression() } else { r.expression() }
        })?;
        Ok(Some(self.node(Class::Other, first, Vec::new())))
    }

    fn dotted_name(&mut self) -> Fit {
        let first = need!(self.take(Kind::Name));
        loop {
            let mark = self.mark;
            if !self.took(Kind::Dot)? || !self.took(Kind::Name)? {
                self.mark = mark;
                return Ok(Some(self.node(Class::Name, first, Vec::new())));
            }
        }
    }

    fn import(&mut self) -> Fit {
        let first = need!(self.take(Kind::Import));
        let mark = self.mark;
        if self.explaining {
            if self.attempt(|r| r.list(Self::dotted_name))?.is_some() && self.took(Kind::From)? && self.dotted_name()?.is_some() {
                return self.stop_from(first, "Did you mean to use 'from ... import ...' instead?");
            }
            self.mark = mark;
            if self.is(Kind::Newline)? {
                return self.stop_from(mark, "Expected one or more names after 'import'");
            }
        }
        need!(self.list(|r| {
            let name = need!(r.dotted_name());
            r.attempt(|r| {
                need!(r.take(Kind::As));
                r.take(Kind::Name)
            })?;
            Ok(Some(name))
        }));
        Ok(Some(self.node(Class::Other, first, Vec::new())))
    }

    fn import_from(&mut self) -> Fit {
        let first = need!(self.take(Kind::From));
        let mut dots = false;
        while self.is_one(&[Kind::Dot, Kind::Ellipsis])? {
            self.mark += 1;
            dots = true;
        }
        if self.attempt(Self::dotted_name)?.is_none() && !dots {
            return Ok(None);
        }
        need!(self.take(Kind::Import));
        let names = self.mark;
        if self.took(Kind::Lpar)? {
            need!(self.list(Self::import_name));
            self.took(Kind::Comma)?;
            need!(self.take(Kind::Rpar));
            return Ok(Some(self.node(Class::Other, first, Vec::new())));
        }
        if self.attempt(|r| r.list(Self::import_name))?.is_some() {
            if !self.is(Kind::Comma)? {
                return Ok(Some(self.node(Class::Other, first, Vec::new())));
            }
            self.mark += 1;
            if self.explaining && self.is(Kind::Newline)? {
                return self.stop("trailing comma not allowed without surrounding parentheses");
            }
            return Ok(None);
        }
        self.mark = names;
        if self.took(Kind::Star)? {
            return Ok(Some(self.node(Class::Other, first, Vec::new())));
        }
        if self.explaining && self.is(Kind::Newline)? {
            return self.stop_from(names, "Expected one or more names after 'import'");
        }
        Ok(None)
    }

    fn import_name(&mut self) -> Fit {
        let name = need!(self.name());
        self.attempt(|r| {
            need!(r.take(Kind::As));
            r.take(Kind::Name)
        })?;
        Ok(Some(name))
    }

    fn assignment(&mut self) -> Fit {
        let first = self.mark;
        let plain = self.attempt(Self::plain_assignment)?;
        if plain.is_some() || !self.explaining {
            return Ok(plain);
        }
        self.mark = first;
        self.explain_assignment()
    }

    fn plain_assignment(&mut self) -> Fit {
        let first = self.mark;
        if self.attempt(Self::annotation)?.is_some() {
            return Ok(Some(self.node(Class::Other, first, Vec::new())));
        }
        if self.target_prefix()? > 0 && self.attempt(Self::right_side)?.is_some() && !self.is(Kind::Equal)? {
            return Ok(Some(self.node(Class::Other, first, Vec::new())));
        }
        self.mark = first;
        need!(self.single_target());
        if !is_augmented(self.kind()?) {
            return Ok(None);
        }
        self.mark += 1;
        need!(self.right_side());
        Ok(Some(self.node(Class::Other, first, Vec::new())))
    }

    /// `target: annotation = value`.
    fn annotation(&mut self) -> Fit {
        let first = self.mark;
        if !(self.took(Kind::Name)? && self.is(Kind::Colon)?) {
            self.mark = first;
            if self.took(Kind::Lpar)? && self.single_target()?.is_some() && self.took(Kind::Rpar)? {
                // A target in parentheses.
            } else {
                self.mark = first;
                need!(self.single_subscript_attribute());
            }
        }
        need!(self.take(Kind::Colon));
        let annotation = need!(self.expression());
        self.attempt(|r| {
            need!(r.take(Kind::Equal));
            r.right_side()
        })?;
        Ok(Some(annotation))
    }

    /// Takes `target =` as often as it stands here.
    fn target_prefix(&mut self) -> Result<usize, Stop> {
        let mut count = 0;
        while self
            .attempt(|r| {
                need!(r.star_targets());
                r.take(Kind::Equal)
            })?
            .is_some()
        {
            count += 1;
        }
        Ok(count)
    }

    fn explain_assignment(&mut self) -> Fit {
        let first = self.mark;
        if let Some(target) = self.display_in_parentheses()?
            && self.took(Kind::Colon)?
            && self.expression()?.is_some()
        {
            let name = target.class.name();
            return self.stop_at(&target, format!("only single target (not {name}) can be annotated"));
        }
        self.mark = first;
        if let Some(item) = self.star_named()?
            && self.took(Kind::Comma)?
        {
            while self.attempt(Self::star_named_list)?.is_some() {}
            if self.took(Kind::Colon)? && self.expression()?.is_some() {
                return self.stop_at(&item, "only single target (not tuple) can be annotated");
            }
        }
        self.mark = first;
        if let Some(target) = self.expression()?
            && self.took(Kind::Colon)?
            && self.expression()?.is_some()
        {
            return self.stop_at(&target, "illegal target for annotation");
        }
        self.mark = first;
        self.target_prefix()?;
        let rest = self.mark;
        if let Some(target) = self.star_expressions()?
            && self.took(Kind::Equal)?
        {
            return self.explain_target(TargetUse::Assign, &target);
        }
        self.mark = rest;
        if let Some(value) = self.attempt(Self::yield_expression)?
            && self.took(Kind::Equal)?
        {
            return self.stop_at(&value, "assignment to yield expression not possible");
        }
        self.mark = first;
        let target = need!(self.star_expressions());
        if !is_augmented(self.kind()?) {
            return Ok(None);
        }
        self.mark += 1;
        need!(self.right_side());
        self.stop_at(&target, format!("'{}' is an illegal expression for augmented assignment", target.class.name()))
    }

    /// A list or tuple, perhaps in more parentheses.
    fn display_in_parentheses(&mut self) -> Fit {
        if let Some(list) = self.attempt(Self::list_display)? {
            return Ok(Some(list));
        }
        if let Some(tuple) = self.attempt(Self::tuple)? {
            return Ok(Some(tuple));
        }
        self.attempt(|r| {
            need!(r.take(Kind::Lpar));
            let inner: N = need!(r.display_in_parentheses());
            need!(r.take(Kind::Rpar));
            Ok(Some(inner))
        })
    }
}

fn is_augmented(kind: Kind) -> bool {
    (Kind::PlusEqual as u8..=Kind::DoubleStarEqual as u8).contains(&(kind as u8))
}
