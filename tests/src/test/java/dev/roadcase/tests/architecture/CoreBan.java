package dev.roadcase.tests.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysFalse;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.regex.Pattern;

/** What a pure core must not touch, and what to do instead. */
enum CoreBan {
  CLOCK(
      "time is handed in: take a parameter called now",
      types("java\\.time\\.(Clock|InstantSource)|java\\.util\\.(Date|Calendar|GregorianCalendar)"),
      calls(
          "java\\.lang\\.System\\.(currentTimeMillis|nanoTime)"
              + "|java\\.time\\.([A-Za-z]+|chrono\\.[A-Za-z]+)\\.(now|dateNow)")),

  CHANCE(
      "chance and identity are handed in: take the bytes or the id as a parameter",
      types(
          "java\\.util\\.(Random|SplittableRandom)"
              + "|java\\.security\\.SecureRandom"
              + "|java\\.util\\.concurrent\\.ThreadLocalRandom"
              + "|java\\.util\\.random\\.RandomGeneratorFactory"),
      calls(
          "java\\.util\\.UUID\\.randomUUID"
              + "|java\\.lang\\.Math\\.random"
              + "|java\\.util\\.Collections\\.shuffle"
              + "|java\\.util\\.random\\.RandomGenerator\\.(of|getDefault)")),

  THREADS(
      "a core is called by one thread and starts none; maps and atomics that readers share are fine",
      types(
          "java\\.lang\\.(Thread|ThreadGroup|ThreadLocal|Runtime)(\\$.*)?"
              + "|java\\.util\\.Timer(Task)?"
              + "|java\\.util\\.concurrent\\.(?!atomic\\.|Concurrent(HashMap|Map)\\b).*"),
      calls("java\\.lang\\.Object\\.(wait|notify|notifyAll)")),

  SQL(
      "SQL stands in the journal and its read models",
      resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite.."),
      alwaysFalse()),

  FILES(
      "bytes come in through wire; the app opens files",
      types(
          "java\\.nio\\.(file|channels)\\..*"
              + "|java\\.io\\.(File|FileInputStream|FileOutputStream|FileReader|FileWriter"
              + "|FileDescriptor|RandomAccessFile)(\\$.*)?"),
      alwaysFalse()),

  NETWORK(
      "messages in, messages out; the app owns the sockets",
      resideInAnyPackage("java.net..", "javax.net..", "io.netty.."),
      alwaysFalse()),

  VERTX(
      "the box process is the one place with Vert.x",
      resideInAnyPackage("io.vertx.."),
      alwaysFalse()),

  JSON(
      "JSON never travels inward: wire makes records of it",
      resideInAnyPackage("io.vertx.core.json..", "com.fasterxml.jackson.."),
      alwaysFalse()),

  NIMBUS(
      "wire verifies; a core sees Verified", resideInAnyPackage("com.nimbusds.."), alwaysFalse()),

  BOUNCY_CASTLE(
      "wire verifies; a core sees Verified",
      resideInAnyPackage("org.bouncycastle.."),
      alwaysFalse());

  private final String reason;
  private final DescribedPredicate<JavaClass> types;
  private final DescribedPredicate<? super JavaAccess<?>> calls;

  CoreBan(
      String reason,
      DescribedPredicate<JavaClass> types,
      DescribedPredicate<? super JavaAccess<?>> calls) {
    this.reason = reason;
    this.types = types;
    this.calls = calls;
  }

  /** Types by the whole of their name. */
  private static DescribedPredicate<JavaClass> types(String names) {
    Pattern pattern = Pattern.compile(names);
    return describe(
        "are named " + names, (JavaClass type) -> pattern.matcher(type.getName()).matches());
  }

  /** Calls, and references to a method, by {@code type.method}. */
  private static DescribedPredicate<JavaAccess<?>> calls(String names) {
    Pattern pattern = Pattern.compile(names);
    return describe(
        "it is one of " + names,
        (JavaAccess<?> access) ->
            pattern.matcher(access.getTargetOwner().getName() + "." + access.getName()).matches());
  }

  String reason() {
    return reason;
  }

  DescribedPredicate<JavaClass> types() {
    return types;
  }

  DescribedPredicate<? super JavaAccess<?>> calls() {
    return calls;
  }
}
