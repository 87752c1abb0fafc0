// What the second run is, beside the one of the student's files as they are now.

export class Beside {
  constructor(find, onChoice) {
    this.select = find("beside");
    this.chosen = {};
    this.select.addEventListener("change", () => {
      this.chosen = JSON.parse(this.select.value);
      find("view1").hidden = find("second").hidden = !this.chosen.kind;
      onChoice();
    });
  }

  // What the first picture is called, or `alone` where there is no other, and what the second is.
  captions(alone) {
    return this.chosen.kind ? ["your files now", this.select.selectedOptions[0]?.text ?? ""] : [alone, ""];
  }

  // The versions of the files that there are to choose from.
  offer({ version, versions }) {
    const earlier = versions.filter((number) => number !== version).reverse();
    const options = [new Option("nothing", "{}"), new Option("plain full-batch descent", '{"kind":"full"}')];
    earlier.forEach((number, at) => options.push(new Option(
      at ? `your files, save ${number}` : `your files before the last save (${number})`, JSON.stringify({ kind: "version", number }))));
    this.select.replaceChildren(...options);
    this.select.value = JSON.stringify(this.chosen);
  }
}
