"""What goes in and out about talks."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from employers.needs.schemas import NeedCard
from live.talks.models import Decision, Mode
from matching.shortlists.schemas import CriterionView


class SayForm(msgspec.Struct, kw_only=True):
    """Something to be written in a talk."""

    text: Annotated[str, msgspec.Meta(max_length=1000)] = ""


class ModeForm(msgspec.Struct, kw_only=True):
    """How to go on."""

    mode: Mode


class ShowForm(msgspec.Struct, kw_only=True):
    """What both look at: a need of the stand, the profile, the route; nothing where empty."""

    need_id: UUID | None = None
    page: Literal["", "need", "profile", "route"] = ""


class ConsentForm(msgspec.Struct, kw_only=True):
    """Whether the page that one was asked for may be seen."""

    showing: Literal["profile", "route"]
    agreed: Literal["yes", "no"]


class ReportForm(msgspec.Struct, kw_only=True):
    """What happened."""

    reason: Annotated[str, msgspec.Meta(max_length=400)] = ""


class DecideForm(msgspec.Struct, kw_only=True):
    """What is done about a report."""

    decision: Decision


class MessageView(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was written."""

    id: UUID
    by: str
    mine: bool
    at: datetime
    text: str


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a page that both look at, under a name that pointers use."""

    name: str
    title: str
    lines: list[str]


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """The page that both look at; ``hidden`` waits for the candidate's consent."""

    showing: str
    title: str
    parts: list[Part]
    by: str
    mine: bool
    hidden: bool


class CandidateSheet(msgspec.Struct, frozen=True, kw_only=True):
    """What a recruiter reads of who they talk with, and why they fit which need."""

    occupations: list[str]
    place: str
    languages: list[str]
    need: NeedCard | None
    reasons: list[CriterionView]


class TalkView(msgspec.Struct, frozen=True, kw_only=True):
    """A talk, as one of its sides reads it."""

    id: UUID
    event_id: UUID
    event: str
    timezone: str
    stand_id: UUID
    company: str
    candidate: str
    recruiter: str
    phone: str | None
    of_line: bool
    recruits: bool
    mode: Mode
    opened_at: datetime
    began_at: datetime | None
    ends_at: datetime
    closed_at: datetime | None
    may_extend: bool
    messages: list[MessageView]
    shown: Shown | None
    needs: list[NeedCard]
    sheet: CandidateSheet | None
    colleagues: list[tuple[UUID, str]]
    reported: bool


class ReportView(msgspec.Struct, frozen=True, kw_only=True):
    """A report, as an adviser reads it: with what was written."""

    id: UUID
    talk_id: UUID
    company: str
    by: str
    about_id: UUID
    about: str
    reason: str
    at: datetime
    decision: Decision | None
    messages: list[MessageView]
