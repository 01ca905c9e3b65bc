"""Random requests: Schemathesis on the whole contract, and plausible cases drawn from the vocabulary."""

import os
import random
import subprocess
import sys
from pathlib import Path

import contract

HERE = Path(__file__).parent


def test_schemathesis_finds_nothing(service, elsewhere):
    report = subprocess.run(
        [str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(HERE / "schemathesis.toml"), "run",
         service.url + "/openapi.yaml", "--phases", "examples,coverage,fuzzing", "--max-examples", "40",
         "--checks", "all", "--exclude-checks", "unsupported_method", "--seed", "7", "--max-time", "35", "--no-color"],
        cwd=elsewhere, capture_output=True, text=True, timeout=180,
        env=os.environ | {"SCHEMATHESIS_HOOKS": "schemathesis_lines", "PYTHONPATH": str(HERE)})
    print(report.stdout[-1500:])
    assert report.returncode == 0, report.stdout[-12000:] + report.stderr[-2000:]


def some(chance, items):
    return chance.sample(items, chance.randint(0, min(4, len(items))))


def value(chance, finding):
    match finding["type"]:
        case "flag":
            return chance.random() < 0.5
        case "code":
            return chance.choice(finding["values"])["id"]
        case "codes":
            return some(chance, [each["id"] for each in finding["values"]])
        case "integer":
            return chance.randint(int(finding.get("minimum", 0)), int(finding.get("maximum", 100)))
        case "number":
            return round(chance.uniform(finding.get("minimum", 0), finding.get("maximum", 100)), 1)


def random_case(chance, vocabulary):
    findings = chance.sample(vocabulary["findings"], chance.randint(0, len(vocabulary["findings"])))
    drugs = [drug["id"] for drug in vocabulary["drugs"]]
    history = [
        {"setting": chance.choice(vocabulary["settings"])["id"], "drugs": chance.sample(drugs, chance.randint(1, 3)),
         "outcome": chance.choice([each["id"] for each in vocabulary["outcomes"]]), "durationMonths": chance.randint(0, 60)}
        for _ in range(chance.randint(0, 5))
    ]
    case = {
        "disease": vocabulary["disease"],
        "findings": {finding["id"]: value(chance, finding) for finding in findings},
        "comorbidities": some(chance, [each["id"] for each in vocabulary["comorbidities"]]),
        "medications": some(chance, [each["id"] for each in vocabulary["medications"]]),
        "priorTherapies": history,
        "context": {"jurisdiction": chance.choice([each["id"] for each in vocabulary["jurisdictions"]])},
    }
    return {name: part for name, part in case.items() if name == "disease" or chance.random() < 0.85}


def test_random_cases_are_answered_or_refused_as_documented(service):
    chance = random.Random(7)
    answered = 0
    for disease in service.get("/diseases").json()["items"]:
        vocabulary = service.get("/vocabulary", {"disease": disease["id"]}).json()
        for _ in range(150):
            case = random_case(chance, vocabulary)
            answer = service.recommend(case, {"lang": chance.choice(["en", "ru"])})
            assert answer.status in (200, 422), case
            contract.validate(answer, "/recommend", "post")
            answered += answer.status == 200
            if answer.status == 200:
                check_shape(answer.json())
    assert answered > 50


ORDER = ["recommended", "alternative", "conditional", "not-recommended", "contraindicated"]


def check_shape(answer):
    options = answer["options"]
    assert [option["rank"] for option in options] == list(range(1, len(options) + 1))
    verdicts = [ORDER.index(option["verdict"]) for option in options]
    assert verdicts == sorted(verdicts)
    for option in options:
        for criterion in option["criteria"]:
            assert ("missing" in criterion) == (criterion["result"] == "unknown")
