internal import Exchange

/// The codes that no other layer gives words to.
extension Catalogue {
    /// The API's own.
    static let own: [Entry] = [
        Entry(
            "bad_request", 400, "The request cannot be understood.", "Không hiểu được yêu cầu.",
            "See the API's reference.", "Xem tài liệu tham chiếu của API.", "RFC 9110, 15.5.1"),
        Entry(
            "query_malformed", 400, "The query is not understood.", "Không hiểu được câu tìm kiếm.",
            "Correct it at the column; fields are from: to: tier: type: status: state: urgency: before: after: kind: signature: id:.",
            "Sửa ở cột đã nêu; các trường là from: to: tier: type: status: state: urgency: before: after: kind: signature: id:."
        ),
        Entry(
            "tls_needed", 400, "Plain HTTP came to the port where HTTPS is spoken.",
            "Yêu cầu HTTP không mã hóa được gửi đến cổng chỉ nói HTTPS.", "Use https:// in the address.",
            "Dùng https:// trong địa chỉ.", "RFC 9110, 4.2.2"),
        Entry(
            "certificate_needed", 401, "No client certificate was shown.", "Chưa xuất trình chứng thư máy khách.",
            "Connect with an agency's or an admin's certificate.",
            "Kết nối bằng chứng thư của cơ quan hoặc của quản trị viên.", "RFC 9110, 15.5.2"),
        Entry(
            "certificate_unknown", 403, "The client certificate is bound to no agency.",
            "Chứng thư máy khách chưa gắn với cơ quan nào.", "Ask an admin to bind its key.",
            "Đề nghị quản trị viên gắn khóa của chứng thư với cơ quan.", "RFC 9110, 15.5.4"),
        Entry(
            "not_permitted", 403, "The caller may not do this.", "Bên gọi không được phép làm việc này.",
            "Use the agency's own identity, or an admin's.",
            "Dùng định danh của chính cơ quan, hoặc của quản trị viên.",
            "RFC 9110, 15.5.4"),
        Entry(
            "method_not_allowed", 405, "The method is not allowed here.", "Phương thức không được phép ở địa chỉ này.",
            "See the API's reference.", "Xem tài liệu tham chiếu của API.", "RFC 9110, 15.5.6"),
        Entry(
            "idempotency_key_malformed", 400, "The Idempotency-Key is empty, too long, or repeated.",
            "Idempotency-Key rỗng, quá dài hoặc lặp lại.", "Send one key of 1 to 255 visible characters.",
            "Gửi đúng một khóa gồm 1 đến 255 ký tự nhìn thấy được."),
        Entry(
            "idempotency_key_in_use", 409, "A request with this Idempotency-Key is not answered yet.",
            "Yêu cầu mang Idempotency-Key này chưa được trả lời.", "Send the same again a little later.",
            "Gửi lại y nguyên sau ít lâu."),
        Entry(
            "idempotency_key_reused", 422, "The Idempotency-Key came with another request.",
            "Idempotency-Key đã dùng cho một yêu cầu khác.", "Use a new key for a new request.",
            "Dùng khóa mới cho yêu cầu mới."),
        Entry(
            "multipart_malformed", 400, "The multipart body cannot be read.", "Không đọc được nội dung multipart.",
            "Mend it at the place that is named; found says what stands there.",
            "Sửa tại vị trí đã nêu; found cho biết ở đó đang có gì.", "RFC 2046, 5.1"),
        Entry(
            "content_encoding_unsupported", 415, "The body is compressed, or said to be.",
            "Nội dung gửi đã nén, hoặc được khai là đã nén.",
            "Send the bytes as they are, without Content-Encoding (Accept-Encoding: identity).",
            "Gửi dữ liệu chưa nén, không có Content-Encoding (Accept-Encoding: identity).", "RFC 9110, 15.5.16"),
        Entry(
            "too_large", 413, "The body is larger than allowed.", "Nội dung gửi lớn hơn mức cho phép.",
            "Send less at once; /readyz shows the limits.", "Gửi ít hơn mỗi lần; /readyz cho biết các giới hạn.",
            "RFC 9110, 15.5.14"),
        Entry(
            "head_too_large", 431, "Address and header fields are larger than allowed.",
            "Địa chỉ và các trường tiêu đề lớn hơn mức cho phép.",
            "Shorten the address, the fields and cookies to 48 KB in all.",
            "Rút ngắn địa chỉ, các trường tiêu đề và cookie còn tối đa 48 KB.", "RFC 6585, 5"),
        Entry(
            "http_version", 505, "The version of HTTP is not spoken here.",
            "Phiên bản HTTP này không được hỗ trợ.", "Use HTTP/1.1.", "Hãy dùng HTTP/1.1.", "RFC 9110, 15.6.6"),
        Entry(
            "too_many_waiting", 429, "Too many requests wait for this already.",
            "Đã có quá nhiều yêu cầu đang chờ.", "Wait with one request at a time; /readyz shows the limits.",
            "Mỗi lần chỉ chờ bằng một yêu cầu; /readyz cho biết các giới hạn.", "RFC 6585, 4"),
        Entry(
            "too_many_large_requests", 429, "Too many large requests of this caller are under way.",
            "Đang có quá nhiều yêu cầu lớn của bên gọi này được xử lý.",
            "Send the same again after the time in Retry-After; /readyz shows the limits.",
            "Gửi lại y nguyên sau thời gian nêu trong Retry-After; /readyz cho biết các giới hạn.", "RFC 6585, 4"),
        Entry(
            "busy", 503, "The queue is full.", "Hàng đợi đã đầy.", "Send the same again after the time in Retry-After.",
            "Gửi lại y nguyên sau thời gian nêu trong Retry-After.", "RFC 9110, 15.6.4"),
        Entry(
            "storage_full", 503, "The bus cannot write, most likely for want of room: nothing was kept.",
            "Trục không ghi được, thường do hết chỗ: chưa lưu gì.",
            "Send the same again after the time in Retry-After; the operator has to make room on the disk (the daemon's log says more). Reading goes on.",
            "Gửi lại y nguyên sau thời gian nêu trong Retry-After; người vận hành cần giải phóng đĩa. Vẫn đọc được.",
            "RFC 9110, 15.6.4"),
        Entry(
            "document_damaged", 500, "The stored bytes of the document are not those that were accepted.",
            "Dữ liệu lưu của văn bản không còn đúng như khi nhận.",
            "Ask the sender for the document; the operator puts the ledger's backup in place: lgsp ledger verify.",
            "Xin lại văn bản từ bên gửi; người vận hành khôi phục sổ cái từ bản sao lưu: lgsp ledger verify.",
            "RFC 9110, 15.6.1"),
        Entry(
            "backup_exists", 409, "The folder of the backup is there already.", "Thư mục sao lưu đã tồn tại.",
            "Name a folder that is not there yet.", "Chọn tên thư mục chưa có."),
        Entry(
            "backup_incomplete", 0, "The folder is no whole backup.", "Thư mục không phải là bản sao lưu trọn vẹn.",
            "Name a folder that lgsp ledger backup made.", "Nêu thư mục do lgsp ledger backup tạo ra."),
        Entry(
            "topology_invalid", 0, "The topology cannot be taken.", "Không dùng được topology.",
            "Mend the lines that are named, in the folder of --topology.",
            "Sửa các dòng được nêu, trong thư mục của --topology."),
        Entry(
            "kept_file_damaged", 0, "A file of secrets in the data folder is damaged.",
            "Một tệp bí mật trong thư mục dữ liệu bị hỏng.",
            "Put it back from the backup: lgsp ledger restore into another folder, and copy that file.",
            "Lấy lại từ bản sao lưu: lgsp ledger restore vào thư mục khác rồi chép tệp đó."),
        Entry(
            "ledger_of_another_key", 0,
            "The ledger is sealed by another key than the one in the folder of certificates.",
            "Sổ cái được niêm phong bằng khóa khác với khóa trong thư mục chứng thư.",
            "Name the folder that the ledger was kept with: --certificates. Where its key is lost, --new-bus-key goes on with this one; what was sealed before can then not be proved any more.",
            "Nêu đúng thư mục của sổ cái: --certificates. Nếu khóa đã mất, --new-bus-key tiếp tục với khóa này; phần đã niêm phong trước đó không chứng minh được nữa."
        ),
        Entry(
            "backup_sealed", 0, "The secrets of the backup are sealed.", "Phần bí mật của bản sao lưu được niêm phong.",
            "Give the passphrase with --passphrase-file.", "Đưa mật khẩu bằng --passphrase-file."),
        Entry(
            "passphrase_empty", 0, "The file of the passphrase is empty.", "Tệp mật khẩu rỗng.",
            "Put a passphrase into it.", "Ghi mật khẩu vào tệp."),
        Entry(
            "receipt_unreadable", 0, "The file names no batch and checkpoint.", "Tệp không nêu batch và checkpoint.",
            "Give a receipt, or an answer of lgsp ledger verify --json.",
            "Đưa biên nhận, hoặc kết quả của lgsp ledger verify --json."),
        Entry(
            "passphrase_wrong", 0, "The passphrase does not open the backup.", "Mật khẩu không mở được bản sao lưu.",
            "Use the file that the backup was sealed with.", "Dùng tệp đã dùng khi niêm phong."),
        Entry(
            "ledger_damaged", 500, "The ledger is not what the bus wrote.",
            "Sổ cái không còn đúng như trục đã ghi.",
            "Where another program opened ledger.sqlite, such as sqlite3: lgsp ledger checksums, start, and lgsp ledger verify. Else put its backup in place.",
            "Nếu chương trình khác đã mở ledger.sqlite, như sqlite3: lgsp ledger checksums, khởi động, rồi lgsp ledger verify. Nếu không, khôi phục từ bản sao lưu."
        ),
        Entry(
            "revocation_list_damaged", 0,
            "The file of revocation lists cannot be taken; the lists before it are in force.",
            "Không đọc được tệp danh sách thu hồi; các danh sách trước đó vẫn có hiệu lực.",
            "Put the whole lists there again: lgsp pki crl.", "Đặt lại đủ danh sách: lgsp pki crl.", "RFC 5280, 5"),
        Entry(
            "internal", 500, "The bus failed.", "Trục gặp lỗi bên trong.",
            "Send the same again; tell the operator if it stays.",
            "Gửi lại y nguyên; báo cho người vận hành nếu lỗi còn tiếp diễn.", "RFC 9110, 15.6.1"),
        Entry(
            "unreadable", 422, "The message could not be read.", "Không đọc được thông điệp hoặc tệp.",
            "Run lgsp lint on it.", "Kiểm tra bằng lgsp lint."),
        Entry(
            "number_repeated", 0, "Number and notation were used before by this issuer in this year.",
            "Số và ký hiệu đã được cơ quan này dùng trong năm.",
            "The document is in; give the next one a number of its own.",
            "Văn bản đã được nhận; văn bản sau cần số riêng.", "30/2020/NĐ-CP, 15"),
        Entry(
            "status_document_unknown", 422, "The status message names no document that is here.",
            "Thông điệp trạng thái không chỉ đến văn bản nào có ở đây.",
            "Copy OrganId of the issuer and DocumentId into ResponseFor from the document as your agency received it; for 13, which the issuer states, OrganId of the receiver.",
            "Chép OrganId của nơi ban hành và DocumentId vào ResponseFor từ văn bản mà cơ quan đã nhận; với 13, do nơi ban hành gửi, là OrganId của nơi nhận."
        ),
        Entry(
            "status_document_ambiguous", 422, "The status message may be about several documents.",
            "Thông điệp trạng thái có thể nói về nhiều văn bản.",
            "Give ResponseFor the DocumentId of one of those in found.",
            "Ghi vào ResponseFor DocumentId của một trong các văn bản nêu ở found."),
        Entry(
            "status_document_id_unknown", 0,
            "No document has this DocumentId; its OrganId, Code and PromulgationDate name one.",
            "Không văn bản nào có DocumentId này; OrganId, Code và PromulgationDate chỉ đến một văn bản.",
            "Copy DocumentId as it stands in the document, its day as yyyy/MM/dd.",
            "Chép DocumentId đúng như trong văn bản, ngày theo dạng yyyy/MM/dd."),
        Entry(
            "status_document_id_missing", 0,
            "ResponseFor has no DocumentId; its OrganId, Code and PromulgationDate name one document.",
            "ResponseFor không có DocumentId; OrganId, Code và PromulgationDate chỉ đến một văn bản.",
            "Write the DocumentId of the document into ResponseFor.",
            "Ghi DocumentId của văn bản vào ResponseFor."),
        Entry(
            "recall_nobody", 409, "Nobody has the document yet.", "Chưa nơi nào nhận được văn bản.",
            "Ask again when it lies in a mailbox: lgsp show ID.",
            "Yêu cầu lại khi văn bản đã vào hộp thư: lgsp show ID."),
    ]

    /// The exchange's refusals.
    static let exchange: [Entry] = Refusal.Code.allCases.map { code in
        let text = text(code)
        return Entry(code.rawValue, text.status, text.en, text.vi, text.hint, text.hintVI, text.clause)
    }

    private struct Text {
        let status: Int
        let en: String
        let vi: String
        let hint: String
        let hintVI: String
        let clause: String

        init(
            _ status: Int, _ en: String, _ vi: String, _ hint: String, _ hintVI: String, _ clause: String = ""
        ) {
            self.status = status
            self.en = en
            self.vi = vi
            self.hint = hint
            self.hintVI = hintVI
            self.clause = clause
        }
    }

    /// A switch, so that a new refusal without words does not compile.
    private static func text(_ code: Refusal.Code) -> Text {
        switch code {
        case .callerNotSender:
            Text(
                403, "The caller does not speak for From.", "Bên gọi không đại diện cho cơ quan trong From.",
                "Send with the identity of the agency in From.", "Gửi bằng định danh của cơ quan trong From.")
        case .signerNotBound:
            Text(
                403, "The signer's key is not bound to From.", "Khóa của người ký chưa gắn với cơ quan trong From.",
                "Sign with a certificate registered for From.", "Ký bằng chứng thư đã đăng ký cho cơ quan trong From.",
                "RFC 5280, 4.1.2.7")
        case .unknownSender:
            Text(
                422, "From is not in the directory.", "Cơ quan trong From không có trong danh bạ.",
                "Check From/OrganId with lgsp agency list.", "Kiểm tra From/OrganId bằng lgsp agency list.",
                "20/2020/QĐ-TTg")
        case .notDeadLetter:
            Text(
                409, "The delivery is no dead letter.", "Lượt gửi này không phải thư chết.",
                "See which are with lgsp dead-letter list.", "Xem các thư chết bằng lgsp dead-letter list.")
        case .hubStopped:
            Text(
                503, "The sender's hub stands still: it takes nothing.",
                "Trục của nơi gửi đang dừng, không nhận gì.",
                "Send the same again later; lgsp fault list says until when.",
                "Gửi lại y nguyên sau; lgsp fault list cho biết đến khi nào.", "RFC 9110, 15.6.4")
        case .senderClosed:
            Text(
                422, "The sender is closed.", "Cơ quan gửi đã ngừng hoạt động.", "Send as its successor.",
                "Gửi với tư cách cơ quan kế thừa.")
        case .unknownReceiver:
            Text(
                422, "A receiver is not in the directory.", "Có nơi nhận không có trong danh bạ.",
                "Check To/OrganId with lgsp agency list.", "Kiểm tra To/OrganId bằng lgsp agency list.",
                "20/2020/QĐ-TTg")
        case .receiverClosed:
            Text(
                422, "A receiver takes no documents today.", "Có nơi nhận hiện không nhận văn bản.",
                "Send to its successor.", "Gửi đến cơ quan kế thừa.")
        case .receiverMissing:
            Text(
                422, "There is no receiver.", "Không có nơi nhận.", "Name at least one To.", "Nêu ít nhất một To.",
                "QCVN 102:2016/BTTTT")
        case .receiverRepeated:
            Text(
                422, "A receiver stands there twice.", "Một nơi nhận bị nêu hai lần.", "Name each receiver once.",
                "Mỗi nơi nhận chỉ nêu một lần.", "QCVN 102:2016/BTTTT")
        case .signatureMissing:
            Text(
                422, "There is no signature.", "Thiếu chữ ký số.",
                "Sign the bytes: openssl cms -sign -binary -outform DER.",
                "Ký đúng các byte: openssl cms -sign -binary -outform DER.", "RFC 5652, 5")
        case .documentIDConflict:
            Text(
                409, "The DocumentId is taken by other bytes.", "DocumentId đã thuộc về nội dung khác.",
                "Send the same bytes again, or use a new DocumentId.",
                "Gửi lại đúng các byte cũ, hoặc dùng DocumentId mới.", "QCVN 102:2016/BTTTT")
        case .stateSecret:
            Text(
                422, "State secrets never travel here.", "Bí mật nhà nước không được gửi qua trục.",
                "Send it on paper by the rules for secrets.", "Gửi bản giấy theo quy định về bí mật nhà nước.",
                "29/2018/QH14")
        case .notFound:
            Text(
                404, "There is no such thing here.", "Không có ở đây.",
                "Check the id; what belongs to others is not shown.",
                "Kiểm tra mã; những gì thuộc cơ quan khác không được hiển thị.", "RFC 9110, 15.5.5")
        case .statusUndefined:
            Text(
                422, "The code names no status.", "Mã không ứng với trạng thái nào.", "Use 01–06, 13, 15 or 16.",
                "Dùng 01–06, 13, 15 hoặc 16.")
        case .statusNotAllowed:
            Text(
                403, "This status may not come from this agency.", "Cơ quan này không được gửi trạng thái đó.",
                "13 is the issuer's, and OrganId of its ResponseFor the receiver it asks; all others are a receiver's.",
                "13 dành cho nơi ban hành, OrganId trong ResponseFor là nơi nhận; trạng thái khác dành cho nơi nhận.")
        case .statusOutOfOrder:
            Text(
                409, "The status cannot follow the one before.", "Trạng thái không thể đến sau trạng thái trước đó.",
                "15 and 16 answer 13 only.", "15 và 16 chỉ trả lời cho 13.")
        case .reasonMissing:
            Text(
                422, "The status needs a reason.", "Trạng thái này phải có lý do.",
                "Give a reason of at most 1,000 characters.", "Nêu lý do, tối đa 1.000 ký tự.")
        case .reasonTooLong:
            Text(
                422, "The reason is too long.", "Lý do quá dài.", "Give a reason of at most 1,000 characters.",
                "Nêu lý do, tối đa 1.000 ký tự.")
        case .textTooLong:
            Text(
                422, "A text is too long.", "Nội dung một trường quá dài.", "Shorten it to the limit that is named.",
                "Rút ngắn theo giới hạn đã nêu.")
        case .receiverWantsSignature:
            Text(
                422, "A receiver takes documents with a valid signature only.",
                "Có nơi nhận chỉ nhận văn bản có chữ ký số hợp lệ.", "Sign it, or send without this receiver.",
                "Ký số, hoặc gửi mà không có nơi nhận này.", "28/2018/QĐ-TTg, 4")
        case .receiverNotTest:
            Text(
                422, "A test sender reaches test mailboxes only.",
                "Nơi gửi thử nghiệm chỉ gửi được đến hộp thư thử nghiệm.",
                "Send to a test mailbox, or ask an admin: lgsp agency test.",
                "Gửi đến hộp thư thử nghiệm, hoặc đề nghị quản trị viên: lgsp agency test.")
        case .receiverIsTest:
            Text(
                422, "A receiver is a test mailbox.", "Có nơi nhận là hộp thư thử nghiệm.",
                "Send without it, or as a test sender: lgsp agency test.",
                "Gửi mà không có nơi nhận này, hoặc gửi từ nơi thử nghiệm: lgsp agency test.")
        case .paperOfTest:
            Text(
                422, "An agency of the test lane registers no paper.",
                "Cơ quan thử nghiệm không đăng ký văn bản giấy.", "Test traffic counts nothing: leave it out.",
                "Lưu lượng thử nghiệm không được tính: hãy bỏ qua.")
        case .successorInvalid:
            Text(
                422, "The agency cannot be the successor.", "Cơ quan này không thể là cơ quan kế thừa.",
                "Name another agency that takes part.", "Nêu một cơ quan khác đang hoạt động.")
        case .sendRuleDenies:
            Text(
                422, "A rule denies the sender this receiver.", "Có quy tắc không cho nơi gửi gửi đến nơi nhận này.",
                "Send without it, or ask an admin about the rule: lgsp rule list.",
                "Gửi mà không có nơi nhận này, hoặc hỏi quản trị viên về quy tắc: lgsp rule list.")
        case .quotaExceeded:
            Text(
                429, "The system has sent as much today as it may.",
                "Hôm nay hệ thống đã gửi hết hạn mức.",
                "Send the same again after the time in Retry-After, or ask an admin for more: lgsp system add.",
                "Gửi lại y nguyên sau thời gian nêu trong Retry-After, hoặc đề nghị quản trị viên nâng hạn mức: lgsp system add.",
                "RFC 6585, 4")
        case .ruleMalformed:
            Text(
                422, "It cannot be a send rule.", "Quy tắc gửi không hợp lệ.",
                "Give a name, from and to as *, CODE, below:CODE or tier:CODE, allow or deny, and a reason.",
                "Nêu tên, from và to dạng *, MÃ, below:MÃ hoặc tier:MÃ, allow hoặc deny, và lý do.")
        case .rulesFull:
            Text(
                409, "There are as many send rules as there may be.", "Đã đủ số quy tắc gửi tối đa.",
                "Remove one first: lgsp rule remove.", "Hãy bỏ bớt một quy tắc: lgsp rule remove.")
        case .agencyCodeMalformed:
            Text(
                422, "The code cannot be an agency's.", "Mã cơ quan không hợp lệ.",
                "Use 1 to 35 letters, digits, - and _, in groups with points between.",
                "Dùng 1 đến 35 chữ cái, chữ số, - và _, thành nhóm cách nhau bằng dấu chấm.",
                "20/2020/QĐ-TTg")
        case .agencyNameMalformed:
            Text(
                422, "The name cannot be an agency's.", "Tên cơ quan không hợp lệ.",
                "Use 1 to 200 characters, no line breaks.", "Dùng 1 đến 200 ký tự, không xuống dòng.",
                "QCVN 102:2016/BTTTT")
        case .agencyCodeTaken:
            Text(
                409, "The code is another agency's.", "Mã đã thuộc về cơ quan khác.", "Choose another code.",
                "Chọn mã khác.")
        case .agencyHasDeliveries:
            Text(
                409, "Something lies in the agency's mailbox.", "Hộp thư của cơ quan còn văn bản chưa xử lý.",
                "Confirm it all, then close the agency.", "Xác nhận hết rồi mới đóng cơ quan.")
        case .registrationNotAllowed:
            Text(
                403, "The system may not register or close agencies there.",
                "Hệ thống không được đăng ký hay đóng cơ quan ở đó.",
                "Register below an agency of the system; an admin allows it first: lgsp system add ID --registrations N.",
                "Đăng ký dưới cơ quan của hệ thống; quản trị viên phải cho phép trước: lgsp system add ID --registrations N."
            )
        case .registrationsUsedUp:
            Text(
                403, "The system has registered as many agencies as it may.",
                "Hệ thống đã đăng ký đủ số cơ quan được phép.",
                "Close some and go on tomorrow, or ask an admin for more: lgsp system add ID --registrations N.",
                "Đóng bớt rồi tiếp tục vào ngày mai, hoặc đề nghị quản trị viên tăng số: lgsp system add ID --registrations N."
            )
        case .targetUnknown:
            Text(
                422, "It names a document that the sender has not sent.",
                "Văn bản được nêu không có trong số văn bản bên gửi đã phát hành.",
                "Name it by its DocumentId, or by OrganId, Code and PromulgationDate.",
                "Nêu bằng DocumentId, hoặc OrganId, Code và PromulgationDate.", "QCVN 102:2016/BTTTT")
        case .targetNotOwn:
            Text(
                403, "Only its issuer may withdraw, update or replace a document.",
                "Chỉ cơ quan phát hành mới được thu hồi, cập nhật hoặc thay thế văn bản.",
                "Ask the issuer.", "Đề nghị cơ quan phát hành.", "30/2020/NĐ-CP, 18")
        case .targetNotAllowed:
            Text(
                422, "A withdrawal cannot be withdrawn, updated or replaced.",
                "Không thể thu hồi, cập nhật hoặc thay thế một văn bản thu hồi.", "Send a new document.",
                "Gửi văn bản mới.")
        case .withdrawalUnsigned:
            Text(
                422, "A withdrawal needs a valid signature of its issuer, whatever the policy.",
                "Văn bản thu hồi phải có chữ ký số hợp lệ của cơ quan phát hành, bất kể chính sách.",
                "Sign it with the issuer's certificate, or ask for the document back: status 13.",
                "Ký số bằng chứng thư của cơ quan phát hành, hoặc yêu cầu lấy lại: trạng thái 13.", "30/2020/NĐ-CP, VI")
        case .alreadyWithdrawn:
            Text(
                409, "The document was withdrawn before.", "Văn bản đã bị thu hồi trước đó.",
                "Nothing changes it any more: send a new document.", "Không thể thay đổi nữa: hãy gửi văn bản mới.")
        case .documentWithdrawn:
            Text(
                410, "The document was withdrawn: its content is gone.", "Văn bản đã bị thu hồi, nội dung không còn.",
                "Destroy your copy; the withdrawal itself says why.",
                "Hủy bản đã nhận; lý do nêu trong văn bản thu hồi.", "30/2020/NĐ-CP, VI")
        case .deliveryUnknown:
            Text(
                404, "There is no such delivery in this mailbox.", "Hộp thư này không có lượt chuyển đó.",
                "List the mailbox again.", "Xem lại danh sách hộp thư.")
        case .deliveryNotFetched:
            Text(
                409, "The delivery was never read, so that it cannot be confirmed here.",
                "Lượt chuyển chưa được đọc nên chưa thể xác nhận.",
                "Read it first (getDocument), and name the document that was read.",
                "Hãy đọc văn bản trước (getDocument), và nêu đúng văn bản đã đọc.")
        case .deliveryStateFinal:
            Text(
                409, "The delivery is confirmed already.", "Lượt chuyển đã được xác nhận.", "Nothing is to be done.",
                "Không cần làm gì thêm.")
        }
    }

    /// What only the command line says, its connection's failures included.
    static let commandLine: [Entry] = [
        Entry(
            "usage", 0, "The command line is not right.", "Dòng lệnh không đúng.", "See lgsp COMMAND --help.",
            "Xem lgsp COMMAND --help."),
        Entry(
            "data_in_use", 0, "Another daemon works on the data folder.", "Một máy chủ khác đang dùng thư mục dữ liệu.",
            "Use that daemon, stop it first, or name another folder with --data.",
            "Dùng máy chủ đó, dừng nó trước, hoặc chọn thư mục khác bằng --data."),
        Entry(
            "address_in_use", 0, "Another program listens on the address.", "Địa chỉ đã có chương trình khác dùng.",
            "Choose other addresses with --listen and --listen-plain.",
            "Chọn địa chỉ khác bằng --listen và --listen-plain."),
        Entry(
            "file_failed", 0, "A file could not be read or written.", "Không đọc hoặc ghi được tệp.",
            "Check path and rights.", "Kiểm tra đường dẫn và quyền."),
        Entry(
            "file_empty", 0, "The file has no bytes.", "Tệp rỗng, không có byte nào.",
            "Check what wrote it, such as a scanner or a full disk.",
            "Kiểm tra nơi tạo ra tệp, như máy quét hoặc ổ đĩa đầy."),
        Entry(
            "output_failed", 0, "Standard output could not be written.", "Không ghi được ra đầu ra chuẩn.",
            "Make room there, or write elsewhere.", "Giải phóng chỗ trống, hoặc ghi ra nơi khác."),
        Entry(
            "folder_in_use", 0, "There is something else in the folder.", "Thư mục đã có nội dung khác.",
            "Name a new folder with -o DIR.", "Chọn thư mục mới bằng -o DIR."),
        Entry(
            "daemon_not_found", 0, "No daemon runs on the data folder.",
            "Không có máy chủ nào chạy trên thư mục dữ liệu.",
            "Start lgsp serve, or name one with --server URL and --identity DIR.",
            "Chạy lgsp serve, hoặc chỉ ra bằng --server URL và --identity DIR."),
        Entry(
            "identity_missing", 0, "There is no identity in the folder.", "Thư mục không có định danh.",
            "Name a folder that holds certificate.pem and key.pem with --identity DIR.",
            "Chỉ ra thư mục chứa certificate.pem và key.pem bằng --identity DIR."),
        Entry(
            "roots_missing", 0, "There are no roots in the file.", "Tệp không có chứng thư gốc.",
            "Name the file of the daemon's roots with --roots FILE.", "Chỉ ra tệp chứng thư gốc bằng --roots FILE."),
        Entry(
            "client_failed", 0, "libcurl could not be set up.", "Không khởi tạo được libcurl.",
            "Check the installation of libcurl.", "Kiểm tra việc cài đặt libcurl."),
        Entry(
            "unexpected_answer", 0, "The daemon's answer is not one of the API.", "Máy chủ trả lời không như mong đợi.",
            "Look whether --server names an lgsp daemon.", "Kiểm tra --server có chỉ đến máy chủ lgsp không."),
        Entry(
            "unreachable", 0, "The daemon cannot be reached.", "Không kết nối được tới máy chủ.",
            "Start it with lgsp serve, or name it with --server URL.",
            "Chạy lgsp serve, hoặc chỉ ra máy chủ bằng --server URL."),
        Entry(
            "timed_out", 0, "It took too long.", "Quá thời hạn chờ.", "Look at lgsp check, then run again.",
            "Xem lgsp check rồi chạy lại."),
        Entry(
            "tls_failed", 0, "The peer's certificate, or our own, was not accepted.",
            "Chứng thư của một trong hai bên không được chấp nhận.",
            "Check --roots and --identity, and the certificates with lgsp verify.",
            "Kiểm tra --roots, --identity và các chứng thư bằng lgsp verify.", "RFC 8446, 4.4.2"),
        Entry(
            "response_too_large", 0, "The answer was larger than allowed.", "Câu trả lời lớn hơn mức cho phép.",
            "Ask for less at once, with --limit.", "Yêu cầu ít hơn mỗi lần bằng --limit."),
        Entry(
            "connection_broken", 0, "The connection broke.", "Kết nối bị đứt.",
            "Send the same again: what was accepted is answered with the same receipt.",
            "Gửi lại y nguyên: văn bản đã nhận sẽ có cùng biên nhận."),
        Entry(
            "pki_exists", 0, "There is a PKI in the folder already.", "Thư mục đã có PKI.",
            "Name another folder; --force makes a new one, and all its certificates worthless.",
            "Chọn thư mục khác; --force tạo PKI mới và làm mọi chứng thư cũ mất giá trị."),
        Entry(
            "pki_missing", 0, "There is no PKI in the folder.", "Thư mục không có PKI.",
            "Make one with lgsp pki init, or name its folder with --certificates DIR.",
            "Tạo bằng lgsp pki init, hoặc chỉ ra thư mục bằng --certificates DIR."),
        Entry(
            "pki_in_use", 0, "Another process is at work on the PKI.", "Một tiến trình khác đang làm việc với PKI.",
            "Nothing was done. Wait for that process, or end it, and run the command again.",
            "Chưa có gì thay đổi. Chờ hoặc dừng tiến trình đó rồi chạy lại lệnh."),
        Entry(
            "pki_damaged", 0, "The folder holds parts of a PKI, but no root certificate.",
            "Thư mục có các phần của PKI nhưng thiếu chứng thư gốc.",
            "Nothing was touched. Put root.pem back from a copy; lgsp pki init --force makes a new PKI in its place.",
            "Chưa có gì thay đổi. Khôi phục root.pem từ bản sao; lgsp pki init --force tạo PKI mới thay thế."),
        Entry(
            "revocations_damaged", 0, "The list of what was revoked cannot be relied on.",
            "Danh sách thu hồi không còn tin cậy được.",
            "Nothing was touched. Mend the file, or put it back from a copy; then run lgsp pki crl.",
            "Chưa có gì thay đổi. Sửa tệp hoặc khôi phục từ bản sao, rồi chạy lgsp pki crl."),
        Entry(
            "key_exists", 0, "There is a key of the agency already.", "Cơ quan đã có khóa.",
            "Give --csr FILE for a further certificate; --force replaces key and certificate.",
            "Dùng --csr FILE để cấp thêm chứng thư; --force thay khóa và chứng thư."),
        Entry(
            "request_invalid", 0, "The certification request is not one that can be certified.",
            "Yêu cầu cấp chứng thư không hợp lệ.",
            "Make one with openssl req -new, signed with its own key: RSA from 2048 bits, P-256 or P-384.",
            "Tạo bằng openssl req -new, ký bằng chính khóa đó: RSA từ 2048 bit, P-256 hoặc P-384.", "RFC 2986, 3"),
        Entry(
            "not_of_this_pki", 0, "The certificate was not issued by this PKI.", "Chứng thư không do PKI này cấp.",
            "Name the folder of the PKI that issued it with --certificates DIR.",
            "Chỉ ra thư mục của PKI đã cấp bằng --certificates DIR."),
    ]
}
