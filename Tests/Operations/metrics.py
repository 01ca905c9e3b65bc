"""Metrics and labels: those that expressions of Prometheus speak of, and those that a service shows."""

import re

import promql_parser as promql

#: What Prometheus itself adds to each series.
OF_PROMETHEUS = {"job", "instance"}
SUFFIXES = ("_bucket", "_sum", "_count")


def parts(expression):
    """An expression and all that it is made of."""
    yield expression
    inner = []
    for name in ("lhs", "rhs", "expr", "param", "vector_selector"):
        inner.append(getattr(expression, name, None))
    for each in [*inner, *getattr(expression, "args", [])]:
        if each is not None:
            yield from parts(each)


def selectors(text):
    """Each metric that an expression reads, with the labels that it is told apart by."""
    return [(each.name, {matcher.name for matcher in each.matchers.matchers})
            for each in parts(promql.parse(text)) if isinstance(each, promql.VectorSelector)]


def labels(text):
    """All labels that an expression names: in selectors, in `by` and in `on`."""
    named = set()
    for each in parts(promql.parse(text)):
        if isinstance(each, promql.VectorSelector):
            named |= {matcher.name for matcher in each.matchers.matchers}
        modifier = getattr(each, "modifier", None)
        if isinstance(each, promql.AggregateExpr) and modifier:
            named |= set(modifier.labels)
        if isinstance(each, promql.BinaryExpr) and modifier and modifier.matching:
            named |= set(modifier.matching.labels)
    return named


class Exposition:
    """What `/metrics` shows: the labels of each metric, by its name."""

    def __init__(self, text):
        self.types = dict(re.findall(r"^# TYPE (\S+) (\S+)$", text, re.MULTILINE))
        self.labels = {name: set() for name in self.types}
        for name, inner in re.findall(r"^([a-z_:]+)(?:\{(.*)\})? \S+", text, re.MULTILINE):
            self.labels.setdefault(self.family(name), set()).update(re.findall(r'(\w+)="', inner))

    def family(self, name):
        """The metric of a series: that of a histogram's parts is the histogram."""
        for suffix in SUFFIXES:
            if self.types.get(name.removesuffix(suffix)) == "histogram":
                return name.removesuffix(suffix)
        return name

    def unknown(self, expression):
        """What an expression reads that is not there."""
        reads = selectors(expression)
        names = {name for name, _ in reads if self.family(name) not in self.labels and name != "up"}
        known = OF_PROMETHEUS | {"le"}.union(*(self.labels.get(self.family(name), set()) for name, _ in reads))
        return names | (labels(expression) - known if not names else set())
