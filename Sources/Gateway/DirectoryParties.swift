internal import EdXML
internal import Exchange
internal import Inspection
internal import Trust
internal import XML

/// The agencies as the directory knows them, for one caller.
final class DirectoryParties: Parties {
    let services: Services
    let directory: Directory
    /// Who sends; nil where a message is looked at that is in already.
    let caller: Caller?
    let today: Day

    init(_ services: Services, _ directory: Directory, caller: Caller?, today: Day) {
        self.services = services
        self.directory = directory
        self.caller = caller
        self.today = today
    }

    func sender(of message: EdXMLMessage) -> Result<Sender, Objection> {
        guard let agency = directory.agency(code: message.sender) else {
            return .failure(Objection("unknown_sender", found: message.sender))
        }
        let sender = Sender(number: agency.number.value, code: agency.code)
        guard let caller else { return .success(sender) }
        guard caller.speaks(for: agency.number) else {
            return .failure(Objection("caller_not_sender", found: message.sender))
        }
        if case .status(let status) = message {
            if let objection = refusal(of: sender) { return .failure(objection) }
            guard BusinessStatus(code: status.statusCode) != nil else {
                return .failure(Objection("status_code_undefined", found: status.statusCode))
            }
        }
        return .success(sender)
    }

    func verdict(cms: [UInt8], over content: [UInt8], at time: InspectionTime) -> Verdict {
        services.verifier.verify(
            signature: cms, content: content, at: time.instant.milliseconds, hindsight: time.isHindsight)
    }

    func verdict(_ pass: XMLSignaturePass, from sender: Sender?, at time: InspectionTime) -> Verdict? {
        sender.map {
            services.xmlVerifier.verify(
                pass, from: $0.number, at: time.instant.milliseconds, hindsight: time.isHindsight)
        }
    }

    func agency(code: String) -> UInt32? { directory.agency(code: code)?.number.value }

    func refusal(of sender: Sender) -> Objection? {
        guard caller != nil, directory.agency(AgencyNumber(sender.number))?.isOpen(on: today) != true else {
            return nil
        }
        return Objection("sender_closed", "The sender is closed or not valid today.", found: sender.code)
    }

    func isBound(_ key: PublicKey, to sender: Sender) -> Bool? {
        directory.isBound(key: key.digest, to: AgencyNumber(sender.number))
    }
}
