# shellcheck shell=bash
# The AOT cache of the box (JEP 483): trained by the build on the very class path and flags that the box is
# started with. A cache that the JVM would not take fails the build instead of making every start slow.
# Sourced after jdk.sh by roadcase and dev.
# shellcheck disable=SC2154  # jdk.sh sets the flags

readonly aot_cache=$ROADCASE_HOME/appliance/app/target/box.aot

# Prints the class path of the box, as it is both trained and started.
box_class_path() {
  local target=$ROADCASE_HOME/appliance/app/target
  printf '%s:%s\n' "$target/roadcase-app-$(version).jar" "$(cat "$target/classpath")"
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
  class_path=$(box_class_path)
  mkdir -p "$(dirname "$log")"
  rm -f "$aot_cache" "$aot_cache.new"
  if ! "$java" "${jvm_flags[@]}" "${box_flags[@]}" "-XX:AOTCacheOutput=$aot_cache.new" \
    -cp "$class_path" dev.roadcase.app.training.Training >"$log" 2>&1 ||
    ! "$java" "${jvm_flags[@]}" "${box_flags[@]}" "-XX:AOTCache=$aot_cache.new" -XX:AOTMode=on \
      -cp "$class_path" dev.roadcase.app.Main --version >>"$log" 2>&1; then
    tail -n 20 "$log" >&2
    say "The AOT cache was not made. The whole log: $log"
    return 1
  fi
  mv "$aot_cache.new" "$aot_cache"
}
