extension EnvelopePass {
    /// What was read, in whatever place, of the elements in which a mark of secrecy may stand.
    var markedTexts: [String] {
        let names: Set<ElementName> = [
            .subject, .content, .typeName, .typeDetail, .typerNotation, .steeringType, .sphereOfPromulgation,
        ]
        return tree.nodes.indices.filter { names.contains(tree.nodes[$0].name) }.map { tree.value($0) }
    }

    /// The document as its tree has it; only for a message without errors.
    func document(signatureLine: Int?, warnings: [EdXMLFault]) -> EdXMLDocument {
        let header = tree.first(.edXMLHeader, of: tree.first(.edXMLEnvelope, of: 0))
        let message = tree.first(.messageHeader, of: header)
        let code = tree.first(.code, of: message)
        let promulgation = tree.first(.promulgationInfo, of: message)
        let type = tree.first(.documentType, of: message)
        var to: [EdXMLOrgan] = []
        tree.each(.to, of: message) { to.append(organ($0)) }
        var document = EdXMLDocument(
            from: organ(tree.first(.from, of: message)), to: to, documentID: tree.value(.documentID, of: message),
            number: tree.value(.codeNumber, of: code), notation: tree.value(.codeNotation, of: code),
            promulgationDate: tree.value(.promulgationDate, of: promulgation),
            typeName: tree.value(.typeName, of: type), subject: tree.value(.subject, of: message))
        document.place = tree.value(.place, of: promulgation)
        document.type = tree.value(.type, of: type)
        document.typeDetail = tree.value(.typeDetail, of: type)
        document.content = tree.value(.content, of: message)
        if let signer = tree.first(.signerInfo, of: message) {
            document.signer = EdXMLSigner(
                competence: tree.value(.competence, of: signer), position: tree.value(.position, of: signer),
                fullName: tree.value(.fullName, of: signer))
        }
        document.dueDate = tree.value(.dueDate, of: message)
        document.steeringType = tree.value(.steeringType, of: message)
        tree.each(.responseFor, of: message) {
            let response = self.response($0)
            if response != EdXMLResponse() { document.responseFor.append(response) }
        }
        document.places = values(.place, of: tree.first(.toPlaces, of: message))
        other(tree.first(.otherInfo, of: message), &document)
        let trace = tree.first(.traceHeaderList, of: header)
        tree.each(.traceHeader, of: trace) {
            document.trace.append(
                EdXMLTrace(organID: tree.value(.organID, of: $0), timestamp: tree.value(.timestamp, of: $0)))
        }
        business(tree.first(.bussiness, of: trace), &document)
        document.attachments = attachments()
        document.signatureLine = signatureLine
        document.warnings = warnings
        return document
    }

    /// The status as its tree has it; only for a message without errors.
    func status(signatureLine: Int?, warnings: [EdXMLFault]) -> EdXMLStatus {
        let header = tree.first(.edXMLHeader, of: tree.first(.edXMLEnvelope, of: 0))
        let message = tree.first(.messageHeader, of: header)
        var status = EdXMLStatus(
            from: organ(tree.first(.from, of: message)),
            about: tree.first(.responseFor, of: message).map(response) ?? EdXMLResponse(),
            statusCode: tree.value(.statusCode, of: message), description: tree.value(.description, of: message),
            timestamp: tree.value(.timestamp, of: message), staff: staff(tree.first(.staffInfo, of: message)))
        status.signatureLine = signatureLine
        status.warnings = warnings
        return status
    }

    private func other(_ other: Int?, _ document: inout EdXMLDocument) {
        // 0 to 4: checked as it was read.
        document.priority = UInt8(truncatingIfNeeded: tree.number(.priority, of: other) ?? 0)
        document.sphere = tree.value(.sphereOfPromulgation, of: other)
        document.typerNotation = tree.value(.typerNotation, of: other)
        document.promulgationAmount = tree.number(.promulgationAmount, of: other)
        document.pageAmount = tree.number(.pageAmount, of: other)
        document.direction = tree.value(.direction, of: other)
        document.appendixes = values(.appendix, of: tree.first(.appendixes, of: other))
    }

    private func business(_ business: Int?, _ document: inout EdXMLDocument) {
        // 0 to 3 and 0 to 1: checked as they were read.
        document.kind = UInt8(truncatingIfNeeded: tree.number(.bussinessDocType, of: business) ?? 0)
        document.hasPaper = tree.number(.paper, of: business) == 1
        document.reason = tree.value(.bussinessDocReason, of: business)
        document.businessDocumentID = tree.value(.documentID, of: business)
        document.staff = staff(tree.first(.staffInfo, of: business))
        if let info = tree.first(.bussinessDocumentInfo, of: business) {
            var update = EdXMLUpdate(
                changesDocument: tree.number(.documentInfo, of: info) == 1,
                changesReceivers: tree.number(.documentReceiver, of: info) == 1)
            tree.each(.receiver, of: tree.first(.receiverList, of: info)) {
                update.receivers.append(
                    EdXMLUpdate.Receiver(
                        organID: tree.value(.organID, of: $0), type: tree.value(.receiverType, of: $0)))
            }
            document.update = update
        }
        tree.each(.replacementInfo, of: tree.first(.replacementInfoList, of: business)) {
            document.replacements.append(
                EdXMLReplacement(
                    documentID: tree.value(.documentID, of: $0),
                    organIDs: values(.organID, of: tree.first(.organIDList, of: $0))))
        }
    }

    private func organ(_ node: Int?) -> EdXMLOrgan {
        var organ = EdXMLOrgan(id: "", name: "")
        guard let node else { return organ }
        var child = Int(tree.nodes[node].first)
        while child >= 0 {
            switch tree.nodes[child].name {
            case .organID: organ.id = tree.value(child)
            case .organName: organ.name = tree.value(child)
            case .organizationInCharge: organ.inCharge = tree.value(child)
            case .organAdd: organ.address = tree.value(child)
            case .email: organ.email = tree.value(child)
            case .telephone: organ.telephone = tree.value(child)
            case .fax: organ.fax = tree.value(child)
            case .website: organ.website = tree.value(child)
            default: break
            }
            child = Int(tree.nodes[child].next)
        }
        return organ
    }

    private func response(_ node: Int) -> EdXMLResponse {
        EdXMLResponse(
            organID: tree.value(.organID, of: node), code: tree.value(.code, of: node),
            promulgationDate: tree.value(.promulgationDate, of: node), documentID: tree.value(.documentID, of: node))
    }

    private func staff(_ node: Int?) -> EdXMLStaff? {
        node.map {
            EdXMLStaff(
                department: tree.value(.department, of: $0), name: tree.value(.staff, of: $0),
                email: tree.value(.email, of: $0), mobile: tree.value(.mobile, of: $0))
        }
    }

    /// The texts of the children of `node` with this name, without empty ones.
    private func values(_ name: ElementName, of node: Int?) -> [String] {
        var values: [String] = []
        tree.each(name, of: node) {
            let value = tree.value($0)
            if !value.isEmpty { values.append(value) }
        }
        return values
    }
}
