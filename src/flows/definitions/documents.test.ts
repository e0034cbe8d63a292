import { expect, test } from 'vitest'
import { parseTexts } from './documents.ts'

test('several documents of one file, YAML or JSON', () => {
  const { files, faults } = parseTexts([
    { file: 'a.yaml', text: 'name: a\n---\nname: b\n' },
    { file: 'c.json', text: '{"name": "c"}' },
  ])
  expect(files).toEqual([
    { file: 'a.yaml', contents: [{ name: 'a' }, { name: 'b' }] },
    { file: 'c.json', contents: [{ name: 'c' }] },
  ])
  expect(faults).toEqual([])
})

test('a text that is no YAML is a fault with its line, and the other files stand', () => {
  const { files, faults } = parseTexts([
    { file: 'broken.yaml', text: 'name: a\nfilter: "open\n' },
    { file: 'sound.yaml', text: 'name: b' },
  ])
  expect(files.map(({ file }) => file)).toEqual(['sound.yaml'])
  expect(faults).toMatchObject([{ file: 'broken.yaml', path: expect.stringContaining('line ') }])
})

test('a quoted text over lines that stand too far left is read as other tools read it', () => {
  const text = 'extensions:\n  - vendor: A\n    data: \'{\n    "on": true,\n    "who": "it\'\'s us"\n    }\'\n'
  const { files, faults } = parseTexts([{ file: 'a.yaml', text }])
  expect(faults).toEqual([])
  expect(files[0]?.contents).toEqual([{ extensions: [{ vendor: 'A', data: '{ "on": true, "who": "it\'s us" }' }] }])
})
