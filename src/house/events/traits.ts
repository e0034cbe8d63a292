import type { Said, Trait } from '#engines/analytics/columns/traits.ts'
import { traitMark, traitRows } from '#engines/analytics/dialect/events.ts'
import type { FactReader } from '#platform/columnar/factReader.ts'
import { newest } from '#platform/newest.ts'
import { scalarOf } from './knownEvents.ts'

/** Of each workspace and property, what was said under the mark that it was read at. */
const kept = newest<{ readonly mark: string; readonly said: readonly Said[] }>(100)

/** What identify calls said of these properties of persons; read again when anything was said since, or when persons turned out to be others. */
export async function traitsOf(workspace: string, reader: FactReader, names: readonly string[]): Promise<Trait[]> {
  const wanted = names.filter((name) => name !== 'id')
  if (wanted.length === 0) return []
  const [row] = await reader.ask(traitMark)
  const mark = String(row?.['mark'])
  const traits: Trait[] = []
  for (const name of wanted) {
    const key = JSON.stringify([workspace, name])
    const before = kept.get(key)
    const said = before?.mark === mark ? before.said : (await reader.ask(traitRows(name))).map(saidOf)
    kept.set(key, { mark, said })
    traits.push({ name, said })
  }
  return traits
}

const saidOf = ({ id, since, text }: Readonly<Record<string, unknown>>): Said => ({ id: String(id), since: Number(since), value: scalarOf(String(text)) })
