/// What alerts say to people, in English or Vietnamese.
struct AlertWords {
    let vietnamese: Bool
    /// Whether it is said to the agency that it is about.
    var isOwner = false

    /// What it is, a sentence.
    func what(_ kind: Alert.Kind, _ severity: Alert.Severity, _ subject: String, _ value: Double) -> String {
        guard severity > .ok else { return well(kind) }
        let (subject, count) = (name(kind, subject), Int64(clamping: value))
        switch kind {
        case .certificateExpiry:
            return value <= 0
                ? word(
                    "The certificate of \(subject) expired \(span(-value)) ago.",
                    "Chứng thư số của \(subject) đã hết hạn \(span(-value)) trước.")
                : word(
                    "The certificate of \(subject) expires in \(span(value)).",
                    "Chứng thư số của \(subject) sẽ hết hạn sau \(span(value)).")
        case .deadLetters:
            return subject == Self.receivers
                ? word(
                    "Receivers could not take \(count) deliveries within a day.",
                    "Bên nhận không nhận được \(count) lượt gửi trong một ngày.")
                : word(
                    "\(count) dead letters of webhook \(subject) still lie in their mailboxes.",
                    "Còn \(count) thư chết của webhook \(subject) nằm trong hộp thư.")
        case .unfetched:
            return word(
                "\(subject) has not fetched what has lain in its mailbox for \(span(value)).",
                "\(subject) chưa lấy văn bản đã nằm trong hộp thư \(span(value)).")
        case .unconfirmed:
            return word(
                "\(subject) has not confirmed what has lain in its mailbox for \(span(value)).",
                "\(subject) chưa xác nhận văn bản đã nằm trong hộp thư \(span(value)).")
        case .backlog:
            return word(
                "In the mailbox of \(subject) lie at least \(count) deliveries.",
                "Hộp thư của \(subject) còn ít nhất \(count) lượt gửi.")
        case .late:
            return word(
                "In the mailbox of \(subject) lie at least \(count) deliveries beyond their deadline.",
                "Hộp thư của \(subject) còn ít nhất \(count) lượt gửi quá hạn.")
        case .stoppedHub:
            return word(
                "The hub \(subject) has stood still for \(span(value)).",
                "Trục \(subject) đã dừng \(span(value)).")
        case .diskSpace:
            let percent = Int64(clamping: (value * 100).rounded())
            return word(
                "\(percent) % of the disk of the data folder is free.", "Đĩa chứa dữ liệu còn trống \(percent) %.")
        case .clockSkew:
            return subject == Self.step
                ? word(
                    "The clock jumped by \(span(value)) within the last hour.",
                    "Đồng hồ đã nhảy \(span(value)) trong giờ vừa qua.")
                : word(
                    "The clock is \(span(value)) behind the last fact of the ledger.",
                    "Đồng hồ chậm \(span(value)) so với bản ghi cuối của sổ cái.")
        case .failingWebhook:
            return word(
                "The calls of webhook \(subject) have failed for \(span(value)).",
                "Các lượt gọi webhook \(subject) đã thất bại suốt \(span(value)).")
        case .failingMail:
            return word(
                "Alerts could not be mailed to \(subject) for \(span(value)).",
                "Không gửi được thư cảnh báo tới \(subject) suốt \(span(value)).")
        case .damage:
            return word(
                "\(count) documents or files of the ledger are damaged; they are given to nobody.",
                "\(count) văn bản hoặc tệp của sổ cái bị hỏng; không giao cho ai.")
        case .storageFull:
            return word(
                "Nothing could be written for \(span(value)): the disk has no room. Reading goes on.",
                "Không ghi được gì suốt \(span(value)): đĩa hết chỗ. Vẫn đọc được.")
        case .revocationLists:
            return word(
                "crl.pem has not been readable as a whole for \(span(value)): the lists before it are in force.",
                "crl.pem không đọc được trọn vẹn suốt \(span(value)): các danh sách trước đó vẫn có hiệu lực.")
        }
    }

    /// What to do about it; empty where all is well.
    func action(_ kind: Alert.Kind, _ severity: Alert.Severity, _ subject: String, _ value: Double) -> String {
        guard severity > .ok else { return "" }
        switch kind {
        case .certificateExpiry:
            return value > 30 * 86_400
                ? word("Plan its renewal.", "Lên kế hoạch gia hạn.")
                : word(
                    "Renew it now: lgsp pki issue, then lgsp pki bind where an agency's key changes.",
                    "Gia hạn ngay: lgsp pki issue, rồi lgsp pki bind nếu khóa của cơ quan thay đổi.")
        case .deadLetters:
            return subject == Self.receivers
                ? word(
                    "Read the reasons with lgsp explain, and speak with the receivers.",
                    "Xem lý do bằng lgsp explain và trao đổi với bên nhận.")
                : word(
                    "Put the receiver right, then lgsp webhook retry \(subject).",
                    "Sửa bên nhận, rồi chạy lgsp webhook retry \(subject).")
        case .unfetched, .unconfirmed, .backlog, .late:
            guard !isOwner else {
                return word(
                    "See whether your program runs; lgsp inbox \(subject) shows what waits.",
                    "Kiểm tra phần mềm của cơ quan có chạy không; lgsp inbox \(subject) cho thấy văn bản đang chờ.")
            }
            return word(
                "Ask \(subject) whether its program runs; lgsp inbox \(subject) shows what waits.",
                "Hỏi \(subject) xem phần mềm có chạy không; lgsp inbox \(subject) cho thấy văn bản đang chờ.")
        case .stoppedHub:
            return word(
                "lgsp fault list says why; lgsp fault clear \(subject) lets it go on.",
                "lgsp fault list cho biết lý do; lgsp fault clear \(subject) cho trục chạy tiếp.")
        case .diskSpace:
            return word(
                "Make room or enlarge the disk: without room nothing more is accepted.",
                "Giải phóng chỗ hoặc mở rộng đĩa: hết chỗ thì không nhận thêm văn bản.")
        case .clockSkew:
            return word(
                "Look after the machine's time synchronisation (chronyc tracking, timedatectl).",
                "Kiểm tra việc đồng bộ thời gian của máy (chronyc tracking, timedatectl).")
        case .failingWebhook:
            return word(
                "lgsp webhook show \(subject) tells the last outcome, lgsp webhook test tries it.",
                "lgsp webhook show \(subject) cho biết kết quả cuối, lgsp webhook test để thử.")
        case .failingMail:
            return word(
                "lgsp check --format json tells the last failure, lgsp alert mail-test ADDRESS tries the settings.",
                "lgsp check --format json cho biết lỗi cuối, lgsp alert mail-test ADDRESS để thử cấu hình.")
        case .damage:
            return word(
                "lgsp ledger verify names them; put the ledger's backup in their place.",
                "lgsp ledger verify nêu từng mục; khôi phục sổ cái từ bản sao lưu.")
        case .storageFull:
            return word(
                "Make room or enlarge the disk: writing goes on by itself.",
                "Giải phóng chỗ hoặc mở rộng đĩa: trục tự ghi tiếp.")
        case .revocationLists:
            return word(
                "Put the issuers' whole lists there again: lgsp pki crl. When the old ones run out, nobody is let in.",
                "Đặt lại đủ danh sách của các cơ quan cấp: lgsp pki crl. Khi danh sách cũ hết hạn, không ai vào được.")
        }
    }

    /// What a kind is about, a few words.
    func title(_ kind: Alert.Kind) -> String {
        switch kind {
        case .certificateExpiry: word("expiry of a certificate", "hạn của chứng thư số")
        case .deadLetters: word("dead letters", "thư chết")
        case .unfetched: word("what was not fetched", "văn bản chưa lấy")
        case .unconfirmed: word("what was not confirmed", "văn bản chưa xác nhận")
        case .backlog: word("a full mailbox", "hộp thư đầy")
        case .late: word("what is beyond its deadline", "văn bản quá hạn")
        case .stoppedHub: word("a hub that stands still", "trục dừng")
        case .diskSpace: word("room on the disk", "dung lượng đĩa")
        case .clockSkew: word("the clock", "đồng hồ")
        case .failingWebhook: word("a webhook that fails", "webhook lỗi")
        case .failingMail: word("mail that is not delivered", "thư không gửi được")
        case .damage: word("the ledger's files", "tệp của sổ cái")
        case .storageFull: word("writing to the disk", "việc ghi đĩa")
        case .revocationLists: word("the revocation lists", "danh sách thu hồi")
        }
    }

    private func well(_ kind: Alert.Kind) -> String {
        switch kind {
        case .certificateExpiry:
            word("No certificate expires within 60 days.", "Không chứng thư số nào hết hạn trong 60 ngày.")
        case .deadLetters: word("There are no dead letters.", "Không có thư chết.")
        case .unfetched: word("Nothing waits too long to be fetched.", "Không có văn bản chờ lấy quá lâu.")
        case .unconfirmed: word("Nothing waits too long to be confirmed.", "Không có văn bản chờ xác nhận quá lâu.")
        case .backlog: word("No mailbox is too full.", "Không hộp thư nào quá đầy.")
        case .late: word("Nothing lies beyond its deadline.", "Không có văn bản quá hạn.")
        case .stoppedHub: word("No hub stands still.", "Không trục nào dừng.")
        case .diskSpace: word("The disk has room.", "Đĩa còn chỗ.")
        case .clockSkew: word("The clock goes well.", "Đồng hồ chạy đúng.")
        case .failingWebhook: word("No webhook fails.", "Không webhook nào lỗi.")
        case .failingMail: word("Alerts can be mailed.", "Gửi được thư cảnh báo.")
        case .damage: word("No damage was found in the ledger.", "Không thấy hỏng hóc trong sổ cái.")
        case .storageFull: word("Everything is written.", "Mọi thứ đều ghi được.")
        case .revocationLists: word("The revocation lists are whole.", "Danh sách thu hồi trọn vẹn.")
        }
    }

    /// The subjects that stand for something of the bus itself.
    static let (receivers, step) = ("receivers", "step")
    private static let ownCertificates = [
        "server": "máy chủ", "bus": "trục", "admin": "quản trị viên", "the issuing authority": "cơ quan cấp chứng thư",
        "the root": "gốc tin cậy",
    ]

    private func name(_ kind: Alert.Kind, _ subject: String) -> String {
        guard vietnamese, kind == .certificateExpiry else { return subject }
        return Self.ownCertificates[subject] ?? subject
    }

    /// A span of seconds in its largest whole unit.
    private func span(_ seconds: Double) -> String {
        for (unit, name, length) in [
            ("days", "ngày", 86_400.0), ("hours", "giờ", 3_600), ("minutes", "phút", 60),
        ] where seconds >= 2 * length {
            return "\(Int64(clamping: seconds / length)) \(word(unit, name))"
        }
        return "\(Int64(clamping: seconds)) \(word("seconds", "giây"))"
    }

    private func word(_ english: String, _ vietnamese: String) -> String { self.vietnamese ? vietnamese : english }
}

extension Int64 {
    /// The whole part of `value`, or the bound nearest to it.
    fileprivate init(clamping value: Double) {
        self = value.isNaN ? 0 : value >= 0x1p63 ? .max : value <= -0x1p63 ? .min : Int64(value)
    }
}
