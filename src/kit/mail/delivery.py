"""The post office: claims letters, sends several at once, and marks them; no transaction waits for SMTP."""

import asyncio
import contextlib
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import structlog

from kit import clock, database, settings
from kit.database import Sessions
from kit.mail import claims, message, signing
from kit.mail.claims import LEASE, Fate, Parcel, Result
from kit.mail.connections import Unreachable
from kit.mail.limits import Domains
from kit.mail.postman import Postman

ROOM = 100  # letters held at once: so many at most are repeated when a worker is killed
CROWD = 3 * ROOM // 4  # letters of one domain; others are let past them
BREATH = 0.02  # seconds between looks at what came back
GATHER_SECONDS = 0.1  # in which results gather, to be marked together
IDLE_SECONDS = 0.5
GRACE_SECONDS = 5.0
LONGEST_PAUSE = 30.0
log = structlog.get_logger()


class PostOffice:
    """Shares the outbox with the post offices of other processes, and sends what it claimed.

    ``room`` is how many letters it holds at once; with 1 they leave strictly in order.
    """

    def __init__(self, sessions: Sessions, postman: Postman, room: int = ROOM) -> None:
        chosen = settings.current()
        self.id = uuid4()
        self._sessions = sessions
        self._reading = database.reading(sessions)
        self._postman = postman
        self._room = room
        self._first_retry = timedelta(seconds=chosen.mail_first_retry_seconds)
        self._domains = Domains(chosen.mail_per_domain, chosen.mail_per_domain_per_second)
        self._places = asyncio.Semaphore(chosen.mail_connections)
        self._held: dict[asyncio.Task[None], Parcel] = {}
        self._travelling: set[UUID] = set()
        self._settled: list[tuple[Parcel, Result]] = []
        self._renewed_at = clock.now()
        self._exchanged_at = 0.0
        self._look_at = 0.0
        self._open_at = 0.0
        self._silences = 0
        self._closing = False

    async def work(self, stop: asyncio.Event) -> None:
        """Deliver letters until told to stop; then finish or give back what is held."""
        while not stop.is_set():
            try:
                busy = await self.turn()
            except Exception as error:  # noqa: BLE001 - the worker outlives a lost database
                log.warning("delivery failed", error=type(error).__name__)
                busy = False
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), BREATH if busy else IDLE_SECONDS)
        await self.finish()

    async def deliver_due(self) -> None:
        """Deliver all that is due now; what cannot leave now goes on waiting."""
        while await self.turn():
            if self._held:
                await asyncio.wait(self._held)

    async def turn(self) -> bool:
        """Mark what came back and take what is next, in one transaction; say whether letters are under way."""
        if self._ripe() or self._must_renew() or _now() >= self._look_at:
            wanted = await self._wanted()
            taken = await self._exchange(wanted) if wanted or self._settled or self._held else []
            for parcel in taken:
                task = asyncio.create_task(self._send(parcel, clock.now()))
                self._held[task] = parcel
                task.add_done_callback(self._held.pop)
            self._look_at = _now() + IDLE_SECONDS
        return bool(self._held or self._settled)

    async def finish(self) -> None:
        """Let letters on their way arrive, give the others back; what hangs is cut off after five seconds."""
        self._closing = True
        await asyncio.sleep(0)  # whoever has just begun can now hear that it is cancelled
        for task, parcel in list(self._held.items()):
            if parcel.id not in self._travelling:
                task.cancel()
        if self._held:
            _, hanging = await asyncio.wait(list(self._held), timeout=GRACE_SECONDS)
            for task in hanging:
                task.cancel()
            await asyncio.gather(*hanging, return_exceptions=True)
        try:
            await self._exchange(0)
        except Exception as error:  # noqa: BLE001 - their lease will end
            log.warning("letters not given back", error=type(error).__name__)
        await self._postman.close()

    async def _wanted(self) -> int:
        """Return how many letters to claim: none in a pause, one to try whether it is over."""
        if self._closing or _now() < self._open_at:
            return 0
        wanted = (1 if self._silences else self._room) - len(self._held)
        if self._held or self._settled:
            return max(0, wanted)
        async with self._reading.begin() as session:  # nothing goes on: look without a writer's lock
            due = await claims.any_due(session, clock.now())
        if not due:
            await self._postman.rest()
        return wanted if due else 0

    async def _exchange(self, wanted: int) -> list[Parcel]:
        settled, self._settled = self._settled, []
        now = clock.now()
        try:
            async with self._sessions.begin() as session:
                await claims.settle(session, self.id, settled, now, self._first_retry)
                if renewing := self._must_renew():
                    await claims.renew(session, self.id, now)
                crowded = self._domains.crowded(CROWD)
                taken = await claims.claim(session, self.id, now, wanted, crowded) if wanted else []
        except BaseException:
            self._settled = settled + self._settled  # marked as soon as the database is back
            raise
        self._renewed_at = now if renewing else self._renewed_at
        self._exchanged_at = _now()
        return taken

    def _ripe(self) -> bool:
        """Say whether enough results gathered to be worth a transaction, or none will come soon."""
        full = 4 * len(self._settled) >= self._room or not self._held
        return bool(self._settled) and (full or _now() >= self._exchanged_at + GATHER_SECONDS)

    def _must_renew(self) -> bool:
        return bool(self._held) and clock.now() - self._renewed_at > LEASE / 3

    async def _send(self, parcel: Parcel, claimed_at: datetime) -> None:
        try:
            result = await self._carried(parcel, claimed_at)
        except asyncio.CancelledError:  # only `finish` cancels
            hung = parcel.id in self._travelling
            result = Result(Fate.PUT_OFF, "cut off") if hung else Result(Fate.NOT_TRIED)
        except Unreachable as silence:
            self._pause(silence)
            result = Result(Fate.NOT_TRIED)
        except Exception as error:  # noqa: BLE001 - one bad letter stops no other
            log.warning("letter not sent", letter=str(parcel.id), error=type(error).__name__)
            result = Result(Fate.PUT_OFF, f"{type(error).__name__}: {error}")
        self._travelling.discard(parcel.id)
        self._settled.append((parcel, result))

    async def _carried(self, parcel: Parcel, claimed_at: datetime) -> Result:
        async with self._domains.turn(parcel.domain), self._places:
            late = clock.now() > max(claimed_at, self._renewed_at) + LEASE * 2 / 3
            if late or self._closing or _now() < self._open_at:
                return Result(Fate.NOT_TRIED)
            self._travelling.add(parcel.id)
            result = await self._postman.carry(parcel.recipient, signing.signed(message.as_bytes(parcel)))
            self._silences = 0
            return result

    def _pause(self, silence: Unreachable) -> None:
        """Rest after the server was silent, each time for longer: no letter is to blame."""
        if _now() < self._open_at:
            return
        seconds = min(2.0**self._silences, LONGEST_PAUSE)
        self._silences += 1
        self._open_at = _now() + seconds
        log.warning("mail server unreachable", error=str(silence), pause=seconds)


def _now() -> float:
    return asyncio.get_running_loop().time()
