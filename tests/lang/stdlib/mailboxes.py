# Mailboxes: folders of files and single files, what is kept of a message's state, and what is refused.
import io
import mailbox
import os
import tempfile
import warnings
from concurrent.futures import Future
from concurrent.futures.thread import _WorkItem
from email.message import EmailMessage

warnings.simplefilter('ignore')


def attempt(function, *args):
    try:
        return function(*args)
    except Exception as error:
        return f'{type(error).__name__}: {error}'.replace(folder, 'FOLDER')


TEXT = 'From: a@b\nSubject: %d\n\nFrom the start\nbody %d\n'
base = tempfile.TemporaryDirectory()
folder = base.name
for make in (mailbox.Maildir, mailbox.mbox, mailbox.MMDF, mailbox.MH):
    path = os.path.join(folder, make.__name__)
    print(make.__name__, attempt(make, path, None, False))
    box = make(path)
    whole = EmailMessage()
    whole['Subject'] = 'whole'
    whole.set_content('content\n')
    first = box.add(TEXT % (0, 0))
    second = box.add((TEXT % (1, 1)).encode())
    third = box.add(whole)
    fourth = box.add(io.BytesIO(b'\n' + (TEXT % (3, 3)).encode()))
    print(len(box), first in box, 'none' in box, attempt(box.add, 3), attempt(box.add, 'ä'), attempt(box.__getitem__, 99))
    print(type(box[first]).__name__, box[second]['subject'], box.get_bytes(first), box.get_string(second).splitlines()[-1])
    with box.get_file(second) as file:
        print(file.readline(), file.tell(), file.read(9), file.seek(0), file.readlines(9), [*file][-1], file.closed)
    del box[first]
    box[second] = TEXT % (5, 5)
    box.flush()
    box.lock()
    box.unlock()
    box.close()
    box = make(path)
    print(len(box), sorted(str(message['subject']) for message in box), sorted(message.get_payload() for message in box))
    for key, message in box.items():
        if message['subject'] == 'whole':
            print(box.pop(key)['subject'], box.get(key), box.discard(key), attempt(box.remove, key) == f"KeyError: {f'No message with key: {key}'!r}")
    box.update([(box.keys()[0], TEXT % (7, 7))])
    box.clear()
    box.flush()
    print(len(box), attempt(box.popitem))
    box.close()

print(repr(open(os.path.join(folder, 'mbox'), 'rb').read()), make[int].__origin__ is make)
box = mailbox.mbox(os.path.join(folder, 'own'))
message = mailbox.mboxMessage('Subject: s\n\nFrom x\n')
message.set_from('ann@b', (2020, 1, 2, 3, 4, 5, 3, 2, 0))
message.set_flags('RFA')
box.add(message)
box.flush()
print(open(os.path.join(folder, 'own')).read())
for kind in (mailbox.MaildirMessage, mailbox.mboxMessage, mailbox.MMDFMessage, mailbox.MHMessage, mailbox.Message):
    made = kind(message)
    print(kind.__name__, made['subject'], getattr(made, 'get_flags', lambda: '')(), getattr(made, 'get_sequences', lambda: '')(), getattr(made, 'get_subdir', lambda: '')())
    if kind is not mailbox.Message:
        back = mailbox.mboxMessage(made)
        print('   ', back.get_flags(), back.get_from().split()[0])
made = mailbox.MaildirMessage()
made.set_flags('SF')
made.add_flag('T')
made.remove_flag('F')
print(made.get_flags(), made.get_info(), attempt(made.set_subdir, 'old'), attempt(made.set_info, 3))
print(mailbox.mboxMessage(made).get_flags(), sorted(mailbox.MHMessage(made).get_sequences()), mailbox.MHMessage(mailbox.mboxMessage()).get_sequences())

box = mailbox.Maildir(os.path.join(folder, 'Maildir'))
key = box.add(made)
print(box.get_flags(key), box[key].get_subdir(), box.set_flags(key, 'RS'), box.get_info(key), sorted(box.list_folders()))
inner = box.add_folder('inner')
inner.add('Subject: x\n\n')
print(box.list_folders(), len(box.get_folder('inner')), attempt(box.remove_folder, 'inner'))
inner.clear()
print(box.remove_folder('inner'), box.list_folders(), attempt(box.get_folder, 'inner'))
box = mailbox.MH(os.path.join(folder, 'MH'))
keys = [box.add(TEXT % (n, n)) for n in range(5)]
box.set_sequences({'unseen': [1, 2, 3, 5], 'empty': [], 'one': [4]})
print(open(os.path.join(folder, 'MH', '.mh_sequences')).read(), box.get_sequences(), box[2].get_sequences())
box.remove(2)
box.pack()
print(box.keys(), box.get_sequences(), box.add_folder('sub') is not None, box.list_folders())
base.cleanup()

for call in (lambda: 3, lambda: 1 / 0):
    future = Future()
    _WorkItem(future, call, (), {}).run()
    print(repr(future.exception() or future.result()))
