internal import Client
internal import EdXML
internal import Exchange
internal import Gateway
internal import Glibc
internal import Inspection
internal import Ledger
internal import Outbound
internal import Platform
internal import Scenario
internal import Trust
internal import XML

/// Why a command ends without success: a stable code, one sentence, a hint, and how the program exits.
struct Failure: Error {
    let exit: ExitCode
    let code: String
    let sentence: String
    let hint: String

    init(_ exit: ExitCode, _ code: String, _ sentence: String, hint: String = "") {
        self.exit = exit
        self.code = code
        self.sentence = sentence
        self.hint = hint
    }

    /// A wrong command line; `command` is the verb whose help shows what is right.
    static func usage(_ sentence: String, command: String = "") -> Failure {
        let help = command.isEmpty ? "lgsp --help" : "lgsp \(command) --help"
        return Failure(.usage, "usage", sentence, hint: "See \(help).")
    }

    init(_ problem: APIProblem) {
        let exit: ExitCode =
            switch (problem.status, problem.code) {
            case (_, "timed_out"): .timedOut
            case (0, "unexpected_answer"): .failed
            case (0, _), (503, _): .unreachable
            case (401, _), (403, _): .notPermitted
            case (400, _), (413, _), (422, _): .badInput
            default: .failed
            }
        var sentence = problem.title
        if !problem.detail.isEmpty, problem.detail != problem.title { sentence += " " + problem.detail }
        if let line = problem.line { sentence += " (line \(line))" }
        if problem.code == "query_malformed", let expected = problem.document["expected"].string {
            sentence += " Column \(problem.document["column"].text): \(expected)."
        }
        var hint = problem.hint
        if let refusal = problem.document["refusal"].string {
            hint += "\(hint.isEmpty ? "" : " ")Every check: lgsp explain \(refusal)"
        }
        self.init(exit, problem.code, sentence, hint: hint)
    }

    init(_ error: ScenarioError) {
        let exit: ExitCode =
            switch error.code {
            case .unreadable, .syntax, .unknownKey, .missingKey, .badValue, .directoryTooSmall: .badInput
            case .identityMissing: .badConfiguration
            case .unreachable: .unreachable
            case .timeout: .timedOut
            case .thresholdFailed: .threshold
            case .unexpectedAnswer: .failed
            }
        let place = error.path.map { path in error.line.map { "\(path):\($0): " } ?? "\(path): " } ?? ""
        self.init(exit, error.code.rawValue, "\(place)\(error.message).", hint: error.hint)
    }

    init(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let problem as APIProblem: self.init(problem)
        case let error as ResultsError:
            let place = error.place.isEmpty ? "" : error.place + ": "
            self.init(.badInput, error.code.rawValue, "\(place)\(error.message).", hint: error.hint)
        case let error as ScenarioError: self.init(error)
        case let taken as FolderLock.Taken: self.init(taken)
        case let error as PKIError: self.init(error)
        case let error as TopologyError:
            self.init(
                .badInput, "topology_invalid", "The topology cannot be taken: \(error.faults.joined(separator: "; ")).",
                hint: Catalogue.words("topology_invalid", vietnamese: false).hint)
        case LedgerError.otherKey:
            let entry = Catalogue.words("ledger_of_another_key", vietnamese: false)
            self.init(.badConfiguration, "ledger_of_another_key", entry.title, hint: entry.hint)
        case LedgerError.corrupt(let words):
            let entry = Catalogue.words("ledger_damaged", vietnamese: false)
            self.init(.failed, "ledger_damaged", "\(entry.title.dropLast()): \(words).", hint: entry.hint)
        case let error as SystemError where error.number == EADDRINUSE:
            self.init(
                .badConfiguration, "address_in_use", "Another program listens on \(error.subject).",
                hint: "Choose other addresses with --listen and --listen-plain, or stop that program: ss -ltnp.")
        case let error as SystemError: self.init(.badInput, "file_failed", "\(error).", hint: Self.hint(for: error))
        case let fault as EdXMLFault: self.init(fault)
        case let fault as XMLFault:
            self.init(
                .badInput, fault.code.rawValue, "\(fault.found) (line \(fault.line), column \(fault.column)).",
                hint: Catalogue.words(fault.code.rawValue, vietnamese: false).hint)
        case let problem as Problem:
            let words = Catalogue.words(problem.code, vietnamese: false)
            self.init(
                .failed, problem.code, problem.detail.isEmpty ? words.title : problem.detail,
                hint: problem.hint?.english ?? words.hint)
        case let refusal as Refusal: self.init(Problem(refusal.code.rawValue, refusal.detail, found: refusal.found))
        case let error as TrustError:
            self.init(
                .badInput, "unreadable", "\(error.description).", hint: "Check the file, or the folder of the PKI.")
        case let error as OutboundError:
            self.init(
                .unreachable, error.code.rawValue, "\(error.message).",
                hint: Catalogue.words(error.code.rawValue, vietnamese: false).hint)
        case let error as JSONReader.Failure:
            self.init(.badInput, "unreadable", "Not JSON: \(error).", hint: "Mend the line that is named.")
        default:
            // What an error without words holds is for programmers.
            let words = (error as? any CustomStringConvertible)?.description
            self.init(
                .internalError, "internal", "\(words ?? "An error that was not expected, \(type(of: error))").",
                hint: "Please report this with the command line.")
        }
    }

    /// Another daemon works on the data folder.
    private init(_ taken: FolderLock.Taken) {
        let holder = try? JSONReader.read(taken.holder)
        let process = holder?["pid"]?.int.map { "process \($0)" } ?? "another process"
        let places = ["url", "plain_url"].compactMap { holder?[$0]?.string }.joined(separator: " and ")
        self.init(
            .badConfiguration, "data_in_use",
            "The data folder \(taken.folder) is in use by \(process)\(places.isEmpty ? "" : ", which serves \(places)").",
            hint: "Use that daemon, stop it first, or name another folder with --data.")
    }

    /// Nothing was done to a PKI's folder.
    private init(_ error: PKIError) {
        let exit: ExitCode =
            switch error.code {
            case .exists, .keyExists: .badInput
            case .inUse, .damaged, .revocationsDamaged: .badConfiguration
            }
        let sentence = error.description.prefix(1).uppercased() + error.description.dropFirst() + "."
        self.init(
            exit, error.code.rawValue, sentence, hint: Catalogue.words(error.code.rawValue, vietnamese: false).hint)
    }

    /// What a document is not built for.
    private init(_ fault: EdXMLFault) {
        let words = Catalogue.words(fault.code, vietnamese: false)
        let place = fault.element.isEmpty ? "" : " \(fault.element):"
        self.init(
            .badInput, fault.code, "\(words.title)\(place) expected \(fault.expected), found \(fault.found).",
            hint: words.hint)
    }

    /// What to do where the system says no.
    static func hint(for error: SystemError) -> String {
        switch error.number {
        case ENOSPC, EDQUOT: "Make room there, or write elsewhere."
        case ENOENT, ENOTDIR: "Check the path."
        case EACCES, EPERM, EROFS: "Check the rights."
        case EISDIR: "Name a file, not a folder."
        case EFBIG: "It is larger than is taken; give less at once."
        case EMFILE, ENFILE: "Raise the limit of open files (ulimit -n)."
        default: "Check path and rights."
        }
    }
}
