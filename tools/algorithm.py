"""The public sheet as Markdown, in French and in English."""

from collections.abc import Iterable

from kit import i18n
from kit.i18n import gettext
from matching.sheet import words
from matching.sheet.queries import sheet
from matching.sheet.schemas import Entry, Sheet

HEAD = "<!-- Made from the code by tools/sheet.py --write. Do not change by hand. -->\n\n"
TITLES = {"fr": "Français", "en": "English"}


def algorithm() -> str:
    """Return the sheet in both languages."""
    parts = []
    for language in i18n.LANGUAGES:
        with i18n.speaking(language):
            parts.append(f"# {TITLES[language]}\n\n" + "\n".join(lines(sheet())))
    return HEAD + "\n".join(parts)


def lines(shown: Sheet) -> list[str]:
    """Return the sheet in the language of now."""
    version = gettext("Public sheet of the algorithm, rules %(version)s. It is made from the code it describes.")
    return [
        f"## {gettext('How candidates are ranked')}",
        "",
        version % {"version": shown.version},
        "",
        *(line for said in shown.purpose for line in (said, "")),
        f"## {gettext('Criteria and weights')}",
        "",
        gettext(
            "Weights in hundredths of the score. An adviser chooses one of these sets for a need, and may change it."
        ),
        "",
        *weights(shown),
        "",
        gettext("Where a need asks for nothing, the criterion is met and its share is 1."),
        "",
        *_entries(gettext("What a criterion may find"), shown.verdicts),
        *_list(_sub(gettext("What the score knows"), gettext("Of a need")), shown.of_needs),
        *_list(_sub(gettext("What the score knows"), gettext("Of a candidate")), shown.of_candidates),
        *_entries(gettext("Where it comes from"), shown.sources),
        *_list(gettext("What is never used"), shown.forbidden),
        *_list(
            gettext("Kept about a candidate, and not given to the score:").rstrip(": \N{NO-BREAK SPACE}"),
            shown.not_given,
        ),
        *_list(gettext("People decide"), shown.oversight),
        *_list(gettext("How to contest"), shown.contest),
        *figures(shown),
    ]


def weights(shown: Sheet) -> list[str]:
    """Return the criteria with their rules and weights as a table."""
    presets = " | ".join(preset.said for preset in shown.presets)
    rows = [
        f"| {one.label} | {one.rule} | {' | '.join(i18n.number(one.weights[p.name]) for p in shown.presets)} |"
        for one in shown.criteria
    ]
    digests = " | ".join(f"`{shown.digests[preset.name]}`" for preset in shown.presets)
    return [
        f"| {gettext('Criterion')} | {gettext('How its share is found')} | {presets} |",
        f"|---|---|{'---:|' * len(shown.presets)}",
        *rows,
        f"| | {gettext(words.DIGEST)} | {digests} |",
    ]


def figures(shown: Sheet) -> list[str]:
    """Return the figures that were written down."""
    if not shown.figures:
        return _list(gettext("Figures"), [gettext("None has been written down yet.")])
    return _list(gettext("Figures"), [f"{one.what}: {one.value} (`{one.command}`, {one.day})" for one in shown.figures])


def _entries(title: str, entries: Iterable[Entry]) -> list[str]:
    return _list(title, [f"**{one.name}**{i18n.colon()}{one.said}" for one in entries])


def _sub(title: str, part: str) -> str:
    return f"{title}{i18n.colon()}{part.lower()}"


def _list(title: str, items: Iterable[str]) -> list[str]:
    return [f"## {title}", "", *(f"- {item}" for item in items), ""]
