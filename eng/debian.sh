# Sourced by the scripts beside it: fetches Debian packages without touching the machine's own package state.
#
# The newest Go and the Go libraries the tests compare against are in Debian's unstable suite. The mirror is the one
# that the machine's own apt sources name; the packages are unpacked into a folder of ours and never installed.

UNPARK_TOOLS=${UNPARK_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/unpark}
debian_state=$UNPARK_TOOLS/apt

debian_mirror() {
  # deb822 files first, then one-line lists; the first Debian archive (not the security one) wins.
  local found
  found=$(sed -nE 's/^URIs:[[:space:]]*([^[:space:]]+).*/\1/p' /etc/apt/sources.list.d/*.sources 2>/dev/null |
    grep -E '/debian/?$' | head -n 1)
  [ -n "$found" ] || found=$(sed -nE 's/^deb[[:space:]]+(\[[^]]*\][[:space:]]+)?([^[:space:]]+).*/\2/p' \
    /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null | grep -E '/debian/?$' | head -n 1)
  if [ -z "$found" ]; then
    echo "no Debian mirror found in /etc/apt/sources.list or /etc/apt/sources.list.d: install Go 1.27 by hand and put it on PATH" >&2
    return 1
  fi
  printf '%s\n' "$found"
}

debian_apt() { # debian_apt COMMAND ARGS...: apt-get or apt-cache on our own lists
  local program=$1
  shift
  "$program" -o Dir::Etc::sourcelist="$debian_state/sources.list" -o Dir::Etc::sourceparts=- \
    -o Dir::State::lists="$debian_state/lists" -o Dir::State::status="$debian_state/status" \
    -o Dir::Cache="$debian_state/cache" -o APT::Sandbox::User=root -o Acquire::Languages=none \
    -o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false \
    -o Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled=false -o Acquire::Retries=3 "$@"
}

debian_update() { # refreshes our lists when they are older than a day
  local mirror
  mirror=$(debian_mirror) || return 1
  mkdir -p "$debian_state/lists/partial" "$debian_state/cache/archives/partial"
  touch "$debian_state/status"
  if [ -z "$(find "$debian_state/updated" -mmin -1440 2>/dev/null)" ]; then
    printf 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s unstable main\n' "$mirror" \
      >"$debian_state/sources.list"
    debian_apt apt-get update -qq || { echo "could not read the package lists of $mirror" >&2; return 1; }
    touch "$debian_state/updated"
  fi
}

debian_unpack() { # debian_unpack FOLDER PACKAGE...: downloads the packages and unpacks them into FOLDER
  local into=$1 work
  shift
  work=$(mktemp -d "$UNPARK_TOOLS/unpack.XXXXXX") || return 1
  (
    trap 'rm -rf "$work"' EXIT
    cd "$work" || exit 1
    debian_apt apt-get download -qq "$@" || { echo "could not download $*" >&2; exit 1; }
    mkdir -p "$into"
    for deb in ./*.deb; do dpkg-deb -x "$deb" "$into" || exit 1; done
  )
}
