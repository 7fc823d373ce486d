import json
for o in [1, -1.5, 'a"\\\n\té😀', [1,[2,{}],[]], {'a':None,'b':[True,False],1:2,None:3,1.5:4}, (1,2), float('inf'), 10**30]:
    s=json.dumps(o); print(s); print(json.loads(s))
print(json.dumps({'b':[1,{'c':2}],'a':[]}, indent=2, sort_keys=True), json.dumps('é',ensure_ascii=False), json.dumps([1,2],separators=(',',':')))
for t in ['', '[1,', '[1,]', '{"a":1,}', '{a:1}', '"abc', 'nul', '[1 2]', '{"a" 1}', '1 2', '"\\q"', '"\\u12"', '"\n"', '[', '{"a":']:
    try: print(json.loads(t))
    except json.JSONDecodeError as e: print(repr(t), e)
for o in [{1,2}, [object], {(1,):2}]:
    try: json.dumps(o)
    except TypeError as e: print(e)
a=[]; a.append(a)
try: json.dumps(a)
except ValueError as e: print(e)
print(json.loads('{"a":1.5,"b":[1,2]}', object_pairs_hook=list), json.loads(b'[1]'), json.dumps(set([1]), default=list), json.loads('[NaN, -Infinity, 1e5]'))
import textwrap
print(textwrap.wrap('the quick brown fox jumps over the lazy dog', 15), textwrap.dedent('  a\n    b\n  c'), textwrap.fill('aaa bbb ccc',7), textwrap.indent('a\nb','> '), textwrap.shorten('hello world foo', 11), textwrap.wrap('well-known self-evident words', 12), textwrap.wrap('abcdefghijklmnop', 5))
