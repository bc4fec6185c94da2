"""A daemon of its own in a temporary folder, stopped in every way there is, and documents signed with openssl."""
import atexit
import base64
import http.client
import json
import os
import shutil
import signal
import ssl
import subprocess
import tempfile
import time

ROOT = tempfile.mkdtemp(prefix="lgsp-storage-")
SENDER, RECEIVER = "H10.05", "H10.31"
running = []


def end():
    for process in running:
        if process.poll() is None:
            process.kill()
            process.wait()
    shutil.rmtree(ROOT, ignore_errors=True)


atexit.register(end)


class Daemon:
    def __init__(self, program, data=None, certificates=None, wrapper=(), options=()):
        self.program, self.wrapper, self.options = program, list(wrapper), list(options)
        self.data = data or f"{ROOT}/data"
        self.certificates = certificates or f"{ROOT}/certificates"
        self.log = f"{ROOT}/log-{len(running)}"
        self.start()

    def start(self):
        self.ready_file = f"{ROOT}/ready-{len(running)}"
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [*self.wrapper, self.program, "serve", "--data", self.data, "--certificates", self.certificates,
                 "--topology", os.environ["LGSP_TOPOLOGY"], "--listen", "127.0.0.1:0", "--listen-plain", "127.0.0.1:0",
                 "--ready-file", self.ready_file, "--alert-interval", "200ms", *self.options],
                stdout=log, stderr=log, cwd=ROOT)
        running.append(self.process)
        for _ in range(600):
            if os.path.exists(self.ready_file) or self.process.poll() is not None:
                break
            time.sleep(.05)
        assert self.process.poll() is None, "it does not start: " + self.said()[-600:]
        with open(self.ready_file) as file:
            self.run = json.load(file)
        self.contexts = {}

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        code = self.process.wait(60)
        assert number != signal.SIGTERM or code == 0, (code, self.said()[-600:])

    def said(self):
        with open(self.log) as file:
            return file.read()

    def identity(self, code):
        folder = f"{self.certificates}/admin" if code == "admin" else f"{self.certificates}/agencies/{code}"
        return f"{folder}/certificate.pem", f"{folder}/key.pem"

    def connect(self, code=None):
        if code not in self.contexts:
            context = ssl.create_default_context(cafile=f"{self.certificates}/root.pem")
            if code:
                context.load_cert_chain(*self.identity(code))
            self.contexts[code] = context
        host, port = self.run["url"].split("//")[1].split(":")
        return http.client.HTTPSConnection(host, int(port), context=self.contexts[code], timeout=30)

    def ask(self, method, path, code=None, body=None, headers=None):
        """The status, and the answer as JSON where it is some."""
        connection = self.connect(code)
        connection.request(method, path, body=body, headers=headers or {})
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        self.headers = answer.headers
        try:
            return answer.status, json.loads(content)
        except ValueError:
            return answer.status, content

    def plain(self, method, path, body=None, headers=None):
        host, port = self.run["plain_url"].split("//")[1].split(":")
        connection = http.client.HTTPConnection(host, int(port), timeout=30)
        connection.request(method, path, body=json.dumps(body) if body else None, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read() or b"null")

    def ready(self):
        return self.plain("GET", "/readyz")[1]

    def sign(self, content, code=SENDER):
        certificate, key = self.identity(code)
        return subprocess.run(
            ["openssl", "cms", "-sign", "-binary", "-outform", "DER", "-signer", certificate, "-inkey", key],
            input=content, capture_output=True, check=True).stdout

    def send(self, content, signature=None):
        return self.ask("POST", "/api/v1/documents", SENDER, content, headers(signature or self.sign(content)))

    def content(self, document, code=RECEIVER):
        return self.ask("GET", f"/api/v1/documents/{document}/content", code)

    def lgsp(self, *arguments, status=0):
        """What a command of the program says, as text, and on stderr."""
        done = subprocess.run([self.program, *arguments, "--data", self.data], capture_output=True, text=True, cwd=ROOT)
        assert done.returncode == status, (arguments, done.returncode, done.stdout, done.stderr)
        return done.stdout, done.stderr

    def verify(self, *more, status=0):
        return json.loads(self.lgsp("ledger", "verify", *more, "--json", status=status)[0])


def headers(signature):
    return {"Content-Type": "application/edxml+xml", "Lgsp-Signature": base64.b64encode(signature).decode()}


count = 0


def document(receivers=(RECEIVER,), subject="Thử lưu trữ", padding=0):
    global count
    count += 1
    number = f"{os.getpid()}{count}"
    day = time.strftime("%Y/%m/%d", time.gmtime(time.time() + 7 * 3600))
    to = "".join(
        f"<edXML:To><edXML:OrganId>{code}</edXML:OrganId><edXML:OrganName>Sở Mẫu</edXML:OrganName></edXML:To>"
        for code in receivers)
    pad = f"<!--{'p' * padding}-->" if padding else ""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016" xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">
<edXML:edXMLEnvelope><edXML:edXMLHeader><edXML:MessageHeader>
<edXML:From><edXML:OrganId>{SENDER}</edXML:OrganId><edXML:OrganName>Sở Mẫu</edXML:OrganName></edXML:From>{to}
<edXML:DocumentId>{SENDER},{day},{number}/SM</edXML:DocumentId>
<edXML:Code><edXML:CodeNumber>{number}</edXML:CodeNumber><edXML:CodeNotation>SM</edXML:CodeNotation></edXML:Code>
<edXML:PromulgationInfo><edXML:Place>Đồng Xoài</edXML:Place><edXML:PromulgationDate>{day}</edXML:PromulgationDate></edXML:PromulgationInfo>
<edXML:DocumentType><edXML:Type>2</edXML:Type><edXML:TypeName>Công văn</edXML:TypeName></edXML:DocumentType>
<edXML:Subject>{subject}</edXML:Subject>
</edXML:MessageHeader>
<edXML:TraceHeaderList><edXML:TraceHeader><edXML:OrganId>{SENDER}</edXML:OrganId><edXML:Timestamp>{day} 08:00:00</edXML:Timestamp></edXML:TraceHeader>
<edXML:Bussiness><edXML:BussinessDocType>0</edXML:BussinessDocType><edXML:Paper>0</edXML:Paper></edXML:Bussiness></edXML:TraceHeaderList>
</edXML:edXMLHeader><edXML:edXMLBody><edXML:edXMLManifest version="1.0"/></edXML:edXMLBody></edXML:edXMLEnvelope>{pad}
</edXML>
""".encode()


def within(seconds, test, words):
    """What `test` gives once that is true."""
    deadline = time.time() + seconds
    while time.time() < deadline:
        found = test()
        if found:
            return found
        time.sleep(.1)
    raise AssertionError(f"not within {seconds} s: {words}")
