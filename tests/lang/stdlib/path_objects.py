# Path objects on the file system: listing, matching, walking, links, addresses.
import os
import pickle
import tempfile
import warnings
from pathlib import Path, PosixPath, PurePath, PurePosixPath


def attempt(function, *args, **kwargs):
    try:
        return function(*args, **kwargs)
    except Exception as error:
        return f'{type(error).__name__}: {error}'


base = tempfile.TemporaryDirectory()
top = Path(base.name).resolve()


def shown(paths):
    return sorted(path.relative_to(top).as_posix() for path in paths)


for name in ['a/b/c.txt', 'a/b/D.TXT', 'a/e.py', 'f.txt', '.hidden']:
    path = top / name
    path.parent.mkdir(parents=True, exist_ok=True)
    print(path.write_text(name))
(top / 'link').symlink_to('a')
(top / 'a/up').symlink_to('..', target_is_directory=True)
(top / 'broken').symlink_to('nowhere')
for pattern in ['*', '*.txt', '**', '**/', '**/*.txt', 'a/*', 'a/*/', '*/b', '**/b/**', 'a/../f.txt', '[!a]*', '**/up', 'broken', 'x/y', 'f.txt/*', 'link/*', '**/**']:
    print(pattern, shown(path for path in top.glob(pattern)) if '..' not in pattern else list(top.glob(pattern)) == [top / 'a/../f.txt'])
print(shown(top.glob('*.TXT')), shown(top.rglob('*.txt', case_sensitive=False)), shown(top.rglob('d.txt', case_sensitive=False)), shown(top.rglob('')))
(top / 'c').mkdir()
(top / 'c/onto').symlink_to('../a/b')
print(shown((top / 'c').glob('**/*.txt', recurse_symlinks=True)), shown((top / 'c').glob('**')), shown(top.rglob('b/')), list((top / 'none').glob('**')))
print(attempt(lambda: top.glob('')), attempt(lambda: top.glob('/a')), attempt(lambda: list(top.rglob('/a'))))
for follow in [False, True]:
    for top_down in [True, False]:
        print([(str(folder.relative_to(top)), sorted(folders), sorted(files)) for folder, folders, files in (top / 'a/b').walk(top_down, follow_symlinks=follow)])
print([(folder.name, sorted(folders), sorted(files)) for folder, folders, files in (top / 'a').walk()])
seen = []
print(list((top / 'none').walk(on_error=seen.append)), [type(error).__name__ for error in seen])
print(shown(top.iterdir()), attempt((top / 'f.txt').iterdir).startswith('NotADirectoryError'))

link = top / 'link'
print(link.is_symlink(), link.is_dir(), link.is_dir(follow_symlinks=False), link.readlink(), (link / 'b').resolve() == top / 'a/b')
print((top / 'broken').exists(), (top / 'broken').exists(follow_symlinks=False), attempt((top / 'broken').resolve, strict=True)[:17])
print(top.samefile(top / 'a' / '..'), top.owner() == top.stat().st_uid or isinstance(top.owner(), str), isinstance(top.group(), str))
(top / 'loop').symlink_to('loop/x')
print((top / 'loop').resolve() == top / 'loop/x', attempt((top / 'loop').resolve, strict=True)[:7], (top / 'loop').exists())
print((top / 'f.txt').read_text(newline=''), (top / 'f.txt').write_bytes(b'xy'), (top / 'f.txt').read_bytes(), attempt((top / 'f.txt').write_bytes, 'z'))
print(attempt((top / 'f.txt').write_text, b'z'), (top / 'f.txt').read_bytes())
print((top / 'f.txt').rename(top / 'g').name, (top / 'g').replace(top / 'h').name, (top / 'h').unlink(), (top / 'h').unlink(missing_ok=True))

for address in ['file:/a/b', 'file:///a/b', 'file://localhost/ab', 'file:////a', 'file://host/a', 'file:///a%20b', 'a/b', 'file:a', 'file:///c:/x']:
    print(address, attempt(Path.from_uri, address))
print(Path('/a b/ü').as_uri(), attempt(Path('a').as_uri))
print(PurePath('a//b', 'c').__reduce__(), pickle.loads(pickle.dumps(Path('a/b'))), type(Path()), Path.__mro__[1:3])
print(PurePath('a/b/c').full_match('a/**'), PurePath('a').full_match('a/**'), PurePath('a/b').full_match('*'), PurePath('').full_match(''), PurePath('a').full_match('**/a/**'))
print(PurePath('a/b').relative_to('a/c', walk_up=True), attempt(PurePath('a').relative_to, '../b', walk_up=True), attempt(PurePath('a').relative_to, '/b', walk_up=True))
print(attempt(PurePath('a').with_suffix, '.b/c'), attempt(PurePath('a.b').with_stem, ''), attempt(PurePath, b'a'), PurePath('a/b').parents[-1])
print(PurePosixPath('//a').root, PurePosixPath('///a').root, Path.glob.__doc__ is not None, PosixPath.iterdir.__doc__ is not None)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    print(PurePath('a/b').relative_to('a', 'b'), PurePath('a/b').is_relative_to('a', 'b'), PurePath('nul').is_reserved(), Path('a', x=1))
for warning in caught:
    print(warning.category.__name__, warning.message, os.path.basename(warning.filename) == os.path.basename(__file__))
base.cleanup()
