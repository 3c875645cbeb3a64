package dev.roadcase.tests.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.roadcase.tests.architecture.HouseRules.Arrow;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule of the house, run on a tree that breaks it, says so and names the culprit. */
class EveryRuleCanFailTest {
  private static final String SEEDED = "dev.roadcase.tests.architecture.violations.";

  /** What the report on {@code violations.cores} must name, ban by ban. */
  private static final Map<CoreBan, List<String>> SEEDED_IN_CORES =
      Map.ofEntries(
          Map.entry(
              CoreBan.CLOCK,
              List.of(
                  "core.ReadsTheClock",
                  "mesh.ReadsTheClock",
                  "app.box.ReadsTheClock",
                  "System.currentTimeMillis()",
                  "System.nanoTime()",
                  "calls method <java.time.Instant.now()>",
                  "references method <java.time.Instant.now()>",
                  "LocalDate.now()",
                  "java.time.Clock",
                  "java.time.InstantSource")),
          Map.entry(
              CoreBan.CHANCE,
              List.of(
                  "core.DrawsLots",
                  "java.util.Random",
                  "java.security.SecureRandom",
                  "ThreadLocalRandom",
                  "Math.random()",
                  "UUID.randomUUID()")),
          Map.entry(
              CoreBan.THREADS,
              List.of(
                  "core.StartsThreads", "java.lang.Thread", "ExecutorService", "ReentrantLock")),
          Map.entry(
              CoreBan.SQL,
              List.of("core.SpeaksSql", "java.sql.Connection", "javax.sql.DataSource")),
          Map.entry(
              CoreBan.FILES,
              List.of(
                  "core.OpensFiles",
                  "java.io.File>",
                  "java.io.FileInputStream",
                  "java.nio.file.Path")),
          Map.entry(
              CoreBan.NETWORK,
              List.of("core.OpensSockets", "java.net.Socket", "java.net.http.HttpClient")),
          Map.entry(CoreBan.VERTX, List.of("core.KnowsVertx", "io.vertx.core.Vertx")),
          Map.entry(
              CoreBan.JSON,
              List.of(
                  "core.LetsJsonIn", "jackson.databind.JsonNode", "vertx.core.json.JsonObject")),
          Map.entry(CoreBan.NIMBUS, List.of("core.KnowsNimbus", "com.nimbusds.jose.JWSObject")),
          Map.entry(
              CoreBan.BOUNCY_CASTLE,
              List.of("core.KnowsBouncyCastle", "org.bouncycastle.math.ec.ECPoint")));

  static List<Arrow> forbiddenArrows() {
    return HouseRules.forbiddenArrows();
  }

  static List<Arrow> forbiddenInTheApp() {
    return HouseRules.forbiddenInTheApp();
  }

  @ParameterizedTest
  @MethodSource("forbiddenArrows")
  void anArrowThatThePlanDoesNotDraw(Arrow arrow) {
    String report = reportOn("arrows", root -> HouseRules.without(root, arrow));
    assertNames(report, "arrows." + arrow.from() + "." + capital(arrow.from()) + "Reaches");
    assertNames(report, "arrows." + arrow.to() + "." + capital(arrow.to()) + "Floor");
  }

  @ParameterizedTest
  @MethodSource("forbiddenInTheApp")
  void aDoorThatReachesForAnother(Arrow arrow) {
    String report = reportOn("doors", root -> HouseRules.apart(root, arrow));
    String from = arrow.from().substring(arrow.from().indexOf('.') + 1);
    assertNames(report, "doors." + arrow.from() + "." + capital(from) + "Reaches");
    assertNames(report, "doors." + arrow.to() + ".");
  }

  @Test
  void chanceThatNobodyHandedIn() {
    String report = reportOn("chance", HouseRules::chanceIsMadeInTheWiring);
    for (String made :
        List.of(
            "calls constructor <java.security.SecureRandom.<init>()>",
            "references constructor <java.security.SecureRandom.<init>()>",
            "SecureRandom.getInstanceStrong()",
            "java.util.Random.<init>()",
            "SplittableRandom.<init>()",
            "ThreadLocalRandom.current()",
            "RandomGenerator.getDefault()",
            "UUID.randomUUID()",
            "Math.random()")) {
      assertNames(report, made);
    }
    assertFalse(report.contains("MakesChance"), report);
    assertFalse(report.contains("IsHandedIts"), report);
  }

  @ParameterizedTest
  @ValueSource(strings = {"core", "mesh"})
  void aGroundFloorThatKnowsMoreThanTheJdk(String module) {
    String report = reportOn("libraries", root -> HouseRules.knowsTheJdkAlone(root, module));
    assertNames(report, "libraries." + module + ".Logs");
    assertNames(report, "org.slf4j.Logger");
    assertFalse(report.contains("AllowedArray"), report);
  }

  @Test
  void vertxOutsideTheApp() {
    assertNames(reportOn("cores", HouseRules::onlyTheAppKnowsVertx), "cores.wire.KnowsVertx");
  }

  @ParameterizedTest
  @EnumSource
  void somethingImpureInACore(CoreBan ban) {
    String report = reportOn("cores", root -> HouseRules.coresAreFreeOf(root, ban));
    SEEDED_IN_CORES.get(ban).forEach(name -> assertNames(report, name));
    assertFalse(report.contains("ConcurrentHashMap"), "maps are allowed:\n" + report);
    assertFalse(report.contains("AtomicLong"), "atomics are allowed:\n" + report);
  }

  @Test
  void everyBanHasASeed() {
    assertEquals(EnumSet.allOf(CoreBan.class), EnumSet.copyOf(SEEDED_IN_CORES.keySet()));
  }

  @Test
  void verifiedSaidByAnyoneButWire() {
    String report = reportOn("verifying", HouseRules::onlyWireVerifies);
    assertNames(report, "core.auth.CoreVouches");
    assertNames(report, "app.AppVouches");
    assertFalse(report.contains("WireVerifies"), report);
  }

  @Test
  void aCheckerThatAsksTheAccused() {
    String report = reportOn("checker", HouseRules::theCheckerStandsOutside);
    assertNames(report, "provisioning.checker.AsksTheAccused");
  }

  @Test
  void packagesInACircle() {
    String report = reportOn("cycles", HouseRules::noCycles);
    assertNames(report, "cycles.chicken.Chicken");
    assertNames(report, "cycles.egg.Egg");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "JournalImpl",
        "SaleManager",
        "MoneyUtil",
        "MoneyUtils",
        "TokenHelper",
        "TokenHelpers",
        "Receipt$PrintHelper"
      })
  void aNameThatSaysNothing(String name) {
    assertNames(reportOn("names", HouseRules::honestNames), "names." + name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"util", "common", "helpers", "dto", "exceptions"})
  void aPackageThatIsADrawer(String name) {
    assertNames(reportOn("packages", HouseRules::honestPackages), "packages.sale." + name + ".");
  }

  @Test
  void aRuleThatFindsNothingToJudge() {
    var nothing = new ClassFileImporter().importPackages(SEEDED + "nowhere");
    assertThrows(
        AssertionError.class,
        () -> HouseRules.onlyTheAppKnowsVertx(SEEDED + "nowhere").check(nothing));
  }

  private interface Rule {
    ArchRule over(String root);
  }

  private static String reportOn(String tree, Rule rule) {
    String root = SEEDED + tree;
    var result = rule.over(root).evaluate(new ClassFileImporter().importPackages(root));
    assertTrue(result.hasViolation(), "the rule saw nothing wrong in " + root);
    return String.join("\n", result.getFailureReport().getDetails());
  }

  private static void assertNames(String report, String culprit) {
    assertTrue(report.contains(culprit), culprit + " is not named in:\n" + report);
  }

  private static String capital(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }
}
