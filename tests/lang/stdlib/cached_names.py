"""Names of files of compiled code, forth and back."""
import importlib.util
import importlib.util as util
from importlib._bootstrap_external import _get_sourcefile, _path_join, _path_split
import importlib._bootstrap

tag = importlib.util.cache_from_source('m.py').split('.')[1]


def told(action):
    try:
        print(str(action()).replace(tag, 'TAG'))
    except Exception as error:
        print(type(error).__name__, error)


told(lambda: util.cache_from_source('/a/b.py'))
told(lambda: util.cache_from_source('/a/b.py', optimization=2))
told(lambda: util.cache_from_source('/a/b.c.py', optimization='x1'))
told(lambda: util.cache_from_source('/a/b.py', optimization='x-1'))
told(lambda: util.source_from_cache(f'/a/__pycache__/b.{tag}.pyc'))
told(lambda: util.source_from_cache(f'/a/__pycache__/b.{tag}.opt-2.pyc'))
for path in '/a/b.pyc', '/a/__pycache__/b.pyc', f'/a/__pycache__/b.{tag}.fast.pyc', f'/a/__pycache__/b.{tag}.opt-!.pyc':
    told(lambda: util.source_from_cache(path))
told(lambda: _get_sourcefile(f'/a/__pycache__/b.{tag}.pyc') == f'/a/__pycache__/b.{tag}.pyc')
told(lambda: (_get_sourcefile(''), _get_sourcefile('/a/b.txt'), _path_join('a', 'b'), _path_split('/a/b')))
told(lambda: importlib._bootstrap._resolve_name('x', 'a.b', 2))
told(lambda: importlib._bootstrap._resolve_name('x', 'a', 2))
