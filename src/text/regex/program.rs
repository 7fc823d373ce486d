//! From the tree of a regular expression to a list of instructions.

use super::class::{Case, Set, fold_by};
use super::flag;
use super::parse::{At, Greed, INFINITE, Node, Parsed, PatternError, parse};

/// Something that one character fits or not.
#[derive(Debug)]
pub(super) enum Single {
    Char(u32),
    /// Already folded.
    Folded(u32, Case),
    Any,
    AnyButNewline,
    Set(Box<Set>),
}

impl Single {
    #[inline(always)]
    pub(super) fn fits(&self, c: u32) -> bool {
        match self {
            Single::Char(own) => *own == c,
            Single::Folded(own, case) => *own == c || fold_by(c, *case) == *own,
            Single::Any => true,
            Single::AnyButNewline => c != 10,
            Single::Set(set) => set.has(c),
        }
    }
}

#[derive(Debug)]
pub(super) enum Inst {
    One(Single),
    At(At),
    /// Stores the position.
    Save(usize),
    /// Goes on at the first; at the second if that fails.
    Split(usize, usize),
    Jump(usize),
    /// One character again and again.
    Run {
        single: Single,
        least: u32,
        most: u32,
        greed: Greed,
    },
    /// Starts counting a loop.
    LoopStart(usize),
    /// Decides whether the body at `body` comes (again) or the loop is left for `next`.
    Loop {
        register: usize,
        least: u32,
        most: u32,
        lazy: bool,
        body: usize,
        next: usize,
    },
    /// One more round of the lazy loop before, if there may be one.
    LoopMore,
    Back(usize, Case),
    /// Runs the instructions up to the next `Stop` on their own; then goes to `next`.
    Look {
        width: Option<usize>,
        negated: bool,
        next: usize,
    },
    Atomic {
        next: usize,
    },
    /// Goes on after this if the group took part, else at `no`.
    If {
        group: usize,
        no: usize,
    },
    Stop,
    Fail,
    Match,
}

/// A compiled regular expression.
#[derive(Debug)]
pub(crate) struct Program {
    pub(super) insts: Vec<Inst>,
    pub(super) loops: usize,
    /// Groups, the whole match included.
    pub(crate) groups: usize,
    /// In order of numbers.
    pub(crate) names: Vec<(String, usize)>,
    pub(crate) flags: u32,
}

impl Program {
    pub(crate) fn compile(pattern: &[u32], flags: u32, is_bytes: bool) -> Result<Program, PatternError> {
        let unicode = if is_bytes || flags & flag::ASCII != 0 { 0 } else { flag::UNICODE };
        let Parsed { node, mut flags, groups, names } = parse(pattern, flags | unicode, is_bytes)?;
        if !is_bytes && flags & flag::ASCII != 0 {
            flags &= !flag::UNICODE;
        }
        let mut compiler = Compiler { insts: Vec::new(), loops: 0 };
        compiler.node(&node)?;
        compiler.insts.push(Inst::Match);
        Ok(Program { insts: compiler.insts, loops: compiler.loops, groups, names, flags })
    }
}

struct Compiler {
    insts: Vec<Inst>,
    loops: usize,
}

/// Fewest and most characters a node takes.
fn width(node: &Node) -> (u64, u64) {
    match node {
        Node::Char(..) | Node::Any { .. } | Node::Set(_) => (1, 1),
        Node::At(_) | Node::Look { .. } | Node::Fail => (0, 0),
        Node::Concat(items) => items.iter().map(width).fold((0, 0), |(a, b), (c, d)| (a.saturating_add(c), b.saturating_add(d))),
        Node::Either(branches) => {
            let widths: Vec<(u64, u64)> = branches.iter().map(width).collect();
            (widths.iter().map(|w| w.0).min().unwrap_or(0), widths.iter().map(|w| w.1).max().unwrap_or(0))
        }
        Node::Repeat { body, least, most, .. } => {
            let (a, b) = width(body);
            let most = if *most == INFINITE { u64::MAX } else { u64::from(*most) };
            (a.saturating_mul(u64::from(*least)), b.saturating_mul(most))
        }
        Node::Capture(_, body) | Node::Group(body) | Node::Atomic(body) => width(body),
        // What a group will have matched is not known.
        Node::Back(..) => (0, u64::MAX),
        Node::If { yes, no, .. } => {
            let (a, b) = (width(yes), width(no));
            (a.0.min(b.0), a.1.max(b.1))
        }
    }
}

fn single(node: &Node) -> Option<Single> {
    Some(match node {
        Node::Char(c, case) => match fold_by(*c, *case) {
            folded if *case == Case::Exact || (folded == *c && !has_cases(*c, *case)) => Single::Char(folded),
            folded => Single::Folded(folded, *case),
        },
        Node::Any { newline: true } => Single::Any,
        Node::Any { newline: false } => Single::AnyButNewline,
        Node::Set(set) => Single::Set(set.clone()),
        Node::Group(body) => return single(body),
        _ => return None,
    })
}

/// Whether another character could be the same in another case.
fn has_cases(c: u32, case: Case) -> bool {
    case == Case::Unicode && c >= 128 || char::from_u32(c).is_some_and(char::is_alphabetic)
}

impl Compiler {
    fn node(&mut self, node: &Node) -> Result<(), PatternError> {
        if let Some(single) = single(node) {
            self.insts.push(Inst::One(single));
            return Ok(());
        }
        match node {
            Node::Char(..) | Node::Any { .. } | Node::Set(_) => {}
            Node::At(at) => self.insts.push(Inst::At(*at)),
            Node::Concat(items) => items.iter().try_for_each(|item| self.node(item))?,
            Node::Either(branches) => self.either(branches)?,
            Node::Repeat { body, least, most, greed } => self.repeat(body, *least, *most, *greed)?,
            Node::Capture(group, body) => {
                self.insts.push(Inst::Save(group * 2));
                self.node(body)?;
                self.insts.push(Inst::Save(group * 2 + 1));
            }
            Node::Group(body) => self.node(body)?,
            Node::Back(group, case) => self.insts.push(Inst::Back(*group, *case)),
            Node::Look { ahead, negated, body } => self.look(*ahead, *negated, body)?,
            Node::If { group, yes, no } => {
                let start = self.insts.len();
                self.insts.push(Inst::If { group: *group, no: 0 });
                self.node(yes)?;
                let jump = self.insts.len();
                self.insts.push(Inst::Jump(0));
                self.insts[start] = Inst::If { group: *group, no: jump + 1 };
                self.node(no)?;
                self.insts[jump] = Inst::Jump(self.insts.len());
            }
            Node::Atomic(body) => self.atomic(|this| this.node(body))?,
            Node::Fail => self.insts.push(Inst::Fail),
        }
        Ok(())
    }

    fn atomic(&mut self, body: impl FnOnce(&mut Compiler) -> Result<(), PatternError>) -> Result<(), PatternError> {
        let start = self.insts.len();
        self.insts.push(Inst::Atomic { next: 0 });
        body(self)?;
        self.insts.push(Inst::Stop);
        self.insts[start] = Inst::Atomic { next: self.insts.len() };
        Ok(())
    }

    fn either(&mut self, branches: &[Node]) -> Result<(), PatternError> {
        let mut jumps = Vec::new();
        for (index, branch) in branches.iter().enumerate() {
            let split = self.insts.len();
            let is_last = index + 1 == branches.len();
            if !is_last {
                self.insts.push(Inst::Split(0, 0));
            }
            self.node(branch)?;
            if !is_last {
                jumps.push(self.insts.len());
                self.insts.push(Inst::Jump(0));
                self.insts[split] = Inst::Split(split + 1, self.insts.len());
            }
        }
        let end = self.insts.len();
        for jump in jumps {
            self.insts[jump] = Inst::Jump(end);
        }
        Ok(())
    }

    fn repeat(&mut self, body: &Node, least: u32, most: u32, greed: Greed) -> Result<(), PatternError> {
        if let Some(single) = single(body) {
            self.insts.push(Inst::Run { single, least, most, greed });
            return Ok(());
        }
        if greed == Greed::Possessive {
            return self.atomic(|this| this.repeat(body, least, most, Greed::Greedy));
        }
        let lazy = greed == Greed::Lazy;
        if (least, most) == (0, 1) {
            let split = self.insts.len();
            self.insts.push(Inst::Split(0, 0));
            self.node(body)?;
            let (inside, after) = (split + 1, self.insts.len());
            self.insts[split] = if lazy { Inst::Split(after, inside) } else { Inst::Split(inside, after) };
            return Ok(());
        }
        let register = self.loops;
        self.loops += 1;
        self.insts.push(Inst::LoopStart(register));
        let decision = self.insts.len();
        self.insts.push(Inst::Fail);
        self.insts.push(Inst::LoopMore);
        self.node(body)?;
        self.insts.push(Inst::Jump(decision));
        let next = self.insts.len();
        self.insts[decision] = Inst::Loop { register, least, most, lazy, body: decision + 2, next };
        Ok(())
    }

    fn look(&mut self, ahead: bool, negated: bool, body: &Node) -> Result<(), PatternError> {
        let behind = if ahead {
            None
        } else {
            let (least, most) = width(body);
            if least != most {
                return Err(PatternError { message: "look-behind requires fixed-width pattern".into(), position: None, overflow: false });
            }
            Some(usize::try_from(least).unwrap_or(usize::MAX))
        };
        let start = self.insts.len();
        self.insts.push(Inst::Fail);
        self.node(body)?;
        self.insts.push(Inst::Stop);
        self.insts[start] = Inst::Look { width: behind, negated, next: self.insts.len() };
        Ok(())
    }
}
