"""Errors are shown where they happen, in words."""

from conftest import Visit
from playwright.sync_api import expect
from service import Service

REFUSED = "Failed to load resource: the server responded with a status of 422"


def forgive(reader, report=REFUSED):
    """Takes back the browser's own reports of such an answer; the page may add none."""
    assert all(one.startswith(report) for one in reader.complaints), reader.complaints
    reader.complaints.clear()


def test_a_value_out_of_range_is_refused_at_its_field(visit, case_7):
    reader = visit()
    page = reader.open(case=case_7)
    expect(reader.option("everolimus-exemestane")).to_be_visible()
    reader.field("/findings/age").get_by_role("textbox").fill("300")
    expect(reader.field("/findings/age").locator(".error")).to_contain_text("lies within 0 and 130")
    expect(reader.field("/findings/age").get_by_role("textbox")).to_have_attribute("aria-invalid", "true")
    described = reader.field("/findings/age").get_by_role("textbox").get_attribute("aria-describedby")
    expect(page.locator(f"#{described}")).to_contain_text("lies within 0 and 130")
    expect(page.get_by_role("alert")).to_contain_text("The case was not understood as a whole")
    expect(page.locator(".answer")).to_have_class("answer is-outdated")
    reader.field("/findings/age").get_by_role("textbox").fill("63")
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.locator(".answer")).not_to_have_class("answer is-outdated")
    forgive(reader)


def test_a_suggestion_can_be_taken(visit):
    reader = visit()
    page = reader.open(case={"disease": "breast-cancer", "comorbidities": ["type-2-diabete"], "priorTherapies": [{"setting": "adjuvant", "drugs": ["tamoxifenn"]}]})
    entry = page.locator(".timeline > li")
    expect(entry.locator(".error")).to_contain_text("unknown drug `tamoxifenn`")
    entry.get_by_role("button", name="Use “tamoxifen”").click()
    expect(entry.locator(".given")).to_have_text("Tamoxifen")
    expect(reader.field("/comorbidities").locator(".error")).to_contain_text("type-2-diabete")
    reader.field("/comorbidities").get_by_role("button", name="Use “type-2-diabetes”").click()
    expect(reader.field("/comorbidities").locator(".chip")).to_have_text("type 2 diabetes mellitus")
    expect(page.get_by_role("alert")).to_have_count(0)
    forgive(reader)


def test_an_error_without_a_field_is_shown_above_the_answer(visit):
    reader = visit()
    page = reader.open(case={"disease": "breast-cancer", "findings": {"her3": "low"}})
    expect(page.get_by_role("alert")).to_contain_text("/findings/her3 unknown finding `her3`")
    forgive(reader)


def test_without_a_network_nothing_is_lost(visit, case_7):
    reader = visit()
    page = reader.open(case=case_7)
    expect(reader.option("everolimus-exemestane")).to_be_visible()
    page.wait_for_load_state("networkidle")
    reader.context.set_offline(True)
    reader.choose("/findings/ecog", "3")
    expect(page.get_by_role("alert")).to_contain_text("The service does not answer. What you change is kept")
    expect(page.locator(".foot")).to_contain_text("No connection")
    assert reader.verdict("everolimus-exemestane") == "recommended"
    page.get_by_role("link", name="Forest plot").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The service does not answer")
    page.get_by_role("link", name="Case", exact=True).click()
    expect(reader.field("/findings/ecog").get_by_role("radio", name="3")).to_be_checked()
    reader.context.set_offline(False)
    expect(reader.option("everolimus-exemestane")).to_have_attribute("data-verdict", "not-recommended")
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.locator(".foot")).not_to_contain_text("No connection")
    forgive(reader, "Failed to load resource: net::ERR_INTERNET_DISCONNECTED")


def test_a_service_that_goes_away_and_comes_back(browser, tmp_path, case_7):
    first = Service(directory=tmp_path)
    reader = Visit(browser, first.url)
    page = reader.open(case=case_7)
    expect(reader.option("everolimus-exemestane")).to_be_visible()
    assert first.stop() == 0
    reader.choose("/findings/visceralCrisis", "yes")
    expect(page.get_by_role("alert")).to_contain_text("The service does not answer")
    assert reader.verdict("everolimus-exemestane") == "recommended"
    second = Service("--port", str(first.port), directory=tmp_path)
    expect(reader.option("everolimus-exemestane")).to_have_attribute("data-verdict", "not-recommended", timeout=40_000)
    expect(page.locator(".changes")).to_contain_text("Visceral crisis: no → yes")
    expect(page.get_by_role("alert")).to_have_count(0)
    reader.close()
    assert second.stop() == 0
