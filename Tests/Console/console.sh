#!/usr/bin/env bash
# Fills a fresh bus and looks at its console with a browser: console.sh LGSP AXE FOLDER. The pictures stay in FOLDER.
# With DATA and CERTIFICATES in the environment it is the bus of those that is filled and looked at.
set -euo pipefail
lgsp=$(realpath "$1") axe=$(realpath "$2") here=$(realpath "$(dirname "$0")")
mkdir -p "$3"
pictures=$(realpath "$3")
work=$(mktemp -d "$pictures/work.XXXXXX")
cd "$here/../.."
if [ -n "${DATA:-}" ]; then
  data=$DATA options=(--certificates "$CERTIFICATES")
else
  data=$work/data options=(--ephemeral)
fi
"$lgsp" serve "${options[@]}" --data "$data" --listen 127.0.0.1:0 --listen-plain 127.0.0.1:0 \
  --ready-file "$work/ready" 2>"$work/log" &
daemon=$!
trap 'kill $daemon 2>/dev/null; wait $daemon 2>/dev/null || true; rm -rf "$work"' EXIT
for _ in $(seq 100); do [ -s "$work/ready" ] && break; sleep 0.1; done
export LGSP_DATA=$data
echo 'Một văn bản mẫu' >"$work/text.txt"
for number in 1 2 3 4 5 6; do
  "$lgsp" send "$work/text.txt" --from H10.02 --to G22 --to H10.13 --number "$number" \
    --subject "Kế hoạch số $number <script>alert(1)</script><img src=x onerror=alert(2)>\"'" --json >/dev/null
done
"$lgsp" send "$work/text.txt" --from G22 --to H10 --number 7 --json >/dev/null
"$lgsp" send "$work/text.txt" --from H10.13 --to H10.31 --number 8 --subject 'Báo cáo tháng' --json >/dev/null
"$lgsp" send "$work/text.txt" --from H10.02 --to G22 --number 10 -o "$work/urgent.edxml" >/dev/null 2>&1
sed -i 's#Priority>0<#Priority>3<#' "$work/urgent.edxml"
"$lgsp" send "$work/urgent.edxml" --from H10.02 --json >/dev/null
"$lgsp" send "$work/text.txt" --from H10.13 --to H10.99.99 --number 9 --json >/dev/null 2>&1 || true
"$lgsp" inbox G22 --json | jq -r .delivery | head -4 | xargs -n 1 "$lgsp" confirm --json >/dev/null
"$lgsp" fault add national --reason 'Bảo trì <b>' >/dev/null 2>&1
"$lgsp" system add qlvb.example --agency H10.31 --secret an-invented-secret >/dev/null 2>&1
link=$("$lgsp" console link --json | jq -r .url)
token=$("$lgsp" token add auditor --role auditor --json 2>/dev/null | jq -r .token)
/usr/bin/python3 "$here/console.py" "$(jq -r .url "$work/ready")" "$link" "$token" "$axe" "$pictures"
