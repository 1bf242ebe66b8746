# Sourced by the scripts beside it: fetches Debian packages without touching the machine's own package state.
#
# The newest Go and the Go libraries the tests compare against are in Debian's unstable suite, older ones in others
# (set debian_suite before sourcing this). The mirror is the one that the machine's own apt sources name; the packages
# are unpacked into a folder of ours and never installed.
# Everything here can be interrupted and run again: what was downloaded is kept until it is unpacked, and a folder gets
# its name only when it is whole.

UNPARK_TOOLS=${UNPARK_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/unpark}
debian_suite=${debian_suite:-unstable}
debian_state=$UNPARK_TOOLS/apt
[ "$debian_suite" = unstable ] || debian_state=$debian_state-$debian_suite

debian_fail() { # debian_fail MESSAGE...: says what is wrong
  printf 'unpark: %s\n' "$@" >&2
  return 1
}

debian_lock() { # holds the tools folder for this process, waiting for another one that does
  mkdir -p "$UNPARK_TOOLS" || return 1
  command -v flock >/dev/null 2>&1 || return 0
  exec {debian_lock_fd}>"$UNPARK_TOOLS/lock" || return 1
  if ! flock -n "$debian_lock_fd"; then
    echo "unpark: waiting for another set-up in $UNPARK_TOOLS" >&2
    flock "$debian_lock_fd"
  fi
}

debian_mirror() {
  # deb822 files first, then one-line lists; the first Debian archive (not the security one) wins.
  local found
  found=$(sed -nE 's/^URIs:[[:space:]]*([^[:space:]]+).*/\1/p' /etc/apt/sources.list.d/*.sources 2>/dev/null |
    grep -E '/debian/?$' | head -n 1)
  [ -n "$found" ] || found=$(sed -nE 's/^deb[[:space:]]+(\[[^]]*\][[:space:]]+)?([^[:space:]]+).*/\2/p' \
    /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null | grep -E '/debian/?$' | head -n 1)
  [ -n "$found" ] || {
    debian_fail "no Debian mirror in /etc/apt/sources.list or /etc/apt/sources.list.d" \
      "put ${debian_instead:-a Go 1.27 or newer with its source} on PATH instead"
    return 1
  }
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
    printf 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s %s main\n' "$mirror" \
      "$debian_suite" >"$debian_state/sources.list"
    echo "unpark: reading the package lists of $mirror" >&2
    debian_apt apt-get update -qq || {
      debian_fail "could not read the package lists of $mirror"
      return 1
    }
    touch "$debian_state/updated"
  fi
}

debian_unpack() { # debian_unpack FOLDER PACKAGE...: downloads the packages and unpacks them into FOLDER
  local into=$1 downloads=$UNPARK_TOOLS/downloads/${1##*/}
  shift
  mkdir -p "$downloads" || return 1
  echo "unpark: downloading $# Debian packages to $downloads" >&2
  # apt-get download leaves alone what is there already and whole.
  (cd "$downloads" && debian_apt apt-get download -qq "$@") || {
    debian_fail "could not download everything; run the command again to go on from here"
    return 1
  }
  debian_unpack_from "$downloads" "$into"
}

debian_unpack_with_missing() { # debian_unpack_with_missing FOLDER PACKAGE...: the same with what they need and the machine lacks
  local into=$1 downloads=$UNPARK_TOOLS/downloads/${1##*/}
  shift
  mkdir -p "$downloads/partial" || return 1
  echo "unpark: downloading $* and what it needs to $downloads" >&2
  debian_apt apt-get install -qq -y --download-only --no-install-recommends -o Debug::NoLocking=1 \
    -o Dir::State::status=/var/lib/dpkg/status -o Dir::Cache::archives="$downloads" "$@" >&2 || {
    debian_fail "could not download everything; run the command again to go on from here"
    return 1
  }
  debian_unpack_from "$downloads" "$into"
}

debian_unpack_from() { # debian_unpack_from DOWNLOADS FOLDER: unpacks what was downloaded into FOLDER, as a whole or not at all
  local downloads=$1 into=$2 part=$2.part
  rm -rf "$part"
  mkdir -p "$part" || return 1
  echo "unpark: unpacking them into $into" >&2
  for deb in "$downloads"/*.deb; do
    dpkg-deb -x "$deb" "$part" || {
      rm -f "$deb"
      debian_fail "$deb is damaged and was removed; run the command again"
      return 1
    }
  done
  rm -rf "$into"
  mv "$part" "$into" && rm -rf "$downloads"
}
