"""What a case says, read as the contract's section 3 has it: a fact left out is unknown, and unknown is never no.

A truth is `True`, `False` or `None` (unknown); the connectives are Kleene's.
"""

from datetime import date, timedelta


def negation(truth):
    return None if truth is None else not truth


def every(*truths):
    return False if False in truths else None if None in truths else True


def some(*truths):
    return True if True in truths else None if None in truths else False


#: Ids that say another as well: type 1 diabetes is a diabetes, and one treated with insulin.
SAYS_TOO = {
    "diabetes": {"type-1-diabetes", "type-2-diabetes", "insulin-treated-diabetes"},
    "insulin-treated-diabetes": {"type-1-diabetes"},
}

#: What each regimen consists of (facts/breast.md section 6, facts/myeloma.json `regimens`; ids as the contract's section 2 spells
#: them). `a|b`: one of them was given, and which one is not known.
REGIMENS = {
    # Breast cancer: options, and regimens that only occur as earlier therapies.
    "ac": "doxorubicin cyclophosphamide", "ac-t": "doxorubicin cyclophosphamide paclitaxel|docetaxel",
    "fec": "fluorouracil epirubicin cyclophosphamide", "tc": "docetaxel cyclophosphamide",
    "cmf": "cyclophosphamide methotrexate fluorouracil", "letrozole": "letrozole", "anastrozole": "anastrozole",
    "tamoxifen": "tamoxifen", "exemestane": "exemestane", "fulvestrant": "fulvestrant", "elacestrant": "elacestrant",
    "olaparib": "olaparib", "talazoparib": "talazoparib", "capecitabine": "capecitabine", "eribulin": "eribulin",
    "docetaxel": "docetaxel", "doxorubicin": "doxorubicin", "trastuzumab-deruxtecan": "trastuzumab-deruxtecan",
    "sacituzumab-govitecan": "sacituzumab-govitecan", "paclitaxel-weekly": "paclitaxel", "paclitaxel-3weekly": "paclitaxel",
    "palbociclib-fulvestrant": "palbociclib fulvestrant", "palbociclib-ai": "palbociclib letrozole|anastrozole|exemestane",
    "ribociclib-ai": "ribociclib letrozole|anastrozole|exemestane",
    "abemaciclib-ai": "abemaciclib letrozole|anastrozole|exemestane", "ribociclib-fulvestrant": "ribociclib fulvestrant",
    "abemaciclib-fulvestrant": "abemaciclib fulvestrant", "alpelisib-fulvestrant": "alpelisib fulvestrant",
    "capivasertib-fulvestrant": "capivasertib fulvestrant", "everolimus-fulvestrant": "everolimus fulvestrant",
    "everolimus-exemestane": "everolimus exemestane",
    # Myeloma: options.
    "dvd": "daratumumab bortezomib dexamethasone", "dpd": "daratumumab pomalidomide dexamethasone",
    "elopd": "elotuzumab pomalidomide dexamethasone", "pcd": "pomalidomide cyclophosphamide dexamethasone",
    "vpd": "bortezomib pomalidomide dexamethasone", "kpd": "carfilzomib pomalidomide dexamethasone",
    "vcd": "bortezomib cyclophosphamide dexamethasone", "vd": "bortezomib dexamethasone", "pd": "pomalidomide dexamethasone",
    "kd": "carfilzomib dexamethasone", "dd": "daratumumab dexamethasone", "drd": "daratumumab lenalidomide dexamethasone",
    "elord": "elotuzumab lenalidomide dexamethasone", "krd": "carfilzomib lenalidomide dexamethasone",
    "rd": "lenalidomide dexamethasone", "dpcd": "daratumumab pomalidomide cyclophosphamide dexamethasone",
    "ipd": "ixazomib pomalidomide dexamethasone", "dara": "daratumumab", "dara-based": "daratumumab",
    "panovd": "panobinostat bortezomib dexamethasone", "clinical-trial": "", "new-drugs": "", "bendamustine": "bendamustine",
    "ven-d": "venetoclax dexamethasone", "ven-vd": "venetoclax bortezomib dexamethasone", "doxorubicin-mm": "doxorubicin",
    "sd": "selinexor dexamethasone", "allo-sct": "", "car-t": "ide-cel",
    "pembro-pd": "pembrolizumab pomalidomide dexamethasone", "belamaf": "belantamab-mafodotin",
    "dt-pace": "dexamethasone thalidomide cisplatin doxorubicin cyclophosphamide etoposide",
    "vtd-pace": "bortezomib thalidomide dexamethasone cisplatin doxorubicin cyclophosphamide etoposide",
    "dcep": "dexamethasone cyclophosphamide etoposide cisplatin",
    "v-dcep": "bortezomib dexamethasone cyclophosphamide etoposide cisplatin", "hd-cy": "cyclophosphamide",
    "auto-sct": "melphalan", "ird": "ixazomib lenalidomide dexamethasone", "kdd": "carfilzomib daratumumab dexamethasone",
    "isakd": "isatuximab carfilzomib dexamethasone", "isapd": "isatuximab pomalidomide dexamethasone",
    "tec-dara": "teclistamab daratumumab", "bvd": "belantamab-mafodotin bortezomib dexamethasone",
    "bpd": "belantamab-mafodotin pomalidomide dexamethasone", "teclistamab": "teclistamab", "elranatamab": "elranatamab",
    "talquetamab": "talquetamab", "svd": "selinexor bortezomib dexamethasone",
    # Myeloma: earlier therapies only, and the other arms of trials.
    "vrd": "bortezomib lenalidomide dexamethasone", "d-vrd": "daratumumab bortezomib lenalidomide dexamethasone",
    "vtd": "bortezomib thalidomide dexamethasone", "d-vtd": "daratumumab bortezomib thalidomide dexamethasone",
    "td": "thalidomide dexamethasone", "tcd": "thalidomide cyclophosphamide dexamethasone", "mp": "melphalan prednisone",
    "vad": "vincristine doxorubicin dexamethasone", "d-mpv": "daratumumab bortezomib melphalan prednisone",
    "bbd": "bendamustine bortezomib dexamethasone", "brd": "bendamustine lenalidomide dexamethasone",
    "bp": "bendamustine prednisone", "cp": "cyclophosphamide prednisone", "vmp": "bortezomib melphalan prednisone",
    "pad": "bortezomib doxorubicin dexamethasone", "srd": "selinexor lenalidomide dexamethasone",
    "spd": "selinexor pomalidomide dexamethasone", "skd": "selinexor carfilzomib dexamethasone",
    "sdd": "selinexor daratumumab dexamethasone",
}
REGIMENS = {regimen: drugs.split() for regimen, drugs in REGIMENS.items()}


class Entry:
    """One earlier therapy. `drugs` were given for certain, of each set in `choices` one was.

    A drug given as a name is none of those known here: the contract has it "reported as not considered".
    """

    def __init__(self, json):
        self.json = json
        self.setting, self.line, self.outcome = json["setting"], json.get("line"), json.get("outcome")
        self.response, self.months = json.get("bestResponse"), json.get("durationMonths")
        named = REGIMENS[json["regimen"]] if "regimen" in json else json["drugs"]
        self.drugs = {drug for drug in named if isinstance(drug, str) and "|" not in drug}
        self.choices = [set(drug.split("|")) for drug in named if isinstance(drug, str) and "|" in drug]

    def gave(self, *drugs):
        if self.drugs & set(drugs) or any(choice <= set(drugs) for choice in self.choices):
            return True
        return None if any(choice & set(drugs) for choice in self.choices) else False


class Patient:
    def __init__(self, case):
        self.findings = {name: value for name, value in case.get("findings", {}).items() if value is not None}
        self.sets = {name: case[name] for name in ("comorbidities", "medications") if case.get(name) is not None}
        history = case.get("priorTherapies")
        self.history = None if history is None else [Entry(entry) for entry in history]
        self.jurisdiction = case.get("context", {}).get("jurisdiction")

    # MARK: Facts

    def value(self, finding):
        return self.findings.get(finding)

    def has(self, finding, *values):
        value = self.value(finding)
        return None if value is None else value in values

    def compares(self, finding, test):
        value = self.value(finding)
        return None if value is None else test(value)

    def flag(self, finding):
        return self.value(finding)

    def spread_to(self, site):
        sites = self.value("metastases")
        return None if sites is None else site in sites

    def _listed(self, name, ids):
        if name not in self.sets:
            return None
        return bool(set(self.sets[name]) & set(ids).union(*(SAYS_TOO.get(i, ()) for i in ids)))

    def suffers(self, *ids):
        return self._listed("comorbidities", ids)

    def takes(self, *ids):
        return self._listed("medications", ids)

    # MARK: History

    def ever(self, test):
        """Some earlier therapy passes the test; unknown history: unknown."""
        return None if self.history is None else some(*(test(entry) for entry in self.history))

    def had(self, *drugs, settings=None):
        return self.ever(lambda entry: entry.gave(*drugs) if settings is None or entry.setting in settings else False)

    def progressed(self):
        return self.ever(lambda entry: None if entry.outcome is None else entry.outcome.startswith("progressed"))

    def lines(self, settings, *drugs):
        """How many lines of these settings gave one of the drugs, as the fewest and the most there may be."""
        if self.history is None:
            return 0, 99
        sure, perhaps = set(), set()
        for number, entry in enumerate(self.history):
            if entry.setting in settings:
                line = ("line", entry.line) if entry.line is not None else ("entry", number)
                given = entry.gave(*drugs) if drugs else True
                if given is not False:
                    perhaps.add(line)
                if given:
                    sure.add(line)
        return len(sure), len(perhaps)


def at_least(bounds, number):
    return True if bounds[0] >= number else False if bounds[1] < number else None


def span(text):
    """The first and the last day that a date may mean; a month may be any of its days."""
    if len(text) == 10:
        return date.fromisoformat(text), date.fromisoformat(text)
    year, month = map(int, text.split("-"))
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), following - timedelta(days=1)
