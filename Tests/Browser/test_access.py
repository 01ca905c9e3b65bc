"""A service that answers only whom it knows: the token is asked for, shown to it alone, and forgotten on request."""

import hashlib
import json
from urllib.parse import urlsplit

import pytest
from conftest import Visit, until
from playwright.sync_api import expect
from service import Service
from test_views import violations

TOKEN, READER, SLOW = "both-0123456789abcdef", "reader-0123456789abcdef", "slow-0123456789abcdef"
REFUSED = ("Failed to load resource: the server responded with a status of 401", "Failed to load resource: the server responded with a status of 403",
           "Failed to load resource: the server responded with a status of 429")


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    directory = tmp_path_factory.mktemp("guarded")
    client = lambda name, token, *scopes, **more: {"id": name, "sha256": hashlib.sha256(token.encode()).hexdigest(), "scopes": scopes} | more  # noqa: E731
    file = directory / "clients.json"
    file.write_text(json.dumps({"clients": [
        client("both", TOKEN, "read", "recommend"), client("reader", READER, "read"), client("slow", SLOW, "read", "recommend", requestsPerSecond=2)]}))
    file.chmod(0o600)
    running = Service("--token-file", str(file), directory=directory)
    yield running
    assert running.stop() == 0


@pytest.fixture
def stranger(browser, guarded):
    """Makes visits to the guarded service; refusals are what its pages may be told, and nothing else."""
    visits = []

    def make(**options):
        visits.append(Visit(browser, guarded.url, **options))
        return visits[-1]

    yield make
    for one in visits:
        assert one.close() == set()
        assert [said for said in one.complaints if not said.startswith(REFUSED)] == []


def show(page, token, button="Use"):
    page.locator("#access input").fill(token)
    page.locator("#access").get_by_role("button", name=button).click()


def test_a_token_is_asked_for_and_lets_in(stranger, case_7):
    reader = stranger()
    page = reader.open()
    panel = page.get_by_role("complementary", name="Access token")
    expect(panel.get_by_role("alert").first).to_have_text("This service answers only whom it knows. Paste the token you were given.")
    assert violations(page) == []
    show(page, TOKEN)
    expect(reader.field("/findings/age")).to_be_visible()
    expect(panel).to_be_hidden()
    page.goto("about:blank")
    page = reader.open(case=case_7)
    expect(reader.option("everolimus-exemestane")).to_have_attribute("data-verdict", "recommended")


def test_the_token_goes_to_the_service_as_a_header_and_is_kept_in_the_tab_only(stranger, case_7):
    reader = stranger()
    page = reader.open()
    show(page, f"  Bearer {TOKEN}\n")
    expect(reader.field("/findings/age")).to_be_visible()
    page.locator(".start").first.click()
    expect(page.locator(".option").first).to_be_visible()
    page.get_by_role("link", name="Forest plot").click()
    expect(page.locator(".forest > svg")).to_be_visible()
    with page.expect_download():
        page.get_by_role("button", name="Download the picture").click()
    shown = [request for request in reader.requests if request.headers.get("authorization")]
    assert {request.headers["authorization"] for request in shown} == {f"Bearer {TOKEN}"}
    assert {urlsplit(request.url).netloc for request in shown} == {urlsplit(reader.site).netloc}
    assert not any(TOKEN in request.url or TOKEN in (request.post_data or "") for request in reader.requests)
    assert TOKEN not in page.url and TOKEN not in page.content()
    assert page.evaluate("JSON.stringify(localStorage) + document.cookie").find(TOKEN) < 0
    assert page.evaluate("sessionStorage.getItem('nextline.token')") == TOKEN
    page.reload()
    expect(page.locator(".forest > svg")).to_be_visible()
    another = reader.context.new_page()
    another.goto(reader.site)
    expect(another.locator("#access input")).to_be_visible()


@pytest.mark.parametrize("language, wrong, shapeless, missing", (
    ("en", "The token is not accepted: it is mistyped, expired or withdrawn.", "This is no token", "The token does not permit weighing cases."),
    ("ru", "Ключ не принят: он введён с ошибкой, истёк или отозван.", "Это не ключ", "Ключ не даёт права: оценка случаев."),
))
def test_what_is_wrong_with_a_token_is_said_in_words(stranger, language, wrong, shapeless, missing):
    reader = stranger(language=language)
    page = reader.open()
    use = "Use" if language == "en" else "Применить"
    show(page, "ключ", use)
    expect(page.locator("#access .error")).to_contain_text(shapeless)
    expect(page.locator("#access input")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#access input")).to_be_focused()
    show(page, "not-a-token-of-anybody", use)
    expect(page.locator("#access [role=alert]").first).to_have_text(wrong)
    show(page, READER, use)
    expect(page.locator("#access")).to_be_hidden()
    page.locator(".start").first.click()
    expect(page.locator("#access [role=alert]").first).to_have_text(missing)
    expect(page.locator(".answer .banner")).to_contain_text("The case was not weighed." if language == "en" else "Случай не оценён.")
    assert violations(page) == []
    show(page, TOKEN, use)
    expect(page.locator(".option").first).to_be_visible()
    expect(page.locator("#access")).to_be_hidden()


def test_a_token_can_be_forgotten(stranger, case_7):
    reader = stranger()
    page = reader.open()
    show(page, TOKEN)
    page.locator(".start").first.click()
    expect(page.locator(".option").first).to_be_visible()
    page.get_by_role("button", name="Access token").click()
    expect(page.locator("#access input")).to_be_focused()
    assert violations(page) == []
    page.get_by_role("button", name="Forget the token").click()
    expect(page.locator("#access [role=alert]").first).to_contain_text("Paste the token you were given")
    assert page.evaluate("sessionStorage.getItem('nextline.token')") is None
    assert page.evaluate("sessionStorage.getItem('nextline.case')") is not None
    show(page, TOKEN)
    expect(page.locator(".option").first).to_be_visible()


def test_a_rate_is_kept_to_by_waiting(stranger):
    reader = stranger()
    page = reader.open()
    show(page, SLOW)
    expect(reader.field("/findings/age")).to_be_visible(timeout=60_000)
    until(page, "document.querySelector('.start[data-case]')")


def test_an_open_service_asks_for_no_token(visit):
    page = visit().open()
    expect(page.locator(".start").first).to_be_visible()
    expect(page.locator("#access")).to_be_hidden()
    assert page.get_by_role("button", name="Access token").count() == 0
