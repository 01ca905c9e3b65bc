"""Every view, in both languages and themes: drawn, free of barriers, and fit for a phone."""

import os
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import until
from playwright.sync_api import expect

# Long lists are narrowed: a barrier in one row is one in all.
VIEWS = ("#/case", "#/board", "#/cases?q=case-7", "#/cases/case-7", "#/trials?disease=breast-cancer", "#/trials/bolero-2", "#/plots",
         "#/regimens?drug=fulvestrant", "#/regimens/dvd", "#/drugs?class=endocrine", "#/drugs/bortezomib", "#/pathway/breast-cancer",
         "#/pathway/multiple-myeloma", "#/references?q=everolimus", "#/references/seed-bolero-2", "/docs")
# In turn one language of each view and the other of the next; NEXTLINE_LONG=1 takes both of each.
PAIRS = [(view, language) for number, view in enumerate(VIEWS) for place, language in enumerate(("en", "ru"))
         if os.environ.get("NEXTLINE_LONG") or (number + place) % 2 == 0]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
NOT_TEXT = re.compile(r"undefined|\[object|NaN|\b(?:nav|part|col|board|trial|regimen|case|option)\.[a-z]\w+")


def violations(page, *rules):
    found = Axe().run(page, options={"runOnly": list(rules)} if rules else RULES).response["violations"]
    return [f"{one['id']}: {node['html'][:160]} {node['failureSummary'][:300]}" for one in found for node in one["nodes"][:3]]


def drawn(page):
    """Waits until the view has its content, and gives its text."""
    page.wait_for_load_state("networkidle")
    until(page, "document.querySelector('main').innerText.length > 200")
    return page.inner_text("body")


@pytest.mark.parametrize("view, language", PAIRS)
def test_every_view_is_whole_and_without_barriers(visit, case_7, view, language):
    page = visit(language=language).open(view, case=case_7)
    text = drawn(page)
    assert NOT_TEXT.search(text) is None, NOT_TEXT.search(text)
    assert page.get_attribute("html", "lang") == language
    assert ("медицинское изделие" if language == "ru" else "not a medical device") in text
    assert "1.0.0" in page.inner_text(".foot")
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, "color-contrast") == []
    page.set_viewport_size({"width": 360, "height": 780})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("theme", ("light", "dark"))
def test_no_barrier_in_what_is_opened(visit, myeloma, theme):
    reader = visit(theme=theme)
    page = reader.open(case=myeloma)
    reader.choose("/findings/ecog", "3")
    expect(page.locator(".changes")).to_be_visible()
    for regimen in ("dvd", "dpd"):
        reader.option(regimen).locator("> summary").click()
        reader.option(regimen).get_by_role("checkbox", name="Compare").check()
    # What is open in two options is so in all: the others would only make it long.
    page.evaluate("""document.querySelectorAll('.answer details').forEach(one => {
      if (!one.closest('.verdict-group') || one.closest('.option[open]')) one.open = true;
      else if (one.matches('.option')) one.remove();
    })""")
    page.locator(".timeline summary").first.click()
    page.get_by_role("combobox").first.click()
    assert violations(page) == []
    page.get_by_role("button", name="Compare DVd with DPd").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Paste").click()
    assert violations(page) == []


def test_a_phone_shows_the_case_or_the_answer(visit, case_7):
    reader = visit(width=360, height=780)
    page = reader.open(case=case_7)
    expect(reader.field("/findings/age")).to_be_visible()
    expect(reader.option("everolimus-exemestane")).to_be_hidden()
    page.get_by_role("button", name="Answer Everolimus + exemestane").click()
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    expect(page.locator(".option-body").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    reader.option("everolimus-exemestane").get_by_role("button", name="ECOG performance status").first.click()
    expect(reader.field("/findings/ecog").get_by_role("radio", name="unknown")).to_be_focused()


def test_the_language_is_asked_for_remembered_and_changed(visit, case_7):
    reader = visit(language="ru")
    page = reader.open(case=case_7)
    expect(reader.option("everolimus-exemestane").locator(".option-name")).to_have_text("Эверолимус + эксеместан")
    page.get_by_role("button", name="EN English").click()
    expect(reader.option("everolimus-exemestane").locator(".option-name")).to_have_text("Everolimus + exemestane")
    assert page.get_attribute("html", "lang") == "en"
    expect(page.get_by_role("button", name="EN English")).to_be_focused()
    page.reload()
    expect(reader.option("everolimus-exemestane").locator(".option-name")).to_have_text("Everolimus + exemestane")
    page.goto(f"{reader.site}/?lang=ru#/trials/bolero-2")
    expect(page.get_by_role("heading", name="Конечные точки")).to_be_visible()


def test_the_theme_is_the_systems_until_one_is_chosen(visit):
    reader = visit(theme="dark")
    page = reader.open()
    background = lambda: page.evaluate("getComputedStyle(document.body).backgroundColor")  # noqa: E731
    dark = background()
    page.get_by_role("button", name="Theme: as the system").click()
    light = background()
    assert sum(map(int, re.findall(r"\d+", dark)[:3])) < 200 < 600 < sum(map(int, re.findall(r"\d+", light)[:3]))
    page.reload()
    assert background() == light
    page.emulate_media(color_scheme="light")
    page.get_by_role("button", name="Theme: light").click()
    assert background() == dark


def test_lists_are_searched_filtered_and_ordered(visit):
    page = visit().open("#/trials")
    names = page.locator(".list tbody th a")
    expect(names).not_to_have_count(0)
    everything = names.count()
    page.get_by_role("searchbox").fill("эверолимус")
    expect(page.locator(".filters .count")).not_to_have_text(f"{everything} entries")
    expect(names.filter(has_text="BOLERO-2")).to_have_count(1)
    page.get_by_label("Phase", exact=True).select_option("3")
    page.get_by_label("Order").select_option(label="newest first")
    expect(page.locator(".results:not([aria-busy])")).to_be_visible()
    years = page.locator('[data-label="Year"]').all_inner_texts()
    assert years == sorted(years, reverse=True) and years
    assert "q=" in page.url and "phase=3" in page.url and "sort=-year" in page.url
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    expect(page.locator('[data-label="Year"]')).to_have_text(years)
    page.get_by_role("searchbox").fill("nothing of the kind")
    expect(page.get_by_text("Nothing fits.")).to_be_visible()
    page.get_by_role("button", name="Show all").click()
    expect(names).to_have_count(everything)


def test_a_trial_shows_its_numbers_with_marks_and_sources(visit):
    page = visit().open("#/trials/bolero-2")
    main = page.locator('[data-endpoint="pfs-investigator-final"]')
    expect(main).to_contain_text("HR 0.45 (0.38–0.54); p<0.0001")
    expect(main.locator(".confidence")).to_have_text("confirmed")
    expect(main.get_by_role("link", name="Adv Ther 2013")).to_be_visible()
    wide, narrow = (main.locator(".bar-fill").nth(index).bounding_box()["width"] for index in (0, 1))
    assert 0.36 < narrow / wide < 0.46  # 3.2 of 7.8 months
    stomatitis = page.get_by_role("row", name="Stomatitis")
    expect(stomatitis.locator('.bar-fill[data-kind="severe"]').first).to_be_visible()
    expect(stomatitis).to_contain_text("≥ 3:")
    expect(page.locator(".discrepancies")).to_contain_text("Published")


def test_the_forest_plot_shows_intervals_on_a_logarithmic_axis(visit):
    page = visit().open("#/plots?disease=breast-cancer&endpoint=PFS")
    plot = page.locator(".forest > svg")
    expect(plot).to_contain_text("BOLERO-2")
    expect(plot).to_contain_text("0.45 (0.38–0.54)")
    expect(plot).to_contain_text("phase 3 · n 724")
    expect(plot).to_contain_text("Not head-to-head")
    place = {text: page.locator(".fp-tick", has_text=re.compile(f"^{re.escape(text)}$")).get_attribute("x") for text in ("0.5", "1", "2")}
    one, half, two = float(place["1"]), float(place["0.5"]), float(place["2"])
    assert abs((one - half) - (two - one)) < 0.5
    page.get_by_label("Endpoint").select_option("OS")
    expect(plot).to_contain_text("0.89 (0.73–1.10)")
    page.get_by_label("Regimen").select_option(label="Everolimus + exemestane")
    expect(page.locator(".fp-row")).to_have_count(1)
    page.get_by_text("The same as a table, with sources").click()
    expect(page.get_by_role("row", name="BOLERO-2").get_by_role("link", name="Ann Oncol 2014")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the picture").click()
    assert download.value.suggested_filename == "forest-OS.svg"
    plot.get_by_role("link", name="BOLERO-2").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("BOLERO-2")


def test_a_cycle_is_a_calendar(visit):
    page = visit().open("#/regimens/dvd")
    first = page.locator("table.calendar").first
    expect(first.locator("caption")).to_have_text("Cycles 1–3")
    days = lambda drug: [index + 1 for index, cell in enumerate(first.locator("tr", has_text=drug).locator("td").all()) if cell.locator(".dose").count()]  # noqa: E731
    assert days("Bortezomib") == [1, 4, 8, 11]
    assert days("Daratumumab") == [1, 8, 15]
    expect(page.locator("table.calendar").last).to_contain_text("weekly in cycles 1–3, every 3 weeks in cycles 4–8, then every 4 weeks")


def test_the_contract_is_readable_and_its_lines_work(visit, service):
    reader = visit()
    page = reader.open("/docs")
    recommend = page.locator("#recommend, [id=recommend]").first if page.locator("#recommend").count() else page.locator("article.operation", has_text="/recommend").first
    line = recommend.locator("pre").inner_text()
    assert line.startswith("curl -s -H 'Content-Type: application/json'") and f"'{reader.site}/recommend'" in line
    body = line.split("-d '")[1].rsplit("' \\", 1)[0]
    assert service.recommend(body).status == 200
    recommend.get_by_role("button", name="Copy").click()
    assert page.evaluate("navigator.clipboard.readText()").strip() == line.strip()
    recommend.get_by_text("Body", exact=True).click()
    expect(recommend.locator(".schema").first).to_contain_text("priorTherapies")
    operations = page.locator(".operation h3").all_inner_texts()
    assert "/trials/{id}" in page.locator(".operation h3 code").all_inner_texts() and len(operations) == len(set(operations))
    page.get_by_role("link", name="Case", exact=True).click()
    expect(page.get_by_role("heading", name="Which therapy next")).to_be_visible()
