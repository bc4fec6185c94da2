extension EnvelopePass {
    /// The longest reason, in characters (QCVN 102:2016).
    private static let reasonLimit = 1_000
    /// The statuses that need a reason.
    private static let withReason: Set<String> = ["02", "13"]

    /// What can only be said of the whole: called once, when the parse is over.
    mutating func finish() {
        // The checks below compare texts.
        guard !tree.nodes.isEmpty, checkMarks() else { return }
        checkCharacters()
        let envelope = tree.first(.edXMLEnvelope, of: 0)
        let header = tree.first(.edXMLHeader, of: envelope)
        let message = tree.first(.messageHeader, of: header)
        guard message != nil else { return }
        for parent in [0, envelope, header, message] { checkKind(of: parent) }
        if isStatus {
            checkStatus(message)
        } else {
            checkReceivers(message)
            let trace = tree.first(.traceHeaderList, of: header)
            checkTrace(trace)
            if let business = tree.first(.bussiness, of: trace) {
                checkBusiness(business, message)
            } else if !hasLikeBusiness, let place = trace ?? header {
                faults.add(
                    .missingElement, .warning, at: tree.nodes[place].offset, tree.nodes[place].name.rawValue,
                    expected: "edXML:Bussiness", found: "none: BussinessDocType 0 and Paper 0 are assumed")
            }
            checkAttachments(envelope)
        }
    }

    /// No parts of a document in a status, and the reverse.
    private mutating func checkKind(of parent: Int?) {
        guard let parent else { return }
        var child = Int(tree.nodes[parent].first)
        while child >= 0 {
            let node = tree.nodes[child]
            let owner = schema.rows[Int(node.rule)].message
            if owner != .any, owner != (isStatus ? .status : .document) {
                faults.add(
                    .misplacedElement, .error, at: node.offset, path(Int(node.rule)),
                    expected: isStatus ? "no such element in a status" : "such an element only in a status",
                    found: node.name.rawValue)
            }
            child = Int(node.next)
        }
    }

    private mutating func checkStatus(_ message: Int?) {
        var responses: [Int] = []
        tree.each(.responseFor, of: message) { responses.append($0) }
        if responses.count > 1 {
            faults.add(
                .repeatedElement, .error, at: tree.nodes[responses[1]].offset, "MessageHeader/ResponseFor",
                expected: "one edXML:ResponseFor in a status", found: "\(responses.count)")
        }
        guard let response = responses.first else {
            if let message {
                faults.add(
                    .missingElement, .error, at: tree.nodes[message].offset, "MessageHeader",
                    expected: "edXML:ResponseFor")
            }
            return
        }
        let tree = tree
        let missing = { (name: ElementName) in tree.value(name, of: response).isEmpty }
        let offset = tree.nodes[response].offset
        if missing(.organID) {
            faults.add(.missingElement, .error, at: offset, "ResponseFor", expected: "edXML:OrganId")
        }
        if missing(.documentID) {
            faults.add(
                .missingElement, missing(.code) ? .error : .warning, at: offset, "ResponseFor",
                expected: "edXML:DocumentId")
        } else if missing(.code) {
            faults.add(.missingElement, .warning, at: offset, "ResponseFor", expected: "edXML:Code")
        }
        if let code = tree.first(.code, of: response), !missing(.code), !tree.value(code).contains("/") {
            bad(code, .invalidValue, .warning, "Number/Notation")
        }
        if missing(.promulgationDate) {
            faults.add(.missingElement, .warning, at: offset, "ResponseFor", expected: "edXML:PromulgationDate")
        }
        let reason = tree.value(.description, of: message)
        if let code = tree.first(.statusCode, of: message), Self.withReason.contains(tree.value(code)), reason.isEmpty {
            bad(code, .reasonMissing, .error, "edXML:Description")
        }
        if reason.utf8.count > Self.reasonLimit, reason.unicodeScalars.count > Self.reasonLimit,
            let node = tree.first(.description, of: message)
        {
            faults.add(
                .reasonTooLong, .error, at: tree.nodes[node].offset, "MessageHeader/Description",
                expected: "at most \(Self.reasonLimit) characters", found: "\(reason.unicodeScalars.count)")
        }
    }

    /// The sender's own hop names it; what the axis appends bears a time alone.
    private mutating func checkTrace(_ list: Int?) {
        guard let first = tree.first(.traceHeader, of: list), tree.value(.organID, of: first).isEmpty else { return }
        faults.add(
            .missingElement, .warning, at: tree.nodes[first].offset, "TraceHeader", expected: "edXML:OrganId",
            found: "nothing")
    }

    private mutating func checkReceivers(_ message: Int?) {
        var seen: Set<ArraySlice<UInt8>> = []
        var before: ArraySlice<UInt8>?
        var receiver = tree.first(.to, of: message)
        while let node = receiver {
            receiver = tree.next(.to, after: node)
            guard let code = tree.first(.organID, of: node), !tree.nodes[code].text.isEmpty else { continue }
            let text = tree.text[tree.nodes[code].text]
            // One receiver needs no set.
            if let first = before, seen.isEmpty { seen.insert(first) }
            if before == nil {
                before = text
            } else if !seen.insert(text).inserted {
                bad(code, .repeatedReceiver, .error, "each OrganId once")
            }
        }
    }

    /// A withdrawal, an update and a replacement name the document they are about (`BussinessDocType` 1 to 3).
    private mutating func checkBusiness(_ business: Int, _ message: Int?) {
        guard let kind = tree.number(.bussinessDocType, of: business), (1...3).contains(kind),
            let type = tree.first(.bussinessDocType, of: business)
        else { return }
        var isNamed = !tree.value(.documentID, of: business).isEmpty
        tree.each(.responseFor, of: message) {
            // In the field the DocumentId is often left out: number, notation and day name the document as well.
            let isByNumber = !tree.value(.code, of: $0).isEmpty && !tree.value(.promulgationDate, of: $0).isEmpty
            if isByNumber || !tree.value(.documentID, of: $0).isEmpty { isNamed = true }
        }
        let replacements = tree.first(.replacementInfoList, of: business)
        tree.each(.replacementInfo, of: replacements) {
            if !tree.value(.documentID, of: $0).isEmpty { isNamed = true }
        }
        if !isNamed {
            let place = ["", "ResponseFor/DocumentId", "Bussiness/DocumentId", "ReplacementInfo/DocumentId"][kind]
            bad(type, .businessTargetMissing, .error, "a document named in \(place)")
        }
        let offset = tree.nodes[business].offset
        if kind == 2, tree.first(.bussinessDocumentInfo, of: business) == nil {
            faults.add(.missingElement, .warning, at: offset, "Bussiness", expected: "edXML:BussinessDocumentInfo")
        }
        if kind == 3, replacements == nil {
            faults.add(.missingElement, .warning, at: offset, "Bussiness", expected: "edXML:ReplacementInfoList")
        }
    }
}
