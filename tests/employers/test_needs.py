import pytest

from employers.needs.rules.publication import Offer, check
from reference.terms import Contract, PayPeriod
from tests.acting import Acting
from tests.world import World


def offer(**given: object) -> Offer:
    right = {
        "title": "Cuisinier",
        "description": "Une équipe de dix personnes.",
        "contract": Contract.OPEN_ENDED,
        "months": None,
        "hours": 35,
        "pay_from": 2000,
        "pay_period": PayPeriod.MONTH,
    }
    return Offer(**{**right, **given})  # type: ignore[arg-type]


def test_a_whole_lawful_offer_passes() -> None:
    assert check(offer()) == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"pay_from": None}, "pay_from"),
        ({"hours": None}, "hours"),
        ({"hours": 60}, "hours"),
        ({"months": 6}, "months"),
        ({"contract": Contract.FIXED_TERM}, "months"),
        ({"contract": Contract.APPRENTICESHIP, "months": 3}, "months"),
        ({"contract": Contract.IMMERSION}, "pay_from"),
        ({"title": "Jeune homme motivé"}, "title"),
        ({"description": "Nous cherchons une femme pour la caisse"}, "description"),
        ({"description": "Nationalité française exigée"}, "description"),
        ({"description": "Célibataire sans enfant de préférence"}, "description"),
        ({"description": "En bonne santé, BONNE PRÉSENTATION"}, "description"),
        ({"description": "Habiter à proximité"}, "description"),
        ({"description": "Moins de 30 ans"}, "description"),
    ],
)
def test_what_is_missing_contradictory_or_unlawful_is_said(given: dict[str, object], field: str) -> None:
    assert field in {remark.field for remark in check(offer(**given))}


@pytest.mark.parametrize(
    "text",
    [
        "Vendeur / Vendeuse H/F",
        "Une femme de chambre ou un valet de chambre",
        "Vous avez 18 mois d'expérience",
        "Travail en équipe, santé et sécurité au travail",
        "La maison mère recrute",
        "Habillement femme et enfant",
    ],
)
def test_ordinary_words_are_not_suspected(text: str) -> None:
    assert check(offer(description=text)) == []


def test_another_language_than_french_needs_a_reason_of_the_post() -> None:
    assert [remark.field for remark in check(offer(languages=["en"]))] == ["language_reason"]
    assert [remark.field for remark in check(offer(languages=["en"], language_reason="chic"))] == ["language_reason"]
    assert check(offer(languages=["en"], language_reason="Guests come from cruise ships")) == []
    assert check(offer(languages=["fr"])) == []
    assert [remark.field for remark in check(offer(languages=["it"], language_reason="langue maternelle exigée"))] == [
        "language_reason"
    ]


async def test_four_answers_submit_a_need(acting: Acting, world: World) -> None:
    browser = await acting.browser(world.recruiter)
    four = {"occupation": "plongeur", "posts": "1", "contract": "open_ended", "place": "Nice"}
    answer = await browser.send_form(f"/companies/{world.company}/needs/new", **four)
    page = await browser.get(answer.headers["location"])
    assert "Submitted" in page.text
    assert "The pay is missing" in page.text


async def test_a_wrong_answer_is_said_beside_its_field_and_nothing_is_lost(acting: Acting, world: World) -> None:
    browser = await acting.browser(world.recruiter, "fr")
    typed = {"occupation": "zzzzqqq", "posts": "deux", "contract": "open_ended", "place": "Nice", "title": "Chef"}
    answer = await browser.send_form(f"/companies/{world.company}/needs/new", **typed)
    assert answer.status_code == 422
    assert "Écrivez un nombre entier." in answer.text
    assert all(f'value="{value}"' in answer.text for value in ("deux", "Chef", "Nice"))


async def test_the_check_stops_qualifying_until_a_reason_is_given(acting: Acting, world: World) -> None:
    recruiter, adviser = await acting.program(world.recruiter), await acting.program(world.adviser)
    four = {"occupation": "cuisinier", "posts": 1, "contract": "open_ended", "place": "Nice"}
    need = (await recruiter.post(f"/companies/{world.company}/needs", json=four)).json()
    step = f"/needs/{need['card']['id']}/step"
    assert len(need["remarks"]) == 2
    assert (await recruiter.post(step, json={"status": "qualified"})).status_code == 403
    assert (await adviser.post(step, json={"status": "qualified"})).json()["type"] == "urn:tremplin:reason-missing"
    done = (await adviser.post(step, json={"status": "qualified", "override_reason": "pay by agreement"})).json()
    assert (done["card"]["status"], done["override_reason"]) == ("qualified", "pay by agreement")
    assert [change["status"] for change in done["changes"]] == ["submitted", "qualified"]
    assert (await adviser.post(step, json={"status": "filled"})).json()["type"] == "urn:tremplin:wrong-step"


async def test_the_skills_that_a_text_speaks_of_are_asked_about_and_then_asked_for(
    acting: Acting, world: World
) -> None:
    program = await acting.program(world.recruiter)
    said = {"occupation": "Boucher / Bouchère", "posts": 1, "contract": "open_ended", "place": "Cagnes-sur-Mer (06800)"}
    told = said | {"description": "Découper la viande. Appliquer les règles d'hygiène. Bonne ambiance."}
    need = (await program.post(f"/companies/{world.company}/needs", json=told)).json()
    assert {"decoupe", "hygiene"} & {found["code"] for found in need["skills_read"]}
    assert need["skills_required"] == [], "nothing counts before somebody says so"
    first = need["skills_read"][0]
    browser = await acting.browser(world.recruiter)
    assert first["label"] in (await browser.get(f"/needs/{need['card']['id']}")).text
    sent = await browser.send_form(f"/needs/{need['card']['id']}/skills", skills=[first["code"]], required="true")
    assert sent.status_code == 303
    after = (await program.get(f"/needs/{need['card']['id']}")).json()
    assert after["skills_required"] == [first["label"]]
    assert first["code"] not in {found["code"] for found in after["skills_read"]}
    nothing = await browser.send_form(f"/needs/{need['card']['id']}/skills", required="true")
    assert nothing.status_code == 422
    assert "skills-error" in nothing.text
