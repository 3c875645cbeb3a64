# shellcheck shell=bash
# Finds the JDK and the Maven that build Roadcase, or installs them, or says the line to type.
# Sourced by dev and roadcase (.ci/run goes through dev). Works in bash 3.2, so on macOS too.

readonly jdk_feature=25
readonly jdk_package=openjdk-25-jdk-headless

# What every process of ours runs with: SQLite, zstd, Netty and HiveMQ load native code and use Unsafe;
# the small collector and the short object headers suit a box with 2 GB.
# shellcheck disable=SC2034  # read by those who source this file
readonly jvm_flags=(
  --enable-native-access=ALL-UNNAMED
  --sun-misc-unsafe-memory-access=allow
  -XX:+UseSerialGC
  -XX:+UseCompactObjectHeaders
  -XX:+ExitOnOutOfMemoryError
  # Bookings lie beside the heap: six million of them.
  -XX:MaxDirectMemorySize=512m
  # A renegotiation costs the server three times what it costs the client (docs/decisions/0128).
  -Djdk.tls.rejectClientInitiatedRenegotiation=true
)

# What the box has besides, chosen by measuring starts, memory and sales a second: docs/bench.md.
# shellcheck disable=SC2034
readonly box_flags=(
  -Xms24m
  -Xmx128m
  -Xss512k
  -XX:TrimNativeHeapInterval=5000
)

say() { printf '%s\n' "$*" >&2; }

# Exports JAVA_HOME, or stops with the line to type.
require_jdk() {
  local home
  if home=$(find_jdk) || { apt_install "$jdk_package" && home=$(find_jdk); }; then
    export JAVA_HOME=$home
    return
  fi
  say "Roadcase needs a JDK $jdk_feature and found none (JAVA_HOME, PATH, the usual folders). To install one, type:"
  say "  $(jdk_install_line)"
  exit 1
}

# Sets MAVEN, or stops with the line to type.
# shellcheck disable=SC2034  # read by maven.sh
require_maven() {
  if ! MAVEN=$(command -v mvn); then
    if ! apt_install maven || ! MAVEN=$(command -v mvn); then
      say "Roadcase is built by Maven and found none. To install it, type:"
      say "  $(install_line maven maven maven)"
      exit 1
    fi
  fi
}

# Prints the home of a JDK of the right feature release: the caller's own first.
find_jdk() {
  local home
  for home in \
    "${JAVA_HOME:-}" \
    "$(home_of_command javac)" \
    /usr/lib/jvm/* \
    /opt/* \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if is_wanted_jdk "$home"; then
      printf '%s\n' "$home"
      return 0
    fi
  done
  return 1
}

# A JDK says its version in the file `release`; asking `java` would cost a start per folder.
is_wanted_jdk() {
  [ -n "$1" ] && [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] &&
    grep -Eqs "^JAVA_VERSION=\"$jdk_feature([.+\"-])" "$1/release"
}

home_of_command() {
  local file
  if file=$(command -v "$1") && file=$(readlink -f "$file" 2>/dev/null); then
    dirname "$(dirname "$file")"
  fi
}

# Installs one package where the distribution has it and we may. Quiet when it cannot: the caller says what to do.
apt_install() {
  local package=$1
  may_apt || return 1
  if ! apt_offers "$package"; then
    as_root apt-get -qq update >&2 || return 1
    apt_offers "$package" || return 1
  fi
  say "Installing $package by apt …"
  DEBIAN_FRONTEND=noninteractive as_root apt-get -qq -y install --no-install-recommends "$package" >/dev/null
}

may_apt() {
  command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }
}

apt_offers() {
  local policy
  policy=$(LC_ALL=C apt-cache policy "$1" 2>/dev/null)
  [[ $policy =~ Candidate:\ [0-9] ]]
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n --preserve-env=DEBIAN_FRONTEND "$@"; fi
}

jdk_install_line() {
  if command -v apt-get >/dev/null && ! apt_offers "$jdk_package" && [ -d "${HOME:-/nonexistent}/.sdkman" ]; then
    echo "sdk install java 25-tem"
  elif command -v apt-get >/dev/null && ! apt_offers "$jdk_package"; then
    echo "export JAVA_HOME=/path/to/a/jdk-25   # this release has no $jdk_package; Debian 13 and Raspberry Pi OS have"
  else
    install_line "$jdk_package" java-25-openjdk-devel openjdk@25
  fi
}

# The line for this machine's package manager: Debian's name, Fedora's, Homebrew's.
install_line() {
  if command -v apt-get >/dev/null; then
    echo "sudo apt-get install $1"
  elif command -v dnf >/dev/null; then
    echo "sudo dnf install $2"
  else
    echo "brew install $3"
  fi
}
