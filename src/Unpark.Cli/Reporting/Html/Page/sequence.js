/** A schedule as a picture: a line of life for each goroutine, time going down. */
class Sequence {
  static Lane = 190;
  static Number = 52;
  static Row = 34;

  constructor(element, onSelect) {
    this.element = element;
    this.onSelect = onSelect;
    element.addEventListener("keydown", event => this.onKey(event));
  }

  show(trace) {
    this.trace = trace;
    this.lane = new Map(trace.goroutines.map((goroutine, i) => [goroutine.number, i]));
    const lanes = `repeat(${trace.goroutines.length}, ${Sequence.Lane}px)`;
    this.rows = trace.rows.map((row, i) => this.row(row, i));
    const body = el("div", { role: "listbox", "aria-label": "Steps, the first one first", class: "steps" }, this.rows);
    const sequence = el("div", { class: "sequence" },
      el("div", { class: "sequence-head" }, el("span", { class: "number" }),
        trace.goroutines.map(goroutine => el("div", { class: goroutine.stuck ? "lane-name stuck" : "lane-name" },
          `${goroutine.number} ${goroutine.name}`, el("small", null, goroutine.fate))), el("span")),
      el("div", { class: "stage" }, body));
    sequence.style.setProperty("--lanes", lanes);
    this.element.replaceChildren(sequence, this.legend());
    const stage = sequence.querySelector(".stage");
    stage.style.position = "relative";
    stage.prepend(this.picture());
    this.select(trace.rows.length - 1, false);
  }

  row(row, index) {
    const column = number => this.lane.get(number) + 2;
    const words = [row.step ? `Step ${row.step}` : "", `goroutine ${row.goroutine}`, row.text,
      row.other === undefined ? "" : `${row.kind === "start" ? "starts" : "with"} goroutine ${row.other}`, row.place].filter(word => word !== "").join(", ");
    const acts = [el("span", { class: `act ${row.kind}` }, (row.kind === "blocked" ? "✗ " : "") + row.text + (row.rounds ? ` (and so ${row.rounds}× more)` : ""))];
    acts[0].style.gridColumn = column(row.goroutine);
    if (row.other !== undefined && this.lane.has(row.other)) {
      acts.push(el("span", { class: `act ${row.kind}` }, row.otherText));
      acts[1].style.gridColumn = column(row.other);
    }

    const place = el("span", { class: "place" }, row.place);
    place.style.gridColumn = this.trace.goroutines.length + 2;
    place.style.gridRow = 1;
    return el("div", { class: "step", role: "option", tabindex: -1, "aria-selected": "false", "aria-label": words,
      onclick: () => this.select(index, true) }, el("span", { class: "number" }, row.step ? String(row.step) : ""), acts, place);
  }

  picture() {
    const { trace } = this;
    const height = trace.rows.length * Sequence.Row;
    const width = Sequence.Number + trace.goroutines.length * Sequence.Lane;
    const x = number => Sequence.Number + (this.lane.get(number) + .5) * Sequence.Lane;
    const y = row => (row + .5) * Sequence.Row;
    const parts = [];
    for (const goroutine of trace.goroutines) {
      const from = trace.rows.findIndex(row => row.kind === "start" && row.other === goroutine.number);
      const to = trace.rows.findIndex(row => ["end", "blocked", "left"].includes(row.kind) && row.goroutine === goroutine.number);
      const end = to < 0 ? height : y(to);
      parts.push(svg("line", { class: "life", x1: x(goroutine.number), x2: x(goroutine.number), y1: from < 0 ? 0 : y(from), y2: end }));
      if (goroutine.stuck && to >= 0) {
        parts.push(svg("line", { class: "stop", x1: x(goroutine.number) - 16, x2: x(goroutine.number) + 16, y1: end + 15, y2: end + 15 }));
      }
    }

    for (const [i, hold] of trace.locks.entries()) {
      const from = trace.rows.findIndex(row => row.step === hold.from);
      const to = hold.to === null ? trace.rows.length - 1 : trace.rows.findIndex(row => row.step === hold.to);
      const left = x(hold.goroutine) - Sequence.Lane / 2 + 4 + (i % 3) * 4;
      const bar = svg("rect", { class: hold.to === null ? "hold kept" : "hold", x: left, y: y(from) - 10, width: 3,
        height: Math.max(20, y(to) - y(from) + 20), rx: 1.5 });
      bar.append(svg("title", null, `${hold.name} held by goroutine ${hold.goroutine}`));
      parts.push(bar);
    }

    for (const [i, row] of trace.rows.entries()) {
      if (row.other !== undefined && this.lane.has(row.other)) {
        const [from, to] = row.kind === "start" ? [row.goroutine, row.other] : [row.other, row.goroutine];
        parts.push(...Sequence.arrow(x(from), y(i), x(to), y(i), row.kind === "start" ? "start" : ""));
      } else if (row.sentIn >= 0 && trace.rows[row.sentIn].goroutine !== row.goroutine) {
        parts.push(...Sequence.arrow(x(trace.rows[row.sentIn].goroutine), y(row.sentIn), x(row.goroutine), y(i), "later"));
      }
    }

    return svg("svg", { class: "picture", width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" }, ...parts);
  }

  /** An arrow between two goroutines, from edge to edge of what they do. */
  static arrow(x1, y1, x2, y2, kind) {
    const way = Math.sign(x2 - x1);
    const tip = x2 - way * (Sequence.Lane / 2 - 12);
    const start = x1 + way * (Sequence.Lane / 2 - 12);
    // Neighbours have little room between them.
    const [from, to] = way * (tip - start) > 12 ? [start, tip] : [(x1 + x2) / 2 - way * 11, (x1 + x2) / 2 + way * 11];
    return [
      svg("line", { class: `arrow ${kind}`, x1: from, y1, x2: to, y2 }),
      svg("polygon", { class: `tip ${kind}`, points: `${to + way * 5},${y2} ${to - way * 3},${y2 - 4} ${to - way * 3},${y2 + 4}` }),
    ];
  }

  legend() {
    return el("p", { class: "sequence-legend" }, el("span", null, "solid arrow: sent and received in one step"), el("span", null, "dashed arrow: received later, from the buffer"),
      el("span", null, "bar beside a lifeline: a lock is held"), el("span", null, "✗: blocked for ever"));
  }

  select(index, focus) {
    this.selected = Math.max(0, Math.min(index, this.rows.length - 1));
    for (const [i, row] of this.rows.entries()) {
      row.setAttribute("aria-selected", String(i === this.selected));
      row.tabIndex = i === this.selected ? 0 : -1;
    }

    if (this.rows.length > 0) {
      if (focus) {
        this.rows[this.selected].focus();
      }

      this.onSelect(this.trace, this.trace.rows[this.selected]);
    }
  }

  onKey(event) {
    const to = { ArrowDown: this.selected + 1, ArrowUp: this.selected - 1, Home: 0, End: this.rows.length - 1 }[event.key];
    if (to !== undefined && !event.ctrlKey && !event.metaKey && !event.altKey) {
      this.select(to, true);
      event.preventDefault();
    }
  }
}
