"""Handlers of `urllib.request` that prove to know a password without sending it (RFC 7616, of which MD5 and SHA)."""

import hashlib
import os
import time
from urllib.error import HTTPError, URLError
from urllib.parse import urlparse
from urllib.request import BaseHandler, HTTPPasswordMgr


def parse_http_list(s):
    """The parts of a field between commas, of which those in quotes are no separators."""
    parts, part, is_quoted, is_escaped = [], '', False, False
    for c in s:
        if is_quoted and not is_escaped and c == '\\':
            is_escaped = True
            continue
        if not is_escaped and c == '"':
            is_quoted = not is_quoted
        is_escaped = False
        if c == ',' and not is_quoted:
            parts.append(part)
            part = ''
        else:
            part += c
    return [each.strip() for each in (parts + [part] if part else parts)]


def parse_keqv_list(l):
    """Parts of the form name=value as a dictionary; quotes around values fall away."""
    parsed = {}
    for part in l:
        name, value = part.split('=', 1)
        parsed[name] = value[1:-1] if value[0] == '"' == value[-1] else value
    return parsed


class AbstractDigestAuthHandler:
    """Answers challenges. After a few failures in a row no more is tried."""

    def __init__(self, passwd=None):
        self.passwd = HTTPPasswordMgr() if passwd is None else passwd
        self.add_password = self.passwd.add_password
        self.retried = self.nonce_count = 0
        self.last_nonce = None

    def reset_retry_count(self):
        self.retried = 0

    def http_error_auth_reqed(self, auth_header, host, req, headers):
        challenge = headers.get(auth_header, None)
        if self.retried > 5:
            raise HTTPError(req.full_url, 401, 'digest auth failed', headers, None)
        self.retried += 1
        if not challenge:
            return None
        scheme = challenge.split()[0]
        if scheme.lower() == 'digest':
            return self.retry_http_digest_auth(req, challenge)
        if scheme.lower() != 'basic':
            raise ValueError(f"AbstractDigestAuthHandler does not support the following scheme: '{scheme}'")
        return None

    def retry_http_digest_auth(self, req, auth):
        _, challenge = auth.split(' ', 1)
        answer = self.get_authorization(req, parse_keqv_list(filter(None, parse_http_list(challenge))))
        if not answer:
            return None
        value = f'Digest {answer}'
        if req.headers.get(self.auth_header, None) == value:
            return None
        req.add_unredirected_header(self.auth_header, value)
        return self.parent.open(req, timeout=req.timeout)

    def get_cnonce(self, nonce):
        """Something that the server cannot have foreseen."""
        return hashlib.sha1(f'{self.nonce_count}:{nonce}:{time.ctime()}:'.encode('ascii') + os.urandom(8)).hexdigest()[:16]

    def get_authorization(self, req, chal):
        """What the field that answers a challenge says; None if there is nothing to say."""
        if 'realm' not in chal or 'nonce' not in chal:
            return None
        realm, nonce, qop, algorithm = chal['realm'], chal['nonce'], chal.get('qop'), chal.get('algorithm', 'MD5')
        digest, keyed = self.get_algorithm_impls(algorithm)
        user, password = self.passwd.find_user_password(realm, req.full_url)
        if user is None:
            return None
        entity = self.get_entity_digest(req.data, chal) if req.data is not None else None
        secret, asked = digest(f'{user}:{realm}:{password}'), digest(f'{req.get_method()}:{req.selector}')
        if qop is None:
            response = keyed(secret, f'{nonce}:{asked}')
        elif 'auth' in qop.split(','):
            # How often a nonce of the server has been used is part of the answer.
            self.nonce_count = self.nonce_count + 1 if nonce == self.last_nonce else 1
            self.last_nonce = nonce
            count, own = f'{self.nonce_count:08x}', self.get_cnonce(nonce)
            response = keyed(secret, f'{nonce}:{count}:{own}:auth:{asked}')
        else:
            raise URLError(f"qop '{qop}' is not supported.")
        parts = [f'username="{user}"', f'realm="{realm}"', f'nonce="{nonce}"', f'uri="{req.selector}"', f'response="{response}"']
        if chal.get('opaque'):
            parts.append(f'opaque="{chal["opaque"]}"')
        if entity:
            parts.append(f'digest="{entity}"')
        parts.append(f'algorithm="{algorithm}"')
        if qop:
            parts.append(f'qop=auth, nc={count}, cnonce="{own}"')
        return ', '.join(parts)

    def get_algorithm_impls(self, algorithm):
        """A digest of a text, and one of a text with a key."""
        if algorithm not in ('MD5', 'SHA'):
            raise ValueError(f'Unsupported digest authentication algorithm {algorithm!r}')
        make = hashlib.md5 if algorithm == 'MD5' else hashlib.sha1

        def digest(text):
            return make(text.encode('ascii')).hexdigest()

        return digest, lambda key, text: digest(f'{key}:{text}')

    def get_entity_digest(self, data, chal):
        """For who knows how to make one of what is sent."""
        return None


class HTTPDigestAuthHandler(BaseHandler, AbstractDigestAuthHandler):
    """For servers."""

    auth_header = 'Authorization'
    # Before those that would send the password.
    handler_order = 490

    def http_error_401(self, req, fp, code, msg, headers):
        answer = self.http_error_auth_reqed('www-authenticate', urlparse(req.full_url)[1], req, headers)
        self.reset_retry_count()
        return answer


class ProxyDigestAuthHandler(BaseHandler, AbstractDigestAuthHandler):
    """For proxies."""

    auth_header = 'Proxy-Authorization'
    handler_order = 490

    def http_error_407(self, req, fp, code, msg, headers):
        answer = self.http_error_auth_reqed('proxy-authenticate', req.host, req, headers)
        self.reset_retry_count()
        return answer


for _class in (AbstractDigestAuthHandler, HTTPDigestAuthHandler, ProxyDigestAuthHandler):
    _class.__module__ = 'urllib.request'
del _class
