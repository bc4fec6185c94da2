internal import EdXML
internal import Trust
internal import XML

/// The reader of edXML: its answers agree with each other, name places that are in the text, and survive being written.
struct EdXMLFuzzer: Fuzzer {
    private let today = "2021/06/24"

    func run(_ bytes: [UInt8]) {
        let report = EdXMLReader.check(bytes, today: today)
        promise(
            report.message == nil ? report.refusal != nil || report.isCut : report.refusal == nil,
            "a message and a refusal: \(report)")
        checkPlaces(report, bytes)
        do {
            let message = try EdXMLReader.read(bytes, today: today)
            promise(message == report.message, "read gives another message than check")
        } catch {
            promise(report.message == nil, "read refuses what check takes: \(error)")
            promise(report.refusal.map { $0 == error } ?? true, "read refuses with \(error), check with \(report)")
        }
        do {
            let (message, pass) = try EdXMLReader.read(bytes, today: today) { XMLSignaturePass.verifying($0) }
            promise(message == report.message, "the signature's pass changes the message")
            promise(pass == nil || message.signatureLine != nil || pass?.count != 0, "a pass without a signature")
        } catch {
            promise(report.message == nil, "the signature's pass refuses what check takes: \(error)")
        }
        if let message = report.message { writeAgain(message) }
    }

    /// Every fault is at a place of the text, and they come in the order of their places.
    private func checkPlaces(_ report: EdXMLReport, _ bytes: [UInt8]) {
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        // A byte that goes on with a character is no column of its own.
        let widths = bytes[start...].split(separator: 0x0A, omittingEmptySubsequences: false)
            .map { $0.count { $0 & 0xC0 != 0x80 } }
        var last = (line: 1, column: 0)
        for fault in report.faults {
            promise(widths.indices.contains(fault.line - 1), "line \(fault.line) of \(widths.count): \(fault)")
            let width = widths[fault.line - 1]
            promise((1...width + 1).contains(fault.column), "column \(fault.column) of \(width): \(fault)")
            promise(fault.code.isEmpty == false && EdXMLCode(rawValue: fault.code) != nil, "no such code: \(fault)")
            if fault == report.refusal, fault == report.faults.last { continue }
            promise(
                (fault.line, fault.column) >= last, "faults out of order: \(fault) after \(last.line):\(last.column)")
            last = (fault.line, fault.column)
        }
    }

    /// What was read can be written, and is read again as the same.
    private func writeAgain(_ message: EdXMLMessage) {
        do {
            switch message {
            case .document(var document):
                // The reader does not keep the files; a signature and warnings are not the writer's.
                document.attachments = []
                document.warnings = []
                document.signatureLine = nil
                let bytes = try EdXMLWriter.write(document, files: [], timestamp: "2021/06/24 08:00:00")
                guard case .document(var again) = try EdXMLReader.read(bytes, today: today) else {
                    return promise(false, "a document became a status")
                }
                again.warnings = []
                if document.type.isEmpty { document.type = "2" }
                if document.trace.isEmpty { document.trace = again.trace }
                promise(again == document, "read \(document)\nwritten and read \(again)")
            case .status(var status):
                status.warnings = []
                status.signatureLine = nil
                guard case .status(var again) = try EdXMLReader.read(EdXMLWriter.write(status), today: today) else {
                    return promise(false, "a status became a document")
                }
                again.warnings = []
                promise(again == status, "read \(status)\nwritten and read \(again)")
            }
        } catch {
            promise(false, "what was read cannot be written: \(error) \(message)")
        }
    }
}
