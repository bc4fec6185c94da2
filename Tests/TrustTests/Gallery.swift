import Trust

/// Certificates and signatures that are each wrong in one way, made by the `openssl` tool alone, once for all tests.
struct Gallery: Sendable {
    static let shared = Gallery()
    let directory = Shell.temporaryDirectory()
    let ready: Bool

    private init() {
        let script = """
            exec 2>/dev/null
            export DB=root; for d in root sub deep plain rsaca; do printf 'unique_subject=no\\n' > $d.attr; : > $d; done
            echo 01 > crlnumber; head -c 3000 /dev/urandom > doc
            cat > c.cnf <<X
            [req]
            distinguished_name=dn
            [dn]
            [root]
            basicConstraints=critical,CA:true
            keyUsage=critical,keyCertSign,cRLSign
            subjectKeyIdentifier=hash
            [last]
            basicConstraints=critical,CA:true,pathlen:0
            keyUsage=critical,keyCertSign,cRLSign
            [plain]
            keyUsage=critical,keyCertSign,cRLSign
            [leaf]
            basicConstraints=CA:false
            keyUsage=critical,digitalSignature
            extendedKeyUsage=clientAuth,emailProtection
            [server]
            keyUsage=critical,digitalSignature
            extendedKeyUsage=serverAuth
            [mail]
            keyUsage=critical,digitalSignature
            extendedKeyUsage=emailProtection
            [encipher]
            keyUsage=critical,keyEncipherment
            [bare]
            basicConstraints=CA:false
            [critical]
            1.2.3.4.5=critical,ASN1:NULL
            [ca]
            default_ca=d
            [d]
            database=\\$ENV::DB
            new_certs_dir=.
            rand_serial=yes
            default_md=sha256
            default_crl_days=30
            crlnumber=crlnumber
            policy=p
            copy_extensions=none
            [p]
            commonName=supplied
            X
            ec() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:$2 -out $1.key; }
            request() { openssl req -new -key $1.key -subj /CN=$1 -config c.cnf -out $1.csr; }
            # by AUTHORITY NAME EXTENSIONS FROM TO …
            by() { a=$1; n=$2; e=$3; f=$4; t=$5; shift 5; [ -f $n.key ] || ec $n P-256; request $n
              DB=$a openssl ca -batch -notext -config c.cnf -cert $a.pem -keyfile $a.key -extensions $e -in $n.csr \
                -startdate $f -enddate $t -out $n.pem "$@"; }
            crl() { DB=$1 openssl ca -config c.cnf -cert $1.pem -keyfile $1.key -gencrl -out $1.crl; }
            sign() { n=$1; s=$2; shift 2; openssl cms -sign -binary -in doc -outform DER -signer $s.pem \
              -inkey $s.key "$@" -out $n.cms; }
            A=20200101000000Z; Z=20480101000000Z
            ec root P-256; request root
            openssl ca -batch -notext -config c.cnf -selfsign -keyfile root.key -extensions root -in root.csr \
              -startdate $A -enddate $Z -out root.pem
            by root sub last $A $Z; by sub deep last $A $Z; by root plain plain $A $Z
            openssl genrsa -out rsaca.key 2048; by root rsaca root $A $Z
            for b in 2048 3072 4096 1024; do openssl genrsa -out rsa$b.key $b; by root rsa$b leaf $A $Z; done
            ec p384 P-384; by root p384 leaf $A $Z; by root p256 leaf $A $Z
            ec p521 P-521; by root p521 leaf $A $Z
            by sub below leaf $A $Z; by deep deeper leaf $A $Z; by plain unmarked leaf $A $Z
            by root expired leaf $A 20210101000000Z; by root future leaf 20470101000000Z $Z
            by root revoked leaf $A $Z; by root server server $A $Z; by root mail mail $A $Z
            by root encipher encipher $A $Z; by root critical critical $A $Z; by root bare bare $A $Z
            by root sha1cert leaf $A $Z -md sha1; by rsaca md5cert leaf $A $Z -md md5
            by root twice server $A 20210101000000Z
            ec stranger P-256
            openssl req -x509 -new -key stranger.key -subj /CN=Other -config c.cnf -extensions leaf -out stranger.pem
            DB=root openssl ca -config c.cnf -cert root.pem -keyfile root.key -revoke revoked.pem
            DB=root openssl ca -config c.cnf -cert root.pem -keyfile root.key -revoke twice.pem
            for a in root sub deep plain rsaca; do crl $a; done
            cat root.crl sub.crl deep.crl plain.crl rsaca.crl > crl.pem
            cat root.pem crl.pem > anchors.pem; cat p256.pem rsa2048.pem > known.pem
            for n in p256 p384 p521 rsa1024 rsa2048 rsa3072 rsa4096 expired future revoked server mail encipher critical \
              bare sha1cert stranger twice; do sign $n $n; done
            sign below below -certfile sub.pem; sign md5cert md5cert -certfile rsaca.pem
            cat deep.pem sub.pem > both.pem; sign deeper deeper -certfile both.pem
            sign unmarked unmarked -certfile plain.pem
            sign nocerts rsa2048 -nocerts; sign sha1 rsa2048 -md sha1; sign noattr rsa2048 -noattr
            sign keyid rsa2048 -keyid; sign pss rsa2048 -keyopt rsa_padding_mode:pss
            sign sha512 p256 -md sha512; sign sha384 rsa2048 -md sha384
            openssl cms -sign -binary -in doc -outform DER -signer p256.pem -inkey p256.key -signer rsa2048.pem \
              -inkey rsa2048.key -out two.cms
            openssl cms -sign -binary -in doc -outform DER -nodetach -signer p256.pem -inkey p256.key -out attached.cms
            """
        ready = Shell.run(script, in: directory)
    }

    func bytes(_ name: String) -> [UInt8] { Shell.read(directory + "/" + name) }

    func signature(_ name: String) -> [UInt8] { bytes(name + ".cms") }

    func certificate(_ name: String) throws -> Certificate { try Certificate.all(in: bytes(name + ".pem"))[0] }

    func key(_ name: String) throws -> PrivateKey { try PrivateKey(pem: bytes(name + ".key")) }

    /// Trusts the root alone; intermediates come with the messages.
    func store(crls: String? = "crl.pem") throws -> TrustStore {
        try TrustStore(
            roots: Certificate.all(in: bytes("root.pem")),
            crls: crls.map { try TrustStore.crls(in: bytes($0)) } ?? [])
    }

    func verifier(crls: String? = "crl.pem") throws -> CMSVerifier { CMSVerifier(store: try store(crls: crls)) }
}
