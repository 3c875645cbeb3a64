package dev.roadcase.tests.fault;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** One test, run in this process: of this package, or of another by {@code package.Class}. */
final class NamedTest {
  private NamedTest() {}

  /** {@code attack.LeakTest} is of the package beside this one. */
  static String fullName(String name) {
    String here = NamedTest.class.getPackageName();
    boolean elsewhere = name.indexOf('.') >= 0;
    return (elsewhere ? here.substring(0, here.lastIndexOf('.')) : here) + "." + name;
  }

  /** 0 when it passed, 1 when it failed, 2 when there is none or it was skipped. */
  static int run(String name) {
    String full = fullName(name);
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(name.contains("#") ? selectMethod(full) : selectClass(full))
                .filters(EngineFilter.includeEngines("junit-jupiter"))
                .configurationParameter("junit.jupiter.execution.timeout.default", "10 m")
                .build(),
            listener);
    TestExecutionSummary summary = listener.getSummary();
    summary.getFailures().forEach(failure -> failure.getException().printStackTrace(System.out));
    System.out.printf(
        "%s: %d passed, %d failed%n",
        name, summary.getTestsSucceededCount(), summary.getTestsFailedCount());
    if (summary.getTotalFailureCount() > 0) {
      return 1;
    }
    return summary.getTestsSucceededCount() > 0 ? 0 : 2;
  }
}
