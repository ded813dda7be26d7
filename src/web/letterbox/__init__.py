"""The demo's letter box: an SMTP server on this machine, and pages to read what it took."""
