"""The knowledge as files, and what its vocabulary allows in place of what stands there."""

import json
from dataclasses import dataclass
from pathlib import Path

RESOURCES = Path(__file__).resolve().parents[2] / "Resources"
DISEASES = ["breast-cancer", "multiple-myeloma"]


def read(path):
    return json.loads(path.read_text())


def write(path, document):
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1))


def step(token):
    """A token of a JSON pointer, escaped."""
    return "/" + str(token).replace("~", "~0").replace("/", "~1")


class Removed:
    """Stands for the absence of what a pointer names."""


REMOVED = Removed()


def replaced(document, tokens, value):
    """A document with the value at `tokens` replaced, or taken out; what is not on the way there is shared."""
    if not tokens:
        return value
    head, rest = tokens[0], tokens[1:]
    copy = dict(document) if isinstance(document, dict) else list(document)
    if not rest and value is REMOVED:
        del copy[head]
    elif not rest and isinstance(copy, dict):
        copy[head] = value
    else:
        copy[head] = replaced(copy[head], rest, value)
    return copy


@dataclass(frozen=True)
class Change:
    """One alteration of one file: what `tokens` lead to becomes `value`."""

    operator: str
    tokens: tuple
    value: object
    #: Tells apart several of one operator at one place.
    detail: str = ""

    @property
    def pointer(self):
        return "".join(step(token) for token in self.tokens)


class Vocabulary:
    """What may stand in a condition, for operators that put something else there."""

    def __init__(self, root=RESOURCES):
        self.findings = {entry["id"]: entry for entry in read(root / "vocabulary/findings.json")["findings"]}
        self.listed = {
            name: [entry["id"] for entry in read(root / f"vocabulary/{names}.json")[names]]
            for name, names in [("comorbidity", "comorbidities"), ("medication", "medications")]}
        self.classes = [entry["id"] for entry in read(root / "vocabulary/classes.json")["classes"]]
        self.drugs = {path.stem: read(path) for path in sorted((root / "drugs").glob("*.json"))}
        self.definitions = {}
        for path in sorted((root / "definitions").glob("*.json")):
            document = read(path)
            if "condition" in document:
                self.definitions.setdefault(document["disease"], []).append(document["id"])
        self.diseases_of_drug = self.offered(root)
        self.settings = {
            disease: [entry["id"] for entry in read(root / f"diseases/{disease}.json")["settings"]] for disease in DISEASES}

    def offered(self, root):
        """The diseases with an option that has a drug, by drug and by class."""
        wider = {entry["id"]: entry.get("within", []) for entry in read(root / "vocabulary/classes.json")["classes"]}
        found = {}
        for path in (root / "regimens").glob("*.json"):
            regimen = read(path)
            if regimen["kind"] in ("option", "class", "procedure", "trial"):
                for drug in (name for entry in regimen["drugs"] for name in [entry["id"], *entry.get("alternatives", [])]):
                    classes = self.drugs[drug]["classes"]
                    for key in [drug, *classes, *(outer for one in classes for outer in wider[one])]:
                        found.setdefault(key, set()).add(regimen["disease"])
        return found

    def values(self, finding):
        return [value["id"] for value in self.findings[finding].get("values", [])]

    def other_drug(self, drug, taken):
        """The next drug that shares a class with this one, else the next of all."""
        classes = set(self.drugs[drug]["classes"])
        alike = [other for other, entry in self.drugs.items() if classes & set(entry["classes"])]
        return following(alike, drug, taken) or following(list(self.drugs), drug, taken)


def following(values, value, taken=()):
    """The first after `value`, round the list, that is not taken; None when there is none."""
    start = values.index(value)
    for other in values[start + 1:] + values[:start]:
        if other not in taken and other != value:
            return other
    return None
