"""webbrowser: commands that show addresses."""
import os
os.environ.pop('DISPLAY', None)
os.environ.pop('WAYLAND_DISPLAY', None)
os.environ.pop('TERM', None)
os.environ['BROWSER'] = 'true %s:echo'
import webbrowser as w
print(w.open('http://x'), w.open_new('http://y'), w.open_new_tab('z'))


class B(w.BaseBrowser):

    def open(self, url, new=0, autoraise=True):
        print('B', self.name, url, new, autoraise)
        return True


w.register('mine', lambda: B('mine'))
w.register('best', None, B('best'), preferred=True)
print(w.get('mine').open('u'), w.open('v'), w.open_new_tab('t'), w.get().name, w.get('echo hi %s').args)
try:
    w.get('no-such-browser-at-all')
except w.Error as e:
    print(e)
print(sorted(w.__all__))
