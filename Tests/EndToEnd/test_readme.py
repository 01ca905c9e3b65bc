"""What the README shows is what the program does."""

import json
import re
import subprocess

from service import BINARY, ENVIRONMENT, PACKAGE

README = (PACKAGE / "README.md").read_text()


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)



def test_the_answer_to_case_7_is_the_real_one(service, case_7):
    verdicts, criterion, _ = map(json.loads, blocks("json"))
    answer = service.recommend(case_7, {"detail": "decisive"}).json()
    shown = [{"rank": each["rank"], "regimen": each["regimen"]["id"], "verdict": each["verdict"]} for each in answer["options"]]
    assert verdicts == {"options": shown}
    ribociclib = next(each for each in answer["options"] if each["regimen"]["id"] == "ribociclib-fulvestrant")
    assert criterion == ribociclib["criteria"][0]


def test_the_refusal_is_the_real_one(service):
    *_, problem = map(json.loads, blocks("json"))
    body = re.search(r"-d '(\{.*her3.*?\})'", README).group(1)
    assert service.recommend(json.loads(body)).json() == problem


def test_the_options_are_those_of_help():
    help_text = subprocess.run([BINARY, "--help"], capture_output=True, text=True, env=ENVIRONMENT, check=True).stdout
    listed = re.findall(r"^  (--[a-z-]+)(?: \S+)?  +(.*)$", help_text.split("Options")[1], re.MULTILINE)
    table = re.findall(r"^\| `(--[a-z-]+)(?: [^`]*)?` \| (.*) \|$", README, re.MULTILINE)
    assert table == listed


def test_the_mistake_is_answered_so(knowledge):
    shown = re.search(r"^Resources/regimens/.*$", README, re.MULTILINE).group()
    regimen = knowledge / "regimens" / "capivasertib-fulvestrant.json"
    regimen.write_text(regimen.read_text().replace('"finding": { "id": "visceralCrisis"', '"finding": { "id": "visceralCrysis"'))
    check = subprocess.run(
        [BINARY, "check", "Resources"], cwd=knowledge.parent, capture_output=True, text=True, env=ENVIRONMENT, check=False)
    assert check.returncode == 1
    assert check.stderr.splitlines()[0] == shown
