internal import Exchange
internal import Ledger
internal import Platform

/// The members that all receipts of one batch share, written once for all that are answered together.
struct SharedReceiptText {
    private var batch: Int64?
    private var text: [UInt8] = []

    /// The JSON of those members of `receipt`, separated by commas.
    mutating func members(of receipt: Receipt) -> [UInt8] {
        let checkpoint = receipt.checkpoint
        if batch == checkpoint.batch { return text }
        var json = JSONText(capacity: 768)
        json.member("root", hex: checkpoint.root)
        json.member("first_fact", checkpoint.firstFact)
        json.member("count", checkpoint.count)
        json.member("previous", hex: checkpoint.previous)
        json.member("at", Instant(milliseconds: checkpoint.at).text)
        json.member("at_milliseconds", checkpoint.at)
        json.member("checkpoint", hex: receipt.digest)
        json.key("signature")
        json.base64(receipt.signature.span)
        json.member("key", hex: receipt.key)
        (batch, text) = (checkpoint.batch, json.bytes)
        return text
    }
}
