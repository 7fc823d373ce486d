# Patterns of names as regular expressions: what stands in brackets, ranges that hold nothing, stars.
import fnmatch
import itertools

for pattern in ['', '*', '?', '**a**b*', '[]]', '[[]', '[^]', '[!]', '[!]]', '[a-]', '[-a]', '[b-a]', '[!b-a]', '[a\\]', '[a&&b]', '[a~|b]', '[a-c-e]', '[!^]', 'a[', '[a']:
    print(pattern, fnmatch.translate(pattern))
names = [''.join(letters) for n in range(3) for letters in itertools.product('a]-^', repeat=n)]
for pattern in ['[]]', '[]-^]', '[^a]', '[!a]', '[a-]*', '*[]^]']:
    print(pattern, fnmatch.filter(names, pattern))
