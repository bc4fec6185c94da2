extension EdXMLCode {
    /// A sentence on what is wrong, in English or Vietnamese.
    public func title(vietnamese: Bool = false) -> String { vietnamese ? text.vi : text.en }

    /// What to do about it, in English or Vietnamese.
    public func hint(vietnamese: Bool = false) -> String { vietnamese ? text.hintVI : text.hintEN }

    /// The standard and its clause; empty where it is a limit of the bus.
    public var clause: String { text.clause }

    /// The words of every code, here and nowhere else.
    private var text: (en: String, vi: String, hintEN: String, hintVI: String, clause: String) {
        switch self {
        case .notXML:
            (
                "The bytes are a file of another kind than XML, or none at all.",
                "Đây là tệp thuộc loại khác, không phải XML, hoặc tệp rỗng.",
                "Send the edXML message itself; any other file goes into it as an attachment.",
                "Gửi chính thông điệp edXML; tệp khác được đưa vào thông điệp làm tệp đính kèm.",
                "XML 1.0, 2.1"
            )
        case .bytesBeforeDeclaration:
            (
                "Something stands before the XML declaration.",
                "Có byte đứng trước khai báo XML.",
                "Write <?xml as the very first bytes; only a UTF-8 byte order mark may stand before it.",
                "Viết <?xml ngay từ byte đầu tiên; trước nó chỉ được có dấu BOM của UTF-8.",
                "XML 1.0, 2.8"
            )
        case .invalidUTF8:
            (
                "The bytes are not UTF-8.",
                "Các byte không phải UTF-8.",
                "Save the message as UTF-8; do not mix in bytes of another encoding (TCVN3, VNI, windows-1258).",
                "Lưu thông điệp dạng UTF-8; không trộn byte của bảng mã khác (TCVN3, VNI, windows-1258).",
                "RFC 3629"
            )
        case .encodingRefused:
            (
                "The message is in another encoding than UTF-8, or its declaration names one.",
                "Thông điệp dùng bảng mã khác UTF-8, hoặc khai báo XML nêu bảng mã khác.",
                "Write encoding=\"UTF-8\" and encode the bytes so.",
                "Viết encoding=\"UTF-8\" và mã hóa đúng như vậy.",
                "XML 1.0, 4.3.3"
            )
        case .notWellFormed:
            (
                "The text is not well-formed XML.",
                "Nội dung không phải XML đúng cú pháp.",
                "Mend the markup at the place named: close every element, write & as &amp; and < as &lt;.",
                "Sửa tại vị trí đã nêu: đóng mọi phần tử, viết & là &amp;, < là &lt;, không có ký tự điều khiển.",
                "XML 1.0, 2.1"
            )
        case .undeclaredPrefix:
            (
                "A prefix is bound to no namespace.",
                "Một tiền tố chưa được gắn với namespace.",
                "Declare the prefix named under found on the root; edXML as xmlns:edXML=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\".",
                "Khai báo tiền tố nêu ở mục found tại phần tử gốc; edXML là xmlns:edXML=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\".",
                "Namespaces in XML 1.0, 5"
            )
        case .dtdForbidden:
            (
                "A document type declaration is refused.",
                "Không chấp nhận khai báo kiểu tài liệu (DTD).",
                "Take <!DOCTYPE …> out.",
                "Bỏ <!DOCTYPE …>.",
                "XML 1.0, 2.8"
            )
        case .entityForbidden:
            (
                "An entity other than the five of XML is refused.",
                "Không chấp nhận thực thể ngoài năm thực thể của XML.",
                "Write the character itself, or &#…;. Only &amp; &lt; &gt; &quot; &apos; are known.",
                "Viết chính ký tự đó hoặc &#…;. Chỉ có &amp; &lt; &gt; &quot; &apos;.",
                "XML 1.0, 4.1"
            )
        case .sizeExceeded:
            (
                "The message is too large.",
                "Thông điệp quá lớn.",
                "Send fewer or smaller attachments.",
                "Gửi ít tệp đính kèm hơn hoặc tệp nhỏ hơn.",
                ""
            )
        case .depthExceeded:
            (
                "Elements are nested too deep.",
                "Các phần tử lồng nhau quá sâu.",
                "Nest no deeper than the standard: at most 64 levels are read.",
                "Không lồng sâu hơn chuẩn: tối đa 64 mức.",
                ""
            )
        case .nodesExceeded:
            (
                "There are too many elements.",
                "Có quá nhiều phần tử.",
                "At most 200,000 elements are read; split the message.",
                "Tối đa 200.000 phần tử; hãy tách thông điệp.",
                ""
            )
        case .attributesExceeded:
            (
                "An element has too many attributes.",
                "Một phần tử có quá nhiều thuộc tính.",
                "At most 64 attributes of one element are read; the standard needs none.",
                "Tối đa 64 thuộc tính trên một phần tử; chuẩn không cần thuộc tính nào.",
                ""
            )
        case .namespacesExceeded:
            (
                "Too many namespace declarations are in force.",
                "Có quá nhiều khai báo namespace cùng hiệu lực.",
                "Declare the prefix edXML once, on the root.",
                "Khai báo tiền tố edXML một lần, ở phần tử gốc.",
                ""
            )
        case .nameExceeded:
            (
                "The name of an element or attribute is too long.",
                "Tên phần tử hoặc thuộc tính quá dài.",
                "Use the standard's names; at most 256 bytes of a name are read.",
                "Dùng tên theo chuẩn; tối đa 256 byte cho một tên.",
                ""
            )
        case .unknownRoot:
            (
                "The root element is not edXML.",
                "Phần tử gốc không phải edXML.",
                "Wrap the envelope in <edXML xmlns=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\">.",
                "Đặt envelope trong <edXML xmlns=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\">.",
                "QCVN 102:2016/BTTTT"
            )
        case .obsoleteNamespace:
            (
                "The message is of an older standard (http://www.e-doc.vn/Schema/).",
                "Thông điệp theo chuẩn cũ (http://www.e-doc.vn/Schema/).",
                "Use the namespace http://www.mic.gov.vn/TBT/QCVN_102_2016.",
                "Dùng namespace http://www.mic.gov.vn/TBT/QCVN_102_2016.",
                "QCVN 102:2016/BTTTT"
            )
        case .wrongNamespace:
            (
                "An element of the standard stands in another namespace.",
                "Một phần tử của chuẩn nằm trong namespace khác.",
                "Bind the element's prefix, or the xmlns in force where it has none, to the namespace named under expected.",
                "Gắn tiền tố của phần tử, hoặc xmlns đang có hiệu lực nếu không có tiền tố, với namespace nêu ở mục expected.",
                "QCVN 102:2016/BTTTT"
            )
        case .missingPrefix:
            (
                "An element inside the envelope lacks the prefix edXML:.",
                "Một phần tử trong envelope thiếu tiền tố edXML:.",
                "Write edXML: before the name in both tags; every element inside the envelope has it, whatever other prefix is bound.",
                "Viết edXML: trước tên ở cả thẻ mở và thẻ đóng; mọi phần tử trong envelope đều có, không dùng tiền tố khác.",
                "QCVN 102:2016/BTTTT"
            )
        case .envelopeMissing:
            (
                "There is no edXMLEnvelope.",
                "Không có edXMLEnvelope.",
                "Put edXML:edXMLEnvelope directly under the root.",
                "Đặt edXML:edXMLEnvelope ngay dưới phần tử gốc.",
                "QCVN 102:2016/BTTTT"
            )
        case .twoEnvelopes:
            (
                "There are two envelopes in one message.",
                "Một thông điệp có hai envelope.",
                "Send one message for each envelope.",
                "Mỗi envelope gửi trong một thông điệp.",
                "QCVN 102:2016/BTTTT"
            )
        case .missingElement:
            (
                "A required element is missing or empty.",
                "Thiếu một phần tử bắt buộc hoặc phần tử rỗng.",
                "Write the element named under expected, with a value; where it stands there already, it is empty.",
                "Viết phần tử nêu ở mục expected, có giá trị; nếu đã có thì phần tử đó đang rỗng.",
                "QCVN 102:2016/BTTTT"
            )
        case .repeatedElement:
            (
                "An element stands twice that may stand once.",
                "Một phần tử chỉ được có một lần lại lặp lại.",
                "Keep one of them.",
                "Chỉ giữ một.",
                "QCVN 102:2016/BTTTT"
            )
        case .misplacedElement:
            (
                "An element stands where the standard has no place for it.",
                "Một phần tử nằm ở chỗ chuẩn không cho phép.",
                "Move it to the place named under expected, or take it out.",
                "Chuyển về chỗ nêu ở mục expected hoặc bỏ đi.",
                "QCVN 102:2016/BTTTT"
            )
        case .unknownElement:
            (
                "The standard does not know this element here; it is passed over.",
                "Chuẩn không có phần tử này ở đây; phần tử bị bỏ qua.",
                "Check its spelling (Bussiness has a double s); take it out if no receiver needs it.",
                "Kiểm tra chính tả (Bussiness có hai chữ s); bỏ đi nếu bên nhận không cần.",
                "QCVN 102:2016/BTTTT"
            )
        case .unexpectedText:
            (
                "Text stands between elements.",
                "Có văn bản nằm giữa các phần tử.",
                "Put the text into the element it belongs to.",
                "Đưa văn bản vào đúng phần tử.",
                "QCVN 102:2016/BTTTT"
            )
        case .invalidDate:
            (
                "A date is not as the standard writes it, or lies after today.",
                "Ngày không đúng định dạng của chuẩn hoặc sau hôm nay.",
                "Write yyyy/MM/dd (timestamps yyyy/MM/dd HH:mm:ss), and no day after today for PromulgationDate.",
                "Viết yyyy/MM/dd (dấu thời gian yyyy/MM/dd HH:mm:ss); PromulgationDate không sau hôm nay.",
                "QCVN 102:2016/BTTTT"
            )
        case .invalidValue:
            (
                "A value is not one of those the standard allows.",
                "Giá trị không nằm trong danh mục của chuẩn.",
                "Use a value of the list or range named under expected.",
                "Dùng giá trị trong danh mục hoặc khoảng nêu ở mục expected.",
                "QCVN 102:2016/BTTTT"
            )
        case .suspiciousCharacters:
            (
                "A field holds characters that look like others, or that turn or hide text.",
                "Một trường chứa ký tự giả dạng, đảo chiều hoặc ẩn.",
                "Type the characters named under found anew, or take them out: Đ is U+0110, đ U+0111; codes are A–Z, 0–9 and dots.",
                "Gõ lại hoặc bỏ các ký tự nêu ở mục found: Đ là U+0110, đ là U+0111; mã chỉ gồm A–Z, 0–9 và dấu chấm.",
                "Unicode TR 36"
            )
        case .repeatedReceiver:
            (
                "A receiver stands in To twice.",
                "Một đơn vị nhận lặp lại trong To.",
                "Name each OrganId once.",
                "Mỗi OrganId chỉ nêu một lần.",
                "QCVN 102:2016/BTTTT"
            )
        case .sameReceiver:
            (
                "Two receivers are one agency, named by two of its codes; it gets one copy.",
                "Hai đơn vị nhận là một cơ quan, nêu bằng hai mã; cơ quan đó nhận một bản.",
                "Name each agency once, by its code of either form.",
                "Mỗi cơ quan chỉ nêu một lần, bằng mã cũ hoặc mã mới.",
                "20/2020/QĐ-TTg"
            )
        case .foreignDocumentID:
            (
                "The DocumentId begins with the code of another agency than the sender.",
                "DocumentId bắt đầu bằng mã của cơ quan khác, không phải bên gửi.",
                "Begin it with the OrganId of From: OrganId,yyyy/MM/dd,Number/Notation.",
                "Bắt đầu bằng OrganId của From: OrganId,yyyy/MM/dd,Số/Ký hiệu.",
                "QCVN 102:2016/BTTTT"
            )
        case .receiversExceeded:
            (
                "There are too many receivers.",
                "Có quá nhiều đơn vị nhận.",
                "At most 12,000 To are read; send the rest as a second message.",
                "Tối đa 12.000 To; phần còn lại gửi bằng thông điệp khác.",
                ""
            )
        case .businessTargetMissing:
            (
                "A withdrawal, an update or a replacement names no document.",
                "Thu hồi, cập nhật hoặc thay thế mà không nêu văn bản nào.",
                "Name it: ResponseFor to withdraw, Bussiness/DocumentId to update, ReplacementInfo to replace.",
                "Nêu văn bản: ResponseFor khi thu hồi, Bussiness/DocumentId khi cập nhật, ReplacementInfo khi thay thế.",
                "QCVN 102:2016/BTTTT"
            )
        case .statusCodeUndefined:
            (
                "The code names no status.",
                "Mã trạng thái không tồn tại.",
                "Use 01–06, 13, 15 or 16, always two digits.",
                "Dùng 01–06, 13, 15 hoặc 16, luôn hai chữ số.",
                "QCVN 102:2016/BTTTT"
            )
        case .reasonMissing:
            (
                "The status needs a reason.",
                "Trạng thái này cần có lý do.",
                "Give a reason of at most 1,000 characters in Description.",
                "Ghi lý do tối đa 1.000 ký tự trong Description.",
                "QCVN 102:2016/BTTTT"
            )
        case .reasonTooLong:
            (
                "The reason is too long.",
                "Lý do quá dài.",
                "Give a reason of at most 1,000 characters.",
                "Lý do tối đa 1.000 ký tự.",
                "QCVN 102:2016/BTTTT"
            )
        case .manifestWithoutAttachment:
            (
                "The manifest names an attachment that is not there.",
                "Manifest nêu tệp đính kèm không có.",
                "Add the attachment, or take its Reference out of the manifest.",
                "Thêm tệp đính kèm hoặc bỏ Reference khỏi manifest.",
                "QCVN 102:2016/BTTTT"
            )
        case .attachmentWithoutManifest:
            (
                "An attachment is not named in the manifest.",
                "Tệp đính kèm không được nêu trong manifest.",
                "Add a Reference with its ContentId to the manifest.",
                "Thêm Reference có ContentId của tệp vào manifest.",
                "QCVN 102:2016/BTTTT"
            )
        case .contentIDRepeated:
            (
                "Two entries have the same ContentId.",
                "Hai mục có cùng ContentId.",
                "Give each attachment a ContentId of its own, the same in the manifest; cid: does not count.",
                "Mỗi tệp có ContentId riêng, giống trong manifest; không tính cid:.",
                "QCVN 102:2016/BTTTT"
            )
        case .manifestDisagrees:
            (
                "Manifest and attachment say different things of one file.",
                "Manifest và tệp đính kèm mô tả khác nhau về cùng một tệp.",
                "Write the same AttachmentName and ContentType in both.",
                "Ghi cùng AttachmentName và ContentType ở cả hai nơi.",
                "QCVN 102:2016/BTTTT"
            )
        case .attachmentsExceeded:
            (
                "There are too many attachments.",
                "Có quá nhiều tệp đính kèm.",
                "At most 1,000 attachments are read; put them into one archive.",
                "Tối đa 1.000 tệp; hãy gộp vào một tệp nén.",
                ""
            )
        case .brokenBase64:
            (
                "The content of an attachment is not base64.",
                "Nội dung tệp đính kèm không phải base64.",
                "Encode the bytes with base64 (RFC 4648, section 4), with padding, and nothing else inside the element.",
                "Mã hóa base64 (RFC 4648, mục 4) có phần đệm, không có gì khác trong phần tử.",
                "RFC 4648, 4"
            )
        case .contentTypeMismatch:
            (
                "The bytes of an attachment are not of the declared type.",
                "Các byte của tệp đính kèm không đúng kiểu đã khai báo.",
                "Declare the type that the bytes have; application/zip where the file was zipped.",
                "Khai báo đúng kiểu của các byte; application/zip nếu tệp đã được nén.",
                "QCVN 102:2016/BTTTT"
            )
        case .unsafeName:
            (
                "The name of a file holds a path or control characters.",
                "Tên tệp chứa đường dẫn hoặc ký tự điều khiển.",
                "Give the bare name of the file: no folders, no .., no drive.",
                "Chỉ ghi tên tệp: không thư mục, không .., không ổ đĩa.",
                ""
            )
        case .zipDamaged:
            (
                "A zip attachment is damaged or cut off.",
                "Tệp zip đính kèm bị hỏng hoặc bị cắt.",
                "Zip the file again and encode the whole of it.",
                "Nén lại và mã hóa toàn bộ tệp.",
                "PKWARE APPNOTE 4.3"
            )
        case .zipLimitExceeded:
            (
                "A zip attachment unpacks to more than is taken.",
                "Tệp zip đính kèm giải nén vượt mức cho phép.",
                "At most 1,000 entries and a ratio of 100 to 1 are taken.",
                "Tối đa 1.000 mục và tỷ lệ nén 100:1.",
                ""
            )
        case .zipNested:
            (
                "A zip attachment holds another archive.",
                "Tệp zip đính kèm chứa một tệp nén khác.",
                "Zip the files themselves, not archives of them.",
                "Nén chính các tệp, không nén tệp nén.",
                ""
            )
        case .textExceeded:
            (
                "The text of a field is too long for any field.",
                "Nội dung của một trường quá dài.",
                "Put long texts into an attachment; a field holds at most 64 KiB.",
                "Đưa nội dung dài vào tệp đính kèm; một trường tối đa 64 KiB.",
                ""
            )
        case .lengthExceeded:
            (
                "A field is longer than the standard allows.",
                "Một trường dài hơn mức chuẩn cho phép.",
                "Shorten the field; the axis may refuse it.",
                "Rút ngắn trường này; trục liên thông có thể từ chối.",
                "QCVN 102:2016/BTTTT"
            )
        }
    }
}
