#!/bin/bash
# Tests a package: test.sh PACKAGE EXECUTABLE. Nothing of it touches this machine's own packages.
set -euo pipefail
package=$(realpath "$1") executable=$(realpath "$2") here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
daemon=
trap '[ -z "$daemon" ] || kill "$daemon" 2>/dev/null || true; rm -rf "$work"' EXIT
fail() { echo "test.sh: $*" >&2; exit 1; }

echo "== what is in it"
dpkg-deb -x "$package" "$work/tree"
dpkg-deb -e "$package" "$work/control"
dpkg-deb -f "$package" Package Version Architecture Depends
dpkg-deb -c "$package" | awk '{print $2}' | sort -u | grep -qvx root/root && fail "files of somebody else"
find "$work/tree" -perm /022 ! -type l | grep . && fail "files that others may write"
(cd "$work/tree" && md5sum --quiet -c "$work/control/md5sums") || fail "digests"
for file in usr/bin/lgsp lib/systemd/system/lgsp.service etc/default/lgsp usr/share/man/man1/lgsp.1.gz \
    usr/share/man/man1/lgsp-serve.1.gz usr/share/bash-completion/completions/lgsp \
    usr/share/zsh/vendor-completions/_lgsp usr/share/fish/vendor_completions.d/lgsp.fish \
    usr/share/doc/lgsp/copyright usr/share/doc/lgsp/changelog.gz usr/share/lgsp/topology/agencies.tsv; do
    [ -s "$work/tree/$file" ] || fail "$file is missing"
done
[ "$(cat "$work/control/conffiles")" = /etc/default/lgsp ] || fail "conffiles"
for script in postinst prerm postrm; do sh -n "$work/control/$script" && [ -x "$work/control/$script" ] || fail "$script"; done
ldd "$work/tree/usr/bin/lgsp" | grep -i 'swift\|not found' && fail "Swift's library is not inside, or something is missing"
dynamic=$(readelf -dW "$work/tree/usr/bin/lgsp")
grep -q BIND_NOW <<< "$dynamic" && grep -q PIE <<< "$dynamic" && readelf -lW "$work/tree/usr/bin/lgsp" | grep -q GNU_RELRO ||
    fail "no full RELRO, or no PIE"
if command -v lintian >/dev/null; then lintian --fail-on error "$package"; else echo "lintian: not installed, left out"; fi

echo "== the unit"
sed "s#^ExecStart=/usr/bin/lgsp#ExecStart=$work/tree/usr/bin/lgsp#; /^Documentation=/d" \
    "$work/tree/lib/systemd/system/lgsp.service" > "$work/lgsp.service"
if command -v systemd-analyze >/dev/null; then
    complaints=$(systemd-analyze verify "$work/lgsp.service" 2>&1 | grep lgsp.service || true)
    [ -z "$complaints" ] || fail "$complaints"
    systemd-analyze security --offline=true --threshold=20 "$work/lgsp.service" | tail -1
fi

echo "== it runs from there, as the unit starts it"
arguments=$(sed -n 's#^ExecStart=/usr/bin/lgsp \(.*\) $LGSP_OPTIONS#\1#p' "$work/tree/lib/systemd/system/lgsp.service")
arguments=${arguments//\/var\/lib\/lgsp/$work\/state} arguments=${arguments//\/usr\/share/$work\/tree\/usr\/share}
mkdir -m 700 "$work/state"
cd "$work/state"
# shellcheck disable=SC2086
"$work/tree/usr/bin/lgsp" $arguments --listen 127.0.0.1:0 --listen-plain 127.0.0.1:0 2> "$work/log" & daemon=$!
export LGSP_DATA=$work/state
"$work/tree/usr/bin/lgsp" check --wait 20s || { cat "$work/log"; fail "not ready"; }
echo 'Một văn bản' > "$work/d.txt"
"$work/tree/usr/bin/lgsp" send "$work/d.txt" --from H10.02 --to G22 --json > /dev/null
kill "$daemon"; wait "$daemon" || fail "it ended with $?"; daemon=
[ -s "$work/state/ledger.sqlite" ] || fail "no ledger"
find "$work/state" -maxdepth 1 -type f -perm /077 | grep . && fail "data that others may read"

echo "== install, upgrade, remove, purge in a folder"
[ "$(id -u)" = 0 ] || { echo "needs root for its chroot: left out"; exit 0; }
root=$work/root
mkdir -p "$root"/{var/lib/dpkg/{info,updates},etc,bin,usr/bin,lib64,var/lib}
touch "$root"/var/lib/dpkg/{status,available}
# What maintainer scripts need, with the libraries those need.
for program in sh rm; do
    cp "$(command -v $program)" "$root/bin/"
    ldd "$(command -v $program)" | grep -o '/[^ ]*' | while read -r library; do
        mkdir -p "$root$(dirname "$library")"; cp -n "$library" "$root$library"
    done
done
run() { dpkg --root="$root" --force-depends --log="$work/dpkg.log" "$@" 2>&1 | grep -v 'dependency problems\|depends on\|is not installed\|^ *$\|^dpkg: lgsp' || true; }
state() { dpkg --root="$root" -s lgsp 2>/dev/null | sed -n 's/^Status: //p'; }
run -i "$package"
[ "$(state)" = "install ok installed" ] || fail "installed: $(state)"
[ "$(chroot "$root" /bin/sh -c 'echo inside')" = inside ] || fail "chroot"
mkdir -p "$root/var/lib/private/lgsp" && ln -s private/lgsp "$root/var/lib/lgsp" && echo kept > "$root/var/lib/lgsp/ledger.sqlite"
echo 'LGSP_OPTIONS="--alert-backlog 500"' > "$root/etc/default/lgsp"
VERSION=99.0 "$here/build.sh" "$executable" "$work/newer" > /dev/null
run --force-confold -i "$work"/newer/lgsp_99.0_*.deb
dpkg --root="$root" -s lgsp | grep -qx 'Version: 99.0' || fail "not upgraded"
grep -q 500 "$root/etc/default/lgsp" || fail "the configuration was overwritten"
[ "$(cat "$root/var/lib/lgsp/ledger.sqlite")" = kept ] || fail "an upgrade lost data"
run -r lgsp
[ "$(state)" = "deinstall ok config-files" ] || fail "removed: $(state)"
[ ! -e "$root/usr/bin/lgsp" ] || fail "the program is left"
[ "$(cat "$root/var/lib/lgsp/ledger.sqlite")" = kept ] || fail "removing lost data"
run -P lgsp
[ ! -e "$root/var/lib/lgsp" ] && [ ! -e "$root/var/lib/private/lgsp" ] && [ ! -e "$root/etc/default/lgsp" ] || fail "purging left something"
echo "right"
