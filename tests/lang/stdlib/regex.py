import re
print(re.findall(r'\w+', 'hello wörld foo'), re.sub(r'(\w)(\w)', r'\2\1', 'abcd'), re.split(r'[,;]\s*', 'a, b;c'), re.match(r'(?P<y>\d{4})-(?P<m>\d\d)', '2024-05-01').groupdict())
m=re.search(r'b(c)?(d)', 'abd'); print(m, m.groups(), m.span(2), m.lastindex, m.start(), m[2], m.group(0,2), m.regs)
print(re.compile('a.b', re.I|re.S), re.compile(b'x').findall(b'axbx'), re.escape('a.b*c'), re.sub('x*','-','abxd'), re.findall(r'(a)(b)?','ab a'), re.fullmatch('a|ab','ab'))
for p in ['(', '*a', '[z-a]', r'\q', 'a{3,1}', '(?P<1>a)', '(?P=x)', '(?<=a*)b', 'a**', '(?i', '[', 'x(?i)', '(?P<a>.)(?P<a>.)', r'\1', '(?:', ')']:
    try: re.compile(p)
    except re.error as e: print(repr(p), e, e.pos, type(e).__name__)
print([m.span() for m in re.finditer('a|', 'aba')], re.subn('a', lambda m: m[0].upper(), 'banana', count=2), re.I, re.I|re.M, repr(re.I))
print(re.sub(r'(?P<n>a)', r'[\g<n>\g<0>]', 'xa'), re.split('(-)', 'a-b-c', maxsplit=1), re.findall(r'(?m)^\w+$', 'ab\ncd\n'), re.findall('(?x) a  b # c', 'ab'))
print(re.match('(?i)straße', 'STRAßE'), re.findall('é', 'café é'), re.search('é','caféé').span())
for t in (lambda: re.sub('a', r'\g<x>', 'a'), lambda: re.sub('a', r'\2', 'a'), lambda: re.match('a', b'a'), lambda: re.match(3,'a'), lambda: re.match('a',3), lambda: m.group(9)):
    try: t()
    except Exception as e: print(type(e).__name__, e)
