"""Operators on what conditions belong to: criteria, cautions, notices, steps, regimens, drugs, classes, diseases."""

import conditions
from knowledge import REMOVED, Change

RESPONSES = ["MR", "PR", "VGPR", "CR", "sCR"]


def toggled(tokens, holder, member, present, operator):
    """A member that is there or not."""
    yield Change(operator, tokens + (member,), REMOVED if member in holder else present)


def of_list(operator, tokens, entries):
    """One entry of a list left out."""
    for index in range(len(entries)):
        yield Change(operator, tokens + (index,), REMOVED)


def swapped(operator, tokens, entries):
    """Two neighbours in the other order."""
    for index in range(len(entries) - 1):
        order = [*entries[:index], entries[index + 1], entries[index], *entries[index + 2:]]
        yield Change(operator, tokens, order, f"{index}↔{index + 1}")


def widened(tokens, rule, holder, vocabulary):
    """A rule of a drug or a class that holds in all diseases, where some other has an option with it."""
    if "disease" in rule and vocabulary.diseases_of_drug.get(holder, set()) - {rule["disease"]}:
        yield Change("widen-rule", tokens + ("disease",), REMOVED)


def criteria(tokens, entries, disease, vocabulary, holder=None):
    yield from of_list("drop-criterion", tokens, entries)
    for index, criterion in enumerate(entries):
        place = tokens + (index,)
        yield from toggled(place, criterion, "essential", True, "toggle-essential")
        yield from toggled(place, criterion, "ifNotMet", "contraindicated", "toggle-consequence")
        if "insteadOf" in criterion:
            yield Change("drop-replacement", place + ("insteadOf",), REMOVED)
        yield from widened(place, criterion, holder, vocabulary)
        of = criterion.get("disease", disease)
        yield from conditions.changes(place + ("condition",), criterion["condition"], of, vocabulary)


def cautions(tokens, entries, disease, vocabulary, holder=None):
    yield from of_list("drop-caution", tokens, entries)
    for index, caution in enumerate(entries):
        place = tokens + (index,)
        yield from widened(place, caution, holder, vocabulary)
        if "when" in caution:
            yield Change("always-caution", place + ("when",), REMOVED)
            of = caution.get("disease", disease)
            yield from conditions.changes(place + ("when",), caution["when"], of, vocabulary)


def rules(tokens, holder, disease, vocabulary):
    for name, operator in [("criteria", criteria), ("cautions", cautions)]:
        if name in holder:
            yield from operator(tokens + (name,), holder[name], disease, vocabulary, holder["id"])


def regimen(document, vocabulary):
    yield from rules((), document, document["disease"], vocabulary)
    if document["kind"] in ("option", "class", "procedure", "trial"):
        yield from toggled((), document, "recommends", False, "toggle-recommends")
    drugs = document["drugs"]
    if len(drugs) > 1:
        yield from of_list("drop-drug", ("drugs",), drugs)
    for index, drug in enumerate(drugs):
        other = vocabulary.other_drug(drug["id"], [entry["id"] for entry in drugs] + drug.get("alternatives", []))
        yield Change("replace-drug", ("drugs", index, "id"), other, f"{drug['id']}→{other}")
        if "alternatives" in drug:
            yield Change("drop-alternatives", ("drugs", index, "alternatives"), REMOVED)


def pathway(document, vocabulary):
    disease, steps = document["disease"], document["steps"]
    names = [step["id"] for step in steps]
    yield from criteria(("criteria",), document["criteria"], disease, vocabulary)
    yield from of_list("drop-step", ("steps",), steps)
    yield from swapped("swap-steps", ("steps",), steps)
    for index, step in enumerate(steps):
        place = ("steps", index)
        yield from conditions.changes(place + ("condition",), step["condition"], disease, vocabulary, names)
        yield from toggled(place, step, "recommends", False, "toggle-recommends")
        preferred, alternative = step["preferred"], step["alternative"]
        for name in ("preferred", "alternative"):
            yield from swapped("swap-options", place + (name,), step[name])
            yield from of_list("drop-option", place + (name,), step[name])
        if preferred:
            moved = {**step, "preferred": preferred[:-1], "alternative": [preferred[-1], *alternative]}
            yield Change("demote-option", place, moved, preferred[-1])
        if alternative:
            moved = {**step, "preferred": [*preferred, alternative[0]], "alternative": alternative[1:]}
            yield Change("promote-option", place, moved, alternative[0])
    yield from of_list("drop-notice", ("notices",), document["notices"])
    for index, notice in enumerate(document["notices"]):
        if "when" in notice:
            place = ("notices", index, "when")
            yield Change("always-notice", place, REMOVED)
            yield from conditions.changes(place, notice["when"], disease, vocabulary, names)


def definition(document, vocabulary):
    if "condition" in document:
        yield from conditions.changes(("condition",), document["condition"], document["disease"], vocabulary)
        return
    cases = document["cases"]
    yield from of_list("drop-value", ("cases",), cases)
    yield from swapped("swap-values", ("cases",), cases)
    for index, case in enumerate(cases):
        yield from conditions.changes(("cases", index, "condition"), case["condition"], document["disease"], vocabulary)


def drug(document, vocabulary):
    yield from rules((), document, None, vocabulary)
    yield from of_list("drop-class", ("classes",), document["classes"])


def within(tokens, entries):
    """One of the wider entries that an entry belongs to."""
    for index, entry in enumerate(entries):
        for position, wider in enumerate(entry.get("within", [])):
            yield Change("drop-within", tokens + (index, "within", position), REMOVED, f"{entry['id']}⊄{wider}")


def classes(document, vocabulary):
    yield from within(("classes",), document["classes"])
    for index, entry in enumerate(document["classes"]):
        yield from rules(("classes", index), entry, None, vocabulary)


def listed(document, vocabulary):
    yield from within((document["id"],), document[document["id"]])


def findings(document, vocabulary):
    for index, finding in enumerate(document["findings"]):
        for position, value in enumerate(finding.get("values", [])):
            if "refinedBy" in value:
                place = ("findings", index, "values", position, "refinedBy")
                yield Change("drop-refinement", place, REMOVED)
                yield from of_list("drop-refinement", place, value["refinedBy"])


def disease(document, vocabulary):
    rule = document.get("refractoriness")
    if rule is None:
        return
    for member, operator in [("withinDays", "shift-threshold"), ("adequateMonths", "shift-threshold")]:
        for shifted in (rule[member] - 1, rule[member] + 1):
            yield Change(operator, ("refractoriness", member), shifted, f"{rule[member]}→{shifted}")
    position = RESPONSES.index(rule["responseFrom"])
    for other in RESPONSES[max(position - 1, 0):position] + RESPONSES[position + 1:position + 2]:
        yield Change("replace-code", ("refractoriness", "responseFrom"), other, f"{rule['responseFrom']}→{other}")
    yield from of_list("drop-class", ("refractoriness", "classes"), rule["classes"])
    other = next(name for name in rule["definitions"] if name not in (rule["level"], rule["tripleClass"]))
    yield Change("replace-reference", ("refractoriness", "tripleClass"), other, other)


#: By folder, or by file where a folder holds several kinds.
OPERATORS = {
    "pathways": pathway, "regimens": regimen, "definitions": definition, "drugs": drug, "diseases": disease,
    "vocabulary/classes.json": classes, "vocabulary/comorbidities.json": listed, "vocabulary/medications.json": listed,
    "vocabulary/findings.json": findings}


def changes(file, document, vocabulary):
    """All changes of a file, `file` being its path within the knowledge."""
    operator = OPERATORS.get(file) or OPERATORS.get(file.split("/")[0])
    if operator:
        yield from operator(document, vocabulary)
