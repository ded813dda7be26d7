// What the scripts of the pages give each other, for the checker; nothing of it is served.
type CallMode = "video" | "screen" | "voice" | "silent" | "asking";

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

interface Call {
  readonly mode: CallMode;
  start(mode: "video" | "voice"): Promise<void>;
  receive(signal: CallSignal): void;
  again(iceServers?: RTCIceServer[]): void;
  share(): Promise<boolean>;
  unshare(): Promise<void>;
  mute(kind: "audio" | "video", on: boolean): void;
  stop(): void;
  frames(): Promise<{ sent: number; received: number; heard: number; via: string }>;
}

interface Window {
  TremplinCall: { new (options: CallOptions): Call; readonly canShare: boolean; why(error: unknown): string };
  accessibleAutocomplete?: (options: Record<string, unknown>) => void;
}
