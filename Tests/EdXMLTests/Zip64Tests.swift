import Platform
import Testing

/// Archives that Python's zipfile makes, and takes: zip64 (PKWARE APPNOTE 4.3.14, 4.3.15, 4.4.1.4, 4.5.3), data before
/// and behind an archive, data descriptors; and what is really damaged.
@Suite struct Zip64Tests {
    /// Prints, a line each: a name, the archive in base64, and the faults that it must have, parted by commas.
    private static let script = #"""
        import base64, io, struct, zipfile

        def make(names=("a.pdf", "b.pdf"), limit=None, comment=b"", prefix=b"", force=False, size=3000, stream=False):
            old, zipfile.ZIP64_LIMIT = zipfile.ZIP64_LIMIT, limit if limit is not None else zipfile.ZIP64_LIMIT
            file = io.BytesIO(prefix)
            file.seek(len(prefix))
            class Stream(io.RawIOBase):
                def writable(self): return True
                def write(self, b): return file.write(b)
            z = zipfile.ZipFile(Stream() if stream else file, "w" if stream or not prefix else "a", zipfile.ZIP_DEFLATED)
            for name in names:
                with z.open(name, "w", force_zip64=force or limit == 0) as f: f.write(bytes(range(250)) * (size // 250))
            z.comment = comment
            z.close()
            zipfile.ZIP64_LIMIT = old
            return file.getvalue()

        def u(value, count): return value.to_bytes(count, "little")

        def put(data, at, value, count): return data[:at] + u(value, count) + data[at + count:]

        def sixty_four(names=("a.pdf",), fields=("usize", "csize", "place", "disk"), values={}, cut=0, before=b"", after=b"",
                       record=True, sentinels=True, told=None, extensible=b"", disks=1, bare=(), ends={}):
            """An archive whose central headers leave `fields` to the extra field; stored entries."""
            body, central = b"", b""
            for name in names:
                place, raw, n = len(body), b"x" * 100, name.encode()
                import zlib
                crc = zlib.crc32(raw)
                body += b"PK\3\4" + struct.pack("<5H3L2H", 45, 0, 0, 0, 33, crc, 100, 100, len(n), 0) + n + raw
                real = {"usize": 100, "csize": 100, "place": place, "disk": 0, **values}
                inside = b"".join(u(real[f], 4 if f == "disk" else 8) for f in ("usize", "csize", "place", "disk") if f in fields)
                inside = inside[:len(inside) - cut]
                extra = before + (b"\1\0" + u(len(inside), 2) + inside if fields else b"") + after
                left = {f: (0xFFFF if f == "disk" else 0xFFFFFFFF) if f in fields or f in bare else real[f] for f in real}
                central += b"PK\1\2" + struct.pack("<6H3L5H2L", 45, 45, 0, 0, 0, 33, crc, left["csize"], left["usize"], len(n),
                    len(extra), 0, left["disk"], 0, 0, left["place"]) + n + extra
            at = len(body) + len(central)
            e = {"count": len(names), "length": len(central), "start": len(body), **ends}
            out = body + central
            if record:
                out += b"PK\6\6" + struct.pack("<Q2H2L4Q", 44 + len(extensible), 45, 45, 0, 0, e["count"], e["count"], e["length"], e["start"]) + extensible
                out += b"PK\6\7" + struct.pack("<LQL", 0, at if told is None else told, disks)
            s = sentinels and record
            return out + b"PK\5\6" + struct.pack("<4H2LH", 0, 0, 0xFFFF if s else len(names), 0xFFFF if s else len(names),
                0xFFFFFFFF if s else len(central), 0xFFFFFFFF if s else len(body), 0)

        def say(name, data, *faults): print(name + "|" + base64.b64encode(data).decode() + "|" + ",".join(faults))

        def good(name, data):
            assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None, name
            say("good: " + name, data)

        good("no zip64", make())
        good("zip64 in the local header only", make(force=True))
        good("zip64 in everything", make(limit=0))
        good("zip64 in everything, with a comment", make(limit=0, comment=b"a comment"))
        good("zip64 and a long comment", make(limit=0, comment=b"c" * 65535))
        good("a long comment", make(comment=b"c" * 65535))
        good("many entries with zip64", make([f"{i}.pdf" for i in range(1000)], limit=0, size=250))
        good("data descriptors", make(stream=True))
        good("data descriptors of zip64", make(stream=True, force=True, limit=0))
        good("no entries", make([]))
        good("no entries, zip64", sixty_four([]))
        for prefix in (b"MZ" + bytes(3000), b"#!/bin/sh\nexec unzip\n", b"x" * 70000, b"PK00"):
            good(f"places counted with {len(prefix)} bytes before", make(prefix=prefix))
            good(f"places counted without {len(prefix)} bytes before", prefix + make())
            good(f"zip64 counted without {len(prefix)} bytes before", prefix + make(limit=0))
        good("bytes behind", make() + b"\r\n")
        all_fields = ("usize", "csize", "place", "disk")
        for bits in range(16):
            fields = tuple(f for i, f in enumerate(all_fields) if bits >> i & 1)
            say("good: zip64 for " + "+".join(fields), sixty_four(["a.pdf", "b.pdf"], fields))
        good("the sizes alone", sixty_four(fields=("usize", "csize"), record=False))
        good("other extra fields around", sixty_four(before=b"UT\5\0\1abcd", after=b"\xAA\xBB\2\0xy"))
        good("an end record that says the same", sixty_four(sentinels=False))
        say("good: an extensible sector", sixty_four(extensible=b"12345678"))
        say("good: no count of parts", sixty_four(disks=0))

        d = "error zip_damaged"
        say("an extra field cut off", sixty_four(cut=5), d)
        say("an extra field without the place", sixty_four(cut=12), d)
        say("no extra field for the packed size", sixty_four(fields=(), bare=("csize",), record=False), d)
        say("no extra field for the place", sixty_four(fields=(), bare=("place",), record=False), d)
        say("a locator that leads nowhere", put(sixty_four(), len(sixty_four()) - 22 - 20 - 56, 0, 4), d)
        say("no locator", put(sixty_four(), len(sixty_four()) - 42, 0, 4), d)
        say("two counts", sixty_four(sentinels=False, ends={"count": 2}), d)
        say("two places", sixty_four(sentinels=False, ends={"start": 1}), d)
        say("several parts", sixty_four(disks=2), d)
        say("a directory longer than all", sixty_four(ends={"length": 2**63}), d)
        say("a directory beyond all", sixty_four(ends={"start": 2**64 - 1}), d)
        say("more entries than there are", sixty_four(ends={"count": 2}), d)
        say("fewer entries than there are", sixty_four(["a", "b"], ends={"count": 1}), d)
        say("no entries but a directory", sixty_four(["a", "b"], ends={"count": 0}), d)
        say("a packed size without measure", sixty_four(values={"csize": 2**64 - 1}), d)
        say("a packed size over the archive", sixty_four(values={"csize": 10000}), d)
        say("a place without measure", sixty_four(values={"place": 2**63}), d)
        say("a place in the directory", sixty_four(values={"place": 120}), d)
        say("cut off", sixty_four()[:-1], d)
        say("two directories", make() + make(limit=0)[:-22] + make()[-22:], d)
        l = "error zip_limit_exceeded"
        say("too many entries", sixty_four(ends={"count": 2**63}), l)
        say("a bomb", sixty_four(values={"usize": 2**40}), l)
        say("a bomb without measure", sixty_four(["a", "b"], values={"usize": 2**64 - 1}), l)
        say("a bomb behind a program", b"MZ" + bytes(500) + sixty_four(values={"usize": 2**40}), l)
        say("a size that no extra field says", sixty_four(fields=(), bare=("usize",), record=False), l)
        say("a path behind other bytes", b"x" * 100 + make(["../x"]), "error unsafe_name")
        say("an archive within", sixty_four(["in.zip"]), "error zip_nested")
        """#

    @Test func archives() throws {
        let lines = try #require(Python.lines(Self.script))
        #expect(lines.count > 60)
        for line in lines {
            let parts = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            let content = try #require(Base64.decode(parts[1]))
            let faults = try ZipTests.faults(content).filter { !$0.hasPrefix("warning content_type_mismatch") }
            #expect(Set(faults) == Set(parts[2].split(separator: ",").map(String.init)), "\(parts[0])")
        }
    }

    @Test func aDamagedByteNeverTraps() throws {
        let lines = try #require(Python.lines(Self.script))
        var random = SeededRandom(seed: 64)
        for line in lines where line.contains("good") {
            let parts = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            let whole = try #require(Base64.decode(parts[1]))
            guard whole.count < 2_000 else { continue }
            for _ in 0..<100 {
                var bytes = whole
                for _ in 0..<2 {
                    let place = Int.random(in: max(4, bytes.count - 300)..<bytes.count, using: &random)
                    bytes[place] = [0, 0xFF, 0x80, UInt8.random(in: 0...255, using: &random)].randomElement() ?? 0
                }
                _ = try ZipTests.faults(bytes)
            }
        }
    }

    /// A program that unpacks itself is what it is said to be where an archive stands at its end.
    @Test func whatEndsWithAnArchiveIsOne() throws {
        let one = ZipTests.archive([ZipTests.Entry(name: "a.pdf")])
        #expect(try ZipTests.faults(Array("#!/bin/sh\nexit 0\n".utf8) + one) == [])
        #expect(try ZipTests.faults(Array("MZ and so on".utf8) + one, type: "application/pdf").count == 1)
    }
}
