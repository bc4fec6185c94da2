// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is built alike: language mode 6, warnings are errors, unsafe code is marked where it stands.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

func system(_ name: String, _ pkgConfig: String, apt package: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([package])])
}

func layer(_ name: String, on dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, on dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: settings)
}

let package = Package(
    name: "lgsp-bus",
    products: [.executable(name: "lgsp", targets: ["lgsp"])],
    targets: [
        system("COpenSSL", "libcrypto", apt: "libssl-dev"),
        system("CSQLite", "sqlite3", apt: "libsqlite3-dev"),
        system("CLibXML2", "libxml-2.0", apt: "libxml2-dev"),
        system("CMicroHTTPD", "libmicrohttpd", apt: "libmicrohttpd-dev"),
        system("CGnuTLS", "gnutls", apt: "libgnutls28-dev"),
        system("CCurl", "libcurl", apt: "libcurl4-openssl-dev"),

        // Of libicu-dev. A target that is compiled, since ICU's headers and Foundation's do not go together in Swift.
        .target(name: "CICU", linkerSettings: [.linkedLibrary("icuuc")]),
        // Stands between libmicrohttpd and its own errors: a target that is compiled, since it defines a symbol.
        .target(name: "CHTTPErrors", linkerSettings: [.linkedLibrary("microhttpd")]),
        // A file system for SQLite with checksums in its pages: a target that is compiled, since it is code.
        .target(name: "CPageChecks", linkerSettings: [.linkedLibrary("sqlite3")]),
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "CXMLSec", path: "Benchmarks/CXMLSec", providers: [.apt(["libxmlsec1-dev"])]),

        layer("Platform", on: ["CICU", "CLinux"]),
        layer("XML", on: ["CLibXML2", "Platform"]),
        layer("EdXML", on: ["XML", "Platform"]),
        layer("Trust", on: ["XML", "COpenSSL", "Platform"]),
        layer("Exchange"),
        layer("Inspection", on: ["Exchange", "EdXML", "Trust", "XML", "Platform"]),
        layer("Gallery", on: ["Exchange", "EdXML", "Trust", "XML", "Platform"]),
        layer("Ledger", on: ["Exchange", "Platform", "CSQLite", "CPageChecks"]),
        layer("Outbound", on: ["CCurl", "Platform"]),
        layer("HTTP", on: ["Platform", "CLinux", "CMicroHTTPD", "CHTTPErrors", "CGnuTLS"]),
        layer(
            "Gateway",
            on: [
                "Exchange", "EdXML", "XML", "Trust", "Inspection", "Ledger", "HTTP", "Outbound", "Platform", "CLinux",
            ]),
        layer("Console", on: ["Gateway", "HTTP", "Exchange", "Platform"]),
        layer("Client", on: ["Outbound", "Platform"]),
        layer("Scenario", on: ["Exchange", "EdXML", "Trust", "Client", "Outbound", "Platform"]),
        .executableTarget(
            name: "lgsp",
            dependencies: [
                "Exchange", "EdXML", "XML", "Trust", "Inspection", "Gallery", "Ledger", "Gateway", "Console", "Client",
                "Outbound", "Scenario", "HTTP", "Platform",
            ],
            swiftSettings: settings,
            // Addresses that an attacker could write to are fixed at the start, and read-only from then on.
            linkerSettings: [
                .unsafeFlags(["-Xlinker", "-z", "-Xlinker", "relro", "-Xlinker", "-z", "-Xlinker", "now"])
            ]),

        .executableTarget(
            name: "Measure", dependencies: ["Exchange", "Trust", "XML", "Platform", "COpenSSL", "CXMLSec"],
            path: "Benchmarks/Measure",
            // pkg-config's flags for xmlsec1 hold definitions that the package manager does not pass on.
            swiftSettings: settings + [.unsafeFlags(["-Xcc", "-I/usr/include/xmlsec1"])]),

        .executableTarget(
            name: "Growth", dependencies: ["Exchange", "Ledger", "Trust", "Platform"], path: "Benchmarks/Growth",
            swiftSettings: settings),

        tests("PlatformTests", on: ["Platform"]),
        tests("EdXMLTests", on: ["EdXML", "XML", "Platform"]),
        tests("TrustTests", on: ["Trust", "XML", "Platform"]),
        tests("InspectionTests", on: ["Inspection", "Exchange", "EdXML", "Trust", "XML", "Platform"]),
        tests("OutboundTests", on: ["Outbound", "HTTP", "Platform"]),
        tests("ExchangeTests", on: ["Exchange"], exclude: ["Golden"]),
        tests("LedgerTests", on: ["Ledger", "Exchange", "Platform"]),
        tests("HTTPTests", on: ["HTTP", "Outbound", "Platform"]),
        tests(
            "GatewayTests",
            on: [
                "Gateway", "Exchange", "EdXML", "XML", "Trust", "Inspection", "Ledger", "HTTP", "Outbound",
                "Platform",
            ]),
        tests("ConsoleTests", on: ["Console", "HTTP", "Platform"]),
        tests("ScenarioTests", on: ["Scenario", "Exchange", "EdXML", "Trust", "Platform"]),
        tests(
            "FrontDoorTests", on: ["lgsp", "Client", "EdXML", "Outbound", "Platform", "Scenario", "Trust"]),
    ]
)

// The fuzzers need code with coverage in it and libFuzzer's runtime: `make test-fuzz` alone builds them (Fuzz/README.md).
if Context.environment["LGSP_FUZZ"] != nil {
    package.targets += [
        .systemLibrary(name: "CFuzz", path: "Fuzz/CFuzz", providers: [.apt(["libxml2-dev", "libssl-dev"])]),
        .executableTarget(
            name: "Fuzz",
            dependencies: [
                "Platform", "XML", "EdXML", "Trust", "Exchange", "HTTP", "Gateway", "Scenario", "CFuzz", "CXMLSec",
            ],
            path: "Fuzz/Sources",
            swiftSettings: settings + [
                .unsafeFlags(["-Xcc", "-I/usr/include/xmlsec1", "-Xcc", "-I/usr/include/libxml2"])
            ]),
    ]
}
