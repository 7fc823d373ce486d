//! Lowering of `match`.

use super::*;
use crate::syntax::ast::PatternKind;
use crate::tree::nodes::Pattern;

impl Lowerer {
    pub(super) fn match_stmt(&mut self, node: &ast::Match) -> BoxStmt {
        let subject = self.expr(&node.subject);
        let cases = node
            .cases
            .iter()
            .map(|case| {
                let pattern = self.pattern(&case.pattern);
                let guard = case.guard.as_ref().map(|guard| self.expr(guard));
                nodes::Case { pattern, guard, body: self.stmts(&case.body) }
            })
            .collect();
        Box::new(nodes::MatchStmt { subject, cases })
    }

    fn patterns(&mut self, patterns: &[ast::Pattern]) -> Vec<Pattern> {
        patterns.iter().map(|pattern| self.pattern(pattern)).collect()
    }

    pub(super) fn pattern(&mut self, pattern: &ast::Pattern) -> Pattern {
        let span = pattern.span;
        match &pattern.kind {
            PatternKind::MatchValue(value) => Pattern::Value(self.expr(value), span),
            PatternKind::MatchSingleton(constant) => Pattern::Singleton(self.constant(constant)),
            PatternKind::MatchSequence(node) => {
                let star = node.patterns.iter().position(|p| matches!(p.kind, PatternKind::MatchStar(_)));
                Pattern::Sequence(self.patterns(&node.patterns), star)
            }
            PatternKind::MatchMapping(node) => {
                let keys = node.keys.iter().map(|key| self.expr(key)).collect();
                let patterns = self.patterns(&node.patterns);
                let rest = node.rest.as_ref().map(|rest| self.capture(rest.symbol));
                Pattern::Mapping { keys, patterns, rest, span }
            }
            PatternKind::MatchClass(node) => {
                let class = self.expr(&node.cls);
                let positional = self.patterns(&node.patterns);
                let names: Vec<Name> = node.kwd_attrs.iter().map(|attr| self.name(attr.symbol)).collect();
                let keywords = names.into_iter().zip(self.patterns(&node.kwd_patterns)).collect();
                Pattern::Class { class, positional, keywords, span }
            }
            PatternKind::MatchStar(name) => Pattern::Star(name.as_ref().map(|name| self.capture(name.symbol))),
            PatternKind::MatchAs(node) => {
                let target = node.name.as_ref().map(|name| self.capture(name.symbol));
                match (&node.pattern, target) {
                    (Some(inner), Some(target)) => Pattern::As(Box::new(self.pattern(inner)), target),
                    (Some(inner), None) => self.pattern(inner),
                    (None, Some(target)) => Pattern::Capture(target),
                    (None, None) => Pattern::Wildcard,
                }
            }
            PatternKind::MatchOr(node) => Pattern::Or(self.patterns(&node.patterns)),
        }
    }

    fn capture(&mut self, symbol: ast::Symbol) -> nodes::Target {
        let name = self.name(symbol);
        self.store_name(name)
    }
}
