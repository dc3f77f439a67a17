"""The one way out of the sandbox: to the scratch databases of this run, as its role. Others are refused, and noted.

It stands outside, takes connections on a socket that was opened inside, reads PostgreSQL's first message, and then passes
on what comes. To the server it speaks TLS as the URL says; the way inside has none.
"""

import os
import select
import socket
import ssl
import threading

TLS_REQUEST, GSS_REQUEST, CANCEL_REQUEST = 80877103, 80877104, 80877102
NEGOTIATES, LOGIN, OF_SASL = b"v", b"R", (10).to_bytes(4, "big")
MOST_BYTES = 10000
CHUNK = 1 << 16
SECONDS = 10
SOCKET_FOLDERS = ("/var/run/postgresql", "/run/postgresql", "/tmp")
NOTED = 20


class Door:
    """`listener` is the socket inside, `url` the server with the run's role, `name` what its databases begin with."""

    def __init__(self, listener, url, name):
        self._listener, self._url, self._name = listener, url, name
        self._refused = []
        threading.Thread(target=self._take_all, daemon=True).start()

    def refused(self):
        """What was refused since this was asked last."""
        found, self._refused = self._refused, []
        return found

    def _take_all(self):
        while True:
            client, _ = self._listener.accept()
            threading.Thread(target=self._take, args=(client,), daemon=True).start()

    def _take(self, client):
        try:
            with client:
                client.settimeout(SECONDS)
                message = self._first_message(client)
                if message:
                    with connect(self._url) as server:
                        server.sendall(message)
                        client.settimeout(None)
                        if int.from_bytes(message[4:8], "big") != CANCEL_REQUEST:
                            _pass_on_first(client, server)
                        _pass_on(client, server)
        except (OSError, ValueError):
            return

    def _first_message(self, client):
        while True:
            size = _exactly(client, 4)
            length = int.from_bytes(size, "big")
            if not 8 <= length <= MOST_BYTES:
                return self._refuse(client, "what is not PostgreSQL's protocol")
            body = _exactly(client, length - 4)
            code = int.from_bytes(body[:4], "big")
            if code in (TLS_REQUEST, GSS_REQUEST):
                client.sendall(b"N")
                continue
            if code == CANCEL_REQUEST:
                return size + body
            words = [word.decode("utf-8", "replace") for word in body[4:].split(b"\0")]
            facts = dict(zip(words[::2], words[1::2]))
            database = facts.get("database") or facts.get("user", "")
            if not database.startswith(self._name + "_") or "replication" in facts:
                return self._refuse(client, "the database " + database)
            if facts.get("user") != self._url.username:
                return self._refuse(client, "the role %s" % facts.get("user"))
            return size + body

    def _refuse(self, client, what):
        text = "a connection to %s was refused: only the scratch database may be used" % what[:100]
        if len(self._refused) < NOTED:
            self._refused.append(text)
        fields = b"SFATAL\0VFATAL\0C28000\0M" + text.encode("utf-8") + b"\0\0"
        client.sendall(b"E" + (len(fields) + 4).to_bytes(4, "big") + fields)


def _exactly(stream, count):
    got = b""
    while len(got) < count:
        more = stream.recv(count - len(got))
        if not more:
            raise OSError("it ended")
        got += more
    return got


def _pass_on_first(client, server):
    """The server's offer of how to log in, less the way that is bound to its TLS: the one inside has none to bind to."""
    kind = NEGOTIATES
    while kind == NEGOTIATES:
        kind, size = _exactly(server, 1), _exactly(server, 4)
        body = _exactly(server, min(int.from_bytes(size, "big"), MOST_BYTES) - 4)
        if kind == LOGIN and body[:4] == OF_SASL:
            ways = [way for way in body[4:].split(b"\0") if way and not way.endswith(b"-PLUS")]
            body = OF_SASL + b"".join(way + b"\0" for way in ways) + b"\0"
        client.sendall(kind + (len(body) + 4).to_bytes(4, "big") + body)


def _pass_on(client, server):
    while True:
        waiting = isinstance(server, ssl.SSLSocket) and server.pending()
        ready = [server] if waiting else select.select([client, server], [], [])[0]
        for stream in ready:
            other = server if stream is client else client
            data = stream.recv(CHUNK)
            if not data:
                return
            other.sendall(data)


def place_of(url):
    """(host, port) of a URL, the host as libpq takes it: a folder of sockets begins with "/"; "" where none is named."""
    host = url.query.get("hostaddr") or url.host or url.query.get("host") or os.environ.get("PGHOST", "")
    port = url.port or url.query.get("port") or os.environ.get("PGPORT") or 5432
    return str(host), int(str(port))


def connect(url):
    """A socket to the server, with TLS as its sslmode says. OSError when it is not to be reached."""
    host, port = place_of(url)
    if not host or host.startswith("/"):
        return _connect_by_file([host] if host else SOCKET_FOLDERS, port)
    stream = socket.create_connection((host, port), SECONDS)
    stream.settimeout(None)
    mode = str(url.query.get("sslmode") or url.query.get("ssl") or "prefer")
    if mode in ("disable", "allow"):
        return stream
    stream.sendall((8).to_bytes(4, "big") + TLS_REQUEST.to_bytes(4, "big"))
    if _exactly(stream, 1) == b"S":
        return _tls(url, mode).wrap_socket(stream, server_hostname=host)
    if mode != "prefer":
        raise OSError("the server has no TLS")
    return stream


def _connect_by_file(folders, port):
    for folder in folders:
        stream = socket.socket(socket.AF_UNIX)
        try:
            stream.connect(os.path.join(folder, ".s.PGSQL.%d" % port))
            return stream
        except OSError:
            stream.close()
    raise OSError("no socket in " + ", ".join(folders))


def _tls(url, mode):
    context = ssl.create_default_context(cafile=url.query.get("sslrootcert"))
    if mode not in ("verify-full", "true"):
        context.check_hostname = False
    if mode not in ("verify-full", "verify-ca", "true"):
        context.verify_mode = ssl.CERT_NONE
    if url.query.get("sslcert"):
        context.load_cert_chain(url.query["sslcert"], url.query.get("sslkey"))
    return context
