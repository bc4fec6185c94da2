#!/usr/bin/env bash
# Sends a document, and receives and confirms it, with curl and openssl alone:
#   native.sh URL CERTIFICATES SENDER RECEIVER FILE.edxml
# URL is the daemon's HTTPS address, CERTIFICATES the folder of its PKI; see .lgsp/run.json.
set -euo pipefail
url=$1 pki=$2 sender=$3 receiver=$4 file=$5

as() { # as AGENCY PATH [curl's options]: a request in the name of an agency
  local agency=$1 path=$2
  shift 2
  curl --silent --show-error --fail-with-body --cacert "$pki/root.pem" --cert "$pki/agencies/$agency/certificate.pem" \
    --key "$pki/agencies/$agency/key.pem" "$url/api/v1$path" "$@"
}

# The signature is a detached CMS over exactly the bytes that are sent.
signature=$(openssl cms -sign -binary -in "$file" -signer "$pki/agencies/$sender/certificate.pem" \
  -inkey "$pki/agencies/$sender/key.pem" -outform DER | base64 -w0)
answer=$(as "$sender" /documents --data-binary "@$file" -H 'Content-Type: application/edxml+xml' \
  -H "Lgsp-Signature: $signature")
id=$(sed -E 's/^\{"id":"([^"]+)".*/\1/' <<<"$answer")
echo "accepted: $id"

# Waits up to 10 s for something in the receiver's mailbox.
inbox=$(as "$receiver" "/inbox/$receiver?wait=10&limit=1")
delivery=$(sed -E 's/.*"delivery":"([^"]+)".*/\1/' <<<"$inbox")
as "$receiver" "/documents/$id/content" --output received.edxml
cmp "$file" received.edxml && echo "received: the same bytes"
as "$receiver" "/inbox/$receiver/confirm" --json "{\"deliveries\":[\"$delivery\"]}"
echo
as "$sender" "/documents/$id/statuses" -o /dev/null --json '{"code":"03"}' 2>/dev/null ||
  echo "a sender may not state 03: that is the receiver's"
as "$receiver" "/documents/$id/statuses" --json '{"code":"03"}'
echo
