"""What may stand where in XML 1.0: the patterns, and the errors by number."""

import re

_START = (':A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef'
          '\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd')
_NAME = f'[{_START}][{_START}\\-.0-9\xb7\u0300-\u036f\u203f-\u2040]*'
# What no document may hold.
_FORBIDDEN = '\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff'

name = re.compile(_NAME)
name_token = re.compile(f'[{_START}\\-.0-9\xb7\u0300-\u036f\u203f-\u2040]+')
blanks = re.compile('[ \t\r\n]*')
forbidden = re.compile(f'[{_FORBIDDEN}]')
text = re.compile(f'[^<&{_FORBIDDEN}]+')
# A start tag all of which is as it should be; what is in its values is looked at later.
start_tag = re.compile(
    f'<({_NAME})((?:[ \t\r\n]+{_NAME}[ \t\r\n]*=[ \t\r\n]*(?:"[^"<{_FORBIDDEN}]*"|\'[^\'<{_FORBIDDEN}]*\'))*)[ \t\r\n]*(/?)>')
attribute = re.compile(f'({_NAME})[ \t\r\n]*=[ \t\r\n]*(?:"([^"]*)"|\'([^\']*)\')')
end_tag = re.compile(f'</({_NAME})[ \t\r\n]*>')
reference = re.compile(f'&(?:({_NAME})|#([0-9]+)|#x([0-9a-fA-F]+));')
begun_reference = re.compile(f'&(?:{_NAME}|#x[0-9a-fA-F]*|#[0-9]*)?')
declared_encoding = re.compile(br'<\?xml[^>]*?[ \t\r\n]encoding[ \t\r\n]*=[ \t\r\n]*["\']([A-Za-z][A-Za-z0-9._\-]*)["\']')
declared_part = re.compile(r'''[ \t\r\n]*(?P<name>[\w.:\-]+)(?:[ \t\r\n]*=[ \t\r\n]*["'](?P<value>[^"']*)["'])?''')
data_lines = re.compile('[^\r\n]+|\r\n|\r|\n')
xml_declaration = re.compile(
    r'''[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(?P<q>["'])(?P<version>[\w.:\-]+)(?P=q)'''
    r'''(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(?P<r>["'])(?P<encoding>[A-Za-z][A-Za-z0-9._\-]*)(?P=r))?'''
    r'''(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(?P<s>["'])(?P<standalone>yes|no)(?P=s))?[ \t\r\n]*''')
public_id = re.compile(r"[ \r\nA-Za-z0-9\-'()+,./:=?;!*#@$_%]*")

XML = 'http://www.w3.org/XML/1998/namespace'
XMLNS = 'http://www.w3.org/2000/xmlns/'

predefined = {'lt': '<', 'gt': '>', 'amp': '&', 'quot': '"', 'apos': "'"}

SYNTAX, NO_ELEMENTS, INVALID_TOKEN, UNCLOSED_TOKEN, PARTIAL_CHAR, TAG_MISMATCH, DUPLICATE_ATTRIBUTE, JUNK_AFTER_DOC_ELEMENT = range(2, 10)
UNDEFINED_ENTITY, RECURSIVE_ENTITY_REF, ASYNC_ENTITY, BAD_CHAR_REF, BINARY_ENTITY_REF, ATTRIBUTE_EXTERNAL_ENTITY_REF = range(11, 17)
PARAM_ENTITY_REF, MISPLACED_XML_PI, UNKNOWN_ENCODING, INCORRECT_ENCODING, UNCLOSED_CDATA_SECTION, EXTERNAL_ENTITY_HANDLING = 10, *range(17, 22)
NOT_STANDALONE, UNBOUND_PREFIX, UNDECLARING_PREFIX, XML_DECL, TEXT_DECL, PUBLICID, FINISHED = 22, 27, 28, 30, 31, 32, 36
RESERVED_PREFIX_XML, RESERVED_PREFIX_XMLNS, RESERVED_NAMESPACE_URI, AMPLIFICATION_LIMIT_BREACH = 38, 39, 40, 43

# The constants' names and the messages, from 1 on.
errors = [
    ('NO_MEMORY', 'out of memory'),
    ('SYNTAX', 'syntax error'),
    ('NO_ELEMENTS', 'no element found'),
    ('INVALID_TOKEN', 'not well-formed (invalid token)'),
    ('UNCLOSED_TOKEN', 'unclosed token'),
    ('PARTIAL_CHAR', 'partial character'),
    ('TAG_MISMATCH', 'mismatched tag'),
    ('DUPLICATE_ATTRIBUTE', 'duplicate attribute'),
    ('JUNK_AFTER_DOC_ELEMENT', 'junk after document element'),
    ('PARAM_ENTITY_REF', 'illegal parameter entity reference'),
    ('UNDEFINED_ENTITY', 'undefined entity'),
    ('RECURSIVE_ENTITY_REF', 'recursive entity reference'),
    ('ASYNC_ENTITY', 'asynchronous entity'),
    ('BAD_CHAR_REF', 'reference to invalid character number'),
    ('BINARY_ENTITY_REF', 'reference to binary entity'),
    ('ATTRIBUTE_EXTERNAL_ENTITY_REF', 'reference to external entity in attribute'),
    ('MISPLACED_XML_PI', 'XML or text declaration not at start of entity'),
    ('UNKNOWN_ENCODING', 'unknown encoding'),
    ('INCORRECT_ENCODING', 'encoding specified in XML declaration is incorrect'),
    ('UNCLOSED_CDATA_SECTION', 'unclosed CDATA section'),
    ('EXTERNAL_ENTITY_HANDLING', 'error in processing external entity reference'),
    ('NOT_STANDALONE', 'document is not standalone'),
    ('UNEXPECTED_STATE', 'unexpected parser state - please send a bug report'),
    ('ENTITY_DECLARED_IN_PE', 'entity declared in parameter entity'),
    ('FEATURE_REQUIRES_XML_DTD', 'requested feature requires XML_DTD support in Expat'),
    ('CANT_CHANGE_FEATURE_ONCE_PARSING', 'cannot change setting once parsing has begun'),
    ('UNBOUND_PREFIX', 'unbound prefix'),
    ('UNDECLARING_PREFIX', 'must not undeclare prefix'),
    ('INCOMPLETE_PE', 'incomplete markup in parameter entity'),
    ('XML_DECL', 'XML declaration not well-formed'),
    ('TEXT_DECL', 'text declaration not well-formed'),
    ('PUBLICID', 'illegal character(s) in public id'),
    ('SUSPENDED', 'parser suspended'),
    ('NOT_SUSPENDED', 'parser not suspended'),
    ('ABORTED', 'parsing aborted'),
    ('FINISHED', 'parsing finished'),
    ('SUSPEND_PE', 'cannot suspend in external parameter entity'),
    ('RESERVED_PREFIX_XML', 'reserved prefix (xml) must not be undeclared or bound to another namespace name'),
    ('RESERVED_PREFIX_XMLNS', 'reserved prefix (xmlns) must not be declared or undeclared'),
    ('RESERVED_NAMESPACE_URI', 'prefix must not be bound to one of the reserved namespace names'),
    ('INVALID_ARGUMENT', 'invalid argument'),
    ('NO_BUFFER', 'a successful prior call to function XML_GetBuffer is required'),
    ('AMPLIFICATION_LIMIT_BREACH', 'limit on input amplification factor (from DTD and entities) breached'),
]
