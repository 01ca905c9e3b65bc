"""The reading test: what a clinician reads, compared with texts that were read and found good.

reading.py BINARY [--accept] [--self-test] [--lint-only]

`book.tsv` has every phrase of the answers to the worked cases, English and Russian side by side; `golden.tsv` the hash of each whole
answer, so that nobody puts phrases together otherwise unnoticed; `Whole` four answers as they are read. Ends with 1 when a phrase is
new or gone, when an answer changed, or when a lint finds fault. `--accept` takes the present texts: read the difference first.
`--self-test` plants a fault for each lint and each comparison and asks that it be found; it needs no answers.
"""

import argparse
import csv
import difflib
import hashlib
import sys
import time
from pathlib import Path

import lints
from answers import LANGUAGES, answers, requests
from phrases import Book, Phrase

HERE = Path(__file__).parent
BOOK, GOLDEN, WHOLE = HERE / "book.tsv", HERE / "golden.tsv", HERE / "Whole"
#: The cases that stand there as they are read.
READ_WHOLE = ["case-7", "mm-example-4"]
MOST = 25


def rows(path):
    with path.open(newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:] if path.exists() else []


def write(path, heading, lines):
    path.write_text("".join("\t".join(line) + "\n" for line in [heading, *lines]))


def read_book(path=BOOK):
    return [Phrase(*row) for row in rows(path)] if path.exists() else []


def read_golden(path=GOLDEN):
    return {name: dict(zip(LANGUAGES, hashes)) for name, *hashes in rows(path)} if path.exists() else {}


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def digests(texts):
    return {name: {language: digest(text) for language, text in answer.items()} for name, answer in texts.items()}


def whole(name, language):
    return WHOLE / f"{name}.{language}.txt"


def listed(title, lines):
    """A section of the report, with the first of its lines."""
    lines = list(lines)
    if not lines:
        return []
    rest = [f"  … and {len(lines) - MOST} more"] if len(lines) > MOST else []
    return [f"{title} ({len(lines)}):", *(f"  {line}" for line in lines[:MOST]), *rest]


def said(phrase):
    return f"[{phrase.kind}] {phrase.en}\n    {phrase.ru}"


def differences(known, phrases, golden, present, first=None):
    """What is not as it was read: of phrases, then of answers."""
    new, gone = [phrase for phrase in phrases if phrase not in set(known)], [phrase for phrase in known if phrase not in set(phrases)]
    report = listed("New phrases", (said(phrase) + (f"\n    first in {first[phrase]}" if first else "") for phrase in new))
    report += listed("Phrases that are gone", map(said, gone))
    report += listed("New cases", (name for name in present if name not in golden))
    report += listed("Cases that are gone", (name for name in golden if name not in present))
    changed = {name: [language for language in LANGUAGES if present[name][language] != golden[name][language]]
               for name in present if name in golden}
    report += listed(
        "Answers that changed" + ("" if new or gone else ", though no phrase did: they are put together otherwise"),
        (f"{name} ({', '.join(languages)})" for name, languages in changed.items() if languages))
    return report


def whole_differences(texts):
    report = []
    for name in READ_WHOLE:
        for language in LANGUAGES:
            path = whole(name, language)
            was = path.read_text() if path.exists() else ""
            if was != texts[name][language]:
                lines = difflib.unified_diff(
                    was.splitlines(), texts[name][language].splitlines(), path.name, "now", lineterm="", n=0)
                report += listed(f"{path.name} differs", (line[:300] for line in lines))
    return report


def accept(phrases, present, texts):
    write(BOOK, Phrase._fields, phrases)
    write(GOLDEN, ["case", *LANGUAGES], ([name, *(present[name][language] for language in LANGUAGES)] for name in sorted(present)))
    WHOLE.mkdir(exist_ok=True)
    for path in WHOLE.glob("*.txt"):
        path.unlink()
    for name in READ_WHOLE:
        for language in LANGUAGES:
            whole(name, language).write_text(texts[name][language])


def self_test(checks):
    """What does not work: a lint that is silent, or a difference that is not told."""
    book, golden = read_book(), read_golden()
    silent = lints.self_test(book, checks)
    some = book[len(book) // 2]
    other = some._replace(ru=some.ru + " ещё")
    name = next(iter(golden))
    changed = {**golden, name: {**golden[name], "ru": "0" * 16}}
    missing = {key: value for key, value in golden.items() if key != name}
    for what, report, sign in [
        ("a phrase that changed", differences(book, [other if row == some else row for row in book], golden, golden), "New phrases (1)"),
        ("a phrase that is gone", differences(book, [row for row in book if row != some], golden, golden), "Phrases that are gone (1)"),
        ("an answer that is put together otherwise", differences(book, book, golden, changed), f"{name} (ru)"),
        ("a case that is gone", differences(book, book, golden, missing), "Cases that are gone (1)"),
        ("a new case", differences(book, book, missing, golden), "New cases (1)"),
    ]:
        if not any(sign in line for line in report):
            silent.append(f"{what} is not told")
    if differences(book, book, golden, golden):
        silent.append("what did not change is told as a difference")
    return silent + unreadable()


def unreadable():
    """Answers that cannot be taken apart, each by one planted fault, and that nobody complains of."""
    texts = {language: whole(READ_WHOLE[0], language).read_text() for language in LANGUAGES}
    results = {"en": ("not met", "met"), "ru": ("не выполнено", "выполнено")}
    silent = []
    lines = texts["ru"].split("\n")
    criterion = next(at for at, line in enumerate(lines) if line.startswith("   ✗"))
    verdict = next(at for at, line in enumerate(lines) if line.startswith("   Не рекомендуется: "))
    for what, altered in [
        ("a line in one language only", lines[:criterion] + lines[criterion + 1:]),
        ("a line of no known form", [*lines[:criterion], "    " + lines[criterion], *lines[criterion + 1:]]),
        ("another sign", [*lines[:criterion], lines[criterion].replace("✗", "✓"), *lines[criterion + 1:]]),
        ("other sources", [*lines[:criterion], lines[criterion].replace(" [", " [other, "), *lines[criterion + 1:]]),
        ("a verdict with another reason", [*lines[:verdict], lines[verdict].replace(results["ru"][0], results["ru"][1]), *lines[verdict + 1:]]),
        ("a criterion without its reason", [
            *lines[:criterion], lines[criterion].split(results["ru"][0])[0] + results["ru"][0] + " [other]", *lines[criterion + 1:]]),
    ]:
        book = Book()
        book.add("planted", {**texts, "ru": "\n".join(altered)})
        if not book.faults:
            silent.append(f"{what} is not noticed")
    book = Book()
    book.add("as it is", texts)
    return silent + [f"read as it is: {fault}" for fault in book.faults]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--accept", action="store_true", help="take the present texts as good")
    parser.add_argument("--self-test", action="store_true", help="plant faults and ask that each be found")
    parser.add_argument("--lint-only", action="store_true", help="check the phrases of book.tsv without asking for answers")
    options = parser.parse_args()
    names = lints.Names()
    checks = lints.lints(names)
    if options.self_test:
        silent = self_test(checks)
        print("\n".join(silent) or f"all {sum(len(lint.planted) for lint in checks)} faults planted for {len(checks)} lints are found, "
              "so are those of comparison and composition")
        return bool(silent)
    start = time.monotonic()
    report, book = [], Book()
    if options.lint_only:
        phrases = read_book()
    else:
        texts = answers(options.binary, requests())
        for name, answer in texts.items():
            book.add(name, answer)
        phrases, present = book.rows(), digests(texts)
        report += listed("Answers that cannot be read", book.faults)
        if not options.accept:
            report += differences(read_book(), phrases, read_golden(), present, book.phrases) + whole_differences(texts)
    for lint in checks:
        found = [f"{said(phrase)}\n    → {', '.join(faults)}" for phrase in phrases if (faults := lint.check(phrase))]
        report += listed(f"{lint.name}: {lint.why}", found)
    report += listed("names.txt has what no Russian text needs", [name for name in names.names if name not in names.used])
    if options.accept:
        accept(phrases, present, texts)
    print("\n".join(report))
    asked = "" if options.lint_only else f"{len(present)} cases in {len(LANGUAGES)} languages, "
    print(f"{asked}{len(phrases)} phrases, {len(checks)} lints: {'faults' if report else 'read'}, {time.monotonic() - start:.0f} s")
    return bool(report)


if __name__ == "__main__":
    sys.exit(main())
