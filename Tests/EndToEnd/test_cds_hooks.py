"""CDS Hooks 2.0: discovery, calls, cards and feedback as an EHR meets them."""

import copy
import json
import re
import statistics
import subprocess
import time
import uuid
from urllib.parse import urldefrag

import contract
import ehr
import pytest
from fhir.resources.R4B.medicationrequest import MedicationRequest
from fhir.resources.R4B.operationoutcome import OperationOutcome
from service import Service

ORIGIN = "https://ehr.example"
NAMES = [path.stem for path in ehr.RECORDS]
CALL = "/cds-services/{id}"


@pytest.fixture(scope="module")
def hospital(elsewhere):
    """A service that knows its address and may be called from the EHR's pages."""
    running = Service("--public-url", "https://nextline.example/", "--cors-origin", ORIGIN, directory=elsewhere)
    yield running
    assert running.stop() == 0


def nothings(value, place=""):
    """Where a response holds null or something empty; the list of cards alone may be."""
    if value is None or value == "" or value == {} or (value == [] and place != "/cards"):
        return [place]
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for name, child in children for found in nothings(child, f"{place}/{name}")]


def cards(answer):
    """The cards of an answer, checked against the specification, the contract and FHIR."""
    assert answer.status == 200, answer.text
    contract.validate(answer, CALL, "post")
    response = answer.json()
    assert nothings(response) == []
    ehr.validate("response", response)
    for card in response["cards"]:
        assert not re.search(r"(?<!\\)<", card.get("detail", ""))
        for suggestion in card.get("suggestions", []):
            for action in suggestion["actions"]:
                if action["type"] == "create":
                    MedicationRequest.model_validate(action["resource"])
        assert sum(suggestion.get("isRecommended", False) for suggestion in card.get("suggestions", [])) <= 1 \
            or card["selectionBehavior"] == "any"
    return response["cards"]


def pregnancy(record):
    """A woman of child-bearing age in place of the record's patient, and her pregnancy."""
    patient = next(entry["resource"] for entry in record["bundle"]["entry"] if entry["resource"]["resourceType"] == "Patient")
    return {"resourceType": "Observation", "id": "pregnancy", "status": "final",
            "subject": {"reference": f"Patient/{patient['id']}"}, "effectiveDateTime": record["asOf"],
            "code": {"coding": [{"system": "urn:nextline:vocabulary", "code": "pregnant"}]}, "valueBoolean": True}


@pytest.mark.parametrize("language", ("en", "ru"))
def test_services_are_discovered(hospital, language):
    answer = hospital.get("/cds-services", {"lang": language})
    contract.validate(answer, "/cds-services")
    services = answer.json()["services"]
    ehr.validate("discovery", answer.json())
    assert nothings(answer.json()) == []
    assert [(service["id"], service["hook"]) for service in services] == [
        ("nextline-next-line", "patient-view"), ("nextline-order-check", "order-select"), ("nextline-order-check", "order-sign")]
    for service in services:
        assert {"patient", "conditions", "medicationRequests", "medicationAdministrations", "procedures", "ecog", "receptors",
                "variants", "diseaseStatus", "labs", "menopause"} <= service["prefetch"].keys()
        for query in service["prefetch"].values():
            assert set(re.findall(r"\{\{(.*?)\}\}", query)) == {"context.patientId"}
            assert re.fullmatch(r"[A-Z][A-Za-z]+(/\{\{[^}]+\}\}|\?[a-z]+=[^&=?]+(&[a-z]+=[^&=?]+)*)", query)


@pytest.mark.parametrize("language", ("en", "ru"))
@pytest.mark.parametrize("name", NAMES)
def test_the_first_cards_are_the_options_of_the_record(hospital, name, language):
    recorded = ehr.record(name)
    native = hospital.recommend(
        recorded["bundle"], {"lang": language, "asOf": recorded["asOf"], "detail": "summary"}, Content_Type="application/fhir+json")
    shown = cards(ehr.call(hospital, name, language=language))
    leading = [option for option in native.json()["options"] if option["verdict"] in ("recommended", "alternative", "conditional")]
    assert len(shown) >= 2 and leading
    assert shown[0]["summary"].startswith(leading[0]["regimen"]["name"])
    ordered = [action["resource"]["medicationCodeableConcept"]["text"] for action in shown[0]["suggestions"][0]["actions"]]
    assert ordered == [drug["name"] for drug in leading[0]["regimen"]["drugs"]]
    assert {card["indicator"] for card in shown} == {"info"}
    assert all(link["url"].startswith("https://nextline.example/") for card in shown for link in card["links"])


def test_links_lead_to_what_is_served(hospital):
    for card in cards(ehr.call(hospital, "case-7-record")):
        for link in card["links"]:
            target = urldefrag(link["url"].removeprefix("https://nextline.example")).url
            assert hospital.request("GET", target).status == 200


def test_without_an_address_no_card_links_to_the_service(service):
    for card in cards(ehr.call(service, "case-7-record")):
        assert "links" not in card and "url" not in card["source"]


@pytest.mark.parametrize("language, reason", [("en", "MAINTAIN"), ("ru", "MAINTAIN")])
@pytest.mark.parametrize("name", ("case-7-record", "case-7-events"))
def test_ribociclib_with_fulvestrant_after_abemaciclib_is_warned_of(hospital, name, language, reason):
    [card] = cards(ehr.call(hospital, name, "order-select", ["ribociclib", "fulvestrant"], language))
    assert card["indicator"] == "warning"
    assert reason in card["detail"]
    first = card["suggestions"][0]
    assert first["isRecommended"] is True
    assert [action["type"] for action in first["actions"]] == ["delete", "delete", "create", "create"]
    assert [action["resourceId"] for action in first["actions"][:2]] == ["MedicationRequest/draft-0", "MedicationRequest/draft-1"]
    created = [action["resource"]["medicationCodeableConcept"]["coding"][-1]["code"] for action in first["actions"][2:]]
    assert created == ["L01EG02", "L02BG06"]
    assert {reason["code"] for reason in card["overrideReasons"]} >= {"recipient-disagrees-evidence", "patient-refuses"}


def ingredient(system, code):
    return {"coding": [{"system": system, "code": code}]}


@pytest.mark.parametrize("drugs, indicators", [
    (["everolimus", "exemestane"], []),
    (["Афинитор", "эксеместан"], []),
    ([ingredient("http://www.whocc.no/atc", "L01EF02")], ["warning"]),
    ([ingredient("http://www.nlm.nih.gov/research/umls/rxnorm", "1597582")], ["warning"]),
    (["capivasertib", "fulvestrant"], ["info"]),
    (["olaparib", "ribociclib"], ["warning", "warning"]),
    (["tamoxifen"], ["info"]),
    (["an unheard-of drug"], ["info"]),
    (["metformin"], []),
    ([ingredient("http://www.whocc.no/atc", "N02BE01")], []),
])
def test_drafts_of_case_7_are_judged(hospital, drugs, indicators):
    assert [card["indicator"] for card in cards(ehr.call(hospital, "case-7-record", "order-sign", drugs))] == indicators


def test_a_part_of_a_regimen_is_judged_when_it_is_signed(hospital):
    assert cards(ehr.call(hospital, "case-7-record", "order-select", ["fulvestrant"])) == []
    assert [card["indicator"] for card in cards(ehr.call(hospital, "case-7-record", "order-sign", ["fulvestrant"]))] == ["info"]


@pytest.mark.parametrize("language", ("en", "ru"))
@pytest.mark.parametrize("drugs", (["lenalidomide"], ["lenalidomide", "dexamethasone"], ["Ревлимид"]))
def test_lenalidomide_in_pregnancy_is_critical(hospital, drugs, language):
    name = "mm-c3-noci-events"
    recorded = ehr.record(name)
    value = ehr.body(hospital, name, "order-sign", drugs, more=[pregnancy(recorded)])
    value["prefetch"]["patient"] |= {"gender": "female", "birthDate": "1990-05-05"}
    answer = ehr.send(hospital, value, f"/cds-services/nextline-order-check?lang={language}&asOf={recorded['asOf']}")
    [card] = cards(answer)
    assert card["indicator"] == "critical"
    assert ("pregnan" if language == "en" else "беременн") in (card["summary"] + card["detail"]).lower()


def test_a_drug_the_disease_is_refractory_to_is_warned_of(hospital):
    [card] = cards(ehr.call(hospital, "mm-c2-noci-dara-events", "order-sign", ["lenalidomide", "dexamethasone"]))
    assert card["indicator"] == "warning" and "refractory" in card["summary"]


def test_orders_of_other_things_are_nothing_to_speak_of(hospital):
    value = ehr.body(hospital, "case-7-record", "order-select", ["ribociclib"])
    value["context"]["draftOrders"]["entry"] = [
        {"resource": {"resourceType": "ServiceRequest", "id": "ct", "status": "draft", "intent": "order",
                      "subject": {"reference": "Patient/p7"}}}]
    value["context"]["selections"] = ["ServiceRequest/ct"]
    assert cards(ehr.send(hospital, value)) == []


def test_hostile_drafts_are_refused_or_answered_at_once(hospital):
    value = ehr.body(hospital, "case-7-record", "order-sign", ["ribociclib"] * 501)
    answer = ehr.send(hospital, value)
    assert answer.status == 422
    contract.validate(answer, CALL, "post")
    many = cards(ehr.call(hospital, "case-7-record", "order-sign", [f"unheard-of {index}" for index in range(490)]))
    assert len(many) == 1 and len(many[0]["summary"]) < 140
    for order in ({"resourceType": "MedicationRequest"}, {"resourceType": "MedicationRequest", "medicationReference": {"reference": "#x"}},
                  {"resourceType": "MedicationRequest", "id": "a", "medicationCodeableConcept": 7, "subject": [], "status": {}},
                  {"resourceType": "MedicationRequest", "id": "a", "contained": [{"resourceType": "Medication", "id": "x", "ingredient": [
                      {"itemReference": {"reference": "#x"}}]}], "medicationReference": {"reference": "#x"}}):
        value["context"]["draftOrders"]["entry"] = [{"resource": order}]
        assert [card["indicator"] for card in cards(ehr.send(hospital, value))] == ["info"]


def test_an_order_of_another_patient_is_refused(hospital):
    value = ehr.body(hospital, "case-7-record", "order-sign", ["ribociclib"])
    value["context"]["draftOrders"]["entry"][0]["resource"]["subject"]["reference"] = "Patient/somebody-else"
    answer = ehr.send(hospital, value)
    contract.validate(answer, CALL, "post")
    assert answer.status == 422


@pytest.mark.parametrize("key", ("patient", "conditions"))
@pytest.mark.parametrize("state", ("absent", "outcome"))
def test_what_is_required_is_named_in_an_outcome(hospital, key, state):
    value = ehr.body(hospital, "case-7-record", without=[key])
    if state == "outcome":
        value["prefetch"][key] = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "exception"}]}
    answer = ehr.send(hospital, value)
    assert (answer.status, answer.media_type) == (412, "application/fhir+json")
    contract.validate(answer, CALL, "post")
    OperationOutcome.model_validate(answer.json())
    assert [issue["expression"] for issue in answer.json()["issue"]] == [[f"prefetch.{key}"]]


def test_no_prefetch_names_all_that_is_required(hospital):
    value = ehr.body(hospital, "case-7-record")
    del value["prefetch"]
    assert len(ehr.send(hospital, value).json()["issue"]) == 2


def test_no_conditions_and_other_diseases_are_nothing_to_speak_of(hospital):
    value = ehr.body(hospital, "case-7-record")
    gout = copy.deepcopy(value["prefetch"]["conditions"]["entry"][0])
    gout["resource"]["code"] = {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "M10.0"}]}
    for conditions in (None, {"resourceType": "Bundle", "type": "searchset"}, {**value["prefetch"]["conditions"], "entry": [gout]}):
        value["prefetch"]["conditions"] = conditions
        assert cards(ehr.send(hospital, value)) == []


@pytest.mark.parametrize("key", ("procedures", "ecog", "receptors", "variants", "diseaseStatus", "labs", "lists",
                                 "medicationStatements", "medicationAdministrations", "medicationRequests", "recorded"))
@pytest.mark.parametrize("state", ("absent", "null", "outcome", "first page"))
def test_whatever_else_is_not_given_is_unknown_and_said(hospital, key, state):
    value = ehr.body(hospital, "case-7-record")
    match state:
        case "absent":
            del value["prefetch"][key]
        case "null":
            value["prefetch"][key] = None
        case "outcome":
            value["prefetch"][key] = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "exception"}]}
        case "first page":
            page = value["prefetch"][key] or {"resourceType": "Bundle", "type": "searchset"}
            value["prefetch"][key] = {**page, "link": [{"relation": "next", "url": "https://ehr.example/fhir?page=2"}]}
    shown = cards(ehr.send(hospital, value))
    said = any(key in line for card in shown for line in card["detail"].splitlines()
               if line.startswith(("- Not sent", "- Incomplete")))
    assert said == (state != "null")


def test_a_first_page_of_conditions_without_our_disease_is_said_to_be_undecided(hospital):
    value = ehr.body(hospital, "case-7-record")
    value["prefetch"]["conditions"] = {"resourceType": "Bundle", "type": "searchset", "link": [{"relation": "next", "url": "x"}]}
    assert [card["indicator"] for card in cards(ehr.send(hospital, value))] == ["info"]


def changed(value, path, new):
    value = copy.deepcopy(value)
    *way, last = path.split("/")
    node = value
    for step in way:
        node = node[step]
    if new is None:
        del node[last]
    else:
        node[last] = new
    return value


@pytest.mark.parametrize("path, new, pointer", [
    ("hook", None, "/hook"), ("hook", "order-sign", "/hook"), ("hook", "patient-veiw", "/hook"), ("hook", 7, "/hook"),
    ("hookInstance", None, "/hookInstance"), ("hookInstance", "1", "/hookInstance"), ("context", [], "/context"),
    ("context/userId", "x", "/context/userId"), ("context/patientId", None, "/context/patientId"),
    ("context/patientId", "a b", "/context/patientId"), ("prefetch", [1], "/prefetch"), ("prefetch/labs", 7, "/prefetch/labs"),
    ("fhirServer", None, "/fhirServer"), ("fhirAuthorization/scope", None, "/fhirAuthorization/scope"),
    ("fhirAuthorization/token_type", "Basic", "/fhirAuthorization/token_type"),
])
def test_a_malformed_call_is_refused_with_its_place(hospital, path, new, pointer):
    answer = ehr.send(hospital, changed(ehr.body(hospital, "case-7-record"), path, new), "/cds-services/nextline-next-line")
    contract.validate(answer, CALL, "post")
    assert answer.status == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


def test_what_is_no_case_is_refused(hospital):
    value = ehr.body(hospital, "case-7-record")
    for changes in ({"context": {**value["context"], "patientId": "somebody-else"}},):
        answer = ehr.send(hospital, value | changes)
        contract.validate(answer, CALL, "post")
        assert answer.status == 422


@pytest.mark.parametrize("method, target, status", [
    ("POST", "/cds-services/nextline-nextline", 404), ("POST", "/cds-services/x/feedback", 404),
    ("GET", "/cds-services/x/feedback", 404), ("GET", "/cds-services/nextline-next-line", 405),
    ("POST", "/cds-services", 405), ("POST", "/cds-services/nextline-next-line?verbose=1", 400),
    ("POST", "/cds-services/nextline-next-line", 400), ("POST", "/cds-services/nextline-next-line/feedback", 400),
])
def test_errors_are_problems_that_a_browser_may_read(hospital, method, target, status):
    answer = hospital.request(method, target, b"{" if method == "POST" else None, Origin=ORIGIN, Content_Type="application/json")
    assert (answer.status, answer.media_type) == (status, "application/problem+json")
    assert answer.field("Access-Control-Allow-Origin") == ORIGIN and "Origin" in answer.field("Vary")


@pytest.mark.parametrize("path", ("/cds-services", "/cds-services/nextline-next-line", "/cds-services/nextline-order-check/feedback"))
def test_a_browser_may_ask_first(hospital, path):
    answer = hospital.request("OPTIONS", path, Origin=ORIGIN, Access_Control_Request_Method="POST")
    assert answer.status == 204 and answer.field("Access-Control-Allow-Origin") == ORIGIN
    assert "POST" in answer.field("Access-Control-Allow-Methods")
    assert {"Authorization", "Content-Type"} <= set(answer.field("Access-Control-Allow-Headers").split(", "))
    assert hospital.request("OPTIONS", path, Origin="https://other.example").field("Access-Control-Allow-Origin") is None


def test_nothing_of_a_call_reaches_a_log(elsewhere):
    logged = Service("--access-log", directory=elsewhere, stdout=subprocess.PIPE)
    value = ehr.body(logged, "case-7-record", more=[{"resourceType": "Observation", "id": "planted-observation"}])
    answers = [ehr.send(logged, value), ehr.send(logged, value | {"hookInstance": "planted-instance"})]
    comment = {"card": ehr.INSTANCE, "outcome": "overridden", "outcomeTimestamp": "2026-01-31T12:00:00Z",
               "overrideReason": {"userComment": "planted-comment"}}
    answers.append(ehr.send(logged, {"feedback": [comment]}, "/cds-services/nextline-next-line/feedback"))
    assert [answer.status for answer in answers] == [200, 400, 200]
    assert logged.stop() == 0
    assert "planted" not in logged.process.stdout.read() + "\n".join(logged.lines)
    assert all("planted-token" not in answer.text for answer in answers)


# Feedback.


def report(card, outcome="accepted", moment="2026-01-31T12:00:00Z", **more):
    entry = {"card": card, "outcome": outcome, "outcomeTimestamp": moment, **more}
    return entry | ({"acceptedSuggestions": [{"id": str(uuid.uuid4())}]} if outcome == "accepted" and not more else {})


def counts(service, name="nextline-order-check"):
    answer = service.get(f"/cds-services/{name}/feedback")
    contract.validate(answer, "/cds-services/{id}/feedback")
    assert nothings(answer.json()) == []
    return answer.json()


def test_feedback_is_counted_once(hospital):
    target = "/cds-services/nextline-order-check/feedback"
    [card] = cards(ehr.call(hospital, "case-7-record", "order-select", ["ribociclib", "fulvestrant"]))
    before = counts(hospital)
    reason = {"reason": {"system": card["overrideReasons"][0]["system"], "code": "patient-refuses"}, "userComment": "why"}
    entries = [report(card["uuid"], acceptedSuggestions=[{"id": card["suggestions"][0]["uuid"]}]),
               report(card["uuid"], "overridden", overrideReason=reason), report(str(uuid.uuid4()))]
    for _ in range(3):
        answer = ehr.send(hospital, {"feedback": entries}, target)
        assert answer.status == 200
        contract.validate(answer, "/cds-services/{id}/feedback", "post")
    after = counts(hospital)
    gained = {name: after[name] - before.get(name, 0) for name in ("total", "accepted", "overridden", "duplicates", "unknownCards")}
    assert gained == {"total": 3, "accepted": 2, "overridden": 1, "duplicates": 6, "unknownCards": 1}
    assert after["overrideReasons"]["patient-refuses"] == 1


def test_feedback_with_a_mistake_is_refused_as_a_whole(hospital):
    before = counts(hospital)
    entries = [report(str(uuid.uuid4())), report(str(uuid.uuid4()), "ignored"), {"outcome": "accepted"}]
    answer = ehr.send(hospital, {"feedback": entries}, "/cds-services/nextline-order-check/feedback")
    contract.validate(answer, "/cds-services/{id}/feedback", "post")
    assert answer.status == 400
    assert {error["pointer"] for error in answer.json()["errors"]} == {
        "/feedback/1/outcome", "/feedback/2/card", "/feedback/2/outcomeTimestamp", "/feedback/2/acceptedSuggestions"}
    assert counts(hospital) == before


def test_the_same_call_has_the_same_answer(hospital):
    value = ehr.body(hospital, "case-7-record")
    first, second = ehr.send(hospital, value), ehr.send(hospital, value)
    assert first.body == second.body
    other = cards(ehr.send(hospital, value | {"hookInstance": str(uuid.uuid4())}))
    assert not {card["uuid"] for card in other} & {card["uuid"] for card in first.json()["cards"]}


@pytest.mark.parametrize("name", NAMES)
def test_a_call_is_answered_long_before_anybody_waits(hospital, name):
    value = ehr.body(hospital, name)
    times = []
    for _ in range(10):
        start = time.perf_counter()
        cards(ehr.send(hospital, value))
        times.append(time.perf_counter() - start)
    assert statistics.median(times) < 0.5
