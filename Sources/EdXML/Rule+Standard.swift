extension Rule {
    /// The whole standard as one tree: the elements, how often, how long, how written.
    ///
    /// "Required" are the fields without which no message can be routed or registered; "expected" are those the
    /// standard does not call optional, but real traffic lacks.
    static let standard = Rule.container(
        .edXML, .required,
        [
            .container(
                .edXMLEnvelope, .required,
                [
                    .container(
                        .edXMLHeader, .required,
                        [
                            .container(.messageHeader, .required, header), trace,
                            Rule(name: .signature, kind: .signature), Rule(name: .digitalSignature, kind: .signature),
                        ]),
                    .container(
                        .edXMLBody, .expected, only: .document,
                        [.container(.edXMLManifest, .expected, [.container(.reference, repeated: true, part)])]),
                ]),
            .container(
                .attachmentEncoded, only: .document,
                [
                    .container(
                        .attachment, repeated: true,
                        part + [Rule(name: .contentTransferEncoded, kind: .base64, need: .required)])
                ]),
            Rule(name: .signature, kind: .signature),
        ])

    private static let organ: [Rule] = [
        .text(.organID, .required, limit: 35, as: .organ), .text(.organizationInCharge, limit: 500),
        .text(.organName, .expected, limit: 200), .text(.organAdd, limit: 500), .text(.email, limit: 100),
        .text(.telephone, limit: 20), .text(.fax, limit: 20), .text(.website, limit: 20),
    ]

    private static let staff: [Rule] = [
        .text(.department), .text(.staff), .text(.email, limit: 100), .text(.mobile, limit: 20),
    ]

    private static let part: [Rule] = [
        .text(.contentID, .required), .text(.contentType, .expected), .text(.description),
        .text(.attachmentName, .expected, limit: 500, as: .fileName),
    ]

    private static let header: [Rule] = [
        .container(.from, .required, organ),
        .container(.to, .required, repeated: true, only: .document, organ),
        .text(.documentID, .required, only: .document),
        .container(
            .code, .required, only: .document,
            [.text(.codeNumber, .required, limit: 11), .text(.codeNotation, .required, limit: 30)]),
        .container(
            .promulgationInfo, .required, only: .document,
            [.text(.place, limit: 50), .text(.promulgationDate, .required, as: .date)]),
        .container(
            .documentType, .required, only: .document,
            [.text(.type, .expected), .text(.typeDetail), .text(.typeName, .required, limit: 100)]),
        .text(.subject, .required, limit: 500, only: .document),
        .text(.content, limit: 500, only: .document),
        .container(
            .signerInfo, only: .document,
            [.text(.competence), .text(.position, limit: 100), .text(.fullName, limit: 50)]),
        .text(.dueDate, as: .date, only: .document),
        .container(
            .otherInfo, only: .document,
            [
                .text(.priority, as: .number(4)), .text(.sphereOfPromulgation, limit: 100),
                .text(.typerNotation, limit: 10), .text(.promulgationAmount, as: .amount(999)),
                .text(.pageAmount, as: .amount(999)), .text(.direction),
                .container(.appendixes, [.text(.appendix, repeated: true)]),
            ]),
        .container(
            .responseFor, repeated: true,
            [
                .text(.organID, limit: 35, as: .organ), .text(.code), .text(.promulgationDate, as: .date),
                .text(.documentID),
            ]),
        .text(.steeringType, only: .document),
        .container(.toPlaces, only: .document, [.text(.place, limit: 150, repeated: true)]),
        .container(.staffInfo, only: .status, staff),
        .text(.statusCode, .required, as: .status, only: .status),
        .text(.description, only: .status),
        .text(.timestamp, .expected, as: .timestamp, only: .status),
    ]

    private static let trace = Rule.container(
        .traceHeaderList, only: .document,
        [
            .container(
                .traceHeader, .expected, repeated: true,
                [.text(.organID, limit: 35), .text(.timestamp, .expected, as: .timestamp)]),
            .container(
                .bussiness,
                [
                    .text(.documentID), .text(.bussinessDocType, .expected, as: .number(3)),
                    .text(.bussinessDocReason, limit: 500), .text(.paper, as: .number(1)),
                    .container(.staffInfo, staff),
                    .container(
                        .bussinessDocumentInfo,
                        [
                            .text(.documentInfo, as: .number(1)), .text(.documentReceiver, as: .number(1)),
                            .container(
                                .receiverList,
                                [
                                    .container(
                                        .receiver, repeated: true,
                                        [.text(.organID, .required, limit: 35, as: .organ), .text(.receiverType)])
                                ]),
                        ]),
                    .container(
                        .replacementInfoList,
                        [
                            .container(
                                .replacementInfo, .expected, repeated: true,
                                [
                                    .text(.documentID, .required),
                                    .container(
                                        .organIDList,
                                        [.text(.organID, limit: 35, as: .organ, repeated: true)]),
                                ])
                        ]),
                ]),
        ])
}
