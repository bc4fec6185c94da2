"""A daemon on one data folder: started, stopped in every way there is, asked as anybody."""
import base64
import datetime
import http.client
import json
import os
import signal
import ssl
import subprocess
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TOPOLOGY = f"{ROOT}/Scenarios/binh-phuoc-2021/topology"
count = 0


class Connection:
    """One connection of one party; nothing that fails goes further than to None."""

    def __init__(self, bus, code=None):
        self.bus, self.code, self.connection = bus, code, None

    def ask(self, method, path, body=None, headers=None):
        """Status and answer, JSON where it is some; None and the reason where nothing came back."""
        try:
            if self.connection is None:
                self.connection = self.bus.connect(self.code)
            self.connection.request(method, path, body=body, headers=headers or {})
            answer = self.connection.getresponse()
            content = answer.read()
            self.headers = answer.headers
            if answer.getheader("Connection") == "close":
                self.close()
        except Exception as error:
            self.close()
            return None, f"{type(error).__name__}: {error}"
        try:
            return answer.status, json.loads(content)
        except ValueError:
            return answer.status, content

    def close(self):
        if self.connection is not None:
            self.connection.close()
        self.connection = None

    def send(self, papers):
        """An answer for each."""
        if len(papers) == 1:
            return [self.ask("POST", "/api/v1/documents", papers[0].content, {
                "Content-Type": "application/edxml+xml",
                "Lgsp-Signature": base64.b64encode(papers[0].signature).decode()})]
        body = b""
        for paper in papers:
            for name, content in (("document", paper.content), ("signature", paper.signature)):
                body += b'--campaign-edge\r\nContent-Disposition: form-data; name="%s"\r\n\r\n' % name.encode()
                body += content + b"\r\n"
        status, answer = self.ask("POST", "/api/v1/documents", body + b"--campaign-edge--\r\n", {
            "Content-Type": "multipart/mixed; boundary=campaign-edge"})
        if status != 200 or "results" not in answer:
            return [(status, answer)] * len(papers)
        return [(result["status"], result) for result in answer["results"]]


class Bus:
    def __init__(self, program, folder, data=None, certificates=None):
        self.program, self.folder = program, folder
        self.data = data or f"{folder}/data"
        self.certificates = certificates or f"{folder}/certificates"
        self.offset, self.process = 0, None
        os.makedirs(folder, exist_ok=True)

    def arguments(self, listen="127.0.0.1:0", plain="127.0.0.1:0"):
        words = [self.program, "serve", "--data", self.data, "--certificates", self.certificates, "--topology",
                 TOPOLOGY, "--listen", listen, "--listen-plain", plain, "--alert-interval", "200ms"]
        if self.offset:
            moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=self.offset)
            words += ["--clock", moment.strftime("%Y-%m-%dT%H:%M:%SZ")]
        return words

    def launch(self):
        global count
        count += 1
        self.log, self.ready_file = f"{self.folder}/log-{count}", f"{self.folder}/ready-{count}"
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self.arguments() + ["--ready-file", self.ready_file], stdout=log, stderr=log, cwd=self.folder)

    def start(self, seconds=60):
        """Whether it listens; else it ended, or hangs and is killed."""
        self.launch()
        end = time.time() + seconds
        while time.time() < end and self.process.poll() is None:
            try:
                with open(self.ready_file) as file:
                    self.run = json.load(file)
                self.contexts = {}
                return True
            except (OSError, ValueError):
                time.sleep(.02)
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        return False

    def stop(self, number=signal.SIGTERM, seconds=60):
        """Its exit code; None where it had to be killed."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return None

    def said(self):
        with open(self.log, errors="replace") as file:
            return file.read()

    def connect(self, code=None):
        context = self.contexts.get(code)
        if context is None:
            context = ssl.create_default_context(cafile=f"{self.certificates}/root.pem")
            if code:
                folder = self.identity(code)
                context.load_cert_chain(folder + "/certificate.pem", folder + "/key.pem")
            self.contexts[code] = context
        host, port = self.run["url"].split("//")[1].split(":")
        return http.client.HTTPSConnection(host, int(port), context=context, timeout=30)

    def identity(self, code):
        return f"{self.certificates}/{code if code == 'admin' else 'agencies/' + code}"

    def ask(self, code, method, path, body=None):
        connection = Connection(self, code)
        answer = connection.ask(method, path, None if body is None else json.dumps(body))
        connection.close()
        return answer

    def ready(self):
        """What /readyz says, a dictionary in every case."""
        host, port = self.run["plain_url"].split("//")[1].split(":")
        connection = http.client.HTTPConnection(host, int(port), timeout=30)
        try:
            connection.request("GET", "/readyz")
            found = json.loads(connection.getresponse().read())
            return found if isinstance(found, dict) else {"status": found}
        except Exception as error:
            return {"status": f"{type(error).__name__}: {error}"}
        finally:
            connection.close()

    def lgsp(self, *words):
        """Exit code, stdout and stderr of a command on this data folder."""
        done = subprocess.run(
            [self.program, *words, "--data", self.data], capture_output=True, text=True, cwd=self.folder, timeout=120)
        return done.returncode, done.stdout, done.stderr


def within(seconds, test):
    """What `test` gives once that is true, or at last."""
    end = time.time() + seconds
    while True:
        found = test()
        if found or time.time() > end:
            return found
        time.sleep(.1)
