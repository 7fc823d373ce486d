//! A work-stealing pool: workers that take jobs from their own queue, from the common one, and from each other. Knows not what a job is;
//! the layer above makes the workers' strands and runs what they are given.
//!
//! Each worker has a FIFO queue of its own, which others may steal from; jobs from elsewhere come through the injector. A worker looks
//! into its own queue first, and now and then into the injector, so that jobs which keep coming back cannot starve new ones.
//! All choices of what runs next are made in one place, `Worker::pick`.
//!
//! Priorities. Urgent jobs and those that can wait have queues of their own, common to all workers. Urgent ones go first, but for every
//! [`NORMAL_TURN`]th pick; those that can wait go last, but for every [`LOW_TURN`]th pick: none starves.
//!
//! Sleeping and waking. A worker that finds nothing counts itself as *searching*, looks everywhere once more, then (1) puts its waiter
//! on the list of sleepers, (2) takes itself off the searchers, (3) looks at all queues again, and only then parks. Who adds a job (a)
//! puts it into a queue, then (b) reads the number of searchers, and wakes a sleeper if there are none. (2), (3), (a) and (b) are
//! sequentially consistent (fences where the queues are not). Claim: no job lies in a queue while every worker sleeps.
//! - If (b) reads zero, every worker that has passed (2) before is on the list by (1), so one is woken; a worker that passes (2)
//!   later does (3) after (a) and sees the job.
//! - If (b) reads more than zero, some worker has not passed (2) yet; its (3) comes after (b), hence after (a), and sees the job.
//!
//! A searcher that finds something and was the last one wakes another: many jobs may have come while one searcher stood for all. If nobody
//! sleeps it does what the one would have done who added a job that is left: the job it found may take long.
//!
//! A worker that waits inside of a job (a lock, a join) counts as blocked: others are started in its place, so jobs that it waits for
//! can run. A job that simply takes long cannot be taken off its worker (its native stack is there). So while jobs lie in queues and all
//! workers are busy, somebody looks every [`LOOK_AFTER`] whether any worker has come back (`Pool::look`); if none has for some looks, one
//! more worker is started, and the system's time slices are fair to all of them. The more there are already, the longer the next takes to
//! come: many jobs of a moderate length do not make a crowd. Workers above the pool's width end when they find nothing to do. Rejected: waking a sleeper for every job (a burst of a thousand jobs would wake everybody a thousand times); spinning
//! searchers (two cores are lost to them when there is nothing to do).

use super::park::{WaitKind, WaitReason, Waiter, WakeReason, park};
use super::priority::Priority;
use super::strand::{Strand, poll};
use super::sync::deque::{self, Injector, Steal, Stealer};
use super::sync::{Arc, AtomicBool, AtomicU32, AtomicUsize, Mutex, Ordering, fence};
use super::trace;
use std::time::Duration;

/// Of so many picks one is for normal jobs even if there are urgent ones; every other time for those of the injector.
const NORMAL_TURN: u32 = 8;
/// Of so many picks one is for the jobs that can wait.
const LOW_TURN: u32 = 64;
/// Between two looks at workers that do not come back.
pub(crate) const LOOK_AFTER: Duration = Duration::from_millis(10);
/// Looks without anybody coming back that make the first additional worker.
const PATIENCE: usize = 2;
/// Most workers at once, those that wait inside of jobs included.
const MOST_WORKERS: usize = 256;

pub(crate) struct Pool<T> {
    injector: Injector<T>,
    urgent: Injector<T>,
    can_wait: Injector<T>,
    /// What others see of the workers there are.
    lanes: Mutex<Vec<Lane<T>>>,
    /// Whether somebody will call `look`.
    is_watched: AtomicBool,
    /// What the last look saw. Only whoever watches takes the lock.
    looks: Mutex<Looks>,
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

/// What others see of a worker.
struct Lane<T> {
    number: usize,
    stealer: Stealer<T>,
    /// How often it has looked for a job; written by the worker.
    picks: Arc<AtomicU32>,
}

#[derive(Default)]
struct Looks {
    picks: u64,
    /// Looks in a row that saw nobody come back.
    still: usize,
}

/// One worker's side of the pool.
pub(crate) struct Worker<T> {
    pool: Arc<Pool<T>>,
    own: deque::Worker<T>,
    lane: usize,
    picks: Arc<AtomicU32>,
}

/// What the caller has to do about the number of workers.
#[must_use]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Wanted {
    Nothing,
    /// Start another worker.
    Worker,
    /// Call `look` in `LOOK_AFTER`.
    Look,
}

impl<T: Send> Pool<T> {
    /// A pool that keeps `width` workers busy.
    pub(crate) fn new(width: usize) -> Pool<T> {
        Pool {
            injector: Injector::new(),
            urgent: Injector::new(),
            can_wait: Injector::new(),
            lanes: Mutex::new(Vec::new()),
            is_watched: AtomicBool::new(false),
            looks: Mutex::default(),
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
    pub(crate) fn push(&self, job: T, priority: Priority) -> Wanted {
        self.queue_of(priority).push(job);
        self.added()
    }

    /// Adds a job and leaves it to the caller that a worker comes to look.
    pub(crate) fn put(&self, job: T, priority: Priority) {
        self.queue_of(priority).push(job);
        self.trace_length();
    }

    /// Takes back what was `put`, if no worker could be started for it.
    pub(crate) fn take_back(&self, priority: Priority) -> Option<T> {
        retry(|| self.queue_of(priority).steal())
    }

    fn queue_of(&self, priority: Priority) -> &Injector<T> {
        match priority {
            Priority::High => &self.urgent,
            Priority::Normal => &self.injector,
            Priority::Low => &self.can_wait,
        }
    }

    /// A job has been put into a queue: somebody is to look.
    fn added(&self) -> Wanted {
        fence(Ordering::SeqCst);
        self.trace_length();
        if self.searching.load(Ordering::SeqCst) > 0 || self.wake_one() {
            return Wanted::Nothing;
        }
        self.wanted()
    }

    #[inline]
    fn trace_length(&self) {
        if trace::is_on() {
            trace::count("jobs of the pool", 0, self.length());
        }
    }

    /// The last searcher has found something. Who added a job while it searched relied on it.
    fn left(&self) -> Wanted {
        fence(Ordering::SeqCst);
        if self.wake_one() || !self.has_jobs() { Wanted::Nothing } else { self.wanted() }
    }

    /// Whether fewer workers run than could; if not, somebody is to watch those that do.
    fn wanted(&self) -> Wanted {
        if self.is_closed.load(Ordering::SeqCst) {
            return Wanted::Nothing;
        }
        if self.running() < self.width && self.workers.load(Ordering::SeqCst) < MOST_WORKERS {
            return Wanted::Worker;
        }
        let is_watched = self.is_watched.load(Ordering::SeqCst) || self.is_watched.swap(true, Ordering::SeqCst);
        if is_watched { Wanted::Nothing } else { Wanted::Look }
    }

    /// Workers that do not wait inside of a job.
    fn running(&self) -> usize {
        self.workers.load(Ordering::SeqCst).saturating_sub(self.blocked.load(Ordering::SeqCst))
    }

    /// Looks whether jobs lie behind workers that do not come back: what is to be done about it, and whether to look again.
    ///
    /// Nobody who adds a job is forgotten: whoever found `is_watched` set did so before it was cleared here, so the job is seen by the
    /// second `has_jobs`.
    pub(crate) fn look(&self) -> (bool, bool) {
        if self.is_closed.load(Ordering::SeqCst) {
            return (false, false);
        }
        if !self.has_jobs() {
            self.is_watched.store(false, Ordering::SeqCst);
            let is_ours_again = self.has_jobs() && !self.is_watched.swap(true, Ordering::SeqCst);
            return (false, is_ours_again);
        }
        let picks = self.lanes.lock().iter().map(|lane| u64::from(lane.picks.load(Ordering::Relaxed))).sum();
        let mut looks = self.looks.lock();
        looks.still = if std::mem::replace(&mut looks.picks, picks) == picks { looks.still + 1 } else { 0 };
        let more = self.running().saturating_sub(self.width);
        let is_wanted = looks.still >= PATIENCE + more && self.workers.load(Ordering::SeqCst) < MOST_WORKERS;
        if is_wanted {
            looks.still = 0;
        }
        (is_wanted, true)
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
        if self.has_jobs() { self.wanted() } else { Wanted::Nothing }
    }

    pub(crate) fn unblock(&self) {
        self.blocked.fetch_sub(1, Ordering::SeqCst);
    }

    fn has_jobs(&self) -> bool {
        let queues = [&self.urgent, &self.injector, &self.can_wait];
        queues.iter().any(|queue| !queue.is_empty()) || self.lanes.lock().iter().any(|lane| !lane.stealer.is_empty())
    }

    fn length(&self) -> usize {
        let queues = [&self.urgent, &self.injector, &self.can_wait].iter().map(|queue| queue.len()).sum::<usize>();
        queues + self.lanes.lock().iter().map(|lane| lane.stealer.len()).sum::<usize>()
    }

    /// Takes a place for one more worker; None if there are enough after all.
    pub(crate) fn enroll(self: &Arc<Pool<T>>) -> Option<Worker<T>> {
        if self.workers.fetch_add(1, Ordering::SeqCst) >= MOST_WORKERS {
            self.workers.fetch_sub(1, Ordering::SeqCst);
            return None;
        }
        let own = deque::Worker::new_fifo();
        let number = self.next_lane.fetch_add(1, Ordering::Relaxed);
        let picks = Arc::new(AtomicU32::new(0));
        self.lanes.lock().push(Lane { number, stealer: own.stealer(), picks: picks.clone() });
        Some(Worker { pool: self.clone(), own, lane: number, picks })
    }

    /// No more workers; those that sleep end.
    #[cfg(test)]
    pub(crate) fn close(&self) {
        self.is_closed.store(true, Ordering::SeqCst);
        while self.wake_one() {}
    }
}

impl<T: Send> Worker<T> {
    /// The next job, waiting for one; None: the worker is to end. `see_to` does what is wanted because of jobs that are left.
    pub(crate) fn next(&mut self, me: &Strand, mut see_to: impl FnMut(Wanted)) -> Option<T> {
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
                    see_to(self.pool.left());
                }
                return found;
            }
            if !self.sleep(me) {
                return None;
            }
        }
    }

    fn pick(&mut self) -> Option<T> {
        // Only we write it.
        let picks = self.picks.load(Ordering::Relaxed).wrapping_add(1);
        self.picks.store(picks, Ordering::Relaxed);
        let pool = &*self.pool;
        let turn = |every: u32| picks.is_multiple_of(every);
        let from = |queue: &Injector<T>| if queue.is_empty() { None } else { retry(|| queue.steal()) };
        let low = if turn(LOW_TURN) { from(&pool.can_wait) } else { None };
        // Jobs that keep coming back to our own queue must not hide those of others.
        let normal = || match (turn(2 * NORMAL_TURN), turn(NORMAL_TURN)) {
            (true, _) => from(&pool.injector).or_else(|| self.own.pop()),
            (_, true) => self.own.pop().or_else(|| from(&pool.injector)),
            _ => None,
        };
        low.or_else(normal).or_else(|| from(&pool.urgent)).or_else(|| self.own.pop())
    }

    /// Looks at the queues of all, then at the other workers' queues, beginning behind the own one.
    fn search(&self) -> Option<T> {
        let pool = &*self.pool;
        if let Some(job) = retry(|| pool.urgent.steal()).or_else(|| retry(|| pool.injector.steal_batch_and_pop(&self.own))) {
            return Some(job);
        }
        let others: Vec<Stealer<T>> = {
            let lanes = pool.lanes.lock();
            let start = lanes.iter().position(|lane| lane.number == self.lane).map_or(0, |place| place + 1);
            let all = lanes.iter().cycle().skip(start).take(lanes.len());
            all.filter(|lane| lane.number != self.lane).map(|lane| lane.stealer.clone()).collect()
        };
        let stolen = others.iter().find_map(|other| retry(|| other.steal_batch_and_pop(&self.own)));
        stolen.or_else(|| retry(|| pool.can_wait.steal()))
    }

    /// Sleeps until there may be something; false: the worker is to end. Called as a searcher, returns as none.
    fn sleep(&self, me: &Strand) -> bool {
        let pool = &*self.pool;
        if pool.running() > pool.width && !pool.sleepers.lock().is_empty() {
            // One too many, and another is there for what comes next. As with sleeping: it is no searcher any more when it looks for the last time.
            pool.searching.fetch_sub(1, Ordering::SeqCst);
            fence(Ordering::SeqCst);
            return pool.has_jobs();
        }
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

    /// Puts a job behind those of the worker itself, or of its priority.
    pub(crate) fn push(&self, job: T, priority: Priority) -> Wanted {
        let pool = &*self.pool;
        match priority {
            Priority::Normal => self.own.push(job),
            _ => pool.queue_of(priority).push(job),
        }
        // Alone it is what this worker takes next.
        let common = [&pool.urgent, &pool.injector, &pool.can_wait].iter().map(|queue| queue.len().min(2)).sum::<usize>();
        if self.own.len() + common > 1 { pool.added() } else { Wanted::Nothing }
    }
}

impl<T> Drop for Worker<T> {
    fn drop(&mut self) {
        // What is left goes to the others.
        while let Some(job) = self.own.pop() {
            self.pool.injector.push(job);
        }
        self.pool.lanes.lock().retain(|lane| lane.number != self.lane);
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
            while let Some(job) = worker.next(me, |_| ()) {
                sum.fetch_add(1, Ordering::SeqCst);
                // A job has two children until it is small.
                for _ in 0..2 * u64::from(job > 0) {
                    let wanted = match job % 4 {
                        0 => worker.push(job - 1, Priority::Normal),
                        1 => worker.push(job - 1, Priority::Low),
                        2 => again.push(job - 1, Priority::High),
                        _ => again.push(job - 1, Priority::Normal),
                    };
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
                if pool.push(depth, Priority::Normal) == Wanted::Worker {
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
        assert_eq!(pool.push(1, Priority::Normal), Wanted::Worker);
        let worker = pool.enroll().expect("room");
        assert_eq!(pool.push(2, Priority::Normal), Wanted::Look);
        assert_eq!(pool.block(), Wanted::Worker);
        pool.unblock();
        drop(worker);
        assert!(pool.has_jobs());
    }

    #[test]
    fn workers_that_do_not_come_back_get_company() {
        let pool: Arc<Pool<u64>> = Arc::new(Pool::new(1));
        assert_eq!(pool.push(1, Priority::Normal), Wanted::Worker);
        let mut busy = pool.enroll().expect("room");
        assert_eq!(busy.pick().or_else(|| busy.search()), Some(1));
        assert_eq!(pool.push(2, Priority::Normal), Wanted::Look);
        assert_eq!(pool.push(3, Priority::Normal), Wanted::Nothing);
        assert_eq!([(); 3].map(|()| pool.look()), [(false, true), (false, true), (true, true)]);
        let mut second = pool.enroll().expect("room");
        assert_eq!(second.pick().or_else(|| second.search()), Some(2));
        // The next one takes longer to come, and none comes while one of them comes back.
        assert_eq!([(); 3].map(|()| pool.look()), [(false, true); 3]);
        let _nothing_of_its_own = busy.pick();
        assert_eq!([(); 3].map(|()| pool.look()), [(false, true); 3]);
        assert_eq!(pool.look(), (true, true));
        while busy.pick().or_else(|| busy.search()).is_some() {}
        while second.pick().or_else(|| second.search()).is_some() {}
        assert_eq!(pool.look(), (false, false));
        assert_eq!(pool.push(4, Priority::Low), Wanted::Look);
    }

    #[test]
    fn what_a_searcher_leaves_is_seen_to() {
        let pool: Arc<Pool<u64>> = Arc::new(Pool::new(1));
        assert_eq!(pool.push(1, Priority::Normal), Wanted::Worker);
        let worker = pool.enroll().expect("room");
        pool.searching.fetch_add(1, Ordering::SeqCst);
        // Whoever adds a job now relies on the searcher, which may find the other one.
        assert_eq!(pool.push(2, Priority::Low), Wanted::Nothing);
        assert_eq!(worker.search(), Some(1));
        assert_eq!(pool.searching.fetch_sub(1, Ordering::SeqCst), 1);
        assert_eq!(pool.left(), Wanted::Look);
    }

    #[test]
    fn urgent_jobs_go_first_and_none_starves() {
        let pool: Arc<Pool<Priority>> = Arc::new(Pool::new(1));
        let mut worker = pool.enroll().expect("room");
        for _ in 0..1000 {
            for priority in [Priority::Low, Priority::Normal, Priority::High] {
                let _watched = pool.push(priority, priority);
            }
        }
        let first: Vec<Priority> = (0..640).filter_map(|_| worker.pick().or_else(|| worker.search())).collect();
        let count = |priority| first.iter().filter(|found| **found == priority).count();
        assert_eq!(first[0], Priority::High);
        assert_eq!(count(Priority::Low), 10);
        assert!((60..90).contains(&count(Priority::Normal)), "{}", count(Priority::Normal));
        let mut left = 3000 - first.len();
        while worker.pick().or_else(|| worker.search()).is_some() {
            left -= 1;
        }
        assert_eq!(left, 0);
    }
}
