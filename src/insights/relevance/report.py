"""The report on the weights, as Markdown."""

from collections.abc import Iterable, Sequence

import msgspec

from insights.intervals import wilson
from insights.relevance.fitting import FITTED, FOLDS, RESAMPLES, TOP, Comparison, Measure
from matching.scoring.rules.criteria import VERSION, Name
from matching.scoring.rules.weights import Preset, normalised, parts


class Basis(msgspec.Struct, frozen=True, kw_only=True):
    """What the report rests on; ``bare`` answers had no criteria kept with them and were left out."""

    scope: str
    asked: int
    answers: int
    relevant: int
    bare: int
    versions: list[str]


def written(basis: Basis, missing: Sequence[str], found: Comparison | None, seed: int) -> str:
    """Write the report: what it rests on, then either why it stops there or what was found, and its limits."""
    told = _too_few(missing) if found is None else _found(found, seed)
    return "\n".join(
        [
            "# Recruiters' answers and the weights",
            "",
            (
                f"Scope: {basis.scope}. Rules of the score: {VERSION}. "
                f"Scores were kept under: {', '.join(basis.versions) or 'none'}."
            ),
            "",
            *_basis(basis),
            "",
            *told,
            "",
            "**This report changed nothing.** Weights are set by a named adviser, for one need, and noted with it.",
            "",
        ]
    )


def _basis(basis: Basis) -> list[str]:
    if not basis.answers and basis.bare:
        return [f"{basis.bare} answers, all about matches that kept no criteria: none can be used."]
    if not basis.answers:
        return [f"No recruiter has answered yet, of {basis.asked} interviews that took place."]
    within = wilson(basis.relevant, basis.answers)
    lines = [
        (
            f"Relevant: {basis.relevant} of {basis.answers} answers, {basis.relevant / basis.answers:.1%} "
            f"({within.low:.1%} – {within.high:.1%}, Wilson, 95 %); answers to {basis.asked} interviews held, "
            f"{(basis.answers + basis.bare) / basis.asked:.1%}."
        )
    ]
    if basis.bare:
        lines += ["", f"Left out: {basis.bare} answers about matches that kept no criteria."]
    return lines


def _too_few(missing: Iterable[str]) -> list[str]:
    listed = [f"- {one}" for one in missing]
    return ["## Too few answers", "", "Nothing was fitted and nothing compared: there are", "", *listed]


def _found(found: Comparison, seed: int) -> list[str]:
    head = "| weights | AUC | against balanced | relevant among the first three |"
    rows = [
        f"| {name} | {_said(one.auc)} | {_said(one.better, sign=True)} | {_said(one.top)} |"
        for name, one in found.tried.items()
    ]
    return [
        "## How well each ranks",
        "",
        (
            f"Fitted weights are tried on needs that the fit had not seen ({FOLDS} parts, by need). In brackets 95 % "
            f"intervals from {RESAMPLES} draws of needs, seed {seed}. Last column: needs with more than {TOP} answers."
        ),
        "",
        head,
        "|---|---|---|---|",
        *rows,
        "",
        _verdict(found.tried[FITTED].better),
        "",
        "## Weights, in hundredths",
        "",
        *_weights(found),
        "",
        "## Limits",
        "",
        "- Answers are about people whom an adviser kept and who came: the fit knows nothing of those not kept.",
        "- A criterion on which these people hardly differ gets a weight near nothing; that does not make it idle.",
        "- A weight that came out below 0 was set to 0: having more of what is asked never lowers a score.",
        "- Criteria that an older version did not keep count as unknown, a half.",
        "- Recruiters may be unfair too: look at the fairness panel before weights are changed.",
    ]


def _verdict(better: Measure) -> str:
    if better.low is None or better.high is None or better.low <= 0 <= better.high:
        return "No difference between fitted and balanced weights can be told from these answers."
    how = "better" if better.low > 0 else "worse"
    return f"Fitted weights rank {how} than the balanced preset on needs left out."


def _weights(found: Comparison) -> list[str]:
    columns = {preset.value: normalised(parts(preset)) for preset in Preset} | {FITTED: found.fitted}
    head = [f"| criterion | {' | '.join(columns)} |", f"|---|{'---:|' * len(columns)}"]
    return head + [
        f"| {name.value} | {' | '.join(f'{100 * one.shares[name]:.1f}' for one in columns.values())} |" for name in Name
    ]


def _said(measure: Measure, *, sign: bool = False) -> str:
    if measure.value is None or measure.low is None or measure.high is None:
        return "–"
    form = "+.3f" if sign else ".3f"
    return f"{measure.value:{form}} ({measure.low:{form}} – {measure.high:{form}})"
