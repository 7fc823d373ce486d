# BytesIO and StringIO: views of the bytes, pickles, line ends that were seen.
import io
import pickle

memory = io.BytesIO(b'abcdef')
view = memory.getbuffer()
view[0] = 65
print(memory.getvalue(), view.readonly)
for change in "memory.write(b'x')", "memory.truncate(1)", "memory.close()":
    try:
        eval(change)
    except BufferError as error:
        print(change, error)
print(memory.seek(2), memory.read(2))
view.release()
print(memory.write(b'XYZ'), memory.getvalue())
memory.close()
print(memory.closed)
try:
    memory.getbuffer()
except ValueError as error:
    print(error)

for file in io.BytesIO(b'data'), io.StringIO('text\nmore'), io.StringIO('a\r\nb\n', newline=None), io.StringIO('a\nb', newline='\r\n'):
    file.note = 'kept'
    file.read(2)
    print(file.__getstate__())
    again = pickle.loads(pickle.dumps(file))
    print(type(again).__name__, again.tell(), again.getvalue() == file.getvalue(), again.note)

for made, states in ((io.BytesIO, [(b'', -1, None), ('text', 0, None), (b'', 0.0, None), (b'', 0, 0), (b'', 0), 0]),
                     (io.StringIO, [('', 'f', 0, None), ('', '', -1, None), (b'', '', 0, None), ('', b'', 0, None),
                                    ('', '', 0.0, None), ('', '', 0, 0), ('', 0), 0])):
    for state in states:
        try:
            made().__setstate__(state)
        except Exception as error:
            print(type(error).__name__, error)

text = io.StringIO(newline=None)
print(text.newlines)
for piece in 'a\n', 'b\r\n', 'c\rd':
    text.write(piece)
    print(repr(text.newlines))
print(repr(text.getvalue()))

decoder = io.IncrementalNewlineDecoder(None, translate=True)
print([decoder.decode(piece) for piece in ('a\r', '\nb\r', 'c', '\r')], decoder.newlines, decoder.getstate())
print(repr(decoder.decode('', final=True)), decoder.getstate())
decoder.reset()
print(decoder.newlines)
import codecs
decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder('utf-8')(), translate=False)
print([decoder.decode(piece) for piece in (b'\xc3', b'\xa9\r', b'\nx')], repr(decoder.newlines))
for wrong in (lambda: decoder.setstate(1), lambda: decoder.setstate((1,)), lambda: io.IncrementalNewlineDecoder(None, True).decode(b'')):
    try:
        wrong()
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
import _pyio
print(_pyio.BytesIO(b'x').read(), sorted(io.__all__)[:4])
