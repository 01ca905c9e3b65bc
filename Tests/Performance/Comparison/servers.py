"""The servers that are compared. Each answers every scenario, on a port a scenario or on one for all."""

import json
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import processes
from exchange import body_of, exchange
from tools import HERE, compile_raw_server, find, need

sys.path.insert(0, str(HERE.parents[1] / "EndToEnd"))
from service import Service  # noqa: E402


class RunningServer:
    """Processes that answer; ports and processes by the name of a scenario, of which not every server has every one."""

    def __init__(self, name, process_ids, ports, stop, is_same=bytes.__eq__):
        self.name = name
        self.process_ids = process_ids
        self.ports = ports
        self.stop = stop
        self._is_same = is_same

    def answers(self, recorded):
        return recorded.name in self.ports

    def cpu_microseconds(self, scenario_name):
        return processes.cpu_microseconds(self._process(scenario_name))

    def resident_bytes(self, scenario_name):
        return processes.resident_bytes(self._process(scenario_name))

    def _process(self, scenario_name):
        return self.process_ids[scenario_name]

    def check(self, recorded):
        """Asks once, and returns how long the answer is; the body must be the one recorded."""
        scenario = recorded.scenario
        answer = exchange(self.ports[recorded.name], scenario.method, scenario.target, recorded.request_body)
        if not answer.startswith(b"HTTP/1.1 200 ") or not self._is_same(body_of(answer), recorded.body):
            raise SystemExit(f"{self.name} answers {scenario.title} otherwise: {answer[:200]!r}")
        return len(answer)


def _of_one_process(name, process, ports):
    return RunningServer(name, dict.fromkeys(ports, process.pid), ports, lambda: stop(process))


def stop(process, with_signal=signal.SIGTERM):
    if process.poll() is None:
        process.send_signal(with_signal)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def ports_of(recordings):
    """A free port for each."""
    return dict(zip([recorded.name for recorded in recordings], free_ports(len(recordings))))


def free_ports(count):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [listener.getsockname()[1] for listener in sockets]
    for listener in sockets:
        listener.close()
    return ports


def wait_until_listening(port, process, seconds=20):
    deadline = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.01)
    raise SystemExit(f"`{Path(process.args[0]).name}` does not listen")


def start_nextline(binary, directory, scenario_names, *options, name="NextLine"):
    service = Service(*options, directory=directory, binary=binary)
    ports = dict.fromkeys(scenario_names, service.port)
    return RunningServer(name, dict.fromkeys(scenario_names, service.process.pid), ports, service.stop)


def start_raw(directory, recordings):
    """A process a scenario, since each knows one answer only."""
    binary = compile_raw_server(directory)
    running, ports = {}, {}
    for recorded in recordings:
        process = subprocess.Popen([binary, recorded.answer_file], stdout=subprocess.PIPE, text=True)
        running[recorded.name] = process
        ports[recorded.name] = int(process.stdout.readline())

    def stop_all():
        for process in running.values():
            stop(process)

    return RunningServer("C", {name: process.pid for name, process in running.items()}, ports, stop_all)


def start_nginx(directory, recordings):
    ports = ports_of(recordings)
    process = subprocess.Popen(nginx_command(directory, recordings, ports))
    for port in ports.values():
        wait_until_listening(port, process)
    return _of_one_process("nginx", process, ports)


def nginx_command(directory, recordings, ports):
    configuration = directory / "nginx.conf"
    configuration.write_text(nginx_configuration(directory, recordings, ports))
    # The workers are another user's when root starts them.
    directory.chmod(0o755)
    return [need("nginx", "nginx-light"), "-p", directory, "-e", "stderr", "-c", configuration]


def nginx_configuration(directory, recordings, ports):
    temporary = "\n".join(
        f"  {kind}_temp_path {directory}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    servers = "\n".join(nginx_server(recorded, ports[recorded.name]) for recorded in recordings)
    return f"""
worker_processes 2;
daemon off;
error_log stderr warn;
pid {directory}/nginx.pid;
events {{ worker_connections 20000; }}
http {{
  access_log off;
  keepalive_requests 1000000000;
  keepalive_timeout 600s;
  server_tokens off;
  etag off;
  if_modified_since off;
  tcp_nodelay on;
  client_body_buffer_size 64k;
  open_file_cache max=100 inactive=1h;
  open_file_cache_valid 1h;
  geo $dollar {{ default "$"; }}
{temporary}
{servers}
}}
"""


# Which way of nginx was fastest up to how many bytes: texts in its configuration, or files, with TCP_CORK or without.
NGINX_WAYS = [(16_000, "text"), (80_000, "corked file"), (200_000, "file"), (float("inf"), "text")]


def nginx_server(recorded, port):
    sent_by_nginx = {"date", "content-length", "content-type"}
    fields = "\n".join(
        f"    add_header {name} {_nginx_text(value)};" for name, value in recorded.fields if name.lower() not in sent_by_nginx)
    way = next(way for limit, way in NGINX_WAYS if len(recorded.body) <= limit)
    answer = _nginx_return(recorded.body.decode()) if way == "text" else _nginx_file(recorded, corked=way == "corked file")
    return f"""
  server {{
    listen 127.0.0.1:{port};
    default_type application/json;
{fields}
{answer}
  }}"""


def _nginx_return(body):
    """`return` with the text in variables, since a parameter may have 4096 bytes at most."""
    pieces = [body[start : start + 1000] for start in range(0, len(body), 1000)]
    sets = "\n".join(f"    set $piece{number} {_nginx_text(piece)};" for number, piece in enumerate(pieces))
    return f'{sets}\n    return 200 "{"".join(f"${{piece{number}}}" for number in range(len(pieces)))}";'


def _nginx_file(recorded, corked):
    """A file for GET, and for POST, which nginx would refuse for a file."""
    return f"""
    sendfile on;
    tcp_nopush {"on" if corked else "off"};
    location = {recorded.path} {{ alias {recorded.body_file}; error_page 405 =200 $uri; }}"""


def _nginx_text(text):
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("$", "${dollar}")
    return f"'{escaped}'"


def start_codable(binary, directory, recordings):
    """Case 7 alone, written by Foundation's coders: the members of an object come in another order.

    `None` where it was not built, or Case 7 is not asked for.
    """
    recorded = next((recorded for recorded in recordings if recorded.name == "case-7"), None)
    if not recorded or not binary.exists():
        return None
    process = subprocess.Popen([binary, recorded.body_file], cwd=directory, stderr=subprocess.PIPE, text=True)
    address = process.stderr.readline()
    if not (port := re.search(r":(\d+)$", address)):
        raise SystemExit(f"CodableServer does not start: {address}")
    return RunningServer(
        "Codable", {recorded.name: process.pid}, {recorded.name: int(port[1])}, lambda: stop(process),
        is_same=lambda one, other: json.loads(one) == json.loads(other))


def start_node(directory, recordings):
    """`None` where there is no Node."""
    ports = ports_of(recordings)
    if not (command := node_command(recordings, ports)):
        return None
    process = subprocess.Popen(command, cwd=directory)
    for port in ports.values():
        wait_until_listening(port, process)
    return _of_one_process("Node", process, ports)


def node_command(recordings, ports):
    """`None` where there is no Node."""
    program = find("node")
    answers = [f"{ports[recorded.name]}={recorded.answer_file}" for recorded in recordings]
    return [program, HERE / "node_server.js", *answers] if program else None


def start_commands(nextline_binary, directory, recorded):
    """For each server what makes the command that starts it with one answer on a port, for those that are there."""
    raw = compile_raw_server(directory)
    commands = {
        "NextLine": lambda port: [nextline_binary, "serve", "--port", str(port)],
        "C": lambda port: [raw, recorded.answer_file, "2", str(port)],
        "nginx": lambda port: nginx_command(directory, [recorded], {recorded.name: port}),
        "Node": lambda port: node_command([recorded], {recorded.name: port}),
    }
    return {name: command for name, command in commands.items() if name != "Node" or find("node")}
