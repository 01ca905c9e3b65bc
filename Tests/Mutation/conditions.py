"""Operators on conditions: each yields the changes it can make of one node."""

from knowledge import REMOVED, Change, following

COMBINATORS = {"all": "any", "any": "all"}
#: A bound, and the one that differs from it at the boundary itself.
BOUNDS = {"atLeast": "moreThan", "moreThan": "atLeast", "atMost": "lessThan", "lessThan": "atMost"}
CODES = ["isAnyOf", "includesAnyOf", "anyOf", "drugAnyOf", "classAnyOf", "exceptClassAnyOf", "setting", "outcome", "bestResponse"]
OUTCOMES = ["ongoing", "completed", "stopped-toxicity", "progressed-on-therapy", "progressed-after-therapy"]
RESPONSES = ["sCR", "CR", "VGPR", "PR", "MR", "SD", "PD"]
JURISDICTIONS = ["RU", "EU", "US"]


class Node:
    """A condition at its place: `parent` is the key it stands under, `disease` whose vocabulary holds."""

    def __init__(self, tokens, value, parent, disease, vocabulary, steps=()):
        self.tokens, self.value, self.parent = tokens, value, parent
        self.disease, self.vocabulary, self.steps = disease, vocabulary, steps
        (self.key, self.content), = value.items()

    def child(self, value, *tokens):
        return Node(self.tokens + (self.key, *tokens), value, self.key, self.disease, self.vocabulary, self.steps)

    def descendants(self):
        """The node and all within it, in the order of the file."""
        yield self
        if self.key in COMBINATORS:
            for index, value in enumerate(self.content):
                yield from self.child(value, index).descendants()
        elif self.key in ("not", "known", "unknown"):
            yield from self.child(self.content).descendants()

    def change(self, operator, value, *tokens, detail=""):
        return Change(operator, self.tokens + tokens, value, str(detail))


def negate(node):
    """What must hold must not. Under a `not` the same is made by taking that off; what is unknown is so negated, too."""
    if node.parent == "unknown":
        return
    if node.key == "not":
        yield node.change("negate", node.content)
    elif node.parent != "not":
        yield node.change("negate", {"not": node.value})


def swap_combinator(node):
    if node.key in COMBINATORS and len(node.content) > 1:
        yield node.change("swap-combinator", {COMBINATORS[node.key]: node.content})


def drop_member(node):
    if node.key in COMBINATORS and len(node.content) > 1:
        for index in range(len(node.content)):
            yield node.change("drop-member", REMOVED, node.key, index)


def unwrap(node):
    """What is known to hold only holds; what is unknown holds."""
    if node.key in ("known", "unknown"):
        yield node.change("unwrap", node.content)


def replace_reference(node):
    if node.key == "ref":
        other = following(node.vocabulary.definitions[node.disease], node.content)
        yield node.change("replace-reference", other, "ref", detail=other)
    elif node.key == "noneStands":
        other = following(node.steps, node.content)
        yield node.change("replace-reference", other, "noneStands", detail=other)


def clauses(node):
    """The objects of a clause that hold lists and bounds, with the tokens that lead there."""
    if isinstance(node.content, dict):
        yield (node.key,), node.content
        for name in ("ofOption", "durationMonths", "drugs"):
            if isinstance(node.content.get(name), dict):
                yield (node.key, name), node.content[name]


def measure(node, tokens):
    """The step of a threshold, and whether only whole numbers count."""
    if node.key == "finding":
        finding = node.vocabulary.findings[node.content["id"]]
        return None if finding["type"] == "number" else 1, finding["type"] == "integer"
    return 1, "durationMonths" not in tokens


def shift_threshold(node):
    for tokens, clause in clauses(node):
        step, _ = measure(node, tokens)
        for bound in BOUNDS:
            if bound not in clause:
                continue
            value = clause[bound]["value"]
            size = step or (1 if value >= 10 else 0.1)
            for shifted in (round(value - size, 6), round(value + size, 6)):
                if shifted >= 0:
                    yield node.change("shift-threshold", shifted, *tokens, bound, "value", detail=f"{value}→{shifted}")
        if node.key == "refractory" and tokens == ("refractory",) and not any(bound in clause for bound in BOUNDS):
            yield node.change("shift-threshold", {**clause, "atLeast": {"value": 2}}, *tokens, detail="1→2")


def swap_boundary(node):
    """Whether the threshold itself counts; among whole numbers the same as a shift."""
    for tokens, clause in clauses(node):
        if measure(node, tokens)[1]:
            continue
        for bound, other in BOUNDS.items():
            if bound in clause:
                altered = {other if key == bound else key: value for key, value in clause.items()}
                yield node.change("swap-boundary", altered, *tokens, detail=f"{bound}→{other}")


def drop_bound(node):
    for tokens, clause in clauses(node):
        bounds = [bound for bound in BOUNDS if bound in clause]
        if len(bounds) > 1 or (bounds and tokens == ("refractory",)):
            for bound in bounds:
                yield node.change("drop-bound", REMOVED, *tokens, bound)


def drop_requirement(node):
    """One of the things that a therapy, a line or the drugs of an option have to be."""
    for tokens, clause in clauses(node):
        optional = {
            "therapy": ["setting", "outcome", "bestResponse", "durationMonths", "latestLine", "drugAnyOf", "classAnyOf"],
            "line": ["drugAnyOf", "classAnyOf", "exceptClassAnyOf"],
            "refractory": ["latestLine", "drugAnyOf", "classAnyOf"],
            "ofOption": ["exceptClassAnyOf"],
        }.get(tokens[-1], [])
        present = [name for name in optional if name in clause]
        if len(present) < 2 and tokens[-1] == "therapy":
            continue
        for name in present:
            yield node.change("drop-requirement", REMOVED, *tokens, name)


def choices(node, name, code, taken):
    """What may stand for a code of a list."""
    vocabulary = node.vocabulary
    if name == "drugAnyOf":
        return vocabulary.other_drug(code, taken)
    values = {
        "isAnyOf": lambda: vocabulary.values(node.content["id"]), "includesAnyOf": lambda: vocabulary.values(node.content["id"]),
        "anyOf": lambda: vocabulary.listed[node.key], "classAnyOf": lambda: vocabulary.classes,
        "exceptClassAnyOf": lambda: vocabulary.classes, "setting": lambda: vocabulary.settings[node.disease],
        "outcome": lambda: OUTCOMES, "bestResponse": lambda: RESPONSES,
    }[name]()
    return following(values, code, taken)


def drop_code(node):
    for tokens, clause in clauses(node):
        for name in CODES:
            codes = clause.get(name)
            if isinstance(codes, list) and len(codes) > 1:
                for index, code in enumerate(codes):
                    yield node.change("drop-code", REMOVED, *tokens, name, index, detail=code)


def replace_code(node):
    for tokens, clause in clauses(node):
        for name in CODES:
            codes = clause.get(name)
            for index, code in enumerate(codes if isinstance(codes, list) else []):
                other = choices(node, name, code, codes)
                if other is not None:
                    yield node.change("replace-code", other, *tokens, name, index, detail=f"{code}→{other}")
    if node.key == "finding":
        for name in ("is", "includes"):
            code = node.content.get(name)
            # Of two values the other is what negating it comes to.
            if isinstance(code, str) and len(node.vocabulary.values(node.content["id"])) > 2:
                other = following(node.vocabulary.values(node.content["id"]), code)
                yield node.change("replace-code", other, "finding", name, detail=f"{code}→{other}")
    if node.key == "jurisdiction":
        other = following(JURISDICTIONS, node.content["is"])
        yield node.change("replace-code", other, "jurisdiction", "is", detail=f"{node.content['is']}→{other}")


OPERATORS = [
    negate, swap_combinator, drop_member, unwrap, replace_reference, shift_threshold, swap_boundary, drop_bound, drop_requirement,
    drop_code, replace_code]


def changes(tokens, condition, disease, vocabulary, steps=()):
    """All changes of a condition and of what is within it."""
    for node in Node(tokens, condition, None, disease, vocabulary, steps).descendants():
        for operator in OPERATORS:
            yield from operator(node)
