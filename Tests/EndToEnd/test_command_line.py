"""The commands, their exit codes and messages, and signals."""

import http.client
import json
import re
import signal
import socket
import subprocess
import time

import pytest

from service import BINARY, ENVIRONMENT, Service, run

MESSAGE = re.compile(r"^(?P<file>[^:]+):(?P<pointer>(/[^:]*)?): (?P<message>.+?) \(.*:(?P<line>\d+):(?P<column>\d+)\)$")


@pytest.fixture
def case_file(tmp_path, case_7_bytes):
    path = tmp_path / "case-7.json"
    path.write_bytes(case_7_bytes)
    return path


def test_help_names_every_command(tmp_path):
    result = run("--help", directory=tmp_path)
    assert (result.returncode, result.stderr) == (0, b"")
    for word in ("serve", "check", "recommend", "--port", "--knowledge", "--cors-origin", "NEXTLINE_PORT", "not a medical device"):
        assert word in result.stdout.decode()


def test_version(tmp_path):
    result = run("--version", directory=tmp_path)
    assert result.returncode == 0 and re.fullmatch(r"nextline \d+\.\d+\.\d+\n", result.stdout.decode())


@pytest.mark.parametrize("arguments, words", (
    (("--prot", "80"), "did you mean `--port`"), (("serve", "--port"), "needs a value"), (("serve", "--port", "x"), "0 to 65535"),
    (("serve", "--port", "70000"), "0 to 65535"), (("chek",), "did you mean `check`"), (("serve", "extra"), "unexpected `extra`"),
    (("check", "--port", "1"), "`--port`"), (("recommend", "--lang", "de", "/dev/null"), ""), (("-x",), "unknown option `-x`"),
))
def test_wrong_arguments_end_with_2(tmp_path, arguments, words):
    result = run(*arguments, directory=tmp_path)
    assert result.returncode == 2, result
    assert result.stdout == b"" and words in result.stderr.decode()


def test_missing_file_ends_with_1(tmp_path):
    for arguments in (("recommend", "no-such-file"), ("check", "no-such-directory"), ("serve", "--knowledge", "no-such-directory")):
        result = run(*arguments, directory=tmp_path)
        assert result.returncode == 1 and b"no-such" in result.stderr and result.stdout == b""


def test_what_is_not_understood_of_a_record_is_told_with_its_places(tmp_path):
    patient = {"reference": "Patient/p"}
    entries = [{}, {"resource": 3}, *({"resource": resource} for resource in (
        {"resourceType": "Patient", "id": "p"}, {"resourceType": "AllergyIntolerance", "id": "x", "patient": patient},
        {"resourceType": "Condition", "id": "c", "clinicalStatus": {"coding": [{"code": "active"}]}, "subject": patient,
         "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "C90.0"}]}}))]
    question = {"record": {"resourceType": "Bundle", "entry": entries}, "context": {"asOf": "2026-01-01"}}
    path = tmp_path / "record.json"
    path.write_text(json.dumps(question))
    result = run("recommend", str(path), directory=tmp_path)
    assert result.returncode == 0, result.stderr.decode()
    assert result.stdout.decode().split("\nNot understood\n")[1].split("\n\n")[0].splitlines() == [
        "  • entry without a resource: is no FHIR resource", "  • number: is no FHIR resource",
        "  • AllergyIntolerance: resources of this type are not read (AllergyIntolerance/x)"]
    assert "Prior therapy by the record" not in result.stdout.decode()


def test_knowledge_beside_the_binary_is_good(tmp_path):
    result = run("check", directory=tmp_path)
    assert result.returncode == 0, result.stderr.decode()
    assert result.stderr == b""
    assert re.search(r"\d+ worked cases run, 0 errors", result.stdout.decode())


def test_copy_of_the_knowledge_is_good(knowledge):
    result = run("check", str(knowledge), directory=knowledge.parent)
    assert result.returncode == 0, result.stderr.decode()


def edit(path, change):
    document = json.loads(path.read_text())
    change(document)
    path.write_text(json.dumps(document, ensure_ascii=False, indent=2))


def break_reference(document):
    document["criteria"][0]["sources"] = [{"id": "baselga2013"}]


def break_member(document):
    document["colour"] = "green"


def break_text(document):
    del document["name"]["ru"]


@pytest.mark.parametrize("change, pointer, words", (
    (break_reference, "/criteria/0/sources/0/id", "baselga2012"), (break_member, "/colour", "colour"), (break_text, "/name/ru", "missing"),
))
def test_mistake_in_the_knowledge_is_named_with_its_place(knowledge, change, pointer, words):
    edit(knowledge / "regimens/everolimus-exemestane.json", change)
    result = run("check", str(knowledge), directory=knowledge.parent)
    assert result.returncode == 1
    lines = result.stderr.decode().splitlines()
    places = [match for line in lines if (match := MESSAGE.match(line))]
    assert places, lines
    found = [match for match in places if match["file"].endswith("regimens/everolimus-exemestane.json") and match["pointer"].startswith(pointer)]
    assert found and any(words in match["message"] for match in found), lines
    assert int(found[0]["line"]) > 1


def test_malformed_knowledge_is_named_with_its_place(knowledge):
    path = knowledge / "drugs/everolimus.json"
    path.write_text(path.read_text().replace('"id"', '"id', 1))
    result = run("check", str(knowledge), directory=knowledge.parent)
    assert result.returncode == 1
    assert any((match := MESSAGE.match(line)) and match["file"].endswith("drugs/everolimus.json") for line in result.stderr.decode().splitlines())


def test_all_mistakes_are_named_at_once(knowledge):
    edit(knowledge / "regimens/everolimus-exemestane.json", break_member)
    edit(knowledge / "regimens/olaparib.json", break_text)
    errors = run("check", str(knowledge), directory=knowledge.parent).stderr.decode()
    assert "everolimus-exemestane.json" in errors and "olaparib.json" in errors


def test_worked_case_that_fails_is_an_error(knowledge):
    def expect_otherwise(document):
        document["expect"][0]["verdict"] = "contraindicated"
    edit(knowledge / "cases/case-7.json", expect_otherwise)
    result = run("check", str(knowledge), directory=knowledge.parent)
    assert result.returncode == 1 and b"cases/case-7.json" in result.stderr


def test_recommend_reads_a_file_or_standard_input(case_file, case_7_bytes):
    of_file = run("recommend", str(case_file), directory=case_file.parent)
    of_input = run("recommend", "-", directory=case_file.parent, stdin=case_7_bytes)
    assert of_file.returncode == of_input.returncode == 0, of_file.stderr
    assert of_file.stdout == of_input.stdout
    text = of_file.stdout.decode()
    assert text.index("1. Everolimus + exemestane") < text.index("2. Everolimus + fulvestrant")
    assert "not a medical device" in text


@pytest.mark.parametrize("language", ("en", "ru"))
@pytest.mark.parametrize("detail", ("full", "decisive", "summary"))
def test_recommend_json_is_the_answer_over_http(service, case_file, language, detail):
    result = run("recommend", str(case_file), "--json", "--lang", language, "--detail", detail, directory=case_file.parent)
    assert result.returncode == 0
    answer = service.recommend(case_file.read_bytes(), {"lang": language, "detail": detail}).json()
    assert json.loads(result.stdout) == answer
    assert list(json.loads(result.stdout)) == list(answer)


def test_recommend_in_russian(case_file):
    text = run("recommend", str(case_file), "--lang", "ru", directory=case_file.parent).stdout.decode()
    assert "1. Эверолимус + эксеместан" in text and "Рекомендуется" in text and "not a medical device" not in text


def test_recommend_refuses_a_bad_case_with_places(tmp_path):
    result = run("recommend", "-", directory=tmp_path, stdin=b'{"disease":"breast-cancer","findings":{"visceralCrysis":true,"age":"63"}}')
    assert result.returncode == 1 and result.stdout == b""
    errors = result.stderr.decode()
    assert "/findings/visceralCrysis" in errors and "`visceralCrisis`" in errors and "/findings/age" in errors


def test_option_from_the_environment(tmp_path):
    result = run("serve", directory=tmp_path, environment={"NEXTLINE_PORT": "x"}.items())
    assert result.returncode == 2 and b"not `x`" in result.stderr


def test_sigterm_finishes_what_is_under_way_and_exits_0(elsewhere, case_7_bytes):
    running = Service(directory=elsewhere)
    with socket.create_connection((running.host, running.port), timeout=20) as connection:
        head = (
            "GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n"
            f"POST /recommend HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: {len(case_7_bytes)}\r\n\r\n")
        connection.sendall(head.encode() + case_7_bytes[:100])
        # The answer to the first request says that what came with it has been read.
        assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")
        running.signal(signal.SIGTERM)
        refused = False
        until = time.monotonic() + 5
        while not refused and time.monotonic() < until:
            try:
                socket.create_connection((running.host, running.port), timeout=5).close()
                time.sleep(0.01)
            except ConnectionRefusedError:
                refused = True
        connection.sendall(case_7_bytes[100:])
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
    assert received.startswith(b"HTTP/1.1 200 ") and received.endswith(b"}")
    assert b"everolimus-exemestane" in received
    assert running.process.wait(20) == 0
    assert refused


def test_sigint_exits_0(elsewhere):
    running = Service(directory=elsewhere)
    running.signal(signal.SIGINT)
    assert running.process.wait(20) == 0


def test_port_in_use_ends_with_1(service, tmp_path):
    result = run("serve", "--port", str(service.port), directory=tmp_path)
    assert result.returncode == 1 and result.stderr


def test_sighup_loads_knowledge_all_or_nothing(knowledge, case_7_bytes):
    running = Service("--knowledge", str(knowledge), directory=knowledge.parent)

    def digest():
        return running.recommend(case_7_bytes, {"detail": "summary"}).json()["knowledgeBase"]["digest"]

    try:
        before, tag = digest(), running.get("/trials").field("ETag")
        regimen = knowledge / "regimens/everolimus-exemestane.json"
        good = regimen.read_text()

        edit(regimen, break_reference)
        seen = len(running.lines)
        running.signal(signal.SIGHUP)
        running.wait_for_line("not reloaded", after=seen)
        assert any("baselga2013" in line for line in running.lines[seen:])
        assert digest() == before and running.get("/trials").field("ETag") == tag

        regimen.write_text(good.replace("once daily after a meal", "once daily after the main meal"))
        seen = len(running.lines)
        running.signal(signal.SIGHUP)
        reloaded = running.wait_for_line(r"reloaded: .*digest (\w+)", after=seen)
        assert digest() == reloaded[1] != before
        assert running.get("/trials").field("ETag") != tag
        assert "main meal" in running.get("/regimens/everolimus-exemestane").text
        assert running.request("GET", "/trials", If_None_Match=tag).status == 200
    finally:
        assert running.stop() == 0


def test_access_log_holds_nothing_of_a_case(elsewhere, case_7_bytes, tmp_path):
    log = tmp_path / "log"
    script = f'exec "$0" serve --port 0 --access-log > {log}'
    process = subprocess.Popen(["sh", "-c", script, BINARY], cwd=elsewhere, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True)
    try:
        port = int(re.search(r":(\d+)$", process.stderr.readline().strip())[1])
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request("POST", "/recommend?lang=ru", case_7_bytes, {"Content-Type": "application/json"})
        assert connection.getresponse().read()
        connection.close()
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert [(line["method"], line["path"], line["status"]) for line in lines] == [("POST", "/recommend", 200)]
    assert "tamoxifen" not in log.read_text() and "lang" not in log.read_text()


def test_readiness_ends_with_draining(elsewhere):
    running = Service(directory=elsewhere)
    with socket.create_connection((running.host, running.port), timeout=10) as client:
        client.sendall(b"GET /readyz HTTP/1.1\r\n")
        assert running.get("/readyz").status == 200
        running.signal(signal.SIGTERM)
        # New connections are refused once draining has begun.
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            try:
                socket.create_connection((running.host, running.port), timeout=1).close()
            except OSError:
                break
        client.sendall(b"Host: a\r\n\r\n")
        answer = client.makefile("rb").read()
    assert answer.startswith(b"HTTP/1.1 503 ") and b"draining" in answer
    assert running.process.wait(20) == 0
