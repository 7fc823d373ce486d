//! A short list that grows at its front only and is read without a lock: where inline caches keep what they found.
//!
//! An entry is immutable once linked and stays until the list goes, so a reader needs no more than the Acquire load of the first one,
//! which pairs with the Release of the strand that linked it.

use std::sync::atomic::{AtomicPtr, Ordering::*};

pub(crate) struct Entries<T> {
    first: AtomicPtr<Entry<T>>,
}

struct Entry<T> {
    value: T,
    /// How many there are from here on.
    count: u32,
    next: *mut Entry<T>,
}

impl<T> Default for Entries<T> {
    fn default() -> Entries<T> {
        Entries { first: AtomicPtr::new(std::ptr::null_mut()) }
    }
}

impl<T> Entries<T> {
    #[inline(always)]
    fn first(&self) -> Option<&Entry<T>> {
        // SAFETY: entries live as long as the list, see the file's head.
        unsafe { self.first.load(Acquire).as_ref() }
    }

    /// The newest entry that `is_wanted`.
    #[inline(always)]
    pub(crate) fn find(&self, is_wanted: impl Fn(&T) -> bool) -> Option<&T> {
        let mut entry = self.first()?;
        while !is_wanted(&entry.value) {
            // SAFETY: as for `first`.
            entry = unsafe { entry.next.as_ref() }?;
        }
        Some(&entry.value)
    }

    pub(crate) fn len(&self) -> u32 {
        self.first().map_or(0, |entry| entry.count)
    }

    /// Adds an entry, unless there are `most` of them: then the value comes back.
    pub(crate) fn push(&self, value: T, most: u32) -> Result<&T, T> {
        let mut fresh = Box::new(Entry { value, count: 0, next: std::ptr::null_mut() });
        let mut seen = self.first.load(Acquire);
        loop {
            // SAFETY: as for `first`.
            let count = unsafe { seen.as_ref() }.map_or(0, |entry| entry.count);
            if count >= most {
                return Err(fresh.value);
            }
            (fresh.count, fresh.next) = (count + 1, seen);
            let link = Box::into_raw(fresh);
            match self.first.compare_exchange(seen, link, AcqRel, Acquire) {
                // SAFETY: linked: it lives as long as the list.
                Ok(_) => return Ok(unsafe { &(*link).value }),
                Err(now) => {
                    seen = now;
                    // SAFETY: not linked, so still ours alone.
                    fresh = unsafe { Box::from_raw(link) };
                }
            }
        }
    }
}

impl<T> Drop for Entries<T> {
    fn drop(&mut self) {
        let mut entry = *self.first.get_mut();
        while !entry.is_null() {
            // SAFETY: made by `Box::into_raw` in `push`; nobody uses the list any more.
            let owned = unsafe { Box::from_raw(entry) };
            entry = owned.next;
        }
    }
}

// SAFETY: a list of values that all strands may read, and that the last one drops.
unsafe impl<T: Send + Sync> Send for Entries<T> {}
// SAFETY: as above.
unsafe impl<T: Send + Sync> Sync for Entries<T> {}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::AtomicU32;

    #[test]
    fn the_newest_comes_first_and_there_is_a_limit() {
        let entries = Entries::default();
        for value in 0..3 {
            assert_eq!(entries.push(value, 3), Ok(&value));
        }
        assert_eq!(entries.push(3, 3), Err(3));
        assert_eq!(entries.find(|value| *value < 2), Some(&1));
        assert_eq!(entries.find(|value| *value > 2), None);
        assert_eq!(entries.len(), 3);
    }

    #[test]
    fn strands_that_push_at_once_lose_nothing_and_pass_no_limit() {
        // Miri is a thousand times slower.
        const ROUNDS: u32 = if cfg!(miri) { 2 } else { 20 };
        const EACH: u32 = if cfg!(miri) { 30 } else { 300 };
        const MOST: u32 = EACH * 3;
        for round in 0..ROUNDS {
            let entries = Entries::default();
            let refused = AtomicU32::new(0);
            let alive = Arc::new(());
            std::thread::scope(|scope| {
                for strand in 0..4_u32 {
                    let (entries, refused, alive) = (&entries, &refused, alive.clone());
                    scope.spawn(move || {
                        for number in 0..EACH {
                            let name = (strand, number, alive.clone());
                            match entries.push(name, MOST) {
                                Ok(pushed) => assert_eq!((pushed.0, pushed.1), (strand, number), "round {round}"),
                                Err(_) => _ = refused.fetch_add(1, Relaxed),
                            }
                            assert!(entries.len() <= MOST);
                        }
                    });
                }
            });
            assert_eq!(entries.len(), MOST);
            assert_eq!(refused.load(Relaxed), EACH);
            let kept = |strand, number| entries.find(|entry| (entry.0, entry.1) == (strand, number)).is_some();
            let found = (0..4).flat_map(|strand| (0..EACH).map(move |number| (strand, number))).filter(|(s, n)| kept(*s, *n)).count();
            assert_eq!(found as u32, MOST);
            assert_eq!(Arc::strong_count(&alive), MOST as usize + 1);
            drop(entries);
            assert_eq!(Arc::strong_count(&alive), 1);
        }
    }
}
