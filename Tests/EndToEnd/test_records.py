"""FHIR: bundles that are valid R4, and what the service makes of them over HTTP."""

import json

import contract
import pytest
from fhir.resources.R4B.bundle import Bundle
from service import PACKAGE

RECORDS = sorted((PACKAGE / "Resources/bundles").glob("*.json"))


def record(path):
    return json.loads(path.read_text())


def stripped(value):
    """Without where facts stand."""
    if isinstance(value, dict):
        return {key: stripped(child) for key, child in value.items() if key not in ("pointer", "reference", "references", "from")}
    return [stripped(child) for child in value] if isinstance(value, list) else value


def post(service, bundle, query=None):
    return service.recommend(bundle, query, Content_Type="application/fhir+json")


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_a_bundle_is_valid_fhir(path):
    Bundle.model_validate(record(path)["bundle"])


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", ("en", "ru"))
def test_a_bundle_is_answered_as_its_case(service, path, language):
    recorded = record(path)
    case = service.get(f"/cases/{recorded['case']}/input").json()
    case["context"] = {**case.get("context", {}), "asOf": recorded["asOf"]}
    native = service.recommend(case, {"lang": language})
    answer = post(service, recorded["bundle"], {"lang": language, "asOf": recorded["asOf"]})
    contract.validate(answer, "/recommend", "post")
    assert stripped(answer.json()["options"]) == stripped(native.json()["options"])
    assert stripped(answer.json()["missingInformation"]) == stripped(native.json()["missingInformation"])
    facts = [fact for option in answer.json()["options"] for criterion in option["criteria"] for fact in criterion["facts"]]
    ids = {f"{entry['resource']['resourceType']}/{entry['resource']['id']}" for entry in recorded["bundle"]["entry"]}
    assert facts and {fact["reference"] for fact in facts} <= ids
    assert answer.json()["assessment"]["history"]["complete"] is True


@pytest.mark.parametrize("body", [
    {}, [], {"resourceType": "Patient"}, {"resourceType": "Bundle"}, {"resourceType": "Bundle", "entry": [{"resource": 7}]},
    {"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Patient", "id": "p"}}]},
])
def test_what_makes_no_case_is_refused(service, body):
    answer = post(service, body)
    assert answer.status == 422 and answer.media_type == "application/problem+json"
    assert answer.json()["errors"][0]["detail"]


def test_a_question_stands_in_the_query(service):
    recorded = record(PACKAGE / "Resources/bundles/case-7-record.json")
    query = {"asOf": recorded["asOf"], "jurisdiction": "RU", "candidates": "everolimus-fulvestrant,paclitaxel-weekly", "detail": "summary"}
    answer = post(service, recorded["bundle"], query)
    assert {option["regimen"]["id"] for option in answer.json()["options"]} == {"everolimus-fulvestrant", "paclitaxel-weekly"}
    assert answer.json()["context"]["jurisdiction"] == "RU"
    for name, value in (("jurisdiction", "RUS"), ("candidates", "everolimuss"), ("asOf", "2025"), ("disease", "gout")):
        assert post(service, recorded["bundle"], {name: value}).status == 422


def test_a_question_beside_a_native_case_is_refused(service):
    assert service.recommend({"disease": "breast-cancer"}, {"jurisdiction": "RU"}).status == 400
