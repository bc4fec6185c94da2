internal import Gateway
internal import HTTP
internal import Platform

/// A document's bytes as they came, for download: never shown by the browser as a page of ours.
enum DocumentFile {
    static func answer(_ visit: Visit, _ id: String, _ language: Language) -> HTTPResponse {
        do throws(Visit.Failure) {
            var response = try visit.raw("/api/v1/documents/\(Percent.encode(id))/content")
            let name = id.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") } + ".edxml"
            response.headers = [("Content-Type", "application/octet-stream")] + HTTPResponse.download(name)
            return response
        } catch {
            return .page(
                Layout.frame(
                    title: error.code, language: language, header: "",
                    main: "<p class=\"problem\" role=\"alert\"><code>\(error.code)</code> \(error.detail)</p>"),
                status: error.status, language)
        }
    }
}
