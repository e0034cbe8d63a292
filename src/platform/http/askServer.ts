/** Sends a command of the local operator to the server that holds the data folder; null when nobody answers. The token never leaves this machine: the address is the server's own. */
export async function askServer(address: string, token: string, command: { readonly args: readonly string[]; readonly cwd: string }): Promise<unknown> {
  const headers = { authorization: `Operator ${token}`, 'content-type': 'application/json' }
  const response = await fetch(`${address}/operator`, { method: 'POST', headers, body: JSON.stringify(command) }).catch(() => null)
  return (await response?.json()) ?? null
}
