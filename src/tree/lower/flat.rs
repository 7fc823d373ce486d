//! Lowering of generators and coroutines to a list of steps: the list, its labels, and the ways out of cleanups. What becomes of
//! expressions, statements, loops and handlers is in `flat_expr`, `flat_stmt`, `flat_loops` and `flat_try`.

use super::suspensions::{Leaves, Suspensions};
use super::*;
use crate::object::code::Body;
use crate::tree::steps::{EXCEPTION, FlatBody, NORMAL, OUT, Op, Pc, Region, TakeSlot};
use std::collections::HashMap;

/// A place in the list, known once it is bound.
pub(super) type Label = Pc;

/// A way out of a block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Exit {
    Break,
    Continue,
    Return,
}

/// What surrounds the statement being lowered.
enum Context {
    Loop {
        on_break: Label,
        on_continue: Label,
    },
    /// Exits go through code that sets the state and jumps to the cleanup: one label per kind of exit.
    Cleanup {
        exits: Vec<(Exit, Label)>,
    },
}

/// The slots of a cleanup.
#[derive(Clone, Copy)]
pub(super) struct Cleanup {
    pub(super) state: u32,
    pub(super) exception: u32,
}

/// The step list of the body being lowered.
pub(super) struct Flat {
    ops: Vec<Op>,
    regions: Vec<Region>,
    /// Where labels are bound; OUT before.
    labels: Vec<Pc>,
    contexts: Vec<Context>,
    /// Statements without suspension that wait to become one step.
    waiting: Vec<BoxStmt>,
    waiting_leave: Leaves,
    pub(super) suspensions: Suspensions,
    /// What stands for expressions evaluated already, by address.
    pub(super) substitutes: HashMap<usize, u32>,
    /// Temporaries, used like a stack.
    temps: Vec<u32>,
    temps_used: usize,
    return_slot: Option<u32>,
    return_label: Option<Label>,
    must_close: bool,
}

impl Flat {
    pub(super) fn new() -> Flat {
        Flat {
            ops: vec![Op::Start],
            regions: Vec::new(),
            labels: Vec::new(),
            contexts: Vec::new(),
            waiting: Vec::new(),
            waiting_leave: Leaves::default(),
            suspensions: Suspensions::default(),
            substitutes: HashMap::new(),
            temps: Vec::new(),
            temps_used: 0,
            return_slot: None,
            return_label: None,
            must_close: false,
        }
    }
}

impl Lowerer {
    pub(super) fn flat_body(&mut self, stmts: &[ast::Stmt]) -> Box<dyn Body> {
        self.flat().suspensions.scan_stmts(stmts);
        self.flat_stmts(stmts);
        self.finish_flat()
    }

    /// The body of a module that awaits; `first` comes before its statements.
    pub(super) fn flat_module_body(&mut self, first: Vec<BoxStmt>, stmts: &[ast::Stmt]) -> Box<dyn Body> {
        first.into_iter().for_each(|stmt| self.emit_stmt(stmt));
        self.flat_body(stmts)
    }

    pub(super) fn flat_expr_body(&mut self, expr: &ast::Expr) -> Box<dyn Body> {
        self.flat().suspensions.scan_expr(expr);
        let value = self.expr(expr);
        self.emit(Op::Return(value));
        self.finish_flat()
    }

    pub(super) fn flat_generator_expr(&mut self, node: &ast::Comp) -> Box<dyn Body> {
        let [first, rest @ ..] = &node.generators[..] else { unreachable!("a generator expression has a clause") };
        let suspensions = &mut self.flat().suspensions;
        suspensions.scan_expr(&node.elt);
        suspensions.scan_expr(&first.target);
        first.ifs.iter().for_each(|test| {
            suspensions.scan_expr(test);
        });
        suspensions.scan_generators(rest);
        self.flat_comprehension_loops(&node.generators, Some(0), &mut |this| {
            let value = this.expr(&node.elt);
            this.emit(Op::Yield { value, dst: None, next: OUT, span: node.elt.span });
        });
        self.finish_flat()
    }

    pub(super) fn flat(&mut self) -> &mut Flat {
        self.flat.as_mut().expect("a generator's body is being lowered")
    }

    /// Whether evaluating an expression suspends the generator whose body is being lowered.
    pub(super) fn suspends(&self, expr: &ast::Expr) -> bool {
        self.flat.as_ref().is_some_and(|flat| flat.suspensions.of_expr(expr))
    }

    // ---- steps and labels ----

    pub(super) fn emit(&mut self, op: Op) {
        self.flush();
        self.flat().ops.push(op);
    }

    /// A label to be bound later.
    pub(super) fn label(&mut self) -> Label {
        let flat = self.flat();
        flat.labels.push(OUT);
        flat.labels.len() as Label - 1
    }

    /// Binds a label to the next step.
    pub(super) fn bind(&mut self, label: Label) {
        let here = self.here();
        self.flat().labels[label as usize] = here;
    }

    /// A label for the next step.
    pub(super) fn label_here(&mut self) -> Label {
        let label = self.label();
        self.bind(label);
        label
    }

    fn here(&mut self) -> Pc {
        self.flush();
        self.flat().ops.len() as Pc
    }

    /// Adds a statement without suspensions.
    pub(super) fn emit_tree(&mut self, stmt: BoxStmt, leaves: Leaves) {
        let flat = self.flat();
        flat.waiting.push(stmt);
        flat.waiting_leave.add(leaves);
    }

    pub(super) fn emit_stmt(&mut self, stmt: BoxStmt) {
        self.emit_tree(stmt, Leaves::default());
    }

    /// Makes one step of the statements that wait.
    fn flush(&mut self) {
        let flat = self.flat();
        if flat.waiting.is_empty() {
            return;
        }
        let stmts = std::mem::take(&mut flat.waiting);
        let leaves = std::mem::take(&mut flat.waiting_leave);
        let on_break = if leaves.by_break { self.exit(Exit::Break) } else { OUT };
        let on_continue = if leaves.by_continue { self.exit(Exit::Continue) } else { OUT };
        let on_return = if leaves.by_return && self.is_guarded() { self.exit(Exit::Return) } else { OUT };
        let stmt = self.block(stmts);
        self.flat().ops.push(Op::Run { stmt, next: OUT, on_break, on_continue, on_return });
    }

    // ---- temporaries ----

    /// A temporary that is free again when the statement is done.
    pub(super) fn flat_temp(&mut self) -> u32 {
        self.flat_temps(1)
    }

    /// Some temporaries in a row.
    pub(super) fn flat_temps(&mut self, count: usize) -> u32 {
        let used = self.flat().temps_used;
        let free = &self.flat().temps[used..];
        let in_row = free.len() >= count && free[..count].windows(2).all(|pair| pair[1] == pair[0] + 1);
        if !in_row {
            // What is too scattered stays unused.
            let rest = self.flat().temps.len();
            for _ in 0..count {
                let slot = self.temp();
                self.flat().temps.push(slot);
            }
            self.flat().temps_used = rest;
        }
        let flat = self.flat();
        let first = flat.temps[flat.temps_used];
        flat.temps_used += count;
        first
    }

    /// Runs `f`; temporaries it took are free afterwards.
    pub(super) fn with_temps<T>(&mut self, f: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.flat().temps_used;
        let result = f(self);
        self.flush();
        self.flat().temps_used = before;
        result
    }

    pub(super) fn take_slot(&self, slot: u32) -> BoxExpr {
        boxed(TakeSlot(slot))
    }

    pub(super) fn peek_slot(&self, slot: u32) -> BoxExpr {
        boxed(nodes::LocalGet(Local::hidden(slot)))
    }

    /// Where a returned value waits while cleanups run.
    pub(super) fn return_slot(&mut self) -> u32 {
        if self.flat().return_slot.is_none() {
            let slot = self.temp();
            self.flat().return_slot = Some(slot);
        }
        self.flat().return_slot.expect("made above")
    }

    // ---- exits and cleanups ----

    /// Whether a `return` here passes a cleanup.
    pub(super) fn is_guarded(&mut self) -> bool {
        self.flat().contexts.iter().any(|context| matches!(context, Context::Cleanup { .. }))
    }

    /// Where to jump for leaving the block.
    pub(super) fn exit(&mut self, exit: Exit) -> Label {
        for index in (0..self.flat().contexts.len()).rev() {
            match &self.flat().contexts[index] {
                Context::Loop { on_break, .. } if exit == Exit::Break => return *on_break,
                Context::Loop { on_continue, .. } if exit == Exit::Continue => return *on_continue,
                Context::Loop { .. } => {}
                Context::Cleanup { exits } => {
                    if let Some((_, label)) = exits.iter().find(|(kind, _)| *kind == exit) {
                        return *label;
                    }
                    let label = self.label();
                    if let Context::Cleanup { exits } = &mut self.flat().contexts[index] {
                        exits.push((exit, label));
                    }
                    return label;
                }
            }
        }
        self.return_slot();
        match self.flat().return_label {
            Some(label) => label,
            None => {
                let label = self.label();
                self.flat().return_label = Some(label);
                label
            }
        }
    }

    /// Lowers the body of a loop.
    pub(super) fn in_loop(&mut self, on_break: Label, on_continue: Label, body: impl FnOnce(&mut Self)) {
        self.flush();
        self.flat().contexts.push(Context::Loop { on_break, on_continue });
        self.block_state().loops += 1;
        body(self);
        self.flush();
        self.block_state().loops -= 1;
        self.flat().contexts.pop();
    }

    /// Lowers `body` so that `cleanup` runs however it is left, and goes on as it would have without.
    pub(super) fn with_cleanup(&mut self, body: impl FnOnce(&mut Self), cleanup: impl FnOnce(&mut Self, Cleanup)) {
        let slots = Cleanup { state: self.flat_temp(), exception: self.flat_temp() };
        let entry = self.label();
        self.flush();
        self.flat().contexts.push(Context::Cleanup { exits: Vec::new() });
        let (start, end) = self.region(body);
        let Some(Context::Cleanup { exits }) = self.flat().contexts.pop() else { unreachable!("contexts nest") };
        self.emit(Op::SetState { slot: slots.state, state: NORMAL });
        self.emit(Op::Jump(entry));
        for (index, (_, label)) in exits.iter().enumerate() {
            self.bind(*label);
            self.emit(Op::SetState { slot: slots.state, state: index as i64 + 1 });
            self.emit(Op::Jump(entry));
        }
        let handler = self.here();
        self.protect(start, end, handler, slots.exception);
        self.emit(Op::SetState { slot: slots.state, state: EXCEPTION });
        self.bind(entry);
        cleanup(self, slots);
        let exits = exits.iter().map(|(exit, _)| self.exit(*exit)).collect();
        self.emit(Op::EndCleanup { state: slots.state, exception: slots.exception, exits });
    }

    /// Lowers `body` and tells from where to where its steps go.
    pub(super) fn region(&mut self, body: impl FnOnce(&mut Self)) -> (Pc, Pc) {
        let start = self.here();
        body(self);
        (start, self.here())
    }

    /// Exceptions of the steps go to the slot and on to the step `handler`. Inner regions are to be given first.
    pub(super) fn protect(&mut self, start: Pc, end: Pc, handler: Pc, exception: u32) {
        if start < end {
            self.flat().must_close = true;
            self.flat().regions.push(Region { start, end, handler, exception });
        }
    }

    /// The number of the next step, for `protect`.
    pub(super) fn next_step(&mut self) -> Pc {
        self.here()
    }

    // ---- the end ----

    fn finish_flat(&mut self) -> Box<dyn Body> {
        self.flush();
        self.emit(Op::Return(boxed(nodes::ConstGet(Const(Value::NONE)))));
        if let Some(label) = self.flat().return_label {
            self.bind(label);
            self.emit(Op::ReturnSlot);
        }
        let scope = &self.scopes.all[self.scope];
        let (is_generator, is_async) = (scope.is_generator, scope.is_async);
        let Some(flat) = self.flat.take() else { unreachable!("a generator's body is being lowered") };
        let Flat { mut ops, regions, labels, return_slot, must_close, .. } = flat;
        for op in &mut ops {
            op.targets(&mut |target| {
                if *target != OUT {
                    *target = labels[*target as usize];
                }
            });
        }
        thread_jumps(&mut ops);
        // Whatever it delegates to must be closed with it, too.
        let delegates = ops.iter().any(|op| matches!(op, Op::Delegating { .. }));
        Box::new(FlatBody {
            ops,
            regions,
            return_slot: return_slot.unwrap_or(0),
            is_async_generator: is_generator && is_async,
            is_coroutine: is_async && !is_generator,
            must_close: must_close || delegates,
        })
    }
}

/// Steps run for each item go on where the jump after them leads.
fn thread_jumps(ops: &mut [Op]) {
    for index in 0..ops.len() {
        let mut after = index as Pc + 1;
        // Bounded: an empty endless loop jumps to itself.
        for _ in 0..8 {
            match ops.get(after as usize) {
                Some(Op::Jump(to) | Op::Loop(to)) => after = *to,
                _ => break,
            }
        }
        if let Op::Run { next, .. } | Op::Yield { next, .. } = &mut ops[index] {
            *next = after;
        }
    }
}
