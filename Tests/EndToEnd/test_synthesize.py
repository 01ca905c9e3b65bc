"""`nextline synthesize`: plausible cases, a line each, the same for the same seed."""

import json
import resource
import subprocess

import pytest

from service import BINARY, ENVIRONMENT, IS_RELEASE, run

FEWEST_CASES_A_SECOND = 100_000


def synthesize(*arguments, directory):
    result = run("synthesize", *map(str, arguments), directory=directory)
    assert (result.returncode, result.stderr) == (0, b""), result
    return result.stdout


def test_the_same_seed_writes_the_same_bytes_and_more_cases_extend_them(tmp_path):
    longer = synthesize("--count", 300, "--seed", 7, directory=tmp_path)
    assert synthesize("--count", 300, "--seed", 7, directory=tmp_path) == longer
    assert longer.startswith(synthesize("--count", 120, "--seed", 7, directory=tmp_path))
    assert longer.endswith(synthesize("--count", 100, "--seed", 7, "--from-line", 201, directory=tmp_path))
    assert synthesize("--count", 300, "--seed", 8, directory=tmp_path) != longer


@pytest.mark.parametrize("disease", ("breast-cancer", "multiple-myeloma"))
def test_every_case_is_answered(service, tmp_path, disease):
    lines = synthesize("--disease", disease, "--count", 60, "--seed", 3, directory=tmp_path).splitlines()
    assert len(lines) == 60
    for line in lines:
        case = json.loads(line)
        assert case["disease"] == disease
        assert json.dumps(case, separators=(",", ":"), ensure_ascii=False).encode() == line
        assert service.recommend(line, {"detail": "summary"}).status == 200, line


def test_diseases_come_in_turn(tmp_path):
    lines = synthesize("--count", 6, directory=tmp_path).splitlines()
    assert [json.loads(line)["disease"] for line in lines] == ["breast-cancer", "multiple-myeloma"] * 3


def test_who_reads_no_further_ends_it_quietly(tmp_path):
    process = subprocess.Popen(
        [BINARY, "synthesize", "--count", "100000000"], cwd=tmp_path, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout.readline().startswith(b'{"disease":')
    process.stdout.close()
    assert process.wait(20) == 0 and process.stderr.read() == b""


def test_a_full_disk_is_told(tmp_path):
    with open("/dev/full", "wb") as full:
        result = subprocess.run(
            [BINARY, "synthesize", "--count", "10"], cwd=tmp_path, env=ENVIRONMENT, stdout=full, stderr=subprocess.PIPE, check=False)
    assert result.returncode == 1 and b"No space left" in result.stderr


@pytest.mark.parametrize("arguments, words", (
    (("--disease", "breast-cancr"), "did you mean `breast-cancer`"), (("--count", "-1"), "`--count`"), (("--seed", "x"), "`--seed`"),
    (("--from-line", "0"), "`--from-line`"), (("--port", "1"), "`--port`"), (("extra",), "unexpected `extra`"),
))
def test_wrong_arguments_end_with_2(tmp_path, arguments, words):
    result = run("synthesize", *arguments, directory=tmp_path)
    assert result.returncode == 2 and result.stdout == b"" and words in result.stderr.decode()


def test_knowledge_without_a_cohort_of_the_disease_ends_with_1(knowledge):
    (knowledge / "cohorts/breast-cancer.json").unlink()
    result = run("synthesize", "--knowledge", str(knowledge), "--disease", "breast-cancer", directory=knowledge.parent)
    assert result.returncode == 1 and b"no cohort of `breast-cancer`" in result.stderr


@pytest.mark.skipif(not IS_RELEASE, reason="the limit holds for release builds")
def test_speed(tmp_path, capsys):
    def seconds(count):
        """The processor's time, so that what else the machine does counts for nothing."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([BINARY, "synthesize", "--count", str(count)], cwd=tmp_path, env=ENVIRONMENT, stdout=subprocess.DEVNULL, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime

    rate = max(200_000 / seconds(200_000) for _ in range(3))
    with capsys.disabled():
        print(f"\n{rate:,.0f} cases a second of one core")
    assert rate >= FEWEST_CASES_A_SECOND
