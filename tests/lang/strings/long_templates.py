"""Templates of `%` with very many conversions take time in proportion."""
count = 400_000
print(len('%s ' * count % tuple(range(count))))
print(len('é%(k)d' * count % {'k': 7}))
print(len(b'%d ' * count % tuple(range(count))))
try:
    ('é%d' * 3 + '%y') % (1, 2, 3, 4)
except ValueError as error:
    print(error)
