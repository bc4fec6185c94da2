internal import Glibc

// What `make bench` measures within one process: verification beside OpenSSL and libxmlsec1, and the directory. The
// first argument is an empty folder for a PKI that lives as long as the measurement; others name parts, default all.
do {
    let arguments = CommandLine.arguments.dropFirst()
    guard let folder = arguments.first else { throw Contest.Failure(description: "which folder?") }
    let parts = arguments.count > 1 ? Array(arguments.dropFirst()) : ["cms", "xml", "directory"]
    print(Machine.description)
    if parts.contains("cms") { try VerificationMeasurement(directory: folder).run() }
    if parts.contains("xml") { try XMLSignatureMeasurement(directory: folder).run() }
    if parts.contains("directory") { try DirectoryMeasurement().run() }
} catch {
    print("measure: \(error)")
    exit(1)
}
