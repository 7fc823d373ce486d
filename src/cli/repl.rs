//! Talking to the user: lines are typed with editing, history and completion, and handed to a console. Knows not what runs.

use super::VERSION;
use crate::host::console::{Console, Line, Typed};
use rustyline::completion::{Completer, Pair};
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::FileHistory;
use rustyline::validate::Validator;
use rustyline::{CompletionType, Config, Context, Editor, Helper};
use std::io::IsTerminal;
use std::path::PathBuf;

/// Lines of history that are kept.
const KEPT: usize = 2000;

struct Completions<'a, 'b>(&'a Console<'b>);

impl Completer for Completions<'_, '_> {
    type Candidate = Pair;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let start = line[..at]
            .rfind(|c: char| !c.is_alphanumeric() && c != '_' && c != '.')
            .map_or(0, |index| index + line[index..].chars().next().map_or(1, char::len_utf8));
        let word = &line[start..at];
        if word.is_empty() {
            // A tab where a word would begin is indentation.
            let tab = Pair { display: String::new(), replacement: "    ".into() };
            return Ok((at, if line[..at].trim().is_empty() { vec![tab] } else { Vec::new() }));
        }
        let found = self.0.complete(word).into_iter();
        Ok((start, found.map(|word| Pair { display: word.clone(), replacement: word }).collect()))
    }
}

impl Hinter for Completions<'_, '_> {
    type Hint = String;
}
impl Highlighter for Completions<'_, '_> {}
impl Validator for Completions<'_, '_> {}
impl Helper for Completions<'_, '_> {}

/// Reads entries and has them run until the user leaves.
pub(crate) fn talk(console: &Console<'_>, quiet: bool) {
    console.claim_interrupts();
    if !quiet {
        console.say(&format!("{VERSION}\nType \"help\", \"copyright\", \"credits\" or \"license\" for more information.\n"));
    }
    if !std::io::stdin().is_terminal() {
        return entries(console, |prompt| {
            console.say(prompt);
            console.read_line()
        });
    }
    let config = Config::builder().completion_type(CompletionType::List).max_history_size(KEPT).map(|config| config.build());
    let Ok(Ok(mut editor)) = config.map(Editor::<Completions<'_, '_>, FileHistory>::with_config) else { return };
    editor.set_helper(Some(Completions(console)));
    // The editor has installed handlers of its own.
    console.claim_interrupts();
    let history = history_file();
    if let Some(file) = &history {
        // There is none the first time.
        let _ = editor.load_history(file);
    }
    entries(console, |prompt| match console.waiting(|| editor.readline(prompt)) {
        Ok(line) => {
            if !line.trim().is_empty() {
                let _full = editor.add_history_entry(&line);
            }
            Line::Read(line)
        }
        Err(ReadlineError::Interrupted) => Line::Interrupted,
        Err(_) => Line::End,
    });
    if let Some(file) = &history {
        // A history that cannot be kept is no reason to trouble the user.
        let _ = file.parent().map(std::fs::create_dir_all);
        let _ = editor.save_history(file);
    }
}

/// Has entries run that consist of the lines that `next` gives for a prompt.
fn entries(console: &Console<'_>, mut next: impl FnMut(&str) -> Line) {
    let mut typed = String::new();
    loop {
        match next(&console.prompt(!typed.is_empty())) {
            Line::Read(line) => {
                typed.push_str(line.strip_suffix('\n').unwrap_or(&line));
                typed.push('\n');
                match console.enter(&typed) {
                    Typed::Incomplete => {}
                    Typed::Done => typed.clear(),
                    Typed::Leave => return,
                }
            }
            Line::Interrupted => {
                typed.clear();
                console.say("\nKeyboardInterrupt\n");
            }
            // The end of input ends the block; what is typed after that is another entry.
            Line::End if !typed.is_empty() => {
                console.say("\n");
                match console.enter_last(&typed) {
                    Typed::Leave => return,
                    Typed::Incomplete | Typed::Done => typed.clear(),
                }
            }
            Line::End => {
                console.say("\n");
                return;
            }
        }
    }
}

/// Where the state of programs of this user lies (XDG base directories).
fn history_file() -> Option<PathBuf> {
    let state = std::env::var_os("XDG_STATE_HOME").filter(|path| !path.is_empty()).map(PathBuf::from);
    let state = state.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".local/state")))?;
    Some(state.join("pyc").join("history"))
}
