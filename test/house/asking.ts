import { setClock } from '#platform/clock.ts'
import { facts } from './smallCompany.ts'
import { testHouse, type Reply, type TestHouse } from './testHouse.ts'
import { ownerOf, type Visitor } from './visitor.ts'

/** The company of four accounts (smallCompany.ts) in the middle of January 2025, and its owner, who asks in words. */
export interface Asking {
  readonly house: TestHouse
  readonly owner: Visitor
  readonly ask: (text: string) => Promise<Reply>
  /** The sentence of an answer, or why there is none. */
  readonly sentence: (text: string) => Promise<unknown>
}

export async function asking(): Promise<Asking> {
  const house = await testHouse({ clock: setClock('2025-01-16T09:00:00.000Z') })
  await house.json('import', await house.folder('facts', facts), '--workspace', 'harborlight')
  const owner = await ownerOf(house, 'harborlight')
  const ask = async (text: string): Promise<Reply> => (await owner('GET', `/api/v1/ask?q=${encodeURIComponent(text)}`)).body
  const sentence = async (text: string): Promise<unknown> => {
    const { sentence: said, says } = await ask(text)
    return said ?? says
  }
  return { house, owner, ask, sentence }
}
