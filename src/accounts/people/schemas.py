"""Who is asking, as every other package sees them."""

from typing import Annotated
from uuid import UUID

import msgspec

from accounts.people.models import Role
from kit.i18n import Language

Email = Annotated[
    str, msgspec.Meta(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=254, examples=["lea@boulangerie.example"])
]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=120, examples=["Léa Martin"])]


class Viewer(msgspec.Struct, frozen=True, kw_only=True):
    """A person who is signed in, with the roles that this session or key may use."""

    id: UUID
    name: str
    email: str | None
    language: Language
    mandates: tuple[tuple[Role, UUID], ...]

    def has(self, *roles: Role) -> bool:
        """Say whether the person holds one of these roles, anywhere."""
        return any(role in roles for role, _ in self.mandates)

    def scopes(self, *roles: Role) -> frozenset[UUID]:
        """Return where the person holds one of these roles."""
        return frozenset(scope for role, scope in self.mandates if role in roles)

    @property
    def candidate_id(self) -> UUID | None:
        """The candidate this person is, if any."""
        return next(iter(self.scopes(Role.CANDIDATE)), None)

    @property
    def role(self) -> Role | None:
        """The role whose pages come first."""
        order = (Role.ADVISER, Role.MANAGER, Role.HELPER, Role.RECRUITER, Role.PARTNER, Role.CANDIDATE)
        return next((role for role in order if self.has(role)), None)
