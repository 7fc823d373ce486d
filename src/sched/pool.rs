//! A work-stealing pool: workers that take jobs from their own queue, from the common one, and from each other. Knows not what a job is;
//! the layer above makes the workers' strands and runs what they are given.
//!
//! Each worker has a FIFO queue of its own, which others may steal from; jobs from elsewhere come through the injector. A worker looks
//! into its own queue first, and every [`FAIRNESS`] picks into the injector, so that jobs which keep coming back cannot starve new ones.
//! All choices of what runs next are made in one place, `Worker::pick`.
//!
//! Sleeping and waking. A worker that finds nothing counts itself as *searching*, looks everywhere once more, then (1) puts its waiter
//! on the list of sleepers, (2) takes itself off the searchers, (3) looks at all queues again, and only then parks. Who adds a job (a)
//! puts it into a queue, then (b) reads the number of searchers, and wakes a sleeper if there are none. (2), (3), (a) and (b) are
//! sequentially consistent (fences where the queues are not). Claim: no job lies in a queue while every worker sleeps.
//! - If (b) reads zero, every worker that has passed (2) before is on the list by (1), so one is woken; a worker that passes (2)
//!   later does (3) after (a) and sees the job.
//! - If (b) reads more than zero, some worker has not passed (2) yet; its (3) comes after (b), hence after (a), and sees the job.
//!
//! A searcher that finds something and was the last one wakes another: many jobs may have come while one searcher stood for all.
//!
//! A worker that waits inside of a job (a lock, a join) counts as blocked: others are started in its place, so jobs that it waits for
//! can run. Rejected: waking a sleeper for every job (a burst of a thousand jobs would wake everybody a thousand times); spinning
//! searchers (two cores are lost to them when there is nothing to do).

use super::park::{WaitKind, WaitReason, Waiter, WakeReason, park};
use super::strand::{Strand, poll};
use super::sync::{Arc, AtomicBool, AtomicUsize, Mutex, Ordering, fence};
use crossbeam_deque::{Injector, Steal, Stealer};

/// Picks between two looks into the injector.
const FAIRNESS: u32 = 61;
/// Most workers at once, those that wait inside of jobs included.
const MOST_WORKERS: usize = 256;

pub(crate) struct Pool<T> {
    injector: Injector<T>,
    /// The queues of all workers there are.
    lanes: Mutex<Vec<(usize, Stealer<T>)>>,
    searching: AtomicUsize,
    sleepers: Mutex<Vec<Waiter>>,
    workers: AtomicUsize,
    /// Workers that wait inside of a job.
    blocked: AtomicUsize,
    /// Workers that run at once.
    width: usize,
    next_lane: AtomicUsize,
    is_closed: AtomicBool,
}

/// One worker's side of the pool.
pub(crate) struct Worker<T> {
    pool: Arc<Pool<T>>,
    own: crossbeam_deque::Worker<T>,
    lane: usize,
    picks: u32,
}

/// Whether another worker is to be started, which is the caller's to do.
#[must_use]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Wanted {
    Nobody,
    Worker,
}

impl<T: Send> Pool<T> {
    /// A pool that keeps `width` workers busy.
    pub(crate) fn new(width: usize) -> Pool<T> {
        Pool {
            injector: Injector::new(),
            lanes: Mutex::new(Vec::new()),
            searching: AtomicUsize::new(0),
            sleepers: Mutex::new(Vec::new()),
            workers: AtomicUsize::new(0),
            blocked: AtomicUsize::new(0),
            width: width.max(1),
            next_lane: AtomicUsize::new(0),
            is_closed: AtomicBool::new(false),
        }
    }

    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Adds a job.
    pub(crate) fn push(&self, job: T) -> Wanted {
        self.injector.push(job);
        self.added()
    }

    /// A job has been put into a queue: somebody is to look.
    fn added(&self) -> Wanted {
        fence(Ordering::SeqCst);
        if self.searching.load(Ordering::SeqCst) > 0 || self.wake_one() {
            return Wanted::Nobody;
        }
        self.wanted()
    }

    /// Whether fewer workers run than could.
    fn wanted(&self) -> Wanted {
        let workers = self.workers.load(Ordering::SeqCst);
        let running = workers.saturating_sub(self.blocked.load(Ordering::SeqCst));
        let has_room = running < self.width && workers < MOST_WORKERS && !self.is_closed.load(Ordering::SeqCst);
        if has_room { Wanted::Worker } else { Wanted::Nobody }
    }

    fn wake_one(&self) -> bool {
        loop {
            let Some(waiter) = self.sleepers.lock().pop() else { return false };
            if waiter.wake() {
                return true;
            }
        }
    }

    /// A worker begins to wait inside of its job.
    pub(crate) fn block(&self) -> Wanted {
        self.blocked.fetch_add(1, Ordering::SeqCst);
        if self.has_jobs() { self.wanted() } else { Wanted::Nobody }
    }

    pub(crate) fn unblock(&self) {
        self.blocked.fetch_sub(1, Ordering::SeqCst);
    }

    fn has_jobs(&self) -> bool {
        !self.injector.is_empty() || self.lanes.lock().iter().any(|(_, lane)| !lane.is_empty())
    }

    /// Takes a place for one more worker; None if there are enough after all.
    pub(crate) fn enroll(self: &Arc<Pool<T>>) -> Option<Worker<T>> {
        if self.workers.fetch_add(1, Ordering::SeqCst) >= MOST_WORKERS {
            self.workers.fetch_sub(1, Ordering::SeqCst);
            return None;
        }
        let own = crossbeam_deque::Worker::new_fifo();
        let lane = self.next_lane.fetch_add(1, Ordering::Relaxed);
        self.lanes.lock().push((lane, own.stealer()));
        Some(Worker { pool: self.clone(), own, lane, picks: 0 })
    }

    /// No more workers; those that sleep end.
    pub(crate) fn close(&self) {
        self.is_closed.store(true, Ordering::SeqCst);
        while self.wake_one() {}
    }
}

impl<T: Send> Worker<T> {
    /// The next job, waiting for one; None: the worker is to end.
    pub(crate) fn next(&mut self, me: &Strand) -> Option<T> {
        loop {
            if me.pending(poll::CANCEL) != 0 || self.pool.is_closed.load(Ordering::SeqCst) {
                return None;
            }
            if let Some(job) = self.pick() {
                return Some(job);
            }
            self.pool.searching.fetch_add(1, Ordering::SeqCst);
            let found = self.search();
            if found.is_some() {
                if self.pool.searching.fetch_sub(1, Ordering::SeqCst) == 1 {
                    self.pool.wake_one();
                }
                return found;
            }
            if !self.sleep(me) {
                return None;
            }
        }
    }

    fn pick(&mut self) -> Option<T> {
        self.picks = self.picks.wrapping_add(1);
        if self.picks.is_multiple_of(FAIRNESS)
            && let Some(job) = retry(|| self.pool.injector.steal())
        {
            return Some(job);
        }
        self.own.pop()
    }

    /// Looks at the injector, then at the other workers' queues, beginning behind the own one.
    fn search(&self) -> Option<T> {
        if let Some(job) = retry(|| self.pool.injector.steal_batch_and_pop(&self.own)) {
            return Some(job);
        }
        let others: Vec<Stealer<T>> = {
            let lanes = self.pool.lanes.lock();
            let start = lanes.iter().position(|(lane, _)| *lane == self.lane).map_or(0, |place| place + 1);
            lanes
                .iter()
                .cycle()
                .skip(start)
                .take(lanes.len())
                .filter(|(lane, _)| *lane != self.lane)
                .map(|(_, other)| other.clone())
                .collect()
        };
        others.iter().find_map(|other| retry(|| other.steal_batch_and_pop(&self.own)))
    }

    /// Sleeps until there may be something; false: the worker is to end. Called as a searcher, returns as none.
    fn sleep(&self, me: &Strand) -> bool {
        let pool = &*self.pool;
        let waiter = Waiter::new(me);
        pool.sleepers.lock().push(waiter.clone());
        pool.searching.fetch_sub(1, Ordering::SeqCst);
        fence(Ordering::SeqCst);
        let outcome = match pool.has_jobs() || pool.is_closed.load(Ordering::SeqCst) {
            true => None,
            false => Some(park(me, &waiter, WaitReason::on(WaitKind::Idle, pool).uninterruptible(), None)),
        };
        if outcome != Some(WakeReason::Woken) {
            let mut sleepers = pool.sleepers.lock();
            let place = sleepers.iter().position(|other| other.is_same(&waiter));
            let was_there = place.map(|place| sleepers.swap_remove(place)).is_some();
            drop(sleepers);
            if !was_there && outcome.is_some() {
                // Somebody spent a wake-up on a worker that ends: it goes to another.
                pool.wake_one();
            }
        }
        !matches!(outcome, Some(WakeReason::Interrupted | WakeReason::TimedOut)) || me.pending(poll::CANCEL) == 0
    }

    /// Puts a job behind those of the worker itself.
    pub(crate) fn push(&self, job: T) -> Wanted {
        self.own.push(job);
        if self.own.len() > 1 { self.pool.added() } else { Wanted::Nobody }
    }
}

impl<T> Drop for Worker<T> {
    fn drop(&mut self) {
        // What is left goes to the others.
        while let Some(job) = self.own.pop() {
            self.pool.injector.push(job);
        }
        self.pool.lanes.lock().retain(|(lane, _)| *lane != self.lane);
        self.pool.workers.fetch_sub(1, Ordering::SeqCst);
    }
}

fn retry<T>(mut steal: impl FnMut() -> Steal<T>) -> Option<T> {
    loop {
        match steal() {
            Steal::Success(job) => return Some(job),
            Steal::Empty => return None,
            Steal::Retry => std::hint::spin_loop(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sched::runtime::{Config, Runtime};
    use crate::sched::thread::{ThreadOptions, spawn_thread};
    use std::time::Duration;

    fn start(runtime: &Arc<Runtime>, pool: &Arc<Pool<u64>>, sum: &Arc<AtomicUsize>) {
        let Some(mut worker) = pool.enroll() else { return };
        let (again, sum, runtime_too) = (pool.clone(), sum.clone(), runtime.clone());
        let body = move |me: &Arc<Strand>| {
            while let Some(job) = worker.next(me) {
                sum.fetch_add(1, Ordering::SeqCst);
                // A job has two children until it is small.
                for _ in 0..2 * u64::from(job > 0) {
                    let wanted = if job % 2 == 0 { worker.push(job - 1) } else { again.push(job - 1) };
                    if wanted == Wanted::Worker {
                        start(&runtime_too, &again, &sum);
                    }
                }
            }
        };
        spawn_thread(runtime, ThreadOptions::default(), body).expect("room");
    }

    #[test]
    fn every_job_runs_once_however_they_come() {
        for (width, depth) in [(1, 8), (2, 9), (4, 10), (8, 9)] {
            let runtime = Runtime::new(Config::default());
            let me = runtime.enter("main");
            let pool = Arc::new(Pool::new(width));
            let sum = Arc::new(AtomicUsize::new(0));
            let rounds = 20;
            let per_round = (1usize << (depth + 1)) - 1;
            for round in 1..=rounds {
                if pool.push(depth) == Wanted::Worker {
                    start(&runtime, &pool, &sum);
                }
                // Workers go to sleep in between, at every stage of the protocol.
                let begun = std::time::Instant::now();
                while sum.load(Ordering::SeqCst) < round * per_round {
                    assert!(begun.elapsed() < Duration::from_secs(20), "a job lies while everybody sleeps");
                    std::thread::sleep(Duration::from_micros(50 * (round as u64 % 5)));
                }
            }
            assert_eq!(sum.load(Ordering::SeqCst), rounds * per_round);
            pool.close();
            runtime.join_threads(&me).expect("they end");
            assert_eq!(pool.workers.load(Ordering::SeqCst), 0);
        }
    }

    #[test]
    fn workers_that_wait_are_replaced() {
        let runtime = Runtime::new(Config::default());
        let _me = runtime.enter("main");
        let pool: Arc<Pool<u64>> = Arc::new(Pool::new(1));
        assert_eq!(pool.push(1), Wanted::Worker);
        let worker = pool.enroll().expect("room");
        assert_eq!(pool.push(2), Wanted::Nobody);
        assert_eq!(pool.block(), Wanted::Worker);
        pool.unblock();
        drop(worker);
        assert!(pool.has_jobs());
    }
}
