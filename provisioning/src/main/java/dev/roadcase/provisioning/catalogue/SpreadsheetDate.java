package dev.roadcase.provisioning.catalogue;

import java.util.regex.Pattern;

/** What a spreadsheet makes of a size such as 10-12 or a SKU such as MAR1: {@code 12-Oct}. */
final class SpreadsheetDate {
  private static final String MONTH =
      "(jan|feb|f[eé]v|mar|m[aä]r|mrt|apr|avr|abr|ma[iy]|mei|mag|jun|juin|giu|jul|juil|lug|aug"
          + "|ao[uû]|ago|sep|set|oct|okt|ott|nov|d[eé][czk]|dic)[a-zéû]{0,6}\\.?";

  private static final Pattern FORM =
      Pattern.compile(
          "\\d{1,2}\\.?[- ]" + MONTH + "([- ](\\d{2}|\\d{4}))?|" + MONTH + "-(\\d{2}|\\d{4})",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  private SpreadsheetDate() {}

  static boolean is(String text) {
    return FORM.matcher(text).matches();
  }
}
