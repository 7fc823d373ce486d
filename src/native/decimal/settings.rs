//! What a context says, as plain data: precision, rounding, bounds of exponents; and the conditions that operations meet. Knows no objects.

/// Largest precision and exponent of any context.
pub(super) const MAX_PREC: i64 = 999_999_999_999_999_999;
pub(super) const MAX_EMAX: i64 = 999_999_999_999_999_999;
pub(super) const MIN_EMIN: i64 = -999_999_999_999_999_999;
pub(super) const MIN_ETINY: i64 = MIN_EMIN - (MAX_PREC - 1);

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(super) enum Rounding {
    Up,
    Down,
    Ceiling,
    Floor,
    HalfUp,
    HalfDown,
    HalfEven,
    ZeroFiveUp,
}

impl Rounding {
    pub(super) const ALL: [(Rounding, &'static str); 8] = [
        (Rounding::Up, "ROUND_UP"),
        (Rounding::Down, "ROUND_DOWN"),
        (Rounding::Ceiling, "ROUND_CEILING"),
        (Rounding::Floor, "ROUND_FLOOR"),
        (Rounding::HalfUp, "ROUND_HALF_UP"),
        (Rounding::HalfDown, "ROUND_HALF_DOWN"),
        (Rounding::HalfEven, "ROUND_HALF_EVEN"),
        (Rounding::ZeroFiveUp, "ROUND_05UP"),
    ];

    pub(super) fn from_index(index: u8) -> Rounding {
        Rounding::ALL.get(usize::from(index)).map_or(Rounding::HalfEven, |(rounding, _)| *rounding)
    }

    pub(super) fn from_name(name: &str) -> Option<Rounding> {
        Rounding::ALL.iter().find(|(_, own)| *own == name).map(|(rounding, _)| *rounding)
    }

    pub(super) fn name(self) -> &'static str {
        Rounding::ALL[self as usize].1
    }

    /// Whether a magnitude that ends with `last_digit` grows by one unit of it; `part` was cut off.
    #[inline]
    pub(super) fn goes_up(self, negative: bool, part: Part, last_digit: u8) -> bool {
        if part == Part::Nothing {
            return false;
        }
        match self {
            Rounding::Down => false,
            Rounding::Up => true,
            Rounding::Ceiling => !negative,
            Rounding::Floor => negative,
            Rounding::ZeroFiveUp => last_digit == 0 || last_digit == 5,
            Rounding::HalfUp => part >= Part::Half,
            Rounding::HalfDown => part > Part::Half,
            Rounding::HalfEven => part > Part::Half || (part == Part::Half && last_digit & 1 == 1),
        }
    }
}

/// What was cut off a number, in units of its last digit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Part {
    Nothing,
    BelowHalf,
    Half,
    AboveHalf,
}

impl Part {
    #[inline]
    pub(super) fn of(is_zero: bool, twice_against_unit: std::cmp::Ordering) -> Part {
        match twice_against_unit {
            _ if is_zero => Part::Nothing,
            std::cmp::Ordering::Less => Part::BelowHalf,
            std::cmp::Ordering::Equal => Part::Half,
            std::cmp::Ordering::Greater => Part::AboveHalf,
        }
    }
}

/// What an operation works by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Settings {
    pub(super) prec: i64,
    pub(super) emin: i64,
    pub(super) emax: i64,
    pub(super) rounding: Rounding,
    pub(super) clamp: bool,
    pub(super) capitals: bool,
}

impl Settings {
    /// The widest there are: conversions that have to be exact.
    pub(super) const WIDEST: Settings =
        Settings { prec: MAX_PREC, emin: MIN_EMIN, emax: MAX_EMAX, rounding: Rounding::HalfEven, clamp: false, capitals: true };

    #[inline]
    pub(super) fn etiny(&self) -> i64 {
        self.emin - self.prec + 1
    }

    #[inline]
    pub(super) fn etop(&self) -> i64 {
        self.emax - self.prec + 1
    }
}

/// Conditions, as bits. The first nine are the signals in the order in which they are raised and listed.
pub(super) mod condition {
    pub(in super::super) const INVALID_OPERATION: u32 = 1;
    pub(in super::super) const FLOAT_OPERATION: u32 = 1 << 1;
    pub(in super::super) const DIVISION_BY_ZERO: u32 = 1 << 2;
    pub(in super::super) const OVERFLOW: u32 = 1 << 3;
    pub(in super::super) const UNDERFLOW: u32 = 1 << 4;
    pub(in super::super) const SUBNORMAL: u32 = 1 << 5;
    pub(in super::super) const INEXACT: u32 = 1 << 6;
    pub(in super::super) const ROUNDED: u32 = 1 << 7;
    pub(in super::super) const CLAMPED: u32 = 1 << 8;
    /// Kinds of invalid operations, which are that signal.
    pub(in super::super) const CONVERSION_SYNTAX: u32 = 1 << 9;
    pub(in super::super) const DIVISION_IMPOSSIBLE: u32 = 1 << 10;
    pub(in super::super) const DIVISION_UNDEFINED: u32 = 1 << 11;
    pub(in super::super) const INVALID_CONTEXT: u32 = 1 << 12;

    pub(in super::super) const ANY_INVALID: u32 =
        INVALID_OPERATION | CONVERSION_SYNTAX | DIVISION_IMPOSSIBLE | DIVISION_UNDEFINED | INVALID_CONTEXT;
}
