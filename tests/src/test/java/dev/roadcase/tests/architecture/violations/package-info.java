/**
 * Seeded violations: each tree below has the shape of the house and breaks one family of rules, so
 * that {@code EveryRuleCanFailTest} can show that the rule sees it. Nothing here is ever called.
 */
package dev.roadcase.tests.architecture.violations;
