"""Calls of functions elsewhere, as XML over HTTP."""
