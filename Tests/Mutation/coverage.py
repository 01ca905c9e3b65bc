"""Which parts of the knowledge no worked case brings into an answer: coverage.py BINARY [--only-expectations].

Posts the input of every worked case and collects what was seen: each step applying, each caution of each option firing, each
notice, each option offered, each discrepancy beside what it concerns. Checks `expectations.json` on the way. Ends with 1 when an
expectation fails, or when a step, a caution, a notice or a discrepancy is never seen.
"""

import argparse
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from answers import Expectations, cautions_of_options, summary
from knowledge import RESOURCES, read
from service import Service

#: Where entries with discrepancies are served.
COLLECTIONS = ["trials", "regimens", "drugs", "references", "diseases", "cases"]


def with_discrepancies():
    """The ids of discrepancies, by collection and entry."""
    found = {}
    for collection in COLLECTIONS:
        for path in sorted((RESOURCES / collection).glob("*.json")):
            for discrepancy in read(path).get("discrepancies", []):
                found[collection, path.stem, discrepancy["id"]] = False
    return found


#: Listed to be refused: its trial was stopped for deaths.
NEVER = {"pembro-pd"}


class Seen:
    """What the answers showed."""

    def __init__(self):
        self.steps, self.notices = defaultdict(set), set()
        self.fired, self.silent, self.verdicts = defaultdict(set), defaultdict(set), defaultdict(set)

    def record(self, answer, cautions):
        for step in answer["assessment"]["steps"]:
            self.steps[step["id"]].add(step["applies"])
        self.notices |= {notice["id"] for notice in answer["notices"]}
        for option in answer["options"]:
            regimen = option["regimen"]["id"]
            self.verdicts[regimen].add(option["verdict"])
            fired = {caution["id"] for caution in option["cautions"]}
            self.fired[regimen] |= fired
            self.silent[regimen] |= cautions.get(regimen, set()) - fired


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--only-expectations", action="store_true")
    options = parser.parse_args()
    conditional, always = cautions_of_options()
    cautions = {regimen: conditional[regimen] | always[regimen] for regimen in conditional}
    expectations, seen, discrepancies = Expectations(), Seen(), with_discrepancies()
    with tempfile.TemporaryDirectory() as directory:
        service = Service("--knowledge", str(RESOURCES), directory=directory, binary=str(Path(options.binary).resolve()))
        try:
            failures = list(expectations.failures(service))
            for path in sorted((RESOURCES / "cases").glob("*.json")) if not options.only_expectations else []:
                if (answer := summary(service, read(path)["input"])) is not None:
                    seen.record(answer, cautions)
            for collection, entry, discrepancy in discrepancies:
                shown = service.get(f"/{collection}/{entry}").json().get("discrepancies", [])
                discrepancies[collection, entry, discrepancy] = discrepancy in [item["id"] for item in shown]
        finally:
            service.stop()
    for failure in failures:
        print("not as expected:", failure)
    if options.only_expectations:
        return 1 if failures else 0
    gaps = [f"step never applies: {step}" for step, truths in seen.steps.items() if True not in truths]
    gaps += [f"step never fails to apply: {step}" for step, truths in seen.steps.items() if False not in truths]
    listed = {
        regimen for path in (RESOURCES / "pathways").glob("*.json") for step in read(path)["steps"]
        for regimen in step["preferred"] + step["alternative"]}
    for regimen in sorted(listed):
        gaps += [f"caution never fires: {caution} of {regimen}" for caution in sorted(cautions[regimen] - seen.fired[regimen])]
        silent = sorted(conditional[regimen] - seen.silent[regimen])
        gaps += [f"caution always fires: {caution} of {regimen}" for caution in silent]
        if regimen not in NEVER and not seen.verdicts[regimen] & {"recommended", "alternative"}:
            gaps.append(f"option never offered: {regimen} ({', '.join(sorted(seen.verdicts[regimen]))})")
    for path in sorted((RESOURCES / "pathways").glob("*.json")):
        gaps += [f"notice never shown: {notice['id']}" for notice in read(path)["notices"] if notice["id"] not in seen.notices]
    gaps += [f"discrepancy never shown: {' '.join(key)}" for key, shown in discrepancies.items() if not shown]
    for gap in gaps:
        print(gap)
    pairs = sum(len(cautions[regimen]) for regimen in listed)
    print(
        f"{len(seen.steps)} steps, {pairs} cautions of {len(listed)} options, {len(discrepancies)} discrepancies: {len(gaps)} gaps")
    return 1 if gaps or failures else 0


if __name__ == "__main__":
    sys.exit(main())
