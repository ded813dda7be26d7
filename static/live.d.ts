// What live.js and talk.js give each other, for the checker; nothing of it is served.
interface StandLine { id: string; open: boolean; waiting: number; words: string }
interface Live {
  on(hear: (kind: string, said: any) => void): void;
  send(said: object): void;
  reread(): Promise<void>;
}

interface Window {
  tremplinLive?: Live;
  tremplinCall?: Call;
  Idiomorph: { morph(old: Element, now: Node[], options: object): void };
}
