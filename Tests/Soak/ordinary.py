"""Ordinary clients: what they do, and how long it takes them, at a steady rate whatever the answers take."""
import asyncio, itertools, json, time

from bus import RECEIVER, SENDER, Signer, answer, connect, document, request

RATE = 40
"""Operations a second, of four kinds in turn."""


class Ordinary:
    def __init__(self, bus):
        self.bus = bus
        self.signer = Signer(bus.identity(f"agencies/{SENDER}"))
        self.sender, self.receiver = bus.context(f"agencies/{SENDER}"), bus.context(f"agencies/{RECEIVER}")
        self.numbers = itertools.count(1)
        self.idle = {"sender": [], "receiver": []}
        self.sent, self.failures = 0, []

    async def run(self, seconds):
        """Milliseconds of every operation by kind, counted from when it was meant to begin."""
        latencies = {"send": [], "fetch": [], "ask": [], "connect": []}
        kinds = itertools.cycle(latencies)
        begin = time.monotonic()
        tasks = []
        for index in range(int(seconds * RATE)):
            due = begin + index / RATE
            await asyncio.sleep(max(0, due - time.monotonic()))
            tasks.append(asyncio.create_task(self.one(next(kinds), due, latencies)))
            tasks = [task for task in tasks if not task.done()]
        await asyncio.gather(*tasks)
        return latencies

    async def one(self, kind, due, latencies):
        try:
            await getattr(self, kind)()
            latencies[kind].append((time.monotonic() - due) * 1000)
        except Exception as error:
            self.failures.append(f"{kind}: {type(error).__name__} {error}")

    async def call(self, who, data):
        """Over a kept connection where one is free."""
        while self.idle[who]:
            reader, writer, since = self.idle[who].pop()
            if time.monotonic() - since < 20 and not reader.at_eof():
                break
            writer.close()
        else:
            reader, writer = await connect(self.bus.port, getattr(self, who), 1 << 22)
        writer.write(data)
        result = await asyncio.wait_for(answer(reader), 60)
        self.idle[who].append((reader, writer, time.monotonic()))
        return result

    async def send(self):
        content = document(next(self.numbers), tail=f"<!-- {'x' * 6000} -->")
        signature = self.signer.sign(content)
        status, body = await self.call("sender", request(
            "POST", "/api/v1/documents", content, [("Lgsp-Signature", signature)]))
        assert status == 201, (status, body[:300])
        self.sent += 1

    async def fetch(self):
        status, body = await self.call("receiver", request("GET", f"/api/v1/inbox/{RECEIVER}?content=1&limit=5"))
        assert status == 200, (status, body[:300])
        deliveries = [item["delivery"] for item in json.loads(body)["items"]]
        if deliveries:
            status, body = await self.call("receiver", request(
                "POST", f"/api/v1/inbox/{RECEIVER}/confirm", json.dumps({"deliveries": deliveries}).encode()))
            assert status == 200, (status, body[:300])

    async def ask(self):
        status, body = await self.call("sender", request("GET", "/api/v1/documents?limit=10"))
        assert status == 200, (status, body[:300])

    async def connect(self):
        """A new connection for one request, as curl does."""
        reader, writer = await connect(self.bus.port, self.sender)
        writer.write(request("GET", f"/api/v1/inbox/{SENDER}?limit=1"))
        status, body = await asyncio.wait_for(answer(reader), 60)
        writer.close()
        assert status == 200, (status, body[:300])
