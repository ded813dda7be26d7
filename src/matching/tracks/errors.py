"""Why a track may be refused."""

from kit.errors import Forbidden


class AdviserDecides(Forbidden):
    """A recruiter asks for more than to be blind."""

    message = "You can ask to read candidates without their names. Anything else your adviser decides."
