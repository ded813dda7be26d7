"""A mailbox for the answers, and the letters as people get them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mailserver import MailServer, dovecot
from tests.postbox import Postbox, postbox


@pytest.fixture(scope="session")
def running_mailbox() -> Iterator[MailServer]:
    with dovecot() as server:
        yield server


@pytest.fixture
def mailbox(running_mailbox: MailServer) -> MailServer:
    running_mailbox.empty()
    return running_mailbox


@pytest.fixture
def letters(tmp_path: Path) -> Iterator[Postbox]:
    with postbox(tmp_path / "letters") as box:
        yield box
