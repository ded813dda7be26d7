"""What happens to rehearsals by itself."""

from insights.rehearsal import service
from kit.database import Sessions


async def play(sessions: Sessions) -> None:
    """Play what waits, one after the other."""
    while await service.play_next(sessions):
        pass
