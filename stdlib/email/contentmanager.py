"""What messages carry, as values of the language."""

import binascii
import email.charset
import email.errors
import email.message
import quopri
from email import quoprimime


class ContentManager:
    """Functions by type: those that get values out of messages, those that put them in."""

    def __init__(self):
        self.get_handlers, self.set_handlers = {}, {}

    def add_get_handler(self, key, handler):
        """`key` is a type, a main type, or ''."""
        self.get_handlers[key] = handler

    def add_set_handler(self, typekey, handler):
        """`typekey` is a class or its name, or None."""
        self.set_handlers[typekey] = handler

    def get_content(self, msg, *args, **kw):
        """What the message carries."""
        kind = msg.get_content_type()
        for key in (kind, msg.get_content_maintype(), ''):
            if key in self.get_handlers:
                return self.get_handlers[key](msg, *args, **kw)
        raise KeyError(kind)

    def set_content(self, msg, obj, *args, **kw):
        """Sets what the message carries."""
        if msg.get_content_maintype() == 'multipart':
            # It has parts already; those are not to be lost by a mistake.
            raise TypeError('set_content not valid on multipart')
        handler = self._set_handler(obj)
        msg.clear_content()
        handler(msg, obj, *args, **kw)

    def _set_handler(self, obj):
        wanted = None
        for cls in type(obj).__mro__:
            name = cls.__qualname__
            full = f'{cls.__module__}.{name}' if cls.__module__ else name
            wanted = wanted or full
            for key in (cls, full, name, cls.__name__):
                if key in self.set_handlers:
                    return self.set_handlers[key]
        if None in self.set_handlers:
            return self.set_handlers[None]
        raise KeyError(wanted)


raw_data_manager = ContentManager()


def _gets(*keys):
    def register(function):
        for key in keys:
            raw_data_manager.add_get_handler(key, function)
        return function
    return register


@_gets('text')
def get_text_content(msg, errors='replace'):
    return msg.get_payload(decode=True).decode(msg.get_param('charset', 'ASCII'), errors=errors)


@_gets('audio', 'image', 'video', 'application')
def get_non_text_content(msg):
    return msg.get_payload(decode=True)


@_gets('message/rfc822', 'message/external-body')
def get_message_content(msg):
    return msg.get_payload(0)


@_gets('message')
def get_and_fixup_unknown_message_content(msg):
    """A message of a kind that nobody knows is bytes."""
    return bytes(msg.get_payload(0))


def _prepare(msg, maintype, subtype, headers):
    msg['Content-Type'] = f'{maintype}/{subtype}'
    if not headers:
        return
    if not hasattr(headers[0], 'name'):
        factory = msg.policy.header_factory
        made = []
        for text in headers:
            name, _, value = text.partition(':')
            made.append(factory(name, value.strip()))
        headers = made
    try:
        for added in headers:
            for defect in added.defects:
                raise defect
            msg[added.name] = added
    except email.errors.HeaderDefect as e:
        raise ValueError(f'Invalid header: {added.fold(policy=msg.policy)}') from e


def _finish(msg, disposition, filename, cid, params):
    if disposition or filename is not None:
        # What has a name is to be saved.
        msg['Content-Disposition'] = disposition or 'attachment'
    if filename is not None:
        msg.set_param('filename', filename, header='Content-Disposition', replace=True)
    if cid is not None:
        msg['Content-ID'] = cid
    for name, value in (params or {}).items():
        msg.set_param(name, value)


def _base64(data, limit):
    size = limit // 4 * 3
    return ''.join(binascii.b2a_base64(data[at:at + size]).decode('ascii') for at in range(0, len(data), size))


def _encode_text(string, charset, cte, policy):
    """How a text is transferred, and the payload."""
    lines = string.encode(charset).splitlines()
    linesep = policy.linesep.encode('ascii')

    def joined(separator):
        return separator.join(lines) + separator
    if cte is None:
        longest = max((len(line) for line in lines), default=0)
        limit = policy.max_line_length
        fits = limit is None or longest <= limit
        data = joined(b'\n')
        if data.isascii() and fits:
            return '7bit', data.decode('ascii')
        if policy.cte_type == '8bit' and fits:
            return '8bit', data.decode('ascii', 'surrogateescape')
        sniff = b'\n'.join(lines[:10])
        quoted = quoprimime.body_encode(sniff.decode('latin-1'), limit or 76)
        coded = binascii.b2a_base64(sniff)
        # What a reader could make out is preferred where it costs little.
        cte = 'base64' if len(quoted) > len(coded) else 'quoted-printable'
        if cte == 'quoted-printable' and len(lines) <= 10:
            return cte, quoprimime.body_encode(joined(b'\n').decode('latin-1'), limit or 76)
    if cte == '7bit':
        return cte, joined(b'\n').decode('ascii')
    if cte == '8bit':
        return cte, joined(b'\n').decode('ascii', 'surrogateescape')
    if cte == 'quoted-printable':
        return cte, quoprimime.body_encode(joined(b'\n').decode('latin-1'), policy.max_line_length or 76)
    if cte == 'base64':
        return cte, _base64(joined(linesep), policy.max_line_length or 76)
    raise ValueError(f'Unknown content transfer encoding {cte}')


def set_text_content(msg, string, subtype='plain', charset='utf-8', cte=None, disposition=None, filename=None, cid=None, params=None,
                     headers=None):
    """A text."""
    _prepare(msg, 'text', subtype, headers)
    cte, payload = _encode_text(string, charset, cte, msg.policy)
    msg.set_payload(payload)
    msg.set_param('charset', email.charset.ALIASES.get(charset, charset), replace=True)
    msg['Content-Transfer-Encoding'] = cte
    _finish(msg, disposition, filename, cid, params)


def set_message_content(msg, message, subtype='rfc822', cte=None, disposition=None, filename=None, cid=None, params=None, headers=None):
    """A message."""
    if subtype == 'partial':
        raise ValueError('message/partial is not supported for Message objects')
    if subtype == 'rfc822':
        allowed, usual = (None, '7bit', '8bit', 'binary'), '8bit'
    else:
        allowed, usual = (None, '7bit') if subtype == 'external-body' else (cte,), '7bit'
    if cte not in allowed:
        raise ValueError(f'message/{subtype} parts do not support cte={cte}')
    cte = cte or usual
    _prepare(msg, 'message', subtype, headers)
    msg.set_payload([message])
    msg['Content-Transfer-Encoding'] = cte
    _finish(msg, disposition, filename, cid, params)


def set_bytes_content(msg, data, maintype, subtype, cte='base64', disposition=None, filename=None, cid=None, params=None, headers=None):
    """Bytes."""
    _prepare(msg, maintype, subtype, headers)
    msg.set_payload(_transferred(data, cte, msg.policy))
    msg['Content-Transfer-Encoding'] = cte
    _finish(msg, disposition, filename, cid, params)


def _transferred(data, cte, policy):
    """Bytes as they are transferred."""
    if cte == 'base64':
        return _base64(data, policy.max_line_length or 76)
    if cte == 'quoted-printable':
        return quopri.encodestring(data).decode('ascii')
    return data.decode('ascii', 'strict' if cte == '7bit' else 'surrogateescape')


raw_data_manager.add_set_handler(str, set_text_content)
raw_data_manager.add_set_handler(email.message.Message, set_message_content)
for _kind in (bytes, bytearray, memoryview):
    raw_data_manager.add_set_handler(_kind, set_bytes_content)
del _kind
