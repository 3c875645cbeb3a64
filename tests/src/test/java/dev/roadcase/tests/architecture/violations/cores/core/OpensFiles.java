package dev.roadcase.tests.architecture.violations.cores.core;

import java.io.File;
import java.io.FileInputStream;
import java.nio.file.Path;

record OpensFiles(File file, FileInputStream stream, Path path) {}
