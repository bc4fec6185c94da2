internal import Client
internal import Platform

/// Finds the daemon and who we are: option, then environment, then the run file.
enum Connection {
    /// A client as the agency `agency`, or as the admin where it is nil, unless `--identity` says who.
    static func open(_ arguments: Arguments, agency: String? = nil) throws -> APIClient {
        let data = arguments["data"] ?? ".lgsp"
        let run = RunFile(path: data + "/run.json")
        guard let server = arguments["server"] ?? run?.url else {
            throw Failure(
                .unreachable, "daemon_not_found", "No daemon runs on the data folder \(data).",
                hint: "Start lgsp serve, or name one with --server URL and --identity DIR.")
        }
        let folder = run?.certificates ?? "Certificates/generated"
        let identity =
            arguments["identity"] ?? folder + (agency.map { agencyFolder($0, in: folder) } ?? "/admin")
        if server.hasPrefix("https:"), !Files.exists(identity + "/key.pem") {
            throw Failure(
                .badConfiguration, "identity_missing", "There is no identity in \(identity).",
                hint: "Name a folder that holds certificate.pem and key.pem with --identity DIR.")
        }
        let roots = arguments["roots"] ?? folder + "/root.pem"
        guard server.hasPrefix("http:") || Files.exists(roots) else {
            throw Failure(
                .badConfiguration, "roots_missing", "There are no roots in \(roots).",
                hint: "Name the file of the daemon's roots with --roots FILE.")
        }
        do {
            return try APIClient(server: server, roots: roots, identity: identity)
        } catch {
            throw Failure(.internalError, "client_failed", "libcurl could not be set up.")
        }
    }

    /// The folder of who we are, as `open` chooses it.
    static func identity(_ arguments: Arguments, agency: String?) throws -> String {
        if let given = arguments["identity"] { return given }
        let run = RunFile(path: (arguments["data"] ?? ".lgsp") + "/run.json")
        let folder = run?.certificates ?? "Certificates/generated"
        return folder + (agency.map { agencyFolder($0, in: folder) } ?? "/admin")
    }

    /// The folder of an agency's identity in that of a PKI; its name may have letters of another case.
    private static func agencyFolder(_ code: String, in folder: String) -> String {
        guard !Files.exists("\(folder)/agencies/\(code)") else { return "/agencies/\(code)" }
        let names = Platform.Files.names(in: folder + "/agencies")
        return "/agencies/" + (names.first { $0.uppercased() == code.uppercased() } ?? code)
    }

    /// The agency's code in the new form and in capitals, whatever form and case somebody typed it in; one whose first
    /// letter is a capital may have small letters.
    static func code(_ text: String) throws(Failure) -> String {
        let code = PKIParties.newForm(try part(text).uppercased())
        let isTyped = text.first?.isLowercase == true || code != text.uppercased()
        return isTyped ? code : text
    }

    /// The agency's code, unchanged, as the only part of a path that it may be.
    static func part(_ text: String) throws(Failure) -> String {
        guard !text.isEmpty, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }),
            !text.hasPrefix(".")
        else { throw Failure.usage("\(text) is no agency's code.") }
        return text
    }
}
