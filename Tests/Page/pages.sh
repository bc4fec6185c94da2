#!/bin/bash
# Makes report pages of the sample results in a folder and looks at them with a browser: pages.sh LGSP FOLDER
set -euo pipefail
lgsp=$(realpath "$1") here=$(realpath "$(dirname "$0")")
cd "$2"
for name in one hostile bare; do "$lgsp" replay report $name.json -o $name.html; done
"$lgsp" replay report one.json two.json -o pair.html
LGSP_LANG=vi "$lgsp" replay report one.json -o one-vi.html
LGSP_LANG=vi "$lgsp" replay report one.json two.json -o pair-vi.html
/usr/bin/python3 "$here/page.py" . one.html pair.html one-vi.html pair-vi.html hostile.html bare.html
