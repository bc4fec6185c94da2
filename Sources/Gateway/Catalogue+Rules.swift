/// The codes of deadlines and of hubs that stand still.
extension Catalogue {
    static let rules: [Entry] = [
        Entry(
            "hub_on_the_way_stopped", 0, "A hub on the way stands still: the document waits there.",
            "Một trục trên đường đi đang dừng: văn bản sẽ chờ ở đó.",
            "Nothing is lost; lgsp fault list says until when.",
            "Không mất gì; lgsp fault list cho biết đến khi nào."),
        Entry(
            "dead_letter_retried", 0, "The document lies in the receiver's mailbox again.",
            "Văn bản đã được đặt lại vào hộp thư nơi nhận.", "Nothing is to be done.", "Không cần làm gì."),
        Entry(
            "dead_letter_returned", 0, "The document was given up: the receiver does not get it.",
            "Văn bản bị trả lại: nơi nhận không nhận được.", "Ask the receiver, and send it again as a new document.",
            "Hỏi nơi nhận rồi gửi lại như văn bản mới."),
        Entry(
            "time_to_live_passed", 0, "The document was not confirmed within its time to live, and went back.",
            "Văn bản không được xác nhận trong thời hạn sống và đã bị trả lại.",
            "Ask the receiver, and send it again as a new document; lgsp deadline list shows the times.",
            "Hỏi nơi nhận rồi gửi lại như văn bản mới; lgsp deadline list cho biết thời hạn."),
    ]
}
