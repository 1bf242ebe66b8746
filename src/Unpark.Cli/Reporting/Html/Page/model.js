const VERDICTS = ["normal", "suspect", "leaked"];
const CHANGES = ["same", "gone", "shrunk", "grown", "new"];
const MACHINERY = 1;

/**
 * What the page shows, as it lies in the data: texts, functions and frames once each, stacks as paths in one tree whose
 * root is the outermost call, and a column for each thing that is known of a group. A group is its number, which is its
 * rank; -1 stands for what is not known.
 */
class Model {
  constructor(data) {
    this.data = data;
    this.isDiff = data.kind === "diff";
    this.strings = data.strings;
    this.readFrames(data);
    this.readNodes(data.nodes);

    const columns = data.groups;
    this.size = columns.count.length;
    this.columns = columns;
    this.count = Float64Array.from(columns.count);
    this.verdict = Uint8Array.from(columns.verdict);
    this.state = Int32Array.from(columns.state);
    this.node = Int32Array.from(columns.node);
    this.creator = Int32Array.from(columns.creator);
    // What sums and graphs count: the goroutines that are there now.
    this.weight = this.count;
    this.profiles = data.history ?? data.profiles.length;
    this.counts = Float64Array.from(columns.counts);
    if (this.isDiff) {
      this.change = Uint8Array.from(columns.change);
      this.weight = this.count.map((_, group) => this.after(group));
      this.count = this.count.map((last, group) => this.after(group) || last);
    }
  }

  readFrames({ functions, frames }) {
    // Triples: package, name within it, flags; function, file, line.
    this.functions = functions.length / 3;
    this.packageOf = Int32Array.from({ length: this.functions }, (_, i) => functions[3 * i]);
    this.localOf = Int32Array.from({ length: this.functions }, (_, i) => functions[3 * i + 1]);
    this.flagsOf = Uint8Array.from({ length: this.functions }, (_, i) => functions[3 * i + 2]);
    const size = frames.length / 3;
    this.functionOf = Int32Array.from({ length: size }, (_, i) => frames[3 * i]);
    this.fileOf = Int32Array.from({ length: size }, (_, i) => frames[3 * i + 1]);
    this.lineOf = Int32Array.from({ length: size }, (_, i) => frames[3 * i + 2]);
  }

  // Pairs: how far back the caller is, 0 for none, and the frame. A caller comes before what it calls.
  readNodes(nodes) {
    const size = nodes.length / 2;
    this.parent = new Int32Array(size);
    this.frame = new Int32Array(size);
    for (let i = 0; i < size; i++) {
      this.parent[i] = nodes[2 * i] === 0 ? -1 : i - nodes[2 * i];
      this.frame[i] = nodes[2 * i + 1];
    }
  }

  text(index) {
    return index < 0 ? "" : this.strings[index];
  }

  packageName(fn) {
    return this.strings[this.packageOf[fn]];
  }

  localName(fn) {
    return this.strings[this.localOf[fn]];
  }

  functionName(fn) {
    const name = this.packageName(fn);
    return name === "" ? this.localName(fn) : `${name}.${this.localName(fn)}`;
  }

  /** The name with the last element of its import path. */
  shortName(fn) {
    const name = this.packageName(fn);
    return name === "" ? this.localName(fn) : `${name.slice(name.lastIndexOf("/") + 1)}.${this.localName(fn)}`;
  }

  isMachinery(fn) {
    return (this.flagsOf[fn] & MACHINERY) !== 0;
  }

  /** A frame's file without its folder, and line. */
  place(frame) {
    const file = this.text(this.fileOf[frame]);
    return file === "" ? "" : `${file.slice(Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\")) + 1)}:${this.lineOf[frame]}`;
  }

  /** A frame's whole file, and line. */
  wholePlace(frame) {
    const file = this.text(this.fileOf[frame]);
    return file === "" ? "" : `${file}:${this.lineOf[frame]}`;
  }

  /** The frames of a group's stack, the innermost first. */
  stack(group) {
    const frames = [];
    for (let node = this.node[group]; node >= 0; node = this.parent[node]) {
      frames.push(this.frame[node]);
    }

    return frames;
  }

  /** The frame that blocks. */
  blocked(group) {
    let depth = this.columns.blocked[group];
    let node = depth < 0 ? -1 : this.node[group];
    for (; depth > 0 && node >= 0; depth--) {
      node = this.parent[node];
    }

    return node < 0 ? -1 : this.frame[node];
  }

  /** Texts that many groups have in common have the name of the blocked function left out. */
  explanation(group) {
    const text = this.text(this.columns.why[group]);
    const frame = this.blocked(group);
    return frame < 0 ? text : text.replaceAll("\ue000", this.shortName(this.functionOf[frame]));
  }

  reasons(group) {
    return this.data.lists[this.columns.reasons[group]].map(index => this.strings[index]);
  }

  rule(group) {
    const index = this.columns.rule[group];
    return index < 0 ? null : this.data.rules[index];
  }

  /** Pairs of a set of labels and a number of goroutines. */
  labels(group) {
    const flat = this.columns.labels[group];
    const sets = [];
    for (let i = 0; i < flat.length; i += 2) {
      sets.push({ pairs: this.labelPairs(flat[i]), count: flat[i + 1] });
    }

    return sets;
  }

  labelPairs(set) {
    const flat = this.data.labelSets[set];
    const pairs = [];
    for (let i = 0; i < flat.length; i += 2) {
      pairs.push(`${this.strings[flat[i]]}=${this.strings[flat[i + 1]]}`);
    }

    return pairs;
  }

  waited(group) {
    const [min, max] = [this.columns.min[group], this.columns.max[group]];
    return max < 0 ? "" : min === max ? `${numbers.format(max)} min` : `${numbers.format(min)}–${numbers.format(max)} min`;
  }

  /** True if there are numbers of several profiles. */
  get hasTrends() {
    return this.profiles > 1;
  }

  /** The numbers of a group in each profile. */
  countsOf(group) {
    return Array.from(this.counts.subarray(group * this.profiles, (group + 1) * this.profiles));
  }

  before(group) {
    return this.counts[group * this.profiles];
  }

  after(group) {
    return this.counts[(group + 1) * this.profiles - 1];
  }

  /** True of what is folded away at first: what is normal, or has not changed. */
  isAside(group) {
    return this.isDiff ? this.change[group] === 0 : this.verdict[group] === 0;
  }
}
