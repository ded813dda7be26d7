"""What became of a play, in a few lines."""

from web.robots.play import BROKEN, Tally


def lines(tally: Tally) -> list[str]:
    """Return the report."""
    broken = sum(count for status, count in tally.answers.items() if status >= BROKEN)
    refused = sum(count for status, count in tally.answers.items() if 400 <= status < BROKEN)  # noqa: PLR2004
    talks = f"joined {tally.joined}, called {tally.called}, talked {tally.talked}, missed {tally.missed}"
    turns = f"handed over {tally.handed_over}, extended {tally.extended}, lines lost and found {tally.lost_line}"
    return [
        f"{talks}, left by themselves {tally.left}",
        f"answered when a line closed {tally.answered}, left waiting {tally.left_waiting}",
        f"{turns}, sentences written {tally.written}",
        f"wait: p50 {_at(tally.waits, 0.5):.0f} s, p90 {_at(tally.waits, 0.9):.0f} s",
        f"answers {sum(tally.answers.values())}, refused {refused}, broken (5xx) {broken}, none {tally.unheard}",
    ]


def is_good(tally: Tally) -> bool:
    """Say whether people met, nobody was left without an answer, and nothing broke."""
    return tally.talked > 0 and not tally.left_waiting and not any(status >= BROKEN for status in tally.answers)


def _at(waits: list[float], share: float) -> float:
    ordered = sorted(waits)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0
