#!/bin/sh
# Install from Debian or Ubuntu what the tests need beside Python: a browser, PostgreSQL and letters for the pictures.
# `make test` calls it. It does nothing where all is there, and asks for root by a printed line where it is not root.
set -eu

have_browser() {
  command -v chromium-headless-shell || command -v chromium || command -v chromium-browser || command -v google-chrome
}

have_postgresql() {
  find /usr/lib/postgresql -name initdb | grep .
}

have_letters() {
  find /usr/share/fonts -iname 'NotoSans-Regular*' | grep .
}

# The one without windows is smaller and quicker, but not every release has it.
browser_package() {
  if apt-cache show chromium-headless-shell >/dev/null 2>&1; then echo chromium-headless-shell; else echo chromium; fi
}

can_install() {
  [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null
}

missing=""
have_postgresql >/dev/null 2>&1 || missing="$missing postgresql"
have_letters >/dev/null 2>&1 || missing="$missing fonts-noto-core"
have_browser >/dev/null 2>&1 || missing="$missing browser"
[ -n "$missing" ] || exit 0

# Which browser there is, the lists say.
! can_install || apt-get update >/dev/null || true
missing=$(echo "$missing" | sed "s/ browser/ $(browser_package)/")
install="apt-get install -y --no-install-recommends$missing"
if ! can_install; then
  echo "Not installed:$missing. The tests that need them are left out. To install them, as root:"
  echo "  apt-get update && $install"
  exit 0
fi
echo "Installing$missing"
export DEBIAN_FRONTEND=noninteractive
if ! sh -c "$install" >/dev/null; then
  echo "These could not be installed:$missing. The tests that need them are left out. By hand:"
  echo "  apt-get update && $install"
fi
