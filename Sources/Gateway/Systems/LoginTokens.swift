internal import Exchange
internal import Glibc
internal import Platform
internal import Trust

/// The bearer tokens that logins of the provincial interface give out: JSON Web Tokens (RFC 7519) by HMAC-SHA256, valid for
/// half an hour.
///
/// Nothing is kept of them, so that they outlive a restart of the bus; the key that they are made with is a file of the
/// data folder. A token names what it was proved with, and ends with that secret or password.
final class LoginTokens: Sendable {
    /// Who logged in.
    enum Login: Sendable, Equatable {
        /// A connected system, by its systemId.
        case system(String)
        /// An account that stands for no agency: see `LoginAccounts`.
        case account(String)
    }

    /// How long a token is valid, in milliseconds.
    static let life: Int64 = 30 * 60_000

    private let key: [UInt8]

    /// Tokens by the key in `folder`; makes one of `random` bytes where there is none yet. Throws where it cannot be read or
    /// written, or is none: a new one in its place would end all tokens without a word.
    init(folder: String, random: () -> [UInt8]) throws {
        let path = "\(folder)/login-key"
        if Files.exists(path) {
            let digits = try Files.read(path).filter { $0 > 0x20 }
            guard let known = Hex.decode(String(decoding: digits, as: UTF8.self)), known.count >= 32 else {
                throw SystemError(call: "read", subject: path, number: EILSEQ)
            }
            key = known
        } else {
            key = random()
            try Files.write(Array(Hex.encode(key).utf8), to: path, isSecret: true)
        }
    }

    /// A token for whoever proved to know `proof`.
    func issue(to login: Login, proof: [UInt8], at now: Instant) -> String {
        var claims = JSONText()
        claims.object { json in
            switch login {
            case .system(let id):
                json.member("sub", id)
                json.member("kind", "system")
            case .account(let name):
                json.member("sub", name)
                json.member("kind", "account")
            }
            json.member("proof", mark(of: proof))
            json.member("iat", now.milliseconds / 1_000)
            json.member("exp", (now.milliseconds + Self.life) / 1_000)
        }
        let text = Self.encode(Array(#"{"alg":"HS256","typ":"JWT"}"#.utf8)) + "." + Self.encode(claims.bytes)
        return text + "." + Self.encode(code(of: text))
    }

    /// Who logged in for `token`, where it is one of ours, is not over, and what it was proved with is still among
    /// `proofs` of that login.
    func login(of token: String, at now: Instant, proofs: (Login) -> [[UInt8]]) -> Login? {
        guard let claims = claims(of: token).flatMap({ try? JSONReader.read($0) }),
            let subject = claims["sub"]?.string, let begin = claims["iat"]?.int,
            let end = claims["exp"]?.int, now.milliseconds / 1_000 < Int64(end),
            // Not one of a time when the clock was ahead.
            Int64(begin) <= now.milliseconds / 1_000 + 300
        else { return nil }
        let login: Login = claims["kind"]?.string == "account" ? .account(subject) : .system(subject)
        let mark = Array((claims["proof"]?.string ?? "").utf8)
        return proofs(login).contains { HMACSHA256.isSame(Array(self.mark(of: $0).utf8), mark) } ? login : nil
    }

    /// Whether `token` was made here, over or not.
    func isGenuine(_ token: String) -> Bool { claims(of: token) != nil }

    /// The text of a token's claims, where it was made here.
    private func claims(of token: String) -> [UInt8]? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let given = Self.decode(parts[2]),
            HMACSHA256.isSame(given, code(of: "\(parts[0]).\(parts[1])"))
        else { return nil }
        return Self.decode(parts[1])
    }

    /// What names a secret in a token without telling it.
    private func mark(of proof: [UInt8]) -> String { Hex.encode(Array(code(of: proof, as: "proof").prefix(16))) }

    private func code(of text: String) -> [UInt8] { code(of: Array(text.utf8), as: "token") }

    /// The HMAC of `bytes` for one use; random where there is none, so that nothing can be right by accident.
    private func code(of bytes: [UInt8], as use: String) -> [UInt8] {
        (try? HMACSHA256.code(of: Array("\(use):".utf8) + bytes, key: key))
            ?? (0..<32).map { _ in UInt8.random(in: 0...255) }
    }

    /// Base64 for URLs, without padding (RFC 4648, section 5; RFC 7515, section 2).
    private static func encode(_ bytes: [UInt8]) -> String {
        String(
            Base64.encode(bytes).compactMap { character in
                switch character {
                case "+": "-"
                case "/": "_"
                case "=": nil
                default: character
                }
            })
    }

    private static func decode(_ text: Substring) -> [UInt8]? {
        guard !text.contains(where: { $0 == "+" || $0 == "/" || $0 == "=" }) else { return nil }
        let plain = String(text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
        return Base64.decode(plain + String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4))
    }
}
