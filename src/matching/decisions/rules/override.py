"""When a person decides against what the score proposes."""

PER_POST = 3  # how many people are met for one post, as a rule of thumb of the field


def line(posts: int) -> int:
    """Return how far down its list the score proposes to keep: three people for each post."""
    return PER_POST * posts


def is_override(*, kept: bool, rank: int, posts: int) -> bool:
    """Say whether keeping below the line, or refusing above it, goes against the score."""
    return (rank > line(posts)) if kept else (rank <= line(posts))
