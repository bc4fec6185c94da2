internal import Platform

/// What to do about each fault in the form of a CMS (RFC 5652, section 5).
enum FormHint {
    static let signedData = Hint(
        "Sign, do not encrypt or compress: openssl cms -sign -binary -outform DER.",
        "Ký, không mã hóa hay nén: openssl cms -sign -binary -outform DER.")
    static let detached = Hint(
        "Leave the content out of the CMS: openssl cms -sign without -nodetach (encapContentInfo without eContent).",
        "Không để nội dung trong CMS: openssl cms -sign không kèm -nodetach (encapContentInfo không có eContent).")
    static let data = Hint(
        "Name the content id-data (1.2.840.113549.1.7.1): openssl cms -sign without -econtent_type.",
        "Đặt kiểu nội dung là id-data (1.2.840.113549.1.7.1): openssl cms -sign không kèm -econtent_type.")
    static let oneSigner = Hint(
        "Send the CMS of one signer, the sending agency.", "Gửi CMS của đúng một người ký, là cơ quan gửi.")
}

/// What to do about each fault in the signed attributes (RFC 5652, sections 5.3 and 11).
enum AttributeHint {
    static let once = Hint(
        "Put each signed attribute in once (RFC 5652, 5.3).", "Mỗi thuộc tính được ký chỉ có một lần (RFC 5652, 5.3).")
    static let oneValue = Hint(
        "Give the attribute exactly one value (RFC 5652, 11).", "Cho thuộc tính đúng một giá trị (RFC 5652, 11).")
    static let contentType = Hint(
        "Add contentType with id-data (1.2.840.113549.1.7.1) to the signed attributes (RFC 5652, 11.1).",
        "Thêm contentType là id-data (1.2.840.113549.1.7.1) vào thuộc tính được ký (RFC 5652, 11.1).")
    static let messageDigest = Hint(
        "Add messageDigest, an OCTET STRING with the content's digest by digestAlgorithm, to the signed attributes (RFC 5652, 11.2).",
        "Thêm messageDigest, OCTET STRING chứa giá trị băm của nội dung theo digestAlgorithm, vào thuộc tính được ký (RFC 5652, 11.2)."
    )
}
