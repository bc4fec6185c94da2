internal import Glibc

// What `make bench` measures within one process: verification beside OpenSSL, and the directory. The one argument is
// an empty folder for a PKI that lives as long as the measurement.
do {
    guard CommandLine.arguments.count == 2 else { throw Contest.Failure(description: "which folder?") }
    print(Machine.description)
    try VerificationMeasurement(directory: CommandLine.arguments[1]).run()
    try DirectoryMeasurement().run()
} catch {
    print("measure: \(error)")
    exit(1)
}
