//! Lowering of assignment targets.

use super::*;
use crate::tree::nodes::Target;

impl Lowerer {
    /// Where a name is stored.
    pub(super) fn store_name(&mut self, name: Name) -> Target {
        match self.var(name) {
            Var::Local(slot) => Target::Local(slot),
            Var::Cell(slot) => Target::Cell(slot),
            Var::Free(index) => Target::Free(index),
            Var::Global => Target::Global(nodes::GlobalStore { name, cache: Default::default() }),
            Var::Name | Var::NameOrFree(_) => Target::Name(name),
        }
    }

    /// An assignment target (its inner expressions are evaluated when it is stored to, after the value).
    pub(super) fn target(&mut self, target: &ast::Expr) -> Target {
        let span = target.span;
        match &target.kind {
            ExprKind::Name(symbol) => {
                let name = self.name(*symbol);
                self.store_name(name)
            }
            ExprKind::Attribute(node) => {
                let object = self.operand(&node.value);
                let name = self.name(node.attr.symbol);
                self.note_self_attribute(&node.value, name);
                let span = self.attribute_span(node, span);
                with_attr_place!(object, name, span, |place| Target::Place(Box::new(place)))
            }
            ExprKind::Subscript(node) => {
                let (object, key) = self.operands(&node.value, &node.slice);
                with_item_place!(object, key, span, |place| Target::Place(Box::new(place)))
            }
            ExprKind::List(elements) | ExprKind::Tuple(elements) => {
                let star = elements.elts.iter().position(|element| matches!(element.kind, ExprKind::Starred(_)));
                let targets = elements.elts.iter().map(|element| self.target(element)).collect();
                Target::Unpack(Box::new(nodes::UnpackTarget::new(targets, star, span)))
            }
            ExprKind::Starred(inner) => self.target(inner),
            _ => unreachable!("the parser admits only assignable targets"),
        }
    }

    /// Notes for `__static_attributes__` that a method stores `self.name`.
    pub(super) fn note_self_attribute(&mut self, object: &ast::Expr, name: Name) {
        if let ExprKind::Name(symbol) = &object.kind
            && self.name(*symbol).bytes() == b"self"
            && let Some(attributes) = self.self_attributes.last_mut()
        {
            attributes.insert(String::from_utf8_lossy(name.bytes()).into_owned());
        }
    }
}
