import type { ReactiveController, ReactiveControllerHost } from "lit";

const TICK = 30_000;

/** Clock renders its host again every 30 seconds, so that "a minute ago" stays true. */
export class Clock implements ReactiveController {
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostConnected(): void {
    this.timer = setInterval(() => this.host.requestUpdate(), TICK);
  }

  hostDisconnected(): void {
    clearInterval(this.timer);
  }
}
