import type { ImportPlan, PlanFile } from '#web/contract.ts'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { sayBytes, sayCount } from '#web/say.ts'
import { words } from '#web/vocabulary.ts'
import { Wide } from '#web/parts/Wide.tsx'
import { facts } from './facts.ts'

interface Choosing {
  readonly choose: (file: string) => void
  /** Says what a file holds; null leaves it out. */
  readonly hold: (file: string, fact: string | null) => void
  readonly isBusy: boolean
}

/** What each file was recognised as, how sure that is, and what would become of its rows. */
export function Files({ plan, chosen, choose, hold, isBusy }: Choosing & { readonly plan: ImportPlan; readonly chosen: string }) {
  const recognised = plan.files.filter(({ recognisedAs }) => recognisedAs).length
  const total = plan.files.reduce((sum, { rows }) => sum + rows, 0)
  return (
    <section aria-labelledby="h-files">
      <SectionHead id="h-files" title="Files" count={`${recognised} of ${plan.files.length} recognised`}>
        <span className="d-only">{formOf(plan.files)}</span>
      </SectionHead>
      <Wide room="bleed" label="Files and what they hold">
        <table className="cards num fl">
          <thead>
            <tr>
              {['File', 'Looks like', 'Sure', 'Rows', 'Created', 'Updated', 'Unchanged', 'Held'].map((heading, index) => (
                <th key={heading} scope="col" className={index > 1 ? 'r' : ''}>
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {plan.files.map((file) => (
              <FileRow key={file.file} file={file} isChosen={file.file === chosen} choose={choose} hold={hold} isBusy={isBusy} />
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td colSpan={3}>All</td>
              {[total, plan.totals.created, plan.totals.updated, plan.totals.unchanged, plan.totals.held].map((count, index) => (
                <td className="r" key={['rows', 'created', 'updated', 'unchanged', 'held'][index]}>
                  {sayCount(count)}
                </td>
              ))}
            </tr>
          </tfoot>
        </table>
      </Wide>
    </section>
  )
}

function FileRow({ file, isChosen, choose, hold, isBusy }: Choosing & { readonly file: PlanFile; readonly isChosen: boolean }) {
  const matched = file.columns.filter(({ state }) => state === 'matched').length
  return (
    <tr className={isChosen ? 'sel' : ''}>
      <td className="wide">
        <button type="button" className="b mono" aria-pressed={isChosen} onClick={() => choose(file.file)}>
          {file.file}
        </button>
      </td>
      <td className="wide">
        {file.columns.length > 0 && (
          <select
            className="inp cell plain"
            aria-label={`What ${file.file} holds`}
            value={file.recognisedAs ?? ''}
            disabled={isBusy}
            onChange={(event) => hold(file.file, event.target.value === '' ? null : event.target.value)}
          >
            <option value="">{file.recognisedAs !== null ? 'Leave it out' : file.trouble ? 'Not recognised' : 'Left out'}</option>
            {file.recognisedAs && !isKnown(file.recognisedAs) && <option value={file.recognisedAs}>{words(file.recognisedAs)}</option>}
            {facts.map(({ fact }) => (
              <option key={fact} value={fact}>
                {words(fact)}
              </option>
            ))}
          </select>
        )}
        {file.trouble ? (
          <>
            <StateWords state="red">{file.trouble.reason}</StateWords> <span className="muted t12 nw2">{file.trouble.hint}</span>
          </>
        ) : (
          <>
            {file.columns.length === 0 && <span className="b">{file.recognisedAs ? words(file.recognisedAs) : 'Not recognised'} </span>}
            <span className="muted t12 nw2">{file.columns.length > 0 ? `${matched} of ${file.columns.length} headings` : sayBytes(file.bytes)}</span>
          </>
        )}
      </td>
      <td className="r" data-l="Sure">
        {file.recognisedAs ? `${Math.round(file.sure * 100)}%` : '–'}
      </td>
      <td className="r" data-l="Rows">
        {sayCount(file.rows)}
      </td>
      <td className="r" data-l="Created">
        {dash(file.created)}
      </td>
      <td className="r" data-l="Updated">
        {dash(file.updated)}
      </td>
      <td className="r" data-l="Unchanged">
        {dash(file.unchanged)}
      </td>
      <td className={`r b ${file.quarantinedCount > 0 ? 'amber' : ''}`} data-l="Held">
        {dash(file.quarantinedCount)}
      </td>
    </tr>
  )
}

const isKnown = (name: string): boolean => facts.some(({ fact }) => fact === name)

const dash = (count: number): string => (count === 0 ? '–' : sayCount(count))

/** “UTF-8, comma”, when all files agree. */
function formOf(files: readonly PlanFile[]): string {
  const forms = new Set(
    files.flatMap(({ form }) =>
      form ? [[form.encoding, form.delimiter ? (delimiters[form.delimiter] ?? form.delimiter) : null].filter(Boolean).join(', ')] : [],
    ),
  )
  return forms.size === 1 ? ([...forms][0] ?? '') : ''
}
const delimiters: Readonly<Record<string, string>> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' }
