//! What a trace consists of, and how Chrome's trace event format writes it. Knows no lanes.

use crate::sched::park::WaitKind;
use std::fmt::Write;

/// Which of a strand's two tracks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(usize)]
pub(super) enum Track {
    Strand = 0,
    Tasks = 1,
}

#[derive(Clone, Debug)]
pub(super) enum What {
    Running,
    Wait {
        kind: WaitKind,
        resource: usize,
        owner: u64,
    },
    Call,
    Step(Box<str>),
    /// An arrow of this number begins, or ends.
    Wakes(u64),
    Woken(u64),
    Count {
        what: &'static str,
        resource: usize,
        length: usize,
    },
}

/// Times are nanoseconds since the trace began.
#[derive(Clone, Debug)]
pub(super) struct Event {
    pub(super) track: Track,
    pub(super) at: u64,
    pub(super) length: u64,
    pub(super) what: What,
}

impl Event {
    pub(super) fn slice(track: Track, since: u64, until: u64, what: What) -> Event {
        Event { track, at: since, length: until.saturating_sub(since), what }
    }

    pub(super) fn instant(at: u64, what: What) -> Event {
        Event { track: Track::Strand, at, length: 0, what }
    }
}

/// Tracks of tasks have numbers of their own.
const TASKS: u64 = 1 << 32;

fn number(lane: u64, track: Track) -> u64 {
    lane + if track == Track::Tasks { TASKS } else { 0 }
}

/// As the format wants it: microseconds.
struct Micros(u64);

impl std::fmt::Display for Micros {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{:03}", self.0 / 1000, self.0 % 1000)
    }
}

/// A JSON string.
struct Quoted<'a>(&'a str);

impl std::fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_char('"')?;
        for c in self.0.chars() {
            match c {
                '"' | '\\' => write!(f, "\\{c}")?,
                c if c < ' ' || c == '\u{7f}' => write!(f, "\\u{:04x}", c as u32)?,
                c => f.write_char(c)?,
            }
        }
        f.write_char('"')
    }
}

/// Names a track, and puts it beside the strand's other one.
pub(super) fn write_name(text: &mut String, lane: u64, track: Track, strand: &str) {
    let name = if track == Track::Tasks { format!("tasks of {strand}") } else { strand.to_owned() };
    let (tid, order) = (number(lane, track), 2 * lane + track as u64);
    let _infallible = write!(
        text,
        ",\n{{\"ph\":\"M\",\"pid\":1,\"tid\":{tid},\"name\":\"thread_name\",\"args\":{{\"name\":{}}}}}\
         ,\n{{\"ph\":\"M\",\"pid\":1,\"tid\":{tid},\"name\":\"thread_sort_index\",\"args\":{{\"sort_index\":{order}}}}}",
        Quoted(&name)
    );
}

/// Appends the event, with a comma before it.
pub(super) fn write(text: &mut String, lane: u64, event: &Event) {
    let tid = number(lane, event.track);
    let (at, length) = (Micros(event.at), Micros(event.length));
    let _infallible = match &event.what {
        What::Running => slice(text, tid, &at, &length, "run", "running", format_args!("")),
        What::Call => slice(text, tid, &at, &length, "call", "blocking call", format_args!("")),
        What::Step(name) => slice(text, tid, &at, &length, "task", name, format_args!("")),
        What::Wait { kind, resource, owner } => {
            let name = format!("wait: {}", kind.name());
            let args = match owner {
                0 => format!("\"on\":\"{resource:#x}\""),
                owner => format!("\"on\":\"{resource:#x}\",\"held by\":{owner}"),
            };
            slice(text, tid, &at, &length, "wait", &name, format_args!("{args}"))
        }
        What::Wakes(flow) => {
            write!(text, ",\n{{\"ph\":\"s\",\"pid\":1,\"tid\":{tid},\"ts\":{at},\"id\":{flow},\"name\":\"wake\",\"cat\":\"wake\"}}")
        }
        What::Woken(flow) => {
            write!(text, ",\n{{\"ph\":\"f\",\"pid\":1,\"tid\":{tid},\"ts\":{at},\"id\":{flow},\"name\":\"wake\",\"cat\":\"wake\"}}")
        }
        What::Count { what, resource, length } => {
            let name = if *resource == 0 { (*what).to_string() } else { format!("{what} {resource:#x}") };
            write!(
                text,
                ",\n{{\"ph\":\"C\",\"pid\":1,\"tid\":{tid},\"ts\":{at},\"name\":{},\"args\":{{\"length\":{length}}}}}",
                Quoted(&name)
            )
        }
    };
}

fn slice(
    text: &mut String,
    tid: u64,
    at: &Micros,
    length: &Micros,
    category: &str,
    name: &str,
    args: std::fmt::Arguments<'_>,
) -> std::fmt::Result {
    let name = Quoted(name);
    write!(
        text,
        ",\n{{\"ph\":\"X\",\"pid\":1,\"tid\":{tid},\"ts\":{at},\"dur\":{length},\"cat\":\"{category}\",\"name\":{name},\"args\":{{{args}}}}}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(event: &Event, expected: &str) {
        let mut text = String::new();
        write(&mut text, 7, event);
        assert_eq!(text.trim_start_matches(",\n"), expected);
    }

    #[test]
    fn each_kind_of_event() {
        let wait = What::Wait { kind: WaitKind::Lock, resource: 255, owner: 3 };
        check(
            &Event::slice(Track::Strand, 1_500, 4_007, wait),
            r#"{"ph":"X","pid":1,"tid":7,"ts":1.500,"dur":2.507,"cat":"wait","name":"wait: lock","args":{"on":"0xff","held by":3}}"#,
        );
        check(
            &Event::slice(Track::Tasks, 0, 1, What::Step("a \"b\"\n".into())),
            r#"{"ph":"X","pid":1,"tid":4294967303,"ts":0.000,"dur":0.001,"cat":"task","name":"a \"b\"\u000a","args":{}}"#,
        );
        check(&Event::instant(9, What::Woken(5)), r#"{"ph":"f","pid":1,"tid":7,"ts":0.009,"id":5,"name":"wake","cat":"wake"}"#);
        check(
            &Event::instant(9, What::Count { what: "queue", resource: 16, length: 2 }),
            r#"{"ph":"C","pid":1,"tid":7,"ts":0.009,"name":"queue 0x10","args":{"length":2}}"#,
        );
    }
}
