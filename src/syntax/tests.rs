//! What texts parse to and what they are refused with, as recorded from CPython 3.13. Trees are shown as short expressions.

use super::ast::{Body, Constant, Expr, ExprKind, Module, StmtKind};
use super::{Mode, SyntaxError, parse_module};
use crate::source::Source;

fn parse(text: &str) -> Result<Module, SyntaxError> {
    parse_module(&Source::new("x.py", text), Mode::Exec)
}

/// `Kind: message (line, offset, end line, end offset)`.
fn refused(text: &str, expected: &str) {
    let found = match parse(text) {
        Ok(_) => "accepted".to_owned(),
        Err(e) => {
            format!("{}: {} ({}, {}, {}, {})", e.kind.name(), e.message, e.line, e.offset, e.end_line, e.end_offset)
        }
    };
    assert_eq!(found, expected, "{text:?}");
}

fn accepted(text: &str) -> Module {
    parse(text).unwrap_or_else(|error| panic!("{text:?}: {error:?}"))
}

/// Every operator with its operands in parentheses.
fn shape(module: &Module, expr: &Expr) -> String {
    let inner = |expr: &Expr| shape(module, expr);
    match &expr.kind {
        ExprKind::Name(symbol) => module.symbols.text(*symbol).to_owned(),
        ExprKind::Constant(Constant::Int(value)) => value.to_string(),
        ExprKind::Constant(Constant::Str(text)) => format!("{:?}", text.as_str().unwrap_or("?")),
        ExprKind::Constant(constant) => format!("{constant:?}"),
        ExprKind::BinOp(b) => format!("({} {:?} {})", inner(&b.left), b.op, inner(&b.right)),
        ExprKind::UnaryOp(u) => format!("({:?} {})", u.op, inner(&u.operand)),
        ExprKind::BoolOp(b) => {
            let values: Vec<String> = b.values.iter().map(inner).collect();
            format!("({:?} {})", b.op, values.join(" "))
        }
        ExprKind::Compare(c) => {
            let rest: Vec<String> = c.ops.iter().zip(&c.comparators).map(|(op, e)| format!("{op:?} {}", inner(e))).collect();
            format!("({} {})", inner(&c.left), rest.join(" "))
        }
        ExprKind::IfExp(i) => format!("({} if {} else {})", inner(&i.body), inner(&i.test), inner(&i.orelse)),
        ExprKind::Tuple(t) => format!("({})", t.elts.iter().map(inner).collect::<Vec<_>>().join(", ")),
        ExprKind::JoinedStr(j) => format!("f{:?}", j.elts.iter().map(inner).collect::<Vec<_>>()),
        ExprKind::FormattedValue(v) => {
            let spec = v.format_spec.as_ref().map(inner).unwrap_or_default();
            format!("{{{}!{:?}:{spec}}}", inner(&v.value), v.conversion)
        }
        ExprKind::Attribute(a) => format!("{}.{}", inner(&a.value), module.symbols.text(a.attr.symbol)),
        ExprKind::Subscript(s) => format!("{}[{}]", inner(&s.value), inner(&s.slice)),
        other => format!("{other:?}"),
    }
}

fn check(text: &str, expected: &str) {
    let module = accepted(text);
    let Body::Stmts(body) = &module.body else { panic!("a module has statements") };
    let StmtKind::Expr(expr) = &body[0].kind else { panic!("{text:?} is no expression") };
    assert_eq!(shape(&module, expr), expected, "{text:?}");
}

#[test]
fn precedence() {
    check("a + b * c - d", "((a Add (b Mult c)) Sub d)");
    check("-a ** -b", "(USub (a Pow (USub b)))");
    check("a ** b ** c", "(a Pow (b Pow c))");
    check("not a == b and c or not d", "(Or (And (Not (a Eq b)) c) (Not d))");
    check("a < b in c is not d", "(a Lt b In c IsNot d)");
    check("a | b ^ c & d << e", "(a BitOr (b BitXor (c BitAnd (d LShift e))))");
    check("a if b else c if d else e", "(a if b else (c if d else e))");
    check("a and b and c or d", "(Or (And a b c) d)");
    check("a not in b", "(a NotIn b)");
    check("not not a", "(Not (Not a))");
}

#[test]
fn literals() {
    check("0xFF", "255");
    check("1_000", "1000");
    check("9223372036854775808", "BigInt(Digits { radix: 10, text: \"9223372036854775808\" })");
    check("1e3", "Float(1000.0)");
    check("2j", "Imaginary(2.0)");
    check("'a' \"b\" r'\\n'", "\"ab\\\\n\"");
    check("'''a\r\nb'''", "\"a\\nb\"");
    check("a, ", "(a)");
    check("\u{fb01}x", "fix");
}

#[test]
fn f_strings() {
    check("f'a{b!r:>{c}}{{d}}'", "f[\"\\\"a\\\"\", \"{b!Repr:f[\\\"\\\\\\\">\\\\\\\"\\\", \\\"{c!None:}\\\"]}\", \"\\\"{d}\\\"\"]");
    check("f'{ x = }'", "f[\"\\\" x = \\\"\", \"{x!Repr:}\"]");
    check("f'{'a'}' 'b'", "f[\"{\\\"a\\\"!None:}\", \"\\\"b\\\"\"]");
    check("f'{a['b']}'", "f[\"{a[\\\"b\\\"]!None:}\"]");
}

#[test]
fn soft_keywords() {
    for text in [
        "match = case = type = _ = 1\n",
        "match(x)\nmatch[x]\nmatch.x\nmatch - x\n",
        "match x:\n    case [b, *c] | {'a': b, **c} if b: pass\n    case A(x=1, y=2) as z: pass\n    case -1 + 2j: pass\n",
        "match (x):\n    case _: pass\n",
        "match *a, b:\n    case (): pass\n",
        "type X = int\ntype Y[T: int, *Ts, **P = [int]] = list[T]\ntype = 1\ntype(x)\n",
        "class A:\n    def match(self, case): return self.match\n",
    ] {
        accepted(text);
    }
}

#[test]
fn with_items() {
    for text in [
        "with (a as b, c as d,): pass\n",
        "with (a, b): pass\n",
        "with (a, b) as c: pass\n",
        "with (a), (b): pass\n",
        "with (yield): pass\n",
        "with (a := b): pass\n",
        "with (x for x in y): pass\n",
    ] {
        assert_eq!(parse(text).err().map(|error| error.message).filter(|text| text != "'yield' outside function"), None, "{text:?}");
    }
}

#[test]
fn long_chains() {
    accepted(&vec!["1"; 5000].join("+"));
    accepted(&format!("a{}", ".b".repeat(5000)));
    accepted(&format!("if a: pass\n{}", "elif a: pass\n".repeat(3000)));
    accepted(&vec!["a"; 100_000].join(" and "));
    for text in [vec!["1"; 100_000].join("+"), format!("{}1", "-".repeat(100_000)), format!("a{}", "()".repeat(100_000))] {
        assert!(parse(&text).is_err_and(|error| error.kind.name() == "MemoryError"));
    }
    refused(&"(".repeat(100_000), "SyntaxError: too many nested parentheses (1, 201, 1, 201)");
}

#[test]
fn lexical_errors() {
    refused("x = 'abc", "SyntaxError: unterminated string literal (detected at line 1) (1, 5, 1, 5)");
    refused("x = '''a\nb", "SyntaxError: unterminated triple-quoted string literal (detected at line 2) (1, 5, 1, 5)");
    refused("1a", "SyntaxError: invalid decimal literal (1, 1, 1, 1)");
    refused("0o8", "SyntaxError: invalid digit '8' in octal literal (1, 3, 1, 3)");
    refused("x = (1]", "SyntaxError: closing parenthesis ']' does not match opening parenthesis '(' (1, 7, 1, 7)");
    refused(")", "SyntaxError: unmatched ')' (1, 1, 1, 1)");
    refused("x = (1", "SyntaxError: '(' was never closed (1, 5, 1, 0)");
    refused("x = \u{201c}a", "SyntaxError: invalid character '\u{201c}' (U+201C) (1, 5, 1, 5)");
    refused("if 1:\n  a\n b", "IndentationError: unindent does not match any outer indentation level (3, 3, 3, -1)");
    refused("if 1:\n\ta\n        b", "TabError: inconsistent use of tabs and spaces in indentation (3, 1, 3, 0)");
    refused("f'{a'", "SyntaxError: f-string: expecting '}' (1, 5, 1, 5)");
}

#[test]
fn grammatical_errors() {
    refused("x y", "SyntaxError: invalid syntax (1, 3, 1, 4)");
    refused("f(a b)", "SyntaxError: invalid syntax. Perhaps you forgot a comma? (1, 3, 1, 6)");
    refused("print 1", "SyntaxError: Missing parentheses in call to 'print'. Did you mean print(...)? (1, 1, 1, 8)");
    refused("if x\n  y", "SyntaxError: expected ':' (1, 5, 1, 6)");
    refused("if x = 1: pass", "SyntaxError: invalid syntax. Maybe you meant '==' or ':=' instead of '='? (1, 4, 1, 9)");
    refused("f() = 1", "SyntaxError: cannot assign to function call here. Maybe you meant '==' instead of '='? (1, 1, 1, 4)");
    refused("x = y = 1 = 3", "SyntaxError: cannot assign to literal (1, 9, 1, 10)");
    refused("def f(a=1, b): pass", "SyntaxError: parameter without a default follows parameter with a default (1, 12, 1, 13)");
    refused("f(a=1, b)", "SyntaxError: positional argument follows keyword argument (1, 9, 1, 10)");
    refused("f(x for x in y, 1)", "SyntaxError: Generator expression must be parenthesized (1, 3, 1, 15)");
    refused("if x:\ny", "IndentationError: expected an indented block after 'if' statement on line 1 (2, 1, 2, 2)");
    refused("  x", "IndentationError: unexpected indent (1, 2, 1, -1)");
    refused("try:\n  pass\nx", "SyntaxError: expected 'except' or 'finally' block (3, 1, 3, 2)");
    refused("try:\n  pass\nelse:\n  pass\n", "SyntaxError: expected 'except' or 'finally' block (3, 1, 3, 5)");
    refused("f'{}'", "SyntaxError: f-string: valid expression required before '}' (1, 4, 1, 5)");
    refused("{1:}", "SyntaxError: expression expected after dictionary key and ':' (1, 3, 1, 4)");
}

#[test]
fn semantic_errors() {
    refused("return", "SyntaxError: 'return' outside function (1, 1, 1, 7)");
    refused("break", "SyntaxError: 'break' outside loop (1, 1, 1, 6)");
    refused("def f(a, a): pass", "SyntaxError: duplicate argument 'a' in function definition (1, 10, 1, 11)");
    refused("def f():\n  x = 1\n  global x", "SyntaxError: name 'x' is assigned to before global declaration (3, 3, 3, 11)");
    refused("def f():\n  nonlocal x", "SyntaxError: no binding for nonlocal 'x' found (2, 3, 2, 13)");
    refused("*a, *b = c", "SyntaxError: multiple starred expressions in assignment (1, 1, 1, 7)");
    refused("def f():\n  await x", "SyntaxError: 'await' outside async function (2, 3, 2, 10)");
    refused("f(a=1, a=2)", "SyntaxError: keyword argument repeated: a (1, 8, 1, 11)");
    refused("match x:\n  case a: pass\n  case b: pass", "SyntaxError: name capture 'a' makes remaining patterns unreachable (2, 8, 2, 9)");
    refused(
        "x = 1\nfrom __future__ import annotations",
        "SyntaxError: from __future__ imports must occur at the beginning of the file (2, 1, 2, 35)",
    );
}

#[test]
fn warnings() {
    let messages = |text: &str| accepted(text).warnings.iter().map(|warning| warning.message.clone()).collect::<Vec<_>>();
    assert_eq!(messages("'\\d'"), ["invalid escape sequence '\\d'"]);
    assert_eq!(messages("x is 1"), ["\"is\" with 'int' literal. Did you mean \"==\"?"]);
    assert_eq!(messages("assert (x, 'y')"), ["assertion is always true, perhaps remove parentheses?"]);
    assert_eq!(messages("r'\\d' is x"), ["\"is\" with 'str' literal. Did you mean \"==\"?"]);
}
