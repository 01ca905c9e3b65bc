import hashlib
import json
import os
import shutil
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[1] / "EndToEnd"))

import image as images  # noqa: E402
from service import BINARY, PACKAGE, Service  # noqa: E402


def pytest_configure(config):
    config.addinivalue_line("markers", "image: builds the image and runs it; takes a release build, and root")
    config.addinivalue_line("markers", "spark: runs the Spark job; takes a JRE and pyspark, which run.sh installs when it is asked for")


def pytest_report_header():
    return f"binary: {BINARY}"


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory):
    """A working directory that is not the package's."""
    return tmp_path_factory.mktemp("elsewhere")


@pytest.fixture(scope="session")
def service(elsewhere):
    running = Service(directory=elsewhere)
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="session")
def builder(tmp_path_factory):
    if not images.can_run():
        pytest.skip("the image's steps run in a root of their own: this user or system may not have mounts and namespaces for that")
    return images.Builder(
        Path(os.environ["NEXTLINE_IMAGE_CACHE"]), tmp_path_factory.mktemp("image"), os.environ.get("NEXTLINE_IMAGE_BUILD"))


@pytest.fixture(scope="session")
def image(builder):
    """The last stage of the Dockerfile, as its instructions make it."""
    return builder.build(PACKAGE / "Dockerfile", PACKAGE)


def client(token):
    """An entry of a token file."""
    return {"id": "page", "sha256": hashlib.sha256(token.encode()).hexdigest(), "scopes": ["read", "recommend"]}


@pytest.fixture
def tokens(tmp_path):
    """A token file as secrets are mounted; its token is `a-token`."""
    path = tmp_path / "tokens.json"
    path.write_text(json.dumps({"clients": [client("a-token")]}))
    path.chmod(0o444)
    tmp_path.chmod(0o755)
    return path


def tool(name):
    found = shutil.which(name)
    assert found, f"no {name}: run.sh fetches it"
    return found


@pytest.fixture
def promtool():
    return tool("promtool")


@pytest.fixture
def kubectl():
    return tool("kubectl")
