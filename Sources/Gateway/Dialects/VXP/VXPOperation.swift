/// An operation of the national axis's client interface, by its name in the path.
enum VXPOperation: String, CaseIterable, Sendable {
    case getAgenciesList, getAgenciesListQD20, getSynchronizeUnit, registerAgency, deleteAgency
    case sendEdoc, getReceivedEdocList, getEdoc, downloadEdoc, downloadEdoc2, updateStatus, getSentEdocList
    case countReceiveEdoc, countReceiveStatus

    /// The operation of a path below the interface's root.
    init?(path: [String]) {
        guard path.count == 1, let operation = VXPOperation(rawValue: path[0]) else { return nil }
        self = operation
    }

    /// The header parameters that it acts on; others linger from a client's earlier calls.
    var parameters: [String] {
        switch self {
        case .getAgenciesList, .getSynchronizeUnit, .registerAgency, .countReceiveEdoc, .countReceiveStatus: []
        case .getAgenciesListQD20: ["level"]
        case .deleteAgency: ["AgencyCode"]
        case .sendEdoc: ["from", "servicetype", "messagetype", "hash-file"]
        case .getReceivedEdocList:
            ["servicetype", "messagetype", "status", "fromDate", "toDate", "pageSize", "pageIndex"]
        case .getEdoc, .downloadEdoc, .downloadEdoc2: ["docId"]
        case .updateStatus: ["docId", "status"]
        case .getSentEdocList: ["servicetype", "messagetype", "docId"]
        }
    }

    /// Those of them without which it is not carried out.
    var required: [String] {
        switch self {
        case .getReceivedEdocList, .getSentEdocList: ["messagetype"]
        case .getAgenciesListQD20: []
        case .sendEdoc: ["from", "messagetype", "hash-file"]
        default: parameters
        }
    }

    /// Whether it may be called with this method: some clients read with GET.
    func allows(_ method: String) -> Bool {
        switch self {
        case .downloadEdoc, .downloadEdoc2, .countReceiveEdoc, .countReceiveStatus: method == "GET" || method == "POST"
        default: method == "POST"
        }
    }

    /// Whether the client stores the body of any answer as the document, so that a failure must have none.
    var answersWithBytes: Bool { self == .downloadEdoc || self == .downloadEdoc2 }

    /// The member of an answer that the client reads in failures too, and must find with a text.
    var memberOfFailures: StaticString? {
        switch self {
        case .sendEdoc: "DocId"
        case .getEdoc: "data"
        default: nil
        }
    }

    /// Whether the client reads the answer as US-ASCII.
    var isReadAsASCII: Bool { self == .sendEdoc }
}
