# StreamReader.readuntil with several separators: the match that ends first counts.
import asyncio
import random


async def main():
    source = random.Random(3)
    for turn in range(60):
        data = bytes(source.choice(b'ab\n\r') for _ in range(source.randint(0, 12)))
        separators = tuple(bytes(source.choice(b'ab\n\r') for _ in range(source.randint(1, 3))) for _ in range(source.randint(1, 3)))
        reader = asyncio.StreamReader(limit=source.choice([3, 100]))
        # What comes in pieces is searched again from where a separator may have begun.
        reading = asyncio.create_task(reader.readuntil(separators))
        for at in range(0, len(data), 5):
            reader.feed_data(data[at:at + 5])
            await asyncio.sleep(0)
        reader.feed_eof()
        try:
            print(data, separators, await reading, await reader.read())
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
            print(data, separators, type(error).__name__, error, getattr(error, 'partial', None), getattr(error, 'consumed', None))
    for wrong in (), (b'',), b'', (b'a', b''):
        reader = asyncio.StreamReader()
        reader.feed_data(b'xax')
        try:
            print(await reader.readuntil(wrong))
        except ValueError as error:
            print(wrong, error)


asyncio.run(main())
