"""Nothing is lost on a reload, and nothing of a patient leaves the page but in the body of a question."""

import json
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect


def test_a_reload_keeps_the_case_and_clear_removes_it(visit, case_7):
    reader = visit()
    page = reader.open(case=case_7)
    reader.choose("/findings/ecog", "1")
    page.reload()
    expect(reader.field("/findings/ecog").get_by_role("radio", name="1")).to_be_checked()
    expect(reader.option("everolimus-exemestane")).to_be_visible()
    page.get_by_role("button", name="Clear", exact=True).click()
    expect(page.get_by_role("heading", name="Which therapy next, which not, and why")).to_be_visible()
    assert page.evaluate("sessionStorage.length") == 0
    page.reload()
    expect(reader.field("/findings/ecog").get_by_role("radio", name="unknown")).to_be_checked()


def test_a_shared_link_holds_the_case_in_its_fragment_only(visit, case_7):
    sender = visit()
    page = sender.open(case=case_7)
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("Link copied.")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    address, fragment = link.split("#")
    assert address == f"{sender.site}/" and fragment.startswith("/case?c=")
    assert "everolimus" not in fragment and "abemaciclib" not in fragment

    receiver = visit()
    page = receiver.open("/#" + fragment)
    expect(receiver.option("everolimus-exemestane")).to_have_attribute("data-verdict", "recommended")
    assert page.evaluate("JSON.parse(sessionStorage.getItem('nextline.case'))") == case_7
    assert page.evaluate("location.hash") == "#/case"


def test_a_case_that_another_replaces_can_be_had_back(visit, case_7):
    reader = visit()
    page = reader.open(case=case_7)
    expect(reader.option("everolimus-exemestane")).to_be_visible()
    page.get_by_role("radio", name="Multiple myeloma").check(force=True)
    expect(page.locator(".said")).to_contain_text("The case before was replaced.")
    page.locator(".said").get_by_role("button", name="Undo").click()
    expect(reader.option("everolimus-exemestane")).to_have_attribute("data-verdict", "recommended")
    assert page.evaluate("JSON.parse(sessionStorage.getItem('nextline.case'))") == case_7
    page.goto(f"{reader.site}/#/cases/case-7-cns")
    page.get_by_role("button", name="Work this case").click()
    page.locator(".said").get_by_role("button", name="Undo").click()
    expect(reader.option("everolimus-exemestane")).to_have_attribute("data-verdict", "recommended")
    reader.choose("/findings/ecog", "1")
    expect(page.locator(".said")).to_be_empty()


@pytest.mark.parametrize("nonsense, said", (
    ("", "This is not well-formed JSON"), ("a case", "This is not well-formed JSON"), ("null", "There is no member"), ("[]", "There is no member"), ("7", "There is no member"),
    ('{"disease": 7}', "There is no member"), ('{"disease": "breast-cancer", "findings": []}', "/findings"),
    ('{"disease": "breast-cancer", "priorTherapies": [null]}', "/priorTherapies"), ('{"disease": "breast-cancer", "comorbidities": "gout"}', "/comorbidities"),
    ('{"disease": "breast-cancer", "priorTherapies": [{"drugs": "tamoxifen"}]}', "/priorTherapies/0/drugs"), ('{"bundle": {"resourceType": "Patient"}}', "FHIR Patient"),
))
def test_nonsense_is_not_taken_for_a_case(visit, nonsense, said):
    page = visit().open()
    page.get_by_role("button", name="Paste").click()
    dialog = page.get_by_role("dialog", name="A case as JSON or FHIR")
    dialog.get_by_role("textbox").fill(nonsense)
    dialog.get_by_role("button", name="Use this case").click()
    expect(dialog.get_by_role("alert")).to_contain_text(said)
    assert page.evaluate("sessionStorage.getItem('nextline.case')") is None


def test_a_damaged_link_is_said_to_be_one(visit):
    page = visit().open("#/case?c=AAAA")
    expect(page.get_by_text("The link is damaged")).to_be_visible()


def test_a_case_goes_out_and_comes_back_as_json(visit, case_7, tmp_path):
    reader = visit()
    page = reader.open(case=case_7)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    file = tmp_path / "case.json"
    download.value.save_as(file)
    assert json.loads(file.read_text()) == case_7
    page.get_by_role("button", name="Clear", exact=True).click()
    page.get_by_role("button", name="Paste").click()
    dialog = page.get_by_role("dialog", name="A case as JSON or FHIR")
    dialog.get_by_role("textbox").fill("{")
    dialog.get_by_role("button", name="Use this case").click()
    expect(dialog.get_by_role("alert")).to_contain_text("This is not well-formed JSON")
    dialog.get_by_label("or a file").set_input_files(file)
    expect(dialog).to_have_count(0)
    expect(reader.option("everolimus-exemestane")).to_have_attribute("data-verdict", "recommended")


def test_nothing_of_the_patient_is_in_an_address(visit, case_7):
    reader = visit()
    page = reader.open(case=case_7)
    reader.choose("/findings/ecog", "1")
    for view in ("Pathway", "Trials", "Forest plot", "Case"):
        page.get_by_role("link", name=view, exact=True).click()
        page.wait_for_load_state("networkidle")
    asked = [request for request in reader.requests if "/recommend" in request.url]
    assert asked and all(request.method == "POST" for request in asked)
    for request in reader.requests:
        # Without the port, which may be any number.
        target = urlsplit(request.url)._replace(scheme="", netloc="").geturl().lower()
        for words in ("ecog", "63", "metformin", "abemaciclib", "hypertension"):
            assert words not in target.split("/regimens/")[0], request.url
    assert page.evaluate("document.cookie") == ""
    assert page.evaluate("Object.keys(localStorage).every(key => key === 'nextline.settings')")
