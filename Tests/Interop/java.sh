#!/usr/bin/env bash
# XML signatures that Java makes, in every form that is taken: each is valid here, and none once a word was changed.
set -euo pipefail
cd "$(dirname "$0")/../.."
lgsp=$PWD/.build/release/lgsp
sources=$PWD/Tests/Interop
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
javac -d . "$sources/SignXML.java"
"$lgsp" pki init --certificates pki 2>/dev/null >/dev/null
"$lgsp" pki issue H10.02 --certificates pki 2>/dev/null >/dev/null
"$lgsp" pki issue H10.03 --key rsa-2048 --certificates pki 2>/dev/null >/dev/null
cat > plain.edxml <<'X'
<?xml version="1.0" encoding="UTF-8"?>
<edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016" xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">
<edXML:edXMLEnvelope><edXML:edXMLHeader><edXML:MessageHeader><!-- a comment -->
<edXML:From><edXML:OrganId>H10.02</edXML:OrganId></edXML:From><edXML:To><edXML:OrganId>G22</edXML:OrganId></edXML:To>
<edXML:DocumentId>H10.02,2021,1</edXML:DocumentId>
<edXML:Code><edXML:CodeNumber>1</edXML:CodeNumber><edXML:CodeNotation>TT</edXML:CodeNotation></edXML:Code>
<edXML:PromulgationInfo><edXML:PromulgationDate>2021/06/24</edXML:PromulgationDate></edXML:PromulgationInfo>
<edXML:DocumentType><edXML:TypeName>Công văn</edXML:TypeName></edXML:DocumentType>
<edXML:Subject a="1" xmlns:b="urn:b" b:c='"2"'>Về việc ký &lt;bằng&gt; Java</edXML:Subject></edXML:MessageHeader>
</edXML:edXMLHeader></edXML:edXMLEnvelope></edXML>
X
inclusive=http://www.w3.org/TR/2001/REC-xml-c14n-20010315
exclusive=http://www.w3.org/2001/10/xml-exc-c14n#
count=0
for signer in H10.02:ecdsa-sha256 H10.03:rsa-sha256 H10.03:rsa-sha512; do
  code=${signer%%:*}
  method=http://www.w3.org/2001/04/xmldsig-more#${signer##*:}
  openssl pkcs8 -topk8 -nocrypt -in "pki/agencies/$code/key.pem" -outform DER -out key.der
  for form in "$inclusive" "$inclusive#WithComments" "$exclusive" "${exclusive}WithComments"; do
    for transform in - "$inclusive" "$exclusive"; do
      for prefix in - ds; do
        java -cp . SignXML plain.edxml signed.xml key.der "pki/agencies/$code/certificate.pem" "$method" "$form" \
          "$transform" "$prefix"
        sed 's/Java/java/' signed.xml > changed.xml
        for file in signed changed; do
          said=$("$lgsp" verify $file.xml --trust pki/root.pem --untrusted pki/issuing.pem --crl pki/crl.pem \
            2>/dev/null | head -1 || true)
          case "$file $said" in
            "signed valid" | "changed invalid signature_digest_mismatch") ;;
            *) echo "$signer $form $transform $prefix: $file is $said"; exit 1 ;;
          esac
        done
        count=$((count + 1))
      done
    done
  done
done
echo "$count signatures made by Java: valid, and refused once changed"
