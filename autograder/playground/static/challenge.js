// What there is to solve with each data set, and how it was solved.

const many = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

export class Challenge {
  constructor(said) {
    this.said = said;
    this.solved = "";
  }

  clear() {
    this.solved = "";
  }

  show(told, settings, choices) {
    const text = told.ends ? this.descent(told, choices.descent_goal) : this.training(told, settings, choices);
    this.said.className = this.solved ? "solved" : "";
    if (this.said.textContent !== text) this.said.textContent = text;
  }

  descent({ ends, epoch, landscape }, { loss, moves }) {
    const reached = landscape === "loss" && Number.isFinite(ends.descend) && ends.descend < loss && epoch <= moves;
    if (reached && !this.solved) this.solved = `Solved: a loss of ${ends.descend.toPrecision(2)} after ${many(epoch, "move")}.`;
    return this.solved || `Challenge: gradient descent below a loss of ${loss} in ${moves} moves.`;
  }

  training(told, settings, choices) {
    const goal = choices?.challenges[settings.data];
    if (!goal || !told.sizes) return "";
    const units = settings.layers.reduce((sum, width) => sum + width, 0);
    const reached = 100 * told.test_accuracy >= goal.percent && told.epoch <= goal.epochs && units <= goal.units;
    if (reached && !this.solved) {
      this.solved = `Solved: ${(100 * told.test_accuracy).toFixed(0)} % after ${many(told.epoch, "epoch")} with ${many(units, "unit")}.`;
    }
    const limit = goal.units ? `at most ${goal.units} hidden units` : "no hidden units";
    return this.solved || `Challenge: ${goal.percent} % on test data in ${goal.epochs} epochs with ${limit}.`;
  }
}
