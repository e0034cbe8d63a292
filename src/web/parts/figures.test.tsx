import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { TargetVariance, Variance } from './Figure.tsx'
import { Struck } from './Struck.tsx'

const reasons = [{ says: '2 of 38 months do not agree with billing' }]
const trust = (state: string) => ({ state, reasons })

test('a figure that its data do not bear out is struck, says why and is told to a screen reader; another stands as it is', () => {
  const struck = renderToStaticMarkup(<Struck trust={trust('untrusted')}>106.0%</Struck>)
  expect(struck).toContain('class="struck" title="Not to be trusted: 2 of 38 months do not agree with billing"')
  expect(struck).toContain('<span class="sr"> (untrusted)</span>')
  for (const state of ['trusted', 'provisional', 'stale']) expect(renderToStaticMarkup(<Struck trust={trust(state)}>106.0%</Struck>)).toBe('106.0%')
})

test('beside a struck figure no difference is called good or bad', () => {
  const shown = (state: string, value: number): string => {
    const of = { value, target: { value: 1, direction: 'up', status: value < 1 ? 'missed' : 'reached' }, unit: 'ratio', currency: 'USD', better: 'up' } as const
    const beside = <Variance actual={value} reference={1} unit="ratio" currency="USD" better="up" isUntrusted={state === 'untrusted'} />
    return renderToStaticMarkup(
      <>
        <TargetVariance of={{ ...of, trust: trust(state) }} /> {beside}
      </>,
    )
  }
  expect(shown('trusted', 0.9).match(/class="red"/g)).toHaveLength(2)
  expect(shown('untrusted', 0.9)).not.toMatch(/red|green/)
  expect(shown('untrusted', 0.9)).toContain('−10.0 pts')
  expect(shown('untrusted', 1.2)).not.toMatch(/red|green/)
})
