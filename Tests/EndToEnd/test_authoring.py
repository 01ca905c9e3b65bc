"""A regimen with its trial and references is added as JSON alone."""

import json

import pytest

from service import Service, run

SOURCE = [{"id": "example2026"}]


def text(words):
    return {"en": words, "ru": "рус. " + words}


DRUG = {
    "$schema": "../schema/drug.schema.json", "id": "examplinib", "name": {"en": "Examplinib", "ru": "Экзамплиниб"}, "kind": "anticancer",
    "classes": [], "mechanism": text("invented"), "codes": [], "synonyms": ["экзамплиниб"], "verifiedSynonyms": [],
}
REFERENCES = [
    {"$schema": "../schema/reference.schema.json", "id": "example2026", "kind": "article", "title": "An invented trial", "year": 2026},
    {"$schema": "../schema/reference.schema.json", "id": "examplelabel", "kind": "label", "title": "An invented label", "year": 2026},
]
TRIAL = {
    "$schema": "../schema/trial.schema.json", "id": "example-1", "disease": "breast-cancer", "origin": "beyond-seed", "name": "EXAMPLE-1",
    "kind": "randomised", "phase": 3, "year": 2026, "design": text("Randomised"),
    "participants": {"value": 300, "confidence": "confirmed", "sources": SOURCE}, "population": text("Invented patients"),
    "arms": [
        {"id": "new", "label": text("Examplinib"), "regimen": "examplinib-fulvestrant"}, {"id": "old", "label": text("Fulvestrant")}],
    "endpoints": [{
        "id": "pfs", "measure": "PFS", "population": text("all patients"), "unit": "months",
        "values": [{"arm": "new", "value": 9.5}, {"arm": "old", "value": 4.5}],
        "comparison": {"measure": "HR", "estimate": 0.5, "interval": [0.4, 0.6], "p": "<0.001", "significant": True},
        "confidence": "confirmed", "sources": SOURCE}],
    "publications": ["example2026"], "takeaway": text("Invented gain"),
}
REGIMEN = {
    "$schema": "../schema/regimen.schema.json", "id": "examplinib-fulvestrant", "disease": "breast-cancer", "origin": "beyond-seed",
    "kind": "option", "recommends": False, "name": {"en": "Examplinib + fulvestrant", "ru": "Экзамплиниб + фулвестрант"},
    "drugs": [
        {"id": "examplinib", "dose": {"en": "5 mg", "ru": "5 мг"}, "route": "oral", "schedule": {"en": "once daily", "ru": "1 раз в сутки"},
         "confidence": "confirmed", "sources": [{"id": "examplelabel"}]},
        {"id": "fulvestrant", "dose": {"en": "500 mg", "ru": "500 мг"}, "route": "intramuscular",
         "schedule": {"en": "day 1", "ru": "день 1"}, "confidence": "confirmed", "sources": [{"id": "examplelabel"}]}],
    "criteria": [
        {"id": "after-cdk46", "kind": "indication", "essential": True, "text": text("A CDK4/6 inhibitor has been given"),
         "condition": {"therapy": {"classAnyOf": ["cdk46"]}}, "sources": SOURCE},
        {"id": "menopause", "kind": "indication", "essential": True, "text": text("Postmenopausal"),
         "condition": {"ref": "postmenopausal"}, "sources": SOURCE},
        {"id": "heart", "kind": "restriction", "text": text("The ejection fraction is at least 50 %"),
         "condition": {"finding": {"id": "lvef", "atLeast": {"value": 50, "unit": "%"}}}, "sources": [{"id": "examplelabel", "at": text("section 5")}],
         "confidence": "confirmed"}],
    "cautions": [{"id": "sugar", "text": text("Watch the glucose"), "when": {"comorbidity": {"anyOf": ["diabetes"]}}, "sources": SOURCE}],
    "evidence": [{"trial": "example-1", "endpoints": ["pfs"]}],
}


@pytest.fixture
def extended(knowledge):
    def write(path, document):
        (knowledge / path).write_text(json.dumps(document, ensure_ascii=False, indent=2))

    write("drugs/examplinib.json", DRUG)
    write("trials/example-1.json", TRIAL)
    write("regimens/examplinib-fulvestrant.json", REGIMEN)
    for reference in REFERENCES:
        write(f"references/{reference['id']}.json", reference)
    [pathway] = (knowledge / "pathways").glob("hr-positive-*.json")
    document = json.loads(pathway.read_text())
    step = next(step for step in document["steps"] if step["id"] == "everolimus")
    step["alternative"].append("examplinib-fulvestrant")
    write(pathway.relative_to(knowledge), document)
    return knowledge


def test_check_passes(extended):
    result = run("check", str(extended), directory=extended.parent)
    assert result.returncode == 0, result.stderr.decode()


def test_regimen_is_served_and_weighed(extended, case_7_bytes):
    running = Service("--knowledge", str(extended), directory=extended.parent)
    try:
        assert running.get("/regimens/examplinib-fulvestrant", {"lang": "ru"}).json()["name"] == "Экзамплиниб + фулвестрант"
        assert running.get("/trials", {"regimen": "examplinib-fulvestrant"}).json()["items"][0]["id"] == "example-1"
        assert running.get("/references/examplelabel").json()["kind"] == "label"
        options = running.recommend(case_7_bytes).json()["options"]
        assert [option["regimen"]["id"] for option in options[:3]] == [
            "everolimus-exemestane", "everolimus-fulvestrant", "examplinib-fulvestrant"]
        option = options[2]
        assert option["verdict"] == "alternative" and option["step"] == "everolimus"
        criteria = {criterion["id"]: criterion for criterion in option["criteria"]}
        assert criteria["after-cdk46"]["result"] == "met"
        assert criteria["after-cdk46"]["facts"] == [{"pointer": "/priorTherapies/1", "value": ["abemaciclib", "letrozole"]}]
        assert (criteria["heart"]["result"], criteria["heart"]["sources"]) == ("unknown", ["examplelabel"])
        assert "lvef" in option["verify"]
        assert [caution["id"] for caution in option["cautions"]] == ["sugar"]
        assert option["evidence"][0]["text"] == "9.5 vs 4.5 months; HR 0.5 (0.4–0.6); p<0.001"
        russian = running.recommend(case_7_bytes, {"lang": "ru"}).json()["options"][2]
        assert russian["evidence"][0]["text"].startswith("9,5 против 4,5 мес")

        case = json.loads(case_7_bytes)
        case["priorTherapies"].append({"setting": "metastatic", "line": 2, "drugs": ["Экзамплиниб"], "outcome": "stopped-toxicity"})
        assert running.recommend(case).status == 200
    finally:
        assert running.stop() == 0


def test_half_an_addition_is_refused(extended):
    (extended / "references/examplelabel.json").unlink()
    result = run("check", str(extended), directory=extended.parent)
    assert result.returncode == 1 and b"examplelabel" in result.stderr


def test_service_ends_over_a_worked_case_that_is_wrong(knowledge):
    """Worked cases are read after the service has begun to listen: it does not stay."""
    [case] = (knowledge / "cases").glob("case-7.json")
    case.write_text(case.read_text().replace('"disease": "breast-cancer"', '"disease": "breast-cancr"', 1))
    result = run("serve", "--port", "0", "--knowledge", str(knowledge), directory=knowledge.parent)
    assert result.returncode == 1
    first, *_, last = result.stderr.decode().strip().splitlines()
    assert "listens on" in first and "does not load" in last
    assert b"did you mean `breast-cancer`?" in result.stderr and b"cases/case-7.json:/disease" in result.stderr


def test_audit_lists_the_added_figures_by_how_sure_they_are(extended):
    trial = extended / "trials/example-1.json"
    document = json.loads(trial.read_text())
    document["endpoints"][0]["confidence"] = "recalled"
    trial.write_text(json.dumps(document, ensure_ascii=False, indent=2))
    result = run("check", "--audit", str(extended), directory=extended.parent)
    assert result.returncode == 0, result.stderr.decode()
    report = result.stdout.decode()
    recalled, rest = report.split("\nseed-only: ")
    assert recalled.startswith("recalled: ")
    own = recalled.split("  trials/example-1.json\n")[1].splitlines()
    row = next(line for line in own if line.strip().startswith("/endpoints/0/values/0 "))
    for words in ("9.5 months", "EXAMPLE-1, PFS, all patients, Examplinib", "example2026", "shown by examplinib-fulvestrant"):
        assert words in row, row
    assert any("HR 0.5 (0.4–0.6), p <0.001" in line for line in own)
    assert "p values, recomputed" in rest and "worked cases run, 0 errors" in rest

    russian = run("check", "--audit", "--lang", "ru", str(extended), directory=extended.parent).stdout.decode()
    assert russian.startswith("по памяти: ") and "9,5 мес" in russian and "показывают: examplinib-fulvestrant" in russian


def test_figures_that_do_not_agree_are_told(extended):
    trial = extended / "trials/example-1.json"
    document = json.loads(trial.read_text())
    document["endpoints"][0]["values"][0] = {"arm": "new", "value": 3.5}
    document["endpoints"][0]["comparison"]["p"] = "0.2"
    document["baseline"] = [{
        "id": "women", "label": text("women"), "amount": {"value": 55, "count": 150, "of": 300}, "unit": "%", "confidence": "confirmed",
        "sources": SOURCE}]
    trial.write_text(json.dumps(document, ensure_ascii=False, indent=2))
    result = run("check", str(extended), directory=extended.parent)
    assert result.returncode == 1
    told = result.stderr.decode()
    assert "trials/example-1.json:/baseline/0/amount/value: 150 of 300 is 50%, not 55%; did you mean `50`?" in told
    assert "trials/example-1.json:/endpoints/0/comparison/estimate: warning: the ratio 0.5 favours the first arm" in told
    assert "trials/example-1.json:/endpoints/0/comparison/p: warning: p 0.2" in told


def test_figure_without_confidence_is_an_error(extended):
    regimen = extended / "regimens/examplinib-fulvestrant.json"
    document = json.loads(regimen.read_text())
    del document["criteria"][2]["confidence"]
    regimen.write_text(json.dumps(document, ensure_ascii=False, indent=2))
    result = run("check", str(extended), directory=extended.parent)
    assert result.returncode == 1
    assert b"/criteria/2/condition/finding/atLeast: the figure \xe2\x89\xa5 50% does not say how far it was checked" in result.stderr
