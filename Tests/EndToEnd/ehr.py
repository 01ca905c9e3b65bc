"""A hospital's EHR as a client of CDS Hooks: it discovers services, prefetches from its records and calls."""

import json
from pathlib import Path

import jsonschema_rs

from service import PACKAGE

SCHEMAS = Path(__file__).parent / "hooks"
RECORDS = sorted((PACKAGE / "Resources/bundles").glob("*.json"))
INSTANCE = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea"
HOOKS = {"patient-view": "nextline-next-line", "order-select": "nextline-order-check", "order-sign": "nextline-order-check"}


def validate(name, value):
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text())
    errors = [f"{list(error.instance_path)}: {error.message}" for error in
              jsonschema_rs.Draft202012Validator(schema, validate_formats=True).iter_errors(value)]
    assert not errors, "\n".join(errors[:10])


def record(name):
    return json.loads((PACKAGE / f"Resources/bundles/{name}.json").read_text())


def codes(resource):
    return {f"{coding.get('system')}|{coding.get('code')}" for coding in resource.get("code", {}).get("coding", [])}


def prefetch(templates, bundle, patient):
    """What the templates find in a record, as a FHIR server would: each query is filled in, parsed and run."""
    found = {}
    for key, template in templates.items():
        query = template.replace("{{context.patientId}}", patient)
        assert "{{" not in query
        if "?" not in query:
            found[key] = next((entry["resource"] for entry in bundle["entry"]
                               if f"{entry['resource']['resourceType']}/{entry['resource']['id']}" == query), None)
            continue
        kind, _, parameters = query.partition("?")
        terms = dict(part.split("=", 1) for part in parameters.split("&"))
        assert terms.pop("patient") == patient
        wanted = set(terms.pop("code").split(",")) if "code" in terms else None
        assert not terms
        entries = [entry for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind
                   and (wanted is None or codes(entry["resource"]) & wanted)]
        found[key] = {"resourceType": "Bundle", "type": "searchset", "entry": entries} if entries else None
    return found


def drafts(drugs, patient):
    entries = [{"resource": {"resourceType": "MedicationRequest", "id": f"draft-{index}", "status": "draft", "intent": "order",
                             "subject": {"reference": f"Patient/{patient}"},
                             "medicationCodeableConcept": drug if isinstance(drug, dict) else {"text": drug}}}
               for index, drug in enumerate(drugs)]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def templates(service):
    return service.get("/cds-services").json()["services"][0]["prefetch"]


def body(service, name, hook="patient-view", drugs=(), more=(), without=()):
    """A call for a record; `more`: resources beside those of the record; `without`: keys that are not prefetched."""
    recorded = record(name)
    bundle = {**recorded["bundle"], "entry": recorded["bundle"]["entry"] + [{"resource": resource} for resource in more]}
    patient = next(entry["resource"]["id"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == "Patient")
    context = {"userId": "Practitioner/1", "patientId": patient}
    if hook != "patient-view":
        context["draftOrders"] = drafts(drugs, patient)
    if hook == "order-select":
        context["selections"] = [f"MedicationRequest/draft-{index}" for index in range(len(drugs))]
    found = prefetch(templates(service), bundle, patient)
    return {"hook": hook, "hookInstance": INSTANCE, "fhirServer": "https://ehr.example/fhir",
            "fhirAuthorization": {"access_token": "planted-token", "token_type": "Bearer", "expires_in": 300,
                                  "scope": "patient/*.read", "subject": "nextline"},
            "context": context, "prefetch": {key: value for key, value in found.items() if key not in without}}


def send(service, value, target=None, **headers):
    headers.setdefault("Content_Type", "application/json")
    target = target or f"/cds-services/{HOOKS[value['hook']]}"
    return service.request("POST", target, json.dumps(value, ensure_ascii=False).encode(), **headers)


def call(service, name, hook="patient-view", drugs=(), language="en", **changes):
    value = body(service, name, hook, drugs, **changes)
    validate("request", value)
    return send(service, value, f"/cds-services/{HOOKS[hook]}?lang={language}&asOf={record(name)['asOf']}")
