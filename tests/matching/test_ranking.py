"""The same score over columns: as the rules give it, in the rules' order, whoever computes it."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.ranking.rules import asked, best, kernel, people
from matching.ranking.rules.asked import Asking, Position
from matching.ranking.rules.columns import TILE, Needs, People, empty
from matching.ranking.rules.people import Profile
from matching.scoring.rules.criteria import Name
from matching.scoring.rules.facts import Offered, Sought, Travel, Unit
from matching.scoring.rules.order import place
from matching.scoring.rules.score import score
from matching.scoring.rules.weights import Preset, normalised, parts
from reference.places.rules import distance_km
from tests.matching.facts import OFFERED, SOUGHT, sought

POSITIONS = st.sampled_from([(43.70, 7.27), (43.66, 7.15), (43.5804, 7.1251), (48.86, 2.35), (-20.88, 55.45)])
ASKING = st.builds(
    Asking,
    sought=SOUGHT,
    weights=st.sampled_from(Preset).map(lambda preset: normalised(parts(preset))),
    position=st.none() | POSITIONS,
    place=st.sampled_from(["06027", "06088"]),
)
PERSON = st.tuples(OFFERED, st.none() | POSITIONS, st.integers(1, 200), st.sampled_from(["06004", "06027", "75056"]))
Person = tuple[Offered, Position | None, int, str]
TIMES = {("06004", "06027"): 25.0, ("06027", "06027"): 4.0, ("75056", "06088"): 340.0}


def text(said: object) -> str:
    return msgspec.json.encode(said).decode()


def profile(person: Person) -> Profile:
    offered, position, limit, home = person
    return Profile(
        home=home,
        position=position,
        limit=float(limit),
        minutes=limit / 2,
        occupations=text(offered.occupations),
        skills=text(offered.skills),
        lacks=text(offered.lacks),
        contracts=text(offered.contracts),
        contracts_refused=text(offered.contracts_refused),
        full_time=offered.full_time,
        part_time=offered.part_time,
        available_from=offered.available_from,
        languages=text(offered.languages),
        languages_lacking=text(offered.languages_lacking),
        conditions=text(offered.conditions),
        licences=text(offered.licences),
        experience_months=offered.experience_months,
    )


def by_rules(one: Asking, crowd: list[Person], *, timed: bool) -> list[float]:
    totals = []
    for offered, position, limit, home in crowd:
        travel = None
        if timed and (home, one.place) in TIMES:
            travel = Travel(length=TIMES[home, one.place], limit=limit / 2, unit=Unit.MINUTES)
        elif one.position is not None and position is not None:
            travel = Travel(length=distance_km(one.position, position), limit=limit)
        totals.append(score(one.sought, msgspec.structs.replace(offered, travel=travel), one.weights).total)
    return totals


def columns(asking: list[Asking], crowd: list[Person], *, timed: bool = False) -> tuple[Needs, People]:
    codes = asked.codes_of(asking)
    between = (lambda home, work: TIMES.get((home, work))) if timed else None
    return asked.encoded(asking, codes), people.encoded([profile(p) for p in crowd], codes, between)


def fits(sought: Sought, offered: Offered) -> bool:
    fitting = sought.near | sought.evolution | {sought.occupation}
    return not offered.occupations or bool(fitting.intersection(offered.occupations))


@settings(deadline=None, max_examples=150)
@given(
    st.lists(ASKING, min_size=1, max_size=4),
    st.lists(PERSON, max_size=20),
    st.integers(1, 12),
    st.booleans(),
    st.booleans(),
)
def test_the_kernel_gives_what_the_rules_give_in_their_order(
    asking: list[Asking], crowd: list[Person], length: int, fitting: bool, timed: bool
) -> None:
    found = best.ordered(best.of_block(*columns(asking, crowd, timed=timed), 0, length, fitting))
    for one, rows in zip(asking, found, strict=True):
        totals = by_rules(one, crowd, timed=timed)
        wanted = [at for at in range(len(crowd)) if not fitting or fits(one.sought, crowd[at][0])]
        assert [who for who, _ in rows] == sorted(wanted, key=lambda at: (-place(totals[at]), at))[:length]
        assert [points / 1e9 for _, points in rows] == pytest.approx([totals[who] for who, _ in rows], abs=2e-9)


@settings(deadline=None, max_examples=25)
@given(st.lists(ASKING, min_size=1, max_size=3), st.lists(PERSON, min_size=2, max_size=25), st.integers(1, 6))
def test_blocks_one_after_the_other_or_apart_find_the_same(
    asking: list[Asking], crowd: list[Person], length: int
) -> None:
    codes = asked.codes_of(asking)
    needs = asked.encoded(asking, codes)
    cut = len(crowd) // 2
    blocks = [people.encoded([profile(p) for p in part], codes) for part in (crowd[:cut], crowd[cut:])]
    in_turn, apart = empty(needs.size, length), empty(needs.size, length)
    for first, block in zip((0, cut), blocks, strict=True):
        kernel.add(needs, block, first, in_turn, False)
    for first, block in zip((cut, 0), reversed(blocks), strict=True):
        kernel.merge(apart, best.of_block(needs, block, first, length, False))
    whole = best.of_block(*columns(asking, crowd), 0, length, False)
    assert best.ordered(in_turn) == best.ordered(whole)
    assert best.ordered(apart) == best.ordered(whole)


def test_many_who_are_equal_come_in_the_order_of_their_ids() -> None:
    twins: list[Person] = [(Offered(occupations=("G1609",)), None, 10, "06004")] * (TILE + 300)
    needs, crowd = columns([Asking(sought=sought())], twins)
    [rows] = best.ordered(best.of_block(needs, crowd, 0, 200, True))
    assert [who for who, _ in rows] == list(range(200))
    assert len({points for _, points in rows}) == 1


def test_neighbours_a_few_hundred_metres_apart_are_told_apart() -> None:
    """An arc cosine in single precision cannot: it says 6.22 km for 5.76."""
    here, there = (43.6640, 7.1480), (43.6661, 7.1512)
    crowd: list[Person] = [(Offered(occupations=("G1609",)), there, 1, ""), (Offered(), there, 200, "")]
    one = Asking(sought=sought(), position=here, weights=normalised({Name.TRAVEL: 1}))
    assert 0.3 < distance_km(here, there) < 0.4
    nearer = msgspec.structs.replace(one, position=(43.70, 7.20))
    [rows], [far] = (best.ordered(best.of_block(*columns([ask], crowd), 0, 2, False)) for ask in (one, nearer))
    assert [points for _, points in rows] == [10**9, 10**9]
    assert far[1][1] == pytest.approx(by_rules(nearer, crowd, timed=False)[0] * 1e9, abs=2)


def test_more_languages_than_one_word_of_bits_holds() -> None:
    many = frozenset(f"l{number}" for number in range(90))
    one = Asking(sought=sought(languages=many), weights=normalised({Name.LANGUAGES: 1}))
    crowd: list[Person] = [
        (
            Offered(languages=frozenset(sorted(many)[:70]), languages_lacking=frozenset({"l98", "l89"})),
            None,
            9,
            "",
        )
    ]
    [[(_, points)]] = best.ordered(best.of_block(*columns([one], crowd), 0, 1, False))
    assert points == pytest.approx(by_rules(one, crowd, timed=False)[0] * 1e9, abs=2)
