/** Sends a command of the local operator to the server that holds the data folder; null when nobody answers. The token never leaves this machine: the address is the server's own. */
export async function askServer(address: string, token: string, command: { readonly args: readonly string[]; readonly cwd: string }): Promise<unknown> {
  const response = await post(`${address}/operator`, token, JSON.stringify(command))
  return (await response?.json()) ?? null
}

/** Passes one message of an assistant on, and gives back what is to be printed: a line of JSON, or nothing. */
export async function askAssistant(address: string, token: string, workspace: string, message: string): Promise<string> {
  const response = await post(`${address}/operator/mcp?workspace=${encodeURIComponent(workspace)}`, token, message)
  return (await response?.text()) ?? ''
}

const post = (url: string, token: string, body: string): Promise<Response | null> =>
  fetch(url, {
    method: 'POST',
    headers: { authorization: `Operator ${token}`, 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
    body,
  }).catch(() => null)
