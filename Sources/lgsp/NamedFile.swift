internal import EdXML
internal import Glibc
internal import Platform
internal import Trust

/// A file that somebody names for `lint` or `verify`, and what to say of one that is of another kind.
struct NamedFile {
    let path: String
    let bytes: [UInt8]
    /// The type that its first bytes say.
    let kind: FileKind
    /// The objects of a PKI in it; none where it is no file of a PKI, or a damaged one.
    let objects: [PKIFile.Object]

    /// Reads it, `limit` bytes at most; a folder is named as one.
    init(_ path: String, limit: Int = 256 << 20) throws(Failure) {
        self.path = path
        do {
            bytes = try Files.read(path, limit: limit)
            kind = FileKind(bytes)
            let mayHoldSome = kind == .pem || kind == .der || bytes.first == 0x30
            objects = mayHoldSome ? (try? PKIFile.objects(in: bytes)) ?? [] : []
        } catch {
            guard error.number == EISDIR else { throw Failure(error) }
            throw Failure(
                .badInput, "unreadable", Self.say("\(path) is a folder.", "\(path) là thư mục."),
                hint: Self.say(
                    "Name the files in it, such as \(path)/*.edxml.", "Nêu các tệp trong đó, như \(path)/*.edxml."))
        }
    }

    /// Whether it is meant to be edXML: by its name, or by its root element.
    var isMessage: Bool { path.hasSuffix(".edxml") || EdXMLReader.isRootEdXML(bytes) }

    /// The CMS in it, in DER. Fails for a file of a PKI that holds other objects only, such as a private key, so that it
    /// is never sent as a signature, and for an empty one.
    func cms() throws -> [UInt8] {
        let cms = try PKIFile.cms(bytes)
        let isPKI = kind == .pem || kind == .der
        guard kind != .empty, !isPKI || objects.contains(where: { $0.kind == .cms || $0.kind == .other }) else {
            throw failure
        }
        return cms
    }

    /// What it is in a sentence, and what can be done with it; nil for XML and for what is of no known kind.
    var nature: (sentence: String, hint: String)? {
        switch kind {
        case .xml, .other: return nil
        case .pem, .der: return natureOfPKI(kind)
        case .pdf where bytes.firstRange(of: Array("/ByteRange".utf8)) != nil:
            return (
                Self.say("\(path) is a PDF file with a signature in it.", "\(path) là tệp PDF có chữ ký bên trong."),
                hint(kind)
            )
        default:
            return (
                kind == .empty
                    ? Self.say("\(path) is empty.", "\(path) là tệp rỗng.")
                    : Self.say("\(path) is \(kind.name()).", "\(path) là \(kind.name(vietnamese: true))."), hint(kind)
            )
        }
    }

    /// The failure that says so.
    var failure: Failure {
        let (sentence, hint) =
            nature
            ?? (
                Self.say(
                    "\(path) is neither a message, a signature nor a certificate.",
                    "\(path) không phải thông điệp, chữ ký hay chứng thư."),
                Self.say(
                    "Give edXML or other signed XML, a certificate (PEM or DER), or a CMS with --content.",
                    "Đưa edXML hoặc XML có chữ ký, chứng thư (PEM hoặc DER), hoặc CMS kèm --content.")
            )
        return Failure(.badInput, "unreadable", sentence, hint: hint)
    }

    private func hint(_ kind: FileKind) -> String {
        switch kind {
        case .empty:
            Self.say("There is nothing in it: export or save it again.", "Không có nội dung: hãy xuất hoặc lưu lại.")
        case .pdf:
            Self.say(
                "Signatures inside a PDF are not verified here yet. A detached CMS over it is: lgsp verify FILE.p7s --content \(path). To send it: lgsp send \(path).",
                "Chữ ký bên trong PDF chưa được kiểm tra ở đây. CMS tách rời thì được: lgsp verify FILE.p7s --content \(path). Để gửi: lgsp send \(path)."
            )
        case .asic:
            Self.say(
                "Containers are not verified here yet. Unpack it; a CMS in META-INF is judged with the file that it signs: lgsp verify META-INF/FILE.p7s --content FILE.",
                "Gói chữ ký chưa được kiểm tra ở đây. Giải nén; CMS trong META-INF kiểm tra cùng tệp được ký: lgsp verify META-INF/FILE.p7s --content FILE."
            )
        case .zip, .gzip, .sevenZip, .rar:
            Self.say("Unpack it, and give the files in it.", "Giải nén rồi đưa các tệp bên trong.")
        case .docx, .xlsx, .pptx, .openDocument, .oldOffice, .rtf:
            Self.say(
                "Signatures inside it are not verified here. As an attachment it is sent with lgsp send \(path).",
                "Chữ ký bên trong không được kiểm tra ở đây. Gửi làm tệp đính kèm: lgsp send \(path).")
        case .png, .jpeg, .gif, .tiff, .bmp:
            Self.say(
                "A picture holds no signature that can be verified. As an attachment it is sent with lgsp send \(path).",
                "Ảnh không có chữ ký kiểm tra được. Gửi làm tệp đính kèm: lgsp send \(path).")
        case .html:
            Self.say(
                "A server's error page may have been saved in place of the file: fetch it again.",
                "Có thể đã lưu trang lỗi của máy chủ thay cho tệp: hãy tải lại.")
        case .json:
            Self.say(
                "Where it is an answer of the bus, the message is in a member of it, often in base64.",
                "Nếu là trả lời của trục, thông điệp nằm trong một trường của nó, thường ở dạng base64.")
        case .utf16:
            Self.say("Save it as UTF-8.", "Lưu lại dạng UTF-8.")
        default:
            Self.say("Give an edXML message, or what signs one.", "Đưa thông điệp edXML hoặc chữ ký của nó.")
        }
    }

    private func natureOfPKI(_ kind: FileKind) -> (sentence: String, hint: String) {
        let objects = objects
        let form = kind == .pem ? "PEM" : "DER"
        // What must be told first comes first.
        let kinds: [PKIFile.Kind] = [.privateKey, .pkcs12, .cms, .certificate, .crl, .request, .publicKey]
        let found = kinds.first { kind in objects.contains { $0.kind == kind } }
        let (name, nameVI): (String, String)
        let (todo, todoVI): (String, String)
        switch found {
        case .privateKey:
            (name, nameVI) = ("a private key", "khóa riêng")
            (todo, todoVI) = (
                "Never share it, and never send it. Its public half: lgsp pki inspect \(path).",
                "Không bao giờ chia sẻ hay gửi đi. Xem nửa công khai: lgsp pki inspect \(path)."
            )
        case .pkcs12:
            (name, nameVI) = (
                "a PKCS #12 file, a private key with its certificates", "tệp PKCS #12 gồm khóa riêng và chứng thư"
            )
            (todo, todoVI) = (
                "Never share it. Its certificates: openssl pkcs12 -nokeys -in \(path).",
                "Không bao giờ chia sẻ. Lấy chứng thư: openssl pkcs12 -nokeys -in \(path)."
            )
        case .cms:
            (name, nameVI) = ("a CMS signature", "chữ ký CMS")
            (todo, todoVI) = (
                "It is judged with what it signs: lgsp verify \(path) --content FILE --pki DIR.",
                "Kiểm tra cùng nội dung được ký: lgsp verify \(path) --content FILE --pki DIR."
            )
        case .certificate:
            (name, nameVI) = ("a certificate", "chứng thư")
            (todo, todoVI) = (
                "To see it: lgsp pki inspect \(path). To judge it: lgsp verify \(path) --pki DIR.",
                "Xem: lgsp pki inspect \(path). Kiểm tra: lgsp verify \(path) --pki DIR."
            )
        case .crl:
            (name, nameVI) = ("a list of revoked certificates (CRL)", "danh sách chứng thư bị thu hồi (CRL)")
            (todo, todoVI) = (
                "To see it: lgsp pki inspect \(path). To use it: --crl \(path).",
                "Xem: lgsp pki inspect \(path). Sử dụng: --crl \(path)."
            )
        case .request:
            (name, nameVI) = ("a certification request", "yêu cầu cấp chứng thư")
            (todo, todoVI) = (
                "To answer it: lgsp pki issue CODE --csr \(path).", "Cấp chứng thư: lgsp pki issue CODE --csr \(path)."
            )
        case .publicKey:
            (name, nameVI) = ("a public key", "khóa công khai")
            (todo, todoVI) = ("To see it: lgsp pki inspect \(path).", "Xem: lgsp pki inspect \(path).")
        case .other, nil:
            let label = objects.first.map { " \($0.label)" } ?? ""
            (name, nameVI) = ("nothing that is read here\(label)", "nội dung không đọc được ở đây\(label)")
            (todo, todoVI) = (
                "Give a certificate, a CMS or a CRL, whole and in PEM or DER.",
                "Đưa chứng thư, CMS hoặc CRL nguyên vẹn, dạng PEM hoặc DER."
            )
        }
        return (
            Self.say("\(path) holds \(name) (\(form)).", "\(path) chứa \(nameVI) (\(form))."), Self.say(todo, todoVI)
        )
    }

    /// The sentence in the language that is wanted.
    static func say(_ english: String, _ vietnamese: String) -> String {
        InspectionReport.isVietnamese ? vietnamese : english
    }
}
