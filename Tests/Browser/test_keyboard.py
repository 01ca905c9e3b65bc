"""The page by keyboard alone."""

from playwright.sync_api import expect

# Of the element with the focus: what it is, whether one sees the focus, and whether nothing that sticks covers it.
FOCUS = """() => {
  const one = document.activeElement;
  const shown = one.matches('input[type=radio], input[type=checkbox]') && one.nextElementSibling ? one.nextElementSibling : one;
  const style = getComputedStyle(shown), box = shown.getBoundingClientRect();
  const points = [[.5, .5], [.1, .3], [.9, .7]].map(([x, y]) => document.elementFromPoint(box.left + box.width * x, box.top + Math.min(box.height, 60) * y));
  return {
    name: one.getAttribute('aria-label') || one.innerText || one.labels?.[0]?.innerText || one.placeholder || one.id,
    tag: one.tagName, outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    uncovered: points.some(point => point && (point === one || one.contains(point) || point.contains(one) || shown.contains(point))),
  };
}"""


def tab(page, name, most=80):
    """Presses Tab until an element whose name begins so has the focus; all on the way must be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus["outlined"] and focus["uncovered"], focus
        if (focus["name"] or "").strip().startswith(name):
            return
    raise AssertionError(f"no `{name}` within {most} stops")


def test_a_case_is_worked_by_keyboard(visit):
    reader = visit()
    page = reader.open()
    expect(page.locator(".start").first).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    tab(page, "Second line after abemaciclib", most=100)
    page.keyboard.press("Enter")
    expect(reader.option("everolimus-exemestane")).to_be_visible()
    # What is drawn while nothing else is to be done is drawn.
    page.wait_for_load_state("networkidle")

    page.evaluate("document.getElementById('view').focus()")
    tab(page, "Find a field")
    page.keyboard.type("ecog")
    expect(reader.field("/findings/age")).to_be_hidden()
    tab(page, "unknown")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(reader.field("/findings/ecog").get_by_role("radio", name="3")).to_be_checked()
    expect(page.locator(".changed-facts")).to_contain_text("ECOG performance status")
    expect(reader.option("everolimus-exemestane")).to_have_attribute("data-verdict", "not-recommended")
    expect(reader.field("/findings/ecog").get_by_role("radio", name="3")).to_be_focused()
    tab(page, "Undo")
    page.keyboard.press("Enter")
    expect(reader.field("/findings/ecog").get_by_role("radio", name="2")).to_be_checked()
    expect(reader.option("everolimus-exemestane")).not_to_have_attribute("data-verdict", "not-recommended")
    tab(page, "Rank", most=20)
    page.keyboard.press("Enter")
    expect(page.locator(".option[open] [data-part=reasons]")).to_be_visible()


def test_an_answer_that_comes_late_leaves_the_focus_where_it_is(visit, case_7):
    reader = visit()
    page = reader.open(case=case_7)
    expect(reader.option("elacestrant")).to_be_visible()
    held = []
    page.route("**/recommend?*", lambda route: held.append(route))
    reader.choose("/findings/ESR1", "mutated")
    for _ in range(500):
        if held:
            break
        page.wait_for_timeout(20)
    pathway = page.get_by_role("link", name="Way through the pathway")
    pathway.focus()
    for route in held:
        route.continue_()
    expect(page.locator(".changed-options").first).to_be_visible()
    expect(pathway).to_be_focused()


def test_an_answer_without_the_part_that_had_the_focus_has_it_visibly(visit, case_7):
    reader = visit()
    page = reader.open(case=case_7)
    reader.choose("/findings/ESR1", "mutated")
    expect(page.locator(".changed-options").first).to_be_visible()
    tab(page, "Undo", most=150)
    page.keyboard.press("Enter")
    expect(page.locator(".answer")).to_be_focused()
    assert page.evaluate(FOCUS)["outlined"]


def test_what_changed_is_announced(visit, case_7):
    reader = visit()
    page = reader.open(case=case_7)
    expect(page.locator("#announcer")).to_have_text("Answer: Everolimus + exemestane, Recommended.")
    reader.choose("/findings/ESR1", "mutated")
    expect(page.locator("#announcer")).to_have_text("Answer: Elacestrant, Recommended. 2 verdicts changed.")


def test_a_view_that_is_gone_to_has_the_focus(visit):
    page = visit().open()
    page.get_by_role("link", name="Drugs", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Drugs")
    expect(page.get_by_role("main")).to_be_focused()
    assert page.title() == "Drugs — NextLine"
