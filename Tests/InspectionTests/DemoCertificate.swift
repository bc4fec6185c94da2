/// A certificate whose key nobody has: only its summary is looked at.
enum DemoCertificate {
    static let pem = """
        -----BEGIN CERTIFICATE-----
        MIIBkDCCATegAwIBAgIUFdOsPSmcKgKb+ljrzOPwDA3Wk4gwCgYIKoZIzj0EAwIw
        HjEcMBoGA1UEAwwTSW52ZW50ZWQgZm9yIGEgdGVzdDAeFw0yNjExMjQwNzM3MzZa
        Fw0zNjExMjEwNzM3MzZaMB4xHDAaBgNVBAMME0ludmVudGVkIGZvciBhIHRlc3Qw
        WTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQ7Qpbr/wjl/0acEM3GfvoCrcpbMJs6
        NwwerN0Ot6McJZ7H8UIBFwWzoO4b2L69Jt99fWw/BE0tm9uUnPfW/JcBo1MwUTAd
        BgNVHQ4EFgQU0lH1TgjV0Fsi+sIt5lpG54K6n1cwHwYDVR0jBBgwFoAU0lH1TgjV
        0Fsi+sIt5lpG54K6n1cwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBE
        AiBv4NrGgxMcoApEc/T/V1i1A0fDb7s0WNQc8hgu2qhm7QIgFZr3MpNh8Uh83tWD
        hy7HH10C7wHQ+JL8Ry3OgLDMsu4=
        -----END CERTIFICATE-----
        """
}
