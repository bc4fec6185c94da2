"""Checks of bodies, signatures in header fields and codes as programs send them: body_checks.py CHECK RUN_FILE LGSP."""
import base64
import email.generator
import email.mime.application
import email.mime.multipart
import email.policy
import gzip
import http.client
import io
import json
import os
import signal
import ssl
import subprocess
import sys
import tempfile
import urllib.parse
import zlib

FIRST, SECOND = "H10.05", "H10.31"
KIND = "application/edxml+xml"


class Bus:
    def __init__(self, run_file, program):
        run = json.load(open(run_file))
        self.url, self.plain, self.pki = run["url"], run.get("plain_url"), run["certificates"]
        self.program, self.data = program, os.path.join(os.path.dirname(run_file), "data")
        self.count, self.folder = 0, tempfile.mkdtemp(dir=os.path.dirname(run_file))

    def identity(self, who):
        return f"{self.pki}/agencies/{who}"

    def call(self, method, path, body=None, headers={}, who=FIRST):
        context = ssl.create_default_context(cafile=f"{self.pki}/root.pem")
        context.load_cert_chain(f"{self.identity(who)}/certificate.pem", f"{self.identity(who)}/key.pem")
        port = urllib.parse.urlsplit(self.url).port
        connection = http.client.HTTPSConnection("127.0.0.1", port, context=context, timeout=30)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read()
        try:
            return answer, json.loads(text)
        except ValueError:
            return answer, {}

    def post(self, body, kind=KIND, **headers):
        named = {"Content-Type": kind, **{name.replace("_", "-"): value for name, value in headers.items()}}
        answer, value = self.call("POST", "/api/v1/documents", body, named)
        return answer.status, value

    def document(self):
        self.count += 1
        ns = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
        return f"""<?xml version="1.0" encoding="UTF-8"?>
<edXML xmlns="{ns}" xmlns:edXML="{ns}"><edXML:edXMLEnvelope><edXML:edXMLHeader><edXML:MessageHeader>
<edXML:From><edXML:OrganId>{FIRST}</edXML:OrganId></edXML:From><edXML:To><edXML:OrganId>{SECOND}</edXML:OrganId></edXML:To>
<edXML:DocumentId>{FIRST},2021,{self.count}</edXML:DocumentId>
<edXML:Code><edXML:CodeNumber>{self.count}</edXML:CodeNumber><edXML:CodeNotation>TT</edXML:CodeNotation></edXML:Code>
<edXML:PromulgationInfo><edXML:PromulgationDate>2021/06/24</edXML:PromulgationDate></edXML:PromulgationInfo>
<edXML:DocumentType><edXML:TypeName>Công văn</edXML:TypeName></edXML:DocumentType><edXML:Subject>Thử</edXML:Subject>
</edXML:MessageHeader></edXML:edXMLHeader></edXML:edXMLEnvelope></edXML>
""".encode()

    def sign(self, content, *more, form="DER"):
        me = self.identity(FIRST)
        path = os.path.join(self.folder, "content")
        open(path, "wb").write(content)
        return subprocess.run(
            ["openssl", "cms", "-sign", "-outform", form, "-in", path, "-signer", f"{me}/certificate.pem", "-inkey",
             f"{me}/key.pem", *(more or ["-binary"])], capture_output=True, check=True).stdout

    def run(self, *words, **more):
        environment = {"PATH": "/usr/bin:/bin"}
        return subprocess.run([self.program, *words], capture_output=True, text=True, env=environment, cwd=self.folder, **more)


def parts(bus):
    """Multipart bodies as mail programs and HTTP libraries write them are taken."""
    kind = "multipart/form-data; boundary=BB"

    def body(document, signature, boundary=b"--BB", end=b"--BB--\r\n", first=b"", second=b"", before=b"", named=None):
        named = named or [b'Content-Disposition: form-data; name="document"', b'Content-Disposition: form-data; name="signature"']
        return (before + boundary + b"\r\n" + named[0] + first + b"\r\n\r\n" + document + b"\r\n" + boundary + b"\r\n" + named[1]
                + second + b"\r\n\r\n" + signature + b"\r\n" + end)

    disposition = lambda text: [text % b"document", text % b"signature"]
    encoded = b"\r\nContent-Transfer-Encoding: base64"
    shapes = {
        "plain": {}, "padding": {"boundary": b"--BB \t"}, "padding at the end": {"end": b"--BB-- \t\r\nmore"},
        "no line break at the end": {"end": b"--BB--"}, "a preamble": {"before": b"This is MIME.\r\n\r\n"},
        "an empty line first": {"before": b"\r\n"},
        "folded": {"named": disposition(b'Content-Disposition: form-data;\r\n name="%s"')},
        "folded twice": {"named": disposition(b'Content-Disposition:\r\n\tform-data\r\n ;\r\n \tname=%s')},
        "tabs": {"named": disposition(b'Content-Disposition:\tform-data;\tname="%s"\t')},
        "order and case": {"named": disposition(b'X-A: b\r\nCONTENT-DISPOSITION: form-data; FileName="a; name=x"; NAME="%s"')},
        "escapes": {"named": disposition(b'Content-Disposition: form-data; filename="a\\"; name=\\"b"; name="%s"')},
        "name*": {"named": disposition(b"Content-Disposition: form-data; name*=UTF-8''%s")},
        "a folded type": {"first": b"\r\nContent-Type: application/edxml+xml;\r\n charset=UTF-8"},
    }
    for name, shape in shapes.items():
        document = bus.document()
        status, answer = bus.post(body(document, bus.sign(document), **shape), kind)
        assert status == 201, (name, answer)
    for encoding in ("7bit", "8bit", "Binary", "base64", "quoted-printable"):
        document = bus.document()
        coded = {"base64": base64.encodebytes(document).replace(b"\n", b"\r\n"),
                 "quoted-printable": document.replace(b"=", b"=3D").replace(b"\n", b"=0A=\r\n")}.get(encoding, document)
        first = b"\r\nContent-Transfer-Encoding: " + encoding.encode()
        signature = base64.encodebytes(bus.sign(document)).replace(b"\n", b"\r\n")
        status, answer = bus.post(body(coded, signature, first=first, second=encoded), kind)
        assert status == 201, (encoding, answer)
    for field in ('multipart/form-data;\tboundary="B B:=?"', "Multipart/Mixed; charset=x; Boundary=\"B B:=?\""):
        document = bus.document()
        status, answer = bus.post(body(document, bus.sign(document)).replace(b"--BB", b"--B B:=?"), field)
        assert status == 201, (field, answer)
    # As Python's own library for mail writes it.
    document = bus.document()
    message = email.mime.multipart.MIMEMultipart("form-data")
    for name, data in (("document", document), ("signature", bus.sign(document))):
        part = email.mime.application.MIMEApplication(data, "octet-stream")
        part.add_header("Content-Disposition", "form-data", name=name, filename="a very long name of a file, folded when it is written " * 2)
        message.attach(part)
    out = io.BytesIO()
    email.generator.BytesGenerator(out, policy=email.policy.compat32.clone(linesep="\r\n")).flatten(message)
    head, whole = out.getvalue().split(b"\r\n\r\n", 1)
    status, answer = bus.post(whole, message["Content-Type"].replace("\n", " "))
    assert status == 201, answer

    refused = [
        (b"--BB\n" + body(b"a", b"b")[6:], "Part 1, byte 4 of the body.", "CR LF behind the boundary", "LF alone"),
        (body(b"a", b"b").replace(b"--BB--", b""), "Part 2", "--BB-- behind the last part", "the end of the body"),
        (body(b"a", b"b", first=b"\r\nContent-Transfer-Encoding: x-uuencode"), "Part 1", "base64 or quoted-printable", "x-uuencode"),
        (body(b"a", b"*", second=encoded), "Part 2", "base64", "other bytes"),
        (body(b"a", b"b", named=disposition(b"Content-Type: text/plain; x=%s")), "Part 1", 'name="document"', "a part without name"),
        (body(b"a", b"b", named=[b'Content-Disposition: form-data; name="file"', b"X: y"]), "Part 1", "document", "file"),
        (body(b"a", b"b", named=[b'Content-Disposition: form-data; name="signature"', b"X: y"]), "Part 1", "document first", "signature"),
        (body(b"a", b"b").replace(b"\r\n", b"\n"), "Part 1", "CR LF", "LF alone"),
        (b"{}", "Part 1", "--BB at the beginning of a line", '"{}"'),
    ]
    for sent, place, expected, found in refused:
        status, answer = bus.post(sent, kind)
        assert (status, answer["code"], answer["found"]) == (400, "multipart_malformed", found), (sent, answer)
        assert place in answer["detail"] and expected in answer["expected"] and answer["hint"], answer
    for field in ("multipart/form-data", 'multipart/form-data; boundary=""', "multipart/form-data; boundary=" + "b" * 71):
        status, answer = bus.post(body(b"a", b"b"), field)
        assert (status, answer["code"]) == (400, "multipart_malformed") and "boundary" in answer["expected"], answer


def codings(bus):
    """Bodies with a content coding are refused as such (RFC 9110, 15.5.16), on every interface."""
    document = bus.document()
    signature = base64.b64encode(bus.sign(document)).decode()
    for coding, body in (("gzip", gzip.compress(document)), ("x-gzip", document), ("deflate", zlib.compress(document)),
                         ("br", b"x"), ("zstd", b"x"), ("gzip, identity", document), ("identity,GZIP", document)):
        answer, value = bus.call("POST", "/api/v1/documents", body, {
            "Content-Type": KIND, "Content-Encoding": coding, "Lgsp-Signature": signature})
        assert answer.status == 415 and value["code"] == "content_encoding_unsupported", (coding, value)
        assert answer.getheader("Accept-Encoding") == "identity" and "Content-Encoding" in value["hint"], value
    paths = ["/api/v1/lint", f"/api/v1/inbox/{FIRST}/confirm", "/api/v1/paper-documents", "/lgsp/getToken",
             "/lgsp/sendEdoc", "/vxp/sendEdoc", "/EdocService/sendDocument"]
    for path in paths:
        answer, _ = bus.call("POST", path, gzip.compress(b"{}"), {"Content-Encoding": "gzip"})
        assert answer.status == 415 and answer.getheader("Accept-Encoding") == "identity", (path, answer.status)
    for coding in ("identity", "Identity, identity", ""):
        document = bus.document()
        status, value = bus.post(document, Content_Encoding=coding, Lgsp_Signature=base64.b64encode(bus.sign(document)).decode())
        assert status == 201, (coding, value)
    for body, name in ((gzip.compress(document), "gzip"), (zlib.compress(document), "deflate")):
        status, value = bus.post(body)
        assert status == 422 and f"{name}-compressed" in value["hint"], value
        answer, value = bus.call("POST", f"/api/v1/inbox/{FIRST}/confirm", body, {"Content-Type": "application/json"})
        assert answer.status == 400 and f"{name}-compressed" in value["hint"], value


def fields(bus):
    """What stands in Lgsp-Signature instead of the base64 of a CMS is told as what it is."""
    document = bus.document()
    der = bus.sign(document)
    pem = bus.sign(document, "-binary", form="PEM").decode()
    url = next(text for text in (base64.urlsafe_b64encode(bus.sign(document)).decode() for _ in range(99)) if "_" in text or "-" in text)
    unpadded = next(text for text in (base64.b64encode(bus.sign(document)).decode() for _ in range(99)) if text.endswith("=")).rstrip("=")
    cases = [
        (pem.replace("\n", ""), "PEM, not DER", "-outform DER"), (pem.replace("\n", " "), "PEM, not DER", "-outform DER"),
        (url, "base64url (RFC 4648, 5)", "section 4"), (unpadded, "base64 without its padding", "multiple of four"),
        (der.hex(), "hexadecimal digits", "base64"), ("@signature.p7s", "the name of a file", "base64 -w0"),
        ("", "nothing", "leave the field out"), (base64.b64encode(base64.b64encode(der)).decode(), "base64 of base64", "once"),
        ('"' + base64.b64encode(der).decode() + '"', "text in quotes", "quotes"), ("MII*", '"*" behind 3 digits', "base64"),
    ]
    for text, found, hint in cases:
        for path in ("documents", "lint"):
            answer, value = bus.call("POST", f"/api/v1/{path}", document, {"Content-Type": KIND, "Lgsp-Signature": text})
            assert (answer.status, value["code"], value["found"]) == (422, "signature_malformed", found), (text, value)
            assert hint in value["hint"] and "Lgsp-Signature" in value["detail"], value
    # White space in it says nothing.
    status, value = bus.post(document, Lgsp_Signature=" ".join(base64.encodebytes(der).decode().split()))
    assert status == 201, value
    # In a part the same bytes are told alike.
    for data, found in ((pem.encode(), "PEM, not DER"), (base64.b64encode(der), "base64, not DER"), (der.hex().encode(), "hexadecimal digits, not DER")):
        body = (b'--BB\r\nContent-Disposition: form-data; name="document"\r\n\r\n' + document
                + b'\r\n--BB\r\nContent-Disposition: form-data; name="signature"\r\n\r\n' + data + b"\r\n--BB--\r\n")
        status, value = bus.post(body, "multipart/form-data; boundary=BB")
        assert (status, value["code"], value["found"]) == (422, "signature_malformed", found), value
    # A CMS over other line ends is told as one, with what to do.
    other = bus.document()
    status, value = bus.post(other, Lgsp_Signature=base64.b64encode(bus.sign(other, "-nosmimecap")).decode())
    assert (status, value["code"], value["found"]) == (422, "signature_digest_mismatch", "the content with CRLF line ends"), value
    assert "-binary" in value["hint"], value
    answer, told = bus.call("GET", f"/api/v1/documents/{value['refusal']}/explain", headers={"Accept-Language": "vi"})
    assert "-binary" in told["hint"] and told["hint"] != value["hint"], told


def codes(bus):
    """Agencies are named in either form, in letters of any case: on the command line and in the interface, not in documents."""
    old, small = "000.00.05.h10", "h10.05"
    for name in (FIRST, small, old, old.upper()):
        answer, value = bus.call("GET", f"/api/v1/agencies/{name}")
        assert answer.status == 200 and value["code"] == FIRST, (name, value)
        assert bus.call("GET", f"/api/v1/inbox/{name}")[0].status == 200, name
        done = bus.run("inbox", name, "--data", bus.data)
        assert done.returncode == 0, (name, done)
        done = bus.run("agency", "show", name, "--data", bus.data, "--json")
        assert json.loads(done.stdout)["code"] == FIRST, done
    letter = os.path.join(bus.folder, "letter.pdf")
    open(letter, "wb").write(b"%PDF-1.4\n")
    done = bus.run("send", letter, "--from", old, "--to", "000.00.31.h10", "--data", bus.data, "--json")
    assert done.returncode == 0, done
    shown = json.loads(bus.run("show", json.loads(done.stdout)["id"], "--as", small, "--data", bus.data, "--json").stdout)
    assert shown["issuer"]["code"] == FIRST and shown["deliveries"][0]["to"]["code"] == SECOND, shown
    found = bus.run("find", f"from:{small}", "to:000.00.31.h10", "--data", bus.data, "--json")
    assert found.returncode in (0, 1) and "query" not in found.stderr, found
    # What is signed is taken by the letter.
    document = bus.document().replace(FIRST.encode(), small.encode(), 1)
    status, value = bus.post(document, Lgsp_Signature=base64.b64encode(bus.sign(document)).decode())
    assert (status, value["code"]) == (422, "unknown_sender"), value


def commands(bus):
    """What cannot be read or written is an error, told without a value of the program's own."""
    with open("/dev/full", "w") as full:
        verbs = [["errors"], ["errors", "--json"], ["--help"], ["send", "--help"], ["version"], ["man"], ["completion", "bash"],
                 ["agency", "list", "--data", bus.data], ["ratio", "--data", bus.data], ["lint", "--json", "none.edxml"]]
        open(os.path.join(bus.folder, "none.edxml"), "w").write("<a/>")
        for words in verbs:
            done = subprocess.run([bus.program, *words], stdout=full, stderr=subprocess.PIPE, text=True, cwd=bus.folder)
            assert done.returncode not in (0, 70) and "No space left on device" in done.stderr, (words, done)
    done = subprocess.run(f"'{bus.program}' errors >&-", shell=True, capture_output=True, text=True)
    assert done.returncode == 1 and "output_failed" in done.stderr, done
    # Nobody reads any more: quiet, and no success.
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([bus.program, "errors", "--json"], stdout=writing, stderr=subprocess.PIPE, text=True)
    os.close(writing)
    assert done.returncode == -signal.SIGPIPE and done.stderr == "", done
    empty = os.path.join(bus.folder, "to trinh.pdf")
    open(empty, "w").close()
    bell = os.path.join(bus.folder, "a\x07b.pdf")
    open(bell, "wb").write(b"%PDF-1.4\n")
    to = ["--from", FIRST, "--to", SECOND, "-o", os.path.join(bus.folder, "o.edxml")]
    full = ["--from", FIRST, "--to", SECOND, "-o", "/dev/full"]
    letter = os.path.join(bus.folder, "letter.pdf")
    open(letter, "wb").write(b"%PDF-1.4\n")
    for words, said in (([empty, *to], "file_empty"), ([bell, *to], ""), ([bus.folder, *to], "Name a file, not a folder"),
                        (["/nowhere", *to], "Check the path"), ([letter, *full], "Make room"), ([letter, "--from", FIRST, "--to", "", *to[4:]], "usage")):
        done = bus.run("send", *words)
        assert done.returncode in (64, 65) and said in done.stderr, (words, done)
        assert "internal" not in done.stderr and "Fault(" not in done.stderr and "Error(" not in done.stderr, done


if __name__ == "__main__":
    bus = Bus(sys.argv[2], sys.argv[3])
    {check.__name__: check for check in (parts, codings, fields, codes, commands)}[sys.argv[1]](bus)
