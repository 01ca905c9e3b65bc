"""`nextline diff OLD NEW`: what changed between two editions of the knowledge, and what they decide otherwise."""

import json
import shutil

import pytest

from service import run


@pytest.fixture
def newer(knowledge):
    """A second copy of the knowledge, to be changed."""
    return shutil.copytree(knowledge, knowledge.parent / "newer")


def diff(*arguments, directory):
    result = run("diff", *map(str, arguments), directory=directory)
    return result.returncode, result.stdout.decode(), result.stderr.decode()


def edit(path, change):
    document = json.loads(path.read_text())
    change(document)
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1))


def forbid_the_older(regimen):
    regimen["criteria"].append({
        "id": "younger-than-60", "kind": "restriction", "ifNotMet": "not-recommended", "essential": True,
        "text": {"en": "Younger than 60 years", "ru": "Моложе 60 лет"}, "sources": regimen["criteria"][0]["sources"],
        "condition": {"finding": {"id": "age", "atMost": {"value": 59, "unit": "a"}}}})


def test_nothing_differs_between_copies_even_when_they_are_laid_out_otherwise(knowledge, newer):
    edit(newer / "regimens/everolimus-exemestane.json", lambda regimen: None)
    code, output, errors = diff(knowledge, newer, directory=knowledge.parent)
    assert (code, errors) == (0, ""), output
    assert output.splitlines()[-1].startswith("entries: 0 added, 0 removed, 0 changed; cases: ") and output.endswith(" 0 otherwise\n")
    assert len(output.splitlines()) == 4


def test_a_new_restriction_is_told_with_the_cases_it_changes(knowledge, newer):
    edit(newer / "regimens/everolimus-exemestane.json", forbid_the_older)
    edit(newer / "knowledge.json", lambda manifest: manifest.update(version="9.9.9"))
    code, output, errors = diff(knowledge, newer, directory=knowledge.parent)
    assert (code, errors) == (1, "")
    lines = output.splitlines()
    assert lines[0].startswith("knowledge ") and lines[0].endswith(" -> 9.9.9")
    assert "regimen everolimus-exemestane: changed" in lines
    start = lines.index("case case-7")
    block = lines[start + 1:start + 12]
    assert "  everolimus-exemestane: recommended -> not-recommended" in block
    assert "    now younger-than-60 not-met: Younger than 60 years" in block
    _, output, _ = diff(knowledge, newer, "--lang", "ru", directory=knowledge.parent)
    assert "now younger-than-60 not-met: Моложе 60 лет" in output
    code, output, _ = diff(knowledge, newer, "--json", directory=knowledge.parent)
    document = json.loads(output)
    assert code == 1 and document["new"]["version"] == "9.9.9"
    assert {(entry["kind"], entry["id"], entry["change"]) for entry in document["entries"]} == {
        ("knowledge", "knowledge", "changed"), ("regimen", "everolimus-exemestane", "changed")}
    (case,) = [case for case in document["cases"] if case["case"] == "case-7"]
    (option,) = [option for option in case["options"] if option["regimen"] == "everolimus-exemestane" and "because" in option]
    assert (option["old"], option["new"]) == ("recommended", "not-recommended")
    assert {"edition": "new", "criterion": "younger-than-60", "result": "not-met", "text": "Younger than 60 years"} in option["because"]


def test_a_case_of_one_edition_is_decided_with_both(knowledge, newer):
    (newer / "cases/case-7-ru.json").unlink()
    code, output, errors = diff(knowledge, newer, directory=knowledge.parent)
    assert (code, errors) == (1, "")
    assert "worked case case-7-ru: removed" in output and "case case-7-ru\n" not in output


def test_an_edition_that_does_not_load_ends_with_2_and_its_mistakes(knowledge, newer):
    edit(newer / "regimens/olaparib.json", lambda regimen: regimen.update(colour="green"))
    for pair in ((knowledge, newer), (newer, knowledge)):
        code, output, errors = diff(*pair, directory=knowledge.parent)
        assert (code, output) == (2, "")
        assert f"{newer}/regimens/olaparib.json:/colour: unknown member `colour`" in errors


@pytest.mark.parametrize("arguments", ((), ("only-one",), ("a", "b", "c"), ("no-such", "no-such-either"), ("--port", "1", "a", "b")))
def test_wrong_arguments_end_with_2(tmp_path, arguments):
    code, output, errors = diff(*arguments, directory=tmp_path)
    assert (code, output) == (2, "") and errors
