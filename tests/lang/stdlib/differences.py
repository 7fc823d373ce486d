"""difflib: matching blocks, and differences in all formats."""
import difflib
import random
from difflib import *


def attempt(function, *args, **kwargs):
    try:
        result = function(*args, **kwargs)
        print(repr(result if isinstance(result, (float, list)) else list(result)))
    except Exception as error:
        print(type(error).__name__, error)


s = SequenceMatcher(lambda c: c == " ", "private Thread currentThread;", "private volatile Thread currentThread;")
print(s.ratio(), s.quick_ratio(), s.real_quick_ratio(), s.get_matching_blocks(), s.bjunk, s.bpopular)
for code in s.get_opcodes():
    print(code)
print(s.find_longest_match(0, 5, 0, 9), SequenceMatcher(None, " abcd", "abcd abcd").find_longest_match())
print(SequenceMatcher(lambda c: c == " ", " abcd", "abcd abcd").find_longest_match(0, 5, 0, 9))
print(SequenceMatcher(None, "", "").ratio(), SequenceMatcher(None, [1, 2, 3], (2, 3, 4)).get_matching_blocks())
long = "b" * 150 + "a" + "c" * 100
print(SequenceMatcher(None, long, long).bpopular == {"b", "c"}, SequenceMatcher(None, "x" + long, long).ratio(),
      SequenceMatcher(None, "x" + long, long, autojunk=False).ratio())
numbers = [str(n) for n in range(1, 60)]
changed = numbers[:10] + ["new"] + numbers[10:25] + numbers[28:45] + ["45x", "46x"] + numbers[47:]
for group in SequenceMatcher(None, numbers, changed).get_grouped_opcodes(2):
    print(group)
print("\n".join(unified_diff(numbers, changed, "old", "new", "d1", "d2", lineterm="")))
print("\n".join(context_diff(numbers, changed, "old", "new", n=1, lineterm="")))
print(list(unified_diff(numbers, numbers)), list(context_diff([], [])), list(unified_diff([], ["a\n"])), list(unified_diff(["a\n"], [], n=0)))
print(list(context_diff([], ["a\n", "b\n"])), list(context_diff(["a\n"], ["b\n"], tofiledate="x")))
old = "one\ntwo\nthree\n\tfour tabs\nsame\ngone\n".splitlines(True)
new = "ore\ntree\n\nemu\n\tfour  tabz\nsame\nthe three\n".splitlines(True)
delta = list(ndiff(old, new))
print("".join(delta))
print(list(restore(delta, 1)) == old, list(restore(delta, 2)) == new)
attempt(restore, delta, 3)
print("".join(Differ(linejunk=IS_LINE_JUNK).compare(["a b c d e\n", "#\n", "x\n"], ["a b c  e\n", "\n", "x\n", "y"])))
print(get_close_matches("appel", ["ape", "apple", "peach", "puppy"]), get_close_matches("wheel", ["while", "heel", "whale"], 1))
print(get_close_matches("zzz", ["abc"]), get_close_matches("abc", ["abd", "abe", "xbc", "abc"], n=2, cutoff=0.1))
attempt(get_close_matches, "x", [], n=0)
attempt(get_close_matches, "x", [], cutoff=2)
attempt(unified_diff, [b"a"], ["b"])
attempt(unified_diff, ["a"], ["b"], 5)
attempt(diff_bytes, unified_diff, [b"a\xff\n"], [b"a\n"], b"f\xe9", b"g")
attempt(diff_bytes, unified_diff, ["a"], [b"a"])
print(IS_LINE_JUNK("  # \n"), IS_LINE_JUNK("x"), IS_CHARACTER_JUNK("\t"), IS_CHARACTER_JUNK("x"), SequenceMatcher[int])
rng = random.Random(7)
for _ in range(40):
    a = ["".join(rng.choice("ab c") for _ in range(rng.randrange(8))) + "\n" for _ in range(rng.randrange(9))]
    b = ["".join(rng.choice("ab c") for _ in range(rng.randrange(8))) + "\n" for _ in range(rng.randrange(9))]
    b[rng.randrange(len(b) + 1):0] = a[2:5]
    print("".join(ndiff(a, b)), list(unified_diff(a, b, n=1)), SequenceMatcher(None, "".join(a), "".join(b)).ratio())
