"""Which step of a need may follow which."""

from employers.needs.models import NeedStatus

_FOLLOWING: dict[NeedStatus, frozenset[NeedStatus]] = {
    NeedStatus.DRAFT: frozenset({NeedStatus.SUBMITTED, NeedStatus.WITHDRAWN}),
    NeedStatus.SUBMITTED: frozenset({NeedStatus.QUALIFIED, NeedStatus.DRAFT, NeedStatus.WITHDRAWN}),
    NeedStatus.QUALIFIED: frozenset({NeedStatus.OPEN, NeedStatus.WITHDRAWN}),
    NeedStatus.OPEN: frozenset({NeedStatus.FILLED, NeedStatus.WITHDRAWN}),
    NeedStatus.FILLED: frozenset({NeedStatus.OPEN, NeedStatus.WITHDRAWN}),
    NeedStatus.WITHDRAWN: frozenset({NeedStatus.DRAFT}),
}
RECRUITERS_STEPS = frozenset({NeedStatus.SUBMITTED, NeedStatus.WITHDRAWN})
RECRUITERS_TO_EDIT = frozenset({NeedStatus.DRAFT, NeedStatus.SUBMITTED})


def may_follow(now: NeedStatus, then: NeedStatus) -> bool:
    """Say whether a need may go from one status to another."""
    return then in _FOLLOWING[now]


def next_steps(now: NeedStatus) -> list[NeedStatus]:
    """Return where a need can go from here, in the order of its life."""
    return [status for status in NeedStatus if status in _FOLLOWING[now]]
