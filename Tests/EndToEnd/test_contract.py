"""openapi.yaml and the service say the same."""

import re

import pytest
from openapi_spec_validator import validate as validate_specification

import contract

ITEMS = ("trials", "regimens", "drugs", "references", "diseases", "cases")
# What the contract of the project may come to name beside what is served now.
ANNOUNCED = ("/metrics", "/recommend/batch")


def test_document_is_valid():
    validate_specification(contract.DOCUMENT)


def test_served_document_is_the_file(service):
    answer = service.get("/openapi.yaml")
    assert answer.media_type == "application/yaml"
    assert answer.text == contract.TEXT


def example_path(path):
    item = contract.DOCUMENT["paths"][path]
    operation = next(item[method] for method in contract.METHODS if method in item)
    for parameter in map(contract.resolved, operation.get("parameters", [])):
        if parameter["in"] == "path":
            path = path.replace("{" + parameter["name"] + "}", next(iter(parameter["examples"].values()))["value"])
    return path


@pytest.mark.parametrize("path", contract.DOCUMENT["paths"])
def test_methods_are_those_the_service_allows(service, path):
    documented = {method.upper() for method in contract.METHODS if method in contract.DOCUMENT["paths"][path]}
    answer = service.request("OPTIONS", example_path(path))
    assert answer.status == 204
    allowed = set(answer.field("Allow").split(", "))
    assert allowed == documented | {"OPTIONS"} | ({"HEAD"} if "GET" in documented else set())


def test_what_is_served_is_documented(service):
    links = set(service.get("/", Accept="application/json").json()["links"].values())
    links |= set(re.findall(r'href="(/[^"?]*)', service.get("/", Accept="text/html").text))
    links |= {path for path in ANNOUNCED if service.get(path).status != 404}
    patterns = [re.sub(r"\{\w+\}", "[^/]+", path) for path in contract.DOCUMENT["paths"]]
    assert {link for link in links if not any(re.fullmatch(pattern, link) for pattern in patterns)} == set()


def examples():
    for path, method, operation in contract.operations():
        for status, response in operation["responses"].items():
            for media_type, content in contract.resolved(response).get("content", {}).items():
                for name, example in content.get("examples", {}).items():
                    yield pytest.param(
                        path, method, operation, name, media_type, int(status), example["value"],
                        id=f"{method} {path} {status} {name}")


def normalised(value):
    """Without what follows from the day and the edition of the knowledge."""
    if isinstance(value, dict):
        return {key: "…" if key in ("digest", "asOf") else normalised(child) for key, child in value.items()}
    return [normalised(child) for child in value] if isinstance(value, list) else value


@pytest.mark.parametrize("path, method, operation, name, media_type, status, expected", list(examples()))
def test_example_is_answered_as_written(service, path, method, operation, name, media_type, status, expected):
    query = {}
    for parameter in map(contract.resolved, operation.get("parameters", [])):
        if name in parameter.get("examples", {}):
            value = parameter["examples"][name]["value"]
            if parameter["in"] == "path":
                path = path.replace("{" + parameter["name"] + "}", value)
            else:
                query[parameter["name"]] = value
    if method == "post":
        body = contract.resolved(operation["requestBody"])["content"]["application/json"]["examples"][name]["value"]
        answer = service.recommend(body, query)
    else:
        answer = service.get(path, query, Accept="application/json")
    assert (answer.status, answer.media_type) == (status, media_type)
    assert normalised(answer.json()) == normalised(expected)


def test_example_of_a_request_is_valid_by_the_schema():
    request = contract.DOCUMENT["paths"]["/recommend"]["post"]["requestBody"]["content"]["application/json"]
    for example in request["examples"].values():
        contract.validator(request["schema"]["$ref"]).validate(example["value"])


def test_every_member_and_parameter_is_described():
    bare = []
    for name, schema in contract.DOCUMENT["components"]["schemas"].items():
        for place, part in contract.subschemas(schema, name):
            if (place == name or place.split("/")[-2:-1] == ["properties"]) and not part.get("description"):
                bare.append(place)
    for path, method, operation in contract.operations():
        bare += [f"{method} {path} {parameter['name']}" for parameter in map(contract.resolved, operation.get("parameters", []))
                 if not parameter.get("description")]
    assert bare == []


def test_request_is_closed():
    for name in ("RecommendRequest", "PriorTherapy"):
        for place, part in contract.subschemas(contract.DOCUMENT["components"]["schemas"][name], name):
            # A bundle is FHIR's to describe.
            if not place.endswith("record"):
                assert "properties" not in part or part["additionalProperties"] is False, place


@pytest.mark.parametrize("language", ("en", "ru"))
@pytest.mark.parametrize("collection", ITEMS)
def test_every_entry_is_as_documented(service, collection, language):
    query = {"lang": language, "limit": 200}
    answer = service.get(f"/{collection}", query)
    contract.validate(answer, f"/{collection}")
    page = answer.json()
    entries = service.entries(f"/{collection}", {"lang": language})
    assert page["total"] == len(entries) > 0
    for entry in entries:
        whole = service.get(f"/{collection}/{entry['id']}", {"lang": language})
        contract.validate(whole, f"/{collection}/{{id}}")
        assert entry.items() <= whole.json().items()


@pytest.mark.parametrize("path", ("/healthz", "/readyz", "/vocabulary", "/", "/docs", "/openapi.yaml", "/plots/forest.svg"))
def test_other_resources_are_as_documented(service, path):
    accept = {"/": "application/json", "/openapi.yaml": "application/yaml"}.get(path, "*/*")
    contract.validate(service.get(path, Accept=accept), path)


@pytest.mark.parametrize("name", ("main.js", "base.css", "icon.svg"))
def test_files_of_the_page_are_as_documented(service, name):
    contract.validate(service.get(f"/app/{name}"), "/app/{file}")


def test_every_worked_case_is_answered_as_documented(service):
    for entry in service.entries("/cases"):
        answer = service.get(f"/cases/{entry['id']}/input")
        contract.validate(answer, "/cases/{id}/input")
        for query in ({}, {"detail": "decisive", "lang": "ru"}, {"detail": "summary"}):
            contract.validate(service.recommend(answer.body, query), "/recommend", "post")


def test_refusals_are_as_documented(service):
    contract.validate(service.get("/trials", {"sort": "size"}), "/trials")
    contract.validate(service.get("/trials/ё"), "/trials/{id}")
    contract.validate(service.get("/trials", Accept="text/html"), "/trials")
    for body, headers in (
        ("{", {}), ("{}", {}), ("[]", {}), ("{}", {"Accept": "text/html"}), ("{}", {"Content_Type": "text/plain"}),
        ("{" + " " * 1_100_000 + "}", {}),
    ):
        contract.validate(service.recommend(body, **headers), "/recommend", "post")
