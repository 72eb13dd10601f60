#!/usr/bin/env bash
# Makes .venv with everything the program and its tests need. Fast when nothing changed.
#   scripts/setup.sh run    what `make run` needs
#   scripts/setup.sh dev    the test and lint tools too
set -euo pipefail
cd "$(dirname "$0")/.."
kind=${1:-run}
venv=.venv
python=${PYTHON:-}

say() { printf '%s\n' "$*" >&2; }
as_root() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

apt_updated=
apt_install() {
  if [ -z "$apt_updated" ]; then apt-get update -qq >&2; apt_updated=1; fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}

# -- Python 3.11 to 3.13, with venv
if [ -z "$python" ]; then
  for candidate in python3.11 python3.12 python3.13 python3; do
    if command -v "$candidate" >/dev/null &&
       "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; then
      python=$candidate
      break
    fi
  done
fi
if [ -z "$python" ] || ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  if as_root; then
    apt_install python3 python3-venv
    python=python3
  else
    say "Python 3.11, 3.12 or 3.13 with its venv module is needed. On Debian: sudo apt-get install python3 python3-venv"
    exit 1
  fi
fi

# -- what Qt asks of the system: libraries it is linked with or loads, by the package that brings them
libraries="libEGL.so.1:libegl1 libGL.so.1:libgl1 libxkbcommon.so.0:libxkbcommon0 libxkbcommon-x11.so.0:libxkbcommon-x11-0
libdbus-1.so.3:libdbus-1-3 libfontconfig.so.1:libfontconfig1 libglib-2.0.so.0:libglib2.0-0
libxcb-cursor.so.0:libxcb-cursor0 libxcb-icccm.so.4:libxcb-icccm4 libxcb-image.so.0:libxcb-image0
libxcb-keysyms.so.1:libxcb-keysyms1 libxcb-randr.so.0:libxcb-randr0 libxcb-render-util.so.0:libxcb-render-util0
libxcb-shape.so.0:libxcb-shape0 libxcb-xinerama.so.0:libxcb-xinerama0 libxcb-xkb.so.1:libxcb-xkb1 libpulse.so.0:libpulse0"
missing_packages() {
  local known pair
  known=$(ldconfig -p 2>/dev/null || /sbin/ldconfig -p)
  for pair in $libraries; do
    case "$known" in *"${pair%%:*}"*) ;; *) printf '%s ' "${pair#*:}" ;; esac
  done
  if command -v fc-list >/dev/null && [ -z "$(fc-list : family 2>/dev/null | head -n 1)" ]; then
    printf 'fonts-dejavu-core '
  elif ! command -v fc-list >/dev/null && [ ! -d /usr/share/fonts/truetype ]; then
    printf 'fonts-dejavu-core '
  fi
}
if [ "$(uname -s)" = Linux ]; then
  packages=$(missing_packages)
  if [ -n "$packages" ]; then
    if as_root; then
      say "Installing what Qt needs: $packages"
      # shellcheck disable=SC2086
      apt_install $packages
    else
      say "Qt needs some system libraries. On Debian: sudo apt-get install $packages"
    fi
  fi
fi

# -- the virtual environment, made again when pyproject.toml changed
stamp="$venv/.installed-$kind"
if [ "$kind" = run ] && [ "$venv/.installed-dev" -nt pyproject.toml ]; then exit 0; fi
if [ "$stamp" -nt pyproject.toml ] && [ -x "$venv/bin/w12studio" ]; then exit 0; fi
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
target=.
[ "$kind" = dev ] && target='.[dev]'
say "Installing the program's packages into $venv (a few minutes the first time)"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check -e "$target"
say "Fetching the model of tags (29 MB; the program works without it)"
"$venv/bin/w12studio" models fetch musicnn >&2 || say "No tags until \`w12studio models fetch musicnn\` works."
say "Compiling the decoders and building the networks' graphs (once)"
trial=$(mktemp -d)
"$venv/bin/w12studio" analyze resources/demo.ogg --no-cache --out "$trial" --json >/dev/null 2>&1 || true
rm -rf "$trial"
touch "$stamp"
