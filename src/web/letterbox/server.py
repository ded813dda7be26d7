"""An SMTP server that keeps every letter as a file, for the demo and for tests."""

from pathlib import Path
from uuid import uuid4

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from kit import clock


class Box:
    """Keeps letters below a folder, in the order of their arrival."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802
        """Take one letter; it is written beside its place and then moved there, whole."""
        name = f"{clock.now():%Y%m%d-%H%M%S-%f}-{uuid4().hex[:8]}.eml"
        draft = self._folder / f"{name}.part"
        draft.write_bytes(envelope.original_content or b"")
        draft.rename(self._folder / name)
        return "250 taken"


def controller(folder: Path, host: str, port: int) -> Controller:
    """Return the server, ready to be started and stopped; it runs in a thread of its own."""
    return Controller(Box(folder), hostname=host, port=port)
