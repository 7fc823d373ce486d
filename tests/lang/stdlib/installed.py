# What distributions say of themselves, and files in packages.
import importlib.metadata as metadata
import importlib.resources as resources
import os
import sys
import tempfile
import warnings

folder = tempfile.mkdtemp()
FILES = {
    'Some_Pack-1.2.3.dist-info/METADATA': 'Metadata-Version: 2.1\nName: Some.Pack\nVersion: 1.2.3\nSummary: A pack\nAuthor: Me\nKeywords: a b\n'
    'Requires-Dist: other>=1\nRequires-Dist: more; extra == "x"\nProvides-Extra: x\nClassifier: A\nClassifier: B\n\nThe long text.\n',
    'Some_Pack-1.2.3.dist-info/RECORD': 'somepack/__init__.py,sha256=abc,10\nsomepack/data/d.txt,,\nsingle.py,,\ngone.py,,\nSome_Pack-1.2.3.dist-info/RECORD,,\n',
    'Some_Pack-1.2.3.dist-info/entry_points.txt': '[console_scripts]\nrun = somepack:main [x,y]\njoin=os:path.join\n\n# nothing\n[plug]\nsome = somepack\n',
    'old.egg-info/PKG-INFO': 'Name: old\nVersion: 0.1\n',
    'old.egg-info/requires.txt': 'a\nb>1\n\n[extra]\nc\n\n[:python_version<"3"]\nd\n',
    'old.egg-info/top_level.txt': 'oldmod\n',
    'somepack/__init__.py': 'def main(): return "main"\n',
    'somepack/mod.py': '',
    'somepack/data/d.txt': 'd\xe4ta\n',
    'single.py': '',
    'space/inner/t.txt': 'inner',
}
for name, text in FILES.items():
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)
sys.path[:] = [folder, *(path for path in sys.path if 'site-packages' not in path)]

print(metadata.version('some-pack'), metadata.version('Some.Pack'), metadata.version('old'))
fields = metadata.metadata('some_pack')
print(fields['Name'], fields['Summary'], fields.get_all('Classifier'), fields.get('Nope'), list(fields))
print(fields.json)
print(metadata.requires('some-pack'), metadata.requires('old'))
for path in metadata.files('some-pack'):
    print(path, path.size, path.hash and (path.hash.mode, path.hash.value), path.dist.name)
print(metadata.files('some-pack')[1].read_text(), metadata.files('old'))
points = metadata.entry_points()
print(sorted(points.groups), sorted(points.names), points['run'])
run = metadata.entry_points(group='console_scripts', name='run')['run']
print(run, run.module, run.attr, run.extras, run.load()(), run.dist.version, run.matches(name='run'))
print([each.load() is os.path.join for each in metadata.entry_points(group='console_scripts').select(name='join')])
print(metadata.entry_points(group='nothing'), run.name, run.value, run.group)
for name in 'missing', '':
    try:
        metadata.version(name)
    except (metadata.PackageNotFoundError, ValueError) as error:
        print(type(error).__name__, error, getattr(error, 'name', None))
try:
    points['nope']
except KeyError as error:
    print('KeyError', error)
print(sorted(each.name for each in metadata.distributions()), [each.name for each in metadata.distributions(name='OLD')])
found = metadata.packages_distributions()
print(found['somepack'], found['single'], found['oldmod'])
print(metadata.Distribution.at(os.path.join(folder, 'old.egg-info')).version, metadata.distribution('old').read_text('nothing'))

print(sorted(each.name for each in resources.files('somepack').iterdir() if each.name[0] != '_'))
import somepack.mod
print(resources.files(somepack.mod).name, (resources.files('somepack') / 'data' / 'd.txt').read_text(encoding='utf-8'))
print(resources.read_text('somepack', 'data/d.txt'), resources.read_text('somepack', 'data', 'd.txt', encoding='utf-8'))
print(resources.read_binary(somepack, 'data', 'd.txt'), resources.is_resource('somepack', 'mod.py'), resources.is_resource('somepack', 'data'))
with resources.as_file(resources.files('somepack').joinpath('data')) as path, resources.path('somepack', 'mod.py') as other:
    print(os.path.relpath(path, folder), os.path.relpath(other, folder))
with resources.open_text('somepack', 'data/d.txt') as text, resources.open_binary('somepack', 'data/d.txt') as data:
    print(text.read(), data.read())
print(resources.files('space').joinpath('inner', 't.txt').read_text(), resources.files('space').is_dir())
try:
    resources.read_text('somepack', 'nothing.txt')
except FileNotFoundError as error:
    print(type(error).__name__)
try:
    resources.read_text('somepack', 'data', 'd.txt')
except TypeError as error:
    print(error)
