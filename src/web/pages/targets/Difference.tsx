import { Wide } from '#web/parts/Wide.tsx'
import { sayDay, sayMany, sayValue } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import type { TargetImport } from '#web/signals/contract.ts'

type Line = TargetImport['lines'][number]

const done: Readonly<Record<Line['action'], string>> = { create: 'New', change: 'Changes', revise: 'Is revised', unchanged: 'Unchanged' }

/** What a sheet of targets would do, or did: line by line, with what is held and why. */
export function Difference({ read }: { readonly read: TargetImport }) {
  const { totals, lines, held, notes, dryRun } = read
  const moving = lines.filter(({ action }) => action !== 'unchanged')
  return (
    <section aria-label="What changes" className="diff" aria-live="polite">
      <p className="b">
        {`${sayMany(totals.created, 'target')} ${dryRun ? 'would be ' : ''}new, ${totals.changed} ${dryRun ? 'would change' : 'changed'}, ${totals.unchanged} unchanged${totals.held > 0 ? `, ${totals.held} held` : ''}.`}
      </p>
      {moving.length > 0 && (
        <Wide label="Lines of the sheet">
          <table className="num t13">
            <thead>
              <tr>
                <th scope="col">Line</th>
                <th scope="col">Metric</th>
                <th scope="col">By</th>
                <th scope="col">What</th>
                <th scope="col">Difference</th>
              </tr>
            </thead>
            <tbody>
              {moving.map((line) => (
                <tr key={line.rows.join()}>
                  <td className="muted">{line.rows.length > 2 ? `${line.rows[0] ?? ''} – ${line.rows.at(-1) ?? ''}` : line.rows.join(', ')}</td>
                  <td>
                    {line.metricName}
                    {line.segment && <span className="sub">{`, ${line.segment}`}</span>}
                  </td>
                  <td className="nb">{line.by === null ? '–' : sayDay(line.by)}</td>
                  <td className="nb">{`${done[line.action]}, ${line.state}`}</td>
                  <td>
                    <Changes line={line} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Wide>
      )}
      {held.length > 0 && (
        <ul className="held t13">
          {held.map(({ row, column, reason }) => (
            <li key={`${row} ${reason}`}>
              <b>{`Line ${row}${column ? `, ${column}` : ''}`}</b> {reason}
            </li>
          ))}
        </ul>
      )}
      {notes.map((note) => (
        <p key={note} className="note">
          {note}
        </p>
      ))}
    </section>
  )
}

const told = ['target', 'upper', 'baseline', 'floor', 'by', 'kind', 'path', 'steps', 'direction', 'rationale', 'name']

function Changes({ line }: { readonly line: Line }) {
  const { workspace } = useMe()
  const show = (field: string, value: unknown): string => {
    if (value === null || value === undefined) return 'none'
    if (Array.isArray(value)) return sayMany(value.length, 'step')
    if (typeof value === 'number' && line.unit && ['target', 'upper', 'floor', 'baseline'].includes(field))
      return sayValue(value, line.unit, workspace.currency)
    return field === 'by' ? sayDay(String(value)) : String(value)
  }
  const changes = line.changes.filter(
    ({ field }) => told.includes(field) && (line.action !== 'create' || ['target', 'upper', 'baseline', 'floor', 'steps'].includes(field)),
  )
  return (
    <>
      {changes.map(({ field, from, to }) => (
        <div key={field}>
          <span className="muted">{field}</span> {from === null || line.action === 'create' ? show(field, to) : `${show(field, from)} → ${show(field, to)}`}
        </div>
      ))}
      {line.says.map((says) => (
        <div key={says} className="sub">
          {says}
        </div>
      ))}
    </>
  )
}
