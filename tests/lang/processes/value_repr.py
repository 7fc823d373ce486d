import multiprocessing as mp
for letter, value in (('i', 3), ('d', 2.5), ('b', -1), ('B', 200), ('q', 5), ('Q', 6), ('l', 7), ('c', b'x')):
    print(mp.Value(letter, value))
print(repr(mp.Value('i', 4, lock=False)))
