package dev.roadcase.wire.commandline;

import java.util.List;

/**
 * One bash completion for {@code roadcase} out of the scripts of several programs: each owns some
 * verbs, and the shell may read one, some or all of them, in any order.
 */
public final class BashCompletion {
  private BashCompletion() {}

  /**
   * The script that a shell reads.
   *
   * @param generated as picocli generates it for a command {@code roadcase}
   * @param program the owner of the verbs, one word; tells its functions from those of others
   * @param verbs the words behind {@code roadcase} that it completes
   */
  public static String script(String generated, String program, List<String> verbs) {
    StringBuilder script = new StringBuilder();
    generated
        .lines()
        // It registers itself for all verbs; and its helpers bear no program's name.
        .filter(line -> !line.startsWith("complete -F "))
        .map(line ->
            line.replace("_complete_roadcase", "_complete_roadcase_" + program)
                .replace("_picocli_roadcase", "_picocli_" + program + "_roadcase"))
        .forEach(line -> script.append(line).append('\n'));
    for (String verb : verbs) {
      script
          .append("_roadcase_completes_")
          .append(verb)
          .append("() { _complete_roadcase_")
          .append(program)
          .append("; }\n");
    }
    return script.append(DISPATCH).toString();
  }

  private static final String DISPATCH =
      """
      _roadcase_completion() {
        local verb=${COMP_WORDS[1]:-}
        if [ "$COMP_CWORD" -gt 1 ] && declare -F "_roadcase_completes_$verb" >/dev/null; then
          "_roadcase_completes_$verb"
        else
          COMPREPLY=($(compgen -W "$(compgen -A function _roadcase_completes_ |
            sed 's/^_roadcase_completes_//')" -- "${COMP_WORDS[COMP_CWORD]}"))
        fi
      }
      complete -F _roadcase_completion -o default roadcase ./roadcase
      """;
}
