"""Takes the two texts of an answer apart into phrases, English and Russian side by side.

What is put together from others is taken apart again, so that the book of phrases can be read in one go: an option's verdict
repeats its decisive criteria, a therapy is drugs and how it ended. That they are put together rightly is checked here as far as it
can be: a line of no known form is a fault, so is a verdict that does not repeat its criteria, a criterion without its reason, and
anything that stands in one language only.
"""

import json
import re
from typing import NamedTuple

from answers import LANGUAGES, RESOURCES

KINDS = [
    "heading", "summary", "level of refractoriness", "option", "verdict", "step", "dose", "criterion", "reason", "drug", "therapy",
    "caution", "to find out", "value", "evidence", "prior therapy of a record", "notice"]
#: What stands for itself: its text is the reason.
WITHOUT_REASON = ["Listed in a step of the pathway", "Входит в один из шагов алгоритма"]
WORDS = {
    "en": {
        "results": ["met", "not met", "unknown"], "caution": "caution", "verify": "verify before ordering", "step": "step",
        "depends": "depends on", "quotes": "“”",
        "verdicts": ["Recommended", "Alternative", "Conditional", "Not recommended", "Contraindicated"]},
    "ru": {
        "results": ["выполнено", "не выполнено", "неизвестно"], "caution": "осторожно", "verify": "проверить до назначения",
        "step": "шаг", "depends": "нужно выяснить", "quotes": "«»",
        "verdicts": ["Рекомендуется", "Альтернатива", "Условно", "Не рекомендуется", "Противопоказано"]},
}


class Phrase(NamedTuple):
    kind: str
    en: str
    ru: str


class Fault(Exception):
    """What makes an answer unreadable."""


def within_sentence(name):
    return name[0].lower() + name[1:] if len(name) > 1 and name[1].islower() else name


def drug_names(resources=RESOURCES):
    drugs = [json.loads(path.read_text())["name"] for path in (resources / "drugs").glob("*.json")]
    return {language: {within_sentence(drug[language]) for drug in drugs} for language in LANGUAGES}


def split(text, separator):
    """At a separator outside of brackets and quotes."""
    parts, start, depth, at = [], 0, 0, 0
    while at < len(text):
        depth += (text[at] in "(«“") - (text[at] in ")»”")
        if depth == 0 and text.startswith(separator, at):
            parts.append(text[start:at])
            start = at = at + len(separator)
        else:
            at += 1
    return [*parts, text[start:]]


class Reader:
    """The lines of one language's text."""

    def __init__(self, language, drugs):
        self.language, self.drugs = language, drugs
        #: Lines that were read before: most answers share most of theirs.
        self.known = {}
        self.words = words = WORDS[language]
        results = "|".join(sorted(words["results"], key=len, reverse=True))
        verdicts = "|".join(sorted(words["verdicts"], key=len, reverse=True))
        sources = r" \[(?P<sources>[a-z0-9, -]+)\]"
        opening, closing = words["quotes"]
        self.forms = [(form, re.compile(pattern)) for form, pattern in [
            ("option", r"\d+\. (?P<text>.+)"),
            ("criterion", rf"   (?P<sign>[✓✗?]) (?P<text>.+?) — (?P<result>{results})(?:: (?P<because>.+))?{sources}"),
            ("caution", rf"   ! {words['caution']}: (?P<text>.+){sources}"),
            ("verify", rf"   → (?P<word>{words['verify']}): (?P<text>.+)"),
            ("evidence", rf"   ∴ (?P<text>.+){sources}"),
            ("step", rf"   (?P<word>(?:{verdicts}): {words['step']}) {opening}(?P<text>.+){closing}"),
            ("depends", rf"   (?P<word>(?:{verdicts}), {words['depends']}): (?P<text>.+)"),
            ("because", rf"   (?P<word>{verdicts}): (?P<text>{opening}.+)"),
            ("verdict", rf"   (?P<text>{verdicts})"),
            ("dose", r"     (?P<text>[^ ].*)"),
            ("definition", rf"  = (?P<text>.+){sources}"),
            ("missing", r"  \? (?P<text>.+) \[(?P<gap>[^\]]+)\]"),
            ("refractory", r"  (?P<sign>[✓✗?]) (?P<text>.+ — .+)"),
            ("change", r"      (?P<text>.+): (?P<option>[^:]+): (?P<before>[^:→]+) → (?P<after>[^:→]+)"),
            ("notice", r"  • (?P<text>.+)"),
            ("record", r"  (?P<text>[^ ].+)"),
            ("level", rf"(?P<text>[^ ].+){sources}"),
            ("heading", r"(?P<text>[^ ].+)"),
        ]]

    def lines(self, text):
        """The lines as forms with their phrases: a list a line, of kind and text; and what must be the same in both languages."""
        lines = text.split("\n")
        summary = ("summary", [("summary", part) for part in split(lines[0], "; ")], None)
        read = [self.known.setdefault(("summary", lines[0]), summary)]
        verdict, criteria = None, []
        for line in [*lines[1:], ""]:
            if line not in self.known:
                self.known[line] = self.read(line)
            known = self.known[line]
            form, match = (known[0][0], known[1]) if known else (None, None)
            if form in {None, "option", "heading"} and verdict is not None:
                self.repeats(verdict, criteria)
                verdict = None
            if line and form is None:
                raise Fault(f"a line of no known form: {line}")
            if not line:
                continue
            if form == "option":
                criteria = []
            elif form == "because":
                verdict = match
            elif form == "criterion":
                criteria.append(match)
            read.append(known[0])
        return read

    def read(self, line):
        """A line's form, its parts, what must be the same in both languages, and the match; `None` for a line of no known form."""
        for form, pattern in self.forms:
            if match := pattern.fullmatch(line):
                return (form, *self.parts(form, match)), match
        return None

    def parts(self, form, match):
        same = {name: match[name] for name in ["sign", "sources", "gap"] if name in match.re.groupindex}
        text = match["text"] if "text" in match.re.groupindex else None
        if form == "criterion":
            if not match["because"] and text not in WITHOUT_REASON:
                raise Fault(f"a criterion without its reason: {match[0].strip()}")
            return [("criterion", text), ("verdict", match["result"]), *self.reasons(match["because"] or "")], same
        if form == "refractory":
            return self.reasons(text), same
        if form == "because":
            return [("verdict", match["word"])], same
        if form in {"step", "depends", "verify"}:
            kind = "step" if form == "step" else "to find out"
            texts = [text] if form == "step" else split(text, ", " if form == "depends" else "; ")
            return [("verdict", match["word"]), *((kind, text) for text in texts)], same
        if form == "change":
            words = [("value", text), ("verdict", match["before"]), ("verdict", match["after"])]
            return words, same
        if form == "level":
            return [("level of refractoriness", text)], same
        kind = {
            "definition": "level of refractoriness", "missing": "to find out", "record": "prior therapy of a record",
        }.get(form, form)
        if form == "evidence":
            return [(kind, text)], same
        return [(kind, text)], same

    def reasons(self, because):
        """The clauses of a reason; a therapy in it as its drugs and what is said of them."""
        found = []
        for clause in split(because, "; ") if because else []:
            told, *records = split(clause, " — ")
            if records and ": " in told:
                found.append(("reason", told))
            elif self.is_record(clause):
                records = [clause]
            else:
                found.append(("reason", clause))
            for record in records:
                found += self.record(record)
        return found

    def names(self, record):
        return split(re.split(r" \(|: ", record, maxsplit=1)[0], " + ")

    def is_record(self, clause):
        return all(name in self.drugs for name in self.names(clause))

    def record(self, record):
        if not self.is_record(record):
            return [("reason", record)]
        names = self.names(record)
        rest = record[len(" + ".join(names)):]
        head, *left = split(rest.strip(), ": ") if rest else [""]
        parts = split(head[1:-1], ", ") if head.startswith("(") else []
        return [("drug", name) for name in names] + [("therapy", part) for part in [*parts, *left] if part]

    def repeats(self, verdict, criteria):
        """Whether a verdict is made of criteria of its option, in their order."""
        opening, closing = self.words["quotes"]
        left = verdict["text"]
        for criterion in criteria:
            because = f" ({criterion['because']})" if criterion["because"] else ""
            piece = f"{opening}{criterion['text']}{closing} {criterion['result']}{because}"
            if left == piece:
                return
            if left.startswith(piece + "; "):
                left = left[len(piece) + 2:]
        raise Fault(f"a verdict that does not repeat its criteria, from: {left[:200]}")


class Book:
    """The phrases of answers, each with the first answer that has it."""

    def __init__(self, resources=RESOURCES):
        drugs = drug_names(resources)
        self.readers = {language: Reader(language, drugs[language]) for language in LANGUAGES}
        self.phrases = {}
        self.faults = []
        #: Pairs of lines that were taken apart before.
        self.paired = set()

    def add(self, name, texts):
        try:
            lines = {language: self.readers[language].lines(texts[language]) for language in LANGUAGES}
            if len(lines["en"]) != len(lines["ru"]):
                raise Fault(f"{len(lines['en'])} lines in English, {len(lines['ru'])} in Russian")
            for english, russian in zip(lines["en"], lines["ru"]):
                self.pair(name, english, russian)
        except Fault as fault:
            self.faults.append(f"{name}: {fault}")

    def pair(self, name, english, russian):
        if (id(english), id(russian)) in self.paired:
            return
        (form, parts, same), (other, words, also) = english, russian
        if (form, same) != (other, also):
            raise Fault(f"an English line ({form}, {same}) stands against a Russian one ({other}, {also}): {parts} {words}")
        if [kind for kind, _ in parts] != [kind for kind, _ in words]:
            raise Fault(f"the parts of a line differ between the languages: {parts} {words}")
        for (kind, en), (_, ru) in zip(parts, words):
            self.phrases.setdefault(Phrase(kind, en, ru), name)
        self.paired.add((id(english), id(russian)))

    def rows(self):
        return sorted(self.phrases, key=lambda phrase: (KINDS.index(phrase.kind), phrase.en.casefold(), phrase))
