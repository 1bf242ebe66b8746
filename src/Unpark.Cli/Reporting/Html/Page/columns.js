/** What the table shows of a group: a title, the text or elements of a cell, and what it is sorted by. */
function columnsOf(model) {
  const { rule } = model.columns;
  const number = (id, title, value, show = numbers) => ({
    id, title, kind: "number", sort: value, descends: true, cell: group => show.format(value(group)),
  });
  const verdict = {
    id: "verdict", title: "Verdict", kind: model.isDiff ? "of-diff" : "", sort: group => model.verdict[group], descends: true,
    cell: group => chip(VERDICTS[model.verdict[group]]),
  };
  const ruleColumn = {
    id: "rule", title: "Rule", kind: "", sort: group => model.rule(group)?.id ?? "~", descends: false,
    cell: group => rule[group] < 0 ? "" : el("span", { title: model.rule(group).name }, model.rule(group).id),
  };
  const where = {
    id: "where", title: "Where", kind: "where", sort: group => whereText(model, group), descends: false,
    cell: group => whereCell(model, group),
  };
  const creator = {
    id: "creator", title: "Started by", kind: "where", sort: group => frameText(model, model.creator[group]), descends: false,
    cell: group => frameCell(model, model.creator[group], "faint"),
  };
  const trend = { id: "trend", title: "Trend", kind: "", sort: null, descends: false, cell: group => sparkline(model.countsOf(group)) };
  if (!model.isDiff) {
    return [
      { id: "rank", title: "#", kind: "number faint", sort: null, descends: false, cell: group => numbers.format(group + 1) },
      { ...number("count", "Count", group => model.count[group]), kind: "number count" },
      ...(model.hasTrends ? [trend] : []),
      verdict,
      ruleColumn,
      {
        id: "state", title: "State", kind: "", sort: group => model.text(model.state[group]), descends: false,
        cell: group => model.text(model.state[group]),
      },
      {
        id: "waited", title: "Waited", kind: "", sort: group => model.columns.max[group], descends: true,
        cell: group => model.waited(group),
      },
      where,
      creator,
    ];
  }

  const by = number("by", "By", group => model.after(group) - model.before(group), differences);
  return [
    {
      id: "change", title: "Change", kind: "", sort: null, descends: false,
      cell: group => chip(CHANGES[model.change[group]]),
    },
    number("before", "Before", group => model.before(group)),
    number("after", "After", group => model.after(group)),
    { ...by, cell: group => el("span", { class: ["down", "", "up"][Math.sign(by.sort(group)) + 1] }, by.cell(group)) },
    trend,
    {
      id: "slope", title: model.data.perHour ? "Per hour" : "Slope", kind: "number", descends: true,
      sort: group => model.columns.slope[group] ?? 0,
      cell: group => model.columns.slope[group] === null ? "" : slopes.format(model.columns.slope[group]),
    },
    verdict,
    ruleColumn,
    where,
    creator,
  ];
}

function chip(word) {
  return el("span", { class: `chip ${word}` }, word);
}

function frameText(model, frame) {
  return frame < 0 ? "" : `${model.shortName(model.functionOf[frame])} ${model.place(frame)}`;
}

function frameCell(model, frame, kind) {
  return frame < 0 ? "" : el("span", { title: `${model.functionName(model.functionOf[frame])}\n${model.wholePlace(frame)}`, class: kind },
    model.shortName(model.functionOf[frame]), " ", el("span", { class: "faint" }, model.place(frame)));
}

function whereText(model, group) {
  return model.node[group] < 0 ? "(no stack)" : frameText(model, model.blocked(group));
}

function whereCell(model, group) {
  const benign = model.columns.benign[group];
  const frame = model.node[group] < 0 ? "(no stack)" : frameCell(model, model.blocked(group), null);
  return benign < 0 ? frame : el("span", null, frame, el("span", { class: "faint" }, ` (${model.strings[benign]})`));
}
