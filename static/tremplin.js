/** @param {string} selector @param {ParentNode} [within] @returns {NodeListOf<HTMLElement>} */
const every = (selector, within = document) => within.querySelectorAll(selector);

// Type-ahead for the fields that ask for it; everything works without.
/** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[data-suggest]")).forEach((input) => {
  if (!window.accessibleAutocomplete) return;
  const words = input.dataset;
  const place = document.createElement("div");
  const { id, name, value, required } = input;
  const described = input.getAttribute("aria-describedby");
  const typing = document.activeElement === input;
  input.replaceWith(place);
  let asked = 0;
  let busy = false;
  let waiting = 0;
  window.accessibleAutocomplete({
    element: place,
    id,
    name,
    required,
    defaultValue: value,
    minLength: 2,
    displayMenu: "overlay",
    confirmOnBlur: false,
    /** @param {string} typed @param {(found: string[]) => void} show */
    source: (typed, show) => {
      const mine = ++asked;
      busy = true;
      clearTimeout(waiting);
      waiting = window.setTimeout(async () => {
        try {
          const answer = await fetch(`${words.suggest}?q=${encodeURIComponent(typed)}`);
          /** @type {{text: string}[]} */
          const found = answer.ok ? await answer.json() : [];
          if (mine !== asked) return;
          busy = false;
          show(found.map((one) => one.text));
        } catch {
          busy = false;
          show([]);
        }
      }, 120);
    },
    tNoResults: () => (busy ? words.searching : words.none),
    tStatusQueryTooShort: () => words.short,
    tStatusNoResults: () => words.none,
    /** @param {string} option @param {number} length @param {number} index */
    tStatusSelectedOption: (option, length, index) => `${option} (${index + 1}/${length})`,
    /** @param {number} length @param {string} option */
    tStatusResults: (length, option) => `${length} ${words.results}. ${option}`,
    tAssistiveHint: () => words.hint,
  });
  const shown = /** @type {HTMLInputElement} */ (document.getElementById(id));
  if (described) shown.setAttribute("aria-describedby", described);
  if (typing) {
    // Who began to type before this script came goes on typing.
    shown.focus();
    shown.setSelectionRange(value.length, value.length);
  }
});

// A button says that it was heard, and is heard once.
document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (form.method !== "post") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
});
window.addEventListener("pageshow", () => {
  every("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    every("[aria-busy]", form).forEach((button) => button.removeAttribute("aria-busy"));
  });
});

// A hold counts down; the last minute is said aloud once.
every("[data-until]").forEach((timer) => {
  const until = Date.parse(timer.dataset.until ?? "");
  const show = () => {
    const left = Math.ceil((until - Date.now()) / 1000);
    const words = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    timer.textContent = left > 0 ? `${timer.dataset.left} ${words}` : timer.dataset.over ?? "";
    if (left === 60 || left <= 0) timer.setAttribute("aria-live", "polite");
    else timer.removeAttribute("aria-live");
    if (left > 0) setTimeout(show, 1000);
  };
  show();
});

// An interview is dragged to a free time of its stand; the page that opens says what moving does. Its link does as well.
/** @type {HTMLElement | null} */
let dragged = null;
every("[data-move]").forEach((card) => {
  card.draggable = true;
  every("a", card).forEach((link) => { link.draggable = false; });
  card.addEventListener("dragstart", (event) => {
    dragged = card;
    event.dataTransfer?.setData("text/plain", card.dataset.move ?? "");
    every(`[data-slot][data-stand="${card.dataset.stand}"]`).forEach((spot) => spot.classList.add("open"));
  });
  card.addEventListener("dragend", () => {
    dragged = null;
    every("[data-slot].open").forEach((spot) => spot.classList.remove("open"));
  });
});
every("[data-slot]").forEach((spot) => {
  spot.addEventListener("dragover", (event) => { if (spot.classList.contains("open")) event.preventDefault(); });
  spot.addEventListener("drop", (event) => {
    if (!dragged) return;
    event.preventDefault();
    location.href = `${dragged.dataset.move}?slot=${spot.dataset.slot}#chosen`;
  });
});

// After an error the summary is read first, after a success what was done; it is said once.
(document.getElementById("errors") ?? document.getElementById("result"))?.focus();
const here = new URL(location.href);
if (here.searchParams.has("done")) {
  here.searchParams.delete("done");
  history.replaceState(null, "", here.pathname + here.search);
}
