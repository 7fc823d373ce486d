//! Calls and what makes functions (exec/calls.rs, keyword_calls.rs, super_calls.rs, folds.rs, classes.rs).

use super::*;

/// An argument of a call.
pub(crate) enum Arg {
    Local(Local),
    Const(Value),
    Dyn(BoxExpr),
}

/// `function(args)`, up to four.
pub(crate) struct Call<F: Operand, const N: usize> {
    pub(crate) function: F,
    pub(crate) args: [Arg; N],
    pub(crate) quick: Tries,
    pub(crate) span: Span,
}

/// How often a way that did not work out before is tried again. Relaxed: a number that threads may overwrite for each other.
pub(crate) struct Tries(AtomicU8);

impl Tries {
    const FIRST: u8 = 8;

    /// For calls whose arguments can be found before anything else is done, see [`Expr::quick`](super::Expr::quick).
    pub(crate) fn of_quick(args: &[Arg]) -> Tries {
        let all = args.iter().all(|arg| match arg {
            Arg::Dyn(expr) => expr.is_quick(),
            Arg::Local(..) | Arg::Const(_) => true,
        });
        Tries(AtomicU8::new(if all { Tries::FIRST } else { 0 }))
    }

    #[inline(always)]
    pub(crate) fn is_left(&self) -> bool {
        self.0.load(Relaxed) != 0
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn fail(&self) {
        self.0.store(self.0.load(Relaxed).saturating_sub(1), Relaxed);
    }
}
/// A call with one argument of a global name that is likely a builtin which may [peek](crate::object::native::NativeDef::peek).
pub(crate) struct CallPeek<L: Operand> {
    pub(crate) function: GlobalGet,
    pub(crate) arg: L,
    pub(crate) span: Span,
}
/// `function(args)`, more of them.
pub(crate) struct CallMany {
    pub(crate) function: BoxExpr,
    pub(crate) args: Vec<Arg>,
    pub(crate) span: Span,
}
/// What a method call found last: a function of a class, or a member of a module.
#[derive(Default)]
pub(crate) struct CallCaches {
    pub(crate) method: MethodCache,
    pub(crate) member: ModuleCache,
}
/// `object.name(args)`, up to four.
pub(crate) struct CallMethod<L: Operand, const N: usize> {
    pub(crate) object: L,
    pub(crate) name: Name,
    /// Where the text of the name ends.
    pub(crate) name_end: u32,
    pub(crate) args: [Arg; N],
    pub(crate) quick: Tries,
    pub(crate) caches: CallCaches,
    pub(crate) span: Span,
}
/// `object.name(args)`, more of them.
pub(crate) struct CallMethodMany {
    pub(crate) object: BoxExpr,
    pub(crate) name: Name,
    /// Where the text of the name ends.
    pub(crate) name_end: u32,
    pub(crate) args: Vec<Arg>,
    pub(crate) caches: CallCaches,
    pub(crate) span: Span,
}
/// A call with keyword arguments, but no stars.
pub(crate) struct CallKeywords {
    pub(crate) function: BoxExpr,
    pub(crate) args: Vec<Arg>,
    /// Names of the last arguments.
    pub(crate) names: Vec<Name>,
    pub(crate) places: PlacesCache,
    pub(crate) span: Span,
}
/// A method call with keyword arguments, but no stars.
pub(crate) struct CallMethodKeywords {
    pub(crate) object: BoxExpr,
    pub(crate) name: Name,
    /// Where the text of the name ends.
    pub(crate) name_end: u32,
    pub(crate) caches: CallCaches,
    pub(crate) args: Vec<Arg>,
    pub(crate) names: Vec<Name>,
    pub(crate) places: PlacesCache,
    pub(crate) span: Span,
}
/// A call with `*args` or `**kwargs`. A keyword without name is `**value`.
pub(crate) struct CallStar {
    pub(crate) function: BoxExpr,
    pub(crate) args: Vec<Part>,
    pub(crate) keywords: Vec<(Option<Name>, BoxExpr)>,
    pub(crate) span: Span,
}
/// `super()` without arguments.
pub(crate) struct SuperCall {
    pub(crate) function: GlobalGet,
    pub(crate) class: BoxExpr,
    pub(crate) this: Option<Var>,
    pub(crate) span: Span,
}
/// `super().name(args)`.
pub(crate) struct CallSuperMethod {
    pub(crate) parent: SuperCall,
    pub(crate) name: Name,
    pub(crate) args: Vec<Arg>,
    pub(crate) span: Span,
}

/// A function or lambda being made.
pub(crate) struct MakeFunction {
    pub(crate) code: Ref<Code>,
    pub(crate) defaults: Vec<BoxExpr>,
    pub(crate) kw_defaults: Vec<(Name, BoxExpr)>,
    /// Cells for the closure.
    pub(crate) closure: Vec<Var>,
    pub(crate) annotations: Vec<(Name, BoxExpr)>,
    /// Local slots of the type parameters.
    pub(crate) type_params: Option<BoxExpr>,
}

/// A generator expression: makes the function and calls it with the first iterator.
pub(crate) struct GeneratorExpr {
    pub(crate) function: MakeFunction,
    /// The block as it runs where a builtin takes all items; as an argument only.
    pub(crate) folded: Option<Ref<Code>>,
    pub(crate) iterable: BoxExpr,
    pub(crate) is_async: bool,
    pub(crate) span: Span,
}

/// `function(element for ...)`.
pub(crate) struct Fold<F: Operand>(pub(crate) Call<F, 1>);
/// `object.name(element for ...)`.
pub(crate) struct FoldMethod<L: Operand>(pub(crate) CallMethod<L, 1>);
/// The innermost statement of a generator expression that a builtin runs.
pub(crate) struct HandOver(pub(crate) BoxExpr);
