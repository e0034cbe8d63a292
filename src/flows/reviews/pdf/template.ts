/**
 * The typst source of every printed review. It holds no word of a person and no figure: those come as JSON in `sys.inputs.review` and are placed as
 * text. The first page is set in the loosest of four densities that fits the paper.
 */
export const template = String.raw`
#let r = json(bytes(sys.inputs.review))
#let ink = rgb("#1A1D23"); #let muted = rgb("#5B6472"); #let hairline = rgb("#E3E6EB"); #let control = rgb("#7D8796")
#let red = rgb("#B42318"); #let amber = rgb("#8A5A00"); #let green = rgb("#0B6E4F")
#let colours = (red: red, amber: amber, green: green, "none": muted, untrusted: muted)
#let letters = (red: "R", amber: "A", green: "G", "none": "–", untrusted: "U")
#let spoken = (red: "Red", amber: "Amber", green: "Green", "none": "No state", untrusted: "Untrusted")
#let small(body) = text(size: 8pt, fill: muted, body)
#let figure-text(..style, body) = text(number-width: "tabular", ..style, body)
#let rule = line(length: 100%, stroke: 0.5pt + hairline)
#let decoration(body) = if sys.version >= version(0, 14, 0) { pdf.artifact(body) } else { body }

#set document(title: r.workspace + ": " + r.kind + ", " + r.period, author: r.workspace, date: auto)
#set text(font: "Inter", size: 9pt, fill: ink, lang: "en", fallback: true, hyphenate: false)
#set par(leading: 0.58em, spacing: 0.7em)
#set page(
  paper: r.paper, margin: (x: 12mm, top: 12mm, bottom: 17mm), footer-descent: 4mm,
  footer: context { rule; v(-0.35em); small(grid(columns: (1fr, auto, 4.5em), align: (left, right, right), column-gutter: 8pt,
    r.footer.left, r.footer.right, [#counter(page).display() of #counter(page).final().first()])) },
)
#show heading: set text(font: "Inter", weight: 600, hyphenate: false)
#show heading.where(level: 1): set text(size: 15pt, tracking: -0.012em)
#show heading.where(level: 2): set text(size: 9pt)
#show heading: set block(above: 0pt, below: 0pt)

#let shape(state) = box(width: 6.2pt, height: 6.2pt, baseline: -0.2pt, decoration({
  let c = colours.at(state)
  if state == "red" { place(polygon(fill: c, (50%, 0%), (100%, 50%), (50%, 100%), (0%, 50%))) }
  else if state == "amber" { place(polygon(fill: c, (50%, 4%), (100%, 96%), (0%, 96%))) }
  else if state == "green" { place(circle(radius: 2.9pt, fill: c)) }
  else { place(circle(radius: 2.6pt, stroke: (paint: c, thickness: 0.9pt, dash: (1.4pt, 1.1pt)))) }
}))
#let mark(state) = text(fill: colours.at(state), weight: 600, size: 8pt)[#shape(state)#h(3pt)#letters.at(state)]

#let spark(s) = box(width: 62pt, height: 13pt, decoration({
  let at(p) = (2pt + p.at(0) * 57pt, 1.5pt + p.at(1) * 10pt)
  if s.target != none { place(line(start: (0pt, 1.5pt + s.target * 10pt), end: (61pt, 1.5pt + s.target * 10pt), stroke: (paint: control, thickness: 0.6pt, dash: (2pt, 1.4pt)))) }
  for points in s.lines {
    place(curve(stroke: (paint: muted, thickness: 1pt, join: "round", cap: "round"), curve.move(at(points.first())), ..points.slice(1).map(p => curve.line(at(p)))))
  }
  if s.last != none {
    let (x, y) = at((s.last.x, s.last.y))
    place(dx: x - 1.7pt, dy: y - 1.7pt, circle(radius: 1.7pt, fill: if s.last.isMature { ink } else { white }, stroke: if s.last.isMature { none } else { 0.8pt + ink }))
  }
}))

#let styled(run) = {
  let body = text(run.text)
  if run.isBold { body = strong(body) }
  if run.isItalic { body = emph(body) }
  body
}
#let prose(blocks) = {
  set list(marker: text(fill: muted)[•], body-indent: 4pt)
  if blocks.len() == 0 { text(fill: muted)[–] }
  for b in blocks {
    let body = b.runs.map(styled).join()
    if b.kind == "item" { list.item(body) } else { par(body) }
  }
}

#let head(body, ..more) = text(size: 8pt, fill: muted, weight: 400, body)
#let tones = (good: green, bad: red, neutral: ink)
#let quiet(x, y) = if y == 0 or y == 1 { (bottom: 0.5pt + hairline, top: if y == 0 { 0.5pt + hairline } else { none }) } else { (bottom: 0.5pt + hairline) }

#let figures(d) = table(
  columns: (1fr, auto, auto, auto, auto, 76pt, auto, auto),
  align: (x, y) => if x == 0 or x >= 5 { left + horizon } else { right + horizon },
  inset: (x, y) => (left: if x == 0 { 0pt } else { 5pt }, right: if x == 7 { 0pt } else if x == 0 { 6pt } else { 5pt }, top: d.row, bottom: d.row),
  stroke: quiet,
  table.header(head[Metric and reason], head[Actual], head[Target], head[Variance], head[Prior], head(r.trend), head[State], head[Owner]),
  ..r.rows.map(m => (
    { text(weight: 500, m.name); if m.why != "" { linebreak(); small(m.why) } },
    figure-text(weight: 600, if m.state == "untrusted" { strike(m.actual) } else { m.actual }), figure-text(fill: muted, m.target), figure-text(fill: tones.at(m.tone), m.variance), figure-text(fill: muted, m.prior),
    spark(m.spark), mark(m.state), text(fill: muted, m.owner),
  )).flatten(),
)

#let section(title) = { heading(level: 2, title); v(5pt); rule }
#let entries(d, list, lead, empty) = if list.len() == 0 { v(4pt); small(empty) } else {
  for (i, e) in list.enumerate() {
    block(above: d.entry, below: 0pt, grid(columns: (24pt, 1fr), lead(i, e), { e.what; if e.note != "" { linebreak(); small(e.note) } }))
  }
}

#let front(d) = {
  block(below: 9pt, small[#r.workspace · #r.kind · #r.period#if r.draft [ · #text(fill: amber, weight: 600)[Draft]]])
  heading(level: 1, r.headline)
  v(d.gap)
  grid(columns: (1fr, 1fr, 1fr), column-gutter: 18pt, ..r.columns.map(c => { heading(level: 2, text(size: 8pt, weight: 500, fill: muted, c.name)); v(6pt); prose(c.blocks) }))
  v(d.gap)
  figures(d)
  v(d.gap)
  if r.refused.len() > 0 {
    section("Not measured")
    for one in r.refused { block(above: d.entry, below: 0pt, { one.names; linebreak(); small(one.because) }) }
    v(d.gap)
  }
  if r.answers.len() > 0 {
    section("What people did")
    for a in r.answers { block(above: d.entry, below: 0pt, { a.conclusion; linebreak(); small(a.title) }) }
    v(d.gap)
  }
  grid(columns: (1fr, 1fr), column-gutter: 24pt,
    { section("Decisions needed"); entries(d, r.decisions, (i, e) => text(weight: 500)[#(i + 1)], "No decision is asked.") },
    { section("Risks"); entries(d, r.risks, (i, e) => mark(e.state), "No risk is named.") })
  v(d.gap)
  small[#r.measured Dashed: target; hollow point: open period. Red, Amber, Green, Untrusted. Definitions: appendix A.]
}

#context {
  let width = page.width - 24mm
  let height = page.height - 29mm
  let densities = ((gap: 18pt, row: 7.4pt, entry: 10pt), (gap: 14pt, row: 5.8pt, entry: 8pt), (gap: 10pt, row: 4.2pt, entry: 6.5pt), (gap: 6pt, row: 2.4pt, entry: 5pt))
  let fitting = densities.find(d => measure(block(width: width, front(d))).height <= height)
  front(if fitting == none { densities.last() } else { fitting })
}

#let plain(columns, heads, rows, right: ()) = table(
  columns: columns, stroke: quiet,
  align: (x, y) => if x in right { std.right + top } else { left + top },
  inset: (x, y) => (left: if x == 0 { 0pt } else { 6pt }, right: if x == columns.len() - 1 { 0pt } else { 6pt }, top: 4.6pt, bottom: 4.6pt),
  table.header(..heads.map(head)), ..rows.flatten(),
)
#let chapter(letter, title, note) = { heading(level: 1, letter + ". " + title); v(7pt); if note == "" { v(4pt) } else { small(note); v(6pt) } }

#set text(size: 8.5pt)
#pagebreak(weak: true)
#chapter("A", "Definitions and parts", "What each figure means, the exact value, and the parts that it was computed from.")
#plain((1fr, auto, auto, auto, auto, auto), ("Metric, meaning, formula, convention", "Value", "95% interval", "Numerator", "Denominator", "n"), right: (1, 2, 3, 4, 5),
  r.definitions.map(d => (
    { text(weight: 500, d.name); linebreak(); small(d.says); if d.formula != "" { linebreak(); small(d.formula) }; linebreak(); small(d.how) },
    ..(d.value, d.interval, d.numerator, d.denominator, d.n).map(part => figure-text(size: 8pt, part)))))

#v(16pt)
#block(breakable: false, {
  chapter("B", "Trust and freshness", "Which figures may be relied upon, and how new their facts are.")
  plain((auto, auto, 1fr, auto), ("Metric", "Trust", "Why", "Newest fact"),
    r.trust.map(t => (text(weight: 500, t.name), text(fill: if t.state == "trusted" { ink } else { amber }, upper(t.state.first()) + t.state.slice(1)), if t.reasons.len() == 0 { text(fill: muted)[No open question] } else { t.reasons.join(linebreak()) }, text(fill: muted, t.newest))))
})

#v(16pt)
#chapter("C", "Policy", "Conventions under which revenue figures were computed; other conventions give other figures.")
#for p in r.policies {
  block(breakable: false, below: 10pt, {
    heading(level: 2, p.preset + " (" + p.id + ")"); v(6pt)
    small(p.metrics.join(", "))
    if p.switches.len() > 0 { v(8pt); grid(columns: (1fr, 1fr, 1fr), column-gutter: 12pt, row-gutter: 5pt, ..p.switches.map(s => text(size: 7.5pt, s))) }
  })
}

#if r.answers.len() > 0 {
  v(16pt)
  chapter("D", "Questions about behaviour", "Saved questions, answered from product events as of the day of the review.")
  for a in r.answers {
    block(breakable: false, below: 14pt, {
      heading(level: 2, a.title); v(6pt); small(a.conclusion); v(5pt)
      plain((1fr, auto, auto), ("Part", "How many", "Share"), a.rows.map(row => row.map(cell => figure-text(size: 8pt, cell))), right: (1, 2))
    })
  }
}

#if r.charts.len() > 0 {
  pagebreak(weak: true)
  chapter(if r.answers.len() > 0 { "E" } else { "D" }, "Charts", "")
  for c in r.charts {
    let n = c.table.head.len()
    block(breakable: c.table.rows.len() > 30, below: 22pt, {
      heading(level: 2, c.title); v(6pt); small(c.summary); v(7pt)
      image(c.path, width: 100%, alt: c.summary)
      if c.table.rows.len() > 0 {
        v(4pt)
        set text(size: 7.5pt)
        plain((auto,) * n, c.table.head, c.table.rows.map(row => row.map(cell => figure-text(cell))), right: range(1, n))
      }
    })
  }
}
#if r.signature != none { v(8pt); small[SHA-256 of the frozen content: #text(font: "DejaVu Sans Mono", size: 7pt, r.signature)] }
`
