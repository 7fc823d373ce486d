//! What all strands of a runtime are doing, for a person who asks: states, stacks, tasks. Knows no frames: the layer above draws the
//! pictures; asks and waits.
//!
//! A strand is asked in one of two ways. One that is detached (it waits, or is in a blocking call) is held where it is, under the lock of
//! the world, while whoever asks looks at it (`Runtime::look_at_detached`). One that is attached finds the REPORT bit at its next
//! safepoint and draws its picture itself. Both are tried in turn until one succeeds, since strands come and go between the two; a strand
//! that does neither within `PATIENCE` is in a long builtin, and the report says so.
//!
//! Rejected: stopping the world. One strand that reaches no safepoint would keep the report from all the others.

use super::blocking::blocking;
use super::graph::{Activity, DeadlockReport, Stuck};
use super::park::WaitKind;
use super::runtime::Runtime;
use super::strand::{Strand, StrandId, poll};
use super::sync::{Arc, Mutex};
use std::any::Any;
use std::fmt::Write;
use std::time::{Duration, Instant};

/// How long an attached strand may take to its next safepoint.
pub(crate) const PATIENCE: Duration = Duration::from_secs(1);
/// Between two rounds of looking.
const PAUSE: Duration = Duration::from_millis(1);
/// Strands of a deadlock that are shown, and parallel tasks.
const STRANDS_SHOWN: usize = 20;
/// Frames of one stack that are shown.
const FRAMES_SHOWN: usize = 64;

/// A frame: where in the source it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Place {
    pub(crate) file: String,
    pub(crate) line: u32,
    pub(crate) function: String,
}

/// A task of an event loop, or a parallel one.
#[derive(Clone, Debug)]
pub(crate) struct TaskPicture {
    pub(crate) name: String,
    /// "running", "waits for ...".
    pub(crate) state: String,
    /// Innermost frame first.
    pub(crate) stack: Vec<Place>,
}

impl TaskPicture {
    /// The state of a task that is being resumed.
    pub(crate) const RUNNING: &str = "running";
}

/// What a strand is asked to show.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Wanted {
    /// `Picture::stack` and `tasks`.
    Words,
    /// `Picture::frames`.
    Frames,
}

/// What a strand runs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Picture {
    /// Innermost frame first.
    pub(crate) stack: Vec<Place>,
    /// Tasks of the event loop that it runs.
    pub(crate) tasks: Vec<TaskPicture>,
    /// What the layer above shows of the frames to itself.
    pub(crate) frames: Option<Arc<dyn Any + Send + Sync>>,
}

/// Where a strand leaves its answer while it is asked.
#[derive(Default)]
pub(super) struct Answer {
    asked: Option<Wanted>,
    picture: Option<Picture>,
}

/// What was found out about a strand.
pub(crate) struct Seen {
    pub(crate) strand: Arc<Strand>,
    pub(crate) activity: Activity,
    /// None: it did not answer.
    pub(crate) picture: Option<Picture>,
}

/// Whoever asks, one after the other: pictures of two questions must not be mixed up. Nothing else is locked by its holder before.
static ASKING: Mutex<()> = Mutex::new(());

/// Asks all strands of `runtime`. `me`: the strand of the calling thread, if it is one of them.
pub(crate) fn ask_all(runtime: &Runtime, me: Option<&Strand>, wanted: Wanted) -> Vec<Seen> {
    // The caller draws itself first: while it waits for the others it stands still.
    let own = me.map(|me| (me.id(), me.activity(), me.draw(wanted)));
    match me {
        Some(me) => blocking(me, || ask_others(runtime, own, wanted)),
        None => ask_others(runtime, own, wanted),
    }
}

fn ask_others(runtime: &Runtime, mut own: Option<(StrandId, Activity, Picture)>, wanted: Wanted) -> Vec<Seen> {
    let _asking = ASKING.lock();
    let seen_at_once = |strand: Arc<Strand>| match own.take_if(|(id, ..)| *id == strand.id()) {
        Some((_, activity, picture)) => Seen { strand, activity, picture: Some(picture) },
        None => {
            strand.answer.lock().asked = Some(wanted);
            let activity = strand.activity();
            Seen { picture: look(runtime, &strand, wanted), activity, strand }
        }
    };
    let mut all: Vec<Seen> = runtime.strands().into_iter().map(seen_at_once).collect();
    let silent = |seen: &&mut Seen| seen.picture.is_none();
    all.iter_mut().filter(silent).for_each(|seen| seen.strand.request(poll::REPORT));
    let end = Instant::now() + PATIENCE;
    while all.iter().any(|seen| seen.picture.is_none()) && Instant::now() < end {
        std::thread::sleep(PAUSE);
        for seen in all.iter_mut().filter(silent) {
            seen.activity = seen.strand.activity();
            seen.picture = seen.strand.answer.lock().picture.take().or_else(|| look(runtime, &seen.strand, wanted));
        }
    }
    for seen in &all {
        seen.strand.take(poll::REPORT);
        drop(std::mem::take(&mut *seen.strand.answer.lock()));
    }
    all
}

fn look(runtime: &Runtime, strand: &Strand, wanted: Wanted) -> Option<Picture> {
    runtime.look_at_detached(strand, || strand.draw(wanted))
}

impl Strand {
    /// What the strand runs. To be called by the strand itself, or while it is held.
    fn draw(&self, wanted: Wanted) -> Picture {
        self.hooks().map_or_else(Picture::default, |hooks| (hooks.picture)(self, wanted))
    }

    /// At a safepoint, for whoever asked.
    #[cold]
    pub(crate) fn answer(&self) {
        let Some(wanted) = self.answer.lock().asked else { return };
        let picture = self.draw(wanted);
        let mut answer = self.answer.lock();
        // Nobody may wait for it any more.
        let late = if answer.asked == Some(wanted) { answer.picture.replace(picture) } else { Some(picture) };
        drop(answer);
        drop(late);
    }
}

impl WaitKind {
    /// As messages name it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            WaitKind::Lock => "lock",
            WaitKind::RLock => "rlock",
            WaitKind::Condition => "condition",
            WaitKind::Semaphore => "semaphore",
            WaitKind::Barrier => "barrier",
            WaitKind::Queue => "queue",
            WaitKind::Join => "join",
            WaitKind::Future => "future",
            WaitKind::Event => "event",
            WaitKind::Sleep => "sleep",
            WaitKind::Io => "io",
            WaitKind::Idle => "a job",
        }
    }
}

/// "waits for lock held by B". Deadlock errors say it in the same words. `name`: of the holder, if there is one known by that number.
pub(crate) fn wait_text(kind: WaitKind, owner: Option<StrandId>, name: impl FnOnce(StrandId) -> Option<Arc<str>>) -> String {
    let mut text = format!("waits for {}", kind.name());
    if let Some(owner) = owner {
        let _infallible = match name(owner) {
            Some(name) => write!(text, " held by {name}"),
            None => write!(text, " held by strand {owner}"),
        };
    }
    text
}

/// What the other strands of a deadlock wait for, each with its stack: they stand still until the strand that was told lets go of something.
pub(crate) fn deadlock_notes(report: &DeadlockReport, me: &Strand) -> Vec<String> {
    let name = |id| report.strands.iter().find(|other| other.strand.id() == id).map(|other| other.strand.name());
    let others = report.strands.iter().filter(|stuck| stuck.strand.id() != me.id()).take(STRANDS_SHOWN);
    let note = |stuck: &Stuck| {
        let mut text = format!("{} {}", stuck.strand.name(), wait_text(stuck.kind, stuck.owner, name));
        if let Some(picture) = look(me.runtime(), &stuck.strand, Wanted::Words).filter(|picture| !picture.stack.is_empty()) {
            text.push_str(":\n");
            write_stack(&mut text, "  ", &picture.stack);
            text.truncate(text.trim_end().len());
        }
        text
    };
    others.map(note).collect()
}

/// What the parallel tasks of a deadlock wait for, each with where it stands. One that runs is shown as its worker.
pub(crate) fn task_notes(tasks: &[TaskPicture]) -> Vec<String> {
    let note = |task: &TaskPicture| {
        let mut text = String::new();
        write_task(&mut text, "", "Parallel task", task);
        text.truncate(text.trim_end().len());
        text
    };
    let waiting = || tasks.iter().filter(|task| task.state != TaskPicture::RUNNING);
    let mut notes: Vec<String> = waiting().take(STRANDS_SHOWN).map(note).collect();
    let more = waiting().skip(STRANDS_SHOWN).count();
    if more > 0 {
        notes.push(format!("... and {more} more parallel tasks"));
    }
    notes
}

fn state_text(seen: &Seen, all: &[Seen]) -> String {
    match seen.activity {
        Activity::Running if seen.picture.is_none() => {
            format!("running, did not answer within {} s: it is in a long builtin operation", PATIENCE.as_secs())
        }
        Activity::Running => "running".into(),
        Activity::Blocking => "in a call of the operating system".into(),
        Activity::Parked { kind, owner, since, resource } => {
            let name = |id| all.iter().find(|other| other.strand.id() == id).map(|other| other.strand.name());
            let what = if resource == 0 { String::new() } else { format!(" ({resource:#x})") };
            format!("{}{what} since {:.3} s", wait_text(kind, owner, name), since.elapsed().as_secs_f64())
        }
    }
}

fn write_stack(text: &mut String, indent: &str, stack: &[Place]) {
    for Place { file, line, function } in stack.iter().take(FRAMES_SHOWN) {
        let _infallible = writeln!(text, "{indent}File \"{file}\", line {line}, in {function}");
    }
    if stack.len() > FRAMES_SHOWN {
        let _infallible = writeln!(text, "{indent}... and {} more frames", stack.len() - FRAMES_SHOWN);
    }
}

fn write_task(text: &mut String, indent: &str, what: &str, task: &TaskPicture) {
    let _infallible = writeln!(text, "{indent}{what} {} {}", task.name, task.state);
    write_stack(text, &format!("{indent}  "), &task.stack);
}

/// The report in words; stacks with the innermost frame first. `parallel`: tasks that belong to no strand.
pub(crate) fn text_of(all: &[Seen], parallel: &[TaskPicture]) -> String {
    let mut text = String::new();
    let tasks: usize = all.iter().filter_map(|seen| seen.picture.as_ref()).map(|picture| picture.tasks.len()).sum();
    let _infallible = writeln!(text, "{} threads, {tasks} tasks, {} parallel tasks", all.len(), parallel.len());
    for seen in all {
        let _infallible = writeln!(text, "Thread {} ({}) {}", seen.strand.name(), seen.strand.id(), state_text(seen, all));
        if let Some(picture) = &seen.picture {
            write_stack(&mut text, "  ", &picture.stack);
            picture.tasks.iter().for_each(|task| write_task(&mut text, "  ", "Task", task));
        }
    }
    parallel.iter().for_each(|task| write_task(&mut text, "", "Parallel task", task));
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sched::event::Event;
    use crate::sched::lock::Lock;
    use crate::sched::runtime::Config;
    use crate::sched::stop::safepoint_slow;
    use crate::sched::strand::ParkHooks;
    use crate::sched::sync::{AtomicBool, Ordering};

    static HOOKS: ParkHooks = ParkHooks {
        before_park: |_, _| (),
        after_park: |_, _| (),
        picture: |strand, _| Picture {
            stack: vec![Place { file: "f".into(), line: strand.id().raw() as u32, function: "g".into() }],
            ..Picture::default()
        },
    };

    /// One strand waits, one runs and passes safepoints, one runs without any.
    #[test]
    fn waiting_running_and_deaf_strands() {
        let runtime = Runtime::new(Config::default());
        let me = runtime.enter("main");
        me.set_hooks(&HOOKS, 0);
        let (lock, is_over, deaf) = (Lock::new(), AtomicBool::new(false), Event::new());
        lock.acquire(&me, None).expect("free");
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let me = runtime.enter("waiting");
                me.set_hooks(&HOOKS, 0);
                lock.acquire(&me, None).expect("released");
                lock.release(&me).expect("held");
            });
            scope.spawn(|| {
                let me = runtime.enter("running");
                me.set_hooks(&HOOKS, 0);
                while !is_over.load(Ordering::Relaxed) {
                    if me.is_polled() && safepoint_slow(&me) & poll::REPORT != 0 && me.take(poll::REPORT) != 0 {
                        me.answer();
                    }
                }
            });
            scope.spawn(|| {
                let me = runtime.enter("deaf");
                me.set_hooks(&HOOKS, 0);
                deaf.set();
                while !is_over.load(Ordering::Relaxed) {
                    std::hint::spin_loop();
                }
            });
            deaf.wait(&me, None).expect("it comes");
            let is_ready = |name: &str, is: fn(&Activity) -> bool| {
                runtime.strands().iter().any(|strand| &*strand.name() == name && is(&strand.activity()))
            };
            while !is_ready("waiting", |now| matches!(now, Activity::Parked { .. })) || !is_ready("running", |_| true) {
                std::thread::yield_now();
            }
            let all = ask_all(&runtime, Some(&me), Wanted::Words);
            is_over.store(true, Ordering::Relaxed);
            lock.release(&me).expect("held");
            let of = |name: &str| all.iter().find(|seen| &*seen.strand.name() == name).expect("it lives");
            for name in ["main", "waiting", "running"] {
                let seen = of(name);
                let stack = &seen.picture.as_ref().expect("it answers").stack;
                assert_eq!(u64::from(stack[0].line), seen.strand.id().raw());
            }
            assert!(of("deaf").picture.is_none());
            let text = text_of(&all, &[]);
            assert!(
                text.starts_with("4 threads, 0 tasks, 0 parallel tasks\nThread main (1) running\n  File \"f\", line 1, in g\n"),
                "{text}"
            );
            assert!(text.contains(" waits for lock held by main (0x"), "{text}");
            assert!(text.contains(" running, did not answer within 1 s"), "{text}");
        });
        assert!(me.is_attached() && me.pending(poll::REPORT) == 0);
    }
}
