"""The name that an interview has in calendars."""

from uuid import UUID


def uid_of(interview_id: UUID, domain: str) -> str:
    """Return the UID of an interview, which never changes (RFC 5545, section 3.8.4.7)."""
    return f"interview-{interview_id}@{domain}"


def interview_in(uid: str, domain: str) -> UUID | None:
    """Return which interview a UID names; None if it is not one of ours."""
    name, _, at = uid.rpartition("@")
    if at.lower() != domain.lower() or not name.lower().startswith("interview-"):
        return None
    try:
        return UUID(name[len("interview-") :])
    except ValueError:
        return None
