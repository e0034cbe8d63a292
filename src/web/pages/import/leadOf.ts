import { foundSays } from '#engines/numbers/foundSays.ts'
import type { Finding } from '#kernel'
import type { ImportPlan } from '#web/contract.ts'
import { sayCount, sayFew, sayMany } from '#web/say.ts'

/** Metrics that an error takes the trust of; a warning is listed and takes none. */
export const losing = (findings: readonly Finding[]): readonly string[] => [
  ...new Set(findings.flatMap(({ severity, metrics }) => (severity === 'error' ? metrics : []))),
]

/** The file that waits for a decision: until it is made, or the file is left out, nothing goes in. */
export const waitingFile = ({ files }: ImportPlan): string | null => files.find(({ trouble, recognisedAs }) => trouble && recognisedAs)?.file ?? null

/** The dry run in one sentence. */
export function leadOf({ files, totals, quality }: ImportPlan): string {
  const read = files.filter(({ trouble, recognisedAs }) => !trouble && recognisedAs)
  const all = read.reduce((sum, { rows }) => sum + rows, 0)
  const good = all - totals.held
  const unread = files.length - read.length
  const errors = quality.filter(({ severity }) => severity === 'error')
  const touched = losing(quality).length
  const first = errors[0] ?? quality[0]
  const rows =
    read.length === 0 ? 'No row can go in' : totals.held === 0 ? `All ${sayCount(all)} rows can go in` : `${sayCount(good)} of ${sayCount(all)} rows can go in`
  const doubt = first
    ? `. ${foundSays(first)}${touched > 0 ? `, so ${sayFew(touched).toLowerCase()} ${touched === 1 ? 'metric loses' : 'metrics lose'} trust` : ''}`
    : ''
  const rest = unread > 0 ? `. ${sayMany(unread, 'file')} ${unread === 1 ? 'is' : 'are'} left out` : ''
  return `${rows}${doubt}${rest}.`
}
