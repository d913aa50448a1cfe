/** The live parts of the staff pages: the list of cases, and a case's conversation. What acts works without it. */

const live = document.querySelector("[data-live]");
const cutOff = document.querySelector("[data-cut-off]");

/** Server-rendered markup of our own, as a fragment. */
function parsed(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

function listen(address, show) {
  const source = new EventSource(address);
  let late = null;
  const whole = () => { clearTimeout(late); late = null; cutOff.hidden = true; };
  source.addEventListener("open", whole);
  source.addEventListener("changed", (event) => { whole(); show(JSON.parse(event.data), source); });
  source.addEventListener("error", () => {
    if (source.readyState === EventSource.CLOSED) return location.reload(); // the sign-in is over
    late ??= setTimeout(() => { cutOff.hidden = false; }, 4000); // it connects again by itself
  });
  addEventListener("pagehide", () => source.close());
}

// --- the list ----------

const MINUTE = 60_000;

/** How long ago, in one unit, in the words of the page. */
function told(since) {
  const [now, ...units] = JSON.parse(live.dataset.units);
  const minutes = Math.floor((Date.now() - new Date(since)) / MINUTE);
  if (minutes < 1) return now;
  const [unit, n] = minutes < 60 ? [0, minutes] : minutes < 1440 ? [1, Math.floor(minutes / 60)] : [2, Math.floor(minutes / 1440)];
  return units[unit].replace("{n}", n);
}

function tellWaiting() {
  for (const time of live.querySelectorAll("[data-since]")) time.textContent = told(time.dateTime);
}

function list() {
  const title = document.title;
  const status = document.querySelector("[data-told]");
  const open = () => [...live.querySelectorAll("[data-status=open] [data-case]")].map((link) => link.dataset.case);
  const count = (n) => { document.title = n ? `(${n}) ${title}` : title; };
  count(open().length);
  setInterval(tellWaiting, MINUTE / 2);
  listen(live.dataset.live, ({ html, waiting }) => {
    const known = open();
    const held = document.activeElement?.dataset.case;
    live.replaceChildren(parsed(html));
    if (held) live.querySelector(`[data-case="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
    const fresh = waiting.filter((id) => !known.includes(id));
    if (fresh.length) status.textContent = `${status.dataset.new}: ${fresh.join(", ")}`;
    count(waiting.length);
  });
}

// --- a case ----------

function theCase() {
  const conversation = live.querySelector("[data-conversation]");
  const actions = live.querySelector("[data-actions]");
  const key = () => actions.querySelector("[data-key]").dataset.key;
  conversation.scrollTop = conversation.scrollHeight;
  live.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    if (event.target.matches("[data-reply]")) { event.preventDefault(); event.target.form.requestSubmit(); }
  });
  live.addEventListener("submit", (event) => { // one press, one message
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "yes";
  });
  addEventListener("pageshow", () => { for (const form of live.querySelectorAll("form")) delete form.dataset.sent; });
  listen(live.dataset.live, (shown, source) => {
    add(conversation, parsed(shown.conversation));
    if (shown.key !== key()) actions.replaceChildren(parsed(shown.actions));
    if (shown.closed) source.close();
  });
}

/** Puts in the lines that are not there yet, in their order; a reader at the end stays at the end. */
function add(conversation, fragment) {
  const atEnd = conversation.scrollHeight - conversation.scrollTop - conversation.clientHeight < 80;
  let before = null;
  for (const line of fragment.querySelectorAll("[data-line]")) {
    let there = conversation.querySelector(`[data-line="${CSS.escape(line.dataset.line)}"]`);
    if (!there) {
      there = line;
      if (before) before.after(line);
      else conversation.prepend(line);
    }
    before = there;
  }
  if (atEnd) conversation.scrollTop = conversation.scrollHeight;
}

if (live?.dataset.kind === "list") list();
if (live?.dataset.kind === "case") theCase();
