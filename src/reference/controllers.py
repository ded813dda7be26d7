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

Typed = Annotated[str, QueryParameter(max_length=100, description="What somebody types.")]


class ReferenceApi(Controller):
    """Public vocabularies, for anybody."""

    path = "/api/v1"
    tags = ("Vocabularies",)

    @get("/occupations")
    async def occupations(self, session: NamedDependency[AsyncSession], q: Typed) -> list[OccupationCard]:
        """Find occupations by words of a title; typos and missing accents are forgiven."""
        return await occupations.search(session, q)

    @get("/occupations/{code:str}/skills")
    async def skills(self, session: NamedDependency[AsyncSession], code: FromPath[str]) -> list[SkillCard]:
        """List the skills of an occupation, core ones first."""
        return await occupations.skills_of(session, code)

    @get("/places")
    async def places(self, session: NamedDependency[AsyncSession], q: Typed) -> list[PlaceCard]:
        """Find communes by name or postcode."""
        return await places.search(session, q)
