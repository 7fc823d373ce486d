import hashlib, hmac, secrets
for n in ('md5','sha1','sha224','sha256','sha384','sha512'):
    h = hashlib.new(n, b'abc'*50); h.update(b'x'*100); print(n, h.hexdigest(), h.digest_size, h.block_size)
print(hashlib.md5(b'').hexdigest(), hashlib.sha1(b'a'*64).hexdigest(), hmac.new(b'k', b'm', 'sha256').hexdigest(), hashlib.pbkdf2_hmac('sha1', b'p', b's', 3).hex())
print('é\n€😀'.encode('unicode_escape'), b'\\u20ac\\n\\x41\\101'.decode('unicode-escape'), 'é€'.encode('raw_unicode_escape'), len(secrets.token_hex(4)))
import codecs
codecs.register(lambda n: codecs.lookup('utf-8') if n == 'my_codec' else None)
print('é'.encode('my-codec'), codecs.encode('abc', 'rot13'), codecs.decode(b'6162', 'hex'))
try: 'a'.encode('nope')
except LookupError as e: print(e)
d = codecs.getincrementaldecoder('utf-8')(); print(d.decode(b'\xe2\x82'), d.decode(b'\xac', True))
