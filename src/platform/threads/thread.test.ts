import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { thread } from './thread.ts'

/** A thread that answers what it is asked, and at a word fails, ends, or stays busy. */
const source = `
  import { parentPort } from 'node:worker_threads'
  parentPort.on('message', ({ id, asked }) => {
    if (asked === 'end') process.exit(3)
    while (asked === 'stay');
    parentPort.postMessage(asked === 'fail' ? { id, broken: 'It broke.' } : { id, told: asked })
  })`
const file = new URL(`data:text/javascript,${encodeURIComponent(source)}`)
const echo = () => thread<unknown, unknown>(file, 'The echo')

test('a thread that ends by itself refuses what waits for it, and the next question starts another', async () => {
  const { ask, stop } = echo()
  const refused = { kind: 'unavailable', message: 'The echo ended with the code 3.' }
  await Promise.all([expect(ask('end')).rejects.toMatchObject(refused), expect(ask('behind it')).rejects.toMatchObject(refused)])
  expect(await ask('after it')).toBe('after it')
  await stop()
})

test('what failed is told in one sentence', async () => {
  const { ask, stop } = echo()
  await expect(ask('fail')).rejects.toMatchObject({ message: 'The echo failed: It broke.' })
  await stop()
})

test('of the questions that wait the newest is answered first, each with its own answer', async () => {
  const { ask, stop } = echo()
  const order: unknown[] = []
  const asked = ['first', 'second', 'third', 'fail', 'last'].map((word) =>
    ask(word).then(
      (told) => order.push(told),
      () => order.push('failed'),
    ),
  )
  await Promise.all(asked)
  expect(order).toEqual(['first', 'last', 'failed', 'third', 'second'])
  await stop()
})

test('a thread that is stopped ends at once, whatever it is at', async () => {
  const { ask, stop } = echo()
  const asked = ask('stay')
  await Promise.all([expect(asked).rejects.toMatchObject({ details: { code: 'stopped' } }), stop()])
})

test('what cannot be sent is refused, and does not keep the process', async () => {
  const script = `
    import { thread } from ${JSON.stringify(new URL('thread.ts', import.meta.url).href)}
    const { ask } = thread(new URL(${JSON.stringify(file.href)}), 'The echo')
    await ask(() => {}).catch(({ name }) => console.log(name))
    console.log(await ask('goes on'))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { timeout: 10_000 })
  expect(stdout).toBe('DataCloneError\ngoes on\n')
})
