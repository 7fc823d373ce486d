"""Where asyncio reports what nobody else hears of: `logging` if the program uses it, standard error otherwise."""

import sys


class _Logger:
    """The few methods of a logger that asyncio calls."""

    def _log(self, level, message, args, exc_info=None):
        logging = sys.modules.get('logging')
        if logging is not None and hasattr(logging, 'getLogger'):
            getattr(logging.getLogger('asyncio'), level)(message, *args, exc_info=exc_info)
            return
        if level in ('debug', 'info'):
            return
        if args:
            message = message % args
        stream = sys.stderr
        if stream is None:
            return
        if exc_info is True:
            exc_info = sys.exception()
        elif isinstance(exc_info, tuple):
            exc_info = exc_info[1]
        text = message + '\n'
        if exc_info:
            import traceback
            text += ''.join(traceback.format_exception(exc_info))
        stream.write(text)
        stream.flush()

    def __getattr__(self, name):
        # All else is the real logger's.
        import logging
        return getattr(logging.getLogger('asyncio'), name)

    def debug(self, message, *args, exc_info=None):
        self._log('debug', message, args, exc_info)

    def info(self, message, *args, exc_info=None):
        self._log('info', message, args, exc_info)

    def warning(self, message, *args, exc_info=None):
        self._log('warning', message, args, exc_info)

    def error(self, message, *args, exc_info=None):
        self._log('error', message, args, exc_info)


logger = _Logger()
