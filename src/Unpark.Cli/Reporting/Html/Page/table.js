/**
 * The table of groups. Only the rows in sight exist, and the one that has the focus; the page itself scrolls. One row can
 * be reached with Tab, the others from there with the arrows.
 */
class GroupTable {
  static Margin = 8;

  /**
   * @param root the element that becomes the table
   * @param handlers open(group), move(group), fold(row), sort(key)
   */
  constructor(root, model, handlers) {
    this.root = root;
    this.model = model;
    this.handlers = handlers;
    this.columns = columnsOf(model);
    this.rows = [];
    this.active = 0;
    this.selected = -1;
    this.shown = new Map();
    this.head = this.makeHead();
    this.body = el("div", { class: "rows", role: "rowgroup" });
    root.className = model.isDiff ? "diff" : model.hasTrends ? "profile trends" : "profile";
    root.setAttribute("aria-colcount", this.columns.length);
    root.append(el("div", { role: "rowgroup", class: "head" }, this.head), this.body);
    root.addEventListener("keydown", event => this.onKey(event));
    this.body.addEventListener("click", event => this.onClick(event));
    this.body.addEventListener("focusin", event => this.onFocus(event));
    addEventListener("scroll", () => this.draw(), { passive: true });
    addEventListener("resize", () => this.relay());
  }

  makeHead() {
    const cells = this.columns.map(column => el("div", { role: "columnheader", class: `cell c-${column.id} ${column.kind}` },
      column.sort === null ? column.title : el("button", { type: "button", onclick: () => this.onSort(column) }, column.title)));
    return el("div", { role: "row", class: "grid-row", "aria-rowindex": 1 }, cells);
  }

  /** Shows rows; the focus stays at the row it was at, if that is still there. */
  show(rows) {
    const before = this.rows[this.active]?.key;
    const hadFocus = this.body.contains(document.activeElement);
    this.rows = rows;
    this.active = Math.max(0, rows.findIndex(row => row.key === before));
    this.root.setAttribute("aria-rowcount", rows.length + 1);
    this.relay();
    if (hadFocus) {
      this.focus(this.active);
    }
  }

  /** Draws everything anew: the rows or their height are others. */
  relay() {
    this.height = parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--row")) || 34;
    this.body.style.height = `${this.rows.length * this.height}px`;
    this.body.replaceChildren();
    this.shown.clear();
    if (this.rows.length === 0) {
      this.body.style.height = "auto";
      this.body.append(el("div", { role: "row" }, el("div", { role: "gridcell", class: "nothing" }, "Nothing is left. Esc in the search, or “Clear filters”, brings everything back.")));
      return;
    }

    this.draw();
  }

  draw() {
    if (this.rows.length === 0 || this.root.offsetParent === null) {
      return;
    }

    const top = this.body.getBoundingClientRect().top;
    const from = Math.max(0, Math.floor(-top / this.height) - GroupTable.Margin);
    const to = Math.min(this.rows.length, Math.ceil((innerHeight - top) / this.height) + GroupTable.Margin);
    for (const [index, element] of this.shown) {
      if ((index < from || index >= to) && index !== this.active) {
        element.remove();
        this.shown.delete(index);
      }
    }

    for (let index = from; index < to; index++) {
      this.element(index);
    }

    this.element(this.active);
  }

  // The order of rows in the document is that on the screen, which is the order they are read in.
  element(index) {
    let element = this.shown.get(index);
    if (!element) {
      element = this.make(index);
      this.shown.set(index, element);
      const next = [...this.body.children].find(other => Number(other.dataset.index) > index);
      this.body.insertBefore(element, next ?? null);
    }

    return element;
  }

  make(index) {
    const row = this.rows[index];
    const element = el("div", {
      role: "row", class: `grid-row ${row.type}`, "data-index": index, "aria-rowindex": index + 2, "aria-level": row.level,
      tabindex: index === this.active ? 0 : -1,
    });
    element.style.transform = `translateY(${index * this.height}px)`;
    if (row.type === "group") {
      element.setAttribute("aria-selected", row.group === this.selected);
      element.append(...this.columns.map(column => el("div", {
        role: column.id === "where" ? "rowheader" : "gridcell", class: `cell c-${column.id} ${column.kind}`,
      }, column.cell(row.group))));
      return element;
    }

    element.setAttribute("aria-expanded", row.open);
    element.append(el("div", { role: "gridcell", class: "cell fold", "aria-colspan": this.columns.length }, this.foldText(row)));
    return element;
  }

  foldText(row) {
    const size = counted(row.groups, "group");
    if (row.type === "section") {
      const title = this.model.isDiff ? "No change" : "Waiting normally or at work";
      return [el("span", { class: "text" }, title), el("span", { class: "faint" }, `${counted(row.count, "goroutine")} in ${size}`)];
    }

    const until = row.until < 0 ? "" : `, alive until ${this.model.strings[row.until]}`;
    return [
      el("span", { class: "count" }, numbers.format(row.count)),
      el("span", { class: "text" }, row.text, el("span", { class: "faint" }, `${until} · ${size}`)),
    ];
  }

  /** Marks the group that is shown whole; -1 for none. */
  select(group) {
    this.selected = group;
    for (const [index, element] of this.shown) {
      if (this.rows[index].type === "group") {
        element.setAttribute("aria-selected", this.rows[index].group === group);
      }
    }
  }

  /** Moves the focus to a row, and the row into sight. */
  focus(index) {
    if (this.rows.length === 0) {
      return;
    }

    index = Math.min(Math.max(index, 0), this.rows.length - 1);
    this.activate(index);
    const top = this.body.getBoundingClientRect().top + index * this.height;
    const least = this.head.parentElement.offsetHeight + 4;
    if (top < least) {
      scrollBy(0, top - least);
    } else if (top + this.height > innerHeight - 8) {
      scrollBy(0, top + this.height - innerHeight + 8);
    }

    this.draw();
    this.element(index).focus({ preventScroll: true });
  }

  activate(index) {
    this.shown.get(this.active)?.setAttribute("tabindex", -1);
    this.active = index;
    this.element(index).setAttribute("tabindex", 0);
  }

  onFocus(event) {
    const element = event.target.closest(".grid-row");
    if (element && Number(element.dataset.index) !== this.active) {
      this.activate(Number(element.dataset.index));
    }
  }

  onClick(event) {
    const element = event.target.closest(".grid-row");
    if (element && getSelection().isCollapsed) {
      this.focus(Number(element.dataset.index));
      this.enter(false);
    }
  }

  onSort(column) {
    const sort = this.handlers.sort(column);
    for (const [i, cell] of [...this.head.children].entries()) {
      setAttributes(cell, { "aria-sort": sort?.column === this.columns[i] ? (sort.descending ? "descending" : "ascending") : null });
    }
  }

  // A group is shown whole; a row that holds others is opened or closed.
  enter(byKey) {
    const row = this.rows[this.active];
    if (row.type === "group") {
      this.handlers.open(row.group, byKey);
    } else {
      this.handlers.fold(row, !row.open);
    }
  }

  onKey(event) {
    if (event.target.closest(".head") || this.rows.length === 0 || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }

    const row = this.rows[this.active];
    const page = Math.max(1, Math.floor(innerHeight / this.height) - 3);
    switch (event.key) {
      case "ArrowDown": case "j": this.move(this.active + 1); break;
      case "ArrowUp": case "k": this.move(this.active - 1); break;
      case "PageDown": this.move(this.active + page); break;
      case "PageUp": this.move(this.active - page); break;
      case "Home": this.move(0); break;
      case "End": this.move(this.rows.length - 1); break;
      case "ArrowRight":
        if (row.type !== "group" && !row.open) {
          this.handlers.fold(row, true);
        } else if (row.type !== "group") {
          this.move(this.active + 1);
        }

        break;
      case "ArrowLeft":
        if (row.type !== "group" && row.open) {
          this.handlers.fold(row, false);
        } else if (row.level > 1) {
          this.move(this.rows.findLastIndex((other, i) => i < this.active && other.level < row.level));
        }

        break;
      case "Enter": case " ": this.enter(true); break;
      default: return;
    }

    event.preventDefault();
  }

  move(index) {
    this.focus(index);
    const row = this.rows[this.active];
    if (row.type === "group") {
      this.handlers.move(row.group);
    }
  }
}
