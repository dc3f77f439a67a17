#!/usr/bin/env python3
"""Raw lines over HTTP, for suites that know no standard input and output.

    http_relay.py COMMAND ARG...        prints the URL that it listens on, on loopback, and serves until it is stopped

Each POST is one line to a process of COMMAND, and the lines that the process writes are the answer, byte by byte: nothing is
answered in its place, and no fault of it is hidden. A legacy session is one process, from `initialize` to DELETE; a request
without a session has a process of its own. What only HTTP has is the relay's own: statuses, session ids, and the refusal of
a foreign Host or Origin and of a version header that is not the body's.
"""

import json
import queue
import subprocess
import sys
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

STATUS = {-32601: 404, -32602: 400, -32022: 400, -32021: 400, -32700: 400, -32600: 400}
VERSION = "io.modelcontextprotocol/protocolVersion"
MODERN = "2026-07-28"
LOCAL = {"localhost", "127.0.0.1", "::1"}
PATIENCE = 60.0  # seconds for one line


def object_of(body):
    """The message, where it is one; only to see where it goes."""
    try:
        message = json.loads(body)
    except ValueError:
        message = None
    return message if isinstance(message, dict) else {}


def meta_of(message):
    params = message.get("params")
    meta = params.get("_meta") if isinstance(params, dict) else None
    return meta if isinstance(meta, dict) else {}


class Talk:
    """One process, and who waits for which of its lines."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.lock = threading.Lock()
        self.waiting = {}  # the id's JSON text: (its progress token, queue of lines)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            message = json.loads(line)
            with self.lock:
                waiting = list(self.waiting.items())
            for key, (token, lines) in reversed(waiting):
                if "method" not in message:
                    mine = key == json.dumps(message.get("id"))
                else:
                    mine = token is None or token == message.get("params", {}).get("progressToken", token)
                if mine:
                    lines.put(line)
                    break
        with self.lock:
            for _, lines in self.waiting.values():
                lines.put(None)

    def send(self, body):
        with self.lock:
            self.process.stdin.write(body.replace(b"\n", b" ") + b"\n")
            self.process.stdin.flush()

    def ask(self, body, message):
        """The lines that belong to the request, up to its answer."""
        lines, key = queue.Queue(), json.dumps(message["id"])
        with self.lock:
            self.waiting[key] = (meta_of(message).get("progressToken"), lines)
        try:
            self.send(body)
            while True:
                line = lines.get(timeout=PATIENCE)
                if line is None:
                    return
                yield line
                if "method" not in json.loads(line):
                    return
        finally:
            with self.lock:
                self.waiting.pop(key, None)

    def stop(self):
        self.process.kill()
        self.process.wait()


class Relay(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_command = []
    sessions = {}

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def is_foreign(self):
        places = ["//" + self.headers.get("Host", "")] + [value for value in [self.headers.get("Origin")] if value]
        return any(urlsplit(place).hostname not in LOCAL for place in places)

    def do_GET(self):
        self.answer(405)

    def do_DELETE(self):
        talk = self.sessions.pop(self.headers.get("Mcp-Session-Id"), None)
        if talk:
            talk.stop()
        self.answer(200 if talk else 404)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        session = self.headers.get("Mcp-Session-Id")
        if self.is_foreign():
            return self.answer(403)
        if session and session not in self.sessions:
            return self.answer(404)
        message = object_of(body)
        is_modern = self.headers.get("MCP-Protocol-Version") == MODERN
        if is_modern and meta_of(message).get(VERSION, MODERN) != MODERN:
            mismatch = {"code": -32020, "message": "the header MCP-Protocol-Version is not the version in _meta"}
            error = {"jsonrpc": "2.0", "id": message.get("id"), "error": mismatch}
            return self.answer(400, json.dumps(error).encode())
        talk, more = self.sessions.get(session), {}
        if talk is None:
            talk = Talk(self.server_command)
            if message.get("method") == "initialize":
                session = str(uuid.uuid4())
                self.sessions[session], more = talk, {"Mcp_Session_Id": session}
        try:
            if "id" in message and "method" in message:
                self.pass_on(talk.ask(body, message), is_modern or VERSION in meta_of(message), more)
            else:
                talk.send(body)
                self.answer(202)
        except OSError:
            pass  # the client has gone
        finally:
            if not session:
                talk.stop()

    def pass_on(self, lines, is_modern, more):
        line = next(lines, None)
        if line is None:
            return self.answer(502)
        message = json.loads(line)
        if "method" not in message:
            code = message.get("error", {}).get("code")
            return self.answer(STATUS.get(code, 200) if is_modern else 200, line, **more)
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        while line:
            self.wfile.write(b"event: message\ndata: " + line.strip() + b"\n\n")
            self.wfile.flush()
            line = next(lines, None)


if __name__ == "__main__":
    Relay.server_command = sys.argv[1:]
    server = ThreadingHTTPServer(("127.0.0.1", 0), Relay)
    print(f"http://127.0.0.1:{server.server_port}/mcp", flush=True)
    server.serve_forever()
