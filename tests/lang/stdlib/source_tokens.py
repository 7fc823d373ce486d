"""token and tokenize: source text as tokens, with its comments, places and errors, and back again."""
import io
import token
import tokenize
from tokenize import TokenInfo

GOOD = [
    'a = 1\n',
    'a',
    '',
    '\n',
    '# c\n',
    '# c',
    'if x:\n  y\n  z\nw\n',
    'if x:\n    y\n\n    # c\n  # d\n    z\n',
    'if x:\n  if y:\n    z\n',
    'if x:\n\ty\n        z\n',
    '(a,\n b)\n',
    '(a,\n\n # c\n b)\n',
    'a \\\n + b\n',
    '"""x\ny""" + 1\n',
    "'a\\\nb'\n",
    'f"a{b}c"\n',
    'f"a{{b}}{c!r:>{w}}d{e=}"\n',
    "f'''x\n{y\n}z'''\n",
    'rf"\\{a}" Rb"x" bR\'y\' u"z" F"" f""\n',
    'f"{x:%Y-%m}"\n',
    'f"{\'a\'}{f"{1}"}"\n',
    '1 0x1F 0b1_0 0o17 1_000 1.5 .5 1. 1e5 1E-5 1j 1.5J 0 00 0xdeadBEEF\n',
    'a+=b-=c**=d//=e>>=f<<=g!=h->i:=j...k@=l%m&n|o^p~q\n',
    'x.y[z:w];{a:b}\n',
    'é = ü\n',
    'async def f(): await x\n',
    'lambda: (yield)\n',
    '@d\ndef f(a: int = 1, *, b) -> c:\n    return a\n',
    'a;b\n',
    '\\\n\na\n',
    'if a:\n  b\n# c\nd',
    'class A:\n\n    x = 1\n\n\n    def f(self): pass\n\n',
    'a # c\n',
    'a # c',
    'x\n',
    ' \n',
    '  # c\nx\n',
    'x = """\n"""\n',
    'x = [\n1,\n]\n',
    '\r\n',
    'a\r\nb\r\n',
    'if a:\r\n  b\r\n',
    'a\x0cb\n',
    '\x0ca\n',
    'match x:\n  case 1: pass\n',
    '1if x else y\n',
    'f"{a:{b}}" f"{a:=^10}" f"{a!r}"\n',
    'f"{a["b"]}"\n',
    'f"\\N{DIGIT ONE}x"\n',
    'f"a\\\nb"\n',
    'print(f"{x}" "y")\n',
    'x\\\n',
    'if 1:\n    pass\n    ',
    '<>\n',
    'f"{x,}" f"{ x }" f"{x:}" f"}}"\n',
    'f"{{{x}}}"\n',
    'y\n',
    'a\n\n\n',
    'a\n  \n  \nb\n',
    '"a" "b"\n',
    'f"a" f"b"\n',
    'x = "a" f"b" "c"\n',
    'f"\\N{DIGIT ONE}{{x" + y\n',
    'f"a{b:{{}}}"',
]
BAD = [
    '"abc\n',
    "'abc",
    '"""abc\n',
    '(a\n',
    'if x:\n    y\n  z\n',
    '$\n',
    '?\n',
    'a!b\n',
    '1_\n',
    '1__0\n',
    '0x\n',
    '0b2\n',
    '0o8\n',
    '01\n',
    '1e\n',
    '1abc\n',
    'f"{a\n',
    'f"abc\n',
    'f"{a}',
    'f"""abc',
    'a)\n',
    '(a]\n',
    '\\ a\n',
    'a\\',
    'f"}"\n',
    'f"{}"\n',
    '\x00\n',
    'a = €\n',
    'a\n\xa0b\n',
    '1.5_\n',
    '0_7\n',
    '"a\\\n',
    'f"{a!}"\n',
    '{(\n',
    'x = "a\nb"\n',
    'if x:\n\ty\n  z\n',
    'é€\n',
    '0xg\n',
]


def show(tokens):
    try:
        for each in tokens:
            print("  ", ascii(each), each.exact_type)
    except Exception as error:
        print("  !", type(error).__name__, ascii(error.args))


for text in GOOD + BAD:
    print(ascii(text))
    show(tokenize.generate_tokens(io.StringIO(text, newline="").readline))
for data in (b"a\n", b"\xef\xbb\xbfa\n", b"# -*- coding: latin-1 -*-\n\xe9\n", b"#!x\n# vim: set fileencoding=utf-8 :\na\n",
             b"# coding: nope\n", b"\xff\n", b"\n\n# coding: latin-1\n\xe9\n", b"", b"\xef\xbb\xbf# coding: latin-1\n"):
    print(data)
    show(tokenize.tokenize(io.BytesIO(data).readline))
for data in (b"# coding: latin-1\nx\n", b"# coding: UTF_8\n", b"x\n# coding: latin-1", b"\xef\xbb\xbfx", b"", b"# coding: nope", b"a\xff\n",
             b"#\n#coding=cp1252\n", b"\xef\xbb\xbf#coding:latin-1", b"\n\n# coding: latin-1"):
    try:
        print(data, tokenize.detect_encoding(io.BytesIO(data).readline))
    except SyntaxError as error:
        print(data, error)
for text in GOOD:
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text, newline="").readline))
        print(ascii(text), ascii(tokenize.untokenize(tokens)), ascii(tokenize.untokenize([each[:2] for each in tokens])))
    except Exception as error:
        print(ascii(text), type(error).__name__, ascii(error.args))
for tokens in (
    [(1, "a"), (1, "b")], [(65, "utf-8"), (1, "a")], [(1, "a", (1, 0), (1, 1), ""), (1, "b", (1, 0), (1, 1), "")],
    [(1, "a", (1, 2), (1, 3), ""), (1, "b", (3, 1), (3, 2), "")],
    [TokenInfo(65, "utf-8", (0, 0), (0, 0), ""), TokenInfo(1, "a", (1, 0), (1, 1), "")],
    [(1, "if"), (1, "x"), (11, ":"), (4, "\n"), (5, "  "), (1, "y"), (4, "\n"), (6, ""), (1, "z"), (0, "")], [(3, '"a"'), (3, '"b"')], [],
):
    try:
        print(repr(tokenize.untokenize(tokens)))
    except ValueError as error:
        print(error)
print(tokenize.__all__, token.__all__, sorted(token.tok_name.items()), token.EXACT_TOKEN_TYPES)
print(token.ISTERMINAL(1), token.ISNONTERMINAL(256), token.ISEOF(0), TokenInfo._fields, tokenize.TokenError.__mro__[1])
with tokenize.open(__file__) as file:
    print(file.encoding, file.mode, file.readline()[:20])
    file.seek(0)
    text = file.read()
tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
print(tokenize.untokenize(tokens) == text, len(tokens))
