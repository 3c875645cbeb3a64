# shellcheck shell=bash
# shellcheck disable=SC2154  # launch.sh and maven.sh say where things are
# `./dev dist`: one folder and a .deb that run without Maven and without sources. Two builds of one commit give the
# same bytes: every date is the pom's project.build.outputTimestamp. Sourced after maven.sh by dev.
#
#   bin/roadcase        the very script of a checkout
#   lib/*.jar           each jar once, signed ones verified and without their signatures (docs/decisions/0090)
#   lib/*.classpath     what each module is started on
#   lib/launch/*.sh     what the script is made of
#   lib/version         version and commit
#   share/doc           README, CHANGELOG, docs; an example configuration
#   share/systemd       the units

dist() {
  local name folder
  # What ships has the modes of what ships, and not of the person that builds it.
  umask 022
  name=roadcase-$(version)
  folder=target/dist/$name
  quiet_maven "Building …" target/dist.log -pl '!tests' -DskipTests -Dspotless.check.skip package
  use_build_java
  rm -rf target/dist
  mkdir -p "$folder/bin" "$folder/lib/launch" "$folder/share/doc" "$folder/share/systemd"
  lay_out_jars "$folder"
  lay_out_the_rest "$folder"
  set_dates "$folder"
  say "Folder:  $folder/bin/roadcase"
  if command -v dpkg-deb >/dev/null; then
    build_deb "$folder"
  else
    say "Package: left out; it needs dpkg-deb, which Debian and its relatives have."
  fi
}

lay_out_jars() {
  local folder=$1 module relative entry path
  remove_signatures >/dev/null
  for module in app provisioning console; do
    path=""
    relative=$(relative_class_path "$module")
    while IFS= read -r entry; do
      path=$path:lib/${entry##*/}
      if [ -e "$folder/lib/${entry##*/}" ]; then continue; fi
      if is_copy_of "$unsigned_jars/${entry##*/}" "$entry"; then
        cp "$unsigned_jars/${entry##*/}" "$folder/lib/"
      else
        cp "$entry" "$folder/lib/"
      fi
    done < <(printf '%s\n' "$relative" | tr ':' '\n')
    printf '%s\n' "${path#:}" >"$folder/lib/$module.classpath"
  done
}

lay_out_the_rest() {
  local folder=$1
  cp roadcase "$folder/bin/roadcase"
  cp build/jdk.sh build/launch.sh build/aot.sh "$folder/lib/launch/"
  { version && commit; } >"$folder/lib/version"
  cp README.md CHANGELOG.md "$folder/share/doc/"
  cp -R docs "$folder/share/doc/docs"
  cp image-build/roadcase.toml.example "$folder/share/doc/"
  cp image-build/systemd/*.service "$folder/share/systemd/"
  find "$folder" -type d -exec chmod 755 {} +
  find "$folder" -type f -exec chmod 644 {} +
  chmod 755 "$folder/bin/roadcase"
}

# In seconds since 1970, as tools that pack want it.
source_date() {
  date -u -d "$(sed -n 's:.*<project.build.outputTimestamp>\(.*\)</.*:\1:p' "$root_pom")" +%s
}

set_dates() { find "$1" -exec touch -h -d "@$(source_date)" {} +; }

# Debian's version: a snapshot comes before its release.
deb_version() { version | sed 's/-SNAPSHOT$/~snapshot/'; }

build_deb() {
  local folder=$1 root=target/dist/deb deb usr size
  usr=$root/usr
  deb=target/dist/roadcase_$(deb_version)_all.deb
  mkdir -p "$usr/lib" "$usr/bin" "$usr/share/doc" "$root/lib/systemd/system" "$root/etc/roadcase" "$root/DEBIAN"
  cp -R "$folder" "$usr/lib/roadcase"
  mv "$usr/lib/roadcase/share/doc" "$usr/share/doc/roadcase"
  mv "$usr/lib/roadcase/share/systemd"/*.service "$root/lib/systemd/system/"
  rm -r "$usr/lib/roadcase/share"
  ln -s ../lib/roadcase/bin/roadcase "$usr/bin/roadcase"
  ln -s /var/cache/roadcase "$usr/lib/roadcase/cache"
  cp "$usr/share/doc/roadcase/roadcase.toml.example" "$root/etc/roadcase/roadcase.toml.example"
  chmod 755 "$root/etc/roadcase"
  cp image-build/deb/postinst image-build/deb/prerm image-build/deb/postrm "$root/DEBIAN/"
  chmod 755 "$root/DEBIAN"/*
  echo /etc/roadcase/roadcase.toml.example >"$root/DEBIAN/conffiles"
  size=$(du -sk --apparent-size "$usr" | cut -f 1)
  sed -e "s/@VERSION@/$(deb_version)/" -e "s/@SIZE@/$size/" image-build/deb/control >"$root/DEBIAN/control"
  chmod 644 "$root/DEBIAN/control" "$root/DEBIAN/conffiles"
  (cd "$root" && find usr lib -type f | LC_ALL=C sort | tr '\n' '\0' | xargs -0 md5sum) >"$root/DEBIAN/md5sums"
  find "$root" -type d -exec chmod 755 {} +
  set_dates "$root"
  # Jars are compressed already.
  SOURCE_DATE_EPOCH=$(source_date) dpkg-deb --root-owner-group -Zgzip -z1 -b "$root" "$deb" >/dev/null
  rm -rf "$root"
  say "Package: $deb    to install it: apt-get install ./${deb##*/}"
}
