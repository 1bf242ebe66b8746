/** The figures at the top, which choose what is shown; a bar of their shares; and what there is to know of the input. */
class Summary {
  constructor(root, notices, model, onChoose) {
    this.buttons = new Map();
    const figures = Summary.figures(model);
    const total = figures.reduce((sum, figure) => sum + figure.share, 0);
    root.append(
      el("div", { class: "figures" }, figures.map(figure => this.figure(figure, onChoose))),
      total === 0 ? "" : el("div", { class: "share", "aria-hidden": "true" }, figures.filter(figure => figure.share > 0).map(figure => {
        const part = el("i", { class: figure.word });
        part.style.flex = `${figure.share} 1 0`;
        return part;
      })));
    notices.append(...Summary.notices(model));
  }

  // Of a profile the verdicts, worst first; of a comparison the changes.
  static figures(model) {
    const words = [...(model.isDiff ? CHANGES : VERDICTS)].reverse();
    const of = model.isDiff ? model.change : model.verdict;
    return words.map(word => {
      const index = (model.isDiff ? CHANGES : VERDICTS).indexOf(word);
      let [groups, goroutines, difference] = [0, 0, 0];
      for (let group = 0; group < model.size; group++) {
        if (of[group] === index) {
          groups++;
          goroutines += model.weight[group];
          difference += model.isDiff ? model.after(group) - model.before(group) : 0;
        }
      }

      return model.isDiff
        ? { word, big: numbers.format(groups), small: `${groups === 1 ? "group" : "groups"}${difference === 0 ? "" : `, ${differences.format(difference)} goroutines`}`, share: Math.abs(difference) }
        : { word, big: numbers.format(goroutines), small: `in ${counted(groups, "group")}`, share: goroutines };
    });
  }

  figure({ word, big, small }, onChoose) {
    const button = el("button", { type: "button", class: `figure ${word}`, "aria-pressed": "false", onclick: () => onChoose(word) },
      el("span", { class: "what" }, word), el("b", null, big), el("span", null, small));
    this.buttons.set(word, button);
    return button;
  }

  /** Marks what is chosen. */
  choose(word) {
    for (const [of, button] of this.buttons) {
      button.setAttribute("aria-pressed", of === word);
    }
  }

  static notices(model) {
    const { problems, profiles } = model.data;
    const notices = [];
    if (problems.length > 0) {
      notices.push(el("details", { class: "notice" },
        el("summary", null, `Not everything was understood: ${counted(problems.length, "note")}`),
        el("ul", null, problems.map(problem => el("li", null, problem)))));
    }

    const lifecycles = model.isDiff ? model.data.lifecycles : [];
    if (lifecycles.length > 0) {
      notices.push(el("details", { class: "notice plain" },
        el("summary", null, `Libraries that are still at work: ${numbers.format(lifecycles.length)}`),
        el("ul", null, lifecycles.map(([text, count]) => el("li", null, `${counted(count, "goroutine")}: ${text}`)))));
    }

    if (model.isDiff) {
      notices.push(el("details", { class: "notice plain" },
        el("summary", null, counted(profiles.length, "profile")),
        el("ol", null, profiles.map(profile => el("li", null, `${profile.name}: ${counted(profile.goroutines, "goroutine")}${profile.time ? `, ${profile.time}` : ""}`)))));
    }

    return notices;
  }
}
