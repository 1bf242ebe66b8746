/** Finds the groups that a search and the chosen facets leave. */
class Filters {
  constructor(model) {
    this.model = model;
    this.query = "";
    this.verdict = "";
    this.change = "";
    this.state = "";
    this.label = "";
    this.package = "";
  }

  get isActive() {
    return this.terms.length > 0 || [this.verdict, this.change, this.state, this.label, this.package].some(value => value !== "");
  }

  get terms() {
    return this.query.toLowerCase().split(/\s+/u).filter(term => term !== "");
  }

  clear() {
    this.query = this.verdict = this.change = this.state = this.label = this.package = "";
  }

  /** The numbers of the groups that are left, in their order. */
  groups() {
    const model = this.model;
    const tests = [...this.facets(), ...this.terms.map(term => this.finds(term))];
    const left = [];
    for (let group = 0; group < model.size; group++) {
      if (tests.every(test => test(group))) {
        left.push(group);
      }
    }

    return left;
  }

  facets() {
    const model = this.model;
    const tests = [];
    if (this.verdict !== "") {
      const verdict = VERDICTS.indexOf(this.verdict);
      tests.push(group => model.verdict[group] === verdict);
    }

    if (this.change !== "") {
      const change = CHANGES.indexOf(this.change);
      tests.push(group => model.change[group] === change);
    }

    if (this.state !== "") {
      const state = Number(this.state);
      tests.push(group => model.state[group] === state);
    }

    if (this.label !== "") {
      const sets = model.data.labelSets.map((_, set) => model.labelPairs(set).includes(this.label));
      tests.push(group => model.columns.labels[group].some((value, i) => i % 2 === 0 && sets[value]));
    }

    if (this.package !== "") {
      const wanted = Number(this.package);
      const onPath = this.along(frame => model.packageOf[model.functionOf[frame]] === wanted);
      tests.push(group => onPath(group));
    }

    return tests;
  }

  // Each text is looked at once, however many groups have it.
  finds(term) {
    const model = this.model;
    const lower = this.lower ??= model.strings.map(text => text.toLowerCase());
    const names = this.names ??= Array.from({ length: model.functions }, (_, fn) => model.functionName(fn).toLowerCase());
    const inText = lower.map(text => text.includes(term));
    const inName = names.map(name => name.includes(term));
    const inFrame = frame => inName[model.functionOf[frame]]
      || (model.fileOf[frame] >= 0 && (inText[model.fileOf[frame]] || (term.includes(":") && model.place(frame).toLowerCase().includes(term))));
    const inStack = this.along(inFrame);
    const inRule = model.data.rules.map(rule => `${rule.id} ${rule.name}`.toLowerCase().includes(term));
    const inLabels = model.data.labelSets.map((_, set) => model.labelPairs(set).some(pair => pair.toLowerCase().includes(term)));
    const { rule, benign, why, labels, fingerprint } = model.columns;
    return group => inStack(group)
      || (model.state[group] >= 0 && inText[model.state[group]])
      || (rule[group] >= 0 && inRule[rule[group]])
      || (benign[group] >= 0 && inText[benign[group]])
      || inText[why[group]]
      || labels[group].some((value, i) => i % 2 === 0 && inLabels[value])
      || fingerprint[group] === term;
  }

  // A test of groups: whether a frame of the stack, or what started it, passes. Each frame of the tree is asked once.
  along(passes) {
    const model = this.model;
    const ofFrame = Uint8Array.from(model.functionOf, (_, frame) => passes(frame) ? 1 : 0);
    const ofNode = new Uint8Array(model.parent.length);
    for (let node = 0; node < ofNode.length; node++) {
      ofNode[node] = ofFrame[model.frame[node]] | (model.parent[node] < 0 ? 0 : ofNode[model.parent[node]]);
    }

    return group => (model.node[group] >= 0 && ofNode[model.node[group]] === 1)
      || (model.creator[group] >= 0 && ofFrame[model.creator[group]] === 1);
  }
}

/** What can be chosen: each value with its number of goroutines, the most frequent first. */
class Facets {
  static Most = 400;

  static states(model) {
    const sums = new Map();
    for (let group = 0; group < model.size; group++) {
      add(sums, model.state[group], model.weight[group]);
    }

    sums.delete(-1);
    return ranked(sums, index => model.strings[index]);
  }

  static labels(model) {
    const sums = new Map();
    for (let group = 0; group < model.size; group++) {
      for (const { pairs, count } of model.labels(group)) {
        pairs.forEach(pair => add(sums, pair, count));
      }
    }

    return ranked(sums, pair => pair);
  }

  static packages(model) {
    const sums = new Map();
    const seenBy = new Int32Array(model.strings.length).fill(-1);
    const see = (group, frame) => {
      const name = model.packageOf[model.functionOf[frame]];
      if (seenBy[name] !== group) {
        seenBy[name] = group;
        add(sums, name, model.weight[group]);
      }
    };
    for (let group = 0; group < model.size; group++) {
      for (let node = model.node[group]; node >= 0; node = model.parent[node]) {
        see(group, model.frame[node]);
      }

      if (model.creator[group] >= 0) {
        see(group, model.creator[group]);
      }
    }

    for (const index of [...sums.keys()].filter(index => model.strings[index] === "")) {
      sums.delete(index);
    }

    return ranked(sums, index => model.strings[index]);
  }
}

function add(sums, key, count) {
  sums.set(key, (sums.get(key) ?? 0) + count);
}

function ranked(sums, textOf) {
  return [...sums].map(([value, count]) => ({ value: String(value), text: textOf(value), count }))
    .sort((a, b) => b.count - a.count || (a.text < b.text ? -1 : 1));
}
