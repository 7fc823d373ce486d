"""A small server for WSGI applications (PEP 3333)."""
