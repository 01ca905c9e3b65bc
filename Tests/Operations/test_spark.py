"""The Spark job: it answers as `nextline evaluate` does, counts as plain Python does, and fails when a process does."""

import csv
import itertools
import json
import os
import shutil
import subprocess
import sys
import time
import types
from collections import Counter
from pathlib import Path

import pytest

import cohorts
from service import BINARY, ENVIRONMENT, PACKAGE

pytest.importorskip("pyspark", reason="pyspark is not installed: run.sh installs it when `-m spark` is asked for")
from py4j.protocol import Py4JJavaError  # noqa: E402
from pyspark.errors import AnalysisException, PythonException  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402

pytestmark = pytest.mark.spark

JOB = PACKAGE / "Resources/operations/spark/cohort.py"
KNOWLEDGE = PACKAGE / "Resources"
#: That of the binary.
SHIPPED = Path(BINARY).absolute().parent / "NextLine_Bundle.resources/Resources"
CASES = int(os.environ.get("NEXTLINE_SPARK_CASES", "5000"))
CAN_SYNTHESIZE = "nextline synthesize" in subprocess.run([BINARY, "--help"], capture_output=True, text=True, check=True).stdout
#: Loopback only, no page, little memory, and no effort for code that runs for seconds.
SETTINGS = {
    "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false", "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "512m", "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.sql.shuffle.partitions": str(max(2, CASES // 5000)), "spark.sql.adaptive.coalescePartitions.enabled": "false",
}


def job():
    """The job as a module, without a trace beside it."""
    module = types.ModuleType("cohort")
    module.__file__ = str(JOB)
    exec(compile(JOB.read_text(), JOB, "exec"), module.__dict__)  # noqa: S102: it is ours.
    return module


cohort = job()


@pytest.fixture(scope="session")
def directory(tmp_path_factory):
    """Where Spark keeps what it needs for a while."""
    assert shutil.which("java"), "no java: run.sh installs it"
    return tmp_path_factory.mktemp("spark")


@pytest.fixture(scope="session")
def environment(directory):
    return ENVIRONMENT | {
        "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOCAL_DIRS": str(directory / "local"), "PYSPARK_PYTHON": sys.executable,
        "TMPDIR": str(directory), "PYTHONDONTWRITEBYTECODE": "1"}


@pytest.fixture(scope="session")
def spark(directory, environment):
    before = dict(os.environ)
    os.environ.update(environment)
    builder = SparkSession.builder.master("local[2]").config("spark.sql.warehouse.dir", str(directory / "warehouse"))
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    session.sparkContext.addPyFile(str(JOB))
    sys.modules["cohort"] = cohort
    yield session
    session.stop()
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="session")
def parts(directory):
    """The files of a cohort, each with its answers as `nextline evaluate` gives them."""
    counts = {"worked": CASES - CASES // 2, "synthesized": CASES // 2} if CAN_SYNTHESIZE else {"worked": CASES}
    files = {name: (directory / f"{name}.ndjson", directory / f"{name}.answers") for name in counts}
    cohorts.write(files["worked"][0], cohorts.lines(counts["worked"]))
    if CAN_SYNTHESIZE:
        with files["synthesized"][0].open("wb") as file:
            for disease, count in zip(cohorts.VALUES, (counts["synthesized"] // 2, counts["synthesized"] - counts["synthesized"] // 2)):
                subprocess.run([BINARY, "synthesize", "--disease", disease, "--count", str(count), "--seed", "1"],
                               stdout=file, env=ENVIRONMENT, check=True)
    for path, answers in files.values():
        cohorts.evaluate(path, answers)
    return files


@pytest.fixture(scope="session")
def expected(parts):
    return cohorts.count(itertools.chain.from_iterable(cohorts.pairs(*files) for files in parts.values()))


def table(output, name):
    """The rows of a table by what they count."""
    (path,) = (output / name).glob("part-*.csv")
    with path.open(newline="") as file:
        header, *rows = csv.reader(file)
    assert header[-1] == "cases" and rows == sorted(rows, key=lambda row: [each.encode() for each in row])
    return header, rows


def counted(output):
    """What was counted, in the form of `cohorts.count`."""
    tables = {}
    for name in ("cases", "verdicts", "missing", "subgroups", "recommended"):
        _, rows = table(output, name)
        tables[name] = Counter({tuple(row[:-1]): int(row[-1]) for row in rows})
    tables["cases"] = Counter({(disease, int(status)): count for (disease, status), count in tables["cases"].items()})
    tables["leading"] = +Counter({(disease, finding): int(first) for disease, finding, first in tables["missing"]})
    tables["missing"] = Counter({(disease, finding): count for (disease, finding, _), count in tables["missing"].items()})
    return tables


@pytest.fixture(scope="session", params=(1, 2, 7), ids="{} partitions".format)
def output(request, spark, parts, directory):
    """What the job wrote, with so many partitions."""
    written = directory / f"of-{request.param}"
    begun = time.monotonic()
    cohort.run(spark, str(directory / "*.ndjson"), str(written), BINARY, partitions=request.param)
    print(f"{CASES} cases in {request.param} partitions: {time.monotonic() - begun:.1f} s")
    # A file holds what a partition answered.
    assert abs(len(list((written / "answers").glob("part-*.parquet"))) - request.param) <= (request.param > 1)
    yield written
    shutil.rmtree(written)


def test_what_is_counted_is_what_plain_python_counts(output, expected):
    found = counted(output)
    assert found == expected
    assert sum(found["cases"].values()) == CASES
    assert {disease for disease, status in found["cases"] if status == 200} == set(cohorts.VALUES)


def test_each_line_has_the_answer_that_it_has_without_spark(output, spark, parts):
    answers = spark.read.parquet(str(output / "answers"))
    for path, told in parts.values():
        rows = answers.where(answers.file.endswith(f"/{path.name}")).orderBy("line").select("line", "status", "answer").toLocalIterator()
        for number, (row, (_, answer)) in enumerate(zip(rows, cohorts.pairs(path, told), strict=True), 1):
            assert row.line == number and row.status == answer.get("status", 200)
            assert json.loads(row.answer) == answer


def test_the_edition_is_told(output, parts):
    (path,) = (output / "edition").glob("part-*.txt")
    told = json.loads(path.read_text())
    answers = [answer for files in parts.values() for _, answer in itertools.islice(cohorts.pairs(*files), 40) if "status" not in answer]
    assert {name: told[name] for name in answers[0]["knowledgeBase"]} == answers[0]["knowledgeBase"]
    assert told["firstAsOf"] <= min(each["context"]["asOf"] for each in answers) <= told["lastAsOf"]


@pytest.mark.skipif(not CAN_SYNTHESIZE, reason="this binary has no `nextline synthesize` yet: only worked cases are varied")
def test_every_synthesized_case_is_answered(parts):
    assert [answer for _, answer in cohorts.pairs(*parts["synthesized"]) if "status" in answer] == []


@pytest.fixture
def few(tmp_path):
    path = tmp_path / "few.ndjson"
    cohorts.write(path, cohorts.lines(200))
    return path


def script(path, text):
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize(("text", "complaint"), [
    ("head -n 20 | {binary} evaluate; kill -9 $$", "ended with -9 after 20 answers"),
    ("echo out of luck >&2; exit 3", "ended with 3 after 0 answers: out of luck"),
    ("{binary} \"$@\"; exit 1", "ended with 1 after"),
    ("{binary} \"$@\" | head -n 30", "gave 30 answers to"),
    ("{binary} \"$@\"; echo '{{}}'", "gave more answers than it had cases"),
    ("{binary} \"$@\" | sed 1d; echo '{{}}'", "was answered with the problem of line"),
], ids=["killed", "never begun", "failed at the end", "too few", "too many", "shifted"])
def test_a_process_that_goes_wrong_makes_the_job_fail(spark, few, tmp_path, text, complaint):
    wrong = script(tmp_path / "wrong", text.format(binary=BINARY))
    with pytest.raises((Py4JJavaError, PythonException), match=complaint):
        cohort.run(spark, str(few), str(tmp_path / "output"), wrong, knowledge=str(SHIPPED), partitions=1)
    assert not (tmp_path / "output/answers/_SUCCESS").exists() and not (tmp_path / "output/cases").exists()


def test_answers_of_two_editions_are_not_counted(spark, few, tmp_path):
    other = shutil.copytree(SHIPPED, tmp_path / "other")
    knowledge = json.loads((other / "knowledge.json").read_bytes())
    (other / "knowledge.json").write_text(json.dumps(knowledge | {"version": "1.0.0-other"}, ensure_ascii=False))
    # The first process takes the other edition.
    mixed = script(tmp_path / "mixed", f"if mkdir {tmp_path}/first 2>/dev/null; then k={other}; else k={SHIPPED}; fi\n"
                   f"exec {BINARY} evaluate --knowledge $k")
    with pytest.raises(cohort.Failure, match=r"2 editions of the knowledge: 1\S+ \(\w+\), 1\S+ \(\w+\)"):
        cohort.run(spark, str(few), str(tmp_path / "output"), mixed, knowledge=str(SHIPPED), partitions=2)
    assert {path.name for path in (tmp_path / "output").iterdir()} == {"answers"}


def test_what_is_there_is_not_written_over(spark, few, tmp_path):
    (tmp_path / "output/answers").mkdir(parents=True)
    with pytest.raises(AnalysisException, match="already exists"):
        cohort.run(spark, str(few), str(tmp_path / "output"), BINARY, partitions=1)


def submit(environment, directory, *arguments):
    settings = [each for pair in SETTINGS.items() for each in ("--conf", "=".join(pair))]
    return subprocess.run(
        ["spark-submit", "--master", "local[2]", *settings, *map(str, arguments)],
        cwd=directory, env=environment, capture_output=True, text=True, timeout=120, check=False)


def test_it_is_submitted_with_the_binary_in_an_archive(environment, few, tmp_path):
    program = Path(BINARY).parent
    subprocess.run(["tar", "-czf", tmp_path / "nextline.tar.gz", "-C", program, "nextline", "NextLine_Bundle.resources"], check=True)
    ran = submit(environment, tmp_path, "--archives", "nextline.tar.gz#nextline", JOB, few.name, "answered", "nextline/nextline")
    assert ran.returncode == 0, ran.stderr[-4000:]
    assert ran.stdout.startswith("answered with knowledge 1.")
    cohorts.evaluate(few, tmp_path / "answers")
    assert counted(tmp_path / "answered") == cohorts.count(cohorts.pairs(few, tmp_path / "answers"))


def test_what_is_submitted_with_a_wrong_path_fails(environment, few, tmp_path):
    ran = submit(environment, tmp_path, JOB, few, tmp_path / "output", tmp_path / "absent")
    assert ran.returncode != 0 and f"cannot start `{tmp_path}/absent`: No such file or directory" in ran.stderr
    assert not (tmp_path / "output/answers/_SUCCESS").exists()


@pytest.mark.parametrize("command", [["cat"], ["tac"]], ids=["as it reads", "when it has read all"])
def test_neither_side_waits_for_the_other(command):
    lines = [(b"%d " % number + b"x" * 2000,) for number in range(20_000)]
    answers = [answer.rstrip(b"\n") for _, answer in cohort.answered(command, iter(lines))]
    assert sorted(answers) == sorted(line for line, in lines)


def test_cases_that_cannot_be_read_fail_the_partition():
    def cases():
        yield (b"{}",)
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        list(cohort.answered(["cat"], cases()))


def test_a_process_ends_with_whoever_takes_its_answers(tmp_path):
    program = script(tmp_path / "program", f"echo $$ > {tmp_path}/pid; exec cat")
    taken = cohort.answered([program], itertools.repeat((b"x" * 1000,)))
    next(taken)
    taken.close()
    assert not Path("/proc", (tmp_path / "pid").read_text().strip()).exists()


@pytest.mark.parametrize("blocks", [{("a", 0): (0, 1)}, {("a", 0): (0, 3)}, {("b", 0): (0, 2)}], ids=["grown", "shrunk", "another"])
def test_a_file_that_changes_meanwhile_is_noticed(blocks):
    with pytest.raises(cohort.Failure, match="a has (grown|shrunk) meanwhile"):
        list(cohort.numbered([("a", 0, b"1"), ("a", 0, b"2")], blocks))


@pytest.mark.parametrize(("case", "group"), [
    ({"priorTherapies": [{"drugs": ["letrozole", "abemaciclib"]}]}, "yes"),
    ({"priorTherapies": [{"drugs": ["Верзенио "]}]}, "yes"),
    ({"priorTherapies": [{"drugs": [{"name": "Ibrance"}]}]}, "yes"),
    ({"priorTherapies": [{"regimen": "ribociclib-ai"}]}, "yes"),
    ({"priorTherapies": [{"drugs": [{"name": "dalpiciclib"}]}, {"drugs": ["ribociclib"]}]}, "yes"),
    ({"priorTherapies": [{"drugs": [{"name": "dalpiciclib"}]}]}, "unread"),
    ({"priorTherapies": [{"regimen": "of our own"}]}, "unread"),
    ({"priorTherapies": [{"drugs": ["letrozole"]}]}, "no"),
    ({"priorTherapies": []}, "no"),
    ({"priorTherapies": None}, "unknown"),
    ({}, "unknown"),
    ({"record": {"resourceType": "Bundle"}}, "unread"),
    ({"record": {"resourceType": "Bundle"}, "priorTherapies": []}, "no"),
    ({"resourceType": "Bundle"}, "unread"),
], ids=str)
def test_whether_a_drug_was_given_is_no_guess(case, group):
    assert cohort.Groups(KNOWLEDGE).of(case, {"disease": "breast-cancer"})["prior-cdk46"] == group


@pytest.mark.parametrize(("case", "group"), [
    ({"findings": {"her2": "low"}}, "low"), ({"findings": {"her2": None}}, "unknown"), ({"findings": None}, "unknown"),
    ({"findings": {"her2": "2+"}}, "unread"), ({"resourceType": "Bundle"}, "unread"),
], ids=str)
def test_a_finding_is_a_group_by_the_words_of_the_knowledge(case, group):
    assert cohort.Groups(KNOWLEDGE).of(case, {"disease": "breast-cancer"})["her2"] == group


def test_what_cases_are_grouped_by_is_in_the_knowledge():
    groups = cohort.Groups(KNOWLEDGE)
    assert {finding for findings in cohort.FINDINGS.values() for finding in findings} <= groups.values.keys()
    known = set().union(*groups.classes.values())
    assert {drug_class for classes in cohort.CLASSES.values() for drug_class in classes} <= known
    assert cohort.FINDINGS.keys() == cohort.CLASSES.keys() == {path.stem for path in (KNOWLEDGE / "diseases").glob("*.json")}
