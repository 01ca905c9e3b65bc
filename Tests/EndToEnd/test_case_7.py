"""Case 7 and its variants: the table of the contract, the reasons, and the form of answers."""

import json
import re

import pytest

EVEROLIMUS = ("everolimus-exemestane", "everolimus-fulvestrant")
TAXANES_AND_DOXORUBICIN = ("paclitaxel-weekly", "paclitaxel-3weekly", "docetaxel", "doxorubicin")


class Options:
    def __init__(self, answer):
        assert answer.status == 200, answer.text
        self.answer = answer.json()
        self.list = self.answer["options"]

    def __getitem__(self, regimen):
        return next(option for option in self.list if option["regimen"]["id"] == regimen)

    def verdict(self, regimen):
        return self[regimen]["verdict"]

    def criterion(self, regimen, criterion):
        return next(each for each in self[regimen]["criteria"] if each["id"] == criterion)

    def decisive(self, regimen):
        return {each["id"]: each for each in self[regimen]["criteria"] if each.get("decisive")}

    @property
    def first(self):
        return self.list[0]["regimen"]["id"]


def ask(service, case, **query):
    return Options(service.recommend(case, query))


@pytest.fixture(scope="module")
def answer(service, case_7_bytes):
    return ask(service, case_7_bytes)


def resolve(document, pointer):
    assert pointer == "" or pointer.startswith("/")
    for part in pointer.split("/")[1:]:
        part = part.replace("~1", "/").replace("~0", "~")
        document = document[int(part)] if isinstance(document, list) else document[part]
    return document


# The table of the contract.


def test_everolimus_with_exemestane_is_recommended_first(answer):
    assert answer.first == "everolimus-exemestane"
    option = answer["everolimus-exemestane"]
    assert option["verdict"] == "recommended"
    assert [each["verdict"] for each in answer.list].count("recommended") == 1
    caution = next(each for each in option["cautions"] if each["id"] == "everolimus-hyperglycaemia")
    assert caution["text"] and caution["sources"]
    assert {"ecog", "organFunctionAdequate"} <= set(option["verify"])
    assert option["regimen"]["drugs"][0] == {
        "id": "everolimus", "name": "Everolimus", "dose": "10 mg", "schedule": "once daily, continuously"}
    assert any(each["trial"] == "bolero-2" and "0.45 (0.38–0.54)" in each["text"] for each in option["evidence"])


def test_everolimus_with_fulvestrant_is_an_alternative(answer):
    assert answer.verdict("everolimus-fulvestrant") == "alternative"


def test_ribociclib_is_not_recommended_since_maintain_studied_it_after_palbociclib(answer):
    assert answer.verdict("ribociclib-fulvestrant") == "not-recommended"
    reasons = answer.decisive("ribociclib-fulvestrant").values()
    reason = next(each for each in reasons if "MAINTAIN" in each["text"])
    assert "86.5" in reason["text"] and "abemaciclib" in reason["text"]
    assert reason["result"] == "not-met"
    assert {"pointer": "/priorTherapies/1", "value": ["abemaciclib", "letrozole"]} in reason["facts"]
    assert "kalinsky2023" in reason["sources"]


@pytest.mark.parametrize("regimen", TAXANES_AND_DOXORUBICIN)
def test_chemotherapy_is_not_recommended_before_endocrine_options_are_exhausted(answer, regimen):
    assert answer.verdict(regimen) == "not-recommended"
    reason = next(iter(answer.decisive(regimen).values()))
    assert reason["result"] == "not-met"
    assert "visceral crisis" in reason["text"] and "exhausted" in reason["text"]
    assert {"pointer": "/findings/visceralCrisis", "value": False} in reason["facts"]


def test_olaparib_is_not_recommended_without_a_mutation(answer):
    assert answer.verdict("olaparib") == "not-recommended"
    facts = [fact for each in answer.decisive("olaparib").values() for fact in each["facts"]]
    assert {"pointer": "/findings/BRCA1", "value": "wild-type"} in facts
    assert {"pointer": "/findings/BRCA2", "value": "wild-type"} in facts


def test_russian_guidelines_do_not_provide_for_everolimus_with_fulvestrant(service, case_7):
    answer = ask(service, case_7 | {"context": {"jurisdiction": "RU"}})
    assert answer.first == "everolimus-exemestane"
    assert answer.verdict("everolimus-fulvestrant") == "not-recommended"
    reasons = answer.decisive("everolimus-fulvestrant").values()
    assert any({"pointer": "/context/jurisdiction", "value": "RU"} in each["facts"] and "Russian" in each["text"] for each in reasons)


def test_other_jurisdiction_has_no_such_rule(service, case_7):
    answer = ask(service, case_7 | {"context": {"jurisdiction": "EU"}})
    assert answer.verdict("everolimus-fulvestrant") == "alternative"
    facts = [fact for each in answer["everolimus-fulvestrant"]["criteria"] for fact in each["facts"]]
    assert {"pointer": "/context/jurisdiction", "value": "EU"} in facts


def test_visceral_crisis_puts_a_taxane_first(service, case_7):
    case_7["findings"]["visceralCrisis"] = True
    answer = ask(service, case_7)
    assert answer.first in TAXANES_AND_DOXORUBICIN[:3]
    for regimen in EVEROLIMUS:
        assert answer.verdict(regimen) == "not-recommended"
        facts = [fact for each in answer.decisive(regimen).values() for fact in each["facts"]]
        assert {"pointer": "/findings/visceralCrisis", "value": True} in facts


@pytest.mark.parametrize("finding, value, affected", (
    ("metastases", ["lung", "bone", "cns"], EVEROLIMUS),
    ("ecog", 3, EVEROLIMUS),
    ("ecog", 2, ("everolimus-fulvestrant",)),
))
def test_patients_outside_the_trial_are_not_recommended_it(service, case_7, finding, value, affected):
    case_7["findings"][finding] = value
    answer = ask(service, case_7)
    for regimen in EVEROLIMUS:
        assert (answer.verdict(regimen) == "not-recommended") == (regimen in affected)
    for regimen in affected:
        reasons = [each for each in answer.decisive(regimen).values() if each["result"] == "not-met"]
        assert any({"pointer": f"/findings/{finding}", "value": value} in each["facts"] for each in reasons)


@pytest.mark.parametrize("gene", ("BRCA1", "BRCA2"))
def test_mutation_makes_olaparib_recommended(service, case_7, gene):
    case_7["findings"][gene] = "mutated"
    answer = ask(service, case_7)
    assert answer.first == "olaparib"
    assert answer.verdict("olaparib") == "recommended"
    facts = [fact for each in answer["olaparib"]["criteria"] for fact in each["facts"]]
    assert {"pointer": f"/findings/{gene}", "value": "mutated"} in facts


def test_after_palbociclib_ribociclib_is_an_alternative(service, case_7):
    case_7["priorTherapies"][1]["drugs"] = ["palbociclib", "letrozole"]
    assert ask(service, case_7).verdict("ribociclib-fulvestrant") == "alternative"


def test_unknown_pik3ca_leads_what_is_missing_and_its_prediction_comes_true(service, case_7):
    del case_7["findings"]["PIK3CA"]
    before = ask(service, case_7)
    missing = before.answer["missingInformation"]
    assert missing[0]["finding"] == "PIK3CA"
    assert {change["value"] for change in missing[0]["wouldChange"]} == {"mutated", "wild-type"}
    predictions_come_true(service, case_7, before, missing[0])


@pytest.mark.parametrize("detail", ("full", "summary"))
def test_every_prediction_about_a_finding_comes_true(service, case_7, detail):
    for variant in ({}, {"visceralCrisis": None}, {"her2": None}, {"age": None}, {"er": None}):
        case = case_7 | {"findings": case_7["findings"] | variant}
        before = ask(service, case, detail=detail)
        for missing in before.answer["missingInformation"]:
            if not missing["finding"].startswith("/"):
                predictions_come_true(service, case, before, missing)


def predictions_come_true(service, case, before, missing):
    """Each value changes just the verdicts it is said to change."""
    by_value = {}
    for change in missing["wouldChange"]:
        by_value.setdefault(json.dumps(change["value"]), []).append(change)
    for value, changes in by_value.items():
        filled = case | {"findings": case["findings"] | {missing["finding"]: json.loads(value)}}
        after = ask(service, filled, detail="summary")
        changed = {
            option["regimen"]["id"]: (option["verdict"], after.verdict(option["regimen"]["id"])) for option in before.list
            if option["verdict"] != after.verdict(option["regimen"]["id"])
        }
        assert changed == {change["regimen"]: (change["from"], change["to"]) for change in changes}, (missing["finding"], value)


# Reasons can be followed.


def test_every_fact_resolves_in_the_request(service):
    ids = {entry["id"] for entry in service.entries("/drugs")}
    for entry in service.entries("/cases"):
        case = service.get(f"/cases/{entry['id']}/input").json()
        for option in ask(service, case).list:
            for criterion in option["criteria"]:
                for fact in criterion["facts"]:
                    at = resolve(case, fact["pointer"])
                    if fact["pointer"].startswith("/priorTherapies"):
                        therapies = at if isinstance(at, list) else [at]
                        assert all("regimen" in each or "drugs" in each for each in therapies)
                        stated = [drug for each in therapies if "regimen" not in each for drug in each["drugs"]]
                        named = {drug for drug in stated if isinstance(drug, str)}
                        by_other_names = "regimen" in json.dumps(at) or not named <= ids
                        assert fact["value"] == stated or named - set(fact["value"]) == set() or by_other_names, fact
                    else:
                        assert fact["value"] == at, (entry["id"], fact)


def test_every_criterion_has_a_source_and_a_fact_or_a_gap(service, answer):
    known = {entry["id"] for path in ("/references", "/trials") for entry in service.entries(path)}
    for option in answer.list:
        for criterion in option["criteria"]:
            assert criterion["sources"] and set(criterion["sources"]) <= known
            assert criterion["because"]
            is_not_asked = criterion["because"] == "jurisdiction: not asked about"
            assert criterion["facts"] or criterion.get("missing") or is_not_asked, criterion
        assert all(set(caution["sources"]) <= known and caution["sources"] for caution in option["cautions"])
        assert all(set(each["sources"]) <= known for each in option["evidence"])
        assert all(each["source"] in known for each in option["guidelines"])
        assert all(service.get(f"/trials/{each['trial']}").status == 200 for each in option["evidence"])
    assert service.get(f"/references/{answer.list[0]['criteria'][0]['sources'][0]}").status == 200


def test_options_hold_every_regimen_that_is_one(service, answer):
    regimens = service.entries("/regimens", {"disease": "breast-cancer"})
    assert {each["id"] for each in regimens if each["kind"] == "option"} == {each["regimen"]["id"] for each in answer.list}


# Form.


def reordered(value):
    if isinstance(value, dict):
        return {key: reordered(child) for key, child in reversed(value.items())}
    return [reordered(child) for child in value] if isinstance(value, list) else value


def test_same_bytes_whatever_the_order_of_members_and_white_space(service, case_7, case_7_bytes):
    bodies = {service.recommend(body).body for body in (
        case_7_bytes, json.dumps(reordered(case_7)), json.dumps(case_7, indent=3), json.dumps(reordered(case_7), indent="\t"))}
    assert len(bodies) == 1


def test_null_is_as_left_out(service, case_7):
    assert service.recommend(case_7 | {"findings": case_7["findings"] | {"ecog": None}, "context": None}).body == (
        service.recommend(case_7).body)


def test_names_synonyms_and_russian_names_are_understood(service, case_7):
    plain = service.recommend(case_7).body
    case_7["priorTherapies"][0]["drugs"] = ["Тамоксифен"]
    case_7["priorTherapies"][1]["drugs"] = ["Зенлистик", {"name": "Letrozole"}]
    case_7["medications"] = ["метформин", "Розувастатин"]
    assert service.recommend(case_7).body == plain


def test_unknown_drug_of_the_real_world_is_reported(service, case_7):
    case_7["priorTherapies"][1]["drugs"].append({"name": "camizestrant"})
    notices = ask(service, case_7).answer["notices"]
    notice = next(each for each in notices if each["id"] == "not-considered")
    assert notice["pointer"] == "/priorTherapies/1/drugs/2" and "camizestrant" in notice["text"]


def test_candidates_are_judged_as_among_all(service, case_7, answer):
    chosen = ["paclitaxel-weekly", "everolimus-exemestane"]
    few = ask(service, case_7 | {"context": {"candidates": chosen}})
    assert [(each["rank"], each["regimen"]["id"]) for each in few.list] == [(1, chosen[1]), (2, chosen[0])]
    for regimen in chosen:
        assert few[regimen] | {"rank": 0} == answer[regimen] | {"rank": 0}
    shown = {change["regimen"] for each in few.answer["missingInformation"] for change in each["wouldChange"]}
    assert shown <= set(chosen)


def test_detail_leaves_out_what_it_promises(service, case_7, answer):
    decisive, summary = (ask(service, case_7, detail=detail) for detail in ("decisive", "summary"))
    for full, some, little in zip(answer.list, decisive.list, summary.list):
        assert some["criteria"] == [each for each in full["criteria"] if each.get("decisive")] != []
        assert some | {"criteria": 0} == full | {"criteria": 0}
        assert set(full) - set(little) == {"criteria", "evidence", "guidelines"}


TEXTS = {"text", "because", "summary", "name", "label", "dose", "schedule", "population", "analysis", "assessment", "disclaimer",
         "labelName", "valueName", "title", "caveat"}
# Usual in Russian oncology as they are.
LATIN = {"low", "ultralow", "post", "hoc", "del"}


def texts(value, key=None):
    if isinstance(value, dict):
        for name, child in value.items():
            if name == "label" and "labelName" in value:  # an id
                continue
            yield from texts(child, name)
    elif isinstance(value, list):
        for child in value:
            yield from texts(child, key)
    elif isinstance(value, str) and key in TEXTS:
        yield value


def shape(value, key=None):
    if isinstance(value, dict):
        return {name: shape(child, name) for name, child in value.items()}
    if isinstance(value, list):
        return [shape(child, key) for child in value]
    return "text" if key in TEXTS | {"trialName"} else value


def test_both_languages_say_the_same_in_their_own_words(service):
    # Every text is read by Tests/Reading; this is about what stands beside the texts.
    for entry in service.entries("/cases")[::6]:
        case = service.get(f"/cases/{entry['id']}/input").body
        english, russian = (ask(service, case, lang=language).answer for language in ("en", "ru"))
        assert shape(english) == shape(russian), entry["id"]
        for text in texts(english):
            assert not re.search("[А-Яа-яЁё]", text), text
        given = set(re.findall(r'"name":\s*"([^"]+)"', case.decode()))
        for text in texts(russian):
            assert not set(re.findall(r"\b[a-z]{3,}\b", text)) - LATIN - given, text
        assert all(re.search("[А-Яа-яЁё]", option["summary"]) for option in russian["options"])
