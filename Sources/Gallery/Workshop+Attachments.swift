internal import EdXML
internal import Platform

/// Manifests and attachments that disagree, and contents that are not what they say (QCVN 102:2016/BTTTT).
extension Workshop {
    private static let pdf = Base64.encode(Array("%PDF-1.4\n%%EOF\n".utf8))

    func addAttachments() throws {
        try addManifests()
        try addContents()
        try addArchives()
    }

    private func addManifests() throws {
        try document(
            "manifest_without_attachment", .manifestWithoutAttachment, "The manifest names a file that is not there.",
            "Manifest nêu tệp không có."
        ) { try $0.cut(from: "<edXML:Attachment>", to: "</edXML:Attachment>\n") }
        try document(
            "attachment_without_manifest", .attachmentWithoutManifest,
            "A file is there that the manifest does not name.",
            "Có tệp mà manifest không nêu."
        ) { try $0.cut(from: "<edXML:Reference>", to: "</edXML:Reference>\n") }
        try document(
            "content_id_repeated", .contentIDRepeated, "Two attachments have the same ContentId.",
            "Hai tệp đính kèm trùng ContentId."
        ) { message in
            let element = try message.piece(from: "<edXML:Attachment>", to: "</edXML:Attachment>")
            try message.replaceFirst(element, element + "\n" + element)
        }
        try document(
            "manifest_other_name", .manifestDisagrees, "Manifest and attachment give one file two names.",
            "Manifest và tệp đính kèm ghi hai tên khác nhau."
        ) { try $0.replaceFirst("cong-van.pdf", "cong-van-khac.pdf") }
        try document(
            "manifest_other_type", .manifestDisagrees, "Manifest and attachment give one file two types.",
            "Manifest và tệp đính kèm ghi hai kiểu khác nhau."
        ) { try $0.replaceFirst("application/pdf", "application/msword") }
        try document(
            "attachments_exceeded", .attachmentsExceeded, "There are over 1,000 attachments.",
            "Có hơn 1.000 tệp đính kèm."
        ) { message in
            func parts(_ name: String, _ content: String) -> String {
                (0..<999).map {
                    "<edXML:\(name)><edXML:ContentId>a\($0)</edXML:ContentId><edXML:ContentType>text/plain</edXML:ContentType>"
                        + "<edXML:AttachmentName>a\($0).txt</edXML:AttachmentName>\(content)</edXML:\(name)>\n"
                }.joined()
            }
            let content = "<edXML:ContentTransferEncoded>YQ==</edXML:ContentTransferEncoded>"
            try message.insert(parts("Reference", ""), before: "</edXML:edXMLManifest>")
            try message.insert(parts("Attachment", content), before: "</edXML:AttachmentEncoded>")
        }
    }

    private func addContents() throws {
        for (name, what, whatVI, text) in [
            ("base64_other_character", "has a character that base64 does not know", "có ký tự lạ", "!" + Self.pdf),
            ("base64_of_urls", "is base64 of URLs (- and _)", "dùng base64 của URL (- và _)", "JVBE_w=="),
            ("base64_without_padding", "lacks its last character", "thiếu ký tự cuối", String(Self.pdf.dropLast())),
            ("base64_empty", "is empty", "rỗng", ""),
        ] {
            try document(
                name, .brokenBase64, "The content of an attachment \(what).", "Nội dung tệp đính kèm \(whatVI)."
            ) { try $0.replaceFirst(Self.pdf, text) }
        }
        try document(
            "content_type_mismatch", .contentTypeMismatch, "A PNG picture is declared as application/pdf.",
            "Ảnh PNG khai là application/pdf.", at: .strict
        ) { message in
            let picture: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0]
            try message.replaceFirst(Self.pdf, Base64.encode(picture))
        }
        for (name, what, whatVI, path) in [
            ("name_leads_up", "leads out of its folder", "dẫn ra ngoài thư mục", "../cong-van.pdf"),
            ("name_is_absolute", "is an absolute path", "là đường dẫn tuyệt đối", "/tmp/cong-van.pdf"),
            ("name_with_drive", "names a drive", "nêu ổ đĩa", "C:\\cong-van.pdf"),
        ] {
            try document(name, .unsafeName, "The name of a file \(what).", "Tên tệp \(whatVI).") {
                try $0.replace("cong-van.pdf", path)
            }
        }
    }

    private func addArchives() throws {
        let text = Array("Phụ lục\n".utf8)
        let usual = ZipArchive.make([ZipArchive.Entry(name: "phu-luc.txt", bytes: text)])
        try archive(
            "zip_damaged", .zipDamaged, "A zip archive is cut off: its directory is missing.",
            "Tệp zip bị cắt cụt: thiếu mục lục.", Array(usual.prefix(60)))
        let shared = ZipArchive.make([ZipArchive.Entry(name: "a.txt", bytes: [UInt8](repeating: 0x61, count: 400))])
        try archive(
            "zip_overlapping_entries", .zipDamaged, "The entries of a zip archive share their bytes, as bombs do.",
            "Các mục trong tệp zip dùng chung byte, như bom zip.", overlapping(shared))
        try archive(
            "zip_bomb", .zipLimitExceeded, "A zip archive of some bytes claims to unpack to 1 GiB.",
            "Tệp zip vài byte khai giải nén thành 1 GiB.",
            ZipArchive.make([ZipArchive.Entry(name: "a.txt", bytes: text, claimedSize: 1 << 30)]))
        try archive(
            "zip_too_many_entries", .zipLimitExceeded, "A zip archive holds 1,001 files.", "Tệp zip chứa 1.001 tệp.",
            ZipArchive.make((0...1000).map { ZipArchive.Entry(name: "\($0).txt", bytes: []) }))
        try archive(
            "zip_nested", .zipNested, "A zip archive holds another.", "Tệp zip chứa tệp zip khác.",
            ZipArchive.make([ZipArchive.Entry(name: "trong.zip", bytes: usual)]))
        try archive(
            "zip_name_leads_up", .unsafeName, "A name in a zip archive leads out of its folder.",
            "Tên trong tệp zip dẫn ra ngoài thư mục.",
            ZipArchive.make([ZipArchive.Entry(name: "../../phu-luc.txt", bytes: text)]))
    }

    // MARK: Parts

    private func archive(
        _ name: String, _ code: EdXMLCode, _ what: String, _ whatVI: String, _ bytes: [UInt8]
    ) throws {
        try document(name, code, what, whatVI) { message in
            // The second attachment is the archive; its content is the last.
            let parts = message.text.split(
                separator: "<edXML:ContentTransferEncoded>", omittingEmptySubsequences: false)
            let old = parts.last?.split(separator: "<").first.map(String.init) ?? ""
            try message.replaceFirst(old, Base64.encode(bytes))
        }
    }

    /// An archive of one file whose directory names it twice.
    private func overlapping(_ archive: [UInt8]) -> [UInt8] {
        let entry = archive.dropLast(22).suffix(46 + "a.txt".utf8.count)
        var end = Array(archive.suffix(22))
        end[8] = 2
        end[10] = 2
        end[12] = UInt8(entry.count * 2)
        return archive.dropLast(22) + entry + end
    }
}
