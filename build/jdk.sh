# shellcheck shell=bash
# Finds the Java and the Maven that Roadcase needs, or installs them, or says in one message all that is missing
# and the lines to type. Sourced by dev and roadcase (.ci/run goes through dev). Works in bash 3.2, so on macOS too.

readonly jdk_feature=25
readonly jdk_package=openjdk-25-jdk-headless
readonly jre_package=openjdk-25-jre-headless

say() { printf '%s\n' "$*" >&2; }

# Exports JAVA_HOME of a JDK and sets MAVEN, or stops with all that is missing.
require_build_tools() {
  local home missing=() packages=()
  if home=$(find_jdk) || { apt_install "$jdk_package" && home=$(find_jdk); }; then
    export JAVA_HOME=$home
  else
    missing+=("a JDK $jdk_feature")
    packages+=("$jdk_package")
  fi
  # shellcheck disable=SC2034  # read by maven.sh
  if ! MAVEN=$(command -v mvn) && ! { apt_install maven && MAVEN=$(command -v mvn); }; then
    missing+=("Maven")
    packages+=(maven)
  fi
  if [ ${#missing[@]} -gt 0 ]; then
    say "Roadcase is built by a JDK $jdk_feature and Maven. Not found here: $(joined "${missing[@]}")"
    say "(looked at JAVA_HOME, PATH and the usual folders)."
    say_how_to_install "${packages[@]}"
    exit 1
  fi
}

# Sets ROADCASE_JAVA, or stops with the line to type.
require_java() {
  local home package=$jre_package
  if home=$(find_java) || { apt_install "$package" && home=$(find_java); }; then
    export ROADCASE_JAVA=$home/bin/java
    return
  fi
  say "Roadcase needs a Java $jdk_feature and found none (JAVA_HOME, PATH, the usual folders)."
  say_how_to_install "$package"
  exit 1
}

joined() {
  local all=$1
  shift
  for word in "$@"; do all="$all, $word"; done
  printf '%s\n' "$all"
}

# Prints the home of a JDK of the right feature release: the caller's own first.
find_jdk() { find_home is_wanted_jdk; }

# The same, where a runtime without a compiler will do.
find_java() { find_home is_wanted_java; }

find_home() {
  local home
  for home in \
    "${JAVA_HOME:-}" \
    "$(home_of_command javac)" \
    "$(home_of_command java)" \
    /usr/lib/jvm/* \
    /opt/* \
    "${HOME:-/nonexistent}"/.jdks/* \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if "$1" "$home"; then
      printf '%s\n' "$home"
      return 0
    fi
  done
  return 1
}

is_wanted_jdk() { is_wanted_java "$1" && [ -x "$1/bin/javac" ]; }

# A Java says its version in the file `release`; asking `java` would cost a start per folder.
is_wanted_java() {
  [ -n "$1" ] && [ -x "$1/bin/java" ] &&
    grep -Eqs "^JAVA_VERSION=\"$jdk_feature([.+\"-])" "$1/release"
}

home_of_command() {
  local file
  if file=$(command -v "$1") && file=$(readlink -f "$file" 2>/dev/null); then
    dirname "$(dirname "$file")"
  fi
}

# Installs packages where the distribution has them and we may, and says so. Quiet when it cannot: the caller says
# what to do.
apt_install() {
  may_apt || return 1
  if ! apt_offers "$@"; then
    as_root apt-get -qq update >&2 || return 1
    apt_offers "$@" || return 1
  fi
  say "Installing $* by apt …"
  DEBIAN_FRONTEND=noninteractive as_root apt-get -qq -y install --no-install-recommends "$@" >/dev/null
}

has_apt() { command -v apt-get >/dev/null; }

may_apt() { has_apt && { is_root || sudo -n true 2>/dev/null; }; }

is_root() { [ "$(id -u)" = 0 ]; }

apt_offers() {
  local package policy
  for package in "$@"; do
    policy=$(LC_ALL=C apt-cache policy "$package" 2>/dev/null)
    [[ $policy =~ Candidate:\ [0-9] ]] || return 1
  done
}

as_root() {
  if is_root; then "$@"; else sudo -n --preserve-env=DEBIAN_FRONTEND "$@"; fi
}

# say_how_to_install PACKAGE…: Debian's names; the lines are for this machine.
say_how_to_install() {
  local sudo="" package from_apt=() java=""
  if ! is_root; then
    if command -v sudo >/dev/null; then sudo="sudo "; fi
  fi
  if is_root || [ -n "$sudo" ]; then
    say "To install what is missing, type:"
  else
    say "To install what is missing, become root (su -) and type:"
  fi
  if has_apt; then
    for package in "$@"; do
      case $package in
        openjdk-*) if apt_offers "$package"; then from_apt+=("$package"); else java=$package; fi ;;
        *) from_apt+=("$package") ;;
      esac
    done
    if [ -n "$java" ]; then from_apt+=(curl ca-certificates); fi
    if [ ${#from_apt[@]} -gt 0 ]; then
      say "  ${sudo}apt-get update"
      say "  ${sudo}apt-get install ${from_apt[*]}"
    fi
    if [ -n "$java" ]; then say_temurin "$java" "$sudo"; fi
  elif command -v dnf >/dev/null; then
    say "  ${sudo}dnf install $(for package in "$@"; do fedora_name "$package"; done | tr '\n' ' ')"
  elif command -v brew >/dev/null; then
    say "  brew install $(for package in "$@"; do brew_name "$package"; done | tr '\n' ' ')"
  else
    say "  a JDK $jdk_feature: https://adoptium.net/temurin/releases?version=$jdk_feature, unpacked below /opt"
    say "  Maven 3.8 or newer: https://maven.apache.org/download.cgi, its bin folder on the PATH"
  fi
}

# Debian 12, and Raspberry Pi OS of its time, have no Java 25. Eclipse's goes into /opt, where it is looked for.
say_temurin() {
  local kind=jdk processor=x64 sudo=$2
  case $1 in *-jre-*) kind=jre ;; esac
  case $(uname -m) in aarch64 | arm64) processor=aarch64 ;; esac
  say "  ${sudo}mkdir -p /opt/$kind-$jdk_feature"
  say "  curl -fsSL https://api.adoptium.net/v3/binary/latest/$jdk_feature/ga/linux/$processor/$kind/hotspot/normal/eclipse |"
  say "    ${sudo}tar -xz -C /opt/$kind-$jdk_feature --strip-components=1"
  say "(This release of the distribution has no $1; the last two lines fetch Eclipse Temurin, into /opt.)"
}

fedora_name() {
  case $1 in
    "$jdk_package") echo "java-$jdk_feature-openjdk-devel" ;;
    "$jre_package") echo "java-$jdk_feature-openjdk-headless" ;;
    *) echo "$1" ;;
  esac
}

brew_name() {
  case $1 in
    openjdk-*) echo "openjdk@$jdk_feature" ;;
    *) echo "$1" ;;
  esac
}
