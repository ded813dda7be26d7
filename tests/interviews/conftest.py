"""A mailbox for the answers, and the letters as people get them."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from interviews.timetable.models import RunState
from kit.database import Sessions
from tests.interviews.plans import accepted, asked, solved
from tests.mailserver import MailServer, dovecot
from tests.postbox import Postbox, postbox
from tests.world import World


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


@pytest.fixture
async def ready(sessions: Sessions, world: World) -> tuple[World, UUID]:
    """Six people with a plan."""
    async with sessions.begin() as session:
        await accepted(session, world)
    run = await solved(sessions, await asked(sessions, world))
    assert run.state is RunState.DONE
    return world, run.id
