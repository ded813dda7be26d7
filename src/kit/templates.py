"""The one Jinja environment, for pages and for letters."""

import json
from functools import cache
from pathlib import Path
from uuid import uuid4

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

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
        "settings": settings.current,
    }
    built.filters |= {
        "day": i18n.day,
        "hour": i18n.hour,
        "moment": i18n.moment,
        "span": i18n.span,
        "zone_name": i18n.zone_name,
        "listed": i18n.listed,
        "number": i18n.number,
    }
    return built


@cache
def exists(template: str) -> bool:
    """Say whether there is such a template."""
    return template in environment().list_templates()


def render(template: str, **context: object) -> str:
    """Render a template to text."""
    return environment().get_template(template).render(context)
