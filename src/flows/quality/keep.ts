import { everyRow, recordsIn, type AnyRow, type Context, type Finding } from '#kernel'

/** Writes down what the checks found: new faults are raised, known ones seen again, those that are gone settle. Equal counts on one day are written once. */
export async function keepFindings(ctx: Context): Promise<{ readonly raised: number; readonly settled: number; readonly open: number }> {
  const [found, known] = [await ctx.quality(), await everyRow(ctx, 'qualityFinding')]
  const rows = new Map(known.map((row) => [idOf(String(row['check']), String(row['fact'])), row]))
  const now = ctx.now()
  let raised = 0
  for (const finding of found) {
    const row = rows.get(idOf(finding.check, finding.fact))
    if (!row) {
      raised += 1
      const passes = [{ at: now, count: finding.count, of: finding.of }]
      await ctx.perform('qualityFinding', 'create', {}, { check: finding.check, fact: finding.fact, ...told(finding), firstSeen: now, lastSeen: now, passes })
    } else if (isNews(row, finding, now)) await ctx.perform('qualityFinding', 'see', { id: row.id }, told(finding))
  }
  const names = new Set(found.map(({ check, fact }) => idOf(check, fact)))
  const gone = known.filter((row) => row['state'] !== 'settled' && !names.has(idOf(String(row['check']), String(row['fact']))))
  for (const row of gone) await ctx.perform('qualityFinding', 'see', { id: row.id }, { ...settledOf(row), count: 0 })
  return { raised, settled: gone.length, open: found.length }
}

const idOf = (check: string, fact: string): string => `${fact}\n${check}`

const told = ({ says, severity, count, of, samples, metrics }: Finding) => ({
  says: says.slice(0, 400),
  severity,
  count,
  of,
  samples: { rows: samples },
  metrics,
})

const settledOf = (row: AnyRow) => ({ says: row['says'], severity: row['severity'], of: row['of'], samples: null, metrics: row['metrics'] })

/** A count that moved, a fault that came back, or the first run of a day. */
function isNews(row: AnyRow, { count, says }: Finding, now: string): boolean {
  const passes = recordsIn(row['passes'])
  const last = String(passes.at(-1)?.['at'] ?? '')
  const isOver = row['state'] === 'accepted' && String(row['acceptedUntil']) < now.slice(0, 10)
  return row['state'] === 'settled' || isOver || row['count'] !== count || row['says'] !== says || last.slice(0, 10) < now.slice(0, 10)
}
