"""The way of a reader: from the list of cases to the printed page."""

import io

from playwright.sync_api import expect
from pypdf import PdfReader


def test_case_7_from_the_list_of_cases_to_the_printed_page(visit):
    reader = visit()
    page = reader.open("#/cases")
    page.get_by_role("searchbox").fill("case-7")
    page.get_by_role("link", name="Second line after abemaciclib with letrozole, no PIK3CA mutation").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Second line after abemaciclib")
    page.get_by_role("button", name="Work this case").click()

    first = reader.option("everolimus-exemestane")
    expect(first).to_have_attribute("data-verdict", "recommended")
    expect(first).to_contain_text("BOLERO-2 PFS 7.8 vs 3.2 months; HR 0.45 (0.38–0.54)")
    expect(first.locator(".confidence").first).to_have_text("confirmed")
    assert reader.verdict("olaparib") == "not-recommended"

    first.locator("> summary").click()
    prior = first.locator('[data-criterion="prior-nsai"]')
    expect(prior).to_contain_text("Because: abemaciclib + letrozole (progressed on therapy, 24 months)")
    expect(prior.get_by_role("link", name="N Engl J Med 2012")).to_have_attribute("href", "#/references/baselga2012")

    page.get_by_role("link", name="Board page").click()
    sheet = page.locator(".sheet")
    expect(sheet).to_contain_text("Everolimus 10 mg, once daily, continuously")
    expect(sheet).to_contain_text("not a medical device")
    printed = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    assert len(printed.pages) == 1
    text = printed.pages[0].extract_text().lower()  # headings are in capitals
    for words in ("1. Everolimus + exemestane", "Abemaciclib + Letrozole", "ESR1", "Decision of the board", "Knowledge 1.0.0"):
        assert words.lower() in text
    for words in ("Worked cases", "Back to the case", "Forest plot"):
        assert words.lower() not in text


def test_a_fact_changed_changes_the_verdict_and_says_why(visit, case_7):
    reader = visit()
    page = reader.open(case=case_7)
    expect(reader.option("everolimus-exemestane")).to_have_attribute("data-verdict", "recommended")
    reader.choose("/findings/ecog", "2")
    expect(reader.option("everolimus-fulvestrant")).to_have_attribute("data-verdict", "not-recommended")
    reader.choose("/findings/ecog", "3")
    expect(reader.option("everolimus-exemestane")).to_have_attribute("data-verdict", "not-recommended")

    changes = page.locator(".changes")
    expect(changes).to_contain_text("ECOG performance status: 2 → 3")
    expect(changes.locator('[data-regimen="everolimus-exemestane"]')).to_contain_text("ECOG performance status 0–2 — ECOG performance status: 3 (not ≤ 2)")
    changes.get_by_role("button", name="Everolimus + exemestane").click()
    criterion = reader.option("everolimus-exemestane").locator('[data-criterion="ecog-0-2"]')
    expect(criterion).to_have_attribute("data-result", "not-met")
    criterion.get_by_role("button", name="ECOG performance status").click()
    expect(reader.field("/findings/ecog").get_by_role("radio", name="3")).to_be_focused()

    changes.get_by_role("button", name="Undo").click()
    expect(reader.option("everolimus-exemestane")).to_have_attribute("data-verdict", "recommended")
    expect(reader.field("/findings/ecog").get_by_role("radio", name="2")).to_be_checked()


def test_letters_typed_one_after_another_are_one_change(visit, case_7):
    reader = visit()
    page = reader.open(case=case_7)
    expect(reader.option("everolimus-exemestane")).to_be_visible()
    age = reader.field("/findings/age").get_by_role("textbox")
    age.fill("")
    age.press_sequentially("45", delay=250)
    expect(page.locator(".changed-facts")).to_have_text("Age: 63 years → 45 years")
    expect(age).to_be_focused()


def test_what_to_find_out_leads_to_its_field(visit, case_7):
    reader = visit()
    page = reader.open(case=case_7)
    item = page.locator('.next [data-finding="ESR1"]')
    expect(item).to_contain_text("Elacestrant")
    expect(item.locator(".weight")).to_have_text("decides")
    expect(reader.field("/findings/ESR1").locator(".weight")).to_have_text("decides")
    item.get_by_role("button").click()
    expect(reader.field("/findings/ESR1").get_by_role("radio", name="unknown")).to_be_focused()
    reader.choose("/findings/ESR1", "mutated")
    expect(reader.option("elacestrant")).to_have_attribute("data-verdict", "recommended")
    expect(page.locator(".changes")).to_contain_text("First option: Elacestrant instead of Everolimus + exemestane")


def test_two_options_stand_side_by_side(visit, case_7):
    reader = visit()
    page = reader.open(case=case_7)
    for regimen in ("everolimus-exemestane", "elacestrant"):
        reader.option(regimen).locator("> summary").click()
        reader.option(regimen).get_by_role("checkbox", name="Compare").check()
    page.get_by_role("button", name="Compare Everolimus + exemestane with Elacestrant").click()
    dialog = page.get_by_role("dialog", name="Two options side by side")
    expect(dialog.locator('[data-line="verdict"] td').nth(0)).to_contain_text("Recommended")
    expect(dialog.locator('[data-line="verdict"] td').nth(1)).to_contain_text("Conditional")
    expect(dialog.locator('[data-line="criteria"]')).to_contain_text("There is a mutation of ESR1")
    expect(dialog.locator('[data-line="criteria"]')).not_to_contain_text("hormone receptor positive")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
