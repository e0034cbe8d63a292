import { createServer, type Server } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { whoHasPort } from './whoHasPort.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

const serving = (body: string, status = 200): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer((_, response) => response.writeHead(status, { 'content-type': 'application/json' }).end(body))
    servers.push(server)
    server.listen(0, 'localhost', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    })
  })

test('a port is free, ours or another program’s', async () => {
  const port = await serving('{"alive":true}')
  expect(await whoHasPort(port)).toBe('throughline')
  expect(await whoHasPort(await serving('<p>Hello'))).toBe('another')
  expect(await whoHasPort(await serving('{"alive":true}', 404))).toBe('another')
  await new Promise((resolve) => servers[0]?.close(resolve))
  expect(await whoHasPort(port)).toBe('nobody')
})
