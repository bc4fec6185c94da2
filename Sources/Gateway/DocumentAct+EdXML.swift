internal import EdXML
internal import Exchange

extension DocumentAct {
    /// What a document of the kinds withdraw, update and replace acts on; nil for a new one.
    ///
    /// Each kind has its own place for it (QCVN 102:2016): `ResponseFor`, `Bussiness/DocumentId` and
    /// `ReplacementInfoList`. Programs of the field use the others too, so that those count where the own one is empty.
    init?(_ document: EdXMLDocument) {
        func known(_ id: String) -> String { Submission.isUnknown(id) ? "" : id }
        let answered = document.responseFor.map {
            Target(
                issuer: $0.organID, documentID: known($0.documentID), code: $0.code, day: Day($0.promulgationDate))
        }
        let business = known(document.businessDocumentID)
        let named = business.isEmpty ? [] : [Target(documentID: business)]
        let replaced = document.replacements.map { Target(documentID: known($0.documentID), organs: $0.organIDs) }
        let places: [[Target]]
        switch document.kind {
        case 1: places = [answered, named, replaced]
        case 2: places = [named, answered, replaced]
        case 3: places = [replaced, named, answered]
        default: return nil
        }
        let targets = places.lazy.map { $0.filter { !$0.documentID.isEmpty || $0.day != nil } }.first { !$0.isEmpty }
        self.init(
            targets: targets ?? [], reason: document.reason,
            change: document.update.map { update in
                Change(
                    isOfDocument: update.changesDocument, isOfReceivers: update.changesReceivers,
                    receivers: update.receivers.map { Receiver(code: $0.organID, type: $0.type) })
            } ?? Change())
    }
}
