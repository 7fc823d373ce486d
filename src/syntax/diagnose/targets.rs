//! What can be assigned to, and which part of an expression cannot.

use super::{Class, Fit, Kind, N, Node, Reader, Rule, need};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum TargetUse {
    Assign,
    Delete,
    For,
}

/// The first part that is no target.
fn misfit(purpose: TargetUse, node: &Node) -> Option<&Node> {
    match node.class {
        Class::Name | Class::Attribute | Class::Subscript => None,
        Class::List | Class::Tuple => node.parts.iter().find_map(|part| misfit(purpose, part)),
        Class::Starred if purpose != TargetUse::Delete => node.parts.first().and_then(|part| misfit(purpose, part)),
        Class::Membership if purpose == TargetUse::For => node.parts.first().and_then(|part| misfit(purpose, part)),
        Class::Comparison if purpose == TargetUse::For => None,
        _ => Some(node),
    }
}

impl Reader<'_> {
    pub(super) fn explain_target(&mut self, purpose: TargetUse, node: &Node) -> Fit {
        let Some(misfit) = misfit(purpose, node) else {
            return Ok(None);
        };
        let verb = if purpose == TargetUse::Delete { "delete" } else { "assign to" };
        self.stop_at(misfit, format!("cannot {verb} {}", misfit.class.name()))
    }

    pub(super) fn star_targets(&mut self) -> Fit {
        self.keep(Rule::StarTargets, |r| {
            let first = r.mark;
            let mut items = need!(r.list(Self::star_target));
            let comma = r.took(Kind::Comma)?;
            if items.len() == 1 && !comma {
                return Ok(items.pop());
            }
            Ok(Some(r.node(Class::Tuple, first, items)))
        })
    }

    pub(super) fn star_target(&mut self) -> Fit {
        self.keep(Rule::StarTarget, |r| {
            let first = r.mark;
            if r.took(Kind::Star)? {
                if r.is(Kind::Star)? {
                    return Ok(None);
                }
                let target = need!(r.star_target());
                return Ok(Some(r.node(Class::Starred, first, vec![target])));
            }
            r.target_with_star_atom()
        })
    }

    fn target_with_star_atom(&mut self) -> Fit {
        if let Some(target) = self.attempt(Self::single_subscript_attribute)? {
            return Ok(Some(target));
        }
        self.star_atom()
    }

    /// An attribute or item that nothing follows that would go on with it.
    pub(super) fn single_subscript_attribute(&mut self) -> Fit {
        let value = need!(self.target_primary());
        let first = value.first;
        let target = need!(self.attempt(|r| match r.kind()? {
            Kind::Dot | Kind::Lsqb => r.trailer(first, &value),
            _ => Ok(None),
        }));
        Ok(if self.goes_on()? { None } else { Some(target) })
    }

    fn goes_on(&mut self) -> Result<bool, super::Stop> {
        self.is_one(&[Kind::Lpar, Kind::Lsqb, Kind::Dot])
    }

    /// The longest primary after which another trailer follows.
    fn target_primary(&mut self) -> Fit {
        self.keep(Rule::TargetPrimary, |r| {
            let first = r.mark;
            let mut value = need!(r.atom());
            if !r.goes_on()? {
                return Ok(None);
            }
            loop {
                let mark = r.mark;
                match r.attempt(|r| r.trailer(first, &value))? {
                    Some(longer) if r.goes_on()? => value = longer,
                    _ => {
                        r.mark = mark;
                        return Ok(Some(value));
                    }
                }
            }
        })
    }

    fn star_atom(&mut self) -> Fit {
        let first = self.mark;
        match self.kind()? {
            Kind::Name => self.name(),
            Kind::Lpar => {
                self.mark += 1;
                let mark = self.mark;
                if let Some(target) = self.attempt(Self::target_with_star_atom)?
                    && self.took(Kind::Rpar)?
                {
                    return Ok(Some(target));
                }
                self.mark = mark;
                self.target_display(first, Kind::Rpar, Class::Tuple)
            }
            Kind::Lsqb => {
                self.mark += 1;
                self.target_display(first, Kind::Rsqb, Class::List)
            }
            _ => Ok(None),
        }
    }

    fn target_display(&mut self, first: usize, close: Kind, class: Class) -> Fit {
        let mark = self.mark;
        let mut parts: Vec<N> = Vec::new();
        if let Some(items) = self.attempt(|r| r.list(Self::star_target))? {
            let comma = self.took(Kind::Comma)?;
            if items.len() == 1 && !comma && class == Class::Tuple {
                self.mark = mark;
            } else {
                parts = items;
            }
        }
        need!(self.take(close));
        Ok(Some(self.node(class, first, parts)))
    }

    /// A name, attribute or item, perhaps in parentheses.
    pub(super) fn single_target(&mut self) -> Fit {
        if let Some(target) = self.attempt(Self::single_subscript_attribute)? {
            return Ok(Some(target));
        }
        if self.is(Kind::Name)? {
            return self.name();
        }
        need!(self.take(Kind::Lpar));
        let target = need!(self.single_target());
        need!(self.take(Kind::Rpar));
        Ok(Some(target))
    }

    pub(super) fn delete_targets(&mut self) -> Fit {
        let first = self.mark;
        need!(self.list(Self::delete_target));
        self.took(Kind::Comma)?;
        Ok(Some(self.node(Class::Tuple, first, Vec::new())))
    }

    fn delete_target(&mut self) -> Fit {
        if let Some(target) = self.attempt(Self::single_subscript_attribute)? {
            return Ok(Some(target));
        }
        let first = self.mark;
        let close = match self.kind()? {
            Kind::Name => return self.name(),
            Kind::Lpar => Kind::Rpar,
            Kind::Lsqb => Kind::Rsqb,
            _ => return Ok(None),
        };
        self.mark += 1;
        if self.attempt(|r| r.list(Self::delete_target))?.is_some() {
            self.took(Kind::Comma)?;
        }
        need!(self.take(close));
        Ok(Some(self.node(Class::Tuple, first, Vec::new())))
    }
}
