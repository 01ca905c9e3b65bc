"""Mutation test of the knowledge: alters one thing at a time and asks whether the proof notices.

mutate.py BINARY [--only NAME] [--match PATTERN] [--shard I/N] [--sample N --seed S] [--json FILE] [--list]

The proof is `nextline check`, that is what it refuses to load and the worked cases, and then `expectations.json`, which says what
the form of a worked case cannot. An alteration that both let pass survived: either a case is missing, or no answer can change,
which `harmless.json` then says with the reason. Ends with 1 when less than 95 %
of those that could do harm are noticed, when a harmless one is noticed after all, or one that is listed is no longer made.
"""

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path

import entries
from answers import Expectations, Served
from knowledge import DISEASES, RESOURCES, Vocabulary, read, replaced, write

HARMLESS = Path(__file__).with_name("harmless.json")
LEAST = 0.95
#: What of the resources is not knowledge.
APART = ["web", "schema", "operations"]


class Mutant:
    """One alteration of one file of the knowledge."""

    def __init__(self, file, change, document):
        self.file, self.change = file, change
        detail = f":{change.detail}" if change.detail else ""
        self.name = f"{file}#{change.pointer} {change.operator}{detail}"
        self.diseases = self.concerned(document)

    def concerned(self, document):
        """The diseases whose cases may notice."""
        if self.change.operator != "widen-rule":
            rule = document
            for token in self.change.tokens:
                if isinstance(rule, dict) and "disease" in rule:
                    return [rule["disease"]]
                rule = rule[token] if isinstance(rule, dict) and token in rule or isinstance(rule, list) else None
            if self.file.startswith("diseases/"):
                return [document["id"]]
        return DISEASES


def mutants(root=RESOURCES):
    """All of them, in the order of the files and of what stands in them."""
    vocabulary = Vocabulary(root)
    found = []
    for path in sorted(root.rglob("*.json")):
        file = path.relative_to(root).as_posix()
        document = read(path)
        found += [Mutant(file, change, document) for change in entries.changes(file, document, vocabulary)]
    repeated = [name for name, count in Counter(mutant.name for mutant in found).items() if count > 1]
    if repeated:
        sys.exit(f"one name for several mutants: {repeated[0]}")
    return found


class Proof:
    """What might notice: `nextline check`, then what is asked of the service besides.

    Each works on a copy of the knowledge, with the cases of some diseases only, so that the others cost no time. A few cases are
    asked first, those that expect most: they notice most, and only what they let pass needs them all.
    """

    FIRST = 12

    def __init__(self, binary, directory, root=RESOURCES):
        self.binary, self.directory, self.root = binary, directory, root
        self.copies = {}
        self.expectations = Expectations(root)
        self.served = None

    def stop(self):
        if self.served:
            self.served.stop()

    def copy(self, diseases, count=None):
        key = "+".join(diseases) + ("" if count is None else f".{count}")
        if key not in self.copies:
            copy = self.directory / key
            shutil.copytree(self.root, copy, ignore=shutil.ignore_patterns(*APART))
            cases = {path.stem: read(path) for path in sorted((copy / "cases").glob("*.json"))}
            kept = [name for name, case in cases.items() if case["disease"] in diseases]
            if count is not None:
                most = max(len(cases[name]["expect"]) for name in kept)
                kept = [name for name in kept if len(cases[name]["expect"]) * 2 >= most] if count else []
                kept = kept[::len(kept) // count or 1] if count else []
            for name, case in cases.items():
                if name not in kept:
                    (copy / f"cases/{name}.json").unlink()
                elif case.get("variantOf", name) not in kept:
                    write(copy / f"cases/{name}.json", {key: value for key, value in case.items() if key != "variantOf"})
            for path in (copy / "bundles").glob("*.json"):
                if count is not None or read(path)["case"] not in kept:
                    path.unlink()
            if complaint := self.complaint(copy):
                sys.exit(f"the knowledge as it is does not pass: {complaint}")
            self.copies[key] = copy
        return self.copies[key]

    def notices(self, mutant):
        """What of the proof fails, or None; what costs least is asked first."""
        return (
            self.check(mutant, self.copy(mutant.diseases, self.FIRST)) or self.answers_otherwise(mutant)
            or self.check(mutant, self.copy(mutant.diseases)))

    def check(self, mutant, copy):
        with self.altered(copy, mutant):
            return self.complaint(copy)

    @contextmanager
    def altered(self, copy, mutant):
        """The copy with the mutant's file in it."""
        path = copy / mutant.file
        original = path.read_bytes()
        write(path, replaced(json.loads(original), mutant.change.tokens, mutant.change.value))
        try:
            yield
        finally:
            path.write_bytes(original)

    def complaint(self, copy):
        run = subprocess.run(
            [self.binary, "check", "--knowledge", str(copy)], capture_output=True, text=True, timeout=120, check=False)
        if run.returncode == 0:
            return None
        if run.returncode != 1:
            return f"ended with {run.returncode}: {run.stderr[-300:]}"
        errors = [line for line in (run.stdout + run.stderr).splitlines() if ".json" in line and "warning" not in line]
        return (errors or ["no error printed"])[0].replace(str(copy) + "/", "")

    def answers_otherwise(self, mutant):
        """The first expectation that a service with the mutant does not fulfil."""
        if not self.expectations.entries:
            return None
        copy = self.copy(DISEASES, 0)
        if not self.served:
            self.served = Served(self.binary, copy)
            if failure := next(self.expectations.failures(self.served.service), None):
                sys.exit(f"the knowledge as it is does not pass: {failure}")
        with self.altered(copy, mutant):
            if not self.served.reload():
                return "refused when it is loaded"
            return next(self.expectations.failures(self.served.service, mutant.diseases), None)


class Harmless:
    """Mutants that change no answer, by patterns, each with the reason."""

    def __init__(self, path=HARMLESS):
        self.entries = read(path)["harmless"] if path.exists() else []

    def reason(self, name):
        return next((entry["because"] for entry in self.entries if self.matches(entry, name)), None)

    @staticmethod
    def matches(entry, name):
        # Only the star means something: pointers and names hold no other sign that a pattern could.
        return any(fnmatchcase(name, pattern.replace("[", "[[]")) for pattern in entry["mutants"])

    def idle(self, names):
        """Patterns that no mutant fits any more."""
        return [
            pattern for entry in self.entries for pattern in entry["mutants"]
            if not any(self.matches({"mutants": [pattern]}, name) for name in names)]


def chosen(found, options):
    if options.only:
        found = [mutant for mutant in found if mutant.name in options.only]
        missing = set(options.only) - {mutant.name for mutant in found}
        if missing:
            sys.exit(f"no mutant is named {sorted(missing)[0]}")
    if options.match:
        found = [mutant for mutant in found if any(fnmatchcase(mutant.name, pattern) for pattern in options.match)]
    if options.shard:
        index, count = (int(part) for part in options.shard.split("/"))
        found = found[index - 1::count]
    if options.sample is not None and options.sample < len(found):
        picked = set(random.Random(options.seed).sample(range(len(found)), options.sample))
        found = [mutant for index, mutant in enumerate(found) if index in picked]
    return found


def report(results, harmless, idle, seconds):
    """Prints the tally, the survivors and what is wrong with the list of harmless ones; says whether all is well."""
    tally = {}
    for mutant, complaint, reason in results:
        row = tally.setdefault(mutant.change.operator, Counter())
        row["all"] += 1
        row["harmless"] += reason is not None
        row["killed"] += complaint is not None
    total = sum(tally.values(), Counter())
    print(f"\n{'operator':20} {'mutants':>8} {'killed':>8} {'harmless':>9} {'survived':>9}")
    for operator, row in [*sorted(tally.items()), ("all", total)]:
        left = row["all"] - row["killed"] - row["harmless"]
        print(f"{operator:20} {row['all']:8} {row['killed']:8} {row['harmless']:9} {left:9}")
    survivors = [mutant.name for mutant, complaint, reason in results if complaint is None and reason is None]
    noticed = [(mutant.name, complaint) for mutant, complaint, reason in results if complaint is not None and reason is not None]
    for name, complaint in noticed:
        print(f"listed as harmless, but noticed: {name}\n  {complaint}")
    for pattern in idle:
        print("listed as harmless, but not made:", pattern)
    harmful = total["all"] - total["harmless"]
    score = (harmful - len(survivors)) / harmful if harmful else 1
    print(f"{score:.1%} of {harmful} noticed, {total['harmless']} harmless, {seconds:.0f} s")
    return score >= LEAST and not noticed and not idle


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--only", action="append", help="the mutant of this name, repeatable")
    parser.add_argument("--match", action="append", help="mutants whose names fit this pattern, repeatable")
    parser.add_argument("--shard", help="I/N: every Nth, from the Ith on")
    parser.add_argument("--sample", type=int, help="so many at random")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, help="where to write all results")
    parser.add_argument("--list", action="store_true", help="only name the mutants")
    parser.add_argument("--knowledge", type=Path, default=RESOURCES)
    options = parser.parse_args()
    found = mutants(options.knowledge)
    harmless = Harmless()
    idle = harmless.idle([mutant.name for mutant in found])
    found = chosen(found, options)
    if options.list:
        for mutant in found:
            print(mutant.name)
        return 0
    started = time.monotonic()
    results = []
    with tempfile.TemporaryDirectory() as directory:
        proof = Proof(options.binary, Path(directory), options.knowledge)
        try:
            for index, mutant in enumerate(found):
                complaint, reason = proof.notices(mutant), harmless.reason(mutant.name)
                results.append((mutant, complaint, reason))
                if options.only:
                    print(mutant.name, complaint or "survived", sep="\n  ")
                elif complaint is None and reason is None:
                    print("survived:", mutant.name, flush=True)
                if (index + 1) % 100 == 0:
                    print(f"{index + 1} of {len(found)}, {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
        finally:
            proof.stop()
    if options.json:
        write(options.json, [
            {"name": mutant.name, "operator": mutant.change.operator, "by": complaint, "harmless": reason}
            for mutant, complaint, reason in results])
    return 0 if report(results, harmless, idle, time.monotonic() - started) else 1


if __name__ == "__main__":
    sys.exit(main())
