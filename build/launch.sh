# shellcheck shell=bash
# How a module of ours is started: its class path, its JVM's flags, and how the JVM takes this process's place.
# The same in a checkout and in a folder of `./dev dist`. Sourced by roadcase and dev, after jdk.sh.
#
# All that is started lies in ROADCASE_HOME, and is named relative to it: a tree that was moved, copied or
# reached by a link starts what is in it, and nothing else (docs/decisions/0120).

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

# Standard output is for what a verb says: `roadcase box … --json | jq`. The JVM's own messages are for standard
# error. A cache that does not fit costs a slower start and is nobody's to mend, so nothing is said of it.
# shellcheck disable=SC2034
readonly jvm_voice=(
  -XX:+DisplayVMOutputToStderr
  -Xlog:disable
  -Xlog:all=warning:stderr
  '-Xlog:aot*=off:stderr'
  '-Xlog:cds*=off:stderr'
)

# What the box has besides, chosen by measuring starts, memory and sales a second: docs/bench.md.
# shellcheck disable=SC2034
readonly box_flags=(
  -Xms24m
  -Xmx128m
  -Xss512k
  -XX:TrimNativeHeapInterval=5000
)

# How wide the terminal is, for what is folded to it; nothing where there is none. A width that is given counts.
if [ -t 1 ] || [ -t 2 ]; then
  if [ -z "${COLUMNS:-}" ] && [ -t 2 ]; then
    COLUMNS=$(stty size <&2 2>/dev/null || true)
    COLUMNS=${COLUMNS##* }
  fi
  case ${COLUMNS:-0} in
    0 | *[!0-9]*) unset COLUMNS ;;
    *) export COLUMNS ;;
  esac
else
  unset COLUMNS
fi

# In the C locale the JVM takes file names for ASCII, and does not find its jars in a folder named Bühne.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in
  C | POSIX) export LC_ALL=C.UTF-8 ;;
esac

# The rest says of a command line what the programs say of theirs: a sentence, and where to read on (wire.commandline).

# no_such_verb COMMAND HELP WORD VERBS: says so, with the verb that is nearest, and ends.
no_such_verb() {
  case $3 in
    -*) not_understood "$1" "$2" "unknown option ${3%%=*}" "$3" "--help --version" ;;
    *) not_understood "$1" "$2" "there is no verb \"$3\"" "$3" "$4" ;;
  esac
}

# takes_not COMMAND OPTIONS WORD…: says of the first word that it is not understood, and ends.
takes_not() {
  case $3 in
    -*) not_understood "$1" "$1 --help" "unknown option ${3%%=*}" "$3" "$2" ;;
    *) not_understood "$1" "$1 --help" "\"$3\" is one argument too many" "" "" ;;
  esac
}

# not_understood COMMAND HELP SENTENCE WORD WORDS
not_understood() {
  local near
  near=$(nearest "${4%%=*}" "$5")
  say "$1: $3${near:+; did you mean $near?}"
  say "See $2."
  exit 64
}

# Prints the one of some words that is nearest to another: at most a third of its letters wrong, missing, too many
# or swapped, or the only one that begins so. The rule of Spelling.java.
nearest() {
  awk -v word="$1" -v words="$2" '
    function least(a, b) { return a < b ? a : b }
    function distance(a, b, i, j, d, cost) {
      for (i = 0; i <= length(a); i++) d[i, 0] = i
      for (j = 0; j <= length(b); j++) d[0, j] = j
      for (i = 1; i <= length(a); i++)
        for (j = 1; j <= length(b); j++) {
          cost = substr(a, i, 1) != substr(b, j, 1)
          d[i, j] = least(least(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + cost)
          if (i > 1 && j > 1 && substr(a, i, 1) == substr(b, j - 1, 1) && substr(a, i - 1, 1) == substr(b, j, 1))
            d[i, j] = least(d[i, j], d[i - 2, j - 2] + 1)
        }
      return d[length(a), length(b)]
    }
    BEGIN {
      most = int(length(word) / 3)
      if (most < 1) most = 1
      best = most + 1
      bare = word
      gsub(/-/, "", bare)
      n = word == "" ? 0 : split(words, known, " ")
      for (w = 1; w <= n; w++) {
        away = distance(word, known[w])
        if (away < best || (away == best && away <= most && known[w] < found)) { best = away; found = known[w] }
        if (index(known[w], word) == 1) { begun++; beginning = known[w] }
      }
      if (found == "" && length(bare) >= 3 && begun == 1) found = beginning
      print found
    }'
}

# Whether this is a checkout, which has sources to build, and not a folder of `./dev dist`.
is_checkout() { [ -e "$ROADCASE_HOME/pom.xml" ]; }

version() {
  if is_checkout; then
    sed -n 's:^  <version>\(.*\)</version>$:\1:p' "$ROADCASE_HOME/pom.xml"
  else
    sed -n 1p "$ROADCASE_HOME/lib/version"
  fi
}

# Prints the commit that was built; what is checked out, before the first build; nothing where nobody knows.
commit() {
  if ! is_checkout; then
    sed -n 2p "$ROADCASE_HOME/lib/version"
  elif [ -e "$ROADCASE_HOME/target/commit" ]; then
    cat "$ROADCASE_HOME/target/commit"
  else
    describe_commit
  fi
}

# Nothing of ours needs git: without it, versions name no commit.
describe_commit() {
  if [ -e "$ROADCASE_HOME/.git" ]; then
    git -C "$ROADCASE_HOME" describe --tags --always --dirty --abbrev=10 2>/dev/null || true
  fi
}

version_line() {
  local of
  of=$(commit)
  echo "roadcase $(version)${of:+ ($of)}"
}

# Prints the folder of a module in a checkout.
module_folder() {
  case $1 in
    app) echo appliance/app ;;
    *) echo "$1" ;;
  esac
}

# Prints what a module is started on, relative to ROADCASE_HOME, with a colon between; fails when it is not there.
relative_class_path() {
  local module=$1 jar others
  if ! is_checkout; then
    cat "$ROADCASE_HOME/lib/$module.classpath"
    return
  fi
  jar=$(module_folder "$module")/target/roadcase-$module-$(version).jar
  others=$ROADCASE_HOME/$(module_folder "$module")/target/classpath
  [ -e "$ROADCASE_HOME/$jar" ] && [ -e "$others" ] || return 1
  printf '%s:%s\n' "$jar" "$(cat "$others")"
}

# The same, as the JVM takes it: absolute, since verbs take file names relative to where the caller is.
# The box's: without the signatures of signed jars, once they have been verified (docs/decisions/0090).
class_path() {
  local module=$1 relative entry path="" unsigned
  relative=$(relative_class_path "$module") || return 1
  local IFS=:
  for entry in $relative; do
    unsigned=$unsigned_jars/${entry##*/}
    if [ "$module" = app ] && is_copy_of "$unsigned" "$ROADCASE_HOME/$entry"; then
      path=$path:$unsigned
    else
      path=$path:$ROADCASE_HOME/$entry
    fi
  done
  printf '%s\n' "${path#:}"
}

readonly unsigned_jars=$ROADCASE_HOME/appliance/app/target/unsigned

# A copy has the date of what it was made of.
is_copy_of() { [ -e "$1" ] && [ ! "$1" -nt "$2" ] && [ ! "$1" -ot "$2" ]; }

# A box that may open fewer files dies among the JVM's own, and says something else: the trained cache ends the JVM
# before a class of ours is there to say it. The JVM raises the soft limit by itself; the hard one is what counts.
readonly open_files_min=256
require_open_files() {
  local most
  most=$(ulimit -H -n)
  if [ "$most" != unlimited ] && [ "$most" -lt "$open_files_min" ]; then
    say "roadcase box: only $most files may be open at once here, and the box needs $open_files_min to start and one" \
      "more a connection. Start it after \`ulimit -n 4096\`, or with LimitNOFILE=4096 in its unit."
    exit 71
  fi
}

# become_java FLAG… -- MODULE ARGUMENT…: becomes the JVM, so that signals arrive.
become_java() {
  local flags=() path module
  while [ "$1" != -- ]; do
    flags+=("$1")
    shift
  done
  module=$2
  shift 2
  if ! path=$(class_path "$module"); then
    say "roadcase: $module is not built. Run it once without ROADCASE_NO_BUILD=1."
    exit 1
  fi
  if [ "$module" = app ]; then require_open_files; fi
  # shellcheck disable=SC2086  # ROADCASE_JAVA_OPTS is a list of options
  exec "$ROADCASE_JAVA" "${jvm_flags[@]}" "${jvm_voice[@]}" "${flags[@]}" ${ROADCASE_JAVA_OPTS:-} \
    -cp "$path" "dev.roadcase.$module.Main" "$@"
}
