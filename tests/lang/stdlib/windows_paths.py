# Path names of Windows, on any system: `ntpath` and the pure paths of `pathlib`.
import ntpath
import os
import pickle
from pathlib import PurePath, PurePosixPath, PureWindowsPath, UnsupportedOperation, WindowsPath


def attempt(function, *args, **kwargs):
    try:
        return function(*args, **kwargs)
    except Exception as error:
        return f'{type(error).__name__}: {error}'


PATHS = ['', 'a', 'a/b', '\\a\\b', 'c:', 'c:a', 'c:/', 'C:\\a//b\\', '//server/share', '//server/share/a', '//server', '//', '\\\\?\\c:\\a',
         '//?/UNC/server/share/a', '//./nul', '/:', 'a/../b/./c', '..\\..', 'c:/../a', 'a.txt', 'x/.y', 'x/..y.z', 'con.txt', 'a ', 'b?']
for path in PATHS:
    print(repr(path), ntpath.splitroot(path), ntpath.splitdrive(path), ntpath.split(path), ntpath.splitext(path))
    print('   ', ntpath.normcase(path), ntpath.normpath(path), ntpath.isabs(path), ntpath.isreserved(path), ntpath.basename(path.encode()))
for parts in [('a', 'b'), ('a', ''), ('', 'a'), ('c:', 'a'), ('c:/a', '/b'), ('c:/a', 'd:b'), ('c:/a', 'C:b'), ('//s/h', 'a'), ('a/', '\\\\s\\h')]:
    print(parts, ntpath.join(*parts))
print(attempt(ntpath.join, 'a', b'b'), attempt(ntpath.join, 'a', 3), attempt(ntpath.normcase, 3))
print(ntpath.commonpath(['C:\\a\\B', 'c:/a/b/c', 'c:\\A\\b']), attempt(ntpath.commonpath, ['c:/a', 'd:/a']), attempt(ntpath.commonpath, ['c:a', 'c:/a']))
print(attempt(ntpath.commonpath, ['a', '/a']), attempt(ntpath.commonpath, []), ntpath.relpath('c:/a/B/c', 'C:\\A\\b\\d'))
print(attempt(ntpath.relpath, 'c:/a', 'd:/a'), attempt(ntpath.relpath, ''))
os.environ['colour'], os.environ['USERPROFILE'], os.environ['USERNAME'] = 'red', 'C:\\Users\\ann', 'ann'
for text in ['$colour ${colour} %colour%', "'$colour' %%colour%% $$colour", '%nothing% ${nothing} $', '%colour ${colour', '$colour-x']:
    print(ntpath.expandvars(text), ntpath.expandvars(text.encode()))
print(ntpath.expanduser('~'), ntpath.expanduser('~\\x'), ntpath.expanduser('~bob/x'), ntpath.expanduser('x~'))

for path in PATHS:
    pure = PureWindowsPath(path)
    print(repr(pure), str(pure), pure.drive, pure.root, pure.anchor, pure.parts, pure.name, pure.suffix, pure.is_absolute(), list(pure.parents))
one, other = PureWindowsPath('C:\\A\\b.TXT'), PureWindowsPath('c:/a/B.txt')
print(one == other, hash(one) == hash(other), one <= other, one < PureWindowsPath('c:/b'), one == PurePosixPath('C:\\A\\b.TXT'))
print(one.match('*.txt'), one.match('*.txt', case_sensitive=True), one.full_match('c:/**/*.txt'), one.is_relative_to('C:/a'), one.relative_to('c:/a'))
print(one.as_uri(), PureWindowsPath('//server/share/a b').as_uri(), attempt(PureWindowsPath('c:a').as_uri), one.as_posix())
print(repr(PureWindowsPath('a').with_name('d:e')), str(PureWindowsPath('a').with_name('d:e')), attempt(one.with_name, 'a\\b'), one.with_suffix('.x'))
print(one / 'x' / 'd:y', one / '/z', PureWindowsPath('x', PurePosixPath('a/b')), PurePosixPath('x', PureWindowsPath('a\\b')))
print(pickle.loads(pickle.dumps(one)) == one, attempt(WindowsPath), issubclass(UnsupportedOperation, NotImplementedError))
print(attempt(lambda: one < PurePath('a')))
