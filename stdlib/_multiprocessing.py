"""What programs look for under this name: the semaphore of `multiprocessing.synchronize`."""

from multiprocessing.synchronize import SemLock

__all__ = ['SemLock', 'sem_unlink']


def sem_unlink(name, /):
    """Semaphores here have no names in the system. Errors: FileNotFoundError."""
    raise FileNotFoundError(2, 'No such file or directory')
