"""Counts primes below a limit on a pool of processes, part by part, and shows how far it is.

    pyc examples/primes.py [LIMIT [PROCESSES]]
"""
import concurrent.futures
import math
import sys


def primes_up_to(limit):
    """All primes up to `limit`, by the sieve of Eratosthenes."""
    sieve = bytearray([1]) * (limit + 1)
    sieve[:2] = bytes(min(2, limit + 1))
    for n in range(2, math.isqrt(limit) + 1):
        if sieve[n]:
            sieve[n * n::n] = bytes(len(range(n * n, limit + 1, n)))
    return [n for n, is_prime in enumerate(sieve) if is_prime]


def count_between(begin, end, divisors):
    """How many numbers of [begin, end) none of `divisors` divides."""
    sieve = bytearray([1]) * (end - begin)
    for divisor in divisors:
        first = max(divisor * divisor, -(-begin // divisor) * divisor)
        if first < end:
            sieve[first - begin::divisor] = bytes(len(range(first, end, divisor)))
    return sum(sieve)


def parts_of(begin, end, size):
    return [(start, min(start + size, end)) for start in range(begin, end, size)]


def count_primes(limit, processes=None, size=50_000, progress=lambda done, parts: None):
    """How many primes there are below `limit`."""
    small = primes_up_to(math.isqrt(max(limit - 1, 0)))
    begin = max(len(small) and small[-1] + 1, 2)
    parts = parts_of(begin, limit, size)
    total = len(small)
    with concurrent.futures.ProcessPoolExecutor(processes) as pool:
        counting = [pool.submit(count_between, *part, small) for part in parts]
        for done, future in enumerate(concurrent.futures.as_completed(counting), 1):
            total += future.result()
            progress(done, len(parts))
    return total


def main():
    limit = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000_000
    processes = int(sys.argv[2]) if len(sys.argv) > 2 else None

    def progress(done, parts):
        if sys.stderr.isatty():
            print(f'\r{done}/{parts}', end='\n' if done == parts else '', file=sys.stderr, flush=True)

    print(f'{count_primes(limit, processes, progress=progress)} primes below {limit}')


if __name__ == '__main__':
    main()
