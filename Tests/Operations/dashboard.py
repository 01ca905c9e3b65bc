"""The dashboard's panels and their expressions."""

import json

from service import PACKAGE

DASHBOARD = json.loads((PACKAGE / "Resources/operations/grafana/dashboard.json").read_text())
#: A time for each of Grafana's own variables, so that an expression can be parsed.
TIMES = {"$__rate_interval": "5m", "$__interval": "1m", "$__range": "6h"}


def panels():
    return [inner for each in DASHBOARD["panels"] for inner in (each, *each.get("panels", []))]


def variables():
    return {each["name"]: each for each in DASHBOARD["templating"]["list"]}


def expressions():
    """Every expression with its panel's title, the times of its variables filled in."""
    found = [(panel["title"], target["expr"]) for panel in panels() for target in panel.get("targets", [])]
    found += [(each["name"], each["expr"]) for each in DASHBOARD["annotations"]["list"]]
    filled = []
    for title, expression in found:
        for name, time in TIMES.items():
            expression = expression.replace(name, time)
        filled.append((title, expression))
    return filled
