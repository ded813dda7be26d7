"""Reading the letters that the box took."""

from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import msgspec

from kit.errors import NotFound

NEWEST = 200


class Line(msgspec.Struct, frozen=True):
    """A letter in the list."""

    name: str
    to: str
    subject: str
    date: str


class Part(msgspec.Struct, frozen=True):
    """One part of a letter: its type, and its text."""

    number: int
    type: str
    filename: str
    text: str


def newest(folder: Path) -> list[Line]:
    """Return the newest letters, the latest first."""
    paths = sorted(folder.glob("*.eml"), reverse=True)[:NEWEST]
    return [_line(path) for path in paths]


def parts(folder: Path, name: str) -> tuple[Line, list[Part]]:
    """Return a letter with all its parts; raises NotFound."""
    path = _path(folder, name)
    message = _parsed(path)
    leaves = [part for part in message.walk() if isinstance(part, EmailMessage) and not part.is_multipart()]
    return _line(path), [
        Part(number, _type(part), part.get_filename() or "", _text(part)) for number, part in enumerate(leaves)
    ]


def _path(folder: Path, name: str) -> Path:
    path = folder / f"{name}.eml"
    if not name.replace("-", "").isalnum() or not path.is_file():
        raise NotFound
    return path


def _parsed(path: Path) -> EmailMessage:
    with path.open("rb") as file:
        parsed = BytesParser(policy=policy.default).parse(file)
    assert isinstance(parsed, EmailMessage)  # noqa: S101 - what this policy makes
    return parsed


def _line(path: Path) -> Line:
    message = _parsed(path)
    return Line(path.stem, str(message["To"]), str(message["Subject"]), str(message["Date"]))


def _type(part: EmailMessage) -> str:
    method = part.get_param("method")
    return f"{part.get_content_type()}; method={method}" if method else part.get_content_type()


def _text(part: EmailMessage) -> str:
    content = part.get_content()
    return content.decode() if isinstance(content, bytes) else str(content)
