internal import HTTP
internal import Platform

/// Writes the OpenAPI document (3.1) of a table of operations.
enum OpenAPI {
    /// The document for `operations` below `root`; `security` are the names and the objects of the ways in
    /// which callers are known, any of which is enough; `isClosed` where a body may have no other members.
    static func document(
        title: String, root: String, _ operations: [APIOperation],
        security: [(name: StaticString, write: (inout JSONText) -> Void)],
        problems: String = "application/problem+json", isClosed: Bool = false
    ) -> [UInt8] {
        var json = JSONText(capacity: 65_536)
        json.object { json in
            json.member("openapi", "3.1.0")
            json.key("info")
            json.object { json in
                json.member("title", title)
                json.member("version", "1")
            }
            json.key("servers")
            json.array { json in json.object { $0.member("url", "/") } }
            json.key("paths")
            json.object { json in
                var paths: [String] = []
                for operation in operations where !paths.contains(operation.path) { paths.append(operation.path) }
                for path in paths {
                    json.key(dynamic: root + path)
                    json.object { json in
                        for operation in operations where operation.path == path {
                            write(operation, problems, isClosed, to: &json)
                        }
                    }
                }
            }
            json.key("components")
            json.object { json in
                json.key("securitySchemes")
                json.object { json in
                    for way in security {
                        json.key(way.name)
                        json.object(way.write)
                    }
                }
                json.key("schemas")
                json.object { json in
                    json.key("Problem")
                    json.object(problem)
                }
            }
            json.key("security")
            json.array { json in
                for way in security {
                    json.object { json in
                        json.key(way.name)
                        json.array { _ in }
                    }
                }
            }
        }
        return json.bytes
    }

    /// RFC 9457, with what the bus adds.
    private static func problem(_ json: inout JSONText) {
        json.member("type", "object")
        json.key("properties")
        json.object { json in
            for name in ["type", "title", "code", "detail", "hint", "expected", "found", "refusal", "trace_id"] {
                json.key(dynamic: name)
                json.object { $0.member("type", "string") }
            }
            for name in ["status", "line", "column"] {
                json.key(dynamic: name)
                json.object { $0.member("type", "integer") }
            }
        }
        json.key("required")
        json.array { json in for name in ["type", "title", "status", "code"] { json.string(name) } }
    }

    /// What any operation may be answered with: not understood, unknown, not permitted, not here, too large, too much
    /// at once, too busy.
    private static let always = [400, 401, 403, 404, 405, 413, 429, 503]

    private static func write(
        _ operation: APIOperation, _ problems: String, _ isClosed: Bool, to json: inout JSONText
    ) {
        json.key(dynamic: operation.method.lowercased())
        json.object { json in
            json.member("operationId", operation.id)
            json.member("summary", operation.summary)
            if operation.isPublic {
                json.key("security")
                json.array { _ in }
            }
            let variables = operation.parts.filter { $0.first == "{" }.map { $0.dropFirst().dropLast() }
            json.key("parameters")
            json.array { json in
                for variable in variables {
                    json.object { json in
                        json.member("name", String(variable))
                        json.member("in", "path")
                        json.member("required", true)
                        json.key("schema")
                        json.object { json in
                            json.member("type", "string")
                            json.member("minLength", 1)
                        }
                    }
                }
                for parameter in operation.parameters { json.object { write(parameter, to: &$0) } }
            }
            if let body = operation.body { write(body, isClosed, to: &json) }
            json.key("responses")
            json.object { json in
                for status in Set(operation.answers.map(\.status)).sorted() {
                    json.key(dynamic: "\(status)")
                    json.object { json in
                        json.member("description", "Done.")
                        let contents = operation.answers.filter { $0.status == status }.compactMap(\.content)
                        guard !contents.isEmpty else { return }
                        json.key("content")
                        json.object { json in
                            for content in contents {
                                json.key(dynamic: content)
                                json.object { json in
                                    json.key("schema")
                                    json.object { json in
                                        if content == "application/json" { json.member("type", "object") }
                                    }
                                }
                            }
                        }
                    }
                }
                let ofBodies = operation.body == nil ? [] : [415]
                for status in Set(always + ofBodies + operation.problems).sorted() {
                    json.key(dynamic: "\(status)")
                    json.object { json in
                        json.member("description", "A problem; its code says which.")
                        json.key("content")
                        json.object { json in
                            // What never becomes a request of the interface is answered with a problem document.
                            for type in Set([problems, "application/problem+json"]).sorted() {
                                json.key(dynamic: type)
                                json.object { json in
                                    json.key("schema")
                                    json.object { json in
                                        if type == "application/problem+json" {
                                            json.member("$ref", "#/components/schemas/Problem")
                                        } else {
                                            json.member("type", "object")
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private static func write(_ parameter: APIParameter, to json: inout JSONText) {
        json.member("name", parameter.name)
        json.member("in", parameter.place)
        json.member("description", parameter.summary)
        if parameter.isRequired { json.member("required", true) }
        json.key("schema")
        json.object { json in
            guard parameter.isList else { return schema(parameter.kind, to: &json) }
            json.member("type", "array")
            json.key("items")
            json.object { schema(parameter.kind, to: &$0) }
            if parameter.isRequired { json.member("minItems", 1) }
        }
    }

    private static func schema(_ kind: APIParameter.Kind, to json: inout JSONText) {
        switch kind {
        case .text: json.member("type", "string")
        case .pattern(let pattern): self.pattern(pattern, to: &json)
        case .choice(let names): choice(names, to: &json)
        case .number(let range): number(range, to: &json)
        case .day:
            json.member("type", "string")
            json.member("format", "date")
        }
    }

    private static func pattern(_ pattern: String, to json: inout JSONText) {
        json.member("type", "string")
        json.member("pattern", pattern)
    }

    private static func choice(_ names: [String], to json: inout JSONText) {
        json.member("type", "string")
        json.key("enum")
        json.array { json in for name in names { json.string(name) } }
    }

    private static func number(_ range: ClosedRange<Int64>, to json: inout JSONText) {
        json.member("type", "integer")
        json.member("minimum", range.lowerBound)
        json.member("maximum", range.upperBound)
    }

    private static func write(_ body: APIBody, _ isClosed: Bool, to json: inout JSONText) {
        json.key("requestBody")
        json.object { json in
            json.member("required", true)
            json.key("content")
            json.object { json in
                for type in body.types {
                    json.key(dynamic: type)
                    json.object { json in
                        json.key("schema")
                        json.object { json in
                            guard !body.members.isEmpty else { return }
                            json.member("type", "object")
                            json.key("properties")
                            json.object { json in
                                for member in body.members {
                                    json.key(dynamic: member.name)
                                    json.object { schema(member.kind, to: &$0) }
                                }
                            }
                            if isClosed { json.member("additionalProperties", false) }
                            let required = body.members.filter(\.isRequired)
                            guard !required.isEmpty else { return }
                            json.key("required")
                            json.array { json in for member in required { json.string(member.name) } }
                        }
                    }
                }
            }
        }
    }

    private static func schema(_ kind: APIBody.Kind, to json: inout JSONText) {
        switch kind {
        case .text: json.member("type", "string")
        case .length(let range):
            json.member("type", "string")
            json.member("minLength", range.lowerBound)
            json.member("maxLength", range.upperBound)
        case .pattern(let pattern): self.pattern(pattern, to: &json)
        case .choice(let names): choice(names, to: &json)
        case .flag: json.member("type", "boolean")
        case .number(let range): number(range, to: &json)
        case .texts:
            json.member("type", "array")
            json.key("items")
            json.object { $0.member("type", "string") }
        }
    }
}
