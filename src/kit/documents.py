"""The words of documents that people send: PDF, Word or plain text.

Reading happens in a process of its own with limits on time and memory, because such files are written by anybody.
"""

import asyncio
import io
import resource
import sys

import charset_normalizer
from docx import Document
from pypdf import PdfReader

from kit.errors import Invalid

LARGEST, LONGEST = 5_000_000, 50_000
MOST_PAGES = 20
SECONDS, MEMORY = 15, 1 << 30
PDF, ZIP = b"%PDF-", b"PK\x03\x04"


class NoWords(Invalid):
    """The document has no words that a program can read."""

    field = "file"
    message = "We cannot read words in this document. Send a PDF or Word document with text in it, or paste the text."


class DocumentTooLarge(Invalid):
    """The document is larger than a curriculum vitae ever is."""

    field = "file"
    message = "This document is too large. Send at most 5 MB, or paste the text."


async def words_of(content: bytes) -> str:
    """Return the words of a document, 50,000 letters at most.

    Raises NoWords for what is no document, has no text (a scan), or takes longer than 15 seconds; DocumentTooLarge.
    """
    if len(content) > LARGEST:
        raise DocumentTooLarge
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "kit.documents", stdin=-1, stdout=-1, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        said, _ = await asyncio.wait_for(child.communicate(content), SECONDS)
    except TimeoutError as late:
        child.kill()
        await child.wait()
        raise NoWords from late
    words = said.decode(errors="replace").replace("\0", "").strip()
    if child.returncode or not words:
        raise NoWords
    return words[:LONGEST]


def read(content: bytes) -> str:
    """Return the words of a document; raises whatever its reader raises for one that is broken."""
    if content.lstrip()[: len(PDF)] == PDF:
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages[:MOST_PAGES])
    if content.startswith(ZIP):
        return _word(content)
    if b"\0" in content:
        raise ValueError
    return str(charset_normalizer.from_bytes(content).best() or "")


def _word(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    sys.stdout.buffer.write(read(sys.stdin.buffer.read())[:LONGEST].encode(errors="replace"))
