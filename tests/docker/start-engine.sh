#!/usr/bin/env bash
# A Docker engine of our own for the tests, on Debian, as root: its own socket and data, no network, nothing pulled.
# Base images are made from Debian packages and kept in the cache folder. Prints the engine's address.
#   start-engine.sh          start (or find) it
#   start-engine.sh stop     end it and all its containers; images stay
set -euo pipefail
repo="$(cd "$(dirname "$0")/../.." && pwd)"
cache="${PYNCHY_ENGINE_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/pynchy-engine}"
socket="$cache/docker.sock"
pidfile="$cache/docker.pid"
image=pynchy-test-base:2
mkdir -p "$cache"

api() { curl -sf --max-time 10 --unix-socket "$socket" "http://engine$1" "${@:2}"; }
alive() { [ -f "$pidfile" ] && kill -0 "$(cat "$pidfile")" 2>/dev/null && ! grep -q '^State:.*Z' "/proc/$(cat "$pidfile")/status"; }

if [ "${1:-}" = stop ]; then
  if alive; then
    pid="$(cat "$pidfile")"
    kill "$pid"
    # A dead daemon that nobody reaps still answers kill -0: a zombie is gone enough.
    for _ in $(seq 150); do
      if ! kill -0 "$pid" 2>/dev/null || grep -q '^State:.*Z' "/proc/$pid/status" 2>/dev/null; then break; fi
      sleep 0.2
    done
    rm -f "$pidfile"
  fi
  exit 0
fi

if ! command -v dockerd >/dev/null || ! command -v debootstrap >/dev/null || ! command -v curl >/dev/null; then
  apt-get update -qq >&2
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends docker.io debootstrap curl ca-certificates >/dev/null
fi

if ! alive || ! api /_ping >/dev/null; then
  rm -f "$socket" "$pidfile" "$cache/exec/containerd/containerd.pid"
  setsid "${PYNCHY_ENGINE_PROGRAM:-dockerd}" -H "unix://$socket" --data-root "$cache/data" --exec-root "$cache/exec" --pidfile "$pidfile" \
    --iptables=false --ip6tables=false --bridge=none --containerd "" >"$cache/dockerd.log" 2>&1 </dev/null &
  for _ in $(seq 150); do api /_ping >/dev/null && break; sleep 0.2; done
  api /_ping >/dev/null || { tail -20 "$cache/dockerd.log" >&2; exit 1; }
fi

if ! api "/images/$image/json" >/dev/null; then
  root="${PYNCHY_ENGINE_ROOTFS:-$cache/rootfs}"
  if [ ! -f "$root/.complete" ]; then
    rm -rf "$root"
    debootstrap --variant=minbase --include=ca-certificates,curl,git,jq,python3-minimal,ripgrep,procps,iproute2,netcat-openbsd,make,unzip,zip,sqlite3,wget \
      bookworm "$root" "${PYNCHY_DEBIAN_MIRROR:-http://deb.debian.org/debian}" >"$cache/debootstrap.log" 2>&1
    cp "$(readlink -f "$repo/node_modules/node-linux-$(uname -m | sed 's/x86_64/x64/;s/aarch64/arm64/')/bin/node")" "$root/usr/local/bin/node"
    rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/* "$root"/usr/share/{doc,man,locale}
    git config --file "$root/etc/gitconfig" --add safe.directory '*'
    touch "$root/.complete"
  fi
  tar -C "$root" -c . | curl -sf --unix-socket "$socket" -X POST -H 'Content-Type: application/x-tar' -T - \
    "http://engine/images/create?fromSrc=-&repo=${image%:*}&tag=${image#*:}" >&2
fi
echo "unix://$socket"
