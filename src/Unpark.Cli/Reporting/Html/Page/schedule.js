/** The page as a whole: the leaks, the schedule of one of them, and the code of one of its steps. */
class SchedulePage {
  constructor(data) {
    this.data = data;
    this.sequence = new Sequence(byId("sequence"), (trace, row) => this.showCode(row));
    byId("notices").replaceChildren(...data.notices.map(text => el("p", { class: "notice" }, text)));
    this.buttons = data.traces.map((trace, i) => el("button", { type: "button", class: "leak", "aria-pressed": "false", onclick: () => this.show(i) },
      el("b", null, trace.title), el("span", null, trace.subtitle)));
    byId("leaks").replaceChildren(...this.buttons);
    byId("leaks").hidden = data.traces.length < 2;
    byId("help-button").addEventListener("click", () => byId("help").showModal());
    addEventListener("keydown", event => this.onKey(event));
    if (data.traces.length > 0) {
      this.show(0);
    } else {
      byId("sequence").replaceChildren(el("p", { class: "nothing" }, "No goroutine blocks for ever in what was looked at."));
    }
  }

  show(index) {
    this.shown = index;
    const trace = this.data.traces[index];
    for (const [i, button] of this.buttons.entries()) {
      button.setAttribute("aria-pressed", String(i === index));
    }

    byId("story").replaceChildren(el("h2", null, `${trace.place}: ${trace.rule} ${trace.message}`),
      el("ul", null, trace.story.map(line => el("li", null, line))));
    this.sequence.show(trace);
  }

  showCode(row) {
    const code = byId("code");
    const places = [row.code, row.otherCode].filter(place => place !== undefined);
    code.hidden = false;
    code.replaceChildren(el("h3", null, row.step ? `Step ${row.step}: goroutine ${row.goroutine}, ${row.text}` : `Goroutine ${row.goroutine}: ${row.text}`),
      places.length === 0 ? el("p", null, "It stands nowhere in the source.") : places.map(place => this.snippet(this.data.snippets[place])));
  }

  snippet(snippet) {
    return [
      el("p", null, `${snippet.file}:${snippet.line}`),
      el("ol", { tabindex: 0, "aria-label": `${snippet.file}, around line ${snippet.line}` }, snippet.text.map((text, i) => {
        const line = snippet.first + i;
        return el("li", { class: line === snippet.line ? "here" : null }, el("span", null, String(line)), text);
      })),
    ];
  }

  onKey(event) {
    if (byId("help").open || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }

    const step = { "[": -1, "]": 1 }[event.key];
    if (step && this.data.traces.length > 0) {
      this.show((this.shown + step + this.data.traces.length) % this.data.traces.length);
      event.preventDefault();
    } else if (event.key === "?") {
      byId("help").showModal();
      event.preventDefault();
    }
  }
}

new Theme(byId("theme"), byId("theme-name"));
new SchedulePage(JSON.parse(byId("data").textContent));
document.documentElement.dataset.ready = "true";
