import Testing

/// `lgsp serve` shows a link into the console to whoever sits at a terminal, and to nobody else.
@Suite struct ConsoleLinkTests {
    /// Starts the daemon with what it says going to a terminal, a pipe or a file, and tries the link that it shows.
    private static let script = """
        import os, pty, re, subprocess, sys, time
        lgsp, folder, where = sys.argv[1:]
        reading, writing = pty.openpty() if where == "terminal" else os.pipe()
        process = subprocess.Popen([lgsp, "serve", "--ephemeral", "--listen", "127.0.0.1:0", "--listen-plain",
            "127.0.0.1:0", "--data", folder + "/data", "--ready-file", folder + "/ready"], stdin=subprocess.DEVNULL,
            stdout=writing, stderr=open(folder + "/err", "wb"), env={"PATH": "/usr/bin:/bin"})
        try:
            for _ in range(400):
                if os.path.exists(folder + "/ready") and b"next:" in open(folder + "/err", "rb").read(): break
                time.sleep(0.05)
            time.sleep(0.3)
            os.set_blocking(reading, False)
            try: said = os.read(reading, 65536).decode()
            except BlockingIOError: said = ""
            links = re.findall(r"https://\\S+/console/enter\\?link=[0-9a-f]{64}", said)
            assert len(links) == (1 if where == "terminal" else 0), said
            assert "link=" not in open(folder + "/err").read()
            answers = [subprocess.run(["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "--cacert",
                folder + "/data/certificates/root.pem", "-d", "link=" + link.split("=")[1],
                link.split("/enter")[0] + "/sign-in"], capture_output=True, text=True).stdout
                for link in links for _ in range(2)]
            print(where, *answers, sep=",")
        finally:
            process.kill()
            process.wait()
        """

    @Test(arguments: ["terminal", "pipe"]) func isForATerminalOnly(place: String) throws {
        let folder = try TemporaryFolder()
        let result = try Program.run("/usr/bin/python3", ["-c", Self.script, Program.lgsp, folder.path, place])
        #expect(result.status == 0, "\(result.errors)")
        // It lets in once.
        #expect(result.output == (place == "pipe" ? "pipe\n" : "terminal,303,403\n"))
    }
}
