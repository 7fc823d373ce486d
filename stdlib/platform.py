"""What machine, system and interpreter a program runs on."""

import collections
import os
import sys

__all__ = ['uname', 'system', 'node', 'release', 'version', 'machine', 'processor', 'platform', 'architecture', 'python_implementation',
           'python_version', 'python_version_tuple', 'python_branch', 'python_revision', 'python_build', 'python_compiler',
           'libc_ver', 'mac_ver', 'win32_ver', 'win32_edition', 'win32_is_iot', 'java_ver', 'freedesktop_os_release']

_Uname = collections.namedtuple('uname_result_base', 'system node release version machine')


class uname_result(_Uname):
    """The six answers of uname(); the processor is looked up when asked for."""

    @property
    def processor(self):
        return ''

    def __iter__(self):
        yield from super().__iter__()
        yield self.processor

    def __len__(self):
        return 6

    def __getitem__(self, key):
        return tuple(self)[key]

    def __reduce__(self):
        return uname_result, tuple(self)[:5]


_uname = None


def uname():
    global _uname
    if _uname is None:
        _uname = uname_result(*os.uname())
    return _uname


def system():
    return uname().system


def node():
    return uname().node


def release():
    return uname().release


def version():
    return uname().version


def machine():
    return uname().machine


def processor():
    return uname().processor


def libc_ver(executable=None, lib='', version='', chunksize=16384):
    return lib, version


def mac_ver(release='', versioninfo=('', '', ''), machine=''):
    return release, versioninfo, machine


def win32_ver(release='', version='', csd='', ptype=''):
    return release, version, csd, ptype


def win32_edition():
    return None


def win32_is_iot():
    return False


def java_ver(release='', vendor='', vminfo=('', '', ''), osinfo=('', '', '')):
    return release, vendor, vminfo, osinfo


def architecture(executable=sys.executable, bits='', linkage=''):
    return bits or ('64bit' if sys.maxsize > 2 ** 32 else '32bit'), linkage or 'ELF'


def python_implementation():
    return {'cpython': 'CPython'}.get(sys.implementation.name, sys.implementation.name)


def python_version():
    return '%d.%d.%d' % sys.version_info[:3]


def python_version_tuple():
    return tuple(python_version().split('.'))


def python_branch():
    return ''


def python_revision():
    return ''


def python_build():
    return '', ''


def python_compiler():
    return ''


def platform(aliased=False, terse=False):
    """System, release and machine as one word."""
    this = uname()
    parts = [this.system, this.release, this.machine]
    return '-'.join(part.replace(' ', '_') for part in parts if part)


def freedesktop_os_release():
    """The facts of the file os-release."""
    for name in ('/etc/os-release', '/usr/lib/os-release'):
        try:
            with open(name, encoding='utf-8') as file:
                info = {'NAME': 'Linux', 'ID': 'linux', 'PRETTY_NAME': 'Linux'}
                for line in file:
                    key, equals, value = line.strip().partition('=')
                    if equals and not key.startswith('#'):
                        info[key] = value.strip('"\'')
                return info
        except OSError:
            continue
    raise OSError('Unable to read files /etc/os-release, /usr/lib/os-release')


if __name__ == '__main__':
    print(platform('--nonaliased' not in sys.argv and 'nonaliased' not in sys.argv, '--terse' in sys.argv or 'terse' in sys.argv))
