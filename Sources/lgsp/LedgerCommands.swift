internal import Client
internal import Exchange
internal import Gateway
internal import Ledger
internal import Platform

/// `lgsp ledger`: proofs, backups and their way back.
enum LedgerCommands {
    private static let passphrase = Option(
        "passphrase-file", "FILE", "Seals the secrets of a backup, or opens them: a passphrase, or a key of any bytes.")

    static let all = [verify, rebuild, backup, restore, checksums]

    private static let verify = Command(
        "ledger verify", "", "Checks the ledger: its chain, every document's bytes, every read model.",
        options: Option.connection + [
            Option(
                "against", "FILE", "A receipt, or an earlier answer of this command: the ledger must still hold it."),
            Option("chain-only", nil, "Leaves out the read models, which take a copy of the database."),
        ], examples: ["lgsp ledger verify", "lgsp ledger verify --against receipt.json"]
    ) { arguments, output in
        try arguments.expect(0...0, "")
        let head = try arguments.given("against").map(head)
        let found = try Connection.open(arguments).verifyLedger(batch: head, readModels: !arguments.has("chain-only"))
        output.object(found)
        return found["valid"].bool == true ? .success : .invalid
    }

    private static let rebuild = Command(
        "ledger rebuild", "", "Compares the read models with what the facts give.", options: Option.connection,
        examples: ["lgsp ledger rebuild"]
    ) { arguments, output in
        try arguments.expect(0...0, "")
        let found = try Connection.open(arguments).rebuildLedger()
        output.object(found)
        return found["equal"].bool == true ? .success : .invalid
    }

    private static let backup = Command(
        "ledger backup", "PATH", "Copies all that a restart needs into a new folder, while the daemon runs.",
        options: Option.connection + [passphrase],
        examples: ["lgsp ledger backup backup", "lgsp ledger backup backup-2 --passphrase-file secret"]
    ) { arguments, output in
        try arguments.expect(1...1, "PATH")
        let secret = try arguments.given("passphrase-file").map(passphrase)
        output.object(
            try Connection.open(arguments).backupLedger(
                path: Files.absolute(arguments.positional[0]), passphrase: secret))
        return .success
    }

    private static let restore = Command(
        "ledger restore", "BACKUP", "Puts a backup in the place of a data folder that is empty or not there.",
        options: [Option("data", "DIR", "The data folder (LGSP_DATA); default .lgsp."), passphrase],
        examples: ["lgsp ledger restore backup --data restored"]
    ) { arguments, output in
        try arguments.expect(1...1, "BACKUP")
        let secret = try arguments.given("passphrase-file").map(passphrase)
        let restored = try Restore(
            backup: Files.absolute(arguments.positional[0]), data: Files.absolute(arguments["data"] ?? ".lgsp")
        ).run(passphrase: secret.map { Array($0.utf8) }, now: LocalClock.now.milliseconds)
        output.object(
            .object([
                .init("data", .string(restored.data)),
                .init("certificates", restored.certificates.map { .string($0) } ?? .null),
                .init("arguments", .array(restored.arguments.map { .string($0) })),
            ]))
        output.note("next: lgsp serve --data \(restored.data) with the options above, then lgsp ledger verify")
        return .success
    }

    private static let checksums = Command(
        "ledger checksums", "",
        "Takes the database for right as it is, after another program wrote to it; verify it then.",
        options: [Option("data", "DIR", "The data folder (LGSP_DATA); default .lgsp.")],
        examples: ["lgsp ledger checksums --data .lgsp"]
    ) { arguments, output in
        try arguments.expect(0...0, "")
        let data = Files.absolute(arguments["data"] ?? ".lgsp")
        output.object(.object([.init("renewed", .number(String(try PageChecksums.renew(in: data))))]))
        output.note("next: lgsp serve --data \(data), then lgsp ledger verify")
        return .success
    }

    /// What a file says that seals: its text, without the line end that an editor puts behind it, or a key's bytes in base64.
    private static func passphrase(_ path: String) throws -> String {
        var bytes = try Files.read(path, limit: 1 << 20)
        while let last = bytes.last, last == 0x0A || last == 0x0D { bytes.removeLast() }
        guard !bytes.isEmpty else {
            throw Failure(.badInput, "passphrase_empty", "\(path) is empty.", hint: "Put a passphrase into it.")
        }
        return String(validating: bytes, as: UTF8.self) ?? Base64.encode(bytes)
    }

    /// The batch that a receipt, or an earlier answer, says the ledger has.
    private static func head(_ path: String) throws -> (number: Int64, checkpoint: String) {
        let root = try JSONReader.read(Files.read(path, limit: 1 << 20))
        let place = root["receipt"] ?? root["head"] ?? root
        guard let batch = place["batch"]?.int, let checkpoint = place["checkpoint"]?.string else {
            throw Failure(
                .badInput, "receipt_unreadable", "\(path) names no batch and checkpoint.",
                hint: "Give a receipt (lgsp receipt ID --json) or what lgsp ledger verify --json said.")
        }
        return (Int64(batch), checkpoint)
    }
}
