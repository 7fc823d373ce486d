"""What servers and applications of WSGI (PEP 3333) have in common: addresses, header fields, handlers, a server, a checker."""
