"""Do docs/algorithm.md and docs/technical-file.md say what the code does? ``--write`` writes them."""

import sys
from pathlib import Path

from tools import technical_file
from tools.algorithm import algorithm

from kit import i18n

ROOT = Path(__file__).parents[1]


def wanted() -> dict[Path, str]:
    """Return what each file should hold, made from the code."""
    with i18n.speaking("en"):
        technical = technical_file.written()
    return {ROOT / "docs" / "algorithm.md": algorithm(), ROOT / "docs" / "technical-file.md": technical}


def outdated() -> list[str]:
    """Name the files that say something else than the code."""
    return [
        path.name for path, text in wanted().items() if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]


def main() -> int:
    """Return 1 and name what differs, or write it."""
    if "--write" in sys.argv:
        for path, text in wanted().items():
            path.write_text(text, encoding="utf-8")
    found = outdated()
    for name in found:
        sys.stdout.write(f"docs/{name} does not say what the code does: run tools/sheet.py --write and read it again\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
