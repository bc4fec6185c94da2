internal import Glibc
internal import Platform

// What `Benchmarks/growth.sh` fills ledgers with, through the ledger itself: what comes out is what years would leave.
//
//   Growth fill DATA CERTIFICATES TOPOLOGY FACTS      a new ledger, and a PKI where there is none
//   Growth agencies DATA CERTIFICATES TOPOLOGY COUNT  so many more agencies in the ledger that is there
do {
    let arguments = CommandLine.arguments
    guard arguments.count == 6, let count = Int64(arguments[5]), count > 0 else {
        throw GrowthError(description: "Growth fill|agencies DATA CERTIFICATES TOPOLOGY COUNT")
    }
    let place = Place(data: arguments[2], certificates: arguments[3], topology: arguments[4])
    let start = MonotonicTime.now
    let facts: Int64
    switch arguments[1] {
    case "fill": facts = try LedgerFill(place: place, target: count).run()
    case "agencies": facts = try ManyAgencies(place: place, count: Int(count)).run()
    default: throw GrowthError(description: "Growth fill|agencies, not \(arguments[1])")
    }
    var json = JSONText()
    json.object { json in
        json.member("facts", Int(facts))
        json.member("seconds", Double(MonotonicTime.now.since(start)) / 1e9)
    }
    print(String(decoding: json.bytes, as: UTF8.self))
} catch {
    StandardError.write("growth: \(error)\n")
    exit(1)
}
