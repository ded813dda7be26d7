"""What can happen to a candidate's profile."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people import service as people
from accounts.people.models import Role, Territory
from accounts.people.schemas import Viewer
from candidates.profiles import notifications
from candidates.profiles.errors import NoWish, YesAndNo
from candidates.profiles.facts import PreselectionJoined, PreselectionLeft
from candidates.profiles.models import Candidate, Helping, Support
from candidates.profiles.schemas import NewCandidateForm, ProfileForm
from kit import i18n
from kit.facts import announce
from kit.mail import outbox
from reference.errors import UnknownPlace
from reference.labels import label
from reference.occupations import queries as occupations
from reference.places import queries as places


async def register(
    session: AsyncSession, viewer: Viewer, form: NewCandidateForm, import_key: str | None = None
) -> Candidate:
    """Register a candidate, with or without e-mail; a helper may act for them from then on.

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
    return candidate


async def check(session: AsyncSession, form: ProfileForm) -> None:
    """Say what is wrong with a profile before anything is written. Raises UnknownOccupation or UnknownPlace."""
    await _territory(session, (await _meaning(session, form))["place_code"])


async def amend(session: AsyncSession, viewer: Viewer, candidate: Candidate, form: ProfileForm) -> None:
    """Change what a profile says. Raises UnknownOccupation or UnknownPlace."""
    before = candidate.preselect
    for field, value in (await _meaning(session, form)).items():
        setattr(candidate, field, value)
    audit.note(session, viewer.id, "changed a profile", candidate.id, for_id=candidate.person_id)
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


async def correct(session: AsyncSession, viewer: Viewer, candidate: Candidate, name: str, value: str) -> None:
    """Correct one fact of a profile, as a candidate does who contests a criterion."""
    if name == "conditions":
        candidate.conditions = {**candidate.conditions, value: True}
    elif name in {"skills", "languages", "contracts"}:
        setattr(candidate, name, [*dict.fromkeys([*getattr(candidate, name), value])])
    elif name == "experience_months":
        candidate.experience_months = int(value)
    audit.note(session, viewer.id, "corrected a profile", candidate.id, for_id=candidate.person_id, **{name: value})


async def _meaning(session: AsyncSession, form: ProfileForm) -> dict[str, Any]:
    if not form.occupation.strip():
        raise NoWish
    wished = [await occupations.resolved(session, form.occupation)]
    if form.occupation_2.strip():
        wished.append(await occupations.resolved(session, form.occupation_2, field="occupation_2"))
    if both := set(form.conditions_yes) & set(form.conditions_no):
        raise YesAndNo(what=i18n.listed([label(condition.value) for condition in sorted(both)]))
    answers = {c.value: True for c in form.conditions_yes} | {c.value: False for c in form.conditions_no}
    return {
        "occupations": [*dict.fromkeys(wished)],
        "place_code": await places.resolved(session, form.place),
        "radius_km": form.radius_km,
        "experience_months": form.experience_months,
        "skills": [*form.skills],
        "contracts": [contract.value for contract in form.contracts],
        "hours": form.hours,
        "languages": [*form.languages],
        "conditions": answers,
        "preselect": form.preselect,
    }


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
