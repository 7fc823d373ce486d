//! Which statements of a module bind its names, and where they stand: for who wants to run one of them again. Knows no values.

use super::ast::{Body, Expr, ExprKind, Ident, Stmt, StmtKind, Symbol};
use super::{Mode, parse_module};
use crate::source::Source;

/// A statement that binds a name of the module.
pub(crate) struct Binder {
    pub(crate) name: String,
    /// The bytes from its first decorator to its end.
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// The definitions and assignments of a text in their order, also those in blocks, but not those in functions and classes. None: it has
/// errors. Needs native stack as parsing does.
pub(crate) fn binders(text: &str) -> Option<Vec<Binder>> {
    let module = parse_module(&Source::new("<module>", text), Mode::Exec).ok()?;
    let mut found = Vec::new();
    if let Body::Stmts(body) = &module.body {
        // The list is worked off from its end, so what stands first is pushed last.
        let mut left: Vec<&Stmt> = body.iter().rev().collect();
        while let Some(statement) = left.pop() {
            let mut names = Vec::new();
            bound(&statement.kind, &mut names);
            let start = start_of(text, statement);
            let name_of = |symbol| module.symbols.text(symbol).to_string();
            found.extend(names.into_iter().map(|symbol| Binder { name: name_of(symbol), start, end: statement.span.end }));
            for block in blocks(&statement.kind).into_iter().rev() {
                left.extend(block.iter().rev());
            }
        }
    }
    module.discard();
    Some(found)
}

fn start_of(text: &str, statement: &Stmt) -> u32 {
    let decorators = match &statement.kind {
        StmtKind::FunctionDef(def) | StmtKind::AsyncFunctionDef(def) => &def.decorator_list,
        StmtKind::ClassDef(def) => &def.decorator_list,
        _ => return statement.span.start,
    };
    let Some(first) = decorators.first() else { return statement.span.start };
    let at = text.get(..first.span.start as usize).and_then(|before| before.rfind('@'));
    at.map_or(statement.span.start, |at| statement.span.start.min(at as u32))
}

fn bound(kind: &StmtKind, names: &mut Vec<Symbol>) {
    let mut add = |ident: &Ident| names.push(ident.symbol);
    match kind {
        StmtKind::FunctionDef(def) | StmtKind::AsyncFunctionDef(def) => add(&def.name),
        StmtKind::ClassDef(def) => add(&def.name),
        StmtKind::TypeAlias(alias) => add(&alias.name),
        StmtKind::Assign(assign) => assign.targets.iter().for_each(|target| bound_by(target, names)),
        StmtKind::AnnAssign(assign) if assign.value.is_some() => bound_by(&assign.target, names),
        _ => {}
    }
}

fn bound_by(target: &Expr, names: &mut Vec<Symbol>) {
    match &target.kind {
        ExprKind::Name(symbol) => names.push(*symbol),
        ExprKind::Starred(inner) => bound_by(inner, names),
        ExprKind::Tuple(parts) | ExprKind::List(parts) => parts.elts.iter().for_each(|part| bound_by(part, names)),
        _ => {}
    }
}

fn blocks(kind: &StmtKind) -> Vec<&[Stmt]> {
    match kind {
        StmtKind::If(it) => vec![&it.body, &it.orelse],
        StmtKind::For(it) | StmtKind::AsyncFor(it) => vec![&it.body, &it.orelse],
        StmtKind::While(it) => vec![&it.body, &it.orelse],
        StmtKind::With(it) | StmtKind::AsyncWith(it) => vec![&it.body],
        StmtKind::Match(it) => it.cases.iter().map(|case| &case.body[..]).collect(),
        StmtKind::Try(it) | StmtKind::TryStar(it) => {
            let handlers = it.handlers.iter().map(|handler| &handler.body[..]);
            [&it.body[..]].into_iter().chain(handlers).chain([&it.orelse[..], &it.finalbody]).collect()
        }
        _ => Vec::new(),
    }
}
