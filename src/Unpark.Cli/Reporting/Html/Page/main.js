/** The page as a whole: one state, and who is told when it changes. */
class Page {
  static Views = ["groups", "stacks", "creators"];

  constructor(model) {
    this.model = model;
    this.filters = new Filters(model);
    this.rows = new Rows(model);
    this.summary = new Summary(byId("summary"), byId("notices"), model, word => this.choose(word));
    this.table = new GroupTable(byId("groups"), model, {
      open: (group, byKey) => this.open(group, byKey),
      move: group => this.move(group),
      fold: (row, open) => this.fold(row, open),
      sort: column => this.sort(column),
    });
    this.detail = new Detail(byId("detail"), model, () => this.close());
    this.graphs = {
      stacks: new Icicle(byId("panel-stacks"), () => CallTree.byStack(model), name => this.find(name)),
      creators: new Icicle(byId("panel-creators"), () => CallTree.byCreator(model), name => this.find(name)),
    };
    this.view = "groups";
    this.makeFilters();
    this.makeTabs();
    addEventListener("keydown", event => this.onKey(event));
    byId("help-button").addEventListener("click", () => byId("help").showModal());
    this.update();
  }

  makeFilters() {
    const { model } = this;
    fill(byId("verdict"), [...VERDICTS].reverse().map(word => ({ value: word, text: word })));
    if (model.isDiff) {
      byId("change-field").hidden = false;
      fill(byId("change"), [...CHANGES].reverse().map(word => ({ value: word, text: word })));
    }

    fill(byId("state"), Facets.states(model));
    fill(byId("label"), Facets.labels(model));
    fill(byId("package"), Facets.packages(model));
    for (const id of ["verdict", "change", "state", "label", "package"]) {
      byId(id).addEventListener("change", event => this.set(id, event.target.value));
    }

    // While somebody types, the last word counts.
    byId("query").addEventListener("input", event => {
      clearTimeout(this.typing);
      this.typing = setTimeout(() => this.set("query", event.target.value), model.size > 5000 ? 150 : 0);
    });
    byId("clear").addEventListener("click", () => {
      this.filters.clear();
      this.update();
      byId("query").focus();
    });
  }

  makeTabs() {
    for (const [i, view] of Page.Views.entries()) {
      const tab = byId(`tab-${view}`);
      tab.addEventListener("click", () => this.turn(view));
      tab.addEventListener("keydown", event => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (step) {
          const next = Page.Views[(i + step + Page.Views.length) % Page.Views.length];
          this.turn(next);
          byId(`tab-${next}`).focus();
        }
      });
    }
  }

  set(facet, value) {
    this.filters[facet] = value;
    this.update();
  }

  /** A figure of the summary was chosen, or given up. */
  choose(word) {
    const facet = this.model.isDiff ? "change" : "verdict";
    this.set(facet, this.filters[facet] === word ? "" : word);
  }

  /** Shows the groups that have a function. */
  find(name) {
    this.filters.query = name.toLowerCase();
    this.turn("groups");
    this.update();
    byId("query").focus();
  }

  update() {
    const { filters, model } = this;
    clearTimeout(this.typing);
    this.groups = filters.groups();
    for (const id of ["verdict", "change", "state", "label", "package"]) {
      byId(id).value = filters[id];
    }

    // What is being typed is not taken away.
    if (byId("query").value !== filters.query) {
      byId("query").value = filters.query;
    }

    byId("clear").disabled = !filters.isActive;
    this.summary.choose(model.isDiff ? filters.change : filters.verdict);
    const goroutines = this.groups.reduce((sum, group) => sum + model.weight[group], 0);
    byId("shown").textContent = `${counted(goroutines, "goroutine")} in ${counted(this.groups.length, "group")}`
      + (filters.isActive ? ` of ${numbers.format(model.size)}` : "");
    this.draw();
  }

  draw() {
    const { filters, model } = this;
    if (this.view === "groups") {
      this.table.show(this.rows.of(this.groups, filters.isActive));
      return;
    }

    const terms = filters.terms;
    const hits = new Map();
    const isHit = fn => {
      if (!hits.has(fn)) {
        const name = model.functionName(fn).toLowerCase();
        hits.set(fn, terms.some(term => name.includes(term)));
      }

      return hits.get(fn);
    };
    this.graphs[this.view].show(this.groups, isHit);
  }

  turn(view) {
    this.view = view;
    for (const other of Page.Views) {
      const tab = byId(`tab-${other}`);
      tab.setAttribute("aria-selected", other === view);
      tab.tabIndex = other === view ? 0 : -1;
      byId(`panel-${other}`).hidden = other !== view;
    }

    if (view !== "groups") {
      this.close(false);
    }

    this.draw();
  }

  open(group, byKey) {
    if (this.detail.group === group && !byKey) {
      this.close(false);
      return;
    }

    this.detail.show(group);
    this.table.select(group);
    // Beside the table the focus stays in it for the mouse; who works with keys goes on in the group.
    if (byKey || this.detail.covers) {
      this.detail.title.focus({ preventScroll: true });
    }

    this.cover();
  }

  // The group beside the table goes along.
  move(group) {
    if (this.detail.isOpen && !this.detail.covers) {
      this.detail.show(group);
      this.table.select(group);
    }
  }

  close(backToTable = true) {
    if (!this.detail.isOpen) {
      return;
    }

    this.detail.hide();
    this.table.select(-1);
    this.cover();
    if (backToTable) {
      this.table.focus(this.table.active);
    }
  }

  // What lies under a group that takes the screen cannot be reached.
  cover() {
    const covered = this.detail.isOpen && this.detail.covers;
    for (const element of document.querySelectorAll(".masthead, #summary, #notices, .filters, .bar, #panel-groups")) {
      element.inert = covered;
    }

    document.documentElement.style.overflow = covered ? "hidden" : "";
  }

  fold(row, open) {
    this.rows.folds.set(row.key, open);
    this.draw();
  }

  // Once as the column is best read, once the other way round, then as they are ranked.
  sort(column) {
    const { sort } = this.rows;
    const first = { column, key: column.sort, descending: column.descends };
    this.rows.sort = sort?.column !== column ? first : sort.descending === column.descends ? { ...first, descending: !column.descends } : null;
    this.draw();
    return this.rows.sort;
  }

  onKey(event) {
    const typing = event.target.closest?.("input, select, textarea");
    if (byId("help").open || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }

    if (event.key === "/" && !typing) {
      byId("query").focus();
      byId("query").select();
      event.preventDefault();
    } else if (event.key === "?" && !typing) {
      byId("help").showModal();
      event.preventDefault();
    } else if (event.key === "Escape" && event.target === byId("query") && byId("query").value !== "") {
      this.set("query", "");
      event.preventDefault();
    } else if (event.key === "Escape" && this.detail.isOpen) {
      this.close();
      event.preventDefault();
    }
  }
}

/** Fills a choice; of very many values the most frequent ones can be chosen, and the search finds the others. */
function fill(select, options) {
  const most = options.slice(0, Facets.Most);
  select.replaceChildren(el("option", { value: "" }, options.length === 0 ? "none" : "all"), ...most.map(({ value, text, count }) =>
    el("option", { value }, count === undefined ? text : `${text} (${numbers.format(count)})`)));
  if (options.length > most.length) {
    select.append(el("option", { disabled: true }, `${numbers.format(options.length - most.length)} more: use the search`));
  }

  select.disabled = options.length === 0;
}

const theme = new Theme(byId("theme"), byId("theme-name"));
// The page is painted before the data is read.
requestAnimationFrame(() => setTimeout(() => {
  new Page(new Model(JSON.parse(byId("data").textContent)));
  document.documentElement.dataset.ready = "true";
}));
