//! Runs a compiled regular expression: depth first, with a stack of what to try next and what to undo.

use super::class::{Case, fold_by, is_word};
use super::parse::{At, Greed, INFINITE};
use super::program::{Inst, Program, Single};

/// A text: code points by index.
pub(crate) trait Subject {
    fn at(&self, index: usize) -> u32;
}

impl Subject for [u8] {
    #[inline(always)]
    fn at(&self, index: usize) -> u32 {
        u32::from(self[index])
    }
}

impl Subject for [u32] {
    #[inline(always)]
    fn at(&self, index: usize) -> u32 {
        self[index]
    }
}

/// Why there is no answer.
#[derive(Debug, PartialEq)]
pub(crate) enum Failure {
    NoMemory,
    /// The caller's check said to stop.
    Stopped,
}

/// Which match is sought.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The match must begin at `start`.
    pub(crate) anchored: bool,
    /// It must reach `end`.
    pub(crate) full: bool,
    /// An empty match at `start` does not count.
    pub(crate) not_empty: bool,
}

/// Positions of the groups; `usize::MAX` where one took no part.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    pub(crate) positions: Vec<usize>,
    /// The group closed last; 0: none.
    pub(crate) last: usize,
}

const NOWHERE: usize = usize::MAX;
/// Steps between two calls of the caller's check.
const SLICE: u32 = 20_000;

enum Frame {
    Try {
        pc: usize,
        at: usize,
    },
    /// A greedy run that may give back characters down to `least`.
    Shorter {
        pc: usize,
        least: usize,
        at: usize,
    },
    /// A lazy run that may take more, up to `most`.
    Longer {
        pc: usize,
        at: usize,
        most: usize,
    },
    Position {
        slot: usize,
        old: usize,
        last: usize,
    },
    Register {
        register: usize,
        count: u32,
        at: usize,
    },
    All(Box<(Vec<usize>, usize)>),
}

struct Machine<'a, T: Subject + ?Sized> {
    insts: &'a [Inst],
    text: &'a T,
    limits: Limits,
    positions: Vec<usize>,
    last: usize,
    /// Rounds done of each loop, and where the last one began.
    registers: Vec<(u32, usize)>,
    stack: Vec<Frame>,
    steps: u32,
    check: &'a mut dyn FnMut() -> bool,
}

impl Program {
    /// The first match within the limits. `check` is asked now and then whether to go on.
    pub(crate) fn find<T: Subject + ?Sized>(
        &self,
        text: &T,
        limits: Limits,
        check: &mut dyn FnMut() -> bool,
    ) -> Result<Option<Found>, Failure> {
        let mut machine = Machine {
            insts: &self.insts,
            text,
            limits,
            positions: vec![NOWHERE; self.groups * 2],
            last: 0,
            registers: vec![(0, NOWHERE); self.loops],
            stack: Vec::new(),
            steps: 0,
            check,
        };
        let first = self.first();
        let mut start = limits.start;
        while start <= limits.end {
            if let (Some(first), false) = (first, limits.anchored) {
                while start < limits.end && !first.fits(text.at(start)) {
                    start += 1;
                }
                if start >= limits.end {
                    return Ok(None);
                }
            }
            if let Some(end) = machine.run(0, start, true)? {
                machine.positions[0] = start;
                machine.positions[1] = end;
                return Ok(Some(Found { positions: machine.positions, last: machine.last }));
            }
            if limits.anchored {
                return Ok(None);
            }
            machine.limits.not_empty = false;
            machine.positions.fill(NOWHERE);
            machine.last = 0;
            start += 1;
            machine.count()?;
        }
        Ok(None)
    }

    /// What the first character of any match fits, if that is known.
    fn first(&self) -> Option<&Single> {
        match self.insts.iter().find(|inst| !matches!(inst, Inst::Save(_)))? {
            Inst::One(single) => Some(single),
            Inst::Run { single, least, .. } if *least > 0 => Some(single),
            _ => None,
        }
    }
}

impl<T: Subject + ?Sized> Machine<'_, T> {
    fn count(&mut self) -> Result<(), Failure> {
        self.steps += 1;
        if self.steps >= SLICE {
            self.steps = 0;
            if !(self.check)() {
                return Err(Failure::Stopped);
            }
        }
        Ok(())
    }

    fn push(&mut self, frame: Frame) -> Result<(), Failure> {
        if self.stack.len() == self.stack.capacity() {
            self.stack.try_reserve(self.stack.len().max(64)).map_err(|_| Failure::NoMemory)?;
        }
        self.stack.push(frame);
        Ok(())
    }

    fn set_register(&mut self, register: usize, count: u32, at: usize) -> Result<(), Failure> {
        let (old, old_at) = self.registers[register];
        self.registers[register] = (count, at);
        self.push(Frame::Register { register, count: old, at: old_at })
    }

    /// Undoes up to the latest choice and gives where to go on; None when nothing is left above `base`.
    fn retreat(&mut self, base: usize) -> Option<(usize, usize)> {
        while self.stack.len() > base {
            match self.stack.pop()? {
                Frame::Try { pc, at } => return Some((pc, at)),
                Frame::Shorter { pc, least, at } => {
                    if at - 1 > least {
                        self.stack.push(Frame::Shorter { pc, least, at: at - 1 });
                    }
                    return Some((pc, at - 1));
                }
                Frame::Longer { pc, at, most } => {
                    let Inst::Run { single, .. } = &self.insts[pc - 1] else { continue };
                    if at < most && single.fits(self.text.at(at)) {
                        if at + 1 < most {
                            self.stack.push(Frame::Longer { pc, at: at + 1, most });
                        }
                        return Some((pc, at + 1));
                    }
                }
                Frame::Position { slot, old, last } => {
                    self.positions[slot] = old;
                    self.last = last;
                }
                Frame::Register { register, count, at } => self.registers[register] = (count, at),
                Frame::All(old) => (self.positions, self.last) = *old,
            }
        }
        None
    }

    /// Runs from an instruction to `Match` or `Stop`; the position reached. What it pushed stays on the stack if it got there.
    fn run(&mut self, start: usize, from: usize, top: bool) -> Result<Option<usize>, Failure> {
        let base = self.stack.len();
        let (mut pc, mut at) = (start, from);
        loop {
            self.count()?;
            let goes_on = match &self.insts[pc] {
                Inst::Match => {
                    let rejected =
                        (self.limits.full && at != self.limits.end) || (self.limits.not_empty && at == self.limits.start && at == from);
                    if !rejected || !top {
                        return Ok(Some(at));
                    }
                    false
                }
                Inst::Stop => return Ok(Some(at)),
                Inst::One(single) => {
                    let fits = at < self.limits.end && single.fits(self.text.at(at));
                    at += usize::from(fits);
                    pc += 1;
                    fits
                }
                Inst::At(kind) => {
                    pc += 1;
                    self.holds(*kind, at)
                }
                Inst::Save(slot) => {
                    let (slot, old, last) = (*slot, self.positions[*slot], self.last);
                    self.push(Frame::Position { slot, old, last })?;
                    self.positions[slot] = at;
                    if slot % 2 == 1 {
                        self.last = slot / 2;
                    }
                    pc += 1;
                    true
                }
                Inst::Split(first, second) => {
                    let (first, second) = (*first, *second);
                    self.push(Frame::Try { pc: second, at })?;
                    pc = first;
                    true
                }
                Inst::Jump(target) => {
                    pc = *target;
                    true
                }
                Inst::Run { single, least, most, greed } => {
                    pc += 1;
                    match self.characters(single, *least, *most, *greed, pc, at) {
                        Some((to, frame)) => {
                            if let Some(frame) = frame {
                                self.push(frame)?;
                            }
                            at = to;
                            true
                        }
                        None => false,
                    }
                }
                Inst::LoopStart(register) => {
                    self.set_register(*register, 0, NOWHERE)?;
                    pc += 1;
                    true
                }
                Inst::Loop { register, least, most, lazy, body, next } => {
                    let (register, least, most, lazy, body, next) = (*register, *least, *most, *lazy, *body, *next);
                    let (count, last_at) = self.registers[register];
                    if count < least {
                        self.set_register(register, count + 1, last_at)?;
                        pc = body;
                    } else if lazy {
                        self.push(Frame::Try { pc: pc + 1, at })?;
                        pc = next;
                    } else if (most == INFINITE || count < most) && at != last_at {
                        self.push(Frame::Try { pc: next, at })?;
                        self.set_register(register, count.saturating_add(1), at)?;
                        pc = body;
                    } else {
                        pc = next;
                    }
                    true
                }
                Inst::LoopMore => match &self.insts[pc - 1] {
                    Inst::Loop { register, most, body, .. } => {
                        let (register, most, body) = (*register, *most, *body);
                        let (count, last_at) = self.registers[register];
                        let again = (most == INFINITE || count < most) && at != last_at;
                        if again {
                            self.set_register(register, count.saturating_add(1), at)?;
                            pc = body;
                        }
                        again
                    }
                    _ => false,
                },
                Inst::Back(group, case) => {
                    pc += 1;
                    match self.repeated(*group, *case, at) {
                        Some(to) => {
                            at = to;
                            true
                        }
                        None => false,
                    }
                }
                Inst::Look { width, negated, next } => {
                    let (width, negated, next) = (*width, *negated, *next);
                    let from = match width {
                        Some(width) => at.checked_sub(width),
                        None => Some(at),
                    };
                    let found = match from {
                        Some(from) => self.alone(pc + 1, from, !negated)?.is_some(),
                        None => false,
                    };
                    pc = next;
                    found != negated
                }
                Inst::Atomic { next } => {
                    let next = *next;
                    match self.alone(pc + 1, at, true)? {
                        Some(to) => {
                            at = to;
                            pc = next;
                            true
                        }
                        None => false,
                    }
                }
                Inst::If { group, no } => {
                    let took_part = self.positions.get(group * 2 + 1).is_some_and(|end| *end != NOWHERE);
                    pc = if took_part { pc + 1 } else { *no };
                    true
                }
                Inst::Fail => false,
            };
            if !goes_on {
                match self.retreat(base) {
                    Some(next) => (pc, at) = next,
                    None => return Ok(None),
                }
            }
        }
    }

    /// Runs a part whose choices are final once it matched. Its groups stay if `keep`, else nothing of it does.
    fn alone(&mut self, start: usize, from: usize, keep: bool) -> Result<Option<usize>, Failure> {
        let before = (self.positions.clone(), self.last);
        let registers = self.registers.clone();
        let base = self.stack.len();
        let end = self.run(start, from, false)?;
        self.stack.truncate(base);
        self.registers = registers;
        match (end, keep) {
            (Some(_), true) => self.push(Frame::All(Box::new(before)))?,
            _ => (self.positions, self.last) = before,
        }
        Ok(end)
    }

    /// Where a run of characters ends at first, and what else could be tried.
    fn characters(&self, single: &Single, least: u32, most: u32, greed: Greed, pc: usize, at: usize) -> Option<(usize, Option<Frame>)> {
        let room = self.limits.end.saturating_sub(at);
        let most = if most == INFINITE { room } else { room.min(most as usize) };
        let least = least as usize;
        if least > room {
            return None;
        }
        let wanted = if greed == Greed::Lazy { least } else { most };
        let mut count = 0;
        if matches!(single, Single::Any) {
            count = wanted;
        } else {
            while count < wanted && single.fits(self.text.at(at + count)) {
                count += 1;
            }
        }
        if count < least {
            return None;
        }
        let end = at + count;
        let frame = match greed {
            Greed::Lazy if least < most => Some(Frame::Longer { pc, at: end, most: at + most }),
            Greed::Greedy if count > least => Some(Frame::Shorter { pc, least: at + least, at: end }),
            _ => None,
        };
        Some((end, frame))
    }

    /// Where a repetition of what a group matched ends.
    fn repeated(&self, group: usize, case: Case, at: usize) -> Option<usize> {
        let (start, end) = (self.positions[group * 2], self.positions[group * 2 + 1]);
        if start == NOWHERE || end == NOWHERE || end < start || end - start > self.limits.end.saturating_sub(at) {
            return None;
        }
        let same = |offset: usize| {
            let (x, y) = (self.text.at(start + offset), self.text.at(at + offset));
            x == y || (case != Case::Exact && fold_by(x, case) == fold_by(y, case))
        };
        (0..end - start).all(same).then_some(at + end - start)
    }

    fn holds(&self, kind: At, at: usize) -> bool {
        let end = self.limits.end;
        match kind {
            At::Start => at == 0,
            At::LineStart => at == 0 || self.text.at(at - 1) == 10,
            At::End => at == end || (at + 1 == end && self.text.at(at) == 10),
            At::LineEnd => at == end || self.text.at(at) == 10,
            At::AbsoluteEnd => at == end,
            At::Boundary { ascii } => self.is_boundary(at, ascii),
            // As in CPython until 3.13: not in an empty text.
            At::NoBoundary { ascii } => end > 0 && !self.is_boundary(at, ascii),
        }
    }

    fn is_boundary(&self, at: usize, ascii: bool) -> bool {
        let before = at > 0 && is_word(self.text.at(at - 1), ascii);
        let after = at < self.limits.end && is_word(self.text.at(at), ascii);
        before != after
    }
}
