"""Checks of alerts by e-mail: mail_checks.py CHECK FOLDER LGSP. Each is one function, failing by assertion.

The server is Exim, unpacked by `make deps-test`, with a configuration of its own; what a server must not do, a script does.
"""
import email
import email.policy
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

TOOLS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../.build/tools/usr")
LIBRARIES = os.path.join(TOOLS, "lib", os.uname().machine + "-linux-gnu")
FIRST, SECOND, NAME = "H10.02", "G22", "Văn phòng Chính phủ"
USER, PASSWORD = "lgsp", "mật-khẩu-thử"


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def await_(condition, what, seconds=10):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"it is not so: {what}")


class Exim:
    """A real SMTP server that wants STARTTLS and then a password, and keeps what it takes."""

    def __init__(self, folder):
        self.folder = os.path.join(folder, "exim")
        os.makedirs(self.folder + "/spool")
        self.port, self.tls_port = free_port(), free_port()
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
             self.folder + "/key.pem", "-out", self.roots, "-days", "2", "-subj", "/CN=localhost", "-addext",
             "subjectAltName=DNS:localhost"], check=True, capture_output=True)
        # Exim wants a user of its own, by name, who is not root: one that is made up for it alone.
        nobody = pwd.getpwnam("nobody")
        with open(self.folder + "/passwd", "w") as file:
            file.write(f"root:x:0:0::/:/bin/sh\nDebian-exim:x:{nobody.pw_uid}:{nobody.pw_gid}::/:/bin/false\n")
        with open(self.folder + "/group", "w") as file:
            file.write(f"root:x:0:\nDebian-exim:x:{nobody.pw_gid}:\nmail:x:8:\n")
        with open(self.folder + "/conf", "w") as file:
            file.write(f"""
primary_hostname = localhost
spool_directory = {self.folder}/spool
log_file_path = {self.folder}/%slog
pid_file_path = {self.folder}/pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = {self.port} : {self.tls_port}
tls_on_connect_ports = {self.tls_port}
tls_advertise_hosts = *
tls_certificate = {self.roots}
tls_privatekey = {self.folder}/key.pem
auth_advertise_hosts = ${{if eq{{$tls_in_cipher}}{{}}{{}}{{*}}}}
keep_environment =
host_lookup =
queue_only = true
notifier_socket =
acl_smtp_rcpt = rcpt
begin acl
rcpt:
  deny message = log in first
    !authenticated = *
  deny local_parts = nobody
    message = no such mailbox here
  accept
begin authenticators
PLAIN:
  driver = plaintext
  server_set_id = $auth2
  server_prompts = :
  server_condition = ${{if and{{{{eq{{$auth2}}{{{USER}}}}}{{eq{{$auth3}}{{{PASSWORD}}}}}}}}}
""")
        for root, folders, files in os.walk(self.folder):
            for name in folders + files + ["."]:
                os.chown(os.path.join(root, name), nobody.pw_uid, nobody.pw_gid)
        os.chown(self.folder + "/conf", 0, 0)
        # It changes its user: the way to its files must be open for that.
        way = folder
        while way not in ("/", "/tmp"):
            os.chmod(way, os.stat(way).st_mode | 0o011)
            way = os.path.dirname(way)
        self.process = subprocess.Popen(self.command("-bdf"), env=self.environment, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        await_(lambda: self.answers() or self.process.poll() is not None, "Exim listens")
        assert self.process.poll() is None, "Exim ended"

    roots = property(lambda self: self.folder + "/cert.pem")
    environment = property(lambda self: {
        "PATH": "/usr/bin:/bin", "LD_LIBRARY_PATH": LIBRARIES, "LD_PRELOAD": LIBRARIES + "/libnss_wrapper.so",
        "NSS_WRAPPER_PASSWD": self.folder + "/passwd", "NSS_WRAPPER_GROUP": self.folder + "/group"})

    def command(self, *arguments):
        return [TOOLS + "/sbin/exim4", "-C", self.folder + "/conf", *arguments]

    def answers(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1) as one:
                return one.recv(3) == b"220"
        except OSError:
            return False

    def mails(self, to=None):
        """What was taken, in order: parsed as any mail program would."""
        ids = sorted(name[:-2] for name in os.listdir(self.folder + "/spool/input") if name.endswith("-H"))
        raw = [subprocess.run(self.command("-Mvc", one), env=self.environment, capture_output=True).stdout for one in ids]
        mails = [email.message_from_bytes(one, policy=email.policy.default) for one in raw]
        return [one for one in mails if to is None or one["To"].addresses[0].addr_spec == to]

    def log(self):
        with open(self.folder + "/mainlog") as file:
            return file.read()

    def close(self):
        self.process.kill()
        self.process.wait()


class Unwilling:
    """An SMTP server by script: it says what `mode` wants at the step where that has a say."""

    def __init__(self):
        self.mode, self.mails, self.connections = "take", [], 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            one, _ = self.listener.accept()
            self.connections += 1
            threading.Thread(target=self.serve, args=(one,), daemon=True).start()

    def serve(self, one):
        try:
            with one, one.makefile("rwb", buffering=0) as file:
                line = b"(begins)"
                while line:
                    mode, verb = self.mode, line.split()[0].upper()
                    if mode == "hang":
                        time.sleep(30)
                        return
                    if mode == "busy":
                        file.write(b"421 too busy\r\n")
                        return
                    if verb == b"(BEGINS)":
                        file.write(b"220 hello\r\n")
                    elif verb == b"EHLO":
                        file.write(b"250-hello\r\n250 8BITMIME\r\n")
                    elif verb == b"RCPT" and mode == "later":
                        file.write(b"451 come back later\r\n")
                    elif verb == b"RCPT" and mode == "never" or verb == b"RCPT" and b"nobody@" in line:
                        file.write(b"550 no such mailbox\r\n")
                    elif verb == b"DATA":
                        file.write(b"354 go on\r\n")
                        text = b""
                        while not text.endswith(b"\r\n.\r\n"):
                            part = one.recv(65536)
                            if not part:
                                return
                            text += part
                        if mode == "drop":
                            return
                        if mode == "spam":
                            file.write(b"554 5.7.1 this is spam\r\n")
                        else:
                            self.mails.append(email.message_from_bytes(text, policy=email.policy.default))
                            file.write(b"250 taken\r\n")
                    elif verb == b"QUIT":
                        file.write(b"221 bye\r\n")
                        return
                    else:
                        file.write(b"250 fine\r\n")
                    line = file.readline()
        except OSError:
            pass


class Bus:
    """`lgsp serve` with options of mail, on free ports, in a folder that outlives it."""

    def __init__(self, folder, program, *options):
        self.folder, self.program, self.options, self.count = folder, program, options, 0
        self.environment = {"PATH": "/usr/bin:/bin", "LGSP_DATA": folder + "/data"}
        self.start()

    def start(self, *more):
        ready = self.folder + "/ready.json"
        if os.path.exists(ready):
            os.unlink(ready)
        with open(self.folder + "/serve.log", "ab") as log:
            self.process = subprocess.Popen(
                [self.program, "serve", "--ephemeral", "--listen", "127.0.0.1:0", "--listen-plain", "127.0.0.1:0",
                 "--data", self.folder + "/data", "--ready-file", ready, "--alert-interval", "100ms",
                 "--alert-backlog", "1", *self.options, *more], stdout=log, stderr=log, env=self.environment)
        await_(lambda: os.path.exists(ready) or self.process.poll() is not None, "the daemon is ready", 20)
        assert self.process.poll() is None, "the daemon ended"

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.terminate()
        began = time.monotonic()
        assert self.process.wait(10) == 0
        return time.monotonic() - began

    def lgsp(self, *arguments, fails=False, language=None):
        environment = self.environment | ({"LGSP_LANG": language} if language else {})
        run = subprocess.run([self.program, *arguments, "--json"], env=environment, capture_output=True, text=True)
        assert fails or run.returncode == 0, (arguments, run.stdout, run.stderr)
        lines = [json.loads(line) for line in (run.stdout or run.stderr).splitlines() if line.startswith("{")]
        return lines[0] if lines else {}

    def send(self, receiver=SECOND):
        self.count += 1
        letter = f"{self.folder}/letter-{self.count}.txt"
        with open(letter, "w") as file:
            file.write("nội dung")
        return self.lgsp("send", letter, "--from", FIRST, "--to", receiver, "--number", str(self.count))

    def alerts(self, kind=None):
        report = self.lgsp("check", "--format", "json", fails=True)
        return report if kind is None else [
            one for one in report["items"] if one["type"] == kind and one["severity"] != "ok"]

    def mail(self):
        return self.alerts()["mail"]

    def metric(self, name):
        pki, run = self.folder + "/data/certificates", json.load(open(self.folder + "/data/run.json"))
        text = subprocess.run(
            ["curl", "-s", "--cacert", pki + "/root.pem", "--cert", pki + "/admin/certificate.pem", "--key",
             pki + "/admin/key.pem", run["url"] + "/metrics"], capture_output=True, text=True).stdout
        return next(float(line.split()[-1]) for line in text.splitlines() if line.startswith(name))


def credentials(folder, password=PASSWORD, mode=0o600):
    path = folder + "/credentials"
    with open(path, "w") as file:
        file.write(f"{USER}\n{password}\n")
    os.chmod(path, mode)
    return path


def of_exim(exim, folder):
    return ["--mail-server", f"smtp://localhost:{exim.port}", "--mail-tls", "yes", "--mail-roots", exim.roots,
            "--mail-credentials", credentials(folder), "--mail-from", "lgsp@bus.gov.vn", "--mail-to", "ops@bus.gov.vn",
            "--mail-pause", "1s"]


def text(mail):
    return mail.get_content().replace("\r\n", "\n")


def through_a_real_server(folder, program):
    """Opens and closes, to whom it concerns, over STARTTLS with a password, read as any mail program reads it."""
    exim = Exim(folder)
    bus = Bus(folder, program, *of_exim(exim, folder))
    try:
        assert bus.lgsp("agency", "email", SECOND, "vanthu@vpcp.gov.vn")["email"] == "vanthu@vpcp.gov.vn"
        assert bus.lgsp("agency", "show", SECOND)["email"] == "vanthu@vpcp.gov.vn"
        assert bus.lgsp("agency", "email", SECOND, "x@y\nBcc: z@y", fails=True)["code"] == "email_malformed"
        test = bus.lgsp("alert", "mail-test", "thu@bus.gov.vn")
        assert test["outcome"] == "ok", test
        assert exim.mails("thu@bus.gov.vn")[0]["Subject"] == "[LGSP] Thư thử"
        refused = bus.lgsp("alert", "mail-test", "nobody@bus.gov.vn", fails=True)
        assert refused["outcome"] == "mail_refused" and "no such mailbox here" in refused["detail"], refused
        bus.send()
        bus.lgsp("fault", "add", "national")
        mail = await_(lambda: exim.mails("vanthu@vpcp.gov.vn"), "the agency is told")[0]
        assert mail["Subject"] == f"[LGSP] Cảnh báo: {NAME}: Hộp thư của {SECOND} còn ít nhất 1 lượt gửi.", mail["Subject"]
        assert mail["Auto-Submitted"] == "auto-generated" and mail["Message-ID"].startswith("<alerts."), mail.as_string()
        assert mail["From"].addresses[0].addr_spec == "lgsp@bus.gov.vn" and len(mail["To"].addresses) == 1
        assert abs(mail["Date"].datetime.timestamp() - time.time()) < 60 and mail.defects == []
        assert "MỚI (1)" in text(mail) and f"lgsp inbox {SECOND}" in text(mail) and mail.get_content_charset() == "utf-8"
        hub = await_(lambda: exim.mails("ops@bus.gov.vn"), "the operators are told")[0]
        assert hub["Subject"] == "[LGSP] Cảnh báo: Trục national đã dừng 0 giây.", hub["Subject"]
        assert SECOND not in text(hub), "the operators are told of what is an agency's"
        assert "P=esmtpsa" in exim.log() and f"A=PLAIN:{USER}" in exim.log(), exim.log()
        # Whoever is killed and started anew says nothing twice.
        before = len(exim.mails())
        bus.kill()
        bus.start()
        number = await_(lambda: bus.alerts("backlog"), "it is looked at again") and bus.mail()
        time.sleep(2.5)
        assert len(exim.mails()) == before, [one["Subject"] for one in exim.mails()]
        assert number["sent"] == 0 and bus.mail()["failed"] == 0 and bus.metric('lgsp_alert_mails_total{outcome="sent"}') == 0
        # What is over is told once.
        bus.lgsp("fault", "clear", "national")
        delivery = bus.lgsp("inbox", SECOND)["delivery"]
        bus.lgsp("confirm", delivery, "--as", SECOND)
        over = await_(lambda: exim.mails("vanthu@vpcp.gov.vn")[1:], "the agency is told that it is over")
        assert over[0]["Subject"] == f"[LGSP] Đã qua: {NAME}: 1 thay đổi" and "- hộp thư đầy: " + SECOND in text(over[0])
        await_(lambda: len(exim.mails("ops@bus.gov.vn")) == 2, "the operators are told that it is over")
        assert len({one["Message-ID"] for one in exim.mails()}) == len(exim.mails())
        alerts = bus.lgsp("check", "--format", "json", "--language", "vi")
        assert {one["what"] for one in alerts["items"]} >= {"Không trục nào dừng.", "Không hộp thư nào quá đầy."}, alerts
        others = bus.lgsp("check", "--format", "json", language="vi_VN.UTF-8")["items"]
        assert [one["what"] for one in others] == [one["what"] for one in alerts["items"]], others
        with open(folder + "/serve.log") as log:
            assert PASSWORD not in log.read() and PASSWORD not in json.dumps(bus.alerts())
    finally:
        bus.kill()
        exim.close()


def settings_are_judged(folder, program):
    """What is unsafe does not start; what the server does not offer is not done without."""
    def code(*options, environment=()):
        run = subprocess.run(
            [program, "serve", "--ephemeral", "--data", folder + "/no", "--mail-from", "a@b", "--listen", "127.0.0.1:0",
             "--listen-plain", "127.0.0.1:0", "--json", *options], capture_output=True, text=True, timeout=20,
            env={"PATH": "/usr/bin:/bin", **dict(environment)})
        return run.returncode, json.loads(run.stderr.strip().splitlines()[-1])["code"]

    server = ["--mail-server", "smtps://mail.example.vn"]
    assert code(*server, "--mail-credentials", credentials(folder, mode=0o644)) == (78, "mail_credentials_open")
    assert code(*server, "--mail-credentials", credentials(folder, "a\nb")) == (78, "mail_credentials_malformed")
    assert code(*server, "--mail-credentials", folder + "/none") == (65, "file_failed")
    assert code("--mail-server", "smtp://mail.example.vn", "--mail-tls", "no", "--mail-credentials",
                credentials(folder)) == (64, "usage")
    assert code("--mail-server", "mail.example.vn") == (64, "usage")
    assert code("--mail-to", "a b", environment={"LGSP_MAIL_SERVER": "smtps://mail.example.vn"}.items()) == (64, "usage")

    exim = Exim(folder)
    options = of_exim(exim, folder)
    plain = Unwilling()
    try:
        for change, outcome in [
            ({}, "ok"), ({"--mail-server": f"smtps://localhost:{exim.tls_port}"}, "ok"),
            ({"password": "wrong"}, "login_denied"),
            ({"--mail-roots": "/etc/ssl/certs/ca-certificates.crt"}, "tls_failed"),
            ({"--mail-server": f"smtp://127.0.0.1:{exim.port}"}, "tls_failed"),
            ({"--mail-server": f"smtp://localhost:{plain.port}"}, "tls_failed"),
            ({"--mail-server": f"smtp://localhost:{free_port()}"}, "unreachable"),
        ]:
            credentials(folder, change.pop("password", PASSWORD))
            pairs = dict(zip(options[::2], options[1::2])) | change
            bus = Bus(folder, program, *[part for pair in pairs.items() for part in pair])
            try:
                answer = bus.lgsp("alert", "mail-test", "thu@bus.gov.vn", fails=True)
                assert answer["outcome"] == outcome, (change, answer)
            finally:
                bus.kill()
        assert plain.mails == []
    finally:
        exim.close()


def unwilling_servers(folder, program):
    """Whatever the server does, documents go their way, and in the end one mail arrives."""
    server = Unwilling()
    bus = Bus(folder, program, "--mail-server", f"smtp://127.0.0.1:{server.port}", "--mail-from", "lgsp@bus.gov.vn",
              "--mail-to", "ops@bus.gov.vn", "--mail-pause", "200ms", "--mail-retry", "50ms", "--mail-timeout", "500ms",
              "--mail-language", "en", "--alert-backlog", "2")
    try:
        for mode, outcome in [
            ("later", "mail_refused"), ("never", "mail_refused"), ("spam", "mail_refused"), ("busy", "connection_broken"),
            ("drop", "connection_broken"), ("hang", "timed_out"),
        ]:
            server.mode = mode
            before = bus.mail()
            bus.lgsp("fault", "add", "national")
            await_(lambda: bus.mail()["failed"] > before["failed"] + 1, f"{mode}: it is tried again")
            mail = bus.mail()
            assert mail["last_failure"]["code"] == outcome, (mode, mail)
            assert mail["waiting"] == 1 and bus.metric("lgsp_alert_mails_waiting") == 1, (mode, mail)
            alert = await_(lambda: bus.alerts("failing_mail"), f"{mode}: it is an alert")[0]
            assert alert["subject"] == ("ops@bus.gov.vn" if outcome == "mail_refused" else f"smtp://127.0.0.1:{server.port}")
            began = time.monotonic()
            bus.send("H10.13")
            assert time.monotonic() - began < 3, f"{mode}: a document waited"
            bus.lgsp("confirm", bus.lgsp("inbox", "H10.13")["delivery"], "--as", "H10.13")
            server.mails.clear()
            server.mode = "take"
            await_(lambda: len(server.mails) == 1, f"{mode}: the mail arrives")
            assert server.mails[0]["Subject"].startswith("[LGSP] Warning: "), server.mails[0]["Subject"]
            assert "The hub national has stood still" in text(server.mails[0])
            await_(lambda: not bus.alerts("failing_mail"), f"{mode}: the alert is over")
            bus.lgsp("fault", "clear", "national")
            await_(lambda: any(one["Subject"].startswith("[LGSP] Over") for one in server.mails), f"{mode}: it is over")
            await_(lambda: bus.mail()["waiting"] == 0, f"{mode}: nothing waits")
        # One mailbox that is refused holds nobody else up, and the operators hear of it.
        bus.lgsp("agency", "email", SECOND, "nobody@vpcp.gov.vn")
        server.mails.clear()
        bus.send()
        bus.send()
        mail = await_(lambda: [one for one in server.mails if "nobody@vpcp.gov.vn" in one["Subject"]], "that is told")[0]
        assert mail["To"].addresses[0].addr_spec == "ops@bus.gov.vn"
        # A server that hangs does not hold the end up either.
        server.mode = "hang"
        bus.lgsp("fault", "add", "national")
        time.sleep(0.5)
        assert bus.stop() < 4
    finally:
        bus.kill()


if __name__ == "__main__":
    check, where, lgsp = sys.argv[1:]
    globals()[check](where, lgsp)
