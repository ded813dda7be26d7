"""Whose an answer is, and whether it still counts."""

from collections.abc import Iterable
from datetime import datetime
from hmac import compare_digest

import msgspec

from interviews.mailbox.models import Why
from kit.i18n import N_
from kit.itip import Attendee, Said
from kit.mail import addresses
from kit.mail.proof import Proof

NOT_INVITED = N_("The person who answers was not invited to this interview.")
NO_SECRET = N_("The secret of the invitation is missing or wrong.")
OTHER_SENDER = N_("It was not sent from the address that was invited.")
NOT_PROVEN = N_("Our mail server could not prove who sent it.")
CANCELLED = N_("The interview was cancelled before.")
OLDER = N_("It answers an older version of the invitation.")
NEWER = N_("It answers a version of the invitation that was never sent.")
OVERTAKEN = N_("A later answer of the same person is here already.")
BEGUN = N_("The interview had already begun.")
NOT_IN_TIME = N_("It declines after the latest moment to cancel: the interview stands. Call.")
AGAIN = N_("The same answer came once more.")
NEITHER = N_("It says neither yes nor no.")
NO_TIME = N_("It proposes no time.")
TOO_OFTEN = N_("This person has proposed other times too often: call.")
SAME_TIME = N_("It proposes the time that is booked.")
NOT_OURS = N_("It answers an invitation that is not ours.")
NOT_OUR_LETTER = N_("It reports on a letter that is not ours.")
TOO_LARGE = N_("The message is too large.")
WRITTEN = N_("Somebody wrote by hand.")
BROKEN = N_("The message could not be read.")


class Refused(Exception):
    """The answer changes nothing; ``why`` and the sentence are for the adviser."""

    def __init__(self, why: Why, detail: str) -> None:
        super().__init__(detail)
        self.why, self.detail = why, detail


class Sender(msgspec.Struct, frozen=True, kw_only=True):
    """What a message proves of who sent it."""

    address: str
    secrets: frozenset[str]
    proof: Proof


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How an interview stands, and what this person's calendar said before."""

    booked: bool
    begun: bool
    sequence: int
    said_before: Said | None
    stamped_before: datetime | None


def check_sender(sender: Sender, attendee: Attendee, secret: str | None, *, proof_wanted: bool) -> None:
    """Let through what really comes from the attendee. Raises Refused.

    With a secret (our mailbox takes +details): the message bears this invitation's secret, and comes
    from the attendee, or from whom the attendee's calendar names as SENT-BY. Without: it comes from
    the attendee, proven by our own mail server where that is trusted. A failed proof refuses always.
    """
    if sender.proof == "fail" or (secret is None and proof_wanted and sender.proof != "pass"):
        raise Refused(Why.FORGED, NOT_PROVEN)
    if secret is not None and not any(compare_digest(secret.encode(), given.encode()) for given in sender.secrets):
        raise Refused(Why.FORGED, NO_SECRET)
    by_another = secret is not None and addresses.same(sender.address, attendee.sent_by)
    if not (addresses.same(sender.address, attendee.address) or by_another):
        raise Refused(Why.FORGED, OTHER_SENDER)


def check_standing(standing: Standing, sequence: int, stamped_at: datetime, said: Said | None) -> None:
    """Let through what still counts: SEQUENCE first, then DTSTAMP (RFC 5546, section 2.1.5). Raises Refused."""
    if sequence != standing.sequence:
        raise Refused(Why.STALE, OLDER if sequence < standing.sequence else NEWER)
    if not standing.booked:
        raise Refused(Why.STALE, CANCELLED)
    if standing.begun:
        raise Refused(Why.TOO_LATE, BEGUN)
    if standing.stamped_before is None or stamped_at > standing.stamped_before:
        return
    if stamped_at < standing.stamped_before:
        raise Refused(Why.STALE, OVERTAKEN)
    if said is standing.said_before:
        raise Refused(Why.REPLAYED, AGAIN)


def secrets_in(*values: Iterable[str]) -> frozenset[str]:
    """Return the +details of some addresses."""
    return frozenset(found for group in values for one in group if (found := addresses.detail_of(one)))
