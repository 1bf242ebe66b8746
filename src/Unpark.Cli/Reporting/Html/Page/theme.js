/** Light, dark, or as the system has it. What is chosen is kept where the browser lets a page keep something. */
class Theme {
  static Names = ["system", "light", "dark"];
  static Key = "unpark-theme";

  constructor(button, label) {
    this.label = label;
    this.set(this.load());
    button.addEventListener("click", () => {
      this.set(Theme.Names[(Theme.Names.indexOf(this.name) + 1) % Theme.Names.length]);
      this.save();
    });
  }

  set(name) {
    this.name = name;
    document.documentElement.dataset.theme = name;
    this.label.textContent = name;
  }

  load() {
    try {
      const name = localStorage.getItem(Theme.Key);
      return Theme.Names.includes(name) ? name : "system";
    } catch {
      return "system";
    }
  }

  save() {
    try {
      localStorage.setItem(Theme.Key, this.name);
    } catch {
      // It is kept until the page is closed.
    }
  }
}
