"""The dashboard: its shape as Grafana reads it, and that its panels lie and read well."""

import json
import re
import subprocess

import pytest
import yaml
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.cog.plugins import register_default_plugins
from grafana_foundation_sdk.models.dashboard import Dashboard

from dashboard import DASHBOARD, expressions, panels, variables
from metrics import selectors

register_default_plugins()


def lost(told, kept, place=""):
    """What is not there, or otherwise, after Grafana's types have read it."""
    if isinstance(told, dict) and isinstance(kept, dict):
        return [each for key, value in told.items() for each in (
            lost(value, kept[key], f"{place}/{key}") if key in kept else [f"{place}/{key}"])]
    if isinstance(told, list) and isinstance(kept, list) and len(told) == len(kept):
        return [each for index, pair in enumerate(zip(told, kept, strict=True)) for each in lost(*pair, f"{place}/{index}")]
    return [] if told == kept else [place]


def read(dashboard):
    return json.loads(JSONEncoder().encode(Dashboard.from_json(dashboard)))


def test_grafana_s_types_read_all_of_it():
    assert lost(DASHBOARD, read(DASHBOARD)) == []


@pytest.mark.parametrize("path", [
    ("timezon",), ("panels", 1, "fieldconfig"), ("panels", 1, "gridPos", "z"), ("panels", 1, "options", "colour"),
    ("panels", 1, "targets", 0, "query"), ("templating", "list", 1, "kind"),
])
def test_a_member_that_grafana_does_not_know_is_found(path):
    wrong = json.loads(json.dumps(DASHBOARD))
    inner = wrong
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = "x"
    assert lost(wrong, read(wrong)) == ["/" + "/".join(map(str, path))]


def test_panels_have_numbers_of_their_own():
    numbers = [each["id"] for each in panels()]
    assert len(set(numbers)) == len(numbers) > 20


def test_no_panel_covers_another():
    taken = {}
    for panel in panels():
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24 and min(place["w"], place["h"]) > 0
        for cell in ((x, y) for x in range(place["x"], place["x"] + place["w"]) for y in range(place["y"], place["y"] + place["h"])):
            assert cell not in taken, f"{panel['title']} covers {taken[cell]}"
            taken[cell] = panel["title"]


def test_panels_say_what_they_show():
    for panel in panels():
        if panel["type"] != "row":
            assert panel["title"] and panel["description"].endswith((".", "watch.")), panel["title"]
            assert panel["fieldConfig"]["defaults"].get("unit") or panel["type"] in ("heatmap", "table"), panel["title"]
            assert len({each["refId"] for each in panel["targets"]}) == len(panel["targets"])


def test_the_source_is_the_reader_s_choice():
    source = {"type": "prometheus", "uid": "${datasource}"}
    assert variables()["datasource"]["query"] == "prometheus"
    for panel in panels():
        if panel["type"] != "row":
            assert panel["datasource"] == source
            assert all(each["datasource"] == source for each in panel["targets"])


def test_variables_that_are_used_are_there():
    used = set(re.findall(r"\$\{?([a-z]\w*)", json.dumps(DASHBOARD)))
    assert used == set(variables())
    for name in ("job", "instance"):
        assert selectors(re.fullmatch(rf"label_values\((.*), {name}\)", variables()[name]["query"]["query"])[1])


def test_every_expression_is_one_of_prometheus(promtool, tmp_path):
    rules = [{"record": f"panel:{number}", "expr": expression} for number, (_, expression) in enumerate(expressions())]
    assert len(rules) > 30
    path = tmp_path / "rules.yaml"
    path.write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": rules}]}))
    checked = subprocess.run([promtool, "check", "rules", path], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize(("title", "expression"), expressions(), ids=lambda value: value[:40])
def test_an_expression_asks_for_the_chosen_job_only(title, expression):
    read_labels = selectors(expression)
    assert read_labels and all("job" in told for _, told in read_labels), title
