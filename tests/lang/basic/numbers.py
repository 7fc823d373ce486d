# The smallest program of the collection: integers, floats and their text.
print(1 + 2 * 3, 7 // 2, -7 // 2, 7 % -3, 2 ** 100)
print(0.1 + 0.2, 1e16, 1e15, float("inf"), -0.0)
print([1, 2, 3], (1,), {"a": 1}, {1}, None, True)
