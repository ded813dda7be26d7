"""The gateway: whoever carries text messages, over HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol, Self
from uuid import UUID

import httpx

from kit import settings

SECONDS = 10.0
TRY_AGAIN = frozenset({408, 425, 429})  # timeout, too early, too many: refusals that pass


class Failed(Exception):
    """The gateway could not take the message now: it is tried again."""


class Refused(Exception):
    """The gateway will never take this message."""


class Gateway(Protocol):
    """Whoever can carry a text message."""

    async def carry(self, id_: UUID, to: str, text: str) -> str:
        """Carry one message and return the answer; raises Failed or Refused."""


class HttpGateway:
    """Posts each message as JSON with a bearer key; its id is also the ``Idempotency-Key`` of a repeat."""

    def __init__(self, client: httpx.AsyncClient, url: str, sender: str) -> None:
        self._client, self._url, self._sender = client, url, sender

    @classmethod
    @asynccontextmanager
    async def opened(cls) -> AsyncIterator[Self]:
        """Open the gateway of the settings, with one kept connection."""
        chosen = settings.current()
        headers = {"authorization": f"Bearer {chosen.sms_key}"} if chosen.sms_key else {}
        async with httpx.AsyncClient(timeout=SECONDS, headers=headers) as client:
            yield cls(client, chosen.sms_url, chosen.sms_sender)

    async def carry(self, id_: UUID, to: str, text: str) -> str:
        """Post one message: 2xx is taken, 4xx refused, anything else and silence tried again."""
        body = {"id": str(id_), "from": self._sender, "to": to, "text": text}
        try:
            answer = await self._client.post(self._url, json=body, headers={"idempotency-key": str(id_)})
        except httpx.HTTPError as failed:
            raise Failed(type(failed).__name__) from failed
        said = f"{answer.status_code} {answer.text[:200]}".strip()
        if answer.is_success:
            return said
        if answer.is_client_error and answer.status_code not in TRY_AGAIN:
            raise Refused(said)
        raise Failed(said)
