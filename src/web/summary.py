"""A form's list of errors names its fields by the words that stand beside them on the same page."""

import re

from markupsafe import Markup

from kit import i18n

_WANTED = re.compile(r"<!--label of (\w+)-->")
_ASIDE = re.compile(r"<span class=\"quiet small\">.*?</span>|<[^>]*>", re.DOTALL)


def with_labels(page: str) -> Markup:
    """Put the label of each field that the list of errors names before its sentence; nothing where there is none."""
    return Markup(_WANTED.sub(lambda wanted: _before(page, wanted[1]), page) if "<!--label of " in page else page)  # noqa: S704 - made by templates


def _before(page: str, field: str) -> str:
    label = rf'<label[^>]*\bfor="{field}"[^>]*>(.*?)</label>'
    legend = rf'<fieldset[^>]*\bid="{field}"[^>]*>\s*<legend[^>]*>(.*?)</legend>'
    choice = rf'<label[^>]*>\s*<input[^>]*\bid="{field}"[^>]*>(.*?)</label>'
    for place in (label, legend, choice):
        if found := re.search(place, page, re.DOTALL):
            words = " ".join(_ASIDE.sub("", found[1]).split()).rstrip("?: \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}")
            return f"{words}{i18n.colon()}" if words else ""
    return ""
