"""The difference of two lists of lines, as messages of assertions show it."""


def _common(a, b):
    """Pairs of equal lines of a longest common subsequence."""
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a) - 1, -1, -1):
        for j in range(len(b) - 1, -1, -1):
            table[i][j] = table[i + 1][j + 1] + 1 if a[i] == b[j] else max(table[i + 1][j], table[i][j + 1])
    i = j = 0
    while i < len(a) and j < len(b):
        if a[i] == b[j]:
            yield i, j
            i, j = i + 1, j + 1
        elif table[i + 1][j] >= table[i][j + 1]:
            i += 1
        else:
            j += 1


def ndiff(a, b):
    """Lines with what became of them: `  ` kept, `- ` gone, `+ ` new."""
    if len(a) * len(b) > 4_000_000:
        return ['- ' + line for line in a] + ['+ ' + line for line in b]
    out = []
    i = j = 0
    for x, y in [*_common(a, b), (len(a), len(b))]:
        out += ['- ' + line for line in a[i:x]] + ['+ ' + line for line in b[j:y]]
        if x < len(a):
            out.append('  ' + a[x])
        i, j = x + 1, y + 1
    return out
