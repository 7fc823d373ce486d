"""What executors write down goes through the log."""
import concurrent.futures
import io
import logging
import sys

sys.stderr = sys.stdout


def failing(*args):
    raise ValueError('failing')


def use():
    future = concurrent.futures.Future()
    future.add_done_callback(failing)
    future.set_result(1)
    with concurrent.futures.ThreadPoolExecutor(1, initializer=failing) as executor:
        try:
            executor.submit(int).result()
        except concurrent.futures.BrokenExecutor as error:
            print(type(error).__name__)


class Kept(logging.Handler):
    def emit(self, record):
        print(record.name, record.levelname, record.getMessage().partition(' for ')[0], record.exc_info[0].__name__)


logging.getLogger().addHandler(Kept())
use()
logging.disable(50)
use()
logging.disable(0)


class Broken(logging.StreamHandler):
    def format(self, record):
        raise KeyError('broken')


def told():
    log = io.StringIO()
    sys.stderr = log
    logger = logging.getLogger('broken')
    logger.propagate = False
    logger.addHandler(Broken())
    logger.warning('message %s', 1)
    sys.stderr = sys.stdout
    text = log.getvalue()
    print(text[:text.index('\n')], 'logging/__init__' in text[text.index('Call stack'):])
    print([line.strip() for line in text[text.index('Call stack'):].splitlines()][-3:])


told()
