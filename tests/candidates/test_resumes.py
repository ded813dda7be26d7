"""A résumé fills a profile: read, confirmed by the person, and not kept."""

import io
import zlib

import pytest
from docx import Document
from fpdf import FPDF
from sqlalchemy import select, text

from candidates.profiles.models import Candidate
from candidates.resumes import rules
from kit import documents
from kit.database import Sessions
from reference.terms import Licence, Source
from tests.acting import Acting
from tests.world import World

CV = """Amina Diallo, 12 rue des Lilas, 06800 Cagnes-sur-Mer
Née le 3 mars 1981, mariée, deux enfants
EXPÉRIENCE
2021 - 2024 : Serveuse en restauration
Découper la viande
Appliquer les règles d'hygiène
LANGUES : anglais courant, notions d’italien
Permis B, SST, HACCP
"""


def _pdf(words: str) -> bytes:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=12)
    pdf.multi_cell(0, 8, words.replace("’", "'"))
    return bytes(pdf.output())


def _docx(words: str) -> bytes:
    document, made = Document(), io.BytesIO()
    for line in words.splitlines():
        document.add_paragraph(line)
    document.save(made)
    return made.getvalue()


@pytest.mark.once
@pytest.mark.parametrize(
    "made", [_pdf(CV), _docx(CV), CV.encode(), CV.encode("latin-1", "replace")], ids=["pdf", "docx", "utf-8", "latin-1"]
)
async def test_the_words_of_a_document_are_read(made: bytes) -> None:
    said = await documents.words_of(made)
    assert "Serveuse en restauration" in said
    assert "Permis B" in said


@pytest.mark.once
@pytest.mark.parametrize(
    "made",
    [
        b"",
        b"%PDF-1.7 broken",
        b"PK\x03\x04 broken",
        b"\0\1\2\3" * 100,
        _pdf(" "),
        b"%PDF-1.4\n1 0 obj<</Length 9>>stream\n" + zlib.compress(b"0" * 50_000_000) + b"\nendstream",
    ],
    ids=["empty", "broken pdf", "broken zip", "bytes", "a scan", "a bomb"],
)
async def test_a_document_without_words_is_refused_in_words(made: bytes) -> None:
    with pytest.raises(documents.NoWords):
        await documents.words_of(made)


@pytest.mark.once
async def test_a_document_that_is_too_large_is_refused() -> None:
    with pytest.raises(documents.DocumentTooLarge):
        await documents.words_of(b"a" * (documents.LARGEST + 1))


@pytest.mark.once
def test_languages_and_licences_are_known_by_their_names() -> None:
    assert rules.languages("Anglais courant, Italien (B1), allemande mère") == ["en", "it"]
    said = "Permis de conduire B ; CACES R489 cat. 1A, 3 et 5 ; SSIAP 1 ; habilitation électrique BR"
    assert {Licence.DRIVING_B, Licence.FIRE_SAFETY, Licence.ELECTRICAL} <= set(rules.licences(said))
    assert rules.licences("Je permis à beaucoup de clients de trouver leur bonheur") == []


@pytest.mark.once
def test_short_lines_may_be_titles_and_long_ones_are_not() -> None:
    found = rules.titles("2021 - 2024 : Serveuse en restauration\n" + "un très long texte " * 20 + "\n• Chef de rang")
    assert found == ["Serveuse en restauration", "Chef de rang"]


async def test_a_candidate_confirms_what_was_read_and_its_source_is_the_resume(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    browser = await acting.browser(world.candidate)
    path = f"/candidates/{world.candidate_id}/cv"
    await browser.get(path)
    sent = {"_csrf_token": browser.cookies["csrf"]}
    page = await browser.post(path, data=sent, files={"file": ("cv.pdf", _pdf(CV), "application/pdf")})
    assert page.status_code == 200
    assert "Permis" not in page.text.split("<form")[0]
    for said in ("Driving licence B", "English", "Italian", "First aid"):
        assert said in page.text
    answer = await browser.send_form(f"{path}/take", licences=["driving_b"], languages=["it"], skills=["viande"])
    assert answer.status_code == 303
    async with sessions() as session:
        candidate = await session.get_one(Candidate, world.candidate_id)
        assert candidate.licences["driving_b"] is True
        assert "it" in candidate.languages
        assert {candidate.sources[key] for key in ("licences:driving_b", "languages:it", "skills:viande")} == {
            Source.RESUME
        }
        dump = str((await session.execute(text("SELECT * FROM candidate"))).all())
        assert "mariée" not in dump, "nothing of the résumé itself is kept"


async def test_what_is_read_counts_only_when_it_is_confirmed(acting: Acting, world: World, sessions: Sessions) -> None:
    program = await acting.program(world.candidate)
    async with sessions() as session:
        before = (await session.get_one(Candidate, world.candidate_id)).sources
    read = (await program.post(f"/candidates/{world.candidate_id}/cv", json={"text": CV})).json()
    assert "driving_b" in read["licences"]
    assert read["languages"] == ["en", "it"] or read["languages"] == ["it"]
    async with sessions() as session:
        assert (await session.scalar(select(Candidate.sources).where(Candidate.id == world.candidate_id))) == before


async def test_three_jobs_are_too_many_and_nothing_ticked_is_lost(acting: Acting, world: World) -> None:
    browser = await acting.browser(world.candidate)
    path = f"/candidates/{world.candidate_id}/cv/take"
    jobs = ["D1101", "G1602", "G1803"]
    answer = await browser.send_form(path, text=CV, occupations=jobs, licences=["driving_b"])
    assert answer.status_code == 422
    assert "A profile holds 2 jobs" in answer.text
    assert 'value="driving_b" checked' in answer.text


async def test_a_file_without_words_is_an_error_beside_its_field(acting: Acting, world: World) -> None:
    browser = await acting.browser(world.candidate)
    path = f"/candidates/{world.candidate_id}/cv"
    await browser.get(path)
    sent = {"_csrf_token": browser.cookies["csrf"]}
    answer = await browser.post(path, data=sent, files={"file": ("cv.pdf", b"%PDF- no", "application/pdf")})
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text
