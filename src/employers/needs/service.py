"""What can happen to a need."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.schemas import Viewer
from employers.companies.models import Company
from employers.needs import queries
from employers.needs.errors import CheckObjects, PayUpsideDown, ReasonMissing, UnknownSkill, WrongStep
from employers.needs.facts import NeedAmended, NeedWithdrawn
from employers.needs.models import Need, NeedChange, NeedStatus
from employers.needs.rules import publication, steps
from employers.needs.schemas import NeedForm, SkillsForm
from kit import clock
from kit.errors import Forbidden
from kit.facts import announce
from reference.occupations import queries as occupations
from reference.places import queries as places
from reference.titles import queries as titles


async def state(
    session: AsyncSession,
    viewer: Viewer,
    company: Company,
    form: NeedForm,
    status: NeedStatus = NeedStatus.SUBMITTED,
    **imported: str,
) -> Need:
    """State a need of a company; it is submitted at once unless it is kept as a draft.

    Raises UnknownOccupation, UnknownPlace, UnknownSkill or PayUpsideDown.
    """
    need = Need(company=company, status=status, **await _meaning(session, form), **imported)
    session.add(need)
    await session.flush()
    _step(session, viewer, need)
    return need


async def amend(session: AsyncSession, viewer: Viewer, need: Need, form: NeedForm) -> None:
    """Change what a need says; recruiters may until it is qualified. Raises as `state`, Forbidden or CheckObjects."""
    await _change(session, viewer, need, await _meaning(session, form))


async def ask_for(session: AsyncSession, viewer: Viewer, need: Need, form: SkillsForm) -> None:
    """Ask for more skills, or for the same ones in another way. Raises UnknownSkill, Forbidden or CheckObjects."""
    await _known(session, form.skills)
    asked = {
        column: [skill for skill in getattr(need, column) if skill not in form.skills]
        for column in ("skills_required", "skills_wished")
    }
    asked["skills_required" if form.required else "skills_wished"].extend(dict.fromkeys(form.skills))
    await _change(session, viewer, need, asked)


async def _change(session: AsyncSession, viewer: Viewer, need: Need, meaning: dict[str, Any]) -> None:
    if not queries.may_change(viewer, need):
        raise Forbidden
    before = publication.check(publication.offer_of(need))
    for field, value in meaning.items():
        setattr(need, field, value)
    if need.status in {NeedStatus.QUALIFIED, NeedStatus.OPEN}:
        for remark in publication.check(publication.offer_of(need)):
            if remark not in before:
                raise CheckObjects(field=remark.field, remark=remark.sentence())
    audit.note(session, viewer.id, "changed a need", need.id)
    await announce(session, NeedAmended(need_id=need.id))


async def move(
    session: AsyncSession, viewer: Viewer, need: Need, status: NeedStatus, override_reason: str = ""
) -> None:
    """Take the need one step further; qualifying needs a clean check or a reason, which is kept.

    Raises WrongStep, Forbidden or ReasonMissing.
    """
    if not steps.may_follow(need.status, status):
        raise WrongStep
    if status not in queries.allowed_steps(viewer, need):
        raise Forbidden
    if status is NeedStatus.QUALIFIED and publication.check(publication.offer_of(need)):
        if len(override_reason.strip()) < publication.LONG_ENOUGH_A_REASON:
            raise ReasonMissing
        need.override_reason = override_reason.strip()
    moved = update(Need).where(Need.id == need.id, Need.status == need.status).values(status=status)
    if (await session.scalar(moved.returning(Need.id))) is None:
        raise WrongStep
    need.status = status
    _step(session, viewer, need, override_reason)
    if status is NeedStatus.WITHDRAWN:
        await announce(session, NeedWithdrawn(need_id=need.id, by_id=viewer.id))


async def check(session: AsyncSession, form: NeedForm) -> None:
    """Say what is wrong with a need before anything is written. Raises as `state`."""
    await _meaning(session, form)


def _step(session: AsyncSession, viewer: Viewer, need: Need, reason: str = "") -> None:
    session.add(NeedChange(need_id=need.id, at=clock.now(), by_id=viewer.id, status=need.status, reason=reason))


async def _meaning(session: AsyncSession, form: NeedForm) -> dict[str, Any]:
    """Return the columns that a form means."""
    code = await titles.resolved(session, form.occupation, said=form.description)
    await _known(session, [*form.skills_required, *form.skills_wished])
    return columns(form, code, await places.resolved(session, form.place))


def columns(form: NeedForm, occupation_code: str, place_code: str) -> dict[str, Any]:
    """Return the columns that a form means whose job and place are known already. Raises PayUpsideDown."""
    if form.pay_from is not None and form.pay_to is not None and form.pay_to < form.pay_from:
        raise PayUpsideDown
    return {
        "title": form.title.strip(),
        "occupation_code": occupation_code,
        "posts": form.posts,
        "contract": form.contract,
        "months": form.months,
        "hours": _exact(form.hours),
        "pay_from": _exact(form.pay_from),
        "pay_to": _exact(form.pay_to),
        "pay_period": form.pay_period,
        "place_code": place_code,
        "starts_on": form.starts_on,
        "description": form.description,
        "experience_months": form.experience_months,
        "skills_required": list(form.skills_required),
        "skills_wished": list(form.skills_wished),
        "languages": list(form.languages),
        "language_reason": form.language_reason.strip(),
        "conditions": [condition.value for condition in form.conditions],
        "licences": [licence.value for licence in form.licences],
        "remote": form.remote,
        "formats": [format_.value for format_ in form.formats] or ["on_site"],
        "no_cv": form.no_cv,
    }


async def _known(session: AsyncSession, wanted: Collection[str]) -> None:
    known = await occupations.skill_names(session, wanted)
    for skill in wanted:
        if skill not in known:
            raise UnknownSkill(code=skill)


def _exact(number: float | None) -> Decimal | None:
    """Return a number as it was written: 12.5 is 12.5."""
    return None if number is None else Decimal(str(number))
