"""What can happen to the contacts of a company."""

from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.models import Role
from accounts.people.schemas import Viewer
from employers.companies.models import Company
from employers.contacts import queries, rules
from employers.contacts.errors import CapReached, NotYourTerritory
from employers.contacts.models import Contact, ContactCap
from employers.contacts.schemas import CapForm, ContactForm
from kit import clock, i18n
from kit.errors import Forbidden
from kit.upserts import insert


async def note(session: AsyncSession, adviser: Viewer, company: Company, form: ContactForm) -> None:
    """Note a contact with a company of the adviser's territory; beyond the month's cap only with a reason, kept.

    Each contact takes the next number of the month, which the database gives once: of two at the same
    moment the later one is counted anew. Raises Forbidden or CapReached.
    """
    if company.territory_id not in adviser.scopes(Role.ADVISER):
        raise Forbidden
    month, reason = rules.month_of(clock.now()), form.override_reason.strip()
    most, enough = await queries.cap(session, company.territory_id), len(reason) >= rules.LONG_ENOUGH_A_REASON
    while True:
        before = await queries.last_number(session, company.id, month)
        if before >= most and not enough:
            raise CapReached(count=before, most=most, next_on=i18n.day(rules.next_month(month)))
        taken = {
            "id": uuid4(),
            "company_id": company.id,
            "month": month,
            "number": before + 1,
            "kind": form.kind,
            "note": form.note.strip(),
            "by_id": adviser.id,
            "at": clock.now(),
            "override_reason": reason if before >= most else None,
        }
        noted = insert(session, Contact).values(**taken).on_conflict_do_nothing().returning(Contact.id)
        if await session.scalar(noted):
            break
    audit.note(session, adviser.id, "noted a contact", company.id, kind=form.kind.value, number=before + 1)


async def set_cap(session: AsyncSession, viewer: Viewer, form: CapForm) -> None:
    """Set how many contacts a company of a territory gets in a month. Raises NotYourTerritory."""
    scopes = viewer.scopes(Role.ADVISER, Role.MANAGER)
    territory_id = form.territory_id or _only(scopes)
    if territory_id not in scopes:
        raise NotYourTerritory
    given = {"most": form.most, "by_id": viewer.id, "at": clock.now()}
    row = insert(session, ContactCap).values(id=uuid4(), territory_id=territory_id, **given)
    await session.execute(row.on_conflict_do_update(index_elements=["territory_id"], set_=given))
    audit.note(session, viewer.id, "set the contact cap", territory_id, most=form.most)


def _only(scopes: frozenset[UUID]) -> UUID:
    """Return the one territory of somebody; who has several must name it."""
    if len(scopes) != 1:
        raise NotYourTerritory
    return next(iter(scopes))
