internal import Glibc
internal import Platform

// What `make bench` measures within one process: verification beside OpenSSL and libxmlsec1, and the directory. The
// first argument is an empty folder for a PKI that lives as long as the measurement, the second the file that the
// figures go to as JSON; others name parts, default all.
do {
    let arguments = CommandLine.arguments.dropFirst()
    guard let folder = arguments.first, let file = arguments.dropFirst().first else {
        throw Contest.Failure(description: "which folder, and which file for the figures?")
    }
    let parts = arguments.count > 2 ? Array(arguments.dropFirst(2)) : ["cms", "xml", "directory"]
    print(Machine.description)
    var rows: [Row] = []
    if parts.contains("cms") { rows += try VerificationMeasurement(directory: folder).run() }
    if parts.contains("xml") { rows += try XMLSignatureMeasurement(directory: folder).run() }
    if parts.contains("directory") { rows += try DirectoryMeasurement().run() }
    try Files.write(Row.json(rows), to: file)
} catch {
    print("measure: \(error)")
    exit(1)
}
