"""The image: what it holds, and that it runs as nobody on a root that it cannot write to."""

import json
import stat
import subprocess

import pytest

from image import BuildError, Container, is_setuid
from service import PACKAGE

pytestmark = pytest.mark.image

LARGEST_MEBIBYTES = 26
LONGEST_START_MILLISECONDS = 2000
BINARY = "/usr/local/bin/nextline"
RESOURCES = BINARY.replace("nextline", "NextLine_Bundle.resources")
TOKENS = "/run/secrets/nextline-tokens.json"


@pytest.fixture
def running(image, tokens):
    with image.run(mounts={TOKENS: tokens}) as container:
        container.wait_for_line("listens on")
        yield container


def test_it_holds_the_program_its_libraries_and_its_resources_only(image, capsys):
    files = {path: state for path, state in image.files().items() if stat.S_ISREG(state.st_mode) and path != TOKENS}
    libraries = {path for path in files if path.startswith(("/lib/", "/lib64/"))}
    rest = {path for path in files if not path.startswith(RESOURCES + "/")} - libraries
    assert rest == {BINARY, "/usr/share/doc/nextline/LICENSE"}
    needed = subprocess.run(
        ["chroot", image.root, next(path for path in libraries if "/ld-linux" in path), "--list", BINARY],
        capture_output=True, text=True, check=True).stdout
    assert all(library in needed for library in libraries), needed
    assert "not found" not in needed
    mebibytes = sum(state.st_size for state in files.values()) / (1 << 20)
    with capsys.disabled():
        print(f"\nthe image holds {mebibytes:.1f} MiB: the program {files[BINARY].st_size / (1 << 20):.1f}, "
              f"{len(libraries)} libraries {sum(files[each].st_size for each in libraries) / (1 << 20):.1f}")
    assert mebibytes < LARGEST_MEBIBYTES


def test_its_files_are_nobody_s_to_change(image):
    user = int(image.user.partition(":")[0])
    assert user >= 1000
    for path, state in image.files().items():
        assert state.st_uid == 0, path
        assert stat.S_ISLNK(state.st_mode) or not state.st_mode & (stat.S_IWGRP | stat.S_IWOTH), path
        assert not is_setuid(state), path


def test_its_resources_are_those_of_the_package_without_what_is_not_the_program_s(image):
    carried = {path.removeprefix(RESOURCES + "/") for path, state in image.files().items()
               if path.startswith(RESOURCES + "/Resources") and stat.S_ISREG(state.st_mode)}
    kept = {str(path.relative_to(PACKAGE)) for path in (PACKAGE / "Resources").rglob("*") if path.is_file()}
    assert carried == {path for path in kept if not path.startswith("Resources/operations/")}


def test_its_label_names_the_program_s_version(image):
    with image.run(["--version"]) as container:
        assert container.wait() == 0
        assert container.out == [f"nextline {image.labels['org.opencontainers.image.version']}"]


def test_it_does_not_start_without_tokens(image):
    # Whoever mounts no secret is told so, rather than served to everybody.
    place = image.path(TOKENS)
    if place.exists():
        place.unlink()
    with image.run() as container:
        assert container.wait() != 0
        assert TOKENS in container.err[0] and not any("listens" in line for line in container.err)


def test_it_serves_everybody_when_told_to(image):
    with image.run(["serve", "--host", "0.0.0.0", "--open-access"]) as container:
        container.wait_for_line("listens on http://0.0.0.0:8080")
        assert container.ask("/trials/bolero-2")[0] == 200


def test_it_answers_those_with_a_token_from_outside(image, running, capsys):
    port = image.ports[0]
    milliseconds = running.wait_for_line("listens on")
    assert running.ask("/readyz", port=port) == (200, '{"status":"ok"}')
    case = running.ask("/cases/case-7/input", port=port, Authorization="Bearer a-token")[1]
    for fields, status in (({}, 401), ({"Authorization": "Bearer a-token"}, 200)):
        answer = running.ask("/recommend", "POST", case, port=port, Content_Type="application/json", **fields)
        assert answer[0] == status
    assert json.loads(answer[1])["options"][0]["regimen"]["id"] == "everolimus-exemestane"
    with capsys.disabled():
        print(f"\nthe container listens {milliseconds:.0f} ms after its start, the namespaces' included; "
              f"{int(running.status()['VmRSS'][0]) / 1024:.1f} MiB resident")
    assert milliseconds < LONGEST_START_MILLISECONDS


def test_its_process_has_no_privilege(image, running):
    status = running.status()
    user, group = image.user.split(":")
    assert status["Uid"] == [user] * 4 and status["Gid"] == [group] * 4 and status["Groups"] == []
    assert int(status["CapEff"][0], 16) == int(status["CapPrm"][0], 16) == 0
    assert status["NoNewPrivs"] == ["1"]


def test_its_root_is_read_only_and_it_is_the_first_process(running):
    assert running.status()["NSpid"][-1] == "1"
    with open(f"/proc/{running.pid}/mounts") as mounts:
        assert {line.split()[1]: line.split()[3].split(",")[0] for line in mounts}["/"] == "ro"


def test_it_stops_when_told_to(running):
    assert running.stop() == 0


def test_its_knowledge_is_without_errors(image):
    with image.run(["check"]) as container:
        assert container.wait() == 0, container.err


@pytest.fixture
def checks_health(image):
    with image.run(["--help"]) as container:
        container.wait()
        if not any("nextline healthcheck" in line for line in container.out):
            pytest.skip("`nextline --help` names no healthcheck: the command that HEALTHCHECK runs is not there yet")


@pytest.mark.usefixtures("checks_health")
def test_its_health_is_what_the_program_says_of_itself(image, running):
    assert running.execute(image.health) == 0
    assert running.stop() == 0
    with Container(image, image.health) as alone:
        assert alone.wait() == 1


def test_the_files_sent_to_the_build_are_those_that_it_needs(builder):
    sent = builder.context(PACKAGE, PACKAGE / "Dockerfile")
    assert {path.name for path in sent.iterdir()} == {"LICENSE", "Package.swift", "Resources", "Sources", "Tests", "openapi.yaml"}
    assert not (sent / "Resources/operations").exists()


def test_a_step_that_fails_ends_the_build(builder, tmp_path):
    (tmp_path / "Dockerfile").write_text('FROM swift:6-bookworm\nRUN test -e /no/such/file\n')
    with pytest.raises(BuildError, match="no/such/file"):
        builder.build(tmp_path / "Dockerfile", tmp_path)
