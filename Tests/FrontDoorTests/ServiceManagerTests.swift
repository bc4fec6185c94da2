import Testing

/// What the daemon tells a service manager, received by a real datagram socket, with a path and without one.
@Suite struct ServiceManagerTests {
    private static let script = """
        import os, signal, socket, subprocess, sys, time
        lgsp, kind, topology = sys.argv[1:]
        name = os.path.abspath('notify') if kind == 'path' else '\\0lgsp-test-%d' % os.getpid()
        server = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); server.bind(name); server.settimeout(10)
        environment = dict(os.environ, NOTIFY_SOCKET=name.replace('\\0', '@'), WATCHDOG_USEC='600000')
        bus = subprocess.Popen([lgsp, 'serve', '--ephemeral', '--data', 'data', '--topology', topology, '--listen', '127.0.0.1:0',
            '--listen-plain', '127.0.0.1:0'], env=environment, stderr=open('errors', 'w'))
        try:
            said = server.recv(4096).decode(); print(said.split('\\n')[0], 'STATUS=Answers at http' in said)
            first = server.recv(4096).decode(); begin = time.monotonic()
            second = server.recv(4096).decode(); print(first, second, 0.1 < time.monotonic() - begin < 0.6)
            if kind == 'path':
                bus.send_signal(signal.SIGSTOP); time.sleep(0.1); server.settimeout(0.8)
                try:
                    while True: print('still', server.recv(4096).decode())
                except socket.timeout: print('silent')
                bus.send_signal(signal.SIGCONT); server.settimeout(10); print(server.recv(4096).decode())
            bus.send_signal(signal.SIGTERM)
            while True:
                said = server.recv(4096).decode().split('\\n')[0]
                if said != 'WATCHDOG=1': break
            print(said, bus.wait(10))
        finally: bus.kill()
        """

    @Test(arguments: ["path", "abstract"]) func readyAliveAndStopping(kind: String) throws {
        let folder = try TemporaryFolder()
        let package = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(
            separator: "/")
        let script = try folder.write("manager.py", Self.script)
        let result = try Program.run(
            "/bin/bash",
            [
                "-c",
                "cd '\(folder.path)' && timeout 40 /usr/bin/python3 '\(script)' '\(Program.lgsp)' \(kind) '\(package)/Scenarios/binh-phuoc-2021/topology'; cat errors >&2",
            ])
        var lines = result.output.split(separator: "\n").map(String.init)
        // A datagram that was sent before the signal may still come.
        lines.removeAll { $0 == "still WATCHDOG=1" }
        #expect(
            lines == ["READY=1 True", "WATCHDOG=1 WATCHDOG=1 True"]
                + (kind == "path" ? ["silent", "WATCHDOG=1"] : []) + ["STOPPING=1 0"], "\(result.errors)")
    }
}
