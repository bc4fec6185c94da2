#!/usr/bin/env bash
# Sends what the OpenAPI documents allow, and what they do not, to a fresh daemon (schemathesis): no 5xx, no status that
# is not documented, no answer of another type. EXAMPLES bounds the work, SEED makes it repeatable.
set -euo pipefail
cd "$(dirname "$0")/../.."
lgsp=${1:-.build/release/lgsp}
st=.build/tools/contract/bin/st
mkdir -p .build
work=$(mktemp -d "$PWD/.build/contract.XXXXXX")
"$lgsp" serve --ephemeral --data "$work/data" --listen 127.0.0.1:0 --listen-plain 127.0.0.1:0 \
  --ready-file "$work/ready" 2>"$work/log" &
daemon=$!
trap 'kill $daemon 2>/dev/null; wait $daemon 2>/dev/null || true; rm -rf "$work"' EXIT
for _ in $(seq 100); do [ -s "$work/ready" ] && break; sleep 0.1; done
url=$(jq -r .url "$work/ready")
plain=$(jq -r .plain_url "$work/ready")
pki=$work/data/certificates
for number in 1 2 3; do
  "$lgsp" send README.md --from H10.13 --to H10.14 --number "$number" --data "$work/data" >/dev/null 2>&1
done
"$lgsp" system add contract.example --agency H10.13 --secret contract-secret --policy advisory \
  --data "$work/data" >/dev/null 2>&1
token=$(curl -sf "$plain/lgsp/v1/auth/login" -H 'Content-Type: application/json' \
  -d '{"username":"contract.example","password":"contract-secret"}' | jq -r .data.token)

failed=0
run() {
  local name=$1
  shift
  # Whether bytes are a document, and a code is an agency, no schema can say: what it allows may be refused.
  if ! "$st" run "$@" --exclude-checks positive_data_acceptance --max-examples "${EXAMPLES:-50}" \
    --seed "${SEED:-1}" --no-color >"$work/$name.log" 2>&1; then
    failed=1
    cat "$work/$name.log"
  fi
  echo "$name: $(grep -A1 '^Test cases:' "$work/$name.log" | tail -1 | sed 's/^ *//')"
}
# A listener's stream does not end, and the ledger's jobs take the whole machine.
# Either way of being known is enough: where it leaves the token out, the connection's certificate still counts.
run native "$url/openapi.json" --url "$url" --tls-verify "$pki/root.pem" --request-cert "$pki/admin/certificate.pem" \
  --request-cert-key "$pki/admin/key.pem" --exclude-path-regex '/events|/ledger/' \
  --exclude-checks positive_data_acceptance,ignored_auth
run lgsp "$plain/lgsp/openapi.json" --url "$plain" -H "Authorization: Bearer $token" \
  -H 'X-SystemId: contract.example' -H 'X-SecretKey: contract-secret' \
  --exclude-checks positive_data_acceptance,negative_data_rejection,ignored_auth
run edoc "$plain/EdocService/openapi.json" --url "$plain" -H 'authorization: contract-secret' \
  --exclude-checks positive_data_acceptance,negative_data_rejection,ignored_auth,missing_required_header
kill -0 "$daemon"
grep -q internal "$work/log" && { cat "$work/log"; failed=1; }
exit $failed
