package dev.roadcase.provisioning.woocommerce;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * WooCommerce writes its headers in the language of the account that exports. They are not read, as
 * they differ with each version of a translation, but they are known for what they are.
 */
public final class TranslatedHeader {
  /** "Published", "Regular price", "In stock?" and the like, which only shops of its kind have. */
  private static final Set<String> WORDS =
      Set.of(
          // German
          "veröffentlicht",
          "regulärer preis",
          "vorrätig?",
          "angebotspreis",
          "ist hervorgehoben?",
          "sichtbarkeit im katalog",
          "lieferrückstände erlaubt?",
          "steuerstatus",
          "steuerklasse",
          // French
          "publié",
          "tarif régulier",
          "en stock ?",
          "en stock?",
          "mis en avant ?",
          "visibilité dans le catalogue",
          "ugs",
          "tarif promo",
          "état de la tva",
          // Spanish
          "publicado",
          "precio normal",
          "¿existencias?",
          "¿está destacado?",
          "precio rebajado",
          "visibilidad en el catálogo",
          "estado del impuesto",
          // Italian
          "pubblicato",
          "prezzo di listino",
          "in primo piano?",
          "prezzo in offerta",
          "visibilità nel catalogo",
          "cod",
          // Portuguese
          "preço normal",
          "preço promocional",
          "preço",
          "em stock?",
          "em estoque?",
          "é destaque?",
          "em destaque?",
          "visibilidade no catálogo",
          // Dutch
          "gepubliceerd",
          "reguliere prijs",
          "op voorraad?",
          "uitgelicht?",
          "actieprijs",
          "zichtbaarheid in catalogus",
          // Polish and Czech
          "opublikowano",
          "opublikowany",
          "cena regularna",
          "w magazynie?",
          "w magazynie",
          "publikováno",
          "běžná cena",
          "skladem?",
          // Swedish, Danish, Norwegian, Finnish
          "publicerad",
          "ordinarie pris",
          "i lager?",
          "udgivet",
          "normalpris",
          "på lager?",
          "publisert",
          "ordinær pris",
          "julkaistu",
          "normaali hinta",
          "varastossa?",
          // Russian, Ukrainian, Greek, Turkish
          "опубликован",
          "опубликовано",
          "базовая цена",
          "в наличии?",
          "артикул",
          "опубліковано",
          "звичайна ціна",
          "δημοσιευμένο",
          "κανονική τιμή",
          "yayınlanmış",
          "normal fiyat",
          "stokta?",
          // Japanese and Chinese
          "公開済み",
          "通常価格",
          "在庫ありますか ?",
          "在庫あり ?",
          "已发布",
          "常规价格",
          "有货？",
          "有货?");

  private TranslatedHeader() {}

  /** Whether it is the header of an export in another language than English. */
  public static boolean is(List<String> header) {
    List<String> names = header.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    long known = names.stream().filter(WORDS::contains).count();
    boolean ours = names.getFirst().equals("id");
    boolean plugins = names.stream().anyMatch(name -> name.startsWith("meta: "));
    return (ours && (known >= 1 || plugins)) || known >= 3;
  }
}
