"""What is refused, how, and that the service goes on."""

import json
import socket

import pytest

import contract
from test_contract import example_path
from wire import Wire, get

MALFORMED = {
    "nothing": "",
    "white space": " \n",
    "no value": '{"disease":}',
    "trailing comma": '{"disease":"breast-cancer",}',
    "comment": '{"disease":"breast-cancer"} // note',
    "single quotes": "{'disease':'breast-cancer'}",
    "unclosed": '{"disease":"breast-cancer"',
    "two values": '{"disease":"breast-cancer"} {}',
    "duplicate member": '{"disease":"breast-cancer","disease":"breast-cancer"}',
    "NaN": '{"disease":"breast-cancer","findings":{"age":NaN}}',
    "leading zero": '{"disease":"breast-cancer","findings":{"age":063}}',
    "lone surrogate": '{"disease":"\\ud800"}',
    "raw control character": '{"disease":"breast\tcancer"}',
    "not UTF-8": b'{"disease":"\xff"}',
    "too deep": "[" * 5000 + "]" * 5000,
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=list(MALFORMED))
def test_malformed_json_is_400(service, body):
    answer = service.recommend(body)
    assert answer.status == 400
    contract.validate(answer, "/recommend", "post")
    assert answer.json()["errors"]


CASE = {"disease": "breast-cancer"}
INVALID = {
    "no disease": ({}, {"/disease": None}),
    "array": ([], {"": None}),
    "string": ("x", {"": None}),
    "unknown disease": ({"disease": "brest-cancer"}, {"/disease": "breast-cancer"}),
    "unknown member": (CASE | {"finding": {}}, {"/finding": "findings"}),
    "unknown finding": (CASE | {"findings": {"visceralCrysis": True}}, {"/findings/visceralCrysis": "visceralCrisis"}),
    "unknown value": (CASE | {"findings": {"her2": "negativ"}}, {"/findings/her2": "negative"}),
    "string for a number": (CASE | {"findings": {"age": "63"}}, {"/findings/age": None}),
    "boolean for a number": (CASE | {"findings": {"ecog": True}}, {"/findings/ecog": None}),
    "fraction for an integer": (CASE | {"findings": {"ecog": 1.5}}, {"/findings/ecog": None}),
    "out of range": (CASE | {"findings": {"age": 131, "ecog": 5}}, {"/findings/age": None, "/findings/ecog": None}),
    "string for a flag": (CASE | {"findings": {"visceralCrisis": "no"}}, {"/findings/visceralCrisis": None}),
    "pregnant man": (CASE | {"findings": {"sex": "male", "pregnant": True}}, {"/findings/pregnant": None}),
    "unknown comorbidity": (CASE | {"comorbidities": ["type-2-diabetis"]}, {"/comorbidities/0": "type-2-diabetes"}),
    "comorbidity twice": (CASE | {"comorbidities": ["hypertension", "hypertension"]}, {"/comorbidities/1": None}),
    "unknown medication": (CASE | {"medications": ["metformine"]}, {"/medications/0": "metformin"}),
    "unknown drug": (
        CASE | {"priorTherapies": [{"setting": "adjuvant", "drugs": ["tamoxifenn"]}]}, {"/priorTherapies/0/drugs/0": "tamoxifen"}),
    "no drugs": (CASE | {"priorTherapies": [{"setting": "adjuvant", "drugs": []}]}, {"/priorTherapies/0/drugs": None}),
    "neither drugs nor regimen": (CASE | {"priorTherapies": [{"setting": "adjuvant"}]}, {"/priorTherapies/0/drugs": None}),
    "no setting": (CASE | {"priorTherapies": [{"drugs": ["tamoxifen"]}]}, {"/priorTherapies/0/setting": None}),
    "unknown setting": (
        CASE | {"priorTherapies": [{"setting": "adjuvent", "drugs": ["tamoxifen"]}]}, {"/priorTherapies/0/setting": "adjuvant"}),
    "unknown outcome": (
        CASE | {"priorTherapies": [{"setting": "adjuvant", "drugs": ["tamoxifen"], "outcome": "complete"}]},
        {"/priorTherapies/0/outcome": "completed"}),
    "drugs and regimen disagree": (
        CASE | {"priorTherapies": [{"setting": "adjuvant", "drugs": ["tamoxifen"], "regimen": "letrozole"}]},
        {"/priorTherapies/0/regimen": None}),
    "line in two settings": (
        CASE | {"priorTherapies": [
            {"setting": "adjuvant", "line": 1, "drugs": ["tamoxifen"]}, {"setting": "metastatic", "line": 1, "drugs": ["letrozole"]}]},
        {"/priorTherapies/1/line": None}),
    "lines out of order": (
        CASE | {"priorTherapies": [
            {"setting": "metastatic", "line": 2, "drugs": ["letrozole"]}, {"setting": "metastatic", "line": 1, "drugs": ["exemestane"]}]},
        {"/priorTherapies/1/line": None}),
    "the same twice": (CASE | {"priorTherapies": [{"setting": "adjuvant", "drugs": ["tamoxifen"]}] * 2}, {"/priorTherapies/1": None}),
    "progression before the end": (
        CASE | {"priorTherapies": [{
            "setting": "metastatic", "drugs": ["letrozole"], "outcome": "progressed-after-therapy", "ended": "2025-05-01",
            "progressed": "2025-04-01"}]},
        {"/priorTherapies/0/progressed": None}),
    "days and dates disagree": (
        CASE | {"priorTherapies": [{
            "setting": "metastatic", "drugs": ["letrozole"], "outcome": "progressed-after-therapy", "ended": "2025-05-01",
            "progressed": "2025-06-01", "daysToProgression": 90}]},
        {"/priorTherapies/0/daysToProgression": None}),
    "no such day": (
        CASE | {"priorTherapies": [{"setting": "metastatic", "drugs": ["letrozole"], "ended": "2025-02-30"}]},
        {"/priorTherapies/0/ended": None}),
    "after the day of the question": (
        CASE | {"priorTherapies": [{"setting": "metastatic", "drugs": ["letrozole"], "ended": "2025-02-03"}], "context": {"asOf": "2025-02-01"}},
        {"/priorTherapies/0/ended": None}),
    "unknown jurisdiction": (CASE | {"context": {"jurisdiction": "ru"}}, {"/context/jurisdiction": "RU"}),
    "no candidates": (CASE | {"context": {"candidates": []}}, {"/context/candidates": None}),
    "unknown candidate": (CASE | {"context": {"candidates": ["everolimus-exemestan"]}}, {"/context/candidates/0": "everolimus-exemestane"}),
    "all at once": (
        {"disease": "breast-cancer", "findings": {"her3": 1, "er": "postive", "age": "63"}, "comorbidities": ["diabetis"], "foo": 1},
        {"/findings/her3": "her2", "/findings/er": "positive", "/findings/age": None, "/comorbidities/0": "diabetes", "/foo": None}),
}


@pytest.mark.parametrize("case, errors", INVALID.values(), ids=list(INVALID))
def test_invalid_case_is_422_with_all_errors(service, case, errors):
    answer = service.recommend(json.dumps(case))
    assert answer.status == 422, answer.text
    contract.validate(answer, "/recommend", "post")
    problem = answer.json()
    assert {each["pointer"] for each in problem["errors"]} == set(errors)
    for error in problem["errors"]:
        if errors[error["pointer"]]:
            assert error["suggestion"] == errors[error["pointer"]]


def test_errors_follow_the_order_of_the_body(service):
    answer = service.recommend('{"foo":1,"disease":"breast-cancer","comorbidities":["diabetis"],"findings":{"her3":1}}').json()
    assert [each["pointer"] for each in answer["errors"]] == ["/foo", "/comorbidities/0", "/findings/her3"]


@pytest.mark.parametrize("content_type", ("text/plain", "application/xml", "application/json; charset=latin1", "multipart/form-data"))
def test_other_media_type_is_415(service, content_type):
    assert service.recommend(CASE, Content_Type=content_type).status == 415


def test_what_cannot_be_accepted_is_406(service):
    assert service.recommend(CASE, Accept="text/html").status == 406
    for path in ("/trials", "/trials/bolero-2", "/vocabulary", "/openapi.yaml", "/", "/docs", "/app/main.js", "/plots/forest.svg"):
        assert service.get(path, Accept="image/png").status == 406, path
    assert service.get("/trials", Accept="text/html;q=0.9, */*;q=0.1").status == 200


@pytest.mark.parametrize("path, suggestion", (
    ("/trials/bolero2", "bolero-2"), ("/regimens/olaparb", "olaparib"), ("/nothing", None), ("/trials/", None), ("/cases/case-77/input", "case-7"),
    ("/app/mian.js", "main.js"),
))
def test_what_is_not_there_is_404(service, path, suggestion):
    answer = service.get(path)
    assert (answer.status, answer.media_type) == (404, "application/problem+json")
    assert answer.json()["instance"] == path
    assert suggestion is None or f"`{suggestion}`" in answer.json()["detail"]


@pytest.mark.parametrize("path", contract.DOCUMENT["paths"])
def test_other_method_is_405_with_what_is_allowed(service, path):
    documented = {method.upper() for method in contract.METHODS if method in contract.DOCUMENT["paths"][path]}
    for method in {method.upper() for method in contract.METHODS} - documented:
        answer = service.request(method, example_path(path))
        assert (answer.status, answer.media_type) == (405, "application/problem+json")
        assert documented <= set(answer.field("Allow").split(", "))


def test_unknown_method_is_501(service):
    assert service.request("BREW", "/trials").status == 501


@pytest.mark.parametrize(
    "path", ["/recommend", "/recommend/batch", "/cds-services/nextline-next-line", "/cds-services/nextline-next-line/feedback"])
def test_no_body_is_411(service, path):
    with Wire(service) as wire:
        wire.send(f"POST {path} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n\r\n".encode())
        answer = wire.answer()
        assert answer.status == 411 and answer.json()["status"] == 411
        wire.send(get("/healthz"))
        assert wire.answer().status == 200


def test_body_above_the_limit_is_413(service):
    assert service.recommend(b" " * (1 << 20) + b"{}").status == 413


def test_oversize_target_and_fields_are_refused(service):
    assert service.request("GET", "/trials?q=" + "a" * 20_000).status == 414
    assert service.request("GET", "/trials", X_Long="a" * 100_000).status == 431


def test_malformed_http_is_400_and_nothing_stops_the_service(service):
    for bytes_sent in (b"GET\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x00\r\n\r\n"):
        with socket.create_connection((service.host, service.port), timeout=10) as connection:
            connection.sendall(bytes_sent)
            assert connection.recv(65536).startswith(b"HTTP/1.1 400 ")
    assert service.get("/healthz").status == 200
    assert service.recommend(CASE).status == 200
