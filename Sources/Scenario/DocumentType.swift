/// One of the 29 administrative document types (Decree 30/2020, article 7).
struct DocumentType: Sendable, Equatable {
    /// Such as `QĐ`; `CV` for the dispatch and `TCg` for the letter, which have none, are ours, for scenario files only.
    let abbreviation: String
    /// Such as `Quyết định`.
    let name: String
    /// What stands in the notation; empty for a dispatch.
    let notation: String

    init(_ abbreviation: String, _ name: String, notation: String? = nil) {
        self.abbreviation = abbreviation
        self.name = name
        self.notation = notation ?? abbreviation
    }

    /// The type that scenario files call `abbreviation`, or nil.
    static func named(_ abbreviation: String) -> DocumentType? {
        all.first { $0.abbreviation == abbreviation }
    }

    /// All of them, in the order of the decree.
    static let all: [DocumentType] = [
        DocumentType("NQ", "Nghị quyết"), DocumentType("QĐ", "Quyết định"), DocumentType("CT", "Chỉ thị"),
        DocumentType("QC", "Quy chế"), DocumentType("QyĐ", "Quy định"), DocumentType("TC", "Thông cáo"),
        DocumentType("TB", "Thông báo"), DocumentType("HD", "Hướng dẫn"), DocumentType("CTr", "Chương trình"),
        DocumentType("KH", "Kế hoạch"), DocumentType("PA", "Phương án"), DocumentType("ĐA", "Đề án"),
        DocumentType("DA", "Dự án"), DocumentType("BC", "Báo cáo"), DocumentType("BB", "Biên bản"),
        DocumentType("TTr", "Tờ trình"), DocumentType("HĐ", "Hợp đồng"), DocumentType("CV", "Công văn", notation: ""),
        DocumentType("CĐ", "Công điện"), DocumentType("BGN", "Bản ghi nhớ"), DocumentType("BTT", "Bản thỏa thuận"),
        DocumentType("GUQ", "Giấy ủy quyền"), DocumentType("GM", "Giấy mời"), DocumentType("GGT", "Giấy giới thiệu"),
        DocumentType("GNP", "Giấy nghỉ phép"), DocumentType("PG", "Phiếu gửi"), DocumentType("PC", "Phiếu chuyển"),
        DocumentType("PB", "Phiếu báo"), DocumentType("TCg", "Thư công", notation: ""),
    ]
}
