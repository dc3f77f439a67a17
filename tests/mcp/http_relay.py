#!/usr/bin/env python3
"""Raw lines over HTTP, for the official conformance suite, which knows no standard input and output.

    http_relay.py PORT COMMAND ARG...
    conformance server --url http://127.0.0.1:PORT/mcp --requirements 2025-11-25

It answers nothing by itself and hides no fault: each POST is one line to a new process of COMMAND, and what that process
writes is the answer. Only the HTTP status is made up here, from the error's code.
"""

import json
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

STATUS = {-32601: 404, -32602: 400, -32022: 400, -32700: 400, -32600: 400}


def is_modern(body):
    return b"io.modelcontextprotocol/protocolVersion" in body or b'"server/discover"' in body


class Relay(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_command = []

    def log_message(self, *_):
        pass

    def answer(self, status, body=b""):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.answer(405)

    def do_DELETE(self):
        self.answer(405)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        process = subprocess.Popen(self.server_command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        try:
            process.stdin.write(body.replace(b"\n", b" ") + b"\n")
            process.stdin.flush()
            if b'"id"' not in body:
                self.answer(202)
            else:
                self.pass_on(body, process.stdout)
        except OSError:
            pass  # the client has gone
        finally:
            process.kill()
            process.wait()

    def pass_on(self, body, lines):
        line = lines.readline()
        message = json.loads(line)
        if "method" not in message:
            code = message.get("error", {}).get("code")
            return self.answer(STATUS.get(code, 200) if is_modern(body) else 200, line)
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        while line:
            self.wfile.write(b"event: message\ndata: " + line.strip() + b"\n\n")
            self.wfile.flush()
            if "method" not in json.loads(line):
                return
            line = lines.readline()


if __name__ == "__main__":
    Relay.server_command = sys.argv[2:]
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Relay).serve_forever()
