import { Download } from 'lucide-react'
import type { PlanFile } from '#web/contract.ts'
import { Icon } from '#web/parts/Icon.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { sayCount, sayMany } from '#web/say.ts'
import { byReason } from './byReason.ts'
import { Wide } from '#web/parts/Wide.tsx'

/** Rows that wait for a person, by reason, with their numbers as a spreadsheet shows them. */
export function HeldRows({ files }: { readonly files: readonly Pick<PlanFile, 'file' | 'quarantined' | 'quarantinedCount'>[] }) {
  const total = files.reduce((sum, { quarantinedCount }) => sum + quarantinedCount, 0)
  if (total === 0) return null
  const groups = files
    .flatMap(({ file, quarantined }) => byReason(quarantined).map((group) => ({ file, ...group })))
    .toSorted((a, b) => b.rows.length - a.rows.length)
  const listed = groups.reduce((sum, { rows }) => sum + rows.length, 0)
  return (
    <section className="sec" aria-labelledby="h-held">
      <SectionHead id="h-held" title={total === 1 ? 'One row is held back, with its reason' : `${sayCount(total)} rows are held back, each with its reason`}>
        <button type="button" className="btn quiet" onClick={() => saveCsv(files)}>
          <Icon of={Download} /> List of them, CSV
        </button>
      </SectionHead>
      <Wide label="Rows set aside">
        <table className="cards num qt">
          <thead>
            <tr>
              <th scope="col">Reason</th>
              <th scope="col">File</th>
              <th scope="col">Rows</th>
              <th scope="col" className="r">
                Held
              </th>
            </tr>
          </thead>
          <tbody>
            {groups.map(({ file, reason, rows }) => (
              <tr key={`${file} ${reason}`}>
                <td className="wide b">{reason}</td>
                <td className="wide mono muted">{file}</td>
                <td className="wide" data-l="Rows">
                  {rows
                    .slice(0, 3)
                    .map(({ row }) => sayCount(row))
                    .join(', ')}
                  {rows.length > 3 && <span className="muted">{` +${rows.length - 3}`}</span>}
                </td>
                <td className="r b" data-l="Held">
                  {sayCount(rows.length)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      <p className="note">Import the good rows now: those that are held wait, and are handed back as a file that you mend and import.</p>
      {listed < total && <p className="note">{`The first ${sayMany(listed, 'row')} are listed; the CSV of the import holds all of them.`}</p>}
    </section>
  )
}

function saveCsv(files: readonly Pick<PlanFile, 'file' | 'quarantined'>[]): void {
  const quoted = (text: string) => `"${(/^[=+\-@\t]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
  const lines = files.flatMap(({ file, quarantined }) =>
    quarantined.map(({ row, column, reason, raw }) => [file, String(row), column ?? '', reason, raw ?? ''].map(quoted).join(',')),
  )
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([`file,row,column,reason,raw\r\n${lines.join('\r\n')}\r\n`], { type: 'text/csv' }))
  link.download = 'list-of-held-rows.csv'
  link.click()
  URL.revokeObjectURL(link.href)
}
