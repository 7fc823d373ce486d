"""Transfers between accounts from several threads: nothing is lost, and the threads do not block each other for ever.

    pyc examples/bank.py [TRANSFERS [THREADS]]
"""
import sys


class Refused(Exception):
    """There is not enough on the account."""


class Account:
    def __init__(self, number, balance):
        self.number = number
        self.balance = balance
        self.guard = lock()


def transfer(source, target, amount):
    """Moves money. Both accounts are locked, in the order of their numbers: two transfers never wait for each other in a circle."""
    first, second = (source, target) if source.number < target.number else (target, source)
    with first.guard, second.guard:
        if source.balance < amount:
            raise Refused(source.number)
        source.balance -= amount
        target.balance += amount


def trade(accounts, transfers, seed):
    """Makes transfers that a small random generator chooses; returns how many were refused."""
    refused = 0
    state = seed
    for _ in range(transfers):
        state = (state * 1103515245 + 12345) % 2**31
        source = accounts[state // 7 % len(accounts)]
        target = accounts[state // 1013 % len(accounts)]
        if source is target:
            continue
        try:
            transfer(source, target, state // 65536 % 200)
        except Refused:
            refused += 1
    return refused


def main(transfers="20000", threads="4"):
    accounts = [Account(number, 1000) for number in range(10)]
    traders = [thread(trade, accounts, int(transfers), seed) for seed in range(1, int(threads) + 1)]
    refused = sum(trader.join() for trader in traders)
    total = sum(account.balance for account in accounts)
    print(f"{total} on {len(accounts)} accounts, none below zero: {all(account.balance >= 0 for account in accounts)}")
    return refused


if __name__ == "__main__":
    refused = main(*sys.argv[1:3])
    print(f"{refused} transfers refused")
