// The check of one's devices: camera, microphone, sound, network. Every word stands in the page; here is only which is shown.
(() => {
  const HEARD = 12; // of 100: louder than a quiet room
  const LISTEN_MS = 8000; // then a microphone that gave nothing is said to be quiet
  const GATHER_MS = 6000; // then the ways found so far are those there are
  const SLOW_MS = 400;
  const page = document.getElementById("check");
  if (!page) return;
  /** @param {string} selector @param {ParentNode} [within] */
  const all = (selector, within = page) => /** @type {NodeListOf<HTMLElement>} */ (within.querySelectorAll(selector));
  const picture = /** @type {HTMLVideoElement} */ (page.querySelector("video"));
  const level = /** @type {HTMLMeterElement} */ (page.querySelector("meter"));
  /** @type {Record<string, string>} */
  const found = {};
  /** @type {MediaStreamTrack[]} */
  let tracks = [];
  /** @type {AudioContext | null} */
  let sound = null;
  /** @type {AudioNode | null} kept, for a browser may stop what nobody holds */
  let source = null;
  let listening = 0;
  let turn = 0; // a check that began again leaves the earlier one without a say

  /** @param {string} check @param {string} state */
  const show = (check, state) => {
    found[check] = state;
    all(`[data-check="${check}"] [data-when], [data-part="${check}"] [data-when]`).forEach((word) => {
      word.hidden = word.dataset.when !== state;
    });
    if (check !== "summary") conclude();
  };

  const conclude = () => {
    const { camera, microphone, sound: heard, site, way } = found;
    if (!camera) return;
    const open = [camera, microphone, site].some((one) => one === "trying") || microphone === "listening" || !way;
    const through = way !== "none" && site !== "away" && "WebSocket" in window;
    const speaks = microphone === "works" && heard !== "unheard" && heard !== "unable" && through;
    show("summary", open ? "trying" : speaks ? (camera === "works" ? "video" : "voice") : "text");
    all("[data-also]").forEach((also) => {
      also.hidden = open || !speaks || (also.dataset.also === "sound" ? heard === "works" : way !== "near");
    });
  };

  /** @param {MediaStreamConstraints} wish */
  const opened = async (wish) => {
    const { stream, lacks } = await window.TremplinDevices.ask(wish);
    tracks.push(...(stream?.getTracks() ?? []));
    return { stream, state: lacks || "works" };
  };

  const close = () => {
    clearInterval(listening);
    source?.disconnect();
    tracks.forEach((track) => track.stop());
    tracks = [];
    picture.srcObject = null;
  };

  /** @param {MediaStream} stream */
  const listen = (stream) => {
    const analyser = Object.assign(ready().createAnalyser(), { fftSize: 1024 });
    source = ready().createMediaStreamSource(stream);
    source.connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const began = Date.now();
    level.hidden = false;
    show("microphone", "listening");
    listening = window.setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const loud = Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / samples.length);
      level.value = Math.min(100, Math.sqrt(loud) * 150); // ears hear quiet sounds louder than they are
      if (level.value > HEARD && found.microphone !== "works") show("microphone", "works");
      else if (found.microphone === "listening" && Date.now() - began > LISTEN_MS) show("microphone", "quiet");
    }, 100);
  };

  const ready = () => {
    sound ??= new AudioContext();
    sound.resume();
    return sound;
  };

  /** @param {number} mine */
  const devices = async (mine) => {
    const both = await opened({ audio: true, video: true }); // one question where both are there
    const audio = both.stream ? both : await opened({ audio: true });
    const video = both.stream ? both : await opened({ video: true });
    if (mine !== turn) return;
    show("camera", video.state);
    picture.hidden = !video.stream;
    if (video.stream) {
      picture.srcObject = video.stream;
      picture.play().catch(() => {});
    }
    if (audio.stream) listen(audio.stream);
    else show("microphone", audio.state);
  };

  /** @param {number} mine */
  const site = async (mine) => {
    const times = [];
    try {
      for (let n = 0; n < 5; n++) {
        const began = performance.now();
        const answer = await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(5000) });
        if (!answer.ok) throw answer;
        times.push(Math.round(performance.now() - began));
      }
    } catch {
      if (mine === turn) show("site", "away");
      return;
    }
    const middle = times.sort((a, b) => a - b)[2] ?? 0;
    all("[data-ms]").forEach((place) => { place.textContent = String(middle); });
    if (mine === turn) show("site", middle > SLOW_MS ? "slow" : "works");
  };

  /** @param {number} mine */
  const way = async (mine) => {
    const kinds = new Set();
    try {
      const { iceServers, relayOnly } = JSON.parse(page.dataset.servers ?? "{}");
      const link = new RTCPeerConnection({ iceServers, iceTransportPolicy: relayOnly ? "relay" : "all" });
      link.createDataChannel("check");
      await new Promise((done) => {
        setTimeout(done, GATHER_MS);
        link.onicecandidate = ({ candidate }) => { if (candidate) kinds.add(candidate.type); else done(null); };
        link.setLocalDescription().catch(done);
      });
      link.close();
    } catch { /* the browser knows no calls, or may make none */ }
    const kind = kinds.has("relay") ? "relay" : kinds.has("srflx") ? "direct" : kinds.has("host") ? "near" : "none";
    if (mine === turn) show("way", kind);
  };

  /** @type {Record<string, (button: HTMLElement) => void>} */
  const acts = {
    begin: () => {
      close();
      const mine = ++turn;
      found.way = "";
      for (const check of ["camera", "microphone", "site"]) show(check, "trying");
      ready();
      devices(mine);
      site(mine);
      way(mine);
    },
    play: () => {
      try {
        const tone = ready().createOscillator();
        const volume = ready().createGain();
        volume.gain.value = 0.2;
        tone.frequency.value = 660;
        tone.connect(volume).connect(ready().destination);
        tone.start();
        tone.stop(ready().currentTime + 1);
        all("[data-ask]").forEach((ask) => { ask.hidden = false; });
      } catch { show("sound", "unable"); }
    },
    heard: () => show("sound", "works"),
    unheard: () => show("sound", "unheard"),
  };
  all("[data-act]").forEach((button) => button.addEventListener("click", () => acts[button.dataset.act ?? ""]?.(button)));
  window.addEventListener("pagehide", close);
  document.getElementById("plain")?.remove();
  page.hidden = false;
})();
