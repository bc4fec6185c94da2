"""What the soak test knows of the bus: a daemon of its own, signed documents, requests over TLS."""
import asyncio, base64, datetime, json, os, ssl, subprocess, tempfile, time

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.serialization import pkcs7

SENDER, RECEIVER = "H10.02", "H10.03"
PATIENCE = 30


class Bus:
    """A fresh daemon on free ports of the loopback, with its PKI."""

    def __init__(self, program):
        self.folder = tempfile.TemporaryDirectory()
        data, ready = self.folder.name + "/data", self.folder.name + "/ready.json"
        self.process = subprocess.Popen(
            [program, "serve", "--ephemeral", "--listen", "127.0.0.1:0", "--listen-plain", "127.0.0.1:0", "--data", data,
             "--ready-file", ready], stdout=subprocess.DEVNULL, stderr=open(self.folder.name + "/err", "w"))
        for _ in range(1000):
            if os.path.exists(ready):
                break
            time.sleep(0.02)
        with open(ready) as file:
            state = json.load(file)
        self.port = int(state["url"].rsplit(":", 1)[1])
        self.plain_port = int(state["plain_url"].rsplit(":", 1)[1])
        self.certificates = state["certificates"]

    def identity(self, name):
        return f"{self.certificates}/{name}"

    def context(self, name=None):
        """A TLS context with the identity `name`, such as agencies/H10.02."""
        made = ssl.create_default_context(cafile=self.certificates + "/root.pem")
        if name:
            made.load_cert_chain(self.identity(name) + "/certificate.pem", self.identity(name) + "/key.pem")
        return made

    def resources(self):
        """Resident memory in MB, open files, CPU seconds."""
        pid = self.process.pid
        with open(f"/proc/{pid}/status") as file:
            resident = next(int(line.split()[1]) for line in file if line.startswith("VmRSS"))
        with open(f"/proc/{pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return resident / 1024, len(os.listdir(f"/proc/{pid}/fd")), (int(fields[11]) + int(fields[12])) / 100

    def stop(self):
        self.process.terminate()
        code = self.process.wait(20)
        with open(self.folder.name + "/err") as file:
            return code, file.read()


class Signer:
    """Signs documents as an agency, as `openssl cms -sign -binary` does."""

    def __init__(self, folder):
        with open(folder + "/certificate.pem", "rb") as file:
            self.certificate = x509.load_pem_x509_certificate(file.read())
        with open(folder + "/key.pem", "rb") as file:
            self.key = serialization.load_pem_private_key(file.read(), None)

    def sign(self, content):
        signed = pkcs7.PKCS7SignatureBuilder().set_data(content).add_signer(
            self.certificate, self.key, hashes.SHA256())
        options = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary, pkcs7.PKCS7Options.NoCapabilities]
        return base64.b64encode(signed.sign(serialization.Encoding.DER, options)).decode()


def document(number, body="", subject="Về việc thử nghiệm", tail=""):
    """An edXML document; `body` stands in the header after it, `tail` behind the envelope."""
    today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7))).strftime("%Y/%m/%d")
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016" xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">
<edXML:edXMLEnvelope><edXML:edXMLHeader><edXML:MessageHeader>
<edXML:From><edXML:OrganId>{SENDER}</edXML:OrganId></edXML:From>
<edXML:To><edXML:OrganId>{RECEIVER}</edXML:OrganId></edXML:To>
<edXML:DocumentId>{SENDER},{today},{number}</edXML:DocumentId>
<edXML:Code><edXML:CodeNumber>{number}</edXML:CodeNumber><edXML:CodeNotation>TT</edXML:CodeNotation></edXML:Code>
<edXML:PromulgationInfo><edXML:PromulgationDate>{today}</edXML:PromulgationDate></edXML:PromulgationInfo>
<edXML:DocumentType><edXML:TypeName>Công văn</edXML:TypeName></edXML:DocumentType>
<edXML:Subject>{subject}</edXML:Subject>{body}
</edXML:MessageHeader></edXML:edXMLHeader></edXML:edXMLEnvelope>{tail}</edXML>
""".encode()


def request(method, path, body=b"", headers=()):
    """The bytes of a request."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


async def answer(reader):
    """Status and body of the next answer."""
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    length = 0
    for line in lines[1:]:
        name, _, value = line.partition(":")
        if name.lower() == "content-length":
            length = int(value)
    return int(lines[0].split()[1]), await reader.readexactly(length)


async def connect(port, context=None, limit=1 << 16):
    return await asyncio.wait_for(
        asyncio.open_connection("127.0.0.1", port, ssl=context, server_hostname="localhost" if context else None,
                                limit=limit), PATIENCE)
