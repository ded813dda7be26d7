// A talk: what is written comes without reading the page again, a call by voice or video, and a page both look at.
(() => {
  const page = /** @type {HTMLElement | null} */ (document.querySelector("[data-talk]"));
  const live = window.tremplinLive;
  if (!page || !live) return;
  const talk = page.dataset.talk ?? "";
  const polite = page.dataset.side === "candidate";
  const FEW_MS = 200; // between two messages of a pointer
  /** @type {Call | null} */ let call = null;

  /** @param {string} where @returns {HTMLElement | null} */
  const find = (where) => page.querySelector(where);

  // What is done in a talk is sent without leaving the page: a call would end with it.
  page.addEventListener("submit", async (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (form.dataset.stay === undefined) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const text = form.dataset.stay === "say" ? /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("text")) : null;
    const button = /** @type {HTMLElement | null} */ (event.submitter ?? form.querySelector("button"));
    if ((text && !text.value.trim()) || button?.getAttribute("aria-busy")) return;
    button?.setAttribute("aria-busy", "true");
    try {
      const filled = new URLSearchParams(/** @type {any} */ (new FormData(form, event.submitter)));
      const answer = await fetch(form.action, { method: "POST", body: filled, redirect: "manual" });
      const once = form.elements.namedItem("_once");
      if (once instanceof HTMLInputElement) once.value = String(crypto.getRandomValues(new Uint32Array(4))).replaceAll(",", "-");
      if (answer.type !== "opaqueredirect") {
        // The page that says what is wrong, with the button that was pressed.
        form.removeAttribute("data-stay");
        form.requestSubmit(event.submitter ?? undefined);
        return;
      }
      if (text && text.value.trim() === filled.get("text")?.trim()) text.value = "";
      if (!text || page.dataset.socket !== "open") await live.reread();
    } catch { /* what was typed stays; the page says that the connection is lost */ }
    button?.removeAttribute("aria-busy");
    text?.focus();
  }, true);
  page.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && event.target instanceof HTMLTextAreaElement && event.target.id === "text") {
      event.preventDefault();
      event.target.form?.requestSubmit();
    }
  });

  /** @param {{id: string, by: string, text: string, at: string}} said */
  const written = (said) => {
    const list = find("#said");
    if (!list || document.getElementById(`m-${said.id}`)) return;
    const one = document.createElement("li");
    one.id = `m-${said.id}`;
    const by = document.createElement("b");
    by.textContent = said.by;
    const at = document.createElement("span");
    at.className = "quiet small";
    at.textContent = new Date(said.at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    const text = document.createElement("p");
    text.textContent = said.text;
    one.append(by, " ", at, text);
    list.append(one);
    one.scrollIntoView({ block: "nearest" });
  };

  // The call: both sides take it up by a press, so that no camera opens by itself.
  const stage = () => find("#stage");
  const begin = (/** @type {"video" | "voice"} */ mode) => {
    const place = stage();
    if (!place || call) return;
    const ice = JSON.parse(place.dataset.ice ?? "{}");
    call = new window.TremplinCall({
      polite,
      iceServers: ice.iceServers ?? [],
      relayOnly: Boolean(ice.relayOnly),
      send: (data) => live.send({ kind: "signal", talk, data }),
      remote: /** @type {HTMLVideoElement} */ (place.querySelector("[data-remote]")),
      local: /** @type {HTMLVideoElement} */ (place.querySelector("[data-local]")),
      onstate: (state, detail) => {
        const words = place.dataset[state === "lost" ? "still" : state === "theirs" ? `theirs${(detail ?? "")[0]?.toUpperCase()}${(detail ?? "").slice(1)}` : state] ?? "";
        const where = state === "theirs" ? "[data-theirs]" : /voice|silent/.test(state) ? "[data-notice]" : "[data-state]";
        const line = place.querySelector(where);
        if (line) line.textContent = words;
        if (where === "[data-state]") place.dataset.call = state;
        if (state === "ended") finish();
      },
    });
    window.tremplinCall = call;
    place.querySelectorAll("[data-mute]").forEach((one) => { /** @type {HTMLElement} */ (one).hidden = mode === "voice" && /** @type {HTMLElement} */ (one).dataset.mute === "video"; });
    const share = /** @type {HTMLElement | null} */ (place.querySelector("[data-share]"));
    if (share) share.hidden = !window.TremplinCall.canShare;
    const button = /** @type {HTMLElement | null} */ (place.querySelector("[data-call]"));
    if (button) button.hidden = true;
    call.start(mode);
  };
  const finish = () => {
    call = null;
    const button = /** @type {HTMLElement | null} */ (find("[data-call]"));
    if (button) button.hidden = false;
  };

  page.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? /** @type {HTMLElement | null} */ (event.target.closest("button")) : null;
    if (!button) return;
    const { call: mode, mute } = button.dataset;
    if (mode === "video" || mode === "voice") begin(mode);
    else if (mute === "audio" || mute === "video") {
      const off = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(off));
      call?.mute(mute, off);
    } else if (button.hasAttribute("data-share")) {
      const shared = button.getAttribute("aria-pressed") === "true";
      if (shared) await call?.unshare();
      button.setAttribute("aria-pressed", String(!shared && Boolean(await call?.share())));
    } else if (button.hasAttribute("data-point")) {
      const part = /** @type {HTMLElement | null} */ (button.closest("[data-part]"));
      if (part) point(part.dataset.part ?? "", 0, 0);
    } else if (button.hasAttribute("data-follow")) {
      button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
    }
  });

  // The same page: where each points, told by the server; who cannot see a pointer is told in words, and follows.
  let told = 0;
  /** @param {string} part @param {number} x @param {number} y */
  const point = (part, x, y) => { told = Date.now(); live.send({ kind: "pointed", talk, part, x, y }); };
  page.addEventListener("pointermove", (event) => {
    const part = event.target instanceof Element ? /** @type {HTMLElement | null} */ (event.target.closest("[data-part]")) : null;
    if (!part || Date.now() - told < FEW_MS) return;
    const box = part.getBoundingClientRect();
    point(part.dataset.part ?? "", Math.round(1000 * (event.clientX - box.left) / box.width), Math.round(1000 * (event.clientY - box.top) / box.height));
  });
  let last = "";
  /** @param {{part: string, x: number, y: number}} said */
  const pointed = (said) => {
    const part = find(`[data-part="${CSS.escape(said.part)}"]`);
    const shown = find("[data-page-shown]");
    if (!part || !shown) return;
    let dot = /** @type {HTMLElement | null} */ (document.getElementById("pointer"));
    if (!dot) {
      dot = document.createElement("span");
      dot.id = "pointer";
      dot.className = "pointer";
      dot.dataset.keep = "";
      dot.setAttribute("aria-hidden", "true");
    }
    part.append(dot);
    dot.style.left = `${said.x / 10}%`;
    dot.style.top = `${said.y / 10}%`;
    if (said.part === last) return;
    last = said.part;
    page.querySelectorAll("[data-part].pointed").forEach((one) => one.classList.remove("pointed"));
    part.classList.add("pointed");
    const words = find("[data-pointed]");
    const title = part.querySelector("h4")?.firstChild?.textContent?.trim() ?? "";
    if (words) words.textContent = `${shown.dataset.other} ${shown.dataset.points} « ${title} »`;
    if (find("[data-follow]")?.getAttribute("aria-pressed") === "true") part.scrollIntoView({ block: "nearest" });
  };
  const settle = () => {
    const box = /** @type {HTMLElement | null} */ (find("[data-follow-box]"));
    if (box) box.hidden = false;
    if (!stage() && call) { call.stop(); finish(); }
    const mode = find("[data-mode]")?.dataset.mode;
    const button = find("[data-call]");
    if (!button || button.dataset.call === mode) return;
    button.dataset.call = mode ?? "";
    if (call && mode === "video") call.start("video"); // from voice to video, in the same call
  };

  live.on((kind, said) => {
    if (said && said.talk && said.talk !== talk) return;
    if (kind === "said") written(said);
    else if (kind === "signal") call?.receive(said.data);
    else if (kind === "pointed") pointed(said);
    else if (kind === "read") settle();
    else if (kind === "open") call?.again();
  });
  settle();
  window.addEventListener("pagehide", () => call?.stop());
})();
