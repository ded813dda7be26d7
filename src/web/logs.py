"""Structured logs, a line of JSON each; no personal data goes in."""

import logging

import structlog


def configure() -> None:
    """Write JSON lines to standard output, from INFO up."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
