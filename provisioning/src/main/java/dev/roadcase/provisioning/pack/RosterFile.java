package dev.roadcase.provisioning.pack;

import dev.roadcase.core.identity.Role;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.pack.Roster;
import dev.roadcase.core.pack.Roster.Duty;
import dev.roadcase.core.pack.Roster.Staff;
import dev.roadcase.provisioning.catalogue.Note;
import dev.roadcase.provisioning.sheet.Problem;
import dev.roadcase.wire.secret.Argon2id;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * Who may do what at a show, as {@code roster.toml} says it: {@code [roles.ROLE]} with {@code
 * scopes} and {@code life}, {@code [[staff]]} with {@code id}, {@code name}, {@code scopes} and
 * {@code pin} or {@code pin_hash}. A role that it does not name stays as it usually is.
 *
 * <p>PINs are hashed here, and no message quotes one.
 */
public final class RosterFile {
  /** Most people with a PIN; hashing each takes some 40 ms. */
  static final int STAFF_MAX = 200;

  private static final long SIZE_MAX = 262_144;
  private static final Set<String> KEYS = Set.of("roles", "staff");
  private static final Set<String> ROLE_KEYS = Set.of("scopes", "life");
  private static final Set<String> STAFF_KEYS = Set.of("id", "name", "scopes", "pin", "pin_hash");
  private static final Pattern PIN = Pattern.compile("[0-9]{4,8}");
  private static final Pattern LIFE = Pattern.compile("(\\d{1,4})(m|h)");

  private final TomlParseResult toml;
  private final Salts salts;
  private final List<Problem> problems = new ArrayList<>();
  private final List<String> weak = new ArrayList<>();
  private final Map<String, String> pins = new HashMap<>();
  private final Set<String> shared = new HashSet<>();
  private boolean clear;

  private RosterFile(TomlParseResult toml, Salts salts) {
    this.toml = toml;
    this.salts = salts;
  }

  /** Where the salts of PIN hashes come from. */
  @FunctionalInterface
  public interface Salts {
    /** 16 octets for one person; the same ones in every build, or each build were another pack. */
    byte[] of(String staffId);
  }

  /** What a file says with what is to be said of it, or all that is wrong with it. */
  public record Read(Optional<Roster> roster, List<Note> notes, List<Problem> problems) {
    public Read {
      notes = List.copyOf(notes);
      problems = List.copyOf(problems);
    }
  }

  public static Read read(Path file, Salts salts) throws IOException {
    if (!Files.isRegularFile(file)) {
      return refused("there is no such file");
    }
    if (Files.size(file) > SIZE_MAX) {
      return refused("is no roster: it is longer than " + SIZE_MAX + " bytes");
    }
    TomlParseResult toml = Toml.parse(file);
    if (toml.hasErrors()) {
      // Where, but not what: the parser quotes the line, and a PIN may stand in it.
      return new Read(
          Optional.empty(),
          List.of(),
          toml.errors().stream()
              .map(error -> new Problem(error.position().line(), "", "is no TOML here"))
              .toList());
    }
    RosterFile read = new RosterFile(toml, salts);
    Optional<Roster> roster = read.roster();
    return read.problems.isEmpty()
        ? new Read(roster, read.notes(file), List.of())
        : new Read(Optional.empty(), List.of(), read.problems);
  }

  private Optional<Roster> roster() {
    unknown(toml, KEYS, "", "is no key of a roster: roles and staff are");
    Map<Role, Duty> roles = new EnumMap<>(Roster.USUAL.roles());
    if (!toml.contains(List.of("roles"))) {
      // As usual.
    } else if (toml.isTable(List.of("roles"))) {
      TomlTable table = toml.getTableOrEmpty(List.of("roles"));
      for (String word : table.keySet()) {
        role(table, word, roles);
      }
    } else {
      problem(toml, "roles", "roles", "is written as [roles.till]");
    }
    List<Staff> staff = new ArrayList<>();
    if (!toml.contains(List.of("staff"))) {
      // Nobody.
    } else if (toml.isArray(List.of("staff"))) {
      everybody(toml.getArrayOrEmpty(List.of("staff")), staff);
    } else {
      problem(toml, "staff", "staff", "is written as [[staff]], once for each person");
    }
    if (!problems.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Roster(roles, staff));
  }

  private void role(TomlTable roles, String word, Map<Role, Duty> to) {
    String where = "roles." + word;
    TomlTable table = roles.isTable(List.of(word)) ? roles.getTable(List.of(word)) : null;
    if (table == null) {
      problem(roles, word, where, "is written as [roles." + word + "]");
      return;
    }
    unknown(table, ROLE_KEYS, where + ".", "is no key of a role: scopes and life are");
    Role role;
    try {
      role = Role.of(word);
    } catch (IllegalArgumentException e) {
      problem(roles, word, where, String.valueOf(e.getMessage()));
      return;
    }
    Duty usual = Roster.USUAL.of(role);
    Set<Scope> scopes =
        table.contains(List.of("scopes")) ? scopes(table, where + ".") : usual.scopes();
    Duration life = table.contains(List.of("life")) ? life(table, where) : usual.life();
    try {
      to.put(role, new Duty(scopes, life));
    } catch (IllegalArgumentException e) {
      problem(table, "life", where + ".life", String.valueOf(e.getMessage()));
    }
  }

  private Duration life(TomlTable table, String where) {
    String text = table.isString(List.of("life")) ? table.getString(List.of("life")) : null;
    Matcher life = LIFE.matcher(text == null ? "" : text);
    if (!life.matches()) {
      problem(table, "life", where + ".life", "is a number and m or h in quotes, such as \"15m\"");
      return Roster.STAFF_LIFE;
    }
    long n = Long.parseLong(life.group(1));
    return life.group(2).equals("m") ? Duration.ofMinutes(n) : Duration.ofHours(n);
  }

  private void everybody(TomlArray people, List<Staff> to) {
    if (people.size() > STAFF_MAX) {
      problem(toml, "staff", "staff", "has at most " + STAFF_MAX + " people");
      return;
    }
    Map<String, Integer> ids = new HashMap<>();
    for (int i = 0; i < people.size(); i++) {
      String where = "staff[" + (i + 1) + "]";
      if (!(people.get(i) instanceof TomlTable person)) {
        problem(toml, "staff", where, "is written as [[staff]], once for each person");
        continue;
      }
      int before = problems.size();
      Optional<Staff> read = person(person, where, people.inputPositionOf(i));
      if (read.isPresent() && problems.size() == before) {
        if (ids.putIfAbsent(read.get().id(), i) == null) {
          to.add(read.get());
        } else {
          problem(person, "id", where + ".id", read.get().id() + " is there already");
        }
      }
    }
  }

  private Optional<Staff> person(TomlTable person, String where, TomlPosition at) {
    unknown(
        person, STAFF_KEYS, where + ".", "is no key of staff: id, name, scopes, pin, pin_hash are");
    Optional<String> id = text(person, "id", where, at);
    Optional<String> name = text(person, "name", where, at);
    Set<Scope> scopes = Set.of();
    if (person.contains(List.of("scopes"))) {
      scopes = scopes(person, where + ".");
    } else {
      problems.add(new Problem(at.line(), where + ".scopes", "is missing: what the PIN adds"));
    }
    Optional<String> hash = hash(person, where, at, id);
    if (id.isEmpty() || name.isEmpty() || hash.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Staff(id.get(), name.get(), scopes, hash.get()));
    } catch (IllegalArgumentException e) {
      problems.add(new Problem(at.line(), where, String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  private Optional<String> hash(
      TomlTable person, String where, TomlPosition at, Optional<String> id) {
    boolean pin = person.contains(List.of("pin"));
    if (pin == person.contains(List.of("pin_hash"))) {
      problems.add(new Problem(at.line(), where, "has either a pin or a pin_hash"));
      return Optional.empty();
    }
    return pin ? ofPin(person, where, id) : given(person, where);
  }

  private Optional<String> ofPin(TomlTable person, String where, Optional<String> id) {
    String pin = person.isString(List.of("pin")) ? person.getString(List.of("pin")) : null;
    if (pin == null || !PIN.matcher(pin).matches()) {
      problem(person, "pin", where + ".pin", "is 4 to 8 digits in quotes");
      return Optional.empty();
    }
    if (id.isEmpty()) {
      return Optional.empty();
    }
    clear = true;
    if (weak(pin)) {
      weak.add(id.get());
    }
    String other = pins.putIfAbsent(pin, id.get());
    if (other != null) {
      shared.add(other);
      shared.add(id.get());
    }
    // Not worth hashing what is refused anyway.
    return Optional.of(
        problems.isEmpty()
            ? Argon2id.PIN.hash(pin.toCharArray(), salts.of(id.get()))
            : "$argon2id$");
  }

  private Optional<String> given(TomlTable person, String where) {
    String hash =
        person.isString(List.of("pin_hash")) ? person.getString(List.of("pin_hash")) : null;
    try {
      Argon2id cost = Argon2id.of(hash == null ? "" : hash);
      if (cost.memoryKib() <= Argon2id.PIN.memoryKib() && cost.passes() <= Argon2id.PIN.passes()) {
        return Optional.ofNullable(hash);
      }
      problem(
          person,
          "pin_hash",
          where + ".pin_hash",
          "costs a box too much: at most m=%d, t=%d"
              .formatted(Argon2id.PIN.memoryKib(), Argon2id.PIN.passes()));
    } catch (IllegalArgumentException e) {
      problem(
          person,
          "pin_hash",
          where + ".pin_hash",
          "is an Argon2id hash in the PHC format: $argon2id$v=19$m=19456,t=2,p=1$…, of 32 octets"
              + " and with 16 of salt");
    }
    return Optional.empty();
  }

  /** What is among the first that anybody tries: one or two digits in turn, or a run. */
  static boolean weak(String pin) {
    boolean alternates = true;
    boolean rises = true;
    boolean falls = true;
    for (int i = 1; i < pin.length(); i++) {
      int step = pin.charAt(i) - pin.charAt(i - 1);
      rises &= step == 1 || step == -9;
      falls &= step == -1 || step == 9;
      alternates &= i < 2 || pin.charAt(i) == pin.charAt(i - 2);
    }
    boolean halves =
        pin.length() % 2 == 0
            && pin.substring(0, pin.length() / 2).equals(pin.substring(pin.length() / 2));
    boolean year = pin.length() == 4 && (pin.startsWith("19") || pin.startsWith("20"));
    return alternates || rises || falls || halves || year;
  }

  private Set<Scope> scopes(TomlTable table, String where) {
    String text = table.isString(List.of("scopes")) ? table.getString(List.of("scopes")) : null;
    try {
      if (text != null) {
        return text.isBlank() ? Set.of() : Scope.set(text.strip());
      }
    } catch (IllegalArgumentException e) {
      problem(table, "scopes", where + "scopes", String.valueOf(e.getMessage()));
      return Set.of();
    }
    problem(table, "scopes", where + "scopes", "is words in quotes, such as \"sell refund\"");
    return Set.of();
  }

  private Optional<String> text(TomlTable table, String key, String where, TomlPosition at) {
    if (!table.contains(List.of(key))) {
      problems.add(new Problem(at.line(), where + "." + key, "is missing"));
      return Optional.empty();
    }
    if (!table.isString(List.of(key))) {
      problem(table, key, where + "." + key, "is text in quotes");
      return Optional.empty();
    }
    return Optional.ofNullable(table.getString(List.of(key))).map(String::strip);
  }

  private void unknown(TomlTable table, Set<String> known, String where, String reason) {
    for (String key : table.keySet()) {
      if (!known.contains(key)) {
        problem(table, key, where + key, reason);
      }
    }
  }

  private void problem(TomlTable table, String key, String where, String reason) {
    @Nullable TomlPosition at = table.inputPositionOf(List.of(key));
    problems.add(new Problem(at == null ? 0 : at.line(), where, reason));
  }

  private List<Note> notes(Path file) throws IOException {
    List<Note> notes = new ArrayList<>();
    if (!weak.isEmpty()) {
      notes.add(
          new Note(
              "weak-pin",
              "PINs that are among the first that anybody tries: " + weak.size(),
              weak));
    }
    if (!shared.isEmpty()) {
      List<String> which = shared.stream().sorted().toList();
      notes.add(new Note("shared-pin", "people with the same PIN: " + which.size(), which));
    }
    if (clear && othersMayRead(file)) {
      notes.add(
          new Note(
              "readable-roster",
              "%s holds PINs and others on this machine may read it: chmod 600"
                  .formatted(file.getFileName()),
              List.of()));
    }
    return notes;
  }

  private static boolean othersMayRead(Path file) throws IOException {
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
    return mode.contains(PosixFilePermission.GROUP_READ)
        || mode.contains(PosixFilePermission.OTHERS_READ);
  }

  private static Read refused(String reason) {
    return new Read(Optional.empty(), List.of(), List.of(new Problem(0, "", reason)));
  }
}
