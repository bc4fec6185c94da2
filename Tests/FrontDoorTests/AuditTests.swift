import Testing

/// What the audit keeps of changes and of attempts, through sockets, as one who has something to hide would ask for them.
@Suite struct AuditTests {
    /// Runs a script with `ask(method, path, body, who, headers)`, `audit(limit)` and `admin`, and gives its lines.
    private static func run(_ daemon: RunningDaemon, _ script: String) throws -> [String] {
        let words = daemon.ready.split(separator: "\"")
        let url = try #require(words.first { $0.hasPrefix("https://") })
        let plain = try #require(words.first { $0.hasPrefix("http://") })
        let program = """
            import http.client, json, ssl
            pki, places, open_ones = "\(daemon.folder / "data")/certificates", {"tls": "\(url)"[8:], "plain": "\(plain)"[7:]}, {}
            def connection(who):
                if who not in open_ones:
                    if who == "plain": open_ones[who] = http.client.HTTPConnection(places["plain"], timeout=20)
                    else:
                        context = ssl.create_default_context(cafile=pki + "/root.pem")
                        if who: context.load_cert_chain(pki + "/" + who + "/certificate.pem", pki + "/" + who + "/key.pem")
                        open_ones[who] = http.client.HTTPSConnection(places["tls"], timeout=20, context=context)
                return open_ones[who]
            def ask(method, path, body=None, who="admin", **headers):
                if isinstance(body, (dict, list)): body = json.dumps(body)
                if isinstance(body, str): body = body.encode()
                fields = {"Content-Type": "application/json"} | {name.replace("_", "-"): value for name, value in headers.items()}
                link = connection(who); link.request(method, path, body, fields); answer = link.getresponse(); text = answer.read()
                return answer.status, json.loads(text) if text[:1] == b"{" else text.decode()
            def audit(limit): return ask("GET", f"/api/v1/audit?limit={limit}")[1]["items"]
            def told(entry): return " ".join([entry["operation"], entry["target"] or "-", entry["outcome"], entry.get("code", "-"), entry["detail"]])

            """
        let result = try Program.run("/usr/bin/python3", ["-c", program + script])
        #expect(result.errors.isEmpty)
        return result.output.split(separator: "\n").map(String.init)
    }

    /// Every operation that takes JSON and changes something, with every body that is none it takes.
    @Test func whatCannotBeReadIsRefusedAndKept() throws {
        let lines = try Self.run(
            try RunningDaemon(),
            #"""
            values = {"code": "H10.02", "agency": "H10.02", "urgency": "0", "day": "2026-01-02", "system": "x", "name": "x", "hub": "H10"}
            operations = bodies = 0
            for path, methods in ask("GET", "/openapi.json")[1]["paths"].items():
                for method, operation in methods.items():
                    content = operation.get("requestBody", {}).get("content", {})
                    if method == "get" or list(content) != ["application/json"]: continue
                    assert content["application/json"]["schema"]["additionalProperties"] is False, path
                    name = list(content["application/json"]["schema"]["properties"])[0]
                    for variable in operation["parameters"]:
                        if variable["in"] == "path":
                            value = values.get(variable["name"], "01900000-0000-8000-8000-000000000000")
                            path = path.replace("{" + variable["name"] + "}", value)
                    member = '"' + name + '":"x"'
                    bad = ["{" + member + ",}", "{" + member + "," + member + "}", "{" + member, "[]", "null", "x",
                        ("{" + member + "}").encode("utf-16"), ("{" + member + "}").encode("utf-16-le"), b'{"' + name.encode() + b'":"\xe9"}',
                        "{" + member + ',"z":' + "[" * 70 + "]" * 70 + "}", "{" + member + ',"z":1e999}', "{" + member + ',"z":1}',
                        "{" + member + "} {}", "{'" + name + "':1}", "{" + member + '/**/}', '{"' + name + '":NaN}', "{" + member + ',"' + name + '\\u0301":1}']
                    codes = []
                    for body in bad:
                        status, problem = ask(method.upper(), path, body)
                        if status != 400: print(operation["operationId"], status, problem, body)
                        codes.append(problem["code"])
                    kept = [(entry["operation"], entry["outcome"], entry.get("code")) for entry in audit(len(bad))][::-1]
                    wanted = [(operation["operationId"], "refused", code) for code in codes]
                    if kept != wanted: print(kept, wanted)
                    operations += 1; bodies = len(bad)
            print(operations > 20, bodies)
            """#)
        #expect(lines == ["True 17"])
    }

    @Test func nothingPushesAMemberOut() throws {
        let lines = try Self.run(
            try RunningDaemon(),
            #"""
            long = "A" * 100_000
            ask("POST", "/api/v1/tokens", {"certificate": long, "name": "evil", "role": "admin"}); print(told(audit(1)[0]).replace("A" * 200, "AAA"))
            ask("POST", "/api/v1/faults", {"reason": "x, hub=H11, seconds=9\n", "hub": "H10"}); print(told(audit(1)[0]))
            ask("DELETE", "/api/v1/faults/H10"); print(told(audit(1)[0]))
            ask("DELETE", "/api/v1/faults/H10%0AH11%20H12"); print(told(audit(1)[0]))
            ask("POST", "/api/v1/agencies/H10.02/merge", {"agencies": ["H99." + str(i) for i in range(500)]}); print(told(audit(1)[0]))
            ask("POST", "/api/v1/systems", {"id": "q", "secret": "an-invented-secret", "agencies": ["H10.02"], "registrations": 5}); print(told(audit(1)[0]))
            ask("POST", "/api/v1/accounts", '{"name":"b","secret":"an-invented-secret",}'); print(told(audit(1)[0]))
            status, problem = ask("POST", "/api/v1/systems", '{"id":"q",\n "agencys":["H10.02"]}')
            print(status, problem["code"], problem["line"], problem["column"], problem["detail"], problem["expected"][:40])
            ask("POST", "/api/v1/agencies/H10.02/certificates", b"no PEM", Content_Type="text/plain\t, x=y"); print(told(audit(1)[0]))
            ask("POST", "/api/v1/faults", '{"hub":"H10"}', Content_Encoding="gzip"); print(told(audit(1)[0]))
            ask("POST", "/api/v1/documents", b"<x/>", Content_Type="application/xml"); print(told(audit(1)[0]))
            """#)
        #expect(
            lines == [
                #"addToken - refused bad_request name=evil, role=admin, certificate="AAA" (+99800 characters)"#,
                #"addFault - done - hub=H10, reason="x, hub=H11, seconds=9\u000a""#, "clearFault H10 done - ",
                #"clearFault "H10\u000aH11 H12" refused not_found "#,
                "mergeAgencies H10.02 refused not_found agencies="
                    + (0..<16).map { "H99.\($0)" }.joined(separator: " ") + " (+484 more)",
                "addSystem - done - id=q, agencies=H10.02, registrations=5",
                "addAccount - refused bad_request body=(application/json 43 bytes)",
                "400 member_unknown 2 2 The body has a member that this operation does not know; did you mean agencies? "
                    + "of these members: id, secret, agencies, ",
                #"bindCertificate H10.02 refused bad_request body=("text/plain\u0009, x=y" 6 bytes SHA-256 "#
                    + "8003ff9d3b7a8ab9bc7c121d9c26980ed83449b3e256e581408ef33b31e5a3dc)",
                "addFault - refused content_encoding_unsupported hub=H10",
                "sendDocuments - refused unknown_root body=(application/xml 4 bytes)",
            ])
    }

    @Test func attemptsWithoutTheRightAreKeptWithinABudget() throws {
        let lines = try Self.run(
            try RunningDaemon(),
            #"""
            auditor = ask("POST", "/api/v1/tokens", {"name": "reader", "role": "auditor"})[1]["token"]
            part = ask("POST", "/api/v1/tokens", {"name": "part", "hub": "H10"})[1]["token"]
            def last(actor): return next((told(entry) for entry in audit(100) if entry["actor"] == actor), None)
            print(ask("POST", "/api/v1/faults", {"hub": "H10"}, None, Authorization="Bearer " + auditor)[0], last("token reader"))
            print(ask("PUT", "/api/v1/calendar/2026-01-02", {"kind": "holiday"}, None, Authorization="Bearer " + part)[0], last("token part, hub H10"))
            print(ask("POST", "/api/v1/agencies/G22/close", {}, None, Authorization="Bearer " + part)[0], last("token part, hub H10"))
            who = "agencies/H10.02"
            print(ask("POST", "/api/v1/tokens", {"name": "evil"}, who)[0], last("agency H10.02"))
            print(ask("POST", "/api/v1/faults", '{"hub":"H10",}', who)[1]["code"], ask("GET", "/api/v1/tokens", None, who)[0])
            for system, registrations in [("may", 5), ("may-not", 0)]:
                ask("POST", "/api/v1/systems", {"id": system, "secret": "an-invented-secret", "agencies": ["H10.13"], "registrations": registrations})
                bearer = ask("POST", "/lgsp/v1/auth/login", {"username": system, "password": "an-invented-secret"}, "plain")[1]["data"]["token"]
                fields = {"Authorization": "Bearer " + bearer, "X-SystemId": system, "X-SecretKey": "an-invented-secret"}
                for code in ["H10.13.77", "a b"]:
                    ask("POST", "/lgsp/v1/registerAgency", {"code": code, "name": "x, code=y", "pcode": "H10.13"}, "plain", **fields)
                    print(last("system " + system))
                ask("POST", "/lgsp/v1/registerAgency", '{"code":"x",}', "plain", **fields); print(last("system " + system))
            for i in range(60): ask("POST", "/api/v1/tokens", {"name": "evil%d" % i}, who)
            kept = sum(entry["actor"] == "agency H10.02" for entry in audit(500)); print(20 <= kept < 30, kept)
            metrics = ask("GET", "/metrics")[1]; over = [line for line in metrics.split("\n") if line.startswith("lgsp_audits_unrecorded_total")][0]
            print(int(over.split()[1]) == 61 - kept)
            """#)
        #expect(
            lines.map { $0.hasPrefix("True ") ? "True" : $0 } == [
                "403 addFault - refused auditor_reads_only hub=H10",
                "403 enterDay 2026-01-02 refused hub_scope kind=holiday", "403 closeAgency G22 refused hub_scope ",
                "403 addToken - refused not_permitted name=evil", "bad_request 403",
                #"registerAgency - done - code=H10.13.77, name="x, code=y", pcode=H10.13"#,
                #"registerAgency - refused agency_code_malformed code=a b, name="x, code=y", pcode=H10.13"#,
                "registerAgency - refused bad_request ",
                #"registerAgency - refused registration_not_allowed code=H10.13.77, name="x, code=y", pcode=H10.13"#,
                #"registerAgency - refused registration_not_allowed code=a b, name="x, code=y", pcode=H10.13"#,
                "registerAgency - refused bad_request ", "True", "True",
            ])
    }
}
