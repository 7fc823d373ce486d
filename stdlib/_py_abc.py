"""Abstract base classes under the name that a version in Python has elsewhere: there is one implementation here."""

from abc import ABCMeta, get_cache_token
