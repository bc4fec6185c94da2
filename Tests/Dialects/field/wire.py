"""HTTP/1.1 as bytes: what the drivers of field clients write and read, with nothing put right on the way."""
import socket
import ssl


class ClientFailure(AssertionError):
    """The real client would fail here, or take one thing for another."""


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body


def connect(base, cafile=None, timeout=60, most=None):
    """A connection to the server of an address such as http://127.0.0.1:8080/vxp, and the path in it."""
    scheme, rest = base.split("://", 1)
    address, _, path = rest.partition("/")
    host, _, port = address.rpartition(":")
    connection = socket.create_connection((host.strip("[]"), int(port)), timeout)
    if scheme == "https":
        context = ssl.create_default_context(cafile=cafile)
        if most is not None:
            context.maximum_version = most
        connection = context.wrap_socket(connection, server_hostname=host.strip("[]"))
    return connection, address, "/" + path


def low_bytes(text):
    """Text as Java's HTTP clients put it into a header field: each letter as the low byte of its code."""
    return bytes(ord(letter) & 0xFF for letter in text)


def head(first, fields):
    """The head of a request: its first line and its fields in order, names and values as text."""
    lines = [first.encode()] + [name.encode() + b": " + low_bytes(value) for name, value in fields]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def answer(file):
    """One answer from a file of a connection; an interim one is passed over."""
    while True:
        line = file.readline()
        if not line:
            raise ClientFailure("the server closed the connection without an answer")
        status = int(line.split()[1])
        headers = {}
        while True:
            line = file.readline().rstrip(b"\r\n")
            if not line:
                break
            name, _, value = line.partition(b":")
            headers[name.decode().lower()] = value.strip().decode("latin-1")
        if status >= 200:
            break
    if "chunked" in headers.get("transfer-encoding", ""):
        body = b""
        while True:
            size = int(file.readline().split(b";")[0], 16)
            body += file.read(size)
            file.readline()
            if size == 0:
                return Answer(status, headers, body)
    if "content-length" in headers:
        return Answer(status, headers, file.read(int(headers["content-length"])))
    return Answer(status, headers, file.read())


def exchange(base, request, body=b"", cafile=None, expects=False, most=None):
    """Sends one request and reads its answer; with `expects` the body waits for 100 Continue, or for the answer."""
    connection, _, _ = connect(base, cafile, most=most)
    with connection, connection.makefile("rb") as file:
        connection.sendall(request)
        if expects and body:
            line = file.readline()
            if line.split()[1:2] != [b"100"]:
                return rest(file, line)
            while file.readline().strip():
                pass
        if body:
            try:
                connection.sendall(body)
            except OSError:
                pass  # The server answered before all of it was there.
        return answer(file)


def rest(file, line):
    class Behind:
        """The file, with a line that was read already put back."""
        def __init__(self):
            self.line = line

        def readline(self):
            taken, self.line = self.line, None
            return taken if taken is not None else file.readline()

        def read(self, *count):
            return file.read(*count)
    return answer(Behind())
