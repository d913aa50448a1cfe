/** The chat as one custom element: it sends words and presses, and shows what the server streams back. */

import { Line, linked } from "./people.js";
import { HOUR, WORDS, clock, cut, span, zoneName } from "./told.js";

const SILENCE_MS = 50_000; // the server pings every 15 s; three missed ones mean that the line is dead
const KEPT = { session: "ipsteward.session", draft: "ipsteward.draft", place: "ipsteward.place" };

/** An element with properties, attributes (in `attributes`) and children; text is never read as HTML. */
function make(tag, { attributes = {}, ...properties } = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter((child) => child || child === 0));
  return made;
}

/** The events of a server-sent stream, `{name, data}` with data parsed; comments only feed `heard`. */
async function* events(stream, heard) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    heard();
    const blocks = (rest + value).replace(/\r\n?/g, "\n").split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const lines = block.split("\n");
      const of = (field) => lines.filter((l) => l.startsWith(`${field}:`)).map((l) => l.slice(field.length + 1).replace(/^ /, ""));
      const data = of("data").join("\n");
      if (data) yield { name: of("event")[0] ?? "message", data: JSON.parse(data) };
    }
  }
}

const grouped = (items, key) => items.reduce((groups, item) => {
  const name = key(item);
  return groups.set(name, [...(groups.get(name) ?? []), item]);
}, new Map());

const fresh = () => [...crypto.getRandomValues(new Uint8Array(12))].map((n) => n.toString(16).padStart(2, "0")).join("");

class IpstewardChat extends HTMLElement {
  connectedCallback() {
    this.reader = this.dataset.lang === "en" ? "en" : "zh";
    [this.log, this.form, this.input, this.intro] = ["log", "form", "input", "intro"].map((n) => this.querySelector(`[data-${n}]`));
    this.send = this.form.querySelector("button");
    this.input.value = sessionStorage.getItem(KEPT.draft) ?? "";
    this.banner = this.querySelector("[data-banner]");
    this.line = new Line((message) => this.receive(message), (holder) => this.heldBy(holder));
    this.listen();
    this.fit();
    this.restore();
  }

  get words() { return WORDS[this.reader]; }
  get session() { return sessionStorage.getItem(KEPT.session); }
  set session(id) { id ? sessionStorage.setItem(KEPT.session, id) : sessionStorage.removeItem(KEPT.session); }

  listen() {
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    this.input.addEventListener("keydown", (event) => {
      const composing = event.isComposing || event.keyCode === 229; // 229: Safari ends the composition before the key
      if (event.key !== "Enter" || event.shiftKey || composing) return;
      event.preventDefault();
      this.submit();
    });
    this.input.addEventListener("input", () => { this.fit(); this.keep(this.input.value); });
    this.querySelector("[data-new]").addEventListener("click", () => this.startOver());
    for (const example of this.querySelectorAll("[data-example]")) {
      example.addEventListener("click", () => { this.ask({ text: example.textContent }, example.textContent); this.input.focus({ preventScroll: true }); });
    }
    this.banner.querySelector("button").addEventListener("click", () => this.toAssistant());
    addEventListener("pagehide", () => sessionStorage.setItem(KEPT.place, String(scrollY)));
  }

  keep(draft) { draft ? sessionStorage.setItem(KEPT.draft, draft) : sessionStorage.removeItem(KEPT.draft); }

  fit() {
    this.input.style.height = "auto";
    this.input.style.height = `${this.input.scrollHeight + 2}px`;
  }

  submit() {
    const text = this.input.value.trim();
    if (!text || this.going) return;
    this.input.value = "";
    this.fit();
    this.ask({ text }, text);
  }

  startOver() {
    this.going?.abort();
    this.going = null;
    this.session = null;
    this.line.close();
    this.heldBy("assistant");
    this.keep("");
    this.log.replaceChildren();
    this.input.value = "";
    this.fit();
    this.settle();
    scrollTo({ top: 0 });
    this.input.focus({ preventScroll: true });
  }

  /** Shows the earlier turns of this tab's session; words that were never answered go back into the box. */
  async restore() {
    this.settle();
    if (!this.session) return;
    try {
      const response = await fetch(`/api/history?${new URLSearchParams({ session_id: this.session })}`);
      if (!response.ok) throw new Error(String(response.status));
      const { turns, messages = [], holder = "assistant" } = await response.json();
      if (this.going) return;
      if (!turns.length) this.session = null; // another visitor's, or forgotten: a new one starts
      this.log.setAttribute("aria-live", "off"); // what was read out once is not read out again
      this.log.replaceChildren();
      const written = (ordinal) => { while (messages.length && messages[0].after_ordinal <= ordinal) this.receive(messages.shift()); };
      const last = messages.at(-1)?.id ?? 0;
      for (const turn of turns) { written(turn.ordinal - 1); this.replay(turn); }
      written(Infinity);
      this.heldBy(holder);
      if (holder !== "assistant") this.line.open(this.session, last);
      if (turns.at(-1)?.said === this.input.value) { this.input.value = ""; this.keep(""); }
      this.settle();
      scrollTo({ top: Number(sessionStorage.getItem(KEPT.place) ?? document.body.scrollHeight), behavior: "instant" });
    } catch {
      const again = make("button", { type: "button", className: "button", textContent: this.words.retry, onclick: () => this.restore() });
      this.log.replaceChildren(make("div", { className: "failed", attributes: { role: "alert" } }, make("p", {}, this.words.lost), again));
    } finally {
      setTimeout(() => this.log.setAttribute("aria-live", "polite"), 500);
    }
  }

  replay(turn) {
    if (turn.said) this.log.append(this.bubble(turn.said));
    const shown = this.opened(turn.reply.lang);
    shown.status.remove();
    shown.body.innerHTML = turn.html;
    this.cite(shown, turn.citations);
    for (const file of turn.attachments) this.attach(shown, file);
    this.choose(shown, turn.choices);
    this.close(shown, turn.reply);
  }

  /** What a person of the centre wrote, or a note that one came or went; shown once. */
  receive(message) {
    if (this.log.querySelector(`[data-message="${Number(message.id)}"]`)) return;
    const attributes = { "data-message": String(Number(message.id)) };
    const low = this.low;
    const shown = message.author === "staff"
      ? make("article", { className: "person", attributes }, make("p", { className: "who" }, this.words.staff), make("p", { className: "words" }, ...linked(message.text)))
      : make("p", { className: "told", attributes }, message.text);
    this.log.append(shown);
    this.settle();
    if (low) shown.scrollIntoView({ block: "end" });
  }

  /** Shows who has the conversation: a person, nobody yet, or (no banner) the assistant. */
  heldBy(holder) {
    const low = this.low;
    this.holder = holder;
    const told = this.words.holder[holder];
    this.banner.hidden = !told;
    this.banner.querySelector("span").textContent = told ?? "";
    this.banner.querySelector("button").textContent = this.words.toAssistant;
    if (low && told) this.log.lastElementChild?.scrollIntoView({ block: "end" });
  }

  /** Whether the reader is at the end of the conversation. */
  get low() { return innerHeight + scrollY > document.documentElement.scrollHeight - 160; }

  /** The way back, by the button that the last reply brought, else by the same words. */
  toAssistant() {
    if (this.going) return;
    if (this.back) this.ask({ choice_id: this.back.id }, this.back.label);
    else this.ask({ text: this.words.toAssistant }, this.words.toAssistant, fresh(), this.reader);
  }

  /** After a reply of the hand-off: the line opens, and the button of the way back moves to the banner. */
  handedOver(shown, reply) {
    this.back = reply.kind === "handoff" ? reply.choices.find((c) => c.kind === "option") ?? null : null;
    if (reply.kind !== "handoff") return;
    if (this.back && this.holder !== "person") this.heldBy("waiting");
    if (this.back) shown.choices.querySelector(".options:has([data-kind=option])")?.remove();
    if (!reply.text && !reply.attachments.length) this.renew(shown);
  }

  /** A reply without words shows nothing of its own; the buttons that it brings stay where they stood. */
  renew(shown) {
    shown.article.hidden = true;
    this.replies().at(-1)?.querySelector(".choices").replaceChildren(...shown.choices.childNodes);
  }

  replies() { return [...this.log.querySelectorAll("article.reply:not([hidden], [data-kind=failed])")]; }

  /** One turn; `body` is words or a press, `said` what the visitor sees of it. A retry repeats the update id. */
  async ask(body, said, updateId = fresh(), lang = null) {
    if (this.going) return;
    const going = this.going = new AbortController();
    if (body.text) this.keep(body.text);
    const bubble = this.bubble(said);
    const shown = this.opened(this.reader);
    if (this.holder === "person") shown.status.hidden = true; // nobody looks anything up
    this.log.append(bubble, shown.article);
    this.settle();
    bubble.scrollIntoView({ block: "start" });
    let failure = null;
    try {
      failure = await this.stream({ ...body, update_id: updateId, ...(lang && { lang }) }, shown, going);
    } catch {
      failure = { told: this.words.network };
    }
    if (this.going !== going) return; // a new conversation was started meanwhile
    this.going = null;
    if (failure) this.fail(shown, bubble, failure, { body, said, updateId, lang });
    else if (body.text) this.keep(this.input.value);
    this.settle();
    this.reveal(bubble, shown.article, Boolean(body.choice_id));
  }

  /** Fills `shown` from the stream; returns why the server refused, or null when the whole reply is there. */
  async stream(body, shown, going) {
    let timer = 0;
    const heard = () => { clearTimeout(timer); timer = setTimeout(() => going.abort(), SILENCE_MS); };
    heard();
    try {
      const response = await fetch("/api/chat", {
        method: "POST", signal: going.signal, headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ ...body, ...(this.session && { session_id: this.session }) }),
      });
      if (!response.ok) return { told: (await response.json()).error?.[this.reader] ?? this.words.refused, edit: true };
      for await (const { name, data } of events(response.body, heard)) {
        if (name === "status") shown.status.lastChild.textContent = data.text || this.words.wait;
        if (name === "text") { shown.status.hidden = true; shown.body.innerHTML = data.html; }
        if (name === "citations") this.cite(shown, data.citations);
        if (name === "attachment") this.attach(shown, data);
        if (name === "choices") this.choose(shown, data.choices);
        if (name === "end") {
          this.session = data.session_id || this.session;
          this.close(shown, data);
          if (data.kind === "handoff" && this.session) this.line.open(this.session);
          return null;
        }
      }
      throw new Error("the stream ended early");
    } finally {
      clearTimeout(timer);
    }
  }

  bubble(said) {
    return make("div", { className: "said" }, make("span", { className: "unseen" }, `${this.words.you}: `), make("p", {}, said));
  }

  opened(lang) {
    const status = make("p", { className: "status" }, make("span", { className: "dots", attributes: { "aria-hidden": "true" } }, make("i"), make("i"), make("i")), make("span", {}, this.words.wait));
    const [body, card, sources, files, choices] = ["body", "card-place", "sources-place", "files-place", "choices"].map((className) => make("div", { className }));
    const article = make("article", { className: "reply", tabIndex: -1, attributes: { "aria-label": this.words.assistant } }, status, body, sources, files, card, choices);
    this.log.append(article);
    return { article, status, body, card, sources, files, choices, lang };
  }

  close(shown, reply) {
    shown.status.remove();
    shown.article.lang = reply.lang === "zh" ? "zh-CN" : "en";
    shown.article.dataset.kind = reply.kind;
    const card = this.card(reply);
    if (card) shown.card.replaceChildren(card);
    this.handedOver(shown, reply);
    this.settle();
  }

  /** The sources below an answer; markers in the words and rows here open the same passage. */
  cite(shown, citations) {
    if (!citations.length) return shown.sources.replaceChildren();
    const words = this.words;
    const rows = citations.map((c) => {
      const place = [c.section, c.page && words.page(c.page)].filter(Boolean).join(" · ");
      const head = make("p", { className: "source-head" }, make("a", { href: c.href }, c.title), place && make("span", {}, place));
      const notes = [words.force(c.in_force_from, c.in_force_to), c.superseded_by && words.superseded].filter(Boolean).join(" · ");
      const official = c.url && make("a", { href: c.url, target: "_blank", rel: "noopener noreferrer" }, `${words.official} ↗`, make("span", { className: "unseen" }, words.newTab));
      return make("li", {}, make("span", { className: "number", attributes: { "aria-hidden": "true" } }, String(c.marker)),
        make("div", { className: "source" }, head, make("q", {}, c.quote), (notes || official) && make("p", { className: "source-notes" }, notes && make("span", {}, notes), official)));
    });
    shown.sources.replaceChildren(make("section", { className: "sources", attributes: { "aria-label": words.sources } }, make("h3", {}, words.sources), make("ol", {}, ...rows)));
  }

  /** A file to download; a picture is shown as well. */
  attach(shown, file) {
    const link = make("a", { href: file.href, className: "button", download: file.name }, `↓ ${file.name}`);
    if (!/^image\/(png|jpeg|webp)$/.test(file.media_type)) return shown.files.append(link);
    const image = make("img", { src: file.href, alt: this.words.picture(file.name) });
    shown.files.append(make("figure", { className: "picture" }, image, make("figcaption", {}, link)));
  }

  choose(shown, choices) {
    const of = (...kinds) => choices.filter((c) => kinds.includes(c.kind));
    const press = (c, className, text = c.label) => make("button", {
      type: "button", className, textContent: text, onclick: (event) => this.press(c, event.currentTarget),
      attributes: { "data-choice": c.id, "data-kind": c.kind, ...(text !== c.label && { "aria-label": c.label }) },
    });
    const row = (name, className, ...buttons) => buttons.length > 0 && make("div", { className, attributes: { role: "group", "aria-label": name } }, ...buttons);
    const links = of("link").filter((c) => c.url).map((c) => make("a", { href: c.url, className: "button", target: "_blank", rel: "noopener noreferrer" }, `${c.label} ↗`));
    shown.choices.replaceChildren(...[
      row(this.words.propose.other, "decide", ...of("confirm", "decline").map((c) => press(c, `button ${c.kind}`))),
      this.slots(of("slot"), press),
      row(this.words.actions, "options", ...of("option").map((c) => press(c, "button"))),
      row(this.words.links, "options", ...links),
    ].filter(Boolean));
  }

  /** Slots as a grid under each day; a label without a day stands by itself. */
  slots(slots, press) {
    if (!slots.length) return null;
    const days = [...grouped(slots, (c) => cut(c.label)?.day ?? "")].map(([day, held]) => {
      const texts = held.map((c) => cut(c.label)?.time ?? c.label);
      const wide = Math.max(...texts.map((t) => t.length)) > 13;
      const grid = make("div", { className: wide ? "grid wide" : "grid" }, ...held.map((c, n) => press(c, "button slot", texts[n])));
      return make("div", { className: "day", attributes: { role: "group", "aria-label": day || this.words.otherSlots } }, day && make("h4", {}, day), grid);
    });
    return make("section", { className: "slots", attributes: { "aria-label": this.words.slots } }, make("h3", {}, this.words.slots), ...days);
  }

  press(choice, button) {
    if (this.going) return;
    button.classList.add("chosen");
    const lang = button.closest("article").lang.slice(0, 2);
    this.ask({ choice_id: choice.id }, choice.label, fresh(), lang);
  }

  card(reply) {
    const words = this.words;
    const { proposal, booking, registration } = reply;
    const rows = [];
    let title, tone;
    if (booking || registration) {
      const made = booking ?? registration;
      title = words.status[made.status] ?? made.status;
      tone = ["confirmed", "registered", "attended"].includes(made.status) ? "good" : "plain";
      rows.push([words.id, made.id]);
      if (made.starts) rows.push([words.time, span(made.starts, made.ends, made.time_zone, this.reader)], [words.zone, zoneName(made.starts, made.time_zone, this.reader)]);
      if (made.position) rows.push([words.position, String(made.position)]);
    } else if (proposal && reply.kind === "proposal") { // beside another reply its buttons alone come again
      title = words.propose[proposal.action] ?? words.propose.other;
      tone = "ask";
      if (proposal.starts) rows.push([words.time, span(proposal.starts, proposal.ends, proposal.time_zone, this.reader)], [words.zone, zoneName(proposal.starts, proposal.time_zone, this.reader)]);
      if (proposal.expires) rows.push([words.expires, clock(proposal.expires, proposal.time_zone, this.reader, HOUR)]);
    } else return null;
    const facts = rows.map(([word, value]) => make("div", {}, make("dt", {}, word), make("dd", {}, value)));
    return make("section", { className: `card ${tone}`, attributes: { "aria-label": title, "data-card": tone } }, make("h3", {}, title), make("dl", {}, ...facts));
  }

  /** A turn that did not come through: its words stay, with a way to send them again or to change them. */
  fail(shown, bubble, { told, edit }, { body, said, updateId, lang }) {
    const gone = () => { bubble.remove(); shown.article.remove(); };
    const again = make("button", { type: "button", className: "button confirm", textContent: this.words.retry, onclick: () => { gone(); this.ask(body, said, updateId, lang); this.input.focus({ preventScroll: true }); } });
    const change = edit && body.text && make("button", { type: "button", className: "button", textContent: this.words.edit, onclick: () => { gone(); this.input.value = body.text; this.fit(); this.settle(); this.input.focus(); } });
    shown.article.dataset.kind = "failed";
    shown.article.replaceChildren(make("div", { className: "failed", attributes: { role: "alert" } }, make("p", {}, told), make("div", { className: "options" }, again, change)));
  }

  /** Only the last whole reply's buttons act, and none while a turn is under way. */
  settle() {
    this.intro.hidden = this.log.childElementCount > 0;
    this.send.disabled = Boolean(this.going);
    this.log.setAttribute("aria-busy", String(Boolean(this.going)));
    const replies = this.replies();
    for (const reply of replies) {
      const active = reply === replies.at(-1) && !this.going;
      reply.classList.toggle("past", reply !== replies.at(-1));
      for (const button of reply.querySelectorAll("button[data-choice]")) {
        button.disabled = !active;
        if (active) button.classList.remove("chosen");
      }
    }
  }

  /** Brings the reply into view, from its top if it is tall; after a press the keyboard goes on from there. */
  reveal(bubble, article, pressed) {
    if (article.hidden) return bubble.scrollIntoView({ block: "end" });
    const tall = bubble.getBoundingClientRect().height + article.getBoundingClientRect().height > innerHeight * 0.6;
    if (tall) bubble.scrollIntoView({ block: "start" });
    else article.scrollIntoView({ block: "end" });
    if (pressed && !this.contains(document.activeElement?.closest("textarea, a"))) article.focus({ preventScroll: true });
  }
}

customElements.define("ipsteward-chat", IpstewardChat);
