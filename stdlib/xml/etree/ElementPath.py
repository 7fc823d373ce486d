"""Paths to elements: the part of XPath that find(), findall() and iterfind() know."""

import re

_STEP = re.compile(r'//?|\.\.?|\*|\[|(?:\{[^}]*\})?[^/\[\]()@!=\s]+')
_PREDICATE = re.compile(r'''\s*(?:
    @\s*(?P<attribute>(?:\{[^}]*\})?[^\s=!\]\[]+?)\s*(?:(?P<test>!?=)\s*(?P<value>'[^']*'|"[^"]*"))?
  | (?P<number>-?\d+)
  | last\(\)\s*(?:-\s*(?P<before>\d+)|(?P<rest>[^\s\]][^\]]*))?
  | (?P<last>last\(\))
  | (?P<tag>\.|(?:\{[^}]*\})?[^\s=!\]\[()@]+?)\s*(?:(?P<tagtest>!?=)\s*(?P<tagvalue>'[^']*'|"[^"]*"))?
)\s*\]''', re.X)


class _Context:
    """The element that the search starts from; the parents below it are looked up when first asked for."""

    def __init__(self, root):
        self.root = root
        self._parents = None

    def parent(self, element):
        if self._parents is None:
            self._parents = {child: parent for parent in self.root.iter() for child in parent}
        return self._parents.get(element)


def _full(name, namespaces, is_attribute=False):
    """A name with its prefix replaced by the namespace."""
    if name.startswith('{') or namespaces is None:
        return name
    prefix, colon, local = name.partition(':')
    if not colon:
        usual = None if is_attribute or name in ('*', '.') else namespaces.get('')
        return f'{{{usual}}}{name}' if usual else name
    if prefix not in namespaces:
        raise SyntaxError(f'prefix {prefix!r} not found in prefix map')
    return f'{{{namespaces[prefix]}}}{local}'


def _fits(tag):
    """A test for elements' tags; wildcards stand for any namespace or any name."""
    if tag in ('*', None):
        return lambda element: True
    if tag == '{*}*':
        return lambda element: isinstance(element.tag, str)
    if tag.startswith('{*}'):
        local, ending = tag[3:], tag[2:]
        return lambda element: element.tag == local or isinstance(element.tag, str) and element.tag.endswith(ending) and \
            element.tag.startswith('{')
    if tag.startswith('{}'):
        if tag == '{}*':
            return lambda element: isinstance(element.tag, str) and not element.tag.startswith('{')
        tag = tag[2:]
        return lambda element: element.tag == tag
    if tag.endswith('}*'):
        start = tag[:-1]
        return lambda element: isinstance(element.tag, str) and element.tag.startswith(start)
    return lambda element: element.tag == tag


# ---- steps: each makes the elements of the next from those of the last ----

def _children(tag):
    if tag == '*':
        return lambda context, found: (child for element in found for child in element)
    fits = _fits(tag)
    return lambda context, found: (child for element in found for child in element if fits(child))


def _descendants(tag):
    fits = _fits(tag)

    def step(context, found):
        for element in found:
            for below in element.iter():
                if below is not element and fits(below):
                    yield below
    return step


def _parents(context, found):
    seen = set()
    for element in found:
        parent = context.parent(element)
        if parent is not None and parent not in seen:
            seen.add(parent)
            yield parent


def _itself(context, found):
    return found


def _where(holds):
    return lambda context, found: (element for element in found if holds(context, element))


def _predicate(found, namespaces):
    if (name := found['attribute']) is not None:
        name = _full(name, namespaces, is_attribute=True)
        if found['test'] is None:
            return lambda context, element: element.get(name) is not None
        value = found['value'][1:-1]
        if found['test'] == '=':
            return lambda context, element: element.get(name) == value
        return lambda context, element: element.get(name) not in (None, value)
    if (tag := found['tag']) is not None:
        return _tag_predicate(tag, found, namespaces)
    if found['number'] is not None:
        at = int(found['number']) - 1
        if at < 0:
            raise SyntaxError('XPath position >= 1 expected')
    elif found['rest'] is not None:
        raise SyntaxError('XPath offset from last() must be negative' if found['rest'].lstrip().startswith('+') else 'unsupported expression')
    else:
        at = -1 - int(found['before'] or 0)
        if found['before'] == '0':
            raise SyntaxError('XPath offset from last() must be negative')

    def has_place(context, element):
        parent = context.parent(element)
        if parent is None:
            return False
        same = [child for child in parent if child.tag == element.tag]
        return -len(same) <= at < len(same) and same[at] is element
    return has_place


def _tag_predicate(tag, found, namespaces):
    value = found['tagvalue'][1:-1] if found['tagtest'] else None
    is_equal = found['tagtest'] == '='
    if tag == '.':
        if value is None:
            raise SyntaxError('invalid predicate')
        return lambda context, element: (''.join(element.itertext()) == value) is is_equal
    fits = _fits(_full(tag, namespaces))
    if value is None:
        return lambda context, element: any(map(fits, element))
    return lambda context, element: any((''.join(child.itertext()) == value) is is_equal for child in element if fits(child))


def _steps(path, namespaces):
    at, steps, needs_step = 0, [], True
    if path.endswith('/'):
        # It is the children that are meant.
        path += '*'
    while at < len(path):
        found = _STEP.match(path, at)
        if found is None:
            raise SyntaxError('invalid path')
        token, at = found[0], found.end()
        if token in ('/', '//'):
            if needs_step and steps or not steps:
                raise SyntaxError('cannot use absolute path on element' if not steps else 'invalid path')
            needs_step = True
            if token == '//':
                found = _STEP.match(path, at)
                if found is None or found[0] in ('/', '//', '.', '..', '['):
                    raise SyntaxError('invalid descendant')
                at = found.end()
                steps.append(_descendants(_full(found[0], namespaces)))
                needs_step = False
        elif token == '[':
            found = _PREDICATE.match(path, at)
            if found is None or needs_step:
                raise SyntaxError('invalid predicate' if found is None else 'invalid path')
            at = found.end()
            steps.append(_where(_predicate(found, namespaces)))
        elif not needs_step:
            raise SyntaxError('invalid path')
        else:
            needs_step = False
            steps.append(_itself if token == '.' else _parents if token == '..' else _children(_full(token, namespaces)))
    return steps


_known = {}


def iterfind(elem, path, namespaces=None):
    """The elements that the path leads to, one by one."""
    key = path, None if namespaces is None else tuple(sorted(namespaces.items(), key=str))
    steps = _known.get(key)
    if steps is None:
        if path[:1] == '/':
            raise SyntaxError('cannot use absolute path on element')
        if namespaces and None in namespaces:
            namespaces = {'' if prefix is None else prefix: uri for prefix, uri in namespaces.items()}
        steps = _steps(path, namespaces)
        if len(_known) > 100:
            _known.clear()
        _known[key] = steps
    found, context = [elem], _Context(elem)
    for step in steps:
        found = step(context, found)
    return iter(found if steps else ())


def find(elem, path, namespaces=None):
    """The first element that the path leads to, or None."""
    return next(iterfind(elem, path, namespaces), None)


def findall(elem, path, namespaces=None):
    """All elements that the path leads to."""
    return list(iterfind(elem, path, namespaces))


def findtext(elem, path, default=None, namespaces=None):
    """The text of the first element that the path leads to."""
    found = find(elem, path, namespaces)
    if found is None:
        return default
    return '' if found.text is None else found.text
