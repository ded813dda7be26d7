"""Files of partners and colleagues: looked at first, taken in once, and hostile ones refused in words."""

import copy
import io
import json
from typing import Any

import httpx
import pytest
import xlsxwriter
from sqlalchemy import select

from candidates.profiles.models import Candidate
from employers.needs.models import Need, NeedStatus
from kit.database import Sessions
from reference.occupations import queries as occupations
from tests.acting import Acting
from tests.world import World

pytestmark = pytest.mark.once

FRENCH = "Entreprise;Métier;Postes;Contrat;Lieu;Salaire min;Début;Référence\n"
ROW = "La Table du Port;Plongeur;2;CDI;Nice;1850,50;9/6/2027;A1\n"


async def look(program: httpx.AsyncClient, kind: str, text: str) -> dict[str, Any]:
    answer = await program.post("/imports", json={"kind": kind, "text": text})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def take(program: httpx.AsyncClient, kind: str, text: str) -> dict[str, int]:
    """Look, confirm, and return the counts of what was done."""
    looked = await look(program, kind, text)
    done = (await program.post(f"/imports/{looked['id']}/confirm")).json()
    assert done["counts"] == looked["counts"]
    counts: dict[str, int] = done["counts"]
    return counts


async def needs(sessions: Sessions) -> list[Need]:
    async with sessions() as session:
        return list(await session.scalars(select(Need).where(Need.import_key.is_not(None)).order_by(Need.created_at)))


async def test_nothing_is_written_until_confirmed_and_the_same_file_makes_nothing_twice(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    program = await acting.program(world.adviser)
    await look(program, "needs", FRENCH + ROW)
    assert await needs(sessions) == []
    assert await take(program, "needs", FRENCH + ROW) == {"new": 1}
    assert await take(program, "needs", FRENCH + ROW) == {"same": 1}
    [need] = await needs(sessions)
    assert (need.occupation_code, need.posts, str(need.pay_from), str(need.starts_on)) == (
        "G1605",
        2,
        "1850.50",
        "2027-06-09",
    )


async def test_every_wrong_cell_is_named_by_row_and_column(acting: Acting, world: World) -> None:
    program = await acting.program(world.adviser)
    wrong = "Inconnue;Plongeur;2;CDI;Nice;;;\nLa Table du Port;zzzqqq;beaucoup;XXX;Nice;;;\n"
    looked = await look(program, "needs", FRENCH + wrong + ROW)
    errors = {line["number"]: set(line["errors"]) for line in looked["lines"] if line["errors"]}
    assert errors == {2: {"company"}, 3: {"posts", "contract"}}
    assert looked["counts"] == {"left_out": 2, "new": 1}


ENGLISH = "company,job,posts,contract,place\nLa Table du Port,Plongeur,1,permanent,Nice\n"


@pytest.mark.parametrize(
    "content",
    [
        (FRENCH + ROW).encode(),
        (FRENCH + ROW).encode("utf-8-sig"),
        (FRENCH + ROW).encode("latin-1"),
        (FRENCH + ROW).replace("\n", "\r\n").encode("cp1252"),
        ENGLISH.encode(),
        ENGLISH.replace(",", "\t").encode(),
    ],
)
async def test_encodings_separators_and_headings_are_understood(acting: Acting, world: World, content: bytes) -> None:
    page = await upload(acting, world, "needs", "needs.csv", content)
    assert page.status_code == 200
    assert "Take it in" in page.text


async def upload(acting: Acting, world: World, kind: str, name: str, content: bytes) -> httpx.Response:
    browser = await acting.browser(world.adviser)
    await browser.get("/imports")
    data = {"_csrf_token": browser.cookies["csrf"], "kind": kind}
    return await browser.post("/imports", data=data, files={"file": (name, content)})


async def test_a_workbook_is_taken_in_from_the_page(acting: Acting, world: World, sessions: Sessions) -> None:
    sent = io.BytesIO()
    book = xlsxwriter.Workbook(sent, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Entreprise", "Métier", "Postes", "Contrat", "Commune", "Heures"])
    sheet.write_row(1, 0, ["La Table du Port", "Cuisinier", 3, "CDD", "Antibes", 35])
    book.close()
    page = await upload(acting, world, "needs", "needs.xlsx", sent.getvalue())
    action = page.text.split('action="/imports/')[1].split('"')[0]
    browser = await acting.browser(world.adviser)
    assert (await browser.send_form(f"/imports/{action}")).status_code == 200
    [need] = await needs(sessions)
    assert (need.posts, need.contract.value, str(need.hours)) == (3, "fixed_term", "35.0")


@pytest.mark.parametrize("kind", ["needs", "candidates", "offers"])
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0\1\2",
        b"PK\x03\x04not a zip",
        b"\xff\xfe\x00",
        b'"open quote;a\nb',
        b"{" * 100_000,
        b"[1, 2]",
        b"%PDF-1.7",
        b"a;b;c\n1;2;3\n",
        b"\xef\xbb\xbf",
    ],
)
async def test_hostile_files_are_refused_in_words(acting: Acting, world: World, kind: str, content: bytes) -> None:
    page = await upload(acting, world, kind, "file", content)
    assert page.status_code == 422
    assert 'id="file-error"' in page.text


async def test_candidates_come_with_or_without_mail_and_once(acting: Acting, world: World) -> None:
    program = await acting.program(world.adviser)
    text = "Nom;E-mail;Métier;Commune;Contrats\nZoé Blanc;zoe@example.org;Serveuse;Nice;CDI/CDD\n"
    text += "Paul Roux;;Plongeur;Antibes;\n"
    twice = text + "Zoé Blanc;zoe@example.org;Serveuse;Nice;CDI\nBad;not a mail;Serveuse;Nice;\n"
    assert await take(program, "candidates", twice) == {"new": 2, "same": 1, "left_out": 1}
    assert await take(program, "candidates", text) == {"same": 2}


OFFER: dict[str, Any] = {
    "id": "048KLTP",
    "intitule": "Cuisinier (H/F)",
    "description": "Vous pr&eacute;parez les plats.\n- service du soir",
    "dateCreation": "2026-10-01T09:00:00.000Z",
    "dateActualisation": "2026-10-02T09:00:00.000Z",
    "lieuTravail": {"libelle": "06 - CAGNES SUR MER", "codePostal": "06800", "commune": "06027"},
    "romeCode": "G1609",
    "romeLibelle": "Cuisinier",
    "appellationlibelle": "Cuisinier / Cuisinière",
    "entreprise": {"nom": "Le Relais"},
    "typeContrat": "CDD",
    "typeContratLibelle": "CDD - 6 Mois",
    "natureContrat": "Contrat travail",
    "alternance": False,
    "experienceExige": "E",
    "experienceLibelle": "2 An(s)",
    "salaire": {"libelle": "Mensuel de 1800.00 Euros à 2000.00 Euros sur 13 mois"},
    "dureeTravailLibelle": "35H\nTravail le samedi",
    "nombrePostes": 2,
    "langues": [{"libelle": "Anglais", "exigence": "E"}],
    "permis": [{"libelle": "B - Véhicule léger", "exigence": "E"}],
}


def feed(*changes: dict[str, Any]) -> str:
    offers = []
    for number, change in enumerate(changes):
        offer = copy.deepcopy(OFFER) | {"id": f"04{number}KLTP", "intitule": f"Cuisinier {number}"} | change
        offers.append({name: value for name, value in offer.items() if value is not None})
    return json.dumps({"resultats": offers})


async def test_an_offer_becomes_a_need_of_its_company(acting: Acting, world: World, sessions: Sessions) -> None:
    program = await acting.program(world.adviser)
    assert await take(program, "offers", feed({})) == {"new": 1}
    [need] = await needs(sessions)
    assert need.description == "Vous préparez les plats.\n- service du soir"
    assert (need.contract.value, need.months, need.posts, need.experience_months) == ("fixed_term", 6, 2, 24)
    assert (str(need.pay_from), str(need.pay_to), need.pay_period.value) == ("1800.00", "2000.00", "month")
    assert (str(need.hours), need.languages, need.conditions) == ("35.0", ["en"], ["saturdays"])
    assert need.licences == ["driving_b"]


async def test_skills_are_read_in_the_text_of_an_offer_that_lists_none(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    text = "Vous aimez le contact.\nMaîtriser les cuissons\nDécouper viandes, poissons et légumes"
    assert await take(await acting.program(world.adviser), "offers", feed({"description": text})) == {"new": 1}
    [need] = await needs(sessions)
    assert "cuisson" in need.skills_wished
    async with sessions() as session:
        usual = {skill.code for skill in await occupations.skills_of(session, need.occupation_code)}
    assert set(need.skills_wished) <= usual, "what the job never asks is not taken from a text"


async def test_the_feed_again_changes_nothing_newer_updates_and_missing_closes(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    program = await acting.program(world.adviser)
    assert await take(program, "offers", feed({}, {}, {})) == {"new": 3}
    assert await take(program, "offers", feed({}, {}, {})) == {"same": 3}
    older = {"nombrePostes": 9, "dateActualisation": "2026-09-01T09:00:00.000Z"}
    newer = {"nombrePostes": 9, "dateActualisation": "2026-11-02T09:00:00.000Z"}
    assert await take(program, "offers", feed(older, newer)) == {"same": 1, "changed": 1, "ended": 1}
    assert sorted(need.posts for need in await needs(sessions)) == [2, 2, 9]
    assert [need.status for need in await needs(sessions)].count(NeedStatus.WITHDRAWN) == 1
    assert await take(program, "offers", feed({}, newer, {})) == {"same": 2, "changed": 1}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"typeContrat": "CCE"}, "natureContrat"),
        ({"natureContrat": "Emploi non salarié"}, "natureContrat"),
        ({"typeContrat": "???"}, "typeContrat"),
        ({"romeCode": "Z9999", "romeLibelle": None, "appellationlibelle": "xyzzyq", "intitule": "xyzzyq"}, "romeCode"),
        ({"lieuTravail": {"libelle": "Zzzyx"}}, "lieuTravail"),
        ({"lieuTravail": {"libelle": "France"}}, "lieuTravail"),
        ({"lieuTravail": {"libelle": "Provence-Alpes-Côte d'Azur"}}, "lieuTravail"),
        ({"lieuTravail": None}, "lieuTravail"),
        ({"id": None}, "id"),
        ({"id": ""}, "id"),
    ],
)
async def test_an_offer_that_cannot_be_taken_says_why(
    acting: Acting, world: World, change: dict[str, Any], field: str
) -> None:
    looked = await look(await acting.program(world.adviser), "offers", feed({}, change))
    assert looked["counts"] == {"new": 1, "left_out": 1}
    assert list(looked["lines"][1]["errors"]) == [field]


@pytest.mark.parametrize(
    "change",
    [
        {"entreprise": {}},
        {"entreprise": None},
        {"salaire": {"commentaire": "selon profil", "complement1": "Primes"}},
        {"salaire": {"libelle": "Horaire de 11,65 Euros sur 12 mois"}},
        {"salaire": None, "competences": None, "dureeTravailLibelle": None, "langues": None, "permis": None},
        {"lieuTravail": {"libelle": "06 - NICE"}},
        {"lieuTravail": {"libelle": "06 - NICE", "codePostal": "06000"}},
        {"competences": [{"libelle": "Sans code", "exigence": "E"}, {"code": "999999", "libelle": "x"}]},
        {"description": "x" * 20_000},
        {"nombrePostes": "3"},
        {"nombrePostes": 10**9},
        {"romeCode": None},
        {"typeContrat": "MIS", "typeContratLibelle": "Intérim - 15 Jour(s)"},
        {"natureContrat": "Contrat apprentissage"},
        {"natureContrat": "CUI - CAE"},
    ],
)
async def test_the_oddities_of_real_offers_are_taken_in(acting: Acting, world: World, change: dict[str, Any]) -> None:
    assert await take(await acting.program(world.adviser), "offers", feed({}, change)) == {"new": 2}


async def test_two_offers_that_are_the_same_job_make_one(acting: Acting, world: World) -> None:
    looked = await look(await acting.program(world.adviser), "offers", feed({}, {"intitule": "Cuisinier 0"}))
    assert looked["counts"] == {"new": 1, "left_out": 1}


async def test_a_colleague_cannot_confirm_my_file(acting: Acting, world: World) -> None:
    looked = await look(await acting.program(world.adviser), "offers", feed({}))
    neighbour = await acting.program(world.neighbour)
    assert (await neighbour.post(f"/imports/{looked['id']}/confirm")).status_code == 404


ASKS = "Référence;Entreprise;Métier;Postes;Contrat;Lieu;Langues;Raison de la langue;Permis;Télétravail;Expérience\n"
ASKED = "B7;La Table du Port;Plongeur;1;CDI;Nice;Anglais;Clients étrangers;Permis B, CACES 3;oui;6\n"
ENGLISH = "Name;Job;Place;Free from;Licences;Licences missing;Languages;Languages not spoken;Travel in minutes;Ref\n"
PERSON = "Paula Porter;Plongeur;Nice;9/6/2027;HACCP, SST;permis C;English;Italian;35;P1\n"


async def test_what_the_score_asks_for_is_imported_in_both_languages(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    program = await acting.program(world.adviser)
    assert await take(program, "needs", ASKS + ASKED) == {"new": 1}
    assert await take(program, "needs", ASKS + ASKED) == {"same": 1}
    [need] = await needs(sessions)
    assert (need.languages, need.language_reason, need.remote) == (["en"], "Clients étrangers", True)
    assert (need.licences, need.experience_months) == (["driving_b", "caces_3"], 6)
    assert await take(program, "candidates", ENGLISH + PERSON) == {"new": 1}
    assert await take(program, "candidates", ENGLISH + PERSON) == {"same": 1}
    async with sessions() as session:
        [person] = list(await session.scalars(select(Candidate).where(Candidate.import_key.is_not(None))))
    assert (str(person.available_from), person.travel_minutes) == ("2027-06-09", 35)
    assert person.licences == {"haccp": True, "first_aid": True, "driving_c": False}
    assert (person.languages, person.languages_no) == (["en"], ["it"])
    assert set(person.sources.values()) == {"imported"}
    assert person.sources.keys() >= {"occupations", "licences", "languages", "available_from", "travel"}
    assert "hours" not in person.sources
