// The day as it happens: a socket says what changed, and the page is put right or read again. Everything works without.
(() => {
  const page = /** @type {HTMLElement | null} */ (document.querySelector("[data-live]"));
  if (!page || !window.WebSocket) return;
  const KEPT_MS = 1000; // what everybody sees may be so old when a page is read
  const QUIET_BEATS = 2.5; // beats without a word from the server, then the socket is opened anew
  const words = page.dataset;
  /** @type {WebSocket | null} */ let socket = null;
  let tries = 0;
  let beat = 20;
  let heard = Date.now();
  let gone = false;
  let reading = false;
  let again = false;
  let called = false; // the title says so until the page is read a second time
  let leaving = false; // a form is on its way to another page
  let soon = 0;
  /** @type {((kind: string, said: any) => void)[]} */ const listeners = [];

  const connect = () => {
    if (gone) return;
    socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/live/${words.live}${tries ? "" : `?since=${words.read}`}`);
    socket.onopen = () => {
      heard = Date.now();
      if (tries) { status(words.back ?? "", true); reread(); }
      tries = 0;
      page.dataset.socket = "open";
      listeners.forEach((hear) => hear("open", null));
    };
    socket.onmessage = (event) => { heard = Date.now(); take(JSON.parse(event.data)); };
    socket.onclose = () => {
      page.dataset.socket = "closed";
      tries += 1;
      if (tries > 1) status(words.lost ?? "", false);
      setTimeout(connect, Math.min(30000, 500 * 2 ** Math.min(tries, 6)) * (0.5 + Math.random()));
    };
  };

  setInterval(() => {
    if (socket?.readyState === WebSocket.OPEN && Date.now() - heard > beat * 1000 * QUIET_BEATS) socket.close();
  }, 5000);
  // A phone that was put away reads the page again at once, even before the socket is back.
  document.addEventListener("visibilitychange", () => { if (!document.hidden) reread(); });

  /** @param {string} said @param {boolean} good */
  const status = (said, good) => {
    const place = document.getElementById("connection");
    if (!place) return;
    place.textContent = said;
    place.classList.toggle("bad", !good);
    place.hidden = !said;
    if (good) setTimeout(() => { place.hidden = true; }, 4000);
  };

  /** @param {any} said */
  const take = (said) => {
    if (said.kind === "welcome") beat = said.beat;
    else if (said.kind === "hall") { said.stands.forEach(heardLine); if (words.every) soon ||= setTimeout(() => { soon = 0; reread(); }, 2000); }
    else if (said.kind === "place") put(`[data-place="${said.id}"]`, said.words);
    else if (said.kind === "changed") changed(said);
    else if (said.kind === "gone") { gone = true; socket?.close(); status(words.gone ?? "", false); }
    listeners.forEach((hear) => hear(said.kind, said));
  };

  // What many look at is read by each at a moment of their own; a group session only where it is shown.
  /** @param {{what: string, id: string | null, called?: boolean, within?: number}} said */
  const changed = (said) => {
    if (said.called) call();
    if (said.what === "session" && words.about !== said.id) return;
    if (said.within) setTimeout(reread, KEPT_MS + said.within * 1000 * Math.random());
    else reread();
  };

  // A page that is read meanwhile may be a second old: what was heard since then is put right again.
  /** @type {Map<string, {stand: StandLine, at: number}>} */ const lately = new Map();
  /** @param {StandLine} stand */
  const heardLine = (stand) => {
    lately.set(stand.id, { stand, at: Date.now() });
    line(stand);
    if ((words.here ?? location.pathname) === `/stands/${stand.id}/line`) reread();
    // Of many stands the first ones are shown, open ones before others: one that opens comes in with the next reading.
    const few = stand.open && !document.querySelector(`[data-stand="${stand.id}"]`) && document.querySelector("[data-few]");
    if (few && few.querySelector("[data-when=closed]:not([hidden])")) soon ||= setTimeout(() => { soon = 0; reread(); }, 10000 + 30000 * Math.random());
  };

  /** @param {StandLine} stand */
  const line = (stand) => {
    put(`[data-stand="${stand.id}"]`, stand.words);
    document.querySelectorAll(`[data-stand="${stand.id}"] [data-when]`).forEach((one) => {
      /** @type {HTMLElement} */ (one).hidden = (/** @type {HTMLElement} */ (one).dataset.when === "open") !== stand.open;
    });
  };

  /** @param {string} where @param {string} said */
  const put = (where, said) => {
    document.querySelectorAll(`${where} [data-words]`).forEach((one) => { if (one.textContent !== said) one.textContent = said; });
  };

  // Who is called sees it, hears it, feels it, and is told by a notification if they wished so.
  const call = () => {
    const turn = words.turn ?? "";
    document.title = `● ${turn}`;
    called = true;
    try {
      const sound = new AudioContext();
      [0, 0.25, 0.5].forEach((at, n) => {
        const tone = sound.createOscillator();
        const loud = sound.createGain();
        tone.frequency.value = 520 + n * 130;
        loud.gain.setValueAtTime(0.2, sound.currentTime + at);
        loud.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + at + 0.22);
        tone.connect(loud).connect(sound.destination);
        tone.start(sound.currentTime + at);
        tone.stop(sound.currentTime + at + 0.22);
      });
    } catch { /* a browser that plays nothing before a press */ }
    navigator.vibrate?.([200, 100, 200]);
    if (window.Notification?.permission === "granted" && document.hidden) {
      try { new Notification(turn, { tag: "tremplin-turn" }); } catch { /* phones want a service worker for it */ }
    }
  };

  // The page is read again and put in the place of the old one; what somebody types, and a call, stay as they are.
  const reread = async () => {
    if (leaving) return;
    if (reading) { again = true; return; }
    reading = true;
    const asked = Date.now();
    try {
      const answer = await fetch(words.here ?? location.href, { headers: { accept: "text/html" }, cache: "no-store" });
      const read = new DOMParser().parseFromString(await answer.text(), "text/html");
      const shown = read.querySelector("[data-live]");
      if (leaving) return;
      if (answer.redirected && new URL(answer.url).pathname !== new URL(words.here ?? "", location.href).pathname) location.href = answer.url;
      else if (answer.status === 404) location.href = words.out ?? `/events/${words.live}/hall`;
      else if (shown) {
        window.Idiomorph.morph(page, [...shown.childNodes], {
          morphStyle: "innerHTML", restoreFocus: true,
          ignoreActiveValue: Boolean(document.activeElement?.matches("input, textarea, select")),
          callbacks: { beforeNodeMorphed: keeps, beforeNodeRemoved: (/** @type {Node} */ old) => keeps(old, null) },
        });
        if (!called) document.title = read.title;
        called = false;
        lately.forEach(({ stand, at }) => { if (at > asked - KEPT_MS) line(stand); });
        listeners.forEach((hear) => hear("read", null));
        count();
      }
    } catch { /* the socket says when there is a way again */ }
    reading = false;
    if (again) { again = false; reread(); }
  };

  document.addEventListener("submit", (event) => { leaving = !event.defaultPrevented; });
  window.addEventListener("pageshow", () => { leaving = false; });

  /** @param {Node} old @param {Node | null} now */
  const keeps = (old, now) => {
    if (!(old instanceof HTMLElement)) return true;
    if (old.id === "connection" || old.id === "errors" || old.matches("details[open] > *, [data-typed]")) return false;
    if (old instanceof HTMLDetailsElement && old.open && now) return false;
    return !(old.dataset.keep !== undefined && now instanceof HTMLElement && now.id === old.id);
  };

  const count = () => {
    document.querySelectorAll("[data-ends]").forEach((one) => {
      const { ends, words: before, over, then } = /** @type {HTMLElement} */ (one).dataset;
      const left = Math.ceil((Date.parse(ends ?? "") - Date.now()) / 1000);
      const minutes = Math.floor(left / 60);
      const clock = minutes >= 60 ? `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")}` : `${minutes}:${String(left % 60).padStart(2, "0")}`;
      one.textContent = left > 0 ? `${before} ${clock}` : over ?? "";
      if (left <= 0 && then === "again" && left > -5) reread();
    });
    document.querySelectorAll("[data-near]").forEach((one) => {
      const left = Date.parse(/** @type {HTMLElement} */ (one).dataset.near ?? "") - Date.now();
      if (left <= 120000 && /** @type {HTMLElement} */ (one).hidden && !one.hasAttribute("data-asked")) {
        one.setAttribute("data-asked", "");
        reread();
      }
    });
  };
  page.addEventListener("input", (event) => { if (event.target instanceof HTMLElement) event.target.dataset.typed = ""; });
  if (words.every) setInterval(() => { if (!document.hidden) reread(); }, Number(words.every) * 1000);
  setInterval(count, 1000);
  count();

  const asks = /** @type {HTMLElement | null} */ (document.querySelector("[data-notify]"));
  if (asks && window.Notification?.permission === "default") {
    asks.hidden = false;
    asks.onclick = async () => { await Notification.requestPermission(); asks.hidden = true; };
  }

  window.tremplinLive = {
    /** @param {(kind: string, said: any) => void} hear */
    on(hear) { listeners.push(hear); },
    /** @param {object} said */
    send(said) { if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(said)); },
    reread,
  };
  connect();
})();
