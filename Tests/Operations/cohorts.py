"""Cohorts for tests, and what is counted in their answers, by plain Python."""

import json
import random
import subprocess
from collections import Counter

from service import BINARY, ENVIRONMENT, PACKAGE

NO_CASES = (
    b"{", b"", b"\r", b"[]", b"null", b"\xff", b'{"disease":"gout"}', b'{"disease":"breast-cancer","findings":{"her3":"low"}}',
    '{"disease":"multiple-myeloma","findings":{"рост":1}}'.encode(), b'{"resourceType":"Bundle","type":"collection","entry":[]}',
    b'{"disease":"breast-cancer","x":"' + b"x" * (1 << 20) + b'"}')
MARKERS = ("PIK3CA", "AKT1", "PTEN", "ESR1", "BRCA1", "BRCA2", "PALB2")
CDK46 = {"abemaciclib", "palbociclib", "ribociclib"}
#: Other values, of which some contradict the rest of a case: those are refused.
VALUES = {
    "breast-cancer": {
        "her2": ("zero", "ultralow", "low", "negative", "positive", None), "visceralCrisis": (True, False, None), "ecog": (0, 1, 2, 3, None),
        "age": (38, 55, 71, None), "metastases": (["bone"], ["liver", "lung"], ["cns"], None),
        **dict.fromkeys(MARKERS, ("mutated", "wild-type", "wild-type", None))},
    "multiple-myeloma": {
        "del17p": ("detected", "not-detected", None), "t11-14": ("detected", "not-detected", None), "neuropathyGrade": (0, 1, 2, 3, None),
        "lvef": (35, 60, None), "extramedullaryDisease": (True, False, None), "contraindicationToTriplet": (True, False, None)},
}


def worked_cases():
    return [json.loads(path.read_bytes())["input"] for path in sorted((PACKAGE / "Resources/cases").glob("*.json"))]


def varied(random, case):
    """A case that differs from a worked one in some findings and in the end of its history."""
    case = json.loads(json.dumps(case))
    findings = case.setdefault("findings", {})
    for finding, values in VALUES[case["disease"]].items():
        if random.random() < 0.25:
            findings[finding] = random.choice(values)
    if case.get("priorTherapies") and random.random() < 0.2:
        case["priorTherapies"].pop()
    if random.random() < 0.1:
        case.pop("priorTherapies", None)
    return case


def lines(count, seed=1):
    """So many lines; some are no cases."""
    drawn, worked = random.Random(seed), worked_cases()
    for number in range(count):
        if number % 100 == 50:
            # The long one is rare, so that a cohort of many is no burden.
            yield NO_CASES[number // 100 % len(NO_CASES)] if number < 2000 else drawn.choice(NO_CASES[:-1])
        else:
            yield json.dumps(varied(drawn, drawn.choice(worked)), ensure_ascii=False).encode()


def write(path, lines):
    """Without a line feed at the end: the last line is one, too."""
    with path.open("wb") as file:
        for number, line in enumerate(lines):
            file.write(b"\n" * (number > 0) + line)


def evaluate(path, answers):
    with path.open("rb") as read, answers.open("wb") as written:
        subprocess.run([BINARY, "evaluate", "--detail", "verdicts"], stdin=read, stdout=written, env=ENVIRONMENT, check=True)


def pairs(path, answers):
    """Each line of a file with its answer."""
    with path.open("rb") as cases, answers.open("rb") as told:
        yield from zip((line.rstrip(b"\n") for line in cases), map(json.loads, told), strict=True)


def groups(case, answer):
    """The groups of a case that names drugs by their ids."""
    if answer["disease"] == "multiple-myeloma":
        line = answer["nextLine"]
        return {"refractoriness": answer["refractoriness"]["label"], "nextLine": "unknown" if line is None else str(line)}
    findings = case.get("findings") or {}
    found = {name: findings.get(name) or "unknown" for name in ("her2", *MARKERS)}
    found["visceralCrisis"] = {True: "yes", False: "no", None: "unknown"}[findings.get("visceralCrisis")]
    therapies = case.get("priorTherapies")
    given = {drug for therapy in therapies or () for drug in therapy.get("drugs", therapy.get("regimen", "").split("-"))}
    found["prior-cdk46"] = "unknown" if therapies is None else "yes" if given & CDK46 else "no"
    return found


def count(pairs):
    """The tables of a cohort: a counter of rows each."""
    tables = {name: Counter() for name in ("cases", "verdicts", "missing", "leading", "subgroups", "recommended")}
    for line, answer in pairs:
        if "status" in answer:
            known = [name for name in VALUES if f'"disease":"{name}"'.encode() in line.replace(b": ", b":")]
            tables["cases"][(*known, "")[0], answer["status"]] += 1
            continue
        disease = answer["disease"]
        tables["cases"][disease, 200] += 1
        tables["verdicts"].update((disease, id, verdict) for verdict, ids in answer["verdicts"].items() for id in ids)
        tables["missing"].update((disease, finding) for finding in answer["missingInformation"])
        tables["leading"].update((disease, finding) for finding in answer["missingInformation"][:1])
        for subgroup in groups(json.loads(line), answer).items():
            tables["subgroups"][disease, *subgroup] += 1
            for regimen in answer["verdicts"]["recommended"] or [""]:
                tables["recommended"][disease, *subgroup, regimen] += 1
    return tables
