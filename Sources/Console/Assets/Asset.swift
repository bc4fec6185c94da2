internal import HTTP

/// A file that pages are made with, served by the daemon itself.
struct Asset: Sendable {
    let contentType: String
    let text: String

    /// The file of this name below `/console`.
    static func named(_ name: String) -> Asset? { all[name] }

    private static let all: [String: Asset] = [
        "style.css": Asset(contentType: "text/css; charset=utf-8", text: Style.text),
        "script.js": Asset(contentType: "text/javascript; charset=utf-8", text: Script.text),
        "icon.svg": Asset(contentType: "image/svg+xml", text: icon),
        "app.webmanifest": Asset(contentType: "application/manifest+json", text: manifest),
    ]

    /// The answer; it may be kept for an hour.
    var response: HTTPResponse {
        HTTPResponse(
            status: 200, contentType: contentType, headers: [("Cache-Control", "private, max-age=3600")],
            body: Array(text.utf8))
    }

    private static let icon = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="14" fill="#0b5394"/>
        <g fill="none" stroke="#fff" stroke-width="4"><path d="M32 14v12M32 38v12M20 32H12M52 32h-8"/><circle cx="32" cy="32" r="8"/></g></svg>
        """

    private static let manifest = """
        {"name":"LGSP Bus","short_name":"LGSP","start_url":"/console","scope":"/console","display":"standalone",
        "background_color":"#ffffff","theme_color":"#0b5394",
        "icons":[{"src":"/console/icon.svg","sizes":"any","type":"image/svg+xml","purpose":"any"}]}
        """
}
