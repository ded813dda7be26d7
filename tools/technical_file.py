"""The technical file of the AI Act (Regulation 2024/1689, article 11, annex IV), in its order, from the code."""

import tomllib
from collections.abc import Iterable
from pathlib import Path

from tools.algorithm import HEAD, figures, weights

from insights.fairness.rules.panel import FOUR_FIFTHS, Stage
from insights.fairness.rules.suppression import SMALLEST
from insights.relevance import fitting
from matching.floor.models import FURTHEST, MOST
from matching.sheet.queries import sheet
from matching.sheet.schemas import Sheet

ROOT = Path(__file__).parents[1]
LIBRARIES = ("litestar", "msgspec", "sqlalchemy", "numpy", "scikit-learn", "numba", "bm25s")
PROOFS = {
    "tests/matching/test_scoring.py": "parts add up to the score; unknown never below not met; forbidden names",
    "tests/matching/test_words.py": "explanations in plain words, for three readers",
    "tests/matching/test_floor.py": "the floor only adds; recruiters see nothing of it",
    "tests/matching/test_sheet.py": "this file and the public sheet say what the code does",
    "tests/matching/test_gender.py": "gendered forms of a title give the same score",
    "tests/candidates/test_statistics.py": "consent, withdrawal, erasure; scores are the same with and without",
    "tests/insights/test_fairness.py": "rates, intervals, hidden cells that cannot be computed",
    "tests/insights/test_relevance.py": "answers with denominators; the fit changes nothing",
}


def written() -> str:
    """Return the file."""
    shown = sheet()
    return HEAD + "\n".join(
        [
            "# Technical file of the ranking of candidates",
            "",
            (
                "AI Act, annex III, 4(a): recruitment is high risk. Headings follow annex IV. To be checked by a "
                "lawyer and completed by who puts it into service: what only they know is marked **to complete**."
            ),
            "",
            *_general(shown),
            *_elements(shown),
            *_monitoring(),
            *_rest(),
        ]
    )


def _general(shown: Sheet) -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return [
        "## 1. General description",
        "",
        *_list(
            f"(a) Intended purpose: {shown.purpose[0]} {shown.purpose[1]} Provider: **to complete**. "
            f"Product {project['name']} {project['version']}, rules of the score {shown.version}.",
            "(b) Interaction with other systems: pages and `/api/v1` (OpenAPI); letters by SMTP; answers by IMAP. "
            "No call to a model or a service outside.",
            f"(c) Software: Python {project['requires-python']}; direct libraries: {_libraries(project)}; every "
            "version is pinned with its digest in `requirements.lock`.",
            "(d) Form: a web service, installed from source or from a wheel.",
            "(e) Hardware: any machine that runs Python; no accelerator.",
            "(f) User interface of the deployer: the adviser's workbench, the fairness panel, recruiters' answers.",
            "(g) Instructions: `docs/operations.md`, `docs/how-to.md`, `docs/matching.md`.",
        ),
    ]


def _elements(shown: Sheet) -> list[str]:
    return [
        "## 2. Elements and development",
        "",
        "(a), (b) Logic and design choices. " + shown.purpose[2] + " Weights are set by hand and published; what is "
        "optimised is the fit between what a need asks and what a person said, never a forecast of a person.",
        "",
        *weights(shown),
        "",
        *(f"- {one.name}: {one.said}" for one in shown.verdicts),
        "",
        "(c) Architecture: `docs/architecture.md`. The score is a pure function; its input types are closed.",
        "",
        "(d) Data: nothing is learnt from people. Of a need: " + "; ".join(shown.of_needs) + ". Of a candidate: "
        "" + "; ".join(shown.of_candidates) + ". Not given: " + "; ".join(shown.not_given) + ". Forbidden by type: "
        "" + "; ".join(shown.forbidden) + ".",
        "",
        *(f"- Source, {one.name}: {one.said}" for one in shown.sources),
        "",
        "(e) Human oversight (article 14):",
        "",
        *(f"- {one}" for one in shown.oversight),
        "",
        (
            "(f) Changes fixed beforehand: none by itself. A change of criteria or weights changes the version or the "
            "digest kept with each score, and fails the build until this file says so."
        ),
        "",
        "(g) Validation and testing, run by `make test` on SQLite and PostgreSQL:",
        "",
        *(f"- `{path}`: {said}" for path, said in _proofs()),
        "",
        *figures(shown),
        "(h) Security: `docs/operations.md`; roles and territories asked at every door, `tests/web/test_access.py`.",
        "",
    ]


def _monitoring() -> list[str]:
    return [
        "## 3. Monitoring, functioning and control",
        "",
        *_list(
            f"Fairness panel: rates at {', '.join(stage.value for stage in Stage)}, by level of support and, with "
            f"consent, by sex and age band; Wilson intervals; ratio to the best served group, looked at below "
            f"{FOUR_FIFTHS}; groups of fewer than {SMALLEST} people hidden, with complementary suppression.",
            f"Floor: an adviser may ask for up to {MOST} hundredths of the places for people of level "
            f"`{FURTHEST.value}`; it adds places only; its cost in relevance is shown.",
            "Known limits: what a person did not say is a half; straight lines are no roads; near occupations come "
            "from a public register and are not weighed by experience.",
            "Foreseeable misuse: reading the score as a judgment of a person. Pages say what it is, beside it.",
        ),
        "## 4. Performance metrics",
        "",
        (
            "Recruiters' answers “was this candidate relevant?” with numerator, denominator, response rate and Wilson "
            "interval, by need, event, adviser and territory. Offline, AUC and relevance of the first "
            f"{fitting.TOP}, on needs left out, from {fitting.LEAST_ANSWERS} answers on (`tremplin match reweigh`)."
        ),
        "",
    ]


def _rest() -> list[str]:
    return [
        "## 5. Risk management (article 9)",
        "",
        *_list(
            "Discrimination: forbidden attributes cannot reach the score; stand-ins (commune) only against the "
            "person's own limit; the panel watches the result.",
            "Automation bias: reasons, unknowns and the spread of scores are shown; refusing needs a reason.",
            "Wrong or old data: shown with its source; the person puts it right; unknown is asked, not assumed.",
            "Making people out in statistics: consent, separate record, small cells hidden. Left over: whoever may see "
            "many panels may compare them; periods are whole months for that reason.",
            "**To complete**: who holds the risk register, and how often it is looked at.",
        ),
        "## 6. Changes through the lifecycle",
        "",
        "`CHANGELOG.md`; the version of the rules, raised with each change of a rule; the history of this file.",
        "",
        "## 7. Harmonised standards",
        "",
        "None applied yet: **to complete** once they are published.",
        "",
        "## 8. Declaration of conformity",
        "",
        "**To complete** by the provider (article 47).",
        "",
        "## 9. Monitoring after the start (article 72)",
        "",
        (
            "Panel and answers are looked at after each event; a report is written before any weight changes. Logs are "
            "kept at least six months (article 26). **To complete**: by whom, and whom they tell."
        ),
        "",
    ]


def _proofs() -> list[tuple[str, str]]:
    """Return the tests that prove it; raises FileNotFoundError for one that is not there."""
    for path in PROOFS:
        if not (ROOT / path).is_file():
            raise FileNotFoundError(path)
    return list(PROOFS.items())


def _libraries(project: dict[str, list[str]]) -> str:
    asked = [one for one in project["dependencies"] if one.startswith(LIBRARIES)]
    return ", ".join(f"`{one}`" for one in asked)


def _list(*items: str) -> Iterable[str]:
    return [*(f"- {item}" for item in items), ""]
