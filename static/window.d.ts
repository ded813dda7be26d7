// What the scripts of the pages give each other, for the checker; nothing of it is served.
type CallMode = "video" | "screen" | "voice" | "silent" | "muted" | "asking";

interface CallSignal {
  from?: string;
  to?: string | null;
  hello?: { polite: boolean; back: boolean };
  description?: RTCSessionDescriptionInit | null;
  round?: number;
  candidate?: RTCIceCandidateInit;
  mode?: CallMode;
  bye?: true;
}

interface CallOptions {
  /** one side is, the other is not */
  polite: boolean;
  iceServers: RTCIceServer[];
  relayOnly?: boolean;
  send(signal: CallSignal): void;
  remote: HTMLVideoElement;
  local: HTMLVideoElement;
  /**
   * asking, connecting, connected, lost (it is being restored), failed, ended; voice or silent with why:
   * missing, refused, busy, unable; theirs with what the other side sends (CallMode).
   */
  onstate(state: string, detail?: string): void;
}

interface Devices {
  readonly own: MediaStream;
  readonly mode: CallMode;
  track(kind: string): MediaStreamTrack | null;
  open(mode: "video" | "voice"): Promise<string>;
  share(): Promise<boolean>;
  unshare(): void;
  close(): void;
}

interface Call {
  start(mode: "video" | "voice"): Promise<void>;
  receive(signal: CallSignal): void;
  again(iceServers?: RTCIceServer[]): void;
  share(): Promise<boolean>;
  unshare(): void;
  mute(kind: "audio" | "video", on: boolean): void;
  stop(): void;
  frames(): Promise<{ sent: number; received: number; heard: number; via: string }>;
}

interface Window {
  /** call.js, which needs devices.js before it */
  TremplinCall: { new (options: CallOptions): Call; readonly canShare: boolean };
  /** devices.js */
  TremplinDevices: {
    new (onchange: (lost?: string) => void): Devices;
    readonly canShare: boolean;
    ask(wish: MediaStreamConstraints): Promise<{ stream: MediaStream | null; lacks: string }>;
  };
  accessibleAutocomplete?: (options: Record<string, unknown>) => void;
}
