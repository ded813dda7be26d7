"""Robots that play a fair day of the demo against the running product, over HTTP and sockets only."""
