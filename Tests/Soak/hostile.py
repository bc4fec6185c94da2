"""Hostile clients: each shape of abuse at a rate of its own, until it is told to stop.

A shape is a coroutine that does it once; what the daemon answers is counted by shape, and nothing of it is a surprise.
"""
import asyncio, collections, itertools, json, os, random, re, socket, ssl

from bus import RECEIVER, SENDER, Signer, answer, connect, document, request

POLLS = int(os.environ.get("SOAK_POLLS", "10000"))


class Hostile:
    def __init__(self, bus, seed=1):
        self.bus, self.random = bus, random.Random(seed)
        self.known = bus.context(f"agencies/{SENDER}")
        self.stranger = bus.context()
        self.numbers = itertools.count(10_000_000)
        self.counts = collections.Counter()
        self.large, self.lock = None, asyncio.Lock()
        names = sorted(os.listdir(bus.identity("agencies")))[:100]
        self.agencies = [(name, bus.context(f"agencies/{name}")) for name in names]

    # Connections that say nothing, or not enough.

    async def silence(self, port=None):
        reader, writer = await connect(port or self.bus.port)
        await self.until_closed(reader, writer, 60)

    async def half_open_tls(self):
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        session = self.stranger.wrap_bio(incoming, outgoing, server_hostname="localhost")
        try:
            session.do_handshake()
        except ssl.SSLWantReadError:
            pass
        hello = outgoing.read()
        reader, writer = await connect(self.bus.port)
        writer.write(self.random.choice([hello, hello[:50], hello[:5]]))
        await self.until_closed(reader, writer, 60)

    async def slow_head(self):
        reader, writer = await connect(self.bus.port, self.known)
        await self.drip(reader, writer, request("GET", "/api/v1/documents"), 1)

    async def slow_plain_head(self):
        reader, writer = await connect(self.bus.plain_port)
        await self.drip(reader, writer, request("GET", "/livez"), 1)

    # Bodies.

    async def slow_body(self):
        reader, writer = await connect(self.bus.port, self.known)
        await self.drip(reader, writer, request("POST", "/api/v1/documents", bytes(900_000)), 2, whole=200)

    async def truncated_body(self):
        reader, writer = await connect(self.bus.port, self.known)
        writer.write(request("POST", "/api/v1/documents", bytes(50_000))[:20_000])
        await writer.drain()
        writer.close()
        self.counts["closed by us"] += 1

    async def endless_body(self):
        reader, writer = await connect(self.bus.port, self.random.choice([self.known, self.stranger]))
        writer.write(b"POST /api/v1/lint HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        chunk = b"4000\r\n" + bytes(0x4000) + b"\r\n"
        for _ in range(400):
            writer.write(chunk)
            await writer.drain()
            await asyncio.sleep(0.01)
        writer.close()

    async def announced_gigabyte(self):
        reader, writer = await connect(self.bus.port, self.random.choice([self.known, self.stranger]))
        writer.write(b"POST /api/v1/documents HTTP/1.1\r\nHost: x\r\nContent-Length: 1073741824\r\n\r\n" + bytes(1000))
        await self.expect(reader, writer, {401, 413})

    async def slow_reader(self):
        raw = socket.socket()
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        raw.setblocking(False)
        await asyncio.get_running_loop().sock_connect(raw, ("127.0.0.1", self.bus.port))
        reader, writer = await asyncio.open_connection(
            sock=raw, ssl=self.known, server_hostname="localhost", limit=4096)
        writer.write(request("GET", "/api/v1/documents?limit=500"))
        await writer.drain()
        for _ in range(120):
            if not await asyncio.wait_for(reader.read(20), 60):
                break
            await asyncio.sleep(1)
        writer.close()
        self.counts["slow reader done"] += 1

    # Large documents: what is made of them takes long, and their answers are long.

    async def large_send(self):
        await self.large_request(("POST", "/api/v1/documents"), {201, 403, 413, 422, 429, 503})

    async def large_lint(self):
        await self.large_request(("POST", "/api/v1/lint"), {200, 422, 429, 503})

    async def large_request(self, target, allowed):
        content = document(next(self.numbers), tail=f"<!--{'p' * self.random.choice([2_000_000, 20_000_000])}-->")
        reader, writer = await connect(self.bus.port, self.random.choice(self.agencies)[1])
        writer.write(request(*target, content))
        await self.expect(reader, writer, allowed, seconds=120)

    async def explain(self):
        reader, writer = await connect(self.bus.port, self.known)
        writer.write(request("GET", f"/api/v1/documents/{await self.large_document()}/explain"))
        await self.expect(reader, writer, {200, 429, 503}, seconds=120)

    async def slow_content(self):
        """Reads a content a thousand bytes a second, or all at once every ten seconds."""
        raw = socket.socket()
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        raw.setblocking(False)
        await asyncio.get_running_loop().sock_connect(raw, ("127.0.0.1", self.bus.port))
        reader, writer = await asyncio.open_connection(sock=raw, ssl=self.known, server_hostname="localhost", limit=4096)
        writer.write(request("GET", f"/api/v1/documents/{await self.large_document()}/content"))
        size, pause = self.random.choice([(1_000, 1), (65_536, 10)])
        for _ in range(120):
            if not await asyncio.wait_for(reader.read(size), 60):
                break
            await asyncio.sleep(pause)
        writer.close()
        self.counts["slow content done"] += 1

    async def large_document(self):
        """The id of a document of 20 MB, sent once."""
        async with self.lock:
            if self.large is None:
                content = document(next(self.numbers), tail=f"<!--{'p' * 20_000_000}-->")
                signature = Signer(self.bus.identity(f"agencies/{SENDER}")).sign(content)
                reader, writer = await connect(self.bus.port, self.known)
                writer.write(request("POST", "/api/v1/documents", content, [("Lgsp-Signature", signature)]))
                status, body = await asyncio.wait_for(answer(reader), 120)
                writer.close()
                if status != 201:
                    raise OSError(f"the large document was answered {status}")
                self.large = json.loads(body)["id"]
            return self.large

    # Messages.

    async def message(self):
        number = next(self.numbers)
        deep = "<x>" * 10_000 + "</x>" * 10_000
        entities = "".join(f'<!ENTITY e{i} "{("&e" + str(i - 1) + ";") * 10}">' for i in range(1, 10))
        bomb = f'<?xml version="1.0"?><!DOCTYPE edXML [<!ENTITY e0 "x">{entities}]><edXML>&e9;</edXML>'.encode()
        quadratic = f'<!DOCTYPE a [<!ENTITY q "{"x" * 50_000}">]><a>{"&q;" * 1_000}</a>'.encode()
        right_to_left = document(number, subject="Về \u202Egnud iộn\u202C việc")
        attributes = document(number, body="<edXML:Content " + " ".join(f'a{i}="1"' for i in range(5_000)) + "/>")
        name = self.random.choice(["../../etc/passwd", "a/b\\c.pdf", "C:\\x.pdf", "\u0430dmin.pdf", "x\u202Efdp.exe"])
        attachment = document(number, tail=(
            '<AttachmentEncoded xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016"><Attachment><ContentId>1</ContentId>'
            f'<AttachmentName>{name}</AttachmentName><ContentType>application/zip</ContentType>'
            '<edXML:ContentTransferEncoded>UEsFBgAAAAD//////////////////wAA</edXML:ContentTransferEncoded>'
            '</Attachment></AttachmentEncoded>'))
        content = self.random.choice([
            document(number, body=deep), bomb, quadratic, right_to_left, attributes, attachment,
            document(number)[:500], document(number).replace(b"TT", b"\xff\xfe"), document(number, subject="a\0b"),
            self.random.randbytes(2_000), b"", b"<" * 50_000, document(number).replace(b"\n", b"\n<!---->" * 50)])
        reader, writer = await connect(self.bus.port, self.known)
        signature = self.random.choice(["", "AAAA", "MIIB" * 10_000, "!" * 100])
        headers = [("Lgsp-Signature", signature)] if signature else []
        writer.write(request("POST", self.random.choice(["/api/v1/documents", "/api/v1/lint"]), content, headers))
        await self.expect(reader, writer, {200, 400, 403, 413, 422, 431})

    # Heads.

    async def head(self):
        smuggled = b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"
        shapes = [
            b"POST /api/v1/lint HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            b"POST /api/v1/lint HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 0\r\n\r\n",
            b"POST /api/v1/lint HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
            b"POST /api/v1/lint HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
            b"POST /api/v1/lint HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            b"POST /api/v1/lint HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
            b"POST /api/v1/lint HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
            b"GET /livez HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 60_000 + b"\r\n\r\n",
            b"GET /" + b"a" * 60_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
            b"GET /livez HTTP/1.1\r\nHost: x\r\n" + b"".join(b"X%d: 1\r\n" % i for i in range(5_000)) + b"\r\n",
            b"GET /%ff%fe/../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", b"GET /\0x HTTP/1.1\r\nHost: x\r\n\r\n",
            b"GET /livez HTTP/9.9\r\nHost: x\r\n\r\n", b"GET  /livez\r\n\r\n", os.urandom(500) + b"\r\n\r\n"]
        number = self.random.randrange(len(shapes))
        reader, writer = await connect(self.bus.port, self.random.choice([self.known, self.stranger]))
        writer.write(shapes[number] + smuggled)
        if number > 7:
            return await self.expect(reader, writer, {200, 400, 401, 404, 411, 413, 414, 431, 501, 505})
        # The second request is the smuggler's: one answer, and then the end. (libmicrohttpd says its own 400 to a wrong
        # length twice.)
        data = await asyncio.wait_for(reader.read(), 30)
        writer.close()
        # Answers may speak of HTTP/1.1 in their words.
        answers = set(re.findall(rb"HTTP/1\.1 (\d{3})", data))
        self.counts["smuggling refused" if answers <= {b"400"} else f"UNEXPECTED {answers}"] += 1

    async def garbage(self):
        reader, writer = await connect(self.random.choice([self.bus.port, self.bus.plain_port]))
        writer.write(self.random.choice([os.urandom(3_000), b"GET / HTTP/1.1\r\n\r\n", b"\x16\x03\x01\xff\xff"]))
        await self.until_closed(reader, writer, 60)

    async def poll(self):
        name, context = self.random.choice(self.agencies)
        reader, writer = await connect(self.bus.port, context)
        writer.write(request("GET", f"/api/v1/inbox/{name}?wait=60"))
        await self.expect(reader, writer, {200, 429, 503}, seconds=90)

    # What all share.

    async def drip(self, reader, writer, data, pause, whole=0):
        writer.write(data[:whole])
        for index in range(whole, len(data)):
            if reader.at_eof():
                break
            writer.write(data[index:index + 1])
            await writer.drain()
            await asyncio.sleep(pause)
        writer.close()
        self.counts["dripped"] += 1

    async def until_closed(self, reader, writer, seconds):
        try:
            await asyncio.wait_for(reader.read(), seconds)
        finally:
            writer.close()
        self.counts["closed"] += 1

    async def expect(self, reader, writer, allowed, seconds=60):
        try:
            status, _ = await asyncio.wait_for(answer(reader), seconds)
        except asyncio.IncompleteReadError:
            status = "closed"
        finally:
            writer.close()
        self.counts[status] += 1
        if status != "closed" and status not in allowed:
            self.counts[f"UNEXPECTED {status}"] += 1

    PLAN = [("silence", 100, 1500), ("half_open_tls", 50, 800), ("slow_head", 4, 60), ("slow_plain_head", 4, 60),
            ("slow_body", 40, 700), ("truncated_body", 5, 20), ("endless_body", 0.5, 5), ("announced_gigabyte", 5, 20),
            ("slow_reader", 1, 40), ("message", 8, 20), ("head", 10, 30), ("garbage", 20, 200), ("poll", 150, POLLS),
            ("slow_content", 1, 12), ("explain", 2, 12), ("large_send", 0.3, 4), ("large_lint", 0.5, 6)]
    """Each shape with how many a second begin and how many may be under way."""

    async def run(self, seconds):
        end = asyncio.get_running_loop().time() + seconds
        await asyncio.gather(*(self.keep(*shape, end) for shape in self.PLAN))

    async def keep(self, name, rate, most, end):
        running = set()
        while asyncio.get_running_loop().time() < end:
            if len(running) < most:
                task = asyncio.create_task(self.attempt(name))
                running.add(task)
                task.add_done_callback(running.discard)
            await asyncio.sleep(1 / rate)
        for task in list(running):
            task.cancel()

    async def attempt(self, name):
        try:
            await getattr(self, name)()
            self.counts[name] += 1
        except (OSError, ssl.SSLError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.TimeoutError) as error:
            # A closed connection is an answer too; a time-out is none.
            self.counts["TIMED OUT " + name if isinstance(error, asyncio.TimeoutError) else "broken off"] += 1
