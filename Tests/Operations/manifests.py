"""The Kubernetes objects, as their files say."""

import yaml

from service import PACKAGE

DIRECTORY = PACKAGE / "Resources/operations/kubernetes"
KUSTOMIZATION = "kustomization.yaml"
EXAMPLE = "tokens.example.yaml"
FILES = sorted(path.name for path in DIRECTORY.glob("*.yaml") if path.name != KUSTOMIZATION)


class UniqueKeys(yaml.SafeLoader):
    """Refuses a key that is given twice, as the cluster does."""

    def construct_mapping(self, node, deep=False):
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        repeated = {key for key in keys if keys.count(key) > 1}
        if repeated:
            raise yaml.constructor.ConstructorError(None, None, f"repeated keys: {repeated}", node.start_mark)
        return super().construct_mapping(node, deep)


def load(name):
    """The object of a file; there is one in each."""
    return yaml.load((DIRECTORY / name).read_text(), UniqueKeys)


def objects():
    return {each["kind"]: each for each in map(load, FILES)}


def pod():
    return load("deployment.yaml")["spec"]["template"]["spec"]


def container(group="containers"):
    return pod()[group][0]


def settings():
    return load("settings.yaml")["data"]
