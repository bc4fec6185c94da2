extension EnvelopePass {
    /// Manifest and attachments name the same files in the same way, and every content is what it is said to be.
    mutating func checkAttachments(_ envelope: Int?) {
        let manifest = tree.first(.edXMLManifest, of: tree.first(.edXMLBody, of: envelope))
        let list = tree.first(.attachmentEncoded, of: 0)
        var references: [String: Int] = [:]
        var parts: [String: Int] = [:]
        collect(.reference, of: manifest, into: &references)
        collect(.attachment, of: list, into: &parts)
        var next = tree.first(.reference, of: manifest)
        while let reference = next {
            next = tree.next(.reference, after: reference)
            let id = contentID(of: reference)
            guard !id.isEmpty, references[id] == reference else { continue }
            if let part = parts[id] {
                checkAgreement(reference, part)
            } else {
                faults.add(
                    .manifestWithoutAttachment, .error, at: tree.nodes[reference].offset, "edXMLManifest/Reference",
                    expected: "an Attachment with this ContentId", found: id)
            }
        }
        next = tree.first(.attachment, of: list)
        while let part = next {
            next = tree.next(.attachment, after: part)
            let id = contentID(of: part)
            if !id.isEmpty, references[id] == nil {
                faults.add(
                    .attachmentWithoutManifest, .error, at: tree.nodes[part].offset, "AttachmentEncoded/Attachment",
                    expected: "a Reference with this ContentId", found: id)
            }
        }
        var last = -1
        for content in contents where content.part != last {
            // A second content of one attachment has been refused already.
            last = content.part
            checkContent(content)
        }
    }

    /// The ContentId without `cid:`, which stands in one place, both or neither.
    func contentID(of node: Int) -> String {
        let text = tree.value(.contentID, of: node)
        return text.hasPrefix("cid:") ? String(text.dropFirst(4)) : text
    }

    private mutating func collect(_ name: ElementName, of list: Int?, into entries: inout [String: Int]) {
        var next = tree.first(name, of: list)
        while let node = next {
            next = tree.next(name, after: node)
            let id = contentID(of: node)
            guard !id.isEmpty else { continue }
            if entries[id] == nil {
                entries[id] = node
            } else {
                faults.add(
                    .contentIDRepeated, .error, at: tree.nodes[node].offset, path(Int(tree.nodes[node].rule)),
                    expected: "a ContentId of its own", found: id)
            }
        }
    }

    private mutating func checkAgreement(_ reference: Int, _ part: Int) {
        let offset = tree.nodes[part].offset
        let names = (tree.value(.attachmentName, of: reference), tree.value(.attachmentName, of: part))
        if names.0 != names.1, !names.0.isEmpty, !names.1.isEmpty {
            faults.add(
                .manifestDisagrees, .error, at: offset, "Attachment/AttachmentName", expected: names.0, found: names.1)
        }
        let types = (tree.value(.contentType, of: reference), tree.value(.contentType, of: part))
        guard types.0.lowercased() != types.1.lowercased(), !types.0.isEmpty, !types.1.isEmpty else { return }
        // Where the client zipped the file, one side may tell of the file and the other of the zip.
        let isZipped = types.0.lowercased().hasSuffix("/zip") || types.1.lowercased().hasSuffix("/zip")
        faults.add(
            .manifestDisagrees, isZipped ? .warning : .error, at: offset, "Attachment/ContentType", expected: types.0,
            found: types.1)
    }

    private mutating func checkContent(_ content: Content) {
        let check = content.check
        let offset = tree.nodes[content.node].offset
        let element = "Attachment/ContentTransferEncoded"
        guard check.isWhole, check.count > 0 else {
            return faults.add(
                .brokenBase64, .error, at: offset, element, expected: "base64 with padding", found: check.fault)
        }
        let type = tree.value(.contentType, of: content.part).lowercased()
        let archive = ZipDirectory.faults(of: check)
        let isSaid = ["/zip", "/x-zip", "/x-zip-compressed"].contains { type.hasSuffix($0) }
        let isArchiveAsSaid = archive != nil && isSaid
        if !isArchiveAsSaid, let real = ContentKind.contradiction(of: check.firstBytes, with: type) {
            faults.add(.contentTypeMismatch, .warning, at: offset, element, expected: type, found: real)
        }
        for fault in archive ?? [] {
            // Bytes that only begin like an archive need not be one.
            let isDeclared = isSaid || fault.code != .zipDamaged
            faults.add(
                fault.code, isDeclared ? .error : .warning, at: offset, element, expected: fault.expected,
                found: fault.found)
        }
    }

    /// The attachments in order.
    func attachments() -> [EdXMLAttachment] {
        var attachments: [EdXMLAttachment] = []
        var next = 0
        tree.each(.attachment, of: tree.first(.attachmentEncoded, of: 0)) { part in
            while next < contents.count, contents[next].node < part { next += 1 }
            attachments.append(
                EdXMLAttachment(
                    contentID: contentID(of: part), name: tree.value(.attachmentName, of: part),
                    contentType: tree.value(.contentType, of: part), description: tree.value(.description, of: part),
                    size: next < contents.count ? contents[next].check.count : 0))
        }
        return attachments
    }
}
