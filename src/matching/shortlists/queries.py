"""Reading what the score needs, and shortlists."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.schemas import Viewer
from candidates.profiles import queries as candidates
from candidates.profiles.models import Candidate, Hours
from employers.needs import queries as needs
from employers.needs.models import Need, NeedStatus
from events.planning.models import Event, EventStatus
from events.stands import queries as stands
from events.stands.models import Stand, StandNeed
from kit import clock
from kit.errors import NotFound
from matching.decisions.schemas import Versions
from matching.ranking.rules.asked import Asking
from matching.scoring.rules import kept, words
from matching.scoring.rules.criteria import VERSION
from matching.scoring.rules.facts import Offered, Sought, Travel, Unit
from matching.scoring.rules.weights import Weights
from matching.scoring.rules.words import Reader
from matching.shortlists.errors import NeedNotHere
from matching.shortlists.models import Match, Shortlist
from matching.shortlists.schemas import CriterionView, MatchView, ShortlistView
from matching.weighting import queries as weighting
from reference import queries as reference
from reference.labels import label, labels
from reference.occupations import queries as occupations
from reference.places import queries as places
from reference.places import travel
from reference.places.rules import distance_km
from reference.terms import Condition, Contract, Licence, Source
from reference.titles import queries as titles

Point = tuple[float, float]
# Who reads titles; a trained model names its own version


async def need_at(session: AsyncSession, viewer: Viewer, event: Event, need_id: UUID) -> Need:
    """Return a need for which this event recruits; raises NeedNotHere or NotFound."""
    need = await needs.need_of(session, viewer, need_id)
    if await stands.stand_for(session, event.id, need_id) is None:
        raise NeedNotHere
    return need


async def match_of(session: AsyncSession, event: Event, match_id: UUID) -> Match:
    """Return an entry of this event's shortlists; raises NotFound for any other."""
    match = await session.scalar(select(Match).where(Match.id == match_id, Match.event_id == event.id))
    if match is None:
        raise NotFound
    return match


async def ranks(session: AsyncSession, need_id: UUID, event_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return the place of each entry on its list by score, from 1."""
    place = func.row_number().over(partition_by=Match.event_id, order_by=(Match.score.desc(), Match.id))
    rows = await session.execute(select(Match.id, place).where(Match.need_id == need_id, Match.event_id.in_(event_ids)))
    return {match_id: number for match_id, number in rows}  # noqa: C416 - rows, not pairs


def scored_with(match: Match) -> Versions:
    """Return what an entry was scored with, as far as the entry itself says; the log's own entry says the rest."""
    return Versions(rules=match.version, weights=match.weights or None)


async def sought(session: AsyncSession, need: Need) -> Sought:
    """Return what the score may know of a need; without stated skills, the occupation's core ones are wished."""
    return (await sought_all(session, [need]))[need.id]


async def sought_all(session: AsyncSession, listed: Sequence[Need]) -> dict[UUID, Sought]:
    """Return what the score may know of each of these needs, as `sought` does."""
    codes = {need.occupation_code for need in listed}
    core = await occupations.core_skills(session, codes)
    steps: dict[tuple[str, str], set[str]] = {}
    for (source, target), kind in (await occupations.links_of(session, codes)).items():
        steps.setdefault((target, kind), set()).add(source)
    return {need.id: _sought(need, steps, core.get(need.occupation_code, [])) for need in listed}


def _sought(need: Need, steps: Mapping[tuple[str, str], set[str]], core: Sequence[str]) -> Sought:
    wished = need.skills_wished
    if not need.skills_required and not wished:
        wished = [*core]
    return Sought(
        occupation=need.occupation_code,
        near=frozenset(steps.get((need.occupation_code, "near"), ())),
        evolution=frozenset(steps.get((need.occupation_code, "evolution"), ())),
        skills_required=frozenset(need.skills_required),
        skills_wished=frozenset(wished),
        contract=need.contract,
        weekly_hours=float(need.hours) if need.hours is not None else None,
        starts_on=need.starts_on,
        languages=frozenset(need.languages) - {"fr"},
        conditions=frozenset(Condition(value) for value in need.conditions),
        licences=frozenset(Licence(value) for value in need.licences),
        experience_months=need.experience_months,
        remote=need.remote,
    )


def offered(candidate: Candidate, travel: Travel | None) -> Offered:
    """Return what the score may know of a candidate."""
    hours = candidate.hours
    return Offered(
        occupations=tuple(candidate.occupations),
        skills=frozenset(candidate.skills),
        lacks=frozenset(candidate.skills_no),
        contracts=frozenset(Contract(value) for value in candidate.contracts),
        contracts_refused=frozenset(Contract(value) for value in candidate.contracts_no),
        full_time=None if hours is None else hours in {Hours.FULL, Hours.EITHER},
        part_time=None if hours is None else hours in {Hours.PART, Hours.EITHER},
        available_from=candidate.available_from,
        languages=frozenset(candidate.languages),
        languages_lacking=frozenset(candidate.languages_no),
        conditions={Condition(name): bool(yes) for name, yes in candidate.conditions.items()},
        licences={Licence(name): bool(yes) for name, yes in candidate.licences.items()},
        experience_months=candidate.experience_months,
        travel=travel,
        sources={fact: Source(source) for fact, source in candidate.sources.items()},
    )


def fits(wanted: Sought, occupations: Iterable[str]) -> bool:
    """Say whether somebody may be on the list of a need: by the occupations they name, or naming none yet."""
    named = set(occupations)
    return not named or not named.isdisjoint(wanted.near | wanted.evolution | {wanted.occupation})


async def asking_of(session: AsyncSession, listed: Sequence[Need]) -> list[Asking]:
    """Return what these needs ask for, with their weights and places, in the order given."""
    wanted = await sought_all(session, listed)
    weights = await weighting.weights_of_all(session, [need.id for need in listed])
    points = await places.positions(session, {need.place_code for need in listed})
    return [
        Asking(
            sought=wanted[need.id],
            weights=weights[need.id],
            place=need.place_code,
            position=points.get(need.place_code),
        )
        for need in listed
    ]


async def recruited(session: AsyncSession, event_id: UUID) -> list[Need]:
    """Return the needs for which people are sought at an event."""
    rows = select(Need).join(StandNeed, StandNeed.need_id == Need.id).join(Stand, Stand.id == StandNeed.stand_id)
    found = rows.where(Stand.event_id == event_id, Need.status == NeedStatus.OPEN).order_by(Need.id)
    return list(await session.scalars(found))


async def versions(session: AsyncSession, weights: Weights) -> Versions:
    """Return what a score of now is made with."""
    return (await versions_all(session, [weights]))[0]


async def versions_all(session: AsyncSession, weights: Iterable[Weights]) -> list[Versions]:
    """Return what scores of now are made with, for each of these weights."""
    loaded = await reference.loaded_at(session, occupations.VOCABULARY)
    register = loaded.isoformat() if loaded else ""
    model = titles.version()
    return [Versions(rules=VERSION, weights=one.digest, register=register, model=model) for one in weights]


def versions_of(made: Shortlist) -> Versions:
    """Return what a list was made with."""
    return Versions(rules=made.rules, weights=made.weights, register=made.register, model=made.model)


async def made(session: AsyncSession, event_id: UUID, need_id: UUID) -> Shortlist | None:
    """Return how the list of a need was made, and keep others from making it again meanwhile."""
    rows = select(Shortlist).where(Shortlist.event_id == event_id, Shortlist.need_id == need_id)
    return await session.scalar(rows.with_for_update())


async def lists_about(session: AsyncSession, candidate: Candidate) -> list[tuple[Shortlist, Event, Need]]:
    """Return the lists, of events still to come, that a candidate is on, or may be on by the occupations named."""
    reach = {*candidate.occupations} | await occupations.reached_from(session, candidate.occupations)
    on = select(Match.made_in).where(Match.candidate_id == candidate.id, Match.made_in.is_not(None))
    rows = (
        select(Shortlist, Event, Need)
        .join(Event, Event.id == Shortlist.event_id)
        .join(Need, Need.id == Shortlist.need_id)
        .where(
            Event.territory_id == candidate.territory_id,
            Event.ends_at > clock.now(),
            Event.status != EventStatus.CANCELLED,
            or_(Need.occupation_code.in_(reach), Shortlist.id.in_(on)) if candidate.occupations else true(),
        )
        .order_by(Shortlist.id)
    )
    return [(made, event, need) for made, event, need in await session.execute(rows)]


async def pool(session: AsyncSession, event: Event) -> list[Candidate]:
    """Return the candidates of the event's territory who agreed to be preselected."""
    rows = select(Candidate).where(Candidate.territory_id == event.territory_id, Candidate.preselect)
    return list(await session.scalars(rows))


async def travels(session: AsyncSession, need: Need, people: Iterable[Candidate]) -> dict[UUID, Travel]:
    """Return how far the post is for each candidate, beside how far they go.

    In minutes where the table of travel times knows the way, else in kilometres as the crow flies; nobody is in
    it whose place is not known.
    """
    listed = list(people)
    known = await places.positions(session, [need.place_code, *(person.place_code for person in listed)])
    here = known.get(need.place_code)
    found = {person.id: _travel(need, person, here, known.get(person.place_code)) for person in listed}
    return {id_: way for id_, way in found.items() if way}


async def travels_to(session: AsyncSession, person: Candidate, listed: Sequence[Need]) -> dict[UUID, Travel | None]:
    """Return how far each of these posts is for one candidate, as `travels` does."""
    known = await places.positions(session, {person.place_code, *(need.place_code for need in listed)})
    home = known.get(person.place_code)
    return {need.id: _travel(need, person, known.get(need.place_code), home) for need in listed}


def _travel(need: Need, person: Candidate, here: Point | None, home: Point | None) -> Travel | None:
    minutes = travel.minutes_between(person.place_code, need.place_code)
    if minutes is not None:
        limit = person.travel_minutes or travel.limit_in_minutes(person.radius_km)
        return Travel(length=minutes, limit=float(limit), unit=Unit.MINUTES)
    if here and home:
        return Travel(length=distance_km(here, home), limit=float(person.radius_km))
    return None


async def shortlist(
    session: AsyncSession, event: Event, need: Need, proposals: dict[UUID, str] | None = None
) -> ShortlistView:
    """Describe a shortlist; ``proposals`` gives the state of each match that was proposed."""
    rows = select(Match).where(Match.event_id == event.id, Match.need_id == need.id)
    matches = list(await session.scalars(rows.order_by(Match.score.desc(), Match.id)))
    people = await candidates.with_person(session, [match.candidate_id for match in matches])
    explained = await explain(session, matches)
    [card] = await needs.cards(session, [need])
    sent = proposals or {}
    return ShortlistView(
        event_id=event.id,
        event=event.title,
        need=card,
        matches=[
            MatchView(
                id=match.id,
                candidate_id=match.candidate_id,
                candidate=people[match.candidate_id].person.name,
                score=round(match.score, 4),
                criteria=explained[match.id],
                decision=match.decision,
                reason=match.reason,
                proposal=sent.get(match.id),
                by_hand=match.by_hand,
                opted_out=not people[match.candidate_id].preselect,
            )
            for match in matches
        ],
        kept=sum(match.decision.value == "kept" for match in matches),
    )


async def explain(
    session: AsyncSession, matches: Iterable[Match], reader: Reader = Reader.ADVISER
) -> dict[UUID, list[CriterionView]]:
    """Say what this reader is told of these matches, in the reader's language."""
    read = {match.id: words.told(map(kept.criterion, match.criteria), reader) for match in matches}
    codes = {code for criteria in read.values() for criterion in criteria for code in words.codes(criterion)}
    names = await occupations.skill_names(session, codes) | await occupations.names(session, codes)
    return {
        id_: [
            CriterionView(
                name=criterion.name,
                verdict=criterion.verdict,
                sentence=words.sentence(criterion, names | labels(), reader),
                share=criterion.share,
                points=criterion.points,
                weight=criterion.weight,
                sources=[label(f"from {source}") for source in criterion.sources],
            )
            for criterion in criteria
        ]
        for id_, criteria in read.items()
    }
