#!/bin/sh
# Install from Debian or Ubuntu what the tests need beside Python: a browser, PostgreSQL and letters for the pictures.
# `make test` calls it. It does nothing where all is there, and asks for root by a printed line where it is not root.
set -eu

have_browser() {
  command -v chromium || command -v chromium-browser || command -v google-chrome
}

have_postgresql() {
  find /usr/lib/postgresql -name initdb | grep .
}

have_letters() {
  find /usr/share/fonts -iname 'NotoSans-Regular*' | grep .
}

missing=""
have_browser >/dev/null 2>&1 || missing="$missing chromium"
have_postgresql >/dev/null 2>&1 || missing="$missing postgresql"
have_letters >/dev/null 2>&1 || missing="$missing fonts-noto-core"
[ -n "$missing" ] || exit 0

install="apt-get update && apt-get install -y --no-install-recommends$missing"
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "Not installed:$missing. The tests that need them are left out. To install them, as root:"
  echo "  $install"
  exit 0
fi
echo "Installing$missing"
export DEBIAN_FRONTEND=noninteractive
if ! sh -c "$install" >/dev/null; then
  echo "These could not be installed:$missing. The tests that need them are left out. By hand:"
  echo "  $install"
fi
