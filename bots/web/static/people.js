/** The line to the centre's people: what they write arrives here, and who has the conversation. */

const SLOWEST_MS = 30_000;

export class Line {
  /** `onMessage` gets each message once, `onHolder` person, waiting, watched or assistant. */
  constructor(onMessage, onHolder) {
    Object.assign(this, { onMessage, onHolder, wait: 1000, after: 0, session: null });
  }

  /** Listens to a session from message `after` on; does nothing when it listens already. */
  open(session, after = this.after) {
    if (this.session === session) return;
    this.close();
    Object.assign(this, { session, after, wait: 1000 });
    this.connect();
  }

  close() {
    this.source?.close();
    clearTimeout(this.timer);
    Object.assign(this, { source: null, session: null, after: 0 });
  }

  connect() {
    const source = this.source = new EventSource(`/api/live?${new URLSearchParams({ session_id: this.session, after: this.after })}`);
    const heard = () => { this.wait = 1000; };
    source.addEventListener("message", (event) => {
      if (this.source !== source) return;
      const message = JSON.parse(event.data);
      heard();
      if (message.id > this.after) { this.after = message.id; this.onMessage(message); }
    });
    source.addEventListener("holder", (event) => {
      if (this.source !== source) return;
      const { holder } = JSON.parse(event.data);
      heard();
      if (holder === "assistant") this.close(); // nothing more comes
      this.onHolder(holder);
    });
    source.addEventListener("error", () => this.again(source)); // the server ends each stream after some minutes
  }

  again(source) {
    source.close();
    if (this.source !== source) return;
    this.timer = setTimeout(() => this.connect(), this.wait);
    this.wait = Math.min(this.wait * 2, SLOWEST_MS);
  }
}

/** Words with their web addresses as links; all of it text, never HTML. */
export function linked(text) {
  return text.split(/(https?:\/\/[^\s<>"'，。；、）]+)/).map((piece, n) => {
    if (n % 2 === 0) return piece;
    return Object.assign(document.createElement("a"), { href: piece, textContent: piece, target: "_blank", rel: "noopener noreferrer" });
  });
}
