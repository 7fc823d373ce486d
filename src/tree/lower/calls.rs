//! Lowering of calls: the node is picked by what is called and how the arguments are passed.

use super::*;
use crate::tree::nodes::Arg;

/// Builds the node for the number of arguments: `$fixed` for few, with them in an array, else `$many`.
macro_rules! by_count {
    ($args:expr, |$few:ident| $fixed:expr, |$rest:ident| $many:expr) => {{
        let args: Vec<Arg> = $args;
        match args.len() {
            0 => by_count!(@ args, 0, $few, $fixed),
            1 => by_count!(@ args, 1, $few, $fixed),
            2 => by_count!(@ args, 2, $few, $fixed),
            3 => by_count!(@ args, 3, $few, $fixed),
            4 => by_count!(@ args, 4, $few, $fixed),
            _ => {
                let $rest = args;
                $many
            }
        }
    }};
    (@ $args:ident, $count:literal, $few:ident, $fixed:expr) => {{
        let Ok($few): Result<[Arg; $count], Vec<Arg>> = $args.try_into() else { unreachable!("counted above") };
        $fixed
    }};
}

/// Builtins that often need only look at their argument.
const PEEKING: [&[u8]; 3] = [b"len", b"ord", b"abs"];

/// `function(args)`.
pub(super) fn call_expr(function: AnyOperand, args: Vec<Arg>, span: Span) -> BoxExpr {
    let quick = nodes::Tries::of_quick(&args);
    by_count!(args, |args| with_object!(function, |function| boxed(nodes::Call { function, args, quick, span })), |args| boxed(
        nodes::CallMany { function: function.boxed(), args, span }
    ))
}

impl Lowerer {
    pub(super) fn call(&mut self, node: &ast::Call, span: Span) -> BoxExpr {
        let starred = node.args.iter().any(|arg| matches!(arg.kind, ExprKind::Starred(_)));
        let double_starred = node.keywords.iter().any(|keyword| keyword.arg.is_none());
        if starred || double_starred {
            let function = self.expr(&node.func);
            let args = self.parts(&node.args);
            let keywords = self.keywords(&node.keywords);
            return boxed(nodes::CallStar { function, args, keywords, span });
        }
        if node.keywords.is_empty() {
            return self.positional_call(node, span);
        }
        let names: Vec<Name> =
            node.keywords.iter().filter_map(|keyword| keyword.arg.as_ref()).map(|arg| self.scopes.plain_name(arg.symbol)).collect();
        if let ExprKind::Attribute(attribute) = &node.func.kind
            && !self.is_substituted(&node.func)
        {
            let span = self.attribute_span(attribute, span);
            let object = self.expr(&attribute.value);
            let name = self.name(attribute.attr.symbol);
            let args = self.args(node);
            return boxed(nodes::CallMethodKeywords {
                object,
                name,
                name_end: attribute.attr.span.end,
                caches: Default::default(),
                args,
                names,
                places: Default::default(),
                span,
            });
        }
        let function = self.expr(&node.func);
        let args = self.args(node);
        boxed(nodes::CallKeywords { function, args, names, places: Default::default(), span })
    }

    pub(super) fn keywords(&mut self, keywords: &[ast::Keyword]) -> Vec<(Option<Name>, BoxExpr)> {
        keywords
            .iter()
            .map(|keyword| (keyword.arg.as_ref().map(|arg| self.scopes.plain_name(arg.symbol)), self.expr(&keyword.value)))
            .collect()
    }

    /// Arguments in order, keyword values last. Locals are borrowed where they lie, unless a later argument may bind them.
    fn args(&mut self, node: &ast::Call) -> Vec<Arg> {
        let values: Vec<&ast::Expr> = node.args.iter().chain(node.keywords.iter().map(|keyword| &keyword.value)).collect();
        let safe_from = values.iter().rposition(|arg| binds_names(arg)).unwrap_or(0);
        values
            .iter()
            .enumerate()
            .map(|(index, arg)| match self.operand(arg) {
                AnyOperand::Local(local) if index >= safe_from => Arg::Local(local),
                AnyOperand::Const(value) => Arg::Const(value),
                other => Arg::Dyn(other.boxed()),
            })
            .collect()
    }

    fn positional_call(&mut self, node: &ast::Call, span: Span) -> BoxExpr {
        if let Some(function) = self.substitute(&node.func) {
            let args = self.args(node);
            return call_expr(AnyOperand::Dyn(function), args, span);
        }
        match &node.func.kind {
            ExprKind::Attribute(attribute) => {
                let name = self.name(attribute.attr.symbol);
                let span = self.attribute_span(attribute, span);
                let name_end = attribute.attr.span.end;
                if let Some(parent) = self.super_call_of(&attribute.value) {
                    let args = self.args(node);
                    return boxed(nodes::CallSuperMethod { parent, name, args, span });
                }
                let object = self.called(&attribute.value, node);
                if let Some(args) = self.folded_arg(node) {
                    let (quick, caches) = (nodes::Tries::of_quick(&args), Default::default());
                    return with_object!(object, |object| boxed(nodes::FoldMethod(nodes::CallMethod {
                        object,
                        name,
                        name_end,
                        args,
                        quick,
                        caches,
                        span
                    })));
                }
                let args = self.args(node);
                let quick = nodes::Tries::of_quick(&args);
                by_count!(
                    args,
                    |args| with_object!(object, |object| boxed(nodes::CallMethod {
                        object,
                        name,
                        name_end,
                        args,
                        quick,
                        caches: Default::default(),
                        span
                    })),
                    |args| boxed(nodes::CallMethodMany { object: object.boxed(), name, name_end, args, caches: Default::default(), span })
                )
            }
            ExprKind::Name(symbol) => {
                let name = self.name(*symbol);
                if node.args.is_empty()
                    && let Some(call) = self.super_call(name, node.func.span, span)
                {
                    return boxed(call);
                }
                let is_peeking = PEEKING.contains(&name.bytes()) && self.var(name) == Var::Global;
                if let ([arg], true) = (&node.args[..], is_peeking) {
                    let function = self.global(name, node.func.span);
                    return match self.operand(arg) {
                        AnyOperand::Dyn(expr) if !expr.is_quick() => call_expr(AnyOperand::Global(function), vec![Arg::Dyn(expr)], span),
                        arg => with_object!(arg, |arg| boxed(nodes::CallPeek { function, arg, span })),
                    };
                }
                let function = self.called(&node.func, node);
                if let Some(args) = self.folded_arg(node) {
                    let quick = nodes::Tries::of_quick(&args);
                    return with_object!(function, |function| boxed(nodes::Fold(nodes::Call { function, args, quick, span })));
                }
                let args = self.args(node);
                call_expr(function, args, span)
            }
            _ => {
                let function = AnyOperand::Dyn(self.expr(&node.func));
                let args = self.args(node);
                call_expr(function, args, span)
            }
        }
    }

    /// The only argument, if it is a generator expression that what is called may run.
    fn folded_arg(&mut self, node: &ast::Call) -> Option<[Arg; 1]> {
        let [arg] = &node.args[..] else { return None };
        let ExprKind::GeneratorExp(comp) = &arg.kind else { return None };
        if self.is_substituted(arg) {
            return None;
        }
        let generator = self.generator_expr(comp, arg.span, true);
        Some([Arg::Dyn(boxed(generator))])
    }

    /// What is called, or whose method is, safe to borrow while the arguments are evaluated.
    fn called(&mut self, expr: &ast::Expr, node: &ast::Call) -> AnyOperand {
        let operand = self.operand(expr);
        if matches!(operand, AnyOperand::Local(_)) && node.args.iter().any(binds_names) { operand.pinned() } else { operand }
    }

    /// `super()` if the expression is that call.
    fn super_call_of(&mut self, expr: &ast::Expr) -> Option<nodes::SuperCall> {
        let ExprKind::Call(call) = &expr.kind else { return None };
        let ExprKind::Name(symbol) = &call.func.kind else { return None };
        if !call.args.is_empty() || !call.keywords.is_empty() {
            return None;
        }
        let name = self.name(*symbol);
        self.super_call(name, call.func.span, expr.span)
    }

    fn super_call(&mut self, name: Name, name_span: Span, span: Span) -> Option<nodes::SuperCall> {
        if name.bytes() != b"super" || self.var(name) != Var::Global {
            return None;
        }
        let class = Name::new("__class__");
        let var = self.var(class);
        if !matches!(var, Var::Free(_) | Var::Cell(_) | Var::Local(_)) {
            return None;
        }
        let class = self.load(class, span);
        let host = self.scopes.host(self.scope);
        let first = self.scopes.all[host].slots.first().copied().flatten();
        let this = first.and_then(|first| self.scopes.all[host].vars.get(&first).copied());
        let function = self.global(name, name_span);
        Some(nodes::SuperCall { function, class, this, span })
    }
}
