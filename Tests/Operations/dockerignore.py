"""Which files of a directory `.dockerignore` sends to the build."""

import os
import re
from pathlib import Path


def expression(pattern):
    """A pattern as Docker reads it: `*` stays within a name, `**` does not."""
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", pattern.strip("/"))
    words = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(words.get(part, re.escape(part)) for part in parts))


class Ignore:
    def __init__(self, text):
        lines = [line.strip() for line in text.splitlines()]
        self.rules = [
            (expression(line.lstrip("!")), line.startswith("!"), line.lstrip("!")) for line in lines if line and not line.startswith("#")]

    def holds(self, path):
        """Whether a path is left out: the last rule counts that names it or a folder above it."""
        above = [path, *map(str, list(Path(path).parents)[:-1])]
        left_out = False
        for pattern, is_exception, _ in self.rules:
            if any(pattern.fullmatch(each) for each in above):
                left_out = not is_exception
        return left_out

    def may_hold(self, folder):
        """Whether something in a folder may be sent, though the folder itself is left out."""
        return not self.holds(folder) or any(is_exception and text.startswith(folder + "/") for _, is_exception, text in self.rules)

    def files(self, directory, folder=""):
        """Paths below the directory, of files and links, in order."""
        found = []
        for entry in sorted(os.scandir(Path(directory) / folder), key=lambda entry: entry.name):
            path = f"{folder}/{entry.name}".lstrip("/")
            if entry.is_dir(follow_symlinks=False):
                found += self.files(directory, path) if self.may_hold(path) else []
            elif not self.holds(path):
                found.append(path)
        return found
