import { expect, test } from 'vitest'
import { isOwnColumn, propertyTable } from './events.ts'

test('only columns of the events’ table stand in a statement by name; a property that is called like a part of every object is one like any other', () => {
  expect(['surface', 'quantity', 'subscription_id'].map(isOwnColumn)).toEqual([true, true, true])
  for (const name of ['constructor', 'toString', '__proto__', 'plan']) {
    const { text, values } = propertyTable(name, 5)
    expect([isOwnColumn(name), values, text.includes('json_extract(e.props, $1)')]).toEqual([false, [`$."${name}"`], true])
  }
})
