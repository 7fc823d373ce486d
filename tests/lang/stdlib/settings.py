"""tomllib: what TOML 1.0 says, and which messages what is none gets."""
import decimal
import io
import tomllib


def attempt(text, **options):
    try:
        print(ascii(text), "->", ascii(tomllib.loads(text, **options)))
    except Exception as error:
        print(ascii(text), "!", type(error).__name__, ascii(error.args))


for text in (
    '',
    '\n\n# c\n',
    'a=1',
    'a = "b\\tc\\u00e9\\U0001F600\\"\\\\\\b\\f\\n\\r"',
    "a='C:\\x'",
    'a="""\nx\n  y\\\n   z"""',
    "a='''\nx''y'''",
    'a="""x"""""',
    'a=""""x"""',
    'a="""\\\n   \n b"""',
    'a=+1\nb=-0\nc=1_000\nd=0xDEAD_beef\ne=0o17\nf=0b1_0\ng=0',
    'a=1.5\nb=-0.0\nc=1e10\nd=1E-3\ne=1_0.0_1\nf=inf\ng=-inf\nh=+inf\ni=1e+1',
    'a=true\nb=false',
    'a=[]\nb=[1,2,]\nc=[ [1,"x"], {y=1} ]\nd=[ # c\n 1, # d\n\n 2 # e\n]',
    'a={}\nb={c=1, d.e=2, "f g"=[1]}',
    '[a]\nb=1\n[a.c]\nd=2\n[e."f.g".\'h\']',
    '[[p]]\nn=1\n[[p]]\nn=2\n[p.q]\nr=3\n[[p.s]]\n[[p.s]]\nt=1',
    'a.b.c=1\na.b.d=2\n[x.y]\nz=1\n[x]\nw=2',
    '"quoted key"=1\n\'lit\'=2\n""=3\n1234=4\n-_=5',
    'a=1979-05-27T07:32:00Z\nb=1979-05-27T00:32:00.999999-07:00\nc=1979-05-27 07:32:00\nd=1979-05-27\ne=07:32:00\nf=00:32:00.123456789\ng=1979-05-27t07:32:00z',
    'a=1\r\nb=2\r\n',
    'a  =  1   # c',
    '[ a . b ]\nc=1',
    'a="\\u00E9"\n"\\u00e9"=1',
    '3.14=1',
    '[a.b]\n[a]\nc=1',
    'a="\t"\nb=\'\t\'',
    'x = [1,2\n,3\n]',
    '[fruit]\napple.color="red"\napple.taste.sweet=true\n[fruit.apple.texture]\nsmooth=true',
    'a=[[[]]]',
    'a = """a\r\nb"""',
):
    attempt(text)
for text in (
    'a',
    'a=',
    '=1',
    'a=1 b=2',
    'a = 1\na = 2',
    '[a]\n[a]',
    '[a',
    '[a]]',
    '[[a]',
    'a.b=1\na=2',
    'a=1\na.b=2',
    '[a]\nb=1\n[a.b]',
    'a={b=1}\n[a.c]',
    'a=[1]\n[[a]]',
    '[[a]]\n[a]',
    '[a.b]\n[a]\nb=1',
    'a="x',
    'a="x\ny"',
    'a="\\q"',
    'a="\\u12"',
    'a="\\ud800"',
    "a='x",
    "a='x\ny'",
    'a="""x',
    "a='''x",
    'a=01',
    'a=1__0',
    'a=_1',
    'a=+-1',
    'a=1.',
    'a=.5',
    'a=1e',
    'a=0x',
    'a=0xg',
    'a=0b2',
    'a=tru',
    'a=[1,,2]',
    'a=[1',
    'a=[1 2]',
    'a={b=1,}',
    'a={b=1',
    'a={b=1 c=2}',
    'a={\nb=1}',
    'a={b=1,b=2}',
    'a={b=1,b.c=2}',
    'a=1979-13-01',
    'a=1979-01-32',
    'a=25:00:00',
    'a=1979-01-01T25:00:00',
    'a=1979-01-01T00:00:00+25:00',
    'a=\x01',
    'a="\x01"',
    '# \x01',
    'a=1 # \x7f',
    '"a',
    'a b=1',
    '[]',
    '[ ]',
    '[.a]',
    '[a.]',
    '[a..b]',
    'a.=1',
    '.a=1',
    'é=1',
    'a=1\r',
    'a=é',
    '[a]x',
    '[[a]]x',
    'a=12:00',
    'a=1e5.0',
    'a=inf1',
    'a=nan_',
    'a=1979-01-01 x',
    '\ufeffa=1',
    'a=[\n1,\n# c\n2,\n',
    'a = "\\',
    'a="\\x41"',
    'fruit=[]\n[[fruit]]',
    '[a]\n[a.b.c]\n[a.b]\nc=1',
    '[[a.b]]\n[a]\nb.c=1',
    'a.b.c=1\n[a.b]',
    'a.b=1\n[a]\nc=2',
    '[x]\na.b=1\n[x.a]\nc=1',
    'a=true1',
    'a=1,',
    'a="a"b',
    't=1:2:3',
    'a=[{x=1},{]',
    'a={b.c=1,b.d=2}\n[a.b]\ne=3',
):
    attempt(text)
attempt("a=1.50\nb=inf\nc=[1e3]", parse_float=decimal.Decimal)
attempt("a=1.5", parse_float=lambda text: [text])
attempt("a=nan", parse_float=str)
attempt("a=1", parse_float=5)
for wrong in (b"a=1", 1, None):
    attempt(wrong)
print(ascii(tomllib.load(io.BytesIO("a=\"\u00e9\"".encode()))), tomllib.loads("a=1979-05-27T07:32:00Z")["a"].tzinfo)
try:
    tomllib.load(io.StringIO("a=1"))
except TypeError as error:
    print(error)
print(tomllib.__all__, tomllib.TOMLDecodeError.__mro__[1])
