"""Every knowledge file is valid against the schema it names, so that an editor is right about it."""

import json

import jsonschema_rs
import pytest

from service import PACKAGE

RESOURCES = PACKAGE / "Resources"
SCHEMAS = RESOURCES / "schema"
FILES = sorted(
    path for path in RESOURCES.rglob("*.json") if path.parent != SCHEMAS and path.relative_to(RESOURCES).parts[0] != "operations")


def load(path):
    return json.loads(path.read_text())


@pytest.fixture(scope="session")
def validators():
    registry = jsonschema_rs.Registry([((SCHEMAS / path.name).as_uri(), load(path)) for path in SCHEMAS.glob("*.json")])
    return {
        path.name: jsonschema_rs.Draft202012Validator({"$ref": path.as_uri()}, registry=registry)
        for path in SCHEMAS.glob("*.json")
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(RESOURCES)))
def test_a_file_is_valid_against_the_schema_it_names(path, validators):
    document = load(path)
    schema = (path.parent / document["$schema"]).resolve()
    assert schema.parent == SCHEMAS
    assert [error.message for error in validators[schema.name].iter_errors(document)] == []
