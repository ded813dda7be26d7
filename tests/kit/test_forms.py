from datetime import datetime, time
from typing import Annotated

import msgspec
import pytest

from kit import forms
from kit.forms import Rejected, WrongFields
from kit.i18n import Language, speaking
from reference.terms import Contract


class Asked(msgspec.Struct, kw_only=True):
    posts: Annotated[int, msgspec.Meta(ge=1, le=2000)]
    contract: Contract
    pay: float | None = None
    many: tuple[Contract, ...] = ()
    sure: bool = False
    at: time | None = None
    on: datetime | None = None


def test_a_plain_form_becomes_typed() -> None:
    typed = {"posts": " 2 ", "contract": "open_ended", "pay": "1 850,50", "many": ["immersion", "temporary"]}
    asked = forms.bind(Asked, typed | {"sure": "true", "at": "09:30", "on": "2027-03-10T09:00"}).value
    assert (asked.posts, asked.pay, asked.sure, asked.at) == (2, 1850.5, True, time(9, 30))
    assert asked.many == (Contract.IMMERSION, Contract.TEMPORARY)
    assert asked.on == datetime(2027, 3, 10, 9)  # noqa: DTZ001 - forms take wall time


def test_every_wrong_field_is_named_at_once() -> None:
    with pytest.raises(WrongFields) as wrong:
        _ = forms.bind(Asked, {"posts": "0", "pay": "a lot"}).value
    assert set(wrong.value.errors()) == {"posts", "contract", "pay"}


def test_what_was_typed_is_shown_again() -> None:
    form = forms.bind(Asked, {"posts": "many", "many": ["immersion"]})
    with pytest.raises(Rejected) as rejected, form.shown_on("page.html", other=1):
        _ = form.value
    shown = rejected.value.context["form"]
    assert (shown["posts"], shown.all("many"), shown["pay"]) == ("many", ["immersion"], "")
    assert rejected.value.context["other"] == 1


@pytest.mark.parametrize("number", ["1e999", "-1", "0x10", "1" * 400, "", " ", "\0", "2.5"])
def test_hostile_numbers_are_refused_in_words(number: str) -> None:
    form = forms.bind(Asked, {"posts": number, "contract": "open_ended"})
    with pytest.raises(WrongFields) as wrong:
        _ = form.value
    assert wrong.value.errors()["posts"]


@pytest.mark.parametrize(
    ("pay", "said", "spoken"),
    [(12345.67, "12345.67", "en"), (12345.67, "12345,67", "fr"), (2000.0, "2000", "fr"), (1e6, "1000000", "en")],
)
def test_a_number_is_filled_in_whole_and_as_the_language_writes_it(pay: float, said: str, spoken: Language) -> None:
    with speaking(spoken):
        form = forms.fill(Asked(posts=1, contract=Contract.TEMPORARY, pay=pay))
        assert form["pay"] == said
        assert form.value.pay == pay
