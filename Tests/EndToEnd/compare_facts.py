"""Compares the curated facts with what a running service serves: compare_facts.py FACTS_DIR BASE_URL.

FACTS_DIR holds breast.json and myeloma.json, which are no part of the project. Each trial, endpoint, regimen, drug,
reference, publication, discrepancy, definition, factor and mechanism of resistance in them must be served under its id,
in both languages, with the same numbers. Prints a line for each thing missing, with its pointer in the facts; prints
nothing and exits with 0 when all is there.

Numbers are compared as decimals without trailing zeros, within the entry they belong to: a hazard ratio with the
estimate of an endpoint, its interval and p beside it, a value with the arm it is given for. An endpoint of the facts
that holds several measures may be spread over several endpoints of its trial.
"""

import json
import re
import sys
import urllib.request
from pathlib import Path

FILES = {"breast": "breast-cancer", "myeloma": "multiple-myeloma"}
LANGUAGES = ["en", "ru"]
KINDS = ["trials", "regimens", "drugs", "references", "diseases", "cases"]
RENAMED = {
    ("myeloma", "regimens", "doxorubicin"): "doxorubicin-mm",
    ("myeloma", "references", "mammoth"): "mammoth-paper",
}
# Names of the facts that are none of the service's: letters that mean a drug only within their regimen, and what means two things.
LEFT_OUT = {
    "P in PACE", "E in PACE", "D (high dose)", "P in VMP", "V in VAD",
    "Car",  # carfilzomib, or a cell therapy
    "D-PACE",  # a regimen of its own: D(T)-PACE without thalidomide
}
MEASURES = {name: name for name in ["PFS", "OS", "ORR", "CBR", "TTC", "TTP", "DoR", "EFS", "CR", "sCR"]}
MEASURES |= {">=CR": "CR", ">=VGPR": "VGPR"}
NAMES = {"$schema", "id", "arm", "at", "confidence", "ref", "refs", "regimen", "sources", "trial"}
EXPONENTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
CODE = re.compile(r"\b(?:[A-Z]\d{2}[A-Z]{2}\d{2}|\d{4,})\b")


# Numbers and ids


def plain(number):
    return number.rstrip("0").rstrip(".") if "." in number else number


def leaves(value):
    """The numbers and texts in a JSON value, save those that name something."""
    if isinstance(value, dict):
        for name, member in value.items():
            if name not in NAMES:
                yield from leaves(member)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def stated(value, language="en"):
    """The numbers that the facts state; digits within a name such as CD38 are none."""
    texts = leaves(text_in(language, value))
    return {plain(number) for text in texts for number in re.findall(r"(?<![\w.])\d+(?:\.\d+)?", text)}


def served(value):
    """The numbers in what is served; a day is 24 hours."""
    found = set()
    for leaf in leaves(value):
        leaf = re.sub("(?<=10)[⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda power: " " + power[0].translate(EXPONENTS), leaf)
        found.update(plain(number) for number in re.findall(r"\d+(?:\.\d+)?", decimal_points(leaf)))
        if not re.search("[а-я]", leaf):
            found.update(plain(number) for number in re.findall(r"\d+(?:\.\d+)?", leaf))
        if "сут" in leaf:
            found.add("24")
    return found


def decimal_points(text):
    """The text with points for decimal commas; those of a list such as `1,4,8` stay."""
    return re.sub(r"(?<!\d)(?<!\d,)(\d+),(\d+)(?!\d|,\d)", r"\1.\2", text)


def text_in(language, value):
    """The value with its texts in one language, with decimal points."""
    if isinstance(value, dict) and set(value) == set(LANGUAGES):
        return decimal_points(value[language]) if language == "ru" else value[language]
    if isinstance(value, dict):
        return {name: text_in(language, member) for name, member in value.items()}
    return [text_in(language, item) for item in value] if isinstance(value, list) else value


def kebab(name):
    return re.sub(r"[^a-z0-9-]", "", re.sub(r"[\s_/]+", "-", name.lower()))


def folded(name):
    return name.lower().replace("ё", "е").strip()


# What is served


class Knowledge:
    """All entries that the service lists, by kind and id, in one language."""

    def __init__(self, fetch, language):
        self.language = language
        self.entries = {kind: self._entries(fetch, kind) for kind in KINDS}

    def _entries(self, fetch, kind):
        ids, total = [], 1
        while len(ids) < total:
            page = fetch(f"/{kind}?limit=200&offset={len(ids)}&lang={self.language}")
            ids += [item["id"] for item in page["items"]]
            total = int(page["total"]) if page["items"] else 0
        return {id: fetch(f"/{kind}/{id}?lang={self.language}") for id in ids}

    def discrepancies(self, disease):
        """By id, those of the disease's entries and of entries that belong to no disease."""
        found = {}
        for kind, entries in self.entries.items():
            for entry in entries.values():
                if (entry["id"] if kind == "diseases" else entry.get("disease", disease)) == disease:
                    for discrepancy in entry.get("discrepancies", []) + pathway(entry).get("discrepancies", []):
                        found.setdefault(discrepancy["id"], []).append(discrepancy)
        return found


def pathway(entry):
    return entry["pathway"] if isinstance(entry.get("pathway"), dict) else {}


def fetch_from(base):
    def fetch(path):
        with urllib.request.urlopen(base.rstrip("/") + path, timeout=30) as response:
            return json.load(response, parse_float=str, parse_int=str)

    return fetch


# What is missing


class Comparison:
    """The facts of one file against the knowledge in one language."""

    def __init__(self, name, facts, knowledge):
        self.name, self.facts, self.knowledge = name, facts, knowledge
        self.missing = []

    def lacks(self, pointer, what, place, is_name=False):
        """A name is missing only if it is so in each language."""
        self.missing.append((f"{self.name}.json#{pointer}", f"{what} is not in {place}", is_name))

    def numbers(self, pointer, fact, part, place):
        """Each number of the fact is in that part of what is served."""
        for number in sorted(stated(fact, self.knowledge.language) - served(part)):
            self.lacks(pointer, number, place)

    def equal(self, pointer, fact, value, place):
        if fact is not None and str(fact).lower() != str(value).lower():
            self.lacks(pointer, fact, place)

    def entry(self, kind, id, pointer):
        """The served entry of an id of the facts, or None, which is then reported."""
        name = RENAMED.get((self.name, kind, kebab(id)), kebab(id))
        found = self.knowledge.entries[kind].get(name)
        if found is None:
            self.lacks(pointer, id, f"/{kind}")
        return found

    def run(self):
        for kind, compare in [("trials", self.trial), ("regimens", self.regimen), ("drugs", self.drug)]:
            for index, fact in enumerate(self.facts[kind]):
                if found := self.entry(kind, fact["id"], f"/{kind}/{index}"):
                    compare(f"/{kind}/{index}", fact, found, f"/{kind}/{found['id']}")
        self.terms()
        self.references()
        self.discrepancies()
        self.seeds()
        if "definitions" in self.facts:
            self.disease()
        return self.missing

    # Trials

    def trial(self, pointer, fact, found, place):
        registered = [found.get("registration", {}).get("nct"), *found.get("synonyms", [])]
        for number in (fact.get("nct") or "").split(" / "):
            if number and number not in registered:
                self.lacks(f"{pointer}/nct", number, place)
        self.equal(f"{pointer}/n", fact["n"], found.get("participants", {}).get("value"), place)
        self.arms(pointer, fact["arms"], found["arms"], place)
        for index, endpoint in enumerate(fact["endpoints"]):
            self.endpoint(f"{pointer}/endpoints/{index}", endpoint, {arm["id"] for arm in fact["arms"]}, found, place)
        for member in ["population", "baseline", "doseModifications", "eligibility"]:
            self.numbers(f"{pointer}/{member}", values_of(fact.get(member)), found, place)
        medians = [item["median"] for item in found.get("followUp", [])]
        for index, item in enumerate(fact.get("followUp", [])):
            self.numbers(f"{pointer}/followUp/{index}", item["median"], medians, f"{place}/followUp")
        self.adverse_events(f"{pointer}/adverseEvents", fact["adverseEvents"], found, place)
        self.publications(f"{pointer}/publications", fact["publications"], found, place)
        for index, study in enumerate(fact.get("notes", [])):
            if isinstance(study, dict):
                self.study(f"{pointer}/notes/{index}", study, found, place)

    def arms(self, pointer, facts, found, place):
        sizes = {other["id"].replace("-", ""): other.get("participants", {}).get("value") for other in found}
        for index, arm in enumerate(facts):
            id = kebab(arm["id"]).replace("-", "")
            if id in sizes:
                self.equal(f"{pointer}/arms/{index}/n", arm.get("n"), sizes[id], f"{place}/arms")
            elif arm.get("n") is None or arm["n"] not in sizes.values():
                self.lacks(f"{pointer}/arms/{index}", f"{arm['id']} (n {arm.get('n')})", f"{place}/arms")

    def endpoint(self, pointer, fact, arms, found, place):
        """One served endpoint has all that the fact claims, or several have it where the fact holds several measures."""
        claims = claims_of(fact)
        measure = MEASURES.get(fact["name"])
        rates = [{**item, "values": item["rates"]} for group in found.get("adverseEvents", []) for item in group["items"]]
        candidates = [item for item in found["endpoints"] + rates if measure in (None, item.get("measure"))]
        if is_spread(fact, arms):
            lost = [claim for claim in claims if not any(holds(item, claim) for item in found["endpoints"] + rates)]
        else:
            losses = [[claim for claim in claims if not holds(item, claim)] for item in candidates]
            lost = min(losses, key=len, default=claims or [("", "value", None, fact["name"])])
        for member, _, arm, number in lost:
            what = f"{number} ({fact['name']}, {text_in('en', fact['population'])}{', ' + arm if arm else ''})"
            self.lacks(pointer + member, what, f"{place}/endpoints")

    def adverse_events(self, pointer, facts, found, place):
        part = [found.get(member) for member in ["adverseEvents", "doseModifications", "notes", "endpoints"]]
        if isinstance(facts, list):
            for index, text in enumerate(facts):
                self.numbers(f"{pointer}/{index}", text, part, place)
            return
        for member in ["safetyPopulation", "summary", "doseImpact"]:
            self.numbers(f"{pointer}/{member}", values_of((facts or {}).get(member)), part, f"{place}/adverseEvents")
        items = [rates_of(item, found["arms"]) for group in found.get("adverseEvents", []) for item in group["items"]]
        for index, item in enumerate(facts["items"] if facts else []):
            wanted = claimed_rates(item)
            for arm, grade, number in sorted(min((wanted - rates for rates in items), key=len, default=wanted)):
                what = f"{number} ({item['term']['en']}, grade {grade}, {'control' if arm else 'arm'})"
                self.lacks(f"{pointer}/items/{index}", what, f"{place}/adverseEvents")

    def publications(self, pointer, facts, found, place):
        references = [self.knowledge.entries["references"].get(id, {}) for id in found["publications"]]
        for index, fact in enumerate(facts):
            if isinstance(fact, str):
                if fact not in found["publications"]:
                    self.lacks(f"{pointer}/{index}", fact, f"{place}/publications")
            else:
                losses = [self.differences(fact, reference) for reference in references]
                for what in min(losses, key=len, default=[fact["title"]]):
                    self.lacks(f"{pointer}/{index}", f"{what} ({fact['title']})", f"{place}/publications")

    def study(self, pointer, fact, found, place):
        study = next((item for item in found.get("studies", []) if item["name"] == fact["name"]), None)
        if study is None:
            self.lacks(pointer, fact["name"], f"{place}/studies")
        else:
            self.equal(f"{pointer}/nct", fact["nct"], study.get("nct"), f"{place}/studies")

    # Regimens and drugs

    def regimen(self, pointer, fact, found, place):
        components = [(drug["id"], *drug.get("alternatives", [])) for drug in found["drugs"]]
        for index, drug in enumerate(fact["drugs"]):
            for id in [drug] if isinstance(drug, str) else [drug["drug"], *drug.get("orDrugs", [])]:
                if not any(kebab(id) in component for component in components):
                    self.lacks(f"{pointer}/drugs/{index}", id, f"{place}/drugs")
            if isinstance(drug, dict):
                here = [item for item in found["drugs"] if item["id"] == drug["drug"]]
                self.numbers(f"{pointer}/drugs/{index}/dose", drug["dose"], here, f"{place}/drugs")
                self.numbers(f"{pointer}/drugs/{index}/schedule", drug["schedule"], found, place)
        self.equal(f"{pointer}/cycleDays", fact["cycleDays"], found.get("cycleDays"), place)
        self.numbers(f"{pointer}/schedule", fact.get("schedule"), found, place)
        names = {folded(name) for name in [found["name"], *found.get("synonyms", [])]}
        for index, alias in enumerate(fact.get("aliases") or []):
            if folded(alias) not in names and alias not in LEFT_OUT:
                self.lacks(f"{pointer}/aliases/{index}", alias, f"{place}/synonyms", is_name=True)

    def drug(self, pointer, fact, found, place):
        names = [*fact["name"].values(), *fact["synonyms"], *fact.get("tradeNames", [])]
        self.names(f"{pointer}/synonyms", names, found, place)
        verified = {folded(name) for name in found["verifiedSynonyms"]}
        for name in fact.get("synonymsVerified", []):
            if folded(name) not in verified and kebab(name) != found["id"]:
                self.lacks(f"{pointer}/synonymsVerified", name, f"{place}/verifiedSynonyms")
        codes = {code["code"] for code in found["codes"]}
        for member in ["atc", "rxnorm", "rxnormIngredient", "rxnormProducts", "rxnormSalt"]:
            for code in CODE.findall(" ".join(leaves(fact.get(member)))):
                if code not in codes:
                    self.lacks(f"{pointer}/{member}", code, f"{place}/codes")
        for index, id in enumerate(fact.get("resistance", [])):
            if kebab(id) not in found.get("resistance", []):
                self.lacks(f"{pointer}/resistance/{index}", id, f"{place}/resistance")

    def names(self, pointer, names, found, place):
        """A single letter names no drug: the service asks which one is meant."""
        known = {folded(name) for name in [found["id"], found["name"], *found["synonyms"]]}
        left_out = {folded(name) for name in LEFT_OUT}
        for name in names:
            if len(name) > 1 and folded(name) not in left_out and folded(name) not in known and kebab(name) != found["id"]:
                self.lacks(pointer, name, f"{place}/synonyms", is_name=True)

    def terms(self):
        """The words of the myeloma half by which a drug is found in a text."""
        terms = self.facts["drugClassMap"]
        for index, item in enumerate(terms if isinstance(terms, list) else []):
            if found := self.entry("drugs", item["drug"], f"/drugClassMap/{index}"):
                self.names(f"/drugClassMap/{index}/terms", item["terms"], found, f"/drugs/{found['id']}")

    # References, discrepancies, seeds

    def references(self):
        for id, fact in self.facts["references"].items():
            if found := self.entry("references", id, f"/references/{id}"):
                for what in self.differences(fact, found):
                    self.lacks(f"/references/{id}", what, f"/references/{found['id']}")

    def differences(self, fact, reference):
        """What of a publication of the facts the reference does not say, its identifiers first."""
        pairs = [(member, reference.get(member, {}).get("value")) for member in ["doi", "pmid"]]
        pairs += [(member, reference.get(member)) for member in ["pmcid", "year"]]
        pairs = [(fact.get(member), value) for member, value in pairs]
        lost = [str(wanted) for wanted, value in pairs if wanted and str(wanted).lower() != str(value).lower()]
        return lost + sorted(stated([fact.get("journal"), fact.get("cite")]) - served(reference))

    def discrepancies(self):
        found = self.knowledge.discrepancies(FILES[self.name])
        for index, fact in enumerate(self.facts["discrepancies"]):
            here = found.get(kebab(fact["id"]))
            if here is None:
                self.lacks(f"/discrepancies/{index}", fact["id"], "any discrepancies")
            else:
                published = fact.get("published", fact.get("publishedSays"))
                # A discrepancy on several numbers is repeated at each of them, with what concerns it there.
                for number in sorted(stated([fact["seedSays"], published], self.knowledge.language) - served(here)):
                    self.lacks(f"/discrepancies/{index}", number, f"discrepancy {kebab(fact['id'])}")

    def seeds(self):
        """What the seeds claim, and the figures that were lost from them."""
        references = self.knowledge.entries["references"].values()
        parts = [("claimChecks", "claims", ["seedValue", "publishedValue"]), ("lostFigures", "lostFigures", [])]
        for facts, member, values in parts:
            found = {item["id"]: item for reference in references for item in reference.get(member, [])}
            for index, fact in enumerate(self.facts.get(facts, [])):
                here = found.get(kebab(fact["id"]))
                if here is None:
                    self.lacks(f"/{facts}/{index}", fact["id"], f"{member} of any reference")
                else:
                    self.numbers(f"/{facts}/{index}", [fact[value] for value in values], here, f"claim {fact['id']}")

    # The disease

    def disease(self):
        found = self.knowledge.entries["diseases"].get(FILES[self.name])
        if found is None:
            return self.lacks("/definitions", FILES[self.name], "/diseases")
        place = f"/diseases/{found['id']}"
        terms = found.get("terms", []) + found.get("responseCriteria", [])
        self.listed("/definitions", self.facts["definitions"], terms, place)
        self.listed("/factors", self.facts["factors"], found.get("factors", []), place)
        self.listed("/resistanceMechanisms", self.facts["resistanceMechanisms"], found.get("resistance", []), place)
        notices = pathway(found).get("notices", [])
        for member in ["gaps", "ambiguities"]:
            ids = [{"id": item["id"]} for item in self.facts["algorithm"][member]]
            self.listed(f"/algorithm/{member}", ids, notices, place)
        self.antibodies("/mabComparison", found.get("antibodyComparison", {}), place)
        for index, text in enumerate(self.facts["unverified"]):
            self.numbers(f"/unverified/{index}", text, found.get("unverified"), f"{place}/unverified")

    def listed(self, pointer, facts, found, place):
        """Each fact is among those found by its id, with its numbers."""
        by_id = {item["id"]: item for item in found}
        for index, fact in enumerate(facts):
            if kebab(fact["id"]) not in by_id:
                self.lacks(f"{pointer}/{index}", fact["id"], place)
            else:
                self.numbers(f"{pointer}/{index}", fact, by_id[kebab(fact["id"])], f"{place} {fact['id']}")

    def antibodies(self, pointer, found, place):
        """Each antibody of the table, with its marks from − to +++."""
        if self.knowledge.language != "en":
            return
        for table in ["seed", "published"]:
            rows = {row["antibody"]: row["values"] for row in found.get(table, [])}
            for antibody, values in self.facts["mabComparison"][table].items():
                marks = [re.match("[-−+]*", value).group().replace("−", "-") for value in values]
                here = [re.match("[-−+]*", value).group().replace("−", "-") for value in rows.get(antibody, [])]
                if marks != here:
                    self.lacks(f"{pointer}/{table}/{antibody}", " ".join(values), f"{place}/antibodyComparison")


# Parts of a trial


def claimed_rates(item):
    """The rates of an adverse event of the facts: 0 for the first arm or 1 for the control, grade and number."""
    later = item.get("anyGrade18mo", {})
    rates = [(0, "any", item["armAnyGradePct"]), (0, "3+", item["grade3plusPct"]), (0, "any", later.get("arm"))]
    rates += [(1, "any", item["controlAnyGradePct"]), (1, "3+", item["controlGrade3plusPct"])]
    rates += [(1, "any", later.get("control"))]
    return {(arm, grade, number) for arm, grade, value in rates for number in stated(value)}


def rates_of(item, arms):
    """The same of a served adverse event."""
    order = [arm["id"] for arm in arms]
    numbered = [(rate, number) for rate in item["rates"] for number in served({**rate, "grade": None})]
    return {(order.index(rate["arm"]), rate["grade"], number) for rate, number in numbered}


def values_of(fact):
    """A fact without the marks of verification and the notes in it."""
    if isinstance(fact, dict):
        return {name: values_of(value) for name, value in fact.items() if name not in ["v", "note"]}
    return [values_of(item) for item in fact] if isinstance(fact, list) else fact


def claims_of(fact):
    """What an endpoint of the facts claims: member, part of an endpoint, arm and number.

    The first number of `26 (32/122)` or `11.0 at 13 mo` is the value, the others stand somewhere in the endpoint.
    """
    claims = []
    part = "hr" if fact["unit"] == "ratio" else "value"
    member = "arms" if "arms" in fact else "values"
    for arm, value in (fact[member] or {}).items():
        if re.match(r"N[RE]\b", str(value)):
            claims.append((f"/{member}/{arm}", "notReached", arm, value))
        else:
            first = re.search(r"[\d.]+", value) if isinstance(value, str) else None
            for number in stated(value):
                is_value = first is None or number == plain(first[0])
                claims.append((f"/{member}/{arm}", part if is_value else "any", arm, number))
    interval = "interval" if fact.get("hr") else "value"
    for member, part in [("hr", "hr"), ("ci95", interval), ("p", "p"), ("seedValue", "any")]:
        claims += [(f"/{member}", part, None, number) for number in stated(fact.get(member))]
    return sorted(claims, key=lambda claim: (claim[0], claim[3]))


def is_spread(fact, arms):
    """Whether the fact holds several measures: `PFS / OS`, or values by something else than an arm."""
    values = fact.get("values") or {}
    several = any("/" in re.sub(r"\(.*?\)|\d+/\d+ \(|^\d+/\d+$", "", str(value)) for value in values.values())
    return "/" in fact["name"] or several or fact["unit"] == "text" or not set(values) <= arms


def holds(endpoint, claim):
    """Whether the endpoint has the number in the part of it that the claim names."""
    _, part, arm, number = claim
    comparison = endpoint.get("comparison", {})
    if part == "any":
        return number in served(endpoint)
    if part in ["value", "notReached"]:
        id = kebab(arm or "").replace("-", "")
        own = [value for value in endpoint["values"] if value["arm"].replace("-", "") == id]
        given = own or endpoint["values"]
        return number in served(given) if part == "value" else any(value.get("notReached") for value in given)
    # An interval of another level, and probabilities of several comparisons, stand in the note.
    beside = served(endpoint.get("note")) if part != "hr" else set()
    return number in served(comparison.get({"hr": "estimate", "interval": "interval", "p": "p"}[part])) | beside


def compare(directory, fetch):
    """The lines to print, each once for both languages."""
    lines = {}
    for language in LANGUAGES:
        knowledge = Knowledge(fetch, language)
        for name in FILES:
            facts = json.loads((Path(directory) / f"{name}.json").read_text(), parse_float=str, parse_int=str)
            for line in Comparison(name, facts, knowledge).run():
                lines.setdefault(line, []).append(language)
    return [
        f"{pointer}: {text} ({', '.join(dict.fromkeys(languages))})"
        for (pointer, text, is_name), languages in lines.items()
        if not is_name or set(languages) == set(LANGUAGES)
    ]


def main(arguments):
    if len(arguments) != 2:
        print("usage: compare_facts.py FACTS_DIR BASE_URL", file=sys.stderr)
        return 2
    lines = compare(arguments[0], fetch_from(arguments[1]))
    for line in lines:
        print(line)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
