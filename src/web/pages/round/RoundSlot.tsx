import type { AnyRow } from '#kernel'
import { Banner } from '#web/parts/Banner.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { sayDay, sayMany } from '#web/say.ts'
import { useUrl } from '#web/url.tsx'
import { roundOf, type Person, type ShownRound } from './asked.ts'
import { Give } from './Give.tsx'
import { Talk } from './Talk.tsx'
import './round.css'

/** Who has scored, one’s own figures while it is open, and what everybody gave once it is revealed: disagreements first. */
export function RoundSlot({ row }: { readonly row: AnyRow }) {
  const { workspace, asOf } = useUrl()
  return (
    <Tile of={roundOf(workspace, row.key, asOf)} name="The scoring round" lines={8}>
      {(round) => (
        <div className="p-round">
          <Notice row={row} round={round} />
          {row['state'] === 'open' && round.mine && !asOf && <Give key={round.turn} row={row} round={round} />}
          {round.bets.some(({ vote }) => vote) && <Talk row={row} round={round} />}
          <People round={round} isDraft={row['state'] === 'draft'} />
        </div>
      )}
    </Tile>
  )
}

function Notice({ row, round }: { readonly row: AnyRow; readonly round: ShownRound }) {
  const begun = round.people.filter(({ state }) => state !== 'waiting' && state !== 'late' && state !== 'absent')
  const given = begun.filter((person) => !isInPart(person)).length
  const others = begun.length > given ? `, ${begun.length - given} in part` : ''
  const due = typeof row['due'] === 'string' ? sayDay(row['due']) : ''
  const vote = round.turn > 1 ? `Vote ${round.turn} is` : 'It is'
  if (row['state'] === 'open')
    return (
      <Banner tone="acc" says={`${vote} open until ${due}: ${given} of ${sayMany(round.people.length, 'person', 'people')} have scored${others}.`}>
        What each gives is sealed. Nobody reads it before all of it is revealed: not here, not in the record, not in an export.
      </Banner>
    )
  if (row['state'] === 'closed')
    return (
      <Banner tone="acc" says={`${vote} closed: ${given} of ${sayMany(round.people.length, 'person', 'people')} have scored${others}.`}>
        {begun.length < 3 ? 'It takes three to reveal it; reopen it until another day.' : 'Reveal it when all are there to talk about it.'}
      </Banner>
    )
  if (row['state'] === 'agreed') return <Banner tone="green" says="What was agreed stands in the scores of the bets, with this round as its source." />
  if (row['state'] === 'cancelled') return <Banner tone="plain" says="It was called off. What was sealed stays sealed." />
  return null
}

const states: Readonly<Record<Person['state'], readonly [mark: 'none' | 'amber' | 'green', says: string]>> = {
  waiting: ['none', 'Has not scored'],
  late: ['amber', 'Late'],
  sealed: ['green', 'Sealed'],
  counted: ['green', 'Scored'],
  abstained: ['none', 'No opinion'],
  absent: ['none', 'Absent'],
}

/** Who has given something on some of the bets alone is not done yet. */
const isInPart = (person: Person): boolean => person.state === 'sealed' && person.answered < person.of
const stateOf = (person: Person) => (isInPart(person) ? (['amber', 'In part'] as const) : states[person.state])

function People({ round, isDraft }: { readonly round: ShownRound; readonly isDraft: boolean }) {
  const waiting = round.people.filter(({ state }) => state === 'waiting' || state === 'late').length
  const title = isDraft
    ? sayMany(round.people.length, 'person scores when it is opened', 'people score when it is opened')
    : waiting > 0
      ? `${sayMany(waiting, 'person has', 'people have')} not scored`
      : 'Who scored'
  return (
    <section className="sec" aria-label="Who scores">
      <SectionHead title={title} count={sayMany(round.asked.length, 'bet')} />
      <ul className="who-l">
        {round.people.map((person) => (
          <li key={person.id}>
            <span>{person.name}</span>
            <span className="muted num">{isDraft || person.state === 'absent' ? '' : `${person.answered} of ${person.of}`}</span>
            <StateWords state={stateOf(person)[0]}>{isDraft ? 'Is asked' : stateOf(person)[1]}</StateWords>
          </li>
        ))}
      </ul>
    </section>
  )
}
