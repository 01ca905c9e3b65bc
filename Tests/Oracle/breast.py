"""Second line of HR+/HER2− metastatic breast cancer, decided naively from facts/breast.md and the contract's section 5."""

from patient import REGIMENS, Patient, at_least, every, negation, some

# Classes: facts/breast.json `drugClassMap`.
NON_STEROIDAL_AI = ["letrozole", "anastrozole"]
AI = NON_STEROIDAL_AI + ["exemestane"]
SERD = ["fulvestrant", "elacestrant"]
CDK46 = ["palbociclib", "ribociclib", "abemaciclib"]
MTOR = ["everolimus"]
PI3K = ["alpelisib", "inavolisib"]
AKT = ["capivasertib"]
PARP = ["olaparib", "talazoparib"]
TAXANE = ["paclitaxel", "nab-paclitaxel", "docetaxel"]
ENDOCRINE = AI + ["tamoxifen", "toremifene"] + SERD
CHEMOTHERAPY = TAXANE + ["doxorubicin", "epirubicin", "pegylated-liposomal-doxorubicin", "capecitabine", "gemcitabine",
                         "vinorelbine", "eribulin", "cyclophosphamide", "fluorouracil", "methotrexate"]

#: Targeted and cytotoxic drugs of the options.
TARGETED_OR_CYTOTOXIC = CDK46 + MTOR + PARP + [
    "alpelisib", "capivasertib", "paclitaxel", "docetaxel", "eribulin", "capecitabine", "doxorubicin", "trastuzumab-deruxtecan",
    "sacituzumab-govitecan"]

#: Contract 5.10: the steps in their order, and the options in each.
STEPS = [
    ["paclitaxel-weekly", "docetaxel", "eribulin", "capecitabine", "paclitaxel-3weekly", "doxorubicin"],
    ["olaparib", "talazoparib"],
    ["elacestrant"],
    ["alpelisib-fulvestrant", "capivasertib-fulvestrant"],
    ["ribociclib-fulvestrant", "abemaciclib-fulvestrant"],
    ["everolimus-exemestane", "everolimus-fulvestrant"],
    ["trastuzumab-deruxtecan"],
    ["sacituzumab-govitecan"],
]

#: Rules that the self-test turns wrong.
FAULTS = ["crisis-ignored", "doxorubicin-500", "ribociclib-after-abemaciclib", "ecog-4", "brca-both", "unknown-her2-is-no"]

#: Where the service departs from the facts, and the sentence that says so. `evaluate` with the name does as the service does.
DEFECTS = {}


def evaluate(case, faults=()):
    p = Patient(case)

    # Section 3.1 and contract 5.5: what the disease is.
    positive = some(p.has("er", "positive"), p.has("pr", "positive"))
    her2_negative = negation(p.has("her2", "positive"))
    metastatic = p.has("stage", "metastatic")
    # Contract 5.11, and step 1 of section 3: progressing. Without progression nothing is to be changed now.
    setting = every(positive, her2_negative, metastatic, p.progressed())
    crisis = p.flag("visceralCrisis")
    calm = negation(crisis)
    if "crisis-ignored" in faults:
        crisis, calm = False, True
    brca = (every if "brca-both" in faults else some)(p.has("BRCA1", "mutated"), p.has("BRCA2", "mutated"))
    pik3ca, esr1 = p.has("PIK3CA", "mutated"), p.has("ESR1", "mutated")
    altered = some(pik3ca, p.has("AKT1", "mutated"), p.has("PTEN", "mutated"))

    # Contract 5.5: stated, or 60 and older, or ovarian suppression; in men unknown. The two that are stated say that it is a woman.
    woman = p.value("sex") == "female"
    suppressed = p.flag("ovarianSuppression")
    past_menopause = some(p.has("menopausalStatus", "postmenopausal"), suppressed,
                          p.compares("age", lambda age: True if age >= 60 and woman else None))
    # READING, of the service: a patient whose sex is left out may be a man, in whom it is unknown.
    if p.value("menopausalStatus") == "premenopausal" and suppressed is False and woman:
        past_menopause = p.compares("age", lambda age: age >= 60)

    # Section 8, `lineVocabulary`.
    chemotherapy_lines = p.lines(["metastatic"], *CHEMOTHERAPY)
    endocrine_lines = p.lines(["metastatic"], *ENDOCRINE)
    had_cdk46 = p.had(*CDK46)

    # Contract 5.10: exhausted.
    exhausted = every(p.had(*AI), p.had(*SERD), p.had(*MTOR),
                      some(negation(altered), p.had(*PI3K, *AKT)), some(negation(esr1), p.had("elacestrant")),
                      some(negation(brca), p.had(*PARP)))
    needs_chemotherapy = every(setting, some(crisis, exhausted))

    indications = {}   # Must hold; unknown: conditional.
    restrictions = {}  # True: not recommended; unknown: to be verified.
    stops = {}         # True: contraindicated; unknown: to be verified.
    seconds = {"paclitaxel-3weekly", "doxorubicin"}  # Never the recommended (contract 5.10).

    # CHEMO-IF-CRISIS, ET-BEFORE-CHEMO.
    for regimen in STEPS[0]:
        indications[regimen] = needs_chemotherapy
    # DOX-CUMULATIVE; contract 5.11: the next full cycle (60 mg/m²) beyond 450.
    limit = 500 if "doxorubicin-500" in faults else 450
    stops["doxorubicin"] = p.compares("cumulativeDoxorubicin", lambda dose: dose >= limit)
    restrictions["doxorubicin"] = p.compares("cumulativeDoxorubicin", lambda dose: dose + 60 > 450)

    # PARP-BRCA-MUT, PARP-NO-BRCA (contract 5.11: no indication is no hard stop).
    for regimen in PARP:
        indications[regimen] = every(setting, brca)

    # ELA-ESR1.
    indications["elacestrant"] = every(setting, esr1, had_cdk46, calm, negation(p.had("elacestrant")))

    # ALP-MUT, CAPI-ALTERED, CAPI-INSULIN.
    indications["alpelisib-fulvestrant"] = every(setting, pik3ca, calm)
    indications["capivasertib-fulvestrant"] = every(setting, altered, calm)
    stops["capivasertib-fulvestrant"] = some(p.suffers("insulin-treated-diabetes"),
                                             every(p.suffers("diabetes"), p.takes("insulin")))

    # CDK-NAIVE, RIBO-AFTER-PALBO, RIBO-AFTER-ABEMA, RIBO-AFTER-RIBO, ABEMA-AFTER-PALBO-RIBO.
    # READING: whatever of them was given counts, not only the last.
    no_data = {"ribociclib-fulvestrant": ["ribociclib", "abemaciclib"], "abemaciclib-fulvestrant": ["abemaciclib"]}
    if "ribociclib-after-abemaciclib" in faults:
        no_data["ribociclib-fulvestrant"] = ["ribociclib"]
    for regimen, before in no_data.items():
        indications[regimen] = every(setting, calm, negation(p.had(*before)))

    # EVE-EXE-PORTRAIT, EVE-NEEDS-AI, EVE-PRIOR-MTOR-EXE; contract 5.9: what is essential, what is to be verified.
    indications["everolimus-exemestane"] = every(
        setting, calm, past_menopause, p.had(*NON_STEROIDAL_AI), negation(p.had(*MTOR)), negation(p.had("exemestane")))
    # EVE-FUL-INT, EVE-FUL-RU.
    indications["everolimus-fulvestrant"] = every(
        setting, calm, past_menopause, p.had(*AI), negation(p.had(*MTOR)))
    # EVE-EXE-CRISIS, EVE-EXE-ECOG3, EVE-EXE-CNS; contract 5.9.
    unfit = some(p.flag("symptomaticVisceralDisease"), p.spread_to("cns"), p.flag("uncontrolledComorbidity"),
                 negation(p.flag("organFunctionAdequate")))
    worst = 4 if "ecog-4" in faults else 3
    restrictions["everolimus-exemestane"] = some(unfit, p.compares("ecog", lambda ecog: ecog >= worst))
    restrictions["everolimus-fulvestrant"] = some(
        unfit, p.compares("ecog", lambda ecog: ecog >= 2), p.jurisdiction == "RU")

    # Section 3.10: TDXD-DB04, TDXD-DB06, TDXD-NOT-YET, SG-LATE, SG-NOT-YET.
    ungraded = p.value("her2") == "negative" and "unknown-her2-is-no" not in faults
    graded = None if ungraded else p.has("her2", "low", "ultralow")
    low = None if ungraded else p.has("her2", "low")
    short = p.ever(lambda entry: every(entry.setting == "metastatic", entry.gave(*CDK46),
                                       None if entry.outcome is None else entry.outcome == "progressed-on-therapy",
                                       None if entry.months is None else entry.months < 6))
    after_endocrine = every(setting, graded, negation(at_least(chemotherapy_lines, 1)),
                            some(at_least(endocrine_lines, 2), every(at_least(endocrine_lines, 1), short)))
    after_chemotherapy = every(setting, low, at_least(chemotherapy_lines, 1))
    indications["trastuzumab-deruxtecan"] = some(after_endocrine, after_chemotherapy)
    indications["sacituzumab-govitecan"] = every(
        setting, at_least(chemotherapy_lines, 2), p.had(*TAXANE), had_cdk46, at_least(endocrine_lines, 1))

    # READING: no targeted or cytotoxic drug again on which the disease has progressed (the facts give no trial of it).
    for regimen in indications:
        spent = set(REGIMENS[regimen]) & set(TARGETED_OR_CYTOTOXIC)
        again = p.ever(lambda entry: every(entry.gave(*spent), entry.outcome == "progressed-on-therapy"))
        restrictions[regimen] = some(restrictions.get(regimen, False), again)

    # READING, of this knowledge base: no evidence for any of it in pregnancy; who cannot be pregnant is not.
    def verdict(regimen):
        if stops.get(regimen):
            return "contraindicated"
        if p.flag("pregnant"):
            return "not-recommended"
        if restrictions.get(regimen) or indications[regimen] is False:
            return "not-recommended"
        return "conditional" if indications[regimen] is None else "alternative"

    verdicts = {regimen: verdict(regimen) for step in STEPS for regimen in step}
    # Contract 5.10: the first step that applies holds the recommended.
    # After a CDK4/6 inhibitor its like stand behind everolimus (READING: each a step), and exemestane before fulvestrant.
    if had_cdk46 is False:
        steps = STEPS[:5] + [["everolimus-exemestane"], ["everolimus-fulvestrant"]] + STEPS[6:]
    else:
        steps = STEPS[:4] + [["everolimus-exemestane"], ["everolimus-fulvestrant"],
                             ["abemaciclib-fulvestrant"], ["ribociclib-fulvestrant"]] + STEPS[6:]
        # Section 3, ranking among equals: phase III (postMONARCH) before phase II (MAINTAIN).
        if "rechallenge-order" in faults:
            steps[6], steps[7] = steps[7], steps[6]
    # Section 3.9: a taxane is preferred if not used before.
    if p.had(*TAXANE) and "taxane-first-again" not in faults:
        steps[0] = ["eribulin", "capecitabine", "paclitaxel-weekly", "docetaxel", "paclitaxel-3weekly", "doxorubicin"]
    for step in steps:
        standing = [regimen for regimen in step if verdicts[regimen] == "alternative" and regimen not in seconds]
        if standing:
            for regimen in standing:
                verdicts[regimen] = "recommended"
            break
    return {"verdicts": verdicts, "order": [regimen for step in steps for regimen in step]}
