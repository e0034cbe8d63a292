import { useMutation, useQueryClient } from '@tanstack/react-query'
import { isProblem, isRecord, recordsIn, type AnyRow, type Finding } from '#kernel'
import { call } from '#web/client.ts'
import { Banner } from '#web/parts/Banner.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { sayCount, sayMany } from '#web/say.ts'
import { Go, useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import { Waiting } from './Waiting.tsx'
import { FindingRow } from './Contradictions.tsx'

/** What became of every row, what the checks found, and the way back. */
export function Report({ one }: { readonly one: AnyRow }) {
  const files = filesOf(one)
  const count = (name: string) => files.reduce((sum, file) => sum + file.counts(name), 0)
  const findings = findingsOf(one['quality'])
  const state = String(one['state'])
  return (
    <>
      <div className="xh">
        <h1>{String(one['name'])}</h1>
        <span className="chip line">{words(state)}</span>
        <div className="acts">
          <Go className="btn" to="import">
            Import more
          </Go>
          {state === 'done' && <Undo one={one} />}
          <Go className="btn pri" to="metrics">
            See the metrics
          </Go>
        </div>
      </div>
      <p className="lede num">
        {state === 'done'
          ? `${sayCount(count('created'))} rows are new, ${sayCount(count('updated'))} changed, ${sayCount(count('unchanged'))} were here already${count('held') > 0 ? `; ${sayCount(count('held'))} are held` : ''}.`
          : state === 'undone'
            ? 'This import was taken back; its rows count nowhere.'
            : 'Nothing of this import is visible.'}
      </p>
      {typeof one['error'] === 'string' && <Banner tone="red" says={one['error']} />}
      {files.length > 0 && (
        <section className="sec" aria-labelledby="h-done">
          <SectionHead id="h-done" title="Files" count={files.length} />
          <table className="cards num fl">
            <thead>
              <tr>
                {['File', 'Became', 'Created', 'Updated', 'Unchanged', 'Held'].map((heading, index) => (
                  <th key={heading} scope="col" className={index > 1 ? 'r' : ''}>
                    {heading}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {files.map(({ file, as, counts }) => (
                <tr key={file}>
                  <td className="wide mono b">{file}</td>
                  <td className="wide">{as ? words(as) : <span className="muted">left out</span>}</td>
                  {['created', 'updated', 'unchanged', 'held'].map((name) => (
                    <td key={name} className={`r ${name === 'held' && counts(name) > 0 ? 'amber b' : ''}`} data-l={words(name)}>
                      {sayCount(counts(name))}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {state === 'done' && count('held') > 0 && <Waiting of={one.id} />}
      {dismissedIn(one).map(({ file, rows, reason }) => (
        <p className="note num" key={`${file} ${rows} ${reason}`}>{`${sayMany(rows, 'row')} of ${file} ${rows === 1 ? 'was' : 'were'} dismissed: ${reason}`}</p>
      ))}
      {findings.length > 0 && (
        <section className="sec" aria-labelledby="h-found">
          <SectionHead id="h-found" title={`The checks found ${sayMany(findings.length, 'contradiction')}`} />
          <ul className="rows cross">
            {findings.map((finding) => (
              <FindingRow key={finding.check} finding={finding} />
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

/** Takes the whole import back: facts and objects return to the state before. */
function Undo({ one }: { readonly one: AnyRow }) {
  const { workspace } = useUrl()
  const cache = useQueryClient()
  const undo = useMutation({
    mutationFn: () => call<unknown>(`/imports/${one.id}/undo`, { method: 'POST', workspace, body: {} }),
    onSettled: () => cache.invalidateQueries({ predicate: ({ queryKey: [owner] }) => owner === workspace }),
  })
  return (
    <>
      <button type="button" className="btn" disabled={undo.isPending} onClick={() => undo.mutate()}>
        {undo.isPending ? 'Taking it back' : 'Undo the import'}
      </button>
      {isProblem(undo.error) && <span className="red t12" role="alert">{`${undo.error.message} ${undo.error.hint}`}</span>}
    </>
  )
}

interface FileReport {
  readonly file: string
  readonly as: string | null
  readonly counts: (name: string) => number
}

function filesOf(one: AnyRow): readonly FileReport[] {
  const files = one['files']
  if (!Array.isArray(files)) return []
  return files.filter(isRecord).map((entry) => {
    const report = isRecord(entry['report']) ? entry['report'] : {}
    const counts = (name: string) => {
      const value = name === 'held' ? (report['quarantinedCount'] ?? (Array.isArray(report['quarantined']) ? report['quarantined'].length : 0)) : report[name]
      return typeof value === 'number' ? value : 0
    }
    return { file: String(entry['file']), as: typeof entry['recognisedAs'] === 'string' ? entry['recognisedAs'] : null, counts }
  })
}

/** Rows that somebody dismissed, with the reason. */
const dismissedIn = (one: AnyRow): readonly { readonly file: string; readonly rows: number; readonly reason: string }[] =>
  recordsIn(one['files']).flatMap(({ file, report }) =>
    recordsIn(isRecord(report) ? report['dismissed'] : null).map(({ rows, reason }) => ({ file: String(file), rows: Number(rows), reason: String(reason) })),
  )

/** Findings as the import kept them; anything of another shape is left out. */
function findingsOf(kept: unknown): readonly Finding[] {
  const items: readonly unknown[] = isRecord(kept) && Array.isArray(kept['findings']) ? kept['findings'] : Array.isArray(kept) ? kept : []
  return items.filter(isFinding)
}

const isFinding = (one: unknown): one is Finding =>
  isRecord(one) && typeof one['check'] === 'string' && typeof one['count'] === 'number' && Array.isArray(one['samples']) && Array.isArray(one['metrics'])
