"""What is asked, and the answers NextLine gives to it, which the other servers repeat byte for byte."""

from dataclasses import dataclass
from pathlib import Path

from exchange import body_of, exchange


@dataclass(frozen=True)
class Scenario:
    """A request, and a worked case whose input is its body."""

    name: str
    method: str
    target: str
    case: str | None = None

    @property
    def title(self):
        return f"{self.method} {self.target}" + (f", {self.case}" if self.case else "")


SCENARIOS = [
    Scenario("drug", "GET", "/drugs/everolimus"),
    Scenario("trial", "GET", "/trials/bolero-2"),
    Scenario("trials", "GET", "/trials"),
    Scenario("case-7", "POST", "/recommend", "case-7"),
    Scenario("decisive", "POST", "/recommend?detail=decisive", "case-7"),
    Scenario("myeloma", "POST", "/recommend", "mm-example-1"),
]


@dataclass(frozen=True)
class Recorded:
    """A scenario with the bytes asked and answered; the answer is in a file too, for the servers that repeat it."""

    scenario: Scenario
    request_body: bytes
    answer: bytes
    directory: Path

    @property
    def name(self):
        return self.scenario.name

    @property
    def path(self):
        return self.scenario.target.partition("?")[0]

    @property
    def body(self):
        return body_of(self.answer)

    @property
    def fields(self):
        """Names and values of the answer's head."""
        lines = self.answer.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")[1:]
        return [tuple(line.split(": ", 1)) for line in lines]

    @property
    def answer_file(self):
        return self.directory / f"{self.name}.answer"

    @property
    def body_file(self):
        return self.directory / f"{self.name}.body"

    @property
    def request_file(self):
        return self.directory / f"{self.name}.request" if self.request_body else None

    def write(self):
        self.answer_file.write_bytes(self.answer)
        self.body_file.write_bytes(self.body)
        if self.request_file:
            self.request_file.write_bytes(self.request_body)


def record(scenario, port, directory, body=b""):
    """Asks a running NextLine; with a body where the scenario names no case that has one."""
    if scenario.case:
        body = body_of(exchange(port, "GET", f"/cases/{scenario.case}/input"))
    answer = exchange(port, scenario.method, scenario.target, body)
    if not answer.startswith(b"HTTP/1.1 200 "):
        raise SystemExit(f"{scenario.title} was answered with {answer[:60]!r}")
    recorded = Recorded(scenario, body, answer, directory)
    recorded.write()
    return recorded
