internal import Client
internal import Glibc
internal import Platform

/// `top`: the daemon's figures, each second anew; without a terminal once.
enum TopCommand {
    static let command = Command(
        "top", "", "Shows rates, backlog, hubs and alerts each second until Ctrl-C; without a terminal once.",
        options: Option.connection, examples: ["lgsp top", "lgsp top | cat"]
    ) { arguments, output in
        try arguments.expect(0...0, "")
        // They end the view between two pictures, so that the terminal is left as it was.
        let signals = blockSignals()
        let client = try Connection.open(arguments)
        var before = try TopSample(client)
        if output.isJSON || isatty(STDOUT_FILENO) != 1 {
            _ = wait(signals)
            let screen = TopScreen(before: before, now: try TopSample(client), server: client.server)
            if output.isJSON {
                output.line(
                    JSONValue.object([
                        .init("statistics", screen.now.statistics), .init("alerts", screen.now.alerts),
                        .init("faults", screen.now.faults),
                    ]).json)
            } else {
                for line in screen.lines where !line.text.isEmpty { output.line(line.text) }
            }
            return .success
        }
        let hasColour = unsafe getenv("NO_COLOR") == nil
        output.bytes(Array("\u{1B}[?1049h\u{1B}[?25l".utf8))
        defer { output.bytes(Array("\u{1B}[?25h\u{1B}[?1049l".utf8)) }
        repeat {
            let lines: [(text: String, severity: String)]
            do {
                let now = try TopSample(client)
                lines = TopScreen(before: before, now: now, server: client.server).lines
                before = now
            } catch {
                // A daemon that is started anew is seen again.
                lines = [(Failure(error).sentence, "critical")]
            }
            output.bytes(Array(picture(lines, size(), hasColour: hasColour).utf8))
        } while wait(signals) == nil && Output.failure == nil
        return .success
    }

    /// Lines as a terminal shows them, cut to its size and written over what stood there.
    static func picture(
        _ lines: [(text: String, severity: String)], _ size: (columns: Int, rows: Int), hasColour: Bool
    ) -> String {
        var text = "\u{1B}[H"
        for (index, line) in lines.prefix(size.rows).enumerated() {
            let colour = ["warning": "33", "critical": "31"][line.severity]
            let shown = String(Output.printable(line.text).prefix(size.columns))
            text += index == 0 ? "" : "\r\n"
            if hasColour, let colour { text += "\u{1B}[\(colour)m\(shown)\u{1B}[0m" } else { text += shown }
            text += "\u{1B}[K"
        }
        return text + "\u{1B}[J"
    }

    private static func size() -> (columns: Int, rows: Int) {
        var size = winsize()
        guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return (80, 24)
        }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    private static func blockSignals() -> sigset_t {
        var set = sigset_t()
        unsafe sigemptyset(&set)
        for signal in [SIGINT, SIGTERM, SIGHUP] { unsafe sigaddset(&set, signal) }
        unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
        return set
    }

    /// Waits a second; gives the signal that came meanwhile.
    private static func wait(_ signals: sigset_t) -> Int32? {
        var set = signals
        var second = timespec(tv_sec: 1, tv_nsec: 0)
        let signal = unsafe sigtimedwait(&set, nil, &second)
        return signal > 0 ? signal : nil
    }
}
