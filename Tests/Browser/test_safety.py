"""The policy under which the page runs, and what its modules promise by themselves."""

import json
import re
import shutil

import pytest
import yaml
from conftest import WEB, until
from service import PACKAGE, Service

POLICY = {"default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self'", "connect-src": "'self'", "base-uri": "'none'",
          "form-action": "'none'", "frame-ancestors": "'none'"}


@pytest.mark.parametrize("path", ("/", "/docs"))
def test_the_policy_allows_nothing_inline_and_nobody_else(visit, path):
    response = visit().page.goto(visit().site + path)
    policy = dict(part.strip().split(" ", 1) for part in response.headers["content-security-policy"].split(";") if part.strip())
    assert POLICY.items() <= policy.items()
    assert not re.search(r"unsafe|https?:|\*|data:", response.headers["content-security-policy"])


def test_the_files_name_no_other_host_to_load_from_and_set_no_markup():
    for file in [*WEB.glob("app/*"), *WEB.glob("*.html")]:
        text = file.read_text()
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|style=\"|onclick=\"|<style", text), file.name
        assert not re.search(r"(?:src|@import|url\()\s*=?\s*[\"']?https?:", text), file.name


@pytest.fixture
def module(visit):
    """Calls what a module of the page exports, in the page."""
    page = visit().open()

    def call(name, function, *arguments):
        return page.evaluate("""async ([name, call, given]) => JSON.stringify(await (await import(`/app/${name}`))[call](...given))""",
                             [name, function, list(arguments)])
    return lambda *given: json.loads(call(*given) or "null")


def test_the_yaml_reader_reads_the_contract_as_others_do(module):
    class Loader(yaml.SafeLoader):
        """YAML 1.2 has no dates."""

    Loader.yaml_implicit_resolvers = {key: [one for one in found if one[0] != "tag:yaml.org,2002:timestamp"] for key, found in Loader.yaml_implicit_resolvers.items()}
    contract = (PACKAGE / "openapi.yaml").read_text()
    assert module("yaml.js", "parseYAML", contract) == json.loads(json.dumps(yaml.load(contract, Loader)))


@pytest.mark.parametrize("schedule, length, expected", (
    ("days 1, 4, 8 and 11 of each 21-day cycle, 8 cycles", 21, [(1, 8, [1, 4, 8, 11])]),
    ("days 1–4, 9–12 and 17–20 of each 28-day cycle", 28, [(1, None, [1, 2, 3, 4, 9, 10, 11, 12, 17, 18, 19, 20])]),
    ("days 1 and 15 of cycle 1, then day 1 of each 28-day cycle", 28, [(1, 1, [1, 15]), (2, None, [1])]),
    ("weekly in cycles 1–2, every 2 weeks in cycles 3–6, then every 4 weeks", 28, [(1, 2, [1, 8, 15, 22]), (3, 6, [1, 15]), (7, None, [1])]),
    ("weekly in cycles 1–3, every 3 weeks in cycles 4–8, then every 4 weeks", 21, [(1, 3, [1, 8, 15]), (4, 8, [1]), (9, None, None)]),
    ("once weekly", 21, [(1, None, [1, 8, 15])]),
    ("days 1–21 of each 28-day cycle, if tolerated", 28, None),
    ("days 1, 4, 8 and 11 of each 21-day cycle, or weekly", 21, None),
    ("days by local protocol", 28, None),
    ("day 1 every 28 days", 21, None),
))
def test_a_schedule_is_drawn_only_if_all_of_it_is_understood(module, schedule, length, expected):
    found = module("calendar.js", "phases", schedule, length)
    assert found == (expected and [{"from": start, "to": end, "days": days} for start, end, days in expected])


def test_the_differences_of_two_answers(module, service, case_7):
    changed = case_7 | {"findings": case_7["findings"] | {"ecog": 3}}
    before, after = ({"case": case, "answer": service.recommend(case).json()} for case in (case_7, changed))
    found = module("changes.js", "differences", before, after)
    assert found["facts"] == [{"pointer": "/findings/ecog", "to": 3}]
    assert {one["id"]: (one["from"], one["to"]) for one in found["options"]}["everolimus-exemestane"] == ("recommended", "not-recommended")
    assert module("changes.js", "differences", before, before)["options"] == []


def test_the_vocabulary_alone_draws_the_form(visit, tmp_path, case_7):
    """A finding that an expert adds appears in the form by itself, in its group, and goes into the case."""
    knowledge = shutil.copytree(PACKAGE / "Resources", tmp_path / "Resources")
    file = knowledge / "vocabulary/findings.json"
    findings = json.loads(file.read_text())
    findings["findings"].append({"id": "ki67", "disease": "breast-cancer", "type": "number", "label": {"en": "Ki-67", "ru": "Ki-67"},
                   "question": {"en": "How high is Ki-67?", "ru": "Каков Ki-67?"}, "unit": {"code": "%", "label": {"en": "%", "ru": "%"}}, "minimum": 0, "maximum": 100})
    file.write_text(json.dumps(findings))
    running = Service("--knowledge", str(knowledge), directory=tmp_path)
    reader = visit(site=running.url)
    page = reader.open(case=case_7)
    reader.field("/findings/ki67").get_by_role("textbox").fill("25")
    until(page, "JSON.parse(sessionStorage.getItem('nextline.case')).findings.ki67 === 25")
    reader.settle()
    assert page.get_by_role("alert").count() == 0
    assert page.locator('[data-group="measured"] [data-pointer="/findings/ki67"]').count() == 1
    page.wait_for_load_state("networkidle")  # what comes when nothing else is to be done comes before the service goes
    assert running.stop() == 0
