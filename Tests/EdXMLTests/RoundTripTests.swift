import EdXML
import Testing

/// What is written is what is read, or it is not written at all: over random messages from a seed.
@Suite struct RoundTripTests {
    /// Makes messages of random texts.
    struct Maker {
        var random: SeededRandom
        /// Whether a character was used that XML cannot hold.
        var isImpossible = false

        mutating func flip(_ chance: Int = 2) -> Bool { Int.random(in: 0..<chance, using: &random) == 0 }

        mutating func text(_ length: Int = 12) -> String {
            let plain = Array("abcXYZ019 .,/-<>&\"'\r\n\t]]>ĐđếửạVăn bản 漢字😀e\u{301}".unicodeScalars)
            let impossible: [Unicode.Scalar] = ["\u{0}", "\u{1}", "\u{B}", "\u{C}", "\u{1F}", "\u{FFFE}", "\u{FFFF}"]
            var text = String.UnicodeScalarView()
            text.append("a")
            for _ in 0..<Int.random(in: 0...length, using: &random) {
                text.append(plain.randomElement(using: &random) ?? "a")
            }
            if flip(2_000) {
                text.append(impossible.randomElement(using: &random) ?? "\u{1}")
                isImpossible = true
            }
            text.append("z")
            return String(text)
        }

        mutating func maybe() -> String { flip() ? text() : "" }

        mutating func code() -> String {
            "H\(Int.random(in: 1...63, using: &random)).\(Int.random(in: 1...99_999, using: &random))"
        }

        mutating func day() -> String {
            let (month, day) = (Int.random(in: 1...12, using: &random), Int.random(in: 1...28, using: &random))
            return
                "20\(Int.random(in: 10...99, using: &random))/\(month < 10 ? "0" : "")\(month)/\(day < 10 ? "0" : "")\(day)"
        }

        mutating func organ() -> EdXMLOrgan {
            var organ = EdXMLOrgan(id: code(), name: text())
            organ.inCharge = maybe()
            organ.address = maybe()
            organ.email = maybe()
            organ.telephone = maybe()
            organ.fax = maybe()
            organ.website = maybe()
            return organ
        }

        mutating func staff() -> EdXMLStaff {
            EdXMLStaff(department: maybe(), name: maybe(), email: maybe(), mobile: maybe())
        }

        mutating func response() -> EdXMLResponse {
            EdXMLResponse(
                organID: code(), code: maybe(), promulgationDate: flip() ? day() : "", documentID: text())
        }

        mutating func document() -> EdXMLDocument {
            var to: [EdXMLOrgan] = []
            for _ in 0..<Int.random(in: 1...12, using: &random) {
                let receiver = organ()
                if !to.contains(where: { $0.id == receiver.id }) { to.append(receiver) }
            }
            var document = EdXMLDocument(
                from: organ(), to: to, documentID: text(), number: text(4), notation: text(), promulgationDate: day(),
                typeName: text(), subject: text(60))
            document.place = maybe()
            document.type = "\(Int.random(in: 1...29, using: &random))"
            document.typeDetail = maybe()
            document.content = maybe()
            if flip() {
                document.signer = EdXMLSigner(competence: maybe(), position: maybe(), fullName: maybe())
            }
            document.dueDate = flip() ? day() : ""
            document.priority = UInt8.random(in: 0...4, using: &random)
            document.sphere = maybe()
            document.typerNotation = maybe()
            document.promulgationAmount = flip() ? Int.random(in: 0...999, using: &random) : nil
            document.pageAmount = flip() ? Int.random(in: 0...999, using: &random) : nil
            document.direction = maybe()
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                document.appendixes.append(text())
                document.responseFor.append(response())
                document.places.append(text())
                document.replacements.append(EdXMLReplacement(documentID: text(), organIDs: [code(), code()]))
            }
            document.steeringType = maybe()
            document.trace = [EdXMLTrace(organID: code(), timestamp: "\(day()) 23:59:59")]
            document.kind = UInt8.random(in: 0...3, using: &random)
            document.reason = maybe()
            document.businessDocumentID = document.kind > 0 ? text() : maybe()
            document.hasPaper = flip()
            document.staff = flip() ? staff() : nil
            if flip() {
                document.update = EdXMLUpdate(
                    changesDocument: flip(), changesReceivers: flip(),
                    receivers: flip() ? [EdXMLUpdate.Receiver(organID: code(), type: maybe())] : [])
            }
            return document
        }

        mutating func files() -> [EdXMLWriter.File] {
            (0..<Int.random(in: 0...3, using: &random)).map { index in
                var file = EdXMLWriter.File(
                    name: "\(index) văn bản <&>.txt", contentType: "text/plain",
                    bytes: (0..<Int.random(in: 1...100, using: &random)).map { _ in
                        UInt8.random(in: 0...0x4F, using: &random)
                    })
                file.description = maybe()
                return file
            }
        }
    }

    @Test func documents() throws {
        var maker = Maker(random: SeededRandom(seed: 102_2016))
        var refused = 0
        for _ in 0..<400 {
            maker.isImpossible = false
            var document = maker.document()
            let files = maker.files()
            guard !maker.isImpossible else {
                let fault = #expect(throws: EdXMLFault.self) {
                    try EdXMLWriter.write(document, files: files, timestamp: "2021/06/24 08:00:00")
                }
                #expect(fault?.code == "not_well_formed")
                refused += 1
                continue
            }
            let bytes = try EdXMLWriter.write(document, files: files, timestamp: "2021/06/24 08:00:00")
            guard case .document(let read) = try EdXMLReader.read(bytes, today: "9999/12/31") else {
                Issue.record("not a document")
                continue
            }
            document.attachments = files.enumerated().map { index, file in
                EdXMLAttachment(
                    contentID: "\(index + 1)", name: file.name, contentType: file.contentType,
                    description: file.description, size: file.bytes.count)
            }
            document.warnings = read.warnings
            #expect(read == document)
            #expect(read.warnings.allSatisfy { $0.severity == .warning })
        }
        #expect(refused > 10)
    }

    @Test func statuses() throws {
        var maker = Maker(random: SeededRandom(seed: 13))
        for _ in 0..<300 {
            maker.isImpossible = false
            let code =
                ["01", "02", "03", "04", "05", "06", "13", "15", "16"].randomElement(using: &maker.random) ?? "01"
            var status = EdXMLStatus(
                from: maker.organ(), about: maker.response(), statusCode: code, description: maker.text(40),
                timestamp: maker.day() + " 00:00:00", staff: maker.flip() ? maker.staff() : nil)
            guard !maker.isImpossible else {
                #expect(throws: EdXMLFault.self) { try EdXMLWriter.write(status) }
                continue
            }
            guard case .status(let read) = try EdXMLReader.read(try EdXMLWriter.write(status), today: "2021/06/24")
            else {
                Issue.record("not a status")
                continue
            }
            status.warnings = read.warnings
            #expect(read == status)
        }
    }
}
