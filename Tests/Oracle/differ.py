"""Differential test: the service's answers against the oracle's, over generated cases.

differ.py BINARY [COUNT] [--seed N] [--workers N] [--seed-fault NAME|all]

Prints the differences grouped by kind, the most frequent first, each with the smallest case found. Departures of the service that
the oracles' `DEFECTS` list with the sentence they offend are named as such; exit 1 if there is any other.
With `--seed-fault` a rule of the oracle is turned wrong first, and the exit is 1 if no difference is found.
"""

import argparse
import copy
import http.client
import json
import os
import re
import sys
import tempfile
import time
from collections import Counter
from itertools import combinations
from multiprocessing import Pool
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "EndToEnd"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import breast
import generate
import myeloma
from patient import REGIMENS
from service import Service

ORACLES = {"breast-cancer": breast, "multiple-myeloma": myeloma}
FIELDS = {"Content-Type": "application/json"}
OPTION = re.compile(rb'"rank":\d+,"regimen":\{"id":"([^"]+)".*?"verdict":"([^"]+)"')
LABEL = re.compile(rb'"refractoriness":\{"label":"([^"]+)".*?"tripleClass":(true|false|null)')
#: Of so many cases one is asked what the missing findings would change, too.
ASKED = 20
QUESTIONS = {
    "breast-cancer": {gene: ["mutated", "wild-type"] for gene in ["PIK3CA", "BRCA1", "BRCA2", "ESR1", "AKT1", "PTEN"]}
    | {flag: [True, False] for flag in ["visceralCrisis", "symptomaticVisceralDisease", "organFunctionAdequate"]},
    "multiple-myeloma": {name: ["detected", "not-detected"] for name in ["t11-14", "del17p"]}
    | {flag: [True, False] for flag in ["secondaryPlasmaCellLeukemia", "extramedullaryDisease", "contraindicationToTriplet",
                                        "bcl2High", "pregnant"]},
}
KNOWN = "known defect of the service"
TRUTHS = {b"true": True, b"false": False, b"null": None}


class Client:
    """A connection that is kept alive."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def post(self, case):
        self.connection.request("POST", "/recommend?detail=summary", json.dumps(case).encode(), FIELDS)
        response = self.connection.getresponse()
        return response.status, response.read()

    def ask(self, cases):
        """For each case what the service answers; a refusal is a string."""
        answers = []
        for case in cases:
            status, body = self.post(case)
            if status == 408:  # A machine that stood still, as a suspended one does.
                status, body = self.post(case)
            if status not in (200, 422):
                raise RuntimeError(f"{status} for {json.dumps(case)}: {body[:300]}")
            answers.append(self.read(body))
        return answers

    def read(self, body):
        end = body.rfind(b'"missingInformation":')
        options = OPTION.findall(body, 0, end) if end > 0 else []
        if not options:
            problem = json.loads(body)
            return "; ".join(f"{e['pointer']}: {e['detail']}" for e in problem.get("errors", [])) or str(problem)[:300]
        answer = {"verdicts": {regimen.decode(): verdict.decode() for regimen, verdict in options},
                  "order": [regimen.decode() for regimen, _ in options]}
        answer["missing"] = body[body.index(b"[", end):body.rindex(b',"notices":')]
        if match := LABEL.search(body):
            answer |= {"label": match[1].decode(), "tripleClass": TRUTHS[match[2]]}
        return answer


def differences(case, answer, faults=()):
    """The kinds of difference between the service's answer and the oracle's."""
    disease = case["disease"]
    if isinstance(answer, str):
        return {(disease, "refused", re.sub(r"\d+|`[^`]*`", "…", answer))}
    expected = ORACLES[disease].evaluate(case, faults)
    # Contract, section 3: candidates are judged as among all.
    if candidates := case.get("context", {}).get("candidates"):
        expected["verdicts"] = {regimen: expected["verdicts"][regimen] for regimen in candidates}
        expected["order"] = [regimen for regimen in expected["order"] if regimen in candidates]
    found = set()
    for regimen in sorted(expected["verdicts"].keys() | answer["verdicts"].keys()):
        ours, theirs = expected["verdicts"].get(regimen, "absent"), answer["verdicts"].get(regimen, "absent")
        if ours != theirs:
            found.add((disease, regimen, f"oracle {ours}, service {theirs}"))
    for member in ("label", "tripleClass"):
        if expected.get(member) != answer.get(member):
            found.add((disease, member, f"oracle {expected.get(member)}, service {answer.get(member)}"))
    if not found:
        # The facts say in which order the options that may be used stand.
        for verdict in ("recommended", "alternative"):
            ours = [i for i in expected["order"] if expected["verdicts"][i] == verdict]
            theirs = [i for i in answer["order"] if answer["verdicts"][i] == verdict]
            for one, other in zip(ours, theirs):
                if one != other:
                    found.add((disease, "order", f"{verdict}: oracle {one}, service {other}"))
                    break
    return found


def judge(case, answer, faults=()):
    """The kinds of difference, and whether known defects of the service are all there is to them: then these and no others."""
    found = differences(case, answer, faults)
    if not found or isinstance(answer, str):
        return found
    known = tuple(ORACLES[case["disease"]].DEFECTS)
    for number in (1, 2):
        for defects in combinations(known, number):
            if not differences(case, answer, faults + defects):
                return {(case["disease"], KNOWN, " and ".join(defects))}
    return differences(case, answer, faults + known) or {(case["disease"], KNOWN, "several")}


def is_barren(case):
    """Whether pregnancy would contradict what is stated."""
    findings = case.get("findings", {})
    return findings.get("sex") == "male" or findings.get("childbearingPotential") is False or generate.is_barren(findings)


def broken(case, answer):
    """Where `missingInformation` says of a finding's values something else than the oracle, known defects granted."""
    if isinstance(answer, str) or "candidates" in case.get("context", {}):
        return set()
    known = tuple(ORACLES[case["disease"]].DEFECTS)
    found = set()
    for defects in [defects for number in range(3) for defects in combinations(known, number)] + [known]:
        if not differences(case, answer, defects):
            found = promises(case, answer, defects)
            if not found:
                break
    return found


def promises(case, answer, defects):
    """What `missingInformation` says each value of a finding would change, against the oracle's verdicts with that value."""
    disease, findings = case["disease"], case.get("findings", {})
    told, found = {}, set()
    for entry in json.loads(answer["missing"]):
        if not entry["finding"].startswith("/"):
            for change in entry["wouldChange"]:
                told.setdefault((entry["finding"], json.dumps(change["value"])), {})[change["regimen"]] = change["to"]
    for finding, values in QUESTIONS[disease].items():
        if findings.get(finding) is None and not (finding == "pregnant" and is_barren(case)):
            for value in values:
                told.setdefault((finding, json.dumps(value)), {})
    for (finding, value), changes in told.items():
        after = ORACLES[disease].evaluate(case | {"findings": findings | {finding: json.loads(value)}}, defects)["verdicts"]
        for regimen, verdict in after.items():
            promised = changes.get(regimen, answer["verdicts"][regimen])
            if verdict != promised:
                found.add((disease, "missing information", f"{finding} {value}: {regimen} oracle {verdict}, service {promised}"))
    return found


def chunk(work):
    port, seed, worked, start, count, faults = work
    client = Client(port)
    kinds, examples, most, unlike = Counter(), {}, Counter(), 0
    for number in range(start, start + count):
        case = generate.make(seed, number, worked)
        answer, = client.ask([case])
        found = judge(case, answer, faults) | (broken(case, answer) if number % ASKED == 0 and not faults else set())
        unlike += bool(found)
        for kind in found:
            kinds[kind] += 1
            if kind not in examples or len(json.dumps(case)) < len(json.dumps(examples[kind])):
                examples[kind] = case
        if not isinstance(answer, str):
            most.update((case["disease"], regimen, verdict) for regimen, verdict in answer["verdicts"].items())
    return kinds, examples, most, unlike


# MARK: Shrinking

def smaller(case):
    """The cases that say a little less."""
    for member in ("findings", "comorbidities", "medications", "context", "priorTherapies"):
        if member in case:
            yield {name: value for name, value in case.items() if name != member}
    for name in case.get("findings", {}):
        less = copy.deepcopy(case)
        del less["findings"][name]
        yield less
    for member in ("comorbidities", "medications", "priorTherapies"):
        for index in range(len(case.get(member, []))):
            less = copy.deepcopy(case)
            del less[member][index]
            yield less
    for index, entry in enumerate(case.get("priorTherapies", [])):
        for name in entry:
            if name not in ("setting", "drugs", "regimen"):
                less = copy.deepcopy(case)
                del less["priorTherapies"][index][name]
                yield less
        for drug in range(len(entry.get("drugs", []))):
            less = copy.deepcopy(case)
            del less["priorTherapies"][index]["drugs"][drug]
            yield less


def shrink(client, case, kind, faults):
    while True:
        candidates = list(smaller(case))
        answers = client.ask(candidates) if candidates else []
        for less, answer in zip(candidates, answers):
            if (kind[1] == "refused") == isinstance(answer, str) and kind in (
                    broken(less, answer) if kind[1] == "missing information" else judge(less, answer, faults)):
                case = less
                break
        else:
            return case


def run(port, seed, worked, count, workers, faults=()):
    size = max(100, min(2000, -(-count // workers)))
    works = [(port, seed, worked, start, min(size, count - start), faults) for start in range(0, count, size)]
    kinds, examples, verdicts, unlike = Counter(), {}, Counter(), 0
    with Pool(workers) as pool:
        for some_kinds, some_examples, some_verdicts, some_unlike in pool.imap(chunk, works):
            kinds += some_kinds
            verdicts += some_verdicts
            unlike += some_unlike
            for kind, case in some_examples.items():
                if kind not in examples or len(json.dumps(case)) < len(json.dumps(examples[kind])):
                    examples[kind] = case
    return kinds, examples, verdicts, unlike


def by_option(verdicts):
    table = {}
    for (disease, regimen, verdict), count in verdicts.items():
        table.setdefault((disease, regimen), Counter())[verdict] += count
    return table


def worked_cases(service):
    """The worked cases whose names the oracle reads: it knows ids, no synonyms."""
    cases = [service.get(f"/cases/{entry['id']}/input").json() for entry in service.entries("/cases")]
    return [case for case in cases if all(is_readable(entry) for entry in case.get("priorTherapies") or [])]


def is_readable(entry):
    drugs = {drug for regimen in REGIMENS.values() for names in regimen for drug in names.split("|")}
    return entry.get("regimen", "vd") in REGIMENS and all(not isinstance(d, str) or d in drugs for d in entry.get("drugs", []))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("count", nargs="?", type=int, default=5000)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--workers", type=int, default=max(2, os.cpu_count() or 2))
    parser.add_argument("--seed-fault")
    parser.add_argument("--coverage", action="store_true", help="print how often each option had each verdict")
    parser.add_argument("--show", type=int, default=40, help="how many kinds to shrink and print")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        service = Service(directory=directory, binary=arguments.binary)
        try:
            worked = worked_cases(service)
            if arguments.seed_fault:
                return seeded(service, worked, arguments)
            return compare(service, worked, arguments)
        finally:
            service.stop()


def compare(service, worked, arguments):
    start = time.monotonic()
    kinds, examples, verdicts, unlike = run(service.port, arguments.seed, worked, arguments.count, arguments.workers)
    seconds = time.monotonic() - start
    client = Client(service.port)
    for kind, count in kinds.most_common(arguments.show):
        print(f"{count} × {' | '.join(kind)}\n    {json.dumps(shrink(client, examples[kind], kind, ()))}")
    if arguments.coverage:
        for (disease, regimen), counts in sorted(by_option(verdicts).items()):
            print(f"{disease} {regimen}: " + ", ".join(f"{verdict} {count}" for verdict, count in counts.most_common()))
    if len(kinds) > arguments.show:
        print(f"… and {len(kinds) - arguments.show} kinds more")
    print(f"{arguments.count} cases in {seconds:.0f} s, {unlike} of them with differences, {len(kinds)} kinds of difference")
    return 1 if any(kind[1] != KNOWN for kind in kinds) else 0


def seeded(service, worked, arguments):
    every_fault = [fault for oracle in ORACLES.values() for fault in oracle.FAULTS]
    faults = every_fault if arguments.seed_fault == "all" else [arguments.seed_fault]
    missed = 0
    clean = run(service.port, arguments.seed, worked, arguments.count, arguments.workers)[0]
    for fault in faults:
        kinds, examples, *_ = run(service.port, arguments.seed, worked, arguments.count, arguments.workers, (fault,))
        new = Counter({kind: count - clean[kind] for kind, count in kinds.items() if count > clean[kind]})
        if not new:
            missed += 1
            print(f"{fault}: NOT FOUND in {arguments.count} cases")
            continue
        kind = new.most_common(1)[0][0]
        case = shrink(Client(service.port), examples[kind], kind, (fault,))
        print(f"{fault}: found {new.total()} times, as {' | '.join(kind)}\n    {json.dumps(case)}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
