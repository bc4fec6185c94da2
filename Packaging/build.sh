#!/bin/bash
# Builds a Debian package: build.sh EXECUTABLE OUTPUT-FOLDER. The executable holds Swift's library; what else it links
# is asked of dpkg-shlibdeps.
set -euo pipefail
lgsp=$(realpath "$1") out=$(realpath -m "$2")
here=$(cd "$(dirname "$0")" && pwd)
version=${VERSION:-$("$lgsp" version | cut -d' ' -f2)}
architecture=$(dpkg --print-architecture)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$here" log -1 --format=%ct 2>/dev/null || date +%s)}
umask 022

install -D -m 755 "$lgsp" "$root/usr/bin/lgsp"
strip --strip-debug "$root/usr/bin/lgsp"
install -D -m 644 "$here/lgsp.service" "$root/lib/systemd/system/lgsp.service"
install -D -m 644 "$here/lgsp.default" "$root/etc/default/lgsp"
install -d -m 700 "$root/etc/lgsp"
install -D -m 755 /dev/null "$root/usr/libexec/lgsp/swift-backtrace"
cp "$(dirname "$(realpath "$(command -v swift)")")/../libexec/swift/linux/swift-backtrace-static" \
    "$root/usr/libexec/lgsp/swift-backtrace"
chmod 755 "$root/usr/libexec/lgsp/swift-backtrace"
mkdir -p "$root/usr/share/lgsp/topology" "$root/usr/share/man" "$root/usr/share/doc/lgsp"
install -m 644 "$here"/../Scenarios/binh-phuoc-2021/topology/*.tsv "$root/usr/share/lgsp/topology"
"$lgsp" man --output "$root/usr/share/man/man1"
gzip -9n "$root"/usr/share/man/man1/*.1
for shell in bash:bash-completion/completions/lgsp zsh:zsh/vendor-completions/_lgsp fish:fish/vendor_completions.d/lgsp.fish; do
    mkdir -p "$(dirname "$root/usr/share/${shell#*:}")"
    "$lgsp" completion "${shell%%:*}" > "$root/usr/share/${shell#*:}"
done
install -m 644 "$here"/../Documentation/monitoring/* "$root/usr/share/doc/lgsp"
{
    echo "Files: *"
    echo "License: Apache-2.0"
    echo " On Debian systems its text is in /usr/share/common-licenses/Apache-2.0."
} > "$root/usr/share/doc/lgsp/copyright"
printf 'lgsp (%s) unstable; urgency=medium\n\n  * Built from the sources.\n\n -- LGSP Bus <root@localhost>  %s\n' \
    "$version" "$(date -R -d "@$SOURCE_DATE_EPOCH")" | gzip -9n > "$root/usr/share/doc/lgsp/changelog.gz"

# dpkg-shlibdeps wants the control file of a source package.
mkdir -p "$work/debian" "$root/DEBIAN"
printf 'Source: lgsp\n\nPackage: lgsp\nArchitecture: any\n' > "$work/debian/control"
depends=$(cd "$work" && dpkg-shlibdeps -O "$root/usr/bin/lgsp" 2>"$work/shlibdeps" | sed 's/^shlibs:Depends=//')
[ -n "$depends" ] || { cat "$work/shlibdeps" >&2; exit 1; }
cat > "$root/DEBIAN/control" <<CONTROL
Package: lgsp
Version: $version
Architecture: $architecture
Maintainer: LGSP Bus <root@localhost>
Section: net
Priority: optional
Installed-Size: $(du -ks --exclude=DEBIAN "$root" | cut -f1)
Depends: $depends
Suggests: bash-completion, prometheus
Description: routes signed edXML documents between agencies
 A bus for the electronic documents of state agencies: it checks what is sent,
 keeps it durably, and brings it to the mailboxes of those it is addressed to.
 .
 The package holds the daemon, which is the command line too, its unit for
 systemd, manual pages and completions for shells.
CONTROL
echo /etc/default/lgsp > "$root/DEBIAN/conffiles"
(cd "$root" && find . -path ./DEBIAN -prune -o -type f -printf '%P\0' | sort -z | xargs -0 md5sum) > "$root/DEBIAN/md5sums"
install -m 755 "$here"/debian/* "$root/DEBIAN"
mkdir -p "$out"
dpkg-deb --root-owner-group -Zxz --build "$root" "$out/lgsp_${version}_$architecture.deb"
