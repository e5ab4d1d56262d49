/** What goes wrong in the handlers of the faulty app, decided by a seed. */
export class Faults {
  /** Off, nothing goes wrong any more: who was broken has been repaired. */
  isOn = true;

  readonly random: () => number;
  /** How often a handler throws for no reason. */
  readonly rate: number;

  constructor(random: () => number, rate: number) {
    this.random = random;
    this.rate = rate;
  }

  /** Throws for a coin that no handler takes, and now and then for any event. */
  strike(coins: readonly string[] = []): void {
    if (!this.isOn) return;
    if (coins.includes("forged")) throw new Error("a forged coin");
    if (this.random() < this.rate) throw new Error("out of luck");
  }
}
