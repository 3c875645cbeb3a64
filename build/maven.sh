# shellcheck shell=bash
# Runs Maven quietly: everything into a log, one line of progress on stderr, the log's end when it fails.
# Sourced after launch.sh by dev and roadcase.

readonly root_pom=$ROADCASE_HOME/pom.xml

# quiet_maven HEADLINE LOG ARGUMENT…: returns Maven's own exit code.
quiet_maven() {
  local headline=$1 log=$2 status=0
  shift 2
  require_build_tools
  mkdir -p "$(dirname "$log")" "$ROADCASE_HOME/target"
  # What `roadcase --version` names; found out before the build, since the tests ask for it.
  describe_commit >"$ROADCASE_HOME/target/commit"
  # Maven's own libraries touch Unsafe and native code: without these two, JDK 25 fills the log with warnings.
  export MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED ${MAVEN_OPTS:-}"
  # The modes of files go into the jars, and are not to be this person's.
  (umask 022 && exec "$MAVEN" -B -ntp -Dstyle.color=never -f "$root_pom" "$@" </dev/null 2>&1) |
    tee "$log" | show_progress "$headline" || status=$?
  if [ "$status" -ne 0 ]; then
    show_failure "$log"
  fi
  return "$status"
}

# Reads Maven's log: on a terminal one line that changes, otherwise a line for each step.
show_progress() {
  local headline=$1 line module="" step shown=""
  if [ -t 2 ]; then printf '\r\033[K%s' "$headline" >&2; else say "$headline"; fi
  while IFS= read -r line; do
    case $line in
      "[INFO] Building Roadcase "[a-z]*) module=${line#"[INFO] Building Roadcase "} module=${module%% *} && continue ;;
      "[INFO] --- "*":compile ("*) step="compiling $module" ;;
      "[INFO] Running dev.roadcase."*) step="testing $module: ${line##*.}" ;;
      *) continue ;;
    esac
    if [ -t 2 ]; then
      printf '\r\033[K%s %s' "$headline" "$step" >&2
    elif [ "${step%%:*}" != "$shown" ]; then
      shown=${step%%:*}
      say "  $shown"
    fi
  done
  if [ -t 2 ]; then printf '\r\033[K' >&2; fi
}

# The reason, wherever it stands in the log: what the compiler said (-Werror makes a warning far above the
# end the reason), or which tests failed; otherwise the end of the log.
show_failure() {
  local log=$1 reason
  reason=$(grep -E -A2 '^\[(WARNING|ERROR)\] .*\.java:\[' "$log" | awk '!seen[$0]++' | head -n 40) || true
  reason=${reason:-$(sed -nE '/^\[ERROR\] (Failures|Errors): *$/,/^\[(INFO|ERROR)\] *$/p' "$log" | head -n 40)}
  say "${reason:-$(tail -n 30 "$log")}"
  say "The whole log: $log"
}

# stale STAMP PATTERN: whether a pom, or something whose path matches, is newer than the stamp.
# Folders count too: a deleted file changes the folder that it stood in.
stale() {
  local stamp=$1 pattern=$2
  [ ! -e "$stamp" ] || [ -n "$(
    find "$ROADCASE_HOME" \( -name target -o -name .git \) -prune -o \
      -newer "$stamp" \( -path "$pattern" -o -name pom.xml \) -print
  )" ]
}

# build_if_stale STAMP PATTERN HEADLINE LOG ARGUMENT…: runs Maven, then sets the stamp to the moment when
# the build began, so that what was edited meanwhile counts as newer. One build at a time, where there is flock.
build_if_stale() {
  local stamp=$1 pattern=$2 status=0
  shift 2
  stale "$stamp" "$pattern" || return 0
  mkdir -p "$(dirname "$stamp")"
  exec 9>"$stamp.lock"
  if command -v flock >/dev/null; then flock 9; fi
  if stale "$stamp" "$pattern"; then
    touch "$stamp.begun"
    quiet_maven "$@" || status=$?
    if [ "$status" -eq 0 ]; then mv "$stamp.begun" "$stamp"; fi
  fi
  exec 9>&-
  return "$status"
}
