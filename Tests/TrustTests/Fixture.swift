import Testing
import Trust

/// A PKI and signatures made by the `openssl` tool alone, once for all tests.
struct Fixture: Sendable {
    static let shared = Fixture()
    let directory = Shell.temporaryDirectory()
    let ready: Bool

    private init() {
        let script = """
            exec 2>/dev/null
            printf 'unique_subject=no\\n' > index.attr; : > index; echo 01 > crlnumber
            cat > c.cnf <<X
            [req]
            distinguished_name=dn
            [dn]
            [root]
            basicConstraints=critical,CA:true
            keyUsage=critical,keyCertSign,cRLSign
            subjectKeyIdentifier=hash
            [leaf]
            basicConstraints=CA:false
            keyUsage=critical,digitalSignature
            extendedKeyUsage=clientAuth,emailProtection
            subjectKeyIdentifier=hash
            [server]
            keyUsage=critical,digitalSignature
            extendedKeyUsage=serverAuth
            [ca]
            default_ca=d
            [d]
            database=index
            new_certs_dir=.
            rand_serial=yes
            default_md=sha256
            default_days=30
            default_crl_days=30
            crlnumber=crlnumber
            policy=p
            copy_extensions=none
            [p]
            commonName=supplied
            X
            ec() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:$2 -out $1.key; }
            ec root P-256
            openssl req -x509 -new -key root.key -subj /CN=Root -days 60 -config c.cnf -extensions root -out root.pem
            ec stranger P-256
            openssl req -x509 -new -key stranger.key -subj /CN=Other -config c.cnf -extensions leaf -out stranger.pem
            ec p256 P-256; ec p384 P-384; ec revoked P-256; ec expired P-256; ec wrong P-256
            openssl genrsa -out rsa.key 2048; openssl genrsa -out weak.key 1024
            sign() { n=$1; shift; openssl cms -sign -binary -in doc -outform DER "$@" -out $n.cms; }
            one() { n=$1; e=$2; shift 2; openssl req -new -key $n.key -subj /CN=$n -config c.cnf -out $n.csr
              openssl ca -batch -notext -config c.cnf -cert root.pem -keyfile root.key -extensions $e -in $n.csr \
                -out $n.pem "$@"; }
            one p256 leaf; one p384 leaf; one rsa leaf; one weak leaf; one revoked leaf; one wrong server
            one expired leaf -startdate 20200101000000Z -enddate 20210101000000Z
            openssl ca -config c.cnf -cert root.pem -keyfile root.key -revoke revoked.pem
            openssl ca -config c.cnf -cert root.pem -keyfile root.key -gencrl -out crl.pem
            head -c 6000 /dev/urandom > doc
            for n in p256 p384 rsa weak revoked wrong expired stranger; do
              sign $n -signer $n.pem -inkey $n.key; done
            sign nocerts -signer p256.pem -inkey p256.key -nocerts
            sign noattr -signer rsa.pem -inkey rsa.key -noattr
            sign keyid -signer p256.pem -inkey p256.key -keyid
            sign sha1 -signer rsa.pem -inkey rsa.key -md sha1
            sign pss -signer rsa.pem -inkey rsa.key -keyopt rsa_padding_mode:pss
            """
        ready = Shell.run(script, in: directory)
    }

    func bytes(_ name: String) -> [UInt8] { Shell.read(directory + "/" + name) }

    func verifier(knowing name: String = "p256") throws -> CMSVerifier {
        let store = try TrustStore(
            roots: Certificate.all(in: bytes("root.pem")), crls: TrustStore.crls(in: bytes("crl.pem")))
        return CMSVerifier(store: store, signers: SignerDirectory(try Certificate.all(in: bytes(name + ".pem"))))
    }
}
