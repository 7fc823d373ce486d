//! Times of the front end on a text of ordinary shapes: `cargo bench --bench frontend`. It sees the front end as its own module; whole
//! libraries are parsed by `parse_lib`.

#[allow(dead_code, unused_imports)]
#[path = "../../src/source/mod.rs"]
mod source;
#[allow(dead_code, unused_imports)]
#[path = "../../src/stack/mod.rs"]
mod stack;
#[allow(dead_code, unused_imports)]
#[path = "../../src/syntax/mod.rs"]
mod syntax;

use divan::Bencher;
use divan::counter::BytesCount;
use source::Source;
use syntax::{Mode, parse_module, token_count};

fn main() {
    divan::main();
}

/// A few hundred lines: definitions, expressions, strings, comments.
fn text() -> Source {
    let part = r#"
class Account(Base, metaclass=Meta):
    """Keeps a balance."""
    limit: int = 100_000

    def move(self, other, amount=0, *, note=None, **rest):
        # Both sides or none.
        if amount < 0 or self.balance - amount < -self.limit and not rest:
            raise ValueError(f"{amount!r} of {self.name:>10} is {'too much' if amount > 0 else 'negative'}")
        self.balance, other.balance = self.balance - amount, other.balance + amount
        self.log += [(other.name, amount, note)] * 2 + [entry for entry in other.log if entry[1] >= 3.5e-3]
        for index, (name, *values) in enumerate(sorted(rest.items(), key=lambda pair: pair[0])):
            self.notes[name][index:] = {value: value ** 2 % 7 for value in values}
        return self.notes.get("last", {}) | {"sum": sum(x * y for x, y in zip(self.a, self.b))}
"#;
    Source::new("<text>".to_string(), part.repeat(30))
}

#[divan::bench]
fn lexing(bencher: Bencher) {
    let source = text();
    bencher.counter(BytesCount::of_str(source.text())).bench_local(|| token_count(&source));
}

#[divan::bench]
fn parsing(bencher: Bencher) {
    let source = text();
    bencher.counter(BytesCount::of_str(source.text())).bench_local(|| parse_module(&source, Mode::Exec).expect("the text is right"));
}
