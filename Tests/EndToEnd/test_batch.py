"""Cohorts: `POST /recommend/batch` and `nextline evaluate`."""

import json
import os
import socket
import subprocess
import threading
import time

import pytest

from contract import validator
from process import most_resident_kibibytes, processor_seconds, resident_kibibytes, wait_until
from service import BINARY, ENVIRONMENT, IS_RELEASE, Service, run

LINES = "application/x-ndjson"
NO_CASES = (b"{", b"", b'{"disease":"gout"}', b"[]", b"\xff")


def batch(service, body, query="", **fields):
    fields.setdefault("Content_Type", LINES)
    return service.request("POST", "/recommend/batch" + query, body, **fields)


@pytest.fixture(scope="session")
def cohort(service):
    """The inputs of all worked cases, with lines between them that are no cases."""
    lines = []
    for index, entry in enumerate(service.entries("/cases")):
        lines.append(json.dumps(service.get(f"/cases/{entry['id']}/input").json(), ensure_ascii=False).encode())
        if index % 20 == 0:
            lines += NO_CASES
    return lines


@pytest.mark.parametrize("detail", ("verdicts", "summary"))
def test_a_batch_has_the_answers_of_its_lines_one_by_one(service, cohort, detail):
    answer = batch(service, b"\n".join(cohort), f"?detail={detail}&lang=ru")
    assert (answer.status, answer.media_type, answer.field("Content-Language")) == (200, LINES, "ru")
    answers = answer.body.split(b"\n")
    assert answers.pop() == b"" and len(answers) == len(cohort)
    for number, (line, body) in enumerate(zip(cohort, answers), 1):
        alone = service.recommend(line, {"detail": detail, "lang": "ru"})
        if alone.status == 200:
            assert body == alone.body
        else:
            problem = json.loads(body)
            assert (problem["line"], problem["status"]) == (number, alone.status)
            assert problem.get("errors") == alone.json().get("errors") or line == b""
            assert list(validator("#/components/schemas/LineProblem").iter_errors(problem)) == []


def test_verdicts_are_those_of_a_full_answer(service, cohort):
    check = validator("#/components/schemas/VerdictResponse")
    for line in cohort[:60]:
        full = service.recommend(line)
        if full.status != 200:
            continue
        full = full.json()
        short = service.recommend(line, {"detail": "verdicts"}).json()
        assert list(check.iter_errors(short)) == []
        for verdict, regimens in short["verdicts"].items():
            assert regimens == [option["regimen"]["id"] for option in full["options"] if option["verdict"] == verdict]
        offered = [option for option in full["options"] if option["verdict"] in ("recommended", "alternative", "conditional")]
        assert short["cautions"] == {
            option["regimen"]["id"]: [caution["id"] for caution in option["cautions"]] for option in offered if option["cautions"]}
        assert short["missingInformation"] == [missing["finding"] for missing in full["missingInformation"]]
        for member in ("knowledgeBase", "disease", "context", "notices", "disclaimer"):
            assert short[member] == full[member]
        assert short["nextLine"] == full["assessment"]["nextLine"]


def test_evaluate_writes_what_a_batch_answers(service, cohort, elsewhere):
    body = b"\n".join(cohort) + b"\n"
    result = run("evaluate", directory=elsewhere, stdin=body)
    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout == batch(service, body, "?detail=verdicts").body
    whole = run("evaluate", "--detail", "full", "--lang", "ru", directory=elsewhere, stdin=cohort[0])
    assert whole.stdout == service.recommend(cohort[0], {"lang": "ru"}).body + b"\n"


def test_evaluate_goes_on_from_a_line(cohort, elsewhere):
    body = b"\n".join(cohort)
    whole = run("evaluate", directory=elsewhere, stdin=body).stdout.split(b"\n")
    for line in (2, 50, len(cohort), len(cohort) + 1):
        assert run("evaluate", "--from-line", str(line), directory=elsewhere, stdin=body).stdout.split(b"\n") == whole[line - 1:]


def test_a_bundle_is_a_line_too(service, elsewhere):
    entry = {"resourceType": "Bundle", "type": "collection", "entry": []}
    answer = json.loads(batch(service, json.dumps(entry).encode()).body)
    alone = service.request("POST", "/recommend", json.dumps(entry).encode(), Content_Type="application/fhir+json")
    assert (answer["status"], answer["errors"]) == (alone.status, alone.json()["errors"])


def test_an_empty_cohort_has_an_empty_answer(service, elsewhere):
    assert (batch(service, b"").status, batch(service, b"").body) == (200, b"")
    assert run("evaluate", directory=elsewhere).stdout == b""


def test_a_line_above_the_limit_is_answered_with_a_problem(elsewhere, case_7_bytes):
    running = Service("--max-line", "2000", directory=elsewhere)
    long = b'{"disease":"' + b"x" * 5000 + b'"}'
    line = json.dumps(json.loads(case_7_bytes)).encode()
    first, second, third = batch(running, b"\n".join((line, long, line)), "?detail=verdicts").body.splitlines()
    assert first == third and (json.loads(second)["status"], json.loads(second)["line"]) == (413, 2)
    assert running.stop() == 0


@pytest.mark.parametrize("query, fields, status", (
    ("", {"Content_Type": "application/json"}, 415), ("", {"Content_Type": ""}, 415), ("", {"Accept": "application/json"}, 406),
    ("?detail=all", {}, 400), ("?candidates=x", {}, 400), ("?lang=de", {}, 400)))
def test_a_batch_is_refused_before_it_is_read(service, query, fields, status):
    answer = batch(service, b"{}\n", query, **fields)
    assert (answer.status, answer.media_type) == (status, "application/problem+json")


def test_other_methods_are_not_allowed(service):
    answer = service.get("/recommend/batch")
    assert (answer.status, answer.field("Allow")) == (405, "POST, OPTIONS")


def connect(service, receive_buffer=None):
    wire = socket.socket()
    if receive_buffer:
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    wire.connect((service.host, service.port))
    wire.settimeout(20)
    return wire


def head(*fields):
    lines = ("POST /recommend/batch?detail=verdicts HTTP/1.1", "Host: a", f"Content-Type: {LINES}", *fields, "", "")
    return "\r\n".join(lines).encode()


def chunk(data):
    return b"%x\r\n%s\r\n" % (len(data), data)


def test_answers_come_while_the_body_does(service, case_7_bytes):
    """A client may wait for the answer to a line before it sends the next."""
    line = json.dumps(json.loads(case_7_bytes)).encode() + b"\n"
    with connect(service) as wire:
        wire.sendall(head("Transfer-Encoding: chunked"))
        received = b""
        for count in range(1, 4):
            wire.sendall(chunk(line))
            while received.count(b"everolimus-exemestane\"],") < count:
                piece = wire.recv(65536)
                assert piece
                received += piece
        wire.sendall(b"0\r\n\r\n")
        while not received.endswith(b"0\r\n\r\n"):
            received += wire.recv(65536)


def pour(wire, data, times):
    """Sends until the other side takes no more; the bytes that went."""
    sent = 0
    wire.settimeout(1)
    try:
        for _ in range(times):
            wire.sendall(data)
            sent += len(data)
    except (TimeoutError, BrokenPipeError, ConnectionResetError):
        pass
    return sent


def test_a_client_that_stops_reading_stops_the_work(elsewhere, case_7_bytes):
    running = Service(directory=elsewhere)
    line = json.dumps(json.loads(case_7_bytes)).encode() + b"\n"
    data = line * 1000
    with connect(running, receive_buffer=8192) as wire:
        wire.sendall(head("Content-Length: 1000000000"))
        sent = pour(wire, data, 500)
        assert sent < len(data) * 500
        time.sleep(0.5)
        before = processor_seconds(running.process.pid)
        time.sleep(2)
        assert processor_seconds(running.process.pid) - before < 0.1
        # Others are served meanwhile.
        assert running.recommend(line).status == 200
        assert resident_kibibytes(running.process.pid) < 150_000
    assert running.stop() == 0


def test_a_client_that_goes_away_ends_the_work(elsewhere, case_7_bytes):
    running = Service("--max-batches", "1", directory=elsewhere)
    line = json.dumps(json.loads(case_7_bytes)).encode() + b"\n"
    wire = connect(running)
    wire.sendall(head("Content-Length: 1000000000") + line * 2000)
    assert wire.recv(1)
    second = batch(running, line)
    assert (second.status, second.field("Retry-After")) == (503, "1")
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    wire.close()
    assert wait_until(lambda: batch(running, line, "?detail=verdicts").status == 200, 10) is not None
    assert wait_until(lambda: is_at_rest(running), 20) is not None
    assert running.stop() == 0


def is_at_rest(service):
    before = processor_seconds(service.process.pid)
    time.sleep(0.5)
    return processor_seconds(service.process.pid) - before < 0.05


def test_a_body_that_stops_coming_is_cut_off(elsewhere, case_7_bytes):
    running = Service("--body-timeout", "1", directory=elsewhere)
    line = json.dumps(json.loads(case_7_bytes)).encode() + b"\n"
    with connect(running) as wire:
        wire.sendall(head("Transfer-Encoding: chunked") + chunk(line))
        received = b""
        while piece := wire.recv(65536):
            received += piece
        assert b"everolimus-exemestane" in received and not received.endswith(b"0\r\n\r\n")
    assert running.stop() == 0


def test_stopping_waits_for_a_batch(elsewhere, case_7_bytes):
    running = Service(directory=elsewhere)
    line = json.dumps(json.loads(case_7_bytes)).encode() + b"\n"
    with connect(running) as wire:
        wire.sendall(head("Transfer-Encoding: chunked") + chunk(line))
        received = wire.recv(65536)
        running.signal(15)
        assert wait_until(lambda: not can_connect(running), 5) is not None
        wire.sendall(chunk(line) + b"0\r\n\r\n")
        while piece := wire.recv(65536):
            received += piece
        assert received.endswith(b"0\r\n\r\n") and received.count(b'"disclaimer"') == 2
    assert running.stop() == 0


def can_connect(service):
    try:
        connect(service).close()
    except ConnectionError:
        return False
    return True


def test_evaluate_ends_when_nobody_reads(elsewhere, case_7_bytes):
    line = json.dumps(json.loads(case_7_bytes)).encode() + b"\n"
    process = subprocess.Popen(
        [BINARY, "evaluate"], cwd=elsewhere, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    feeding = threading.Thread(target=feed, args=(process.stdin, line * 1000), daemon=True)
    feeding.start()
    assert process.stdout.readline()
    process.stdout.close()
    assert process.wait(20) == 1
    assert b"nobody reads" in process.stderr.read()


def feed(stream, data):
    try:
        while True:
            stream.write(data)
    except (BrokenPipeError, ValueError):
        pass


def test_evaluate_answers_each_line_when_it_comes(elsewhere, case_7_bytes):
    line = json.dumps(json.loads(case_7_bytes)).encode() + b"\n"
    process = subprocess.Popen(
        [BINARY, "evaluate"], cwd=elsewhere, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    for _ in range(3):
        process.stdin.write(line)
        process.stdin.flush()
        assert b'"recommended":["everolimus-exemestane"]' in process.stdout.readline()
    process.stdin.close()
    assert process.wait(20) == 0


def test_evaluate_takes_as_much_memory_for_many_cases_as_for_few(elsewhere, case_7_bytes):
    line = json.dumps(json.loads(case_7_bytes)).encode() + b"\n"
    process = subprocess.Popen(
        [BINARY, "evaluate"], cwd=elsewhere, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    for _ in range(20):
        process.stdin.write(line * 500)
    process.stdin.flush()
    most = most_resident_kibibytes(process.pid)
    process.stdin.close()
    assert process.wait(60) == 0
    assert not IS_RELEASE or most < 100 << 10


def test_progress_is_told_on_a_terminal(elsewhere, case_7_bytes):
    line = json.dumps(json.loads(case_7_bytes)).encode() + b"\n"
    terminal, theirs = os.openpty()
    process = subprocess.Popen(
        [BINARY, "evaluate"], cwd=elsewhere, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=theirs)
    os.close(theirs)
    process.communicate(line * 50)
    told = b""
    while b"50 cases answered" not in told:
        told += os.read(terminal, 65536)
    os.close(terminal)


def test_each_decision_of_a_batch_is_recorded_and_can_be_replayed(elsewhere, tmp_path, case_7):
    log = tmp_path / "decisions"
    running = Service("--decision-log", str(log), "--log-flush", "never", directory=elsewhere)
    version = running.get("/knowledge").json()["version"]
    cases = [case_7, case_7 | {"context": {"knowledge": version}}, {"disease": "gout"}, case_7 | {"context": {"jurisdiction": "RU"}}]
    answer = batch(running, "\n".join(map(json.dumps, cases)).encode(), "?detail=verdicts")
    assert [json.loads(line).get("status", 200) for line in answer.body.splitlines()] == [200, 200, 422, 200]
    assert running.stop() == 0
    records = [json.loads(line) for line in log.read_text().splitlines()]
    assert sorted(json.dumps(record["case"]) for record in records) == sorted(json.dumps(case) for case in cases if case["disease"] != "gout")
    replayed = run("replay", str(log), directory=elsewhere)
    assert replayed.returncode == 0 and b"3 decisions: 3 unchanged" in replayed.stdout
