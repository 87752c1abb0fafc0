// What a screen reader says of a training, and not too often while it plays.

const PAUSE_MS = 2500;

export class Voice {
  constructor(holder) {
    this.holder = holder;
    this.spoken = 0;
  }

  speak(told, playing) {
    if (playing && performance.now() - this.spoken < PAUSE_MS) return;
    this.spoken = performance.now();
    const percent = (share) => (Number.isFinite(share) ? `${(100 * share).toFixed(0)} percent` : "unknown");
    this.holder.textContent = told.sizes
      ? `Epoch ${told.epoch}: test accuracy ${percent(told.test_accuracy)}, test loss ${told.test_loss?.toPrecision(2) ?? "not finite"}.`
      : `${told.epoch} moves.`;
  }
}
