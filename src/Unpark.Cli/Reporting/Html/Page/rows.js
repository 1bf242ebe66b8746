/**
 * The rows of the table: the groups that leak or have changed, and the others behind a row of their own that is folded,
 * those of a known kind behind a row of their kind.
 */
class Rows {
  constructor(model) {
    this.model = model;
    this.sort = null;
    this.folds = new Map();
  }

  /** Groups in the order that is wanted. */
  sorted(groups) {
    if (this.sort === null) {
      return groups;
    }

    const { key, descending } = this.sort;
    const keys = new Map(groups.map(group => [group, key(group)]));
    const sign = descending ? -1 : 1;
    return [...groups].sort((a, b) => {
      const [x, y] = [keys.get(a), keys.get(b)];
      return x === y ? a - b : (x < y ? -1 : 1) * sign;
    });
  }

  isOpen(key, byDefault) {
    return this.folds.get(key) ?? byDefault;
  }

  /** What the table shows of some groups. */
  of(groups, isFiltered) {
    const aside = [];
    const rows = [];
    for (const group of this.sorted(groups)) {
      if (this.model.isAside(group)) {
        aside.push(group);
      } else {
        rows.push({ type: "group", key: `g${group}`, group, level: 1 });
      }
    }

    if (aside.length > 0) {
      const open = this.isOpen("aside", isFiltered || rows.length === 0);
      rows.push({ type: "section", key: "aside", groups: aside.length, count: this.sum(aside), level: 1, open });
      if (open) {
        this.addAside(rows, aside, isFiltered);
      }
    }

    return rows;
  }

  addAside(rows, aside, isFiltered) {
    for (const { benign, groups, count } of this.kinds(aside)) {
      if (benign < 0 || groups.length === 1) {
        groups.forEach(group => rows.push({ type: "group", key: `g${group}`, group, level: 2 }));
        continue;
      }

      const key = `k${benign}`;
      const open = this.isOpen(key, isFiltered);
      rows.push({ type: "kind", key, text: this.model.strings[benign], until: this.model.columns.until[groups[0]], groups: groups.length,
        count, level: 2, open });
      if (open) {
        groups.forEach(group => rows.push({ type: "group", key: `g${group}`, group, level: 3 }));
      }
    }
  }

  // Each kind with its groups, the largest first; what is of no kind stands alone.
  kinds(groups) {
    const { model } = this;
    const kinds = new Map();
    const parts = [];
    for (const group of groups) {
      const benign = model.isDiff ? -1 : model.columns.benign[group];
      let kind = benign < 0 ? undefined : kinds.get(benign);
      if (!kind) {
        kind = { benign, groups: [], count: 0 };
        parts.push(kind);
        kinds.set(benign, kind);
      }

      kind.groups.push(group);
      kind.count += model.weight[group];
    }

    return this.sort === null ? parts.sort((a, b) => b.count - a.count) : parts;
  }

  sum(groups) {
    return groups.reduce((sum, group) => sum + this.model.weight[group], 0);
  }
}
