"""Every worked case, and every worked case as a health record, answered as text in both languages."""

import json
import os
import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

RESOURCES = Path(__file__).resolve().parents[2] / "Resources"
LANGUAGES = ["en", "ru"]
#: What of the resources no answer needs; each run of the command loads the rest, which takes half the time without these.
APART = ["bundles", "cases", "cohorts", "operations", "schema", "web"]


def requests(resources=RESOURCES):
    """The bodies of the requests by name; a record's is asked for on its own day, so that its answer is the same tomorrow."""
    cases = {path.stem: json.loads(path.read_text()) for path in sorted((resources / "cases").glob("*.json"))}
    bodies = {name: case["input"] for name, case in cases.items()}
    for path in sorted((resources / "bundles").glob("*.json")):
        worked = json.loads(path.read_text())
        disease = cases[worked["case"]]["disease"]
        bodies[f"record {path.stem}"] = {"disease": disease, "context": {"asOf": worked["asOf"]}, "record": worked["bundle"]}
    return bodies


def answers(binary, bodies, resources=RESOURCES):
    """By name, the texts by language, without the line that says which edition of the knowledge answered."""
    with tempfile.TemporaryDirectory(prefix="reading-") as directory:
        knowledge = Path(directory) / "knowledge"
        shutil.copytree(resources, knowledge, ignore=shutil.ignore_patterns(*APART))

        def answer(asked):
            name, language = asked
            run = subprocess.run(
                [binary, "recommend", "-", "--lang", language, "--knowledge", str(knowledge)],
                input=json.dumps(bodies[name]).encode(), capture_output=True, timeout=120, check=False)
            if run.returncode != 0:
                raise SystemExit(f"{name} ({language}) was not answered: {run.stderr.decode()[-400:]}")
            return without_edition(run.stdout.decode())

        asked = [(name, language) for name in bodies for language in LANGUAGES]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            texts = dict(zip(asked, pool.map(answer, asked)))
    return {name: {language: texts[name, language] for language in LANGUAGES} for name in bodies}


def without_edition(text):
    """The second line has the version of the knowledge and the date of its evidence, which change without any other text."""
    lines = text.split("\n")
    return "\n".join(lines[:1] + lines[2:])
