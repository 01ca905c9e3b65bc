"""Builds an image by executing its Dockerfile's instructions in roots of this machine, and runs it: no container engine is needed.

The stage's base is Debian's release of its tag, made by debootstrap. `swift build` is run by this machine's toolchain; every other
instruction is executed as it is written, and one that is not understood is an error.
"""

import json
import os
import shlex
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import dockerfile

from dockerignore import Ignore

HERE = Path(__file__).resolve().parent
APART = ("unshare", "--mount", "--pid", "--ipc", "--uts", "--net", "--fork")
ROOM_IN_MEMORY = 1 << 30


def can_run():
    """Whether this system lets a process have namespaces and mounts of its own, as engines need, too."""
    return subprocess.run([*APART, "mount", "--make-rprivate", "/"], capture_output=True, check=False).returncode == 0


@dataclass
class Image:
    """A stage's files, and how its process is started."""

    root: Path
    environment: dict = field(default_factory=lambda: {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"})
    shell: list = field(default_factory=lambda: ["/bin/sh", "-c"])
    directory: str = "/"
    user: str = "0:0"
    entrypoint: list = field(default_factory=list)
    command: list = field(default_factory=list)
    health: list = field(default_factory=list)
    ports: list = field(default_factory=list)
    labels: dict = field(default_factory=dict)

    def path(self, inside):
        return self.root / inside.lstrip("/")

    def files(self):
        """All that the stage holds, with its state; paths as the process sees them."""
        return {"/" + str(path.relative_to(self.root)): path.lstat() for path in sorted(self.root.rglob("*"))}

    def run(self, arguments=None, **more):
        """A container that runs the entrypoint with arguments, or with those of the image."""
        return Container(self, [*self.entrypoint, *(self.command if arguments is None else arguments)], **more)


class Builder:
    """Executes Dockerfiles; what is costly is kept in `cache`. `build` holds a binary that needs not be built."""

    def __init__(self, cache, workplace, build=None):
        self.cache, self.workplace, self.given = cache, workplace, build and Path(build).resolve()
        self.images = {}
        self.seconds = {}

    def build(self, path, context, name=None, arguments=None):
        """The last stage of a Dockerfile; other Dockerfiles may start from it by its name."""
        stages, current, declared = {}, None, dict(arguments or {})
        for instruction in dockerfile.parse_file(str(path)):
            begin = time.monotonic()
            word = instruction.cmd.upper()
            if word == "ARG" and current is None:
                key, _, value = instruction.value[0].partition("=")
                declared.setdefault(key, value)
            elif word == "FROM":
                base, alias = instruction.value[0], (*instruction.value, None, None)[2]
                for key, value in declared.items():
                    base = base.replace("${" + key + "}", value)
                current = self.begin(base)
                stages[alias or str(len(stages))] = current
            else:
                execute = getattr(self, "do_" + word.lower(), None)
                assert execute, f"{path}:{instruction.start_line}: the test does not understand {word}"
                execute(current, instruction, stages, lambda: self.context(Path(context), path))
            self.seconds[instruction.original[:60]] = time.monotonic() - begin
        if name:
            self.images[name] = current
        return current

    def begin(self, base):
        root = Path(tempfile.mkdtemp(dir=self.workplace))
        root.chmod(0o755)
        if base == "scratch":
            return Image(root)
        if base in self.images:
            known = self.images[base]
            self.copy_tree(known.root, root)
            return Image(root, dict(known.environment), known.shell, known.directory, known.user, known.entrypoint, known.command)
        self.unpack_distribution(base.rpartition("-")[2], root)
        return Image(root)

    def unpack_distribution(self, release, root):
        archive = self.cache / "root.tar"
        if not archive.exists():
            sources = subprocess.run(
                ["apt-get", "indextargets", "--format", "$(REPO_URI)", f"Codename: {release}"],
                capture_output=True, text=True, check=True).stdout.split()
            assert sources, f"this machine's packages are not those of {release}"
            # dpkg waits for the disk after each file: in memory it does not.
            memory = Path("/dev/shm")
            has_room = memory.is_dir() and shutil.disk_usage(memory).free > ROOM_IN_MEMORY
            made = Path(tempfile.mkdtemp(dir=memory if has_room else self.workplace))
            try:
                subprocess.run(
                    ["debootstrap", "--variant=minbase", release, made, sources[0]], check=True, stdout=subprocess.DEVNULL)
                partial = archive.with_suffix(".partial")
                subprocess.run(["tar", "--create", "--file", partial, "--exclude=./var/cache/apt/archives/*.deb",
                                "--directory", made, "."], check=True)
                partial.replace(archive)
            finally:
                shutil.rmtree(made)
        subprocess.run(["tar", "--extract", "--file", archive, "--directory", root, "--same-owner"], check=True)

    @staticmethod
    def copy_tree(source, destination):
        subprocess.run(["cp", "--archive", "--no-preserve=ownership", f"{source}/.", destination], check=True)

    def context(self, directory, path):
        """The files that are sent to the build; kept, so that a toolchain builds only what has changed."""
        kept = self.cache / "context" / path.name
        own = path.with_name(path.name + ".dockerignore")
        ignore = own if own.exists() else directory / ".dockerignore"
        wanted = Ignore(ignore.read_text() if ignore.exists() else "").files(directory)
        for path in wanted:
            source, copy = directory / path, kept / path
            if not copy.exists() or copy.read_bytes() != source.read_bytes():
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, copy)
        for path in set(Ignore("").files(kept)) - set(wanted):
            (kept / path).unlink()
        return kept

    # Instructions

    def do_shell(self, image, instruction, stages, context):
        image.shell = list(instruction.value)

    def do_workdir(self, image, instruction, stages, context):
        image.directory = os.path.join(image.directory, instruction.value[0])
        image.path(image.directory).mkdir(parents=True, exist_ok=True)

    def do_user(self, image, instruction, stages, context):
        image.user = instruction.value[0]

    def do_expose(self, image, instruction, stages, context):
        image.ports += [int(each.partition("/")[0]) for each in instruction.value]

    def do_label(self, image, instruction, stages, context):
        pairs = [shlex.split(each)[0] for each in instruction.value if each != "="]
        image.labels |= dict(zip(pairs[::2], pairs[1::2], strict=True))

    def do_entrypoint(self, image, instruction, stages, context):
        assert instruction.json, "the entrypoint is in exec form: there is no shell"
        image.entrypoint = list(instruction.value)

    def do_cmd(self, image, instruction, stages, context):
        assert instruction.json, "the command is in exec form: there is no shell"
        image.command = list(instruction.value)

    def do_healthcheck(self, image, instruction, stages, context):
        assert instruction.value[0] == "CMD" and instruction.json, "the check is in exec form: there is no shell"
        image.health = list(instruction.value[1:])

    def do_copy(self, image, instruction, stages, context):
        flags = dict(flag.lstrip("-").partition("=")[::2] for flag in instruction.flags)
        assert flags.keys() <= {"from", "chown"}, f"the test does not understand {instruction.flags}"
        *sources, target = instruction.value
        place = image.path(os.path.join(image.directory, target))
        place.mkdir(parents=True, exist_ok=True)
        start = stages[flags["from"]].root if "from" in flags else context()
        for source in sources:
            whence = start / source.lstrip("/")
            if whence.is_dir():
                self.copy_tree(whence, place)
            else:
                shutil.copy(whence, place)

    def do_run(self, image, instruction, stages, context):
        if not instruction.json and instruction.value[0].startswith("swift build "):
            return self.swift_build(image, instruction.value[0], context)
        words = list(instruction.value) if instruction.json else [*image.shell, instruction.value[0]]
        step = Container(image, words, is_writable=True)
        if step.wait(600) != 0:
            raise BuildError(instruction.original, "\n".join(step.out + step.err))

    def swift_build(self, image, command, context):
        """Runs `swift build` on what was sent, and puts its products where the stage would have them."""
        products = self.given
        if not products:
            scratch = self.cache / "build"
            words = [*shlex.split(command), "--scratch-path", str(scratch)]
            environment = {name: value for name, value in os.environ.items() if not name.startswith("NEXTLINE_")}
            done = subprocess.run(words, cwd=context(), env=environment, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                raise BuildError(command, done.stdout + done.stderr)
            products = scratch / "release"
        place = image.path(image.directory) / ".build/release"
        place.mkdir(parents=True)
        shutil.copy(products / "nextline", place)
        self.copy_tree(products / "NextLine_Bundle.resources", place / "NextLine_Bundle.resources")
        if self.given:
            # Built where nothing was left out of the context.
            shutil.rmtree(place / "NextLine_Bundle.resources/Resources/operations", ignore_errors=True)


class BuildError(Exception):
    """An instruction that failed, with what it printed."""


class Container:
    """A process that sees an image only, which it cannot write to unless it is a step of a build.

    `mounts` are files and directories of this machine by the path inside, read-only too.
    """

    def __init__(self, image, argv, environment=(), mounts=(), user=None, is_writable=False):
        self.image, self.argv, self.mounts = image, argv, {target: str(source) for target, source in dict(mounts).items()}
        user, _, group = (user or image.user).partition(":")
        assert user.isdigit() and group.isdigit(), "the user is numeric: there is no file of users"
        self.user, self.group = int(user), int(group)
        # As engines do: the places to mount at are there before the root becomes read-only.
        for target, source in {"/proc": "/proc", **self.mounts}.items():
            place = image.path(target)
            if Path(source).is_dir():
                place.mkdir(parents=True, exist_ok=True)
            else:
                place.parent.mkdir(parents=True, exist_ok=True)
                place.touch()
        told = {
            "root": str(image.root), "argv": argv, "environment": image.environment | dict(environment),
            "directory": image.directory, "user": self.user, "group": self.group, "mounts": self.mounts, "is_writable": is_writable,
        }
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            [*APART, "--kill-child", sys.executable, str(HERE / "container.py"), json.dumps(told)],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.out, self.err = [], []
        self._changed = threading.Condition()
        self._readers = [
            threading.Thread(target=self._read, args=pair, daemon=True)
            for pair in ((self.process.stdout, self.out), (self.process.stderr, self.err))]
        for reader in self._readers:
            reader.start()

    def _read(self, stream, lines):
        for line in stream:
            with self._changed:
                lines.append(line.rstrip("\n"))
                self._changed.notify_all()

    def wait_for_line(self, text, seconds=20):
        """The milliseconds from the start until standard error says so."""
        deadline = time.monotonic() + seconds
        with self._changed:
            while not any(text in line for line in self.err):
                left = deadline - time.monotonic()
                assert left > 0 and self.process.poll() is None, f"no `{text}` in {self.err}"
                self._changed.wait(min(left, 0.05))
        return (time.perf_counter() - self.started) * 1000

    @property
    def pid(self):
        """The process's number outside; inside it is the first."""
        number = self.process.pid
        return int(Path(f"/proc/{number}/task/{number}/children").read_text().split()[0])

    def _entering(self, *which):
        return ["nsenter", "--target", str(self.pid), *which]

    def ask(self, path, method="GET", body=None, port=8080, **fields):
        """Status and body of a request from outside the root, by an address that only who listens on all of them answers."""
        question = json.dumps([f"http://127.0.0.2:{port}{path}", method, body, fields])
        program = (
            "import json, sys, urllib.request as r, urllib.error as e\n"
            "url, method, body, fields = json.loads(sys.argv[1])\n"
            "request = r.Request(url, body and body.encode(), {k.replace('_', '-'): v for k, v in fields.items()}, method=method)\n"
            "try: answer = r.urlopen(request, timeout=10)\n"
            "except e.HTTPError as error: answer = error\n"
            "print(json.dumps([answer.status, answer.read().decode()]))\n")
        done = subprocess.run(
            [*self._entering("--net"), sys.executable, "-c", program, question], capture_output=True, text=True, check=True)
        return tuple(json.loads(done.stdout))

    def execute(self, argv):
        """Runs a command inside, as the container's user; its exit code."""
        entering = self._entering(
            "--mount", "--pid", "--net", "--root", "--wd", "--setuid", str(self.user), "--setgid", str(self.group))
        done = subprocess.run([*entering, *argv], env=self.image.environment, capture_output=True, text=True, check=False, timeout=30)
        return done.returncode

    def status(self):
        """What the system says of the process."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return {name: value.split() for name, _, value in (line.partition(":") for line in lines)}

    def wait(self, seconds=30):
        code = self.process.wait(seconds)
        for reader in self._readers:
            reader.join(5)
        return code

    def stop(self):
        """The exit code after SIGTERM."""
        if self.process.poll() is None:
            os.kill(self.pid, signal.SIGTERM)
        try:
            return self.wait()
        finally:
            if self.process.poll() is None:
                self.process.kill()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def is_setuid(state):
    return bool(stat.S_ISREG(state.st_mode) and state.st_mode & (stat.S_ISUID | stat.S_ISGID))
