internal import HTTP
internal import Platform
internal import Trust

/// Under what name somebody tries to prove who it is: a system's id, an agency's code, an account, or, where a secret comes
/// alone, what that is told by.
struct LoginName: Sendable {
    /// A name as the throttle keeps it: of the same length whatever a stranger sends.
    typealias Key = [UInt8]

    let key: Key
    /// The name as the audit tells it, 64 visible characters at most.
    let text: String
    /// Whether it is made of the secret itself: another secret is another name then.
    let isSecret: Bool

    /// The name that a request gives.
    init(_ name: String) {
        key = Array(SHA256.digest(Array(name.utf8)).prefix(16))
        let scalars = name.unicodeScalars.prefix(64).map { $0.properties.isWhitespace || $0.value < 0x20 ? "_" : $0 }
        text = String(String.UnicodeScalarView(scalars))
        isSecret = false
    }

    /// What a secret that comes without a name is told by: the beginning of its digest.
    init(secret: String) {
        key = Array(SHA256.digest(Array(secret.utf8)).prefix(16))
        text = "sha256:\(Hex.encode(Array(key.prefix(4))))"
        isSecret = true
    }
}

/// Where somebody tries to prove who it is.
enum LoginDoor: String, CaseIterable, Sendable {
    case api, console, vxp, lgsp
    case edocService = "edocservice"
}

/// One attempt to prove who one is.
struct LoginAttempt: Sendable {
    let door: LoginDoor
    let name: LoginName
    let source: HTTPSource
}
