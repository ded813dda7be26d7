"""The one Jinja environment, for pages and for letters."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context

from kit import clock, i18n, settings


def _folder(name: str) -> Path:
    """In the wheel the folder lies beside this file; in a checkout, at the root."""
    packaged = Path(__file__).parent / name
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / name


def static_folder() -> Path:
    """Return where the built style sheet and scripts lie."""
    packaged = Path(__file__).parent / "static"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "build" / "static"


@cache
def _assets() -> dict[str, str]:
    """Return which hashed file each asset is; raises one clear line where nothing was built."""
    manifest = static_folder() / "manifest.json"
    if not manifest.is_file():
        raise FileNotFoundError(f"{manifest} is missing: run `make setup` to build the pages' assets")
    built: dict[str, str] = json.loads(manifest.read_text())
    return built


def asset(name: str) -> str:
    """Return the address of a built asset, which changes when its content does."""
    return f"/static/{_assets()[name]}"


def asset_file(name: str) -> Path:
    """Return where a built asset lies, for who reads it here."""
    return static_folder() / _assets()[name]


@cache
def environment() -> Environment:
    """Build the environment once."""
    built = Environment(
        loader=FileSystemLoader(_folder("templates")),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=settings.current().demo,  # elsewhere no file is looked at again for each page and letter
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    built.install_gettext_callables(i18n.gettext, i18n.ngettext, newstyle=True)  # type: ignore[attr-defined]
    built.globals |= {
        "asset": asset,
        "language": i18n.language,
        "colon": i18n.colon,
        "now": clock.now,
        "fresh_key": lambda: uuid4().hex,
        "kept": kept,
        "settings": settings.current,
    }
    spoken = (i18n.day, i18n.hour, i18n.moment, i18n.span, i18n.zone_name, i18n.listed, i18n.number)
    built.filters |= {one.__name__: speaking(one) for one in spoken}
    return built


_KEPT: dict[tuple[object, ...], str] = {}
_MOST_KEPT = 20_000


def kept(*about: object, caller: Callable[[], str], pieces: dict[tuple[object, ...], str] = _KEPT) -> str:
    """Return a piece of a page that was made before for all that it is ``about``, in this language; else make it.

    ``{% call kept("stand", …) %}…{% endcall %}``: whatever the piece shows must be among what it is about,
    and nothing that differs from reader to reader may be in it. A large piece goes with the thing it shows
    where that keeps its ``pieces``.
    """
    key = (i18n.language(), *about)
    made = pieces.get(key)
    if made is None:
        if len(pieces) >= _MOST_KEPT:
            pieces.pop(next(iter(pieces)))
        made = pieces[key] = caller()
    return made


def speaking(words: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter that speaks the reader's language; without a context Jinja calls it before there is a reader."""

    @pass_context
    def filtered(_: Context, *given: Any, **named: Any) -> Any:
        return words(*given, **named)

    return filtered


@cache
def exists(template: str) -> bool:
    """Say whether there is such a template."""
    return template in environment().list_templates()


def render(template: str, **context: object) -> str:
    """Render a template to text."""
    return environment().get_template(template).render(context)
