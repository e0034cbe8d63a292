import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { isRecord } from '#kernel'
import { writeWhole } from '#platform/files/writeWhole.ts'
import type { Turns } from '#platform/turns.ts'

/** The word of a copy on ClickHouse, in a file of the data folder. */
export interface Mark {
  /** Where the events are asked. On `embedded` the copy still stands there, and has to go. */
  readonly on: 'clickhouse' | 'embedded'
  readonly address: string
  readonly at: string
  /** Rows were taken back or a person was forgotten here, and perhaps not there yet: the name of the last time. */
  readonly behind: string | null
}

const folderOf = (home: string): string => join(home, 'clickhouse')
const pathOf = (home: string, workspace: string): string => join(folderOf(home), `${workspace}.json`)

export async function readMark(home: string, workspace: string): Promise<Mark | null> {
  const text = await readFile(pathOf(home, workspace), 'utf8').catch(() => null)
  const mark: unknown = text === null ? null : JSON.parse(text)
  if (!isRecord(mark) || (mark['on'] !== 'clickhouse' && mark['on'] !== 'embedded')) return null
  return { on: mark['on'], address: String(mark['address']), at: String(mark['at']), behind: typeof mark['behind'] === 'string' ? mark['behind'] : null }
}

interface Marks {
  readonly home: string
  readonly clickHouse: { readonly turns: Turns }
}

/** Changes the word of a copy, one who changes it after the other; null takes it away. Answers whether there is one now. */
export const changeMark = ({ home, clickHouse }: Marks, workspace: string, change: (mark: Mark | null) => Mark | null): Promise<boolean> =>
  clickHouse.turns.alone(`mark ${workspace}`, async () => {
    const mark = change(await readMark(home, workspace))
    if (mark) await mkdir(folderOf(home), { recursive: true, mode: 0o700 })
    if (mark) await writeWhole(pathOf(home, workspace), [JSON.stringify(mark)])
    else await rm(pathOf(home, workspace), { force: true })
    return mark !== null
  })

/** The workspaces that have a copy. */
export const markedIn = async (home: string): Promise<string[]> =>
  (await readdir(folderOf(home)).catch(() => [])).flatMap((name) => (name.endsWith('.json') ? [basename(name, '.json')] : []))
