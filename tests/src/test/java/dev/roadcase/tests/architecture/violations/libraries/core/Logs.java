package dev.roadcase.tests.architecture.violations.libraries.core;

import org.slf4j.Logger;

record Logs(Logger logger) {}
