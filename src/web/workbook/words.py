"""Values in the reader's words, as the workbook says them."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from kit import i18n
from kit.exports import Cell
from reference.labels import label
from reference.occupations import queries as occupations
from reference.places import queries as places
from web.workbook.layout import CONTRACT_WORDS, said

LISTS = ("conditions", "formats", "languages", "licences")
SKILLS = ("skills_required", "skills_wished")
NUMBERS = ("posts", "months", "hours", "pay_from", "pay_to", "experience_months")


class Coded(Protocol):
    """What has a job, a commune and skills."""

    occupation_code: str
    place_code: str
    skills_required: list[str]
    skills_wished: list[str]


class Words:
    """The words of the codes that some needs hold."""

    NEED: ClassVar[tuple[str, ...]] = (
        *("title", "occupation_code", "posts", "contract", "place_code", "months", "hours", "pay_from", "pay_to"),
        *("pay_period", "starts_on", "description", "experience_months", "skills_required", "skills_wished"),
        *("languages", "language_reason", "conditions", "licences", "remote", "formats", "no_cv"),
    )

    def __init__(self) -> None:
        self.jobs: dict[str, str] = {}
        self.skills: dict[str, str] = {}
        self.places: dict[str, str] = {}

    async def learn(self, session: AsyncSession, needs: Iterable[Coded], communes: Iterable[str] = ()) -> None:
        """Read the words of these needs, and of these communes."""
        listed = list(needs)
        self.jobs |= await occupations.names(session, [need.occupation_code for need in listed])
        self.skills |= await occupations.skill_names(
            session, [code for need in listed for code in (*need.skills_required, *need.skills_wished)]
        )
        codes = {*communes, *(need.place_code for need in listed)}
        self.places |= await places.texts(session, codes)

    def place(self, code: str) -> str:
        """Return a commune as it can be read again."""
        return self.places.get(code, code)

    def cell(self, field: str, value: Any) -> Cell:
        """Return a value of a need as a cell: numbers as numbers, the rest in words."""
        if field in NUMBERS and value is not None:
            return float(value) if field in {"hours", "pay_from", "pay_to"} else int(value)
        return self.need(field, value) if value not in (None, "", [], False) else ""

    def need(self, field: str, value: Any) -> str:
        """Return a value of a need in words, a dash for none."""
        if value in (None, "", []):
            return "–"
        if field == "occupation_code":
            return f"{self.jobs.get(value, value)} ({value})" if value in self.jobs else str(value)
        if field == "place_code":
            return self.place(str(value))
        if field in SKILLS:
            return _listed([self.skills.get(code, code) for code in value], " ; ")
        if field in LISTS:
            return _listed([label(code) for code in value], ", ")
        return self._plain(field, value)

    def _plain(self, field: str, value: Any) -> str:
        if field == "contract":
            return said(CONTRACT_WORDS[value])
        if field == "pay_period":
            return label(value)
        if field == "starts_on":
            return _day(str(value))
        if field in {"remote", "no_cv"}:
            return said(("oui", "yes")) if value else said(("non", "no"))
        return str(value)


def _listed(words: Sequence[str], between: str) -> str:
    return between.join(words)


def _day(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}/{month}/{year}" if i18n.language() == "fr" else iso
