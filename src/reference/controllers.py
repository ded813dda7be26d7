"""Vocabularies over HTTP: what the type-ahead fields ask."""

from typing import Annotated

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from reference.occupations import queries as occupations
from reference.occupations.schemas import OccupationCard, SkillCard
from reference.places import queries as places
from reference.places.schemas import PlaceCard
from reference.titles import queries as titles
from reference.titles.schemas import Reading, SkillFound

Typed = Annotated[str, QueryParameter(max_length=100, description="What somebody types.")]
Said = Annotated[str, QueryParameter(max_length=5000, description="The text beside it: a description, a profile.")]


class ReferenceApi(Controller):
    """Public vocabularies, for anybody."""

    path = "/api/v1"
    tags = ("Vocabularies",)

    @get("/occupations")
    async def occupations(self, session: NamedDependency[AsyncSession], q: Typed) -> list[OccupationCard]:
        """Find occupations by words of a title; typos and missing accents are forgiven."""
        return await titles.search(session, q)

    @get("/occupations/meant")
    async def meant(self, session: NamedDependency[AsyncSession], title: Typed, text: Said = "") -> Reading:
        """Say which occupations a title may mean, with a calibrated confidence; ``sure`` when none need be asked."""
        return await titles.reading(session, title, text)

    @get("/skills/meant")
    async def skills_meant(self, session: NamedDependency[AsyncSession], text: Said) -> list[SkillFound]:
        """Find the skills of the register that a text speaks of."""
        return await titles.skills_in(session, text)

    @get("/occupations/{code:str}/skills")
    async def skills(self, session: NamedDependency[AsyncSession], code: FromPath[str]) -> list[SkillCard]:
        """List the skills of an occupation, core ones first."""
        return await occupations.skills_of(session, code)

    @get("/places")
    async def places(self, session: NamedDependency[AsyncSession], q: Typed) -> list[PlaceCard]:
        """Find communes by name or postcode."""
        return await places.search(session, q)
