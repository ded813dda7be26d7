"""Pieces of pages that many readers see alike are made once."""

import pytest

from kit import i18n, templates

PIECE = '{% call kept("test", one) %}<b>{{ one }}</b>{{ _("Search") }}{{ made() }}{% endcall %}'


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templates, "_KEPT", {})


def test_a_piece_is_made_once_for_what_it_is_about_and_for_each_language(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    template = templates.environment().from_string(PIECE)

    def making(one: str) -> str:
        made.append(one)
        return ""

    def show(one: str, language: i18n.Language = "en") -> str:
        with i18n.speaking(language):
            return template.render(one=one, made=lambda: making(one))

    assert show("<i>") == show("<i>") == "<b>&lt;i&gt;</b>Search"
    assert show("<i>", "fr") != show("<i>")
    show("other")
    assert made == ["<i>", "<i>", "other"]
    monkeypatch.setattr(templates, "_MOST_KEPT", 2)
    show("third")
    assert "third" not in made[:-1]
    assert len(templates._KEPT) <= 3
