import { useMutation } from '@tanstack/react-query'
import { Play, X } from 'lucide-react'
import { useState } from 'react'
import { isProblem, type AnyRow } from '#kernel'
import { call } from '#web/client.ts'
import { useKeys } from '#web/keys.tsx'
import { DropMenu } from '#web/parts/DropMenu.tsx'
import { NewOne } from '#web/object/NewOne.tsx'
import { Empty } from '#web/parts/Empty.tsx'
import { Icon } from '#web/parts/Icon.tsx'
import { RoadmapTabs } from '#web/parts/RoadmapTabs.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { plannableBets } from '#web/pages/roadmap/bets.ts'
import { usePerform } from '#web/perform.ts'
import { sayPeriod } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { nouns } from '#web/vocabulary.ts'
import { Branches } from './Branches.tsx'
import { Compared } from './Compared.tsx'
import type { ScenarioAnswer } from './asked.ts'
import { MovePeople, type PeopleMove } from './MovePeople.tsx'
import './scenarios.css'

export interface Locks {
  readonly in: readonly string[]
  readonly out: readonly string[]
}

export function ScenariosView() {
  const { workspace, asOf } = useUrl()
  const { workspace: card } = useMe()
  return (
    <main className="page p-scenarios" id="main">
      <title>{`Scenarios · ${card.name}`}</title>
      <div className="xh">
        <h1>Scenarios</h1>
      </div>
      <RoadmapTabs />
      {asOf ? (
        <Empty says="Scenarios are of today’s plan" next="The solver plans ahead from now, not from a past day. Go back to now to run it." />
      ) : (
        <Tile of={plannableBets(workspace)} name="The bets" lines={8}>
          {({ items }) => <Planner bets={items} />}
        </Tile>
      )}
    </main>
  )
}

function Planner({ bets }: { readonly bets: readonly AnyRow[] }) {
  const { workspace } = useUrl()
  const [locks, setLocks] = useState<Locks>({ in: [], out: [] })
  const [people, setPeople] = useState<readonly PeopleMove[]>([])
  const solving = useMutation({
    mutationFn: () =>
      call<ScenarioAnswer>('/plan/scenarios', { method: 'POST', workspace, body: { lockedIn: locks.in, lockedOut: locks.out, people, draws: 40, seconds: 6 } }),
  })
  const run = () => !solving.isPending && solving.mutate()
  useKeys([{ keys: 'r', says: 'Run the solver', group: 'On this page', run }])
  if (bets.length === 0)
    return (
      <Empty
        says="There is nothing to choose from"
        was="There was nothing to choose from"
        next="Write bets with a squad, a size and a value, and what each squad can give; the solver then finds what fits."
      >
        <NewOne noun="initiative" says="New bet" />
        <NewOne noun="capacityPlan" says="New capacity plan" />
      </Empty>
    )
  return (
    <div className="plan-room">
      <aside aria-label="What must hold">
        <h2 className="t13">Locks</h2>
        <Locked locks={locks} set={setLocks} bets={bets} />
        <h2 className="t13">People moved</h2>
        <MovePeople moves={people} set={setPeople} />
        <button type="button" className="btn pri" aria-disabled={solving.isPending} onClick={run}>
          <Icon of={Play} /> {solving.isPending ? 'Solving …' : 'Run solver'} <kbd aria-hidden="true">R</kbd>
        </button>
        <p className="note">
          Capacity, people with a skill, the agreed split, hard dependencies, alternatives and mandatory bets hold as they are on record. No scenario writes to
          the roadmap.
        </p>
      </aside>
      <div aria-live="polite" aria-busy={solving.isPending}>
        {solving.isPending && <p className="note">Searching, and proving how good it is. This takes some ten seconds.</p>}
        {solving.isError && <Refused error={solving.error} />}
        {!solving.data && !solving.isPending && !solving.isError && (
          <Empty
            says="Today’s roadmap has not been held against the best plan yet"
            next="The solver chooses bets and quarters, says how much better any other plan could be, and what each no costs."
          />
        )}
        {solving.data && (
          <>
            <Compared answer={solving.data} />
            <Keep answer={solving.data} locks={locks} people={people} />
          </>
        )}
        <Branches />
      </div>
    </div>
  )
}

function Refused({ error }: { readonly error: Error }) {
  return (
    <div className="tile" role="alert">
      <StateWords state="red">No plan was made</StateWords>
      <p>{isProblem(error) ? `${error.message} ${error.hint}` : 'Something unexpected happened.'}</p>
    </div>
  )
}

function Locked({ locks, set, bets }: { readonly locks: Locks; readonly set: (locks: Locks) => void; readonly bets: readonly AnyRow[] }) {
  const free = bets.filter(({ id }) => !locks.in.includes(id) && !locks.out.includes(id))
  const keyOf = (id: string): string => bets.find((row) => row.id === id)?.key ?? id
  const without = (id: string): Locks => ({ in: locks.in.filter((one) => one !== id), out: locks.out.filter((one) => one !== id) })
  return (
    <>
      <div className="chips">
        {[...locks.in, ...locks.out].map((id) => (
          <button key={id} type="button" className="chip" onClick={() => set(without(id))} aria-label={`Unlock ${keyOf(id)}`}>
            {`${keyOf(id)} ${locks.in.includes(id) ? 'in' : 'out'}`} <Icon of={X} />
          </button>
        ))}
      </div>
      <div className="acts">
        {(['in', 'out'] as const).map((side) => (
          <DropMenu
            key={side}
            label={`Lock ${side}`}
            choices={free.map((row) => ({
              id: row.id,
              says: `${row.key} ${String(row['title'])}`,
              pick: () => set({ ...locks, [side]: [...locks[side], row.id] }),
            }))}
            button={<button type="button" className="btn">{`Lock ${side}`}</button>}
          />
        ))}
      </div>
    </>
  )
}

interface Kept {
  readonly answer: ScenarioAnswer
  readonly locks: Locks
  readonly people: readonly PeopleMove[]
}

/** Keeps the plan as a scenario on record; adopting it is a decision of its own. */
function Keep({ answer, locks, people }: Kept) {
  const noun = nouns['scenario']?.noun
  return noun && answer.best.value !== null ? <KeepButton answer={answer} locks={locks} people={people} noun={noun} /> : null
}

function KeepButton({ answer, locks, people, noun }: Kept & { readonly noun: Parameters<typeof usePerform>[0] }) {
  const { perform, isPending } = usePerform(noun)
  const { go } = useUrl()
  const { best, periods } = answer
  const keep = async () => {
    const made = await perform('create', undefined, {
      title: `Best plan, ${sayPeriod(periods[0] ?? '')} to ${sayPeriod(periods.at(-1) ?? '')}`,
      periods,
      lockedIn: locks.in,
      lockedOut: locks.out,
      people,
    })
    const kept = await perform('keep', made, {
      value: best.value,
      bound: best.bound,
      gap: best.gap,
      plan: best.bets.map(({ id, to }) => ({ initiative: id, period: to })),
      prices: best.dropped.flatMap(({ id, price }) => (price?.possible ? [{ initiative: id, low: price.low, high: price.high }] : [])),
    })
    go(`n/scenarios/${kept.key}`)
  }
  return (
    <div className="acts keep no-print">
      <button type="button" className="btn" aria-disabled={isPending} onClick={() => void keep().catch(() => null)}>
        Keep this plan as a scenario
      </button>
      <span className="note">Adopting it takes a decision and moves every bet and all people in one step that can be undone.</span>
    </div>
  )
}
