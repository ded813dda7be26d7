"""The score of a block of candidates for many needs, fused with the choice of the best.

Whatever several needs ask alike (a place, a first day, a set of conditions) is computed once for a
tile of candidates. Skills and occupations are added through lists of who has them: nobody else is
looked at. What is left for each pair are ten products and a comparison, which the compiler does for
eight candidates at once. Nothing larger than a tile is written: there is no matrix of scores.
"""

import math

import numba
import numpy as np

from matching.ranking.rules.columns import (
    CONTRACT,
    DATES,
    EXPERIENCE,
    HOURS,
    SHARED,
    TILE,
    TRAVEL,
    Floats,
    Ints,
    Needs,
    People,
    Smalls,
    Top,
)
from matching.ranking.rules.jit import compiled, parallel
from matching.scoring.rules.asked import UNKNOWN_SHARE
from matching.scoring.rules.score import FURTHER, LATEST_DAYS
from reference.places.rules import EARTH_RADIUS_KM

TOGETHER = 192  # needs that one thread takes at a time
BILLION = 1e9
_LOOKED_AT = 64
_REMOTE = 1.5  # above the length of a unit vector, squared
_MOST_HALVINGS = 64.0


@parallel
def add(needs: Needs, people: People, first: int, top: Top, fitting: bool) -> None:
    """Let a block of candidates, the first of whom is the ``first`` of all, into the tops they belong in.

    Where ``fitting``, nobody whose occupation does not fit at all gets in.
    """
    count = len(needs.weights)
    for part in numba.prange((count + TOGETHER - 1) // TOGETHER):
        _some(needs, people, first, top, fitting, part * TOGETHER, min(count, (part + 1) * TOGETHER))


@compiled
def _some(needs: Needs, people: People, first: int, top: Top, fitting: bool, begin: int, end: int) -> None:
    """Take some needs through all tiles; no other thread touches their tops."""
    seen = np.full(len(needs.kind), -1, np.int32)
    distinct = 0
    for need in range(begin, end):
        for column in range(SHARED):
            row = needs.rows[need, column]
            if seen[row] < 0:
                seen[row] = distinct
                distinct += 1
    shares = np.empty((distinct, TILE))
    occupation, skills, total = np.empty(TILE), np.empty(TILE), np.empty(TILE)
    count = len(people.limit)
    for tile in range((count + TILE - 1) // TILE):
        start = tile * TILE
        size = min(TILE, count - start)
        for row in range(len(seen)):
            if seen[row] >= 0:
                _share(needs, people, row, start, size, shares[seen[row]])
        for need in range(begin, end):
            _listed(needs, people, need, tile, start, size, occupation, skills)
            _add_up(needs, need, size, seen, shares, occupation, skills, total, fitting)
            _choose(total, size, first + start, top.score[need], top.who[need], top.length, need)


@compiled
def _listed(
    needs: Needs, people: People, need: int, tile: int, start: int, size: int, occupation: Floats, skills: Floats
) -> None:
    """Write the share of the occupation, and the sum of the skills there less those refused."""
    for at in range(size):
        occupation[at] = people.no_occupation[start + at]
        skills[at] = 0.0
    for asked in range(needs.occupation_from[need], needs.occupation_from[need + 1]):
        code = needs.occupation[asked]
        for at in range(people.occupation_from[tile, code], people.occupation_from[tile, code + 1]):
            occupation[people.occupation_who[at]] = needs.occupation_share[asked]
    for asked in range(needs.skill_from[need], needs.skill_from[need + 1]):
        code = needs.skill[asked]
        for at in range(people.skill_from[tile, code], people.skill_from[tile, code + 1]):
            skills[people.skill_who[at]] += people.skill_sign[at] * needs.skill_weight[asked]


@compiled
def _add_up(
    needs: Needs,
    need: int,
    size: int,
    seen: Smalls,
    shares: Floats,
    occupation: Floats,
    skills: Floats,
    total: Floats,
    fitting: bool,
) -> None:
    """Add the ten parts, weight by share, in reading order."""
    weight = needs.weights[need]
    w0, w1, w2, w3, w4 = weight[0], weight[1], weight[2], weight[3], weight[4]
    w5, w6, w7, w8, w9 = weight[5], weight[6], weight[7], weight[8], weight[9]
    row = needs.rows[need]
    experience, travel, contract = shares[seen[row[0]]], shares[seen[row[1]]], shares[seen[row[2]]]
    hours, dates, languages = shares[seen[row[3]]], shares[seen[row[4]]], shares[seen[row[5]]]
    conditions, licences = shares[seen[row[6]]], shares[seen[row[7]]]
    asked = needs.skill_total[need]
    middle, scale = (0.5 * w1, 0.5 * w1 / asked) if asked > 0.0 else (w1, 0.0)
    worst = 0.0 if fitting else -1.0
    for at in range(size):
        score = (
            w0 * occupation[at]
            + (middle + scale * skills[at])
            + w2 * experience[at]
            + w3 * travel[at]
            + w4 * contract[at]
            + w5 * hours[at]
            + w6 * dates[at]
            + w7 * languages[at]
            + w8 * conditions[at]
            + w9 * licences[at]
        )
        total[at] = score if occupation[at] > worst else -1.0


@compiled
def _choose(total: Floats, size: int, first: int, score: Ints, who: Ints, lengths: Ints, need: int) -> None:
    """Let whoever is better than the last of a full top in; sixty-four are looked over at once."""
    length, room = lengths[need], len(score)
    enough = (score[0] - 1) / BILLION if length == room else -0.5
    for begin in range(0, size, _LOOKED_AT):
        end = min(size, begin + _LOOKED_AT)
        found = 0
        for at in range(begin, end):
            found += total[at] > enough
        if found == 0:
            continue
        for at in range(begin, end):
            if total[at] > enough:
                length = put(score, who, length, math.floor(total[at] * BILLION + 0.5), first + at)
                enough = (score[0] - 1) / BILLION if length == room else -0.5
    lengths[need] = length


@compiled
def put(score: Ints, who: Ints, length: int, points: int, person: int) -> int:
    """Put somebody into a top, whose worst stands first; return its new length. Of equals the lower id is better."""
    room = len(score)
    if length == room:
        if points < score[0] or (points == score[0] and person > who[0]):
            return length
        _down(score, who, length, points, person)
        return length
    at = length
    while at > 0:
        above = (at - 1) // 2
        if score[above] < points or (score[above] == points and who[above] > person):
            break
        score[at], who[at] = score[above], who[above]
        at = above
    score[at], who[at] = points, person
    return length + 1


@compiled
def _down(score: Ints, who: Ints, length: int, points: int, person: int) -> None:
    """Put somebody in the first one's place, and sink until nobody below is worse."""
    at = 0
    while True:
        below = 2 * at + 1
        if below >= length:
            break
        other = below + 1
        if other < length and (
            score[other] < score[below] or (score[other] == score[below] and who[other] > who[below])
        ):
            below = other
        if score[below] > points or (score[below] == points and who[below] < person):
            break
        score[at], who[at] = score[below], who[below]
        at = below
    score[at], who[at] = points, person


@compiled
def _share(needs: Needs, people: People, row: int, start: int, size: int, out: Floats) -> None:
    """Write the share of one thing asked for each candidate of a tile."""
    kind, number = needs.kind[row], needs.number[row]
    if kind == EXPERIENCE:
        _experience(people.months[start : start + size], number, out)
    elif kind == TRAVEL:
        _travel(people, needs.place[row], start, size, out)
        if len(people.times) and needs.place[row, 0] < _REMOTE:
            _by_minutes(people, people.times[int(number)], start, size, out)
    elif kind == CONTRACT:
        out[:size] = people.contract[int(number), start : start + size]
    elif kind == HOURS:
        out[:size] = people.hours[int(number), start : start + size]
    elif kind == DATES:
        _dates(people.day[start : start + size], number, out)
    else:
        _several(needs, people, row, start, size, out)


@compiled
def _experience(months: Floats, asked: float, out: Floats) -> None:
    for at in range(len(months)):
        if asked <= 0.0:
            out[at] = 1.0
        elif months[at] < 0.0:
            out[at] = UNKNOWN_SHARE
        else:
            out[at] = min(1.0, months[at] / asked)


@compiled
def _dates(free: Floats, asked: float, out: Floats) -> None:
    for at in range(len(free)):
        if asked < 0.0:
            out[at] = 1.0
        elif free[at] < 0.0:
            out[at] = UNKNOWN_SHARE
        else:
            out[at] = max(0.0, 1.0 - max(0.0, free[at] - asked) / (LATEST_DAYS + 1.0))


@compiled
def _several(needs: Needs, people: People, row: int, start: int, size: int, out: Floats) -> None:
    """Count of what is asked what is there (1) and what nobody asked about (a half)."""
    asked = needs.number[row]
    if asked == 0.0:
        out[:size] = 1.0
        return
    out[:size] = asked
    for word in range(needs.asked.shape[1]):
        mask = needs.asked[row, word]
        if mask:
            has, lacks = people.has[word, start : start + size], people.lacks[word, start : start + size]
            for at in range(size):
                out[at] += bits(mask & has[at]) - bits(mask & lacks[at] & ~has[at])
    for at in range(size):
        out[at] = out[at] / (2.0 * asked)


@compiled
def bits(word: np.uint64) -> np.int64:
    """Count the bits of 64 (Hacker's Delight, 5-1), which the compiler turns into one instruction."""
    word = word - ((word >> np.uint64(1)) & np.uint64(0x5555555555555555))
    word = (word & np.uint64(0x3333333333333333)) + ((word >> np.uint64(2)) & np.uint64(0x3333333333333333))
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((word * np.uint64(0x0101010101010101)) >> np.uint64(56))


@compiled
def _travel(people: People, place: Floats, start: int, size: int, out: Floats) -> None:
    """Measure the chord between two points of the unit sphere: exact for neighbours too, where a cosine is not."""
    length = place[0] * place[0] + place[1] * place[1] + place[2] * place[2]
    if length > _REMOTE or length == 0.0:
        out[:size] = 1.0 if length > _REMOTE else UNKNOWN_SHARE
        return
    end = start + size
    limits = people.limit[start:end]
    _chord(people.place[0, start:end], people.place[1, start:end], people.place[2, start:end], place, out)
    for at in range(size):
        out[at] = 2.0 * EARTH_RADIUS_KM * arc(out[at])
    for at in range(size):
        out[at] = halved(max(0.0, out[at] - limits[at]) / (FURTHER * limits[at]))
    _unknown(people.place[0, start:end], people.place[1, start:end], people.place[2, start:end], out)


@compiled
def _by_minutes(people: People, times: Floats, start: int, size: int, out: Floats) -> None:
    """Take the travel time instead, where the table knows the way."""
    for at in range(size):
        minutes, limit = times[people.home[start + at]], people.minutes[start + at]
        if minutes >= 0.0:
            out[at] = halved(max(0.0, minutes - limit) / (FURTHER * limit))


@compiled
def _chord(x: Floats, y: Floats, z: Floats, place: Floats, out: Floats) -> None:
    """Write half the chord: the sine of half the angle."""
    for at in range(len(x)):
        dx, dy, dz = x[at] - place[0], y[at] - place[1], z[at] - place[2]
        out[at] = 0.5 * math.sqrt(dx * dx + dy * dy + dz * dz)


@compiled
def _unknown(x: Floats, y: Floats, z: Floats, out: Floats) -> None:
    for at in range(len(x)):
        out[at] = out[at] if x[at] * x[at] + y[at] * y[at] + z[at] * z[at] > 0.0 else UNKNOWN_SHARE


@compiled
def arc(sine: float) -> float:
    """Return the angle whose sine is given, by its series, without a branch.

    It is right to a hundredth of a millimetre up to 3,800 km apart and to 7 m up to 6,700 km. Further
    away it is too short, but there the share is nothing: nobody's limit is above 200 km.
    """
    z = sine * sine
    return sine * (
        1.0 + z * (1 / 6 + z * (3 / 40 + z * (15 / 336 + z * (105 / 3456 + z * (945 / 42240 + z * (10395 / 599040))))))
    )


@compiled
def halved(times: float) -> float:
    """Return a half to the power of ``times`` (0 or more): a series for a sixty-fourth of it, squared six times."""
    x = -math.log(2.0) / 64 * min(times, _MOST_HALVINGS)
    rest = 1 / 720 + x * (1 / 5040 + x * (1 / 40320 + x * (1 / 362880 + x * (1 / 3628800 + x / 39916800))))
    power = 1.0 + x * (1.0 + x * (1 / 2 + x * (1 / 6 + x * (1 / 24 + x * (1 / 120 + x * rest)))))
    power *= power
    power *= power
    power *= power
    power *= power
    power *= power
    return power * power


@compiled
def merge(one: Top, other: Top) -> None:
    """Let all of the other's tops into the one's: the best of the best, whoever found them."""
    for need in range(len(one.length)):
        for at in range(other.length[need]):
            one.length[need] = put(
                one.score[need], one.who[need], one.length[need], other.score[need, at], other.who[need, at]
            )
