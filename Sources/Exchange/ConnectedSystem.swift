/// A program that speaks for agencies over one of the field's interfaces, known by its systemId.
///
/// Its secret is not part of it: facts are read by many.
public struct ConnectedSystem: Hashable, Sendable {
    /// What signatures its documents need (Decree 30/2020, article 5: a document is an original by its signature).
    public enum SignaturePolicy: UInt8, CaseIterable, Sendable {
        /// An invalid or missing signature refuses the document.
        case required = 0
        /// It is accepted, and the verdict goes with every delivery: programs in the field send placeholders.
        case advisory = 1
    }

    /// What a document is answered with that came before, byte for byte.
    public enum DuplicatePolicy: UInt8, CaseIterable, Sendable {
        /// The receipt of the first time.
        case accept = 0
        /// A refusal that says so.
        case refuse = 1
    }

    /// The systemId, unique.
    public var id: String
    /// The agencies it speaks for.
    public var agencies: [AgencyNumber]
    /// What signatures its documents need.
    public var signatures = SignaturePolicy.required
    /// What a document that came before is answered with.
    public var duplicates = DuplicatePolicy.accept
    /// Whether its agencies take documents with a valid signature only.
    public var wantsVerifiedOnly = false
    /// How many agencies below its own it may have registered at a time; with 0 it neither registers nor closes any.
    public var registrations: UInt32 = 0
    /// The agencies that it registered, closed ones too, in order.
    public var registered: [AgencyNumber] = []
    /// The last day on which it closed one of those, and how many it closed then; nil for never.
    public var closings: Closings?
    /// The flag for registering in codings before version 4, kept for their bytes alone: nobody acts on it.
    var formerFlag = true
    /// Whether it is a system for tests: its agencies' mailboxes belong to the test lane.
    public var isTest = false
    /// How much it may send on one day.
    public var quota = SystemQuota()
    /// Whether it is closed: it may do nothing any more.
    public var isClosed = false

    /// How many agencies it closed on one day.
    public struct Closings: Hashable, Sendable {
        let day: Day
        let count: UInt32
    }

    /// The most that `registrations` may be.
    public static let registrationLimit: UInt32 = 1_000

    /// The longest systemId, in bytes.
    public static let idLimit = 128

    /// A system with the usual policies.
    public init(id: String, agencies: [AgencyNumber]) {
        self.id = id
        self.agencies = agencies
    }

    /// Whether `id` can name a system: visible ASCII, so that it can stand in a header field.
    public static func isValid(id: String) -> Bool {
        (1...idLimit).contains(id.utf8.count) && id.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}

extension ConnectedSystem {
    func write(to writer: inout FactWriter) {
        writer.text(id)
        writer.agencies(agencies)
        writer.number(signatures.rawValue)
        writer.number(duplicates.rawValue)
        writer.flag(wantsVerifiedOnly)
        writer.flag(formerFlag)
        writer.flag(isClosed)
        guard codingVersion >= 3 else { return }
        writer.flag(isTest)
        writer.optional(quota.documents)
        writer.optional(quota.bytes)
        guard codingVersion >= 4 else { return }
        writer.number(registrations)
        writer.agencies(registered)
        writer.optional(closings?.day.number)
        writer.number(closings?.count ?? 0)
    }

    /// The version of its coding: 2 says that it is one for tests, 3 has quotas and says whether it is, 4 has what it may
    /// register and has registered as well. Before version 4 a system may register nothing, whatever its flag says.
    var codingVersion: UInt8 {
        if registrations > 0 || !registered.isEmpty || closings != nil { return 4 }
        return quota.isLimit ? 3 : isTest ? 2 : 1
    }

    init(from reader: inout FactReader, version: UInt8) throws(FactError) {
        self.init(id: try reader.text(), agencies: try reader.agencies())
        signatures = try reader.raw()
        duplicates = try reader.raw()
        wantsVerifiedOnly = try reader.flag()
        formerFlag = try reader.flag()
        isClosed = try reader.flag()
        isTest = try version >= 3 ? reader.flag() : version == 2
        guard version >= 3 else { return }
        quota = SystemQuota(documents: try reader.optional(), bytes: try reader.optional())
        if version >= 4 {
            registrations = try reader.number()
            registered = try reader.agencies()
            let (day, count) = (try reader.optional(Int32.self), try reader.number(UInt32.self))
            closings = day.map { Closings(day: Day(number: $0), count: count) }
        }
        // Without what it adds it would be of another version.
        guard codingVersion == version else { throw .malformed }
    }
}
