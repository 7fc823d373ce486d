//! Runs the tree: calls and frames, names, attributes, operators, loops, handlers, classes, imports. One file per group of nodes in
//! `tree::nodes`; `functions` has the call protocol.

pub(crate) mod async_generators;
pub(crate) mod attributes;
mod augment;
mod binding;
pub(crate) mod calls;
pub(crate) mod classes;
pub(crate) mod coroutines;
pub(crate) mod delegation;
pub(crate) mod displays;
mod folds;
pub(crate) mod functions;
mod generator_frame;
pub(crate) mod generators;
pub(crate) mod handlers;
pub(crate) mod imports;
pub(crate) mod items;
pub(crate) mod keyword_calls;
pub(crate) mod loops;
pub(crate) mod operators;
pub(crate) mod patterns;
mod rare_steps;
pub(crate) mod run;
pub(crate) mod statements;
mod steps;
pub(crate) mod strands;
mod super_calls;
pub(crate) mod targets;
pub(crate) mod tree_export;
pub(crate) mod variables;

use crate::object::cx::Cx;
use crate::object::stack::Fp;
use crate::object::value::R;
use crate::source::Span;

/// A safepoint after what may have taken long, where no place of the text is at hand but the last one at which something was called.
#[inline(always)]
fn rest(cx: &Cx, fp: Fp) -> R<()> {
    if !cx.strand.is_polled() { Ok(()) } else { cx.safepoint().at(cx, fp.place()) }
}

/// Notes the place of an error on its way up. Nothing on the way of success.
pub(crate) trait At {
    fn at(self, cx: &Cx, span: Span) -> Self;
}

impl<T> At for R<T> {
    #[inline(always)]
    fn at(self, cx: &Cx, span: Span) -> Self {
        if self.is_err() {
            cx.note(span);
        }
        self
    }
}
