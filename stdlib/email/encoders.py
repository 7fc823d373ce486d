"""Encoding the payloads of messages that have been made."""

from base64 import encodebytes
from quopri import encodestring

__all__ = ['encode_7or8bit', 'encode_base64', 'encode_noop', 'encode_quopri']


def encode_base64(msg):
    """Base64."""
    msg.set_payload(str(encodebytes(msg.get_payload(decode=True)), 'ascii'))
    msg['Content-Transfer-Encoding'] = 'base64'


def encode_quopri(msg):
    """Quoted-printable; spaces are escaped too."""
    msg.set_payload(encodestring(msg.get_payload(decode=True), quotetabs=True).replace(b' ', b'=20').decode('ascii', 'surrogateescape'))
    msg['Content-Transfer-Encoding'] = 'quoted-printable'


def encode_7or8bit(msg):
    """Nothing is changed; the header says whether all of it is ASCII."""
    payload = msg.get_payload(decode=True)
    is_ascii = payload is None or payload.isascii()
    msg['Content-Transfer-Encoding'] = '7bit' if is_ascii else '8bit'


def encode_noop(msg):
    """Nothing is done."""
    payload = msg.get_payload(decode=True)
    if payload is not None:
        msg.set_payload(payload.decode('ascii', 'surrogateescape'))
