internal import EdXML
internal import Exchange
internal import HTTP
internal import Platform

/// What a document's own message says: its header, and what its attachments are called and how large they are.
enum DocumentParts {
    /// The parts of a message that was accepted.
    static func answer(_ content: [UInt8], today: Day) throws -> HTTPResponse {
        let message: EdXMLMessage
        do throws(EdXMLFault) {
            message = try EdXMLReader.read(content, today: today.description.replacing("-", with: "/"))
        } catch {
            // Accepted once: under an older reader's rules, or on a later clock.
            throw Problem("content_unreadable", found: error.code)
        }
        guard case .document(let document) = message else { throw Problem("content_unreadable") }
        return .json(200) { write(document, to: &$0) }
    }

    private static func write(_ document: EdXMLDocument, to json: inout JSONText) {
        organ("from", document.from, to: &json)
        json.key("to")
        json.array { json in for organ in document.to { json.object { Self.members(organ, to: &$0) } } }
        json.member("type_name", document.typeName)
        json.member("place", document.place)
        json.member("content", document.content)
        json.key("signer")
        if let signer = document.signer {
            json.object { json in
                json.member("full_name", signer.fullName)
                json.member("position", signer.position)
                json.member("competence", signer.competence)
            }
        } else {
            json.null()
        }
        json.member("due_date", document.dueDate)
        json.member("steering_type", document.steeringType)
        json.member("sphere_of_promulgation", document.sphere)
        json.member("page_amount", document.pageAmount.map(Int64.init))
        json.member("promulgation_amount", document.promulgationAmount.map(Int64.init))
        texts("appendixes", document.appendixes, to: &json)
        texts("to_places", document.places, to: &json)
        json.key("response_for")
        json.array { json in
            for response in document.responseFor {
                json.object { json in
                    json.member("organ_id", response.organID)
                    json.member("code", response.code)
                    json.member("promulgation_date", response.promulgationDate)
                    json.member("document_id", response.documentID)
                }
            }
        }
        json.key("trace_header_list")
        json.array { json in
            for trace in document.trace {
                json.object { json in
                    json.member("organ_id", trace.organID)
                    json.member("timestamp", trace.timestamp)
                }
            }
        }
        json.key("attachments")
        json.array { json in
            for attachment in document.attachments {
                json.object { json in
                    json.member("content_id", attachment.contentID)
                    json.member("name", attachment.name)
                    json.member("content_type", attachment.contentType)
                    json.member("description", attachment.description)
                    json.member("size", attachment.size)
                }
            }
        }
    }

    private static func organ(_ name: StaticString, _ organ: EdXMLOrgan, to json: inout JSONText) {
        json.key(name)
        json.object { members(organ, to: &$0) }
    }

    private static func members(_ organ: EdXMLOrgan, to json: inout JSONText) {
        json.member("organ_id", organ.id)
        json.member("organ_name", organ.name)
        json.member("email", organ.email)
    }

    private static func texts(_ name: StaticString, _ texts: [String], to json: inout JSONText) {
        json.key(name)
        json.array { json in for text in texts { json.string(text) } }
    }
}
