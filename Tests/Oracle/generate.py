"""Cases for the differential test: seeded, valid by the contract, biased so that the steps that matter are reached."""

import random
from datetime import date, timedelta

from patient import REGIMENS

AS_OF = "2026-06-30"
COMORBIDITIES = ["type-1-diabetes", "type-2-diabetes", "diabetes", "insulin-treated-diabetes", "hypertension",
                 "uncontrolled-hypertension", "atherosclerosis", "heart-failure-nyha-3-4", "heart-failure",
                 "recent-myocardial-infarction", "prolonged-qtc", "neuropathic-pain", "corneal-disease", "keratopathy",
                 "visual-acuity-loss", "active-infection", "hepatitis-b", "copd", "past-thrombosis", "renal-impairment"]
MEDICATIONS = ["metformin", "insulin", "rosuvastatin", "enalapril", "itraconazole", "warfarin", "levothyroxine"]
UNKNOWN = object()


def is_barren(findings):
    """Whether pregnancy would contradict age or menopause."""
    age = findings.get("age")
    return isinstance(age, (int, float)) and age >= 60 or findings.get("menopausalStatus") == "postmenopausal"


def pick(r, *weighted):
    """One of the values, each given with its weight."""
    values, weights = weighted[::2], weighted[1::2]
    return r.choices(values, weights)[0]


def some_of(r, ids, most):
    return r.sample(ids, r.randint(0, most))


def sets(r, case, likelihood):
    for name, ids, most in [("comorbidities", COMORBIDITIES, 3), ("medications", MEDICATIONS, 2)]:
        if r.random() < likelihood:
            case[name] = some_of(r, ids, most)


def ending(r, entry, progresses, days=True):
    """How an earlier therapy ended."""
    outcome = pick(r, "progressed-on-therapy", 6 * progresses, "progressed-after-therapy", 2 * progresses, "completed", 2,
                   "stopped-toxicity", 1, "ongoing", 0.5)
    if r.random() < 0.95:
        entry["outcome"] = outcome
    if r.random() < 0.6:
        entry["bestResponse"] = r.choice(["sCR", "CR", "VGPR", "PR", "PR", "MR", "SD", "PD"])
    if r.random() < 0.5:
        entry["durationMonths"] = r.choice([0.5, 1, 2, 3, 5, 5.5, 6, 7, 12, 24])
    if entry.get("outcome") == "progressed-after-therapy" and days:
        form = pick(r, "days", 5, "dates", 3, "months", 2, "none", 1)
        if form == "days":
            entry["daysToProgression"] = r.choice([0, 1, 30, 59, 60, 61, 62, 90, 200])
        elif form != "none":
            end = date(2025, 1, 1) + timedelta(days=r.randint(0, 360))
            progressed = end + timedelta(days=r.choice([1, 20, 45, 59, 60, 61, 75, 90, 150]))
            entry["ended"], entry["progressed"] = str(end), str(progressed)
            if form == "months":
                entry["ended"] = entry["ended"][:7]
                if r.random() < 0.5:
                    entry["progressed"] = entry["progressed"][:7]
    return entry


# MARK: Breast cancer

ADJUVANT = [["tamoxifen"], ["letrozole"], ["anastrozole"], ["exemestane"], ["doxorubicin", "cyclophosphamide"], ["paclitaxel"],
            ["docetaxel", "cyclophosphamide"], ["abemaciclib", "letrozole"], "ac-t", "fec", "tc"]
METASTATIC = [["abemaciclib", "letrozole"], ["palbociclib", "letrozole"], ["ribociclib", "letrozole"],
              ["palbociclib", "fulvestrant"], ["ribociclib", "anastrozole"], ["letrozole"], ["fulvestrant"], ["exemestane"],
              ["tamoxifen"], ["everolimus", "exemestane"], ["everolimus", "fulvestrant"], ["alpelisib", "fulvestrant"],
              ["capivasertib", "fulvestrant"], ["elacestrant"], ["olaparib"], ["talazoparib"], ["paclitaxel"], ["docetaxel"],
              ["capecitabine"], ["eribulin"], ["doxorubicin"], ["vinorelbine"], ["trastuzumab-deruxtecan"],
              ["sacituzumab-govitecan"], "palbociclib-ai", "abemaciclib-fulvestrant"]
EXHAUSTING = [["letrozole", "palbociclib"], ["fulvestrant"], ["everolimus", "exemestane"]]


def named(therapy):
    return {"regimen": therapy} if isinstance(therapy, str) else {"drugs": list(therapy)}


def gene(r, mutated):
    return pick(r, "mutated", mutated, "wild-type", 0.75, UNKNOWN, 0.25)


def breast(r):
    good = r.random() < 0.7   # Most cases are such that the pathway applies.
    findings = {
        "age": pick(r, 63, 3, 60, 1, 59, 1, 45, 2, 80, 1, UNKNOWN, 1),
        "sex": pick(r, "female", 9, "male", 0.5, UNKNOWN, 1),
        "stage": "metastatic" if good else pick(r, "metastatic", 5, "locally-advanced", 1, "early", 1, UNKNOWN, 2),
        "er": "positive" if good else pick(r, "positive", 4, "negative", 2, UNKNOWN, 2),
        "pr": pick(r, "positive", 2, "negative", 2, UNKNOWN, 3),
        "her2": pick(r, "negative", 4, "zero", 1, "low", 3, "ultralow", 2) if good
        else pick(r, "negative", 2, "positive", 2, "low", 1, UNKNOWN, 2),
        "menopausalStatus": pick(r, "postmenopausal", 3, "premenopausal", 1, UNKNOWN, 4),
        "ovarianSuppression": pick(r, True, 1, False, 1, UNKNOWN, 5),
        "PIK3CA": gene(r, 0.3), "BRCA1": gene(r, 0.1), "BRCA2": gene(r, 0.1), "PALB2": gene(r, 0.1), "ESR1": gene(r, 0.3),
        "AKT1": gene(r, 0.15), "PTEN": gene(r, 0.15),
        "visceralCrisis": pick(r, False, 7, True, 1.5, UNKNOWN, 1),
        "symptomaticVisceralDisease": pick(r, False, 3, True, 0.5, UNKNOWN, 4),
        "ecog": pick(r, 0, 1, 1, 2, 2, 1, 3, 0.5, 4, 0.2, UNKNOWN, 3),
        "organFunctionAdequate": pick(r, True, 3, False, 0.4, UNKNOWN, 4),
        "uncontrolledComorbidity": pick(r, False, 3, True, 0.4, UNKNOWN, 4),
        "cumulativeDoxorubicin": pick(r, UNKNOWN, 4, 0, 1, 240, 1, 390, 1, 391, 0.5, 400, 0.5, 449, 0.5, 450, 0.7, 500, 0.3),
        "metastases": pick(r, UNKNOWN, 2, some_of(r, ["bone", "lung", "liver", "lymph-node", "pleura"], 3), 6,
                           ["cns", "bone"], 0.7),
        "lvef": pick(r, UNKNOWN, 8, 35, 1, 60, 1),
        "neuropathyGrade": pick(r, UNKNOWN, 8, 0, 1, 2, 1, 3, 1),
        "pregnant": pick(r, UNKNOWN, 12, False, 1, True, 0.15),
    }
    if is_barren(findings):
        findings["pregnant"] = UNKNOWN
    if findings["sex"] == "male":
        findings |= {"pregnant": UNKNOWN, "menopausalStatus": UNKNOWN, "ovarianSuppression": UNKNOWN}
    case = {"disease": "breast-cancer", "findings": {name: v for name, v in findings.items() if v is not UNKNOWN}}
    sets(r, case, 0.7)
    if r.random() < 0.95:
        case["priorTherapies"] = history = []
        for therapy in r.sample(ADJUVANT, pick(r, 0, 3, 1, 4, 2, 1)):
            history.append(ending(r, {"setting": r.choice(["adjuvant", "adjuvant", "neoadjuvant"])} | named(therapy), 0.15))
        lines = list(EXHAUSTING) if r.random() < 0.25 else []
        lines += [t for t in r.sample(METASTATIC, pick(r, 0, 1, 1, 4, 2, 3, 3, 2, 4, 1)) if t not in lines]
        r.shuffle(lines)
        numbered = r.random() < 0.5
        for number, therapy in enumerate(lines, 1):
            entry = {"setting": "metastatic"} | ({"line": number} if numbered else {}) | named(therapy)
            history.append(ending(r, entry, 1))
        if history and r.random() < 0.02:
            entry = r.choice(history)
            entry.pop("regimen", None)
            entry["drugs"] = [{"name": "Xylotumab"}]
        drop_repeats(history)
    context(r, case)
    return case


CANDIDATES = {
    "breast-cancer": ["everolimus-exemestane", "everolimus-fulvestrant", "olaparib", "ribociclib-fulvestrant", "docetaxel",
                      "doxorubicin", "elacestrant", "trastuzumab-deruxtecan"],
    "multiple-myeloma": ["dvd", "drd", "dpd", "kd", "pd", "panovd", "car-t", "svd", "alkylators", "clinical-trial", "vtd-pace"],
}


def context(r, case):
    jurisdiction = pick(r, UNKNOWN, 6, "RU", 2, "EU", 1, "US", 1)
    case["context"] = {"asOf": AS_OF} | ({} if jurisdiction is UNKNOWN else {"jurisdiction": jurisdiction})


# MARK: Myeloma

INDUCTION = [["bortezomib", "lenalidomide", "dexamethasone"], ["bortezomib", "cyclophosphamide", "dexamethasone"],
             ["daratumumab", "lenalidomide", "dexamethasone"], ["daratumumab", "bortezomib", "lenalidomide", "dexamethasone"],
             ["thalidomide", "dexamethasone"], ["bortezomib", "thalidomide", "dexamethasone"], ["melphalan", "prednisone"],
             ["lenalidomide", "dexamethasone"], "vrd", "d-vrd", "vtd"]
RELAPSE = [["lenalidomide", "dexamethasone"], ["pomalidomide", "dexamethasone"], ["carfilzomib", "dexamethasone"],
           ["bortezomib", "dexamethasone"], ["ixazomib", "lenalidomide", "dexamethasone"], ["daratumumab"], ["isatuximab"],
           ["carfilzomib", "pomalidomide", "dexamethasone"], ["carfilzomib", "lenalidomide", "dexamethasone"],
           ["bortezomib", "pomalidomide", "dexamethasone"], ["daratumumab", "pomalidomide", "dexamethasone"],
           ["isatuximab", "pomalidomide", "dexamethasone"], ["elotuzumab", "pomalidomide", "dexamethasone"], ["ixazomib"],
           ["thalidomide", "dexamethasone"], ["cyclophosphamide", "dexamethasone"], ["bendamustine"], ["melphalan"],
           ["selinexor", "dexamethasone"], ["belantamab-mafodotin"], ["ide-cel"], ["teclistamab"], ["venetoclax", "dexamethasone"],
           ["panobinostat", "bortezomib", "dexamethasone"], ["doxorubicin"], "kd", "pd", "drd"]
#: What is to be refractory so that the columns and the gaps of the slide are reached.
TARGETS = [["lenalidomide"], ["bortezomib"], ["bortezomib", "lenalidomide"], ["bortezomib", "carfilzomib", "lenalidomide"],
           ["bortezomib", "lenalidomide", "pomalidomide"], ["bortezomib", "carfilzomib", "lenalidomide", "pomalidomide"],
           ["ixazomib", "lenalidomide"], ["carfilzomib", "lenalidomide"], ["bortezomib", "pomalidomide"],
           ["bortezomib", "thalidomide"], ["carfilzomib", "lenalidomide", "pomalidomide"], ["daratumumab"],
           ["daratumumab", "lenalidomide"], ["bortezomib", "carfilzomib", "lenalidomide", "pomalidomide", "daratumumab"],
           ["ixazomib", "lenalidomide", "pomalidomide"], ["carfilzomib"], ["bortezomib", "carfilzomib"],
           ["lenalidomide", "pomalidomide"], ["isatuximab", "bortezomib", "lenalidomide"], []]


def myeloma(r):
    findings = {
        "age": pick(r, 63, 3, 76, 1, UNKNOWN, 1), "sex": pick(r, "female", 2, "male", 2, UNKNOWN, 1),
        "secondaryPlasmaCellLeukemia": pick(r, False, 14, True, 1, UNKNOWN, 1.5),
        "extramedullaryDisease": pick(r, False, 14, True, 1, UNKNOWN, 1.5),
        "contraindicationToTriplet": pick(r, UNKNOWN, 5, False, 3, True, 4),
        "del17p": pick(r, UNKNOWN, 3, "detected", 2, "not-detected", 3),
        "t11-14": pick(r, UNKNOWN, 3, "detected", 2, "not-detected", 3),
        "bcl2High": pick(r, UNKNOWN, 4, True, 1, False, 2),
        "neuropathyGrade": pick(r, UNKNOWN, 5, 0, 2, 1, 2, 2, 1, 3, 1), "lvef": pick(r, UNKNOWN, 5, 60, 3, 45, 1, 40, 1, 39, 1),
        "qtc": pick(r, UNKNOWN, 6, 420, 2, 480, 1, 481, 1), "creatinineClearance": pick(r, UNKNOWN, 5, 80, 2, 45, 1, 15, 1),
        "pregnant": pick(r, UNKNOWN, 8, False, 4, True, 0.5), "childbearingPotential": pick(r, UNKNOWN, 6, False, 4, True, 1.5),
        "contraceptionConfirmed": pick(r, UNKNOWN, 5, True, 2, False, 1), "ecog": pick(r, UNKNOWN, 3, 1, 2, 3, 1),
        "platelets": pick(r, UNKNOWN, 6, 40, 1, 150, 2), "neutrophils": pick(r, UNKNOWN, 6, 0.8, 1, 3, 2),
    }
    if findings["sex"] == "male":
        for finding in ("pregnant", "childbearingPotential"):
            if findings[finding] is True:
                findings[finding] = UNKNOWN
    if is_barren(findings):
        findings["pregnant"] = UNKNOWN
    if findings["pregnant"] is True and findings["childbearingPotential"] is False:
        findings["childbearingPotential"] = UNKNOWN
    case = {"disease": "multiple-myeloma", "findings": {name: v for name, v in findings.items() if v is not UNKNOWN}}
    sets(r, case, 0.75)
    if r.random() < 0.97:
        case["priorTherapies"] = history = []
        line = 1
        if r.random() < 0.7:
            history.append(ending(r, {"setting": "induction", "line": 1} | named(r.choice(INDUCTION)), 0.5))
            if not history[0].get("outcome", "").startswith("progressed") and r.random() < 0.4:
                history.append(ending(r, {"setting": "maintenance", "line": 1, "drugs": ["lenalidomide"]}, 1))
            line = 2
        if r.random() < 0.55:
            for drugs in grouped(r, r.choice(TARGETS)):
                history.append({"setting": "relapse", "line": line, "drugs": drugs, "bestResponse": "PR",
                                "outcome": "progressed-on-therapy"})
                line += 1
        for therapy in r.sample(RELAPSE, pick(r, 0, 4, 1, 4, 2, 3, 3, 1)):
            history.append(ending(r, {"setting": "relapse", "line": line} | named(therapy), 1))
            line += 1
        for entry in history:
            by_drug(r, entry)
        drop_repeats(history)
        if r.random() < 0.3:
            for entry in history:
                entry.pop("line")
        if history and r.random() < 0.02:
            entry = {"setting": "relapse", "drugs": [{"name": "Xylotumab"}], "outcome": "progressed-on-therapy"}
            history.append(entry | ({"line": line} if "line" in history[0] else {}))
    context(r, case)
    return case


def drop_repeats(history):
    """The contract refuses two entries that say the same; the order of the drugs is no difference."""
    seen = []
    for entry in list(history):
        said = {name: value for name, value in entry.items() if name not in ("line", "regimen")}
        said["drugs"] = sorted(map(str, entry.get("drugs", REGIMENS.get(entry.get("regimen")))))
        if said in seen:
            history.remove(entry)
        seen.append(said)


def grouped(r, drugs):
    """The drugs in one or more regimens."""
    drugs = r.sample(drugs, len(drugs))
    while drugs:
        size = r.randint(1, min(3, len(drugs)))
        yield drugs[:size] + (["dexamethasone"] if r.random() < 0.7 else [])
        drugs = drugs[size:]


def by_drug(r, entry):
    """A drug that ended before its regimen."""
    drugs = [d for d in entry.get("drugs", []) if isinstance(d, str)]
    if len(drugs) < 2 or r.random() > 0.12:
        return
    drug = drugs[0]
    if entry.get("outcome") in ("progressed-on-therapy", "progressed-after-therapy"):
        if "ended" in entry and "progressed" in entry:
            if len(entry["ended"]) == 10:
                early = date.fromisoformat(entry["ended"]) - timedelta(days=r.choice([1, 30, 80]))
                entry["endedByDrug"] = {drug: str(early)}
        elif "daysToProgression" in entry or entry["outcome"] == "progressed-on-therapy":
            entry["daysToProgressionByDrug"] = {drug: entry.get("daysToProgression", 0) + r.choice([1, 30, 60, 61, 200])}


# MARK: Mutations of worked cases

def mutated(r, case):
    """A worked case with one to three of its facts dropped, or taken from a random case of the same disease."""
    import copy
    case, other = copy.deepcopy(case), (breast if case["disease"] == "breast-cancer" else myeloma)(r)
    case["context"] = {"asOf": AS_OF} | {n: v for n, v in case.get("context", {}).items() if n != "candidates"}
    for _ in range(r.randint(1, 3)):
        kind = pick(r, "finding", 6, "set", 1, "therapy", 2)
        if kind == "finding":
            name = r.choice(sorted(other["findings"]))
            case.setdefault("findings", {})[name] = other["findings"][name]
            if r.random() < 0.4:
                del case["findings"][r.choice(sorted(case["findings"]))]
            if case["findings"].get("sex") == "male":
                for female in ("pregnant", "childbearingPotential", "menopausalStatus", "ovarianSuppression"):
                    case["findings"].pop(female, None)
            if is_barren(case["findings"]):
                case["findings"].pop("pregnant", None)
            if case["findings"].get("pregnant"):
                case["findings"].pop("childbearingPotential", None)
        elif kind == "set":
            name = r.choice(["comorbidities", "medications"])
            case.pop(name, None)
            if name in other:
                case[name] = other[name]
        elif case.get("priorTherapies"):
            if r.random() < 0.5:
                case["priorTherapies"].pop(r.randrange(len(case["priorTherapies"])))
            else:
                r.choice(case["priorTherapies"]).pop(r.choice(["bestResponse", "durationMonths", "daysToProgression"]), None)
    return case


def make(seed, number, worked=()):
    """The case with this number; each is made by itself, so that several processes make the same ones."""
    r = random.Random(f"{seed}/{number}")
    if worked and r.random() < 0.15:
        return mutated(r, r.choice(worked))
    case = breast(r) if r.random() < 0.5 else myeloma(r)
    if r.random() < 0.03:
        case["context"]["candidates"] = r.sample(CANDIDATES[case["disease"]], 3)
    return case
