# Modules in zip files: found by zipimport, on sys.path, run as programs, and made into programs by zipapp.
import importlib.util
import io
import os
import pkgutil
import runpy
import stat
import sys
import tempfile
import warnings
import zipapp
import zipfile
import zipimport

home = tempfile.mkdtemp()
path = os.path.join(home, 'things.zip')
FILES = {
    'helper_in_zip.py': 'value = 1\nname = __name__, __file__, __package__\ndef fail():\n    raise ValueError("inside")\n',
    'pack_in_zip/__init__.py': 'from . import inner\nfrom .deep.leaf import leaf\n', 'pack_in_zip/inner.py': '# coding: latin-1\ntext = "\xe9"\n',
    'pack_in_zip/deep/__init__.py': '', 'pack_in_zip/deep/leaf.py': 'leaf = __name__\n', 'pack_in_zip/data.txt': 'some data',
    'spaces_in_zip/part.py': 'part = 5\n', 'sub/alone_in_zip.py': 'alone = True\n', '__main__.py': 'import helper_in_zip\nran = __name__, helper_in_zip.value\nprint("main", ran)\n',
}
with zipfile.ZipFile(path, 'w') as archive:
    archive.mkdir('spaces_in_zip')
    for number, (name, text) in enumerate(FILES.items()):
        archive.writestr(name, text.encode('latin-1'), zipfile.ZIP_DEFLATED if number % 2 else zipfile.ZIP_STORED)


def shown(value):
    return str(value).replace(home, 'HOME')


def attempt(call, *args, **options):
    try:
        print(shown(call(*args, **options)))
    except Exception as error:
        print(type(error).__name__, shown(error), getattr(error, 'name', None), shown(getattr(error, 'path', None)))


importer = zipimport.zipimporter(path)
print(shown(importer), shown(importer.archive), repr(importer.prefix), zipimport.zipimporter(path + '/sub').prefix)
for name in ('helper_in_zip', 'pack_in_zip', 'missing', 'spaces_in_zip'):
    for method in (importer.is_package, importer.get_filename, importer.get_source):
        attempt(method, name)
spec = importer.find_spec('helper_in_zip')
print(spec.name, spec.loader is importer, shown(spec.origin), spec.has_location, spec.submodule_search_locations, importer.find_spec('missing'))
spec = importer.find_spec('pack_in_zip')
print(shown(spec.origin), shown(spec.submodule_search_locations))
spec = importer.find_spec('spaces_in_zip')
print(spec.loader, shown(spec.submodule_search_locations))
print(importer.get_data('pack_in_zip/data.txt'), importer.get_data(path + '/pack_in_zip/data.txt'), type(importer.get_code('helper_in_zip')).__name__)
attempt(importer.get_data, 'none.txt')
for bad in ('', home, os.path.join(home, 'none.zip'), __file__, 3):
    try:
        zipimport.zipimporter(bad)
    except (TypeError, ImportError) as error:
        print(type(error).__name__)
module = importlib.util.module_from_spec(importer.find_spec('helper_in_zip'))
print(importer.exec_module(module), module.value, shown(module.name), 'helper_in_zip' in sys.modules)

sys.path.insert(0, path)
import helper_in_zip
import pack_in_zip
import pack_in_zip.deep.leaf as leaf
import spaces_in_zip.part

print(shown(helper_in_zip.name), shown(helper_in_zip), type(helper_in_zip.__loader__).__name__, helper_in_zip.__spec__.name)
print(ascii(pack_in_zip.inner.text), pack_in_zip.leaf, shown(pack_in_zip.__path__), leaf.leaf, spaces_in_zip.part.part)
print(pkgutil.get_data('pack_in_zip', 'data.txt'), sorted(info.name for info in pkgutil.iter_modules([path])), [info.name for info in pkgutil.iter_modules(pack_in_zip.__path__)])
try:
    helper_in_zip.fail()
except ValueError as error:
    code = error.__traceback__.tb_next.tb_frame.f_code
    print(shown(code.co_filename), code.co_name, error.__traceback__.tb_next.tb_lineno)
try:
    import missing_in_zip
except ImportError as error:
    print(error)
sys.path.insert(0, path + '/sub')
import alone_in_zip

print(alone_in_zip.alone, shown(importlib.util.find_spec('alone_in_zip').origin), zipimport.zipimporter in sys.path_hooks)
del sys.path[:2]
for name in ('helper_in_zip', 'alone_in_zip'):
    del sys.modules[name]
print(runpy.run_path(path)['ran'], runpy.run_path(path, run_name='__main__')['ran'], path in sys.path)

folder = os.path.join(home, 'app')
os.makedirs(os.path.join(folder, 'lib'))
for name, text in (('start.py', 'import lib.part\ndef go():\n    print("gone", lib.part.x, __name__)\n'), ('lib/__init__.py', ''), ('lib/part.py', 'x = 3\n')):
    with open(os.path.join(folder, name), 'w') as file:
        file.write(text)
for options in ({}, {'main': 'start'}, {'main': 'start:1x'}, {'main': 'start:go'}, {'main': 'start:go', 'interpreter': '/usr/bin/env python3', 'compressed': True,
                'target': os.path.join(home, 'app2.pyz'), 'filter': lambda name: name.name != 'none'}):
    attempt(zipapp.create_archive, folder, **options)
attempt(zipapp.create_archive, os.path.join(home, 'none'))
made = os.path.join(home, 'app2.pyz')
print(zipapp.get_interpreter(made), zipapp.get_interpreter(os.path.join(home, 'app.pyz')), bool(os.stat(made).st_mode & stat.S_IEXEC))
with zipfile.ZipFile(made) as archive:
    print(archive.namelist(), {entry.compress_type for entry in archive.infolist() if entry.file_size}, archive.read('__main__.py'))
runpy.run_path(made, run_name='__main__')
copy = io.BytesIO()
zipapp.create_archive(made, copy, interpreter='py')
print(copy.getvalue()[:6], zipapp.get_interpreter(io.BytesIO(copy.getvalue())))
for args in (['--info', made], ['--info', folder], [made], [made, '-o', made], [made, '-o', made + '3', '-m', 'x:y'], [folder, '-o', made + '4', '-m', 'start:go', '-c']):
    try:
        zipapp.main(args)
        print('made', os.path.exists(args[2]))
    except SystemExit as error:
        print(error)
