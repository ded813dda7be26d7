"""Plain HTML forms into typed Structs, with every error beside its field and nothing typed lost."""

import re
import types
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, time
from typing import Annotated, Any, Generic, TypeVar, Union, get_args, get_origin

import msgspec

from kit.errors import Invalid
from kit.i18n import N_, gettext, language

Form = TypeVar("Form", bound=msgspec.Struct)
_MULTIPLE = (tuple, list, frozenset, set)
MISSING = N_("This is missing.")
CHOOSE = N_("Choose one of the answers.")
_KINDS = {
    "date": N_("Write the date as day, month and year."),
    "datetime": N_("Write the day and the hour."),
    "int": N_("Write a whole number."),
    "float": N_("Write a number, such as 12.50."),
    "time": N_("Write the hour, such as 09:30."),
}
_LIMITS = (
    (re.compile(r"length <= (\d+)"), N_("This is too long: %(limit)s characters at most.")),
    (re.compile(r">= (-?[\d.]+)"), N_("This number is too small: %(limit)s at least.")),
    (re.compile(r"<= (-?[\d.]+)"), N_("This number is too large: %(limit)s at most.")),
)
_PATTERNS = (
    ("@", N_("This is not an e-mail address, such as name@example.org.")),
    ("http", N_("This is not a link: it begins with https://.")),
    ("", N_("This is not written in the expected way.")),
)


class WrongFields(Invalid):
    """Several fields must be mended at once."""

    message = "Some answers must be mended."

    def __init__(self, wrong: Mapping[str, str]) -> None:
        super().__init__()
        self.wrong = dict(wrong)

    def errors(self) -> dict[str, str]:
        """Return one sentence for each field that must be mended."""
        return dict(self.wrong)


class Rejected(Exception):
    """Show the page with the form again, as it was filled in, with its errors."""

    def __init__(self, template: str, context: dict[str, Any], status: int = 422) -> None:
        super().__init__(template)
        self.template = template
        self.context = context
        self.status = status


class Bound(Generic[Form]):
    """A form as somebody filled it in: what was typed, what is wrong, what it means."""

    def __init__(self, kind: type[Form], typed: Mapping[str, list[str]]) -> None:
        self.kind = kind
        self.typed = typed
        self.errors: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        """Return what was typed into a field, for showing it again."""
        return (self.typed.get(name) or [""])[-1]

    def all(self, name: str) -> list[str]:
        """Return every value of a field that takes several."""
        return self.typed.get(name) or []

    @property
    def value(self) -> Form:
        """The form's meaning; raises WrongFields naming every field that has none."""
        read: dict[str, Any] = {}
        wrong: dict[str, str] = {}
        for field in msgspec.structs.fields(self.kind):
            try:
                read |= _read(field, self.typed.get(field.name) or [])
            except msgspec.ValidationError as error:
                wrong[field.name] = _sentence(field, str(error))
        if wrong:
            raise WrongFields(wrong)
        return self.kind(**read)

    @contextmanager
    def shown_on(self, template: str, **context: Any) -> Iterator[None]:
        """Whatever is Invalid in here sends the person back to the form; the transaction rolls back."""
        try:
            yield
        except Invalid as invalid:
            self.errors = invalid.errors()
            raise Rejected(template, {**context, "form": self}) from invalid


def bind(kind: type[Form], typed: Mapping[str, Any]) -> Bound[Form]:
    """Take a form as the browser sent it: a mapping of names to one value or a list of them."""
    return Bound(kind, {name: [str(v) for v in _listed(value)] for name, value in typed.items()})


def fill(value: msgspec.Struct) -> Bound[Any]:
    """Show a value that exists already in its form."""
    read = msgspec.to_builtins(value, str_keys=True)
    return Bound(
        type(value), {n: [_written(v) for v in _listed(given)] for n, given in read.items() if given is not None}
    )


def blank(kind: type[Form]) -> Bound[Form]:
    """Show a form that nobody has filled in yet, with its defaults."""
    given = {
        field.name: [_written(v) for v in _listed(msgspec.to_builtins(field.default))]
        for field in msgspec.structs.fields(kind)
        if field.default is not msgspec.NODEFAULT and field.default is not None
    }
    return Bound(kind, given)


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, _MULTIPLE) else [value]


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else ""
    if not isinstance(value, float):
        return str(value)
    plain = f"{value:.6f}".rstrip("0").rstrip(".")
    return plain.replace(".", ",") if language() == "fr" else plain


def _read(field: msgspec.structs.FieldInfo, typed: list[str]) -> dict[str, Any]:
    kind = _bare(field.type)
    if not any(typed) and field.required:
        raise msgspec.ValidationError("length >= 1")
    if (get_origin(kind) or kind) in _MULTIPLE:
        return {field.name: msgspec.convert([v for v in typed if v], field.type, strict=False)}
    text = typed[-1].strip().replace("\r\n", "\n") if typed else ""
    if kind is bool:
        return {field.name: text not in {"", "false", "0"}}
    if not text and not field.required:
        return {}
    if kind is float:
        text = text.replace(",", ".").replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
    if kind in {time, datetime} and re.search(r"(^|T)\d\d:\d\d$", text):
        text += ":00"  # browsers leave the seconds out
    return {field.name: msgspec.convert(text, field.type, strict=False)}


def _bare(kind: Any) -> Any:
    """Return the type under ``Annotated`` and ``| None``."""
    if get_origin(kind) is Annotated:
        return _bare(get_args(kind)[0])
    if get_origin(kind) in {Union, types.UnionType}:
        return _bare(next(part for part in get_args(kind) if part is not type(None)))
    return kind


def _sentence(field: msgspec.structs.FieldInfo, error: str) -> str:
    """Say what is wrong with a field, in the reader's language, with the limit it went beyond."""
    if "length >= 1" in error:
        return gettext(MISSING)
    for limit, sentence in _LIMITS:
        if found := limit.search(error):
            return gettext(sentence) % {"limit": found.group(1).removesuffix(".0")}
    if "matching regex" in error:
        return gettext(next(sentence for sign, sentence in _PATTERNS if sign in error))
    kind = getattr(_bare(field.type), "__name__", "").lower()
    return gettext(_KINDS.get(kind, CHOOSE))
