#!/bin/bash
# Tests a package under a real systemd: machine.sh PACKAGE NEWER MACHINE. A clean Debian, kept as the archive MACHINE, is
# booted with systemd as its first process in namespaces of its own, without a network; the package is installed there
# from Debian's archive with what it depends on, run, upgraded to NEWER, removed and purged. Where the variable OLDER names
# a package, that one is installed first, and PACKAGE over it.
set -euo pipefail
package=$(realpath "$1") newer=$(realpath "$2") machine=$(realpath -m "$3")
fail() { echo "machine.sh: $*" >&2; [ -z "$first" ] || inside journalctl --no-pager -u lgsp | tail -20 >&2; exit 1; }
[ "$(id -u)" = 0 ] || { echo "machine.sh: needs root: left out"; exit 0; }
work=$(mktemp -d /var/tmp/lgsp-machine.XXXXXX)
root=$work/root first='' nspawn=''
# The machine ends with its first process, whatever it was doing.
trap '[ -z "$nspawn" ] || { kill "$nspawn" && wait "$nspawn" || true; } 2>/dev/null; rm -rf "$work"
rmdir /run/systemd/nspawn/propagate/lgsp-test 2>/dev/null || true' EXIT
# In the machine's namespaces, as its root.
inside() {
    nsenter --target "$first" --mount --uts --ipc --net --pid --cgroup --root --wd \
        env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LGSP_DATA=/var/lib/lgsp "$@"
}
property() { inside systemctl show lgsp -P "$1"; }
# await SECONDS WHAT COMMAND…
await() {
    local end=$((SECONDS + $1)) what=$2
    shift 2
    until "$@"; do [ "$SECONDS" -lt "$end" ] || fail "it is not so: $what"; sleep 0.5; done
}
restarted() { [ "$(property NRestarts)" -ge "$1" ] && [ "$(property ActiveState)" = active ]; }
holds() { [ "$(inside lgsp find --json '' | wc -l)" = "$1" ]; }
documents() { await 20 "$1 documents are there $2" holds "$1"; }
send() {
    inside sh -c 'echo "Một văn bản" > /root/d.txt; lgsp send /root/d.txt --from H10.02 --to G22 --json' > /dev/null
}
files() { (cd "$root" && find . -xdev \( -path ./proc -o -path ./sys -o -path ./run -o -path ./tmp -o -path ./dev \
    -o -path ./var/log -o -path ./var/tmp -o -path ./var/cache -o -path ./var/lib/dpkg -o -path ./var/lib/apt \
    -o -path ./var/lib/systemd -o -path ./root \) -prune -o -print | sort); }

if [ ! -s "$machine" ]; then
    echo "== a clean Debian"
    mkdir -p "$(dirname "$machine")"
    mmdebstrap --quiet --variant=minbase --include=systemd-sysv,dbus "${SUITE:-bookworm}" "$work/clean.tar" 2> "$work/log" \
        || { cat "$work/log" >&2; fail "mmdebstrap"; }
    mv "$work/clean.tar" "$machine"
fi
mkdir "$root"
tar -xf "$machine" -C "$root"
files > "$work/before"

echo "== install, with what it depends on"
cp "$package" "$root/root/lgsp.deb"
cp "${OLDER:-$package}" "$root/root/first.deb"
cp "$newer" "$root/root/newer.deb"
cp -L /etc/resolv.conf "$root/etc/resolv.conf"
chroot "$root" sh -c 'export DEBIAN_FRONTEND=noninteractive; apt-get update -qq && apt-get install -y -qq --no-install-recommends /root/first.deb' \
    < /dev/null > "$work/log" 2>&1 || { cat "$work/log" >&2; fail "apt-get install"; }
rm "$root/etc/resolv.conf"

echo "== boot"
systemd-nspawn --quiet --boot --directory "$root" --machine lgsp-test --register=no --keep-unit --private-network \
    < /dev/null > "$work/boot.log" 2>&1 & nspawn=$!
for _ in $(seq 100); do first=$(pgrep -P "$nspawn" | head -1) && [ -n "$first" ] && break; sleep 0.1; done
[ -n "$first" ] || { cat "$work/boot.log" >&2; fail "it does not boot"; }
upgrade() {
    local pid
    pid=$(property MainPID)
    inside dpkg --force-confold -i "/root/$1" > "$work/log" 2>&1 || { cat "$work/log" >&2; fail "upgrade"; }
    await 60 "it runs after the upgrade" restarted 0
    [ "$(property MainPID)" != "$pid" ] || fail "the upgrade did not start it anew"
    await 60 "it answers after the upgrade" inside lgsp check --wait 1s > /dev/null
    inside dpkg-query -W lgsp
}
booted() { inside systemctl is-system-running 2>/dev/null | grep -qx 'running\|degraded'; }
await 60 "systemd runs" booted
inside systemd-analyze --version | head -1

echo "== the service starts, and says so itself"
[ "$(property ActiveState)" = inactive ] || fail "installing started it"
inside systemctl enable --quiet --now lgsp || fail "it does not start"
if [ -n "${OLDER:-}" ]; then
    send
    documents 1 "before the older package is upgraded"
    upgrade lgsp.deb
    inside lgsp ledger verify > /dev/null || fail "the older ledger is not whole"
else
    send
fi
documents 1 "at first"
[ "$(property ActiveState) $(property Type) $(property Result)" = "active notify success" ] || fail "state"
property StatusText | grep '^Answers at ' || fail "status"
pid=$(property MainPID)
inside sh -c "cat /proc/$pid/status" > "$work/status"
awk '/^Uid:/ && $2 == 0 {exit 1}' "$work/status" || fail "it is root"
grep -q '^CapEff:[[:space:]]0000000000000000$' "$work/status" || fail "it has capabilities"
grep -q '^NoNewPrivs:[[:space:]]1$' "$work/status" && grep -q '^Seccomp:[[:space:]]2$' "$work/status" || fail "hardening"
[ "$(inside stat -L -c %a /var/lib/lgsp)" = 700 ] || fail "others may read the data"
inside systemd-analyze security --no-pager --threshold=20 lgsp | tail -1
inside lgsp check --wait 20s > /dev/null || fail "check"
inside lgsp console link | grep -m1 'https://' | sed 's/link=.*/link=…/' || fail "console link"
inside journalctl --no-pager -u lgsp | grep 'lgsp is ready' > /dev/null || fail "the journal says nothing"
# A one-time link is for a terminal, never for a log that others read.
! inside journalctl --no-pager -u lgsp | grep 'link=' > /dev/null || fail "a link stands in the journal"
echo "== it is killed, and started anew"
inside sh -c "kill -KILL $pid"
await 30 "it is started anew after a kill" restarted 1
await 20 "it answers again" inside lgsp check --wait 1s > /dev/null
documents 1 "after a kill"

echo "== it hangs, and the watchdog has it started anew"
inside sh -c "kill -STOP $(property MainPID)"
began=$SECONDS
await 75 "the watchdog has it started anew" restarted 2
inside journalctl --no-pager -u lgsp | grep -i 'watchdog timeout' > /dev/null || fail "that was not the watchdog"
echo "after $((SECONDS - began)) s"
documents 1 "after the watchdog"

echo "== the SMTP server's password is root's, and systemd hands it over"
printf 'LGSP_OPTIONS=""\nLGSP_MAIL_SERVER=smtps://localhost\nLGSP_MAIL_FROM=lgsp@localhost\n' > "$root/etc/default/lgsp"
printf 'one line\n' > "$root/etc/lgsp/mail"
chmod 600 "$root/etc/lgsp/mail"
! inside systemctl restart lgsp 2>/dev/null || fail "it starts with half a password"
inside journalctl --no-pager -u lgsp | grep mail_credentials_malformed > /dev/null || fail "the journal does not say why"
printf 'lgsp\nsecret\n' > "$root/etc/lgsp/mail"
inside systemctl restart lgsp || fail "it does not start with a password"
inside lgsp check --format json | grep '"server":"smtps://localhost:465"' > /dev/null || fail "no mail is set up"

echo "== upgrade: it goes on, with its data and its configuration"
send
upgrade newer.deb
documents 2 "after the upgrade"
send
documents 3 "after one more was sent"
inside lgsp ledger verify > /dev/null || fail "the ledger is not whole after the upgrade"
grep -q LGSP_MAIL_SERVER "$root/etc/default/lgsp" && [ -s "$root/etc/lgsp/mail" ] || fail "the configuration is gone"

echo "== remove keeps the data, purge leaves nothing"
inside dpkg -r lgsp > /dev/null 2>&1 || fail "remove"
[ -z "$(inside sh -c 'ls /usr/bin/lgsp 2>/dev/null')" ] || fail "the program is left"
! inside systemctl is-active --quiet lgsp || fail "it runs on after it was removed"
[ -s "$root/var/lib/private/lgsp/ledger.sqlite" ] || fail "removing lost data"
inside dpkg -P lgsp > /dev/null 2>&1 || fail "purge"
chroot "$root" sh -c 'apt-get autoremove -y -qq' < /dev/null > /dev/null 2>&1
files > "$work/after"
grep -v '/machine-id$\|/etc/ld.so.cache\|/etc/resolv.conf\|/etc/.pwd.lock\|/var/lib/private$\|/usr/share/mime\|__pycache__' \
    <(comm -13 "$work/before" "$work/after") > "$work/left" || true
[ ! -s "$work/left" ] || { cat "$work/left" >&2; fail "purging left that"; }
echo "right"
