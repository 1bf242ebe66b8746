/**
 * Calls as a tree: what is outermost first, one node a function and path to it, whatever the lines. What it weighs is
 * worked out for the groups that are shown.
 */
class CallTree {
  static Root = 0;

  constructor(model) {
    this.model = model;
    this.up = [-1];
    this.fn = [-1];
    this.leaf = new Int32Array(model.size);
    this.known = new Map();
  }

  /** The stacks from their outermost call on. */
  static byStack(model) {
    const tree = new CallTree(model);
    // Callers come before what they call: each node of the data is looked at once.
    const at = new Int32Array(model.parent.length);
    for (let node = 0; node < at.length; node++) {
      at[node] = tree.child(model.parent[node] < 0 ? CallTree.Root : at[model.parent[node]], model.functionOf[model.frame[node]]);
    }

    for (let group = 0; group < model.size; group++) {
      tree.leaf[group] = model.node[group] < 0 ? CallTree.Root : at[model.node[group]];
    }

    return tree.done();
  }

  /** What started the goroutines, and their stacks below. */
  static byCreator(model) {
    const tree = new CallTree(model);
    for (let group = 0; group < model.size; group++) {
      const creator = model.creator[group];
      let node = tree.child(CallTree.Root, creator < 0 ? -1 : model.functionOf[creator]);
      for (const frame of model.stack(group).reverse()) {
        node = tree.child(node, model.functionOf[frame]);
      }

      tree.leaf[group] = node;
    }

    return tree.done();
  }

  child(parent, fn) {
    const key = parent * (this.model.functions + 1) + fn + 1;
    let node = this.known.get(key);
    if (node === undefined) {
      node = this.up.length;
      this.up.push(parent);
      this.fn.push(fn);
      this.known.set(key, node);
    }

    return node;
  }

  done() {
    const size = this.up.length;
    this.known = null;
    this.weight = new Float64Array(size);
    this.bad = new Float64Array(size);
    this.doubtful = new Float64Array(size);
    this.first = new Int32Array(size).fill(-1);
    this.next = new Int32Array(size).fill(-1);
    for (let node = size - 1; node > 0; node--) {
      this.next[node] = this.first[this.up[node]];
      this.first[this.up[node]] = node;
    }

    return this;
  }

  /** Counts the goroutines of some groups. */
  weigh(groups) {
    const { model, weight, bad, doubtful } = this;
    [weight, bad, doubtful].forEach(sums => sums.fill(0));
    const grade = model.isDiff ? group => model.change[group] - 2 : group => model.verdict[group];
    for (const group of groups) {
      const node = this.leaf[group];
      weight[node] += model.weight[group];
      bad[node] += grade(group) === 2 ? model.weight[group] : 0;
      doubtful[node] += grade(group) === 1 ? model.weight[group] : 0;
    }

    for (let node = weight.length - 1; node > 0; node--) {
      const parent = this.up[node];
      weight[parent] += weight[node];
      bad[parent] += bad[node];
      doubtful[parent] += doubtful[node];
    }
  }

  /** What a call is called in full. */
  name(node) {
    return node === CallTree.Root ? "all goroutines" : this.fn[node] < 0 ? "started by main, or by what is not known" : this.model.functionName(this.fn[node]);
  }

  shortName(node) {
    return this.fn[node] < 0 ? this.name(node) : this.model.shortName(this.fn[node]);
  }

  /** The calls below one, the heaviest first. */
  children(node) {
    const children = [];
    for (let child = this.first[node]; child >= 0; child = this.next[child]) {
      if (this.weight[child] > 0) {
        children.push(child);
      }
    }

    return children.sort((a, b) => this.weight[b] - this.weight[a] || a - b);
  }

  /** The calls from the root to one, without it. */
  above(node) {
    const path = [];
    for (let at = this.up[node]; at >= 0; at = this.up[at]) {
      path.unshift(at);
    }

    return path;
  }

  /** What most of the goroutines of a call are. */
  tone(node) {
    const [bad, doubtful] = this.model.isDiff ? ["new", "grown"] : ["leaked", "suspect"];
    const half = this.weight[node] / 2;
    return this.bad[node] >= half ? bad : this.bad[node] + this.doubtful[node] >= half ? doubtful : "normal";
  }

  /** The same in numbers. */
  mixture(node) {
    const [bad, doubtful] = this.model.isDiff ? ["new", "grown"] : ["leaked", "suspect"];
    return [[this.bad[node], bad], [this.doubtful[node], doubtful]].filter(([count]) => count > 0)
      .map(([count, word]) => `${numbers.format(count)} ${word}`).join(", ");
  }
}
