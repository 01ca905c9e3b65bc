"""Starts the service under test and talks to it."""

import http.client
import json
import os
import re
import signal
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

PACKAGE = Path(__file__).resolve().parents[2]
BINARY = os.environ.get("NEXTLINE_BINARY", str(PACKAGE / ".build/debug/nextline"))
IS_RELEASE = os.environ.get("NEXTLINE_RELEASE") == "1"
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("NEXTLINE_")}


@dataclass
class Answer:
    status: int
    fields: list[tuple[str, str]] = field(repr=False)
    body: bytes

    def all(self, name):
        return [value for key, value in self.fields if key.lower() == name.lower()]

    def field(self, name):
        values = self.all(name)
        return ", ".join(values) if values else None

    @property
    def media_type(self):
        return (self.field("Content-Type") or "").split(";")[0]

    def json(self):
        return json.loads(self.body)

    @property
    def text(self):
        return self.body.decode()


class Service:
    """A running `nextline serve`; it stops only what it started. `descriptors` is the most that it may have open."""

    def __init__(self, *options, directory, binary=BINARY, descriptors=None, stdout=subprocess.DEVNULL):
        self.started = time.perf_counter()
        limited = ["sh", "-c", f'ulimit -n {descriptors}; exec "$0" "$@"'] if descriptors else []
        self.process = subprocess.Popen(
            [*limited, binary, "serve", *([] if {"--unix", "--port"} & set(options) else ["--port", "0"]), *options],
            cwd=directory, env=ENVIRONMENT, stdout=stdout, stderr=subprocess.PIPE, text=True)
        self.lines = []
        self._has_ended = False
        self._changed = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        match = self.wait_for_line(r"listens on (?:http://(.+):(\d+)|unix:(.+))")
        self.host, self.port, self.path = match[1], int(match[2] or 0), match[3]

    def _read(self):
        for line in self.process.stderr:
            with self._changed:
                self.lines.append(line.rstrip("\n"))
                self._changed.notify_all()
        with self._changed:
            self._has_ended = True
            self._changed.notify_all()

    def wait_for_line(self, pattern, after=0, seconds=20):
        """The first line on standard error that matches, from the one numbered `after` on."""
        deadline = time.monotonic() + seconds
        with self._changed:
            while True:
                for line in self.lines[after:]:
                    if match := re.search(pattern, line):
                        return match
                left = deadline - time.monotonic()
                assert left > 0 and not self._has_ended, f"no `{pattern}` in {self.lines[after:]}"
                self._changed.wait(min(left, 0.5))

    @property
    def url(self):
        return f"http://{self.host}:{self.port}"

    def request(self, method, target, body=None, **headers):
        """One exchange; a header's name is written with `_` for `-`."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=30)
        try:
            fields = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, target, body=body, headers=fields)
            response = connection.getresponse()
            return Answer(response.status, response.getheaders(), response.read())
        finally:
            connection.close()

    def get(self, path, query=None, **headers):
        target = quote(path) + ("?" + urlencode(query) if query else "")
        return self.request("GET", target, **headers)

    def entries(self, path, query=None):
        """All entries of a list, page by page."""
        entries = []
        while True:
            answer = self.get(path, (query or {}) | {"limit": 200, "offset": len(entries)})
            assert answer.status == 200, answer.text
            page = answer.json()
            entries += page["items"]
            if not page["items"] or len(entries) >= page["total"]:
                return entries

    def recommend(self, case, query=None, **headers):
        """The answer to a case; one that is no string is sent as JSON."""
        body = case if isinstance(case, (str, bytes)) else json.dumps(case, ensure_ascii=False)
        body = body.encode() if isinstance(body, str) else body
        headers.setdefault("Content_Type", "application/json")
        return self.request("POST", "/recommend" + ("?" + urlencode(query) if query else ""), body, **headers)

    def signal(self, number):
        os.kill(self.process.pid, number)

    def stop(self):
        if self.process.poll() is None:
            self.signal(signal.SIGTERM)
        try:
            return self.process.wait(20)
        finally:
            if self.process.poll() is None:
                self.process.kill()


def run(*arguments, directory, stdin=b"", environment=()):
    """A command of the command line, run to its end."""
    return subprocess.run(
        [BINARY, *arguments], cwd=directory, env=ENVIRONMENT | dict(environment), input=stdin, capture_output=True, timeout=120)
