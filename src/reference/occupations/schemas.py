"""What the pages and the API say about occupations."""

import msgspec


class OccupationCard(msgspec.Struct, frozen=True, kw_only=True):
    """An occupation as a search answers it; ``text`` is what a form field takes back."""

    code: str
    label: str
    title: str
    text: str


class SkillCard(msgspec.Struct, frozen=True, kw_only=True):
    """A skill of an occupation."""

    code: str
    label: str
    core: bool = False
