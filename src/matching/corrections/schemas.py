"""What goes in and out about questions and corrections."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from matching.scoring.rules.questions import Kind
from reference.terms import Source

Fact = Literal[
    "skills",
    "conditions",
    "languages",
    "licences",
    "contracts",
    "experience_months",
    "hours",
    "available_from",
]


class CorrectionForm(msgspec.Struct, kw_only=True):
    """An answer to a question, or something put right.

    ``value`` is what was asked about, and ``answer`` yes or no; for months of experience, working time (full,
    part, either) and a day it is the answer itself.
    """

    name: Fact
    value: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    answer: Literal["yes", "no"] = "yes"


class AnswerForm(CorrectionForm, kw_only=True):
    """An answer, with the match the question came from."""

    match_id: UUID


class QuestionView(msgspec.Struct, frozen=True, kw_only=True):
    """A question that a score leaves open."""

    match_id: UUID
    name: str
    value: str
    kind: Kind
    sentence: str


class CorrectionView(msgspec.Struct, frozen=True, kw_only=True):
    """What was put right or answered: by whom, what it was and is in words."""

    by: str
    at: datetime
    name: str
    value: str
    what: str
    was: str
    now: str
    source: Source
