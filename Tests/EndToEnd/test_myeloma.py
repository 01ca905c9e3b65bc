"""Multiple myeloma over HTTP: the rows of the contract's table, refractoriness with its records, what is asked first."""

import pytest

from test_case_7 import ask, resolve

OUTSIDE = ["dt-pace", "vtd-pace", "dcep", "v-dcep", "hd-cy", "bendamustine", "auto-sct", "clinical-trial"]


def case(*prior, **findings):
    known = {
        "age": 61, "sex": "male", "ecog": 1, "neuropathyGrade": 0, "lvef": 60, "creatinineClearance": 80, "platelets": 150,
        "neutrophils": 2.5, "del17p": "not-detected", "t11-14": "not-detected", "bcl2High": False,
        "secondaryPlasmaCellLeukemia": False, "extramedullaryDisease": False, "contraindicationToTriplet": False,
    }
    known.update(findings)
    return {
        "disease": "multiple-myeloma", "findings": {key: value for key, value in known.items() if value is not None},
        "comorbidities": [], "medications": [], "priorTherapies": list(prior),
    }


def line(number, drugs, outcome="progressed-on-therapy", **more):
    entry = {"setting": "induction" if number == 1 else "relapse", "line": number, "outcome": outcome, **more}
    entry["regimen" if isinstance(drugs, str) else "drugs"] = drugs
    return entry


def refractoriness(options):
    return options.answer["assessment"]["refractoriness"]


def refractory(options):
    return {each["id"] for each in refractoriness(options)["drugs"]}


def notices(options):
    return {each["id"] for each in options.answer["notices"]}


# The rows of the contract.


def test_two_proteasome_inhibitors_are_not_double_refractory(service):
    options = ask(service, case(line(1, "vd", bestResponse="SD"), line(2, "kd")))
    assert refractoriness(options)["label"] == "single-class"
    assert refractory(options) == {"bortezomib", "carfilzomib"}
    assert options.first == "drd" and options.verdict("drd") == "recommended"


@pytest.mark.parametrize("day, is_refractory", [(0, True), (60, True), (61, False), (200, False)])
def test_day_60_is_refractory_and_day_61_is_not(service, day, is_refractory):
    options = ask(service, case(line(1, "vrd", "progressed-after-therapy", bestResponse="PR", daysToProgression=day)))
    assert refractory(options) == ({"bortezomib", "lenalidomide"} if is_refractory else set())
    assert refractoriness(options)["label"] == ("double" if is_refractory else "none")
    assert ("g1" in notices(options)) != is_refractory


def test_an_unknown_day_is_asked_for(service):
    options = ask(service, case(line(1, "vrd", "progressed-after-therapy", bestResponse="PR")))
    assert refractoriness(options)["label"] == "unknown"
    assert {"double", "none"} <= set(refractoriness(options)["possible"])
    assert {"bortezomib", "lenalidomide"} <= {each["id"] for each in refractoriness(options)["undetermined"]}
    assert options.answer["missingInformation"][0]["finding"] == "/priorTherapies/0/daysToProgression"
    assert not any(each["verdict"] == "recommended" for each in options.list)


def test_a_drug_that_ended_earlier_counts_from_its_own_last_dose(service):
    entry = line(
        1, "vrd", bestResponse="VGPR", ended="2026-03-01", progressed="2026-03-01", endedByDrug={"bortezomib": "2025-01-10"})
    options = ask(service, case(entry))
    assert refractory(options) == {"lenalidomide"}
    assert options.first == "dvd"


def test_stopping_for_toxicity_is_no_refractoriness(service):
    options = ask(
        service, case(line(1, "vd", "stopped-toxicity", bestResponse="PR"), line(2, "rd")))
    assert refractory(options) == {"lenalidomide"}
    assert "bortezomib" in {each["id"] for each in refractoriness(options)["notRefractory"]}


def test_after_daratumumab_no_antibody_to_cd38_is_left(service):
    options = ask(service, case(line(1, "d-vrd")))
    for option in options.list:
        drugs = {each["id"] for each in option["regimen"]["drugs"]}
        if drugs & {"daratumumab", "isatuximab"}:
            assert option["verdict"] in ("not-recommended", "contraindicated"), option["regimen"]["id"]
    assert options.first == "elopd"
    assert refractoriness(options)["tripleClass"] is True
    assert refractoriness(options)["label"] == "double"


def test_del17p_alone_keeps_daratumumab_and_hints_at_elotuzumab(service):
    options = ask(service, case(line(1, "vrd"), del17p="detected"))
    assert options.first == "dpd"
    assert "del17p-elotuzumab" in {each["id"] for each in options["elopd"]["cautions"]}


@pytest.mark.parametrize("finding", ["secondaryPlasmaCellLeukemia", "extramedullaryDisease"])
def test_outside_the_algorithm_the_answer_says_so_and_offers_what_the_deck_lists_elsewhere(service, finding):
    options = ask(service, case(line(1, "vrd"), **{finding: True}))
    assert "algorithm-not-applicable" in notices(options)
    offered = [each["regimen"]["id"] for each in options.list if each["verdict"] in ("recommended", "alternative")]
    assert offered and set(offered) <= set(OUTSIDE)
    assert not any(each["verdict"] == "recommended" for each in options.list)
    assert options.verdict("dpd") == "not-recommended"


def test_the_two_questions_come_first_when_neither_is_answered(service):
    options = ask(service, case(line(1, "vrd"), secondaryPlasmaCellLeukemia=None, extramedullaryDisease=None))
    first = [each["finding"] for each in options.answer["missingInformation"][:2]]
    assert set(first) == {"secondaryPlasmaCellLeukemia", "extramedullaryDisease"}
    assert not any(each["verdict"] in ("recommended", "alternative") for each in options.list)
    assert options.verdict("dpd") == "conditional"
    assert "ask-first" in notices(options)


# Safety that the slide leaves out.


def test_what_the_slide_lists_and_must_not_be_given_is_not_offered(service):
    options = ask(service, case(line(1, "vrd"), line(2, "kpd")))
    assert options.first == "clinical-trial"
    assert options.verdict("pembro-pd") == "contraindicated"
    assert options.verdict("ven-d") == options.verdict("ven-vd") == "not-recommended"
    assert options.verdict("panovd") == "alternative"
    assert "re-treatment" in {each["id"] for each in options["panovd"]["cautions"]}


def test_venetoclax_comes_with_its_warning_only_with_t_11_14(service):
    options = ask(service, case(line(1, "vrd"), line(2, "kpd"), **{"t11-14": "detected"}))
    assert options.verdict("ven-d") == "alternative"
    assert any("21" in each["text"] for each in options["ven-d"]["cautions"])


# Reasons.


def test_refractoriness_names_the_records_that_prove_it(service):
    body = case(line(1, ["Велкейд", "ревлимидом", "дексаметазон"]), line(2, "Dara-Rd"))
    options = ask(service, body)
    proven = {each["id"]: each["from"] for each in refractoriness(options)["drugs"]}
    assert proven["bortezomib"] == ["/priorTherapies/0"]
    assert proven["daratumumab"] == ["/priorTherapies/1"]
    assert proven["lenalidomide"] == ["/priorTherapies/0", "/priorTherapies/1"]
    for definition in refractoriness(options)["definitions"]:
        assert definition["sources"]
        for pointer in definition["from"]:
            resolve(body, pointer)


def test_a_single_letter_is_refused_with_its_candidates(service):
    answer = service.recommend(case(line(1, ["V", "dexamethasone"])))
    assert answer.status == 422
    error = answer.json()["errors"][0]
    assert error["pointer"] == "/priorTherapies/0/drugs/0"
    assert "bortezomib" in error["detail"] or "venetoclax" in error["detail"]


def test_a_drug_of_breast_cancer_is_accepted_and_has_no_effect(service):
    options = ask(service, case(line(1, ["bortezomib", "tamoxifen"])))
    assert refractory(options) == {"bortezomib"}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_disease_page_carries_definitions_factors_criteria_and_a_readable_pathway(service, language):
    page = service.get("/diseases/multiple-myeloma", {"lang": language}).json()
    for member in ("terms", "responseCriteria", "factors", "resistance", "antibodyComparison", "definitions"):
        assert page[member], member
    reads = page["pathway"]["steps"][0]["reads"]
    assert reads["heading"] and reads["parts"]


@pytest.mark.parametrize("name, is_left", (
    ("mm-gap-g3-unfit", True), ("mm-gap-g4-unfit", True), ("mm-slots-g6-antibody-unfit", False)))
def test_nothing_is_said_to_be_left_only_when_nothing_is(service, name, is_left):
    """Between the columns, too, where options stand that need no third drug."""
    answer = service.recommend(service.get(f"/cases/{name}/input").body).json()
    assert ("nothing-left" in [notice["id"] for notice in answer["notices"]]) != is_left
