"""The pod of the Deployment, run in the image as its manifest says: an edition is checked, then served."""

import json

import pytest

from image import BuildError
from manifests import DIRECTORY, container, pod, settings
from service import PACKAGE

pytestmark = pytest.mark.image

DOCKERFILE = DIRECTORY / "knowledge.Dockerfile"


@pytest.fixture(scope="session")
def program(builder, image):
    """What the edition's build starts from."""
    builder.images["nextline:1.0.0"] = image
    return image


@pytest.fixture(scope="session")
def edition(builder, program):
    return builder.build(DOCKERFILE, PACKAGE / "Resources").root


@pytest.fixture
def mounts(edition, tokens):
    """The volumes, where the manifest mounts them."""
    sources = {"knowledge": edition, "tokens": tokens.parent}
    return {each["mountPath"]: sources[each["name"]] for each in container()["volumeMounts"]}


def test_an_edition_holds_knowledge_only(edition):
    assert {path.name for path in edition.iterdir()} == {
        path.name for path in (PACKAGE / "Resources").iterdir()} - {"operations", "schema", "web"}


def test_the_pod_checks_its_knowledge_and_becomes_ready(program, mounts):
    user = f"{pod()['securityContext']['runAsUser']}:{pod()['securityContext']['runAsGroup']}"
    with program.run(container("initContainers")["args"], mounts=mounts, user=user) as check:
        assert check.wait() == 0, check.err
        digest = check.out[0].rpartition(" ")[2]
    with program.run(container()["args"], environment=settings(), mounts=mounts, user=user) as serving:
        serving.wait_for_line("listens on")
        for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
            assert serving.ask(container()[probe]["httpGet"]["path"], port=container()["ports"][0]["containerPort"])[0] == 200
        status, index = serving.ask("/", Authorization="Bearer a-token", Accept="application/json")
        assert status == 200 and digest in index
        resident = int(serving.status()["VmRSS"][0]) / 1024
        assert resident < int(container()["resources"]["requests"]["memory"].removesuffix("Mi"))
        assert serving.stop() == 0
        # The access log, as asked for.
        assert json.loads(serving.out[0])["status"] == 200


@pytest.mark.parametrize(("change", "complaint"), [
    (("regimens/capivasertib-fulvestrant.json", '"visceralCrisis"', '"visceralCrysis"'), "visceralCrysis"),
    (("cases/case-7.json", '"alternative"', '"contraindicated"'), "case-7"),
], ids=["a mistake", "a verdict that no worked case expects"])
def test_a_faulty_edition_takes_no_traffic(program, builder, mounts, tmp_path, change, complaint):
    copy = tmp_path / "edition"
    builder.copy_tree(mounts["/knowledge"], copy)
    name, right, wrong = change
    text = (copy / name).read_text()
    assert right in text
    (copy / name).write_text(text.replace(right, wrong, 1))
    with program.run(container("initContainers")["args"], mounts=mounts | {"/knowledge": copy}) as check:
        assert check.wait() == 1
        assert any(complaint in line for line in check.err), check.err
    # Nor does its image come to be.
    with pytest.raises(BuildError, match=complaint):
        builder.build(DOCKERFILE, copy)
