# Context variables.
import contextvars
import threading

a = contextvars.ContextVar('a')
b = contextvars.ContextVar('b', default=5)
print(a.name, b.get(), b.get(6), a.get('fallback'))
try:
    a.get()
except LookupError as error:
    print(type(error).__name__, error.args[0] is a)
token = a.set(1)
print(a.get(), token.var is a, token.old_value is contextvars.Token.MISSING, token.old_value)
again = a.set(2)
print(again.old_value, a.get())
a.reset(again)
print(a.get())
a.reset(token)
print(a.get('gone'))
for action in (lambda: a.reset(token), lambda: b.reset(a.set(1)), lambda: a.reset(1), lambda: contextvars.ContextVar(1)):
    try:
        action()
    except (RuntimeError, ValueError, TypeError) as error:
        print(type(error).__name__, str(error)[:30])
context = contextvars.copy_context()
print(context[a], len(context), a in context, b in context, context.get(b, 'no'), list(context.items()) == [(a, 1)])


def inside():
    a.set(10)
    b.set(20)
    return a.get(), b.get()


print(context.run(inside), a.get(), b.get(), context[a], context[b])
print(sorted(context.values()), sorted(v.name for v in context), sorted(v.name for v in context.keys()))
copy = context.copy()
print(copy == context, copy is context, contextvars.Context() == context, len(contextvars.Context()))
copy.run(a.set, 99)
print(copy == context, context[a], copy[a])
try:
    context.run(context.run, print)
except RuntimeError as error:
    print(str(error)[:23], str(error)[-18:])
try:
    context['a']
except TypeError as error:
    print(error)
try:
    contextvars.Context()[a]
except KeyError as error:
    print(error.args[0] is a)
token = context.run(a.set, 7)
try:
    a.reset(token)
except ValueError as error:
    print(str(error)[-33:])
print(str(a)[:26], str(contextvars.ContextVar('d', default=3))[:36])
seen = []
thread = threading.Thread(target=lambda: seen.append(a.get('nothing')))
thread.start()
thread.join()
print(seen)
print(contextvars.ContextVar[int], contextvars.Token[int])
