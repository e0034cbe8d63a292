import { createServer } from 'node:net'

/** Who has a port of this machine: nobody, a Throughline that is alive, or another program. */
export async function whoHasPort(port: number): Promise<'nobody' | 'throughline' | 'another'> {
  if (await isFree(port)) return 'nobody'
  const answer = await fetch(`http://localhost:${port}/healthz`, { signal: AbortSignal.timeout(5_000), redirect: 'error' }).catch(() => null)
  const said: unknown = answer?.ok ? await answer.json().catch(() => null) : null
  return typeof said === 'object' && said !== null && 'alive' in said && said.alive === true ? 'throughline' : 'another'
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, 'localhost', () => probe.close(() => resolve(true)))
  })
}
