"""A case that comes as a FHIR bundle: sent as such, shown by its resources."""

import json

from playwright.sync_api import expect

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
