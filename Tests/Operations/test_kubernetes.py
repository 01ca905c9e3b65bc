"""The Kubernetes objects against the cluster's own schemas, and what those cannot see: that they fit each other and the program."""

import copy
import json
import re
import shutil
import subprocess

import kubernetes_validate
import pytest
import yaml

from manifests import DIRECTORY, EXAMPLE, FILES, KUSTOMIZATION, UniqueKeys, container, load, objects, pod, settings
from service import PACKAGE, Service, run

#: The oldest with volumes from images switched on, and the newest whose schemas are at hand.
VERSIONS = ("1.35", kubernetes_validate.latest_version())
LABELS = {"app.kubernetes.io/name": "nextline"}


def kibibytes(quantity):
    number, unit = re.fullmatch(r"(\d+)(Ki|Mi|Gi)", quantity).groups()
    return int(number) * {"Ki": 1, "Mi": 1 << 10, "Gi": 1 << 20}[unit]


def places(value, path=()):
    """The paths of all objects in a document that are not maps of free names."""
    if isinstance(value, dict):
        if not path or path[-1] not in ("labels", "matchLabels", "selector", "data", "stringData", "limits", "requests"):
            yield path
        for key, inner in value.items():
            yield from places(inner, (*path, key))
    if isinstance(value, list):
        for index, inner in enumerate(value):
            yield from places(inner, (*path, index))


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", FILES)
def test_the_schemas_hold(name, version):
    kubernetes_validate.validate(load(name), version, strict=True)


@pytest.mark.parametrize("name", FILES)
def test_an_unknown_member_is_found_anywhere(name):
    document = load(name)
    for path in places(document):
        wrong = copy.deepcopy(document)
        inner = wrong
        for step in path:
            inner = inner[step]
        inner["unknownMember"] = "x"
        with pytest.raises(kubernetes_validate.ValidationError):
            kubernetes_validate.validate(wrong, VERSIONS[-1], strict=True)


def test_a_repeated_key_is_found():
    with pytest.raises(yaml.YAMLError, match="repeated"):
        yaml.load("a: 1\na: 2", UniqueKeys)


def test_all_is_applied_but_the_example():
    kustomization = load(KUSTOMIZATION)
    assert kustomization.keys() == {"apiVersion", "kind", "namespace", "resources", "images"}
    assert set(kustomization["resources"]) == set(FILES) - {EXAMPLE}
    name = objects()["Namespace"]["metadata"]["name"]
    assert kustomization["namespace"] == name
    for kind, each in objects().items():
        assert kind == "Namespace" or each["metadata"]["namespace"] == name


def test_kustomize_puts_them_together(kubectl, tmp_path):
    shutil.copytree(DIRECTORY, tmp_path / "here")
    text = (DIRECTORY / KUSTOMIZATION).read_text()
    (tmp_path / "here" / KUSTOMIZATION).write_text(text.replace("newName: nextline,", "newName: registry.example/nextline,"))
    made = subprocess.run([kubectl, "kustomize", tmp_path / "here"], capture_output=True, text=True, check=True).stdout
    documents = list(yaml.load_all(made, UniqueKeys))
    assert {each["kind"] for each in documents} == objects().keys() - {"Secret"} and len(documents) == len(FILES) - 1
    for each in documents:
        kubernetes_validate.validate(each, VERSIONS[-1], strict=True)
    (image,) = set(re.findall(r"image: (\S+)", made))
    assert image.startswith("registry.example/nextline:")


def test_the_image_has_the_version_of_the_package():
    label = re.search(r'image\.version="([^"]+)"', (PACKAGE / "Dockerfile").read_text())[1]
    assert {each["image"] for group in ("initContainers", "containers") for each in pod()[group]} == {f"nextline:{label}"}
    assert [(each["name"], each["newTag"]) for each in load(KUSTOMIZATION)["images"]] == [("nextline", label)]
    assert f"ARG NEXTLINE=nextline:{label}\n" in (DIRECTORY / "knowledge.Dockerfile").read_text()


def test_selectors_find_the_pods():
    found = objects()
    template = found["Deployment"]["spec"]["template"]
    assert template["metadata"]["labels"] == LABELS
    selectors = {
        "Deployment": found["Deployment"]["spec"]["selector"]["matchLabels"],
        "Service": found["Service"]["spec"]["selector"],
        "PodDisruptionBudget": found["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"],
        "NetworkPolicy": found["NetworkPolicy"]["spec"]["podSelector"]["matchLabels"],
    } | {each["topologyKey"]: each["labelSelector"]["matchLabels"] for each in pod()["topologySpreadConstraints"]}
    assert len(selectors) == 6 and all(selector == LABELS for selector in selectors.values()), selectors
    target = found["HorizontalPodAutoscaler"]["spec"]["scaleTargetRef"]
    deployment = found["Deployment"]
    assert target == {"apiVersion": deployment["apiVersion"], "kind": "Deployment", "name": deployment["metadata"]["name"]}
    # Two who say how many would undo each other.
    assert "replicas" not in deployment["spec"]


def test_what_is_named_is_there():
    found = objects()
    assert pod()["serviceAccountName"] == found["ServiceAccount"]["metadata"]["name"]
    assert container()["envFrom"] == [{"configMapRef": {"name": found["ConfigMap"]["metadata"]["name"]}}]
    volumes = {each["name"]: each for each in pod()["volumes"]}
    assert volumes["tokens"]["secret"]["secretName"] == found["Secret"]["metadata"]["name"]
    mounts = {each["name"]: each["mountPath"] for each in container()["volumeMounts"]}
    assert mounts.keys() == volumes.keys()
    (token_file,) = found["Secret"]["stringData"]
    assert settings()["NEXTLINE_TOKEN_FILE"] == f"{mounts['tokens']}/{token_file}"
    assert settings()["NEXTLINE_KNOWLEDGE"] == mounts["knowledge"]
    (checked,) = container("initContainers")["volumeMounts"]
    assert checked["mountPath"] == mounts["knowledge"]
    assert container("initContainers")["args"] == ["check", "--knowledge", mounts["knowledge"]]
    assert all(each["readOnly"] for each in [checked, *container()["volumeMounts"]])


def test_ports_agree():
    (port,) = container()["ports"]
    assert str(port["containerPort"]) == settings()["NEXTLINE_PORT"]
    assert f"\nEXPOSE {port['containerPort']}\n" in (PACKAGE / "Dockerfile").read_text()
    assert [each["targetPort"] for each in load("service.yaml")["spec"]["ports"]] == [port["name"]]
    (rule,) = load("network-policy.yaml")["spec"]["ingress"]
    assert [each["port"] for each in rule["ports"]] == [port["containerPort"]]
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert container()[probe]["httpGet"]["port"] == port["name"]


@pytest.mark.parametrize(("probe", "path"), [("startupProbe", "/readyz"), ("readinessProbe", "/readyz"), ("livenessProbe", "/healthz")])
def test_probes_ask_what_is_answered(service, probe, path):
    assert container()[probe]["httpGet"]["path"] == path
    assert service.get(path).status == 200


def test_settings_are_options_of_serve(elsewhere):
    text = run("--help", directory=elsewhere).stdout.decode()
    options = re.findall(r"^  --([a-z-]+)\s.*?\s{2,}(?:serve[:,] |knowledge)", text, re.MULTILINE)
    known = {"NEXTLINE_" + each.upper().replace("-", "_") for each in options}
    assert {"NEXTLINE_PORT", "NEXTLINE_KNOWLEDGE"} <= known and "NEXTLINE_JSON" not in known
    assert settings().keys() <= known
    # The shape that the program reads: everything is text.
    assert all(isinstance(value, str) for value in settings().values())


def test_no_variable_of_the_cluster_is_taken_for_a_setting():
    # The links of a Service named nextline would set NEXTLINE_PORT to tcp://…
    assert pod()["enableServiceLinks"] is False


def test_the_grace_period_is_longer_than_the_end():
    pause = container()["lifecycle"]["preStop"]["sleep"]["seconds"]
    assert pod()["terminationGracePeriodSeconds"] > pause + int(settings()["NEXTLINE_DRAIN_TIMEOUT"])
    # A pod that is no longer ready is forgotten while it still serves.
    assert pause > 0


def test_no_roll_out_takes_pods_away_before_others_are_ready():
    spec = load("deployment.yaml")["spec"]
    assert spec["strategy"]["rollingUpdate"] == {"maxSurge": 1, "maxUnavailable": 0}
    probe = container()["startupProbe"]
    assert spec["progressDeadlineSeconds"] > probe["periodSeconds"] * probe["failureThreshold"] + spec["minReadySeconds"]
    autoscaler = load("autoscaler.yaml")["spec"]
    assert 2 <= autoscaler["minReplicas"] < autoscaler["maxReplicas"]
    assert load("disruption-budget.yaml")["spec"]["maxUnavailable"] < autoscaler["minReplicas"]


def test_pods_are_of_the_restricted_kind():
    context = pod()["securityContext"]
    assert context["runAsNonRoot"] is True and context["seccompProfile"] == {"type": "RuntimeDefault"}
    assert f"\nUSER {context['runAsUser']}:{context['runAsGroup']}\n" in (PACKAGE / "Dockerfile").read_text()
    for group in ("initContainers", "containers"):
        for each in pod()[group]:
            assert each["securityContext"] == {
                "allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}}
    assert pod()["automountServiceAccountToken"] is False
    assert load("service-account.yaml")["automountServiceAccountToken"] is False
    assert load("network-policy.yaml")["spec"]["egress"] == []


def test_memory_holds_what_the_settings_allow():
    resources = container()["resources"]
    held = int(settings()["NEXTLINE_MAX_HELD"]) >> 10
    # What loading anew was measured to take, beside what connections may hold: with their room to grow, and in pieces.
    assert kibibytes(resources["limits"]["memory"]) >= 80 * 1024 + 3 * held
    assert kibibytes(resources["requests"]["memory"]) < kibibytes(resources["limits"]["memory"])
    assert "cpu" in resources["requests"] and "cpu" not in resources["limits"]


def test_the_example_of_tokens_is_refused(elsewhere, tmp_path):
    path = tmp_path / "tokens.json"
    path.write_text(load(EXAMPLE)["stringData"]["tokens.json"])
    assert json.loads(path.read_text())["clients"]
    refused = run("serve", "--port", "0", "--token-file", str(path), directory=elsewhere)
    assert refused.returncode != 0 and b"/clients/0/sha256" in refused.stderr


def test_tokens_are_read_anew_as_the_cluster_changes_them(elsewhere, tmp_path):
    # The kubelet writes a new folder and turns the link `..data` to it.
    def mount(number, digest):
        folder = tmp_path / f"..{number}"
        folder.mkdir()
        entry = {"id": "page", "sha256": digest, "scopes": ["read"]}
        (folder / "tokens.json").write_text(json.dumps({"clients": [entry]}))
        (tmp_path / "..data.new").symlink_to(folder.name)
        (tmp_path / "..data.new").replace(tmp_path / "..data")

    mount(1, "0" * 64)
    (tmp_path / "tokens.json").symlink_to("..data/tokens.json")
    running = Service("--token-file", str(tmp_path / "tokens.json"), directory=elsewhere)
    try:
        seen = len(running.lines)
        mount(2, "1" * 64)
        running.wait_for_line("reloaded: 1 clients", after=seen, seconds=10)
    finally:
        running.stop()


def test_no_anchor_is_used():
    # Not every reader of these files merges them in the same way.
    for name in FILES:
        assert not re.search(r"(^|\s)[&*][a-z]", (DIRECTORY / name).read_text().split("stringData")[0]), name


def test_every_file_is_known():
    assert {path.name for path in DIRECTORY.iterdir()} == {
        *FILES, KUSTOMIZATION, "knowledge.Dockerfile", "knowledge.Dockerfile.dockerignore"}
