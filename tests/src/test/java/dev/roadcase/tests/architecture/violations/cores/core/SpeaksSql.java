package dev.roadcase.tests.architecture.violations.cores.core;

import java.sql.Connection;
import javax.sql.DataSource;

record SpeaksSql(Connection connection, DataSource source) {}
