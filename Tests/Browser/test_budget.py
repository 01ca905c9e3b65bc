"""What the page may cost."""

import json
import os
import subprocess
import time
import urllib.request
from statistics import median

import pytest
import websocket
from conftest import CHROMIUM, WEB
from playwright.sync_api import expect

KILOBYTE = 1000

# Notes when the form can be used and the first view is there.
WATCH = """
  new MutationObserver((_, watch) => {
    if (!document.querySelector('.form input') || !document.querySelector('.start')) return;
    watch.disconnect();
    window.interactive = performance.now();
  }).observe(document, { childList: true, subtree: true });
"""


def within(milliseconds, measure, tries=15, most=60):
    """The fastest try lies below the budget: what other programs take of the machine only ever adds. The median is said with it."""
    found = []
    while len(found) < tries or (min(found) >= milliseconds and len(found) < most):
        found.append(measure())
    said = f"median {median(found):.0f} ms, fastest {min(found):.0f} ms of {len(found)}, budget {milliseconds} ms"
    print(said)
    assert min(found) < milliseconds, said


def test_all_that_is_served_of_the_page_is_below_250_kilobytes(service):
    """Both languages, every view, uncompressed."""
    sizes = {path: len(service.get(path, {"lang": "ru"} if path == "/" else None, Accept="*/*").body)
             for path in ("/", *(f"/app/{file.name}" for file in WEB.glob("app/*")))}
    assert sum(sizes.values()) < 250 * KILOBYTE, sizes


class Bystander:
    """A browser that nobody listens in on: what reports every request takes its own time for each."""

    def __init__(self, directory):
        self.process = subprocess.Popen(
            [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", "--remote-allow-origins=*",
             f"--user-data-dir={directory}", "about:blank"], stderr=subprocess.DEVNULL)
        port = directory / "DevToolsActivePort"
        end = time.monotonic() + 60
        while not port.exists() or not port.read_text().strip():
            assert time.monotonic() < end, "the browser does not start"
            time.sleep(0.05)
        pages = json.load(urllib.request.urlopen(f"http://127.0.0.1:{port.read_text().split()[0]}/json/list"))
        address = next(one["webSocketDebuggerUrl"] for one in pages if one["type"] == "page")
        self.socket = websocket.create_connection(address, timeout=60)
        self.count = 0
        self.ask("Page.enable")
        self.ask("Page.addScriptToEvaluateOnNewDocument", source=WATCH)

    def ask(self, method, **parameters):
        self.count += 1
        self.socket.send(json.dumps({"id": self.count, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == self.count:
                return answer["result"]

    def first_view(self, address):
        """Milliseconds until the page can be used, with nothing kept from before."""
        self.ask("Network.clearBrowserCache")
        self.ask("Page.navigate", url=address)
        found = self.ask("Runtime.evaluate", awaitPromise=True, returnByValue=True, expression="""new Promise(done => {
          const look = () => (window.interactive ? done(window.interactive) : setTimeout(look, 20));
          look();
        })""")["result"]["value"]
        self.ask("Page.navigate", url="about:blank")
        return found

    def close(self):
        self.socket.close()
        self.process.terminate()
        self.process.wait(20)


@pytest.mark.skipif(os.environ.get("NEXTLINE_RELEASE") != "1", reason="a debug build may be slow")
def test_the_first_view_is_interactive_within_300_milliseconds(service, tmp_path):
    reader = Bystander(tmp_path)
    try:
        reader.first_view(service.url + "/")  # the browser itself gets ready
        within(300, lambda: reader.first_view(service.url + "/"))
    finally:
        reader.close()


@pytest.mark.skipif(os.environ.get("NEXTLINE_RELEASE") != "1", reason="a debug build may be slow")
def test_a_large_case_is_weighed_and_drawn_within_100_milliseconds(visit, service):
    vocabulary = service.get("/vocabulary", {"disease": "multiple-myeloma"}).json()
    usual = {"age": 66, "sex": "male", "childbearingPotential": False, "pregnant": False, "contraceptionConfirmed": False, "ecog": 1, "iss": 2}
    value = {"flag": lambda _: False, "code": lambda one: one["values"][-1]["id"], "codes": lambda one: [], "integer": lambda one: one["minimum"], "number": lambda _: 50}
    findings = {one["id"]: usual.get(one["id"], value[one["type"]](one)) for one in vocabulary["findings"]}
    comorbidities = [one["id"] for one in vocabulary["comorbidities"]][:20]
    medications = [one["id"] for one in vocabulary["medications"]][: 60 - len(findings) - len(comorbidities)]
    assert len(findings) + len(comorbidities) + len(medications) == 60
    lines = [{"setting": "induction", "line": 1, "drugs": ["bortezomib", "dexamethasone"], "outcome": "completed", "bestResponse": "PR"}]
    lines += [{"setting": "relapse", "line": line, "drugs": [["lenalidomide", "pomalidomide", "carfilzomib", "daratumumab"][line % 4], "dexamethasone"],
               "bestResponse": "PR", "outcome": "progressed-on-therapy", "durationMonths": line} for line in range(2, 13)]
    case = {"disease": "multiple-myeloma", "findings": findings, "comorbidities": comorbidities, "medications": medications, "priorTherapies": lines}
    assert service.recommend(case).status == 200

    page = visit().open(case=case)
    expect(page.locator(".option")).not_to_have_count(0)
    expect(page.locator(".timeline > li")).to_have_count(12)
    page.wait_for_load_state("networkidle")
    grades = iter("2301" * 20)
    within(100, lambda: page.evaluate("""async grade => {
      const input = [...document.querySelectorAll('[data-pointer="/findings/ecog"] label')].find(one => one.innerText.trim() === grade).querySelector('input');
      const answer = document.querySelector('.answer-body');
      const before = answer.firstChild;
      const start = performance.now();
      input.click();
      while (answer.firstChild === before) await new Promise(requestAnimationFrame);
      await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
      return performance.now() - start;
    }""", next(grades)))


@pytest.mark.skipif(os.environ.get("NEXTLINE_RELEASE") != "1", reason="a debug build may be slow")
def test_the_contract_is_drawn_within_a_second(visit):
    reader = visit()

    def drawn():
        reader.page.goto(f"{reader.site}/docs")
        expect(reader.page.locator(".operation").first).to_be_visible()
        return reader.page.evaluate("performance.now()")
    within(1000, drawn, tries=5, most=15)
