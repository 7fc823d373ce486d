"""A pipeline of three stages joined by bounded queues: numbers are made, factorised by several threads, and gathered.

    pyc examples/pipeline.py [COUNT [WORKERS]]
"""
import sys

END = object()


def produce(count, numbers, workers):
    for n in range(2, count + 2):
        numbers.put(n)
    for _ in range(workers):
        numbers.put(END)


def factors(n):
    found = []
    divisor = 2
    while divisor * divisor <= n:
        while n % divisor == 0:
            found.append(divisor)
            n //= divisor
        divisor += 1
    if n > 1:
        found.append(n)
    return found


def factorise(numbers, results):
    done = 0
    while (n := numbers.get()) is not END:
        results.put((n, factors(n)))
        done += 1
    results.put(END)
    return done


def gather(results, workers):
    """How many primes there were, and the number with the most factors (the smallest of them)."""
    primes = 0
    most = (0, 0)
    while workers:
        item = results.get()
        if item is END:
            workers -= 1
            continue
        n, parts = item
        primes += len(parts) == 1
        if (len(parts), -n) > (most[0], -most[1]):
            most = len(parts), n
    return primes, most[1]


def run(count, workers):
    numbers, results = queue(64), queue(64)
    stages = [thread(produce, count, numbers, workers)]
    stages += [thread(factorise, numbers, results) for _ in range(workers)]
    primes, richest = gather(results, workers)
    stages[0].join()
    return primes, richest, sum(stage.join() for stage in stages[1:])


def main(count="20000", workers="4"):
    primes, richest, done = run(int(count), int(workers))
    print(f"{done} numbers factorised, {primes} of them prime; {richest} has the most factors: {factors(richest)}")


if __name__ == "__main__":
    main(*sys.argv[1:3])
