# examples/primes.py with few and many parts, processes and numbers.
import _setting

import primes

if __name__ == '__main__':
    print(primes.primes_up_to(30), primes.primes_up_to(1), primes.primes_up_to(0))
    print(primes.count_between(100, 200, primes.primes_up_to(14)))
    print(primes.parts_of(5, 23, 10))
    seen = []
    print(primes.count_primes(100_000, 2, 20_000, lambda done, parts: seen.append((done, parts))), seen)
    for limit in 0, 1, 2, 3, 4, 10, 100, 1000:
        print(limit, primes.count_primes(limit, 1, 300))
