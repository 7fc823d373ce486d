//! Arguments between their evaluation and the callee: bare words, which stay in registers. Knows neither nodes nor frames.

use super::args::Param;
use super::code::Code;
use super::native::FEW;
use super::places::MOST_PLACES;
use super::stack::{HEAD_SLOTS, SPARE_SLOTS, Stack};
use super::value::{R, Value, Words};
use std::mem::ManuallyDrop;
use std::ptr::NonNull;

/// Evaluated arguments on their way to become a callee's first locals. Their words are counted references without destructors:
/// each of the methods that take `self` disposes of them, and one of these must be called.
pub(crate) trait Actuals: Sized {
    fn count(&self) -> usize;
    /// Moves the arguments to `place`.
    ///
    /// # Safety
    /// There is room for [`Actuals::count`] values at `place`, which hold nothing yet.
    unsafe fn move_to(self, place: NonNull<Value>);
    /// Drops the arguments.
    fn discard(self);

    /// Where the callee's frame will begin: the top of the stack.
    #[inline(always)]
    fn frame(&self, stack: &Stack) -> NonNull<Value> {
        stack.top()
    }

    /// Whether they are one for each parameter of the code, in order.
    #[inline(always)]
    fn fit(&self, code: &Code) -> bool {
        code.simple_args as usize == self.count()
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
    #[inline(always)]
    fn count(&self) -> usize {
        N
    }
    #[inline(always)]
    unsafe fn move_to(self, place: NonNull<Value>) {
        for index in 0..N {
            // SAFETY: passed on from the caller; `self` is consumed.
            unsafe { self.0[index].write_to(place.add(index)) };
        }
    }
    #[cold]
    #[inline(never)]
    fn discard(self) {
        self.with(|_| ());
    }
}

impl<const N: usize> Given<N> {
    /// Looks at the arguments as values, which are dropped afterwards.
    #[inline(always)]
    pub(crate) fn with<T>(self, look: impl FnOnce(&[Value]) -> T) -> T {
        // SAFETY: `self` is consumed.
        let values: [Value; N] = std::array::from_fn(|index| unsafe { self.0[index].into_value() });
        look(&values)
    }

    /// Hands the values out in order. Err: what the first one that failed gave; the rest is dropped.
    #[inline(always)]
    pub(crate) fn each<E>(self, mut take: impl FnMut(usize, Value) -> Result<(), E>) -> Result<(), E> {
        for index in 0..N {
            // SAFETY: `self` is consumed; each of the words becomes a value once, here or below.
            let value = unsafe { self.0[index].into_value() };
            if let Err(error) = take(index, value) {
                // SAFETY: see above.
                self.0[index + 1..].iter().for_each(|words| drop(unsafe { words.into_value() }));
                return Err(error);
            }
        }
        Ok(())
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
    #[inline(always)]
    fn count(&self) -> usize {
        N + 1
    }
    #[inline(always)]
    unsafe fn move_to(self, place: NonNull<Value>) {
        // SAFETY: passed on from the caller; `self` is consumed.
        unsafe {
            self.this.write_to(place);
            self.rest.move_to(place.add(1));
        }
    }
    #[cold]
    #[inline(never)]
    fn discard(self) {
        // SAFETY: `self` is consumed.
        drop(unsafe { self.this.into_value() });
        self.rest.discard();
    }
}

/// `N` arguments that were put where the callee's frame will have them, after the object of a method call, if any. Until the frame is made
/// nothing may use the stack.
#[must_use]
pub(crate) struct InPlace<const N: usize> {
    first: NonNull<Value>,
    this: usize,
}

/// [`InPlace`] without the object yet.
#[must_use]
pub(crate) struct Thisless<const N: usize>(InPlace<N>);

impl<const N: usize> Thisless<N> {
    /// Finds the arguments of a method call, see [`InPlace::find`].
    #[inline(always)]
    pub(crate) fn find(stack: &Stack, find: impl FnMut(usize) -> Option<Value>) -> Option<Thisless<N>> {
        InPlace::find_from(stack, 1, find).map(Thisless)
    }

    #[inline(always)]
    pub(crate) fn with_this(self, this: Value) -> InPlace<N> {
        // SAFETY: the place before the arguments was left free.
        unsafe { self.0.first.write(this) };
        self.0
    }
}

impl<const N: usize> InPlace<N> {
    /// Finds arguments without running anything. None: one of them cannot be found so.
    #[inline(always)]
    pub(crate) fn find(stack: &Stack, find: impl FnMut(usize) -> Option<Value>) -> Option<InPlace<N>> {
        InPlace::find_from(stack, 0, find)
    }

    #[inline(always)]
    fn find_from(stack: &Stack, this: usize, mut find: impl FnMut(usize) -> Option<Value>) -> Option<InPlace<N>> {
        const { assert!(N < SPARE_SLOTS) };
        let first = stack.next_locals();
        for index in 0..N {
            // SAFETY: there is memory for so many, in which nothing is that must be dropped.
            unsafe {
                let place = first.add(this + index);
                match find(index) {
                    Some(value) => place.write(value),
                    None => {
                        drop_before(place, index);
                        return None;
                    }
                }
            }
        }
        Some(InPlace { first, this })
    }
}

/// # Safety
/// The `count` values before `end` were written, and nobody drops them again.
#[cold]
#[inline(never)]
unsafe fn drop_before(end: NonNull<Value>, count: usize) {
    // SAFETY: passed on from the caller.
    (1..=count).for_each(|back| unsafe { end.sub(back).drop_in_place() });
}

impl<const N: usize> Actuals for InPlace<N> {
    #[inline(always)]
    fn count(&self) -> usize {
        N + self.this
    }
    #[inline(always)]
    unsafe fn move_to(self, place: NonNull<Value>) {
        debug_assert!(self.first == place, "they lie in the next frame");
    }
    #[cold]
    #[inline(never)]
    fn discard(self) {
        // SAFETY: all were written; `self` is consumed. Moved out first, since what is dropped may run code that uses the stack.
        unsafe {
            let values: [Value; N] = std::array::from_fn(|index| self.first.add(self.this + index).read());
            let this = (self.this != 0).then(|| self.first.read());
            drop((values, this));
        }
    }
    #[inline(always)]
    fn frame(&self, _: &Stack) -> NonNull<Value> {
        // SAFETY: the head has room before the first local.
        unsafe { self.first.sub(HEAD_SLOTS) }
    }
}

/// Arguments that come in another order than the parameters: a value for each parameter, in its place.
pub(crate) struct Placed {
    words: [Words; MOST_PLACES],
    count: usize,
}

impl Placed {
    /// `count` places, [`MOST_PLACES`] at most.
    #[inline(always)]
    pub(crate) fn new(count: usize) -> Placed {
        Placed { words: [Words::UNSET; MOST_PLACES], count: count.min(MOST_PLACES) }
    }

    /// Puts a value into a place where there is none.
    #[inline(always)]
    pub(crate) fn put(&mut self, place: usize, value: Value) {
        self.words[place] = Words::of(value);
    }

    /// Takes the value out of a place; Unset if there is none.
    pub(crate) fn take(&mut self, place: usize) -> Value {
        let words = std::mem::replace(&mut self.words[place], Words::UNSET);
        // SAFETY: taken out of its place.
        unsafe { words.into_value() }
    }
}

/// All places are filled, and the count is that of the parameters.
impl Actuals for &mut Placed {
    #[inline(always)]
    fn count(&self) -> usize {
        self.count
    }
    #[inline(always)]
    unsafe fn move_to(self, place: NonNull<Value>) {
        for (index, words) in self.words[..self.count].iter().enumerate() {
            // SAFETY: passed on from the caller; who lent the places does not look at them again.
            unsafe { words.write_to(place.add(index)) };
        }
    }
    #[cold]
    #[inline(never)]
    fn discard(self) {
        (0..self.count).for_each(|place| drop(self.take(place)));
    }
    #[inline(always)]
    fn fit(&self, code: &Code) -> bool {
        code.direct_args as usize == self.count()
    }
}

/// Values that somebody else holds, and which the callee gets copies of.
pub(crate) struct Copied<'a>(pub(crate) &'a [Value]);

impl Actuals for Copied<'_> {
    #[inline(always)]
    fn count(&self) -> usize {
        self.0.len()
    }
    #[inline(always)]
    unsafe fn move_to(self, place: NonNull<Value>) {
        for (index, value) in self.0.iter().enumerate() {
            // SAFETY: passed on from the caller.
            unsafe { Words::of(value.clone()).write_to(place.add(index)) };
        }
    }
    fn discard(self) {}
}

/// Arguments, and after them copies of values that somebody else holds.
pub(crate) struct WithRest<'a, A: Actuals> {
    pub(crate) args: A,
    pub(crate) rest: &'a [Value],
}

impl<A: Actuals> Actuals for WithRest<'_, A> {
    #[inline(always)]
    fn count(&self) -> usize {
        self.args.count() + self.rest.len()
    }
    #[inline(always)]
    unsafe fn move_to(self, place: NonNull<Value>) {
        let given = self.args.count();
        // SAFETY: passed on from the caller: there is room for both.
        unsafe {
            self.args.move_to(place);
            Copied(self.rest).move_to(place.add(given));
        }
    }
    fn discard(self) {
        self.args.discard();
    }
}

/// An evaluated argument of a builtin function.
pub(crate) enum Passed<'a> {
    /// Held by whom it is borrowed from while the call runs: a local of the frame that makes the call (nothing binds it meanwhile),
    /// or a constant of its node.
    Lent(&'a Value),
    Own(Value),
}

/// Arguments of a builtin function while they are evaluated. What was made for the call is dropped once, afterwards.
struct Held<const N: usize> {
    words: [Words; N],
    owned: u32,
}

impl<const N: usize> Held<N> {
    /// Evaluates the arguments in order. Err: what the first one that failed raised.
    #[inline(always)]
    fn evaluate<'a>(mut eval: impl FnMut(usize) -> R<Passed<'a>>) -> R<Held<N>> {
        let mut held = Held { words: [Words::UNSET; N], owned: 0 };
        for index in 0..N {
            match eval(index) {
                Ok(Passed::Lent(value)) => held.words[index] = Words::lent(value),
                Ok(Passed::Own(value)) => {
                    held.words[index] = Words::of(value);
                    held.owned |= 1 << index;
                }
                Err(raised) => {
                    held.release();
                    return Err(raised);
                }
            }
        }
        Ok(held)
    }

    /// Drops what is owned.
    #[inline(always)]
    fn release(self) {
        for index in 0..N {
            if self.owned & 1 << index != 0 {
                // SAFETY: owned, and dropped once: `self` is consumed.
                drop(unsafe { self.words[index].into_value() });
            }
        }
    }
}

/// A value that is looked at where it is not dropped.
#[inline(always)]
pub(super) fn lent(words: Words) -> ManuallyDrop<Value> {
    // SAFETY: never dropped.
    ManuallyDrop::new(unsafe { words.into_value() })
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
    match (this, N) {
        (Some(this), 0) => return call(std::slice::from_ref(this)),
        (None, 1) => {
            return match eval(0)? {
                Passed::Lent(value) => call(std::slice::from_ref(value)),
                Passed::Own(value) => call(std::slice::from_ref(&value)),
            };
        }
        _ => {}
    }
    let held = Held::<N>::evaluate(eval)?;
    let values = Values::<N>(lent(this.map_or(Words::UNSET, Words::lent)), held.words.map(lent));
    let (first, count) = if this.is_some() { (&raw const values.0, N + 1) } else { (values.1.as_ptr(), N) };
    // SAFETY: repr(C): the arguments follow the object without a gap.
    let result = call(unsafe { std::slice::from_raw_parts(first.cast::<Value>(), count) });
    held.release();
    result
}

/// [`pass`] of a method's object and arguments, and after them the defaults of its other parameters: [`FEW`] values in all.
#[inline(always)]
pub(crate) fn pass_padded<'a, const N: usize>(
    this: &Value,
    eval: impl FnMut(usize) -> R<Passed<'a>>,
    defaults: &'static [Param],
    call: impl FnOnce(&[Value]) -> R,
) -> R {
    let held = Held::<N>::evaluate(eval)?;
    let mut values = [const { ManuallyDrop::new(Value::UNSET) }; FEW];
    values[0] = lent(Words::lent(this));
    for index in 0..N {
        values[index + 1] = lent(held.words[index]);
    }
    for (place, param) in values[N + 1..].iter_mut().zip(defaults) {
        *place = lent(param.default.as_ref().map_or(Words::UNSET, Words::lent));
    }
    let count = (N + 1 + defaults.len()).min(FEW);
    // SAFETY: ManuallyDrop has the layout of what is in it.
    let result = call(unsafe { std::slice::from_raw_parts(values.as_ptr().cast::<Value>(), count) });
    held.release();
    result
}

/// Looks at `this` and `rest` as one row of values, which stay their holders'.
#[inline(always)]
pub(crate) fn with_first<T>(this: &Value, rest: &[Value], look: impl FnOnce(&[Value]) -> T) -> T {
    if rest.len() < FEW {
        let mut values = [const { ManuallyDrop::new(Value::UNSET) }; FEW];
        values[0] = lent(Words::lent(this));
        for (place, value) in values[1..].iter_mut().zip(rest) {
            *place = lent(Words::lent(value));
        }
        // SAFETY: ManuallyDrop has the layout of what is in it; as many were filled in.
        return look(unsafe { std::slice::from_raw_parts(values.as_ptr().cast::<Value>(), rest.len() + 1) });
    }
    let mut values = Vec::with_capacity(rest.len() + 1);
    values.push(this.clone());
    values.extend_from_slice(rest);
    look(&values)
}
