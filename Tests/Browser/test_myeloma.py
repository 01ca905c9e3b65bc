"""A myeloma case: the history as a timeline, refractoriness, and the algorithm with the patient's way lit."""

from playwright.sync_api import expect


def test_the_way_of_a_myeloma_case_is_lit(visit, myeloma):
    reader = visit()
    page = reader.open(case=myeloma)
    expect(reader.option("dvd")).to_have_attribute("data-verdict", "recommended")
    expect(page.locator(".refractoriness [data-list=drugs]")).to_contain_text("Lenalidomide")
    page.get_by_role("link", name="Way through the pathway").click()
    lit = page.locator(".column .step[data-applies=true]")
    expect(lit).to_have_count(1)
    expect(lit).to_have_attribute("data-step", "c1-imid-no-ci")
    expect(lit).to_contain_text("applies")
    expect(lit.locator("[data-verdict=recommended]")).to_have_text("Recommended")
    expect(page.locator(".column.is-lit h2")).to_have_text("Column 1, immunomodulatory drugs")

    page.get_by_role("link", name="Back to the case").click()
    reader.choose("/findings/contraindicationToTriplet", "yes")
    expect(reader.option("vd")).to_have_attribute("data-verdict", "recommended")
    page.get_by_role("link", name="Way through the pathway").click()
    expect(lit).to_have_attribute("data-step", "c1-imid-ci")


def test_without_a_case_nothing_is_lit(visit):
    page = visit().open("#/pathway/multiple-myeloma")
    expect(page.locator(".step")).not_to_have_count(0)
    expect(page.locator(".step[data-applies=true]")).to_have_count(0)
    expect(page.get_by_text("Record a case, and its way is lit here.")).to_be_visible()


def test_a_history_is_written_as_a_timeline(visit):
    reader = visit()
    page = reader.open(case={"disease": "multiple-myeloma", "findings": {"secondaryPlasmaCellLeukemia": False, "extramedullaryDisease": False}})
    page.get_by_role("button", name="Add a therapy").click()
    expect(page.locator(".status")).to_have_text("Name the drugs of the new therapy, and the options are weighed again. The answer below belongs to the case before the last change.")
    drugs = page.get_by_role("combobox", name="Add a drug or regimen…")
    expect(drugs).to_be_focused()
    drugs.press_sequentially("Велкейд")
    expect(page.get_by_role("listbox").get_by_role("option").first).to_contain_text("Bortezomib")
    drugs.press("Enter")
    drugs = page.get_by_role("combobox", name="Add a drug or regimen…")
    drugs.press_sequentially("dexa")
    drugs.press("Enter")
    entry = page.locator(".timeline > li")
    expect(entry.locator(".given")).to_have_text("Bortezomib + Dexamethasone")
    entry.get_by_label("Outcome").select_option(label="Progressed after therapy")
    entry.get_by_label("End to progression", exact=True).fill("61")
    entry.get_by_label("Best response").select_option("PR — partial")
    expect(page.locator(".refractoriness")).to_contain_text("Refractoriness: refractory to no proteasome inhibitor and no immunomodulatory drug")
    expect(entry.locator(".course")).to_contain_text("PR, progressed after therapy, progression on day 61")
    entry.get_by_label("End to progression", exact=True).fill("60")
    expect(page.locator(".refractoriness [data-list=drugs]")).to_contain_text("Bortezomib")

    page.get_by_role("button", name="Add a therapy").click()
    page.get_by_role("combobox", name="Add a drug or regimen…").press_sequentially("Rd")
    page.get_by_role("listbox").get_by_role("option").first.click()
    expect(page.locator(".timeline > li")).to_have_count(2)
    page.get_by_role("button", name="Move up: Rd").click()
    expect(page.locator(".timeline .given").first).to_have_text("Rd")
    page.get_by_role("button", name="Remove: Rd").click()
    expect(page.locator(".timeline > li")).to_have_count(1)
    kept = page.evaluate("JSON.parse(sessionStorage.getItem('nextline.case')).priorTherapies")
    assert kept == [{"setting": "induction", "drugs": ["bortezomib", "dexamethasone"], "outcome": "progressed-after-therapy", "daysToProgression": 60, "bestResponse": "PR"}]


def test_a_drug_nobody_knows_is_reported_as_not_considered(visit):
    reader = visit()
    page = reader.open(case={"disease": "multiple-myeloma", "priorTherapies": [{"setting": "induction", "drugs": ["bortezomib"]}]})
    page.locator(".timeline summary").first.click()
    drugs = page.get_by_role("combobox", name="Add a drug or regimen…")
    drugs.press_sequentially("Novumab")
    page.get_by_role("option", name="Not in the list: “Novumab”").click()
    expect(page.locator(".timeline .given")).to_have_text("Bortezomib + Novumab")
    expect(page.locator(".notices")).to_contain_text("Novumab")
