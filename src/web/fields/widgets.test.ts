import { expect, test } from 'vitest'
import * as kernel from '#kernel'
import { widgetOf, widgets } from './widgets.ts'

const made = [
  kernel.text(),
  kernel.date(),
  kernel.money(),
  kernel.ref('member'),
  kernel.list({ what: kernel.text() }),
  kernel.oneOf(['a', 'b']),
  kernel.percent(),
  kernel.json(),
  kernel.formula({ type: 'number' }),
]

test('a field of any kind finds the widget of its own name', () => {
  for (const field of made) {
    const own = Object.entries(widgets).find(([name]) => name === field.kind)
    expect(own?.[1]).toBe(widgetOf(field.kind))
  }
})

test('every function of the kernel that makes a field bears the name of its kind', () => {
  const kinds = Object.keys(widgets)
  const functions = Object.entries(kernel).flatMap(([name, value]) => (typeof value === 'function' ? [name] : []))
  expect(functions).toEqual(expect.arrayContaining(kinds))
})
