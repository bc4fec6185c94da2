public import Exchange

/// How `lgsp serve` was asked to run.
public struct DaemonOptions: Sendable {
    /// Host and port of the HTTPS listener.
    public var listen: (host: String, port: UInt16) = ("127.0.0.1", 8443)
    /// Host and port of the plain listener: health, the error catalogue, and the interfaces that programs of the field
    /// speak.
    public var listenPlain: (host: String, port: UInt16) = ("127.0.0.1", 8080)
    /// The folder of the ledger and the run file.
    public var data = ".lgsp"
    /// The folder of the topology's three tables, which seed an empty ledger.
    public var topology = "Scenarios/binh-phuoc-2021/topology"
    /// The folder of the demo PKI.
    public var certificates = "Certificates/generated"
    /// Milliseconds to add to the machine's clock for business time.
    public var clockOffset: Int64 = 0
    /// How old, in milliseconds, the moment in a request of the national axis's client may be; nil for any age.
    public var vxpWindow: Int64? = VXPTimestamp.window
    /// Ranges of addresses that webhooks may go to though they are not public.
    public var outboundAllow: [String] = []
    /// The roots that webhooks over https are checked against, a PEM file; nil for the system's.
    public var outboundRoots: String?
    /// How often, and after what pauses, a webhook is told of a delivery.
    public var webhookBackOff = BackOff.usual
    /// How long one call of a webhook may take, in milliseconds.
    public var webhookTimeout = 10_000
    /// From where on something is an alert.
    public var alertLimits = AlertLimits()
    /// How often that is looked at, in milliseconds.
    public var alertInterval = 60_000
    /// How alerts are mailed; nil for not at all.
    public var alertMail: AlertMailConfiguration?
    /// What the ratio of electronic to all documents should reach, in hundredths of a per cent.
    public var ratioTarget: Int64 = 9_600
    /// Whether a ledger that another key has sealed so far is gone on with.
    public var takesOtherKey = false
    /// The arguments that these options were made of, for a backup.
    public var arguments: [String] = []
    /// A file that is written once everything listens.
    public var readyFile: String?
    /// HTTP threads of the HTTPS listener: more than processors, since a connection stays with its thread and waits
    /// while that verifies for another.
    public var threads = 4

    /// The usual: loopback, the demo province, `.lgsp`.
    public init() {}
}
