package dev.roadcase.tests.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * A switch over a sealed type of ours has no {@code default}: a new case is then a compile error
 * wherever it matters. The compiler is asked for the type of what is switched over.
 *
 * <p>Facts are the exception: a machine takes its own and passes over those of all the others.
 */
class SwitchesTest {
  private static final Set<String> PASSED_OVER = Set.of("dev.roadcase.core.fact.FactBody");

  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  @Test
  void noSwitchOverASealedTypeOfOursHasADefault() throws IOException {
    List<Path> sources = sources(TidyTest.repository());
    assertTrue(sources.size() > 500, "only " + sources.size() + " sources were looked at");
    try (StandardJavaFileManager files = COMPILER.getStandardFileManager(null, null, null)) {
      assertEquals(List.of(), defaults(files, files.getJavaFileObjectsFromPaths(sources)));
    }
  }

  @Test
  void aDefaultOverASealedTypeIsNoticed() throws IOException {
    try (StandardJavaFileManager files = COMPILER.getStandardFileManager(null, null, null)) {
      List<String> seen = defaults(files, List.of(new Seed()));
      assertEquals(2, seen.size(), seen.toString());
      assertTrue(
          seen.get(0).startsWith("Seed.java:10: default over dev.roadcase.Answer"), seen.get(0));
      assertTrue(
          seen.get(1).startsWith("Seed.java:16: default over dev.roadcase.Answer"), seen.get(1));
    }
  }

  private static final class Seed extends SimpleJavaFileObject {
    Seed() {
      super(URI.create("memory:///Seed.java"), Kind.SOURCE);
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return """
      package dev.roadcase;
      sealed interface Answer {
        record Yes() implements Answer {}
        record No() implements Answer {}
      }
      class Seed {
        int expression(Answer answer) {
          return switch (answer) {
            case Answer.Yes _ -> 1;
            default -> 0;
          };
        }
        void statement(Answer answer) {
          switch (answer) {
            case Answer.Yes _ -> {}
            case null, default -> {}
          }
        }
        int whole(Answer answer) {
          return switch (answer) {
            case Answer.Yes _ -> 1;
            case Answer.No _ -> 0;
          };
        }
        int open(String text) {
          return switch (text) {
            case "yes" -> 1;
            default -> 0;
          };
        }
      }
      """;
    }
  }

  /** A line for each, with the file and the line. */
  private static List<String> defaults(
      StandardJavaFileManager files, Iterable<? extends JavaFileObject> sources)
      throws IOException {
    JavacTask task =
        (JavacTask)
            COMPILER.getTask(
                null,
                files,
                _ -> {},
                List.of("-proc:none", "-cp", System.getProperty("java.class.path")),
                null,
                sources);
    List<CompilationUnitTree> units = new ArrayList<>();
    task.parse().forEach(units::add);
    task.analyze();
    List<String> found = new ArrayList<>();
    Trees trees = Trees.instance(task);
    for (CompilationUnitTree unit : units) {
      new Scanner(trees, unit, found).scan(unit, null);
    }
    return found;
  }

  private static final class Scanner extends TreePathScanner<Void, Void> {
    private final Trees trees;
    private final CompilationUnitTree unit;
    private final List<String> found;

    Scanner(Trees trees, CompilationUnitTree unit, List<String> found) {
      this.trees = trees;
      this.unit = unit;
      this.found = found;
    }

    @Override
    public Void visitSwitch(SwitchTree tree, Void none) {
      look(tree.getExpression(), tree.getCases());
      return super.visitSwitch(tree, none);
    }

    @Override
    public Void visitSwitchExpression(SwitchExpressionTree tree, Void none) {
      look(tree.getExpression(), tree.getCases());
      return super.visitSwitchExpression(tree, none);
    }

    private void look(ExpressionTree over, List<? extends CaseTree> cases) {
      TypeMirror type = trees.getTypeMirror(new TreePath(getCurrentPath(), over));
      for (CaseTree one : cases) {
        boolean isDefault =
            one.getLabels().stream().anyMatch(DefaultCaseLabelTree.class::isInstance);
        if (isDefault && isOursAndSealed(type)) {
          long at = trees.getSourcePositions().getStartPosition(unit, one);
          found.add(
              Path.of(unit.getSourceFile().getName()).getFileName()
                  + ":"
                  + unit.getLineMap().getLineNumber(at)
                  + ": default over "
                  + type);
        }
      }
    }

    private static boolean isOursAndSealed(TypeMirror type) {
      return type instanceof DeclaredType declared
          && declared.asElement().getModifiers().contains(Modifier.SEALED)
          && declared.asElement().toString().startsWith("dev.roadcase.")
          && !PASSED_OVER.contains(declared.asElement().toString());
    }
  }

  private static List<Path> sources(Path repository) throws IOException {
    try (Stream<Path> all = Files.walk(repository)) {
      return all.filter(file -> file.toString().endsWith(".java"))
          .filter(file -> file.toString().contains("/src/main/java/"))
          .filter(file -> !file.toString().contains("/target/"))
          .filter(file -> !file.endsWith("package-info.java"))
          .toList();
    }
  }
}
