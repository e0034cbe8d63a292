import { useState } from 'react'
import { Tile } from '#web/parts/Tile.tsx'
import { usePerform } from '#web/perform.ts'
import { row } from '#web/resources.ts'
import { sayDay } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { nouns } from '#web/vocabulary.ts'
import type { BetInput } from './asked.ts'
import { inputWords } from './words.ts'
import { judgedOf, type Typed } from './judged.ts'

/** Says the value of an input anew, with its range and why, as of today; the record keeps who said it. */
export function Judge({ input, close }: { readonly input: BetInput; readonly close: () => void }) {
  const noun = nouns['scoreInput']?.noun
  return noun ? <Judging input={input} close={close} noun={noun} /> : null
}

const shown = (value: number | null): string => (value === null ? '' : String(value))

function Judging({ input, close, noun }: { readonly input: BetInput; readonly close: () => void; readonly noun: Parameters<typeof usePerform>[0] }) {
  const { workspace } = useUrl()
  const { member, serverTime } = useMe()
  const { perform, isPending } = usePerform(noun)
  const [typed, setTyped] = useState<Typed>({ value: shown(input.value), low: shown(input.low), high: shown(input.high), note: '' })
  const answer = judgedOf(typed)
  const box = (name: keyof Typed, says: string, isWide = false) => (
    <label className={isWide ? 'wide' : undefined}>
      {says}
      <input
        className="inp"
        inputMode={isWide ? 'text' : 'decimal'}
        value={typed[name]}
        onChange={({ target }) => setTyped({ ...typed, [name]: target.value })}
      />
    </label>
  )
  return (
    <Tile of={row(workspace, noun.plural, input.row?.id ?? '')} name="The input" lines={1}>
      {(held) => (
        <form
          className="judge"
          onSubmit={(event) => {
            event.preventDefault()
            if ('judged' in answer && !isPending) void perform('judge', held, { ...answer.judged }).then(close, () => null)
          }}
        >
          {box('value', `${inputWords[input.name] ?? input.name}, as of today`)}
          {box('low', 'Low')}
          {box('high', 'High')}
          {box('note', input.from ? `Why; before: “${input.from}”` : 'Why', true)}
          <button type="submit" className="btn pri" aria-disabled={isPending || 'lacks' in answer}>
            Judge
          </button>
          <button type="button" className="btn" onClick={close}>
            Cancel
          </button>
          <output className="note">
            {'lacks' in answer ? answer.lacks : `Kept as ${member.name}’s, of ${sayDay(serverTime)}. Low and high are passed in one case of ten each.`}
          </output>
        </form>
      )}
    </Tile>
  )
}
