"""What must not stand in a text for a clinician, phrase by phrase; each with why, and with faults that it must find."""

import json
import re
from pathlib import Path
from typing import NamedTuple

from answers import RESOURCES
from phrases import Phrase

NAMES = Path(__file__).with_name("names.txt")
LATIN, CYRILLIC = "A-Za-z", "А-Яа-яЁё"
#: Cyrillic capitals that look like Latin ones, and what they look like.
ALIKE = str.maketrans("АВЕКМНОРСТУХ", "ABEKMHOPCTYX")
SENTENCES = {"caution", "notice"}
TITLES = {"criterion", "caution", "option", "notice", "step", "heading", "dose", "evidence"}
#: Numbers that a language says in words, or that are a date.
SPELLED = [
    (re.compile(r"\b(\d{1,2}) (January|February|March|April|May|June|July|August|September|October|November|December) (\d{4})"),
     lambda m: f"{int(m[1])}.{MONTHS.index(m[2]) + 1}.{m[3]}"),
    (re.compile(r"\b0?(\d{1,2})\.0?(\d{1,2})\.(\d{4})\b"), lambda m: f"{m[1]} {m[2]} {m[3]}"),
    (re.compile(r"\bonce (?=daily|weekly)|\bfirst-line\b|перв\w+ лини\w+|первого цикла"), lambda m: "1 "),
    (re.compile(r"\btwice (?=daily|weekly)|\bsecond-line\b|\bpart 2$|вторая часть"), lambda m: "2 "),
    (re.compile(r"\bIII–IV\b|\bIII or IV\b"), lambda m: "3 4"),
    (re.compile(r"\b1 раз в (?=\d)|(?<=на )1 (?=кг)|HER2"), lambda m: ""),
]
MONTHS = "January February March April May June July August September October November December".split()


class Names:
    """What keeps its Latin letters in a Russian text, and whether anything still does."""

    def __init__(self, path=NAMES):
        lines = [line.rstrip() for line in path.read_text().splitlines()]
        self.names = [line for line in lines if line and not line.startswith("#")]
        ordered = sorted(self.names, key=len, reverse=True)
        edge = f"[{LATIN}0-9]"
        self.pattern = re.compile(
            "|".join((rf"(?<!{edge})" + re.escape(name) + (rf"(?!{edge})" if name[-1].isalnum() else "")) for name in ordered))
        self.used = set()

    def without(self, text):
        def found(match):
            self.used.add(match[0])
            return "·"
        return self.pattern.sub(found, text)


class Lint(NamedTuple):
    name: str
    why: str
    #: What of a phrase is wrong; empty when nothing is.
    check: callable
    #: Phrases it must find fault with, as kind, English, Russian.
    planted: list


def either(pattern, languages=("en", "ru")):
    """A check that the pattern is in neither text."""
    compiled = re.compile(pattern)

    def check(phrase):
        return [match[0] for language in languages for match in compiled.finditer(getattr(phrase, language))]
    return check


def unbalanced(phrase):
    faults = []
    for text in [phrase.en, phrase.ru]:
        # An enumeration may have its numbers in half brackets, an interval never.
        open_, pairs = [], {")": "(", "]": "[", "»": "«", "”": "“"}
        for letter in text:
            if letter in pairs.values():
                open_.append(letter)
            elif letter in pairs and (not open_ or open_.pop() != pairs[letter]):
                faults.append(letter)
        faults += open_
    return faults


def raw_identifiers(resources=RESOURCES):
    """Ids of the knowledge that no language writes so: several words with hyphens, or with a capital within."""
    ids = set()

    def collect(value):
        if isinstance(value, dict):
            if isinstance(value.get("id"), str):
                ids.add(value["id"])
            for member in value.values():
                collect(member)
        elif isinstance(value, list):
            for element in value:
                collect(element)
    for folder in ["vocabulary", "definitions", "diseases", "pathways", "regimens", "trials", "drugs", "references"]:
        for path in (resources / folder).glob("*.json"):
            collect(json.loads(path.read_text()))
    spoken = {"cilta-cel", "hormone-receptor-positive", "ide-cel", "nab-paclitaxel", "penta-refractory", "re-treatment", "treatment-related", "triple-class"}
    return {name for name in ids - spoken if re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)+|[a-z]+[A-Z]\w*", name)}


def identifiers(ids):
    token = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*")
    shape = re.compile(r"(?<![\w/])/[a-z]\w+(?:/\w+)*|\b\w+_\w+\b|\b(?!mTOR|postMONARCH)[a-z]{2,}[A-Z]\w*")

    def check(phrase):
        faults = []
        for text in [phrase.en, phrase.ru]:
            faults += shape.findall(text)
            faults += [found for found in token.findall(text) if found in ids]
        return faults
    return check


def foreign_words(names):
    def check(phrase):
        return re.findall(rf"[{LATIN}]+", names.without(phrase.ru)) + re.findall(rf"[{CYRILLIC}]+", phrase.en)
    return check


def look_alikes(names):
    mixed = re.compile(rf"\w*(?:[{LATIN}][{CYRILLIC}]|[{CYRILLIC}][{LATIN}])\w*")
    disguised = re.compile(r"(?<!\w)[АВЕКМНОРСТУХ][АВЕКМНОРСТУХ0-9/-]+(?!\w)")
    known = set(names.names)

    def check(phrase):
        texts = [phrase.en, phrase.ru]
        return [found for text in texts for found in mixed.findall(text)] + [
            found for text in texts for found in disguised.findall(text) if found.translate(ALIKE) in known]
    return check


def untranslated(names):
    def check(phrase):
        return [phrase.ru] if phrase.en == phrase.ru and re.search(rf"[{LATIN}]{{2}}", names.without(phrase.ru)) else []
    return check


def decimals(phrase):
    russian = re.sub(r"RECIST 1\.1|CTCAE \d\.\d|\b\d\d\.\d\d\.\d{4}\b", "", phrase.ru)
    return re.findall(r"\d+\.\d+", russian) + re.findall(r"\d+,\d+", phrase.en)


def numbers(text):
    for pattern, spelled in SPELLED:
        text = pattern.sub(spelled, text)
    return sorted(re.findall(r"\d+(?:\.\d+)?", re.sub(r"(?<=\d),(?=\d)", ".", text)))


def other_numbers(phrase):
    en, ru = numbers(phrase.en), numbers(phrase.ru)
    return [] if en == ru else [f"{en} against {ru}"]


#: By number: what never stands after it, whatever the case.
RUSSIAN_NOUNS = {
    "one": r"(?<![\d,-])(?:\d*[02-9])?1 (?:месяцев|недель|дней|лет|линий|циклов|пациентов|пациенток|раз(?:а)|препаратов|исследований|введений|лини|часов)\b",
    "few": r"(?<![\d,-])(?:\d*[02-9])?[2-4] (?:месяц|неделя|день|год|линия|цикл|пациент|пациентка|препарат|исследование|введение|час)\b",
    "many": r"(?<![\d,-])\d{0,2}(?:[05-9]|1[1-4]) (?:месяц|месяца|неделя|день|год|года|линия|цикл|цикла|пациент|пациентка|препарат|исследование|введение|раза|час|часа)\b",
}
NOUNS = "|".join(RUSSIAN_NOUNS.values()) + (
    r"|(?<![\d.–-])1 (?:months|weeks|days|years|lines|cycles|patients|doses|drugs|trials)\b"
    r"|(?<![\d.])(?:\d*[02-9]|\d+1) (?:month|week|day|year|line|cycle|patient|dose|drug|trial)\b(?!-)")


def typography(phrase):
    return re.findall(r"[\"'`]|\.\.\.", phrase.en + phrase.ru) + re.findall("[«»„]", phrase.en) + re.findall("[“”‘’]", phrase.ru)


def ends(phrase):
    faults = []
    for text in [phrase.en, phrase.ru]:
        stops = text.rstrip("»”)").endswith((".", "!", "?"))
        own = text.startswith(("“", "«")) or phrase.en.startswith("Decision support")
        if phrase.kind in SENTENCES and not stops and not own:
            faults.append(f"no stop after {text[-20:]}")
        if phrase.kind not in SENTENCES and stops and not own:
            faults.append(f"a stop after {text[-20:]}")
    return faults


def begins(phrase):
    """Capitals at the beginning, in both languages or in neither."""
    if phrase.kind not in TITLES:
        return []
    return [text[:20] for text in [phrase.en, phrase.ru] if text[0].islower() and not re.match(
        r"postMONARCH|t\(|del\(|alло|auto-SCT|allo-SCT|ауто-ТГСК|алло-ТГСК|bb21217", text)]


def percents(phrase):
    return [] if phrase.kind in {"evidence", "value"} else re.findall(r"\d %", phrase.en + phrase.ru)


def lints(names):
    ids = raw_identifiers()
    return [
        Lint("residue", "what a template or a program left behind",
             either(r"[{}$\\<>]{2}|[{}$\\]|%[@ds]|\b(?:undefined|nil|null|NaN|Optional|true|false|TODO|FIXME)\b|\[\]"),
             [("reason", "age: {age}", "возраст: 5"), ("reason", "age: nil", "возраст: 5"), ("value", "true", "true"),
              ("caution", "Take %@ daily.", "Принимать %@ в сутки."), ("reason", "age", "Optional(5)")]),
        Lint("spaces", "two spaces, or space where none belongs",
             either(r"\s{2}|^\s|\s$|[(«“\[]\s|\s[)»”\]]|\s[,.;:!?](?!\d)|\u00a0"),
             [("reason", "age:  5", "возраст: 5"), ("reason", "age : 5", "возраст: 5"), ("reason", "age", "( возраст)")]),
        Lint("punctuation", "two signs where one belongs, or none before the next word",
             either(rf"[,;:]\s*[,;:.!?]|\.\.|[!?]{{2}}|[,;][{LATIN}{CYRILLIC}]|\(\)|: *$|\S—|—\S"),
             [("reason", "depends on: : age", "возраст"), ("reason", "age,, sex", "возраст, пол"), ("reason", "age", "возраст,пол"),
              ("reason", "age", "возраст—пол")]),
        Lint("brackets", "a bracket or quotation mark without its other half", unbalanced,
             [("reason", "age (years", "возраст"), ("reason", "age", "шаг «первый"), ("reason", "age)", "возраст")]),
        Lint("identifiers", "an id of the knowledge instead of words", identifiers(ids),
             [("value", "type-2-diabetes", "диабет"), ("to find out", "organFunctionAdequate", "функция"),
              ("to find out", "/priorTherapies/0/outcome", "исход"), ("reason", "age", "возраст any_of")]),
        Lint("language", "a word of the other language; what keeps its Latin letters in Russian stands in names.txt", foreign_words(names),
             [("value", "8 months", "8 months"), ("reason", "age: not recorded", "возраст: not recorded"), ("dose", "25 mg", "25 mg"),
              ("reason", "возраст", "возраст"), ("evidence", "1 vs 2 weeks", "1 vs 2 нед"), ("reason", "a and b", "летрозол and анастрозол")]),
        Lint("look-alikes", "Latin letters in a Cyrillic word, or the reverse: neither search nor screen reader finds it", look_alikes(names),
             [("reason", "dose", "дoза"), ("reason", "HER2 status", "статус НЕR2"), ("reason", "mTOR", "МТОR"), ("reason", "OS", "СD38")]),
        Lint("untranslated", "the same words in both languages, and no name", untranslated(names),
             [("evidence", "Sustained response", "Sustained response")]),
        Lint("decimals", "a decimal sign of the other language", decimals,
             [("evidence", "7.8 months", "7.8 мес"), ("evidence", "7,8 months", "7,8 мес")]),
        Lint("numbers", "the languages name different numbers", other_numbers,
             [("caution", "In 4% of patients.", "У 5% пациентов."), ("dose", "25 mg, days 1 and 8", "25 мг, день 1")]),
        Lint("agreement", "a noun that does not agree with its number", either(NOUNS),
             [("therapy", "1 months", "1 мес"), ("therapy", "5 months", "5 месяца"), ("therapy", "2 months", "2 месяц"),
              ("therapy", "21 days", "21 дней"), ("therapy", "1 line", "1 линий"), ("therapy", "12 month", "12 мес")]),
        Lint("typography", "straight quotation marks, or those of the other language", typography,
             [("notice", 'The "slide" applies.', "Слайд применим."), ("notice", "The «slide» applies.", "Слайд применим."),
              ("notice", "The slide applies.", "“Слайд” применим."), ("notice", "The slide's box.", "Блок слайда.")]),
        Lint("ranges", "a range with a hyphen or spaces instead of a dash", either(
            r"(?<![\w-])\d+(?:[.,]\d+)?-\d+(?:[.,]\d+)?(?![\w-])|\d – \d|\d—\d"),
            [("dose", "days 1-21", "дни 1–21"), ("dose", "days 1–21", "дни 1 – 21")]),
        Lint("percents", "a space before the percent sign: only evidence and bounds have one, after several numbers", percents,
             [("caution", "In 4 % of patients.", "У 4% пациентов.")]),
        Lint("yo", "е instead of ё, which these texts write", either(
            r"(?i)\b(?:еще|ее|нее|легк(?:их|ие|ими|ое)|трех\w*|четырех\w*|тяжел\w+|учет\w*|расчет\w*|прием\w*|отек\w*|объем\w*|причем|мое|"
            r"определен\b|проведен\b|одобрен[оы] ее)\b", ("ru",)),
            [("caution", "It is severe.", "Тяжелая форма."), ("caution", "Again.", "Еще раз.")]),
        Lint("ends", "a sentence without its stop, or a phrase with one", ends,
             [("caution", "Check the dose", "Проверьте дозу."), ("criterion", "No pregnancy.", "Беременности нет")]),
        Lint("begins", "a small letter where a text begins", begins,
             [("criterion", "no pregnancy", "Беременности нет"), ("notice", "The slide applies.", "слайд применим.")]),
        Lint("jargon", "words of the project that a clinician does not know",
             either(r"(?i)\bseeds?\b|\bJSON\b|\bpointer\b|\bkleene\b|\bсид[аеу]?\b"),
             [("notice", "The seed says so.", "Так в исходном тексте.")]),
    ]


def findings(rows, checks):
    """The faults of phrases, by lint."""
    return [(lint, phrase, faults) for phrase in rows for lint in checks if (faults := lint.check(phrase))]


def self_test(rows, checks):
    """What of the lints does not work: each must find its planted faults, and one put into a phrase of the book."""
    silent = []
    for lint in checks:
        for kind, en, ru in lint.planted:
            if not lint.check(Phrase(kind, en, ru)):
                silent.append(f"{lint.name} lets pass: {en} | {ru}")
        if not lint.planted:
            silent.append(f"{lint.name} has nothing planted")
    clean = [row for row in rows if not any(lint.check(row) for lint in checks)]
    if len(clean) < len(rows) / 2:
        silent.append("most phrases of the book are faulty: nothing can be said of the lints")
    return silent
