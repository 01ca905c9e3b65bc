"""The decision log: what was answered is kept, whatever happens, and can be decided again."""

import json
import os
import random
import signal
import stat
import threading
import time
import uuid

import ehr
import pytest

from process import wait_until
from service import PACKAGE, Service, run


def records(path):
    return [json.loads(line) for line in path.read_bytes().split(b"\n") if line]


@pytest.fixture
def log(tmp_path):
    return tmp_path / "decisions.jsonl"


@pytest.fixture
def logging(log, elsewhere):
    running = Service("--decision-log", str(log), directory=elsewhere)
    yield running
    assert running.stop() == 0


def test_every_answer_is_in_the_log_before_it_goes_out(logging, log, case_7):
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    answer = logging.recommend(case_7)
    (record,) = records(log)
    assert answer.status == 200 and record["id"] == answer.field("NextLine-Decision")
    assert record["case"] == case_7
    assert record["knowledgeBase"]["digest"] == answer.json()["knowledgeBase"]["digest"]
    assert record["asOf"] == answer.json()["context"]["asOf"]
    assert [(option["regimen"], option["verdict"]) for option in record["options"]] == [
        (option["regimen"]["id"], option["verdict"]) for option in answer.json()["options"]]
    for option, logged in zip(answer.json()["options"], record["options"]):
        assert logged["because"] == [[c["id"], c["result"]] for c in option["criteria"] if c.get("decisive")]


def test_what_is_no_answer_to_a_case_is_not_logged(logging, log):
    logging.get("/trials")
    assert logging.recommend(b"{").status == 400
    assert logging.recommend({"disease": "gout"}).status == 422
    assert records(log) == []


def test_what_cannot_be_logged_is_not_answered(elsewhere, case_7_bytes):
    running = Service("--decision-log", "/dev/full", "--log-flush", "never", directory=elsewhere)
    try:
        answer = running.recommend(case_7_bytes)
        assert answer.status == 503 and "options" not in answer.text and "/dev/full" not in answer.text
        running.wait_for_line("`/dev/full` cannot be written")
        line = running.request("POST", "/recommend/batch", case_7_bytes, Content_Type="application/x-ndjson").json()
        assert (line["status"], line["line"]) == (503, 1)
        assert 'nextline_log_failures_total{log="decisions"} 2\n' in running.get("/metrics").text
        assert running.get("/trials").status == 200
    finally:
        assert running.stop() == 0


def test_a_torn_last_line_is_repaired_on_start(log, elsewhere, case_7_bytes):
    log.write_bytes(b'{"id":"whole"}\n{"id":"to')
    running = Service("--decision-log", str(log), directory=elsewhere)
    try:
        running.wait_for_line("ended in the middle of a line: 9 bytes")
        assert running.recommend(case_7_bytes).status == 200
    finally:
        assert running.stop() == 0
    assert [record["id"] for record in records(log)][0] == "whole" and len(records(log)) == 2


def test_two_services_do_not_share_a_log(logging, log, tmp_path):
    result = run("serve", "--port", "0", "--decision-log", str(log), directory=tmp_path)
    assert result.returncode == 1 and b"another process writes to it" in result.stderr


def test_sigusr1_begins_a_new_log_and_loses_nothing(logging, log, case_7_bytes):
    acknowledged = []
    for _ in range(3):
        acknowledged += [logging.recommend(case_7_bytes).field("NextLine-Decision") for _ in range(5)]
        before = len(logging.lines)
        logging.signal(signal.SIGUSR1)
        logging.wait_for_line("begins anew", after=before)
    files = sorted(log.parent.glob("decisions.jsonl*"))
    assert len(files) == 4
    assert {record["id"] for file in files for record in records(file)} == set(acknowledged)


def test_a_log_of_the_length_allowed_is_followed_by_another(log, elsewhere, case_7_bytes):
    running = Service("--decision-log", str(log), "--log-max-bytes", "30000", directory=elsewhere)
    try:
        acknowledged = {running.recommend(case_7_bytes).field("NextLine-Decision") for _ in range(20)}
    finally:
        assert running.stop() == 0
    files = list(log.parent.glob("decisions.jsonl*"))
    assert len(files) > 1 and all(file.stat().st_size <= 30_000 for file in files)
    assert {record["id"] for file in files for record in records(file)} == acknowledged


def test_no_acknowledged_decision_is_lost_when_the_service_is_killed(log, elsewhere, case_7_bytes):
    """kill -9 at random times, with several clients asking; the log goes on where it was."""
    chance = random.Random(7)
    acknowledged, lock = set(), threading.Lock()
    rounds = 40 if os.environ.get("NEXTLINE_LONG") else 8
    for _ in range(rounds):
        running = Service("--decision-log", str(log), directory=elsewhere)
        ended = threading.Event()

        def ask():
            while not ended.is_set():
                try:
                    answer = running.recommend(case_7_bytes)
                except OSError:
                    return
                except Exception:  # an answer that was cut off is not acknowledged
                    return
                if answer.status == 200:
                    with lock:
                        acknowledged.add(answer.field("NextLine-Decision"))

        clients = [threading.Thread(target=ask) for _ in range(4)]
        for client in clients:
            client.start()
        time.sleep(chance.uniform(0.05, 0.5))
        running.process.kill()
        ended.set()
        for client in clients:
            client.join(30)
        running.process.wait(20)
    # The last torn line is cut off by the next start.
    assert Service("--decision-log", str(log), directory=elsewhere).stop() == 0
    logged = [record["id"] for record in records(log)]
    assert len(logged) == len(set(logged))
    assert len(acknowledged) >= rounds and acknowledged <= set(logged)


# Replay.


def replay(log, directory, *options):
    result = run("replay", str(log), *options, directory=directory)
    return result.returncode, result.stdout.decode(), result.stderr.decode()


def test_the_same_knowledge_decides_the_same(logging, log, tmp_path):
    cases = logging.entries("/cases")
    for case in random.Random(3).sample(cases, 40):
        assert logging.recommend(logging.get(f"/cases/{case['id']}/input").body).status == 200
    code, output, errors = replay(log, tmp_path)
    assert (code, errors) == (0, "") and "40 decisions: 40 unchanged, 0 would change" in output


def test_records_are_decided_again_as_they_were_asked(logging, log, tmp_path):
    for path in sorted((PACKAGE / "Resources/bundles").glob("*.json")):
        entry = json.loads(path.read_bytes())
        query = {"jurisdiction": "RU"} | ({"asOf": entry["asOf"]} if "asOf" in entry else {})
        answer = logging.recommend(json.dumps(entry["bundle"]), query, Content_Type="application/fhir+json")
        assert answer.status == 200, answer.text
    code, output, errors = replay(log, tmp_path)
    assert (code, errors) == (0, "") and "5 unchanged, 0 would change" in output


def test_calls_of_hooks_are_kept_without_the_key_to_the_hospital_and_decided_again(logging, log, tmp_path):
    for number, path in enumerate(ehr.RECORDS, 1):
        answer = ehr.call(logging, path.stem)
        assert answer.status == 200 and len(records(log)) == number
        record = records(log)[-1]
        assert record["id"] == answer.field("NextLine-Decision")
        assert record["call"]["service"] == "nextline-next-line" and record["call"]["disease"]
        assert record["case"] == {name: value for name, value in ehr.body(logging, path.stem).items() if name != "fhirAuthorization"}
        assert record["asOf"] == ehr.record(path.stem)["asOf"]
    ehr.call(logging, "case-7-record", "order-select", ["ribociclib", "fulvestrant"])
    assert records(log)[-1]["call"]["service"] == "nextline-order-check"
    assert b"planted-token" not in log.read_bytes()
    code, output, errors = replay(log, tmp_path)
    assert (code, errors) == (0, ""), output
    assert f"{number + 1} unchanged, 0 would change" in output


def test_a_call_of_a_hook_that_cannot_be_logged_is_not_answered(elsewhere):
    running = Service("--decision-log", "/dev/full", "--log-flush", "never", directory=elsewhere)
    try:
        answer = ehr.call(running, "case-7-record")
        assert answer.status == 503 and "cards" not in answer.text
    finally:
        assert running.stop() == 0


# Feedback.


def report(card, moment="2026-01-31T12:00:00Z"):
    return {"card": card, "outcome": "overridden", "outcomeTimestamp": moment,
            "overrideReason": {"reason": {"system": "https://ehr.example/reasons", "code": "own"}, "userComment": "in words"}}


def tell(service, *reports):
    return ehr.send(service, {"feedback": reports}, "/cds-services/nextline-next-line/feedback")


def test_feedback_is_kept_counts_once_and_survives_a_kill(tmp_path, elsewhere):
    path = tmp_path / "feedback.jsonl"
    cards = [str(uuid.uuid4()) for _ in range(40)]
    for round in range(4):
        running = Service("--feedback-log", str(path), directory=elsewhere)
        for card in cards[:10 * (round + 1)]:
            assert tell(running, report(card)).status == 200
        counts = running.get("/cds-services/nextline-next-line/feedback").json()
        assert (counts["overridden"], counts["duplicates"]) == (10 * (round + 1), 10 * round)
        running.process.kill()
        running.process.wait(20)
    with path.open("ab") as file:
        file.write(b'{"torn')
    running = Service("--feedback-log", str(path), directory=elsewhere)
    running.wait_for_line("ended in the middle of a line: 6 bytes")
    before = len(running.lines)
    running.signal(signal.SIGUSR1)
    running.wait_for_line("begins anew", after=before)
    assert tell(running, report(cards[0], "2026-02-01T12:00:00Z")).status == 200
    assert running.stop() == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    (old,) = tmp_path.glob("feedback.jsonl.*")
    assert [record["card"] for record in records(old)] == cards and len(records(path)) == 1
    assert records(path)[0]["overrideReason"]["userComment"] == "in words"


def test_feedback_that_cannot_be_kept_is_not_taken(elsewhere):
    running = Service("--feedback-log", "/dev/full", "--log-flush", "never", directory=elsewhere)
    try:
        assert tell(running, report(str(uuid.uuid4()))).status == 503
        assert 'nextline_log_failures_total{log="feedback"} 1\n' in running.get("/metrics").text
        assert running.get("/cds-services/nextline-next-line/feedback").json()["total"] == 0
    finally:
        assert running.stop() == 0


def test_other_knowledge_says_what_it_would_change_and_why(logging, log, knowledge, tmp_path, case_7):
    assert logging.recommend(case_7).status == 200
    path = knowledge / "knowledge" / "regimens" / "everolimus-exemestane.json"
    if not path.exists():
        (path,) = knowledge.rglob("regimens/everolimus-exemestane.json")
    regimen = json.loads(path.read_text())
    regimen["criteria"].append({
        "id": "younger-than-60", "kind": "restriction", "ifNotMet": "not-recommended", "essential": True,
        "text": {"en": "Younger than 60 years", "ru": "Моложе 60 лет"}, "sources": regimen["criteria"][0]["sources"],
        "condition": {"finding": {"id": "age", "atMost": {"value": 59, "unit": "a"}}}})
    path.write_text(json.dumps(regimen, ensure_ascii=False))
    code, output, errors = replay(log, tmp_path, "--knowledge", str(path.parent.parent))
    assert code == 1, errors
    assert "everolimus-exemestane: recommended -> not-recommended" in output
    assert "now younger-than-60 not-met: Younger than 60 years" in output
    assert "1 decision: 0 unchanged, 1 would change, 0 no longer valid" in output
    code, output, _ = replay(log, tmp_path, "--knowledge", str(path.parent.parent), "--lang", "ru")
    assert "now younger-than-60 not-met: Моложе 60 лет" in output


def test_what_is_no_decision_is_said_with_its_line(log, tmp_path):
    log.write_bytes(b'{"id":"a"}\nnot json\n{"id":"torn')
    code, output, errors = replay(log, tmp_path)
    assert code == 1
    assert f"{log}:1: is no decision" in errors and f"{log}:2: is no decision" in errors and f"{log}:3: the last line is torn" in errors
    code, _, errors = replay(tmp_path / "none.jsonl", tmp_path)
    assert code == 1 and "none.jsonl" in errors
    assert run("replay", directory=tmp_path).returncode == 2
