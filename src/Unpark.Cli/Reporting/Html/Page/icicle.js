/**
 * A call tree as an icicle graph: a row a depth, widths as the numbers of goroutines. What is too narrow to be seen is
 * drawn as one hatched piece, so that the number of elements is bounded whatever the profile has. It is a tree to
 * assistive technology: each call says its name, number and share.
 */
class Icicle {
  static RowHeight = 23;
  static Narrowest = 4;
  static MostCalls = 2500;

  constructor(panel, makeTree, showInTable) {
    this.panel = panel;
    this.makeTree = makeTree;
    this.showInTable = showInTable;
    this.focus = CallTree.Root;
    this.active = CallTree.Root;
    this.groups = [];
    this.isHit = () => false;
    this.trail = el("nav", { class: "trail", "aria-label": "Zoomed into" });
    this.legend = el("div", { class: "legend" });
    this.readout = el("p", { class: "readout" });
    this.chart = el("div", { class: "icicle", role: "tree", "aria-label": "Calls, the outermost first" });
    this.note = el("p", { class: "faint" });
    panel.append(this.trail, this.readout, this.chart, this.note, this.legend);
    this.chart.addEventListener("click", event => this.onClick(event));
    this.chart.addEventListener("keydown", event => this.onKey(event));
    this.chart.addEventListener("focusin", event => this.point(event));
    this.chart.addEventListener("pointerover", event => this.point(event));
    this.chart.addEventListener("pointerleave", () => this.tell(this.active));
    // What is drawn already is left: the observer also calls when the panel is first shown, and each drawing makes
    // elements anew, under the pointer or the keyboard's focus.
    this.drawnWidth = 0;
    new ResizeObserver(() => this.chart.clientWidth !== this.drawnWidth && this.draw()).observe(panel);
  }

  /** Shows some groups; calls that a search has found are marked. */
  show(groups, isHit) {
    this.groups = groups;
    this.isHit = isHit;
    this.weighed = false;
    this.draw();
  }

  draw() {
    if (this.panel.hidden || this.chart.clientWidth === 0) {
      return;
    }

    this.tree ??= this.makeTree();
    if (!this.weighed) {
      this.tree.weigh(this.groups);
      this.weighed = true;
      while (this.focus !== CallTree.Root && this.tree.weight[this.focus] === 0) {
        this.focus = this.tree.up[this.focus];
      }
    }

    this.drawTrail();
    this.drawLegend();
    this.drawCalls();
    this.tell(this.active);
  }

  drawTrail() {
    const { tree } = this;
    const path = [...tree.above(this.focus), this.focus];
    this.trail.replaceChildren(...path.flatMap((node, i) => [
      i === 0 ? "" : el("span", { "aria-hidden": "true" }, "›"),
      el("button", { type: "button", "aria-current": i === path.length - 1 ? "true" : null, onclick: () => this.zoom(node) }, tree.shortName(node)),
    ]));
    if (this.focus !== CallTree.Root && tree.fn[this.focus] >= 0) {
      this.trail.append(el("button", { type: "button", class: "to-table", onclick: () => this.showInTable(tree.name(this.focus)) }, "(show its groups)"));
    }
  }

  drawLegend() {
    const words = this.tree.model.isDiff ? ["new", "grown", "normal"] : ["leaked", "suspect", "normal"];
    const titles = { normal: this.tree.model.isDiff ? "mostly neither" : "mostly normal" };
    this.legend.replaceChildren(...words.map(word => el("span", { class: word }, el("i"), titles[word] ?? `mostly ${word}`)));
  }

  drawCalls() {
    const { tree } = this;
    const width = this.chart.clientWidth;
    this.drawnWidth = width;
    const calls = [];
    const rests = [];
    const above = tree.above(this.focus);
    above.forEach((node, depth) => calls.push({ node, depth, x: 0, width, above: true }));
    // Row by row, so that what is left out is the deepest.
    let queue = tree.weight[CallTree.Root] === 0 ? [] : [{ node: this.focus, depth: above.length, x: 0, width }];
    let deeper = false;
    while (queue.length > 0 && calls.length < Icicle.MostCalls) {
      const below = [];
      for (const call of queue) {
        calls.push(call);
        this.lay(call, below, rests);
      }

      queue = below;
      deeper = queue.length > 0;
    }

    const depth = Math.max(0, ...calls.map(call => call.depth), ...rests.map(rest => rest.depth)) + 1;
    this.chart.style.height = `${depth * Icicle.RowHeight}px`;
    this.calls = calls;
    if (!calls.some(call => call.node === this.active)) {
      this.active = this.focus;
    }

    const hadFocus = this.chart.contains(document.activeElement);
    this.elements = new Map(calls.map(call => [call.node, this.makeCall(call)]));
    this.chart.replaceChildren(...this.elements.values(), ...rests.map(rest => this.place(el("div", { class: "rest", "aria-hidden": "true" }), rest)));
    this.note.textContent = calls.length === 0 ? "No goroutine is left to show."
      : deeper && calls.length >= Icicle.MostCalls ? "Deeper calls are left out: zoom in to see them." : "";
    if (hadFocus) {
      this.elements.get(this.active)?.focus();
    }
  }

  // The calls below one; those that are too narrow become one piece.
  lay({ node, depth, x, width }, calls, rests) {
    const scale = width / this.tree.weight[node];
    let narrow = null;
    for (const child of this.tree.children(node)) {
      const own = this.tree.weight[child] * scale;
      if (own >= Icicle.Narrowest) {
        calls.push({ node: child, depth: depth + 1, x, width: own });
      } else if (narrow === null) {
        narrow = { depth: depth + 1, x, width: own };
        rests.push(narrow);
      } else {
        narrow.width += own;
      }

      x += own;
    }
  }

  makeCall(call) {
    const { tree } = this;
    const { node } = call;
    const classes = ["call", tree.tone(node), call.above ? "above" : "", call.width < 24 ? "narrow" : "", tree.fn[node] >= 0 && this.isHit(tree.fn[node]) ? "hit" : ""];
    return this.place(el("div", {
      role: "treeitem", class: classes.join(" "), "aria-level": call.depth + 1, "data-node": node,
      "aria-label": this.say(node), "aria-selected": node === this.focus, tabindex: node === this.active ? 0 : -1,
    }, call.width < 24 ? "" : tree.shortName(node)), call);
  }

  place(element, { depth, x, width }) {
    element.style.left = `${x}px`;
    element.style.width = `${Math.max(1, width - 1)}px`;
    element.style.top = `${depth * Icicle.RowHeight}px`;
    return element;
  }

  say(node) {
    const { tree } = this;
    const all = tree.weight[CallTree.Root];
    const mixture = tree.mixture(node);
    return `${tree.name(node)}: ${counted(tree.weight[node], "goroutine")}, ${percent(tree.weight[node], all)}${mixture === "" ? "" : ` (${mixture})`}`;
  }

  tell(node) {
    if (!this.tree) {
      return;
    }

    const text = this.say(node);
    const end = this.tree.name(node).length;
    this.readout.replaceChildren(el("span", { class: "mono" }, text.slice(0, end)), el("br"), el("span", { class: "faint" }, text.slice(end + 2)));
  }

  zoom(node) {
    this.focus = node;
    this.active = node;
    this.draw();
  }

  nodeOf(event) {
    const element = event.target.closest(".call");
    return element ? Number(element.dataset.node) : -1;
  }

  point(event) {
    const node = this.nodeOf(event);
    if (node < 0) {
      return;
    }

    if (event.type === "focusin") {
      this.elements.get(this.active)?.setAttribute("tabindex", -1);
      this.active = node;
      this.elements.get(node).setAttribute("tabindex", 0);
    }

    this.tell(node);
  }

  onClick(event) {
    const node = this.nodeOf(event);
    if (node >= 0) {
      this.zoom(node === this.focus && node !== CallTree.Root ? this.tree.up[node] : node);
      this.elements.get(this.active)?.focus();
    }
  }

  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }

    const at = this.calls.find(call => call.node === this.active);
    const inRow = this.calls.filter(call => call.depth === at?.depth).sort((a, b) => a.x - b.x);
    const beside = step => inRow[inRow.indexOf(at) + step]?.node;
    const target = {
      ArrowUp: () => this.tree.up[this.active],
      ArrowDown: () => this.calls.find(call => this.tree.up[call.node] === this.active)?.node,
      ArrowLeft: () => beside(-1),
      ArrowRight: () => beside(1),
      Home: () => CallTree.Root,
    }[event.key];
    if (target) {
      this.elements.get(target() ?? -1)?.focus();
    } else if (event.key === "Enter" || event.key === " ") {
      this.zoom(this.active === this.focus && this.active !== CallTree.Root ? this.tree.up[this.active] : this.active);
    } else if (event.key === "Escape" && this.focus !== CallTree.Root) {
      this.zoom(this.tree.up[this.focus]);
      event.stopPropagation();
    } else {
      return;
    }

    event.preventDefault();
  }
}
