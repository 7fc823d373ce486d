//! Credits: references to SHARED objects that an OS thread has in hand. Knows headers, and whom to ask for a safepoint.
//!
//! A count that several threads write to makes its cache line travel between their processors, which costs far more than the counting:
//! two threads that call methods of one object ran slower than one. So a thread that gives a reference back keeps it, in a place found
//! by the object's address, and takes it from there when it needs one again. A credit is a counted reference like any other: it keeps
//! its object alive, and nobody else needs to know of it. Only the thread itself touches its credits.
//!
//! Objects do not live longer for it than can be noticed:
//!
//! * Whoever gives a reference back looks whether all that are counted are its own credits; then the object dies at once.
//! * Credits are given up before the strand waits, before it tells other strands something and when it asks for what they tell (locks,
//!   events, queues, futures, starts and joins of threads), at safepoints that it is asked for, and when it ends. Who learns by any of
//!   these that an object is used no more, and lets go of it, finds no credits of others.
//! * Of objects with a finalizer or weak references none are kept.
//!
//! Objects are released only where user code may run: in [`settle`]. Elsewhere one that has only credits left waits for that in
//! `Credits::over`, and the strand is asked to pass a safepoint.

use super::grace::Participant;
use super::header::{Header, flag};
use super::kinds;
use std::cell::{Cell, UnsafeCell};
use std::mem::ManuallyDrop;
use std::ptr::NonNull;

/// Sets of places; an object's address says which is its own.
const SETS: usize = 1 << SET_BITS;
const SET_BITS: u32 = 6;
/// Places of a set, together one cache line. The few dozen objects that a loop uses hardly ever crowd one set with more.
const WAYS: usize = 4;
/// More credits than this are given up, most of them: a thread that takes its references elsewhere.
const MOST_CREDITS: u32 = 64;
/// Objects whose end may be noticed.
const NEVER: u16 = flag::HAS_FINALIZER | flag::HAS_WEAKREFS;

struct Place {
    object: Cell<*const Header>,
    /// References in hand. Without any the object may be gone.
    credits: Cell<u32>,
}

#[repr(align(64))]
struct Set([Place; WAYS]);

/// What one OS thread has in hand. Has no destructor, so that finding it takes no look at whether it still is there.
struct Credits {
    sets: [Set; SETS],
    /// A bit for each set with an object.
    used: Cell<u64>,
    /// Which place of a full set makes room next.
    turn: Cell<u8>,
    /// Whom to ask for a safepoint; null: the thread runs no strand and keeps nothing.
    participant: Cell<*const Participant>,
    /// Objects of which only these credits are left, or were.
    over: UnsafeCell<ManuallyDrop<Vec<(NonNull<Header>, u32)>>>,
}

thread_local! {
    static CREDITS: Credits = const {
        Credits {
            sets: [const { Set([const { Place::empty() }; WAYS]) }; SETS],
            used: Cell::new(0),
            turn: Cell::new(0),
            participant: Cell::new(std::ptr::null()),
            over: UnsafeCell::new(ManuallyDrop::new(Vec::new())),
        }
    };
}

const _: () = assert!(SETS == u64::BITS as usize);

impl Place {
    const fn empty() -> Place {
        Place { object: Cell::new(std::ptr::null()), credits: Cell::new(0) }
    }
}

/// The number of an object's set. The product's upper bits depend on all of the address.
#[inline(always)]
fn index(object: &Header) -> usize {
    let address = std::ptr::from_ref(object).addr() as u64;
    (address.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - SET_BITS)) as usize
}

/// Takes a reference to an object from the credits; false: there is none.
#[inline(always)]
pub(super) fn take(object: &Header) -> bool {
    CREDITS.with(|credits| {
        let Some(place) = credits.place(object) else { return false };
        let count = place.credits.get();
        if count > 0 {
            place.credits.set(count - 1);
        }
        count > 0
    })
}

/// A reference to a SHARED object, alive, was counted: when it is given back the thread keeps it. What is only given back is not kept, so
/// that what a thread makes and hands on has no place here.
pub(super) fn watch(object: &Header) {
    CREDITS.with(|credits| {
        if credits.participant.get().is_null() || object.has(NEVER) {
            return;
        }
        if credits.place(object).is_some() {
            return;
        }
        let index = index(object);
        let Set(places) = &credits.sets[index];
        let free = places.iter().find(|place| place.object.get().is_null());
        let place = free.or_else(|| places.iter().find(|place| place.credits.get() == 0)).unwrap_or_else(|| {
            let turn = credits.turn.get();
            credits.turn.set(turn.wrapping_add(1));
            &places[usize::from(turn) % WAYS]
        });
        credits.put_down(place);
        place.object.set(object);
        credits.used.set(credits.used.get() | 1 << index);
    });
}

/// Gives back a reference to a SHARED object; true: it was the last one, and the object must be released.
#[inline(always)]
pub(super) fn give_back(object: &Header) -> bool {
    CREDITS.with(|credits| {
        let Some(place) = credits.place(object) else { return object.dec_many(1) };
        let count = place.credits.get() + 1;
        place.credits.set(count);
        if object.count() == count || count > MOST_CREDITS { credits.give_up(place, object) } else { false }
    })
}

impl Credits {
    /// The object's place, if it has one.
    #[inline(always)]
    fn place(&self, object: &Header) -> Option<&Place> {
        self.sets[index(object)].0.iter().find(|place| std::ptr::eq(place.object.get(), object))
    }

    /// Gives up the credits of an object, all if they are the last references to it. True: they were.
    #[cold]
    #[inline(never)]
    fn give_up(&self, place: &Place, object: &Header) -> bool {
        let count = place.credits.get();
        if object.count() == count && object.end(count) {
            place.credits.set(0);
            place.object.set(std::ptr::null());
            return true;
        }
        if count > MOST_CREDITS {
            let most = count - MOST_CREDITS / 4;
            place.credits.set(count - most);
            return object.dec_many(most);
        }
        false
    }

    /// Gives up the credits of a place. An object without other references waits in `over`.
    fn put_down(&self, place: &Place) {
        let (object, count) = (place.object.replace(std::ptr::null()), place.credits.replace(0));
        let Some(object) = NonNull::new(object.cast_mut()).filter(|_| count > 0) else { return };
        // SAFETY: credits keep their object alive.
        if unsafe { object.as_ref() }.dec_if_more(count) {
            return;
        }
        // SAFETY: the thread's own, and nothing below runs while it is borrowed.
        unsafe { (*self.over.get()).push((object, count)) };
        // SAFETY: lives as long as it is the thread's, see `begin`.
        if let Some(participant) = unsafe { self.participant.get().as_ref() } {
            participant.ask();
        }
    }

    fn put_all_down(&self) {
        let mut used = self.used.replace(0);
        while used != 0 {
            self.sets[used.trailing_zeros() as usize].0.iter().for_each(|place| self.put_down(place));
            used &= used - 1;
        }
    }

    fn take_over(&self) -> Vec<(NonNull<Header>, u32)> {
        // SAFETY: as in `put_down`.
        unsafe { std::mem::take(&mut **self.over.get()) }
    }
}

/// From now on the calling thread, which runs the strand of `participant`, keeps credits. Returns what to end with. The participant
/// must live until then.
pub(crate) fn begin(participant: &Participant) -> *const Participant {
    CREDITS.with(|credits| credits.participant.replace(participant))
}

/// The other end of [`begin`], with what that returned. The thread has nothing in hand afterwards if it runs no other strand. User code
/// may run.
pub(crate) fn end(before: *const Participant) {
    CREDITS.with(|credits| credits.participant.set(before));
    settle();
}

/// Gives up all credits. Returns whether objects have to be released, by [`settle`].
pub(crate) fn put_down() -> bool {
    CREDITS.with(|credits| {
        credits.put_all_down();
        // SAFETY: as in `Credits::put_down`.
        unsafe { !(*credits.over.get()).is_empty() }
    })
}

/// Gives up all credits and releases what dies by it. User code may run.
pub(crate) fn settle() {
    while put_down() {
        for (object, count) in CREDITS.with(Credits::take_over) {
            // SAFETY: the credits kept the object alive; the last reference releases it.
            unsafe {
                if object.as_ref().dec_many(count) {
                    kinds::release(object);
                }
            }
        }
    }
}
