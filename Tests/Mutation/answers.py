"""What the form of a worked case cannot state yet, asked of the service: `expectations.json`, by the id of the case.

`facts` and `steps` are all that hold (true) or are unknown (null) of what is derived and of the steps: any other is false.
`cautions` are, by option, all that fire beside those that always stand, `notices` all that are shown beside those that always are.
`refractory` has the drugs the disease is refractory to with the entries of the history that say so, `history` the drugs of
entries as the criteria quote them, `from` the entries that a derived fact rests on, `drugs` those of options, `missing` the values
of a finding that would change something. Of the first six, what is not named must not be in the answer.
"""

import json
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "EndToEnd"))

from knowledge import RESOURCES, read
from service import Service

EXPECTATIONS = Path(__file__).with_name("expectations.json")


def summary(service, case, detail="summary"):
    """The answer to a case, without criteria and evidence unless more is asked for."""
    answer = service.recommend(case, {"detail": detail})
    return answer.json() if answer.status == 200 else None


def facts(answer):
    """What was derived, by id: reported facts, and definitions side by side."""
    assessment = answer["assessment"]
    found = {fact["id"]: fact["value"] for fact in assessment["facts"]}
    for definition in assessment.get("refractoriness", {}).get("definitions", []):
        if definition["value"] in (True, False, None):
            found[definition["id"]] = definition["value"]
    return found


def refractory(assessment):
    """The drugs the disease is refractory to, counted or not, with the entries of the history that say so."""
    found = assessment.get("refractoriness", {})
    return {drug["id"]: drug["from"] for drug in found.get("drugs", []) + found.get("otherDrugs", [])}


def drugs(option):
    return [drug["id"] for drug in option["regimen"]["drugs"]]


def decisive(item):
    """The values of what is missing that would change something."""
    return sorted({str(change["when"]) for change in item["wouldChange"]})


def quoted(answer):
    """The drugs of the entries of the history that criteria quote."""
    found = {}
    for option in answer["options"]:
        for criterion in option.get("criteria", []):
            for fact in criterion["facts"]:
                if re.fullmatch(r"/priorTherapies/\d+", fact["pointer"]) and isinstance(fact["value"], list):
                    found[fact["pointer"]] = sorted(fact["value"])
    return found


def cautions_of_options(root=RESOURCES):
    """The cautions by regimen, those of drugs and classes included, as those with a condition and those that always stand."""
    wider = {entry["id"]: entry for entry in read(root / "vocabulary/classes.json")["classes"]}
    drugs = {path.stem: read(path) for path in (root / "drugs").glob("*.json")}

    def closure(ids):
        return set(ids) | {outer for one in ids for outer in closure(wider[one].get("within", []))}

    conditional, always = {}, {}
    for path in sorted((root / "regimens").glob("*.json")):
        regimen = read(path)
        holders = [regimen]
        for drug in (drugs[name] for entry in regimen["drugs"] for name in [entry["id"], *entry.get("alternatives", [])]):
            holders += [drug, *(wider[one] for one in sorted(closure(drug["classes"])))]
        rules = [
            caution for holder in holders for caution in holder.get("cautions", [])
            if caution.get("disease", regimen["disease"]) == regimen["disease"]]
        conditional[path.stem] = {caution["id"] for caution in rules if "when" in caution}
        always[path.stem] = {caution["id"] for caution in rules if "when" not in caution}
    return conditional, always


def notices_that_always_stand(root=RESOURCES):
    return {
        notice["id"] for path in (root / "pathways").glob("*.json") for notice in read(path)["notices"] if "when" not in notice}


class Expectations:
    """The expectations with the inputs of their cases."""

    def __init__(self, root=RESOURCES, path=EXPECTATIONS):
        self.always, self.standing = cautions_of_options(root)[1], notices_that_always_stand(root)
        self.entries = [
            (name, expected, read(root / f"cases/{name}.json")["input"])
            for name, expected in read(path).items()] if path.exists() else []

    def failures(self, service, diseases=None):
        """What of them does not come true, one after another. What failed is asked first the next time."""
        for entry in list(self.entries):
            name, expected, case = entry
            if diseases and case["disease"] not in diseases:
                continue
            answer = summary(service, case, "full" if "history" in expected else "summary")
            failed = [f"{name}: not answered"] if answer is None else list(self.compare(name, expected, answer))
            if failed:
                self.entries.remove(entry)
                self.entries.insert(0, entry)
                yield from failed

    def compare(self, name, expected, answer):
        assessment = answer["assessment"]
        steps = {step["id"]: step["applies"] for step in assessment["steps"]}
        options = {
            option["regimen"]["id"]: {caution["id"] for caution in option["cautions"]} - self.always[option["regimen"]["id"]]
            for option in answer["options"]}
        shown = {notice["id"] for notice in answer["notices"]} - self.standing
        for kind, found, otherwise in [
            ("facts", facts(answer), False), ("steps", steps, False),
            ("cautions", {option: sorted(fired) for option, fired in options.items()}, []),
            ("notices", {"shown": sorted(shown)}, []), ("refractory", refractory(assessment), []),
            ("history", quoted(answer), []), ("from", {fact["id"]: fact["from"] for fact in assessment["facts"]}, None),
            ("drugs", {option["regimen"]["id"]: drugs(option) for option in answer["options"]}, None),
            ("missing", {item["finding"]: decisive(item) for item in answer["missingInformation"]}, None),
        ]:
            if kind not in expected:
                continue
            wanted = {"shown": sorted(expected[kind])} if kind == "notices" else expected[kind]
            for key in wanted if kind in ("from", "drugs", "missing") else [*found, *(key for key in wanted if key not in found)]:
                if found.get(key, "absent") != wanted.get(key, otherwise):
                    yield f"{name}: {kind}: {key} is {found.get(key, 'absent')}, expected {wanted.get(key, otherwise)}"


class Served:
    """A service whose knowledge is changed under it."""

    def __init__(self, binary, directory):
        self.directory = directory
        self.service = Service("--knowledge", str(directory), directory=directory, binary=binary)

    def reload(self):
        """Whether the knowledge as it now is was taken."""
        seen = len(self.service.lines)
        self.service.signal(1)
        return self.service.wait_for_line(r"^reloaded: knowledge|was not reloaded", after=seen)[0].startswith("reloaded")

    def stop(self):
        self.service.stop()
