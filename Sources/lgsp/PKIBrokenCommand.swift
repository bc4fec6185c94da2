internal import Client
internal import Exchange
internal import Gallery
internal import Glibc
internal import Platform
internal import Trust

/// `lgsp pki broken`: the gallery of messages that are broken in one way.
enum PKIBrokenCommand {
    static let command = Command(
        "pki broken", "", "Makes a gallery of messages that are broken in one way each, to try receivers with.",
        options: [
            Option("output", "DIR", "The gallery's folder; default gallery."), PKICommands.folder,
            Option("from", "CODE", "The sending agency of the PKI; default H10.05, or the first."),
            Option("to", "CODE", "The receiving agency; default H10.31, or the next."),
        ], examples: ["lgsp pki broken -o gallery", "lgsp pki broken --from H10.13 --to H10.14 --json"]
    ) { arguments, output in
        try arguments.expect(0...0, "")
        let folder = arguments.given("output") ?? "gallery"
        let pki = try PKICommands.open(arguments)
        let (from, to) = try parties(arguments, pki)
        guard Files.exists(folder + "/index.tsv") || Platform.Files.names(in: folder).isEmpty else {
            throw Failure(
                .badInput, "folder_in_use", "There is something else than a gallery in \(folder).",
                hint: "Name a new folder with -o DIR.")
        }
        let cases = try Gallery.make(
            pki: pki, from: Party(code: from, of: pki), to: Party(code: to, of: pki),
            now: LocalClock.now.milliseconds)
        try write(cases, to: folder, GalleryReadme.text(pki: pki.directory, from: from, folder: folder))
        let isVietnamese = (arguments["lang"] ?? "").hasPrefix("vi")
        output.list(
            cases.map { json($0, folder) }, ["name", "code", "refused_by", isVietnamese ? "what_vi" : "what"])
        output.note("Next: \(folder)/README.md tries a receiver with it · lgsp errors CODE says what each code means")
        return .success
    }

    private static func parties(_ arguments: Arguments, _ pki: DemoPKI) throws -> (String, String) {
        let known = Platform.Files.names(in: pki.directory + "/agencies").sorted()
        func choose(_ option: String, _ usual: String, not other: String?) throws -> String {
            let code =
                try arguments.given(option).map(Connection.code)
                ?? (known.contains(usual) && usual != other ? usual : known.first { $0 != other })
            guard let code, Files.exists("\(pki.directory)/agencies/\(code)/key.pem") else {
                throw Failure(
                    .badConfiguration, "identity_missing",
                    "There is no identity of \(code ?? "a second agency") in \(pki.directory)/agencies.",
                    hint: "Make one with lgsp pki issue \(code ?? usual) --certificates \(pki.directory).")
            }
            return code
        }
        let from = try choose("from", "H10.05", not: arguments.given("to"))
        let to = try choose("to", "H10.31", not: from)
        guard from != to else { throw Failure.usage("--from and --to are two agencies.", command: "pki broken") }
        return (from, to)
    }

    private static func write(_ cases: [GalleryCase], to folder: String, _ readme: String) throws {
        try Files.makeFolder(folder)
        var index = "name\tcode\trefused_by\twhat\twhat_vi\n"
        for one in cases {
            let path = "\(folder)/\(one.name)"
            try Files.makeFolder(path)
            try Files.write(one.message, to: path + "/message.edxml")
            if let signature = one.signature { try Files.write(signature, to: path + "/signature.p7s") }
            if let certificate = one.certificate {
                try Files.write(Array(certificate.utf8), to: path + "/certificate.pem")
            }
            index += "\(one.name)\t\(one.code ?? "-")\t\(one.place?.rawValue ?? "-")\t\(one.what)\t\(one.whatVI)\n"
        }
        try Files.write(Array(readme.utf8), to: folder + "/README.md")
        // Last: where it is, all is there.
        try Files.write(Array(index.utf8), to: folder + "/index.tsv")
    }

    private static func json(_ one: GalleryCase, _ folder: String) -> JSONValue {
        .object([
            .init("name", .string(one.name)), .init("code", one.code.map { .string($0) } ?? .null),
            .init("refused_by", one.place.map { .string($0.rawValue) } ?? .null),
            .init("after", one.after.map { .string($0) } ?? .null), .init("what", .string(one.what)),
            .init("what_vi", .string(one.whatVI)), .init("folder", .string("\(folder)/\(one.name)")),
        ])
    }
}
