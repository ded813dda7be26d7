"""The comparison in plain words, made from the same evidence the points come from."""

from collections.abc import Mapping
from typing import Any

from kit.i18n import N_, gettext, listed
from matching.scoring.rules.score import Criterion, Name, Verdict

_SENTENCES: dict[tuple[Name, Verdict], str] = {
    (Name.OCCUPATION, Verdict.NOT_MET): N_("Looks for another job"),
    (Name.SKILLS, Verdict.MET): N_("Has the skills asked for: %(have)s"),
    (Name.SKILLS, Verdict.NOT_MET): N_("Skills still missing: %(missing)s"),
    (Name.SKILLS, Verdict.UNKNOWN): N_("Skills to ask about: %(missing)s"),
    (Name.EXPERIENCE, Verdict.MET): N_("Experience: %(have)s months, %(asked)s asked"),
    (Name.EXPERIENCE, Verdict.NOT_MET): N_("Experience: %(have)s months, %(asked)s asked"),
    (Name.EXPERIENCE, Verdict.UNKNOWN): N_("Experience to ask about: %(asked)s months are asked"),
    (Name.DISTANCE, Verdict.MET): N_("Within the distance the candidate chose"),
    (Name.DISTANCE, Verdict.NOT_MET): N_("Further than the distance the candidate chose"),
    (Name.DISTANCE, Verdict.UNKNOWN): N_("Distance not known"),
    (Name.CONTRACT, Verdict.MET): N_("The contract is one the candidate wants"),
    (Name.CONTRACT, Verdict.NOT_MET): N_("The candidate wants another contract"),
    (Name.CONTRACT, Verdict.UNKNOWN): N_("Contract to ask about"),
    (Name.HOURS, Verdict.MET): N_("The hours suit"),
    (Name.HOURS, Verdict.NOT_MET): N_("The candidate wants other hours"),
    (Name.HOURS, Verdict.UNKNOWN): N_("Hours to ask about"),
    (Name.LANGUAGE, Verdict.MET): N_("Speaks the languages asked for"),
    (Name.LANGUAGE, Verdict.NOT_MET): N_("Languages missing: %(missing)s"),
    (Name.LANGUAGE, Verdict.UNKNOWN): N_("Languages to ask about: %(asked)s"),
    (Name.CONDITIONS, Verdict.MET): N_("Accepts the conditions: %(accepted)s"),
    (Name.CONDITIONS, Verdict.NOT_MET): N_("Does not accept: %(refused)s"),
    (Name.CONDITIONS, Verdict.UNKNOWN): N_("Conditions to ask about: %(unknown)s"),
}
_OCCUPATION = {
    "same": N_("Looks for this job"),
    "near": N_("Looks for a job close to this one: %(occupation)s"),
    "evolution": N_("This job would be a step up from: %(occupation)s"),
}
_NOTHING_ASKED = {
    Name.SKILLS: N_("No particular skill is asked for"),
    Name.EXPERIENCE: N_("Beginners are welcome"),
    Name.LANGUAGE: N_("No other language is asked for"),
    Name.CONDITIONS: N_("No particular condition"),
}


def sentence(criterion: Criterion, names: Mapping[str, str]) -> str:
    """Say a criterion in the reader's language; ``names`` gives words for the codes in its evidence."""
    evidence = {key: _worded(value, names) for key, value in criterion.evidence.items()}
    if criterion.name is Name.OCCUPATION and criterion.verdict is Verdict.MET:
        kind = _OCCUPATION[criterion.evidence["kind"]]
        return gettext(kind) % evidence
    asked = next(iter(criterion.evidence.get(key) for key in ("asked", "accepted") if key in criterion.evidence), 1)
    if criterion.verdict is Verdict.MET and not asked:
        return gettext(_NOTHING_ASKED[criterion.name])
    return gettext(_SENTENCES[criterion.name, criterion.verdict]) % evidence


def codes(criterion: Criterion) -> set[str]:
    """Return the codes in a criterion's evidence, for which words are needed."""
    found: set[str] = set()
    for value in criterion.evidence.values():
        found |= {str(part) for part in (value if isinstance(value, list) else [value])}
    return found


def _worded(value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, list):
        return listed([names.get(part, part) for part in value])
    return names.get(str(value), str(value))
