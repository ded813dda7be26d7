"""The list of errors names each field by the words beside it."""

import pytest

from tests.acting import Acting
from tests.world import World
from web.summary import with_labels


@pytest.mark.once
@pytest.mark.parametrize(
    ("page", "said"),
    [
        ('<label for="day">Day <span class="quiet small">(optional)</span></label>', "Day: "),
        ('<label class="x" for="day">Which &lt;day&gt;?</label>', "Which &lt;day&gt;: "),
        (
            '<fieldset class="field" id="day" aria-invalid="true">\n<legend>The <b>day</b></legend></fieldset>',
            "The day: ",
        ),
        ('<label class="choice"><input type="checkbox" id="day" name="day"> That day</label>', "That day: "),
        ('<label for="days">Days</label>', ""),
    ],
)
def test_a_field_is_named_by_its_label(page: str, said: str) -> None:
    assert with_labels(f"<li><!--label of day-->This is missing.</li>{page}").startswith(f"<li>{said}This is missing.")


@pytest.mark.once
async def test_the_words_are_those_of_the_page_in_its_language(acting: Acting, world: World) -> None:
    for language, said in (("en", "First day away: This is missing."), ("fr", "Premier jour d’absence : Il manque")):
        adviser = await acting.browser(world.adviser, language)
        answer = await adviser.send_form("/desk/absences", from_on="", until_on="", person_id="")
        assert answer.status_code == 422
        assert said.partition(":")[0].strip() in answer.text
        summary = answer.text.partition('id="errors"')[2].partition("</ul>")[0].replace("\N{NO-BREAK SPACE}", " ")
        assert said.partition(":")[0].strip() in summary, summary
