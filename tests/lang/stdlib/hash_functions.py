# All hashes of hashlib, BLAKE2 with its parameters, keys from passwords, keyed hashes.
import hashlib
import hmac
import io

data = bytes(range(256)) * 3
for name in sorted(hashlib.algorithms_guaranteed):
    made = hashlib.new(name, data)
    args = (20,) if name.startswith('shake') else ()
    print(name, made.name, made.digest_size, made.block_size, made.hexdigest(*args)[:40])
    copied = made.copy()
    made.update(b'more')
    assert copied.digest(*args) != made.digest(*args)
    assert getattr(hashlib, name)(data + b'more').digest(*args) == made.digest(*args)

print(hashlib.new('SHA256').name, hashlib.new('sha3_384').digest_size, hashlib.algorithms_guaranteed <= hashlib.algorithms_available)
print(hashlib.shake_128(b'x').digest(0), hashlib.shake_256(b'x').hexdigest(3))
print(hashlib.blake2b(b'data', digest_size=20, key=b'key', salt=b'salt', person=b'person').hexdigest())
print(hashlib.blake2s(b'data', digest_size=5, key=b'k' * 32, fanout=2, depth=2, leaf_size=4096, node_offset=1, node_depth=0,
                      inner_size=32, last_node=True).hexdigest())
print(hashlib.blake2b.SALT_SIZE, hashlib.blake2s.PERSON_SIZE, hashlib.blake2b.MAX_KEY_SIZE, hashlib.blake2s.MAX_DIGEST_SIZE)
for wrong in ("hashlib.new('foo')", "hashlib.new(3)", "hashlib.md5('x')", "hashlib.sha3_256(1)", "hashlib.blake2b('x')",
              "hashlib.blake2b(digest_size=0)", "hashlib.blake2s(digest_size=33)", "hashlib.blake2b(key=b'x' * 65)",
              "hashlib.blake2b(salt=b'x' * 17)", "hashlib.blake2s(person=b'x' * 9)", "hashlib.blake2b(fanout=256)",
              "hashlib.blake2b(depth=0)", "hashlib.blake2b(leaf_size=-1)", "hashlib.blake2b(leaf_size=1 << 33)",
              "hashlib.blake2s(node_offset=1 << 48)", "hashlib.blake2b(node_depth=256)", "hashlib.blake2b(inner_size=65)",
              "hashlib.pbkdf2_hmac('sha1', b'', b'', 0)", "hashlib.pbkdf2_hmac('sha1', b'', b'', 1, 0)",
              "hashlib.pbkdf2_hmac('foo', b'', b'', 1)", "hashlib.scrypt(b'p')", "hashlib.scrypt(b'p', salt=b's', n=3, r=1, p=1)",
              "hashlib.scrypt(b'p', salt=b's', n=16, r=0, p=1)", "hashlib.scrypt(b'p', salt=b's', n=1 << 20, r=8, p=1)",
              "hashlib.file_digest(io.StringIO('x'), 'md5')"[:0] or "hmac.new(b'k')", "hmac.new('k', b'', 'md5')",
              "hmac.digest(b'k', b'm', 'foo')", "hmac.compare_digest('é', 'a')", "hmac.compare_digest(1, 2)"):
    try:
        print(eval(wrong))
    except Exception as error:
        print(type(error).__name__, error)

print(hashlib.pbkdf2_hmac('sha256', b'password', b'salt', 1000).hex())
print(hashlib.pbkdf2_hmac('sha512', b'password', b'salt', 3, 100).hex()[-20:])
print(hashlib.scrypt(b'password', salt=b'NaCl', n=16, r=2, p=3, dklen=40).hex())
print(hmac.new(b'Jefe', b'what do ya want for nothing?', 'md5').hexdigest(), hmac.digest(b'k' * 200, b'm', 'sha3_256').hex()[:20])
keyed = hmac.new(b'k', digestmod=hashlib.sha1)
keyed.update(b'part')
other = keyed.copy()
other.update(b'x')
print(keyed.name, keyed.hexdigest(), other.digest() != keyed.digest())
print(hmac.compare_digest(b'a', b'a'), hmac.compare_digest('a', 'b'), hmac.compare_digest(b'abc', b'ab'))
print(hashlib.file_digest(io.BytesIO(b'abc'), 'sha1').hexdigest(), hashlib.file_digest(io.BytesIO(b'abc'), hashlib.md5).name)
