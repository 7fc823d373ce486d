"""gettext: messages of catalogues made here, their plural forms, where catalogues are."""
import gettext, io, struct, os, tempfile



def mo(entries, end='<'):
    items = sorted(((k.encode(), v.encode()) for k, v in entries.items()))
    n = len(items)
    ids = b''
    strs = b''
    ko = []
    vo = []
    base = 28 + 16 * n
    for k, v in items:
        ko.append((len(k), base + len(ids)))
        ids += k + b'\x00'
    for k, v in items:
        vo.append((len(v), base + len(ids) + len(strs)))
        strs += v + b'\x00'
    out = struct.pack(end + '7I', 2500072158, 0, n, 28, 28 + 8 * n, 0, 0)
    for a, b in ko + vo:
        out += struct.pack(end + '2I', a, b)
    return out + ids + strs


HEAD = 'Project-Id-Version: x\nContent-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\nX-Long: a\n b\n'
E = {'': HEAD, 'hello': 'hé', 'one\x00many': 'eins\x00zwei\x00viele', 'ctx\x04hello': 'ctx-hello', 'ctx\x04one\x00many': 'c1\x00c2\x00c3', 'empty': ''}



def t(f, *a, **k):
    try:
        print(ascii(f(*a, **k)))
    except Exception as e:
        print(type(e).__name__, ascii(str(e)))


for end in '<>':
    g = gettext.GNUTranslations(io.BytesIO(mo(E, end)))
    t(g.gettext, 'hello')
    t(g.gettext, 'none')
    t(g.gettext, '')
    t(g.gettext, 'one')
    for n in (0, 1, 2, 5, 11, 21, 22, 25, 101):
        t(g.ngettext, 'one', 'many', n)
    t(g.ngettext, 'x', 'y', 1)
    t(g.ngettext, 'x', 'y', 2)
    t(g.pgettext, 'ctx', 'hello')
    t(g.pgettext, 'no', 'hello')
    t(g.npgettext, 'ctx', 'one', 'many', 3)
    t(g.npgettext, 'no', 'a', 'b', 1)
    t(g.info)
    t(g.charset)
f = gettext.GNUTranslations(io.BytesIO(mo({'': HEAD, 'only': 'fb'})))
g.add_fallback(f)
t(g.gettext, 'only')
t(g.gettext, 'nothing')
n = gettext.NullTranslations()
t(n.gettext, 'a')
t(n.ngettext, 'a', 'b', 1)
t(n.ngettext, 'a', 'b', 2)
t(n.pgettext, 'c', 'a')
t(n.npgettext, 'c', 'a', 'b', 5)
t(n.info)
t(n.charset)
n.add_fallback(g)
t(n.gettext, 'hello')
t(gettext.GNUTranslations, io.BytesIO(b'\x00' * 28))
t(gettext.GNUTranslations, io.BytesIO(struct.pack('<7I', 2500072158, 327680, 0, 28, 28, 0, 0)))
d = tempfile.mkdtemp()
p = os.path.join(d, 'de', 'LC_MESSAGES')
os.makedirs(p)
open(os.path.join(p, 'app.mo'), 'wb').write(mo(E))
for k in ('LANGUAGE', 'LC_ALL', 'LC_MESSAGES', 'LANG'):
    os.environ.pop(k, None)



def s(x):
    return None if x is None else x.replace(d, 'D') if isinstance(x, str) else [y.replace(d, 'D') for y in x]


print(s(gettext.find('app', d, ['de'])), s(gettext.find('app', d, ['fr', 'de_AT.UTF-8@euro'])), gettext.find('app', d), s(gettext.find('app', d, ['de', 'de_DE'], all=True)), gettext.find('app', d, ['C', 'de']))
os.environ['LANGUAGE'] = 'fr:de_CH'
print(s(gettext.find('app', d)))
os.environ.pop('LANGUAGE')
os.environ['LANG'] = 'de_DE.UTF-8'
print(s(gettext.find('app', d)))
t(lambda: gettext.translation('app', d, ['fr']))
tr = gettext.translation('app', d, ['de'])
t(tr.gettext, 'hello')
print(type(gettext.translation('app', d, ['fr'], fallback=True)).__name__)
print(s(gettext.bindtextdomain('app', d)), gettext.textdomain(), gettext.textdomain('app'), gettext.gettext('hello').encode(), gettext.ngettext('one', 'many', 2), gettext.dgettext('other', 'hello'), gettext.pgettext('ctx', 'hello'), gettext.dngettext('app', 'one', 'many', 5), gettext.dpgettext('app', 'ctx', 'hello'), gettext.npgettext('ctx', 'one', 'many', 1), gettext.dnpgettext('app', 'ctx', 'one', 'many', 2), s(gettext.bindtextdomain('app')))
gettext.install('app', d, names=['ngettext', 'bogus'])
print(ascii(_('hello')), ngettext('one', 'many', 2))
tr.install()
print(ascii(_('hello')))
for rule in ('n != 1', 'n>1', '0', 'n==1 ? 0 : n==2 ? 1 : 2', '(n==0)', 'n%10', '!n', 'n||0', 'n && 1', '-1', 'n +', 'n = 1', 'foo', 'n ? 1', '((n)', 'n//2', 'n*2-1', 'n/2', 'n<=3', 'n>=2 || n==0', '99999999999', 'n;', 'n==1?0:n%10>=2&&n%10<=4?1:2'):
    try:
        c = gettext.c2py(rule)
        print(rule, [c(k) for k in (0, 1, 2, 3, 5, 10, 21)])
    except Exception as e:
        print(rule, type(e).__name__, e)
c = gettext.c2py('n != 1')
t(c, 1.0)
t(c, '1')
t(c, 1.5)
print(gettext.__all__, gettext.Catalog is gettext.translation)
