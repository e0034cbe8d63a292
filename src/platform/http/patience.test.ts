import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { connect } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { bePatient } from './patience.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

/** Sends the head of a request and half of its body; answers what comes back until the server ends it, or the other half was sent on `finish`. */
async function halfSent(usual: number, path: string) {
  const server = createServer(async (request, response) => {
    let size = 0
    try {
      for await (const piece of request) size += Buffer.byteLength(piece)
      response.end(`got ${size}`)
    } catch {
      // it was cut off
    }
  })
  servers.push(server)
  bePatient(server, { usual, long: 3_600_000, isLong: (to) => to === '/files' })
  await once(server.listen(0, 'localhost'), 'listening')
  const address = server.address()
  const socket = connect(typeof address === 'object' && address ? address.port : 0, 'localhost')
  let said = ''
  socket.on('data', (bytes) => void (said += String(bytes)))
  const ended = once(socket, 'close').then(() => said)
  socket.write(`POST ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 8\r\n\r\nhalf`)
  return { server, ended, finish: () => void socket.write('half') }
}

test('a request whose body does not come is cut off', async () => {
  const { ended } = await halfSent(20, '/api/v1/products')
  expect(await ended).toMatch(/^HTTP\/1\.1 408 /)
})

test('files may take longer, and so may what is on its way to be answered', async () => {
  const files = await halfSent(20, '/files?workspace=a')
  await new Promise((resolve) => setTimeout(resolve, 200)) // ten times as long as other requests have
  files.finish()
  expect(await files.ended).toMatch(/^HTTP\/1\.1 200 [^]*got 8/)
  const small = await halfSent(60_000, '/api/v1/products')
  small.finish()
  expect(await small.ended).toMatch(/got 8/)
  expect(small.server.requestTimeout).toBe(3_600_000)
})
