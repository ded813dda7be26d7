"""A whole campaign in one workbook: looked at, taken in, changed on both sides, given out, and hostile."""

import base64
import io
from datetime import timedelta
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import httpx
import pytest
import xlsxwriter
from sqlalchemy import event as listening
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from employers.companies.models import Company, Invitation
from employers.needs.models import Need, NeedChange, NeedStatus
from events.campaigns.models import Campaign, CampaignNeed
from events.planning.models import Event
from events.stands.models import Stand, StandNeed, StandTable
from interviews.slots.models import Slot
from kit.database import Model, Sessions
from kit.exports import workbook
from kit.mail.outbox import OutboxLetter
from tests.acting import Acting
from tests.world import SIRET, World, campaigning
from web.models import METADATA
from web.seed.making import Maker
from web.workbook import giving, merging, service
from web.workbook.schemas import Options

NEW_SIRET = "35600000000048"
COMPANIES = ["SIRET", "Nom", "Activité", "Commune", "Taille"]
RECRUITERS = ["E-mail", "Nom", "Entreprise (SIRET ou nom)"]
NEEDS = ["Référence", "Entreprise", "Intitulé", "Métier", "Postes", "Contrat", "Commune", "Heures", "Salaire min"]
STANDS = ["Événement", "Entreprise"]
TABLES = ["Événement", "Entreprise", "Table"]
HOURS = ["Événement", "Entreprise", "Table", "Jour", "De", "À", "Durée d'un entretien (minutes)"]
Sheets = dict[str, list[list[Any]]]


def book(day: str, **changed: list[list[Any]]) -> Sheets:
    """A company with a recruiter, two needs, a stand with two tables, and a morning."""
    given: Sheets = {
        "Entreprises": [[NEW_SIRET, "Le Fournil", "Boulangerie", "Nice", "10-49"]],
        "Recruteurs": [["bea@example.org", "Béa Blé", "le fournil"]],
        "Besoins": [
            ["R-1", NEW_SIRET, "Plongeur du matin", "Plongeur", 2, "CDI", "Nice", 35, 1850.5],
            ["R-2", NEW_SIRET, "Jeune homme dynamique", "Plongeur", 1, "CDI", "Nice", 35, 1850.5],
        ],
        "Stands": [["", NEW_SIRET]],
        "Tables": [["", "Le Fournil", 1], ["", NEW_SIRET, 2]],
        "Horaires": [["", NEW_SIRET, "", day, "14:00", "15:00", 20]],
    }
    heads = (COMPANIES, RECRUITERS, NEEDS, STANDS, TABLES, HOURS)
    return {name: [[*head], *changed.get(name, rows)] for (name, rows), head in zip(given.items(), heads, strict=True)}


class Desk:
    """An adviser's program with a campaign, and the day of its event."""

    def __init__(self, program: httpx.AsyncClient, campaign: UUID, day: str) -> None:
        self.program, self.campaign, self.day = program, campaign, day

    async def look(self, content: Sheets | bytes, **options: Any) -> dict[str, Any]:
        packed = content if isinstance(content, bytes) else workbook(content)
        body = {"content": base64.b64encode(packed).decode(), "options": options}
        answer = await self.program.post(f"/campaigns/{self.campaign}/workbook", json=body)
        found: dict[str, Any] = answer.json()
        assert answer.status_code == 200, found
        return found

    async def take(self, content: Sheets | bytes, **options: Any) -> dict[str, Any]:
        """Look, confirm, see that both say the same, and return what was done."""
        looked = await self.look(content, **options)
        path = f"/campaigns/{self.campaign}/workbook/{looked['id']}/confirm"
        done: dict[str, Any] = (await self.program.post(path, json=options)).json()
        assert done["counts"] == looked["counts"]
        return done

    async def given(self) -> bytes:
        return (await self.program.get(f"/campaigns/{self.campaign}/workbook.xlsx")).content


@pytest.fixture
async def desk(acting: Acting, world: World, sessions: Sessions) -> Desk:
    async with sessions.begin() as session:
        campaign = await campaigning(session, world)
        held = await session.get_one(Event, world.event)
        day = held.starts_at.astimezone(held.zone).date()
    program = await acting.program(world.adviser)
    program.headers["accept-language"] = "fr"
    return Desk(program, campaign.id, f"{day:%d/%m/%Y}")


def fates(done: dict[str, Any]) -> dict[str, dict[str, int]]:
    return {part: {fate: n for fate, n in of.items() if n} for part, of in done["counts"].items()}


async def everything(session: AsyncSession) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row that a workbook could change."""
    tables: tuple[type[Model], ...] = (
        *(Company, Invitation, Need, NeedChange, CampaignNeed, Stand, StandTable, StandNeed, Slot, OutboxLetter),
    )
    found = {}
    for table in tables:
        rows = await session.execute(select(METADATA.tables[table.__tablename__]).order_by("id"))
        found[table.__tablename__] = [tuple(row) for row in rows]
    return found


async def test_a_campaign_comes_in_and_the_same_file_changes_nothing(desk: Desk, sessions: Sessions) -> None:
    async with sessions() as session:
        before = await everything(session)
    looked = await desk.look(book(desk.day))
    async with sessions() as session:
        assert await everything(session) == before, "looking writes nothing"
    assert looked["counts"]["needs"]["new"] == 2
    done = await desk.take(book(desk.day), write_letters=True)
    assert {part: of.get("new") for part, of in fates(done).items()} == {
        "companies": 1,
        "needs": 2,
        "recruiters": 1,
        "stands": 1,
        "tables": 2,
        "opening_hours": 1,
    }
    async with sessions() as session:
        needs = {need.title: need for need in await session.scalars(select(Need))}
        assert needs["Plongeur du matin"].status is NeedStatus.OPEN
        assert needs["Jeune homme dynamique"].status is NeedStatus.SUBMITTED, "the check objects: an adviser looks"
        assert next(one["notes"] for one in done["rows"] if one["notes"]).keys() == {"Besoins!C3"}
        [invitation] = list(await session.scalars(select(Invitation).where(Invitation.email == "bea@example.org")))
        assert invitation.accepted_at is None
        letters = await session.scalar(select(func.count()).where(OutboxLetter.recipient == "bea@example.org"))
        assert letters == 1
        company = (await session.scalars(select(Company).where(Company.siret == NEW_SIRET))).one()
        stand = (await session.scalars(select(Stand).where(Stand.company_id == company.id))).one()
        linked = list(await session.scalars(select(StandNeed.need_id).where(StandNeed.stand_id == stand.id)))
        assert linked == [needs["Plongeur du matin"].id]
        assert await session.scalar(select(func.count()).where(Slot.stand_id == stand.id)) == 6
        taken = await everything(session)
    again = await desk.take(book(desk.day), write_letters=True)
    assert all(set(of) <= {"same", "gone"} for of in fates(again).values()), fates(again)
    async with sessions() as session:
        assert await everything(session) == taken


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_what_goes_out_comes_in_again_and_changes_nothing(desk: Desk, sessions: Sessions, language: str) -> None:
    more = book(desk.day)
    more["Entreprises"].append(["", "Sans besoin", "", "Nice", ""])
    more["Entreprises"][0].append("Raison sans SIRET")
    more["Entreprises"][2].append("en création")
    await desk.take(more, write_letters=True)
    desk.program.headers["accept-language"] = language
    async with sessions() as session:
        before = await everything(session)
    given = await desk.given()
    assert b"Sans besoin" in ZipFile(io.BytesIO(given)).read("xl/sharedStrings.xml")
    done = await desk.take(given, write_letters=True, drop_gone=True)
    assert {fate for of in fates(done).values() for fate in of} == {"same"}
    async with sessions() as session:
        assert await everything(session) == before


async def test_wrong_cells_are_named_and_right_rows_do_not_wait(desk: Desk, sessions: Sessions) -> None:
    wrong = book(
        desk.day,
        Entreprises=[["12345678901234", "Faux", "", "Nice", ""], [NEW_SIRET, "Le Fournil", "", "Nice", ""]],
        Besoins=[
            ["R-1", NEW_SIRET, "", "Plongeur", "beaucoup", "CDI", "Nulle-Part-Zzz", 35, ""],
            ["R-2", "12345678901234", "", "Plongeur", 1, "XXX", "Nice", 35, ""],
            ["", NEW_SIRET, "", "Plongeur", 1, "CDI", "Nice", 35, ""],
            ["R-3", NEW_SIRET, "", "Plongeur", 1, "CDI", "Nice", 35, 1800],
            ["R-3", NEW_SIRET, "", "Plongeur", 1, "CDI", "Nice", 35, 1800],
        ],
        Stands=[["Nul événement", NEW_SIRET]],
        Tables=[["", NEW_SIRET, 1]],
        Horaires=[["", SIRET, "", "01/01/2020", "25:00", "10:00", 20]],
    )
    done = await desk.take(wrong)
    cells = {cell for row in done["rows"] for cell in row["errors"]}
    assert cells == {
        *("Entreprises!A2", "Besoins!E2", "Besoins!B3", "Besoins!F3", "Besoins!A4", "Besoins!6"),
        *("Stands!A2", "Tables!B2", "Horaires!E2"),
    }
    async with sessions() as session:
        titles = select(CampaignNeed.reference).where(CampaignNeed.reference.startswith("R-"))
        assert list(await session.scalars(titles)) == ["R-3"]
        assert await session.scalar(select(func.count()).where(Company.siret == "12345678901234")) == 0


async def test_a_value_changed_on_both_sides_is_chosen_row_by_row(desk: Desk, sessions: Sessions) -> None:
    await desk.take(book(desk.day))

    async def posts() -> tuple[int, str]:
        async with sessions() as session:
            need = (await session.scalars(select(Need).where(Need.title.startswith("Plongeur")))).one()
            return need.posts, need.title

    async with sessions.begin() as session:
        need = (await session.scalars(select(Need).where(Need.title == "Plongeur du matin"))).one()
        need.posts = 5
    same_file = await desk.take(book(desk.day))
    assert fates(same_file)["needs"]["same"] == 2, "changed here only: ours stays, and there is no conflict"
    row = ["R-1", NEW_SIRET, "Plongeur du soir", "Plongeur", 9, "CDI", "Nice", 35, 1850.5]
    changed = book(desk.day, Besoins=[row])
    looked = await desk.look(changed)
    [conflict] = [one for one in looked["rows"] if one["fate"] == "conflict"]
    said = {one["column"]: (one["ours"], one["theirs"], one["conflict"]) for one in conflict["differences"]}
    assert said == {"Postes": ("5", "9", True), "Intitulé": ("Plongeur du matin", "Plongeur du soir", False)}
    await desk.take(changed)
    assert await posts() == (5, "Plongeur du soir"), "ours stays where both changed; the rest is taken"
    row[4] = 12
    await desk.take(book(desk.day, Besoins=[row]), take=[conflict["id"]])
    assert await posts() == (12, "Plongeur du soir")
    async with sessions.begin() as session:
        (await session.scalars(select(Need).where(Need.title == "Plongeur du soir"))).one().posts = 3
    row[4] = 4
    await desk.take(book(desk.day, Besoins=[row]), rest="theirs")
    assert await posts() == (4, "Plongeur du soir")


def edited(content: bytes, was: bytes, now: bytes) -> bytes:
    """The workbook as somebody saved it who typed over one text."""
    changed = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as source, ZipFile(changed, "w") as target:
        for one in source.infolist():
            target.writestr(one, source.read(one).replace(b">" + was + b"<", b">" + now + b"<"))
    return changed.getvalue()


async def test_a_workbook_that_was_given_out_knows_what_it_said(desk: Desk, sessions: Sessions) -> None:
    """Without any import before: what only the file changed is taken, what both changed is asked."""
    await desk.take(book(desk.day))
    async with sessions.begin() as session:
        (await session.scalars(select(Need).where(Need.title == "Plongeur du matin"))).one().title = "Plongeur"
    given = await desk.given()
    back = edited(given, b"Plongeur", b"Plongeur du matin")
    assert fates(await desk.take(back))["needs"].get("changed") == 1, "back to what an import said is a change too"
    async with sessions.begin() as session:
        (await session.scalars(select(Company).where(Company.siret == NEW_SIRET))).one().activity = "Pains"
    both = edited(given, b"Boulangerie", b"Boulangerie fine")
    assert fates(await desk.look(both))["companies"].get("conflict") == 1


async def test_needs_that_left_the_file_leave_the_campaign_if_asked_to(desk: Desk, sessions: Sessions) -> None:
    await desk.take(book(desk.day))
    only = book(desk.day, Besoins=[["R-1", NEW_SIRET, "Plongeur du matin", "Plongeur", 2, "CDI", "Nice", 35, 1850.5]])
    assert fates(await desk.take(only))["needs"] == {"same": 1, "gone": 2}

    async def count() -> int:
        async with sessions() as session:
            rows = select(func.count()).where(CampaignNeed.campaign_id == desk.campaign)
            return await session.scalar(rows) or 0

    assert await count() == 3
    await desk.take(only, drop_gone=True)
    assert await count() == 1
    async with sessions() as session:
        assert await session.scalar(select(func.count()).where(Need.status == NeedStatus.WITHDRAWN)) == 0


async def test_an_open_need_is_not_made_unlawful_by_a_file(desk: Desk, sessions: Sessions) -> None:
    await desk.take(book(desk.day))
    row = ["R-1", NEW_SIRET, "Jeune femme dynamique", "Plongeur", 2, "CDI", "Nice", 35, 1850.5]
    done = await desk.take(book(desk.day, Besoins=[row]))
    [refused] = [one for one in done["rows"] if one["fate"] == "left_out"]
    assert "L1132-1" in refused["errors"]["Besoins!C2"]


def packed(sheet: bytes) -> bytes:
    """A workbook whose first sheet is replaced by other XML."""
    made, changed = io.BytesIO(workbook({"Besoins": [["Référence"]]})), io.BytesIO()
    with ZipFile(made) as source, ZipFile(changed, "w") as target:
        for one in source.infolist():
            target.writestr(one, sheet if one.filename.endswith("sheet1.xml") else source.read(one))
    return changed.getvalue()


def far_away() -> bytes:
    """A few bytes that a reader makes 17 thousand million cells of."""
    sent = io.BytesIO()
    with xlsxwriter.Workbook(sent, {"in_memory": True}) as made:
        made.add_worksheet("Besoins").write(1_048_575, 16_383, "x")
    return sent.getvalue()


HOSTILE = (
    b"",
    b"\0\1\2",
    b"PK\x03\x04not a zip",
    b"%PDF-1.7",
    b"a;b;c\n1;2;3\n",
    workbook({"Autre": [["SIRET"]]}),
    workbook({"Besoins": [["Référence"]]})[:-40],
    packed(b"<worksheet>"),
    packed(b"\xff\xfe\x00"),
    packed(b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><worksheet>&b;</worksheet>'),
    far_away(),
)


async def test_hostile_workbooks_are_refused_in_words(acting: Acting, world: World, desk: Desk) -> None:
    browser = await acting.browser(world.adviser)
    path = f"/desk/campaigns/{desk.campaign}/workbook"
    await browser.get(path)
    data = {"_csrf_token": browser.cookies["csrf"]}
    for content in HOSTILE:
        page = await browser.post(path, data=data, files={"file": ("book.xlsx", content)})
        assert page.status_code == 422, content[:60]
        assert 'id="file-error"' in page.text, content[:60]


async def test_hostile_cells_break_nothing(desk: Desk) -> None:
    for row in (
        ["=cmd()", NEW_SIRET, "", "Plongeur", 1, "CDI", "Nice", "", ""],
        ["R" * 5000, NEW_SIRET, "x" * 30_000, "Plongeur", 1e300, "CDI", "Nice", -1, "NaN"],
        ["R-1", "'; DROP TABLE need; --", "<script>alert(1)</script>", "\u202e", 0, "CDI", "", "", ""],
        ["R-2", "0" * 20, "", "🙂", "٣", "CDI", "Nice", "1e9", "-0"],
    ):
        done = await desk.take(book(desk.day, Besoins=[row]))
        assert "needs" in done["counts"]


async def test_from_the_page(acting: Acting, world: World, sessions: Sessions, desk: Desk) -> None:
    browser = await acting.browser(world.adviser)
    path = f"/desk/campaigns/{desk.campaign}/workbook"
    assert "Opening hours" in (await browser.get(path)).text
    data = {"_csrf_token": browser.cookies["csrf"], "open_clean": "true"}
    files = {"file": ("book.xlsx", workbook(book(desk.day)))}
    page = (await browser.post(path, data=data, files=files)).text
    action = page.split(f'action="{path}/')[1].split('"')[0]
    done = await browser.send_form(f"{path}/{action}", open_clean="true")
    assert "The workbook was taken in." in done.text
    neighbour = await acting.browser(world.neighbour)
    assert (await neighbour.send_form(f"{path}/{action}")).status_code == 404


async def test_no_row_costs_a_question_of_its_own(world: World, sessions: Sessions) -> None:
    """Many needs ask the database as often as few."""
    maker = Maker(1)

    async def asked(rows: int) -> int:
        asked_for = 0

        def counting(*_: object) -> None:
            nonlocal asked_for
            asked_for += 1

        async with sessions() as session:
            campaign = await campaigning(session, world)
            sirets = [maker.siret() for _ in range(rows)]
            sheets: Sheets = {
                "Entreprises": [COMPANIES, *([one, f"C {one}", "", "Nice", ""] for one in sirets)],
                "Besoins": [NEEDS, *([f"B-{s}", s, "", "Plongeur", 1, "CDI", "Nice", 35, 1900] for s in sirets)],
                "Stands": [STANDS, *(["", one] for one in sirets)],
                "Tables": [TABLES, *(["", one, 1] for one in sirets)],
            }
            engine = session.get_bind()
            listening.listen(engine, "before_cursor_execute", counting)
            await service.take(session, world.adviser, campaign, workbook(sheets), Options(), write=True)
            await giving.book(session, world.adviser, campaign)
            listening.remove(engine, "before_cursor_execute", counting)
            assert len((await session.scalars(select(Stand))).all()) == rows + 1
            await session.rollback()
        return asked_for

    assert await asked(90) <= await asked(10) + 4


@pytest.mark.parametrize(
    ("last", "ours", "theirs", "written", "conflict"),
    [
        (None, 1, 1, {}, False),
        (1, 1, 2, {"a": 2}, False),
        (1, 2, 1, {}, False),
        (1, 2, 2, {}, False),
        (1, 2, 3, {}, True),
        (None, 1, 2, {}, True),
    ],
)
def test_three_ways_of_a_value(last: int | None, ours: int, theirs: int, written: object, conflict: bool) -> None:
    found = merging.differences(None if last is None else {"a": last}, {"a": ours}, {"a": theirs})
    assert merging.to_write(found, take=False) == written
    assert any(one.conflict for one in found) == conflict
    assert merging.to_write(found, take=True).get("a", ours) in {ours, theirs}


async def test_two_campaigns_do_not_share_a_need(desk: Desk, world: World, sessions: Sessions) -> None:
    await desk.take(book(desk.day))
    async with sessions.begin() as session:
        first = await session.get_one(Campaign, desk.campaign)
        other = Campaign(
            **{
                c.name: getattr(first, c.name)
                for c in METADATA.tables["campaign"].columns
                if c.name not in {"id", "slug"}
            },
            slug="other",
        )
        other.ends_on = first.ends_on + timedelta(days=1)
        session.add(other)
        await session.flush()
        report = await service.take(session, world.adviser, other, workbook(book(desk.day)), Options(), write=False)
    assert [list(row.errors) for row in report.rows if row.part == "needs"] == [["Besoins!A2"], ["Besoins!A3"]]
