package dev.roadcase.tests.architecture;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.roadcase.tests.architecture.HouseRules.Arrow;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The house as it stands keeps to its plan. */
class ArrowsTest {
  private static final String HOUSE = "dev.roadcase";

  /** What ships: everything of ours but this module. */
  private static final JavaClasses SHIPPED =
      new ClassFileImporter()
          .importPackages(HOUSE)
          .that(JavaClass.Predicates.resideOutsideOfPackage(HOUSE + ".tests.."));

  private static final JavaClasses TESTS =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/architecture/violations/"))
          .importPackages(HOUSE + ".tests");

  static final List<String> PLACES =
      Stream.concat(
              Stream.of(
                  "core",
                  "mesh",
                  "wire",
                  "drivers",
                  "app",
                  "app.box",
                  "app.status",
                  "app.screens",
                  "provisioning",
                  "console"),
              HouseRules.DOORS.stream())
          .toList();

  static List<Arrow> forbiddenArrows() {
    return HouseRules.forbiddenArrows();
  }

  static List<Arrow> forbiddenInTheApp() {
    return HouseRules.forbiddenInTheApp();
  }

  @ParameterizedTest
  @FieldSource("PLACES")
  void somethingStandsInEveryPlaceThatTheRulesName(String place) {
    String name = HOUSE + "." + place;
    assertTrue(
        SHIPPED.stream()
            .map(JavaClass::getPackageName)
            .anyMatch(p -> (p + ".").startsWith(name + ".")),
        "a rule about an empty place proves nothing, and no class stands in " + name);
  }

  @ParameterizedTest
  @MethodSource("forbiddenArrows")
  void noModuleKnowsMoreOfUsThanThePlanSays(Arrow arrow) {
    HouseRules.without(HOUSE, arrow).check(SHIPPED);
  }

  @ParameterizedTest
  @MethodSource("forbiddenInTheApp")
  void doorsStandApart(Arrow arrow) {
    HouseRules.apart(HOUSE, arrow).check(SHIPPED);
  }

  @Test
  void chanceIsMadeInTheWiring() {
    HouseRules.chanceIsMadeInTheWiring(HOUSE).check(SHIPPED);
  }

  @Test
  void coreKnowsTheJdkAlone() {
    HouseRules.knowsTheJdkAlone(HOUSE, "core").check(SHIPPED);
  }

  @Test
  void meshKnowsTheJdkAndCoreAlone() {
    HouseRules.knowsTheJdkAlone(HOUSE, "mesh").check(SHIPPED);
  }

  @Test
  void onlyTheAppKnowsVertx() {
    HouseRules.onlyTheAppKnowsVertx(HOUSE).check(SHIPPED);
  }

  @ParameterizedTest
  @EnumSource
  void coresArePure(CoreBan ban) {
    HouseRules.coresAreFreeOf(HOUSE, ban).check(SHIPPED);
  }

  @Test
  void onlyWireSaysVerified() {
    assertTrue(SHIPPED.contain(HOUSE + ".core.identity.Verified"), "the rule's subject has moved");
    HouseRules.onlyWireVerifies(HOUSE).check(SHIPPED);
  }

  @Test
  void theOutsideCheckerKnowsNobodyOfOurs() {
    assertTrue(
        SHIPPED.contain(HOUSE + ".provisioning.checker.Check"), "the rule's subject has moved");
    HouseRules.theCheckerStandsOutside(HOUSE).check(SHIPPED);
  }

  @Test
  void noPackagesKnowEachOtherInACircle() {
    HouseRules.noCycles(HOUSE).check(SHIPPED);
  }

  @Test
  void thingsAreNamedAsTheShopNamesThem() {
    HouseRules.honestNames(HOUSE).check(SHIPPED);
    HouseRules.honestNames(HOUSE).check(TESTS);
  }

  @Test
  void thingsLiveWhereTheyAreUsed() {
    HouseRules.honestPackages(HOUSE).check(SHIPPED);
    HouseRules.honestPackages(HOUSE).check(TESTS);
  }
}
