# shellcheck shell=bash
# The AOT cache of the box (JEP 483): trained on the very class path and flags that the box is started with.
# It halves a start and is no more than that: whatever goes wrong here costs one line, and the box starts
# without (docs/decisions/0121). Sourced after launch.sh by roadcase and dev.
# shellcheck disable=SC2154  # launch.sh sets the flags

# Where a failed training is tried again: not before so many minutes have passed, and so often at the most.
readonly aot_pauses=(10 60 600)

# Prints the folder of the cache: the build's own; that of the installed release; the user's, where neither the
# cache that lies there fits nor a new one may be written.
aot_folder() {
  local folder=$ROADCASE_HOME/cache
  if is_checkout; then
    echo "$ROADCASE_HOME/appliance/app/target"
  elif [ "$(cat "$folder/box.aot.key" 2>/dev/null)" = "$1" ] || [ -w "$folder" ] ||
    { [ ! -e "$folder" ] && [ -w "$ROADCASE_HOME" ]; }; then
    echo "$folder"
  else
    echo "${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/roadcase"
  fi
}

# Prints what a cache is good for: this JVM, these flags, these jars. Sizes and dates, as the JVM itself looks at
# them; not where the tree stands, which does not matter to it.
aot_key() {
  local relative
  relative=$(relative_class_path app) || return 1
  {
    printf '%s\n' "${jvm_flags[*]} ${box_flags[*]}" "$(uname -m)"
    cat "$(dirname "$(dirname "$(readlink -f "$ROADCASE_JAVA")")")/release" 2>/dev/null ||
      ls -lL "$ROADCASE_JAVA"
    (
      cd "$ROADCASE_HOME" && IFS=:
      # shellcheck disable=SC2086  # a list of names; GNU's stat, or BSD's
      stat -L -c '%n %s %Y' $relative 2>/dev/null || stat -L -f '%N %z %m' $relative
    )
  } | cksum | tr ' ' '-'
}

# Prints the cache that fits, if there is one. What another user could have written is not loaded: it is code.
fitting_cache() {
  local key=$1 folder
  folder=$(aot_folder "$key")
  [ "$(cat "$folder/box.aot.key" 2>/dev/null)" = "$key" ] || return 1
  [ -O "$folder/box.aot" ] || [ "$(find "$folder/box.aot" -user 0 2>/dev/null)" ] || return 1
  echo "$folder/box.aot"
}

# Trains where there is something to train and nothing fits yet. Never fails. With `now`, also when it has failed
# for these very jars before.
train_box() {
  local key folder
  if ! key=$(aot_key) || fitting_cache "$key" >/dev/null; then return 0; fi
  folder=$(aot_folder "$key")
  if ! mkdir -p "$folder" 2>/dev/null || [ ! -w "$folder" ]; then return 0; fi
  if [ "${1:-}" != now ] && aot_gave_up "$folder" "$key"; then return 0; fi
  (
    exec 8>"$folder/box.aot.lock"
    if command -v flock >/dev/null; then flock 8; fi
    # Another start may have trained, or failed, meanwhile.
    if fitting_cache "$key" >/dev/null || { [ "${1:-}" != now ] && aot_gave_up "$folder" "$key"; }; then exit 0; fi
    train_into "$folder" "$key"
  ) || true
}

train_into() {
  local folder=$1 key=$2 log=$1/aot.log work tries=0
  if is_checkout; then log=$ROADCASE_HOME/target/aot.log; fi
  say "Training the box's AOT cache, once: half a minute on two cores. Starts take half as long then …"
  # The lock is ours, so what lies there was left by a training that was stopped.
  rm -rf "$folder"/training.*
  if work=$(mktemp -d "$folder/training.XXXXXX") && mkdir -p "$(dirname "$log")" &&
    { : >"$log"; } 2>/dev/null && try_training "$work" >>"$log" 2>&1 8>&-; then
    rm -f "$folder/box.aot.key" "$folder/box.aot.failed"
    mv "$work/box.aot" "$folder/box.aot"
    printf '%s\n' "$key" >"$folder/box.aot.key"
  else
    if [ "$(sed -n 1p "$folder/box.aot.failed" 2>/dev/null)" = "$key" ]; then
      tries=$(sed -n 2p "$folder/box.aot.failed")
    fi
    printf '%s\n%s\n' "$key" "$((tries + 1))" >"$folder/box.aot.failed"
    say "The box starts without its AOT cache (slower starts). Log: $log"
  fi
  rm -rf "$work"
}

# Trains, and starts once with a JVM that accepts nothing but the cache.
try_training() {
  local work=$1 path java=$ROADCASE_JAVA
  if is_checkout; then remove_signatures || return 1; fi
  path=$(class_path app) || return 1
  "$java" "${jvm_flags[@]}" -cp "$path" dev.roadcase.app.training.Training \
    "$java" "${jvm_flags[@]}" "${box_flags[@]}" "-XX:AOTCacheOutput=$work/box.aot" \
    -cp "$path" dev.roadcase.app.Main || return 1
  "$java" "${jvm_flags[@]}" "${box_flags[@]}" "-XX:AOTCache=$work/box.aot" -XX:AOTMode=on \
    -cp "$path" dev.roadcase.app.Main --version
}

# Verifies signed jars, and leaves copies that the JVM can archive.
remove_signatures() {
  local relative
  relative=$(relative_class_path app) || return 1
  (cd "$ROADCASE_HOME" && "$ROADCASE_JAVA" -XX:TieredStopAtLevel=1 -cp "$relative" \
    dev.roadcase.app.training.UnsignedJars "$relative" "$unsigned_jars")
}

# Whether the last training failed on these very jars, and it is too early to try again, or was tried often enough.
aot_gave_up() {
  local stamp=$1/box.aot.failed key=$2 tries
  [ "$(sed -n 1p "$stamp" 2>/dev/null)" = "$key" ] || return 1
  tries=$(sed -n 2p "$stamp")
  [ "$tries" -gt "${#aot_pauses[@]}" ] || [ -z "$(find "$stamp" -mmin "+${aot_pauses[tries - 1]}")" ]
}
