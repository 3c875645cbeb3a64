package dev.roadcase.provisioning.pack;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whose export a file is that is not read here, by columns that nobody else's has. Some have a
 * title, a SKU and a price, too; read as a plain list, their stock, variants, currencies, sales and
 * hidden products would be passed over.
 *
 * @param export for people: {@code Etsy's export}
 */
record OtherShop(String export, List<OtherShop.Sign> signs) {
  private static final List<OtherShop> ALL =
      List.of(
          shop(
              "Shopify's inventory export: export the products instead",
              sign("handle", "title", "location", "sku"),
              sign("handle", "hs code", "coo")),
          shop(
              "Shopify's export of orders: export the products instead",
              sign("financial status", "lineitem name")),
          shop(
              "a report of WooCommerce: export the products instead (Products, Export)",
              sign("product title", "items sold", "net sales"),
              sign("product / variation title", "sku", "status", "stock")),
          shop(
              "Etsy's export",
              sign("title", "price", "currency_code", "materials"),
              sign("title", "price", "currency_code", "image1"),
              sign("listing_id", "title", "price")),
          shop(
              "Square's export",
              sign("item name", "variation name"),
              sign("token", "item name"),
              sign("reference handle", "item name")),
          shop(
              "eBay's export",
              sign("item number", "start price"),
              sign("item number", "available quantity"),
              sign("custom label (sku)"),
              sign("*title", "*startprice"),
              begins("*action("),
              begins("action(siteid")),
          shop(
              "BigCommerce's export",
              sign("product code/sku"),
              sign("item", "inventory tracking", "current stock"),
              sign("product name", "option set", "track inventory")),
          shop("Wix's export", sign("handleid", "fieldtype"), sign("handle", "fieldtype")),
          shop(
              "Squarespace's export",
              sign("product page", "product url"),
              sign("on sale", "sale price", "visible", "hosted image urls"),
              begins("product id [non editable]"),
              begins("variant id [non editable]")),
          shop(
              "Magento's (Adobe Commerce) export",
              sign("attribute_set_code"),
              sign("store_view_code"),
              sign("_attribute_set", "_type"),
              sign("sku", "url_key", "visibility", "price")),
          shop(
              "PrestaShop's export",
              sign("price tax excluded"),
              sign("price (tax excl.)", "reference"),
              sign("price (tax incl.)", "reference"),
              sign("id_product", "reference"),
              sign("active (0/1)")),
          shop(
              "Loyverse's export",
              sign("handle", "track stock"),
              sign("handle", "sold by weight"),
              begins("available for sale [")),
          shop(
              "Lightspeed's export",
              sign("handle", "supply_price", "retail_price"),
              sign("supply_price", "variant_option_one_name"),
              sign("system id", "custom sku"),
              sign("internal_variant_id"),
              sign("manufact. sku")),
          shop(
              "Ecwid's export",
              sign("product_internal_id"),
              sign("product_internal_sku"),
              sign("product_sku", "product_name")),
          shop(
              "Odoo's export",
              sign("internal reference", "sales price"),
              sign("default_code", "list_price"),
              sign("name", "list_price"),
              sign("default_code", "lst_price")),
          shop(
              "SumUp's export",
              sign("item id (do not change)"),
              sign("variant id (do not change)"),
              sign("item name", "variations"),
              sign("item name", "option set 1")),
          shop(
              "Zettle's (PayPal) export",
              sign("product uuid"),
              sign("variant uuid"),
              sign("name", "variant", "unit name", "barcode")),
          shop(
              "Clover's export",
              sign("clover id"),
              sign("price type", "product code", "modifier groups")),
          shop(
              "Big Cartel's export",
              sign("product_name", "permalink"),
              sign("permalink", "on_sale")),
          shop(
              "Shopware's export",
              sign("productnumber", "taxid"),
              sign("product_number", "tax_id"),
              sign("ordernumber", "articleid"),
              sign("ordernumber", "suppliernumber")),
          shop(
              "OpenCart's export",
              begins("name(en"),
              sign("product_id", "model", "manufacturer_id")),
          shop(
              "Amazon's export",
              sign("seller-sku", "item-name"),
              sign("seller-sku", "asin1"),
              sign("item_sku", "item_name"),
              sign("feed_product_type")),
          shop(
              "a feed for Google or Meta",
              sign("image_link", "availability"),
              sign("image link", "availability")),
          shop(
              "Stripe's export",
              sign("product id", "price id"),
              sign("product name", "product tax code")),
          shop(
              "Webflow's export",
              sign("product handle", "variant price"),
              sign("product name", "variant sku")));

  OtherShop {
    signs = List.copyOf(signs);
  }

  /** Columns, all of which a header has; or how one of its columns begins. */
  record Sign(Set<String> columns, String beginning) {
    boolean isIn(Set<String> header) {
      return beginning.isEmpty()
          ? header.containsAll(columns)
          : header.stream().anyMatch(name -> name.startsWith(beginning));
    }
  }

  private static OtherShop shop(String export, Sign... signs) {
    return new OtherShop(export, List.of(signs));
  }

  private static Sign sign(String... columns) {
    return new Sign(Set.of(columns), "");
  }

  private static Sign begins(String beginning) {
    return new Sign(Set.of(), beginning);
  }

  /** Whose export a header belongs to, as far as it is known. */
  static Optional<OtherShop> of(List<String> header) {
    Set<String> names =
        header.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    return ALL.stream()
        .filter(shop -> shop.signs.stream().anyMatch(sign -> sign.isIn(names)))
        .findFirst();
  }
}
