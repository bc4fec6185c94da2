/// The interface of the bus through which the agencies of a run send and receive; its admin speaks the native one.
public enum Door: String, CaseIterable, Sendable {
    /// The bus's own API, by client certificate.
    case native
    /// The national axis's interface at `/vxp`, by signed header fields.
    case vxp
    /// The provincial LGSPs' interface at `/lgsp`, by tokens.
    case lgsp

    /// The daemon as its clients see it through this door.
    func surroundings(of network: Network) -> any Surroundings {
        switch self {
        case .native: network
        case .vxp, .lgsp: DialectNetwork(network, door: self)
        }
    }
}
