#!/usr/bin/env bash
# XML signatures that .NET's SignedXml makes, as Mono has it: each is valid here, and none once a word was changed.
#
# SignedXml signs with RSA alone, here and in .NET: there is no ECDSA. Documents are loaded and saved with
# PreserveWhitespace, without which SignedXml itself does not verify what it signed. "none" is no KeyInfo at all.
set -euo pipefail
cd "$(dirname "$0")/../.."
lgsp=$PWD/.build/release/lgsp
sources=$PWD/Tests/Interop
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mcs -r:System.Security.dll -out:SignXML.exe "$sources/SignXML.cs"
"$lgsp" pki init --certificates pki 2>/dev/null >/dev/null
for size in 2048 3072; do
  "$lgsp" pki issue "H10.$size" --key "rsa-$size" --certificates pki 2>/dev/null >/dev/null
  # Mono reads no other encryption of the file.
  openssl pkcs12 -export -inkey "pki/agencies/H10.$size/key.pem" -in "pki/agencies/H10.$size/certificate.pem" \
    -passout pass:pass -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1 -out "$size.pfx"
done
cat > plain.edxml <<'X'
<?xml version="1.0" encoding="UTF-8"?>
<edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016" xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">
<edXML:edXMLEnvelope><edXML:edXMLHeader><edXML:MessageHeader><!-- a comment -->
<edXML:From><edXML:OrganId>H10.02</edXML:OrganId></edXML:From><edXML:To><edXML:OrganId>G22</edXML:OrganId></edXML:To>
<edXML:Subject a="1" xmlns:b="urn:b" b:c='"2"'>Về việc ký &lt;bằng&gt; .NET <![CDATA[<&>]]>	<edXML:e/></edXML:Subject>
</edXML:MessageHeader></edXML:edXMLHeader></edXML:edXMLEnvelope></edXML>
X
inclusive=http://www.w3.org/TR/2001/REC-xml-c14n-20010315
exclusive=http://www.w3.org/2001/10/xml-exc-c14n#
more=http://www.w3.org/2001/04/xmldsig-more
count=0
for size in 2048 3072; do
  for digest in "256 http://www.w3.org/2001/04/xmlenc#sha256" "384 $more#sha384" \
    "512 http://www.w3.org/2001/04/xmlenc#sha512"; do
    for form in "$inclusive" "$inclusive#WithComments" "$exclusive" "${exclusive}WithComments"; do
      for transform in - "$form"; do
        for info in x509 none; do
          mono SignXML.exe plain.edxml signed.xml "$size.pfx" "$more#rsa-sha${digest%% *}" "${digest#* }" "$form" \
            "$transform" "$info"
          sed 's/\.NET/.net/' signed.xml > changed.xml
          for file in signed changed; do
            # Without KeyInfo the certificate must be known: offline, from --untrusted.
            said=$("$lgsp" verify $file.xml --trust pki/root.pem --untrusted pki/issuing.pem \
              --untrusted "pki/agencies/H10.$size/certificate.pem" --crl pki/crl.pem 2>/dev/null | head -1 || true)
            case "$file $said" in
              "signed valid" | "changed invalid signature_digest_mismatch") ;;
              *) echo "$size ${digest%% *} $form $transform $info: $file is $said"; exit 1 ;;
            esac
          done
          count=$((count + 1))
        done
      done
    done
  done
done
echo "$count signatures made by .NET's SignedXml: valid, and refused once changed"
