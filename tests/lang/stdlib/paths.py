from pathlib import *
import tempfile, os
p = PurePosixPath('/a/b/../c.tar.gz'); print(p, p.name, p.suffix, p.suffixes, p.stem, p.parent, list(p.parents), p.parts, repr(p))
print(Path('a')/'b'/'c', 'x'/Path('y'), Path('a//b/./c/'), Path(''), Path('a').with_suffix('.txt'), Path('a.b').with_stem('q'), Path('/a/b').relative_to('/a'), Path('/a/b').is_relative_to('/q'))
print(Path('a/b.py').match('*.py'), Path('a/b.py').full_match('**/*.py'), Path('a') < Path('b'), Path('a') == Path('a/'), hash(Path('a')) == hash(Path('./a')))
with tempfile.TemporaryDirectory() as d:
    d = Path(d); (d/'x'/'y').mkdir(parents=True); (d/'x'/'f.txt').write_text('hello'); (d/'x'/'y'/'g.py').write_bytes(b'1')
    print(sorted(str(q.relative_to(d)) for q in d.rglob('*')), sorted(q.name for q in d.glob('**/*.py')), (d/'x'/'f.txt').read_text(), [q.name for q in (d/'x').iterdir() if q.is_file()])
    (d/'x'/'f.txt').rename(d/'z'); print((d/'z').exists(), (d/'nope').exists(), (d/'z').stat().st_size); (d/'z').unlink()
    try: (d/'z').unlink()
    except FileNotFoundError as e: print('FNF')
print(Path('/a b').as_uri(), Path('/a/b').relative_to('/a/c', walk_up=True), os.fspath(Path('q')), PurePath('a').joinpath('b','/c'))
try: Path('/a').relative_to('/b')
except ValueError as e: print(e)
