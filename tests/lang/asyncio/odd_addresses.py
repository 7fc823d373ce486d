# Addresses that are none, for datagrams; and whom the warning of a missing loop blames.
import asyncio
import socket
import warnings


async def attempt(**options):
    try:
        transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(asyncio.DatagramProtocol, **options)
    except Exception as error:
        print(options, type(error).__name__, error)
    else:
        print(options, 'made')
        transport.close()


async def main():
    await attempt(local_addr='localhost')
    await attempt(local_addr=('localhost', 1, 2, 3))
    await attempt(remote_addr=['127.0.0.1', 9])
    await attempt(local_addr=('127.0.0.1', 0), remote_addr='x')
    await attempt(local_addr=5, family=socket.AF_UNIX)
    await attempt()
    await attempt(local_addr=('127.0.0.1', 0))


asyncio.run(main())
asyncio.set_event_loop_policy(asyncio.DefaultEventLoopPolicy())
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    loop = asyncio.get_event_loop()
    asyncio.get_event_loop_policy().get_event_loop()
loop.close()
print([(warning.category.__name__, str(warning.message), warning.filename == __file__) for warning in caught])
