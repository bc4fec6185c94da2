public import EdXML
public import Exchange

extension SecrecyMarks {
    /// Whether a document bears a mark in one of the fields where it is looked for; a status has none of them.
    public func isSecret(_ message: EdXMLMessage) -> Bool {
        guard case .document(let document) = message else { return false }
        return isSecret(fields: [
            document.subject, document.content, document.typeName, document.typeDetail, document.typerNotation,
            document.steeringType, document.sphere,
        ])
    }
}
