// What this side of a call sends: camera, microphone and screen, as far as they open. No device that fails is an error.
(() => {
  /** @type {Record<string, string>} */
  const WHY = {
    NotAllowedError: "refused", SecurityError: "refused", NotFoundError: "missing", OverconstrainedError: "missing",
    NotReadableError: "busy", AbortError: "busy",
  };
  const PICTURE = { width: { ideal: 960 }, height: { ideal: 540 }, facingMode: "user" };

  window.TremplinDevices = class {
    static get canShare() { return Boolean(navigator.mediaDevices?.getDisplayMedia); }

    /** Ask for devices: their stream, or why there is none. @param {MediaStreamConstraints} wish */
    static async ask(wish) {
      try {
        return { stream: await navigator.mediaDevices.getUserMedia(wish), lacks: "" };
      } catch (error) {
        return { stream: null, lacks: (error instanceof Error && WHY[error.name]) || "unable" };
      }
    }

    own = new MediaStream();
    /** @type {MediaStreamTrack | null} */ #screen = null;
    /** @type {(lost?: string) => void} */ #onchange;

    /** @param {(lost?: string) => void} onchange something else is sent now; lost: the kind that went away by itself */
    constructor(onchange) {
      this.#onchange = onchange;
    }

    /** What is sent on the line of a kind. @param {string} kind */
    track(kind) {
      if (kind === "video" && this.#screen) return this.#screen;
      return this.own.getTracks().find((track) => track.kind === kind) ?? null;
    }

    /** What is sent. @returns {CallMode} */
    get mode() {
      const [sound, picture] = [this.track("audio"), this.track("video")];
      if (sound && !sound.enabled) return "muted";
      if (this.#screen) return "screen";
      return picture?.enabled ? "video" : sound ? "voice" : "silent";
    }

    /** Open what there is; returns why something is lacking. @param {"video" | "voice"} mode */
    async open(mode) {
      const wishes = mode === "video" ? [{ audio: true, video: PICTURE }, { audio: true }, { video: PICTURE }] : [{ audio: true }];
      let why = "";
      for (const wish of wishes) {
        const { stream, lacks } = await window.TremplinDevices.ask(wish);
        stream?.getTracks().forEach((track) => this.#keep(track));
        why ||= lacks;
        if (stream ? wish === wishes[0] : why === "refused" && wish !== wishes[0]) break; // no twice is not asked a third time
      }
      return why;
    }

    /** Send the screen instead of the camera; false where that was refused or cannot be. */
    async share() {
      try {
        const [screen] = (await navigator.mediaDevices.getDisplayMedia({ video: true })).getVideoTracks();
        if (!screen) return false;
        this.#screen?.stop();
        this.#screen = Object.assign(screen, { contentHint: "detail", onended: () => this.unshare() });
      } catch { return false; }
      this.#onchange();
      return true;
    }

    /** Send the camera again. */
    unshare() {
      this.#screen?.stop();
      this.#screen = null;
      this.#onchange();
    }

    /** Send nothing any more. */
    close() {
      this.own.getTracks().forEach((track) => this.#drop(track));
      this.#screen?.stop();
      this.#screen = null;
    }

    /** @param {MediaStreamTrack} track */
    #keep(track) {
      this.own.getTracks().filter((one) => one.kind === track.kind).forEach((one) => this.#drop(one));
      this.own.addTrack(track);
      track.onended = () => { // pulled out, or taken by another program
        this.#drop(track);
        this.#onchange(track.kind);
      };
    }

    /** @param {MediaStreamTrack} track */
    #drop(track) {
      track.onended = null;
      track.stop();
      this.own.removeTrack(track);
    }
  };
})();
