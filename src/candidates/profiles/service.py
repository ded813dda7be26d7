"""What can happen to a candidate's profile."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people import service as people
from accounts.people.models import Role, Territory
from accounts.people.schemas import Viewer
from candidates.profiles import notifications, rules
from candidates.profiles.errors import NoWish, TooManyJobs, WrongAnswer, YesAndNo
from candidates.profiles.facts import PreselectionJoined, PreselectionLeft, ProfileChanged
from candidates.profiles.models import Candidate, Helping, Hours, Support
from candidates.profiles.schemas import CompanionForm, NewCandidateForm, ProfileForm
from kit import i18n
from kit.errors import NotFound
from kit.facts import announce
from kit.mail import outbox
from reference.errors import UnknownPlace
from reference.labels import labels
from reference.occupations import queries as occupations
from reference.places import queries as places
from reference.terms import Source
from reference.titles import queries as titles

MOST_JOBS = 2
_NOTHING: dict[str, Any] = {
    **{column: [] for column in ("skills", "skills_no", "contracts", "contracts_no", "languages", "languages_no")},
    **{column: {} for column in ("conditions", "licences")},
}


async def register(
    session: AsyncSession, viewer: Viewer, form: NewCandidateForm, import_key: str | None = None
) -> Candidate:
    """Register a candidate, with or without e-mail; a helper may act for them from then on.

    Every fact keeps where it comes from: an import, an adviser, or the profile.

    Raises EmailTaken, UnknownOccupation or UnknownPlace.
    """
    meaning = await _meaning(session, form)
    person = await people.add(
        session, name=form.name, email=form.email or None, phone=form.phone or None, language=form.language
    )
    candidate = Candidate(
        person=person,
        territory_id=await _territory(session, meaning["place_code"]),
        import_key=import_key,
        sources=rules.sourced({}, _NOTHING, meaning, Source.IMPORTED if import_key else _source(viewer, None)),
        **meaning,
    )
    session.add(candidate)
    await session.flush()
    await people.grant(session, person.id, Role.CANDIDATE, candidate.id)
    if viewer.has(Role.HELPER):
        session.add(Helping(helper_id=viewer.id, candidate_id=candidate.id))
    if person.email:
        outbox.post(session, notifications.registered(person, viewer.name), about=candidate.id)
    audit.note(session, viewer.id, "registered a candidate", candidate.id, for_id=person.id)
    await announce(session, ProfileChanged(candidate_id=candidate.id))
    return candidate


async def check(session: AsyncSession, form: ProfileForm) -> None:
    """Say what is wrong with a profile before anything is written. Raises UnknownOccupation or UnknownPlace."""
    await _territory(session, (await _meaning(session, form))["place_code"])


async def amend(session: AsyncSession, viewer: Viewer, candidate: Candidate, form: ProfileForm) -> None:
    """Change what a profile says. Raises UnknownOccupation, UnknownPlace or YesAndNo."""
    before = candidate.preselect
    meaning = await _meaning(session, form)
    _change(candidate, meaning, _source(viewer, candidate))
    candidate.preselect = form.preselect
    audit.note(session, viewer.id, "changed a profile", candidate.id, for_id=candidate.person_id)
    await announce(session, ProfileChanged(candidate_id=candidate.id))
    if candidate.preselect is not before:
        await _tell(session, viewer.id, candidate)


async def choose_preselection(session: AsyncSession, by_id: UUID, candidate: Candidate, *, yes: bool) -> None:
    """Take part in the automatic preselection, or leave it: no list that is made from now on has the candidate.

    Choosing what is chosen already changes nothing.
    """
    if candidate.preselect is yes:
        return
    candidate.preselect = yes
    verb = "joined the preselection" if yes else "left the preselection"
    audit.note(session, by_id, verb, candidate.id, for_id=candidate.person_id)
    await _tell(session, by_id, candidate)


async def _tell(session: AsyncSession, by_id: UUID, candidate: Candidate) -> None:
    await session.flush()
    fact = PreselectionJoined if candidate.preselect else PreselectionLeft
    await announce(session, fact(candidate_id=candidate.id, by_id=by_id))


async def bring(session: AsyncSession, viewer: Viewer, candidate: Candidate, form: CompanionForm) -> None:
    """Say whether a helper comes along to interviews. Raises NotFound for somebody who does not help."""
    mine = (Helping.candidate_id == candidate.id, Helping.helper_id == form.helper_id)
    changed = update(Helping).where(*mine).values(comes_along=form.comes_along).returning(Helping.id)
    if await session.scalar(changed) is None:
        raise NotFound
    verb = "brings a helper along" if form.comes_along else "comes without a helper"
    audit.note(session, viewer.id, verb, form.helper_id, for_id=candidate.person_id)


def answer(viewer: Viewer, candidate: Candidate, fact: str, value: str, *, yes: bool) -> Source:
    """Take one answer into a profile and return its source: an adviser, or a correction by the person.

    Raises WrongAnswer.
    """
    source = Source.ADVISER if viewer.has(Role.ADVISER) else Source.CORRECTION
    try:
        changes = rules.answered(columns(candidate), fact, value, yes=yes)
        if "hours" in changes:
            changes["hours"] = Hours(value)
    except ValueError as wrong:
        raise WrongAnswer from wrong
    before = dict(candidate.sources)
    for column, now in changes.items():
        setattr(candidate, column, now)
    single = fact in {"experience_months", "available_from", "hours"}
    candidate.sources = before | {fact if single else f"{fact}:{value}": source.value}
    return source


async def take_over(
    session: AsyncSession, viewer: Viewer, candidate: Candidate, named: Iterable[tuple[str, str]], source: Source
) -> None:
    """Add things, each with its fact ("skills", "101202"), that a person confirmed; each keeps its source.

    Raises TooManyJobs where more than two jobs would be wanted.
    """
    sources = dict(candidate.sources)
    for fact, value in named:
        if fact == "occupations":
            candidate.occupations = [*dict.fromkeys([*candidate.occupations, value])]
        else:
            for column, now in rules.answered(columns(candidate), fact, value, yes=True).items():
                setattr(candidate, column, now)
        sources[f"{fact}:{value}"] = source.value
    if len(candidate.occupations) > MOST_JOBS:
        raise TooManyJobs(most=MOST_JOBS)
    candidate.sources = sources
    audit.note(session, viewer.id, f"took over from {source.value}", candidate.id, for_id=candidate.person_id)
    await announce(session, ProfileChanged(candidate_id=candidate.id))


def state_of(candidate: Candidate, fact: str, value: str) -> Any:
    """Return what a profile answers to a question now: yes, no, a number or a day; None is unknown."""
    return rules.state_of(columns(candidate), fact, value)


def columns(candidate: Candidate) -> dict[str, Any]:
    """Return the columns of a profile that hold its facts."""
    return {column: getattr(candidate, column) for names in rules.FACTS.values() for column in names}


def _change(candidate: Candidate, meaning: dict[str, Any], source: Source) -> None:
    candidate.sources = rules.sourced(candidate.sources, columns(candidate), meaning, source)
    for field, value in meaning.items():
        setattr(candidate, field, value)


def _source(viewer: Viewer, candidate: Candidate | None) -> Source:
    """Say who speaks: an adviser notes what was told, everybody else fills the profile in."""
    theirs = candidate is not None and candidate.id == viewer.candidate_id
    return Source.ADVISER if viewer.has(Role.ADVISER) and not theirs else Source.PROFILE


async def _meaning(session: AsyncSession, form: ProfileForm) -> dict[str, Any]:
    if not form.occupation.strip():
        raise NoWish
    wished = [await titles.resolved(session, form.occupation)]
    if form.occupation_2.strip():
        wished.append(await titles.resolved(session, form.occupation_2, field="occupation_2"))
    for field, yes, no in (
        ("conditions_no", form.conditions_yes, form.conditions_no),
        ("licences_no", form.licences_yes, form.licences_no),
        ("skills_no", form.skills, form.skills_no),
        ("languages_no", form.languages, form.languages_no),
        ("contracts_no", form.contracts, form.contracts_no),
    ):
        if both := sorted(set(yes) & set(no)):
            said = labels() | await occupations.skill_names(session, both)
            raise YesAndNo(field=field, what=i18n.listed([said.get(one, one) for one in both]))
    return {
        "occupations": [*dict.fromkeys(wished)],
        "place_code": await places.resolved(session, form.place),
        "radius_km": form.radius_km,
        "experience_months": form.experience_months,
        "travel_minutes": form.travel_minutes,
        "skills": [*form.skills],
        "skills_no": [*form.skills_no],
        "contracts": [contract.value for contract in form.contracts],
        "contracts_no": [contract.value for contract in form.contracts_no],
        "hours": form.hours,
        "available_from": form.available_from,
        "languages": [*form.languages],
        "languages_no": [*form.languages_no],
        "licences": _answers(form.licences_yes, form.licences_no),
        "conditions": _answers(form.conditions_yes, form.conditions_no),
        "preselect": form.preselect,
    }


def _answers(yes: Iterable[StrEnum], no: Iterable[StrEnum]) -> dict[str, bool]:
    return {one.value: True for one in yes} | {one.value: False for one in no}


async def _territory(session: AsyncSession, place_code: str) -> UUID:
    """Return the territory that looks after a commune; raises UnknownPlace where none does."""
    department = await places.department_of(session, place_code)
    for territory in await session.scalars(select(Territory)):
        if department in territory.departments:
            return territory.id
    raise UnknownPlace(like="Cagnes-sur-Mer (06800)")


async def set_support(session: AsyncSession, adviser: Viewer, candidate: Candidate, support: Support) -> None:
    """Set how much support a candidate gets; it opens reserved places, and never counts in a score."""
    candidate.support = support
    audit.note(session, adviser.id, "set a level of support", candidate.id, for_id=candidate.person_id)
