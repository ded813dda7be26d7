"""The API's reference page, made from the OpenAPI document itself; nothing is fetched from elsewhere."""

from typing import Any

import msgspec
from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.response import Template

from accounts.people.schemas import Viewer


class Operation(msgspec.Struct, frozen=True):
    """One verb of the API."""

    verb: str
    path: str
    words: str
    parameters: list[str]
    body: str
    answers: list[str]


class ApiReferenceController(Controller):
    """What programs can do, for people who write them."""

    path = "/api"
    include_in_schema = False

    @get("/")
    async def page(self, request: Request[Any, Any, Any], visitor: NamedDependency[Viewer | None]) -> Template:
        """Show every verb and every schema."""
        document: dict[str, Any] = request.app.openapi_schema.to_schema()
        context = {"groups": groups(document), "schemas": schemas(document), "visitor": visitor}
        return Template("web/api.html", context=context)


def groups(document: dict[str, Any]) -> dict[str, list[Operation]]:
    """Return the verbs under their tags, in the document's order."""
    found: dict[str, list[Operation]] = {}
    for path, verbs in document["paths"].items():
        for verb, operation in verbs.items():
            tag = (operation.get("tags") or ["–"])[0]
            found.setdefault(tag, []).append(_operation(verb, path, operation))
    return found


def schemas(document: dict[str, Any]) -> dict[str, list[tuple[str, str, bool]]]:
    """Return the fields of each schema: name, type in short, whether it is required."""
    return {
        name: [
            (field, _type(kind), field in schema.get("required", [])) for field, kind in schema["properties"].items()
        ]
        for name, schema in sorted(document["components"]["schemas"].items())
        if schema.get("properties")
    }


def _operation(verb: str, path: str, operation: dict[str, Any]) -> Operation:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    answers = [
        f"{status} {_type(answer.get('content', {}).get('application/json', {}).get('schema', {}))}".strip()
        for status, answer in operation.get("responses", {}).items()
        if status.startswith("2")
    ]
    parameters = [parameter["name"] for parameter in operation.get("parameters", []) if parameter["in"] == "query"]
    return Operation(verb.upper(), path, operation.get("description", ""), parameters, _type(body), answers)


def _type(schema: dict[str, Any]) -> str:
    """Return a schema in a few words: a name, a list of them, an enumeration, a plain type."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "oneOf" in schema or "anyOf" in schema:
        return " | ".join(_type(one) for one in schema.get("oneOf") or schema["anyOf"])
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"[{_type(schema.get('items', {}))}]"
    return str(schema.get("format") or schema.get("type") or "")
