"""The API: one document in OpenAPI 3.1, problems in RFC 9457, and no 5xx whatever is sent."""

import pytest
from litestar import Litestar

from kit.database import Sessions
from tests.acting import Acting
from tests.world import World

pytestmark = pytest.mark.once


async def test_the_document_names_every_verb_with_its_words(app: Litestar, acting: Acting) -> None:
    document = (await acting.anonymous().get("/api/v1/openapi.json")).json()
    assert document["openapi"].startswith("3.1")
    for path, verbs in document["paths"].items():
        assert path.startswith("/api/v1/")
        for verb in verbs.values():
            assert verb["summary"]
            assert verb["description"]
    assert document["components"]["schemas"]["NeedForm"]["properties"]["occupation"]["examples"]


@pytest.mark.parametrize(
    ("body", "status"),
    [("{", 400), ("[]", 400), ("null", 400), ('{"occupation": 1}', 400), ('{"occupation": "x"}', 400)],
)
async def test_what_cannot_be_read_is_a_problem(acting: Acting, world: World, body: str, status: int) -> None:
    program = await acting.program(world.recruiter)
    json = {"content-type": "application/json"}
    answer = await program.post(f"/companies/{world.company}/needs", content=body, headers=json)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.json()["type"].startswith("urn:tremplin:")


async def test_a_refusal_names_its_fields_in_the_readers_language(acting: Acting, world: World) -> None:
    program = await acting.program(world.recruiter)
    program.headers["accept-language"] = "fr"
    need = {"occupation": "zzzqqq", "posts": 1, "contract": "open_ended", "place": "Nice"}
    problem = (await program.post(f"/companies/{world.company}/needs", json=need)).json()
    assert problem["type"] == "urn:tremplin:unknown-occupation"
    assert problem["errors"][0]["field"] == "occupation"
    assert problem["errors"][0]["message"].startswith("Nous ne connaissons pas ce métier")


async def test_health(acting: Acting, sessions: Sessions) -> None:
    browser = acting.anonymous()
    assert (await browser.get("/healthz")).json() == {"status": "alive"}
    ready = await browser.get("/readyz")
    assert ready.status_code == 503
    assert ready.json() == {"migrations_at_head": True, "worker_seen": False, "letters_waiting": 0, "mailbox": None}


async def test_the_letter_box_is_there_in_the_demo_only(acting: Acting) -> None:
    assert (await acting.anonymous().get("/mail")).status_code == 404
    assert "Demo people" not in (await acting.anonymous().get("/sign-in")).text
