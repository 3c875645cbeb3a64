# shellcheck shell=bash
# The AOT cache of the box (JEP 483): trained by the build on the very class path and flags that the box is
# started with. A cache that the JVM would not take fails the build instead of making every start slow.
# Sourced after jdk.sh by roadcase and dev.
# shellcheck disable=SC2154  # jdk.sh sets the flags

readonly aot_cache=$ROADCASE_HOME/appliance/app/target/box.aot

# Prints the class path of the box, as it is both trained and started: without the signatures of signed jars
# once the build has verified them (docs/decisions/0090).
box_class_path() {
  local target=$ROADCASE_HOME/appliance/app/target others
  others=$target/classpath
  if [ "$target/classpath.unsigned" -nt "$others" ]; then others=$target/classpath.unsigned; fi
  printf '%s:%s\n' "$target/roadcase-app-$(version).jar" "$(cat "$others")"
}

# Whether the cache is newer than every jar that it was trained on.
aot_is_fresh() {
  local jar
  [ -e "$aot_cache" ] || return 1
  while IFS= read -r jar; do
    if [ "$jar" -nt "$aot_cache" ]; then return 1; fi
  done < <(box_class_path | tr ':' '\n')
}

# Trains, and starts once with a JVM that accepts nothing but the cache.
train_box() {
  local class_path log=$ROADCASE_HOME/target/aot.log java=$JAVA_HOME/bin/java
  # ./dev test -pl MODULE may have built less than the box.
  if [ ! -e "$ROADCASE_HOME/appliance/app/target/classpath" ] || aot_is_fresh; then return; fi
  say "Training the box's AOT cache …"
  mkdir -p "$(dirname "$log")"
  rm -f "$aot_cache" "$aot_cache.new"
  if ! remove_signatures "$java" 2>"$log" ||
    ! class_path=$(box_class_path) ||
    ! "$java" "${jvm_flags[@]}" -cp "$class_path" dev.roadcase.app.training.Training \
      "$java" "${jvm_flags[@]}" "${box_flags[@]}" "-XX:AOTCacheOutput=$aot_cache.new" \
      -cp "$class_path" dev.roadcase.app.Main >>"$log" 2>&1 ||
    ! "$java" "${jvm_flags[@]}" "${box_flags[@]}" "-XX:AOTCache=$aot_cache.new" -XX:AOTMode=on \
      -cp "$class_path" dev.roadcase.app.Main --version >>"$log" 2>&1; then
    tail -n 20 "$log" >&2
    say "The AOT cache was not made. The whole log: $log"
    return 1
  fi
  mv "$aot_cache.new" "$aot_cache"
}

# Verifies signed jars, and leaves copies that the JVM can archive.
remove_signatures() {
  local target=$ROADCASE_HOME/appliance/app/target
  "$1" -XX:TieredStopAtLevel=1 -cp "$target/roadcase-app-$(version).jar" \
    dev.roadcase.app.training.UnsignedJars "$(cat "$target/classpath")" "$target/unsigned" \
    >"$target/classpath.unsigned.new" &&
    mv "$target/classpath.unsigned.new" "$target/classpath.unsigned"
}
