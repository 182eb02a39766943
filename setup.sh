#!/usr/bin/env bash
# Makes .venv with the pinned packages; the first argument names the extras ("dev", "dev,conformance").
# As root, or with sudo, it also installs what the system must give: Pango, HarfBuzz with its
# subsetter, fontconfig and the Nanum fonts. Safe to run again: it does only what is missing.
set -euo pipefail
cd "$(dirname "$0")"
extras="${1:-dev}"

needed=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-nanum)
case ",$extras," in *,conformance,*) needed+=(default-jre-headless libjaxb-java poppler-utils libreoffice-calc-nogui libreoffice-writer-nogui nodejs npm) ;; esac

# Batches are tested on a real PostgreSQL, which the tests start themselves.
case ",$extras," in *,dev,*) needed+=(postgresql) ;; esac

# The pages are tested in a real browser: the system's own, never one that a package downloads.
case ",$extras," in *,dev,*) needed+=(chromium) ;; esac

present() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'ok installed'; }

missing_packages() {
  command -v dpkg-query >/dev/null || return 0
  local name
  for name in "${needed[@]}"; do
    # A newer Java than the default one serves as well.
    if [ "$name" = default-jre-headless ] && command -v java >/dev/null; then continue; fi
    if [ "$name" = postgresql ] && compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; then continue; fi
    if { [ "$name" = nodejs ] || [ "$name" = npm ]; } && command -v npm >/dev/null; then continue; fi
    if [ "$name" = chromium ] && command -v chromium >/dev/null; then continue; fi
    present "$name" || printf '%s\n' "$name"
  done
}

python_command() {
  local name
  for name in "${PYTHON:-}" python3 python3.13 python3.12 python3.11; do
    if [ -n "$name" ] && command -v "$name" >/dev/null &&
      "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      printf '%s\n' "$name"
      return
    fi
  done
}

apt_install() {
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then as_root=(sudo); else return 1; fi
  fi
  command -v apt-get >/dev/null || return 1
  echo "Installing system packages: $*"
  # The package lists may be older than the archive, or not there at all.
  "${as_root[@]}" apt-get update -qq || true
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

mapfile -t missing < <(missing_packages)
python="$(python_command)"
[ -n "$python" ] || missing+=(python3 python3-venv)
if [ "${#missing[@]}" -gt 0 ] && ! apt_install "${missing[@]}"; then
  echo "Please install these system packages and run the command again:" >&2
  printf '  %s\n' "${missing[@]}" >&2
  echo "(Debian, Ubuntu: sudo apt-get install ${missing[*]})" >&2
  exit 1
fi
python="${python:-$(python_command)}"
if [ -z "$python" ]; then
  echo "Python 3.11 or newer with its venv module is needed." >&2
  echo "(Ubuntu 22.04: sudo apt-get install python3.11 python3.11-venv)" >&2
  exit 1
fi

stamp=".venv/.seosik-$(cat pyproject.toml constraints.txt | cksum | tr -d ' ')-${extras//,/-}"
if [ ! -e "$stamp" ]; then
  echo "Preparing .venv ($extras) …"
  [ -x .venv/bin/python ] || "$python" -m venv .venv
  .venv/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[$extras]"
  touch "$stamp"
fi

# The renderer that `make conformance` draws HWPX with: fetched by npm, as its lock file says.
case ",$extras," in *,conformance,*)
  stamp=".venv/renderer/.seosik-$(cksum <tests/conformance/renderer/package-lock.json | tr -d ' ')"
  if [ ! -e "$stamp" ]; then
    mkdir -p .venv/renderer
    cp tests/conformance/renderer/package.json tests/conformance/renderer/package-lock.json .venv/renderer/
    if ! (cd .venv/renderer && npm ci --silent --ignore-scripts --no-audit --no-fund); then
      echo "npm could not fetch the renderer of HWPX (@rhwp/core): check that npm reaches its registry and run the command again." >&2
      exit 1
    fi
    touch "$stamp"
  fi
  ;;
esac
