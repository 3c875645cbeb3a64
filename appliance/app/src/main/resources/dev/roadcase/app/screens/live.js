// Keeps the page at what the box last said, and says so when the box falls silent.
// One server-sent event per element: its name is the element's id, its data the new inside.

const panel = document.querySelector("[data-events]");
const notice = document.getElementById("silence");
const counter = notice.querySelector("b");
const patience = Number(panel.dataset.patience);
const reopenAfter = 5000;
const reloaded = "reloaded";

const shown = new Map();
let heard = performance.now();
let tried = heard;
let source = open();

compareClocks(document.getElementById("odd-clock"), panel.dataset.boxTime);
setInterval(look, 1000);
document.addEventListener("visibilitychange", look);

function open() {
  const stream = new EventSource(panel.dataset.events);
  stream.addEventListener("beat", hear);
  stream.addEventListener("error", () => {
    if (stream.readyState === EventSource.CLOSED && stream === source) {
      refused();
    }
  });
  for (const slot of document.querySelectorAll(".slot")) {
    stream.addEventListener(slot.id, (event) => {
      hear();
      swap(slot, event.data);
    });
  }
  return stream;
}

// The box answers, and not with news. When the visit has ended, the page itself says how to come in again. It is asked
// for once: what is refused to a page that was just let in is no matter of the visit.
async function refused() {
  const question = new AbortController();
  let status = 0;
  try {
    status = (await fetch(panel.dataset.events, { cache: "no-store", signal: question.signal })).status;
  } catch {
    // No answer: the notice says so.
  }
  question.abort();
  if (status === 401 && !sessionStorage.getItem(reloaded)) {
    sessionStorage.setItem(reloaded, "yes");
    location.replace(location.pathname);
  }
}

function hear() {
  sessionStorage.removeItem(reloaded);
  heard = performance.now();
  look();
}

function swap(slot, html) {
  // What stands there already is not put there once more: a screen reader would say it again.
  // Nor is that said aloud which was so when the page was loaded: the page itself says it.
  if ((shown.get(slot.id) ?? slot.dataset.said ?? slot.innerHTML.trim()) === html) {
    shown.set(slot.id, html);
    return;
  }
  const before = headline(slot);
  const open = [...slot.querySelectorAll("details[open]")].map((details) => details.id);
  const focus = slot.contains(document.activeElement) ? document.activeElement.id : "";
  shown.set(slot.id, html);
  slot.innerHTML = html;
  // Whoever was about to answer a question still is.
  for (const id of open) {
    document.getElementById(id)?.setAttribute("open", "");
  }
  if (focus) {
    document.getElementById(focus)?.focus({ preventScroll: true });
  }
  // An age that went on is no news; another headline is.
  if (headline(slot) !== before) {
    slot.classList.add("fresh");
    setTimeout(() => slot.classList.remove("fresh"), 700);
  }
}

function headline(slot) {
  return [...slot.querySelectorAll(".headline, h2 b")].map((part) => part.textContent).join();
}

function look() {
  const now = performance.now();
  const silence = now - heard;
  const silent = silence > patience;
  notice.hidden = !silent;
  document.body.classList.toggle("silent", silent);
  if (!silent) {
    return;
  }
  counter.textContent = span(Math.floor(silence / 1000));
  // A stream that was refused does not try again by itself, and one in a black hole does not know.
  if (now - tried > reopenAfter) {
    tried = now;
    source.close();
    source = open();
  }
}

// A box that knows the time says it; one that does not is no judge of a phone's clock.
function compareClocks(line, boxTime) {
  const ahead = Date.now() - Number(boxTime);
  const minutes = Math.round(Math.abs(ahead) / 60000);
  if (line === null || !boxTime || minutes < 5) {
    return;
  }
  const size =
    minutes < 120
      ? `${minutes} min`
      : minutes < 2880
        ? `${Math.round(minutes / 60)} hours`
        : `${Math.round(minutes / 1440)} days`;
  const way = ahead > 0 ? "ahead of" : "behind";
  line.textContent =
    `This phone's clock is ${size} ${way} the box's, and the box is sure of the time. ` +
    "Set the phone's date and time to automatic: with a wrong one it may refuse the box's certificate.";
  line.hidden = false;
}

function span(seconds) {
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min`;
}
