extension TrustCode {
    /// What went wrong, in English and in Vietnamese, and what to do about it.
    private var text: (en: String, vi: String, hintEN: String, hintVI: String, clause: String) {
        switch self {
        case .signatureMissing:
            (
                "The signature is missing.", "Thiếu chữ ký số.",
                "Sign the exact bytes of the document with a detached CMS.",
                "Ký CMS tách rời trên đúng các byte của văn bản.", "RFC 5652, 5"
            )
        case .signatureMalformed:
            (
                "The signature is not a detached CMS in DER.", "Chữ ký không phải CMS tách rời dạng DER.",
                "Use openssl cms -sign -binary -outform DER.", "Dùng openssl cms -sign -binary -outform DER.",
                "RFC 5652, 5.1"
            )
        case .signatureDigestMismatch:
            (
                "The content is not what was signed.", "Nội dung khác với nội dung đã ký.",
                "Send the very bytes that were signed.", "Gửi đúng các byte đã ký.", "RFC 5652, 5.4"
            )
        case .signatureInvalid:
            (
                "The signature does not fit the signer's key.", "Chữ ký không khớp với khóa của người ký.",
                "Sign again with the key of the certificate.", "Ký lại bằng khóa của chứng thư.", "RFC 5652, 5.6"
            )
        case .signatureAttributesInvalid:
            (
                "The signed attributes are not as they must be.", "Thuộc tính được ký không đúng quy định.",
                "Give one contentType and one messageDigest, nothing twice, and signingTime, if any, in UTC to the second.",
                "Cần một contentType, một messageDigest, không lặp; signingTime, nếu có, theo giờ UTC đến giây.",
                "RFC 5652, 11"
            )
        case .signatureAlgorithmRefused:
            (
                "The signature's algorithm is refused.", "Thuật toán ký không được chấp nhận.",
                "Use SHA-256 or stronger with RSA or ECDSA.", "Dùng SHA-256 trở lên với RSA hoặc ECDSA.", "RFC 5754"
            )
        case .signatureStructureInvalid:
            (
                "The XML signature is not built as its standard says, or there is more than one.",
                "Chữ ký XML không đúng cấu trúc của tiêu chuẩn, hoặc có nhiều hơn một chữ ký.",
                "Send one Signature in edXMLHeader, with SignedInfo, SignatureValue and KeyInfo, and nothing else in it.",
                "Gửi một Signature trong edXMLHeader gồm SignedInfo, SignatureValue và KeyInfo, không có phần tử khác.",
                "XML Signature, 4"
            )
        case .signatureReferenceRefused:
            (
                "The XML signature does not refer to the whole document and nothing else.",
                "Chữ ký XML không tham chiếu toàn bộ văn bản, hoặc tham chiếu thêm phần khác.",
                "Use exactly one Reference with URI=\"\".", "Dùng đúng một Reference với URI=\"\".",
                "XML Signature, 4.4.3.1"
            )
        case .signatureTransformRefused:
            (
                "A transform or canonicalisation of the XML signature is none of those that are taken.",
                "Phép biến đổi hoặc chuẩn hoá của chữ ký XML không được chấp nhận.",
                "Use enveloped-signature, then Canonical XML 1.0 or http://www.w3.org/2001/10/xml-exc-c14n#.",
                "Dùng enveloped-signature, rồi Canonical XML 1.0 hoặc http://www.w3.org/2001/10/xml-exc-c14n#.",
                "XML Signature, 6.6"
            )
        case .signatureKeyInfoRefused:
            (
                "The XML signature's KeyInfo holds what is no hint at a registered certificate.",
                "KeyInfo của chữ ký XML chứa thông tin không phải gợi ý về chứng thư đã đăng ký.",
                "Put X509Data with the certificate there, or leave KeyInfo out; KeyValue and RetrievalMethod are refused.",
                "Đặt X509Data với chứng thư, hoặc bỏ KeyInfo; KeyValue và RetrievalMethod bị từ chối.",
                "XML Signature, 4.5"
            )
        case .signaturePlaceholder:
            (
                "The XML signature is a sample that verifies for nobody.",
                "Chữ ký XML là mẫu sao chép, không xác thực được cho ai.",
                "Sign with the sender's own key, in the namespace http://www.w3.org/2000/09/xmldsig#; or take the Signature out and let a detached CMS sign the document.",
                "Ký bằng khóa của chính bên gửi, trong namespace http://www.w3.org/2000/09/xmldsig#; hoặc bỏ Signature và ký văn bản bằng CMS tách rời.",
                "QCVN 102:2016/BTTTT"
            )
        case .keyTooWeak:
            (
                "The key is too weak.", "Khóa quá yếu.", "Use RSA from 2048 bits, P-256 or P-384.",
                "Dùng RSA từ 2048 bit, P-256 hoặc P-384.", "RFC 5280, 4.1.2.7"
            )
        case .signerUnknown:
            (
                "The signer's certificate is not known.", "Không tìm thấy chứng thư của người ký.",
                "Embed the certificate or register it for the agency.",
                "Nhúng chứng thư vào chữ ký hoặc đăng ký cho cơ quan.", "RFC 5652, 5.3"
            )
        case .signerNotBound:
            (
                "The signer does not speak for the sending agency.", "Người ký không đại diện cho cơ quan gửi.",
                "Sign with a key registered for the agency in From.",
                "Ký bằng khóa đã đăng ký cho cơ quan trong From.", "RFC 5280, 4.1.2.7"
            )
        case .issuerUnknown:
            (
                "The certificate's issuer is not trusted.", "Tổ chức cấp chứng thư không được tin cậy.",
                "Use a certificate of a configured authority, and embed its intermediates.",
                "Dùng chứng thư của tổ chức đã cấu hình, nhúng chứng thư trung gian.", "RFC 5280, 6.1"
            )
        case .certificateExpired:
            (
                "The certificate has expired.", "Chứng thư đã hết hạn.", "Renew the certificate.", "Gia hạn chứng thư.",
                "RFC 5280, 4.1.2.5"
            )
        case .certificateNotYetValid:
            (
                "The certificate is not yet valid.", "Chứng thư chưa có hiệu lực.",
                "Wait for its first day, or check the clock.", "Chờ đến ngày hiệu lực hoặc kiểm tra đồng hồ.",
                "RFC 5280, 4.1.2.5"
            )
        case .certificateRevoked:
            (
                "The certificate is revoked.", "Chứng thư đã bị thu hồi.", "Ask for a new certificate.",
                "Xin cấp chứng thư mới.", "RFC 5280, 5"
            )
        case .certificateWrongUsage:
            (
                "The certificate is not meant for this use.", "Chứng thư không dùng cho mục đích này.",
                "Use one with digitalSignature and emailProtection.",
                "Dùng chứng thư có digitalSignature và emailProtection.", "RFC 5280, 4.2.1.3"
            )
        case .chainInvalid:
            (
                "The certificate's chain is not valid.", "Chuỗi chứng thư không hợp lệ.",
                "Check the authorities in the chain.", "Kiểm tra các tổ chức trong chuỗi.", "RFC 5280, 6.1"
            )
        case .pathLengthExceeded:
            (
                "The certificate's chain is too long.", "Chuỗi chứng thư quá dài.",
                "Keep to the path length of the authorities.", "Tuân theo độ dài đường dẫn cho phép.",
                "RFC 5280, 4.2.1.9"
            )
        case .crlMissing:
            (
                "The list of revoked certificates is missing.", "Thiếu danh sách chứng thư bị thu hồi.",
                "Give the bus the CRL of each authority.", "Cung cấp CRL của từng tổ chức cho trục.", "RFC 5280, 6.3"
            )
        case .crlExpired:
            (
                "The list of revoked certificates is out of date.", "Danh sách chứng thư bị thu hồi đã quá hạn.",
                "Renew the CRL.", "Cập nhật CRL.", "RFC 5280, 5.1.2.5"
            )
        case .crlNotYetValid:
            (
                "The list of revoked certificates lies in the future.",
                "Danh sách chứng thư bị thu hồi chưa có hiệu lực.", "Check the clock.", "Kiểm tra đồng hồ.",
                "RFC 5280, 5.1.2.4"
            )
        case .signingTimeInvalid:
            (
                "The claimed time of signing cannot be.", "Thời điểm ký không hợp lệ.",
                "Sign within the certificate's validity, with a right clock.",
                "Ký trong thời hạn chứng thư, với đồng hồ đúng.", "RFC 5652, 11.3"
            )
        }
    }

    /// What went wrong, in Vietnamese where asked for, else in English.
    public func title(vietnamese: Bool = false) -> String { vietnamese ? text.vi : text.en }

    /// What to do, in Vietnamese where asked for, else in English.
    public func hint(vietnamese: Bool = false) -> String { vietnamese ? text.hintVI : text.hintEN }

    /// The standard's clause.
    public var clause: String { text.clause }

    static func expectation(_ code: TrustCode) -> String { code.text.hintEN }
}
