import { Fragment, type ReactNode } from 'react'
import { StateWords } from '#web/parts/StateMark.tsx'
import { sayPeriod, sayValue } from '#web/say.ts'
import { Go } from '#web/url.tsx'
import type { CitedPart, CitedText } from './asked.ts'

/** A text with its live numbers: each leads to its metric, says its period, and says when it is not to be trusted. */
export function CitedBody({ cited: { blocks, unknown } }: { readonly cited: CitedText }) {
  return (
    <div className="cited">
      {unknown.length > 0 && (
        <p className="note">
          <StateWords state="amber">{`${unknown.join(', ')} names nothing that is measured here.`}</StateWords>
        </p>
      )}
      {groupsOf(blocks).map((group, index) =>
        group.isList ? (
          // oxlint-disable-next-line react/no-array-index-key -- paragraphs have no name, and are drawn anew together
          <ul key={index}>
            {group.blocks.map((block, n) => (
              // oxlint-disable-next-line react/no-array-index-key -- as above
              <li key={n}>
                <Parts of={block.parts} />
              </li>
            ))}
          </ul>
        ) : (
          // oxlint-disable-next-line react/no-array-index-key -- as above
          <Fragment key={index}>{group.blocks.map(drawn)}</Fragment>
        ),
      )}
    </div>
  )
}

type Block = CitedText['blocks'][number]

/** Items that follow one another are one list. */
function groupsOf(blocks: readonly Block[]): { readonly isList: boolean; readonly blocks: Block[] }[] {
  const groups: { isList: boolean; blocks: Block[] }[] = []
  for (const block of blocks) {
    const isList = block.kind === 'item'
    const last = groups.at(-1)
    if (last?.isList === isList) last.blocks.push(block)
    else groups.push({ isList, blocks: [block] })
  }
  return groups
}

function drawn(block: Block, index: number): ReactNode {
  const inner = <Parts of={block.parts} />
  if (block.level === null) return <p key={index}>{inner}</p>
  return block.level <= 1 ? <h2 key={index}>{inner}</h2> : <h3 key={index}>{inner}</h3>
}

function Parts({ of }: { readonly of: readonly CitedPart[] }) {
  return (
    <>
      {of.map((part, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- pieces of one sentence, drawn anew together
        <Part key={index} part={part} />
      ))}
    </>
  )
}

function Part({ part: { text, isBold, isItalic, number, isUnknown } }: { readonly part: CitedPart }) {
  if (isUnknown)
    return (
      <span className="unk" title="It names nothing that is measured here">
        {text}
      </span>
    )
  if (!number) return isBold ? <b>{text}</b> : isItalic ? <em>{text}</em> : <>{text}</>
  const { metric, name, part, unit, currency, value, period, isTrusted, lacks } = number
  const shown = unit && value !== null ? sayValue(value, unit, currency) : 'unknown'
  const says = [part ? `${name}, ${part}` : name, period && sayPeriod(period), lacks].filter(Boolean).join(' · ')
  return (
    <span className="live num">
      <Go className="link" to={`metrics/${metric}`} title={says}>
        {shown}
      </Go>
      <span className="muted t12">{` (${[period ? sayPeriod(period) : '', isTrusted ? '' : (number.trust ?? 'no value')].filter(Boolean).join(', ')})`}</span>
    </span>
  )
}
