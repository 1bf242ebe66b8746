/** Shows one group whole, beside the table or, on a narrow screen, in its place. */
class Detail {
  constructor(root, model, onClose) {
    this.root = root;
    this.model = model;
    this.onClose = onClose;
    this.group = -1;
  }

  get isOpen() {
    return this.group >= 0;
  }

  /** True if the group takes the whole screen. */
  get covers() {
    return matchMedia("(max-width: 1050px)").matches;
  }

  show(group) {
    this.group = group;
    // Where the group is all there is on the screen its heading is the first one.
    this.title = el("h2", { tabindex: -1, "aria-level": this.covers ? 1 : null }, this.heading(group));
    this.root.replaceChildren(
      el("div", { class: "detail-head" }, this.title,
        el("button", { type: "button", class: "quiet", "aria-keyshortcuts": "Escape", onclick: () => this.onClose() }, "Close")),
      el("div", { class: "detail-body" }, this.content(group)));
    this.root.hidden = false;
    this.root.scrollTop = 0;
    this.root.parentElement.classList.add("split");
  }

  hide() {
    this.group = -1;
    this.root.hidden = true;
    this.root.replaceChildren();
    this.root.parentElement.classList.remove("split");
  }

  /** The heading of a part, one level below that of the group. */
  part(title) {
    return el("h3", { "aria-level": this.covers ? 2 : null }, title);
  }

  heading(group) {
    const { model } = this;
    const state = model.text(model.state[group]);
    const frame = model.blocked(group);
    const at = frame < 0 ? "without a stack" : `at ${frameText(model, frame)}`;
    return `${counted(model.count[group], "goroutine")} ${state === "" ? "" : `in ${state} `}${at}`;
  }

  content(group) {
    const { model } = this;
    const more = model.data.details[group] ?? {};
    const rule = model.rule(group);
    return [
      el("div", { class: "verdict-line" },
        model.isDiff ? chip(CHANGES[model.change[group]]) : null,
        chip(VERDICTS[model.verdict[group]]),
        rule === null ? null : el("span", { title: rule.summary }, el("strong", null, rule.id), ` ${rule.name}`,
          el("span", { class: "faint" }, ` · scenario S${rule.scenario}`))),
      el("ul", { class: "reasons" }, model.reasons(group).map(reason => el("li", null, reason))),
      model.hasTrends ? this.development(group) : null,
      this.part("Why"),
      el("p", null, model.explanation(group)),
      more.source ? this.source(more.source) : null,
      more.fix ? this.fix(more.fix) : null,
      this.part("Goroutines"),
      this.facts(group, more),
      this.labels(group),
      this.stack(group),
      (more.ancestors ?? []).map(frames => [this.part("Started from"), this.frames(frames, -1)]),
    ];
  }

  development(group) {
    const { model } = this;
    const { changeReason, lifecycle, slope } = model.columns;
    const reason = model.text(changeReason?.[group] ?? -1);
    const ends = model.text(lifecycle?.[group] ?? -1);
    const counts = model.countsOf(group);
    const unit = model.data.perHour ? "per hour" : "from one profile to the next";
    return [
      this.part("Development"),
      el("p", null, counts.map(count => numbers.format(count)).join(" → "),
        (slope?.[group] ?? null) === null ? "" : `, ${slopes.format(slope[group])} ${unit}`, reason === "" ? "" : ` (${reason})`),
      counts.length > 2 ? sparkline(counts) : null,
      ends === "" ? null : el("p", null, ends),
    ];
  }

  source(snippets) {
    return [
      this.part("Source"),
      ...snippets.map(snippet => el("div", { class: "code suspect", tabindex: 0, role: "group", "aria-label": `Source of ${snippet.path}` },
        el("span", { class: "file mono" }, `${snippet.path}:${snippet.line}`),
        snippet.lines.map(line => this.sourceLine(line)))),
    ];
  }

  sourceLine(line) {
    if (line === null) {
      return el("code", { class: "line gap" }, "⋯");
    }

    const [number, text, marks] = line;
    const kind = marks.some(mark => mark[3] === 1) ? "here" : marks.length > 0 ? "marked" : "";
    return [
      el("code", { class: `line ${kind}` }, el("span", { class: "no" }, String(number)), el("span", null, this.marked(text, marks))),
      ...marks.filter(mark => mark[2] !== "").map(mark => el("span", { class: `line say ${mark[3] === 1 ? "of-here" : ""}` }, mark[2])),
    ];
  }

  marked(text, marks) {
    const parts = [];
    let at = 0;
    for (const [from, to] of [...marks].sort((a, b) => a[0] - b[0])) {
      if (from >= at) {
        parts.push(text.slice(at, from), el("mark", null, text.slice(from, to)));
        at = to;
      }
    }

    return [...parts, text.slice(at)];
  }

  fix({ message, preferred, diff }) {
    const kinds = { "+": "plus", "-": "minus", "@": "hunk" };
    return [
      this.part("Fix"),
      el("p", null, message, preferred ? el("span", { class: "faint" }, " (“unpark fix” does it)") : null),
      diff.length === 0 ? null : el("div", { class: "code patch", tabindex: 0, role: "group", "aria-label": "The change" },
        diff.map((line, i) => el("code", { class: `line ${i < 2 ? "hunk" : kinds[line[0]] ?? ""}` }, line === "" ? " " : line))),
    ];
  }

  facts(group, more) {
    const { model } = this;
    const { leaked, benign, until, fingerprint } = model.columns;
    const states = (more.states ?? []).map(([text, count]) => `${model.strings[text]} ${numbers.format(count)}`).join(", ");
    const creator = model.creator[group];
    const facts = [
      ["Number", numbers.format(model.count[group])],
      ["State", states === "" ? model.text(model.state[group]) : states],
      ["Waited", model.waited(group) + this.spread(more.waits)],
      ["Proved leaked", leaked[group] === 0 ? "" : `${numbers.format(leaked[group])} by Go's leak detection`],
      ["Kind", benign[group] < 0 ? "" : model.strings[benign[group]]],
      ["Alive until", until[group] < 0 ? "" : model.strings[until[group]]],
      ["Started by", creator < 0 ? "" : el("span", { class: "mono" }, `${model.functionName(model.functionOf[creator])} ${model.place(creator)}`)],
      ["Ids", (more.ids ?? []).join(", ") + ((more.ids ?? []).length < model.count[group] && (more.ids ?? []).length > 0 ? ", …" : "")],
      ["Fingerprint", el("span", { class: "mono" }, fingerprint[group])],
    ];
    return el("dl", { class: "facts" }, facts.filter(([, value]) => value !== "").map(([name, value]) => [el("dt", null, name), el("dd", null, value)]));
  }

  // How many waited 1, 2 to 3, 4 to 7 minutes and so on.
  spread(waits) {
    const parts = (waits ?? []).map((count, i) => [count, i === 0 ? "1 min" : `${2 ** i}–${2 ** (i + 1) - 1} min`]).filter(([count]) => count > 0);
    return parts.length < 2 ? "" : ` (${parts.map(([count, range]) => `${numbers.format(count)}: ${range}`).join(", ")})`;
  }

  labels(group) {
    const sets = this.model.labels(group);
    return sets.length === 0 ? null : [
      this.part("Labels"),
      el("div", { class: "labels" }, sets.slice(0, 50).map(({ pairs, count }) => [
        el("span", { class: "number" }, numbers.format(count)),
        el("span", { class: "set" }, pairs.map(pair => el("span", { class: "pair" }, pair))),
      ])),
      sets.length > 50 ? el("p", { class: "faint" }, `and ${counted(sets.length - 50, "other set")}`) : null,
    ];
  }

  stack(group) {
    const { model } = this;
    const frames = model.stack(group);
    const creator = model.creator[group];
    const list = this.frames(frames, model.columns.blocked[group], model.verdict[group]);
    if (creator >= 0) {
      list.append(this.frame(creator, "by", "started by "));
    }

    return [
      el("div", { class: "stack-head" }, this.part("Stack"),
        el("button", { type: "button", class: "quiet", onclick: event => this.copy(event.currentTarget, frames, creator) }, "Copy")),
      list,
    ];
  }

  frames(frames, blocked, verdict = 0) {
    return el("ol", { class: "stack" }, frames.map((frame, i) => this.frame(frame, i === blocked ? `blocked ${VERDICTS[verdict]}` : "", "")));
  }

  frame(frame, kind, before) {
    const { model } = this;
    const fn = model.functionOf[frame];
    const name = model.packageName(fn);
    return el("li", { class: `${kind} ${model.isMachinery(fn) ? "machinery" : ""}` },
      kind.startsWith("blocked") ? el("b", null, "blocked here") : null,
      before, name === "" ? null : el("span", { class: "pkg" }, `${name}.`), model.localName(fn),
      el("span", { class: "at" }, model.wholePlace(frame)));
  }

  async copy(button, frames, creator) {
    const { model } = this;
    const line = frame => `${model.functionName(model.functionOf[frame])}\n\t${model.wholePlace(frame)}`;
    const text = [...frames.map(line), ...(creator < 0 ? [] : [`created by ${line(creator)}`])].join("\n");
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      // Browsers may refuse it to a page that was opened from a file.
      button.textContent = "Not allowed here";
    }
  }
}
