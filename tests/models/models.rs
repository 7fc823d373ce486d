//! The models: small programs over the scheduler's primitives, whose every schedule must end well. Knows not how schedules are chosen.

use crate::sched::barrier::{Arrival, Barrier, BarrierError};
use crate::sched::board::{Board, Held, Shape, Words};
use crate::sched::event::Event;
use crate::sched::lock::Lock;
use crate::sched::park::{WaitError, WaitKind, WaitReason, Waiter, WakeReason, park};
use crate::sched::pool::{Pool, Wanted};
use crate::sched::priority::Priority;
use crate::sched::queue::{GetError, PutError, Queue, Shutdown};
use crate::sched::runtime::{Config, Runtime};
use crate::sched::semaphore::Semaphore;
use crate::sched::stop::safepoint_slow;
use crate::sched::strand::{Strand, poll};
use crate::sched::sync::{Arc, AtomicBool, AtomicU64, AtomicUsize, Condvar, Mutex, Ordering::SeqCst};
use crate::sched::thread::{ThreadOptions, spawn_thread};
use std::collections::VecDeque;
use std::time::{Duration, Instant};

pub(crate) type Model = fn();

pub(crate) static ALL: &[(&str, Model)] = &[
    ("a_waiter_has_one_outcome", a_waiter_has_one_outcome),
    ("no_wake_up_is_spent_on_who_gave_up", no_wake_up_is_spent_on_who_gave_up),
    ("interrupts_are_not_lost", interrupts_are_not_lost),
    ("an_event_wakes_all", an_event_wakes_all),
    ("a_lock_is_handed_on", a_lock_is_handed_on),
    ("a_lock_with_time_limits", a_lock_with_time_limits),
    ("permits_of_a_semaphore", permits_of_a_semaphore),
    ("a_turn_of_a_barrier_is_for_all", a_turn_of_a_barrier_is_for_all),
    ("an_interrupt_breaks_no_barrier", an_interrupt_breaks_no_barrier),
    ("a_queue_loses_nothing", a_queue_loses_nothing),
    ("a_queue_is_shut_down", a_queue_is_shut_down),
    ("a_burst_reaches_all_sleepers", a_burst_reaches_all_sleepers),
    ("no_job_lies_while_workers_sleep", no_job_lies_while_workers_sleep),
    ("nobody_is_attached_during_a_stop", nobody_is_attached_during_a_stop),
    ("a_started_thread_runs", a_started_thread_runs),
    ("calls_on_a_board_end_once", calls_on_a_board_end_once),
];

/// A limit that is over at once: it races with whatever else ends the wait.
fn at_once() -> Option<Instant> {
    Some(Instant::now())
}

/// Runs `parts` on strands of their own and waits for all. Those that have not begun may still wake others, so the runtime's own check
/// for deadlocks is off: a wake-up that is lost is found by the checker.
fn together(runtime: &Arc<Runtime>, parts: Vec<Box<dyn FnOnce(&Arc<Strand>) + Send>>) {
    let _outside = runtime.outside_waker();
    let threads: Vec<_> = parts
        .into_iter()
        .map(|part| {
            let runtime = runtime.clone();
            shuttle::thread::spawn(move || part(&runtime.enter("part")))
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().expect("no part panics"));
}

macro_rules! parts {
    ($($part:expr),* $(,)?) => { vec![$(Box::new($part) as Box<dyn FnOnce(&Arc<Strand>) + Send>),*] };
}

/// Two wakers, a deadline: exactly one decides, and the strand sees its decision.
fn a_waiter_has_one_outcome() {
    let runtime = Runtime::new(Config::default());
    let (left, decided) = (Arc::new(Mutex::new(None::<Waiter>)), Arc::new(AtomicUsize::new(0)));
    let waker = |reason: WakeReason| {
        let (left, decided) = (left.clone(), decided.clone());
        move |_: &Arc<Strand>| {
            let found = left.lock().clone();
            if let Some(waiter) = found
                && waiter.claim(reason)
            {
                decided.store(reason as usize, SeqCst);
                waiter.unpark();
            }
        }
    };
    let (place, seen) = (left.clone(), Arc::new(AtomicUsize::new(0)));
    let saw = seen.clone();
    let sleeper = move |me: &Arc<Strand>| {
        let waiter = Waiter::new(me);
        *place.lock() = Some(waiter.clone());
        let outcome = park(me, &waiter, WaitReason::new(WaitKind::Event, 0), at_once());
        assert_eq!(waiter.outcome(), Some(outcome));
        saw.store(outcome as usize, SeqCst);
    };
    together(&runtime, parts![sleeper, waker(WakeReason::Woken), waker(WakeReason::Granted)]);
    let (seen, decided) = (seen.load(SeqCst), decided.load(SeqCst));
    assert!(seen == decided || (seen == WakeReason::TimedOut as usize && decided == 0), "{seen} {decided}");
}

/// Two wake-ups, two sleepers, one of whom may give up: what is not used is left over, and the other one wakes.
fn no_wake_up_is_spent_on_who_gave_up() {
    let runtime = Runtime::new(Config::default());
    let places = Arc::new(Mutex::new((VecDeque::<Waiter>::new(), 0usize)));
    let woken = Arc::new(AtomicUsize::new(0));
    let sleeper = |limit: fn() -> Option<Instant>| {
        let (places, woken) = (places.clone(), woken.clone());
        move |me: &Arc<Strand>| {
            let waiter = Waiter::new(me);
            {
                let mut places = places.lock();
                if places.1 > 0 {
                    places.1 -= 1;
                    woken.fetch_add(1, SeqCst);
                    return;
                }
                places.0.push_back(waiter.clone());
            }
            if park(me, &waiter, WaitReason::new(WaitKind::Io, 0), limit()) == WakeReason::Woken {
                woken.fetch_add(1, SeqCst);
            }
        }
    };
    let waker = || {
        let places = places.clone();
        move |_: &Arc<Strand>| {
            let mut places = places.lock();
            while let Some(waiter) = places.0.pop_front() {
                if waiter.wake() {
                    return;
                }
            }
            places.1 += 1;
        }
    };
    together(&runtime, parts![sleeper(at_once), sleeper(|| None), waker(), waker()]);
    let left = places.lock().1;
    assert_eq!(woken.load(SeqCst) + left, 2);
}

/// The bit is set before or while the strand parks: it wakes either way.
fn interrupts_are_not_lost() {
    let runtime = Runtime::new(Config::default());
    let place = Arc::new(Mutex::new(None::<Arc<Strand>>));
    let (known, told) = (place.clone(), Arc::new(Event::new()));
    let announced = told.clone();
    let sleeper = move |me: &Arc<Strand>| {
        *known.lock() = Some(me.clone());
        announced.set();
        assert_eq!(crate::sched::park::sleep(me, None), Err(WaitError::Interrupted));
        assert_eq!(me.take(poll::INTERRUPT), poll::INTERRUPT);
    };
    let interrupter = move |me: &Arc<Strand>| {
        told.wait(me, None).expect("it comes");
        let strand = place.lock().take().expect("known by now");
        strand.interrupt(poll::INTERRUPT);
    };
    together(&runtime, parts![sleeper, interrupter]);
}

fn an_event_wakes_all() {
    let runtime = Runtime::new(Config::default());
    let event = Arc::new(Event::new());
    let waiter = |limit: fn() -> Option<Instant>| {
        let event = event.clone();
        move |me: &Arc<Strand>| match event.wait(me, limit()) {
            Ok(()) => assert!(event.is_set()),
            Err(error) => assert_eq!(error, WaitError::TimedOut),
        }
    };
    let setter = event.clone();
    together(&runtime, parts![waiter(|| None), waiter(|| None), waiter(at_once), move |_: &Arc<Strand>| setter.set()]);
}

/// What only the owner of a lock touches.
struct Inside {
    is_taken: AtomicBool,
    count: AtomicU64,
}

impl Inside {
    fn new() -> Arc<Inside> {
        Arc::new(Inside { is_taken: AtomicBool::new(false), count: AtomicU64::new(0) })
    }

    fn visit(&self) {
        assert!(!self.is_taken.swap(true, SeqCst), "two owners");
        self.count.store(self.count.load(SeqCst) + 1, SeqCst);
        assert!(self.is_taken.swap(false, SeqCst));
    }
}

/// Everybody who waits gets the lock, by barging or by hand-over.
fn a_lock_is_handed_on() {
    let runtime = Runtime::new(Config::default());
    let (lock, inside) = (Arc::new(Lock::new()), Inside::new());
    let user = || {
        let (lock, inside) = (lock.clone(), inside.clone());
        move |me: &Arc<Strand>| {
            for _ in 0..2 {
                lock.acquire(me, None).expect("it comes");
                inside.visit();
                lock.release(me).expect("held");
            }
        }
    };
    together(&runtime, parts![user(), user(), user()]);
    assert_eq!(inside.count.load(SeqCst), 6);
    assert!(!lock.is_locked());
}

/// Some give up while the lock is on its way to them: it goes to the others, or is free in the end.
fn a_lock_with_time_limits() {
    let runtime = Runtime::new(Config::default());
    let (lock, inside) = (Arc::new(Lock::new()), Inside::new());
    let user = |limit: fn() -> Option<Instant>| {
        let (lock, inside) = (lock.clone(), inside.clone());
        move |me: &Arc<Strand>| {
            for _ in 0..2 {
                match lock.acquire(me, limit()) {
                    Ok(()) => {
                        inside.visit();
                        lock.release(me).expect("held");
                    }
                    Err(error) => assert_eq!(error, WaitError::TimedOut),
                }
            }
        }
    };
    together(&runtime, parts![user(at_once), user(|| None), user(at_once)]);
    assert!(!lock.is_locked());
}

fn permits_of_a_semaphore() {
    let runtime = Runtime::new(Config::default());
    let (semaphore, inside) = (Arc::new(Semaphore::new(1)), Inside::new());
    let user = |limit: fn() -> Option<Instant>| {
        let (semaphore, inside) = (semaphore.clone(), inside.clone());
        move |me: &Arc<Strand>| match semaphore.acquire(me, limit()) {
            Ok(()) => {
                inside.visit();
                semaphore.release(1).expect("no bound");
            }
            Err(error) => assert_eq!(error, WaitError::TimedOut),
        }
    };
    together(&runtime, parts![user(at_once), user(|| None), user(|| None)]);
    assert!(semaphore.try_acquire() && !semaphore.try_acquire());
}

/// Comes to the barrier, waits on where it was interrupted; whether it has passed.
fn pass(barrier: &Barrier, me: &Strand, limit: Option<Instant>, has_acted: &AtomicBool) -> bool {
    let passed = match barrier.arrive(me) {
        Err(_) => false,
        Ok(Arrival::Last { opening, .. }) => {
            has_acted.store(true, SeqCst);
            opening.open();
            true
        }
        Ok(Arrival::Early { mut place, .. }) => loop {
            match place.wait(me, limit) {
                Ok(()) => break true,
                Err(BarrierError::Gave(WaitError::Interrupted)) => assert_eq!(me.take(poll::INTERRUPT), poll::INTERRUPT),
                Err(_) => break false,
            }
        },
    };
    assert!(!passed || has_acted.load(SeqCst), "nobody passes before the action has run");
    passed
}

/// Time limits end while the last one comes: all pass, or none.
fn a_turn_of_a_barrier_is_for_all() {
    let runtime = Runtime::new(Config::default());
    let (barrier, has_acted) = (Arc::new(Barrier::new(3)), Arc::new(AtomicBool::new(false)));
    let passed = Arc::new(AtomicUsize::new(0));
    let party = |limit: fn() -> Option<Instant>| {
        let (barrier, has_acted, passed) = (barrier.clone(), has_acted.clone(), passed.clone());
        move |me: &Arc<Strand>| _ = passed.fetch_add(usize::from(pass(&barrier, me, limit(), &has_acted)), SeqCst)
    };
    together(&runtime, parts![party(at_once), party(at_once), party(|| None)]);
    let passed = passed.load(SeqCst);
    assert!(passed == 0 || passed == 3, "{passed} of three");
    assert_eq!(barrier.is_broken(), passed == 0);
    assert_eq!(barrier.waiting_count(), 0);
}

/// A party is interrupted before, while or after the last one comes, and waits on.
fn an_interrupt_breaks_no_barrier() {
    let runtime = Runtime::new(Config::default());
    let (barrier, has_acted) = (Arc::new(Barrier::new(2)), Arc::new(AtomicBool::new(false)));
    let place = Arc::new(Mutex::new(None::<Arc<Strand>>));
    let (own, acted, known) = (barrier.clone(), has_acted.clone(), place.clone());
    let interrupted = move |me: &Arc<Strand>| {
        *known.lock() = Some(me.clone());
        assert!(pass(&own, me, None, &acted));
    };
    let last = barrier.clone();
    let interrupter = move |_: &Arc<Strand>| {
        let strand = place.lock().take();
        strand.into_iter().for_each(|strand| strand.interrupt(poll::INTERRUPT));
    };
    together(&runtime, parts![interrupted, move |me: &Arc<Strand>| assert!(pass(&last, me, None, &has_acted)), interrupter]);
    assert!(!barrier.is_broken() && barrier.waiting_count() == 0);
}

/// A bound of one, so both sides wait; some give up.
fn a_queue_loses_nothing() {
    let runtime = Runtime::new(Config::default());
    let queue = Arc::new(Queue::<u64>::new(1));
    let (put, got) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let producer = |first: u64, limit: fn() -> Option<Instant>| {
        let (queue, put) = (queue.clone(), put.clone());
        move |me: &Arc<Strand>| {
            for value in [first, first * 2] {
                match queue.put(me, value, limit()) {
                    Ok(()) => drop(put.fetch_add(value, SeqCst)),
                    Err((error, _)) => assert_eq!(error, PutError::Gave(WaitError::TimedOut)),
                }
            }
        }
    };
    let (source, sum) = (queue.clone(), got.clone());
    let timid = move |me: &Arc<Strand>| match source.get(me, at_once()) {
        // The end mark is for the other one.
        Ok(0) => source.put(me, 0, None).expect("he takes it"),
        Ok(value) => drop(sum.fetch_add(value, SeqCst)),
        Err(error) => assert_eq!(error, GetError::Gave(WaitError::TimedOut)),
    };
    let (source, sum) = (queue.clone(), got.clone());
    let patient = move |me: &Arc<Strand>| {
        loop {
            let value = source.get(me, None).expect("the last one comes");
            if value == 0 {
                return;
            }
            sum.fetch_add(value, SeqCst);
        }
    };
    let producers = {
        let (runtime, queue) = (runtime.clone(), queue.clone());
        let (first, second) = (producer(1, || None), producer(10, at_once));
        move |me: &Arc<Strand>| {
            together(&runtime, parts![first, second]);
            queue.put(me, 0, None).expect("somebody takes it");
        }
    };
    together(&runtime, parts![timid, patient, producers]);
    let left: u64 = std::iter::from_fn(|| queue.try_get().ok()).sum();
    assert_eq!(put.load(SeqCst), got.load(SeqCst) + left);
}

/// Nobody sleeps on.
fn a_queue_is_shut_down() {
    let runtime = Runtime::new(Config::default());
    let queue = Arc::new(Queue::<u64>::new(1));
    let (getter, putter, closer) = (queue.clone(), queue.clone(), queue);
    together(
        &runtime,
        parts![
            move |me: &Arc<Strand>| while getter.get(me, None).is_ok() {},
            move |me: &Arc<Strand>| while putter.put(me, 1, None).is_ok() {},
            move |_: &Arc<Strand>| drop(closer.shut_down(Shutdown::Gently)),
        ],
    );
}

/// Getters sleep, many values come at once, and nothing after: each getter gets one, though only one is woken at a time. Then the same for
/// putters that wait for room. One of each side is in a hurry.
fn a_burst_reaches_all_sleepers() {
    let runtime = Runtime::new(Config::default());
    let queue = Arc::new(Queue::<u64>::new(2));
    let getter = || {
        let queue = queue.clone();
        move |me: &Arc<Strand>| assert!(queue.get(me, None).is_ok_and(|value| value > 0), "there is one for each")
    };
    let hasty = queue.clone();
    let (burst, more) = (queue.clone(), queue.clone());
    together(
        &runtime,
        parts![
            getter(),
            getter(),
            getter(),
            move |me: &Arc<Strand>| match hasty.get(me, at_once()) {
                // It was meant for the others.
                Ok(value) => hasty.put(me, value, None).expect("they make room"),
                Err(error) => assert_eq!(error, GetError::Gave(WaitError::TimedOut)),
            },
            move |me: &Arc<Strand>| {
                burst.put(me, 1, None).expect("they make room");
                burst.put(me, 2, None).expect("they make room");
            },
            move |me: &Arc<Strand>| more.put(me, 3, None).expect("they make room"),
        ],
    );
    assert!(queue.is_empty());
    queue.put_all(vec![1, 2]).expect("not shut down");
    let putter = || {
        let queue = queue.clone();
        move |me: &Arc<Strand>| queue.put(me, 3, None).expect("there is room for each")
    };
    let drain = queue.clone();
    let taker = move |me: &Arc<Strand>| (0..4).for_each(|_| assert!(drain.get(me, None).is_ok_and(|value| value > 0), "there is one"));
    together(&runtime, parts![putter(), putter(), putter(), taker]);
    assert_eq!(queue.len(), 1);
}

/// Jobs come from outside, from jobs, with priorities, while workers fall asleep, are too many, or end.
fn no_job_lies_while_workers_sleep() {
    const JOBS: usize = 6;
    struct All {
        runtime: Arc<Runtime>,
        pool: Arc<Pool<u32>>,
        done: AtomicUsize,
        is_over: Event,
        threads: Mutex<Vec<shuttle::thread::JoinHandle<()>>>,
    }
    fn heed(all: &Arc<All>, wanted: Wanted) {
        if wanted != Wanted::Worker {
            return;
        }
        let Some(mut worker) = all.pool.enroll() else { return };
        let own = all.clone();
        let thread = shuttle::thread::spawn(move || {
            let me = own.runtime.enter("worker");
            while let Some(job) = worker.next(&me, |_| ()) {
                if job > 0 {
                    heed(&own, worker.push(job - 1, Priority::Normal));
                }
                if own.done.fetch_add(1, SeqCst) + 1 == JOBS {
                    own.is_over.set();
                }
            }
        });
        all.threads.lock().push(thread);
    }
    let runtime = Runtime::new(Config::default());
    let all = Arc::new(All {
        runtime: runtime.clone(),
        pool: Arc::new(Pool::new(2)),
        done: AtomicUsize::new(0),
        is_over: Event::new(),
        threads: Mutex::new(Vec::new()),
    });
    // One worker more than wanted, so that one is too many.
    (0..3).for_each(|_| heed(&all, Wanted::Worker));
    let me = runtime.enter("main");
    for (job, priority) in [(1, Priority::Normal), (0, Priority::Low), (0, Priority::High), (1, Priority::Normal)] {
        heed(&all, all.pool.push(job, priority));
    }
    // A source of progress that is none, so that a job which lies shows as threads that all sleep.
    let _outside = runtime.outside_waker();
    all.is_over.wait(&me, None).expect("all jobs are done");
    all.pool.close();
    while let Some(thread) = { all.threads.lock().pop() } {
        thread.join().expect("no worker panics");
    }
    assert_eq!(all.done.load(SeqCst), JOBS);
}

/// Strands park, wake, run; one stops the world, another looks at one that is detached.
fn nobody_is_attached_during_a_stop() {
    let runtime = Runtime::new(Config::default());
    let (event, inside) = (Arc::new(Event::new()), Inside::new());
    let worker = |sets: bool| {
        let (event, inside) = (event.clone(), inside.clone());
        let own = Arc::new(AtomicU64::new(0));
        move |me: &Arc<Strand>| {
            for _ in 0..2 {
                // While attached: a stopper must not see it half done.
                own.fetch_add(1, SeqCst);
                inside.count.fetch_add(1, SeqCst);
                inside.count.fetch_add(1, SeqCst);
                if me.is_polled() {
                    safepoint_slow(me);
                }
                if sets {
                    event.set();
                } else {
                    event.wait(me, None).expect("it is set");
                }
            }
        }
    };
    let seen = inside.clone();
    let stopper = move |me: &Arc<Strand>| {
        for _ in 0..2 {
            let _stopped = me.runtime().stop_others(me);
            let before = seen.count.load(SeqCst);
            assert_eq!(before % 2, 0, "a strand stands still where it may not");
            assert_eq!(seen.count.load(SeqCst), before);
        }
    };
    together(&runtime, parts![worker(true), worker(false), stopper]);
}

struct Heap(Vec<AtomicU64>);

impl Words for Heap {
    fn word(&self, index: usize) -> &AtomicU64 {
        &self.0[index]
    }
}

/// What a line between processes is here: a ring stays until it is heard.
#[derive(Default)]
struct Bell {
    has_rung: Mutex<bool>,
    heard: Heard,
}

struct Heard(Condvar);

impl Default for Heard {
    fn default() -> Heard {
        Heard(Condvar::new())
    }
}

impl Bell {
    fn ring(&self) {
        *self.has_rung.lock() = true;
        self.heard.0.notify_all();
    }

    fn wait(&self) {
        let mut has_rung = self.has_rung.lock();
        while !*has_rung {
            self.heard.0.wait(&mut has_rung);
        }
        *has_rung = false;
    }
}

/// More calls than slots; workers fall asleep, and one may die with a call, or with a wake-up that it has not used.
fn calls_on_a_board_end_once() {
    const CALLS: u64 = 4;
    const SHAPE: Shape = Shape { slots: 2, slot_words: 5 };
    struct All {
        board: Board<Heap>,
        program: Bell,
        workers: [Bell; 2],
        made: [AtomicUsize; CALLS as usize],
        is_dead: AtomicBool,
        is_over: AtomicBool,
    }
    let words = Heap((0..SHAPE.words()).map(|_| AtomicU64::new(0)).collect());
    let all = Arc::new(All {
        board: Board::new(words, SHAPE),
        program: Bell::default(),
        workers: Default::default(),
        made: Default::default(),
        is_dead: AtomicBool::new(false),
        is_over: AtomicBool::new(false),
    });
    let work = |worker: usize| {
        let all = all.clone();
        shuttle::thread::spawn(move || {
            let mortal = worker == 1 && shuttle::rand::Rng::gen_bool(&mut shuttle::rand::thread_rng(), 0.5);
            let mut lives = if mortal { 1 } else { CALLS as usize };
            while !all.is_over.load(SeqCst) {
                if let Some(slot) = all.board.claim(worker) {
                    let call = all.board.content(slot).expect("it is on the board");
                    all.made[all.board.key(slot) as usize].fetch_add(1, SeqCst);
                    if lives == 0 {
                        break;
                    }
                    lives -= 1;
                    if all.board.answer(slot, worker, &call) {
                        all.program.ring();
                    }
                    continue;
                }
                if all.board.fall_asleep_worker(worker) {
                    all.workers[worker].wait();
                    all.board.get_up_worker(worker);
                    if mortal && lives == 0 {
                        break;
                    }
                }
            }
            if mortal {
                all.is_dead.store(true, SeqCst);
                all.program.ring();
            }
        })
    };
    let threads = [work(0), work(1)];
    let wake_one = || all.board.take_sleeper().into_iter().for_each(|worker| all.workers[worker].ring());
    let (mut number, mut ended, mut is_buried) = (0, 0, false);
    let mut free = vec![0, 1];
    while ended < CALLS {
        while number < CALLS
            && let Some(slot) = free.pop()
        {
            assert!(all.board.post(slot, number, number, Some(&number.to_le_bytes())), "only two are under way");
            number += 1;
            wake_one();
        }
        let is_dead = all.is_dead.load(SeqCst);
        let mut done = Vec::new();
        all.board.take_done(&mut done);
        for slot in &done {
            assert_eq!(all.board.content(*slot).map(|bytes| bytes.len()), Some(8));
        }
        if is_dead && !is_buried {
            is_buried = true;
            all.board.strike_out(1);
            let left = (0..SHAPE.slots).filter(|slot| !done.contains(slot) && all.board.held_by(*slot, 1) == Some(Held::Unfinished));
            done.extend(left.collect::<Vec<_>>());
            if all.board.has_calls() {
                wake_one();
            }
        }
        for slot in &done {
            all.board.free(*slot);
            free.push(*slot);
            ended += 1;
        }
        if done.is_empty() && all.board.fall_asleep() {
            if all.is_dead.load(SeqCst) == is_buried {
                all.program.wait();
            }
            all.board.get_up();
        }
    }
    all.is_over.store(true, SeqCst);
    all.workers.iter().for_each(Bell::ring);
    threads.into_iter().for_each(|thread| thread.join().expect("no worker panics"));
    assert!(all.made.iter().all(|made| made.load(SeqCst) == 1), "each call is made once");
}

/// Two strands start threads one after the other: whether a thread is made or an idle one is handed the job, each job is done once, its end
/// is told, and no idle thread is left asleep with a job.
fn a_started_thread_runs() {
    const EACH: usize = 2;
    let runtime = Runtime::new(Config::default());
    let ran = Arc::new(AtomicUsize::new(0));
    let part = |ran: &Arc<AtomicUsize>| {
        let ran = ran.clone();
        move |me: &Arc<Strand>| {
            for _ in 0..EACH {
                let ran = ran.clone();
                let thread = spawn_thread(me.runtime(), ThreadOptions::default(), move |_| _ = ran.fetch_add(1, SeqCst));
                thread.expect("there is room").join(me, None).expect("it ends");
            }
        }
    };
    together(&runtime, parts![part(&ran), part(&ran)]);
    assert_eq!(ran.load(SeqCst), 2 * EACH);
    let me = runtime.enter("main");
    assert_eq!(runtime.shutdown(&me, Duration::ZERO), 0);
}
