"""Text messages: written into an outbox of their own, carried by a gateway over HTTP."""
