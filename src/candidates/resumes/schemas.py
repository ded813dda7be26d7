"""What goes in and out about résumés."""

from typing import Annotated
from uuid import UUID

import msgspec

from candidates.resumes.rules import Language
from reference.terms import Licence
from reference.titles.schemas import GuessCard, SkillFound

Code = Annotated[str, msgspec.Meta(max_length=40)]


class ResumeForm(msgspec.Struct, kw_only=True):
    """A résumé as text."""

    text: Annotated[str, msgspec.Meta(max_length=50_000)] = ""


class ResumeView(msgspec.Struct, frozen=True, kw_only=True):
    """What was read in a résumé and is not in the profile yet: nothing of it counts before it is confirmed."""

    candidate_id: UUID
    name: str
    occupations: list[GuessCard]
    skills: list[SkillFound]
    languages: list[Language]
    licences: list[Licence]

    @property
    def nothing(self) -> bool:
        """Whether nothing new was found."""
        return not (self.occupations or self.skills or self.languages or self.licences)


class TakenForm(msgspec.Struct, kw_only=True):
    """What of a résumé is right; occupations are jobs that the person would do again, ``text`` is what was read."""

    text: Annotated[str, msgspec.Meta(max_length=50_000)] = ""
    occupations: tuple[Code, ...] = ()
    skills: Annotated[tuple[Code, ...], msgspec.Meta(max_length=40)] = ()
    languages: tuple[Language, ...] = ()
    licences: tuple[Licence, ...] = ()
