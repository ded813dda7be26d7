"""Taking text messages out of their outbox and handing them to the gateway."""

from datetime import timedelta
from uuid import UUID

from kit import clock, settings
from kit.database import Sessions
from kit.sms import outbox
from kit.sms.gateway import Failed, Gateway, HttpGateway, Refused
from kit.sms.outbox import TextMessage

MOST = 100


async def deliver(sessions: Sessions) -> None:
    """Hand waiting text messages to the gateway, if there is one."""
    if settings.current().sms_url:
        async with HttpGateway.opened() as gateway:
            await deliver_waiting(sessions, gateway)


async def deliver_waiting(sessions: Sessions, gateway: Gateway, most: int = MOST) -> int:
    """Hand over what waits, at most so many, and return how many were tried.

    A message is claimed in one transaction, handed over outside any, and marked in another: no lock
    is held while the gateway thinks. A crash in between repeats it with the same id. A gateway that
    fails ends the run: it is given a rest.
    """
    for tried in range(most):
        message = await _claim(sessions)
        if message is None:
            return tried
        if not await _hand_over(sessions, gateway, message):
            return tried + 1
    return most


async def _claim(sessions: Sessions) -> TextMessage | None:
    async with sessions.begin() as session:
        message = await outbox.next_waiting(session)
        if message:
            message.claim(clock.now())
        return message


async def _hand_over(sessions: Sessions, gateway: Gateway, message: TextMessage) -> bool:
    """Hand one message over and mark it; say whether the gateway answered at all."""
    if message.until <= clock.now():
        await _mark(sessions, message.id, given_up="too late to be of use")
        return True
    try:
        answer = await gateway.carry(message.id, message.recipient, message.text)
    except Refused as refused:
        await _mark(sessions, message.id, given_up=str(refused))
    except Failed as failed:
        await _mark(sessions, message.id, failed=str(failed))
        return False
    else:
        await _mark(sessions, message.id, sent=answer)
    return True


async def _mark(sessions: Sessions, id_: UUID, *, sent: str = "", failed: str = "", given_up: str = "") -> None:
    async with sessions.begin() as session:
        message = await session.get_one(TextMessage, id_)
        if sent:
            message.mark_sent(clock.now(), sent)
        elif given_up:
            message.give_up(given_up)
        else:
            first_retry = timedelta(seconds=settings.current().sms_first_retry_seconds)
            message.put_off(clock.now(), failed, first_retry)
