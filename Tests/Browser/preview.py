"""Serves `Resources/web` as the service does, and passes everything else on to a running service.

    python3 preview.py http://127.0.0.1:8080 [--port N]

For work on the page: no build, no restart; reload the browser.
"""

import argparse
import http.client
import mimetypes
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

WEB = Path(__file__).resolve().parents[2] / "Resources/web"
POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; "
          "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".html": "text/html", ".json": "application/json",
         ".webmanifest": "application/manifest+json"}
PASSED = ("Content-Type", "Accept", "Accept-Language", "If-None-Match")


def page_file(path, accept):
    """The file of the page that a path means, or nothing when the service answers it."""
    if path == "/" and "application/json" not in accept:
        return WEB / "index.html"
    if path == "/docs":
        return WEB / "docs.html"
    name = path.removeprefix("/app/")
    return WEB / "app" / name if name != path and "/" not in name and ".." not in name else None


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        file = page_file(urlsplit(self.path).path, self.headers.get("Accept", ""))
        if file is None:
            self.pass_on()
        elif file.is_file():
            kind = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            self.answer(200, [("Content-Type", f"{kind}; charset=utf-8"), ("Content-Security-Policy", POLICY),
                              ("X-Content-Type-Options", "nosniff"), ("Cache-Control", "no-cache")], file.read_bytes())
        else:
            self.answer(404, [("Content-Type", "text/plain")], b"not found\n")

    do_POST = do_HEAD = do_OPTIONS = lambda self: self.pass_on()

    def pass_on(self):
        service = urlsplit(self.server.service())
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        connection = http.client.HTTPConnection(service.hostname, service.port, timeout=30)
        try:
            fields = {name: self.headers[name] for name in PASSED if name in self.headers}
            connection.request(self.command, self.path, body=body or None, headers=fields)
            response = connection.getresponse()
            fields = [(k, v) for k, v in response.getheaders() if k.lower() not in ("transfer-encoding", "content-length", "connection", "date")]
            self.answer(response.status, fields, response.read())
        except OSError:
            self.close_connection = True  # as a service does that has gone away: no answer at all
            self.connection.close()
        finally:
            connection.close()

    def answer(self, status, fields, body):
        self.send_response(status)
        for name, value in fields:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_):
        pass


class Preview(ThreadingHTTPServer):
    """A server of the page; `service` gives the URL of the API, which may change while it runs."""

    daemon_threads = True

    def __init__(self, service, port=0):
        self.service = service
        super().__init__(("127.0.0.1", port), Handler)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request, client_address):
        if not isinstance(sys.exception() if hasattr(sys, "exception") else sys.exc_info()[1], (OSError, ValueError)):
            super().handle_error(request, client_address)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("service", help="URL of a running service")
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    with Preview(lambda: options.service, options.port) as preview:
        print(preview.url, flush=True)
        preview.serve_forever()
