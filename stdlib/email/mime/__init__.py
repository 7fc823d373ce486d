"""Messages by the kind of what they carry."""
