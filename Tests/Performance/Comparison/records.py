"""Health records of 500 resources, asked about over 16 connections at a time."""

import concurrent.futures
import datetime
import itertools
import json
import time
from statistics import median

import load
import throughput
from load import Load
from scenarios import Scenario
from table import table

CONNECTIONS = 16
RESOURCES = 500
SCENARIO = Scenario("record", "POST", "/recommend")
# What a record is full of: LOINC code, name, value and unit. Some of it is asked for, most is not.
MEASURED = (
    ("2160-0", "Creatinine [Mass/volume] in Serum or Plasma", 0.9, "mg/dL"),
    ("751-8", "Neutrophils [#/volume] in Blood by Automated count", 3.1, "10*9/L"),
    ("777-3", "Platelets [#/volume] in Blood by Automated count", 210, "10*9/L"),
    ("718-7", "Hemoglobin [Mass/volume] in Blood", 12.4, "g/dL"),
    ("2345-7", "Glucose [Mass/volume] in Serum or Plasma", 104, "mg/dL"),
    ("1742-6", "Alanine aminotransferase [Enzymatic activity/volume] in Serum or Plasma", 22, "U/L"),
    ("1975-2", "Bilirubin.total [Mass/volume] in Serum or Plasma", 0.6, "mg/dL"),
    ("2823-3", "Potassium [Moles/volume] in Serum or Plasma", 4.2, "mmol/L"),
    ("29463-7", "Body weight", 68, "kg"),
    ("8867-4", "Heart rate", 74, "/min"),
    ("8310-5", "Body temperature", 36.7, "Cel"),
)


def question(package, resources=RESOURCES):
    """What next by the dated record of Case 7, with what was measured at every visit before; as JSON."""
    worked = json.loads((package / "Resources/bundles/case-7-events.json").read_text())
    bundle = worked["bundle"]
    patient = next(entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == "Patient")
    day = datetime.date(2023, 6, 1)
    for number, (code, name, value, unit) in enumerate(itertools.cycle(MEASURED)):
        if len(bundle["entry"]) == resources:
            return json.dumps({"record": bundle, "context": {"asOf": worked["asOf"]}}).encode()
        visit = day + datetime.timedelta(days=21 * (number // len(MEASURED)))
        bundle["entry"].append({
            "fullUrl": f"urn:nextline:measured-{number}",
            "resource": {
                "resourceType": "Observation", "id": f"measured-{number}", "status": "final",
                "category": [{"coding": [{
                    "system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "laboratory"}]}],
                "code": {"coding": [{"system": "http://loinc.org", "code": code, "display": name}], "text": name},
                "subject": {"reference": f"Patient/{patient['id']}"}, "effectiveDateTime": f"{visit.isoformat()}T08:30:00+00:00",
                "valueQuantity": {"value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit}}})


def measure(servers, recorded, seconds, rounds, report=lambda text: None):
    return throughput.measure(servers, [recorded], Load(CONNECTIONS, 1, seconds), rounds, report)


def measure_others(server, recorded, other, seconds):
    """What four clients who want something else find meanwhile."""
    length, other_length = server.check(recorded), server.check(other)
    with concurrent.futures.ThreadPoolExecutor() as threads:
        records = threads.submit(load.run, server, recorded, length, Load(CONNECTIONS, 1, seconds + 2))
        time.sleep(1)
        run = load.run(server, other, other_length, Load(4, 1, seconds))
        records.result()
    return run


def others_text(others, other):
    return "\n".join(
        f"{other.scenario.title} over 4 connections meanwhile, {name}: p50 {run.p50_milliseconds:.1f} ms, "
        f"p99 {run.p99_milliseconds:.1f} ms, {run.requests_per_second:.0f} a second." for name, run in others)


def text(servers, recorded, runs):
    columns = ["server", "records/s", "p50 ms", "p99 ms", "CPU ms/record"]
    rows = [
        [server.name, f"{median(run.requests_per_second for run in of_server):.0f}",
         f"{median(run.p50_milliseconds for run in of_server):.1f}", f"{median(run.p99_milliseconds for run in of_server):.1f}",
         f"{median(run.cpu_microseconds for run in of_server) / 1000:.2f}"]
        for server in servers for of_server in [runs[server.name, recorded.name]]]
    return "\n".join([
        f"{RESOURCES} resources, {len(recorded.request_body) / 1000:.0f} kB, {CONNECTIONS} connections; medians of the rounds.", "",
        table(columns, rows)])
