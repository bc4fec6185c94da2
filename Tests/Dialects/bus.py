"""A running daemon as the checks of dialects use it: systems, documents, and the answers' envelopes."""
import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "field"))
import vxp_java  # noqa: E402

FIRST, SECOND = "H10.13", "H10.14"
SECRET = "c2VjcmV0-for-tests"


class Bus:
    def __init__(self, run_file, program):
        with open(run_file) as file:
            self.run = json.load(file)
        self.program, self.data = program, os.path.dirname(self.run["certificates"])
        self.root = self.run["certificates"] + "/root.pem"
        self.folder = tempfile.mkdtemp()
        self.count = 0

    def lgsp(self, *arguments, fails=False):
        done = subprocess.run([self.program, *arguments, "--data", self.data], capture_output=True, text=True)
        assert fails or done.returncode == 0, (arguments, done.stdout, done.stderr)
        return done.stdout

    def lgsp_errors(self, *arguments):
        done = subprocess.run([self.program, *arguments, "--data", self.data], capture_output=True, text=True)
        assert done.returncode != 0, (arguments, done.stdout)
        return done.stderr

    def system(self, name, *agencies, secret=SECRET, **options):
        extra = [part for key, value in options.items() for part in ("--" + key.replace("_", "-"), value)]
        self.lgsp(
            "system", "add", name, "--secret", secret, *extra, *[p for a in agencies for p in ("--agency", a)])
        return self.client(name, secret)

    def client(self, name, secret=SECRET, now=None, base=None, root="vxp", **more):
        return vxp_java.Client(
            (base or self.run["plain_url"]) + "/" + root, name, secret, now, cafile=self.root, **more)

    def document(self, sender=FIRST, *receivers, sign="xmldsig", size=100):
        self.count += 1
        letter = os.path.join(self.folder, f"letter-{self.count}.bin")
        with open(letter, "wb") as file:
            file.write(os.urandom(size))
        out = letter + ".edxml"
        self.lgsp("send", letter, "--from", sender, *[p for r in receivers or [SECOND] for p in ("--to", r)], "--sign",
                  sign, "--number", str(self.count), "--notation", os.path.basename(self.folder)[:20], "-o", out)
        with open(out, "rb") as file:
            return file.read()


def ok(answer):
    assert answer["status"] == "OK" and answer["ErrorCode"] == "0", answer
    return answer


def fails(answer, code):
    assert answer["status"] == "FAIL" and answer["ErrorCode"] == code and answer["ErrorDesc"], (code, answer)


def status_message(content, code, sender=SECOND, reason="", by_code=False, document=None):
    """A status about a document, unsigned, as vendors send it. By number and day where `by_code`."""
    text = content.decode()
    field = lambda name: text.split(f"<edXML:{name}>")[1].split("<")[0]  # noqa: E731
    number = field("CodeNumber") + "/" + field("CodeNotation")
    about = "" if by_code else f"<edXML:DocumentId>{document or field('DocumentId')}</edXML:DocumentId>"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016" xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">\
<edXML:edXMLEnvelope><edXML:edXMLHeader><edXML:MessageHeader><edXML:From><edXML:OrganId>{sender}</edXML:OrganId>\
<edXML:OrganName>Sở Mẫu</edXML:OrganName></edXML:From><edXML:ResponseFor><edXML:OrganId>{FIRST}</edXML:OrganId>\
<edXML:Code>{number}</edXML:Code><edXML:PromulgationDate>{field('PromulgationDate')}</edXML:PromulgationDate>{about}\
</edXML:ResponseFor><edXML:StatusCode>{code}</edXML:StatusCode><edXML:Description>{reason}</edXML:Description>\
<edXML:Timestamp>2026/01/02 08:00:01</edXML:Timestamp></edXML:MessageHeader></edXML:edXMLHeader></edXML:edXMLEnvelope>\
</edXML>""".encode()
