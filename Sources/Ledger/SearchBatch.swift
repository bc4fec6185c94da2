internal import Exchange

/// A run of facts, as the index of documents takes them in.
struct SearchBatch {
    /// What a fact is recognised by: an index that was filled from another ledger is none.
    struct Proof: Hashable {
        let at: Int64
        let bytes: [UInt8]
    }

    /// The last fact looked at.
    var last: Int64
    /// How many facts were looked at.
    var count = 0
    /// What that fact is recognised by.
    var proof: Proof?
    /// Documents that were accepted, with their facts.
    var documents: [(fact: Int64, accepted: Accepted)] = []
    /// What the deliveries of documents, named by their facts, are in now.
    var marks: [(fact: Int64, marks: SearchMarks)] = []

    /// The kinds of facts that matter: accepted, delivered, confirmed, status, paper registered and reversed, withdrawn,
    /// expired, dead letter settled.
    static let kinds: Set<Int64> = [10, 13, 17, 18, 21, 22, 23, 30, 32]

    init(last: Int64) { self.last = last }

    /// Takes in what comes right behind.
    mutating func append(_ next: SearchBatch) {
        last = next.last
        count += next.count
        proof = next.proof ?? proof
        documents += next.documents
        marks += next.marks
    }
}
