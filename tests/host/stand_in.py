#!/usr/bin/env python3
"""A stand-in for the model's API, on loopback, for one run of a client.

    stand_in.py REPLIES.json LOG.json -- COMMAND ARG...

Runs COMMAND with ANTHROPIC_BASE_URL naming the stand-in, and ends with its exit code. REPLIES is a list of the model's turns,
each a list of blocks {"text": TEXT} or {"tool": NAME, "input": OBJECT}; the last turn is said again when there are
more. A block {"run": [COMMAND, ARG...]} is no part of what the model says: the command runs before it says it.
A request without tools is a side call of the client (a title, a summary): it gets a short text and uses up no turn.
LOG becomes the list of all requests: {"method", "path", "body"}, in the order they came; of a command it has
{"method": "RUN", "path": COMMAND, "body": its output and exit code}.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class StandIn(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, replies: list):
        super().__init__(("127.0.0.1", 0), Handler)
        self.replies, self.turns = replies, 0
        self.log: list[dict] = []
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def note(self, method: str, path: str, body) -> None:
        with self.lock:
            self.log.append({"method": method, "path": path, "body": body})

    def next_turn(self, body: dict) -> list:
        if not body.get("tools"):
            return [{"text": "fine"}]
        with self.lock:
            turn = self.replies[min(self.turns, len(self.replies) - 1)]
            self.turns += 1
            number = self.turns
        for block in turn:
            if "run" in block:
                ran = subprocess.run(block["run"], capture_output=True, text=True)
                self.note("RUN", block["run"][0], {"code": ran.returncode, "output": ran.stdout + ran.stderr})
        said = [block for block in turn if "run" not in block]
        return [{**block, "id": f"toolu_{number}_{index}"} for index, block in enumerate(said)]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_) -> None:
        pass

    def answer(self, data: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def do_HEAD(self) -> None:
        self.server.note("HEAD", self.path, None)
        self.answer(b"", "text/plain")

    def do_GET(self) -> None:
        self.server.note("GET", self.path, None)
        self.answer(b"{}", "application/json")

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))) or b"{}")
        self.server.note("POST", self.path, body)
        if "count_tokens" in self.path:
            self.answer(b'{"input_tokens": 100}', "application/json")
        elif not self.path.startswith("/v1/messages"):
            self.answer(b"{}", "application/json")
        elif body.get("stream"):
            self.answer(write_stream(self.server.next_turn(body), body["model"]), "text/event-stream")
        else:
            self.answer(
                json.dumps(write_message(self.server.next_turn(body), body["model"])).encode(), "application/json"
            )


def blocks_of(turn: list) -> list[dict]:
    """A turn's blocks in the API's form."""
    return [
        {"type": "text", "text": block["text"]}
        if "text" in block
        else {"type": "tool_use", "id": block["id"], "name": block["tool"], "input": block["input"]}
        for block in turn
    ]


def reason_of(turn: list) -> str:
    return "tool_use" if any("tool" in block for block in turn) else "end_turn"


def write_message(turn: list, model: str) -> dict:
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": model,
        "content": blocks_of(turn),
        "stop_reason": reason_of(turn),
        "stop_sequence": None,
        "usage": {"input_tokens": 1, "output_tokens": 1},
    }


def write_stream(turn: list, model: str) -> bytes:
    """The same as a stream of server-sent events."""
    events = [{"type": "message_start", "message": {**write_message(turn, model), "content": [], "stop_reason": None}}]
    for index, block in enumerate(blocks_of(turn)):
        if block["type"] == "text":
            empty, delta = {**block, "text": ""}, {"type": "text_delta", "text": block["text"]}
        else:
            empty = {**block, "input": {}}
            delta = {"type": "input_json_delta", "partial_json": json.dumps(block["input"])}
        events.append({"type": "content_block_start", "index": index, "content_block": empty})
        events.append({"type": "content_block_delta", "index": index, "delta": delta})
        events.append({"type": "content_block_stop", "index": index})
    end = {"stop_reason": reason_of(turn), "stop_sequence": None}
    events.append({"type": "message_delta", "delta": end, "usage": {"output_tokens": 1}})
    events.append({"type": "message_stop"})
    return "".join(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in events).encode()


def main() -> int:
    replies, log, dashes, *command = sys.argv[1:]
    if dashes != "--" or not command:
        print(__doc__, file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: None)  # the command gets it too; the log is written when that has ended
    with StandIn(json.loads(Path(replies).read_text(encoding="utf-8"))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            return subprocess.run(command, env={**os.environ, "ANTHROPIC_BASE_URL": server.url}).returncode
        finally:
            Path(log).write_text(json.dumps(server.log), encoding="utf-8")
            server.shutdown()


if __name__ == "__main__":
    sys.exit(main())
