internal import EdXML
internal import Exchange
public import Inspection
internal import Trust

/// Every error code of the bus and its command line with its status, its words and what to do: the one place that
/// `lgsp errors`, `/errors/{code}` and problem documents read.
public enum Catalogue {
    /// One code.
    public struct Entry: Sendable {
        /// The stable snake_case name.
        public let code: String
        /// The HTTP status of an answer with the code; 0 where only the command line says it, or a warning.
        public let status: Int
        /// A sentence in English.
        public let title: String
        /// What to do, in English.
        public let hint: String
        /// A sentence in Vietnamese.
        public let titleVI: String
        /// What to do, in Vietnamese.
        public let hintVI: String
        /// The standard and its clause; empty where there is none.
        public let clause: String

        init(
            _ code: String, _ status: Int, _ title: String, _ titleVI: String, _ hint: String, _ hintVI: String,
            _ clause: String = ""
        ) {
            self.code = code
            self.status = status
            self.title = title
            self.hint = hint
            self.titleVI = titleVI
            self.hintVI = hintVI
            self.clause = clause
        }

        /// The sentence, in Vietnamese where asked for, else in English.
        public func title(vietnamese: Bool) -> String { vietnamese ? titleVI : title }

        /// What to do, in Vietnamese where asked for, else in English.
        public func hint(vietnamese: Bool) -> String { vietnamese ? hintVI : hint }
    }

    /// The entry of `code`; an unknown code is an internal fault and says so.
    public static func entry(_ code: String) -> Entry {
        byCode[code]
            ?? Entry(code, 422, code, code, "See /errors/\(code).", "Xem /errors/\(code).")
    }

    /// The words of `code`, as inspections tell them.
    public static func words(_ code: String, vietnamese: Bool) -> Words {
        let entry = entry(code)
        return Words(
            title: entry.title(vietnamese: vietnamese), hint: entry.hint(vietnamese: vietnamese), clause: entry.clause,
            isVietnamese: vietnamese)
    }

    /// All entries in order of their code.
    public static let all: [Entry] = byCode.values.sorted { $0.code < $1.code }

    private static let byCode: [String: Entry] = {
        var entries: [String: Entry] = [:]
        for entry in own + exchange + systems + webhooks + mail + rules + access + commandLine
        where entries[entry.code] == nil {
            entries[entry.code] = entry
        }
        for code in EdXMLCode.allCases {
            add(code.rawValue, code.title, code.hint, code.clause, to: &entries)
        }
        for code in TrustCode.allCases {
            add(code.rawValue, code.title, code.hint, code.clause, to: &entries)
        }
        return entries
    }()
    /// A code of the layers below: where one above has words for it, only the clause is taken that those lack.
    private static func add(
        _ code: String, _ title: (_ vietnamese: Bool) -> String, _ hint: (_ vietnamese: Bool) -> String,
        _ clause: String, to entries: inout [String: Entry]
    ) {
        let known = entries[code]
        guard known?.clause.isEmpty ?? true else { return }
        entries[code] = Entry(
            code, known?.status ?? 422, known?.title ?? title(false), known?.titleVI ?? title(true),
            known?.hint ?? hint(false), known?.hintVI ?? hint(true), clause)
    }
}
