// Keeps prices and stock of the page at what the box says. The page is complete without it.

const main = document.querySelector("main.shop");
const notice = document.getElementById("news");

if (main?.dataset.changes && "EventSource" in window) {
  listen(main.dataset.changes);
} else if (main?.dataset.away) {
  ask(main.dataset.away);
}

// This page is a copy, made while the box is away: says when it is back.
async function ask(address) {
  const answer = await fetch(address, { cache: "no-store" }).catch(() => null);
  if (answer?.ok) {
    look();
  } else {
    setTimeout(() => ask(address), 10000);
  }
}

function listen(address) {
  const stream = new EventSource(address);
  stream.addEventListener("price", (event) => amend(JSON.parse(event.data)));
  stream.addEventListener("stock", (event) => amend(JSON.parse(event.data)));
  stream.addEventListener("pack", look);
  stream.addEventListener("resync", look);
  // A phone that slept comes back to a page that may be hours old.
  window.addEventListener("pagehide", () => stream.close());
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      look();
    }
  });
}

function amend(news) {
  for (const item of news.items) {
    for (const row of all("data-sku", item.sku)) {
      if ("price" in item) {
        say(row.querySelector("[data-price]"), item.shown);
      } else {
        say(row.querySelector("[data-left]"), item.shown);
        row.className = item.left === 0 ? "gone" : /^(only|few) /.test(item.shown) ? "few" : "there";
      }
    }
  }
  sayOnce();
  for (const product of news.products) {
    for (const card of all("data-product", product.product)) {
      say(card.querySelector("[data-price]"), product.price);
      say(card.querySelector("[data-mark]"), product.mark);
      if (card.classList.contains("card")) {
        card.classList.toggle("gone", product.gone);
      }
    }
  }
}

// A price that all options share is said once, on top; of a column that says nothing, nothing is shown.
function sayOnce() {
  const table = document.querySelector(".variants");
  if (table) {
    table.classList.toggle("same", new Set(words(table, "[data-price]")).size < 2);
    table.classList.toggle("unsaid", words(table, "[data-left]").join("") === "");
  }
}

function words(table, cells) {
  return [...table.querySelectorAll(cells)].map((cell) => cell.textContent.trim());
}

function all(attribute, value) {
  return [...document.querySelectorAll(`[${attribute}]`)].filter(
    (element) => element.getAttribute(attribute) === value,
  );
}

function say(element, words) {
  if (element && element.textContent !== words) {
    element.textContent = words;
    element.classList.add("fresh");
    setTimeout(() => element.classList.remove("fresh"), 1300);
  }
}

// Nobody's page is torn away while they read it or type.
function look() {
  notice.hidden = false;
}
