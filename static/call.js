// A call between two browsers. How signals travel is the page's affair: it gives `send`, and hands what comes to `receive`.
//
// Two lines, sound and picture, are agreed on once; a camera, a screen or nothing is then put on them without a new
// agreement. Agreeing follows "perfect negotiation" (W3C webrtc, 10.7). All of it runs in one queue, so an offer of the
// other side collides exactly when ours is unanswered: the polite side takes its own back, the other ignores what came.
// Each side has an id: a hello from an unknown one (a reloaded page, a colleague who took over) begins anew.
(() => {
  const STEP_MS = 7000; // between two tries to get through
  const PATIENCE_MS = 20000; // then the call has failed; it is taken up again if a way opens after all
  /** @param {boolean | undefined} relayOnly @returns {RTCIceTransportPolicy} */
  const policy = (relayOnly) => (relayOnly ? "relay" : "all");

  window.TremplinCall = class {
    static get canShare() { return window.TremplinDevices.canShare; }

    /** @type {RTCPeerConnection | null} */ #link = null;
    /** @type {Promise<unknown>} */ #queue = Promise.resolve();
    /** @type {CallSignal[] | null} what came before the devices were open; null once they are */ #early = [];
    /** @type {string | null} */ #peer = null;
    #devices = new window.TremplinDevices((lost) => this.#changed(lost));
    #id = "";
    #over = false;
    #round = 0; // of our offers: an answer counts for the newest
    #tries = 0;
    #since = 0;
    #timer = 0;

    /** @param {CallOptions} options */
    constructor(options) {
      this.options = options;
      options.local.muted = true;
      for (const element of [options.local, options.remote]) element.autoplay = element.playsInline = true;
    }

    /** Open the devices, as far as they open, and find the other side; a second time only tries the devices again.
     * @param {"video" | "voice"} mode */
    async start(mode) {
      this.#over = false;
      this.#tell("asking");
      if (this.#early) this.#send({ mode: "asking" });
      const lacks = await this.#devices.open(mode);
      if (this.#over) return this.#close();
      this.options.local.srcObject = this.#devices.own;
      if (!this.#devices.track("audio")) this.#tell("silent", lacks);
      else if (mode === "video" && !this.#devices.track("video")) this.#tell("voice", lacks);
      if (!this.#early) {
        if (this.#link?.connectionState === "connected") this.#tell("connected");
        return this.#changed();
      }
      this.#tell("connecting");
      this.#greet("new");
      const early = this.#early;
      this.#early = null;
      early.forEach((signal) => this.receive(signal));
    }

    /** Take what the other side sent. @param {CallSignal} signal */
    receive(signal) {
      if (signal.to && signal.to !== this.#id) return;
      if (signal.mode) this.options.onstate("theirs", signal.mode);
      else if (this.#early) this.#early.push(signal);
      else this.#run(() => (signal.hello ? this.#meet(signal) : this.#heed(signal)));
    }

    /** Go on after the signals were cut, with new servers if there are; a call that stands is left alone.
     * @param {RTCIceServer[]} [iceServers] */
    again(iceServers) {
      if (this.#early) return;
      if (iceServers) {
        this.options.iceServers = iceServers;
        this.#link?.setConfiguration(this.#configuration());
      }
      this.#greet("back");
      if (this.#link && this.#link.connectionState !== "connected") this.#try("lost", true);
    }

    /** Show one's screen instead of the camera; false where that was refused or cannot be. */
    share() { return this.#devices.share(); }

    /** Show the camera again. */
    unshare() { this.#devices.unshare(); }

    /** Turn one's microphone or camera off (on: true), or on again; the other side is told. @param {"audio" | "video"} kind @param {boolean} on */
    mute(kind, on) {
      const track = this.#devices.own.getTracks().find((one) => one.kind === kind);
      if (!track) return;
      track.enabled = !on;
      this.#send({ mode: this.#devices.mode });
    }

    /** End the call, and tell the other side. */
    stop() {
      this.#send({ bye: true });
      this.#close();
    }

    /** Count the pictures that went and came and the packets of sound that came, and say by what kind of way. */
    async frames() {
      const seen = { sent: 0, received: 0, heard: 0, via: "" };
      const report = await this.#link?.getStats();
      report?.forEach((one) => {
        if (one.type === "outbound-rtp" && one.kind === "video") seen.sent += one.framesEncoded ?? 0;
        if (one.type === "inbound-rtp" && one.kind === "video") seen.received += one.framesDecoded ?? 0;
        if (one.type === "inbound-rtp" && one.kind === "audio") seen.heard += one.packetsReceived ?? 0;
        const pair = one.selected ? one : report.get(one.selectedCandidatePairId);
        if (pair) seen.via = report.get(pair.localCandidateId)?.candidateType ?? "";
      });
      return seen;
    }

    /** @param {string} [lost] */
    async #changed(lost) {
      if (this.#over) return this.#devices.close();
      if (lost) this.#tell(lost === "video" ? "voice" : "silent", "busy");
      await this.#run(() => this.#put());
      this.#send({ mode: this.#devices.mode });
    }

    async #put() {
      for (const line of this.#link?.getTransceivers() ?? []) {
        line.direction = "sendrecv";
        line.sender.setStreams?.(this.#devices.own); // sound and picture keep in step
        await line.sender.replaceTrack(this.#devices.track(line.receiver.track.kind));
      }
    }

    /** @param {"new" | "back" | "known"} as new to the other side, back after signals may be lost, or known to it */
    #greet(as) {
      if (as === "new") [this.#id, this.#peer] = [String(crypto.getRandomValues(new Uint32Array(2))), null];
      this.#send({ hello: { polite: this.options.polite, back: as === "back" } });
    }

    /** @param {CallSignal} signal */
    async #meet({ hello, from, to }) {
      if (!from || hello?.polite === this.options.polite) return; // our own side in another window
      const known = from === this.#peer;
      if (!known) {
        if (this.#peer) this.#send({ bye: true });
        this.#peer = from;
      }
      if (to !== this.#id) this.#greet("known");
      if (known) return hello?.back && this.#link?.signalingState === "have-local-offer" ? this.#restart() : undefined;
      this.#send({ mode: this.#devices.mode });
      this.#connect();
      this.#try("connecting", false);
      if (!this.options.polite) await this.#offer();
    }

    #configuration() {
      return { iceServers: this.options.iceServers, iceTransportPolicy: policy(this.options.relayOnly) };
    }

    #connect() {
      this.#link?.close();
      const link = this.#link = new RTCPeerConnection(this.#configuration());
      const { remote, polite } = this.options;
      const shown = remote.srcObject = new MediaStream();
      if (!polite) for (const kind of ["audio", "video"]) link.addTransceiver(kind);
      link.ontrack = ({ track }) => {
        shown.addTrack(track);
        remote.play().catch(() => { remote.controls = true; }); // some browsers want a press first
      };
      link.onicecandidate = ({ candidate }) => { if (candidate && link === this.#link) this.#send({ candidate: candidate.toJSON() }); };
      link.onconnectionstatechange = () => {
        if (link !== this.#link) return;
        if (link.connectionState === "connected") {
          this.#rest();
          this.#tell("connected");
        } else if (/failed|disconnected/.test(link.connectionState)) this.#try("lost", true);
      };
    }

    async #offer() {
      await this.#put();
      await this.#link?.setLocalDescription();
      this.#send({ description: this.#link?.localDescription, round: ++this.#round });
    }

    /** @param {CallSignal} signal */
    async #heed({ from, description, candidate, round, bye }) {
      const link = this.#link;
      if (!link || from !== this.#peer) return;
      if (bye) return this.#close();
      if (candidate) return link.addIceCandidate(candidate).catch(() => {}); // of an offer that was ignored or given up
      const waits = link.signalingState === "have-local-offer";
      if (description?.type === "answer" && waits && round === this.#round) await link.setRemoteDescription(description);
      if (description?.type !== "offer" || (waits && !this.options.polite)) return;
      await link.setRemoteDescription(description); // takes our own offer back if there is one
      await this.#put();
      await link.setLocalDescription();
      this.#send({ description: link.localDescription, round });
    }

    async #restart() {
      const link = this.#link;
      if (!link?.remoteDescription) return this.#greet("new"); // nothing is agreed on that could be mended
      if (link.signalingState === "have-local-offer") await link.setLocalDescription({ type: "rollback" });
      link.restartIce();
      await this.#offer();
    }

    /** @param {string} state @param {boolean} now */
    #try(state, now) {
      if (!this.#timer) {
        [this.#tries, this.#since] = [0, Date.now()];
        this.#timer = window.setInterval(() => this.#step(), STEP_MS);
        this.#tell(state);
      }
      if (now && !this.#tries) this.#step();
    }

    #step() {
      if (Date.now() - this.#since > PATIENCE_MS) {
        this.#rest();
        this.#tell("failed");
      } else if (this.#tries++) this.#greet("new");
      else this.#run(() => this.#restart());
    }

    #rest() {
      clearInterval(this.#timer);
      this.#timer = 0;
    }

    /** @param {() => unknown} job */
    #run(job) {
      this.#queue = this.#queue.then(job).catch(() => { if (this.#link) this.#try("lost", false); });
      return this.#queue;
    }

    /** @param {CallSignal} signal */
    #send(signal) {
      this.options.send({ ...signal, from: this.#id, to: this.#peer });
    }

    /** @param {string} state @param {string} [detail] */
    #tell(state, detail) {
      this.options.onstate(state, detail);
    }

    #close() {
      this.#rest();
      this.#link?.close();
      this.#devices.close();
      this.#link = this.#peer = null;
      this.#early = [];
      this.options.remote.srcObject = this.options.local.srcObject = null;
      if (!this.#over) this.#tell("ended");
      this.#over = true;
    }
  };
})();
