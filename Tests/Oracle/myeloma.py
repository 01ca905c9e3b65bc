"""Refractory multiple myeloma, decided naively from facts/myeloma.md and the contract's section 5."""

from datetime import date
from itertools import product

from patient import REGIMENS, Patient, at_least, every, negation, some, span

PI = ["bortezomib", "carfilzomib", "ixazomib"]
IMID = ["thalidomide", "lenalidomide", "pomalidomide"]
CD38 = ["daratumumab", "isatuximab"]
BCMA = ["belantamab-mafodotin", "ide-cel", "cilta-cel", "bb21217", "p-bcma-101", "teclistamab", "elranatamab"]
ALKYLATORS = ["cyclophosphamide", "melphalan", "bendamustine"]

#: The options of the pathway (facts/myeloma.json `algorithm`, `beyondSlide`, and what the deck lists elsewhere).
OPTIONS = """
    dvd dpd elopd pcd vpd kpd vcd vd pd kd dd drd elord krd
    rd dpcd ipd dara dara-based alkylators panovd clinical-trial new-drugs bendamustine ven-d ven-vd doxorubicin-mm sd
    allo-sct car-t pembro-pd belamaf dt-pace vtd-pace dcep v-dcep hd-cy auto-sct ird kdd isakd isapd
    tec-dara bvd bpd teclistamab elranatamab talquetamab svd
""".split()
#: A class or a procedure stands for drugs that the regimen does not name: `alkylators` and `car-t` have rules of their own.
DRUGS = {option: [] if option in ("alkylators", "car-t") else REGIMENS[option] for option in OPTIONS}
TRIPLETS = {regimen for regimen, drugs in DRUGS.items() if len(drugs) >= 3}

#: Section 4: the boxes, and of the gaps those that say what to show. What is refractory is dropped afterwards.
BOXES = {
    "c1-imid": ("dvd dpd elopd pcd vpd kpd vcd", "vd pd kd dd"),
    "c1-pi": ("drd elord krd", "rd pd kd dd"),
    "c2": ("dpd dpcd elopd ipd kpd krd", "kd pd dara"),
    "c3": ("dpd dpcd elopd", "pd dara"),
    "c4": ("dara-based alkylators panovd", "dara kd"),
    "c5": ("clinical-trial new-drugs dara-based alkylators bendamustine panovd ven-d ven-vd doxorubicin-mm sd allo-sct car-t"
           " pembro-pd belamaf",) * 2,
    "g3": ("dpd dpcd elopd dvd vpd", "pd dara"),
    "g4": ("dpd dpcd elopd ipd kpd krd drd elord krd", "kd pd dara"),
    "g6": ("dara-based alkylators panovd dvd vcd dara", "dara kd"),
    "g7": ("kpd vpd kd elopd",) * 2,
    "g8": ("krd ird vpd",) * 2,
    # READING of "re-treatment or class switch possible": what phase III trials of relapse tested (section 6).
    "g1": ("drd dvd kdd krd elord ird kd",) * 2,
}
#: Contract 5.12: what the deck lists elsewhere, for disease outside the algorithm.
ELSEWHERE = "dt-pace vtd-pace dcep v-dcep hd-cy bendamustine auto-sct clinical-trial".split()

#: facts/myeloma.json `beyondSlide`.
AFTER_LENALIDOMIDE = "kdd isakd dpd isapd vpd car-t tec-dara bvd bpd".split()
AFTER_CD38 = "car-t bvd bpd svd".split()  # G7
AFTER_TRIPLE_CLASS = "car-t teclistamab elranatamab talquetamab sd svd".split()


# MARK: Section 2: when is a patient refractory to a drug?

def refractory_in(entry, drug, window):
    """Whether an earlier therapy makes the disease refractory to the drug; `False` when it did not give it."""
    given = entry.gave(drug)
    if not given:
        return given
    poor = None if entry.response is None else entry.response in ("SD", "PD")
    if entry.outcome == "completed":
        return poor
    if entry.outcome in ("stopped-toxicity", "ongoing", None):
        # Contract 5.2: SD needs a month; rule 1, "after adequate exposure", says the same of a therapy that goes on.
        if entry.response == "SD":
            return True if entry.months is not None and entry.months >= 1 else None
        return poor if entry.outcome or poor else None
    if entry.outcome == "progressed-on-therapy":
        own_end = entry.json.get("endedByDrug", {}).get(drug)
        own_days = entry.json.get("daysToProgressionByDrug", {}).get(drug)
        if own_end is None and own_days is None:
            return True
    return some(poor, within(entry.json, drug, window))


def within(json, drug, window):
    """Progression within the days after the drug's own last dose; day 60 counts."""
    days = json.get("daysToProgressionByDrug", {}).get(drug)
    end = json.get("endedByDrug", {}).get(drug)
    if days is None and end is None:
        days, end = json.get("daysToProgression"), json.get("ended")
    if days is not None:
        return days <= window
    if end is None or "progressed" not in json:
        return None
    (first_end, last_end), (first, last) = span(end), span(json["progressed"])
    fewest, most = (first - last_end).days, (last - first_end).days
    return True if most <= window else False if fewest > window else None


def refractoriness(p, window=60):
    return {drug: p.ever(lambda entry: refractory_in(entry, drug, window))
            for drug in sorted({drug for drugs in DRUGS.values() for drug in drugs} | set(ALKYLATORS) | set(CD38))}


# MARK: Section 3: how many refractorinesses?

def level(pis, imids, cd38):
    if pis >= 2 and imids >= 2:
        return "penta" if cd38 else "tetra"
    if pis and imids:
        return "triple" if pis >= 2 or imids >= 2 else "double"
    return "single-class" if pis or imids else "none"


def label(refractory):
    """The level, when whatever is unknown leaves it the same."""
    drugs = PI + IMID + CD38
    open_ = [drug for drug in drugs if refractory[drug] is None]
    levels = set()
    for truths in product([False, True], repeat=len(open_)):
        known = refractory | dict(zip(open_, truths))
        levels.add(level(sum(known[d] for d in PI), sum(known[d] for d in IMID), any(known[d] for d in CD38)))
    return levels.pop() if len(levels) == 1 else "unknown"


# MARK: Section 4: the treatment slide

def counted(r, drugs):
    return sum(r[d] is True for d in drugs), sum(r[d] is not False for d in drugs)


def columns(r):
    """Which column, or which gap, what is refractory leads to (`columnTable`)."""
    bortezomib_slot = some(r["bortezomib"], r["ixazomib"])
    carfilzomib, lenalidomide, pomalidomide = r["carfilzomib"], r["lenalidomide"], r["pomalidomide"]
    pi, imid, cd38 = some(*(r[d] for d in PI)), some(*(r[d] for d in IMID)), some(*(r[d] for d in CD38))
    no = negation
    return {
        "c1-imid": every(no(pi), imid),
        "c1-pi": every(pi, no(imid)),
        "c2": every(lenalidomide, no(pomalidomide), bortezomib_slot, no(carfilzomib)),
        "c3": every(lenalidomide, no(pomalidomide), bortezomib_slot, carfilzomib),
        "c4": every(lenalidomide, pomalidomide, bortezomib_slot, no(carfilzomib)),
        "c5": every(lenalidomide, pomalidomide, bortezomib_slot, carfilzomib),
        "g3": every(lenalidomide, no(pomalidomide), no(bortezomib_slot), carfilzomib),
        "g4": every(no(lenalidomide), some(r["thalidomide"], pomalidomide), pi),
        "g6": every(lenalidomide, pomalidomide, no(bortezomib_slot), carfilzomib),
        "g7": every(cd38, some(pi, imid), no(every(at_least(counted(r, PI), 2), at_least(counted(r, IMID), 2)))),
        "g8": every(no(pi), no(imid), cd38),
        "g1": every(no(pi), no(imid), no(cd38)),
    }


# MARK: Section 5: cautions that change the selection

def avoided(p):
    """For each drug, whether a caution of severity "avoid" holds."""
    c = p.compares
    grade = 3 if "neuropathy-3" in p.faults else 2
    neuropathy = c("neuropathyGrade", lambda g: g >= grade)
    heart = some(c("lvef", lambda lvef: lvef < 40), p.suffers("heart-failure-nyha-3-4", "recent-myocardial-infarction"))
    pressure = p.suffers("uncontrolled-hypertension")
    infection = p.suffers("active-infection")
    return {
        "bortezomib": some(neuropathy, p.suffers("neuropathic-pain")),
        "thalidomide": some(neuropathy, p.suffers("neuropathic-pain")),
        "carfilzomib": some(heart, pressure),
        "doxorubicin": some(heart, "anthracycline-hypertension" not in p.faults and pressure, c("lvef", lambda lvef: lvef < 50)),
        "selinexor": p.flag("pregnant"),
        "belantamab-mafodotin": p.suffers("keratopathy", "corneal-disease", "visual-acuity-loss"),
        "panobinostat": some(c("qtc", lambda qtc: qtc > 480), p.suffers("recent-myocardial-infarction", "prolonged-qtc")),
        "venetoclax": every(negation(p.has("t11-14", "detected")), negation(p.flag("bcl2High"))),
        "ide-cel": infection, "teclistamab": infection, "elranatamab": infection, "talquetamab": infection,
    }


def forbidden(p):
    """For each drug, whether a caution of severity "contraindicated" holds."""
    unprotected = every(p.flag("childbearingPotential"), negation(p.flag("contraceptionConfirmed")))
    imid = some(p.flag("pregnant"), unprotected)
    return {"thalidomide": imid, "lenalidomide": imid, "pomalidomide": imid, "cyclophosphamide": p.flag("pregnant"),
            "melphalan": p.flag("pregnant"), "bendamustine": p.flag("pregnant"), "pembrolizumab": True}


#: Rules that the self-test turns wrong.
FAULTS = ["day-60", "neuropathy-3", "isatuximab-apart", "any-alkylator", "precondition-unknown-is-met", "unfit-unknown-column"]

#: Where the service departs from the facts, and the sentence that says so. `evaluate` with the name does as the service does.
DEFECTS = {}


def evaluate(case, faults=()):
    p = Patient(case)
    p.faults = faults
    r = refractoriness(p, 59 if "day-60" in faults else 60)
    cd38 = r["daratumumab"] if "isatuximab-apart" in faults else some(*(r[d] for d in CD38))
    column = columns(r)
    column["g1"] = every(column["g1"], p.progressed())  # "Relapsed".
    avoid, stop = avoided(p), forbidden(p)

    # The title: relapsed or refractory, so treated before.
    treated = None if p.history is None else bool(p.history)
    # READING, from the service's notice: nothing in pregnancy.
    pregnant = p.flag("pregnant")
    # Contract 5.12: the precondition.
    applies = every(negation(p.flag("secondaryPlasmaCellLeukemia")), negation(p.flag("extramedullaryDisease")))
    if "precondition-unknown-is-met" in faults and applies is None:
        applies = True
    unfit = p.flag("contraindicationToTriplet")

    def barred(regimen, in_column):
        """Refractory to a drug of it (contract 5.14, 5.15)."""
        if regimen == "alkylators":
            return (some if "any-alkylator" in faults else every)(*(r[d] for d in ALKYLATORS))
        # A6: with panobinostat bortezomib is given again in columns 4 and 5.
        excepted = {"dexamethasone"} | ({"bortezomib"} if regimen == "panovd" and in_column in ("c4", "c5") else set())
        return some(*(cd38 if d in CD38 else r[d] for d in DRUGS[regimen] if d not in excepted))

    def standing(regimen, in_column=None):
        """Nothing bars the option; unknown cautions are only to be verified. In column 5 both boxes are the same."""
        drugs = DRUGS[regimen] or (["ide-cel"] if regimen == "car-t" else [])
        unfit_for_it = unfit and regimen in TRIPLETS and in_column != "c5"
        if "unfit-unknown-column" in faults:
            unfit_for_it = unfit_for_it and column["c5"] is False
        if treated is False or pregnant or unfit_for_it or any(stop.get(d) or avoid.get(d) for d in drugs):
            return False
        # F4: venetoclax only with t(11;14) or high BCL2.
        sensitive = negation(avoid["venetoclax"]) if "venetoclax" in drugs else True
        return every(treated, negation(barred(regimen, in_column)), sensitive)

    verdicts = dict.fromkeys(DRUGS, "not-recommended")
    order = []

    def offer(regimen, verdict):
        strength = ["not-recommended", "conditional", "alternative", "recommended"]
        if strength.index(verdict) > strength.index(verdicts[regimen]):
            verdicts[regimen] = verdict
            if regimen in order:
                order.remove(regimen)
            order.append(regimen)

    # Contract 5.13 to 5.15: the boxes.
    for name, holds in column.items():
        if holds is False or applies is False:
            continue
        boxes = [box.split() for box in BOXES[name]]
        none_left = every(*(negation(standing(regimen, name)) for regimen in boxes[0]))
        right = some(unfit is True, none_left) if boxes[0] != boxes[1] else False
        for box, chosen in [(boxes[0], unfit is not True or boxes[0] == boxes[1]), (boxes[1], right)]:
            first = name.startswith("c")
            for regimen in box:
                stands = every(standing(regimen, name), chosen)
                if stands is False:
                    continue
                if every(applies, holds, stands) is None:
                    offer(regimen, "conditional")
                else:
                    offer(regimen, "recommended" if first and regimen != "panovd" else "alternative")
                    first = False

    # `beyondSlide`, contract 5.15: after the box.
    lines = p.lines(["induction", "relapse"])
    few = None if p.history is None else every(at_least(lines, 1), negation(at_least(lines, 4)))
    triple_class = every(p.had(*PI), p.had(*IMID), p.had(*CD38))
    for hints, when in [
        (AFTER_LENALIDOMIDE, every(r["lenalidomide"], few)),
        (AFTER_TRIPLE_CLASS, triple_class),
        (AFTER_CD38, column["g7"]),
        (["talquetamab"], p.had(*BCMA)),  # G13
    ]:
        for regimen in hints:
            holds = every(when, applies, standing(regimen))
            if holds is not False:
                offer(regimen, "alternative" if holds else "conditional")

    # Contract 5.12: outside the algorithm.
    if applies is not True:
        for regimen in ELSEWHERE:
            stands = standing(regimen)
            if stands is not False:
                offer(regimen, "alternative" if applies is False and stands else "conditional")

    # A hard stop outranks everything (facts/breast.md section 3, precedence).
    for regimen, drugs in DRUGS.items():
        if any(stop.get(d) for d in drugs or (ALKYLATORS if regimen == "alkylators" else [])):
            verdicts[regimen] = "contraindicated"

    classes = {"proteasome-inhibitor": PI, "immunomodulatory-drug": IMID, "anti-cd38": CD38}
    return {
        "verdicts": verdicts, "order": order, "label": label(r),
        "tripleClass": every(*(some(*(r[d] for d in drugs)) for drugs in classes.values())),
    }
