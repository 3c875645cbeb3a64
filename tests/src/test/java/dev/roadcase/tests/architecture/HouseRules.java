package dev.roadcase.tests.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.accessTargetWhere;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The plan of the house, as rules over whatever tree has its shape: {@code root.core}, … */
final class HouseRules {

  /** Each module, and the modules of ours that it may know. */
  static final Map<String, Set<String>> KNOWS =
      Map.of(
          "core", Set.of(),
          "mesh", Set.of("core"),
          "wire", Set.of("core"),
          "drivers", Set.of(),
          "app", Set.of("core", "wire", "mesh", "drivers"),
          "provisioning", Set.of("core", "wire"),
          "console", Set.of("core", "wire"));

  /** What of the app speaks with somebody outside, each in a package of its own. */
  static final List<String> DOORS =
      List.of(
          "app.admin",
          "app.api",
          "app.cli",
          "app.hardware",
          "app.oauth",
          "app.pages",
          "app.uplink");

  /** The packages whose rules are pure: what they know was handed to them. */
  static final List<String> CORES = List.of("core", "mesh", "app.box");

  record Arrow(String from, String to) {
    @Override
    public String toString() {
      return from + " -> " + to;
    }
  }

  /** Every arrow that the plan does not draw. */
  static List<Arrow> forbiddenArrows() {
    List<Arrow> forbidden = new ArrayList<>();
    for (String from : KNOWS.keySet().stream().sorted().toList()) {
      for (String to : KNOWS.keySet().stream().sorted().toList()) {
        if (!from.equals(to) && !KNOWS.get(from).contains(to)) {
          forbidden.add(new Arrow(from, to));
        }
      }
    }
    return forbidden;
  }

  static ArchRule without(String root, Arrow arrow) {
    return noClasses()
        .that()
        .resideInAPackage(root + "." + arrow.from() + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(root + "." + arrow.to() + "..")
        .because(arrow.from() + " may know " + KNOWS.get(arrow.from()) + " of ours and no more");
  }

  /** Every arrow within the app that its plan forbids. */
  static List<Arrow> forbiddenInTheApp() {
    List<Arrow> forbidden = new ArrayList<>();
    for (String from : DOORS) {
      DOORS.stream()
          .filter(to -> !to.equals(from))
          .forEach(to -> forbidden.add(new Arrow(from, to)));
    }
    forbidden.add(new Arrow("app.status", "app.screens"));
    return forbidden;
  }

  /** What two doors share is plumbing and stands beside them; what is known knows no screen. */
  static ArchRule apart(String root, Arrow arrow) {
    return noClasses()
        .that()
        .resideInAPackage(root + "." + arrow.from() + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(root + "." + arrow.to() + "..")
        .because("each can be read, changed and left away without the other");
  }

  /**
   * In the app, chance is made by the wiring, which hands it to whoever needs some. The training is
   * a process of its own.
   */
  static ArchRule chanceIsMadeInTheWiring(String root) {
    return noClasses()
        .that()
        .resideInAPackage(root + ".app..")
        .and()
        .resideOutsideOfPackages(root + ".app", root + ".app.training")
        .should(
            accessTargetWhere(
                describe(
                    "makes a source of chance, or draws from one that is everybody's",
                    (JavaAccess<?> access) ->
                        CHANCE
                            .matcher(access.getTargetOwner().getName() + "." + access.getName())
                            .matches())))
        .because("a test, a simulation and an audit want to see where chance comes in");
  }

  private static final Pattern CHANCE =
      Pattern.compile(
          "java\\.security\\.SecureRandom\\.(<init>|getInstance.*)"
              + "|java\\.util\\.(Random|SplittableRandom)\\.<init>"
              + "|java\\.util\\.concurrent\\.ThreadLocalRandom\\.current"
              + "|java\\.util\\.random\\.RandomGenerator(Factory)?\\.(of|getDefault)"
              + "|java\\.util\\.UUID\\.randomUUID"
              + "|java\\.lang\\.Math\\.random");

  /**
   * {@code core} and {@code mesh} know nobody's library: a list of what is allowed, not of bans.
   */
  static ArchRule knowsTheJdkAlone(String root, String module) {
    return classes()
        .that()
        .resideInAPackage(root + "." + module + "..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            root + "." + module + "..", root + ".core..", "java..", "javax..", "org.jspecify..")
        .because("a pure rule is the JDK, JSpecify and ours");
  }

  static ArchRule onlyTheAppKnowsVertx(String root) {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .and()
        .resideOutsideOfPackage(root + ".app..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.vertx..")
        .because("the box process is the one place with Vert.x");
  }

  static ArchRule coresAreFreeOf(String root, CoreBan ban) {
    String[] cores = CORES.stream().map(core -> root + "." + core + "..").toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAnyPackage(cores)
        .should(dependOnClassesThat(ban.types()))
        .orShould(accessTargetWhere(ban.calls()))
        .because(ban.reason());
  }

  /** {@code Verified} means that {@code wire} looked at a signature: nobody else may say it. */
  static ArchRule onlyWireVerifies(String root) {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .and()
        .resideOutsideOfPackage(root + ".wire..")
        .should(
            accessTargetWhere(
                describe(
                    "Verified is constructed",
                    (JavaAccess<?> access) ->
                        access.getTargetOwner().getName().equals(root + ".core.identity.Verified")
                            && access.getName().equals(JavaConstructor.CONSTRUCTOR_NAME))))
        .because("a core that asks for a Verified value must not be handed hearsay");
  }

  /** A checker that shares code with what it checks shares its mistakes. */
  static ArchRule theCheckerStandsOutside(String root) {
    String checker = root + ".provisioning.checker..";
    return noClasses()
        .that()
        .resideInAPackage(checker)
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage(root + "..")
                .and(DescribedPredicate.not(JavaClass.Predicates.resideInAPackage(checker))))
        .because(
            "the outside checker knows files, HTTP answers and a database, and nobody of ours");
  }

  static ArchRule noCycles(String root) {
    return slices().matching(root + ".(**)").should().beFreeOfCycles();
  }

  static ArchRule honestNames(String root) {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .should()
        .haveNameMatching(".*(Impl|Manager|Utils?|Helpers?)")
        .because("a thing is named as the shop names it; one implementation by its way");
  }

  static ArchRule honestPackages(String root) {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .should()
        .resideInAnyPackage(
            List.of(
                    "util",
                    "utils",
                    "common",
                    "helper",
                    "helpers",
                    "dto",
                    "exception",
                    "exceptions")
                .stream()
                .map(name -> root + ".." + name + "..")
                .toArray(String[]::new))
        .because("a thing lives where it is used");
  }

  private HouseRules() {}
}
