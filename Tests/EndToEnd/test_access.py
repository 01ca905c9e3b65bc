"""Who may call: tokens, scopes, rates, gateways, and TLS at a reverse proxy."""

import hashlib
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import time
from urllib.request import Request, urlopen

import pytest

from process import wait_until
from service import Service, run

MARKERS = ("token-that-must-not-be-seen", "patient-that-must-not-be-seen")


def client(name, token, *scopes, **more):
    return {"id": name, "sha256": hashlib.sha256(token.encode()).hexdigest(), "scopes": list(scopes)} | more


CLIENTS = [
    client("ehr", "ehr-" + MARKERS[0], "recommend", "cds"), client("page", "page-token", "read"),
    client("old", "old-token", "recommend", expires="2020-01-31"), client("slow", "slow-token", "read", requestsPerSecond=3),
    client("gate", "gate-token", "recommend", "read", gateway=True),
]


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def write(path, clients):
    # As an editor does: whole or not at all.
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps({"clients": clients}))
    beside.replace(path)


@pytest.fixture
def tokens(tmp_path):
    path = tmp_path / "tokens.json"
    write(path, CLIENTS)
    return path


@pytest.fixture
def guarded(tokens, elsewhere):
    with open(tokens.parent / "access.log", "wb") as log:
        running = Service("--token-file", str(tokens), "--access-log", directory=elsewhere, stdout=log)
        yield running
        assert running.stop() == 0


@pytest.mark.parametrize("path", ("/", "/healthz", "/readyz", "/openapi.yaml", "/docs", "/app/main.js"))
def test_what_holds_nothing_is_for_everybody(guarded, path):
    assert guarded.get(path).status == 200


@pytest.mark.parametrize("path", (
    "/trials", "/trials/bolero-2", "/regimens", "/drugs", "/references", "/diseases", "/vocabulary", "/plots/forest.svg", "/cases", "/cases/case-7",
    "/cases/case-7/input", "/plots/forest.svg"))
def test_knowledge_takes_the_scope_read(guarded, path):
    assert guarded.get(path).status == 401
    assert guarded.get(path, **bearer("page-token")).status == 200
    assert guarded.get(path, **bearer("ehr-" + MARKERS[0])).status == 403


def test_a_read_token_cannot_recommend(guarded, case_7_bytes):
    answer = guarded.recommend(case_7_bytes, **bearer("page-token"))
    assert answer.status == 403 and answer.media_type == "application/problem+json"
    assert answer.field("WWW-Authenticate") == 'Bearer realm="nextline", error="insufficient_scope", scope="recommend"'
    assert guarded.recommend(case_7_bytes, **bearer("ehr-" + MARKERS[0])).status == 200


@pytest.mark.parametrize("token", ("", "wrong", "old-token", "EHR-" + MARKERS[0], "ehr-" + MARKERS[0] + "x", "gate-token"))
def test_no_good_token_is_401_and_says_no_more(guarded, case_7_bytes, token):
    answer = guarded.recommend(case_7_bytes, **(bearer(token) if token else {}))
    unknown = guarded.recommend(case_7_bytes)
    assert (answer.status, answer.body) == (401, unknown.body)
    assert answer.field("WWW-Authenticate") == 'Bearer realm="nextline"'
    assert answer.json()["detail"] == "a bearer token is needed"


def test_the_body_of_who_may_not_ask_is_not_looked_at(guarded):
    assert guarded.recommend(b"{", **bearer("page-token")).status == 403
    assert guarded.recommend(b"{").status == 401


def test_a_gateway_says_who_called(guarded, case_7_bytes):
    fields = bearer("gate-token") | {"X_NextLine_Client": "ehr.example", "X_NextLine_Scopes": "recommend"}
    assert guarded.recommend(case_7_bytes, **fields).status == 200
    assert guarded.get("/trials", **fields).status == 403
    assert guarded.get("/trials", **(fields | {"X_NextLine_Scopes": "read everything"})).status == 401


def test_too_many_requests_are_told_when_to_come_again(guarded):
    answers = [guarded.get("/trials/bolero-2", **bearer("slow-token")) for _ in range(8)]
    refused = [answer for answer in answers if answer.status == 429]
    assert refused and {answer.status for answer in answers} == {200, 429}
    assert all(int(answer.field("Retry-After")) >= 1 for answer in refused)
    assert guarded.get("/trials/bolero-2", **bearer("page-token")).status == 200
    time.sleep(int(refused[-1].field("Retry-After")))
    assert guarded.get("/trials/bolero-2", **bearer("slow-token")).status == 200


def test_a_changed_file_counts_without_a_restart(guarded, tokens):
    new = client("new", "new-token", "read")
    assert guarded.get("/trials", **bearer("new-token")).status == 401
    write(tokens, [new])
    assert wait_until(lambda: guarded.get("/trials", **bearer("new-token")).status == 200, 10) is not None
    assert guarded.get("/trials", **bearer("page-token")).status == 401
    tokens.write_text('{"clients": [{"id": "new"}]}')
    guarded.wait_for_line("not reloaded, the clients stay as they were: .*tokens.json:/clients/0/s")
    assert guarded.get("/trials", **bearer("new-token")).status == 200
    write(tokens, [client("third", "third-token", "read")])
    guarded.signal(signal.SIGHUP)
    assert wait_until(lambda: guarded.get("/trials", **bearer("third-token")).status == 200, 10) is not None


def test_neither_token_nor_case_is_in_a_log_or_an_error(guarded, tokens, case_7):
    case_7["findings"][MARKERS[1]] = MARKERS[1]
    answers = [
        guarded.recommend(case_7, **bearer(MARKERS[0])), guarded.get("/trials", {"token": MARKERS[0]}),
        guarded.get("/trials", {"lang": MARKERS[0]}, **bearer("wrong")),
    ]
    assert [answer.status for answer in answers] == [401, 401, 401]
    assert guarded.recommend(case_7, **bearer("ehr-" + MARKERS[0])).status == 422
    del case_7["findings"][MARKERS[1]]
    assert guarded.recommend(case_7, **bearer("ehr-" + MARKERS[0])).status == 200
    assert guarded.stop() == 0
    log = (tokens.parent / "access.log").read_text()
    assert log.count('"status":200') == 1 and log.count('"status":401') == 3
    seen = log + "\n".join(guarded.lines) + "".join(answer.text for answer in answers)
    assert not any(marker in seen for marker in MARKERS)


def test_preflights_need_no_token(tokens, elsewhere):
    running = Service("--token-file", str(tokens), "--cors-origin", "https://page.example", directory=elsewhere)
    try:
        answer = running.request("OPTIONS", "/recommend", Origin="https://page.example", Access_Control_Request_Method="POST")
        assert answer.status == 204
        assert "Authorization" in answer.field("Access-Control-Allow-Headers")
        refused = running.request("POST", "/recommend", b"{}", Origin="https://page.example")
        assert refused.status == 401 and refused.field("Access-Control-Allow-Origin") == "https://page.example"
    finally:
        assert running.stop() == 0


@pytest.mark.parametrize("host", ("0.0.0.0", "::"))
def test_beyond_this_machine_somebody_must_say_who_may_call(tmp_path, host):
    result = run("serve", "--host", host, "--port", "0", directory=tmp_path)
    assert result.returncode == 2
    assert b"--token-file" in result.stderr and b"--open-access" in result.stderr


def test_open_access_is_said_loudly(elsewhere):
    running = Service("--host", "0.0.0.0", "--port", "0", "--open-access", directory=elsewhere)
    try:
        running.wait_for_line("WARNING: access is not controlled")
    finally:
        assert running.stop() == 0


@pytest.mark.parametrize("content", ("", "{", '{"clients":[]}', '{"clients":[{"id":"a","sha256":"plain-token","scopes":["read"]}]}'))
def test_a_bad_token_file_stops_the_start(tmp_path, content):
    path = tmp_path / "tokens.json"
    path.write_text(content)
    result = run("serve", "--port", "0", "--token-file", str(path), directory=tmp_path)
    assert result.returncode == 1 and b"tokens.json" in result.stderr and b"plain-token" not in result.stderr


# A reverse proxy.

NGINX = """
pid {directory}/nginx.pid; error_log {directory}/error.log; daemon off; worker_processes 1;
events {{ worker_connections 64; }}
http {{
  access_log off;
  client_body_temp_path {directory}/body; proxy_temp_path {directory}/proxy; fastcgi_temp_path {directory}/fastcgi;
  uwsgi_temp_path {directory}/uwsgi; scgi_temp_path {directory}/scgi;
  upstream nextline {{ server unix:{directory}/nextline.sock; keepalive 8; }}
  # What a verified JWT or client certificate stands for.
  map $ssl_client_s_dn $caller {{ default ""; "CN=hospital-ehr" hospital-ehr; }}
  server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate {directory}/server.pem; ssl_certificate_key {directory}/server.key;
    ssl_client_certificate {directory}/client.pem; ssl_verify_client optional;
    location / {{
      proxy_pass http://nextline; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $host;
      # Whatever the caller says of itself is replaced.
      proxy_set_header Authorization "Bearer gate-token";
      proxy_set_header X-NextLine-Client $caller;
      proxy_set_header X-NextLine-Scopes recommend;
    }}
  }}
}}
"""


def certificate(directory, name, subject):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", f"/CN={subject}", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
         "-keyout", directory / f"{name}.key", "-out", directory / f"{name}.pem"], check=True, capture_output=True)


@pytest.fixture
def proxy(tmp_path, elsewhere):
    nginx = shutil.which("nginx") or next((path for path in ("/usr/sbin/nginx",) if os.path.exists(path)), None)
    assert nginx, "nginx is not installed: apt-get install nginx"
    tokens = tmp_path / "tokens.json"
    write(tokens, CLIENTS)
    certificate(tmp_path, "server", "localhost")
    certificate(tmp_path, "client", "hospital-ehr")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (tmp_path / "nginx.conf").write_text(NGINX.format(directory=tmp_path, port=port))
    running = Service("--unix", str(tmp_path / "nextline.sock"), "--token-file", str(tokens), directory=elsewhere)
    os.chmod(tmp_path, 0o755)
    process = subprocess.Popen([nginx, "-p", tmp_path, "-c", tmp_path / "nginx.conf", "-g", "user root;"], stderr=subprocess.DEVNULL)

    def answers():
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    assert wait_until(answers, 10) is not None, (tmp_path / "error.log").read_text()
    yield tmp_path, f"https://localhost:{port}"
    process.terminate()
    process.wait(10)
    assert running.stop() == 0


def through(directory, url, body, certificate=None, **fields):
    context = ssl.create_default_context(cafile=str(directory / "server.pem"))
    if certificate:
        context.load_cert_chain(directory / f"{certificate}.pem", directory / f"{certificate}.key")
    request = Request(url + "/recommend", body, {"Content-Type": "application/json"} | fields)
    try:
        with urlopen(request, context=context, timeout=20) as response:
            return response.status, response.read()
    except OSError as error:
        return error.code, error.read()


def test_behind_tls_a_verified_caller_is_answered_and_nobody_else(proxy, case_7_bytes):
    directory, url = proxy
    status, body = through(directory, url, case_7_bytes, certificate="client")
    assert status == 200 and json.loads(body)["options"][0]["regimen"]["id"] == "everolimus-exemestane"
    assert through(directory, url, case_7_bytes)[0] == 401
    # What a caller says of itself does not pass the gateway.
    forged = {"X-NextLine-Client": "hospital-ehr", "X-NextLine-Scopes": "recommend", "Authorization": "Bearer ehr-" + MARKERS[0]}
    assert through(directory, url, case_7_bytes, **forged)[0] == 401
