package dev.roadcase.tests.fault;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips, and says why, where {@code powercut.c} cannot be compiled. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsPowerCuts.Condition.class)
@interface NeedsPowerCuts {

  /** Looks for a compiler. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      try {
        String whyNot = ForgetfulDisk.Shim.whyNot();
        if (whyNot.isEmpty()) {
          return ConditionEvaluationResult.enabled("there is a compiler");
        }
        System.out.println(context.getDisplayName() + " is skipped: " + whyNot);
        return ConditionEvaluationResult.disabled(whyNot);
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
