# WAVE files, written and read.
import io
import os
import tempfile
import wave


def tried(call, *args):
    try:
        return call(*args)
    except (wave.Error, EOFError) as error:
        return type(error).__name__, str(error)


class Kept(io.BytesIO):
    def flush(self):
        self.kept = self.getvalue()


target = Kept()
with wave.open(target, 'wb') as sound:
    print(tried(sound.getparams), tried(sound.getnchannels), tried(sound.getsampwidth), tried(sound.getframerate))
    print(tried(sound.writeframes, b''), tried(sound.setnchannels, 0), tried(sound.setsampwidth, 5), tried(sound.setframerate, 0))
    print(tried(sound.setcomptype, 'ULAW', 'u'))
    sound.setnchannels(2)
    sound.setsampwidth(2)
    sound.setframerate(44100.4)
    sound.setcomptype('NONE', 'as it is')
    print(sound.getparams())
    sound.writeframes(bytes(range(16)))
    sound.writeframesraw(memoryview(b'abcdefgh'))
    print(sound.tell(), sound.getnframes(), tried(sound.setframerate, 8000))
print(target.kept)

with wave.open(io.BytesIO(target.kept)) as sound:
    print(sound.getparams(), sound.getcomptype(), sound.getcompname())
    print(sound.readframes(1), sound.tell(), sound.readframes(0), sound.readframes(100), sound.readframes(1), sound.tell())
    sound.rewind()
    print(sound.readframes(-1))
    sound.setpos(3)
    print(sound.readframes(2), tried(sound.setpos, 7), tried(sound.setpos, -1))

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'x.wav')
    with wave.open(path, 'w') as sound:
        sound.setparams((1, 1, 8000, 3, 'NONE', 'not compressed'))
        sound.writeframesraw(b'abc')
    with open(path, 'rb') as file:
        print(file.read())
    with wave.open(path, 'r') as sound:
        print(sound.getparams(), sound.readframes(9))
    with open(path, 'rb') as file, wave.open(file) as sound:
        print(sound.getnframes())

head, data = target.kept[:36], target.kept[36:]
for broken in (b'', b'RIFX' + head[4:] + data, head[:8] + b'WAVX' + head[12:] + data, head, head[:12] + data, head[:20] + b'\x02' + head[21:] + data,
               head[:22] + b'\0\0' + head[24:] + data, head[:34] + b'\0\0' + data, head[:12] + b'LIST\x03\0\0\0abc\0' + head[12:] + data,
               head[:24]):
    print(tried(lambda: wave.open(io.BytesIO(broken)).getparams()))
print(tried(wave.open, 'x', 'q'))
