import type { ReactiveController, ReactiveControllerHost } from "lit";

/**
 * KeptFocus keeps the keyboard's place: when what had the focus goes away with an update of its
 * region, such as a button that has served, the focus moves to a lasting element of the region.
 */
export class KeptFocus implements ReactiveController {
  private held = false;

  /** The selector names the lasting element. */
  constructor(
    private readonly host: ReactiveControllerHost & HTMLElement,
    private readonly selector: string,
  ) {
    host.addController(this);
  }

  hostUpdate(): void {
    this.held = this.host.contains(document.activeElement);
  }

  hostUpdated(): void {
    if (this.held && document.activeElement === document.body) {
      this.host.querySelector<HTMLElement>(this.selector)?.focus();
    }
  }
}
