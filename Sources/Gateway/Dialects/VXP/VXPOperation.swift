/// An operation of the national axis's client interface, by its name in the path.
enum VXPOperation: String, CaseIterable, Sendable {
    case getAgenciesList, getAgenciesListQD20, getSynchronizeUnit, registerAgency, deleteAgency
    case sendEdoc, getReceivedEdocList, getEdoc, downloadEdoc, updateStatus, getSentEdocList
    case countReceiveEdoc, countReceiveStatus

    /// The header parameters that it acts on; others linger from a client's earlier calls.
    var parameters: [String] {
        switch self {
        case .getAgenciesList, .getSynchronizeUnit, .registerAgency, .countReceiveEdoc, .countReceiveStatus: []
        case .getAgenciesListQD20: ["level"]
        case .deleteAgency: ["AgencyCode"]
        case .sendEdoc: ["from", "servicetype", "messagetype", "hash-file"]
        case .getReceivedEdocList:
            ["servicetype", "messagetype", "status", "fromDate", "toDate", "pageSize", "pageIndex"]
        case .getEdoc, .downloadEdoc: ["docId"]
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
        case .downloadEdoc, .countReceiveEdoc, .countReceiveStatus: method == "GET" || method == "POST"
        default: method == "POST"
        }
    }
}
