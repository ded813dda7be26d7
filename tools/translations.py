"""Are the French messages complete? ``--write`` adds what is missing to the catalogue, empty."""

import ast
import sys
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
PO = ROOT / "locales" / "fr.po"
METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")]
OPTIONS = {"**.html": {"extensions": "jinja2.ext.do"}, "**.txt": {"extensions": "jinja2.ext.do"}}
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}


def wanted() -> Catalog:
    """Return every message of the code and the templates; a refusal's ``message`` counts too."""
    catalog = Catalog()
    for folder in ("src", "templates"):
        found = extract_from_dir(ROOT / folder, METHODS, OPTIONS, keywords=KEYWORDS)
        for file, line, message, _, _ in found:
            if "seed" not in file:
                catalog.add(message, locations=[(f"{folder}/{file}", line)])
    for sentence, file in refusals():
        catalog.add(sentence, locations=[(file, 0)])
    return catalog


def refusals() -> list[tuple[str, str]]:
    """Return the ``message = "…"`` of every refusal."""
    found = []
    for path in sorted((ROOT / "src").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Assign(targets=[ast.Name(id="message")], value=ast.Constant(value=str(sentence))):
                    found.append((sentence, str(path.relative_to(ROOT))))
    return found


def main() -> int:
    """Return 1 and name every message that is missing, empty, fuzzy or not used any more."""
    there = read_po(PO.open("rb"), locale="fr")
    asked = wanted()
    if "--write" in sys.argv:
        there.update(asked, no_fuzzy_matching=True)
        there.obsolete.clear()
        with PO.open("wb") as file:
            write_po(file, there, width=0, no_location=True, omit_header=False, sort_output=True)
    missing = [m.id for m in asked if m.id and not _said(there, m.id)]
    unused = [m.id for m in there if m.id and asked.get(m.id) is None]
    for message in missing:
        sys.stdout.write(f"not translated: {message!r}\n")
    for message in unused:
        sys.stdout.write(f"not used: {message!r}\n")
    return 1 if missing or unused else 0


def _said(there: Catalog, key: Any) -> bool:
    message = there.get(key)
    if message is None or message.fuzzy:
        return False
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


if __name__ == "__main__":
    sys.exit(main())
