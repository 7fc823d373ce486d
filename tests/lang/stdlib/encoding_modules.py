# Encodings as modules: names, transforms of bytes, names of hosts, tables for preparing texts.
import bz2
import codecs
import encodings
import encodings.aliases
import encodings.idna
import encodings.punycode
import encodings.utf_8
import io
import stringprep
import zlib


def attempt(call, *args, **options):
    try:
        print(ascii(call(*args, **options)))
    except Exception as error:
        print(type(error).__name__, ascii(str(error)))


print([encodings.normalize_encoding(name) for name in ('UTF 8', 'utf--8', 'iso_8859-1', 'a.b c', b'x-y', '  lead', 'é-1')])
print([encodings.aliases.aliases[name] for name in ('utf8', 'l1', '646', 'hex', 'zip', 'windows_1252', 'rot13')], 'nothing' in encodings.aliases.aliases)
print([encodings.search_function(name).name for name in ('utf_8', 'latin1', 'hex', 'idna')], encodings.search_function('no_such'))
print(encodings.utf_8.getregentry().name, encodings.utf_8.decode(b'x'), encodings.utf_8.StreamReader(io.BytesIO('é'.encode())).read() == 'é')
print(issubclass(encodings.CodecRegistryError, LookupError))
data = b'Some data = \xe9, some more data.\n' * 3
for name in ('hex', 'base64', 'zlib', 'bz2', 'quopri', 'uu', 'hex_codec', 'base-64', 'zip', 'quoted-printable'):
    coded = codecs.encode(data, name)
    info = codecs.lookup(name)
    print(info.name, info._is_text_encoding, codecs.decode(coded, name) == data, coded[:40] if info.name not in ('zlib', 'bz2') else '')
    attempt(data.decode, name)
    attempt('text'.encode, name)
print(bytes([1, 2]).hex() == codecs.encode(b'\1\2', 'hex').decode(), codecs.encode('Hello', 'rot13'), codecs.decode('Uryyb', 'rot-13'), codecs.lookup('rot13').name)
encoder, decoder = codecs.getincrementalencoder('zlib')(), codecs.getincrementaldecoder('zlib')()
coded = b''.join([encoder.encode(b'abc'), encoder.encode(b'def', True)])
print(zlib.decompress(coded), decoder.decode(coded[:5]) + decoder.decode(coded[5:], True))
encoder = codecs.getincrementalencoder('bz2')()
print(bz2.decompress(encoder.encode(b'abc') + encoder.encode(b'', True)))
for text, name in ((b'xyz', 'uu'), (b'begin 666 x\n#86)C\n', 'uu'), (b'zz', 'hex'), (b'nope', 'zlib')):
    attempt(codecs.decode, text, name)
attempt(codecs.encode, 'x', 'undefined')
attempt(codecs.encode, b'x', 'hex', 'ignore')

for text in ('', 'abc', 'bücher', 'ü', 'Pročprostěnemluvíčesky', '他们为什么不说中文', 'a-b-ü', '3年B組金八先生', 'ليهمابتكلموشعربي؟', '\U0001f600x'):
    coded = text.encode('punycode')
    print(coded, coded.decode('punycode') == text)
for coded in (b'bcher-kva', b'BCHER-KVA', b'-', b'a-', b'abc', b'x-!', b'caf\xe9-x'):
    for errors in ('strict', 'ignore', 'replace', 'other'):
        attempt(coded.decode, 'punycode', errors)

for name in ('python.org', 'bücher.example', 'BÜCHER.Example.', 'straße.de', '', '.', 'a..b', 'ä..b', '他们。例子', 'x' * 64, 'ü' * 64, 'a.' + 'x' * 70 + '.ü', 'xn--ü', '\xad', 'ü\u2000',
             'שלום', 'שלa', 'a.שב3', '①.com', '\u1e9e', 'ΑΣ', 'İ', '\ufb00'):
    attempt(name.encode, 'idna')
for name in (b'python.org', b'xn--bcher-kva.example', b'XN--BCHER-KVA.', b'', b'.', b'a..b', b'xn--', b'xn--!', b'\xe9', b'xn--a', b'xn--strae-oqa', b'x.xn--4db.y', b'xn--zz\xe9'):
    attempt(name.decode, 'idna')
attempt('ü'.encode, 'idna', 'ignore')
attempt(b'x'.decode, 'idna', 'replace')
encoder, decoder = codecs.getincrementalencoder('idna')(), codecs.getincrementaldecoder('idna')()
print([encoder.encode(part, part == 'g') for part in ('bü', 'cher.ex', 'ample.or', 'g')])
print([ascii(decoder.decode(part, part == b'')) for part in (b'xn--bch', b'er-kva.o', b'rg', b'')])
for call in (encodings.idna.ToASCII, encodings.idna.ToUnicode, encodings.idna.nameprep):
    for label in ('abc', 'ABC', 'Ü', 'xn--tda', '', 'a' * 64, 'ü' * 1025):
        attempt(call, label)

tables = [name for name in dir(stringprep) if name.startswith('in_table_') and name != 'in_table_a1']
for c in ['a', ' ', '\xa0', '\x7f', '\x80', '\xad', '\u0340', '\u0378', '\u05d0', '\u200b', '\u2028', '\ue000', '\ufdd0', '\ufeff', '\ud800', '\U000e0001']:
    print(ascii(c), [name[9:] for name in tables if getattr(stringprep, name)(c)])
print(ascii([stringprep.map_table_b2(c) for c in 'Aßİ\u2121\u03d2Σ\u13a0']), ascii([stringprep.map_table_b3(c) for c in 'Aßİ\u2121\u03d2Σ\u13a0']))
print(stringprep.in_table_a1('\u0378'), stringprep.in_table_a1('a'), stringprep.in_table_a1('\ufdd0'))
