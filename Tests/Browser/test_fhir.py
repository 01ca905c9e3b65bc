"""A case that comes as a FHIR bundle: sent as such, shown by its resources."""

import json

import pytest
from playwright.sync_api import expect
from service import PACKAGE
from test_views import violations

BUNDLE = {"resourceType": "Bundle", "type": "collection", "entry": [
    {"resource": {"resourceType": "Patient", "id": "p1", "gender": "female", "birthDate": "1963-02-01"}},
    {"fullUrl": "urn:uuid:0f5e", "resource": {"resourceType": "Observation", "id": "ecog", "code": {"text": "ECOG performance status"}, "valueInteger": 3}},
]}


def paste(page, value):
    page.get_by_role("button", name="Paste").click()
    dialog = page.get_by_role("dialog", name="A case as JSON or FHIR")
    dialog.get_by_role("textbox").fill(json.dumps(value))
    dialog.get_by_role("button", name="Use this case").click()
    return dialog


def answering(page, status, body, asked):
    """Stands in for the service where a case is weighed: what it reads of FHIR is its own matter."""
    def answer(route):
        asked.append(route.request)
        route.fulfill(status=status, content_type="application/json" if status == 200 else "application/problem+json", body=json.dumps(body))
    page.route("**/recommend?*", answer)


def with_references(answer):
    """The answer as to a bundle: facts refer to resources instead of members of a case."""
    for option in answer["options"]:
        for criterion in option["criteria"]:
            for fact in criterion["facts"]:
                del fact["pointer"]
                fact["reference"] = "Observation/ecog"
    for fact in answer["assessment"]["facts"]:
        fact["from"] = ["urn:uuid:0f5e"]
    return answer


def test_a_bundle_is_sent_as_fhir_and_its_resources_explain_the_answer(visit, service, case_7):
    reader = visit()
    page = reader.open()
    asked = []
    answering(page, 200, with_references(service.recommend(case_7).json()), asked)
    expect(paste(page, BUNDLE)).to_have_count(0)
    first = reader.option("everolimus-exemestane")
    expect(first).to_have_attribute("data-verdict", "recommended")
    assert asked[-1].headers["content-type"] == "application/fhir+json"
    assert asked[-1].post_data_json == BUNDLE
    expect(page.locator(".resources > li")).to_have_count(2)

    first.locator("> summary").click()
    first.get_by_role("button", name="Observation: ECOG performance status: 3").first.click()
    expect(page.locator(".resources summary", has_text="Observation")).to_be_focused()
    expect(page.locator(".resources pre").nth(1)).to_be_visible()
    first.locator("[data-part=verify]").get_by_role("button").first.click()
    expect(page.get_by_text("This is not in the bundle.")).to_be_visible()

    page.reload()
    expect(page.locator(".resources > li")).to_have_count(2)
    page.get_by_role("link", name="Board page").click()
    expect(page.locator(".sheet")).to_contain_text("Everolimus 10 mg")
    page.get_by_role("link", name="Back to the case").click()
    page.get_by_role("button", name="Clear", exact=True).click()
    expect(reader.field("/findings/age")).to_be_visible()


def test_a_service_that_reads_no_fhir_says_so(visit):
    reader = visit()
    page = reader.open()
    answering(page, 415, {"title": "Unsupported Media Type", "status": 415, "detail": "a case is application/json"}, [])
    paste(page, BUNDLE)
    expect(page.get_by_role("alert")).to_contain_text("This service does not read FHIR.")
    reader.complaints.clear()


def test_what_is_wrong_with_a_resource_is_shown_at_it(visit):
    reader = visit()
    page = reader.open()
    answering(page, 422, {"title": "Unprocessable Content", "status": 422, "detail": "the case is not valid: 1 error", "errors": [
        {"pointer": "/entry/1/resource/valueInteger", "detail": "`7` lies outside 0 and 4"}]}, [])
    paste(page, BUNDLE)
    expect(page.locator(".resources > li").nth(1)).to_contain_text("`7` lies outside 0 and 4")
    expect(page.get_by_role("alert")).to_contain_text("The case was not understood as a whole")
    reader.complaints.clear()


def test_a_resource_alone_is_no_case(visit):
    page = visit().open()
    dialog = paste(page, BUNDLE["entry"][1]["resource"])
    expect(dialog.get_by_role("alert")).to_contain_text("This is a FHIR Observation. A case comes as a Bundle")


def record(name="case-7-record", *more):
    """A worked case as a bundle, and what it is asked with."""
    case = json.loads((PACKAGE / f"Resources/bundles/{name}.json").read_text())
    bundle = case["bundle"]
    return {"bundle": bundle | {"entry": [*bundle["entry"], *({"resource": one} for one in more)]}, "context": {"asOf": case["asOf"]}}


HAEMOGLOBIN = {"resourceType": "Observation", "id": "hb", "status": "final", "subject": {"reference": "Patient/p7"}, "valueQuantity": {"value": 110, "unit": "g/L"},
               "code": {"coding": [{"system": "http://loinc.org", "code": "718-7", "display": "Haemoglobin"}]}}


def test_a_record_shows_the_therapies_read_from_it_and_what_proves_each(visit):
    reader = visit()
    page = reader.open(case=record())
    expect(reader.option("everolimus-exemestane")).to_have_attribute("data-verdict", "recommended")
    lines = page.locator(".timeline > li")
    expect(lines).to_have_count(2)
    expect(lines.nth(0).locator(".given")).to_have_text("Tamoxifen")
    expect(lines.nth(1)).to_contain_text("For metastatic disease, line 1 · PR, progressed on therapy")
    lines.nth(1).locator("summary").first.click()
    expect(lines.nth(1).locator(".proofs")).to_contain_text("Drugs begun within 28 days of the first one belong to one regimen.")
    lines.nth(1).get_by_role("button", name="MedicationStatement: letrozole").click()
    expect(page.locator(".resources summary", has_text="letrozole")).to_be_focused()
    expect(page.locator(".record-note")).to_have_text("23 resources read, none that was not understood.")
    page.get_by_role("link", name="Tumour board page").click()
    expect(page.locator(".past")).to_contain_text("Abemaciclib + Letrozole — For metastatic disease, line 1; PR")


@pytest.mark.parametrize("language, words, title", (
    ("en", "1 of 24 resources was not taken into account", "Not understood of the record"), ("ru", "Не учтён 1 ресурс из 24", "Не понято в записи")))
def test_what_of_a_record_is_not_understood_stands_above_the_answer_and_on_paper(visit, language, words, title):
    reader = visit(language=language)
    page = reader.open(case=record("case-7-record", HAEMOGLOBIN))
    note = page.locator(".record-note")
    expect(note.get_by_role("heading")).to_have_text(words)
    expect(note).to_contain_text("Haemoglobin loinc.org|718-7")
    assert note.bounding_box()["y"] < page.locator(".verdict-group").first.bounding_box()["y"]
    assert violations(page) == []
    note.get_by_role("button").click()
    item = page.locator(".resources > li", has_text="Haemoglobin")
    expect(item.locator("summary")).to_be_focused()
    expect(item.locator(".tag")).to_be_visible()
    page.goto(f"{reader.site}/#/board")
    expect(page.locator(".sheet [data-part=record]")).to_contain_text(title)
    expect(page.locator(".sheet [data-part=record]")).to_contain_text("Haemoglobin")


def test_a_record_is_asked_about_as_of_a_day_and_in_a_jurisdiction(visit):
    reader = visit()
    page = reader.open()
    bundle = record()["bundle"]
    paste(page, bundle)
    expect(page.locator(".option").first).to_be_visible()
    field = reader.field("/context/asOf").get_by_role("textbox")
    field.fill("2025-08-01")
    field.press("Enter")
    expect(page.locator(".changed-facts")).to_contain_text("As of: unknown → 2025-08-01")
    reader.field("/context/jurisdiction").get_by_role("combobox").select_option(label="Russia")
    expect(reader.option("everolimus-fulvestrant")).to_have_attribute("data-verdict", "not-recommended")
    asked = [request for request in reader.requests if "/recommend" in request.url][-1]
    assert "asOf=2025-08-01" in asked.url and "jurisdiction=RU" in asked.url and asked.post_data_json == bundle
    page.reload()
    expect(field).to_have_value("2025-08-01")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("Link copied.")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    receiver = visit()
    receiver.open(link.removeprefix(receiver.site))
    expect(receiver.field("/context/asOf").get_by_role("textbox")).to_have_value("2025-08-01")
    expect(receiver.option("everolimus-fulvestrant")).to_have_attribute("data-verdict", "not-recommended")


def test_a_record_that_names_no_disease_is_asked_about_the_one_chosen(visit):
    reader = visit()
    page = reader.open(case={"bundle": BUNDLE})
    expect(page.get_by_role("alert")).to_contain_text("no confirmed condition is a disease that is answered for")
    expect(page.get_by_role("alert")).to_contain_text("choose it above")
    page.get_by_role("radio", name="Multiple myeloma").check(force=True)
    expect(page.locator(".option").first).to_be_visible()
    expect(page.locator(".resources > li")).to_have_count(2)
    assert "disease=multiple-myeloma" in [request.url for request in reader.requests if "/recommend" in request.url][-1]
    reader.complaints.clear()
