"""Alerts: each fires on the series that it is for, none on those of a healthy service; and all read metrics that there are."""

import json
import re
import subprocess

import pytest
import yaml

from conftest import client
from dashboard import expressions, variables
from manifests import load, settings
from metrics import Exposition, selectors
from service import PACKAGE, Service

DIRECTORY = PACKAGE / "Resources/operations/prometheus"
RULES = yaml.safe_load((DIRECTORY / "alerts.yaml").read_text())
ALERTS = {rule["alert"]: rule for group in RULES["groups"] for rule in group["rules"]}
MINUTES = 120
FIRST, SECOND = 'job="nextline",instance="a"', 'job="nextline",instance="b"'


def healthy(where):
    """Two hours of a replica that works, a sample a minute, and of another's that has nothing to do with it."""
    route = 'method="POST",route="/recommend"'
    times = {"0.005": 90, "0.25": 100, "10": 100, "+Inf": 100}
    return {
        f"up{{{where}}}": "1+0x120",
        f'nextline_http_requests_total{{{where},{route},status="200"}}': "0+600x120",
        f'nextline_http_requests_total{{{where},{route},status="401"}}': "0+1x120",
        f'nextline_http_requests_total{{{where},{route},status="503"}}': "0+1x120",
        f'nextline_http_requests_total{{{where},method="GET",route="/readyz",status="503"}}': "0+60x120",
        **{f'nextline_http_request_duration_seconds_bucket{{{where},route="/recommend",le="{le}"}}': f"0+{count}x120"
           for le, count in times.items()},
        f"nextline_http_connections{{{where}}}": "100+0x120",
        f"nextline_http_connections_limit{{{where}}}": "10000+0x120",
        f"nextline_http_connections_refused_total{{{where}}}": "0+0x120",
        f"process_open_fds{{{where}}}": "130+0x120",
        f"process_max_fds{{{where}}}": "10100+0x120",
        f"process_resident_memory_bytes{{{where}}}": "40000000+0x120",
        f"process_start_time_seconds{{{where}}}": "1000+0x120",
        f'nextline_knowledge_info{{{where},version="1.0.0",digest="x",evidence_through="1969-12-31"}}': "1+0x120",
        f"nextline_knowledge_evidence_timestamp_seconds{{{where}}}": "-86400+0x120",
        f'nextline_knowledge_reloads_total{{{where},result="refused"}}': "0+0x120",
        f'nextline_knowledge_reloads_total{{{where},result="accepted"}}': "0+1x120",
        f'nextline_log_failures_total{{{where},log="decisions"}}': "0+0x120",
        f'nextline_log_failures_total{{{where},log="access"}}': "0+0x120",
    }


HEALTHY = healthy(FIRST) | healthy(SECOND)
REPLICA = {"job": "nextline", "instance": "a"}
JOB = {"job": "nextline"}
REQUESTS = f'nextline_http_requests_total{{{FIRST},method="POST",route="/recommend",status='
#: What goes wrong, from the healthy series on (`None`: there are none), and the labels of the alert that says so.
FAULTS = {
    "NextLineDown": [
        ({f"up{{{FIRST}}}": "0+0x120", f"up{{{SECOND}}}": "0+0x120"}, JOB),
        ({f"up{{{FIRST}}}": None, f"up{{{SECOND}}}": None}, JOB)],
    "NextLineReplicaDown": [({f"up{{{FIRST}}}": "0+0x120"}, REPLICA)],
    "NextLineRestarts": [({f"process_start_time_seconds{{{FIRST}}}": "1000+60x120"}, REPLICA)],
    "NextLineErrors": [({REQUESTS + '"503"}': "0+20x120"}, JOB)],
    "NextLineSlow": [
        ({f'nextline_http_request_duration_seconds_bucket{{{FIRST},route="/recommend",le="0.25"}}': "0+95x120"},
         JOB | {"route": "/recommend"})],
    "NextLineCallersRefused": [({REQUESTS + '"401"}': "0+700x120"}, JOB)],
    "NextLineConnectionsNearLimit": [({f"nextline_http_connections{{{FIRST}}}": "8100+0x120"}, REPLICA)],
    "NextLineConnectionsRefused": [({f"nextline_http_connections_refused_total{{{FIRST}}}": "0+1x120"}, REPLICA)],
    "NextLineDescriptorsNearLimit": [({f"process_open_fds{{{FIRST}}}": "9000+0x120"}, REPLICA)],
    "NextLineMemoryHigh": [({f"process_resident_memory_bytes{{{FIRST}}}": "230000000+0x120"}, REPLICA)],
    "NextLineKnowledgeRefused": [
        ({f'nextline_knowledge_reloads_total{{{FIRST},result="refused"}}': "0+1x120"}, REPLICA | {"result": "refused"})],
    "NextLineKnowledgeDiffers": [
        ({f'nextline_knowledge_info{{{FIRST},version="1.0.0",digest="x",evidence_through="1969-12-31"}}': None,
          f'nextline_knowledge_info{{{FIRST},version="1.0.1",digest="y",evidence_through="1969-12-31"}}': "1+0x120"}, JOB)],
    # The test's clock starts in 1970.
    "NextLineKnowledgeOld": [({f"nextline_knowledge_evidence_timestamp_seconds{{{where}}}": "-31700000+0x120"
                               for where in (FIRST, SECOND)}, JOB)],
    "NextLineLogFails": [({f'nextline_log_failures_total{{{FIRST},log="decisions"}}': "0+1x120"}, REPLICA | {"log": "decisions"})],
    "NextLineAccessLogDrops": [({f'nextline_log_failures_total{{{FIRST},log="access"}}': "0+1x120"}, REPLICA | {"log": "access"})],
}
#: Alerts that another one implies.
IMPLIED = {"NextLineDown": {"NextLineReplicaDown"}}


def outcome(promtool, directory, series, firing):
    """Runs the rules over series to the end; each of the alerts in `firing` is to fire with its labels, and no other."""
    # What alerts say is looked at below; here the labels count.
    bare = {"groups": [{"name": group["name"], "rules": [
        {key: value for key, value in rule.items() if key != "annotations"} for rule in group["rules"]]} for group in RULES["groups"]]}
    (directory / "rules.yaml").write_text(yaml.safe_dump(bare))
    test = {
        "rule_files": ["rules.yaml"], "evaluation_interval": "1m",
        "tests": [{
            "interval": "1m",
            "input_series": [{"series": name, "values": values} for name, values in series.items() if values],
            "alert_rule_test": [{
                "eval_time": f"{MINUTES - 1}m", "alertname": name,
                "exp_alerts": [{"exp_labels": ALERTS[name]["labels"] | firing[name]}] if name in firing else [],
            } for name in ALERTS if name not in firing.get("besides", ())],
        }],
    }
    (directory / "test.yaml").write_text(yaml.safe_dump(test))
    return subprocess.run([promtool, "test", "rules", directory / "test.yaml"], capture_output=True, text=True, check=False)


def test_the_rules_and_their_texts_are_well_formed(promtool):
    checked = subprocess.run([promtool, "check", "rules", DIRECTORY / "alerts.yaml"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0 and f"{len(ALERTS)} rules found" in checked.stdout, checked.stdout + checked.stderr


def test_nothing_fires_on_a_healthy_service(promtool, tmp_path):
    ran = outcome(promtool, tmp_path, HEALTHY, {})
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize(
    ("name", "fault", "labels"), [(name, *case) for name, cases in FAULTS.items() for case in cases],
    ids=[f"{name}-{number}" for name, cases in FAULTS.items() for number, _ in enumerate(cases)])
def test_an_alert_fires_on_its_fault_and_no_other_does(promtool, tmp_path, name, fault, labels):
    ran = outcome(promtool, tmp_path, HEALTHY | fault, {name: labels, "besides": IMPLIED.get(name, set())})
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_each_alert_has_its_fault():
    assert FAULTS.keys() == ALERTS.keys()


@pytest.mark.parametrize("name", ALERTS)
def test_an_alert_says_what_to_do(name):
    rule = ALERTS[name]
    assert rule["labels"]["severity"] in ("warning", "critical")
    assert rule["annotations"].keys() == {"summary", "description", "runbook"}
    assert all(text.endswith(".") for text in rule["annotations"].values())
    # What is told to be done names options and alerts that there are.
    text = " ".join(rule["annotations"].values())
    assert set(re.findall(r"NextLine[A-Z]\w+", text)) <= ALERTS.keys()
    helped = (PACKAGE / "README.md").read_text()
    for option in re.findall(r"--[a-z-]+[a-z]|NEXTLINE_[A-Z_]+", text):
        flag = option if option.startswith("--") else "--" + option.removeprefix("NEXTLINE_").lower().replace("_", "-")
        assert f"`{flag}" in helped or flag == "--previous", option


def test_limits_are_those_of_the_manifests():
    limit = load("deployment.yaml")["spec"]["template"]["spec"]["containers"][0]["resources"]["limits"]["memory"]
    mebibytes = int(re.search(r"> (\d+) \* 1024 \* 1024", ALERTS["NextLineMemoryHigh"]["expr"])[1])
    assert 0.8 * int(limit.removesuffix("Mi")) < mebibytes < int(limit.removesuffix("Mi"))
    assert limit.replace("Mi", " MiB") in ALERTS["NextLineMemoryHigh"]["annotations"]["description"]


def test_the_scrape_configuration_finds_the_pods(promtool, tmp_path):
    configuration = yaml.safe_load((DIRECTORY / "scrape.yaml").read_text())
    (job,) = configuration["scrape_configs"]
    (discovery,) = job.pop("kubernetes_sd_configs")
    assert discovery == {"role": "pod", "namespaces": {"names": [load("kustomization.yaml")["namespace"]]}}
    pod = load("deployment.yaml")["spec"]["template"]
    known = {"__meta_kubernetes_pod_label_" + re.sub(r"\W", "_", name): value for name, value in pod["metadata"]["labels"].items()}
    known["__meta_kubernetes_pod_container_port_name"] = pod["spec"]["containers"][0]["ports"][0]["name"]
    kept = {each["source_labels"][0]: each["regex"] for each in job["relabel_configs"] if each.get("action") == "keep"}
    assert kept == known
    assert pod["spec"]["containers"][0]["ports"][0]["containerPort"] == int(settings()["NEXTLINE_PORT"])
    assert all(f'job="{job["job_name"]}"' in rule["expr"] for rule in ALERTS.values() if re.search(r"\b(up|process_\w+)\{", rule["expr"]))
    # Debian's Prometheus is built without Kubernetes: the rest is checked by it.
    (tmp_path / "token").touch()
    assert job["authorization"].keys() == {"credentials_file"}
    job["authorization"]["credentials_file"] = str(tmp_path / "token")
    (tmp_path / "alerts.yaml").write_text((DIRECTORY / "alerts.yaml").read_text())
    (tmp_path / "scrape.yaml").write_text(yaml.safe_dump(configuration))
    checked = subprocess.run([promtool, "check", "config", tmp_path / "scrape.yaml"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.fixture(scope="session")
def shown(service):
    """What the service shows after it has decided a case."""
    service.recommend(service.get("/cases/case-7/input").body)
    answer = service.get("/metrics")
    if answer.status == 404:
        pytest.skip("the service has no /metrics yet")
    assert answer.status == 200
    return answer.text


@pytest.mark.usefixtures("shown")
def test_the_scope_that_the_scrape_configuration_names_suffices(elsewhere, tmp_path):
    scope = re.search(r"scope `(\w+)`", (DIRECTORY / "scrape.yaml").read_text())[1]
    path = tmp_path / "tokens.json"
    path.write_text(json.dumps({"clients": [client("a-token") | {"scopes": [scope]}]}))
    guarded = Service("--token-file", str(path), directory=elsewhere)
    try:
        assert guarded.get("/metrics").status == 401
        assert guarded.get("/metrics", Authorization="Bearer a-token").status == 200
    finally:
        guarded.stop()


def test_what_is_shown_is_well_formed(promtool, shown):
    checked = subprocess.run([promtool, "check", "metrics"], input=shown, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize(
    ("title", "expression"), [*((name, rule["expr"]) for name, rule in ALERTS.items()), *expressions()], ids=lambda value: value[:40])
def test_what_is_read_is_shown(shown, title, expression):
    assert Exposition(shown).unknown(expression) == set(), title


def test_what_the_choices_are_drawn_from_is_shown(shown):
    exposition = Exposition(shown)
    for name in ("job", "instance"):
        expression = re.fullmatch(rf"label_values\((.*), {name}\)", variables()[name]["query"]["query"])[1]
        assert selectors(expression) and exposition.unknown(expression) == set()


def test_the_series_of_the_tests_are_shown(shown):
    exposition = Exposition(shown)
    for series in HEALTHY:
        assert exposition.unknown(series) == set()
