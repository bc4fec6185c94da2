internal import Client
internal import EdXML
internal import Exchange
internal import Platform

/// `lgsp withdraw`, `replace` and `update`: documents that act on one sent before.
enum LifeCommands {
    static let withdraw = Command(
        "withdraw", "ID", "Takes a document back from all who have it, and says who had read it.",
        options: [Option("reason", "TEXT", "Why; needed.")] + options,
        examples: ["lgsp withdraw ID --reason 'Sent by mistake'"]
    ) { arguments, output in
        try arguments.expect(1...1, "ID")
        guard arguments.given("reason") != nil else {
            throw Failure.usage("A withdrawal needs --reason TEXT.", command: "withdraw")
        }
        let original = try Original(arguments.positional[0], arguments)
        var document = try original.answer(arguments, kind: 1)
        if arguments.given("subject") == nil {
            document.subject = "Thu hồi văn bản số \(original.code)"
        }
        document.responseFor = [original.reference]
        let answer = try send(document, [], original, arguments, output)
        show(answer, output)
        return .success
    }

    /// What a document did to others and others to it, and of a withdrawal who had read what it took.
    static func show(_ document: JSONValue, _ output: Output) {
        if output.isJSON { return }
        for name in ["withdraws", "updates", "replaces", "withdrawn_by", "updated_by", "replaced_by"] {
            for other in document[name].elements {
                output.table(
                    nil, [[name, other["id"].text, other["document_id"].text, other["at"].text, other["reason"].text]])
                let receivers = other["receivers"].elements.filter { $0["outcome"].string != nil }
                if !receivers.isEmpty {
                    output.list(receivers, ["to.code", "outcome", "fetched_at", "confirmed_at"])
                }
            }
        }
        if document["current"] != .null {
            output.table(nil, [["current", document["current"]["id"].text, document["current"]["subject"].text]])
        }
    }

    static let replace = Command(
        "replace", "ID FILE", "Puts another document in the place of one.",
        options: [Option("reason", "TEXT", "Why.")] + options, examples: ["lgsp replace ID letter.pdf"]
    ) { arguments, output in
        try arguments.expect(2...2, "ID or FILE")
        let original = try Original(arguments.positional[0], arguments)
        var document = try original.answer(arguments, kind: 3)
        document.replacements = [
            EdXMLReplacement(documentID: original.document.documentID, organIDs: document.to.map(\.id))
        ]
        _ = try send(document, [try file(arguments.positional[1])], original, arguments, output)
        return .success
    }

    static let update = Command(
        "update", "ID [FILE]", "Changes what a document says, or who receives it.",
        options: [
            Option("reason", "TEXT", "Why."),
            Option("add", "CODE", "A receiver that joins; may be repeated."),
            Option("remove", "CODE", "A receiver that leaves; may be repeated."),
        ] + options, examples: ["lgsp update ID --subject 'The right subject'", "lgsp update ID --add H10.14"]
    ) { arguments, output in
        try arguments.expect(1...2, "ID or FILE")
        let files = try arguments.positional.dropFirst().map(file)
        let header = ["subject", "number", "notation", "type"]
        let changesDocument = !files.isEmpty || header.contains { arguments.given($0) != nil }
        let receivers =
            try arguments.all("add").map { EdXMLUpdate.Receiver(organID: try Connection.code($0), type: "0") }
            + arguments.all("remove").map { EdXMLUpdate.Receiver(organID: try Connection.code($0), type: "1") }
        guard changesDocument || !receivers.isEmpty else {
            throw Failure.usage("Say what changes: FILE, --subject, --add and others.", command: "update")
        }
        let original = try Original(arguments.positional[0], arguments)
        var document = try original.answer(arguments, kind: 2)
        // What is not said to change is said as it was.
        if arguments.given("number") == nil { document.number = original.document.number }
        if arguments.given("notation") == nil { document.notation = original.document.notation }
        document.businessDocumentID = original.document.documentID
        document.update = EdXMLUpdate(
            changesDocument: changesDocument, changesReceivers: !receivers.isEmpty, receivers: receivers)
        _ = try send(document, files, original, arguments, output)
        return .success
    }

    private static let options =
        [
            Option("to", "CODE", "A receiving agency; may be repeated; default: those of the document."),
            Option("sign", "cms|xmldsig|none", "How it is signed, with the issuer's identity; default cms."),
            Option("subject", "TEXT", "The subject; default: the document's, or what is done to it."),
            Option("number", "TEXT", "The number; default: from the clock, of an update the document's."),
            Option("notation", "TEXT", "The notation; default: the document's."),
            Option("type", "TEXT", "The document type's name; default: the document's."),
            Option("output", "FILE", "Only writes the document; sends nothing."),
        ] + Option.connection

    /// The document that is acted on.
    private struct Original {
        let document: EdXMLDocument
        /// The issuer's code in the directory, or its successor's where it is closed: that identity is used.
        let issuer: String
        /// Who sends what acts on it.
        let sender: EdXMLOrgan

        /// Reads it as its issuer has it.
        init(_ name: String, _ arguments: Arguments) throws {
            let client = try Connection.open(arguments)
            let shown = try client.show(name)
            let known = try Connection.part(shown["issuer"]["code"].string ?? "")
            let successor = try client.agency(known)["successor"].string
            issuer = try successor.map(Connection.part) ?? known
            let bytes = try client.content(shown["id"].string ?? name)
            guard case .document(let document) = try EdXMLReader.read(bytes, today: "9999/12/31") else {
                throw Failure(.badInput, "not_found", "\(name) is no document.", hint: "See lgsp show \(name).")
            }
            self.document = document
            sender =
                try successor.map { EdXMLOrgan(id: $0, name: try client.agency($0)["name"].text) } ?? document.from
        }

        /// Number and notation in one.
        var code: String { "\(document.number)/\(document.notation)" }

        var reference: EdXMLResponse {
            EdXMLResponse(
                organID: document.from.id, code: code, promulgationDate: document.promulgationDate,
                documentID: document.documentID)
        }

        /// A document of `kind` to the same receivers, unless others are given.
        func answer(_ arguments: Arguments, kind: UInt8) throws -> EdXMLDocument {
            let now = LocalClock.now
            let given = try arguments.all("to").map(Connection.code)
            let number = arguments.given("number") ?? "\(now.milliseconds / 1_000 % 1_000_000)"
            let random = String(UInt64.random(in: .min ... .max), radix: 16)
            var answer = EdXMLDocument(
                from: sender, to: given.isEmpty ? document.to : given.map { EdXMLOrgan(id: $0, name: $0) },
                documentID: "\(sender.id),\(LocalClock.day(now)),\(number),\(random)", number: number,
                notation: arguments.given("notation") ?? document.notation, promulgationDate: LocalClock.day(now),
                typeName: arguments.given("type") ?? document.typeName,
                subject: arguments.given("subject") ?? document.subject)
            answer.kind = kind
            answer.reason = arguments.given("reason") ?? ""
            answer.priority = document.priority
            return answer
        }
    }

    private static func file(_ path: String) throws -> EdXMLWriter.File {
        let name = Files.name(path)
        guard !name.hasSuffix(".edxml") else {
            throw Failure.usage("An edXML document says itself what it acts on: lgsp send \(path).")
        }
        return EdXMLWriter.File(
            name: name, contentType: name.hasSuffix(".pdf") ? "application/pdf" : "application/octet-stream",
            bytes: try SendCommand.contents(path))
    }

    private static func send(
        _ document: EdXMLDocument, _ files: [EdXMLWriter.File], _ original: Original, _ arguments: Arguments,
        _ output: Output
    ) throws -> JSONValue {
        let bytes = try EdXMLWriter.write(document, files: files, timestamp: LocalClock.timestamp(LocalClock.now))
        return try SendCommand.signAndSend(bytes, from: original.issuer, arguments, output)
    }
}
