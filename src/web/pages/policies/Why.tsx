import { asksOf } from '#metrics/policyWords.ts'
import type { Comparison, PolicyColumn } from '#web/explained.ts'
import { sayMany, sayValue, showVariance } from '#web/say.ts'
import { nameOf } from './names.ts'

/** For each policy the switches that are turned, in the stated order, each with its part; and the accounts that make the difference. */
export function Why({ told }: { readonly told: Comparison }) {
  const others = told.columns.slice(1)
  if (others.length === 0) return <p className="note">Choose a policy to stand beside ours.</p>
  return (
    <div className="whys num">
      {others.map((column) => (
        <article key={`${column.name} ${column.id}`}>
          <h3>
            {nameOf(column.name)}{' '}
            <span className="muted">{column.total === null ? 'cannot be told' : column.total === 0 ? 'the same' : signed(column.total, told)}</span>
          </h3>
          {column.why.length === 0 ? <p className="note">It turns no switch: the same policy in other words.</p> : <Turns column={column} told={told} />}
          {column.accounts && column.accounts.count > 0 && <Accounts accounts={column.accounts} told={told} name={column.name} />}
        </article>
      ))}
    </div>
  )
}

function Turns({ column, told }: { readonly column: PolicyColumn; readonly told: Comparison }) {
  return (
    <table className="cards">
      <thead>
        <tr>
          <th scope="col">Switch</th>
          <th scope="col">Meaning</th>
          <th scope="col" className="r">
            Part
          </th>
          <th scope="col" className="r">
            Alone
          </th>
        </tr>
      </thead>
      <tbody>
        {column.why.map((part) => (
          <tr key={part.switch}>
            <td className="wide">
              {asksOf(part.switch)} <span className="i1">{`${part.from} → ${part.to}`}</span>
            </td>
            <td className="wide">{part.because ? <span className="amber">{part.because}</span> : part.meaning}</td>
            <td className="r b" data-l="Part">
              {part.part === null ? '–' : part.part === 0 ? <span className="muted">no effect here</span> : signed(part.part, told)}
            </td>
            <td className="r muted" data-l="Alone">
              {part.alone === null ? '–' : part.alone === 0 ? '0' : signed(part.alone, told)}
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td colSpan={2}>Together, exactly</td>
          <td className="r">{column.total === null ? '–' : signed(column.total, told)}</td>
          <td aria-hidden="true" />
        </tr>
      </tfoot>
    </table>
  )
}

function Accounts({ accounts, told, name }: { readonly accounts: NonNullable<PolicyColumn['accounts']>; readonly told: Comparison; readonly name: string }) {
  const isHeads = told.figure === 'logo-churn-rate'
  const says = (value: number) => (isHeads ? (value > 0 ? 'pays' : 'gone') : sayValue(value, 'money', told.currency))
  return (
    <details>
      <summary className="link t13">{`${sayMany(accounts.count, 'account')} ${accounts.count === 1 ? 'makes' : 'make'} the difference`}</summary>
      <table className="cards">
        <thead>
          <tr>
            <th scope="col">Account</th>
            <th scope="col" className="r">
              As we count
            </th>
            <th scope="col" className="r">
              {nameOf(name)}
            </th>
            <th scope="col" className="r">
              Effect
            </th>
          </tr>
        </thead>
        <tbody>
          {accounts.items.map((item) => (
            <tr key={item.account}>
              <td className="wide b">{item.name ?? item.account}</td>
              <td className="r muted" data-l="As we count">
                {says(item.before.closing)}
              </td>
              <td className="r" data-l={nameOf(name)}>
                {says(item.after.closing)}
              </td>
              <td className="r" data-l="Effect">
                {signed(item.effect, told)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {accounts.count > accounts.items.length && (
        <p className="note">{`${accounts.count - accounts.items.length} more make ${signed(accounts.rest, told)}.`}</p>
      )}
    </details>
  )
}

const signed = (value: number, { unit, currency }: Comparison): string => showVariance(value, 0, unit, { currency }).absolute
