import { expect, test } from 'vitest'
import { serveFlags } from './serveFlags.ts'

function asked(...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []]
  const answer = serveFlags(args, { out: (text) => void out.push(text), err: (text) => void err.push(text) })
  return { answer, out: out.join('\n'), err: err.join('\n') }
}

test('serve takes a port and a host, and leaves the rest to the environment', () => {
  expect(asked().answer).toEqual({})
  expect(asked('--port', '4000').answer).toEqual({ port: 4000 })
  expect(asked('--port=0', '--host', '0.0.0.0').answer).toEqual({ port: 0, host: '0.0.0.0' })
})

test.each([
  [['--prot', '4000'], '--prot'],
  [['--open'], '--open'],
  [['now'], 'now'],
  [['--port'], '--port'],
  [['--port', 'many'], 'many'],
  [['--port', '65536'], '65536'],
  [['--port', '-1'], '--port'],
  [['--host='], '--host'],
])('serve refuses %j by name as bad usage', (args, named) => {
  const { answer, out, err } = asked(...args)
  expect(answer).toBe(2)
  expect(out).toBe('')
  expect(err).toContain(named)
  expect(err).toContain('Usage: throughline serve')
})

test('serve --help says what it takes, and starts nothing', () => {
  const { answer, out } = asked('--help')
  expect(answer).toBe(0)
  expect(out).toContain('--port N')
})
