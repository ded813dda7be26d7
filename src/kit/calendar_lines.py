"""Content lines of a calendar (RFC 5545, section 3.1), for who writes thousands of them a minute.

They are put together here, and not by `icalendar`, which takes ten times as long; the tests read them
back with it and with parsers that are neither its nor ours.
"""

from datetime import UTC, datetime, timedelta

LENGTH = 74  # octets before a fold: a line has 75 at most, the space that continues it included
_SECONDS = 60


def line(name: str, value: str, **parameters: str) -> bytes:
    """Return one line, folded; the value is written as it stands, parameters are quoted where they must be.

    A line end in the value raises ValueError: what follows it would be a line of its own.
    """
    if "\n" in value or "\r" in value:
        raise ValueError(f"{name} has a line end")
    said = "".join(f";{key}={_quoted(parameter)}" for key, parameter in parameters.items())
    return _folded(f"{name}{said}:{value}")


def text(name: str, value: str) -> bytes:
    """Return a line of free text (section 3.3.11): commas, semicolons and line ends stand for themselves no more."""
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return line(name, _one_line(escaped, "\\n"))


def utc(name: str, moment: datetime) -> bytes:
    """Return a line with a moment in UTC (section 3.3.5)."""
    return line(name, f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}")


def local(name: str, moment: datetime, zone: str) -> bytes:
    """Return a line with a moment as the clocks of a zone show it; *moment* is in that zone already."""
    return line(name, f"{moment:%Y%m%dT%H%M%S}", TZID=zone)


def duration(length: timedelta) -> str:
    """Return a length of whole minutes as a value (section 3.3.6): "PT2H", "-PT30M"."""
    minutes = int(abs(length).total_seconds()) // _SECONDS
    hours, rest = divmod(minutes, _SECONDS)
    said = f"{hours}H" * bool(hours) + f"{rest}M" * bool(rest or not hours)
    return f"{'-' if length < timedelta() else ''}PT{said}"


def component(name: str, *content: bytes) -> bytes:
    """Return lines, and components, between BEGIN and END."""
    return b"BEGIN:%b\r\n%bEND:%b\r\n" % (name.encode(), b"".join(content), name.encode())


def _quoted(parameter: str) -> str:
    """Return a parameter's value; quotes and line ends as RFC 6868 writes them."""
    plain = _one_line(parameter.replace("^", "^^"), "^n").replace('"', "^'")
    return f'"{plain}"' if any(mark in plain for mark in ",;: '") else plain


def _one_line(value: str, end: str) -> str:
    return value.replace("\r\n", end).replace("\n", end).replace("\r", end)


def _folded(whole: str) -> bytes:
    """Fold between two characters, and not between an escape and what it escapes: some readers lose it."""
    octets, parts, at = whole.encode(), [], 0
    while len(octets) - at > LENGTH:
        end = at + LENGTH
        while end > at + 1 and (octets[end] & 0xC0 == 0x80 or octets[end - 1] in b"\\^"):  # noqa: PLR2004 - UTF-8
            end -= 1
        parts.append(octets[at:end])
        at = end
    return b"\r\n ".join([*parts, octets[at:]]) + b"\r\n"
