"""openapi.yaml: its operations, and its schemas as validators."""

import copy
from functools import cache

import jsonschema_rs
import yaml

from service import PACKAGE

TEXT = (PACKAGE / "openapi.yaml").read_text()
DOCUMENT = yaml.load(TEXT, yaml.CSafeLoader)
METHODS = ("get", "put", "post", "delete", "patch")


def resolved(node):
    """The node, or what its `$ref` names."""
    while "$ref" in node:
        target = DOCUMENT
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part.replace("~1", "/").replace("~0", "~")]
        node = target
    return node


def operations():
    """Path, method, operation."""
    for path, item in DOCUMENT["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def subschemas(schema, place):
    """The schema and those within it, each with where it stands; references are not followed."""
    yield place, schema
    for keyword in ("properties",):
        for name, child in schema.get(keyword, {}).items():
            yield from subschemas(child, f"{place}/{keyword}/{name}")
    for keyword in ("items", "additionalProperties"):
        if isinstance(schema.get(keyword), dict):
            yield from subschemas(schema[keyword], f"{place}/{keyword}")
    for keyword in ("oneOf", "anyOf", "allOf"):
        for index, child in enumerate(schema.get(keyword, [])):
            yield from subschemas(child, f"{place}/{keyword}/{index}")


@cache
def closed_components():
    """The components, with every object closed: the service must not say what the contract does not."""
    components = copy.deepcopy(DOCUMENT["components"])
    for schema in components["schemas"].values():
        for _, part in subschemas(schema, ""):
            if "properties" in part:
                part.setdefault("additionalProperties", False)
    return components


@cache
def validator(reference):
    return jsonschema_rs.Draft202012Validator(
        {"$ref": reference, "components": closed_components()}, validate_formats=True)


def response_schema(path, method, status, media_type):
    """The schema reference of an answer, or `None` for what has no body."""
    responses = DOCUMENT["paths"][path][method]["responses"]
    assert str(status) in responses, f"{method.upper()} {path} answers {status}, which openapi.yaml does not list"
    content = resolved(responses[str(status)]).get("content", {})
    assert media_type in content or not content, f"{method.upper()} {path} {status} is {media_type}"
    return content[media_type]["schema"].get("$ref") if content else None


def validate(answer, path, method="get"):
    """Checks status, media type, headers and body of an answer against the contract."""
    reference = response_schema(path, method, answer.status, answer.media_type)
    response = resolved(DOCUMENT["paths"][path][method]["responses"][str(answer.status)])
    for name, header in response.get("headers", {}).items():
        value = answer.field(name)
        if value is None:
            assert name in ("Link", "Content-Security-Policy", "NextLine-Decision"), f"{path} has no {name}"
            continue
        errors = list(jsonschema_rs.Draft202012Validator(resolved(header)["schema"]).iter_errors(value))
        assert not errors, f"{name} of {path}: {errors}"
    if reference is None:
        return
    errors = [f"{list(error.instance_path)}: {error.message}" for error in validator(reference).iter_errors(answer.json())]
    assert not errors, f"{method.upper()} {path} {answer.status}: " + "\n".join(errors[:10])
