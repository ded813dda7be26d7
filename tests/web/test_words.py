"""One page in two languages from the same template."""

import pytest

from kit.i18n import Language, speaking
from web import pages


@pytest.mark.once
@pytest.mark.parametrize("first", ["en", "fr"])
def test_a_constant_is_said_in_the_language_of_each_reader(first: Language) -> None:
    page = pages.environment().from_string('{{ "autonomous"|label }} {{ 0.5|number }}')
    said: dict[Language, str] = {"en": "Autonomous 0.5", "fr": "Autonome 0,5"}
    for language in (first, "fr", "en"):
        with speaking(language):
            assert page.render() == said[language]
