//! Blocks of the program and what each does with each name, as the symbol table of CPython keeps it.

use super::{Checked, Checker, Misuse, misuse};
use crate::source::Span;
use crate::syntax::ast::Symbol;

pub(super) const GLOBAL: u16 = 1;
pub(super) const LOCAL: u16 = 1 << 1;
pub(super) const PARAM: u16 = 1 << 2;
pub(super) const NONLOCAL: u16 = 1 << 3;
pub(super) const USE: u16 = 1 << 4;
pub(super) const ANNOTATED: u16 = 1 << 5;
pub(super) const COMP_TARGET: u16 = 1 << 6;
pub(super) const TYPE_PARAM: u16 = 1 << 7;
pub(super) const IMPORTED: u16 = 1 << 8;
const BOUND: u16 = LOCAL | PARAM | IMPORTED | TYPE_PARAM;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BlockKind {
    Module,
    Class,
    Function,
    AsyncFunction,
    Lambda,
    /// With the words for it.
    Comprehension(&'static str),
    Generator,
    /// Annotations that are not evaluated, bounds, defaults and aliases, with the words for them.
    Lazy(&'static str),
    TypeParams,
}

impl BlockKind {
    /// May hold `return` and `yield`.
    pub(super) fn is_function_like(self) -> bool {
        !matches!(self, BlockKind::Module | BlockKind::Class)
    }

    pub(super) fn is_comprehension(self) -> bool {
        matches!(self, BlockKind::Comprehension(_) | BlockKind::Generator)
    }
}

/// What `break`, `continue` and `return` go through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Around {
    Loop,
    ExceptStar,
}

#[derive(Debug)]
pub(super) struct Block {
    pub(super) kind: BlockKind,
    /// Names the block has to do with.
    touched: Vec<Symbol>,
    /// `global` and `nonlocal` statements.
    directives: Vec<(Symbol, Span)>,
    /// `nonlocal` names of this block and blocks within that no block has bound yet.
    nonlocals: Vec<(Symbol, Span)>,
    pub(super) around: Vec<Around>,
    /// Depth of comprehension iterables, in which no walrus may stand.
    pub(super) in_iterable: u32,
    /// Names met are targets of a comprehension's loop.
    pub(super) in_comp_target: bool,
    pub(super) has_yield: bool,
    pub(super) is_async: bool,
    pub(super) value_return: Option<Span>,
}

impl Block {
    pub(super) fn new(kind: BlockKind) -> Block {
        Block {
            kind,
            touched: Vec::new(),
            directives: Vec::new(),
            nonlocals: Vec::new(),
            around: Vec::new(),
            in_iterable: 0,
            in_comp_target: false,
            has_yield: false,
            is_async: false,
            value_return: None,
        }
    }
}

/// For each name, what the open blocks that have to do with it do: the innermost last.
pub(super) struct Names {
    uses: Vec<Vec<(u32, u16)>>,
}

impl Names {
    pub(super) fn new(count: usize) -> Names {
        Names { uses: vec![Vec::new(); count] }
    }

    fn flags(&self, symbol: Symbol, block: usize) -> u16 {
        let uses = &self.uses[symbol.index()];
        uses.iter().rev().find(|entry| entry.0 as usize <= block).map_or(0, |entry| if entry.0 as usize == block { entry.1 } else { 0 })
    }
}

impl Checker<'_> {
    pub(super) fn block(&mut self) -> &mut Block {
        self.blocks.last_mut().expect("the module's block is open during the walk")
    }

    pub(super) fn kind(&self) -> BlockKind {
        self.blocks.last().map_or(BlockKind::Module, |block| block.kind)
    }

    pub(super) fn enter(&mut self, kind: BlockKind) {
        let mut block = Block::new(kind);
        block.in_iterable = self.block().in_iterable;
        self.blocks.push(block);
    }

    /// Closes the innermost block: resolves the `nonlocal` names that wait for it.
    pub(super) fn leave(&mut self) {
        let Some(mut block) = self.blocks.pop() else {
            return;
        };
        let index = self.blocks.len();
        for &(symbol, span) in &block.directives {
            let flags = self.names.flags(symbol, index);
            if flags & NONLOCAL == 0 {
                continue;
            }
            if flags & GLOBAL != 0 {
                let message = format!("name '{}' is nonlocal and global", self.text(symbol));
                self.defer(message, span);
            } else if block.kind == BlockKind::Module {
                self.defer("nonlocal declaration not allowed at module level".into(), span);
            } else {
                block.nonlocals.push((symbol, span));
            }
        }
        let own: Vec<Symbol> = block.directives.iter().map(|directive| directive.0).collect();
        let nonlocals = std::mem::take(&mut block.nonlocals);
        for (symbol, span) in nonlocals {
            self.resolve(&block, index, symbol, span, own.contains(&symbol));
        }
        for symbol in block.touched {
            self.names.uses[symbol.index()].pop();
        }
    }

    fn resolve(&mut self, block: &Block, index: usize, symbol: Symbol, span: Span, own: bool) {
        let flags = self.names.flags(symbol, index);
        let binds = match block.kind {
            BlockKind::Class => Some(symbol) == self.dunder_class && !own,
            BlockKind::Module => false,
            _ => flags & BOUND != 0 && flags & (GLOBAL | NONLOCAL) == 0,
        };
        if binds && flags & TYPE_PARAM != 0 {
            let message = format!("nonlocal binding not allowed for type parameter '{}'", self.text(symbol));
            return self.defer(message, span);
        }
        if binds {
            return;
        }
        let is_global = block.kind != BlockKind::Class && flags & GLOBAL != 0;
        match self.blocks.last_mut() {
            Some(outer) if !is_global => outer.nonlocals.push((symbol, span)),
            _ => {
                let message = format!("no binding for nonlocal '{}' found", self.text(symbol));
                self.defer(message, span);
            }
        }
    }

    /// Notes an error of name resolution; the first in the text counts.
    fn defer(&mut self, message: String, span: Span) {
        if self.unresolved.as_ref().is_none_or(|earlier| span.start < earlier.span.start) {
            self.unresolved = Some(Box::new(Misuse { message, span, open_ended: false }));
        }
    }

    pub(super) fn flags(&self, symbol: Symbol) -> u16 {
        self.names.flags(symbol, self.blocks.len() - 1)
    }

    /// The innermost block does `flag` with the name at `span`.
    pub(super) fn define(&mut self, symbol: Symbol, flag: u16, span: Span) -> Checked {
        let index = self.blocks.len() - 1;
        let known = self.names.flags(symbol, index);
        if flag & PARAM != 0 && known & PARAM != 0 {
            let name = self.text(symbol);
            return misuse(format!("duplicate argument '{name}' in function definition"), span);
        }
        if flag & TYPE_PARAM != 0 && known & TYPE_PARAM != 0 {
            return misuse(format!("duplicate type parameter '{}'", self.text(symbol)), span);
        }
        let mut flag = flag;
        if self.block().in_comp_target && flag != USE {
            if known & (GLOBAL | NONLOCAL) != 0 {
                let name = self.text(symbol);
                let message = format!("comprehension inner loop cannot rebind assignment expression target '{name}'");
                return misuse(message, span);
            }
            flag |= COMP_TARGET;
        }
        self.set(index, symbol, flag);
        Ok(())
    }

    fn set(&mut self, block: usize, symbol: Symbol, flag: u16) {
        let uses = &mut self.names.uses[symbol.index()];
        let position = uses.iter().rposition(|entry| entry.0 as usize <= block);
        if let Some(position) = position
            && uses[position].0 as usize == block
        {
            uses[position].1 |= flag;
            return;
        }
        uses.insert(position.map_or(0, |position| position + 1), (block as u32, flag));
        self.blocks[block].touched.push(symbol);
    }

    pub(super) fn direct(&mut self, symbol: Symbol, span: Span) {
        self.block().directives.push((symbol, span));
    }

    /// A walrus in a comprehension binds in the nearest block that is none.
    pub(super) fn extend_walrus(&mut self, symbol: Symbol, span: Span) -> Checked {
        let current = self.blocks.len() - 1;
        for index in (0..=current).rev() {
            let known = self.names.flags(symbol, index);
            match self.blocks[index].kind {
                kind if kind.is_comprehension() => {
                    if known & COMP_TARGET != 0 {
                        let name = self.text(symbol);
                        let message = format!("assignment expression cannot rebind comprehension iteration variable '{name}'");
                        return misuse(message, span);
                    }
                }
                BlockKind::Function | BlockKind::AsyncFunction | BlockKind::Lambda => {
                    let flag = if known & GLOBAL != 0 { GLOBAL } else { NONLOCAL };
                    self.set(current, symbol, flag);
                    self.set(index, symbol, LOCAL);
                    return Ok(());
                }
                BlockKind::Module => {
                    self.set(current, symbol, GLOBAL);
                    self.set(index, symbol, GLOBAL);
                    return Ok(());
                }
                BlockKind::Class => {
                    let message = "assignment expression within a comprehension cannot be used in a class body";
                    return misuse(message, span);
                }
                BlockKind::TypeParams => {
                    let message = "assignment expression within a comprehension cannot be used within the definition of a generic";
                    return misuse(message, span);
                }
                BlockKind::Lazy(what) => {
                    let message = format!("assignment expression within a comprehension cannot be used in {what}");
                    return misuse(message, span);
                }
                _ => unreachable!("all comprehensions are matched first"),
            }
        }
        Ok(())
    }
}
