import base64
import json
import os
import sys
import zlib
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright

sys.path.append(str(Path(__file__).resolve().parents[1] / "EndToEnd"))

from service import BINARY, PACKAGE, Service  # noqa: E402

WEB = PACKAGE / "Resources/web"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


# A machine may be busy with other things: what is waited for comes, or it does not.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def service(tmp_path_factory):
    running = Service(directory=tmp_path_factory.mktemp("elsewhere"))
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


def packed(case):
    """A case as the links of the page hold it."""
    deflate = zlib.compressobj(wbits=-15)
    small = deflate.compress(json.dumps(case).encode()) + deflate.flush()
    return base64.urlsafe_b64encode(small).decode().rstrip("=")


def until(page, condition, seconds=30):
    """Waits for a condition in the page; Playwright's own way needs `eval`, which the policy forbids."""
    assert page.evaluate(f"""async () => {{
      const end = performance.now() + {seconds * 1000};
      while (!({condition}) && performance.now() < end) await new Promise(done => setTimeout(done, 10));
      return Boolean({condition});
    }}"""), f"not within {seconds} seconds: {condition}"


class Visit:
    """A reader at the page: one browser context, with what it complained of and asked for."""

    def __init__(self, browser, site, language="en", theme="light", width=1280, height=900):
        self.site = site
        self.context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme, locale=language,
                                           reduced_motion="reduce", permissions=["clipboard-read", "clipboard-write"])
        self.page = self.context.new_page()
        self.complaints, self.requests = [], []
        self.page.on("console", lambda message: message.type in ("error", "warning") and self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.context.on("request", lambda request: self.requests.append(request))

    def open(self, view="#/case", case=None):
        """Goes to a view, with a case at hand if one is given."""
        if case is not None:
            self.page.goto(f"{self.site}/#/case?c={packed(case)}")
            self.page.wait_for_selector(".option, [role=alert]", state="attached")
        if case is None or view != "#/case":
            self.page.goto(f"{self.site}{view}" if view.startswith("/") else f"{self.site}/{view}")
        self.page.wait_for_selector("h1", state="attached")
        return self.page

    def field(self, pointer):
        return self.page.locator(f'.row[data-pointer="{pointer}"]')

    def choose(self, pointer, answer):
        """Picks an answer of a field by its words."""
        self.field(pointer).get_by_role("radio", name=answer, exact=True).check()

    def option(self, regimen):
        return self.page.locator(f'.option[data-regimen="{regimen}"]')

    def verdict(self, regimen):
        return self.option(regimen).get_attribute("data-verdict")

    def settle(self):
        """Waits until nothing is being asked."""
        until(self.page, "document.querySelector('.answer')?.getAttribute('aria-busy') === 'false'")

    def close(self):
        origins = {"{0.scheme}://{0.netloc}".format(urlsplit(request.url)) for request in self.requests if not request.url.startswith(("blob:", "data:"))}
        self.context.close()
        return origins - {self.site}


@pytest.fixture
def visit(browser, service):
    """Makes visits; at the end each must have been without complaint and without a request elsewhere."""
    visits = []

    def make(**options):
        visits.append(Visit(browser, **({"site": service.url} | options)))
        return visits[-1]

    yield make
    for one in visits:
        assert one.close() == set()
        assert one.complaints == []


@pytest.fixture(scope="session")
def case_7(service):
    return service.get("/cases/case-7/input").json()


@pytest.fixture(scope="session")
def myeloma(service):
    return service.get("/cases/mm-example-1/input").json()


def pytest_report_header():
    return f"binary: {BINARY}"
