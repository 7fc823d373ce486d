//! Arguments between their evaluation and the callee: bare words, which stay in registers. Knows neither nodes nor frames.

use super::value::{R, Value, Words};
use std::mem::ManuallyDrop;
use std::ptr::NonNull;

/// Evaluated arguments on their way to become a callee's first locals. Their words are counted references without destructors:
/// each of the methods that take `self` disposes of them, and one of these must be called.
pub(crate) trait Actuals: Sized {
    const COUNT: usize;
    /// Moves the arguments to `place`.
    ///
    /// # Safety
    /// There is room for [`Actuals::COUNT`] values at `place`, which hold nothing yet.
    unsafe fn move_to(self, place: NonNull<Value>);
    /// Looks at the arguments as values, which are dropped afterwards.
    fn with<T>(self, look: impl FnOnce(&[Value]) -> T) -> T;

    /// Drops the arguments.
    #[cold]
    #[inline(never)]
    fn discard(self) {
        self.with(|_| ());
    }
}

/// `N` arguments.
#[must_use]
pub(crate) struct Given<const N: usize>([Words; N]);

impl<const N: usize> Given<N> {
    /// Evaluates arguments in order. Err: what the first one that failed raised.
    #[inline(always)]
    pub(crate) fn evaluate(mut eval: impl FnMut(usize) -> R) -> R<Given<N>> {
        let mut words = [Words::UNSET; N];
        for index in 0..N {
            match eval(index) {
                Ok(value) => words[index] = Words::of(value),
                // The rest is Unset, which is nothing.
                Err(raised) => {
                    Given(words).discard();
                    return Err(raised);
                }
            }
        }
        Ok(Given(words))
    }
}

impl<const N: usize> Actuals for Given<N> {
    const COUNT: usize = N;
    #[inline(always)]
    unsafe fn move_to(self, place: NonNull<Value>) {
        for index in 0..N {
            // SAFETY: passed on from the caller; `self` is consumed.
            unsafe { self.0[index].write_to(place.add(index)) };
        }
    }
    #[inline(always)]
    fn with<T>(self, look: impl FnOnce(&[Value]) -> T) -> T {
        // SAFETY: `self` is consumed.
        let values: [Value; N] = std::array::from_fn(|index| unsafe { self.0[index].into_value() });
        look(&values)
    }
}

/// The object of a method call and the other arguments.
#[must_use]
pub(crate) struct WithSelf<const N: usize> {
    this: Words,
    rest: Given<N>,
}

impl<const N: usize> WithSelf<N> {
    #[inline(always)]
    pub(crate) fn new(this: Value, rest: Given<N>) -> WithSelf<N> {
        WithSelf { this: Words::of(this), rest }
    }
}

impl<const N: usize> Actuals for WithSelf<N> {
    const COUNT: usize = N + 1;
    #[inline(always)]
    unsafe fn move_to(self, place: NonNull<Value>) {
        // SAFETY: passed on from the caller; `self` is consumed.
        unsafe {
            self.this.write_to(place);
            self.rest.move_to(place.add(1));
        }
    }
    #[inline(always)]
    fn with<T>(self, look: impl FnOnce(&[Value]) -> T) -> T {
        #[repr(C)]
        struct Values<const N: usize>(Value, [Value; N]);
        // SAFETY: `self` is consumed.
        let values = unsafe { Values::<N>(self.this.into_value(), std::array::from_fn(|index| self.rest.0[index].into_value())) };
        // SAFETY: repr(C): the others follow the object without a gap.
        look(unsafe { std::slice::from_raw_parts(&raw const values.0, N + 1) })
    }
}

/// An evaluated argument of a builtin function.
pub(crate) enum Passed<'a> {
    /// Held by whom it is borrowed from while the call runs: a local of the frame that makes the call (nothing binds it meanwhile),
    /// or a constant of its node.
    Lent(&'a Value),
    Own(Value),
}

/// Evaluates `this`, if any, and `N` arguments for a builtin function, and calls it. Only what was made for the call is counted.
#[inline(always)]
pub(crate) fn pass<'a, const N: usize>(
    this: Option<&Value>,
    mut eval: impl FnMut(usize) -> R<Passed<'a>>,
    call: impl FnOnce(&[Value]) -> R,
) -> R {
    #[repr(C)]
    struct Values<const N: usize>(ManuallyDrop<Value>, [ManuallyDrop<Value>; N]);
    let mut words = [Words::UNSET; N];
    let mut owned = 0u32;
    let mut failed = None;
    for index in 0..N {
        match eval(index) {
            Ok(Passed::Lent(value)) => words[index] = Words::lent(value),
            Ok(Passed::Own(value)) => {
                words[index] = Words::of(value);
                owned |= 1 << index;
            }
            Err(raised) => {
                failed = Some(raised);
                break;
            }
        }
    }
    let result = match failed {
        Some(raised) => Err(raised),
        None => {
            // SAFETY: what is lent is never dropped here, and what is owned once, below.
            let values = unsafe {
                let lent = |words: Words| ManuallyDrop::new(words.into_value());
                Values::<N>(lent(this.map_or(Words::UNSET, Words::lent)), words.map(lent))
            };
            let (first, count) = if this.is_some() { (&raw const values.0, N + 1) } else { (values.1.as_ptr(), N) };
            // SAFETY: repr(C): the arguments follow the object without a gap.
            call(unsafe { std::slice::from_raw_parts(first.cast::<Value>(), count) })
        }
    };
    for index in 0..N {
        if owned & 1 << index != 0 {
            // SAFETY: owned, and dropped once.
            drop(unsafe { words[index].into_value() });
        }
    }
    result
}
