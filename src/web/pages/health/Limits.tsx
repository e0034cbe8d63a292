import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Fragment, useState } from 'react'
import { isProblem } from '#kernel'
import { call } from '#web/client.ts'
import { Banner } from '#web/parts/Banner.tsx'
import { Modal } from '#web/parts/Modal.tsx'
import { useSay } from '#web/parts/Toasts.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { useMay } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import type { PortfolioHealth } from './asked.ts'
import { grades, inputSays, proposals, proposalSays, readTyped, signSays, typedOf, unitOf, valueSays } from './told.ts'

type Input = PortfolioHealth['limits']['signals'][number]['input']
type Typed = Readonly<Record<string, string>>

/** Where the workspace draws the lines of its rules. They change with a reason, by an administrator; what that would change is shown before. */
export function LimitsButton({ health }: { readonly health: PortfolioHealth }) {
  const { asOf } = useUrl()
  const may = useMay()
  const [isOpen, setOpen] = useState(false)
  const own = Object.values(health.limits.own.rules).some((one) => Object.keys(one).length > 0) || Object.keys(health.limits.own.signals).length > 0
  if (asOf) return null
  return (
    <>
      <button type="button" className="btn" onClick={() => setOpen(true)}>
        {own ? 'Own limits' : 'Limits'}
      </button>
      {isOpen && <Drawing health={health} mayDraw={may('admin')} close={() => setOpen(false)} />}
    </>
  )
}

function Drawing({ health, mayDraw, close }: { readonly health: PortfolioHealth; readonly mayDraw: boolean; readonly close: () => void }) {
  const { workspace } = useUrl()
  const cache = useQueryClient()
  const say = useSay()
  const [typed, setTyped] = useState<Typed>(() => startOf(health))
  const [reason, setReason] = useState('')
  const limits = limitsOf(health, typed)
  const send = <T,>(dryRun: boolean) => call<T>('/plan/health/limits', { method: 'POST', workspace, body: { limits, reason, dryRun } })
  const tried = useMutation({ mutationFn: () => send<PortfolioHealth>(true) })
  const drawn = useMutation({
    mutationFn: () => send<void>(false),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: [workspace] })
      say('The limits are drawn')
      close()
    },
  })
  const problem = [drawn.error, tried.error].find(isProblem)
  const put = (name: string, value: string) => {
    tried.reset()
    setTyped({ ...typed, [name]: value })
  }
  return (
    <Modal title="Limits of portfolio health" close={close} wide>
      <form
        className="limits"
        onSubmit={(event) => {
          event.preventDefault()
          if (tried.data) drawn.mutate()
          else tried.mutate()
        }}
      >
        <p>The first rule whose conditions all hold proposes; what none takes is held. {mayDraw ? '' : 'An administrator draws these lines.'}</p>
        {problem && (
          <Banner tone="red" says={problem.message}>
            {problem.hint}
          </Banner>
        )}
        <LimitTable health={health} typed={typed} put={mayDraw ? put : null} />
        {tried.data && <Difference now={health} then={tried.data} />}
        {mayDraw && (
          <div className="fld">
            <label htmlFor="limits-why">Why</label>
            <input id="limits-why" className="inp" maxLength={500} value={reason} onChange={({ target }) => setReason(target.value)} />
          </div>
        )}
        <div className="acts">
          <button type="button" className="btn" onClick={close}>
            {mayDraw ? 'Cancel' : 'Close'}
          </button>
          {mayDraw && (
            <>
              <button type="button" className="btn" onClick={() => (tried.reset(), setTyped(usualOf(health)))}>
                Usual ones
              </button>
              <button type="submit" className="btn pri" disabled={tried.isPending || drawn.isPending}>
                {tried.data ? 'Draw them' : 'What would change'}
              </button>
            </>
          )}
        </div>
      </form>
    </Modal>
  )
}

/** Every limit in a box, with the usual one; `put` is null for those who only read. */
function LimitTable({
  health,
  typed,
  put,
}: {
  readonly health: PortfolioHealth
  readonly typed: Typed
  readonly put: ((name: string, value: string) => void) | null
}) {
  const box = (name: string, input: Input, says: string) => (
    <span className="lim">
      <input
        className="inp num"
        inputMode="decimal"
        aria-label={says}
        disabled={put === null}
        value={typed[name] ?? ''}
        onChange={({ target }) => put?.(name, target.value)}
      />
      {unitOf(input)}
    </span>
  )
  return (
    <Wide label="Limits of the rules">
      <table className="num t13">
        <thead>
          <tr>
            <th scope="col">Rule</th>
            <th scope="col">Holds when</th>
            <th scope="col">Limit</th>
            <th scope="col">Usual</th>
          </tr>
        </thead>
        <tbody>
          {health.limits.rules.map(({ proposes, when }) => (
            <Fragment key={proposes}>
              {when.map((one, at) => (
                <tr key={one.input}>
                  <td className="b">{at === 0 ? proposals[proposes] : ''}</td>
                  <td>{`${inputSays(one.input)} ${signSays(one.is)}`}</td>
                  <td>{box(`${proposes}.${one.input}`, one.input, `${proposals[proposes]}: ${inputSays(one.input)} ${signSays(one.is)}`)}</td>
                  <td className="muted">{valueSays(one.input, one.usual)}</td>
                </tr>
              ))}
            </Fragment>
          ))}
          {health.limits.signals.map((one, at) => (
            <tr key={one.input}>
              <td className="b">{at === 0 ? 'Health' : ''}</td>
              <td>{`${inputSays(one.input)}: weak, then bad ${one.better === 'up' ? 'below' : 'above'}`}</td>
              <td>
                {box(`weak.${one.input}`, one.input, `${inputSays(one.input)}, weak`)} {box(`bad.${one.input}`, one.input, `${inputSays(one.input)}, bad`)}
              </td>
              <td className="muted">{`${valueSays(one.input, one.usual.weak)}, ${valueSays(one.input, one.usual.bad)}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  )
}

/** What each line would be proposed for, and graded as, where that differs. */
function Difference({ now, then }: { readonly now: PortfolioHealth; readonly then: PortfolioHealth }) {
  const turned = then.lines.flatMap((line) => {
    const before = now.lines.find(({ id }) => id === line.id)
    if (!before) return []
    const said = [
      ...(before.proposed.proposal === line.proposed.proposal ? [] : [`${proposalSays(before)} → ${proposalSays(line)}`]),
      ...(before.graded.grade === line.graded.grade ? [] : [`${gradeSays(before.graded.grade)} → ${gradeSays(line.graded.grade)}`]),
    ]
    return said.length === 0 ? [] : [`${line.name}: ${said.join(', ')}`]
  })
  return (
    <output className="note">{turned.length === 0 ? 'No proposal and no grade would change today.' : `Today that would change ${turned.join('; ')}.`}</output>
  )
}

const gradeSays = (grade: keyof typeof grades | null): string => (grade === null ? 'Unknown' : grades[grade].says)

const startOf = ({ limits: { rules, signals } }: PortfolioHealth): Typed =>
  Object.fromEntries([
    ...rules.flatMap(({ proposes, when }) => when.map(({ input, limit }) => [`${proposes}.${input}`, typedOf(input, limit)])),
    ...signals.flatMap(({ input, weak, bad }) => [
      [`weak.${input}`, typedOf(input, weak)],
      [`bad.${input}`, typedOf(input, bad)],
    ]),
  ])

const usualOf = ({ limits, ...rest }: PortfolioHealth): Typed =>
  startOf({
    ...rest,
    limits: {
      ...limits,
      rules: limits.rules.map((rule) => ({ ...rule, when: rule.when.map((one) => ({ ...one, limit: one.usual })) })),
      signals: limits.signals.map((one) => ({ ...one, ...one.usual })),
    },
  })

/** What was typed, where it is not usual. A text that is no number goes as null, and is refused by name. */
function limitsOf({ limits: { rules, signals } }: PortfolioHealth, typed: Typed) {
  const isSame = (a: number, b: number): boolean => Math.abs(a - b) < 1e-9
  return {
    rules: Object.fromEntries(
      rules.map(({ proposes, when }) => [
        proposes,
        Object.fromEntries(
          when.flatMap(({ input, usual }) => {
            const value = readTyped(input, typed[`${proposes}.${input}`] ?? '')
            return isSame(value, usual) ? [] : [[input, value]]
          }),
        ),
      ]),
    ),
    signals: Object.fromEntries(
      signals.flatMap(({ input, usual }) => {
        const [weak, bad] = [readTyped(input, typed[`weak.${input}`] ?? ''), readTyped(input, typed[`bad.${input}`] ?? '')]
        return isSame(weak, usual.weak) && isSame(bad, usual.bad) ? [] : [[input, { weak, bad }]]
      }),
    ),
  }
}
