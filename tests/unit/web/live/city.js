// A city that tells of changes as the real one does, a wire that does everything a wire may do, and a clock in hand.

/** Chance that is the same every time: mulberry32. */
export function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export class Clock {
  now = 0;
  #next = 0;
  #timers = new Map();

  after = (ms, what) => {
    const name = this.#next++;
    this.#timers.set(name, { at: this.now + ms, what });
    return () => this.#timers.delete(name);
  };

  /** Moves on, and lets everything happen that is due, with what it promised. */
  async run(ms) {
    const until = this.now + ms;
    for (;;) {
      await settle();
      const due = [...this.#timers].filter(([, { at }]) => at <= until).sort(([a, one], [b, two]) => one.at - two.at || a - b)[0];
      if (!due) break;
      this.#timers.delete(due[0]);
      this.now = Math.max(this.now, due[1].at);
      due[1].what();
    }
    this.now = until;
    await settle();
  }
}

const settle = async () => { for (let turn = 0; turn < 20; turn++) await null; };

export class City {
  constructor(clock, random = () => 0.5) {
    this.clock = clock;
    this.random = random;
    this.logs = new Map();
    this.sockets = new Set();
    this.tickets = new Set();
    this.given = 0;
    this.opened = 0;
    this.asked = [];
    this.down = false; // no socket opens
    this.dark = false; // nothing answers at all
    this.faults = { late: 0, lost: 0, twice: 0 };
    this.page = 3; // changes in an answer
    this.most = 60; // characters of a message's change
  }

  log(topic) {
    if (!this.logs.has(topic)) this.logs.set(topic, { first: 0, last: 0, kept: new Map(), refused: false });
    return this.logs.get(topic);
  }

  publish(topic, body = {}) {
    const log = this.log(topic);
    if (!log.last) log.first = 1000 + this.clock.now, log.last = log.first - 1;
    const change = { number: ++log.last, key: "unit", version: log.last, at: "2026-11-10T03:00:00Z", body };
    log.kept.set(change.number, change);
    for (const socket of this.sockets) {
      if (!socket.watching.has(topic)) continue;
      for (const news of this.#told(change)) this.#post(socket, { type: "changes", topics: [{ topic, ...news }] });
    }
    return change;
  }

  forget(topic, upTo) {
    for (const number of this.log(topic).kept.keys()) if (number <= upTo) this.log(topic).kept.delete(number);
  }

  #told(change) {
    const parts = this.#parts(change);
    return parts.length === 1 ? [{ changes: [change] }] : parts.map(part => ({ part }));
  }

  #parts(change) {
    const text = JSON.stringify(change), texts = text.match(new RegExp(`.{1,${this.most * 4}}`, "gs"));
    return texts.map((piece, place) => ({ number: change.number, part: place + 1, parts: texts.length, text: piece }));
  }

  news({ topic, cursor = null, part = 0 }, isWhole = false) {
    const log = this.log(topic);
    if (log.refused) return { topic, refused: true };
    const answer = { topic, after: cursor, cursor: log.last };
    if (cursor === null) return answer;
    const after = cursor || Math.max(0, log.first - 1);
    if (after === log.last) return answer;
    const changes = [];
    for (let number = after + 1; log.kept.has(number) && changes.length < this.page; number++) changes.push(log.kept.get(number));
    if (after > log.last || !changes.length) return { ...answer, reset: true };
    const parts = this.#parts(changes[0]);
    if (isWhole) return { ...answer, changes, cursor: changes.at(-1).number, more: changes.at(-1).number < log.last };
    if (parts.length > 1) {
      const piece = parts[Math.min(part, parts.length - 1)];
      return { ...answer, cursor: after, part: piece, more: piece.part < parts.length || changes[0].number < log.last };
    }
    const small = changes.slice(0, changes.findIndex(change => this.#parts(change).length > 1) + 1 || undefined).filter(change => this.#parts(change).length === 1);
    const reached = small.at(-1).number;
    return { ...answer, changes: small, cursor: reached, more: reached < log.last };
  }

  // --- what a page is given of the world ---

  world() {
    return {
      ticket: async () => {
        if (this.dark) throw Object.assign(new Error("0"), { status: 0 });
        const ticket = `ticket-${this.given++}`;
        this.tickets.add(ticket);
        return ticket;
      },
      changes: async (topic, cursor) => {
        if (this.dark) throw Object.assign(new Error("0"), { status: 0 });
        this.polled = (this.polled ?? 0) + 1;
        if (this.log(topic).refused) throw Object.assign(new Error("403"), { status: 403 });
        return this.news({ topic, cursor }, true);
      },
      open: protocols => this.#open(protocols),
      after: this.clock.after,
      random: this.random,
    };
  }

  #open(protocols) {
    const socket = {
      onopen: null, onmessage: null, onclose: null, onerror: null, watching: new Set(), isOpen: false, isDeaf: false, since: this.clock.now,
      send: text => this.#said(socket, JSON.parse(text)),
      close: () => { socket.isOpen = false; this.sockets.delete(socket); },
    };
    const ticket = protocols[1].replace("dongne.ticket.", "");
    const good = protocols[0] === "dongne.v1" && this.tickets.delete(ticket) && !this.down && !this.dark;
    this.clock.after(20, () => {
      if (!good) return socket.onclose?.({});
      socket.isOpen = true;
      this.opened += 1;
      this.sockets.add(socket);
      socket.onopen?.({});
    });
    return socket;
  }

  #said(socket, words) {
    if (!socket.isOpen) throw new Error("closed");
    this.asked.push({ at: this.clock.now, ...words });
    if (socket.isDeaf) return;
    this.clock.after(this.#delay(), () => {
      if (!this.sockets.has(socket)) return;
      for (const { topic } of words.topics) {
        if (words.action === "watch" && !this.log(topic).refused) socket.watching.add(topic);
        if (words.action === "leave") socket.watching.delete(topic);
      }
      if (words.action === "leave") return this.#post(socket, { type: "pong" }, true);
      const topics = words.topics.map(place => words.action === "ping" ? { ...this.news(place), changes: [], part: null, more: (place.cursor ?? Infinity) < this.log(place.topic).last } : this.news(place));
      this.#post(socket, { type: words.action === "ping" ? "pong" : "changes", topics }, true);
    });
  }

  #post(socket, words, isAnswer = false) {
    if (!isAnswer && this.random() < this.faults.lost) return;
    const times = this.random() < this.faults.twice ? 2 : 1;
    for (let time = 0; time < times; time++) {
      this.clock.after(this.#delay(), () => {
        if (this.sockets.has(socket) && !socket.isDeaf) socket.onmessage?.({ data: JSON.stringify(words) });
      });
    }
  }

  #delay() { return 5 + (this.random() < this.faults.late ? this.random() * 3000 : 0); }

  cut() {
    for (const socket of [...this.sockets]) {
      this.sockets.delete(socket);
      socket.isOpen = false;
      socket.onclose?.({});
    }
  }
}
