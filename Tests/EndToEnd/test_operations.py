"""What operators use: metrics, the access log, editions of the knowledge, the health check."""

import json
import re
import subprocess
import threading
import time

import pytest
from prometheus_client.parser import text_string_to_metric_families

import ehr
from contract import validator
from service import BINARY, PACKAGE, Service, run


def metrics(service, **fields):
    """The samples by name and labels."""
    answer = service.get("/metrics", **fields)
    assert (answer.status, answer.field("Content-Type")) == (200, "text/plain; version=0.0.4; charset=utf-8")
    samples = {}
    for family in text_string_to_metric_families(answer.text):
        assert family.type in ("counter", "gauge", "histogram") and family.documentation
        for sample in family.samples:
            key = (sample.name, frozenset(sample.labels.items()))
            assert key not in samples
            samples[key] = sample.value
    return samples


def value(samples, name, **labels):
    return samples.get((name, frozenset(labels.items())))


@pytest.fixture
def fresh(elsewhere):
    running = Service(directory=elsewhere)
    yield running
    assert running.stop() == 0


# Metrics.


def test_requests_are_counted_by_route_method_and_status(fresh, case_7):
    for path in ("/trials/bolero-2", "/trials/maintain", "/trials/nothing", "/nothing"):
        fresh.get(path)
    fresh.recommend(case_7)
    fresh.recommend("{")
    fresh.request("BREW", "/")
    samples = metrics(fresh)

    def count(route, method, status):
        return value(samples, "nextline_http_requests_total", route=route, method=method, status=str(status))

    assert count("/trials/{id}", "GET", 200) == 2
    assert count("/trials/{id}", "GET", 404) == 1
    assert count("", "GET", 404) == 1
    assert count("/recommend", "POST", 200) == 1
    assert count("/recommend", "POST", 400) == 1
    assert count("", "", 501) == 1
    assert value(samples, "nextline_http_request_duration_seconds_count", route="/recommend") == 2
    assert value(samples, "nextline_http_request_duration_seconds_bucket", route="/recommend", le="+Inf") == 2
    assert 0 < value(samples, "nextline_http_request_duration_seconds_sum", route="/recommend") < 5
    assert value(samples, "nextline_http_connections") >= 1
    assert value(samples, "nextline_http_connections_limit") == 10_000
    assert value(samples, "nextline_http_connections_accepted_total") >= 7
    assert value(samples, "nextline_http_requests_in_flight") == 1


def test_verdicts_are_counted_by_regimen_and_the_way_the_case_came(fresh, case_7):
    answer = fresh.recommend(case_7).json()
    lines = (json.dumps(case_7) + "\n") * 3 + "{\n"
    fresh.request("POST", "/recommend/batch?detail=verdicts", lines.encode(), Content_Type="application/x-ndjson")
    fresh.recommend({"disease": "gout"})
    ehr.call(fresh, "case-7-record")
    samples = metrics(fresh)
    assert value(samples, "nextline_evaluations_total", disease="breast-cancer", via="recommend") == 1
    assert value(samples, "nextline_evaluations_total", disease="breast-cancer", via="batch") == 3
    assert value(samples, "nextline_evaluations_total", disease="breast-cancer", via="cds") == 1
    for option in answer["options"]:
        assert value(samples, "nextline_verdicts_total", regimen=option["regimen"]["id"], verdict=option["verdict"]) == 5
    total = sum(count for (name, _), count in samples.items() if name == "nextline_verdicts_total")
    assert total == 5 * len(answer["options"])


def test_the_process_and_the_knowledge_are_described(fresh):
    samples = metrics(fresh)
    served = fresh.get("/knowledge").json()
    assert value(
        samples, "nextline_knowledge_info", version=served["version"], digest=served["digest"],
        evidence_through=served["evidenceThrough"]) == 1
    assert abs(value(samples, "nextline_knowledge_loaded_timestamp_seconds") - time.time()) < 60
    assert time.gmtime(value(samples, "nextline_knowledge_evidence_timestamp_seconds"))[:3] == tuple(
        map(int, served["evidenceThrough"].split("-")))
    assert value(samples, "nextline_build_info", version=re.search(r"[\d.]+", run("--version", directory=PACKAGE).stdout.decode())[0]) == 1
    assert 1 << 20 < value(samples, "process_resident_memory_bytes") < 1 << 30
    assert value(samples, "process_virtual_memory_bytes") > value(samples, "process_resident_memory_bytes")
    assert 5 < value(samples, "process_open_fds") < 100 < value(samples, "process_max_fds")
    assert value(samples, "process_cpu_seconds_total") > 0
    assert abs(value(samples, "process_start_time_seconds") - time.time()) < 120


def test_metrics_hold_nothing_of_a_case_or_a_path(fresh, case_7):
    marker = "zqxmarker"
    fresh.get(f"/{marker}")
    fresh.get(f"/trials/{marker}")
    fresh.recommend(case_7 | {"medications": [{"name": marker}]})
    fresh.recommend({"disease": marker})
    assert marker not in fresh.get("/metrics").text


# The access log.


@pytest.fixture
def logged(elsewhere, tmp_path):
    path = tmp_path / "access.log"
    with open(path, "wb") as log:
        running = Service("--access-log", directory=elsewhere, stdout=log)
        yield running, lambda: [json.loads(line) for line in path.read_text().splitlines()]
        running.stop()


def test_a_line_names_request_route_and_trace(logged, case_7):
    service, lines = logged
    trace, span = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
    first = service.get("/trials/bolero-2", {"lang": "ru"}, traceparent=f"00-{trace}-{span}-01", X_Request_Id="proxy-17")
    second = service.recommend(case_7, X_Request_Id="not a plain\tname")
    third = service.get("/patients/Ivanova")
    assert first.field("X-Request-Id") == "proxy-17"
    assert second.field("X-Request-Id") != third.field("X-Request-Id")
    assert service.stop() == 0
    one, two, three = lines()
    assert (one["requestId"], one["traceId"], one["parentId"]) == ("proxy-17", trace, span)
    assert (one["route"], one["path"], one["status"], one["level"]) == ("/trials/{id}", "/trials/bolero-2", 200, "info")
    assert one["bytes"] == len(first.body) and one["microseconds"] >= 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", one["time"])
    assert two["requestId"] == second.field("X-Request-Id") and "traceId" not in two
    assert (three["status"], three["level"]) == (404, "warning")
    # What stands in a path that leads nowhere may be anything.
    assert "path" not in three and "route" not in three and "Ivanova" not in json.dumps(three)


def test_lines_below_the_level_are_left_out(elsewhere, tmp_path):
    path = tmp_path / "access.log"
    with open(path, "wb") as log:
        running = Service("--access-log", "--log-level", "warning", directory=elsewhere, stdout=log)
        running.get("/trials")
        running.get("/nothing")
        assert running.stop() == 0
    assert [json.loads(line)["status"] for line in path.read_text().splitlines()] == [404]
    result = run("serve", "--log-level", "loud", directory=elsewhere)
    assert result.returncode == 2 and b"info, warning, error" in result.stderr


# Editions of the knowledge.


def edit(knowledge, version, caution="edited"):
    """Makes another edition of a copy: its version, and a text."""
    manifest = knowledge / "knowledge.json"
    manifest.write_text(re.sub(r'"version": *"[^"]*"', f'"version": "{version}"', manifest.read_text()))


def spoil(knowledge):
    """A mistake with a name: an unknown drug in a regimen."""
    path = knowledge / "regimens" / "everolimus-exemestane.json"
    path.write_text(path.read_text().replace('"exemestane"', '"exemestan"', 1))


def test_a_new_edition_is_served_after_a_reload_and_the_old_to_those_who_ask(elsewhere, knowledge, case_7):
    running = Service("--knowledge", str(knowledge), directory=elsewhere)
    before = running.get("/knowledge").json()
    assert list(validator("#/components/schemas/Editions").iter_errors(before)) == []
    old = running.recommend(case_7).body
    edit(knowledge, "9.9.9")
    answer = running.request("POST", "/admin/reload", b"")
    assert answer.status == 200
    assert list(validator("#/components/schemas/Reload").iter_errors(answer.json())) == []
    assert answer.json()["changed"] and answer.json()["previous"]["digest"] == before["digest"]
    after = running.get("/knowledge").json()
    assert after["version"] == "9.9.9" == answer.json()["knowledgeBase"]["version"]
    assert [edition["digest"] for edition in after["editions"]] == [after["digest"], before["digest"]]
    assert after["changes"] == [{"kind": "knowledge", "id": "knowledge", "change": "changed"}] and "changes" not in before
    assert list(validator("#/components/schemas/Editions").iter_errors(after)) == []
    assert running.recommend(case_7).json()["knowledgeBase"]["version"] == "9.9.9"
    for name in (before["version"], before["digest"]):
        assert running.recommend(case_7 | {"context": {"knowledge": name}}).body == old
    unknown = running.recommend(case_7 | {"context": {"knowledge": "9.9.8"}})
    assert unknown.status == 422
    assert unknown.json()["errors"] == [{
        "pointer": "/context/knowledge", "suggestion": "9.9.9",
        "detail": f"no edition `9.9.8` of the knowledge is held: 9.9.9, {before['version']}, or one by its digest"}]
    samples = metrics(running)
    assert value(samples, "nextline_knowledge_reloads_total", result="accepted") == 1
    assert running.stop() == 0


def test_an_edition_with_an_error_is_refused_and_traffic_never_notices(elsewhere, knowledge, case_7):
    running = Service("--knowledge", str(knowledge), directory=elsewhere)
    expected = running.recommend(case_7).body
    stopped, wrong = threading.Event(), []

    def ask():
        while not stopped.is_set():
            answer = running.recommend(case_7)
            if (answer.status, answer.body) != (200, expected):
                wrong.append(answer.status)

    clients = [threading.Thread(target=ask) for _ in range(4)]
    for client in clients:
        client.start()
    spoil(knowledge)
    for _ in range(3):
        answer = running.request("POST", "/admin/reload", b"")
        assert (answer.status, answer.media_type) == (409, "application/problem+json")
        error = next(error for error in answer.json()["errors"] if error.get("suggestion") == "exemestane")
        assert error["file"] == "regimens/everolimus-exemestane.json" and error["pointer"].startswith("/drugs")
        assert str(knowledge) not in answer.text
    stopped.set()
    for client in clients:
        client.join()
    assert wrong == []
    assert value(metrics(running), "nextline_knowledge_reloads_total", result="refused") == 3
    running.wait_for_line("the old one serves on")
    assert running.stop() == 0


def test_a_directory_that_is_gone_is_refused_without_its_name(elsewhere, knowledge):
    running = Service("--knowledge", str(knowledge), directory=elsewhere)
    knowledge.rename(knowledge.parent / "Elsewhere")
    answer = running.request("POST", "/admin/reload", b"")
    assert answer.status == 409 and str(knowledge) not in answer.text
    assert running.get("/readyz").status == 200
    assert running.stop() == 0


def test_an_earlier_edition_given_at_the_start_can_be_asked_for(elsewhere, knowledge, case_7):
    edit(knowledge, "0.1.0")
    running = Service("--edition", str(knowledge), directory=elsewhere)
    assert [edition["version"] for edition in running.get("/knowledge").json()["editions"]][1] == "0.1.0"
    asked = case_7 | {"context": {"knowledge": "0.1.0"}}
    assert running.recommend(asked).json()["knowledgeBase"]["version"] == "0.1.0"
    line = json.dumps(asked).encode()
    answer = running.request("POST", "/recommend/batch?detail=verdicts", line, Content_Type="application/x-ndjson")
    assert json.loads(answer.body)["knowledgeBase"]["version"] == "0.1.0"
    assert running.stop() == 0


def test_only_what_is_signed_off_is_served(elsewhere, knowledge, tmp_path):
    digest = re.search(r"digest (\w+)", run("check", str(knowledge), directory=elsewhere).stdout.decode())[1]
    signed = tmp_path / "signed-off"
    signed.write_text(f"{digest} 2026-11-21 tumour board\n")
    options = ("--knowledge", str(knowledge), "--signed-off", str(signed))
    running = Service(*options, directory=elsewhere)
    edit(knowledge, "9.9.9")
    refused = running.request("POST", "/admin/reload", b"")
    assert refused.status == 409
    new = re.search(r"the digest (\w{64}) is not among those signed off", refused.json()["errors"][0]["detail"])[1]
    assert run("serve", "--port", "0", *options, directory=elsewhere).returncode == 1
    signed.write_text(signed.read_text() + f"{new} 2026-11-22 tumour board\n")
    assert running.request("POST", "/admin/reload", b"").status == 200
    assert running.get("/knowledge").json()["version"] == "9.9.9"
    assert running.stop() == 0


def test_operations_take_their_scopes(elsewhere, tmp_path):
    import hashlib

    clients = [
        {"id": scope, "sha256": hashlib.sha256(scope.encode()).hexdigest(), "scopes": [scope]}
        for scope in ("read", "recommend", "metrics", "admin")]
    tokens = tmp_path / "tokens.json"
    tokens.write_text(json.dumps({"clients": clients}))
    running = Service("--token-file", str(tokens), directory=elsewhere)
    allowed = {
        ("GET", "/metrics"): {"metrics", "admin"}, ("POST", "/admin/reload"): {"admin"}, ("GET", "/knowledge"): {"read"},
        ("POST", "/recommend/batch"): {"recommend"}}
    for (method, path), scopes in allowed.items():
        body = b"" if method == "POST" else None
        assert running.request(method, path, body, Content_Type="application/x-ndjson").status == 401
        for client in clients:
            answer = running.request(
                method, path, body, Content_Type="application/x-ndjson", Authorization=f"Bearer {client['id']}")
            assert answer.status == (200 if client["id"] in scopes else 403), (path, client["id"])
    assert running.stop() == 0


# The health check.


def test_the_binary_tells_whether_a_service_is_ready(elsewhere, tmp_path):
    running = Service(directory=elsewhere)
    port = ("--port", str(running.port))
    assert run("healthcheck", *port, directory=elsewhere).returncode == 0
    assert run("healthcheck", "--host", "0.0.0.0", *port, directory=elsewhere).returncode == 0
    assert running.stop() == 0
    stopped = run("healthcheck", *port, directory=elsewhere)
    assert stopped.returncode == 1 and b"does not answer" in stopped.stderr
    path = tmp_path / "socket"
    other = Service("--unix", str(path), directory=elsewhere)
    assert run("healthcheck", "--unix", str(path), directory=elsewhere).returncode == 0
    assert other.stop() == 0


def test_a_service_that_is_stopping_is_not_ready(elsewhere):
    running = Service(directory=elsewhere)
    from wire import Wire, get

    wire = Wire(running)
    wire.send(b"POST /recommend HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n")
    time.sleep(0.2)
    assert run("healthcheck", "--port", str(running.port), directory=elsewhere).returncode == 0
    running.signal(15)
    time.sleep(0.2)
    assert run("healthcheck", "--port", str(running.port), directory=elsewhere).returncode == 1
    wire.socket.close()
    assert running.stop() == 0
